"""Answers for people: tables that fit the terminal, Markdown, and CSV that a spreadsheet will not run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any, TextIO

from memgraph.answers import Iri, Rows
from memgraph.citation import cite, short
from memgraph.text import readable

# Columns that a person does not read: the citation behind a quote says what they say.
HIDDEN = re.compile(r"(?:start|end|line)[AB]?$|actionNumber$|objectiveNumber$|table$")
# Where a readable column stands beside an IRI, the IRI is not shown.
NAMED_BY = {
    "institution": ("name",),
    "partner": ("name",),
    "system": ("name",),
    "law": ("name", "lawName"),
    "document": ("title",),
    "training": ("name",),
    "source": ("sourceName",),
    "target": ("targetName",),
    "entity": ("canonical",),
    "objective": ("objectiveNumber",),
}
# A longer text in a table of people's is cut; every other format gives it whole.
_LONGEST = 90
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")


def shown(rows: Rows, symbols: dict[str, str]) -> tuple[list[str], list[list[str]], str]:
    """The columns and cells that a person reads, and a caption of what is the same in every row.

    Every quote ends with its citation.
    """
    columns = list(rows.columns)
    drop = {name for name in columns if HIDDEN.search(name)}
    drop |= {name for name, beside in NAMED_BY.items() if name in columns and any(b in columns for b in beside)}
    if "objectiveNumber" in columns:
        drop -= {"objectiveNumber"}
    if "lawName" in columns:
        drop |= {"lawType", "lawNumber", "lawTitle"}
    caption = []
    if len(rows) > 1 and "report" in columns and len({row["report"] for row in rows}) == 1:
        drop.add("report")
        if rows[0]["report"] is not None:
            caption.append(short(rows[0]["report"]))
    kept = sorted((name for name in columns if name not in drop), key=lambda name: name != "objectiveNumber")
    body = [[_cell(row, name, symbols) for name in kept] for row in rows]
    filled = [i for i, name in enumerate(kept) if any(line[i] for line in body) or not body]
    return [kept[i] for i in filled], [[line[i] for i in filled] for line in body], ", ".join(caption)


def _cell(row: Any, name: str, symbols: dict[str, str]) -> str:
    value = row[name]
    if value is None:
        return ""
    if isinstance(value, Iri):
        return short(value)
    if name.startswith("quote"):
        side = name.removeprefix("quote")
        columns = row.columns
        action = row[f"action{side}"] if f"action{side}" in columns else None
        number = short(action) if action else (row["actionNumber"] if "actionNumber" in columns else None)
        symbol = symbols.get(row["report"]) if "report" in columns and row["report"] else None
        line = row[f"line{side}"] if f"line{side}" in columns else None
        citation = cite(symbol, number, line)
        text = readable(value)
        return f"{text} [{citation}]" if text and citation else text
    return (
        readable(str(value))
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )


def table(rows: Rows, symbols: dict[str, str], out: TextIO) -> None:
    """Write an answer as wide as the terminal, colours only where they are wanted.

    An answer with quotes is a list of records, each with its quotes below it; any other a table.
    """
    # Imported here: rich is slow to import and only people's tables need it.
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    columns, body, caption = shown(rows, symbols)
    console = Console(file=out, highlight=False)
    quotes = [i for i, name in enumerate(columns) if name.startswith("quote")]
    if not quotes:
        plain_table(columns, body, out, caption)
        return
    heads = [i for i in range(len(columns)) if i not in quotes]
    title = " | ".join(columns[i] for i in heads)
    console.print(Text(f"{caption}: {title}" if caption else title, style="dim"))
    for line in body:
        console.print()
        console.print(Text(" | ".join(_visible(line[i]) for i in heads if line[i]), style="bold"))
        for i in quotes:
            side = columns[i].removeprefix("quote")
            console.print(Padding(Text(_visible(f"{side}: {line[i]}" if side else line[i])), (0, 0, 0, 4)))


def _visible(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() or char == " " else "\N{REPLACEMENT CHARACTER}" for char in text)


def markdown_escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", _visible(text))


def markdown(rows: Rows, symbols: dict[str, str]) -> str:
    """A Markdown table."""
    columns, body, _ = shown(rows, symbols)
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(markdown_escaped(cell) for cell in line) + " |" for line in body]
    return "\n".join(lines) + "\n"


def safe_csv(rows: Rows) -> str:
    """CSV in which no cell begins as a formula (CWE-1236): such a cell gets a leading apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(rows.columns)
    for row in rows:
        writer.writerow(["" if value is None else _safe(value) for value in row])
    return buffer.getvalue()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def plain_table(head: Sequence[str], lines: Sequence[Sequence[str]], out: TextIO, caption: str = "") -> None:
    """A table of texts, as wide as the terminal."""
    from rich.box import SIMPLE_HEAD  # as in `table`
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(
        box=SIMPLE_HEAD,
        title=caption or None,
        title_justify="left",
        pad_edge=False,
        show_edge=False,
        collapse_padding=True,
    )
    for i, name in enumerate(head):
        longest = max((len(line[i]) for line in lines), default=0)
        spaced = "no" if name.endswith("Number") else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
        least = max(len(word) for word in spaced.split())
        drawn.add_column(spaced, overflow="fold", min_width=max(min(longest, 8), min(least, 8)))
    for line in lines:
        drawn.add_row(*(Text(_visible(cell if len(cell) <= _LONGEST else cell[:_LONGEST] + "…")) for cell in line))
    Console(file=out, highlight=False).print(drawn)
