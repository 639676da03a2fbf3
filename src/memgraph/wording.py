"""How reports say that a body, a law and a document belong together: one table of patterns a fact.

The patterns are those of :func:`memgraph.masking.pattern`: B, L, D, X stand for masked names.
"""

from __future__ import annotations

import re

from memgraph.english import FINITE, THIRD, VERBS
from memgraph.masking import pattern

# Relation of a body to a law or document. The names follow the text's own verb.
LINKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (relation, pattern(source))
    for relation, source in (
        (
            "createdBy",
            r"<B>(?:\s*\([^)]*\))?,? (?:which |that )?(?:was |is |were )?(?:created|established|set up|founded) (?:by|through|under|pursuant to|by means of) (?:[Ss]ections? [\w() ,]{1,20} of )?(?:the )?<X>",
        ),
        # "B is a unit of another that was created by X".
        (
            "createdBy",
            r"<B> is (?:an?|the) [^⟦,.;]{2,60} (?:of|in|within|under|attached to) (?:the )?⟦B\d+⟧,? (?:that|which) (?:was|were) (?:created|established|set up|founded|constituted) (?:by|through|under|pursuant to|by means of) ~A<X>",
        ),
        (
            "createdBy",
            r"<L>~L{0,90}? (?:creates|created|creating|establishes|established|establishing|founds|sets up) (?:the )?<B>",
        ),
        (
            "createdInAccordanceWith",
            r"<B>(?:\s*\([^)]*\))?, (?:created|established) by <L1>, in accordance with ~L{0,40}?<X>",
        ),
        (
            "designatedBy",
            r"<B>~L{0,120}?\b(?:designated|appointed|competent)\b~L{0,160}?,? (?:through|by|under|pursuant to|in accordance with) (?:the )?<L>",
        ),
        ("internalRegulationsApprovedBy", r"^~{0,20}?<B>~{0,80}?\bhas (?:its )?⟦L\d+⟧ approved by <L>"),
        ("hasRegulations", r"^~{0,20}?<B>~{0,80}?\bhas (?:its )?<L> approved by"),
        (
            "signatory",
            r"<X>,? (?:was |were |which was )?(?:signed|concluded|entered into) (?:by|between|among|with) (?:the Republic of \w+ and )?(?:the )?<BB>",
        ),
        ("signatory", r"<BB> (?:has|have) (?:signed|concluded|entered into) (?:an? |the )?<X>"),
        ("signatory", r"(?:signed|concluded) (?:an? |the )?<X>~{0,220}? with (?:the )?<BB>"),
        ("party", r"<X> with (?:the )?<BB>"),
        (
            "executes",
            r"<X>~{0,400}? (?:whose|the) execution ~{0,30}?(?:falls to|corresponds to|is the responsibility of) (?:the )?<B>",
        ),
        ("beneficiary", r"<X>~{0,200}? to provide (?:the )?<B>"),
        (
            "leads",
            r"<B>~X{0,40}? (?:is|are) (?:responsible for|in charge of) (?:leading|implementing|coordinating|executing|directing|managing|the implementation of) (?:the )?<X>",
        ),
        ("ledBy", r"<X>~X{0,90}?\bled by (?:the )?<BB>"),
        ("participatedIn", r"<X>~{0,420}? and (?:the )?<B> participated"),
        ("implements", r"through (?:the )?<B>~{0,260}?\bthrough (?:the )?<D>"),
        ("worksOn", r"<X>~X{0,120}? through an? (?:\w+ )?<B>"),
        ("worksOn", r"<X>~X{0,180}?\((?:made up|composed|comprised|consisting) of (?:the )?<BB>"),
        ("updatesProposedTo", r"[Uu]pdates to (?:the )?<DD>~{0,20}? to (?:the )?<B>"),
        (
            "actsUnder",
            r"<B>~X{3,160}?(?:falls under|within the framework of|pursuant to|in compliance with|set forth in|by virtue of) (?:the )?<X>",
        ),
        ("actsUnder", r"(?:pursuant to|in compliance with|by virtue of|under) (?:the )?<X>, (?:the )?<B>"),
        (
            "actsUnder",
            r"<BB>~X{1,200}?(?:pursuant to|in accordance with|in compliance with|as (?:foreseen|established|set out|provided for|provided) in|on the basis of|under) ~A<XX>",
        ),
        ("issuedBy", r"<X>~X{0,30}?,? (?:issued|adopted|prepared|published|approved) by (?:the )?<BB>(?! ⟦L)"),
        ("issuedBy", r"\b(?:by|through|under) (?:the )?<B> <L>"),
        ("issuedBy", r"<L> of (?:the )?<BB>(?! Act\b)"),
        ("issuedBy", r"<D>,? by (?:the )?<BB>"),
        ("issuer", r"<D> of (?:the )?<BB>"),
        (
            "approvesTextOf",
            r"⟦D\d+⟧ of (?:the )?<B>,? (?:(?:which )?(?:was|were|is|are) )?(?:approved|adopted) (?:by|through) (?:the )?<L>",
        ),
        ("signatory", r"<X>,? between (?:the )?<BB>"),
        (
            "signatory",
            r"<X>,? (?:which|that) (?:that body and |both )?(?:the )?<BB> (?:have |had )?(?:signed|concluded)",
        ),
        ("signatory", r"[Bb]y an? <L>~X{0,40}?, (?:the )?<BB> (?:undertook|agreed|committed)"),
        (
            "supportedBy",
            r"<X>~X{0,60}? with (?:the )?(?:technical |financial )?(?:assistance|support|cooperation) of (?:the )?<BB>",
        ),
        ("signatory", r"<X> signed with (?:the )?<BB>~{0,40}?, (?:the )?<B1>"),
        (
            "applies",
            r"<BB>~X{0,80}? (?:applies|implements|executes|coordinates|updated|has adopted|adopted|has issued|issued|prepared|has approved|approved|administers|enforces|oversees|drew up|follows) (?:the |its |a |an )?<X>",
        ),
    )
)
# Of law made under other law: what regulates it, if it is a regulation, else is based on it.
MADE_UNDER = (
    (
        "L1",
        "L2",
        pattern(
            r"<L1>\)?,? (?:which (?:was|were) )?(?:made|issued|enacted)(?: by [^,;]{3,60}?)? (?:under|pursuant to|in exercise of (?:the )?powers (?:conferred|granted|given) by) ~A<L2>"
        ),
    ),
    ("L2", "L1", pattern(r"<L1>~{0,200}?<L2>\)?,? (?:which )?(?:was|were) (?:made|issued|enacted) under its\b")),
)
# What the verb between two names does not tell (see lineage.py).
LINEAGE: tuple[tuple[str, str, str, re.Pattern[str]], ...] = tuple(
    (relation, source, target, pattern(text))
    for relation, source, target, text in (
        (
            "approves",
            "L",
            "DD",
            r"\b(?:approved|adopted) (?:the )?<DD>~L{0,60}?,? (?:by|through|under) (?:means of )?(?:the )?<L>",
        ),
        ("approves", "L", "D", r"\b(?:by|through) <L>, (?:issued|approved|adopted) (?:the )?<D>"),
        ("basedOn", "D2", "DD1", r"[Tt]aking as (?:a |its )?basis (?:the )?<DD1>~X{0,200}?<D2>"),
        (
            "basedOn",
            "D2",
            "DD1",
            r"[Oo]n the basis of (?:the |that |these |this )?<DD1>[^⟦.;]{0,40}, (?:the )?⟦B\d+⟧ (?:prepared|issued|drafted|drew up|developed|formulated|published) ~X{0,40}?<D2>",
        ),
        (
            "basedOn",
            "X1",
            "XX2",
            r"<X1>~X{0,20}?\b(?:was|were|been) (?:drawn up|prepared|developed|drafted|formulated|designed|written) [^⟦.;]{0,40}?(?:on the basis of|based on|in line with|following) ~X{0,30}?<XX2>",
        ),
        (
            "basedOn",
            "X",
            "D",
            r"[Ii]n (?:preparing|drafting|drawing up|formulating) (?:the )?<X>,~X{0,60}? (?:used|followed|drew on|took as (?:a )?reference) (?:the )?<D>",
        ),
        ("basedOn", "L", "D", r"[Oo]n the basis of (?:the |that )?<D>, (?:the )?<L>"),
        (
            "implements",
            "D1",
            "D2",
            r"<D1>~X{0,60}?\b(?:whose purpose is|aimed at|for) the implementation of (?:the )?<D2>",
        ),
        (
            "creates",
            "L",
            "B",
            r"<B>(?:\s*\([^)]*\))?,? (?:which |that )?(?:was |is |were )?(?:created|established|set up|founded|constituted) (?:in [\w ]{3,20} )?(?:by|through|under|pursuant to|by means of) ~A<L>",
        ),
        (
            "regulates",
            "L3",
            "L1",
            r"<L1>~L{0,420}?\b(?:its|their|and its|and the) <L2>,? (?:which (?:was|were) |as )?(?:approved by |contained in |issued by |adopted by |)(?:the )?<L3>",
        ),
        (
            "approves",
            "L",
            "D",
            r"<L>~X{0,130}?\b(?:approves|approved|approving|contains|containing|adopts|adopting|issues|issuing) (?:the )?[“\"]?<D>",
        ),
        ("basedOn", "L1", "L2", r"created by <L1>, in accordance with ~L{0,40}?<L2>"),
        (
            "basedOn",
            "L1",
            "L2",
            r"<L1>~L{0,260}?\b(?:in accordance with|pursuant to|within the framework of|based on|by virtue of) ~L{0,60}?<L2>",
        ),
        (
            "basedOn",
            "D2",
            "DD1",
            r"[Bb]ased on (?:the )?(?:approval of (?:the )?)?<DD1>~X{0,60}?, ~X{0,50}?(?:the )?<D2>~X{0,40}?\b(?:was|were|began|has been)",
        ),
    )
)
# Lead-ins after which each law listed implements a plan or convention.
ENACTED = (
    pattern(
        r"in (?:compliance|accordance|line) with ~X{0,40}?<X>~X{0,40}?, (?:\w+ ){0,3}?(?:regulations|laws|decrees|norms|rules|legislation) (?:were|was|have been) (?:enacted|adopted|issued|approved)"
    ),
    pattern(
        r"\b(?:incorporat\w+|implement\w*|gives? effect to|transpos\w+) ~X{0,120}?<X>[^.;]{0,60}(?:by means of|through|in|by) the following ~{0,60}:$"
    ),
)
_ROLE_VERB = (
    r"(?:(?:is|are|was|were|has|have|had)\b|(?:also |actively )*(?:provides?|disseminates?|promotes?|issues?|coordinates?|carries|carry|"
    r"manages?|supports?|evaluates?|processes|leads?|implements?|assumes?|receives?|conducts?|directs?|participates?|designs?|executes?|"
    r"oversees?|supervises?|regulates?|monitors?|administers?|develops?|works?|enforces?|investigates?|trains?|operates?|"
    r"runs?|holds?|offers?|treats?|convenes?|answers?|publishes|publish|collects?|analyzes?|analyses|prepares?|finances?|funds?|"
    r"pays?|keeps?|maintains?|submits?|shares?|sends?|audits?|applies|uses?|exchanges?|cooperates?|grants?|licenses?|inspects?|"
    r"delivers?|organizes?|organises?|hosts?|chairs?|approves?|reviews?|reports?|registers?|undertook|enables?)\b)"
)
# A body right after one of these is no subject.
_OBLIQUE = (
    r"(?<!under the )(?<!of the )(?<!by the )(?<!with the )(?<!to the )(?<!from the )(?<!within the )(?<!through the )"
)
ROLES: tuple[re.Pattern[str], ...] = tuple(
    pattern(text)
    for text in (
        rf"(?:^|[,:.] |\bthe |\bThe |- |'s ){_OBLIQUE}<BB1>(?: and (?:the )?<BB>)?,? (?P<role>{_ROLE_VERB}[^.;:]{{4,400}})",
        r"<BB>(?:\s*\([^)]*\))?,? (?:under ~{0,60}?, )?(?P<role>as (?!well)(?:the |its |their )?[^.;:]{4,300})",
        r"<B>, (?P<role>which (?:is|has|provides|coordinates)\b[^.;:]{4,200})",
        r"<BB>,? (?P<role>in (?:coordination|cooperation|collaboration) with\b[^.;:]{4,200})",
        r"(?:and|in which|,) (?:the )?<BB> (?P<role>(?:participated|took part|contributed|attended))",
        r"(?P<role>signed ⟦L\d+⟧~{0,220}? with) (?:the )?<BB>",
        r"within (?:the )?(?:⟦B\d+⟧ )?<B>, (?P<role>work is being done [^.;:]{4,200})",
        r"(?P<role>(?:and )?the support of) (?:the )?<BB>",
        r"(?P<role>(?:\w+ ){1,4}(?:meetings|exchanges?|agreements?|visits|activities) with) (?:the )?<BB>",
        r"(?P<role>received from (?:the )?(?:[\w ]{0,30}? of )?)(?:the )?<BB>",
        r"(?P<role>[Ww]ithin the framework of) (?:the )?<B>(?=,| created)",
        r"(?P<role>\w+ed (?:up)?on by) (?:the |an? )?<BB>",
        r"(?P<role>\b(?:delivered|run|paid|held|offered|taught|convened|organized|organised|published|collected|prepared|issued|analyzed|maintained|kept|hosted|granted|licensed|inspected|guided|reviewed|signed|made|drawn up|operated|overseen|supervised|monitored|trained|taken|referred|submitted|answered|owned|shared|developed|designed|implemented|regulated|audited) (?:jointly )?by (?:officers of |staff of |members of )?)(?:the )?<BB>",
        r"(?P<role>⟦L\d+⟧ with) (?:the )?<BB>",
        r"(?P<role>to provide) (?:the )?<B>",
        r"(?P<role>uses) (?:the )?<B>(?:'s)?(?: \([^)]*\))? ⟦S",
        r"(?P<role>through (?:the |a specific )?)<B>(?= working|\))",
        r"(?P<role>through (?:the )?(?:\w+'s )?)<B>\.?$",
        r"through (?:the )?<BB>(?:\s*\([^)]*\))?,(?: under ~{0,80}?,)? (?P<role>(?:has|have|is|are|carries|implements|provides|coordinates)\b[^.;:]{4,300})",
        r"(?P<role>(?:chaired|coordinated|led|headed|directed|sponsored|financed|funded|supported|carried out|conducted|provided|executed|administered|managed) by) (?:the )?<BB>",
        r"(?P<role>with (?:the )?(?:support|financing|participation|assistance|collaboration|cooperation) (?:of|from)(?: the ⟦P\d+⟧ of)?) (?:the )?<BB>",
        r"(?P<role>in (?:coordination|cooperation|collaboration) with|in consultation with|(?:international )?cooperation with) (?:the )?<BB>",
        r"(?P<role>(?:support|assistance|training|cooperation) from) (?:the )?<BB>",
        r"(?P<role>(?:Technical Secretariat|Secretariat|presidency) is (?:in charge of|held by|with)) (?:the )?<BB>",
        r"(?P<role>(?:signed|concluded) (?:by|between|among|with)) (?:the Republic of \w+ and )?(?:the )?<BB>",
        r"(?P<role>whose execution (?:falls to|corresponds to)) (?:the )?<BB>",
        r"(?P<role>uses? (?:the )?(?:tools and )?(?:resources|information system|tools) of) (?:the )?<BB>",
        r"(?P<role>provides? information ~{0,100}? to (?:entities such as )?)(?:the )?<BB>",
        r"(?P<role>⟦S\d+⟧ (?:of|-|–)) (?:the )?<BB>",
        r"\((?P<role>(?:made up|composed|comprised) of) (?:the )?<BB>",
        r"(?P<role>is a specialized unit of|a unit of|under) (?:the )?<BB>(?=[,.;)]|$)",
        r"(?P<role>virtual, through) <BB>",
        r"(?P<role>presented to) <B>(?P<more> for its [^.;:]{4,100})?",
    )
)


# "Legislative Decree No. 5 of …, Legislative Decree that …": the second time the type opens the title.
TITLED = pattern(r"<L>~L{0,40}?, (?:[A-Z]\w+ ){1,3}(?:that|which|on|for|approving|concerning) ~L{0,240}?<B>")

# Where a clause with a subject of its own begins, in a masked sentence.
CLAUSE = re.compile(
    rf"[.;](?:\s+|$)|:\s+(?=⟦)|,?\s+(?:and|but|while|whereas|which is why)\s+(?=(?:the\s+|its\s+)?⟦[BLDSP]\d+⟧(?:\s+of\s+(?:the\s+)?⟦[BLDSP]\d+⟧)?[^,.;⟦]{{0,60}}?{FINITE.pattern})|"
    r",\s+(?:and|but)\s+(?=(?:by means of|through|it|they|the country)\b)"
)
# A body that a clause names only beside another: its parent, its members, its example.
BESIDE = pattern(
    r"(?:⟦B\d+⟧,? (?:under|of|within|attached to|a unit of|part of)(?: the)? |"
    r"(?:unit|organ|arm|department|division|directorate|section|office|branch|service|entity|body|agency) (?:of|under|within|attached to|in) (?:the )?|"
    r"(?:debate|discussion|study|consideration|approval|reading) (?:in|by|before|of) (?:the )?|chaired by (?:the )?[A-Z][\w ]{2,24} of (?:the )?|"
    r"(?:channels|meetings|examination|opinion|proposals) of (?:the )?|belong(?:s|ed)? to (?:the )?|presented (?:by the ⟦B\d+⟧ )?to (?:the )?|"
    r"(?:attached to|reports? (?:directly )?to|chaired by|presided over by|under the chairmanship of|member of) (?:the )?|in which (?:the )?|to which (?:the )?|"
    r"\((?:such as|for example|including|e\.g\.)[^)]{0,80}?|"
    r"(?:made up|composed|comprised|consisting) of [^.;]{0,200}?|(?:such as|including) (?:the )?|"
    # "a plan agreed upon by B": who made another thing.
    r"\b(?!is|are|was|were|been|being|and|or|jointly|duly)[a-z]+ (?:[a-z]{3,}ed|drawn up|run)(?: upon| out| up)? by (?:an? |the )?)<BB>"
)
# What a body is named with alone: "the Standards of UNODC", "the Framework, prepared by the Ministry".
OWNED = pattern(
    r"<X>,? (?:of|issued by|prepared by|published by|drawn up by|adopted by|(?:signed |concluded |entered into )?(?:with|between)|signed by|concluded by) (?:the )?(?:government of (?:the )?)?<BB>"
)
# "approved by SENAPOD Resolution No. 17": a body that only tells whose law it is.
ITS_LAW = pattern(r"\b(?:by|through|under) <B> <L>")
# "The program, run by B in 12 schools, is described in the Report": said by the way, of another thing.
INSERTED = pattern(
    r"(?<!⟧), (?:[a-z]+ed|run|led|held|given|drawn up|made) (?:jointly )?by (?:the )?<BB>[^⟦,;.]{0,60}, (?=[a-z]+(?:ed|es|s|was|were|is|are|has|have)? )"
)
# A law or document that is another's, or an example.
BESIDE_LAW = pattern(
    r"(?:\b(?:its|their|has its) |\b(?:[Oo]n the basis of|[Tt]aking as (?:a|its) basis) (?:the |these |this )?|\((?:such as|for example|including|e\.g\.)[^)]{0,80}?)<X>(?: approved by <L1>)?"
)
# What a clause that names both says of a body and a law or document, by the words between them; the first that holds.
BETWEEN = tuple(
    (relation, re.compile(words, re.IGNORECASE))
    for relation, words in (
        (
            "createdBy",
            r"\b(?:created|established|set up|founded|instituted|constituted)\b[^⟦]{0,24} (?:by|through|under|pursuant to)\b|"
            r"\b(?:creates|created|establishes|established|sets up|set up) (?:the |an? )?$",
        ),
        ("signatory", r"\b(?:sign(?:ed|s|atory)|conclud(?:ed|es)|part(?:y|ies) to|between)\b"),
        (
            "issuedBy",
            r"\b(?:approved|adopted|issued|prepared|drafted|published|enacted|ratified|drawn up|developed) (?:jointly )?by\b",
        ),
        ("designatedBy", r"\b(?:designat|appoint)\w+\b"),
        (
            "actsUnder",
            r"\b(?:under|pursuant to|in accordance with|in compliance with|in keeping with|on the basis of|based on|"
            r"by virtue of|within the framework of|as (?:amended|established|provided|set out)|governed by|regulated by|"
            r"in line with|through|by)\b",
        ),
        ("ledBy", r"\b(?:led|coordinated|chaired|headed|executed|implemented|administered|managed|overseen) by\b"),
        (
            "applies",
            r"\b(?:appl|implement|execut|coordinat|administ|enforc|oversee|monitor|adopt|approv|issu|prepar|publish|draft|"
            r"updat|develop|evaluat|review|lead|submit|present|use|follow|disseminat|manag)\w*\b",
        ),
    )
)
# The body that a lead-in is about, and an item that goes on with what it does.
SUBJECT = pattern(
    r"(?:[A-Z][a-z ]{2,30}, )?(?:[Tt]he )?<B>[^:]{0,160}:$|[^⟦:]{0,80}\b(?:functions|duties|responsibilities|powers|tasks) of (?:the )?<B1>[^⟦:]{0,60}:$"
)
DOING = re.compile(
    rf"[-•*–\s]*(?:(?:\d+|[a-z])[.)]\s+)?(?:Also\s+)?(?:To\s+[a-z]{{3,}}|[A-Z][a-z]+ing|{'|'.join(sorted((v.capitalize() for v in VERBS | THIRD), key=len, reverse=True))})\b"
)
