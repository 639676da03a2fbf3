"""The embedded store, for writing: a new generation beside the old, made current by one rename.

A builder holds the lock; whatever kills it leaves the old generation current.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from filelock import FileLock, Timeout

from memgraph.engine import Engine
from memgraph.errors import StoreError
from memgraph.store import CURRENT, Manifest, Store

_LOCK = "lock"
_DATABASE = "db"


@contextmanager
def building(path: Path) -> Iterator[None]:
    """Hold the builder's lock; raises :class:`StoreError` when another process holds it, or the disk refuses."""
    with refusing(path):
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f"{_LOCK}.probe"  # a lock says only "taken" where nothing can be written
        probe.touch()
        probe.unlink()
        lock = FileLock(path / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise StoreError(str(path), "another memgraph is building here", "wait until it has finished") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say clearly what a full, read-only or forbidden disk means."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FileExistsError | NotADirectoryError):
            raise StoreError(str(path), "is no folder", "name another place with --store") from None
        raise StoreError(
            str(path), f"cannot be written ({error.strerror or error})", "free space or name another place with --store"
        ) from None


class Generation(Engine):
    """A draft in a folder of its own, which nobody reads before it is published."""

    def __init__(self, path: Path, folder: Path, base: Store | None) -> None:
        super().__init__(ox.Store(str(folder / _DATABASE)))
        self._path, self._folder, self._base = path, folder, base

    def publish(self, known: Manifest) -> Manifest:
        """Make it the current generation, by one rename; whatever fails, the one that was current stays so."""
        self.finish()  # a reader needs the files whole
        known = known._replace(files=_files(self._folder / _DATABASE, self._base.manifest.files if self._base else {}))
        (self._folder / "manifest.json").write_text(
            json.dumps(known._asdict(), indent=1, sort_keys=True), encoding="utf-8"
        )
        before = _current(self._path)
        marker = self._path / f"{CURRENT}.new"
        marker.write_text(self._folder.name + "\n", encoding="utf-8")
        os.replace(marker, self._path / CURRENT)
        # Readers may have just read the name of the generation before.
        _clear(self._path, {self._folder.name, before})
        return known


@contextmanager
def draft(path: Path, base: Store | None = None) -> Iterator[Generation]:
    """A draft, empty or a copy of a generation (of links to its tables, which no engine changes once written).

    The caller holds the lock and publishes the draft, else nothing is left of it.
    """
    with refusing(path):
        _clear(path, {_current(path)}, after=_current(path))
        number = 1 + max((int(g.name[1:]) for g in path.glob("g*") if g.name[1:].isdigit()), default=0)
        fresh = path / f"g{number}"
        made = None
        try:
            fresh.mkdir()
            if base is not None:
                _linked(base.folder / _DATABASE, fresh / _DATABASE)
            made = Generation(path, fresh, base)
            yield made
        finally:  # an interrupt too, but not one that comes when the new one is current
            if made:
                made.close()
            if _current(path) != fresh.name:
                shutil.rmtree(fresh, ignore_errors=True)


def _linked(database: Path, copy: Path) -> None:
    """A copy of the engine's files; the tables, which are never written again, are linked where the disk can."""
    copy.mkdir()
    for path in database.iterdir():
        if path.name == "LOCK" or path.name.startswith("LOG"):
            continue
        if path.suffix == ".sst":
            try:
                os.link(path, copy / path.name)
                continue
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.EOPNOTSUPP):
                    raise
        shutil.copy2(path, copy / path.name)


def _current(path: Path) -> str:
    marked = path / CURRENT
    return marked.read_text(encoding="utf-8", errors="replace").strip() if marked.is_file() else ""


def _clear(path: Path, keep: set[str], after: str = "") -> None:
    """Delete generations but those to keep; with ``after``, only those later than that one, which a kill left."""
    first = int(after[1:]) if after[1:].isdigit() else 0
    for old in path.glob("g*"):
        if old.name[1:].isdigit() and old.name not in keep and int(old.name[1:]) > first:
            shutil.rmtree(old, ignore_errors=True)


def _files(database: Path, before: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """The engine's tables as they were written: those that were there ``before`` are not read again."""
    found = {}
    for path in sorted(database.glob("*.sst")):
        status = path.stat()
        seen = [status.st_size, status.st_mtime_ns]
        known = before.get(path.name, [])
        found[path.name] = known if known[:2] == seen else [*seen, zlib.crc32(path.read_bytes())]
    return found
