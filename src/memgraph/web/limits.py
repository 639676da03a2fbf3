"""How much a request may take; each number has its reason beside it."""

from __future__ import annotations

from typing import NamedTuple

MEBI = 2**20
LONGEST_TIMEOUT = 60.0


class Limits(NamedTuple):
    """The limits of a service. Times in seconds, sizes in bytes."""

    timeout: float = 10.0  # a stranger's query; counts from its arrival, waiting included
    own_timeout: float = LONGEST_TIMEOUT  # canned queries and documents, which cannot be made to run for ever
    rows: int = 10_000  # of an answer on /sparql, or triples of a graph
    size: int = 16 * MEBI  # of an answer on /sparql
    query: int = 64 * 1024  # a query's text
    body: int = 128 * 1024  # a request's body: a form needs up to three bytes a character
    memory: int = 1024 * MEBI  # a worker's memory beyond what it has at its start
    cache: int = 64 * MEBI  # all answers that are kept
    quick: int = 3  # workers that wait for short queries; one client may have all but one
    slow: int = 4  # workers with longer ones; one client may have half
    slice: float = 0.2  # longer than this is a long query
    waiting: int = 512  # requests that wait, of all clients
    waiting_client: int = 64  # of one client
    body_timeout: float = 10.0  # for the whole body to arrive
