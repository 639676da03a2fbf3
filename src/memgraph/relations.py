"""Links with a reason: what one sentence or list item says of bodies, laws and documents.

Each name in the text is masked by a mark for its kind (``B`` body, ``L`` law, ``D`` document,
``S`` system); patterns over the masked sentence then read like the grammar that they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from memgraph.linking import Linked, Mention
from memgraph.report import Passage

_MARKS = {"institution": "B", "law": "L", "document": "D", "system": "S", "programme": "P"}
# A masked name is its mark and its place in the list of names: ⟦B3⟧.
_TOKEN = re.compile(r"⟦[BLDSP](\d+)⟧")


@dataclass(frozen=True, slots=True)
class Link:
    """A body linked to a law or document; ``relation`` names what the sentence says."""

    institution: str
    law: str
    relation: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Lineage:
    """A law or document and what it does to another, to a document or to a body."""

    source: str
    relation: str
    target: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Role:
    """What a body is said to do, in the words of the text."""

    institution: str
    role: str
    passage: Passage


def _pattern(source: str) -> re.Pattern[str]:
    """A pattern in which B, L, D, X (law or document) stand for masked names, BB … for lists of them."""

    def group(match: re.Match[str]) -> str:
        kinds = "[LD]" if match[1] == "X" else match[1]
        one = rf"⟦{kinds}\d+⟧"
        more = rf"(?:(?:,? and (?:the )?|,? (?:the )?|/| \(|\),? and (?:the )?){one})*\)?" if match[2] else ""
        return f"(?P<{match[1]}{match[3]}>{one}{more})"

    source = re.sub(r"(?<!P)<([BLDX])(\1?)(\d?)>", group, source)
    source = (
        source.replace("~L", r"(?:(?!⟦L)[^.;])").replace("~X", r"(?:(?!⟦[LD])[^.;])").replace("~B", r"(?:(?!⟦B)[^.;])")
    )
    return re.compile(source.replace("~", r"[^.;]"))


# Relation of a body to a law or document. The names follow the text's own verb.
_LINKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (relation, _pattern(source))
    for relation, source in (
        (
            "createdBy",
            r"<B>(?:\s*\([^)]*\))?,? (?:which |that )?(?:was |is |were )?(?:created|established|set up|founded) (?:by|through|under|pursuant to|by means of) (?:[Ss]ections? [\w() ,]{1,20} of )?(?:the )?<X>",
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
            r"<BB>~X{3,200}?(?:pursuant to|in accordance with|in compliance with|as (?:foreseen|established|set out|provided for|provided) in|on the basis of|under) (?:the )?<XX>",
        ),
        ("issuedBy", r"<X>~X{0,30}?,? (?:issued|adopted|prepared|published|approved) by (?:the )?<BB>"),
        ("signatory", r"<X>,? between (?:the )?<BB>"),
        ("signatory", r"<X> signed with (?:the )?<BB>~{0,40}?, (?:the )?<B1>"),
        (
            "applies",
            r"<BB>~X{0,80}? (?:applies|implements|executes|coordinates|updated|has adopted|adopted|has issued|issued|prepared|has approved|approved|administers|enforces|oversees|drew up|follows) (?:the |its |a |an )?<X>",
        ),
    )
)
_LINEAGE: tuple[tuple[str, str, str, re.Pattern[str]], ...] = tuple(
    (relation, source, target, _pattern(text))
    for relation, source, target, text in (
        ("amends", "L2", "L1", r"<L1>~L{0,300}?\b(?:modified|amended|reformed|updated) by (?:the )?<L2>"),
        (
            "amends",
            "L1",
            "L2",
            r"<L1>~L{0,60}?\b(?:amended|modified|modifies|amends|modifying|amending|which modified|that amended) (?:the )?<L2>",
        ),
        (
            "amends",
            "L1",
            "L2",
            r"<L1>~L{0,80}?\b(?:amends|modifies|reforms) (?:[Aa]rticles?|[Ss]ections?) [\w ,]{1,40}? of (?:the )?<L2>",
        ),
        ("amends", "L2", "L1", r"<L1>~L{0,120}?,? as amended by (?:the )?<L2>"),
        ("repeals", "L1", "L2", r"^~L{0,12}?<L1>~{0,200}? and (?:repeals|abrogates|replaces) (?:the )?<L2>"),
        (
            "implements",
            "L2",
            "L1",
            r"<L1> (?:is|are|was) (?:implemented|applied|given effect) (?:through|by) (?:the )?<L2>",
        ),
        ("basedOn", "L1", "X2", r"<L1>~L{0,220}? (?:is|was) based on (?:the )?<X2>"),
        (
            "basedOn",
            "L1",
            "L2",
            r"<L1>,? (?:which (?:was|were) )?(?:made|issued|enacted) under (?:[Ss]ections? [\w() ,]{1,20} of )?(?:the )?<L2>",
        ),
        ("repeals", "L2", "L1", r"<L1>~L{0,120}?\b(?:repealed|abrogated|replaced|superseded) by (?:the )?<L2>"),
        (
            "repeals",
            "L1",
            "L2",
            r"^~L{0,40}?<L1>~L{0,60}?\b(?:repealed|repeals|abrogates|repealing|replaces|supersedes) (?:the )?<L2>",
        ),
        ("approves", "L2", "L1", r"<L1>,? (?:which (?:was|were) |as )?approved by (?:the )?<L2>"),
        (
            "regulates",
            "L3",
            "L1",
            r"<L1>~L{0,420}?\b(?:its|their|and its|and the) <L2>,? (?:which (?:was|were) |as )?(?:approved by |)(?:the )?<L3>",
        ),
        ("regulates", "L1", "L2", r"<L1>~L{0,60}?\b(?:regulates|regulating|implementing regulations of) (?:the )?<L2>"),
        (
            "approves",
            "L",
            "D",
            r"<L>~X{0,130}?\b(?:approves|approved|approving|contains|containing|adopts|adopting|issues|issuing) (?:the )?[“\"]?<D>",
        ),
        ("approves", "L", "D", r"<D>,? (?:which (?:was|were) )?(?:approved|adopted) (?:by|through) (?:the )?<L>"),
        (
            "creates",
            "L",
            "B",
            r"<L>~L{0,90}?\b(?:creates|created|creating|establishes|established|establishing|sets up) (?:the )?<B>",
        ),
        (
            "creates",
            "L",
            "B",
            r"<B>(?:\s*\([^)]*\))?,? (?:which |that )?(?:was |is |were )?(?:created|established|set up|founded) (?:by|through|under|pursuant to) (?:the )?<L>",
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
        (
            "basedOn",
            "D2",
            "D1",
            r"[Bb]ased on (?:the )?(?:approval of (?:the )?)?<D1>~X{0,20}?,~{0,20}? (?:the )?process of preparing (?:the )?<D2>",
        ),
        ("implements", "LL1", "L2", r"<LL1>, (?:incorporating|implementing|transposing) ~L{0,120}?<L2>"),
        ("implements", "L1", "X2", r"<L1>~L{0,40}?\b(?:implements|implementing|transposes) (?:the )?<X2>"),
    )
)
# In a list after "in compliance with the plan, regulations were enacted", each law implements it.
_ENACTED = _pattern(
    r"in (?:compliance|accordance|line) with ~X{0,40}?<D>~X{0,40}?, (?:\w+ ){0,3}?(?:regulations|laws|decrees|norms|rules|legislation) (?:were|was|have been) (?:enacted|adopted|issued|approved)"
)
_ROLE_VERB = (
    r"(?:(?:is|are|was|were|has|have|had)\b|(?:also |actively )*(?:provides?|disseminates?|promotes?|issues?|coordinates?|carries|carry|"
    r"manages?|supports?|evaluates?|processes|leads?|implements?|assumes?|receives?|conducts?|directs?|participates?|designs?|executes?|"
    r"oversees?|supervises?|regulates?|monitors?|administers?|develops?|works?|enforces?|investigates?|trains?|operates?)\b)"
)
# A body right after one of these is no subject.
_OBLIQUE = (
    r"(?<!under the )(?<!of the )(?<!by the )(?<!with the )(?<!to the )(?<!from the )(?<!within the )(?<!through the )"
)
_ROLES: tuple[re.Pattern[str], ...] = tuple(
    _pattern(text)
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


@dataclass(frozen=True, slots=True)
class _Masked:
    """A sentence or item with its names masked, and the names by number."""

    text: str
    names: tuple[tuple[Mention, ...], ...]  # several where one name stands for several things
    passage: Passage
    inner: tuple[tuple[Mention, Mention], ...]  # a body inside a longer name, and that name

    def of(self, group: str | None) -> list[str]:
        """The IRIs of the names in a matched group."""
        return [mention.iri for number in _TOKEN.findall(group or "") for mention in self.names[int(number)]]

    def unmasked(self, text: str) -> str:
        """The words of a matched group, names written out."""
        return " ".join(_TOKEN.sub(lambda m: self.names[int(m[1])][0].name, text).split()).strip(" ,-–")


def _mask(linked: Linked, passage: Passage) -> _Masked:
    text, mentions = linked.report.text, linked.inside(passage.span)
    outer: list[list[Mention]] = []
    inner: list[tuple[Mention, Mention]] = []
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        last = outer[-1][0] if outer else None
        if last and last.span == mention.span:
            outer[-1].append(mention)
        elif last and last.span.end > mention.span.start:
            inner.append((mention, last))
        else:
            outer.append([mention])
    pieces, offset = [], passage.span.start
    for number, (first, *_) in enumerate(outer):
        pieces += [text[offset : first.span.start], f"⟦{_MARKS[first.kind]}{number}⟧"]
        offset = first.span.end
    masked = " ".join(("".join(pieces) + text[offset : passage.span.end]).split())
    # An abbreviation's full stop would end the sentence for the patterns.
    masked = re.sub(r"\b(No|Nos|Art|S\.A)\.", r"\1", masked)
    return _Masked(masked, tuple(map(tuple, outer)), passage, tuple(inner))


def read(linked: Linked) -> tuple[list[Link], list[Lineage], list[Role]]:
    """All links, lineage and roles that the body's sentences, items and cells state."""
    links: dict[Link, None] = {}
    lineage: dict[Lineage, None] = {}
    roles: dict[tuple[str, str, Passage], Role] = {}
    implementing: dict[tuple[str, ...], tuple[str, Passage]] = {}
    headers = {cell.key for table in linked.report.tables for cell in table.header}
    for passage in linked.report.of("statement", "item", "cell"):
        if passage.key in headers:
            continue  # a table's header states nothing
        masked = _mask(linked, passage)
        if not masked.names:
            continue
        own = list(_links(linked, masked))
        known = {(link.institution, link.law) for link in own}
        own += [link for link in _titles(masked) if (link.institution, link.law) not in known]
        links |= dict.fromkeys(own)
        found = list(_lineage(masked))
        if match := _ENACTED.search(masked.text):
            implementing[passage.actions] = (masked.of(match["D"])[0], passage)
        elif passage.kind == "item" and passage.actions in implementing:
            plan, sentence = implementing[passage.actions]
            first = next((names[0] for names in masked.names if names[0].kind == "law"), None)
            if first and passage.span > sentence.span:
                found.append(Lineage(first.iri, "implements", plan, sentence))
        lineage |= dict.fromkeys(found)
        for role in _roles(masked):
            roles.setdefault((role.institution, role.role, role.passage), role)
    for role in _columns(linked):
        roles.setdefault((role.institution, role.role, role.passage), role)
    return list(links), list(lineage), list(roles.values())


def _links(linked: Linked, masked: _Masked) -> Iterator[Link]:
    for relation, pattern in _LINKS:
        for match in pattern.finditer(masked.text):
            groups = match.groupdict()
            for body in masked.of(groups.get("B")) + masked.of(groups.get("B1")):
                for law in masked.of(groups.get("X") or groups.get("L") or groups.get("D")):
                    yield Link(body, law, relation, masked.passage)
    for inner, outer in masked.inner:
        if outer.kind == "document" and inner.kind == "institution":
            start = inner.span.start == outer.span.start
            yield Link(inner.iri, outer.iri, "issuer" if start else "namedInTitle", masked.passage)
            if not start:
                # The act that approves a body's own manual or guidelines is linked to the body.
                for line in _lineage(masked):
                    if line.relation == "approves" and line.target == outer.iri:
                        yield Link(inner.iri, line.source, "approvesTextOf", masked.passage)


# Markup and bullets before a name are no words of its cell.
_WORD = re.compile(r"\w(?![\w ]*>)")
# "Legislative Decree No. 5 of …, Legislative Decree that …": the second time the type opens the title.
_TITLED = _pattern(r"<L>~L{0,40}?, (?:[A-Z]\w+ ){1,3}(?:that|which|on|for|approving|concerning) ~L{0,240}?<B>")


def _titles(masked: _Masked) -> Iterator[Link]:
    for match in _TITLED.finditer(masked.text):
        for law in masked.of(match["L"]):
            for body in masked.of(match["B"]):
                yield Link(body, law, "namedInTitle", masked.passage)


def _columns(linked: Linked) -> Iterator[Role]:
    """A body alone in a cell has the role that the column's header names, unless its row says no."""
    for table in linked.report.tables:
        for row in table.rows():
            said_no = any(cell.header.strip().lower() == "no" and cell.span.end > cell.span.start for cell in row)
            for cell in row:
                passage = linked.report.by_key.get(("cell", cell.key))
                if passage is None or said_no or not cell.header:
                    continue
                for mention in linked.inside(cell.span, "institution"):
                    rest = linked.report.text[mention.span.end : cell.span.end]
                    if not _WORD.search(linked.report.text[cell.span.start : mention.span.start]) and (
                        len(rest) < 40 or rest.startswith(":")
                    ):
                        yield Role(mention.iri, cell.header, passage)


def _lineage(masked: _Masked) -> Iterator[Lineage]:
    for relation, source, target, pattern in _LINEAGE:
        for match in pattern.finditer(masked.text):
            for one in masked.of(match[source.replace("LL", "L").replace("DD", "D")]):
                for other in masked.of(match[target.replace("LL", "L").replace("DD", "D")]):
                    if one != other:
                        yield Lineage(one, relation, other, masked.passage)


def _roles(masked: _Masked) -> Iterator[Role]:
    for pattern in _ROLES:
        for match in pattern.finditer(masked.text):
            words = masked.unmasked(match["role"] + (match.groupdict().get("more") or ""))
            for body in masked.of(match["B"]) + masked.of(match.groupdict().get("B1")):
                yield Role(body, words, masked.passage)
