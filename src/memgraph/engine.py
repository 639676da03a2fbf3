"""The embedded engine while it is filled and changed; nothing of files and generations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from memgraph.closure import Node, Term
from memgraph.vocab import DATASET_GRAPH, ONTOLOGY_GRAPH

# N-Quads that the engine is given at a time: more make it quicker and bigger.
_BATCH = 32_000_000
_MANY = 4  # loads
_NO_DATA = (ox.NamedNode(ONTOLOGY_GRAPH), ox.NamedNode(DATASET_GRAPH))


class Engine:
    """An engine that nobody reads yet: a :class:`memgraph.edition.Draft`."""

    def __init__(self, engine: ox.Store) -> None:
        self._engine: ox.Store | None = engine
        self._waiting: list[bytes] = []
        self._loads = 0

    def put(self, quads: bytes) -> None:
        """Add N-Quads."""
        self._waiting.append(quads)
        if sum(map(len, self._waiting)) > _BATCH:
            self._load()

    def take(self, quads: Iterable[ox.Quad]) -> None:
        """Take quads out."""
        engine = self._whole()
        for quad in quads:
            engine.remove(quad)

    def drop(self, graph: str) -> None:
        """Take a named graph out."""
        self._whole().remove_graph(ox.NamedNode(graph))

    def match(self, subject: Node | None, prop: ox.NamedNode | None, value: Term | None) -> Iterator[ox.Triple]:
        """What the data says by a pattern: authority, reports and what is inferred."""
        for quad in self._whole().quads_for_pattern(subject, prop, value, None):
            if quad.graph_name not in _NO_DATA:
                yield quad.triple

    def graph(self, name: str) -> Iterator[ox.Triple]:
        """The triples of a named graph."""
        return (quad.triple for quad in self._whole().quads_for_pattern(None, None, None, ox.NamedNode(name)))

    def held(self, triple: ox.Triple) -> set[str]:
        """The names of the graphs that hold a triple."""
        return {
            getattr(quad.graph_name, "value", "")
            for quad in self._whole().quads_for_pattern(triple.subject, triple.predicate, triple.object)
        }

    def about(self, subject: Node) -> Iterator[ox.Quad]:
        """All that is said of a thing."""
        return self._whole().quads_for_pattern(subject, None, None, None)

    def close(self) -> None:
        """Let go of the engine."""
        self._engine = None

    def finish(self) -> None:
        """See that all that was put is on the disk, and let go of the engine."""
        engine = self._whole()
        if self._loads > _MANY:
            engine.optimize()  # the tables of so many loads become one set, which is quicker to read
        engine.flush()
        del engine
        self.close()

    def _whole(self) -> ox.Store:
        """The engine with all that was put."""
        if self._waiting:
            self._load()
        assert self._engine is not None
        return self._engine

    def _load(self) -> None:
        quads, self._waiting = b"".join(self._waiting), []
        assert self._engine is not None
        self._engine.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
        self._loads += 1
