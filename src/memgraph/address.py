"""The address of a SPARQL 1.1 server, and those of its services that follow from it."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from memgraph.errors import CallError

# Narrower than RFC 3986, so that no two programs can read two hosts in one address.
_FORM = re.compile(
    r"(?P<origin>(?P<scheme>https?)://(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?)"
    r"(?P<path>(?:/[A-Za-z0-9._~!$&'()*+,;=:%\-]*)*)(?P<parameters>\?[A-Za-z0-9._~!$&'()*+,;=:%/?\-]*)?"
)
_LOOPBACK = re.compile(r"localhost|127\.[0-9.]+|\[::1\]", re.IGNORECASE)
_EXAMPLE = "http://localhost:7878/query"


class Address(NamedTuple):
    """Where a server answers queries, takes updates, and (where that is known) keeps graphs."""

    query: str
    update: str
    graphs: str  # of the Graph Store Protocol; "" where no one named it
    origin: str  # scheme, host and port
    host: str

    def __str__(self) -> str:
        return self.query

    @property
    def open_to_listeners(self) -> bool:
        """Whether what is sent crosses a network unencrypted."""
        return self.origin.startswith("http:") and not _LOOPBACK.fullmatch(self.host)


def is_remote(name: str) -> bool:
    """Whether a store's name is an address, not a folder."""
    return name[:8].lower().startswith(("http://", "https://"))


def address(given: str) -> Address:
    """The address of a server's queries, with those of its updates and graphs.

    ``MEMGRAPH_UPDATE`` and ``MEMGRAPH_GRAPHS`` name these; else updates go where the servers that
    we know take them. Raises :class:`CallError` for what is no address or holds a password.
    """
    query = _parts(given)
    update = os.environ.get("MEMGRAPH_UPDATE") or _update(query)
    graphs = os.environ.get("MEMGRAPH_GRAPHS", "")
    for name, other in (("MEMGRAPH_UPDATE", update), ("MEMGRAPH_GRAPHS", graphs)):
        if other and _parts(other)["origin"].lower() != query["origin"].lower():
            raise CallError(name, f"is on another host than {query['origin']}", "name one host for both")
    return Address(given, update, graphs, query["origin"].lower(), query["host"].lower())


def _parts(given: str) -> re.Match[str]:
    if "@" in given:
        raise CallError(
            given.split(":", 1)[0] + "://…",  # a password is never shown
            "an address holds no name and no password",
            "give them by MEMGRAPH_USER and MEMGRAPH_PASSWORD, or by a file (MEMGRAPH_NETRC)",
        )
    found = _FORM.fullmatch(given)
    if found is None:
        shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in given)
        raise CallError(shown, "is no address of a SPARQL server", f"write it like {_EXAMPLE}")
    return found


def _update(query: re.Match[str]) -> str:
    """Where a server takes updates: Oxigraph, Fuseki, Stardog; RDF4J, GraphDB; others where they answer queries."""
    origin, path, parameters = query["origin"], query["path"], query["parameters"] or ""
    if path.endswith("/query"):
        path = path.removesuffix("query") + "update"
    elif re.search(r"/repositories/[^/]+$", path):
        path += "/statements"
    return origin + path + parameters
