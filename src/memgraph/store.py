"""The embedded store, for reading: generations in a folder, the current one named by a file.

Readers open read-only and see one generation; :mod:`memgraph.generations` writes new ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from memgraph.errors import StoreError

DEFAULT = ".memgraph"
CURRENT = "current"
# The layout of a generation; a store of another layout is built anew.
FORMAT = 1


class Manifest(NamedTuple):
    """What a generation was made of, and how much is in it."""

    format: int
    version: str
    reports: tuple[dict[str, str], ...]  # id, path, sha256, yaml (its SHA-256), stamp
    authority: tuple[str, ...]  # folders given with --authority
    knowledge: str  # SHA-256 over ontology and authority files
    counts: dict[str, int]
    stamps: list[list[str]]  # the knowledge files with size and time


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
    return (path / CURRENT).is_file()


def _generation(path: Path) -> Path:
    try:
        name = (path / CURRENT).read_text(encoding="utf-8").strip()
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
