"""The page of a canned query: its form, its answer, and the ways on from there."""

from __future__ import annotations

from typing import Any, NamedTuple

from memgraph import queries, session
from memgraph.answers import Rows
from memgraph.errors import MemgraphError
from memgraph.queries import Parameter, Query
from memgraph.resolve import reports, terms
from memgraph.store import Store
from memgraph.web import links
from memgraph.web.assets import script
from memgraph.web.cells import grid
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.ordering import narrowed, ordered
from memgraph.web.pages import page
from memgraph.web.refusal import Refused
from memgraph.web.words import LANGUAGES, said

ROWS = 500
_FILES = (("CSV", ".csv"), ("", ".csv-safe"), ("JSON", ".json"), ("TSV", ".tsv"), ("XML", ".xml"))


class Field(NamedTuple):
    """A field of the form."""

    name: str
    label: str
    value: str
    choices: list[str]
    hint: str


def canned(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The page; what no parameter or thing is called is said in it, with status 400."""
    try:
        query = queries.find(request["name"])
    except MemgraphError as error:
        raise Refused(404, error) from None
    params: dict[str, list[str]] = request["params"]
    language = request["language"]
    fields = [field(store, one, value, language) for one in query.parameters for value in params.get(one.name) or [""]]
    asked = {"query": query, "fields": fields, "sort": request["sort"], "filter": request["filter"]}
    try:
        rows = Rows(session.ask(store, query, params))
        text = _bound(store, query, params)
    except MemgraphError as error:
        return page("question.html", "/queries", request, 400, **asked, refusal=error.block())
    sort, wanted, number = request["sort"], request["filter"], request["page"]
    first = (number - 1) * ROWS
    part = range(len(rows)) if sort or wanted else range(len(rows))[first : first + ROWS]
    cells = grid(rows.columns, [rows[i] for i in part], language)
    numbers = {id(line): i for i, line in zip(part, cells.lines, strict=True)}
    total = len(rows)
    if sort or wanted:
        try:
            cells = narrowed(ordered(cells, sort) if sort else cells, wanted.split())
        except MemgraphError as error:
            return page("question.html", "/queries", request, 400, **asked, refusal=error.block())
        total = len(cells.lines)
        cells = cells._replace(lines=cells.lines[first : first + ROWS])

    def to(other: int = 1, by: str = sort) -> str:
        more = {name: [value] for name, value in (("sort", by), ("filter", wanted)) if value}
        return links.canned(query.name, {**params, **more}, page=other if other > 1 else None)

    made = page(
        "question.html",
        "/queries",
        request,
        **asked,
        refusal="",
        script=script("tables.js"),
        total=total if cells.lines else 0,
        first=first + 1,
        last=first + len(cells.lines),
        grid=cells,
        heads=[
            (label, to(by=_turned(name, sort)), _order(name, sort))
            for label, name in zip(cells.columns, cells.names, strict=True)
        ],
        numbers=[numbers[id(line)] for line in cells.lines],
        whole=len(cells.lines) == len(rows),
        rows=len(rows),
        before=to(number - 1) if number > 1 else None,
        after=to(number + 1) if first + ROWS < total else None,
        files=[(label, links.canned(query.name, params, suffix)) for label, suffix in _FILES],
        permalink=to(number),
        sparql=text,
        editor=links.form(text),
    )
    return made._replace(scripted=True)


def _turned(column: str, sort: str) -> str:
    """How a column's heading sorts: the other way round once it is sorted by."""
    return f"-{column}" if sort == column else column


def _order(column: str, sort: str) -> str:
    return {column: "ascending", f"-{column}": "descending"}.get(sort, "")


def field(store: Store, one: Parameter, value: str, language: str) -> Field:
    """A field of a form for a parameter with its value."""
    choices = list(one.choices)
    if one.kind == "Report":
        choices = reports(store)
    kind = one.kind.lower()
    label = said(one.name, language)
    if kind not in ("text", one.name):
        label += f" ({said(kind, language)})"
    hint = f"{LANGUAGES[language]['example']} {one.example}" if one.example else ""
    return Field(one.name, label, value, choices if not value or value in choices else [], hint)


def _bound(store: Store, query: Query, params: dict[str, list[str]]) -> str:
    """The query with its parameters set, as it can be asked anywhere; its header left out."""
    values = {
        name: [term for given in several for term in terms(store, queries.parameter(query, name).kind, given)]
        for name, several in params.items()
    }
    lines = queries.bound(query, values).split("\n")
    return "\n".join(line for line in lines if not line.startswith("#+"))
