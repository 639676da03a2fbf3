"""Documents of the graph, in a worker: on one thing, of the ontology, of a whole graph, of the dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from memgraph.serialization import serialize
from memgraph.store import Store
from memgraph.vocab import BASE, DATASET, DATASET_GRAPH, ONTOLOGY_GRAPH, PREFIXES
from memgraph.web.answering import RDF, chosen, written
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.negotiation import GRAPHS, HTML, content_type
from memgraph.web.refusal import Refused, refuse


def thing(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """All that is said of one thing and by what, with the words behind it."""
    form, media_type = chosen(request, GRAPHS)
    address = BASE + request["path"]
    found = list(dict.fromkeys(about(store, address)))
    if not found:
        raise nothing(request)
    return Reply(200, content_type(media_type), serialize(found, form.name))


def about(store: Store, address: str) -> Iterator[ox.Quad]:
    """All quads on a thing, its evidence and selectors included, and those that point at it."""
    try:
        node = ox.NamedNode(address)
    except ValueError:  # no IRI
        return
    for quad in store.engine.quads_for_pattern(node, None, None):
        yield quad
        # The words: evidence and its selector have no life of their own.
        if quad.predicate.value in (PREFIXES["mem"] + "evidence", PREFIXES["oa"] + "hasSelector"):
            yield from about(store, quad.object.value)  # type: ignore[union-attr]
    if not address.endswith("/selector") and "/text/" not in address:
        yield from store.engine.quads_for_pattern(None, None, node)


def known(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """Whether there is a thing of that path: 303 to its document in the format asked for, or 404."""
    form, _ = chosen(request, (*GRAPHS, HTML))
    if next(about(store, BASE + request["path"]), None) is None:
        raise nothing(request)
    spoken = f"?lang={request['language']}" if form is HTML and request["explicit"] else ""
    place = f"/doc/{request['quoted']}.{form.suffix}{spoken}"
    return Reply(303, "text/plain; charset=utf-8", b"", True, (("Location", place),))


def nothing(request: dict[str, Any]) -> Refused:
    """That there is no thing of that path."""
    place = f"/id/{request['path']}"[:200]
    return refuse(404, place, "there is no such thing here", "see what there is: /openapi.json")


def ontology(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The ontology and its alignments, as they are in the store."""
    form, media_type = chosen(request, GRAPHS)
    return Reply(200, content_type(media_type), serialize(store.quads(ONTOLOGY_GRAPH), form.name))


def graph(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """A whole graph (SPARQL 1.1 Graph Store Protocol, section 5.2): the named one, or with none the union of all."""
    form, media_type = chosen(request, GRAPHS)
    name = request.get("graph")
    if name is None:
        return Reply(200, content_type(media_type), written(_union(store), form))
    if name not in store.graphs():
        raise refuse(404, name[:200], "there is no graph of that name", "its names are in /void")
    return Reply(200, content_type(media_type), written((quad.triple for quad in store.quads(name)), form))


def _union(store: Store) -> Iterable[ox.Triple]:
    return dict.fromkeys(quad.triple for quad in store.engine)


def dump(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """Everything: with its named graphs where the format has them."""
    form, media_type = chosen(request, GRAPHS)
    if form.name in ("trig", "nq"):
        body = store.engine.dump(format=RDF[form.name], prefixes=PREFIXES) or b""
    else:
        body = written(_union(store), form)
    return Reply(200, content_type(media_type), body)


def void(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The description of the dataset (VoID): what the store says of itself, and where this service answers."""
    form, media_type = chosen(request, GRAPHS)
    base, dataset = request["base"], ox.NamedNode(DATASET)
    said = {quad.triple for quad in store.quads(DATASET_GRAPH)}
    said.add(ox.Triple(dataset, ox.NamedNode(PREFIXES["void"] + "sparqlEndpoint"), ox.NamedNode(f"{base}/sparql")))
    for one in GRAPHS:
        file = ox.NamedNode(f"{base}/dump/all.{one.suffix}")
        said.add(ox.Triple(dataset, ox.NamedNode(PREFIXES["void"] + "dataDump"), file))
    return Reply(200, content_type(media_type), serialize((ox.Quad(*triple) for triple in said), form.name))
