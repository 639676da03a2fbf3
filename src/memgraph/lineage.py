"""What one law or document does to another: amends, repeals, regulates, approves, creates, implements, rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from memgraph.linking import Linked
from memgraph.masking import ARTICLE, TOKEN, Masked
from memgraph.naming import INSTRUMENT
from memgraph.report import Passage, Span
from memgraph.wording import ENACTED, LINEAGE, MADE_UNDER


@dataclass(frozen=True, slots=True)
class Lineage:
    """A law or document and what it does to another, to a document or to a body.

    ``span`` is what says so where that is more than the passage: the row of a cell.
    """

    source: str
    relation: str
    target: str
    passage: Passage
    span: Span | None = None


# What is made under a law to carry it out.
_RULES = ("regulation", "statutory-instrument")
# The relations that verbs name: the kinds of source and target (L law, D document, B body), then what the verb is
# between source and target, and what it is between target and source.
_VERBS: dict[str, tuple[str, str, str, str]] = {
    "amends": (
        "L",
        "L",
        r"amend(?:s|ed|ing)?|modif(?:ies|ied|ying)|reform(?:s|ed|ing)|update[sd]|insert(?:s|ed)|add(?:s|ed)",
        r"amended|modified|reformed|updated|inserted|added|incorporated|introduced",
    ),
    "repeals": (
        "LD",
        "LD",
        r"repeal(?:s|ed|ing)?|revok(?:es|ed|ing)|abrogate[sd]|replac(?:es|ed|ing)|supersede[sd]|render(?:s|ed) null(?: and void)?|annul(?:s|led)",
        r"repealed|revoked|abrogated|replaced|superseded|rendered null and void|annulled",
    ),
    "approves": (
        "L",
        "LD",
        r"approv(?:es|ed|ing)|adopt(?:s|ed|ing)|ratif(?:ies|ied|ying)",
        r"approved|adopted|ratified|made official|promulgated|issued",
    ),
    "creates": (
        "L",
        "B",
        r"creat(?:es|ed|ing)|establish(?:es|ed|ing)|founded|(?:const|inst)itute[sd]|set(?:s|ting)? up",
        r"created|established|founded|constituted|instituted|set up",
    ),
    "regulates": (
        "L",
        "L",
        r"regulat(?:es?|ing)|supplement(?:s|ed|ing)|implementing regulations of",
        r"regulated|supplemented",
    ),
    "implements": (
        "LD",
        "LD",
        r"implement(?:s|ed|ing)?|giv(?:e|es|ing) effect to|gave effect to|transpos(?:es|ed|ing)|incorporat(?:es?|ed|ing)",
        r"implemented|applied|given effect(?: to)?|put into (?:practice|effect|operation)|executed|carried out",
    ),
    "basedOn": ("LD", "LD", r"(?:based|founded) (?:up)?on", ""),
}
_BE = r"(?:is|are|was|were|been|be|being)"
_LIST = re.compile(r"\)?(?:,? and|,| or)? ?(?:the |with the |by the )?\(?")
# The regulation, or what else, *of* a law, the organ of a body: it is what a passive verb is about.
_OF = re.compile(r"⟦[LB]\d+⟧ (?:of|is an? [^⟦,.;]{2,60} (?:of|in|within|under)) (?:the )?$")
# "The Regulations, made under that Act, incorporate …": said by the way.
_INSERTED = re.compile(
    r"(?<=⟧), (?:which (?:was|were) )?(?:made|issued|enacted|adopted|approved|published)\b[^,;.]{0,120}(?:, (?:19|20)\d\d)?(?=, (?!which|that|who))"
)
_PREDICATE = re.compile(rf" (?:{_BE}|has|have)\b")
_WHO = r"(?: (?:jointly )?by (?:the )?⟦B\d+⟧(?:(?:,? and| of) (?:the )?⟦B\d+⟧)*,?)?"
_PASSIVE = {
    relation: re.compile(
        rf"(?P<own>^(?: (?:of|by|from) (?:the )?⟦B\d+⟧(?:(?:,| and) (?:the )?⟦B\d+⟧)*| of [A-Z0-9][\w ,]{{5,24}})?,? and (?:(?:is|are|was|were) )?|\b(?:its|their) [^,;.⟦]{{2,60}})?\b(?:{verbs})\b[^⟦;.]{{0,40}}?{_WHO},? "
        rf"(?:by|through)(?: means| virtue| way)?(?: of)? {ARTICLE}(?:⟦B\d+⟧ )?$"
    )
    for relation, (_, _, _, verbs) in _VERBS.items()
    if verbs
}
# What may stand between an active verb and its object.
_TAILS = {"creates": r" (?:the |an? )?", "approves": r"(?:(?! of (?:the )?$)[^⟦;.]){0,60}"}
_TAIL = r"(?:(?!,? in (?:conformity|keeping|accordance|line|compliance) with|,? and (?:its|their) |\((?:such as|for example|including)\b)[^⟦;.]){0,140}"
_ACTIVE = {
    relation: re.compile(
        rf"(?P<and>^,? and )?(?P<be>\b{_BE} (?:\w+ )?)?(?<!not )(?<!as )(?<!to )\b(?:{verbs})\b(?! by\b){_TAILS.get(relation, _TAIL)}$"
    )
    for relation, (_, _, verbs, _) in _VERBS.items()
}
# "By Decree 5, the Manual was approved", "By Law 5, an article was incorporated into the Code".
_FRONTED = re.compile(r"\b(?:[Bb]y|[Tt]hrough|With|Under|In)(?: means| virtue| way)?(?: of)? (?:the )?$")
_AFTER = {
    relation: re.compile(rf"(?: of (?:the )?⟦B\d+⟧)?[^⟦;.]{{0,40}}?\b{_BE} (?:\w+ )?(?:{verbs})\b(?! by\b)")
    for relation, (*_, verbs) in _VERBS.items()
    if verbs
}
_INTO = re.compile(rf"\b{_BE} (?:\w+ )?(?:incorporated|inserted|introduced|added) (?:in|to|into) (?:the )?$")


@dataclass(frozen=True, slots=True)
class _Group:
    """Names of one kind in a row: "Laws 5 and 6"."""

    kind: str
    iris: tuple[str, ...]
    start: int
    end: int


def stated(linked: Linked, masked: Masked) -> Iterator[Lineage]:
    """What a sentence or item says that laws and documents do to each other."""
    short = replace(masked, text=_INSERTED.sub("", masked.text))
    for line in dict.fromkeys((*_by_verb(masked), *(_by_verb(short) if short != masked else ()))):
        yield line
        # What approves the regulation of a law regulates the law.
        if line.relation == "approves" and (law := linked.regulated.get(line.target, line.source)) != line.source:
            yield replace(line, relation="regulates", target=law)
    for relation, source, target, pattern in LINEAGE:
        for match in pattern.finditer(masked.text):
            # What "a unit of B that was created by L" is about is the unit.
            if relation != "creates" or not _OF.search(masked.text, 0, match.start()):
                yield from _pairs(masked, match, relation, source, target)
    for source, target, pattern in MADE_UNDER:
        for match in pattern.finditer(masked.text):
            for line in _pairs(masked, match, "basedOn", source, target):
                kind = (linked.entry(line.source).type or "").rsplit("/", 1)[-1]
                yield replace(line, relation="regulates") if kind in _RULES else line


def _groups(masked: Masked) -> list[_Group]:
    groups: list[_Group] = []
    for token in TOKEN.finditer(masked.text):
        if token[1] not in "LDB":
            continue
        iris = tuple(masked.of(token[0]))
        last = groups[-1] if groups else None
        # "L1 repealed L2, and L3 was …": no list.
        between = masked.text[last.end : token.start()] if last else ""
        turn = last and len(last.iris) == 1 and between.startswith(", and")
        if turn and _PREDICATE.match(masked.text, token.end()):
            last = None
        if last and last.kind == token[1] and _LIST.fullmatch(masked.text, last.end, token.start()):
            groups[-1] = _Group(last.kind, last.iris + iris, last.start, token.end())
        else:
            groups.append(_Group(token[1], iris, token.start(), token.end()))
    return groups


def _by_verb(masked: Masked) -> Iterator[Lineage]:
    """What a verb between two neighbours says: actively, passively, or of a law named at the front."""
    groups = _groups(masked)
    subject: _Group | None = None
    for index, one in enumerate(groups):
        for other in groups[index + 1 :]:
            between = masked.text[one.end : other.start]
            if re.search(r"[.;](?: |$)", between) or (one.kind == "B" and "⟦" in between):
                break
            for relation in _VERBS:
                found = _between(masked.text, groups, index, other, relation, subject)
                if found:
                    source, target = found
                    subject = source
                    yield from _lines(masked, source, relation, target)
                    break
            if other.kind != "B":
                break


def _between(
    text: str, groups: list[_Group], index: int, other: _Group, relation: str, subject: _Group | None
) -> tuple[_Group, _Group] | None:
    """The source and target of a relation that the words between two groups state."""
    one = groups[index]
    sources, targets, _, _ = _VERBS[relation]
    words = text[one.end : other.start]
    passive = _PASSIVE.get(relation)
    if one.kind in targets and other.kind in sources and passive and (found := passive.search(words)):
        # "…, and its Schedule was amended by", "the Plan, based on X and approved by": of what comes first.
        about = next(group for group in groups if group.kind == one.kind) if found["own"] else one
        if index and _OF.search(text, 0, one.start):
            about = groups[index - 1]
        return other, about
    if one.kind in sources and other.kind in targets:
        fronted = _FRONTED.search(text, 0, one.start)
        if fronted and relation in _AFTER and _AFTER[relation].match(text, other.end):
            return one, other
        if fronted and relation == "amends" and _INTO.search(words):
            return one, other
        found = _ACTIVE[relation].search(words)
        # "…, the country implemented the Plan": the verb has a subject of its own.
        own = found and re.search(r"(?:\b[A-Z]\w+|\bcountry) $", words[: found.start()])
        if found and not own and (not found["be"] or relation == "basedOn"):
            return (subject if found["and"] and subject else one), other
    return None


def _lines(masked: Masked, source: _Group, relation: str, target: _Group) -> Iterator[Lineage]:
    for one in source.iris:
        for other in target.iris:
            if one != other:
                yield Lineage(one, relation, other, masked.passage)


def listed(lead: Masked, item: Masked) -> Iterator[Lineage]:
    """What the first law of an item implements: the plan or convention of a lead-in that says so."""
    law = next((names[0] for names in item.names if names[0].kind == "law"), None)
    found = next(filter(None, (pattern.search(lead.text) for pattern in ENACTED)), None)
    if law and found:
        yield Lineage(law.iri, "implements", lead.of(found["X"])[0], lead.passage)


# The reference that a title may bring: ", Chapter 12:04", "(Act No. 3 of 2017)", ", No. 9 of 2015".
_REFERENCE = re.compile(
    rf",?\s+(?:\([^()]*\d[^()]*\)|(?:Chapter|Chap|Cap|CAP)\b.*|(?:{INSTRUMENT}\s+)?No\.?\s*\d+\s+of\s+\d{{4}})$"
)
# What a title ends with: its year or number.
_YEAR = re.compile(r",?\s+(?:of\s+)?(?:(?:19|20)\d\d|No\.?\s*\d+.*|\(.*\))$")


def _pairs(masked: Masked, match: re.Match[str], relation: str, source: str, target: str) -> Iterator[Lineage]:
    """What a match says of each of its sources and targets; a doubled letter names a list of them."""
    for one in masked.of(match[source.replace("LL", "L").replace("DD", "D").replace("XX", "X")]):
        for other in masked.of(match[target.replace("LL", "L").replace("DD", "D").replace("XX", "X")]):
            if one != other:
                yield Lineage(one, relation, other, masked.passage)


# "Precursor Chemicals (Amendment) Act": it amends the Act of that name.
_AMENDING = re.compile(r"\s*\(Amendment[^()]*\)")
# "Precursor Chemicals (Licensing) Regulations": what they are made for, under the Act of that name.
_MADE = re.compile(r"\s*(?:\([^()]*\))?\s*(?:Regulations|Rules|Order)$")
_SCHEDULE = re.compile(r"(?:Regulations|Rules|Order)$")


def by_title(linked: Linked, masked: Masked, known: dict[str, str], report: dict[str, str]) -> Iterator[Lineage]:
    """Acts that amend, and regulations that regulate, an Act that the action names: their titles say so.

    ``known`` maps the titles of the action's laws so far to their IRIs, ``report`` those of the report; both learn
    those of this passage. An Act that only another action names is amended where the amending one is first named.
    """
    laws = [mention for names in masked.names for mention in names if mention.kind == "law"]
    titles = {
        mention.iri: _YEAR.sub("", _REFERENCE.sub("", name))
        for mention in laws
        for name in (mention.name, linked.entry(mention.iri).name)
        if name
    }
    fresh = {iri for iri, title in titles.items() if title not in report}
    known |= {title: iri for iri, title in titles.items()}
    report |= {title: report.get(title, iri) for iri, title in titles.items()}
    for iri, title in titles.items():
        base = _AMENDING.sub("", title)
        made = title if base != title else _MADE.sub(" Act", title)
        for relation, target, where in (
            ("amends", base, report if iri in fresh else known),
            # An order that amends a schedule amends the Act that it belongs to.
            ("amends", _SCHEDULE.sub("Act", base) if base != title else title, report if iri in fresh else known),
            ("regulates", made, known),
        ):
            if target != title and where.get(target, iri) != iri:
                yield Lineage(iri, relation, where[target], masked.passage)
