"""Reports into a store: build, add, remove; what is refused is listed, the rest is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import Graph

from memgraph import __version__, description, generations, provenance, store
from memgraph.build import Knowledge, Loaded, Progress, faults, knowledge, load, stage
from memgraph.errors import CallError, InputError, MemgraphError
from memgraph.hashing import sha256
from memgraph.staleness import knowledge_files, stamp
from memgraph.vocab import DATASET_GRAPH, report_graph


def build(
    paths: Sequence[Path], where: Path, folders: Iterable[Path] = (), progress: Progress = lambda _: None
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Make a store of exactly these reports.

    A report that is refused is listed in the second value, the others are stored; when none is
    left, the first refusal is raised and nothing is written.
    """
    with generations.building(where):
        return _make(paths, where, folders, progress, _Kept())


def add(
    paths: Sequence[Path],
    where: Path,
    replace_same: bool = False,
    progress: Progress = lambda _: None,
    folders: Iterable[Path] = (),
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Add reports to a store, with the authority folders that it was built with and those given.

    A report whose ID is there with other content is refused unless ``replace_same``. Where ontology
    or authority changed, the reports that are there are linked anew.
    """
    store.manifest(where)  # no lock is left where there is no store
    with generations.building(where):
        opened = store.open_store(where)
        own = dict.fromkeys([*map(Path, opened.manifest.authority), *(folder.resolve() for folder in folders)])
        return _make(paths, where, own, progress, _kept(opened, opened.manifest.reports), replace_same)


def remove(ids: Sequence[str], where: Path, progress: Progress = lambda _: None) -> store.Manifest:
    """Take reports out of a store; raises :class:`CallError` for an ID that is not there."""
    store.manifest(where)  # no lock is left where there is no store
    with generations.building(where):
        opened = store.open_store(where)
        there = {report["id"]: report for report in opened.manifest.reports}
        if missing := [one for one in ids if one not in there]:
            raise CallError(missing[0], "is not in the store", f"there are: {', '.join(there) or 'no reports'}")
        rest = [report for report in opened.manifest.reports if report["id"] not in ids]
        manifest, _ = _make((), where, map(Path, opened.manifest.authority), progress, _kept(opened, rest))
        return manifest


class _Kept(NamedTuple):
    """Reports that stay in the store: their lines in the manifest, their graphs, and what they were linked with."""

    entries: tuple[dict[str, str], ...] = ()
    graphs: tuple[bytes, ...] = ()
    knowledge: str = ""


def _kept(opened: store.Store, entries: Iterable[dict[str, str]]) -> _Kept:
    known = tuple(entries)
    return _Kept(known, tuple(_triples(opened, one["id"]) for one in known), opened.manifest.knowledge)


def _linked_anew(entry: dict[str, str], known: Knowledge, context: Graph) -> bytes:
    """The graph of a report that stays, read again because the authority is another one."""
    path = Path(entry["path"])
    if not path.is_file() or sha256(path) != entry["sha256"]:
        raise CallError(
            entry["path"],
            f"the authority changed, and this text of {entry['id']} is no longer what was stored",
            "put it back, or build again",
        )
    return load(path, known, context).graph.serialize(format="nt", encoding="utf-8")


def _triples(opened: store.Store, report_id: str) -> bytes:
    made = ox.serialize((quad.triple for quad in opened.quads(report_graph(report_id))), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(made, bytes)
    return made


def _make(
    paths: Sequence[Path],
    where: Path,
    folders: Iterable[Path],
    progress: Progress,
    kept: _Kept,
    replace_same: bool = True,
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Read the paths, stage them with the kept graphs, check, and write a new generation."""
    progress("reading ontology, shapes and authority")
    known = knowledge(folders)
    context = known.context()
    refused: list[MemgraphError] = []
    entries = {entry["id"]: entry for entry in kept.entries}
    graphs = dict(zip(entries, kept.graphs, strict=True))
    fresh: dict[str, Path] = {}
    for path in paths:
        progress(f"reading {path}")
        try:
            one = load(path, known, context)
            entry = _entry(one)
            _refuse_same(entry, path, fresh, entries, replace_same)
        except MemgraphError as error:
            refused.append(error)
            continue
        fresh[entry["id"]] = path
        entries[entry["id"]] = entry
        graphs[entry["id"]] = one.graph.serialize(format="nt", encoding="utf-8")
        progress(f"{entry['id']}: {len(one.graph):,} triples conform to the shapes")
    if refused and not fresh:
        raise refused[0] if len(refused) == 1 else _all_refused(refused)
    for name in sorted(set(entries) - set(fresh)) if kept.knowledge != known.sha256 else ():
        progress(f"linking {name} anew: the authority changed")
        graphs[name] = _linked_anew(entries[name], known, context)
    progress("inferring what the ontology says")
    staged = stage(((report_graph(name), triples) for name, triples in graphs.items()), known)
    ordered = [entries[name] for name in sorted(entries)]
    _describe(staged, provenance.told(ordered, known.folders))
    if wrong := faults(staged):
        raise InputError(
            str(where), f"the check queries found {len(wrong)} faults", "nothing was stored", tuple(wrong[:20])
        )
    progress("no check query found a fault; writing the store")
    manifest = _manifest(ordered, known, staged)
    generations.write(where, staged, manifest)
    return manifest, refused


def _describe(staged: ox.Store, told: list[ox.Triple]) -> None:
    """Add the dataset graph to a closed store: nothing is inferred from it."""
    graphs = {
        graph.value: staged.quads_for_pattern(None, None, None, graph)
        for graph in staged.named_graphs()
        if graph.value != DATASET_GRAPH
    }
    staged.extend(description.describe(told, "", graphs))


def _all_refused(refused: list[MemgraphError]) -> InputError:
    lines = tuple(line for error in refused for line in str(error).splitlines())
    return InputError("build", f"all {len(refused)} reports were refused", "nothing was stored", lines)


def _refuse_same(
    entry: dict[str, str], path: Path, fresh: dict[str, Path], entries: dict[str, dict[str, str]], replace_same: bool
) -> None:
    name = entry["id"]
    if name in fresh:
        raise InputError(str(path), f"is {name}, as is {fresh[name]}", "keep one, or give it another id in its .yaml")
    before = entries.get(name)
    if before and not replace_same and (before["sha256"], before["yaml"]) != (entry["sha256"], entry["yaml"]):
        raise InputError(
            str(path), f"{name} is in the store with other content", "add it with --replace to put it in its place"
        )


def _entry(one: Loaded) -> dict[str, str]:
    """A report's line in the manifest."""
    return {
        "id": one.linked.id,
        "path": str(one.path.resolve()),
        "sha256": one.linked.report.sha256,
        "yaml": sha256(one.yaml) if one.yaml else "",
        "stamp": f"{stamp(one.path)} {stamp(one.path.with_suffix('.yaml'))}",
    }


def _manifest(entries: list[dict[str, str]], known: Knowledge, staged: ox.Store) -> store.Manifest:
    counts = {
        name.value: sum(1 for _ in staged.quads_for_pattern(None, None, None, name)) for name in staged.named_graphs()
    }
    stamps = [[str(path), stamp(path)] for path in knowledge_files(known.folders)]
    return store.Manifest(
        store.FORMAT, __version__, tuple(entries), known.folders, known.sha256, dict(sorted(counts.items())), {}, stamps
    )
