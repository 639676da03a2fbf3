"""What the service does under load, against ``oxigraph serve-read-only`` on the same store, in one run.

    python bench/serve.py [throughput] [bombs] [fairness] [halfopen]

Rates are taken in turn, ours, theirs, ours …, over connections that stay open; ratios are medians of
the pairs. Data: the shipped reports. Needs the package ``oxigraph`` for the comparison.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from bombs import BOMBS  # noqa: E402 (the same queries as in the tests)

MEMGRAPH = [sys.executable, "-m", "memgraph"]
JSON = "application/sparql-results+json"
MEM = "https://w3id.org/mem-graph/"
PREFIX = f"PREFIX mem: <{MEM}ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
SMALL = {
    "one thing": PREFIX + f"SELECT ?p ?o {{ <{MEM}plan/2021-2025/control-measures/action/2.1> ?p ?o }}",
    "a join": PREFIX + "SELECT DISTINCT ?name { ?m a mem:Mention ; mem:names ?i ; mem:inPassage/mem:underAction ?a . "
    '?a skos:notation "2.1" . ?i a mem:Institution ; skos:prefLabel ?name }',
    "canned: reports": (ROOT / "queries" / "reports.rq").read_text(encoding="utf-8"),
}
LARGE = {"10,000 rows": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000"}


class Client:
    """Connections to one server that stay open; a request on each, then an answer from each."""

    def __init__(self, port: int, connections: int, source: str = "127.0.0.1") -> None:
        self.sockets = [
            socket.create_connection(("127.0.0.1", port), 60, source_address=(source, 0)) for _ in range(connections)
        ]
        self._buffer = memoryview(bytearray(1 << 20))

    def close(self) -> None:
        """Close them."""
        for one in self.sockets:
            one.close()

    def answer(self, one: socket.socket) -> tuple[int, bytes, int]:
        """Status, head and size of the next answer."""
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            part = one.recv(1 << 18)
            if not part:
                raise ConnectionError("closed")
            data += part
        head = bytes(data[:end]).lower()
        size = len(data) - end - 4
        if match := re.search(rb"content-length: *(\d+)", head):
            while size < int(match[1]):
                size += one.recv_into(self._buffer)
            return int(head[9:12]), head, size
        last = bytes(data[-5:])  # chunks: the last one is empty
        while last != b"0\r\n\r\n":
            count = one.recv_into(self._buffer)
            size += count
            last = (last + bytes(self._buffer[max(0, count - 5) : count]))[-5:]
        return int(head[9:12]), head, size

    def rate(self, request: Callable[[int], bytes], seconds: float) -> float:
        """Answers a second; every one must be 200."""
        number, begin = 0, time.perf_counter()
        while time.perf_counter() < begin + seconds:
            for offset, one in enumerate(self.sockets):
                one.sendall(request(number + offset))
            for one in self.sockets:
                status, head, _ = self.answer(one)
                assert status == 200, head
                number += 1
        return number / (time.perf_counter() - begin)


def get(path: str, query: str, accept: str = JSON) -> bytes:
    """A query as a request."""
    head = f"Host: localhost\r\nAccept: {accept}\r\n\r\n"
    return f"GET {path}?query={quote(query)} HTTP/1.1\r\n{head}".encode()


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server that can be reached."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, command
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def free() -> int:
    """A port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def ours(store: str, *options: str) -> tuple[list[str], int]:
    """Our command on a port."""
    port = free()
    return [*MEMGRAPH, "--store", store, "serve", "--port", str(port), *options], port


def throughput(store: str) -> None:
    """Ratios of rates, ours to theirs."""
    command, port = ours(store)
    generation = (Path(store) / "current").read_text(encoding="utf-8").strip()
    program = Path(sys.executable).with_name("oxigraph")
    native, other = shutil.which(str(program)) or shutil.which("oxigraph"), free()
    assert native, "pip install oxigraph"
    place = ["-l", f"{store}/{generation}/db", "-b", f"127.0.0.1:{other}", "--union-default-graph"]
    with running(command, port), running([native, "serve-read-only", *place], other):
        time.sleep(1)
        for title, queries, accept, fresh, seconds, goal in (
            ("repeated small", SMALL, JSON, False, 0.5, 1.5),
            ("uncached small", SMALL, JSON, True, 0.5, 0.15),
            ("uncached large, JSON", LARGE, JSON, True, 1.5, 0.9),
            ("uncached large, CSV", LARGE, "text/csv", True, 1.5, 0.9),
        ):
            for name, query in queries.items():
                for connections in (2, 8):
                    pairs = [
                        tuple(
                            _rate(at, path, query, accept, connections, seconds, str(turn) if fresh else "")
                            for at, path in ((port, "/sparql"), (other, "/query"))
                        )
                        for turn in range(5)
                    ]
                    ratio = statistics.median(a / b for a, b in pairs)
                    mine, theirs = (statistics.median(one) for one in zip(*pairs, strict=True))
                    label = f"{title}: {name}, {connections} connections"
                    print(f"{label:<56}{ratio:6.2f} × ({mine:.0f} to {theirs:.0f}/s)  goal: {goal}", flush=True)


def _rate(port: int, path: str, query: str, accept: str, connections: int, seconds: float, fresh: str) -> float:
    """With ``fresh``, each request differs from all others in a comment."""
    client = Client(port, connections)
    fixed = get(path, query, accept)
    try:
        client.rate(lambda _: fixed, 0.05)
        if not fresh:
            return client.rate(lambda _: fixed, seconds)
        return client.rate(lambda n: get(path, f"{query}\n# {connections} {fresh} {n}", accept), seconds)
    finally:
        client.close()


def once(port: int, query: str, source: str = "127.0.0.1") -> tuple[int, float]:
    """Status and seconds of one query on a connection of its own, sent by POST."""
    begin, data = time.perf_counter(), query.encode()
    client = Client(port, 1, source)
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(data)}"
    try:
        client.sockets[0].sendall(f"{head}\r\n\r\n".encode() + data)
        return client.answer(client.sockets[0])[0], time.perf_counter() - begin
    finally:
        client.close()


def bombs(store: str) -> None:
    """Each bomb, and the ASK {} after it."""
    limit = 5.0
    command, port = ours(store, "--timeout", f"{limit:g}")
    with running(command, port):
        worst = slowest = 0.0
        for name, query in BOMBS.items():
            status, seconds = once(port, query)
            _, after = once(port, f"ASK {{}} # {name}")
            worst, slowest = max(worst, seconds), max(slowest, after)
            print(f"{name:<40}{status} {seconds:8.3f} s   then ASK {{}} {after * 1000:7.1f} ms", flush=True)
        print(f"limit {limit:g} s: longest {worst:.3f} s (goal: limit + 0.5), next ASK {{}} {slowest * 1000:.1f} ms")


def fairness(store: str) -> None:
    """Users' latencies beside attackers of another address, of their own, and of eight."""
    for title, sources in (
        ("nobody", []),
        ("8 of one address", ["127.0.0.2"] * 8),
        ("8 of the users' own address", ["127.0.0.1"] * 8),
        ("8 of eight addresses", [f"127.0.0.{n}" for n in range(2, 10)]),
    ):
        command, port = ours(store)
        with running(command, port):
            time.sleep(1)
            over = threading.Event()

            def attack(number: int, source: str, port: int = port, over: threading.Event = over) -> None:
                long = [BOMBS[name] for name in ("cross product", "order", "nested closure", "doubling")]
                count = 0
                while not over.is_set():
                    count += 1
                    once(port, f"{long[(number + count) % 4]} # {number} {count}", source)

            program = [sys.executable, __file__, "--user", str(port)]
            for number, source in enumerate(sources):
                threading.Thread(target=attack, args=(number, source), daemon=True).start()
            time.sleep(1.5)
            with subprocess.Popen(program, stdout=subprocess.PIPE) as users:
                taken = sorted(json.loads(users.communicate()[0]))
            over.set()
            p50, p95 = (taken[int(len(taken) * part)] * 1000 for part in (0.5, 0.95))
            line = f"{len(taken)} answers, p50 {p50:.1f} ms, p95 {p95:.1f} ms, longest {taken[-1] * 1000:.0f} ms"
            print(f"4 users beside {title:<30}{line}  goal: p95 100", flush=True)


def users(port: int) -> None:
    """Four people who ask something new every 20 ms; prints the seconds that each answer took."""
    taken: list[float] = []

    def use(number: int) -> None:
        begin = time.monotonic()
        while time.monotonic() < begin + 8:
            status, seconds = once(port, f"{SMALL['a join']} # {number} {len(taken)} {time.monotonic()}")
            assert status == 200, status
            taken.append(seconds)
            time.sleep(0.02)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(taken))


def halfopen(store: str) -> None:
    """300 connections that say half a request."""
    command, port = ours(store)
    with running(command, port):
        begin = time.monotonic()
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(300)]
        for one in slow:
            one.sendall(b"GET /sparql HTTP/1.1\r\nHost: x\r\n")
        _, meanwhile = once(port, "ASK {}")
        for one in slow:
            one.settimeout(60)
            while one.recv(4096):
                pass
        print(f"300 half-open: ASK {{}} {meanwhile * 1000:.1f} ms, dropped in {time.monotonic() - begin:.1f} s")


PARTS = {"throughput": throughput, "bombs": bombs, "fairness": fairness, "halfopen": halfopen}


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--user"]:
        users(int(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*MEMGRAPH, "--store", f"{folder}/store", "build", "-q"], check=True)
        for name in sys.argv[1:] or PARTS:
            PARTS[name](f"{folder}/store")


if __name__ == "__main__":
    main()
