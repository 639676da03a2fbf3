"""An answer as the cells of a table for people: which columns, what text, where each leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from memgraph.answers import Iri, Row
from memgraph.citation import short
from memgraph.render import HIDDEN, NAMED_BY
from memgraph.text import readable
from memgraph.web import links
from memgraph.web.words import said

# Columns whose values are words of ours, or may be.
_CODES = ("basis", "kind", "relation")


class Cell(NamedTuple):
    """A cell: its text, where it leads, what kind it is (quote, number, response …) and the line of a quote."""

    text: str
    href: str | None = None
    kind: str = ""
    line: int | None = None


class Grid(NamedTuple):
    """A table: names of columns, and lines of cells."""

    columns: tuple[str, ...]
    lines: list[list[Cell]]


def grid(columns: Sequence[str], rows: Sequence[Row], language: str) -> Grid:
    """The cells that a person reads, in the words of a language.

    A readable column beside an IRI takes its link, and the IRI is left out.
    """
    named: dict[str, str] = {}
    for thing in columns:
        if beside := next((one for one in NAMED_BY.get(thing, ()) if one in columns and one not in named), None):
            named[beside] = thing
    drop = {name for name in columns if HIDDEN.search(name)} | set(named.values())
    if "lawName" in columns:  # which is made of these
        drop |= {"lawType", "lawNumber", "lawTitle"}
    drop -= {"objective", "objectiveNumber"}
    if not any(name.startswith("quote") for name in columns):
        drop -= {"line"}  # else it stands with the quote
    kept = [name for name in columns if name not in drop and name != "objectiveNumber"]
    filled = [name for name in kept if any(row[name] is not None for row in rows)] or kept
    heads = tuple(said(head(name), language) for name in filled)
    return Grid(heads, [[_cell(row, name, named.get(name), language) for name in filled] for row in rows])


def head(column: str) -> str:
    """The English heading of a column: its name in words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()


def _cell(row: Row, name: str, thing: str | None, language: str) -> Cell:
    value = row[name]
    if name.startswith("quote") and value:
        side = name.removeprefix("quote")
        return quoted(
            value, _get(row, "report"), _get(row, f"start{side}"), _get(row, f"end{side}"), _get(row, f"line{side}")
        )
    cell = _value(value)
    if thing and cell.text and isinstance(row[thing], Iri):
        return Cell(cell.text, links.thing(row[thing]), cell.kind)
    if name == "line" and _get(row, "report"):
        return cell._replace(href=links.place(row["report"], row["start"], row["end"]))
    if name == "report":
        return cell._replace(kind="id")
    if name.startswith("response") and cell.text:
        return Cell(said(cell.text, language), None, f"response {cell.text}")
    return cell._replace(text=said(cell.text, language)) if name in _CODES else cell


def quoted(quote: str, report: str | None, start: int | None, end: int | None, line: int | None) -> Cell:
    """A quote, which leads to its place in the report."""
    known = report is not None and start is not None and end is not None
    return Cell(readable(quote), links.place(report, start, end) if known else None, "quote", line)  # type: ignore[arg-type]


def _get(row: Row, name: str) -> Any:
    return row[name] if name in row.columns else None


def _value(value: Any) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, Iri):
        return Cell(short(value), links.thing(value))
    if isinstance(value, bool):
        return Cell(str(value).lower())
    if isinstance(value, str):
        return Cell(readable(value))
    return Cell(str(value), None, "number")
