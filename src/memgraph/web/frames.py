"""What goes over the pipe between the service and a worker: a head in JSON, and bytes.

JSON, because the service must never run what a worker sends.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any, NamedTuple

_LENGTHS = struct.Struct("!II")


class Reply(NamedTuple):
    """An answer as the worker makes it: an HTTP status, a media type and the body."""

    status: int
    media_type: str
    body: bytes
    steady: bool = True  # the same request to the same generation gives the same answer
    headers: tuple[tuple[str, str], ...] = ()


def packed(head: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame."""
    text = json.dumps(head).encode()
    return b"".join((_LENGTHS.pack(len(text), len(body)), text, body))


def unpacked(data: bytes | bytearray, lengths: tuple[int, int]) -> tuple[dict[str, Any], bytes]:
    """Head and body of a frame's data."""
    head: dict[str, Any] = json.loads(bytes(data[: lengths[0]]))
    return head, bytes(memoryview(data)[lengths[0] :])


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """The head of the next frame, in a worker; None when the service has gone."""
    begin = _exactly(connection, _LENGTHS.size)
    if begin is None:
        return None
    lengths = _LENGTHS.unpack(begin)
    data = _exactly(connection, sum(lengths))
    return None if data is None else unpacked(data, lengths)[0]


def _exactly(connection: socket.socket, size: int) -> bytearray | None:
    data = bytearray(size)
    view, done = memoryview(data), 0
    while done < size:
        count = connection.recv_into(view[done:])
        if count == 0:
            return None
        done += count
    return data


async def exchange(connection: socket.socket, frame: bytes) -> tuple[dict[str, Any], bytes]:
    """Send a frame and wait for the one that answers it, in the service; raises ``OSError`` or ``EOFError``."""
    await asyncio.get_running_loop().sock_sendall(connection, frame)
    return await answered(connection)


async def answered(connection: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The next frame, in the service; raises ``OSError``, or ``EOFError`` when the worker has gone."""
    loop = asyncio.get_running_loop()
    # Most answers are short: one call reads them whole.
    begin = await loop.sock_recv(connection, 65536)
    while 0 < len(begin) < _LENGTHS.size:
        more = await loop.sock_recv(connection, 65536)
        begin = begin + more if more else b""
    if not begin:
        raise EOFError
    lengths = _LENGTHS.unpack_from(begin)
    size = sum(lengths)
    if len(begin) == _LENGTHS.size + size:
        return unpacked(begin[_LENGTHS.size :], lengths)
    data = bytearray(size)
    done = len(begin) - _LENGTHS.size
    data[:done] = begin[_LENGTHS.size :]
    view = memoryview(data)
    while done < size:
        count = await loop.sock_recv_into(connection, view[done:])
        if count == 0:
            raise EOFError
        done += count
    return unpacked(data, lengths)
