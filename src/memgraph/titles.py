"""Laws that a report cites by title, parties or law: acts, codes, agreements, "its Regulation"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from memgraph.authority import Entry
from memgraph.citations import Citation, Grammar
from memgraph.gazetteer import Gazetteer
from memgraph.linking import Linked
from memgraph.naming import (
    CALLED,
    CODE,
    INSTRUMENT,
    NO_LAW,
    PART_OF,
    REGULATION,
    REGULATION_OF,
    REPORT,
    TITLE_KINDS,
    TREATY,
    TWO_TITLES,
)
from memgraph.report import Span
from memgraph.text import readable
from memgraph.vocab import slug

Found = tuple[Span, Entry]
_AGREEMENT = re.compile(r"\b(?:[Aa]greement|[Mm]emorand|Treaty)")
# "Interinstitutional Agreement": an agreement with a name.
_NAMED = re.compile(r"(?<![.:] )\b(?!The|This|That|An?|Said|Its|Under|By|In)[A-Z][a-z-]+\s+$")
# What comes between an agreement and its parties.
_BETWEEN = re.compile(r",?\s+(?:of\s+[\w ,]{6,24}\s+)?(?:signed\s+)?(?:on\s+[\w ,]{6,24}\s+)?between\b")
# An agreement without a name: "a cooperation agreement with the X", "an agreement on supported employment".
_PLAIN = re.compile(
    r"\b(?:(?!(?:an?|the|th[ai]t?s?e?|those|such|any|no|its|their|said|each|every|of|by|in|with|under|through|and|or|to|"
    r"on|for|as|signed|concluded|has|have|had|is|are|was|were|aforementioned)\s)[a-z][a-z-]+\s+){0,2}"
    r"(?:agreement|memorand(?:um|a)\s+of\s+understanding)\b(?!\s*[:;])"
)
_WITH = re.compile(
    r"(?:,?\s+(?:which\s+was\s+|was\s+)?(?:signed|concluded|reached))?(?:\s+(?:in|on|of)\s+[A-Z0-9][\w ,]{3,20}?)?"
    r"(?:\s+(?:on|for)\s+(?:the\s+)?[a-z][a-z ]{3,50}?)?,?\s+with\s+(?:the\s+)?"
)
_ON = re.compile(r"\s+(?:on|for|concerning|regarding)\s+[a-z][a-z -]{3,50}(?=[,.;]|\s+(?:and|with|which|that|in)\b)")
# The parties before: "FACT and the Chamber have an agreement on …".
_AGREED = re.compile(
    r"\s+(?:(?:has|have|had)\s+)?(?:(?:also|already|both)\s+)?(?:has|have|had|signed|sign|concluded|maintains?|entered\s+into|keeps?|reached)\s+(?:an?\s+|the\s+)?$"
)
_DATE = re.compile(r"\s+of\s+(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+|[A-Z][a-z]+\s+\d{1,2},\s+)(?:19|20)\d\d\b")
# What is wanting or only meant is no agreement.
_UNSIGNED = re.compile(
    r"\b(?:no|not|nor|neither|without|lacks?|never|will|draft|proposed|negotiat\w+|plans?)\b[^.;]{0,40}$"
)
# What comes before a title in its sentence.
_LEAD = re.compile(r"(?:(?:The|the|Under|In|By|This|That|These|Those|Such|Its|And|Through|With|Said|Both|Neither)\s+)+")
# A short name in brackets: "Proceeds of Unlawful Conduct Act, No. 6 of 2014 (POUCA)".
_SHORT = re.compile(r"\s*\((?:the\s+)?[“\"]?(?P<short>[A-Z][A-Za-z]*[A-Z])[”\"]?\)")
_YEAR = re.compile(r",?\s+(?:of\s+)?(?:19|20)\d\d$")
_REFERENCE = re.compile(
    rf",?\s*(?:\([^()]*\)|,\s*(?:{INSTRUMENT}\s+)?No\.?\s*\d+\s+of\s+\d{{4}}|,\s*(?:Chapter|Chap\.?|Cap\.?|CAP\.?)\s*[\d:.]+(?:\s+of\s+the\s+(?:Revised\s+)?Laws)?)$"
)
_HEADS = re.compile(r"(?:(?:Act|Code|Convention|Law|Regulations|Order|Rules)(?:\s+and\s+)?)+$")


class Titles:
    """The laws of one report without a citation by number, and the names of those that have one.

    ``own`` makes a thing of the report's own graph. :meth:`learn` is called for each passage
    before any is linked, so that a title bears the number that is printed only once.
    """

    def __init__(self, linked: Linked, grammar: Grammar, gazetteer: Gazetteer, own: Callable[..., Entry]) -> None:
        self.linked, self.text, self.grammar, self.gazetteer, self.own = (
            linked,
            linked.report.text,
            grammar,
            gazetteer,
            own,
        )
        self.numbered = {
            (entry.type, entry.number): entry
            for entry in linked.authority.entries
            if entry.kind == "law" and entry.number and entry.country in (linked.country, None)
        }
        self._titled: dict[str, Entry] = {}

    def learn(self, span: Span) -> None:
        """Note what a passage says of the numbers and other names of laws."""
        for citation in self.grammar.find(self.text, span):
            called = CALLED.match(self.text, citation.span.end, span.end)
            if called is None:
                continue
            law = self.of_number(citation)
            title = readable(called["quoted"] or called["title"] or "")
            kind = citation.type.rsplit("/", 1)[1].split("-")[-1].capitalize()
            name = title or (f"{kind} {readable(called['on'])}" if kind in ("Law", "Act", "Code") else "")
            if len(name.split()) > (2 if called["on"] else 1):
                self._titled.setdefault(slug(_bare(name)), law)
                if not called["quoted"] or not CODE.match(name):
                    self.gazetteer.add(name, law)
        for match in CODE.finditer(self.text, span.start, span.end):
            reference = match["ref"] or match["chapter"] or match["number"]
            short = _SHORT.match(self.text, match.end(), span.end)
            if not (reference or short):
                continue
            for _, law in self._titles(span, [], only=match.start()):
                if short:
                    self.gazetteer.add(short["short"], law)

    def of_number(self, citation: Citation) -> Entry:
        """The law of a citation; "Law 1708 of 2014" and "Law 1708/2014" are one."""
        kind, number = citation.type, citation.number
        keys = [(kind, number)]
        if citation.year and "/" not in number:
            keys.append((kind, f"{number}/{citation.year}"))
        known = next((self.numbered[key] for key in keys if key in self.numbered), None)
        if known is None:
            name = readable(self.text[citation.span.start : citation.span.end])
            country = None if kind in self.linked.authority.agreements else self.linked.country
            segment = f"{kind.rsplit('/', 1)[1]}/{slug(number)}"
            known = self.own("law", name, segment=segment, type=kind, number=number, country=country)
        for key in keys:
            self.numbered.setdefault(key, known)
        return known

    def find(self, span: Span, found: list[Found], bodies: Callable[[], list[Found]]) -> Iterator[Found]:
        """Agreements by their parties or subject; reports by number; acts, codes and conventions by their title.

        ``bodies`` gives what else the passage names as bodies: the parties of an agreement.
        """
        taken: list[Span] = []
        parties = [*found, *bodies()] if _AGREEMENT.search(self.text, span.start, span.end) else found
        agreements = [*self._agreements(span, parties), *self._plain(span, parties)]
        for place, entry in [*agreements, *self._dated(span), *self._reports(span), *self._titles(span, found)]:
            if not any(other.start < place.end and place.start < other.end for other in taken):
                taken.append(place)
                yield place, entry

    def _agreements(self, span: Span, found: list[Found]) -> Iterator[Found]:
        for match in TREATY.finditer(self.text, span.start, span.end):
            lead = _LEAD.match(match[0])
            place = Span(match.start() + (lead.end() if lead else 0), match.end())
            name = readable(self.text[place.start : place.end])
            head = next(word for word in ("Treaty", "Memorandum", "Agreement") if word in name)
            kind = {"Treaty": "treaty", "Memorandum": "memorandum of understanding"}.get(head, "agreement")
            concept = self.linked.authority.law_types.get(kind)
            if concept and not NO_LAW.search(name) and len(name.split()) > 1:
                if head != "Treaty" and _BETWEEN.match(self.text, place.end, span.end):
                    yield place, self._agreement(place, concept, found)
                else:
                    yield place, self.own("law", name, segment=slug(name), type=concept)
        for match in self.grammar.type_word.finditer(self.text, span.start, span.end):
            concept = self.grammar.type_of(match["type"])
            if concept not in self.linked.authority.agreements or not match[0][0].isupper():
                continue
            named = _NAMED.search(self.text, span.start, match.start())
            if named or len(match[0].split()) > 1 or _BETWEEN.match(self.text, match.end(), span.end):
                place = Span(named.start() if named else match.start(), match.end())
                yield place, self._agreement(place, concept, found)

    def _plain(self, span: Span, found: list[Found]) -> Iterator[Found]:
        """Agreements in small letters, by their parties."""
        bodies = [(p, e) for p, e in found if e.kind == "institution"]
        for match in _PLAIN.finditer(self.text, span.start, span.end):
            kind = "memorandum of understanding" if "memor" in match[0] else "agreement"
            concept = self.linked.authority.law_types.get(kind)
            if not concept or _UNSIGNED.search(self.text, span.start, match.start()):
                continue
            place = Span(match.start(), match.end())
            linked = _BETWEEN.match(self.text, match.end(), span.end) or _WITH.match(self.text, match.end(), span.end)
            rest = self.text[linked.end() : linked.end() + 6] if linked else ""
            begin = linked.end() + len(rest) - len(re.sub(r"^\s+(?:the\s+)?", "", rest)) if linked else 0
            before = [
                (p, e) for p, e in bodies if p.end <= match.start() and _AGREED.match(self.text, p.end, match.start())
            ]
            if linked and any(p.start == begin for p, _ in bodies):
                yield place, self._agreement(place, concept, found)
            elif before and (subject := _ON.match(self.text, match.end(), span.end)):
                place = Span(match.start(), subject.end())
                name = readable(self.text[place.start : place.end])
                yield place, self.own("law", name, segment=slug(name), type=concept)

    def _dated(self, span: Span) -> Iterator[Found]:
        """Laws by their type and date: "Cabinet Decision of 14 March 2019"."""
        for match in self.grammar.type_word.finditer(self.text, span.start, span.end):
            concept = self.grammar.type_of(match["type"])
            date = _DATE.match(self.text, match.end(), span.end)
            if concept and date and match[0][0].isupper() and concept not in self.linked.authority.agreements:
                place = Span(match.start(), date.end())
                name = readable(self.text[place.start : place.end])
                yield place, self.own("law", name, segment=slug(name), type=concept, country=self.linked.country)

    def _reports(self, span: Span) -> Iterator[Found]:
        for match in REPORT.finditer(self.text, span.start, span.end):
            concept = self.linked.authority.document_types.get("report")
            yield Span(*match.span()), self.own("document", readable(match[0]), type=concept)

    def _titles(self, span: Span, found: list[Found], only: int | None = None) -> Iterator[Found]:
        for match in CODE.finditer(self.text, span.start, span.end):
            if only is not None and match.start() != only:
                continue
            cut = TWO_TITLES.search(match[0])
            parts = [Span(match.start(), match.end())]
            if cut and CODE.match(match[0][cut.end("cut") :] + " "):
                parts = [
                    Span(match.start(), match.start() + cut.start("cut")),
                    Span(match.start() + cut.end("cut"), match.end()),
                ]
            for number, part in enumerate(parts):
                raw = self.text[part.start : part.end]
                lead = PART_OF.match(raw) or _LEAD.match(raw)
                place = Span(part.start + (lead.end() if lead else 0), part.end)
                name = readable(self.text[place.start : place.end])
                before = self.text[max(span.start, place.start - 3) : place.start]
                if re.search(r"[\"“‘]\s*$", before) and _numbered_before(self.text, place.start, found):
                    continue  # a quoted title belongs to the citation before it
                kind = next((kind for word, kind in TITLE_KINDS.items() if re.search(rf"\b{word}\b", name)), "act")
                concept = self.linked.authority.law_types.get(kind)
                if re.search(
                    r"\b(?:draft|proposed|Draft|future)\s+$", self.text[max(span.start, place.start - 12) : place.start]
                ):
                    continue  # no law yet
                if concept and name and not NO_LAW.search(name) and not _HEADS.fullmatch(name):
                    country = None if kind == "convention" else self.linked.country
                    last = number == len(parts) - 1
                    reference = (match["ref"] or match["chapter"] or match["number"]) if last else None
                    yield place, self._of_title(name, concept, country, reference)

    def _of_title(self, name: str, concept: str, country: str | None, reference: str | None) -> Entry:
        """A law known by its title; with and without its year or number it is one law."""
        if reference:
            name = _REFERENCE.sub("", name)
        bare = _bare(name)
        if (known := self._titled.get(slug(bare))) is not None:
            return known
        number, cited = None, None
        if reference:
            number = re.sub(
                rf"^(?:{INSTRUMENT}|Act|Law|Legislative Decree|Decree)?\s*(?:No\.?\s*)?",
                "",
                readable(reference),
            )
            cited = next(iter(self.grammar.find(readable(reference), Span(0, len(readable(reference))))), None)
            number = cited.number if cited else number
        known = self.numbered.get((cited.type, cited.number)) if cited else None
        entry = known or self.own("law", name, segment=slug(bare), type=concept, country=country, number=number)
        if cited:
            self.numbered[cited.type, cited.number] = entry
        elif number and not number.startswith(("C", "c")):
            self.numbered[concept, number] = entry
        self._titled[slug(bare)] = entry
        return entry

    def _agreement(self, place: Span, concept: str, found: list[Found]) -> Entry:
        """An agreement known by its parties: "Agreement between the A and the B"."""
        printed = readable(self.text[place.start : place.end])
        year = re.match(r"[^.;]{0,80}?\bof ((?:19|20)\d\d)\b", self.text[place.end :])
        parties = _parties(self.text, place, found)
        who = [slug("-".join(party.iri.rsplit("/", 2)[-2:])) for _, party in parties] or [
            f"line-{self.linked.report.line(place.start)}"
        ]
        segment = f"{concept.rsplit('/', 1)[1]}/{'-'.join(dict.fromkeys(who))}" + (f"-{year[1]}" if year else "")
        names = list(dict.fromkeys(self._with_article(span) for span, _ in parties))
        if len(names) == 1:
            printed += f" with {names[0]}"
        elif names:
            printed += f" between {', '.join(names[:-1])} and {names[-1]}"
        return self.own("law", printed, segment=segment, type=concept)

    def _with_article(self, span: Span) -> str:
        article = "the " if re.search(r"\bthe\s+$", self.text[max(0, span.start - 6) : span.start]) else ""
        return article + readable(self.text[span.start : span.end])

    def regulations(self, span: Span, found: list[Found], spoken_of: Entry | None) -> Iterator[Found]:
        """ "Its Regulation approved by …": the regulation of the law, or of the body, named with it.

        A sentence that begins so speaks of that of ``spoken_of``, the law that the action spoke of last.
        """
        concept = self.linked.authority.law_types.get("regulation")
        if concept is None:
            return
        for match in REGULATION.finditer(self.text, span.start, span.end):
            before = sorted(((p, e) for p, e in found if p.end <= match.start()), key=lambda pair: pair[0])
            wanted = "institution" if match["whose"] == "has" else "law"
            # The law that the clause is about: the first one, unless another came after "of" or "-".
            owners = [e for p, e in before if e.kind == wanted]
            if not before and wanted == "law" and spoken_of:
                owners = [spoken_of]
            if owners:
                owner = owners[0] if wanted == "institution" else owners[-1]
                yield Span(*match.span("name")), self._regulation(owner, wanted, concept)
        for match in REGULATION_OF.finditer(self.text, span.start, span.end):
            laws = sorted(((p, e) for p, e in found if e.kind == "law"), key=lambda pair: pair[0])
            if any(p.start <= match.start("name") < p.end for p, _ in laws):
                continue
            if match["anaphor"]:
                spoken = [e for p, e in laws if p.start <= match.end() and p.end >= match.start("anaphor")]
                spoken = (
                    spoken
                    or [e for p, e in laws if p.end <= match.start()]
                    or [self.linked.entry(m.iri) for m in self.linked.mentions[-40:] if m.kind == "law"]
                )
            else:
                spoken = [e for p, e in laws if p.start == match.end()]
            body = [e for p, e in found if e.kind == "institution" and p.start == match.end()]
            if spoken:
                word = match["name"].split()[-1]
                yield Span(*match.span("name")), self._regulation(spoken[-1], "law", concept, word)
            elif body and match["name"].lower().startswith("internal"):
                yield Span(*match.span("name")), self._regulation(body[0], "institution", concept)

    def _regulation(self, owner: Entry, kind: str, concept: str, word: str = "Regulation") -> Entry:
        whose = owner.acronyms[0] if owner.acronyms else owner.name
        name = f"{word} of {whose}" if kind == "law" else f"Internal regulations of {whose}"
        segment = "regulation/of-" + "-".join(owner.iri.rsplit("/", 2)[-2:])
        entry = self.own("law", name, segment=segment, type=concept, country=owner.country)
        if kind == "law":
            self.linked.regulated[entry.iri] = owner.iri
        return entry


def _bare(title: str) -> str:
    return _YEAR.sub("", title)


def _numbered_before(text: str, offset: int, found: list[Found]) -> bool:
    """Whether a citation by number ends right before an offset: Law No. 5 "Title"."""
    return any(e.kind == "law" and p.end <= offset and not text[p.end : offset].strip(' ,"“‘(–-') for p, e in found)


# What stands between two parties of one agreement: no word but names and particles.
_GLUE = re.compile(r"(?:[\s,()]|\b(?:and|with|by|of|the|in|both|which|that)\b|\b[A-Z][\w’'-]*)*")


def _parties(text: str, place: Span, found: list[Found]) -> list[Found]:
    """The bodies named after an agreement in its sentence, in text order, up to the first other word."""
    stop = re.compile(r"[.;](?:\s|$)|\bin accordance\b").search(text, place.end)
    end = min(stop.start() if stop else len(text), place.end + 450)
    parties: list[Found] = []
    for span, entry in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end)):
        if entry.kind != "institution" or span.start < place.end or span.end > end:
            continue
        if parties and span.start < parties[-1][0].end:
            continue  # a name within the one before
        if parties and not _GLUE.fullmatch(text, parties[-1][0].end, span.start):
            break
        if all(entry.iri != known.iri for _, known in parties):
            parties.append((span, entry))
    return parties
