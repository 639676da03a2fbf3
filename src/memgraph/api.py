"""The library: open a store, ask it, read typed rows or an rdflib graph."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from memgraph import queries, session, store
from memgraph.answers import Rows
from memgraph.queries import Query

if TYPE_CHECKING:
    import rdflib


def open_store(given: str | None = None, notice: session.Notice | None = None) -> Memgraph:
    """Open a store for questions, as :func:`memgraph.session.opened` does; notices go to stderr."""
    return Memgraph(session.opened(given, notice or (lambda line: print(line, file=sys.stderr))))


class Memgraph:
    """An opened store. A context manager; close it when done."""

    def __init__(self, opened: store.Readable) -> None:
        self.store = opened

    def __enter__(self) -> Memgraph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files or connections."""
        self.__dict__.pop("store", None)

    def query(self, name_or_sparql: str, **params: str) -> Any:
        """Answer a canned query by name, or SPARQL.

        Parameters are what a person says (``report="ID"``) or IRIs. A SELECT gives
        :class:`Rows`, an ASK a bool, CONSTRUCT and DESCRIBE an rdflib Graph. Raises
        :class:`memgraph.errors.MemgraphError` for unknown names and broken queries.
        """
        if any(char in name_or_sparql for char in "{ \n"):
            query = queries.parse(name_or_sparql, "query", "query")
        else:
            query = queries.find(name_or_sparql)
        answer = self.ask(query, {name: [value] for name, value in params.items()})
        if isinstance(answer, ox.QuerySolutions):
            return Rows(answer)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        return _rdflib_graph(answer)

    def ask(self, query: Query, params: dict[str, list[str]], rows: int | None = None) -> Any:
        """The engine's own answer, as :func:`memgraph.session.ask` gives it."""
        return session.ask(self.store, query, params, rows)

    def graph(self) -> rdflib.Dataset:
        """Everything in the store as an rdflib Dataset, its default graph the union."""
        import rdflib  # takes 78 ms, and only this and the next need it

        dataset = rdflib.Dataset(default_union=True)
        for name in self.store.graphs():
            dataset.graph(rdflib.URIRef(name)).parse(
                data=_ntriples(quad.triple for quad in self.store.quads(name)), format="nt"
            )
        return dataset


def _ntriples(triples: Any) -> bytes:
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return data


def _rdflib_graph(triples: ox.QueryTriples) -> rdflib.Graph:
    import rdflib  # as in `graph`

    return rdflib.Graph().parse(data=_ntriples(triples), format="nt")
