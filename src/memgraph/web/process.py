"""A worker process as the service holds it: start, ask, kill."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from memgraph.errors import StoreError
from memgraph.web.frames import Reader
from memgraph.web.limits import Limits

_START = 30.0

# Called with the head and body of an answer, or with None when the worker has died over it.
Done = Callable[[dict[str, Any] | None, bytes], None]


class Worker(asyncio.BufferedProtocol):
    """A running worker, which answers one request at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._reader = Reader()
        self._transport: asyncio.Transport | None = None
        self._done: Done | None = None
        self.generation = ""

    @classmethod
    async def start(cls, store: Path, limits: Limits) -> Worker:
        """Start one and wait until it has opened the store; raises :class:`StoreError` when it cannot."""
        loop = asyncio.get_running_loop()
        ours, its = socket.socketpair()
        with its:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "memgraph.web.worker", str(store), json.dumps(limits)),
                stdin=its.fileno(),
                stdout=asyncio.subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in a terminal goes to the service alone
            )
        made = cls(process)
        hello: asyncio.Future[dict[str, Any] | None] = loop.create_future()
        made._done = lambda head, _: None if hello.done() else hello.set_result(head)
        try:
            await loop.create_connection(lambda: made, sock=ours)
            head = await asyncio.wait_for(hello, _START)
        except TimeoutError:
            head = None
        except BaseException:
            made.kill()
            raise
        if head is None or "refused" in head:
            made.kill()
            why = tuple(head["refused"].splitlines()) if head else ()
            raise StoreError(str(store), "no worker could open the store", "look at the messages here", why)
        made.generation = head["generation"]
        return made

    def ask(self, frame: bytes, done: Done) -> None:
        """Send it a request; ``done`` is called once."""
        self._done = done
        if self._transport is None or self._transport.is_closing():
            asyncio.get_running_loop().call_soon(self._finish, None, b"")
        else:
            self._transport.write(frame)

    def kill(self) -> None:
        """End it, whatever it is doing; what it was asked ends without an answer."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        if self._transport is not None:
            self._transport.abort()

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._transport is not None and not self._transport.is_closing()

    def _finish(self, head: dict[str, Any] | None, body: bytes) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(head, body)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The pipe is there (asyncio)."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the next bytes go (asyncio)."""
        return self._reader.room()

    def buffer_updated(self, nbytes: int) -> None:
        """So many bytes came (asyncio)."""
        if (frame := self._reader.came(nbytes)) is not None:
            self._finish(*frame)

    def connection_lost(self, exc: Exception | None) -> None:
        """The worker has gone (asyncio)."""
        self._finish(None, b"")
