"""Answers cut after a whole row: never a broken body.

An answer is written by the engine and taken apart only when it is too long.
"""

from __future__ import annotations

import json
import re
from typing import Any


def rows_at_most(body: bytes, form: str) -> int:
    """A number of rows that a body does not exceed, at the cost of one search."""
    if form == "json":
        return body.count(b"},{") + 1
    if form == "xml":
        return body.count(b"<result>")
    return body.count(b"\r\n" if form == "csv" else b"\n") - 1


def cut(body: bytes, form: str, rows: int | None, size: int) -> tuple[bytes, bool]:
    """A body of at most so many rows (None: it has no more than it may) and bytes, and whether rows are missing.

    ``form`` is json, xml, csv or tsv, as the engine writes them.
    """
    if len(body) <= size and (rows is None or rows_at_most(body, form) <= rows):
        return body, False
    head, parts, between, tail = _PARTS[form](body)
    room, kept = size - len(head) - len(tail), 0
    for part in parts[:rows]:
        room -= len(part) + len(between)
        if room < 0:
            break
        kept += 1
    return head + between.join(parts[:kept]) + tail, kept < len(parts)


def _json(body: bytes) -> tuple[bytes, list[bytes], bytes, bytes]:
    answer: dict[str, Any] = json.loads(body)
    head = b'{"head":' + _written(answer["head"]) + b',"results":{"bindings":['
    return head, [_written(row) for row in answer["results"]["bindings"]], b",", b"]}}"


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _xml(body: bytes) -> tuple[bytes, list[bytes], bytes, bytes]:
    # In text "<" is written as an entity, so that the tags are the engine's own.
    head, results, rest = body.partition(b"<results>")
    return head + results, re.findall(rb"<result>.*?</result>", rest, re.DOTALL), b"", b"</results></sparql>"


def _tsv(body: bytes) -> tuple[bytes, list[bytes], bytes, bytes]:
    head, *parts = re.findall(rb"[^\n]*\n", body)
    return head, parts, b"", b""


def _csv(body: bytes) -> tuple[bytes, list[bytes], bytes, bytes]:
    head, *parts = re.findall(rb'(?:[^"\n]++|"[^"]*+")*+\n', body)
    return head, parts, b"", b""


_PARTS = {"json": _json, "xml": _xml, "tsv": _tsv, "csv": _csv}
