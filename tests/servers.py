"""SPARQL servers as people run them: processes of our own on free ports of this machine alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest


class Running(NamedTuple):
    """A server: the address of its queries, what the environment must say to write there, and its process."""

    url: str
    env: dict[str, str]
    process: subprocess.Popen[bytes]
    sql: int = 0  # the port of Virtuoso's other protocol


def needs(there: object, reason: str) -> None:
    """Skip with the reason what is not there; in continuous integration that is a failure."""
    if not there:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _awaited(process: subprocess.Popen[bytes], port: int, name: str) -> None:
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(f"{name} does not start")
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    pytest.fail(f"{name} does not listen")


@contextmanager
def _started(name: str, words: list[str], folder: Path, *ports: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for port in ports:
            _awaited(process, port, name)
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def oxigraph(folder: Path) -> Iterator[Running]:
    """An Oxigraph server on a folder, as its Python package has it."""
    binary = Path(sys.executable).with_name("oxigraph")
    needs(binary.exists(), "the oxigraph server is not installed (make .venv/tested)")
    (port,) = free_ports(1)
    words = [str(binary), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with _started("oxigraph", words, folder, port) as process:
        yield Running(f"http://127.0.0.1:{port}/query", {}, process)


@contextmanager
def virtuoso(folder: Path, allowed: Path | None = None, settings: str = "") -> Iterator[Running]:
    """A Virtuoso server with its first name and password; ``allowed`` is a folder from which it may load."""
    needs(
        shutil.which("virtuoso-t") and shutil.which("isql-vt"),
        "virtuoso-t is not installed (virtuoso-opensource-7-bin)",
    )
    sql, web = free_ports(2)
    (folder / "virtuoso.ini").write_text(
        f"[Parameters]\nServerPort = 127.0.0.1:{sql}\nDirsAllowed = {allowed or folder}\nNumberOfBuffers = 10000\n"
        f"[HTTPServer]\nServerPort = 127.0.0.1:{web}\n{settings}"
    )
    words = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
    with _started("virtuoso-t", words, folder, sql, web) as process:
        env = {"MEMGRAPH_USER": "dba", "MEMGRAPH_PASSWORD": "dba"}
        yield Running(f"http://127.0.0.1:{web}/sparql", env, process, sql)
