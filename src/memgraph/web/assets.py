"""The files beside the pages: style sheets and icon; where they were built in, an editor and a network that moves.

An address that holds the hash of its file never changes what it gives.
"""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).parent / "static"
_BUILT = STATIC / "assets"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_EDITOR = ("yasqe.min.css", "yasqe.min.js", "editor.js")
_NETWORK = ("cytoscape.min.js", "network.js")


class Asset(NamedTuple):
    """A file that is served: below ``/static/``, as it is and compressed (gzip)."""

    path: str
    hash: str
    media_type: str
    body: bytes
    packed: bytes
    lasting: bool  # the address holds the hash of the file


class Editor(NamedTuple):
    """The addresses of the editor: its style, the editor itself and what puts it into the page."""

    style: str
    code: str
    start: str


class Network(NamedTuple):
    """The addresses of the network that can be moved: its code, and what puts it into the page."""

    code: str
    start: str


@cache
def served(folder: Path = _BUILT) -> dict[str, Asset]:
    """What is served, by its path."""
    plain = [_asset(path, lasting=False) for path in sorted(STATIC.iterdir()) if path.suffix in (".css", ".svg")]
    built = [_asset(path) for path in (*sorted(STATIC.glob("*.js")), *sorted(folder.glob("*.gz")))]
    return {one.path: one for one in (*plain, *built)}


def script(name: str) -> str:
    """The address of a script of ours, which is always there."""
    return _found((name,), _BUILT)[0]


def editor(folder: Path = _BUILT) -> Editor | None:
    """The editor, if it was built in."""
    found = _found(_EDITOR, folder)
    return Editor(*found) if found else None


def network(folder: Path = _BUILT) -> Network | None:
    """The network that can be moved, if it was built in."""
    found = _found(_NETWORK, folder)
    return Network(*found) if found else None


def _found(names: tuple[str, ...], folder: Path) -> list[str]:
    paths = {one.rpartition("/")[2]: f"/static/{one}" for one in served(folder)}
    return [paths[name] for name in names] if paths.keys() >= set(names) else []


def _asset(path: Path, lasting: bool = True) -> Asset:
    data, name = path.read_bytes(), path.name.removesuffix(".gz")
    body, packed = (gzip.decompress(data), data) if name != path.name else (data, gzip.compress(data, 9, mtime=0))
    sign = f"{zlib.crc32(body):08x}"
    return Asset(f"{sign}/{name}" if lasting else name, sign, _TYPES[Path(name).suffix], body, packed, lasting)
