"""Opening a store and asking it: what the command line and the library share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memgraph import guard, queries, resources, store
from memgraph.address import Address, address, is_remote
from memgraph.errors import CallError, QueryError, nearest
from memgraph.queries import Query
from memgraph.resolve import terms
from memgraph.staleness import staleness

if TYPE_CHECKING:
    from memgraph.remote import Remote

Notice = Callable[[str], None]


def location(given: str | None) -> Path | Address:
    """Where the store is: what is given, else ``MEMGRAPH_STORE``, else ``.memgraph`` in the folder of work.

    Raises :class:`CallError` for an address that is none.
    """
    name = given or os.environ.get("MEMGRAPH_STORE") or store.DEFAULT
    return address(name) if is_remote(name) else Path(name)


def folder(given: str | None, what: str) -> Path:
    """Where the embedded store is; raises :class:`CallError` where a server is named, which ``what`` cannot use."""
    where = location(given)
    if isinstance(where, Address):
        raise CallError(str(where), f"{what} needs a store in a folder", "name one with --store")
    return where


def opened(given: str | None, notice: Notice) -> store.Readable:
    """Open the store for questions; what is worth knowing goes to ``notice``, a line each.

    Only the default store is built first, from the shipped reports and with a notice, when it is
    not there. Raises :class:`memgraph.errors.StoreError`.
    """
    where = location(given)
    return embedded(where, given, notice) if isinstance(where, Path) else remote(where, notice)


def remote(where: Address, notice: Notice) -> Remote:
    """Open a store on a server, as :func:`opened` does."""
    from memgraph.remote import open_remote  # its HTTP library takes 75 ms to import

    found = open_remote(where)
    if found.transfer.known and where.open_to_listeners:
        notice(f"{where}: the credentials cross the network unencrypted; use https where others can listen")
    for line in found.staleness():
        notice(f"{where}: {line}")
    return found


def embedded(where: Path, given: str | None, notice: Notice) -> store.Store:
    """Open a store in a folder, as :func:`opened` does."""
    if not store.exists(where) and not given and not os.environ.get("MEMGRAPH_STORE"):
        notice(f"{where}: no store yet; building it from the shipped reports")
        from memgraph.builder import build  # building needs rdflib, pyshacl and owlrl, asking does not

        build(resources.seeds(), where)
    found = store.open_store(where)
    for line in staleness(found.manifest):
        notice(f"{where}: {line}")
    return found


def ask(found: store.Readable, query: Query, params: dict[str, list[str]], rows: int | None = None) -> Any:
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
    text = queries.bound(query, values, found.dialect)
    known = guard.shape(text, query.place)
    try:
        return found.query(text if rows is None else guard.capped(text, known, rows), union=not known.dataset)
    except SyntaxError as error:
        raise queries.located(error, text, query.place) from None
    except (RuntimeError, ValueError) as error:
        raise QueryError(query.place, f"the query cannot be evaluated ({error})", "mend it") from None
