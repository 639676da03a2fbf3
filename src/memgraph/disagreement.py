"""A contradiction: two places of a report that cannot both hold."""

from __future__ import annotations

from dataclasses import dataclass

from memgraph.report import Cell, Passage, Span, Table


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


def side(passage: Passage) -> Side:
    return Side(passage.span, passage.actions[0] if passage.actions else "", (passage.kind, passage.key))


def row_side(table: Table, row: list[Cell]) -> Side:
    place = Span(row[0].span.start, max(cell.span.end for cell in row))
    return Side(place, table.actions[0], ("row", f"{table.key}/{row[0].row}"))
