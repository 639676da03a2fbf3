"""The alignments: declared, harmless, and enough for who knows no term of ours. Nothing else needs their file."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, BNode, Graph

import helpers
from memgraph import graph, resources
from memgraph.build import Knowledge
from memgraph.linking import Linked
from memgraph.vocab import MEM, ONTOLOGY, PREFIXES, report_graph
from vocabularies import KINDS, VALID, described, results, undeclared

ONTOLOGY_GRAPH = Graph().parse(resources.ONTOLOGY_FILE)
ALIGNMENTS = Graph()
if resources.ALIGNMENTS_FILE.is_file():  # without it these tests fail, and no other
    ALIGNMENTS.parse(resources.ALIGNMENTS_FILE)
ALIGNED = ONTOLOGY_GRAPH + ALIGNMENTS

# What a stranger asks without a term of ours, and the same asked in our words.
ASKED = {
    "laws": ("?x a eli:LegalResource", "?x a mem:LegalInstrument"),
    "laws by number and type": (
        "?x a eli:LegalResource ; eli:number ?n ; eli:type_document/skos:prefLabel ?t",
        "?x a mem:LegalInstrument ; eli:number ?n ; eli:type_document/skos:prefLabel ?t",
    ),
    "laws of a country": (
        "?x a eli:LegalResource ; eli:jurisdiction/skos:notation 'PE'",
        "?x a mem:LegalInstrument ; mem:country/skos:notation 'PE'",
    ),
    "enacted laws": ("?x a schema:Legislation", "?x a mem:Law"),
    "institutions": ("?x a org:Organization ; skos:prefLabel ?n", "?x a mem:Institution ; skos:prefLabel ?n"),
    "institutions for search engines": ("?x a schema:Organization", "?x a mem:Institution"),
    "objectives": (
        "?x a skos:Concept ; skos:notation ?n ; skos:topConceptOf/a skos:ConceptScheme ; ^skos:broader/a skos:Concept",
        "?x a mem:Objective",
    ),
    "actions of objectives": (
        "?x a skos:Concept ; skos:notation ?n ; skos:broader [ skos:topConceptOf ?scheme ] ; skos:inScheme ?scheme",
        "?x a mem:PriorityAction",
    ),
    "responses": ("?x a skos:Concept ; skos:inScheme [ skos:prefLabel 'Responses'@en ]", "?x a mem:Response"),
    "quotes": (
        "?x a schema:Quotation ; schema:text ?quote",
        "?x a mem:Passage ; mem:evidence/oa:hasSelector/oa:exact ?quote FILTER(?quote != '')",
    ),
    "quotes on an objective": (
        "?x a schema:Quotation ; schema:about [ skos:topConceptOf ?theme ; skos:notation ?n ] ; schema:text ?quote",
        "?x a mem:Passage ; mem:underObjective/skos:notation ?n ; mem:evidence/oa:hasSelector/oa:exact ?quote "
        "FILTER(?quote != '')",
    ),
    "quotes that mention a law": (
        "[] a schema:Quotation ; schema:mentions ?x ; schema:text ?quote . ?x a eli:LegalResource",
        "?m mem:names ?x ; mem:inPassage [ mem:evidence/oa:hasSelector/oa:exact ?quote ] . ?x a mem:LegalInstrument",
    ),
    "quotes that mention an institution": (
        "[] a schema:Quotation ; schema:mentions ?x ; schema:text ?quote . ?x a org:Organization",
        "?m mem:names ?x ; mem:inPassage [ mem:evidence/oa:hasSelector/oa:exact ?quote ] . ?x a mem:Institution",
    ),
    "reports": ("?x a schema:Report ; schema:isbn ?i ; schema:reportNumber ?n", "?x a mem:Report"),
    "states": ("?x a schema:Country", "?x a mem:Country"),
    "documents": ("?x a schema:CreativeWork ; dcterms:type/skos:prefLabel ?t", "?x a mem:Document ; dcterms:type ?t"),
    "courses": ("?x a schema:Course", "?x a mem:Course"),
    "rows of tables": ("?x dcterms:isPartOf ?table", "?x mem:inTable|mem:inRow ?table"),
    "rows of tables for search engines": ("?x schema:isPartOf ?table", "?x mem:inTable|mem:inRow ?table"),
    "counts and amounts": (
        "?x a schema:QuantitativeValue ; schema:value ?n ; schema:unitText ?quote FILTER(?n > 1)",
        "?x a mem:Figure ; mem:value ?n ; mem:unit ?quote FILTER(xsd:decimal(?n) > 1)",
    ),
    "schemes with what stands on top": ("?x skos:hasTopConcept ?top", "?top skos:topConceptOf ?x"),
    "where facts come from": ("?x prov:wasDerivedFrom [ a schema:Quotation ]", "?x mem:inPassage ?passage"),
}


@pytest.fixture(scope="module")
def staged(linked: Linked, known: Knowledge) -> ox.Store:
    """The Peru graph with everything that is inferred."""
    made = graph.graph(linked).serialize(format="nt", encoding="utf-8")
    return helpers.staged([(report_graph(linked.id), made)], known)


def asked(staged: ox.Store, pattern: str) -> set[tuple[str, str]]:
    """The things, with their quotes, that a pattern finds."""
    found = staged.query(
        f"SELECT DISTINCT ?x ?quote WHERE {{ {pattern} }}", prefixes=PREFIXES, use_default_graph_as_union=True
    )
    return {(row["x"].value, row["quote"].value if row["quote"] else "") for row in found}  # type: ignore[union-attr]


@pytest.mark.parametrize("what", ASKED)
def test_a_stranger_finds_without_our_terms_what_they_find(what: str, staged: ox.Store) -> None:
    theirs, ours = ASKED[what]
    assert not re.search(r"\bmem:", theirs)
    assert asked(staged, theirs) == asked(staged, ours) != set()


def test_every_alignment_is_one_that_the_stranger_asks_for() -> None:
    """None stands there unused: each outer term is in a question above, or says what a thing of ours is in PROV."""
    outer = {str(node) for prop in (RDFS.subClassOf, RDFS.subPropertyOf) for node in ALIGNMENTS.objects(None, prop)}
    words = " ".join(theirs for theirs, _ in ASKED.values())
    names = {PREFIXES[prefix] + local for prefix, local in re.findall(r"\b(\w+):(\w+)", words) if prefix in PREFIXES}
    others = {PREFIXES["prov"] + "Entity", PREFIXES["dcterms"] + "hasFormat"}
    assert outer - names == others


def test_the_header_says_what_the_file_is() -> None:
    described(resources.ALIGNMENTS_FILE, ONTOLOGY + "/alignments")


def test_what_is_aligned_is_a_term_of_ours() -> None:
    declared = {str(term) for kind in KINDS for term in ONTOLOGY_GRAPH.subjects(RDF.type, kind)}
    named = {str(node) for triple in ALIGNMENTS for node in triple if str(node).startswith(MEM)}
    assert named <= declared
    for prop in (RDFS.subClassOf, RDFS.subPropertyOf):
        assert [str(term) for term in ALIGNMENTS.subjects(prop) if not str(term).startswith(MEM)] == []
        assert [str(term) for term in ALIGNMENTS.objects(None, prop) if str(term).startswith(MEM)] == []


def test_no_domain_or_range_types_what_it_should_not() -> None:
    assert not {RDFS.domain, RDFS.range} & set(ALIGNMENTS.predicates())


def test_there_are_no_blank_nodes() -> None:
    assert [node for triple in ALIGNMENTS for node in triple if isinstance(node, BNode)] == []


def test_whatever_the_file_uses_of_others_is_declared_in_it() -> None:
    assert undeclared(ALIGNMENTS) == []


def test_a_property_and_the_one_above_it_are_of_one_kind() -> None:
    for lower, upper in ALIGNED.subject_objects(RDFS.subPropertyOf):
        assert set(ALIGNED.objects(lower, RDF.type)) & set(ALIGNED.objects(upper, RDF.type)) & set(KINDS), lower


@pytest.mark.parametrize("example", VALID, ids=lambda path: path.stem)
def test_a_valid_example_conforms_with_the_alignments_too(example: Path) -> None:
    assert results(example, ALIGNED) == []


def test_no_word_makes_a_scale_of_the_responses() -> None:
    scale = re.compile(r"\b(?:ratings?|rated|scor\w+|grad(?:es?|ed|ing)|complian\w+)\b", re.IGNORECASE)
    assert scale.findall(resources.ALIGNMENTS_FILE.read_text(encoding="utf-8")) == []
