"""Tables put into another order and narrowed to some words, as the script of the pages does it too (``tables.js``)."""

from __future__ import annotations

import re

from memgraph.errors import CallError, nearest
from memgraph.folding import folded
from memgraph.web.cells import Cell, Grid

_DIGITS = re.compile(r"([0-9]+)")


def ordered(grid: Grid, sort: str) -> Grid:
    """The lines by a column, the other way round for ``-column``; equal ones keep their order, empty cells come last.

    Numbers in a text count as numbers: 1.10 comes after 1.9. Raises :class:`memgraph.errors.CallError`
    for what is no column.
    """
    column = sort.removeprefix("-")
    if column not in grid.names:
        near = nearest(column, grid.names) or list(grid.names)
        raise CallError(sort, "is no column of this table", f"sort by one of: {', '.join(near)}")
    at = grid.names.index(column)
    filled = [line for line in grid.lines if line[at].text]
    filled.sort(key=lambda line: rank(line[at].text), reverse=sort.startswith("-"))
    return grid._replace(lines=filled + [line for line in grid.lines if not line[at].text])


def rank(text: str) -> list[tuple[int, str]]:
    """What a text is sorted by: words without case and diacritics, numbers by their size."""
    parts = _DIGITS.split(folded(text))
    # A longer number is a greater one; a word has no length.
    return [(len(one.lstrip("0")), one.lstrip("0")) if i % 2 else (0, one) for i, one in enumerate(parts)]


def narrowed(grid: Grid, words: list[str]) -> Grid:
    """The lines that hold all the words, in whatever cells; case and diacritics do not matter."""
    wanted = [folded(word) for word in words]
    return grid._replace(lines=[line for line in grid.lines if all(word in _text(line) for word in wanted)])


def _text(line: list[Cell]) -> str:
    return folded("\n".join(cell.text for cell in line))
