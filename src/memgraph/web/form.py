"""The SPARQL endpoint for people: a plain form, and answers as a table below it."""

from __future__ import annotations

import json
from typing import Any

from memgraph import guard, queries
from memgraph.citation import short
from memgraph.errors import MemgraphError
from memgraph.store import Store
from memgraph.vocab import BASE, PREFIXES
from memgraph.web import answering, links
from memgraph.web.cells import Cell, Grid
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.pages import page
from memgraph.web.refusal import Refused

SHOWN = 500
_OFFERED = "mem oa skos dcterms eli org rdfs xsd".split()
_FIRST = "\n".join(
    [
        *(f"PREFIX {name}: <{PREFIXES[name]}>" for name in _OFFERED),
        "SELECT ?class (COUNT(*) AS ?number) WHERE { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?number)",
    ]
)
_FILES = {
    "table": (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml")),
    "graph": (("Turtle", "turtle"), ("N-Triples", "nt"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdfxml")),
}


def description(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The form, with a query to begin with, one that was brought along, or a canned one."""
    text = request.get("edit") or _FIRST
    if name := request.get("canned"):
        try:
            text = "\n".join(line for line in queries.find(name).text.split("\n") if not line.startswith("#+"))
        except MemgraphError as error:
            raise Refused(404, error) from None
    return _page(request, limits, text)


def query(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The form with its query and the answer; a refusal is said in the page, with its status."""
    text = request["query"]
    status, said = 400, ""
    try:
        known = guard.shape(text, "query")
        kind = "graph" if known.form not in ("SELECT", "ASK", None, "") else "table"
        answer = answering.query(store, limits, {**request, "format": ["json" if kind == "table" else "turtle"]})
    except Refused as error:
        status, said = error.status, error.error.block()
    except MemgraphError as error:
        said = error.block()
    except (RuntimeError, ValueError) as error:
        said = f"query: cannot be evaluated ({error}); mend it"
    if said:
        return _page(request, limits, text, status, refusal=said)
    files = [(label, links.sparql(text, format=name)) for label, name in _FILES[kind]]
    shared: dict[str, Any] = {
        "files": files,
        "missing": any(name == "X-Result-Truncated" for name, _ in answer.headers),
    }
    if kind == "graph":
        reply = _page(request, limits, text, **shared, graph=answer.body.decode("utf-8", "replace"))
    else:
        found = json.loads(answer.body)
        if "boolean" in found:
            reply = _page(request, limits, text, **shared, truth=found["boolean"])
        else:
            rows = found["results"]["bindings"]
            columns = found["head"]["vars"]
            cells = Grid(tuple(columns), [[_cell(row.get(name)) for name in columns] for row in rows[:SHOWN]])
            reply = _page(request, limits, text, **shared, grid=cells, total=len(rows))
    return reply._replace(steady=answer.steady)


def _page(request: dict[str, Any], limits: Limits, text: str, status: int = 200, **values: Any) -> Reply:
    nothing: dict[str, Any] = {
        "refusal": "",
        "grid": None,
        "graph": None,
        "truth": None,
        "files": [],
        "missing": False,
        "total": 0,
    }
    about = {"timeout": f"{limits.timeout:g}", "rows": f"{limits.rows:,}", "shown": SHOWN}
    shown = {**nothing, **values, "query": text, "canned": queries.canned(), "about": about}
    return page("form.html", "/sparql", request, status, **shown)


def _cell(term: dict[str, Any] | None) -> Cell:
    if term is None:
        return Cell("")
    value = term["value"]
    if term["type"] == "uri":
        return Cell(short(value) if value.startswith(BASE) else value, links.thing(value))
    if term["type"] == "triple":
        return Cell(json.dumps(value, ensure_ascii=False))
    return Cell(str(value))
