"""Requests that nobody would send: made by Schemathesis from our OpenAPI description, and bytes out of order."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from serving import Service

_PATHS = ["/", "/sparql", "/queries/gaps", "/search", "/store", "/id/x", "/doc/x", "/report/peru-2022", "/static/x"]
_FIELDS = ["query", "format", "lang", "page", "report", "action", "q", "edit", "canned", "default-graph-uri", "graph"]
_TEXTS = [
    "",
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "peru-2022",
    "en",
    "\0",
    "\ud7ff",
    "é" * 50,
    "%",
    "<b>",
    "{{7*7}}",
]
_HEADS = ["Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "Content-Type", "Range", "Cookie", "Origin"]
_VALUES = [
    "*/*",
    "text/html",
    "text/html;q=x, a/b;q=0",
    "es;q=0.5",
    "gzip",
    "application/sparql-query",
    "*",
    ";;,,==",
    "\xff" * 9,
]


def described(service: Service, folder: Path, examples: int, seed: int = 1) -> Counter[int]:
    """How often each status came for Schemathesis's requests: so many for each of our operations, valid and not."""
    words = (
        f"run http://{service.host}:{service.port}/openapi.json --phases=fuzzing --mode=all --checks=not_a_server_error"
    )
    words += (
        f" --max-examples={examples} --seed={seed} --continue-on-failure --report=har --report-dir={folder / 'report'}"
    )
    words += " --generation-database=none --no-color --warnings=off"
    command = [str(Path(sys.executable).with_name("schemathesis")), *words.split()]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    (report,) = (folder / "report").glob("har*")
    entries = json.loads(report.read_text(encoding="utf-8"))["log"]["entries"]
    assert entries, done.stdout[-2000:]
    return Counter(int(one["response"]["status"]) for one in entries)


def disordered(service: Service, count: int, seed: int = 1) -> Counter[int]:
    """How often each status came for requests whose bytes were put out of order; 0 where the service hung up."""
    found: Counter[int] = Counter()
    for data in _requests(count, random.Random(seed)):
        try:
            answer = service.raw(data, timeout=8)
        except BrokenPipeError:
            answer = b""
        status = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
        assert status or not answer, answer[:200]
        assert b"Traceback" not in answer
        found[int(status[1]) if status else 0] += 1
    return found


def _requests(count: int, chance: random.Random) -> Iterator[bytes]:
    for _ in range(count):
        fields = "&".join(
            f"{chance.choice(_FIELDS)}={quote(chance.choice(_TEXTS), errors='replace')}"
            for _ in range(chance.randrange(4))
        )
        body = fields.encode() if chance.random() < 0.4 else b""
        method = chance.choice(["GET", "HEAD", "OPTIONS", "PUT", "GET", "GET"]) if not body else "POST"
        lines = [f"{method} {chance.choice(_PATHS)}{'?' + fields if fields and not body else ''} HTTP/1.1", "Host: x"]
        lines += [f"{chance.choice(_HEADS)}: {chance.choice(_VALUES)}" for _ in range(chance.randrange(4))]
        if body:
            kind = chance.choice(["application/x-www-form-urlencoded", "application/sparql-query", "text/x"])
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        data = bytearray("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1", "replace") + body)
        for _ in range(chance.choice([0, 0, 1, 3, 20])):  # the head may stay whole, so that what it says is tried too
            place = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    del data[place : place + chance.randrange(1, 9)]
                case 2:
                    data[place:place] = chance.randbytes(chance.randrange(1, 9))
                case _:
                    data[place:place] = data[:place]
        # Without its end a request is waited for; here that would only take time.
        yield bytes(data) + b"\r\n\r\n\r\n\r\n"
