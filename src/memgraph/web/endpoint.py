"""The endpoint's description of itself (SPARQL 1.1 Service Description), in a worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from memgraph.serialization import serialize
from memgraph.store import Store
from memgraph.vocab import PREFIXES
from memgraph.web.answering import chosen
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.negotiation import GRAPHS, content_type
from memgraph.web.refusal import Refused

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMAT = "http://www.w3.org/ns/formats/"
_FORMATS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV "
    "Turtle TriG N-Triples N-Quads JSON-LD RDF_XML"
).split()
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def description(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """What the bare endpoint says; a client that cannot read it still gets it, as Turtle."""
    try:
        form, media_type = chosen(request, GRAPHS)
    except Refused:
        form, media_type = GRAPHS[0], GRAPHS[0].media_type
    quads = (ox.Quad(*triple) for triple in _said(store, f"{request['base']}/sparql", request["base"]))
    return Reply(200, content_type(media_type), serialize(quads, form.name))


def _said(store: Store, endpoint: str, base: str) -> Iterator[ox.Triple]:
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset")
    default = ox.NamedNode(f"{endpoint}#default-graph")
    counts = store.manifest.counts
    yield ox.Triple(service, _TYPE, ox.NamedNode(_SD + "Service"))
    yield ox.Triple(service, ox.NamedNode(_SD + "endpoint"), service)
    yield ox.Triple(service, ox.NamedNode(_SD + "supportedLanguage"), ox.NamedNode(_SD + "SPARQL11Query"))
    yield ox.Triple(service, ox.NamedNode(_SD + "feature"), ox.NamedNode(_SD + "UnionDefaultGraph"))
    for name in _FORMATS:
        yield ox.Triple(service, ox.NamedNode(_SD + "resultFormat"), ox.NamedNode(_FORMAT + name))
    yield ox.Triple(service, ox.NamedNode(_SD + "defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, ox.NamedNode(_SD + "Dataset"))
    yield ox.Triple(dataset, ox.NamedNode(PREFIXES["rdfs"] + "seeAlso"), ox.NamedNode(f"{base}/void"))
    yield ox.Triple(dataset, ox.NamedNode(_SD + "defaultGraph"), default)
    yield ox.Triple(default, _TYPE, ox.NamedNode(_SD + "Graph"))
    yield ox.Triple(default, ox.NamedNode(_VOID + "triples"), ox.Literal(sum(counts.values())))
    for number, (name, count) in enumerate(counts.items()):
        named, graph = ox.NamedNode(f"{endpoint}#named-graph-{number}"), ox.NamedNode(f"{endpoint}#graph-{number}")
        yield ox.Triple(dataset, ox.NamedNode(_SD + "namedGraph"), named)
        yield ox.Triple(named, _TYPE, ox.NamedNode(_SD + "NamedGraph"))
        yield ox.Triple(named, ox.NamedNode(_SD + "name"), ox.NamedNode(name))
        yield ox.Triple(named, ox.NamedNode(_SD + "graph"), graph)
        yield ox.Triple(graph, _TYPE, ox.NamedNode(_SD + "Graph"))
        yield ox.Triple(graph, ox.NamedNode(_VOID + "triples"), ox.Literal(count))
