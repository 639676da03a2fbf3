"""What changes in a store on a server, before it is sent: a :class:`memgraph.edition.Draft`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from memgraph import description
from memgraph.closure import Node, Term
from memgraph.description import Tally
from memgraph.errors import StoreError
from memgraph.ground import Ground
from memgraph.remote import Remote
from memgraph.vocab import BASE, DATASET, DATASET_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES

_VOID = PREFIXES["void"]
_COUNTS = f"""
CONSTRUCT {{ ?part ?count ?number }} WHERE {{
  GRAPH <{DATASET_GRAPH}> {{ ?part ?count ?number }}
  FILTER(?count IN ({", ".join(str(one) for one in sorted(description.COUNTED, key=str))}))
}}
"""


class Changes:
    """What was put, taken and dropped; it answers as if the server had done it already."""

    def __init__(self, server: Remote) -> None:
        self.server = server
        self.before = server.checked()
        self.dropped: set[str] = set()
        self.taken: set[ox.Quad] = set()
        self._come = ox.Store()

    def put(self, quads: bytes) -> None:
        """Add N-Quads."""
        self._come.load(quads, format=ox.RdfFormat.N_QUADS)

    def take(self, quads: Iterable[ox.Quad]) -> None:
        """Take quads out."""
        for quad in quads:
            if quad in self._come:
                self._come.remove(quad)
            elif _name(quad) not in self.dropped:
                self.taken.add(quad)

    def drop(self, graph: str) -> None:
        """Take a named graph out."""
        self._come.remove_graph(ox.NamedNode(graph))
        self.taken = {quad for quad in self.taken if _name(quad) != graph}
        self.dropped.add(graph)

    def match(self, subject: Node | None, prop: ox.NamedNode | None, value: Term | None) -> Iterator[ox.Triple]:
        """What the data says by a pattern: authority, reports and what is inferred."""
        for quad in self._quads(subject, prop, value):
            if _name(quad) not in (ONTOLOGY_GRAPH, DATASET_GRAPH):
                yield quad.triple

    def graph(self, name: str) -> Iterator[ox.Triple]:
        """The triples of a named graph."""
        if name not in self.dropped:
            yield from (quad.triple for quad in self.server.quads(name) if quad not in self.taken)
        yield from (quad.triple for quad in self.come(name))

    def held(self, triple: ox.Triple) -> set[str]:
        """The names of the graphs that hold a triple."""
        return {_name(quad) for quad in self._quads(triple.subject, triple.predicate, triple.object)}  # type: ignore[arg-type]

    def about(self, subject: Node) -> Iterator[ox.Quad]:
        """All that is said of a thing."""
        return self._quads(subject, None, None)

    def touched(self) -> list[str]:
        """The graphs to which something was added."""
        return sorted(graph.value for graph in self._come.named_graphs() if any(self.come(graph.value)))

    def come(self, graph: str) -> Iterator[ox.Quad]:
        """What was added to a graph."""
        return self._come.quads_for_pattern(None, None, None, ox.NamedNode(graph))

    def _quads(self, subject: Node | None, prop: ox.NamedNode | None, value: Term | None) -> Iterator[ox.Quad]:
        for quad in self.server.matching(subject, prop, value):
            if _name(quad) not in self.dropped and quad not in self.taken:
                yield quad
        yield from self._come.quads_for_pattern(subject, prop, value, None)


def _name(quad: ox.Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def stated(server: Remote, ground: Ground) -> tuple[dict[str, int], Tally]:
    """The counts and the tally of a store, from what its dataset graph states.

    Raises :class:`StoreError` where that does not agree with itself.
    """
    said: set[ox.Triple] = set(server.query(_COUNTS, union=False))  # type: ignore[arg-type]
    of: dict[str, dict[str, str]] = {}
    for triple in said:
        if not triple.predicate.value.endswith(("Partition", "vocabulary")):
            of.setdefault(triple.subject.value, {})[triple.predicate.value.removeprefix(_VOID)] = triple.object.value  # type: ignore[union-attr]
    try:
        parts = [one for name, one in of.items() if name.startswith(DATASET + "/")]
        whole = Tally(
            int(of[DATASET]["triples"]),
            int(of[DATASET]["distinctSubjects"]),
            {one["class"]: int(one["entities"]) for one in parts if "class" in one},
            {one["property"]: int(one["triples"]) for one in parts if "property" in one},
        )
        counts = {name: int(one["triples"]) for name, one in of.items() if name.startswith(BASE + "graph/")}
        sizes = {description.size(name, count) for name, count in counts.items()}
        inferred = Tally.of({description.size(INFERRED_GRAPH, counts[INFERRED_GRAPH])}, ground.subjects)
    except (KeyError, ValueError):
        raise _unsound(server) from None
    rest = whole - Tally.of(said - sizes, {ox.NamedNode(DATASET)})
    if description.counted(rest) != said - sizes:
        raise _unsound(server)
    return counts | {DATASET_GRAPH: server.count(DATASET_GRAPH)}, rest - inferred


def _unsound(server: Remote) -> StoreError:
    return StoreError(
        str(server.where), "what the store says of itself does not agree", "make it anew with: memgraph build"
    )
