"""A worker process as the service holds it: start, ask, kill."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from memgraph.errors import StoreError
from memgraph.web.frames import Reader, Reply, taken
from memgraph.web.limits import Limits

_START = 30.0

# Called with the answer, or with None when the worker has died over it.
Done = Callable[[Reply | None], None]


class Worker(asyncio.BufferedProtocol):
    """A running worker, which answers one request at a time."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._reader = Reader()
        self._transport: asyncio.Transport | None = None
        self._done: Done | None = None
        self._hello: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.generation = ""

    @classmethod
    async def start(cls, store: Path, limits: Limits) -> Worker:
        """Start one and wait until it has opened the store; raises :class:`StoreError` when it cannot."""
        loop = asyncio.get_running_loop()
        made = cls()
        ours, its = socket.socketpair()
        try:
            with its:
                made._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", "memgraph.web.worker", str(store), json.dumps(limits)),
                    stdin=its.fileno(),
                    stdout=asyncio.subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C in a terminal goes to the service alone
                )
            await loop.create_connection(lambda: made, sock=ours)
            hello = await asyncio.wait_for(made._hello, _START)
        except TimeoutError:
            hello = {"refused": "it took too long"}
        except BaseException:  # cancelled or interrupted too: no worker stays without its owner
            made.kill()
            raise
        if "refused" in hello:
            made.kill()
            why = tuple(hello["refused"].splitlines())
            raise StoreError(str(store), "no worker could open the store", "see below", why)
        made.generation = hello["generation"]
        return made

    def ask(self, frame: bytes, done: Done) -> None:
        """Send it a request; ``done`` is called once."""
        self._done = done
        if self._transport is None or self._transport.is_closing():
            asyncio.get_running_loop().call_soon(self._finish, None)
        else:
            self._transport.write(frame)

    def kill(self) -> None:
        """End it, whatever it is doing; what it was asked ends without an answer."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        if self._transport is not None:
            self._transport.abort()

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._transport is not None and not self._transport.is_closing()

    def _finish(self, reply: Reply | None) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(reply)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The pipe is there (asyncio)."""
        self._transport = cast(asyncio.Transport, transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the next bytes go (asyncio)."""
        return self._reader.room()

    def buffer_updated(self, nbytes: int) -> None:
        """So many bytes came (asyncio)."""
        if (frame := self._reader.came(nbytes)) is None:
            return
        if not self._hello.done():
            self._hello.set_result(frame[0])
        elif self._done is not None:  # else it was killed
            self._finish(taken(*frame))

    def connection_lost(self, exc: Exception | None) -> None:
        """The worker has gone (asyncio)."""
        if not self._hello.done():
            self._hello.set_result({"refused": "it ended at its start"})
        self._finish(None)
