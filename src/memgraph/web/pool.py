"""Workers and who may use them: short queries at once, long ones in a lane of their own, a fair share each.

Every request starts with a worker of the quick lane. One that takes longer than a slice becomes slow:
its worker goes on if a place among the slow ones is free and its client has not half
of them; else it is stopped and waits for such a place. A request that was slow before, or killed its
worker, starts there. So short queries wait for no long ones, whoever sent them.

At its time limit a request is answered and its worker killed: a running query cannot be stopped.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
from collections import Counter, OrderedDict
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from memgraph.errors import StoreError
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.process import Worker
from memgraph.web.queueing import Job, Left, Waiting
from memgraph.web.refusal import Refused, refuse

_REMEMBERED = 10_000
_RETRY_START = 1.0


class Pool:
    """The workers of a service on the current generation of a store."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self.store, self.limits = store, limits
        self.generation = ""
        self._idle: list[Worker] = []
        self._busy: set[Job] = set()
        self._quick, self._slow = Waiting(), Waiting()
        self._running_quick: Counter[str] = Counter()
        self._running_slow: Counter[str] = Counter()
        self._starting = 0
        self._known_slow: OrderedDict[int, None] = OrderedDict()
        self._current = str(store / "current")
        self._stamp: object = None
        self._renewal: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Open the store; raises :class:`StoreError` when it cannot be."""
        self._stamp = self._seen()
        first = await Worker.start(self.store, self.limits)
        self.generation = first.generation
        self._idle.append(first)
        self._fill()

    async def close(self) -> None:
        """End all workers; whatever waits is refused."""
        self._closed = True
        for job in [*self._busy, *self._quick.drain(), *self._slow.drain()]:
            job.refuse(_busy("is stopping", 1))
            if job.worker:
                job.worker.kill()
        for worker in self._idle:
            worker.kill()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def workers(self) -> int:
        """How many workers there are."""
        return len(self._idle) + len(self._busy)

    async def ask(self, client: str, frame: bytes, seconds: float, left: Left | None = None) -> Reply:
        """A worker's answer to a frame, within so many seconds; raises :class:`Refused` with 503.

        ``left`` returns when the client has gone: what is slow is then stopped.
        """
        waiting = len(self._quick) + len(self._slow)
        if self._closed or waiting >= self.limits.waiting:
            raise _busy("has too many requests waiting", 1)
        if self._quick.of(client) + self._slow.of(client) >= self.limits.waiting_client:
            raise _busy("has too many of your requests waiting", 1)
        loop = asyncio.get_running_loop()
        job = Job(client, frame, loop.create_future(), left)
        if hash(frame) in self._known_slow:
            self._put_slow(job)
        else:
            self._quick.put(job)
        limit = loop.call_later(seconds, self._expire, job, seconds)
        try:
            self._dispatch()
            return await job.future
        finally:
            limit.cancel()
            if job.watch:
                job.watch.cancel()
            if job.future.cancelled():  # nobody waits any more
                self._stop(job, _busy("was not waited for", 1))

    def _expire(self, job: Job, seconds: float) -> None:
        if job.worker:
            self._remember(job)
            self._stop(job, refuse(503, "query", f"took longer than {seconds:g} s", "ask for less", Retry_After="10"))
        else:
            self._stop(job, _busy(f"had no place for this within {seconds:g} s", math.ceil(seconds)))

    def _stop(self, job: Job, why: Refused) -> None:
        """Take a request away from where it is."""
        job.refuse(why)
        self._quick.drop(job)
        self._slow.drop(job)
        if job.worker:
            job.worker.kill()

    def _put_slow(self, job: Job) -> None:
        self._slow.put(job)
        self._watch(job)

    def _watch(self, job: Job) -> None:
        """See whether the client of a slow request leaves: it is not worth asking of a short one."""
        if job.left and not job.watch:
            job.watch = asyncio.get_running_loop().create_task(self._until_left(job, job.left))

    async def _until_left(self, job: Job, left: Left) -> None:
        await left()
        self._stop(job, _busy("was not waited for", 1))

    def _dispatch(self) -> None:
        """Give what waits to workers that are free."""
        most = max(1, self.limits.quick - 1)
        while self._idle and (job := self._quick.take(self._running_quick, most)):
            worker = self._idle.pop()
            if worker.alive:
                self._running_quick[job.client] += 1
                self._begin(job, worker)
            else:  # it ended without being asked
                self._quick.put(job)
        most = max(1, self.limits.slow // 2)
        while self._running_slow.total() < self.limits.slow and (job := self._slow.take(self._running_slow, most)):
            self._running_slow[job.client] += 1
            job.slow = True
            self._task(self._begin_slow(job))
        self._fill()

    def _task(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _begin(self, job: Job, worker: Worker) -> None:
        job.worker = worker
        self._busy.add(job)
        if not job.slow:
            job.slice = asyncio.get_running_loop().call_later(self.limits.slice, self._longer, job)
        worker.ask(job.frame, partial(self._done, job, worker))

    async def _begin_slow(self, job: Job) -> None:
        """A worker of its own for what is known to be slow: the quick lane keeps its workers."""
        try:
            worker = await Worker.start(self.store, self.limits)
        except StoreError:
            job.refuse(_busy("could not start a worker", 1))
            self._leave(job)
            return
        if job.future.done():
            worker.kill()
            self._leave(job)
            return
        self._begin(job, worker)

    def _leave(self, job: Job) -> None:
        running = self._running_slow if job.slow else self._running_quick
        running[job.client] -= 1
        if running[job.client] <= 0:
            del running[job.client]
        if not self._closed:
            self._dispatch()

    def _longer(self, job: Job) -> None:
        """A query that goes on beyond its slice."""
        self._remember(job)
        self._watch(job)
        free = self._running_slow.total() < self.limits.slow
        if free and self._running_slow[job.client] < max(1, self.limits.slow // 2):
            self._leave_quick(job)
            self._running_slow[job.client] += 1
            job.slow = True
            self._dispatch()
        else:
            assert job.worker
            job.worker.kill()

    def _leave_quick(self, job: Job) -> None:
        self._running_quick[job.client] -= 1
        if self._running_quick[job.client] <= 0:
            del self._running_quick[job.client]

    def _done(self, job: Job, worker: Worker, reply: Reply | None) -> None:
        """A worker has answered, or has died."""
        if job.slice:
            job.slice.cancel()
        self._busy.discard(job)
        if reply is not None:
            job.answer(reply)
        elif not job.slow and not job.future.done():
            # It was stopped to wait for a place, or its worker died, perhaps not of it: once more.
            self._remember(job)
            job.worker, job.slice = None, None
            self._put_slow(job)
        elif not job.future.done():
            what = "needed more memory than a query may have, or ended its worker otherwise"
            job.refuse(refuse(503, "query", what, "ask for less", Retry_After="60"))
        surplus = job.slow and self._ready >= self.limits.quick
        if reply is None or surplus or not worker.alive or worker.generation != self.generation:
            worker.kill()
        else:
            self._idle.append(worker)
        self._leave(job)

    def _remember(self, job: Job) -> None:
        self._known_slow[hash(job.frame)] = None
        if len(self._known_slow) > _REMEMBERED:
            self._known_slow.popitem(last=False)

    @property
    def _ready(self) -> int:
        """The workers of the quick lane, also those that come."""
        return len(self._idle) + self._running_quick.total() + self._starting

    def _fill(self) -> None:
        """Start what the quick lane lacks."""
        for _ in range(self.limits.quick - self._ready):
            self._starting += 1
            self._task(self._start())

    async def _start(self) -> None:
        try:
            worker = await Worker.start(self.store, self.limits)
        except StoreError:
            await asyncio.sleep(_RETRY_START)  # the disk may come back; requests meanwhile wait or are refused
            self._starting -= 1
            self._fill()
            return
        self._starting -= 1
        if worker.generation == self.generation and not self._closed:
            self._idle.append(worker)
            self._dispatch()
        else:  # a newer one came meanwhile
            worker.kill()
            if not self._closed:
                await self.renew()
                self._fill()

    def _seen(self) -> object:
        """What changes when another generation is made current."""
        try:
            status = os.stat(self._current)  # asked for at every request
        except OSError:
            return self._stamp  # what is open is still answered from
        return status.st_ino, status.st_mtime_ns

    @property
    def changed(self) -> bool:
        """Whether another generation was made current since the last look."""
        return self._seen() != self._stamp

    async def renew(self) -> None:
        """Go over to the current generation. What runs on the old one ends there; if the new one cannot
        be opened, the old one stays."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.get_running_loop().create_task(self._renewed())
        with contextlib.suppress(StoreError):
            await asyncio.shield(self._renewal)

    async def _renewed(self) -> None:
        seen = self._seen()
        try:
            fresh = await Worker.start(self.store, self.limits)
        finally:
            self._stamp = seen  # only now, so that whoever asks meanwhile waits too
        if fresh.generation == self.generation:
            fresh.kill()
            return
        self.generation = fresh.generation
        for worker in self._idle:
            worker.kill()
        self._idle = [fresh]
        self._known_slow.clear()
        self._dispatch()


def _busy(what: str, seconds: int) -> Refused:
    return refuse(503, "service", what, "try again later", Retry_After=str(seconds))
