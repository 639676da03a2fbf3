"""Addresses on this service: of things by their IRIs, of quotes in their report, of queries with parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from memgraph.vocab import BASE, ONTOLOGY

_REPORT = BASE + "report/"


def thing(iri: str) -> str | None:
    """The address of a thing of ours; None for any other IRI.

    A report's is its text, a term's its place in the ontology, a named graph's its data.
    """
    if not iri.startswith(BASE) or iri == BASE:
        return None
    path = iri.removeprefix(BASE)
    if iri == ONTOLOGY or iri.startswith(ONTOLOGY + "#"):
        name = iri.removeprefix(ONTOLOGY).removeprefix("#")
        return f"/ontology#{quote(name)}" if name else "/ontology"
    if path.startswith("graph/"):
        return "/store?" + urlencode({"graph": iri})
    if iri.startswith(_REPORT) and "/" not in iri.removeprefix(_REPORT):
        return f"/report/{quote(iri.removeprefix(_REPORT))}"
    return f"/id/{quote(path)}"


def anchor(start: int, end: int) -> str:
    """The id, in the page of a report, of the words at these offsets."""
    return f"t{start}-{end}"


def place(report: str, start: int, end: int) -> str | None:
    """Where the words at these offsets stand; ``report`` is its IRI."""
    if not report.startswith(_REPORT) or end <= start:
        return None
    return f"/report/{quote(report.removeprefix(_REPORT))}#{anchor(start, end)}"


def canned(name: str, params: Mapping[str, Sequence[str]], suffix: str = "", page: int | None = None) -> str:
    """The address of a canned query with its parameters."""
    return f"/queries/{name}{suffix}" + _fields(params, [("page", page)] if page else [])


def picture(name: str, params: Mapping[str, Sequence[str]], suffix: str = "") -> str:
    """The address of a picture with its parameters."""
    return f"/picture/{name}{suffix}" + _fields(params, [])


def _fields(params: Mapping[str, Sequence[str]], more: list[tuple[str, object]]) -> str:
    pairs: list[tuple[str, object]] = [(key, one) for key, several in params.items() for one in several]
    fields = urlencode(pairs + more)
    return f"?{fields}" if fields else ""


def sparql(query: str, **more: str) -> str:
    """The address of an answer of the endpoint."""
    return "/sparql?" + urlencode({"query": query, **more})


def form(query: str) -> str:
    """The address of the SPARQL form with a query in it, not yet asked."""
    return "/sparql?" + urlencode({"edit": query})
