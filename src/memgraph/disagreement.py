"""A contradiction: two places of a report that cannot both hold."""

from __future__ import annotations

from dataclasses import dataclass

from memgraph.report import Cell, Passage, Span, Table, across


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
    """A passage as a side, under the first of its actions."""
    return Side(passage.span, passage.actions[0] if passage.actions else "", (passage.kind, passage.key))


def row_side(table: Table, row: list[Cell]) -> Side:
    """A row of a table as a side, all of its cells, under the first of the table's actions."""
    return Side(across(row), table.actions[0], ("row", f"{table.key}/{row[0].row}"))
