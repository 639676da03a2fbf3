"""The document model: a report as disjoint leaves of text, each with its place.

All offsets are code points of the report's text (0-based, end exclusive); lines start at 1.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memgraph.cleaning import Cleaned

# The kinds of leaf that the contract names, in the order of their first appearance in a report.
KINDS = (
    "cover",
    "preface",
    "heading",
    "statement",
    "caption",
    "item",
    "cell",
    "summary",
    "imprint",
    "furniture",
    "unparsed",
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """One leaf of the text.

    ``key`` is unique among the passages of its kind and stable when a neighbour is split
    otherwise: paragraph or item, then sentence. ``actions`` are the numbers of the priority
    actions it stands under (several where headings share one text; for a summary clause the
    actions that it sums up). ``lead`` is the key of the statement that introduces a list or a
    table, ``caption`` that of the caption above an item, ``parent`` that of the item above a
    nested one.
    """

    kind: str
    key: str
    span: Span
    actions: tuple[str, ...] = ()
    objective: str | None = None
    response: str | None = None
    lead: str | None = None
    caption: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: row and column from 1, header rows not counted (row 0 is the header)."""

    key: str
    row: int
    column: int
    header: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its actions; ``lead`` is the key of the statement that introduces it."""

    key: str
    actions: tuple[str, ...]
    objective: str
    lead: str | None
    header: tuple[Cell, ...]
    cells: tuple[Cell, ...]

    def rows(self) -> list[list[Cell]]:
        """The body cells, row by row."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return list(rows.values())


def across(row: list[Cell]) -> Span:
    """The span of a row, from the start of its first cell to the last end of any."""
    return Span(row[0].span.start, max(cell.span.end for cell in row))


@dataclass(frozen=True, slots=True)
class Action:
    """A priority action as the report prints it."""

    number: str
    title: str
    objective: str
    heading: str
    shared: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, ...]:
        """Sort key by number: 1.10 comes after 1.9."""
        return tuple(int(part) for part in self.number.split("."))


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective as the report prints it."""

    number: str
    title: str
    heading: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that the cover or preface states, with the words that state it."""

    name: str
    value: str
    span: Span


def _in_one(disjoint: list[Span], place: Span) -> bool:
    """Whether one of some sorted, disjoint spans holds a place."""
    before = bisect_right(disjoint, place.start, key=lambda span: span.start)
    return before > 0 and disjoint[before - 1].holds(place)


@dataclass(frozen=True)
class Report:
    """A report as read: the text and everything found in its structure.

    Spans are those of the cleaned text that the rules read; :meth:`origin` gives the span of the
    source, which is what is stored and shown.
    """

    place: str
    cleaned: Cleaned
    sha256: str
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    objectives: tuple[Objective, ...]
    actions: tuple[Action, ...]
    about: tuple[Fact, ...] = ()

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.cleaned.text

    @property
    def source(self) -> str:
        """The text as the contract counts it."""
        return self.cleaned.source

    def origin(self, span: Span) -> Span:
        """The span of the source that a span of the cleaned text stands for."""
        return self.cleaned.origin(span)

    @cached_property
    def furniture(self) -> list[Span]:
        """Source spans of page furniture, and of marks that nobody sees, that lie in no passage."""
        leaves = sorted(self.origin(passage.span) for passage in self.passages)
        lines = [place for place in self.cleaned.furniture if not _in_one(leaves, place)]
        held = sorted([*leaves, *lines])
        return sorted([*lines, *(place for place in self.cleaned.marks if not _in_one(held, place))])

    def line(self, offset: int) -> int:
        """The line, in the source, of an offset of the cleaned text: 1 + the line feeds before it."""
        return bisect_right(self._line_ends, self.origin(Span(offset, offset)).start) + 1

    @cached_property
    def _line_ends(self) -> list[int]:
        return [i + 1 for i, char in enumerate(self.source) if char == "\n"]

    def quote(self, span: Span) -> str:
        """The cleaned text of a span."""
        return self.text[span.start : span.end]

    def words(self, span: Span) -> str:
        """The exact words of the source for a span of the cleaned text."""
        place = self.origin(span)
        return self.source[place.start : place.end]

    def where(self, span: Span) -> str:
        """``file:line`` of a span."""
        return f"{self.place}:{self.line(span.start)}"

    def fact(self, name: str) -> Fact | None:
        """The stated value of that name (country, year, round …), if there is one."""
        return next((fact for fact in self.about if fact.name == name), None)

    def of(self, *kinds: str) -> list[Passage]:
        """The passages of these kinds, in text order."""
        return [passage for passage in self.passages if passage.kind in kinds]

    @property
    def criteria(self) -> tuple[Objective | Action, ...]:
        """Its objectives, then its priority actions."""
        return (*self.objectives, *self.actions)

    @cached_property
    def by_key(self) -> dict[tuple[str, str], Passage]:
        """Passages by kind and key."""
        return {(passage.kind, passage.key): passage for passage in self.passages}
