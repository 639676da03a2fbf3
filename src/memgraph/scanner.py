"""Mentions to things: by any label, in the right country, else a thing of the report's own.

Never a guess: a name that several things bear stays unlinked and is listed as ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from memgraph.authority import Authority, Entry
from memgraph.candidates import Candidates
from memgraph.citations import Grammar, dated
from memgraph.curation import Curation, printed
from memgraph.errors import InputError
from memgraph.folding import folded
from memgraph.gazetteer import Found, Gazetteer
from memgraph.glossary import ACRONYM, introductions
from memgraph.linking import Ambiguous, LawDate, Linked, Mention
from memgraph.naming import ANAPHOR, PAPER_ANAPHOR, kind_of
from memgraph.report import Passage, Report, Span
from memgraph.text import readable
from memgraph.titles import Titles
from memgraph.vocab import iri

# What stands before a law that is a sentence's subject.
_SUBJECT = re.compile(
    r"(?:[-•*–]\s*|\w{1,2}[.)]\s*)?(?:(?:[Aa]rticles?|[Ss]ections?)\s[\w(), ]{1,30}?\sof\s+)?(?:[Tt]he\s+)?"
)
# The kinds of passage in which things are looked for: what the report says, not the plan's titles.
SPOKEN = ("statement", "caption", "item", "cell", "summary")


def link(
    report: Report, report_id: str, country: str, theme: str, authority: Authority, curation: Curation | None = None
) -> Linked:
    """Find and link every mention of a report.

    ``country`` is the IRI of the state evaluated, ``theme`` that of the theme; a curation's
    meanings come before every rule. Raises :class:`InputError` for a meaning that names a thing
    that is not there.
    """
    linked = Linked(report, report_id, country, theme, authority)
    scanner = _Scanner(linked, curation or Curation())
    for passage in report.of(*SPOKEN):
        scanner.scan(passage)
    linked.mentions.sort(key=lambda mention: (mention.span, mention.iri))
    return linked


class _Scanner:
    """Looks through passages one by one and remembers what was introduced before."""

    def __init__(self, linked: Linked, curation: Curation) -> None:
        self.linked = linked
        self.meanings = self._meanings(curation)
        self.text = linked.report.text
        self.grammar = Grammar(linked.authority.law_types)
        self.gazetteer = Gazetteer(linked.authority.entries)
        self.laws: dict[str, list[tuple[Span, Entry, Span]]] = {}  # by action, each with its sentence
        self.papers: dict[str, Entry] = {}  # the document that each word of a name named last
        self.candidates = Candidates(linked)
        self.titles = Titles(linked, self.grammar, self.gazetteer, self.candidates.own)
        self._introduce()

    def _meanings(self, curation: Curation) -> list[tuple[re.Pattern[str], list[Entry]]]:
        known = {entry.iri: entry for entry in self.linked.authority.entries}
        found = []
        for meaning in curation.meanings:
            things = [iri(thing) for thing in meaning.things]
            if unknown := [thing for thing in things if thing not in known]:
                raise InputError(
                    meaning.place, f"no authority entry <{unknown[0]}>", "check the address or add the entry"
                )
            found.append((printed(meaning.text), [known[thing] for thing in things]))
        return found

    def _introduce(self) -> None:
        """Bodies and systems that the report itself introduces with an acronym and that nobody knows."""
        known = {
            folded(label)
            for entry in self.linked.authority.entries
            if entry.abroad or entry.country == self.linked.country or self._bears_its_country(entry)
            for label in (*entry.labels, *entry.acronyms)
        }
        fresh: list[Entry] = []
        for passage in self.linked.report.of(*SPOKEN):
            for name_span, acronym_span in introductions(self.linked.report.quote(passage.span)):
                quote = self.linked.report.quote(passage.span)
                name = self.candidates.named(readable(quote[name_span.start : name_span.end]))
                acronym = quote[acronym_span.start : acronym_span.end]
                if folded(acronym) in known or folded(name) in known:
                    continue
                if kind := kind_of(name):
                    known |= {folded(acronym), folded(name)}
                    fresh.append(self.candidates.own(kind, name, (acronym,)))
        for passage in self.linked.report.of(*SPOKEN):
            self.titles.learn(passage.span)
        for entry in fresh:
            for label in (*entry.labels, *entry.acronyms):
                self.gazetteer.add(label, entry)

    def scan(self, passage: Passage) -> None:
        """Add the mentions of one passage."""
        span = passage.span
        found: list[tuple[Span, Entry]] = []
        numbers: list[Span] = []
        fixed: list[tuple[Span, Entry]] = []
        for pattern, entries in self.meanings:
            for match in pattern.finditer(self.text, span.start, span.end):
                numbers.append(Span(*match.span()))
                fixed += [(numbers[-1], entry) for entry in entries]
        for citation in self.grammar.find(self.text, span):
            entry = self.titles.of_number(citation)
            found.append((citation.span, entry))
            numbers.append(citation.span)
            if citation.year:
                self.linked.dates.append(LawDate(entry.iri, "date", citation.year, citation.span, passage))
        names = [one for one in self.gazetteer.find(self.text, span) if not any(n.holds(one.span) for n in numbers)]
        found += self._chosen(self._with_acronym(names))
        taken = [place for place, _ in found] + numbers
        # "National Substance Abuse Council Act": a title may hold a body's name, but not cut one.
        found += [
            pair
            for pair in self.titles.find(span, found, partial(self._bodies, span, taken))
            if not _overlaps(pair[0], [place for place in taken if place in numbers or not pair[0].holds(place)])
        ]
        taken = [place for place, _ in found] + numbers
        # "the SAT Procedures Manual": a document's name may hold others, like a title.
        found += [
            pair
            for pair in self.candidates.find(span, taken)
            if not _overlaps(
                pair[0], [p for p in taken if pair[1].kind == "institution" or p in numbers or not pair[0].holds(p)]
            )
        ]
        taken = [place for place, _ in found]
        found += [pair for pair in self.candidates.described(span) if not _overlaps(pair[0], taken)]
        found = _longest(found, self.text) + fixed
        found += list(self.candidates.organs(span, found))
        meant = list(self._anaphors(passage, found))
        spoken = self._earlier(passage)
        meant += self.titles.regulations(span, found + meant, self._spoken_of(spoken) if spoken else None)
        unnamed = {place for place, _ in meant}
        found += meant
        for place, entry in sorted(found, key=lambda pair: pair[0]):
            if entry.local:
                self.linked.things.setdefault(entry.iri, entry)
            name = readable(self.text[place.start : place.end])
            self.linked.mentions.append(Mention(place, entry.iri, entry.kind, passage, name, place not in unnamed))
            self._remember(passage, place, entry, place not in unnamed)
            # "the Cooperation Agreement … of 1981": the year is all that is said of its date.
            year = (
                re.search(r"-((?:19|20)\d\d)$", entry.iri) if entry.type in self.linked.authority.agreements else None
            )
            if year and entry.local:
                self.linked.dates.append(LawDate(entry.iri, "date", year[1], span, passage))
        laws = sorted(((place, entry.iri) for place, entry in found if entry.kind == "law"), key=lambda pair: pair[0])
        for law, kind, iso, place in dated(self.text, span, laws):
            self.linked.dates.append(LawDate(law, kind, iso, place, passage))

    def _bodies(self, span: Span, taken: list[Span]) -> list[tuple[Span, Entry]]:
        return [(place, entry) for place, entry in self.candidates.find(span, taken) if entry.kind == "institution"]

    def _with_acronym(self, names: list[Found]) -> list[Found]:
        """A full name followed by its own acronym in brackets is one mention."""
        merged: list[Found] = []
        for one in names:
            rest = re.compile(rf"['’]?s?\s*\((?:the\s+)?({ACRONYM})\)").match(self.text, one.span.end)
            if rest and not one.acronym:
                own = tuple(e for e in one.entries if rest[1] in e.acronyms or rest[1] in e.labels)
                if own:
                    one = replace(one, span=Span(one.span.start, rest.end()), entries=own)
            merged.append(one)
        return merged

    def _chosen(self, names: list[Found]) -> Iterator[tuple[Span, Entry]]:
        """Each found name with the one thing that it means here."""
        for one in names:
            here = [e for e in one.entries if e.local or e.country == self.linked.country]
            means = here or [e for e in one.entries if e.abroad or self._names_its_country(one.span, e)]
            if len(means) == 1:
                yield self._elsewhere(one.span, means[0])
            elif means:
                name = self.text[one.span.start : one.span.end]
                self.linked.ambiguous.append(Ambiguous(name, one.span, tuple(e.iri for e in means)))

    def _elsewhere(self, span: Span, entry: Entry) -> tuple[Span, Entry]:
        """A body at home, or its namesake when another state follows: "Financial Analysis Unit of Chile"."""
        after = re.match(r"\s+of\s+(?:the\s+)?(?=[A-Z])", self.text[span.end : span.end + 60])
        if after and entry.kind == "institution" and (entry.local or entry.country == self.linked.country):
            begin = span.end + after.end()
            for name, state in self.linked.authority.states.items():
                printed = re.compile(r"\s+".join(map(re.escape, name.split())) + r"\b").match(self.text, begin)
                if printed and state != self.linked.country:
                    place = Span(span.start, printed.end())
                    return place, self.candidates.own(
                        "institution", readable(self.text[place.start : place.end]), country=state
                    )
        return span, entry

    def _bears_its_country(self, entry: Entry) -> bool:
        """Whether the country of a foreign body is part of a name of it."""
        return any(
            state == entry.country and any(folded(name) in folded(label) for label in entry.labels)
            for name, state in self.linked.authority.states.items()
        )

    def _names_its_country(self, span: Span, entry: Entry) -> bool:
        """Whether a foreign body's country stands in its name: "Central Bank of Brazil"."""
        printed = folded(self.text[max(0, span.start - 25) : span.end + 40])
        return any(
            folded(name) in printed for name, state in self.linked.authority.states.items() if state == entry.country
        )

    def _anaphors(self, passage: Passage, found: list[tuple[Span, Entry]]) -> Iterator[tuple[Span, Entry]]:
        """ "This decree" is the law of that type named last, "the Plan" the plan."""
        span = passage.span
        for match in ANAPHOR.finditer(self.text, span.start, span.end):
            here = [(p, e, span) for p, e in found if e.kind == "law" and p.end <= match.start()]
            spoken = self._earlier(passage)
            kind = (match["type"] or match["name"]).lower().removesuffix("s")
            # A law printed as "Law No. 5" may be an "Act" by its title, and the other way round.
            kinds = {"law", "act"} if kind in ("law", "act") else {kind}
            same = _of_kind(here, kinds) or _of_kind(spoken, kinds)
            if same:
                yield Span(match.start(), match.end()), self._spoken_of(same)
        for match in PAPER_ANAPHOR.finditer(self.text, span.start, span.end):
            head = match["head"].lower()
            near = [e for p, e in sorted(found, key=lambda f: f[0]) if p.end <= match.start() and head in _heads(e)]
            paper = near[-1] if near else self.papers.get(head)
            if paper and not any(p.start <= match.start("head") < p.end for p, _ in found):
                yield Span(match.start(), match.end()), paper

    def _earlier(self, passage: Passage) -> list[tuple[Span, Entry, Span]]:
        return [law for action in passage.actions for law in self.laws.get(action, ())]

    def _remember(self, passage: Passage, place: Span, entry: Entry, named: bool) -> None:
        """What "this decree" and "the Plan" may stand for later."""
        if entry.kind == "law":
            for action in passage.actions:
                self.laws.setdefault(action, []).append((place, entry, passage.span))
        elif named:
            self.papers |= dict.fromkeys(_heads(entry), entry)

    def _spoken_of(self, laws: list[tuple[Span, Entry, Span]]) -> Entry:
        """Of the laws named before, the subject of the last sentence that names one, else the last."""
        laws = sorted(laws, key=lambda law: law[0])
        sentence = laws[-1][2]
        for place, entry, within in laws:
            if within == sentence and _SUBJECT.fullmatch(self.text, sentence.start, place.start):
                return entry
        return laws[-1][1]


def _of_kind(laws: list[tuple[Span, Entry, Span]], kinds: set[str]) -> list[tuple[Span, Entry, Span]]:
    """The laws of a kind by its one word, else those with the word in theirs: "decree" for a supreme decree."""
    typed = [(law, law[1].type.rsplit("/", 1)[1]) for law in laws if law[1].type]
    exact = [law for law, kind in typed if kind in kinds]
    return exact or [law for law, kind in typed if kinds & set(kind.split("-"))]


def _heads(entry: Entry) -> list[str]:
    """The words of a document's name by which it may be spoken of again."""
    return re.findall(r"[a-z]+", entry.name.lower()) if entry.kind == "document" else []


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def _longest(found: list[tuple[Span, Entry]], text: str) -> list[tuple[Span, Entry]]:
    """The longest of overlapping names, and those inside it that are meant as well.

    A body inside a longer name is meant: a unit's parent ("Forensic Bureau of the National
    Police"), a document's maker ("FATF recommendations"). Anything else inside a longer name is
    meant only where it brings its own acronym, and not at the beginning ("NRA" in "NRA 2021").
    """
    kept: list[tuple[Span, Entry]] = []
    for place, entry in sorted(found, key=lambda pair: (pair[0].start - pair[0].end, pair[0].start)):
        clash = [(other, its) for other, its in kept if other.start < place.end and place.start < other.end]
        if any(other == place or its.iri == entry.iri for other, its in clash):
            continue
        printed = text[place.start : place.end]
        inner = all(place.start > other.start for other, _ in clash)
        if not clash or entry.kind == "institution" or (inner and (printed.endswith(")") or printed.isupper())):
            kept.append((place, entry))
    return kept
