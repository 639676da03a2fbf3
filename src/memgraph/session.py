"""Opening a store and asking it: what the command line and the library share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from memgraph import guard, queries, resources, store
from memgraph.errors import CallError, QueryError, nearest
from memgraph.queries import Query
from memgraph.resolve import terms
from memgraph.staleness import staleness

Notice = Callable[[str], None]


def location(given: str | None) -> Path:
    """Where the store is: what is given, else ``MEMGRAPH_STORE``, else ``.memgraph`` in the folder of work."""
    name = given or os.environ.get("MEMGRAPH_STORE") or store.DEFAULT
    if name.startswith(("http://", "https://")):
        raise CallError(name, "remote stores are not supported by this version", "name a folder with --store")
    return Path(name)


def opened(given: str | None, notice: Notice) -> store.Store:
    """Open the store for questions; what is worth knowing goes to ``notice``, a line each.

    Only the default store is built first, from the shipped reports and with a notice, when it is
    not there. Raises :class:`memgraph.errors.StoreError`.
    """
    where = location(given)
    if not store.exists(where) and not given and not os.environ.get("MEMGRAPH_STORE"):
        notice(f"{where}: no store yet; building it from the shipped reports")
        from memgraph.builder import build  # building needs rdflib, pyshacl and owlrl, asking does not

        build(resources.seeds(), where)
    found = store.open_store(where)
    for line in staleness(found.manifest):
        notice(f"{where}: {line}")
    return found


def ask(found: store.Store, query: Query, params: dict[str, list[str]], rows: int | None = None) -> Any:
    """The engine's own answer to a query with parameters as people say them, at most so many rows.

    Raises :class:`CallError` for what no parameter or thing is called, :class:`QueryError` for a
    query that cannot be parsed or evaluated.
    """
    values = {}
    for name, several in params.items():
        one = queries.parameter(query, name)
        for given in several:
            if one.choices and given not in one.choices:
                near = nearest(given, one.choices) or list(one.choices)
                raise CallError(given, f"is no {name}", f"did you mean {', '.join(near)}?")
        values[name] = [term for given in several for term in terms(found, one.kind, given)]
    text = queries.bound(query, values)
    known = guard.shape(text, query.place)
    try:
        return found.query(text if rows is None else guard.capped(text, known, rows), union=not known.dataset)
    except SyntaxError as error:
        raise queries.located(error, text, query.place) from None
    except (RuntimeError, ValueError) as error:
        raise QueryError(query.place, f"the query cannot be evaluated ({error})", "mend it") from None
