"""Rows to tables: cells set by tabs, pipes or blanks, headers of one or two lines, cut cells joined."""

from __future__ import annotations

import re

from memgraph.blocks import Block
from memgraph.report import Cell, Span, Table
from memgraph.text import readable

# A piece of an aligned row: words with no more than two blanks between them.
_PIECE = re.compile(r"\S+(?: {1,2}\S+)*")
# How a cell begins that says yes; no word boundary follows a tick.
YES = re.compile(r"\s*(?:(?:yes|x|sí)\b|[✓✔])", re.IGNORECASE)


def table(rows: list[Block], text: str, key: str, actions: tuple[str, ...], objective: str, lead: str | None) -> Table:
    """The table that these row blocks print.

    The first row is the header; a second row whose first cell is empty and that follows at once
    belongs to it. Later, a row whose first cell is empty is the rest of the row above it, cut
    by a page break.
    """
    grid = _grid([row for row in rows if not is_rule(row.text)])
    rows = [row for row in rows if not is_rule(row.text)]
    header_rows = 2 if len(grid) > 2 and _continues_header(rows, grid, text) else 1
    width = max(len(cells) for cells in grid)
    headers = [
        " / ".join(
            dict.fromkeys(
                name for row in _spread(grid[:header_rows], text) if column < len(row) and (name := row[column])
            )
        )
        for column in range(width)
    ]
    body: list[list[Span]] = []
    for cells in grid[header_rows:]:
        if body and not _filled(cells[0], text) and _can_join(body[-1], cells, text):
            body[-1] = _joined(body[-1], cells, text)
        else:
            body.append(cells)
    header_cells = tuple(
        Cell(f"{key}/0.{number}.{column + 1}", 0, column + 1, headers[column], span)
        for number, cells in enumerate(grid[:header_rows], start=1)
        for column, span in enumerate(cells)
        if _filled(span, text)
    )
    body_cells = tuple(
        Cell(f"{key}/{row}.{column}", row, column, headers[column - 1], span)
        for row, spans in enumerate(body, start=1)
        for column, span in enumerate(spans, start=1)
    )
    return Table(key, actions, objective, lead, header_cells, body_cells)


def is_rule(text: str) -> bool:
    """Whether a row is only a rule between rows: "|---|---|"."""
    return not text.strip(" |:+-–—=_\t")


def cell_text(raw: str) -> str:
    """What a cell says, without the pipes that set it apart."""
    return readable(raw.strip(" |\n"))


def _grid(rows: list[Block]) -> list[list[Span]]:
    """The cells of all rows; an empty cell has start = end."""
    if any("\t" in row.text for row in rows):
        return [_tabbed(row) for row in rows]
    if all("|" in row.text for row in rows):
        return [_piped(row) for row in rows]
    return _aligned(rows)


def _tabbed(row: Block) -> list[Span]:
    spans: list[Span] = []
    offset = row.span.start
    for raw in row.text.split("\t"):
        stripped = raw.strip()
        begin = offset + (raw.index(stripped[0]) if stripped else 0)
        spans.append(Span(begin, begin + len(stripped)))
        offset += len(raw) + 1
    return spans


def _piped(row: Block) -> list[Span]:
    """Cells between pipes; a pipe belongs to the filled cell after it, the last ones to the cell before."""
    inner = row.text.strip()
    start = row.span.start + row.text.index(inner[0])
    begin = start + 1 if inner.startswith("|") else start
    raws = inner.removeprefix("|").removesuffix("|").split("|")
    spans: list[Span] = []
    opened = start  # from here on nothing belongs to a cell yet
    for raw in raws:
        if raw.strip():
            spans.append(Span(opened, begin + len(raw.rstrip())))
            opened = begin + len(raw.rstrip())
        else:
            spans.append(Span(begin, begin))
        begin += len(raw) + 1
    filled = [number for number, span in enumerate(spans) if span.end > span.start]
    if filled:
        spans[filled[-1]] = Span(spans[filled[-1]].start, start + len(inner))
    return spans


def _aligned(rows: list[Block]) -> list[list[Span]]:
    """Cells set by blanks: each piece stands in the column that begins nearest to it."""
    pieces = [[Span(*match.span()) for match in _PIECE.finditer(row.text)] for row in rows]
    starts = [piece.start for piece in max(pieces, key=len)]
    grid = []
    for row, found in zip(rows, pieces, strict=True):
        columns: dict[int, Span] = {}
        for piece in found:
            column = min(range(len(starts)), key=lambda n, at=piece.start: abs(starts[n] - at))  # type: ignore[misc]
            while column in columns and column + 1 < len(starts):
                column += 1
            columns[column] = Span(row.span.start + piece.start, row.span.start + piece.end)
        end = row.span.start
        spans = []
        for column in range(len(starts)):
            spans.append(columns.get(column, Span(end, end)))
            end = spans[-1].end
        grid.append(spans)
    return grid


def _filled(span: Span, text: str) -> bool:
    return span.end > span.start


def _continues_header(rows: list[Block], grid: list[list[Span]], text: str) -> bool:
    gap = text[rows[0].span.end : rows[1].span.start]
    return not _filled(grid[1][0], text) and _filled(grid[0][0], text) and gap.count("\n") == 1


def _spread(grid: list[list[Span]], text: str) -> list[list[str]]:
    """Header texts; in the upper of two lines an empty cell repeats the one to its left."""
    lines = [[cell_text(text[span.start : span.end]) for span in cells] for cells in grid]
    if len(lines) == 2:
        upper = lines[0]
        for column in range(1, len(upper)):
            upper[column] = upper[column] or upper[column - 1]
    return lines


def _can_join(above: list[Span], below: list[Span], text: str) -> bool:
    """Whether the pieces can be joined and stay disjoint: only the last filled cell of a row can go on."""
    filled_above = [column for column, span in enumerate(above) if _filled(span, text)]
    filled_below = [column for column, span in enumerate(below) if _filled(span, text)]
    return bool(filled_above) and len(filled_below) == 1 and filled_below[0] == filled_above[-1]


def _joined(above: list[Span], below: list[Span], text: str) -> list[Span]:
    column = next(column for column, span in enumerate(below) if _filled(span, text))
    merged = list(above)
    merged[column] = Span(above[column].start, below[column].end)
    # Cells after the joined one are empty; they now stand where the row ends.
    for later in range(column + 1, len(merged)):
        merged[later] = below[later] if later < len(below) else Span(below[column].end, below[column].end)
    return merged
