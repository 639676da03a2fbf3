"""What all reports stand on: ontology and authority, closed, described and counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Graph

from memgraph import closure, description, provenance
from memgraph.closure import Match, Rules
from memgraph.description import Tally
from memgraph.vocab import AUTHORITY_GRAPH, DATASET_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH


@dataclass(frozen=True)
class Ground:
    """The graphs that a store has without any report."""

    rules: Rules
    match: Match  # what the authority says and what follows from it
    known: frozenset[ox.Triple]  # these and the ontology
    subjects: frozenset[object]  # what all this speaks of
    quads: bytes  # N-Quads: the graphs
    counts: dict[str, int]  # triples of each graph
    tally: Tally  # of all together

    def adds(self, facts: Iterable[ox.Triple]) -> set[ox.Triple]:
        """What the facts of a report add by inference, alone or with the authority."""
        return self.rules.grown(facts, self.match) - self.known

    def staged(self) -> ox.Store:
        """An in-memory store of the graphs, to which reports can be added."""
        made = ox.Store()
        made.load(self.quads, format=ox.RdfFormat.N_QUADS)
        return made


def ground(ontology: Graph, authority: Graph, folders: Iterable[str]) -> Ground:
    """Close, describe and count ontology and authority; ``folders`` are those of own authority entries."""
    rules = Rules(closure.axioms(ontology))
    said = {ONTOLOGY_GRAPH: triples(ontology), AUTHORITY_GRAPH: triples(authority)}
    follows = rules.grown(said[AUTHORITY_GRAPH], lambda *_: ())
    graphs = said | {INFERRED_GRAPH: follows - said[ONTOLOGY_GRAPH]}
    told = set(provenance.told(folders)) | description.whole_of()
    graphs[DATASET_GRAPH] = told | {description.size(name, len(inside)) for name, inside in said.items()}
    everything = set().union(*graphs.values())
    return Ground(
        rules,
        closure.matching(said[AUTHORITY_GRAPH] | follows),
        frozenset(everything - graphs[DATASET_GRAPH]),
        frozenset(triple.subject for triple in everything),
        b"".join(nquads(inside, name) for name, inside in graphs.items()),
        {name: len(inside) for name, inside in graphs.items()},
        Tally.of(everything),
    )


def triples(graph: Graph) -> set[ox.Triple]:
    """The engine's own triples of an rdflib graph."""
    return parsed(graph.serialize(format="nt", encoding="utf-8"))


def parsed(data: bytes | str) -> set[ox.Triple]:
    """The triples of N-Triples."""
    return {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)}


def nquads(triples: Iterable[ox.Triple], graph: str) -> bytes:
    """Triples as the N-Quads of a named graph."""
    name = ox.NamedNode(graph)
    made = ox.serialize(
        (ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples),
        format=ox.RdfFormat.N_QUADS,
    )
    assert isinstance(made, bytes)
    return made
