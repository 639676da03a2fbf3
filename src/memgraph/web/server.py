"""Running the service on a port: granian, which drops clients that take too long to say what they want."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from memgraph.errors import CallError
from memgraph.web.app import Shell
from memgraph.web.limits import Limits
from memgraph.web.service import Service

# Milliseconds in which a request's head must arrive; measured: half-open connections are gone within ten seconds.
_HEAD_TIMEOUT = 5000


def run(store: Path, host: str, port: int, limits: Limits, proxied: bool, notice: Callable[[str], None]) -> None:
    """Serve until SIGTERM, or SIGINT, which is raised as ``KeyboardInterrupt``; the address goes to ``notice``.

    Raises :class:`memgraph.errors.StoreError`, or :class:`CallError` where the address cannot be had.
    """
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_serve(store, host, _free(host, port), limits, proxied, notice))


def _loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def _free(host: str, port: int) -> int:
    """The port, or for 0 one that is free: asked for first, since the server shares a port with others of its kind."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CallError(
            f"{host}:{port}", f"cannot be served on ({why})", "choose another with --host or --port"
        ) from None


async def _serve(
    store: Path, host: str, port: int, limits: Limits, proxied: bool, notice: Callable[[str], None]
) -> None:
    service = Service(store, limits, proxied)
    await service.pool.start()
    server = Server(
        Shell(service),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_TIMEOUT),
        backlog=1024,
        log_enabled=False,
    )
    stopped: list[signal.Signals] = []

    def stop(name: signal.Signals) -> None:
        stopped.append(name)
        server.stop()  # type: ignore[no-untyped-call]

    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # no POSIX
            loop.add_signal_handler(name, stop, name)
    shown = f"[{host}]" if ":" in host else host
    telling = loop.create_task(
        _tell(host, port, f"serving {store} on http://{shown}:{port}/ (Ctrl-C stops it)", notice)
    )
    try:
        await server.serve()
    finally:
        telling.cancel()
        await service.pool.close()
    if signal.SIGINT in stopped:
        raise KeyboardInterrupt


async def _tell(host: str, port: int, line: str, notice: Callable[[str], None]) -> None:
    """Say where the service is once it can be reached there."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(reached, port)
            writer.close()
            break
        await asyncio.sleep(0.01)
    notice(line)
    if host not in ("127.0.0.1", "localhost", "::1"):
        notice("other machines can reach it; a proxy in front can give it TLS")
