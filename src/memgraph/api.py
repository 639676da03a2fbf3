"""The library: open a store, ask it, read typed rows or an rdflib graph."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from memgraph import queries, resolve, resources, store
from memgraph.answers import Rows
from memgraph.errors import CallError, QueryError
from memgraph.queries import Query
from memgraph.staleness import staleness

if TYPE_CHECKING:
    import rdflib

Notice = Callable[[str], None]


def location(given: str | None) -> Path:
    """Where the store is: what is given, else ``MEMGRAPH_STORE``, else ``.memgraph`` in the working folder."""
    name = given or os.environ.get("MEMGRAPH_STORE") or store.DEFAULT
    if name.startswith(("http://", "https://")):
        raise CallError(name, "remote stores are not supported by this version", "name a folder with --store")
    return Path(name)


def open_store(given: str | None = None, notice: Notice | None = None) -> Memgraph:
    """Open a store for questions.

    Only the default store is built first, from the shipped reports and with a notice, when it is
    not there. Raises :class:`memgraph.errors.StoreError`.
    """
    tell = notice or (lambda line: print(line, file=sys.stderr))
    where = location(given)
    if not store.exists(where) and not given and not os.environ.get("MEMGRAPH_STORE"):
        tell(f"{where}: no store yet; building it from the shipped reports")
        # Imported here: building needs rdflib, pyshacl and owlrl, asking does not.
        from memgraph.build import build

        build(resources.seeds(), where)
    opened = Memgraph(store.open_store(where))
    for line in staleness(opened.store.manifest):
        tell(f"{where}: {line}")
    return opened


class Memgraph:
    """An opened store. A context manager; close it when done."""

    def __init__(self, opened: store.Store) -> None:
        self.store = opened

    def __enter__(self) -> Memgraph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files."""
        self.__dict__.pop("store", None)

    def query(self, name_or_sparql: str, **params: str) -> Any:
        """Answer a canned query by name, or SPARQL.

        Parameters are what a person says (``report="peru-2022"``) or IRIs. A SELECT gives
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
        """The engine's own answer to a query with parameters, at most so many rows."""
        values = {
            name: [
                term
                for given in several
                for term in resolve.terms(self.store, queries.parameter(query, name).kind, given)
            ]
            for name, several in params.items()
        }
        text = queries.limited(queries.bound(query, values), rows)
        try:
            return self.store.query(text)
        except SyntaxError as error:
            raise queries.located(error, text, query.name) from None
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(query.name, f"the query cannot be evaluated ({error})", "mend it") from None

    def graph(self) -> rdflib.Dataset:
        """Everything in the store as an rdflib Dataset, its default graph the union."""
        # Imported here: rdflib is slow to import and only this needs it.
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        for name in self.store.graphs():
            data: bytes = ox.serialize((q.triple for q in self.store.quads(name)), format=ox.RdfFormat.N_TRIPLES)  # type: ignore[assignment]
            dataset.graph(rdflib.URIRef(name)).parse(data=data, format="nt")
        return dataset


def _rdflib_graph(triples: ox.QueryTriples) -> rdflib.Graph:
    import rdflib  # as in `graph`

    data: bytes = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)  # type: ignore[assignment]
    return rdflib.Graph().parse(data=data, format="nt")
