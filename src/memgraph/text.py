"""Bytes to text, and text to readable words.

The contract's rule for offsets is applied here and nowhere else: UTF-8 only, a leading BOM is
dropped, CRLF and a lone CR become LF, nothing else is changed.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from memgraph.errors import CallError, InputError

MAX_BYTES = 20_000_000

_SIGNATURES = (
    (b"%PDF", "a PDF", "turn it into text first: memgraph text REPORT.pdf -o report.txt"),
    (b"PK\x03\x04", "a zip or office document", "save it as plain text in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text in UTF-8"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"\xff\xfe", "UTF-16 text", "save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text", "save it as UTF-8"),
    (b"\x89PNG", "a picture", "the report's text is needed, not its picture"),
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE | re.DOTALL)
# Tags of HTML that text extraction leaves behind; a bare "<" in prose is no tag.
_TAG = re.compile(r"</?(?:p|ul|ol|li|br|b|i|em|strong|span|div|table|tr|td|th|sup|sub)\b[^<>]*>", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-•–—*▪◦‣·●○■]|\d{1,2}[.)]|[a-z][.)])\s+")
# Zero-width characters, direction marks and soft hyphens carry no word.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])


@dataclass(frozen=True)
class Source:
    """A report's text as the contract counts it, and the SHA-256 of the bytes as stored."""

    place: str
    text: str
    sha256: str


def read(path: str | Path) -> Source:
    """Read a report's text file.

    Raises :class:`CallError` when there is no such file, :class:`InputError` when it is no
    UTF-8 text (with the offset's line where one byte is wrong) or is larger than ``MAX_BYTES``.
    """
    path = Path(path)
    place = str(path)
    try:
        if path.is_dir():
            raise CallError(place, "is a folder", "name the report's text file")
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(place)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # a device has no size and no end
        if len(data) > MAX_BYTES:
            raise _too_large(place)
    except FileNotFoundError:
        raise CallError(place, "there is no such file", "check the path") from None
    except OSError as error:
        raise CallError(place, f"cannot be read ({error.strerror})", "check its permissions") from None
    return decode(data, place)


def _too_large(place: str) -> InputError:
    return InputError(
        place,
        f"is larger than the limit of {MAX_BYTES:,} bytes",
        "a MEM report has some 100,000; is this the right file?",
    )


def decode(data: bytes, place: str) -> Source:
    """Bytes to :class:`Source`; raises :class:`InputError` as :func:`read` does."""
    bare = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not bare:
        raise InputError(place, "is empty", "give the report's text")
    for signature, kind, todo in _SIGNATURES:
        if data.startswith(signature) or bare.startswith(signature):
            raise InputError(place, f"is {kind}, not a report in UTF-8 text", todo)
    if _HTML.match(bare):
        raise InputError(place, "is an HTML or XML page, not a report's text", "save the report as plain text in UTF-8")
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise InputError(f"{place}:{line}", "holds a NUL byte, so it is binary or UTF-16", "save it as UTF-8 text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            f"{place}:{line}",
            f"byte 0x{data[error.start]:02x} is not UTF-8 (Latin-1 or Windows-1252?)",
            "save it as UTF-8",
        ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Source(place, text, hashlib.sha256(data).hexdigest())


def readable(raw: str) -> str:
    """A raw span as a person reads it: no markup, bullets or line breaks, single blanks, NFC."""
    text = _TAG.sub(" ", raw)
    text = html.unescape(text) if "&" in text else text
    text = text.replace("**", "").translate(_INVISIBLE)
    text = _BULLET.sub("", text)
    return unicodedata.normalize("NFC", " ".join(text.split()))
