"""The embedded store, for reading: generations in a folder, the current one named by a file.

Readers open read-only and see one generation; :mod:`memgraph.generations` writes new ones.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyoxigraph as ox

from memgraph.errors import StoreError

DEFAULT = ".memgraph"
CURRENT = "current"
# The layout of a generation; a store of another layout is built anew.
FORMAT = 3
_GENERATION = re.compile(r"g\d+")


class Manifest(NamedTuple):
    """What a generation was made of, and how much is in it."""

    format: int
    version: str
    reports: tuple[dict[str, str], ...]  # id, path, sha256, yaml (its SHA-256), stamp
    authority: tuple[str, ...]  # folders given with --authority
    knowledge: str  # SHA-256 over ontology and authority files
    counts: dict[str, int]  # triples of each graph
    tally: dict[str, Any]  # of all but these counts as VoID has them, to count on from
    files: dict[str, list[int]]  # the engine's tables: size, time of change in ns, CRC-32
    stamps: list[list[str]]  # the knowledge files with size and time


Answer = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean


class Readable(Protocol):
    """What can be asked: the embedded store, or one on a server (:class:`memgraph.remote.Remote`)."""

    @property
    def dialect(self) -> str:
        """How parameters are written for this engine; see :func:`memgraph.queries.bound`."""

    def query(self, text: str, union: bool = True) -> Answer:
        """Evaluate SPARQL over the union of the named graphs, or (not ``union``) over what its FROM names."""

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of one named graph."""

    def graphs(self) -> list[str]:
        """The named graphs, sorted."""

    def reports(self) -> list[str]:
        """The IDs of the reports, sorted."""

    def knows(self, address: str) -> bool:
        """Whether anything is said of a thing; raises ``ValueError`` for what is no IRI."""


class Store:
    """An opened generation, read-only."""

    dialect = "plain"

    def __init__(self, engine: ox.Store, folder: Path, manifest: Manifest) -> None:
        self.engine, self.folder, self.manifest = engine, folder, manifest

    def query(self, text: str, union: bool = True) -> Answer:
        """Evaluate SPARQL over the union of the named graphs, or (not ``union``) over what its FROM names.

        Raises ``SyntaxError`` or ``RuntimeError``/``OSError`` as the engine does.
        """
        return self.engine.query(text, use_default_graph_as_union=union)

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of one named graph."""
        return self.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph))

    def graphs(self) -> list[str]:
        """The named graphs, sorted."""
        return sorted(graph.value for graph in self.engine.named_graphs())

    def reports(self) -> list[str]:
        """The IDs of the reports, sorted."""
        return sorted(entry["id"] for entry in self.manifest.reports)

    def knows(self, address: str) -> bool:
        """Whether anything is said of a thing; raises ``ValueError`` for what is no IRI."""
        return next(self.engine.quads_for_pattern(ox.NamedNode(address), None, None), None) is not None


def manifest(path: Path) -> Manifest:
    """The manifest of the current generation; raises :class:`StoreError` where there is none."""
    generation = _generation(path)
    try:
        raw = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
        raw["reports"], raw["authority"] = tuple(raw["reports"]), tuple(raw["authority"])
        made = Manifest(**raw)
        if not _sound(made):
            raise ValueError("values")
        return made
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise damaged(path, "its manifest cannot be read") from None


def _sound(made: Manifest) -> bool:
    """Whether a manifest's values are of the kinds that they should be."""
    keys = {"id", "path", "sha256", "yaml", "stamp"}
    return (
        isinstance(made.format, int)
        and isinstance(made.version, str)
        and isinstance(made.knowledge, str)
        and all(isinstance(report, dict) and keys <= report.keys() for report in made.reports)
        and all(isinstance(one, str) for report in made.reports for one in report.values())
        and all(isinstance(one, str) for one in made.authority)
        and isinstance(made.counts, dict)
        and all(isinstance(one, int) for one in made.counts.values())
        and isinstance(made.files, dict)
        and all(isinstance(one, list) and len(one) == 3 for one in made.files.values())
        and isinstance(made.stamps, list)
        and isinstance(made.tally, dict)
    )


def open_store(path: Path) -> Store:
    """Open the current generation read-only; raises :class:`StoreError`."""
    for attempt in (1, 2):
        generation = _generation(path)
        known = manifest(path)
        if known.format != FORMAT:
            raise StoreError(str(path), "was built by another version of memgraph", "run: memgraph build")
        _unharmed(path, generation / "db", known)
        try:
            return Store(ox.Store.read_only(str(generation / "db")), generation, known)
        except (OSError, RuntimeError, ValueError) as error:
            # A build may have replaced the generation between the two reads.
            if attempt == 2 or _generation(path) == generation:
                raise damaged(path, str(error)) from None
    raise AssertionError


def _unharmed(path: Path, database: Path, known: Manifest) -> None:
    """Refuse tables that changed since they were written: the engine might read them without end."""
    for name, (size, changed, checksum) in known.files.items():
        try:
            status = (database / name).stat()
            if (status.st_size, status.st_mtime_ns) == (size, changed):
                continue
            if status.st_size != size or zlib.crc32((database / name).read_bytes()) != checksum:
                raise damaged(path, f"{name} is not as it was written")
        except OSError as error:
            raise damaged(path, str(error)) from None


def exists(path: Path) -> bool:
    """Whether there is a current generation."""
    return (path / CURRENT).is_file()


def _generation(path: Path) -> Path:
    try:
        name = (path / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise StoreError(str(path), "there is no store here", "make one with: memgraph build") from None
    except NotADirectoryError:
        raise StoreError(str(path), "is no folder", "name the folder of a store with --store") from None
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(path, str(error)) from None
    # A name of another form is no generation's, whatever stands at that path.
    if not _GENERATION.fullmatch(name) or not (path / name).is_dir():
        raise damaged(path, "it names a generation that is not there")
    return path / name


def damaged(path: Path, why: str) -> StoreError:
    """What to say of a store that cannot be read."""
    return StoreError(str(path), "the store is damaged", "build it again with: memgraph build", (why,))
