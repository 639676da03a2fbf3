"""Where the stages meet: a report's file to a validated graph, and graphs to a store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from memgraph import (
    __version__,
    authority,
    closure,
    curation,
    graph,
    linking,
    parse,
    resources,
    store,
    text,
    validation,
)
from memgraph.authority import Authority
from memgraph.curation import Curation
from memgraph.errors import CallError, InputError, MemgraphError
from memgraph.linking import Linked
from memgraph.report import Fact, Report, Span
from memgraph.staleness import fingerprint
from memgraph.text import folded
from memgraph.vocab import AUTHORITY_GRAPH, ONTOLOGY_GRAPH, iri, report_graph, slug

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Knowledge:
    """What stands beyond the reports: ontology, authority, shapes, and a hash over their files."""

    ontology: Graph
    authority: Authority
    shapes: Graph
    folders: tuple[str, ...]
    sha256: str

    def context(self) -> Graph:
        """Ontology and authority in one graph, as validation needs them."""
        return self.ontology + self.authority.graph


@dataclass(frozen=True)
class Loaded:
    """A report that conforms: its reading and its asserted graph."""

    linked: Linked
    graph: Graph
    path: Path
    yaml: Path | None


def knowledge(folders: Iterable[Path] = ()) -> Knowledge:
    """Read ontology, shapes and authority; ``folders`` come after the shipped authority."""
    own = [Path(folder) for folder in folders]
    ontology, shapes = Graph(), Graph()
    authority.read_turtle(resources.ONTOLOGY_FILE, ontology)
    if resources.ALIGNMENTS_FILE.is_file():
        authority.read_turtle(resources.ALIGNMENTS_FILE, ontology)
    authority.read_turtle(resources.SHAPES_FILE, shapes)
    known = authority.load([resources.AUTHORITY, *own])
    return Knowledge(
        ontology, known, shapes, tuple(str(f.resolve()) for f in own), fingerprint(tuple(str(f) for f in own))
    )


def read(path: Path, known: Knowledge) -> Linked:
    """A report's file to its linked reading; raises :class:`MemgraphError` for what is refused."""
    source = text.read(path)
    beside = curation.beside(path)
    curated = curation.read(beside) if beside else Curation()
    report = _curated(parse.parse(source, known.authority.states), curated)
    country = _stated(report, "country", "name of the country on its cover")
    year = _stated(report, "year", "year on its cover")
    report_id = curated.about.get("id") or f"{slug(country)}-{year}"
    state = known.authority.states.get(country)
    if state is None:
        raise InputError(
            report.place, f"{country!r} is no state that the authority knows", "add it to an authority folder"
        )
    theme = report.fact("theme")
    theme_iri = known.authority.themes.get(folded(theme.value)) if theme else None
    return linking.link(
        report, report_id, state, theme_iri or iri("report", report_id, "theme"), known.authority, curated
    )


def load(path: Path, known: Knowledge, context: Graph | None = None) -> Loaded:
    """A report's file to its validated graph; raises :class:`InputError` listing every violation."""
    linked = read(path, known)
    made = graph.graph(linked)
    violations = validation.validate(made, known.context() if context is None else context, known.shapes, linked.report)
    if violations:
        raise InputError(
            violations[0].place,
            f"the graph does not conform to the shapes ({len(violations)} violations)",
            "mend the text or its .yaml; nothing of it was stored",
            tuple(str(violation) for violation in violations[:20]),
        )
    return Loaded(linked, made, path, curation.beside(path))


def stage(graphs: Iterable[tuple[str, bytes]], known: Knowledge) -> ox.Store:
    """An in-memory store of report graphs (name and N-Triples) with all else, closed under the axioms."""
    staged = ox.Store()
    beyond = [
        (name, content.serialize(format="nt", encoding="utf-8"))
        for name, content in ((ONTOLOGY_GRAPH, known.ontology), (AUTHORITY_GRAPH, known.authority.graph))
    ]
    for name, triples in (*beyond, *graphs):
        staged.load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    closure.apply(staged, closure.axioms(known.ontology))
    return staged


def faults(staged: ox.Store) -> list[str]:
    """The rows of the check queries, as readable lines; none is what is wanted."""
    found = []
    for path in sorted(resources.CHECKS.glob("*.rq")):
        for row in staged.query(path.read_text(encoding="utf-8"), use_default_graph_as_union=True):  # type: ignore[union-attr]
            found.append(f"{path.stem}: " + ", ".join(value.value if value is not None else "" for value in row))
    return found


def build(
    paths: Sequence[Path], where: Path, folders: Iterable[Path] = (), progress: Progress = lambda _: None
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Make a store of exactly these reports.

    A report that is refused is listed in the second value, the others are stored; when none is
    left, the first refusal is raised and nothing is written.
    """
    with store.building(where):
        return _make(paths, where, folders, progress, [], {})


def add(
    paths: Sequence[Path], where: Path, replace_same: bool = False, progress: Progress = lambda _: None
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Add reports to a store, with the authority folders that it was built with.

    A report whose ID is there with other content is refused unless ``replace_same``.
    """
    with store.building(where):
        opened = store.open_store(where)
        there = {report["id"]: report for report in opened.manifest.reports}
        kept = {one["id"]: _triples(opened, one["id"]) for one in opened.manifest.reports}
        return _make(
            paths, where, map(Path, opened.manifest.authority), progress, list(there.values()), kept, replace_same
        )


def remove(ids: Sequence[str], where: Path, progress: Progress = lambda _: None) -> store.Manifest:
    """Take reports out of a store; raises :class:`CallError` for an ID that is not there."""
    with store.building(where):
        opened = store.open_store(where)
        there = {report["id"]: report for report in opened.manifest.reports}
        if missing := [one for one in ids if one not in there]:
            raise CallError(missing[0], "is not in the store", f"there are: {', '.join(there) or 'no reports'}")
        rest = [report for report in opened.manifest.reports if report["id"] not in ids]
        kept = {one["id"]: _triples(opened, one["id"]) for one in rest}
        manifest, _ = _make((), where, map(Path, opened.manifest.authority), progress, rest, kept)
        return manifest


def _triples(opened: store.Store, report_id: str) -> bytes:
    made = ox.serialize((quad.triple for quad in opened.quads(report_graph(report_id))), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(made, bytes)
    return made


def _make(
    paths: Sequence[Path],
    where: Path,
    folders: Iterable[Path],
    progress: Progress,
    there: list[dict[str, str]],
    kept: dict[str, bytes],
    replace_same: bool = True,
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Read the paths, stage them with the kept graphs, check, and write a new generation."""
    progress("reading ontology, shapes and authority")
    known = knowledge(folders)
    context = known.context()
    refused: list[MemgraphError] = []
    entries = {entry["id"]: entry for entry in there}
    graphs = dict(kept)
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
    progress("inferring what the ontology says")
    staged = stage(((report_graph(name), triples) for name, triples in graphs.items()), known)
    if wrong := faults(staged):
        raise InputError(
            str(where), f"the check queries found {len(wrong)} faults", "nothing was stored", tuple(wrong[:20])
        )
    progress("no check query found a fault; writing the store")
    manifest = _manifest([entries[name] for name in sorted(entries)], known, staged)
    store.write(where, staged, manifest)
    return manifest, refused


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
        "yaml": hashlib.sha256(one.yaml.read_bytes()).hexdigest() if one.yaml else "",
    }


def _manifest(entries: list[dict[str, str]], known: Knowledge, staged: ox.Store) -> store.Manifest:
    counts = {
        name.value: sum(1 for _ in staged.quads_for_pattern(None, None, None, name)) for name in staged.named_graphs()
    }
    return store.Manifest(
        store.FORMAT, __version__, tuple(entries), known.folders, known.sha256, dict(sorted(counts.items()))
    )


def _stated(report: Report, name: str, what: str) -> str:
    fact = report.fact(name)
    if fact is None:
        raise InputError(
            f"{report.place}:1", f"the {what} was not found", f"write it in the .yaml beside it (about: {name}: …)"
        )
    return fact.value


def _curated(report: Report, curated: Curation) -> Report:
    """The report with what its ``.yaml`` overrides; raises :class:`InputError` where it does not fit."""
    facts = {fact.name: fact for fact in report.about}
    for name, value in curated.about.items():
        if name != "id":
            facts[name] = Fact(
                name, value, facts[name].span if name in facts and facts[name].value == value else Span(0, 0)
            )
    passages = list(report.passages)
    for correction in curated.responses:
        hits = [
            i
            for i, p in enumerate(passages)
            if p.response and " ".join(report.quote(p.span).split()).startswith(" ".join(correction.quote.split()))
        ]
        if len(hits) != 1:
            raise InputError(
                correction.place,
                f"{len(hits)} statements begin with {correction.quote!r}",
                "quote the beginning of one",
            )
        passages[hits[0]] = replace(passages[hits[0]], response=correction.response)
    found = {
        "objectives": len(report.objectives),
        "actions": len(report.actions),
        "tables": len(report.tables),
        "statements": len(report.of("statement")),
        "items": len(report.of("item")),
        "cells": len(report.of("cell")),
        "summary": len(report.of("summary")),
        "unparsed": len(report.of("unparsed")),
    }
    for name, count in curated.expect.items():
        if found[name] != count:
            raise InputError(
                curated.place,
                f"expects {count} {name}, but {found[name]} were read",
                "check the text, then mend the count",
            )
    return replace(report, about=tuple(facts.values()), passages=tuple(passages))
