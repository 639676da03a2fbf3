"""A service as a person starts it, and requests as clients send them, down to the byte."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pyoxigraph as ox

from helpers import command, surroundings
from memgraph import generations
from memgraph.store import FORMAT, Manifest

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


class Answer(NamedTuple):
    """An HTTP response."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def type(self) -> str:
        """Its media type without parameters."""
        return str(self.headers.get("Content-Type", "")).partition(";")[0]

    @property
    def text(self) -> str:
        """Its body as text."""
        return self.body.decode()


class Service:
    """A running ``memgraph serve``."""

    def __init__(self, process: subprocess.Popen[str], host: str, port: int) -> None:
        self.process, self.host, self.port = process, host, port

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        source: str = "127.0.0.1",
        timeout: float = 60,
    ) -> Answer:
        """One request over a connection of its own, from a local address."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout, source_address=(source, 0))
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str = "", **more: str) -> Answer:
        """GET, with fields for the query string."""
        query = f"?{urlencode(more)}" if more else ""
        return self.send("GET", path + query, headers={"Accept": accept} if accept else {})

    def ask(self, query: str, accept: str = "", **more: str) -> Answer:
        """A query by GET."""
        return self.get("/sparql", accept, query=query, **more)

    def raw(self, data: bytes, timeout: float = 20) -> bytes:
        """Bytes sent as they are, and what comes back until the service closes or the time is over."""
        with socket.create_connection((self.host, self.port), timeout=timeout) as connection:
            connection.sendall(data)
            found = b""
            try:
                while part := connection.recv(65536):
                    found += part
            except (TimeoutError, ConnectionResetError):
                pass
            return found


@contextmanager
def serving(store: Path | str, *options: str) -> Iterator[Service]:
    """Serve a store on a free port; afterwards it must have ended as on Ctrl-C, without a traceback."""
    process = subprocess.Popen(
        command("--store", store, "serve", "--port", "0", *options),
        stderr=subprocess.PIPE,
        text=True,
        env=surroundings(),
    )
    assert process.stderr
    said = ""
    try:
        while not (found := re.search(r"http://([\d.]+):(\d+)/", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        yield Service(process, found[1], int(found[2]))
        assert process.poll() is None, process.stderr.read()
    finally:
        process.send_signal(signal.SIGINT)
        try:
            _, rest = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 130, rest
    assert "Traceback" not in rest, rest


def stored(path: Path, staged: ox.Store) -> Path:
    """Any data as a generation of a store, as a build writes it."""
    path.mkdir(parents=True, exist_ok=True)
    counts = {
        graph.value: sum(1 for _ in staged.quads_for_pattern(None, None, None, graph))
        for graph in staged.named_graphs()
    }
    with generations.draft(path) as draft:
        draft.put(ox.serialize(staged, format=ox.RdfFormat.N_QUADS))
        draft.publish(Manifest(FORMAT, "test", (), (), "", counts, {}, {}, []))
    return path
