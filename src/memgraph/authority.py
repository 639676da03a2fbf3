"""What is known beyond one report: states, plans, bodies, laws, systems, documents.

Read from the Turtle files of ``ontology/authority`` (and of a folder of one's own after them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, SKOS

from memgraph.errors import CallError, InputError
from memgraph.folding import folded
from memgraph.vocab import BASE, MEM

_MEM = Namespace(MEM)
_ELI = Namespace("http://data.europa.eu/eli/ontology#")

# Class of an entry to the kind of mention that it answers.
_KINDS = {
    "Institution": "institution",
    "Law": "law",
    "Agreement": "law",
    "InformationSystem": "system",
    "Document": "document",
    "Programme": "programme",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that mentions can be linked to."""

    iri: str
    kind: str
    name: str
    labels: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    country: str | None = None
    abroad: bool = False  # whether it is meant wherever it is named, not only at home
    type: str | None = None
    number: str | None = None
    local: bool = False  # whether it is described in a report's graph


class Theme(NamedTuple):
    """A theme of a plan: its IRI, and the years of the plan ("2021-2025"; none where no plan is given)."""

    iri: str
    plan: tuple[str, ...]


@dataclass(frozen=True)
class Authority:
    """The entries by kind of look-up, and the graph that they come from."""

    graph: Graph
    entries: tuple[Entry, ...]
    states: dict[str, str]  # any name of a state → its IRI
    law_types: dict[str, str]  # printed name of a type of law, lower case → IRI
    agreements: frozenset[str]  # the types of law that are agreements
    document_types: dict[str, str]
    themes: dict[str, tuple[Theme, ...]]  # folded title → the themes of several plans that bear it
    # Theme IRI and number → the objective or action: its IRI and its names.
    criteria: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def theme(self, title: str, plan: str | None) -> str | None:
        """The IRI of the theme with a title, in the plan that a report names; never a guess between two plans."""
        found = [one for one in self.themes.get(folded(title), ()) if not plan or one.plan in ((), _years(plan))]
        return found[0].iri if len(found) == 1 else None


def load(folders: Iterable[Path]) -> Authority:
    """Read every ``.ttl`` file of the folders, in the order of their names.

    Raises :class:`CallError` for a folder that is none, :class:`InputError` for broken Turtle.
    """
    graph = Graph()
    for folder in folders:
        if not folder.is_dir():
            raise CallError(str(folder), "is no folder", "name a folder of Turtle files")
        for path in sorted(folder.glob("*.ttl")):
            read_turtle(path, graph)
    return index(graph)


def read_turtle(path: Path, graph: Graph) -> None:
    """Add one Turtle file to a graph; raises :class:`InputError` with the line of a fault."""
    try:
        data = path.read_bytes()
        # The engine's parser is the stricter one, and says where.
        for _ in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=BASE):
            pass
        graph.parse(data=data, format="turtle", publicID=BASE)
    except SyntaxError as error:
        place = f"{path}:{error.lineno}" if error.lineno else str(path)
        raise InputError(place, f"is not valid Turtle ({' '.join(str(error.msg).split())})", "mend the file") from None
    except OSError as error:
        raise CallError(str(path), f"cannot be read ({error.strerror})", "name folders of Turtle files") from None


def index(graph: Graph) -> Authority:
    """The look-up tables of an authority graph."""
    states = _labels_of(graph, _MEM.Country)
    agreement = URIRef(BASE + "law-type/agreement")
    law_types = {
        str(label).lower(): str(concept)
        for concept in graph.subjects(SKOS.inScheme, URIRef(BASE + "law-type"))
        for label in _labels(graph, concept)
    }
    agreements = {str(agreement)} | {str(narrower) for narrower in graph.transitive_subjects(SKOS.broader, agreement)}
    document_types = {
        str(label).lower(): str(concept)
        for concept in graph.subjects(SKOS.inScheme, URIRef(BASE + "document-type"))
        for label in _labels(graph, concept)
    }
    themes: dict[str, tuple[Theme, ...]] = {}
    for subject in sorted(map(str, graph.subjects(RDF.type, _MEM.Theme))):
        plan = graph.value(graph.value(URIRef(subject), _MEM.plan), SKOS.notation)
        for title in {folded(str(label)) for label in _labels(graph, URIRef(subject))}:
            themes[title] = (*themes.get(title, ()), Theme(subject, _years(str(plan or ""))))
    criteria = {
        (str(theme), str(graph.value(criterion, SKOS.notation))): (
            str(criterion),
            tuple(sorted(str(label) for label in _labels(graph, criterion))),
        )
        for cls in (_MEM.Objective, _MEM.PriorityAction)
        for criterion in graph.subjects(RDF.type, cls)
        for theme in graph.objects(criterion, SKOS.inScheme)
    }
    entries = tuple(
        _entry(graph, URIRef(subject), kind)
        for name, kind in _KINDS.items()
        for subject in sorted(str(subject) for subject in graph.subjects(RDF.type, _MEM[name]))
        if (URIRef(subject), OWL.deprecated, Literal(True)) not in graph
    )
    return Authority(graph, entries, states, law_types, frozenset(agreements), document_types, themes, criteria)


def _years(plan: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d{4}", plan))


def _entry(graph: Graph, subject: URIRef, kind: str) -> Entry:  #
    country = graph.value(subject, _MEM.country)
    notations = tuple(sorted(str(value) for value in graph.objects(subject, SKOS.notation)))
    acting_abroad = any(
        (concept, _MEM.actsAbroad, Literal(True)) in graph for concept in graph.objects(subject, ORG.classification)
    )
    kind_of = graph.value(subject, _ELI.type_document) or graph.value(subject, DCTERMS.type)
    number = graph.value(subject, _ELI.number)
    return Entry(
        iri=str(subject),
        kind=kind,
        name=_preferred(graph, subject),
        labels=tuple(dict.fromkeys(str(label) for label in _labels(graph, subject))),
        acronyms=notations,
        country=str(country) if country else None,
        abroad=country is None or acting_abroad,
        type=str(kind_of) if kind_of else None,
        number=str(number) if number else None,
    )


def _preferred(graph: Graph, subject: URIRef) -> str:
    labels = {getattr(label, "language", None): str(label) for label in graph.objects(subject, SKOS.prefLabel)}
    return labels.get("en") or next(iter(labels.values()), str(subject))


def _labels(graph: Graph, subject: object) -> list[Literal]:
    found = [
        label
        for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
        for label in graph.objects(subject, predicate)  # type: ignore[arg-type]
        if isinstance(label, Literal)
    ]
    return sorted(found, key=str)


def _labels_of(graph: Graph, cls: URIRef) -> dict[str, str]:
    return {str(label): str(subject) for subject in graph.subjects(RDF.type, cls) for label in _labels(graph, subject)}
