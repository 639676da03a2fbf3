"""Saying no over HTTP: a status and the block of the contract, ``place: what; what to do``."""

from __future__ import annotations

from memgraph.errors import MemgraphError
from memgraph.web.frames import Reply

PLAIN = "text/plain; charset=utf-8"


class Refused(Exception):
    """A request that is answered with a status of 4xx or 5xx and the reason."""

    def __init__(self, status: int, error: MemgraphError, headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(str(error))
        self.status, self.error, self.headers = status, error, headers

    def reply(self) -> Reply:
        """The answer that says so."""
        return Reply(self.status, PLAIN, f"{self.error.block()}\n".encode("utf-8", "replace"), False, self.headers)


def refuse(status: int, place: str, what: str, todo: str, **headers: str) -> Refused:
    """A refusal in a word; header names are written with underscores."""
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Refused(status, MemgraphError(place, what, todo), pairs)
