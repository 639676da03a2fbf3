"""What rows of tables claim, against what statements say."""

from __future__ import annotations

import re

from memgraph.clauses import words
from memgraph.disagreement import Contradiction, row_side, side
from memgraph.english import FINITE
from memgraph.likeness import CLOSE, CORE, LIGHT, Likeness
from memgraph.report import Cell, Passage, Span, Table
from memgraph.responses import AFFIRMED, DENIED
from memgraph.tables import YES, cell_text
from memgraph.text import readable

_NO = re.compile(r"\s*no\b(?!\.)", re.IGNORECASE)
# What is said of each and every one.
_OF_ALL = re.compile(r"\b(?:all|every|each|both|regular|regularly)\b", re.IGNORECASE)
_ALL_OF = re.compile(r"\ball\s+(?:of\s+)?(?:the|these|those)\s+(?:\w+\s+){1,4}", re.IGNORECASE)
_ON_REQUEST = re.compile(r"\bonly\s+(?:up)?on\b|\bonly\s+(?:at|by|on)\s+(?:the\s+)?request\b", re.IGNORECASE)
_REGULAR = re.compile(r"\b(?:regular|periodic|systematic|routine)", re.IGNORECASE)
ROW = 0.74
# The least share of a column's header that a statement on the same must hold.
HEAD = 0.5


class RowClaims(Likeness):
    """Compares the rows of a report's tables with its statements."""

    def read(self) -> list[Contradiction]:
        """Each row and statement that cannot both hold, once."""
        found: dict[tuple[tuple[str, str], tuple[str, str]], Contradiction] = {}
        for one in (*self.tables(), *self.rows(), *self.gaps(), *self.whole()):
            found.setdefault((one.first.key, one.second.key), one)
        return list(found.values())

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
                            found.append(Contradiction("table-body", row_side(table, row), side(statement), claim))
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
                        found.append(Contradiction("table-body", row_side(table, row), side(statement), row[0].header))
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
                            found.append(
                                Contradiction("table-body", row_side(table, row), side(statement), cell.header)
                            )
        return found

    def whole(self) -> list[Contradiction]:
        """Rows marked No of what a statement says to be done in whole: "all of the control measures"."""
        found = []
        for table in self.report.tables:
            lead = self.report.by_key.get(("statement", table.lead or ""))
            around = self.words(lead) - LIGHT if lead else frozenset()
            first = words(self.report.quote(table.header[0].span)) if table.header else frozenset()
            denied = [
                row
                for row in table.rows()
                for cell in row[1:]
                if cell.header.strip().lower() == "no" and cell_text(self.report.quote(cell.span))
            ]
            for statement in self.statements if denied and first else ():
                every = _ALL_OF.search(readable(self.report.quote(statement.span)))
                if (
                    statement.response == AFFIRMED
                    and every
                    and first <= words(every[0])
                    and self.share(around, self.words(statement)) >= CLOSE
                ):
                    found += [Contradiction("table-body", row_side(table, row), side(statement)) for row in denied]
        return found

    def _claim(self, row: list[Cell], cell: Cell) -> tuple[str | None, str]:
        """What a cell claims, and whether as yes or no; None for cells that claim nothing."""
        value = cell_text(self.report.quote(cell.span))
        if cell.column == 1 or not value:
            return None, ""
        column = cell.header.strip().lower()
        if column in ("yes", "no", "sí"):  # a mark in the Yes column: the row's label is claimed
            return readable(self.report.quote(row[0].span)), AFFIRMED if column != "no" else DENIED
        if YES.match(value):
            return cell.header, AFFIRMED
        return (cell.header, DENIED) if _NO.match(value) else (None, "")

    def _mixed(self, table: Table, cell: Cell) -> bool:
        """Whether another row says yes in the column of a cell: then some do, and what is said of all may hold."""
        others = (other for row in table.rows() for other in row if other.column == cell.column)
        return any(YES.match(cell_text(self.report.quote(other.span))) for other in others)

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
