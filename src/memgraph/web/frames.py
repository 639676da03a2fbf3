"""What goes over the pipe between the service and a worker: a head in JSON, and bytes.

JSON, because the service must never run what a worker sends.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, NamedTuple

_LENGTHS = struct.Struct("!II")
_SHORT = 65536


class Reply(NamedTuple):
    """An answer as the worker makes it: an HTTP status, a media type and the body."""

    status: int
    media_type: str
    body: bytes
    steady: bool = True  # the same request to the same generation gives the same answer
    headers: tuple[tuple[str, str], ...] = ()
    scripted: bool = False  # a page that has scripts of ours


def packed(head: dict[str, Any], size: int = 0) -> bytes:
    """A frame but for its body, which has so many bytes."""
    text = json.dumps(head).encode()
    return _LENGTHS.pack(len(text), size) + text


def send(connection: socket.socket, reply: Reply) -> None:
    """Send an answer, from a worker."""
    head = {name: value for name, value in reply._asdict().items() if name != "body"}
    begin = packed(head, len(reply.body))
    if len(reply.body) < _SHORT:
        connection.sendall(begin + reply.body)
    else:  # copying a long one costs more than a second call
        connection.sendall(begin)
        connection.sendall(reply.body)


def taken(head: dict[str, Any], body: bytes) -> Reply:
    """An answer as it was sent, in the service."""
    headers = tuple((name, value) for name, value in head["headers"])
    return Reply(head["status"], head["media_type"], body, head["steady"], headers, head["scripted"])


class Reader:
    """Frames out of bytes as they come, read once into the place where they stay."""

    def __init__(self) -> None:
        # Most answers are short: they come whole into one buffer, which is used again.
        self._short = memoryview(bytearray(_SHORT))
        self._data = self._short
        self._have, self._size, self._split = 0, 0, 0

    def room(self) -> memoryview:
        """Where the next bytes go."""
        return self._data[self._have :]

    def came(self, count: int) -> tuple[dict[str, Any], bytes] | None:
        """Take in so many bytes; the head and body of a frame when it is whole."""
        self._have += count
        begin = _LENGTHS.size
        if self._size == 0:
            if self._have < begin:
                return None
            head, body = _LENGTHS.unpack_from(self._data)
            self._split, self._size = begin + head, begin + head + body
            if self._size > len(self._data):
                whole = memoryview(bytearray(self._size))
                whole[: self._have] = self._data[: self._have]
                self._data = whole
        if self._have < self._size:
            return None
        frame = json.loads(bytes(self._data[begin : self._split])), bytes(self._data[self._split : self._size])
        self._data, self._have, self._size = self._short, 0, 0
        return frame


def receive(connection: socket.socket, reader: Reader) -> dict[str, Any] | None:
    """The head of the next frame, in a worker; None when the service has gone."""
    while count := connection.recv_into(reader.room()):
        if (frame := reader.came(count)) is not None:
            return frame[0]
    return None
