"""The competency questions: each is asked of a store of the shipped report, and the page tells the answer."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import memgraph
from memgraph import queries, resources
from memgraph.vocab import BASE

PAGE = (Path(__file__).parents[1] / "docs" / "competency.md").read_text(encoding="utf-8")

# From here on it tells of questions over several reports, which tests/test_countries.py asks.
SEVERAL = "## What do several reports say together?"


@dataclass(frozen=True)
class Asked:
    """A question of the page: its query, and the answer that stands below it."""

    question: str
    query: str
    params: dict[str, str]
    columns: list[str]
    rows: list[list[str]]
    count: int  # how many rows the whole answer has


def asked() -> Iterator[Asked]:
    """The questions of the page, in its order."""
    for section in re.split(r"^### ", PAGE.partition(SEVERAL)[0], flags=re.MULTILINE)[1:]:
        question, _, body = section.partition("\n")
        (command,) = re.findall(r"^`memgraph query (.+)`$", body, re.MULTILINE)
        name, *words = shlex.split(command)
        params = dict(word.split("=", 1) for word in words if word != "-p")
        lines = [line for line in body.splitlines() if line.startswith("|")]
        columns, _, *rows = ([cell.strip() for cell in line.strip("|").split(" | ")] for line in lines)
        counted = re.search(r"\b(\d+) rows, the first (\d+):$", body, re.MULTILINE)
        if counted:
            assert int(counted[2]) == len(rows), question
        yield Asked(question, name, params, columns, rows, int(counted[1]) if counted else len(rows))


QUESTIONS = list(asked())


def shown(value: object) -> str:
    """A value as the page shows it: an address by its last part, blanks as one."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text.rsplit("/", 1)[-1] if text.startswith(BASE) else " ".join(text.split())


@pytest.fixture(scope="module")
def store(peru_store: str) -> Iterator[Any]:
    """The shipped report, to be asked."""
    with memgraph.open(peru_store) as opened:
        yield opened


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.query)
def test_a_question_has_the_answer_that_the_page_tells(one: Asked, store: Any) -> None:
    found = [[shown(row[column]) for column in one.columns] for row in store.query(one.query, **one.params)]
    assert len(found) == one.count
    for row, told in zip(found, one.rows, strict=False):
        for cell, expected in zip(row, told, strict=True):
            if expected.endswith("…"):
                assert cell.startswith(expected.removesuffix("…").rstrip()) and len(cell) > len(expected)
            else:
                assert cell == expected


def test_what_an_answer_quotes_stands_in_the_report() -> None:
    (text,) = (" ".join(path.read_text(encoding="utf-8").split()) for path in resources.seeds())
    quotes = [
        row[place]
        for one in QUESTIONS
        for place, column in enumerate(one.columns)
        if "quote" in column
        for row in one.rows
    ]
    assert len(quotes) > 10
    assert [quote for quote in quotes if quote.removesuffix("…").rstrip() not in text] == []


def test_every_canned_query_answers_a_question() -> None:
    of_countries = {query.name for query in queries.canned() if "countries" in query.tags}
    assert {one.query for one in QUESTIONS} == {query.name for query in queries.canned()} - of_countries
    assert all(f"`{name}`" in PAGE.partition(SEVERAL)[2] for name in of_countries)


def test_a_question_is_asked_once() -> None:
    assert len({one.question for one in QUESTIONS}) == len(QUESTIONS)
    assert all(one.question.endswith("?") and one.rows for one in QUESTIONS)


@pytest.mark.parametrize("query", [q for q in queries.canned() if q.name != "dossier"], ids=lambda query: query.name)
def test_a_parameter_that_is_a_column_keeps_exactly_its_rows(query: queries.Query, store: Any) -> None:
    base = {"a": "peru-2022", "b": "peru-2022"} if query.name == "report-comparison" else {}
    rows = [row for row in store.query(query.name, **base)]
    columns = set(query.columns)
    for parameter in query.parameters:
        if parameter.name not in columns:
            continue
        values = sorted({str(row[parameter.name]) for row in rows if row[parameter.name] is not None})
        # A law's place in a row can be taken by a document, which the parameter does not take.
        values = [value for value in values if f"{BASE}document/" not in value and "/document/" not in value]
        for value in values[:: max(1, len(values) // 4)]:
            kept = [tuple(row) for row in rows if str(row[parameter.name]) == value]
            assert [tuple(row) for row in store.query(query.name, **base, **{parameter.name: value})] == kept, value
