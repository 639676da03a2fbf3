"""Where a report disagrees with itself: found by comparing what passages are about.

Three mechanisms: each summary clause against the statement that it sums up; yes/no cells of
tables against statements; statements against each other. Words count the more the rarer they
are in the report. Thresholds are set so that few alarms are false; a doubtful pair is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from memgraph import systems
from memgraph.clauses import words
from memgraph.denials import Absence, absence, kinds
from memgraph.english import FINITE
from memgraph.likeness import LIGHT, Likeness
from memgraph.linking import Linked, Mention
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


# What is said of each and every one.
_OF_ALL = re.compile(r"\b(?:all|every|each|both|regular|regularly)\b", re.IGNORECASE)
# What a law allows is not said to be done.
_ALLOWED = re.compile(r"\b(?:allows?|permits?|enables?|may|provides? for)\b", re.IGNORECASE)
_ON_REQUEST = re.compile(r"\bonly\s+(?:up)?on\b|\bonly\s+(?:at|by|on)\s+(?:the\s+)?request\b", re.IGNORECASE)
_REGULAR = re.compile(r"\b(?:regular|periodic|systematic|routine)", re.IGNORECASE)
# The least share of a core that a statement, or a table's row with its header and lead-in, must hold.
CORE = 0.85
ROW = 0.74
# The least share of what a statement says there is none of that a thing with a name must hold.
NAMED = 0.45
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


class _Judge(Likeness):
    def __init__(self, linked: Linked) -> None:
        super().__init__(linked)
        self.statements = [p for p in self.report.of("statement") if p.response in (AFFIRMED, DENIED)]

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
            along = [
                s
                for s in said
                if s.response == clause.response and self.share(core, self.words(s) - self.bodies(s)) >= 0.6
            ]
            # All that its action says is the other response, and it speaks of the same.
            if all(s.response != clause.response for s in said) and self.share(core, self.words(best)) >= CLOSE:
                against = against or [best]
            if core and against and not along:
                found.append(Contradiction("summary-body", _side(clause), _side(against[0])))
        return found

    def tables(self) -> list[Contradiction]:
        found = []
        for table in self.report.tables:
            for row in table.rows():
                for cell in row:
                    claim, says = self._claim(row, cell)
                    if claim is None or (says == DENIED and self._mixed(table, cell)):
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
                        and self.share(core, own) >= (0.3 if set(statement.actions) & set(table.actions) else 0.45)
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
                    head = words(cell.header) - LIGHT
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

    def _mixed(self, table: Table, cell: Cell) -> bool:
        """Whether another row says yes in the column of a cell: then some do, and what is said of all may hold."""
        others = (other for row in table.rows() for other in row if other.column == cell.column)
        return any(_YES.match(cell_text(self.report.quote(other.span))) for other in others)

    def _same_thing(self, claim: str, row: list[Cell], cell: Cell, statement: Passage) -> bool:
        # What the row says of one body, a statement on another does not deny.
        bodies = {m.iri for m in self.linked.inside(row[0].span, "institution")}
        verb = FINITE.search(self.report.text, statement.span.start, statement.span.end)
        subject = Span(statement.span.start, verb.start() if verb else statement.span.end)
        names = self.linked.inside(subject)
        others = {  # a document's name may hold that of its maker
            m.iri
            for m in names
            if m.kind == "institution" and not any(n.span != m.span and n.span.holds(m.span) for n in names)
        }
        if bodies and others and not bodies & others:
            return False
        own, other = words(claim), self.words(statement)
        # "… are inspected only upon a complaint": not regularly.
        if _ON_REQUEST.search(self.report.quote(statement.span)) and _REGULAR.search(claim):
            return bool((own - LIGHT) & self.core(statement))
        headers = (h.span for t in self.report.tables for h in t.header if h.column == cell.column and cell in t.cells)
        header = next(headers, None) if claim == cell.header else None
        named = {m.iri for m in self.linked.inside(header, "document", "system", "law")} if header else set()
        meant = {m.iri for m in self.linked.inside(statement.span, "document", "system", "law")}
        return bool(named & meant) or (len(own) >= 3 and self.share(own, other) >= 0.85)

    def body(self) -> list[Contradiction]:
        found = [*self._uses(), *self._named()]
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
        other = self.core(yes)
        return self.share(core, other) >= 0.95 and self.share(other - self.bodies(yes), core) >= 0.6

    def _uses(self) -> Iterator[Contradiction]:
        """A system that one statement uses and another has not."""
        uses = [one for one in systems.read(self.linked) if one.passage in self.statements]
        for yes in (one for one in uses if one.in_use):
            for no in (one for one in uses if not one.in_use and one.system == yes.system):
                if set(yes.passage.actions) & set(no.passage.actions):
                    continue  # who uses it and who does not, in one breath
                first, second = sorted((yes.passage, no.passage), key=lambda p: p.span)
                yield Contradiction("body-body", _side(first), _side(second))

    def _named(self) -> Iterator[Contradiction]:
        """A thing with a name of its own, where a statement says that there is none of its kind."""
        absences = [(p, found) for p in self.statements if p.response == DENIED and (found := self._absence(p))]
        for mention in self._things() if absences else ():
            name = mention.name
            own = words(name) - self.country - LIGHT
            said = frozenset().union(*(self.words(p) for p in self._speaking(mention.iri)))
            for no, absent in absences:
                about = absent.about - self.country - LIGHT
                named = {m.iri for m in self.linked.inside(no.span)}
                if (
                    absent.kinds & kinds(name)
                    and mention.iri not in named
                    and not set(no.actions) & set(mention.passage.actions)
                    and about & own
                    and self.share(about, said | own) >= NAMED
                ):
                    first, second = sorted((no, mention.passage), key=lambda p: p.span)
                    yield Contradiction("body-body", _side(first), _side(second))

    def _absence(self, passage: Passage) -> Absence | None:
        return absence(self.report.quote(passage.span))

    def _things(self) -> Iterator[Mention]:
        """The first affirmed mention of each named system and document."""
        seen = set()
        for mention in self.linked.mentions:
            if (
                mention.kind in ("system", "document")
                and mention.by_name
                and mention.iri not in seen
                and mention.passage.kind == "statement"
                and mention.passage.response == AFFIRMED
            ):
                seen.add(mention.iri)
                yield mention

    def _speaking(self, iri: str) -> list[Passage]:
        """The statements that name a thing and deny nothing."""
        return [
            m.passage
            for m in self.linked.mentions
            if m.iri == iri and m.passage.kind == "statement" and m.passage.response != DENIED
        ]

    def _rests_on(self, yes: Passage, no: Passage) -> bool:
        """Whether what is affirmed is said to rest on what is denied."""
        match = _RESTS_ON.search(readable(self.report.quote(yes.span)))
        return match is not None and self.share(words(match["what"]), self.words(no)) >= 0.6


def _side(passage: Passage) -> Side:
    return Side(passage.span, passage.actions[0] if passage.actions else "", (passage.kind, passage.key))


def _row(table: Table, row: list[Cell]) -> Side:
    place = Span(row[0].span.start, max(cell.span.end for cell in row))
    return Side(place, table.actions[0], ("row", f"{table.key}/{row[0].row}"))
