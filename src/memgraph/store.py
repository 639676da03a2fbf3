"""The embedded store: generations in a folder, the current one named by a file that is renamed into place.

The only module that opens an engine's files. Readers open read-only; a builder holds the lock;
whatever kills it leaves the old generation current.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyoxigraph as ox

from memgraph.errors import StoreError

DEFAULT = ".memgraph"
_CURRENT = "current"
_LOCK = "lock"
# The layout of a generation; a store of another layout is built anew.
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What a generation was made of, and how much is in it."""

    format: int
    version: str
    reports: tuple[dict[str, str], ...]  # id, path, sha256, yaml sha256
    authority: tuple[str, ...]  # folders given with --authority
    knowledge: str  # SHA-256 over ontology and authority files
    counts: dict[str, int] = field(default_factory=dict)


class Store:
    """An opened generation, read-only."""

    def __init__(self, engine: ox.Store, folder: Path, manifest: Manifest) -> None:
        self.engine, self.folder, self.manifest = engine, folder, manifest

    def query(self, text: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Evaluate SPARQL over the union of the named graphs.

        Raises ``SyntaxError`` or ``RuntimeError``/``OSError`` as the engine does.
        """
        return self.engine.query(text, use_default_graph_as_union=True)

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of one named graph."""
        return self.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph))

    def graphs(self) -> list[str]:
        """The named graphs, sorted."""
        return sorted(graph.value for graph in self.engine.named_graphs())


def manifest(path: Path) -> Manifest:
    """The manifest of the current generation; raises :class:`StoreError` where there is none."""
    generation = _generation(path)
    try:
        raw = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
        raw["reports"], raw["authority"] = tuple(raw["reports"]), tuple(raw["authority"])
        return Manifest(**raw)
    except (OSError, ValueError, TypeError, KeyError):
        raise _damaged(path, "its manifest cannot be read") from None


def open_store(path: Path) -> Store:
    """Open the current generation read-only; raises :class:`StoreError`."""
    for attempt in (1, 2):
        generation = _generation(path)
        known = manifest(path)
        if known.format != FORMAT:
            raise StoreError(str(path), "was built by another version of memgraph", "run: memgraph build")
        try:
            return Store(ox.Store.read_only(str(generation / "db")), generation, known)
        except (OSError, RuntimeError, ValueError) as error:
            # A build may have replaced the generation between the two reads.
            if attempt == 2 or _generation(path) == generation:
                raise _damaged(path, str(error)) from None
    raise AssertionError


def exists(path: Path) -> bool:
    """Whether there is a current generation."""
    return (path / _CURRENT).is_file()


def _generation(path: Path) -> Path:
    try:
        name = (path / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise StoreError(str(path), "there is no store here", "make one with: memgraph build") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path, str(error)) from None
    generation = path / name
    if not name or not generation.is_dir() or generation.parent != path:
        raise _damaged(path, f"it names a generation that is not there ({name!r})")
    return generation


def _damaged(path: Path, why: str) -> StoreError:
    return StoreError(str(path), "the store is damaged", "build it again with: memgraph build", (why,))


@contextmanager
def building(path: Path) -> Iterator[None]:
    """Hold the builder's lock; raises :class:`StoreError` when another process holds it, or the disk refuses."""
    # Imported here: only builders lock, and the import would slow every query.
    from filelock import FileLock, Timeout

    with refusing(path):
        path.mkdir(parents=True, exist_ok=True)
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
            (fresh / "manifest.json").write_text(json.dumps(asdict(known), indent=1, sort_keys=True), encoding="utf-8")
            marker = path / f"{_CURRENT}.new"
            marker.write_text(fresh.name + "\n", encoding="utf-8")
            os.replace(marker, path / _CURRENT)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        # Readers may have just read the name of the generation before; older ones, and what a
        # killed build left, can go.
        for old in path.glob("g*"):
            if old.name[1:].isdigit() and int(old.name[1:]) < number - 1:
                shutil.rmtree(old, ignore_errors=True)


def _bulk_load(staged: ox.Store, fresh: Path) -> None:
    dump = fresh / "quads.nq"
    staged.dump(str(dump), format=ox.RdfFormat.N_QUADS)
    engine = ox.Store(str(fresh / "db"))
    engine.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    engine.flush()
    del engine  # closes the files; a reader needs them whole
    dump.unlink()
