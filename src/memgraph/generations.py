"""The embedded store, for writing: a new generation beside the old, made current by one rename.

A builder holds the lock; whatever kills it leaves the old generation current.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from filelock import FileLock, Timeout

from memgraph.errors import StoreError
from memgraph.store import CURRENT, Manifest

_LOCK = "lock"


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


def write(path: Path, staged: ox.Store, known: Manifest) -> None:
    """Write a staged store as a new generation and make it current by one rename.

    The caller holds the lock. Whatever fails, the generation that was current stays so.
    """
    with refusing(path):
        number = 1 + max((int(g.name[1:]) for g in path.glob("g*") if g.name[1:].isdigit()), default=0)
        fresh = path / f"g{number}"
        try:
            fresh.mkdir()
            _bulk_load(staged, fresh)
            known = known._replace(files=_files(fresh / "db"))
            (fresh / "manifest.json").write_text(
                json.dumps(known._asdict(), indent=1, sort_keys=True), encoding="utf-8"
            )
            marker = path / f"{CURRENT}.new"
            marker.write_text(fresh.name + "\n", encoding="utf-8")
            os.replace(marker, path / CURRENT)
        except BaseException:  # an interrupt too, but not one that comes when the new one is current
            marked = path / CURRENT
            if not marked.is_file() or marked.read_text(encoding="utf-8").strip() != fresh.name:
                shutil.rmtree(fresh, ignore_errors=True)
            raise
        # Readers may have just read the name of the generation before; older ones, and what a
        # killed build left, can go.
        for old in path.glob("g*"):
            if old.name[1:].isdigit() and int(old.name[1:]) < number - 1:
                shutil.rmtree(old, ignore_errors=True)


def _files(database: Path) -> dict[str, list[int]]:
    """The engine's tables as they were written."""
    return {
        path.name: [path.stat().st_size, path.stat().st_mtime_ns, zlib.crc32(path.read_bytes())]
        for path in sorted(database.glob("*.sst"))
    }


def _bulk_load(staged: ox.Store, fresh: Path) -> None:
    dump = fresh / "quads.nq"
    staged.dump(str(dump), format=ox.RdfFormat.N_QUADS)
    engine = ox.Store(str(fresh / "db"))
    engine.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    engine.flush()
    del engine  # closes the files; a reader needs them whole
    dump.unlink()
