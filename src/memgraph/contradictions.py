"""Where a report disagrees with itself: found by comparing what passages are about.

Three mechanisms: each summary clause against the statement that it sums up; yes/no cells of
tables against statements; statements against each other. Words count the more the rarer they
are in the report. Thresholds are set so that few alarms are false; a doubtful pair is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from memgraph import systems
from memgraph.clauses import words
from memgraph.linking import Linked
from memgraph.report import Cell, Passage, Span, Table
from memgraph.responses import AFFIRMED, DENIED
from memgraph.tables import cell_text
from memgraph.text import readable

# The least weighted share of the words of one passage that the other must hold.
SAME = 0.72
CLOSE = 0.45
# For what is said to rest on what is denied, less overlap will do: the phrase itself is the sign.
RESTS = 0.35
_YES = re.compile(r"\s*(?:yes|x|✓|✔|sí)\b|\s*[✓✔]", re.IGNORECASE)
_NO = re.compile(r"\s*no\b(?!\.)", re.IGNORECASE)
_RESTS_ON = re.compile(
    r"\bbased\s+on\s+(?:the\s+)?(?:(?:results|findings|conclusions|outcomes)\s+of\s+)?(?:the\s+)?(?P<what>[^,;:]{4,80}?)\s*"
    r"(?=[,;:.]|\b(?:carried out|conducted|undertaken|performed|to|that|which)\b)",
    re.IGNORECASE,
)


# Where the core of a statement ends: what follows tells more of it.
_REST = re.compile(
    r"[;:]|,\s+(?:and|but|which|who|where|so|for|either|in either|whether|not)\b|\s+(?:and\s+(?:depends|works|do|does|is|are|has|have)|which|so that|because|since|although|in either)\b"
)
# The period that all is said of, and verbs that only carry their nouns.
_EVERYWHERE = re.compile(
    r"\b(?:during|in) the (?:evaluation period|period under (?:evaluation|review))(?: \([^)]*\))?,?", re.IGNORECASE
)
_LIGHT = words(
    "implement implements develop offer keep kept conduct conducted exist exists present date perform made take taken undertaken possess count available own"
)
# What is said of each and every one.
_OF_ALL = re.compile(r"\b(?:all|every|each|both|regular|regularly)\b", re.IGNORECASE)
# What a law allows is not said to be done.
_ALLOWED = re.compile(r"\b(?:allows?|permits?|enables?|may|provides? for)\b", re.IGNORECASE)
# The least share of a core that a statement, or a table's row with its header and lead-in, must hold.
CORE = 0.85
ROW = 0.74
# The least share of a column's header that a statement on the same must hold.
HEAD = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: the words, the action, and the passage or row that says it."""

    span: Span
    action: str
    key: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places that cannot both hold (``tension``: that could hardly both hold)."""

    kind: str
    first: Side
    second: Side
    claim: str | None = None  # what a table's cell says yes or no to


def read(linked: Linked) -> list[Contradiction]:
    """All contradictions of a report, in text order of their first side."""
    judge = _Judge(linked)
    tables = judge.tables()
    seen = {(one.first.key, one.second.key) for one in tables}
    for one in (*judge.rows(), *judge.gaps()):
        if (one.first.key, one.second.key) not in seen:
            seen.add((one.first.key, one.second.key))
            tables.append(one)
    return [*judge.summary(), *tables, *judge.body()]


class _Judge:
    def __init__(self, linked: Linked) -> None:
        self.linked, self.report = linked, linked.report
        self.statements = [p for p in self.report.of("statement") if p.response in (AFFIRMED, DENIED)]
        bags = [words(self.report.quote(p.span)) for p in self.report.of("statement", "summary", "item", "cell")]
        counts = Counter(stem for bag in bags for stem in bag)
        country = self.report.fact("country")
        self.country = words(country.value) if country else frozenset()
        self.weight = {stem: log(1 + len(bags) / times) for stem, times in counts.items()}

    def words(self, passage: Passage) -> frozenset[str]:
        """The content words of a passage, without the country's own name."""
        return words(self.report.quote(passage.span)) - self.country

    def core(self, passage: Passage) -> frozenset[str]:
        """The content words of what a passage says first, without what goes on from it."""
        text = _EVERYWHERE.sub("", readable(self.report.quote(passage.span)))
        cut = _REST.search(text, 20)
        return words(text[: cut.start()] if cut else text) - self.country - _LIGHT

    def bodies(self, passage: Passage) -> frozenset[str]:
        """The words of the names of bodies in a passage."""
        return words(" ".join(mention.name for mention in self.linked.inside(passage.span, "institution")))

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """The weighted share of ``part`` that ``whole`` holds."""
        total = sum(self.weight.get(stem, 3.0) for stem in part)
        return sum(self.weight.get(stem, 3.0) for stem in part & whole) / total if total else 0.0

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Weighted overlap of two passages, by the shorter of them."""
        return max(self.share(one, other), self.share(other, one)) if len(one & other) >= 3 else 0.0

    def summary(self) -> list[Contradiction]:
        found = []
        for clause in self.report.of("summary"):
            own = self.words(clause)
            said = [s for s in self.statements if set(s.actions) & set(clause.actions)]
            if clause.response == DENIED:
                said = [s for s in said if not _ALLOWED.search(self.report.quote(s.span))]
            if clause.response not in (AFFIRMED, DENIED) or not said:
                continue
            best = max(said, key=lambda s: self.alike(own, self.words(s)))
            if best.response != clause.response and self.alike(own, self.words(best)) >= SAME:
                found.append(Contradiction("summary-body", _side(clause), _side(best)))
                continue
            # A short clause: its core stands in a statement of the other response, and in none of its own.
            core = self.core(clause)
            against = [s for s in said if s.response != clause.response and self.share(core, self.words(s)) >= CORE]
            along = [s for s in said if s.response == clause.response and self.share(core, self.words(s)) >= 0.6]
            if core and against and not along:
                found.append(Contradiction("summary-body", _side(clause), _side(against[0])))
        return found

    def tables(self) -> list[Contradiction]:
        found = []
        for table in self.report.tables:
            for row in table.rows():
                for cell in row:
                    claim, says = self._claim(row, cell)
                    if claim is None:
                        continue
                    for statement in self.statements:
                        if (statement.response == DENIED) == (says == AFFIRMED) and self._same_thing(
                            claim, row, cell, statement
                        ):
                            found.append(Contradiction("table-body", _row(table, row), _side(statement), claim))
        return found

    def rows(self) -> list[Contradiction]:
        """Rows that show what a statement denies: "no programs in the workplace", and a row "Workplace"."""
        found = []
        denied = [s for s in self.statements if s.response == DENIED]
        for table in self.report.tables:
            lead = self.report.by_key.get(("statement", table.lead or ""))
            around = self.words(lead) if lead else frozenset()
            for cell in table.header:
                around |= words(self.report.quote(cell.span))
            for row in table.rows():
                values = [cell_text(self.report.quote(cell.span)) for cell in row]
                if any(_NO.match(v) or v.strip() in ("-", "–", "—") for v in values):
                    continue
                own = words(" ".join(values)) - self.country
                for statement in denied:
                    core = self.core(statement) - self.bodies(statement)
                    if (
                        len(core & (own | around)) >= 3
                        and len(core & own) >= (2 if len(core) > 3 else 1)
                        and self.share(core, own | around) >= ROW
                        and self.share(core, own) >= 0.45
                    ):
                        found.append(Contradiction("table-body", _row(table, row), _side(statement), row[0].header))
        return found

    def gaps(self) -> list[Contradiction]:
        """Rows that deny of one what a statement of their action affirms of it, or of all."""
        found = []
        affirmed = [s for s in self.statements if s.response == AFFIRMED]
        for table in self.report.tables:
            said = [s for s in affirmed if set(s.actions) & set(table.actions)]
            labels = [words(self.report.quote(row[0].span)) - self.country for row in table.rows()]
            # "Early care, outpatient care … are all offered": all of those that it lists.
            listing = {s for s in said if any(self.share(label, self.words(s)) >= CORE for label in labels)}
            for row, label in zip(table.rows(), labels, strict=True):
                for cell in row[1:]:
                    if not _NO.match(cell_text(self.report.quote(cell.span))) or not label:
                        continue
                    head = words(cell.header)
                    for statement in said:
                        whole = self.words(statement)
                        of_all = statement not in listing and _OF_ALL.search(self.report.quote(statement.span))
                        if self.share(head, whole) >= HEAD and (of_all or self.share(label, whole) >= CORE):
                            found.append(Contradiction("table-body", _row(table, row), _side(statement), cell.header))
        return found

    def _claim(self, row: list[Cell], cell: Cell) -> tuple[str | None, str]:
        """What a cell claims, and whether as yes or no; None for cells that claim nothing."""
        value = cell_text(self.report.quote(cell.span))
        if cell.column == 1 or not value:
            return None, ""
        column = cell.header.strip().lower()
        if column in ("yes", "no", "sí"):  # a mark in the Yes column: the row's label is claimed
            return readable(self.report.quote(row[0].span)), AFFIRMED if column != "no" else DENIED
        if _YES.match(value):
            return cell.header, AFFIRMED
        return (cell.header, DENIED) if _NO.match(value) else (None, "")

    def _same_thing(self, claim: str, row: list[Cell], cell: Cell, statement: Passage) -> bool:
        # What the row says of one body, a statement on another does not deny.
        bodies = {m.iri for m in self.linked.inside(row[0].span, "institution")}
        names = self.linked.inside(statement.span)
        others = {  # a document's name may hold that of its maker
            m.iri
            for m in names
            if m.kind == "institution" and not any(n.span != m.span and n.span.holds(m.span) for n in names)
        }
        if bodies and others and not bodies & others:
            return False
        own, other = words(claim), self.words(statement)
        headers = (h.span for t in self.report.tables for h in t.header if h.column == cell.column and cell in t.cells)
        header = next(headers, None) if claim == cell.header else None
        named = {m.iri for m in self.linked.inside(header, "document", "system", "law")} if header else set()
        meant = {m.iri for m in self.linked.inside(statement.span, "document", "system", "law")}
        return bool(named & meant) or (len(own) >= 3 and self.share(own, other) >= 0.85)

    def body(self) -> list[Contradiction]:
        found = list(self._uses())
        denied = [s for s in self.statements if s.response == DENIED]
        for no in denied:
            for yes in self.statements:
                if yes.response != AFFIRMED:
                    continue
                one, other = self.words(no), self.words(yes)
                first, second = sorted((no, yes), key=lambda p: p.span)
                if (
                    len(one & other) >= 4 and self.share(one, other) >= SAME and self.share(other, one) >= CLOSE
                ) or self._same_core(no, yes):
                    found.append(Contradiction("body-body", _side(first), _side(second)))
                elif self._rests_on(yes, no) and self.share(one, other) >= RESTS:
                    found.append(Contradiction("tension", _side(first), _side(second)))
        return found

    def _same_core(self, no: Passage, yes: Passage) -> bool:
        """Whether what is denied first is all said by a statement, of another action, that affirms."""
        core = self.core(no)
        if len(core) < 2 or set(no.actions) & set(yes.actions):
            return False
        whole = self.words(yes)
        if len(core) >= 4:
            return self.share(core, whole) >= CORE
        return self.share(core, self.core(yes)) >= 0.95 and self.share(self.core(yes), core) >= 0.6

    def _uses(self) -> Iterator[Contradiction]:
        """A system that one statement uses and another has not."""
        uses = [one for one in systems.read(self.linked) if one.passage in self.statements]
        for yes in (one for one in uses if one.in_use):
            for no in (one for one in uses if not one.in_use and one.system == yes.system):
                if set(yes.passage.actions) & set(no.passage.actions):
                    continue  # who uses it and who does not, in one breath
                first, second = sorted((yes.passage, no.passage), key=lambda p: p.span)
                yield Contradiction("body-body", _side(first), _side(second))

    def _rests_on(self, yes: Passage, no: Passage) -> bool:
        """Whether what is affirmed is said to rest on what is denied."""
        match = _RESTS_ON.search(readable(self.report.quote(yes.span)))
        return match is not None and self.share(words(match["what"]), self.words(no)) >= 0.6


def _side(passage: Passage) -> Side:
    return Side(passage.span, passage.actions[0] if passage.actions else "", (passage.kind, passage.key))


def _row(table: Table, row: list[Cell]) -> Side:
    place = Span(row[0].span.start, max(cell.span.end for cell in row))
    return Side(place, table.actions[0], ("row", f"{table.key}/{row[0].row}"))
