"""Inference: what our rules add is what OWL 2 RL adds, and each axiom is there because something needs it."""

from __future__ import annotations

import re

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

import helpers
from memgraph import closure, graph, resources
from memgraph.build import Knowledge
from memgraph.linking import Linked
from memgraph.vocab import INFERRED_GRAPH, MEM, report_graph

_LANGUAGE = (*(str(namespace) for namespace in (RDF, RDFS, OWL)), "http://www.w3.org/2001/XMLSchema#")


def _staged(linked: Linked, known: Knowledge) -> ox.Store:
    made = graph.graph(linked).serialize(format="nt", encoding="utf-8")
    return helpers.staged([(report_graph(linked.id), made)], known)


def _inferred(staged: ox.Store) -> set[tuple[str, str, str]]:
    quads = staged.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH))
    return {(q.subject.value, q.predicate.value, q.object.value) for q in quads}


def test_the_rules_add_exactly_what_owl_rl_adds(linked: Linked, known: Knowledge) -> None:
    asserted = graph.graph(linked) + known.authority.graph + known.ontology
    before = set(asserted)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(asserted)
    data = set(graph.graph(linked).all_nodes()) | set(known.authority.graph.all_nodes())
    expected = {
        (str(s), str(p), str(o))
        for s, p, o in set(asserted) - before
        # On our terms: not the reflexive, typing and schema triples of the language itself.
        if isinstance(s, URIRef)
        and isinstance(o, URIRef | Literal)
        and not str(p).startswith(_LANGUAGE[1:])
        and not str(o).startswith(_LANGUAGE)
        and s in data
    }
    assert _inferred(_staged(linked, known)) == expected
    assert len(expected) > 1000


def test_no_debris_is_made(linked: Linked, known: Knowledge) -> None:
    for subject, predicate, value in _inferred(_staged(linked, known)):
        assert predicate != str(OWL.sameAs)
        assert value != str(OWL.Thing)
        assert subject.startswith("http") and subject != value


def _answers(staged: ox.Store, name: str) -> list[tuple[str, ...]]:
    text = (resources.QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    rows = staged.query(text, use_default_graph_as_union=True)
    return [tuple(str(value) for value in row) for row in rows]  # type: ignore[union-attr]


_AXIOMS = [
    *((f"mem:{cls}", RDFS.subClassOf, "mem:Passage", "passages") for cls in ("Statement", "ListItem", "TableCell")),
    ("mem:Law", RDFS.subClassOf, "mem:LegalInstrument", "legal-instruments"),
    ("mem:Agreement", RDFS.subClassOf, "mem:LegalInstrument", "law-actions"),
    ("mem:Institution", RDFS.subClassOf, "mem:Entity", "dossier"),
    ("mem:Document", RDFS.subClassOf, "mem:Entity", "dossier"),
    ("mem:InformationSystem", RDFS.subClassOf, "mem:Entity", "dossier"),
    ("mem:LegalInstrument", RDFS.subClassOf, "mem:Entity", "dossier"),
    ("mem:sharesTextWith", RDF.type, "owl:SymmetricProperty", "action-responses"),
]


def _term(name: str) -> URIRef:
    prefix, local = name.split(":")
    return URIRef((MEM if prefix == "mem" else str(OWL)) + local)


@pytest.mark.parametrize(("subject", "predicate", "value", "query"), _AXIOMS, ids=lambda one: str(one).rsplit("#")[-1])
def test_without_the_axiom_the_query_answers_less(
    subject: str, predicate: URIRef, value: str, query: str, linked: Linked, known: Knowledge
) -> None:
    ontology = Graph()
    for triple in known.ontology:
        ontology.add(triple)
    axiom = (_term(subject), predicate, _term(value))
    assert axiom in ontology
    ontology.remove(axiom)
    less = Knowledge(ontology, known.authority, known.shapes, known.folders, known.sha256)
    assert set(_answers(_staged(linked, less), query)) != set(_answers(_staged(linked, known), query))


def test_a_fact_knows_its_action_and_report_by_the_chains(linked: Linked, known: Knowledge) -> None:
    staged = _staged(linked, known)
    for chained in ("underAction", "inReport"):
        rows = staged.query(
            f"SELECT (COUNT(?m) AS ?n) WHERE {{ ?m a <{MEM}Mention> . MINUS {{ ?m <{MEM}{chained}> ?any }} }}",
            use_default_graph_as_union=True,
        )
        missing = int(next(iter(rows))[0].value)  # type: ignore[arg-type]
        # A mention in a clause of the summary that sums up no action has none; Peru has no such clause.
        assert missing == 0, chained


def test_the_ontology_uses_only_axioms_that_the_rules_apply(known: Knowledge) -> None:
    rules = {*closure._AXIOM_PROPERTIES, OWL.propertyChainAxiom, OWL.disjointWith}
    used = {p for p in known.ontology.predicates() if str(p).startswith((str(OWL), str(RDFS)))}
    described = {
        RDFS.label,
        RDFS.comment,
        RDFS.isDefinedBy,
        RDFS.seeAlso,
        OWL.versionIRI,
        OWL.versionInfo,
        OWL.deprecated,
    }
    assert used <= rules | described
    types = {o for o in known.ontology.objects(None, RDF.type) if str(o).startswith(str(OWL))}
    plain = {OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    assert types <= {*closure._AXIOM_TYPES, *plain, OWL.NamedIndividual}


def test_the_data_needs_no_axiom_of_another_namespace(known: Knowledge) -> None:
    """Queries stand on our own axioms: removing the alignments changes no canned answer."""
    outside = re.compile(r"<(?!https://w3id\.org/mem-graph/)")
    assert outside.search("<http://www.w3.org/ns/org#Organization>")
    for path in resources.QUERIES.glob("*.rq"):
        classes = re.findall(r"\ba ((?:org|eli|schema|oa|prov|skos):\w+)", path.read_text(encoding="utf-8"))
        assert not classes, f"{path.name} asks for {classes}, which only the alignments infer"
