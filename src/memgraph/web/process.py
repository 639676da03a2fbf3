"""A worker process as the service holds it: start, ask, slow down, kill."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

from memgraph.errors import StoreError
from memgraph.web.frames import answered, exchange
from memgraph.web.limits import Limits

_START = 30.0
_NICE = 10


class Worker:
    """A running worker, which answers one request at a time."""

    def __init__(self, process: asyncio.subprocess.Process, connection: socket.socket, generation: str) -> None:
        self._process, self._connection, self.generation = process, connection, generation

    @classmethod
    async def start(cls, store: Path, limits: Limits) -> Worker:
        """Start one and wait until it has opened the store; raises :class:`StoreError` when it cannot."""
        ours, its = socket.socketpair()
        with its:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "memgraph.web.worker", str(store), json.dumps(limits)),
                stdin=its.fileno(),
                stdout=asyncio.subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in a terminal goes to the service alone
            )
        ours.setblocking(False)
        made = cls(process, ours, "")
        try:
            hello, _ = await asyncio.wait_for(answered(ours), _START)
        except (TimeoutError, OSError, EOFError):
            made.kill()
            raise StoreError(str(store), "no worker could open the store", "look at the messages above") from None
        except BaseException:
            made.kill()
            raise
        if "refused" in hello:
            made.kill()
            raise StoreError(str(store), "a worker refused it", "see below", tuple(hello["refused"].splitlines()))
        made.generation = hello["generation"]
        return made

    async def ask(self, frame: bytes) -> tuple[dict[str, Any], bytes]:
        """The head and body of its answer; raises ``OSError`` or ``EOFError`` when it dies over it."""
        return await exchange(self._connection, frame)

    def slow_down(self) -> None:
        """Let shorter queries go before what it is doing; it stays so until it ends."""
        with contextlib.suppress(OSError, AttributeError):  # gone already; no POSIX
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)

    def kill(self) -> None:
        """End it, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        # What waits at this end of the pipe is told so before it is closed.
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End it and let go of the pipe; nothing may wait for it any more."""
        self.kill()
        self._connection.close()
