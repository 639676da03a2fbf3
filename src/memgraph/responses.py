"""What a sentence says of its action: affirmed, denied, neutral or not-applicable.

The contract's words decide: affirmed, something exists or is done; denied, it is not; neutral,
background, a detail of what is already affirmed, a plan or a draft.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from memgraph.english import BODY_WORDS, CONNECTIVES, FINITE, HARMLESS, NUMBERS, PLURALS, THINGS, THIRD, VERB, VERBS
from memgraph.folding import folded

AFFIRMED, DENIED, NEUTRAL, NOT_APPLICABLE = "affirmed", "denied", "neutral", "not-applicable"

_CONNECTIVE = re.compile(
    rf"\s*(?:(?:{CONNECTIVES})\b,?|yet\b|(?:and |but |or )?that\b|(?:to )?which\b|and\b|but\b|or\b|,|;)\s*",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\s*(?:[a-z ,]+\b)?(?:CICAD|it|the (?:Commission|GEG))\s+(?:also |further )?"
    r"(?:notes?|takes note|observes?|recognizes?|recognises?|acknowledges?|highlights?|considers?|views?|welcomes?|regrets?)"
    r"(?: also)?(?: with (?:satisfaction|concern|appreciation|regret))?(?:, \w+(?: \w+)*)?,?(?: that)?\s*|"
    # "…, but notes that", "while observing that": the subject is that of the clause before.
    r"\s*(?:but|and|while|although|though|yet|however)?,?\s*(?:also )?(?:notes|noting|observes|observing|recognizes|recognizing)"
    r"(?:, \w+(?: \w+)*,)? that\s+",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"\s*(?:although|though|even though|even if|while|whereas)\s+", re.IGNORECASE)
_SUBORDINATE_OPENING = re.compile(
    r"\s*(?:because|although|though|while|since|as|given that|even though|despite|in spite of|if|when|"
    r"once)\b[^,]*,\s*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(?:because|although|though|since|while)\s+the\b[^,]*(?=,\s+(?:it|they)\b)", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"\s*(?:in|through|within|based on|under|by|for|from|during|at|with|on|as part of|as of|to|since|after|before|upon|between|over|throughout|owing to|due to|because of)\s(?:[^,:]*\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d+, \d{4}|[^,:]*),\s*",
    re.IGNORECASE,
)
# Adverbs between an auxiliary and its "not" or "no".
_ADVERBS = (
    r"(?:(?:still|yet|as yet|so far|to date|at present|currently|presently|therefore|thus|however|nevertheless|also|all|"
    r"always|even|in practice|\w+ly)\s+)*"
)
# What a thing is said to be when it is as good as not there.
_WANTING = (
    r"lacking|wanting|missing|absent|insufficient|inadequate|incomplete|unavailable|out of date|outdated|obsolete|inoperative|"
    r"unable|excluded|left out|discontinued|suspended|interrupted|vacant|without|outside|unregulated|inactive"
)
_NEGATION = re.compile(
    rf"\b(?:(?:do|does|did|has|have|had|is|are|was|were|can|could|will)\s+{_ADVERBS}not\b(?!\s+(?:yet\s+)?(?:{HARMLESS})\b)|"
    rf"cannot\b|lacks?\b(?!\s+of\b)|lacked\b|(?:has|have|is|are|remains?)\s+(?:still\s+|as\s+)?yet\s+to\b|(?:fails?|failed|ceased) to\b|(?:has|have|had)?\s*(?:expired|lapsed)\b|"
    rf"there (?:is|are|was|were|has been|have been)(?:,[^,]{{3,40}},)?\s+{_ADVERBS}(?:no|neither)\b|"
    rf"(?:{'|'.join(sorted(VERBS | THIRD | {'has', 'have', 'had', 'made', 'took', 'held', 'gave'}, key=len, reverse=True))}|[a-z]+ed)\s+(?:\w+\s+){{0,3}}?no\s+(?!longer|later|less|more|fewer|\d)|"
    rf"(?:has|have)\s+{_ADVERBS}(?:neither|never)\b|(?:is|are|was|were)\s+never\b|"
    rf"(?:is|are|was|were|be|been|remains?|stands?|stood)\s+{_ADVERBS}(?:{_WANTING})\b|(?:left|operates?|functions?) without\b|"
    r"(?:is|are|was|were) (?:under|of|subject to) no\b|(?:has|have) none\b|without any (?:concrete |tangible )?(?:results?|progress|effect|follow-up)\b|"
    r"falls? outside\b|there (?:is|are|remains?)\b[^.;]{0,40}?\b(?:shortages?|gaps?|deficienc\w+|difficulties|obstacles)\b|"
    r"(?:shortages?|gaps?|deficienc\w+|difficulties|obstacles|barriers)\s+(?:still\s+)?(?:persists?|remains?|exists?)\b|"
    r"neither\b|nor (?:does|do|did|has|have|is|are|can|was|were)\b|no longer\b|(?:has|have) been (?:suspended|discontinued|interrupted)\b|"
    r"only (?:upon|on|at the|by) request\b|only upon\b)",
    re.IGNORECASE,
)
# "No such laboratory has been found": nothing is wanting.
_NOT_FOUND = re.compile(
    r"\s*no\b[^.;,]{3,80}?\b(?:has|have|had|was|were) (?:yet |ever )?(?:been )?(?:found|discovered|detected|dismantled|reported|"
    r"recorded|observed)\b",
    re.IGNORECASE,
)
# What goes on from a denial, or adds to what was said, is something of its own.
_FURTHER = re.compile(
    r"\s*(?:however|nevertheless|nonetheless|on the other hand|notwithstanding|although|though|even though|but|yet|in addition|"
    r"additionally|moreover|furthermore|also|for its part)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\s*(?:although|though|even though|but|yet)\b", re.IGNORECASE)
_ACTIVE = re.compile(r"(?:do|does|did)\s+not\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"\s*(?:(?:no|none|not|nor)\b(?!\.|\s+\d| later| less| more| fewer| only)|(?:the |an? )?(?:absence|lack) of\b)",
    re.IGNORECASE,
)
# After one of these, what follows is no longer the main clause.
_SUBORDINATOR = re.compile(
    r"\b(?:(?<!\bin )(?<!\bof )(?<!\bby )(?<!\bfor )(?<!\bunder )(?<!\bwith )(?<!\bto )that|which|who|whose|where|when|because|unless|until|if|whether|in order to|so that|unlike)\b",
    re.IGNORECASE,
)
# "Employees of casinos, a sector that is vulnerable, do not …": what stands between commas is said by the way.
_BY_THE_WAY = re.compile(
    r",\s+(?:(?:for|of|in|to)\s+)?(?:which|who|whose|where|an?\s+\w+(?:\s+\w+)?\s+(?:that|which|who))\b[^,;]{3,140},(?=\s)",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(
    r"\bnot applicable\b|\b(?:priority actions?|action|objective|recommendation|promotion|requirement|matter)\b[^.;]{0,80}?\bdo(?:es)? not apply\b|"
    r"\bdoes not apply to (?:the|this) country\b|^\s*N/A\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:foresees?|will|shall|would|plans? to|intends? to|expects? to|is expected to|are expected to|(?:is|are) (?:planned|scheduled|foreseen|envisaged)|"
    r"(?:is|are) (?:currently )?being (?!carried out|implemented|used|applied|conducted)\w+|"
    r"(?:is|are) (?:currently )?(?:in the process of|under (?:development|review|preparation|consideration)|preparing|"
    r"drafting|designing|developing|planning|working on)|(?:is|are|remains?) under (?:\w+ )?(?:study|discussion|negotiation|examination|construction)|(?:process|work) of (?:preparing|drafting|developing)|"
    r"draft (?:law|bill|plan|policy|decree|regulation|protocol|strategy|version)|first draft|has drafted|have drafted|in draft|"
    r"(?:is|are|remains?) (?:\w+ )?(?:awaiting|pending)|(?:is|are) in the (?:design|planning|drafting|preparation) (?:phase|stage)|(?:is|are) (?:at the stage|in (?:the )?process|in preparation|among the activities)\b|(?:was|were) scheduled\b|awaits?\b|under way to|has yet to enter into force)\b|^work (?:on|is|has)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\s*(?:the (?:table|list|chart) (?:does not|includes?|shows?|lists?|refers?)\b|the following (?:table|list|chart)\b|the table (?:below|above)\b|among (?:them|these|those)\b|among (?:its|their|the) \w+ (?:is|are)\b|"
    r"(?:it|they|the [^.;]{3,60}?) (?:is|are) (?:responsible for|in charge of) the following\b|(?:these|they|those|which) are the following|the [^.;]{3,60}? (?:has|have|performs?|discharges?) the following (?:functions|powers|duties|responsibilities|objectives|components|members)|the [^.;]{3,80} (?:is|are) (?:the following|as follows)\s*:?$|"
    r"(?:the|these|those) [^.;]{3,120}? (?:is|are|was|were) (?:shown|listed|presented|set out|detailed|described|distributed|indicated|given|summarized|as shown) "
    r"(?:below|above|hereunder|as follows|in the (?:following|table|list|chart)))",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    r"\s*(?:this|these|those|such|said|the (?:aforementioned|abovementioned|above-mentioned|said|latter|former|same))\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\s*(?:[Tt]he|[A-Z][A-Z0-9]+)\b")
_LAWS = frozenset("law decree act resolution regulation regulations code legislation statute".split())
_NUMBERED_THING = re.compile(rf"\s*(?:\w+ )?(?:{'|'.join(sorted(THINGS - _LAWS))})\s+(?:No\.? )?\d", re.IGNORECASE)
_NAMED_LAW = re.compile(
    r"\b[A-Z][\w()’'-]*\)?\s+(?:Act|Law|Code|Regulations|Ordinance|Decree|Resolution)\b|\b(?:Convention|Treaty|Protocol|Constitution)\b"
)
# What describes a body already spoken of: "It is chaired by …".
_DESCRIBED = re.compile(
    r"\s*(?:(?:it|they)\s+(?:brings? together|comprises?|consists? of)\b|(?:it|they)\s+(?:is|are|was|were)\s+(?:chaired|composed|comprised|made up|headed|led|attached|located|aimed|"
    r"intended|integrated|presided|formed)|(?:the )?[A-Z][A-Z-]{3,}\b[^.;,]{0,60}, (?:which was )?(?:created|established) by [^,;]{4,80}, has (?:its |internal )*(?:regulations|by-?laws)|"
    r"the \w+ (?:consists? of|(?:is|are) (?:composed|made up|chaired|headed|presided)|comprises))\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\s*(?:an?|the|one|two|three)\s+(?:\w+ )?(?:drafts?|bills?)\b(?! exchange)|\s*an? (?:\w+ ){0,5}?bill\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\s*(?:it|they)\b", re.IGNORECASE)
_PERFECT_OR_PAST = re.compile(
    r"\b(?:has|have|had|was|were)\s+(?:also |already |been |\w+ly )*(?:\w+ed|held|made|built|begun|become|done|set|"
    r"taken|given|put|undertaken|drawn|led|met|sent|run)\b|\bbegan\b"
)
# How many there were of what is already affirmed: "214 officers were trained".
_COUNTED = re.compile(
    rf"\s*(?:a total of |some |about |more than |over )?(?:\d[\d,.]*|(?:\w+-)?(?:{'|'.join(w for w, v in NUMBERS.items() if v > 1)}))\s+(?:[a-z\d-]+\s+){{1,6}}?"
    r"(?:were|have been|had been|was|has been|had|are in|have already|entered)\b",
    re.IGNORECASE,
)
# What was found is there for all: that is done.
_DISSEMINATED = re.compile(
    r"\s*the (?:results|findings|reports?)\b[^.;,]{0,60}? (?:is|are) (?:\w+ )?(?:published|disseminated|made available|shared)\b",
    re.IGNORECASE,
)
# What tells more of the same: "The last two were held …".
_DETAIL = re.compile(
    r"\s*(?:in (?:it|them)|of (?:these|those|them|the total)|in all|the (?:last|first|latter|former) (?:one|two|three|four)\b|the (?:last|latest|most recent) (?:\w+ ){1,4}?of\b|"
    r"the (?:first|second|third|fourth|last)(?=,)|it is estimated|the most recent (?:one|of (?:them|these))|(?:some|most|one|two|three|both) of (?:them|these|which))\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:account(?:ed|s) for|amount(?:ed|s) to|totall?ed|numbered|had in (?:its )?custody|completed by)\s+(?:\w+ ){0,2}\d|\bheld\s+[\d.,]+ (?:million|billion|thousand)",
    re.IGNORECASE,
)
# "The Manual was …": a subject of one noun.
_SHORT_SUBJECT = re.compile(rf"[Tt]he ([A-Z]?[a-z]+)\s+(?=(?:{VERB.pattern})|[a-z]{{3,}}ed\b)")
# The verb of a plural subject, which a noun or adverb stands before and an object after.
_PLURAL_VERB = re.compile(
    rf"(?<=s )(?:also )?(?:{'|'.join(sorted(VERBS, key=len, reverse=True))})(?= (?:the|a|an|in|to|their|its|with|as|this|these)\b)",
    re.IGNORECASE,
)
_PAST_VERB = re.compile(r"(?<=\w )(?:[a-z]{3,}ed|took|held|gave|made|began|drew|met|ran|led)\b")
_ACRONYM = re.compile(r"\b[A-Z]{3,}\b")
# "These are not, however, …": the conjunction stands inside the verb.
_INSERTED = re.compile(r"\b(?:not|is|are|was|were|has|have|does|do|did|notes?|observes?)$", re.IGNORECASE)
_INTRODUCED = re.compile(r"\b(?:System|Platform|Register|Registry|Database|Network)\b[^()]{0,80}\([A-Z]{2,}[\w-]*\)")
_AIMS = re.compile(r"\b(?:aims?|seeks?|refers?|consists?|includes?|contains?|intended)\b", re.IGNORECASE)
_DOING = re.compile(
    r"\s*(?:these|those|this|such)\s+(?:an?\s+)?[\w -]{3,40}?\s+(?:took place|take|takes|provide|provides|ensure|ensures|carry|carries|serve|serves)\b",
    re.IGNORECASE,
)
# What a law did to another, or when it took effect, is said by the way.
_HISTORY = re.compile(
    r"[^,;]{0,80}(?:,[^,;]{0,80},)?\s*\b(?:repealed|came into force|entered into force|took effect)\b", re.IGNORECASE
)
# What governs or approves a thing is more than a detail of it: "The Act is supplemented by the … Regulations",
# "These techniques are regulated by …"; so is what is stressed: "the service did publish".
_AMENDED = re.compile(
    r"[^.;,]{0,60}?\b(?:is|are|was|were) (?:regulated|governed|approved) by\b|[^.;]{0,60}?\b(?:do|does|did) (?!not\b|so\b)[a-z]+\b|"
    r"\s*[Tt]he (?:said |above )?(?:Act|Law|Code|Decree|Convention)\b[^.;]{0,40}?\b(?:supplemented|amended|regulated|modified|complemented|implemented) by\b"
)
_TURN = re.compile(
    r",\s+(?=and there (?:is|are|was|were) no\b)|\s+(?=(?:and|but) (?:does|do|has|have) not\b)|,\s+(?=and (?:the|these|its|their)\b[^,;.]{0,60}?\b(?:are|is|has|have|does|do) not\b)|(?:;|,)(?:\s*\n\s*\d{1,3}\s*\n\s*|\s+)(?=(?:but|however|although|though|even though|even if|while|whereas|yet|nevertheless)\b)".replace(
        " ", r"\s+"
    ),
    re.IGNORECASE,
)


# Who heads a body, and what tells an instance of what was said.
_HEADED = re.compile(
    r"\s*(?!Its |Their )(?:[Tt]he )?[A-Z][\w -]{2,40}? (?:is|are) (?:chaired|headed|led|presided over|made up|composed|comprised)\b|"
    r"\s*[^.;,]{3,60}? serves? as (?:its|their) (?:\w+ )?[Ss]ecretariat\b"
)
_PARTICULAR = re.compile(r"\s*In particular,")
_CONCESSION = re.compile(
    r"\s*(?:although|though|even though|while|whereas)\s[^,;]{10,160},\s+(?!and\b|or\b|which\b|who\b)", re.IGNORECASE
)


def response(
    sentence: str,
    countries: Collection[str] = (),
    glossary: dict[str, str] | None = None,
    before: str = "",
    summary: bool = False,
) -> str:
    """The response of one sentence.

    ``countries`` are the names of the country evaluated, ``glossary`` maps the acronyms of the
    report to their full names, ``before`` is the sentence before, for what "it" stands for.
    A ``summary`` introduces what it speaks of: only what it points at is a detail there.
    """
    words = " ".join(sentence.split())
    if _NOT_APPLICABLE.search(words):
        return NOT_APPLICABLE
    main = _BY_THE_WAY.sub("", stripped(words))
    # "because the activity is manual, it …": "it" is spoken of in the same sentence.
    inner = next((m[0].split(" ", 1)[1] for m in _OPENING.finditer(words)), "")
    if inner and _PRONOUN.match(main) and not _is_actor(inner, countries, glossary or {}):
        return NEUTRAL
    before = inner or before
    if _POINTING.match(main):
        return NEUTRAL
    if _denies(main):
        return NEUTRAL if _NOT_FOUND.match(main) else DENIED
    if _DESCRIBED.match(main) or _DRAFT.match(main) or _planned(main):
        return NEUTRAL
    denial = _ACTIVE.search(main)
    if denial:
        opening = main[: denial.start()]
        # "The duty does not end …": what a thing does not do, and is none the worse for, is a detail.
        own = not (_SUBORDINATOR.search(opening) or FINITE.search(opening))
        if own and not _is_actor(opening, countries, glossary or {}):
            return NEUTRAL
    if before and (_COUNTED.match(main) or _DETAIL.match(_unconnected(words)) or _AMOUNT.search(main)):
        return NEUTRAL
    if before and (_HEADED.match(main) or _PARTICULAR.match(words)):
        return NEUTRAL
    if before and _NAMED_LAW.search(_subject(main)) and _HISTORY.match(main):
        return NEUTRAL
    if (
        _DISSEMINATED.match(main)
        or _DOING.match(main)
        or (summary and not (_DEMONSTRATIVE.match(main) and _AIMS.search(main)))
    ):
        return AFFIRMED
    if _AMENDED.match(main):
        return AFFIRMED
    if before and not _CONNECTIVE.match(words) and _repeats(main, before):
        return NEUTRAL
    told = _DEMONSTRATIVE.match(main) or _PRONOUN.match(main) or _SHORT_SUBJECT.match(main)
    if _FURTHER.match(words) and (not told or _AGAINST.match(words)):
        return AFFIRMED
    if _is_thing(main, countries, glossary or {}, before) and not _PERFECT_OR_PAST.search(
        _predicate(main).split(",")[0]
    ):
        return NEUTRAL
    return AFFIRMED


def turns(sentence: str) -> list[int]:
    """Offsets at which a sentence may turn from one response to the other."""
    found = [match.end() for match in _TURN.finditer(sentence) if not _INSERTED.search(sentence[: match.start()])]
    # "Although X is done, Y is not": it turns after its first clause.
    opening = _CONCESSION.match(sentence)
    return sorted({opening.end(), *found}) if opening else found


def stripped(sentence: str) -> str:
    """A sentence without its connectives, reporting verb and opening subordinate clause."""
    main = sentence
    while True:
        for pattern in (_REPORTING, _CONNECTIVE, _SUBORDINATE_OPENING, _CONJUNCTION, _ADVERBIAL):
            if (match := pattern.match(main)) and match.end() < len(main) and match.end() > 0:
                main = main[match.end() :]
                break
        else:
            return main


def _unconnected(sentence: str) -> str:
    match = _CONNECTIVE.match(sentence)
    return sentence[match.end() :] if match and match.end() < len(sentence) else sentence


def _repeats(main: str, before: str) -> bool:
    """Whether a thing, no body, that the sentence before names is the subject: "The Manual was prepared with …"."""
    found = _SHORT_SUBJECT.match(main)
    if found is None or folded(found[1]) in BODY_WORDS or found[1].lower() in ("country", "state", "government"):
        return False
    return re.search(rf"\b{found[1]}s?\b", before, re.IGNORECASE) is not None


def _denies(main: str) -> bool:
    if _NOTHING.match(main):
        return True
    return any(
        not (re.match(r"\s*only\b", main[found.end() :]) or _is_subordinate(main[: found.start()]))
        for found in _NEGATION.finditer(main)
    )


def _is_subordinate(opening: str) -> bool:
    """Whether what follows an opening belongs to a subordinate clause.

    "Plans that should follow from the study | have not …": a relative clause that has its own verb
    and stands within the subject is over.
    """
    found = _SUBORDINATOR.search(opening)
    if found is None:
        return False
    if found[0].lower() not in ("that", "which", "who", "whose"):
        return True
    # "The plans that …": right before the pronoun stands a noun.
    subject = opening[: found.start()].rstrip()
    before = [
        m
        for m in FINITE.finditer(subject)
        if m[0].lower() not in PLURALS or (m.end() < len(subject) and not _DETERMINED.search(subject[: m.start()]))
    ]
    return bool(before) or not VERB.search(opening[found.end() :])


# "The needs of …": a noun, not a verb.
_DETERMINED = re.compile(r"\b(?:the|these|those|its|their|all|such)\s+$", re.IGNORECASE)


def _planned(main: str) -> bool:
    found = _PLANNED.search(main)
    return found is not None and not _SUBORDINATOR.search(main[: found.start()])


def _subject(main: str) -> str:
    found, past = FINITE.search(main), _PAST_VERB.search(main)
    # "The Chamber issued the Code, to which 38 firms have adhered": the later verb is that of the relative clause.
    if past and (
        found is None or (past.end() < found.start() and _SUBORDINATOR.search(main[past.end() : found.start()]))
    ):
        found = past
    found = found or _PLURAL_VERB.search(main)
    return main[: found.start()] if found else main


def _predicate(main: str) -> str:
    return main[len(_subject(main)) :]


def _is_thing(main: str, countries: Collection[str], glossary: dict[str, str], before: str) -> bool:
    """Whether the sentence is about a thing already spoken of, not about who acts or what exists."""
    if _DEMONSTRATIVE.match(main):
        return True
    if _PRONOUN.match(main):
        return bool(before) and _is_thing(stripped(" ".join(before.split())), countries, glossary, "")
    if any(re.match(rf"(?:the )?(?:{re.escape(name)})\b", main, re.IGNORECASE) for name in countries):
        return False
    if re.match(r"\s*(?:the (?:country|following)|there (?:is|are|was|were|has|have))\b", main, re.IGNORECASE):
        return False
    subject = _subject(main)
    # What no sentence before spoke of is no detail of it: "The National Drug Plan 2020 sets …".
    if (
        _NAMED_LAW.search(subject)
        or _INTRODUCED.search(subject)
        or (not before and len(re.findall(r"\b[A-Z][a-z]+", subject)) > 2)
    ):
        return False
    if _NUMBERED_THING.match(subject):
        return True
    # Nor is a name that it did not print: "The Clean Docks program is carried out by …".
    named = re.findall(r"\b[A-Z][a-z]+", subject[4:])
    if len(named) > 1 and "Bill" not in named and not any(re.search(rf"\b{word}", before) for word in named):
        return False
    head = _head(subject, glossary)
    return (
        _DEFINITE.match(main) is not None and head in THINGS and not (head in BODY_WORDS and _ACRONYM.search(subject))
    )


def _is_actor(subject: str, countries: Collection[str], glossary: dict[str, str]) -> bool:
    """Whether a noun phrase names who acts: the country, or a body."""
    if re.match(r"\s*the country\b", subject, re.IGNORECASE):
        return True
    return any(name in subject for name in countries) or _head(_subject(subject), glossary) in BODY_WORDS


def _head(subject: str, glossary: dict[str, str]) -> str:
    """The head noun of a subject: the last word before its first preposition or comma."""
    words = re.split(
        r",|\s(?:of|for|on|in|to|with|from|against|through|between|by|at|within|itself|implemented|signed|that|which|who)\b",
        subject,
    )[0]
    tokens = re.findall(r"[\w-]+", words)
    for token in tokens:
        if token in glossary:
            return _head(glossary[token], {}).lower()
    while tokens and re.fullmatch(r"\d+", tokens[-1]):
        tokens.pop()
    return tokens[-1].lower() if tokens else ""


def of_action(responses: list[str]) -> str:
    """The response of an action from those of its statements (the contract's rule)."""
    if not responses:
        return "not-evaluated"
    if all(one == NOT_APPLICABLE for one in responses):
        return NOT_APPLICABLE
    said = {one for one in responses if one in (AFFIRMED, DENIED)}
    if len(said) == 2:
        return "mixed"
    return said.pop() if said else NEUTRAL
