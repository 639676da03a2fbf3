"""Requests that wait, by client; whoever has least under way goes first."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterator

from memgraph.web.frames import Reply
from memgraph.web.process import Worker
from memgraph.web.refusal import Refused

# Returns when a client has gone.
Left = Callable[[], Awaitable[None]]


class Job:
    """A request on its way: who asked, what, and where it is."""

    __slots__ = ("client", "frame", "future", "left", "slice", "slow", "watch", "worker")

    def __init__(self, client: str, frame: bytes, future: asyncio.Future[Reply], left: Left | None) -> None:
        self.client, self.frame, self.future, self.left = client, frame, future, left
        self.watch: asyncio.Task[None] | None = None
        self.worker: Worker | None = None
        self.slice: asyncio.TimerHandle | None = None
        self.slow = False  # it has one of the places of slow queries

    def answer(self, reply: Reply) -> None:
        """Answer it, unless it was answered or nobody waits any more."""
        if not self.future.done():
            self.future.set_result(reply)

    def refuse(self, why: Refused) -> None:
        """Refuse it, unless as above."""
        if not self.future.done():
            self.future.set_exception(why)


class Waiting:
    """A queue for each client."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, deque[Job]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def of(self, client: str) -> int:
        """How many of a client's requests wait."""
        return len(self._of.get(client, ()))

    def put(self, job: Job) -> None:
        """Add a request behind those of its client."""
        self._of.setdefault(job.client, deque()).append(job)
        self._length += 1

    def take(self, running: Counter[str], most: int) -> Job | None:
        """The first request of the client that has least running, and less than so many; in turn where equal."""
        while self._of:
            client = min(self._of, key=lambda one: running[one])
            if running[client] >= most:
                return None
            job = self._of[client].popleft()
            self._length -= 1
            if self._of[client]:
                self._of.move_to_end(client)
            else:
                del self._of[client]
            if not job.future.done():
                return job
        return None

    def drop(self, job: Job) -> None:
        """Take a request out, if it is here."""
        mine = self._of.get(job.client)
        if mine and job in mine:
            mine.remove(job)
            self._length -= 1
            if not mine:
                del self._of[job.client]

    def drain(self) -> Iterator[Job]:
        """Take all out."""
        while self._of:
            _, jobs = self._of.popitem()
            self._length -= len(jobs)
            yield from jobs
