"""Where the stages meet: a report's file to a validated graph, and that to its share of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from memgraph import authority, curation, graph, parse, resources, scanner, shares, text, validation
from memgraph.authority import Authority
from memgraph.curation import Curation
from memgraph.errors import InputError
from memgraph.ground import Ground, ground, parsed
from memgraph.hashing import fingerprint, sha256
from memgraph.linking import Linked
from memgraph.report import Fact, Report, Span
from memgraph.shares import Share
from memgraph.staleness import knowledge_files, report_stamp
from memgraph.text import readable
from memgraph.validation import Judge, Violation
from memgraph.vocab import iri, slug

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Knowledge:
    """What stands beyond the reports: ontology, authority, shapes, and a hash over their files."""

    ontology: Graph
    authority: Authority
    shapes: Graph
    folders: tuple[str, ...]
    sha256: str

    @cached_property
    def context(self) -> Graph:
        """Ontology and authority in one graph, as validation needs them."""
        return self.ontology + self.authority.graph

    @cached_property
    def judge(self) -> Judge | None:
        """The quick judge of the gate, where there is one."""
        try:
            return Judge(self.context, self.shapes)
        except ImportError:
            return None

    @cached_property
    def ground(self) -> Ground:
        """Ontology and authority as a store holds them."""
        return ground(self.ontology, self.authority.graph, self.folders)


@dataclass(frozen=True)
class Loaded:
    """A report that conforms: its reading and its asserted graph."""

    linked: Linked
    triples: str  # N-Triples
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
        ontology,
        known,
        shapes,
        tuple(str(f.resolve()) for f in own),
        fingerprint(knowledge_files(tuple(map(str, own)))),
    )


def read(path: Path, known: Knowledge) -> Linked:
    """A report's file to its linked reading; raises :class:`InputError` for what is refused."""
    source = text.read(path)
    beside = curation.beside(path)
    curated = curation.read(beside) if beside else Curation()
    report = _curated(parse.parse(source, known.authority.states), curated)
    country = _stated(report, "country", "name of the country on its cover")
    year = _stated(report, "year", "year on its cover")
    report_id = curated.about.get("id") or f"{slug(country)}-{year}"
    # A country that the authority does not know is described in the report's own graph.
    state = known.authority.states.get(country) or iri("report", report_id, "country")
    theme, plan = report.fact("theme"), report.fact("plan")
    theme_iri = known.authority.theme(theme.value, plan.value if plan else None) if theme else None
    return scanner.link(
        report, report_id, state, theme_iri or iri("report", report_id, "theme"), known.authority, curated
    )


def load(path: Path, known: Knowledge) -> Loaded:
    """A report's file to its validated graph; raises :class:`InputError` listing every violation."""
    linked = read(path, known)
    made = graph.graph(linked)
    triples = made.serialize(format="nt")
    if known.judge is None or not known.judge.conforms(triples):
        _refuse(validation.validate(made, known.context, known.shapes, linked.report))
    return Loaded(linked, triples, path, curation.beside(path))


def _refuse(violations: list[Violation]) -> None:
    if violations:
        raise InputError(
            violations[0].place,
            f"the graph does not conform to the shapes ({len(violations)} violation{'s' * (len(violations) != 1)})",
            "mend the text or its .yaml; nothing of it was stored",
            tuple(str(violation) for violation in violations[:20]),
        )


def share(path: Path, known: Knowledge, progress: Progress = lambda _: None) -> Share:
    """A report's file to its share of a store; raises :class:`InputError` for what is refused."""
    one = load(path, known)
    facts = parsed(one.triples)
    progress(f"{one.linked.id}: {len(facts):,} triples conform to the shapes")
    entry = {
        "id": one.linked.id,
        "path": str(path.resolve()),
        "sha256": one.linked.report.sha256,
        "yaml": sha256(one.yaml) if one.yaml else "",
        "stamp": report_stamp(path),
    }
    progress("inferring what the ontology says")
    made = shares.share(entry, facts, known.ground)
    staged = known.ground.staged()
    staged.load(made.quads, format=ox.RdfFormat.N_QUADS)
    refuse_faults(str(path), staged)
    return made


def refuse_faults(place: str, staged: ox.Store) -> None:
    """Raise :class:`InputError` with the rows of the check queries, where there are any."""
    if wrong := faults(staged):
        raise InputError(
            place, f"the check queries found {len(wrong)} faults", "nothing of it was stored", tuple(wrong[:20])
        )


def faults(staged: ox.Store) -> list[str]:
    """The rows of the check queries, as readable lines; none is what is wanted."""
    found = []
    for path in sorted(resources.CHECKS.glob("*.rq")):
        for row in staged.query(path.read_text(encoding="utf-8"), use_default_graph_as_union=True):  # type: ignore[union-attr]
            found.append(f"{path.stem}: " + ", ".join(value.value if value is not None else "" for value in row))
    return found


def counts(report: Report) -> dict[str, int]:
    """What a ``.yaml`` can expect of a report, by name."""
    return {
        "objectives": len(report.objectives),
        "actions": len(report.actions),
        "tables": len(report.tables),
        "statements": len(report.of("statement")),
        "items": len(report.of("item")),
        "cells": len(report.of("cell")),
        "summary": len(report.of("summary")),
        "unparsed": len(report.of("unparsed")),
    }


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
    wrong: list[tuple[str, str, str]] = []
    for correction in curated.responses:
        quoted = curation.printed(correction.quote)
        hits = [i for i, p in enumerate(passages) if p.response and quoted.match(readable(report.quote(p.span)))]
        if len(hits) == 1:
            passages[hits[0]] = replace(passages[hits[0]], response=correction.response)
        else:
            what = f"{len(hits)} statements begin with {correction.quote!r}"
            wrong.append((correction.place, what, "quote the beginning of one"))
    for meaning in curated.meanings:
        if not curation.printed(meaning.text).search(report.text):
            wrong.append((meaning.place, f"the report does not hold {meaning.text!r}", "quote it as printed"))
    found = counts(replace(report, passages=tuple(passages)))
    for name, (count, place) in curated.expect.items():
        if found[name] != count:
            what = f"expects {count} {name}, but {found[name]} were read"
            wrong.append((place, what, "check the text, then mend the count"))
    if wrong:
        raise InputError(*wrong[0], tuple(f"{place}: {what}; {todo}" for place, what, todo in wrong[1:]))
    return replace(report, about=tuple(facts.values()), passages=tuple(passages))
