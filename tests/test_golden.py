"""The shipped report's answers against what was read in its text.

The golden files are never regenerated from output; how they were made: ``golden/README.md``.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import memgraph
from helpers import OF_SEVERAL
from memgraph import queries
from memgraph.api import Memgraph

GOLDEN = Path(__file__).parent / "golden" / "peru-2022"
Key = tuple[str, ...]


@pytest.fixture(scope="module")
def peru(peru_store: str) -> Iterator[Memgraph]:
    """The store of the shipped report, opened."""
    with memgraph.open(peru_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def report_text(seed: Path) -> str:
    """The report's text as the contract counts it, read without the package's own reader."""
    text = seed.read_bytes().decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _said(value: Any) -> str:
    """A value as a golden file writes it: an IRI is its last part, nothing is empty."""
    if value is None:
        return ""
    text = str(value)
    return text.rsplit("/", 1)[-1] if text.startswith(("http://", "https://")) else text


def _plain(row: Any, *columns: str) -> Key:
    return tuple(_said(row[column]) for column in columns)


def _begins(quote: str) -> str:
    return " ".join(quote.split()[:8])


def _ends(quote: str) -> str:
    return " ".join(quote.split()[-6:])


def _short(row: Any) -> str:
    """A body or system as a person would name it: by its acronym, else by its name."""
    return _said(row["acronym"]) or _said(row["name"])


def _law(kind: Any, number: Any, title: Any) -> str:
    return f"{_said(kind)}|{_said(number) or _said(title)}"


# What a row of each query says, in the golden file's columns.
KEYS: dict[str, Callable[[Any], Key]] = {
    "reports": lambda r: _plain(
        r,
        "report",
        "country",
        "round",
        "year",
        "theme",
        "oeaDocument",
        "cicadDocument",
        "isbn",
        "periodStart",
        "periodEnd",
    ),
    "action-responses": lambda r: _plain(
        r, "objective", "action", "title", "response", "affirmed", "denied", "sharedWith"
    ),
    "objective-scorecard": lambda r: _plain(
        r,
        "objective",
        "title",
        "actions",
        "affirmed",
        "mixed",
        "denied",
        "neutral",
        "notApplicable",
        "notEvaluated",
    ),
    "statements": lambda r: (
        *_plain(r, "action", "response"),
        _begins(r["quote"]),
        _ends(r["quote"]),
        _said(r["line"]),
    ),
    "summary-statements": lambda r: (
        *_plain(r, "objective", "action", "response"),
        _begins(r["quote"]),
        _ends(r["quote"]),
        _said(r["line"]),
    ),
    "gaps": lambda r: (
        _said(r["action"]),
        _begins(r["quote"]),
        *_plain(r, "line", "institutions", "laws"),
    ),
    "contradictions": lambda r: (
        *_plain(r, "kind", "actionA"),
        _begins(r["quoteA"]),
        _said(r["actionB"]),
        _begins(r["quoteB"]),
    ),
    "institutions": lambda r: _plain(r, "acronym", "name", "actions", "laws"),
    "institution-actions": lambda r: (
        *_plain(r, "acronym", "name", "action"),
        _begins(r["quote"]),
        _said(r["line"]),
    ),
    "institution-roles": lambda r: (_short(r), _said(r["action"])),
    "legal-instruments": lambda r: (
        _law(r["type"], r["number"], r["title"]),
        *_plain(r, "title", "date", "published", "actions"),
    ),
    "law-actions": lambda r: (
        _law(r["type"], r["number"], r["title"]),
        _said(r["action"]),
        _begins(r["quote"]),
        _said(r["line"]),
    ),
    "institution-law-action": lambda r: (
        _short(r),
        _law(r["lawType"], r["lawNumber"], r["lawTitle"]),
        _said(r["action"]),
        _begins(r["quote"]),
    ),
    "law-lineage": lambda r: (
        *_plain(r, "sourceName", "relation", "targetName", "action"),
        _begins(r["quote"]),
        _said(r["line"]),
    ),
    "information-systems": lambda r: (_short(r), *_plain(r, "owner", "inUse", "actionList")),
    "documents": lambda r: _plain(r, "type", "title", "actions", "actionList"),
    "training": lambda r: _plain(r, "action", "name", "provider", "line"),
    "repeated-training": lambda r: _plain(r, "name", "count", "actionList"),
    "international-partners": lambda r: (_short(r), *_plain(r, "country", "actionList")),
    "figures": lambda r: (
        *_plain(r, "action", "value", "unit"),
        " ".join(r["quote"].split()),
        _said(r["line"]),
    ),
    "stale-evidence": lambda r: (
        *_plain(r, "action", "evidence", "date"),
        _begins(r["quote"]),
        _said(r["line"]),
    ),
    "unsupported-claims": lambda r: (_said(r["action"]), _begins(r["quote"]), _said(r["line"])),
}
# Columns of a golden file that are there for its reader and are not compared.
NOTES = {
    "contradictions": {"lineA", "lineB"},
    "institution-law-action": {"line"},
    "institution-roles": {"words"},
}
# Sets, not lists: what a body is said to do comes in as many rows as there are ways to say it.
SETS = {"institution-roles"}


def _golden(name: str) -> list[Key]:
    with (GOLDEN / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    notes = NOTES.get(name, set())
    return [tuple(value for column, value in row.items() if column not in notes) for row in rows]


def _answers(peru: Memgraph, name: str) -> list[Key]:
    rows = peru.query(name, basis="stated") if name == "institution-law-action" else peru.query(name)
    keys = [KEYS[name](row) for row in rows]
    return list(dict.fromkeys(keys)) if name in SETS else keys


def _listed(keys: Counter[Key]) -> list[str]:
    return ["  " + " | ".join(key) for key in keys.elements()]


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in GOLDEN.glob("*.tsv")} == set(KEYS)


@pytest.mark.parametrize("name", KEYS)
def test_answer_is_what_was_read(peru: Memgraph, name: str) -> None:
    expected, found = _golden(name), _answers(peru, name)
    assert expected, f"{name}: the golden file is empty"
    missing, extra = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    lines = [f"{name}: the answer is not what was read in the report"]
    if missing:
        lines += ["missing:", *_listed(missing)]
    if extra:
        lines += ["extra:", *_listed(extra)]
    if missing or extra:
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.mark.parametrize("name", [name for name in KEYS if name not in SETS])
def test_answer_comes_in_order(peru: Memgraph, name: str) -> None:
    expected, found = _golden(name), _answers(peru, name)
    common = Counter(expected) & Counter(found)
    assert _in(common, found) == _in(common, expected), f"{name}: the rows are not in the golden file's order"


def _in(common: Counter[Key], rows: list[Key]) -> list[Key]:
    """The rows that both lists have, as often as both have them."""
    left = Counter(common)
    kept = []
    for row in rows:
        if left[row]:
            left[row] -= 1
            kept.append(row)
    return kept


@pytest.mark.parametrize("name", sorted({*queries.names()} - OF_SEVERAL))
def test_every_quote_is_in_the_text(peru: Memgraph, report_text: str, name: str) -> None:
    rows = peru.query(name)
    assert len(rows), f"{name}: no rows"
    sides = [s for s in ("", "A", "B") if f"quote{s}" in rows.columns]
    quoted = 0
    for row in rows:
        for side in sides:
            quote, start, end = row[f"quote{side}"], row[f"start{side}"], row[f"end{side}"]
            if quote is None and start is None and end is None:
                continue
            quoted += 1
            assert report_text[start:end] == quote, f"{name}: {start}-{end} is not {quote!r}"
            if f"line{side}" in rows.columns:
                line, counted = row[f"line{side}"], 1 + report_text.count("\n", 0, start)
                assert line == counted, f"{name}: {start} is on line {counted}, not {line}"
    assert quoted or not sides, f"{name}: no quotes"
