"""OWL 2 RL of what the ontology says, applied to the data, into a graph of its own.

owlrl closes the ontology itself (some hundred triples); a handful of fixed generic rules then read
the closed axioms and apply them to the data inside the engine. Debris (self-sameAs, literal
subjects, owl:Thing) is never made. Rule names are those of OWL 2 Profiles, section 4.3.
"""

from __future__ import annotations

import owlrl
import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection

from memgraph.errors import InputError
from memgraph.vocab import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES

# Holds the closed axioms while the rules run; never stored.
_AXIOMS = "urn:x-memgraph:axioms"
_AXIOM_PROPERTIES = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.inverseOf,
)
_AXIOM_TYPES = (OWL.SymmetricProperty, OWL.TransitiveProperty)
_DATA = f"FILTER(?g NOT IN (<{ONTOLOGY_GRAPH}>, <{_AXIOMS}>))"

_RULES: dict[str, str] = {
    "cax-sco": "?s a ?super <- ?class rdfs:subClassOf ?super . | ?s a ?class .",
    "prp-spo1": "?s ?super ?o <- ?p rdfs:subPropertyOf ?super . | ?s ?p ?o .",
    "prp-dom": "?s a ?class <- ?p rdfs:domain ?class . | ?s ?p ?o .",
    "prp-rng": "?o a ?class <- ?p rdfs:range ?class . | ?s ?p ?o . FILTER(!isLiteral(?o))",
    "prp-inv1": "?o ?inverse ?s <- ?p owl:inverseOf ?inverse . | ?s ?p ?o . FILTER(!isLiteral(?o))",
    "prp-inv2": "?o ?inverse ?s <- ?inverse owl:inverseOf ?p . | ?s ?p ?o . FILTER(!isLiteral(?o))",
    "prp-symp": "?o ?p ?s <- ?p a owl:SymmetricProperty . | ?s ?p ?o . FILTER(!isLiteral(?o))",
}


def axioms(ontology: Graph) -> Graph:
    """The ontology's axioms, closed by owlrl, as triples of named terms that the rules read.

    A chain of two properties becomes ``?p urn:x-memgraph:chain1 ?p1 ; urn:x-memgraph:chain2 ?p2``.
    Raises :class:`InputError` for a longer chain, which no rule here applies.
    """
    closed = Graph()
    for triple in ontology:
        closed.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(closed)
    found = Graph()
    for subject, predicate, value in closed:
        axiom = predicate in _AXIOM_PROPERTIES or (predicate == RDF.type and value in _AXIOM_TYPES)
        named = isinstance(subject, URIRef) and isinstance(value, URIRef)
        if (
            axiom
            and named
            and subject != value
            and OWL.Thing not in (subject, value)
            and OWL.Nothing not in (subject, value)
        ):
            found.add((subject, predicate, value))
    for prop, chain in ontology.subject_objects(OWL.propertyChainAxiom):
        links = list(Collection(ontology, chain))
        if len(links) != 2:
            raise InputError("ontology", f"{prop} has a chain of {len(links)} properties", "use chains of two")
        found.add((prop, URIRef("urn:x-memgraph:chain1"), links[0]))
        found.add((prop, URIRef("urn:x-memgraph:chain2"), links[1]))
    return found


def apply(store: ox.Store, closed: Graph) -> int:
    """Fill the inferred graph of a staged store; returns how many triples it then has."""
    store.load(
        closed.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(_AXIOMS)
    )
    needed = [update for name, update in _updates(closed).items() if name]
    size = -1
    while (grown := _size(store)) != size:
        size = grown
        for update in needed:
            store.update(update, prefixes=PREFIXES)
    store.update(
        f"DELETE {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} "
        f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{INFERRED_GRAPH}>) }}"
    )
    store.remove_graph(ox.NamedNode(_AXIOMS))
    return _size(store)


def _updates(closed: Graph) -> dict[str, str]:
    """The rules as updates, only those whose kind of axiom the ontology has."""
    updates: dict[str, str] = {}
    for name, rule in _RULES.items():
        head, body = rule.split(" <- ")
        axiom, data = body.split(" | ")
        updates[name] = (
            f"INSERT {{ GRAPH <{INFERRED_GRAPH}> {{ {head} }} }} WHERE {{ GRAPH <{_AXIOMS}> {{ {axiom} }} "
            f"GRAPH ?g {{ {data} }} {_DATA} }}"
        )
    updates["prp-trp"] = (
        f"INSERT {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ "
        f"GRAPH <{_AXIOMS}> {{ ?p a owl:TransitiveProperty }} "
        f"GRAPH ?g {{ ?s ?p ?m }} GRAPH ?h {{ ?m ?p ?o }} {_DATA} {_DATA.replace('?g', '?h')} }}"
    )
    updates["prp-spo2"] = (
        f"INSERT {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{_AXIOMS}> "
        f"{{ ?p <urn:x-memgraph:chain1> ?p1 ; <urn:x-memgraph:chain2> ?p2 }} "
        f"GRAPH ?g {{ ?s ?p1 ?m }} GRAPH ?h {{ ?m ?p2 ?o }} {_DATA} {_DATA.replace('?g', '?h')} }}"
    )
    present = {str(predicate) for predicate in closed.predicates()} | {
        str(kind) for kind in closed.objects(None, RDF.type)
    }
    wanted = {
        "cax-sco": RDFS.subClassOf,
        "prp-spo1": RDFS.subPropertyOf,
        "prp-dom": RDFS.domain,
        "prp-rng": RDFS.range,
        "prp-inv1": OWL.inverseOf,
        "prp-inv2": OWL.inverseOf,
        "prp-symp": OWL.SymmetricProperty,
        "prp-trp": OWL.TransitiveProperty,
        "prp-spo2": URIRef("urn:x-memgraph:chain1"),
    }
    return {name: update for name, update in updates.items() if str(wanted[name]) in present}


def _size(store: ox.Store) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH)))
