"""A query and its answer, in a worker: the guard, the dataset, the form, the limits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

import pyoxigraph as ox

from memgraph import guard, queries, render, session
from memgraph.answers import Rows
from memgraph.errors import CallError, MemgraphError
from memgraph.formats import FORMATS, Format
from memgraph.serialization import serialize
from memgraph.store import Store
from memgraph.vocab import PREFIXES
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.negotiation import GRAPHS, TABLES, by_accept, by_name, content_type, listed
from memgraph.web.refusal import Refused, refuse
from memgraph.web.sealing import sealed
from memgraph.web.truncation import cut

RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
# XML 1.0, section 2.2: characters that no document may hold; the engine writes them as they are.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def chosen(request: dict[str, Any], offered: tuple[Format, ...]) -> tuple[Format, str]:
    """The format that a request asks for, and its media type; raises :class:`Refused` with 400 or 406."""
    if names := request.get("format"):
        for name in names:  # some clients say it in two ways
            if one := by_name(name, offered):
                return one, one.media_type
        known = any(names[0] in (one.name, one.suffix, one.media_type) for one in FORMATS.values())
        raise refuse(406 if known else 400, names[0], "is no format of this answer", f"there are: {listed(offered)}")
    if found := by_accept(request.get("accept", ""), offered):
        return found
    raise refuse(
        406, "Accept", "no format that is asked for is a format of this answer", f"there are: {listed(offered)}"
    )


def query(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """A stranger's query: refused by the guard, or evaluated with no way out and cut where it is too long."""
    text = request["query"]
    known = guard.shape(text, "query")
    if known.update:
        raise refuse(403, "query", "this service only answers; it changes nothing", "send a query")
    offered = TABLES if known.form in ("SELECT", "ASK") else GRAPHS if known.form else (*TABLES, *GRAPHS)
    form, media_type = chosen(request, offered)
    capped = guard.capped(text, known, limits.rows + 1)
    # Its own LIMIT may keep it short; then nobody need count its rows.
    most = None if known.limit and guard.capped(text, known, limits.rows) == text else limits.rows
    with sealed(limits.timeout):
        try:
            try:
                answer = _evaluated(store, request, capped, known)
            except SyntaxError:
                # Once more as it was written, so that the place of the fault is the writer's.
                answer = _evaluated(store, request, text, known)
        except SyntaxError as error:
            raise queries.located(error, text, "query") from None
        if not known.form:
            form, media_type = chosen(request, GRAPHS if isinstance(answer, ox.QueryTriples) else TABLES)
        if isinstance(answer, ox.QueryTriples):
            body, missing = _graph(answer, form, limits)
        else:
            body = legible(answer.serialize(format=RESULTS[form.name]) or b"", form)
            missing = False
            if isinstance(answer, ox.QuerySolutions):
                body, missing = cut(body, form.name, most, limits.size)
    headers = (("X-Result-Truncated", f"rows={limits.rows}; bytes={limits.size}"),) if missing else ()
    return Reply(200, content_type(media_type), body, known.steady, headers)


def _evaluated(store: Store, request: dict[str, Any], text: str, known: guard.Shape) -> Any:
    default, named = request.get("default", []), request.get("named", [])
    # The protocol's dataset goes before the query's own (SPARQL 1.1 Protocol, section 2.1.4).
    given = {"default_graph": _graphs(default), "named_graphs": _graphs(named)} if default or named else {}
    union = not given and not known.dataset
    base = request.get("base")
    return store.engine.query(text, base_iri=base, use_default_graph_as_union=union, **given)  # type: ignore[arg-type]


def _graphs(names: list[str]) -> list[ox.NamedNode]:
    found = []
    for name in names:
        try:
            found.append(ox.NamedNode(name))
        except ValueError:
            raise refuse(400, name[:200], "is no IRI of a graph", "write an absolute IRI") from None
    return found


def _graph(answer: ox.QueryTriples, form: Format, limits: Limits) -> tuple[bytes, bool]:
    found = list(islice(answer, limits.rows + 1))
    missing = len(found) > limits.rows
    found = list(dict.fromkeys(found[: limits.rows]))
    body = written(found, form)
    while len(body) > limits.size and found:
        found, missing = found[: len(found) * limits.size // len(body) * 9 // 10], True
        body = written(found, form)
    return body, missing


def written(triples: Iterable[ox.Triple], form: Format) -> bytes:
    """Triples by the engine's own writer, with our prefixes; as RDF/XML by ours, which says what XML can.

    Raises :class:`Refused` where RDF/XML cannot say them.
    """
    if form.name != "rdfxml":
        return ox.serialize(triples, format=RDF[form.name], prefixes=PREFIXES) or b""
    try:
        return serialize((ox.Quad(*triple) for triple in triples), form.name)
    except CallError as error:
        raise Refused(406, error) from None


def legible(body: bytes, form: Format) -> bytes:
    """An XML document without the characters that none may hold; each becomes U+FFFD."""
    if form.name != "xml":
        return body
    # The search by a pattern is thirty times as slow as these two, and seldom needed.
    seldom = len(body.translate(None, _CONTROLS)) != len(body) or b"\xef\xbf" in body
    return _NO_XML.sub("\ufffd".encode(), body) if seldom else body


def canned(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """One of our own questions, with parameters as people say them; never cut."""
    try:
        asked = queries.find(request["name"])
    except MemgraphError as error:
        raise Refused(404, error) from None
    safe = FORMATS["csv-safe"]
    form, media_type = chosen(request, (*TABLES, safe) if "csv-safe" in request.get("format", ()) else TABLES)
    if request.get("sort") or request.get("filter"):
        raise refuse(400, "sort, filter", "are for pages; data are the whole answer in its order", "leave them out")
    answer = session.ask(store, asked, request["params"])
    if form is safe:
        return Reply(200, content_type(media_type), render.safe_csv(Rows(answer)).encode())
    return Reply(200, content_type(media_type), legible(answer.serialize(format=RESULTS[form.name]) or b"", form))
