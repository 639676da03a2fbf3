"""The page of a canned query: its form, its answer, and the ways on from there."""

from __future__ import annotations

from typing import Any, NamedTuple

from memgraph import queries, session
from memgraph.answers import Rows
from memgraph.errors import MemgraphError
from memgraph.queries import Parameter, Query
from memgraph.resolve import labels, terms
from memgraph.store import Store
from memgraph.web import links
from memgraph.web.cells import grid
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
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
    try:
        rows = Rows(session.ask(store, query, params))
        text = _bound(store, query, params)
    except MemgraphError as error:
        return page("question.html", "/queries", request, 400, query=query, fields=fields, refusal=error.block())
    number, total = request["page"], len(rows)
    first = (number - 1) * ROWS
    shown = [rows[i] for i in range(first, min(first + ROWS, total))]

    def to(other: int) -> str:
        return links.canned(query.name, params, page=other if other > 1 else None)

    return page(
        "question.html",
        "/queries",
        request,
        query=query,
        fields=fields,
        refusal="",
        total=total if shown else 0,
        first=first + 1,
        last=first + len(shown),
        grid=grid(rows.columns, shown, language),
        before=to(number - 1) if number > 1 else None,
        after=to(number + 1) if first + ROWS < total else None,
        files=[(label, links.canned(query.name, params, suffix)) for label, suffix in _FILES],
        permalink=to(number),
        sparql=text,
        editor=links.form(text),
    )


def field(store: Store, one: Parameter, value: str, language: str) -> Field:
    """A field of a form for a parameter with its value."""
    choices = list(one.choices)
    if one.kind == "Report":
        choices = sorted({label for _, label in labels(store, one.kind)})
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
