"""The ontology file: every term described, used terms defined, nothing that the house forbids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.namespace import SKOS

from memgraph import graph, report, resources
from memgraph.build import Knowledge
from memgraph.linking import Linked
from memgraph.vocab import BASE, MEM, PREFIXES
from vocabularies import KINDS, breaches, described, undeclared

TEXT = resources.ONTOLOGY_FILE.read_text(encoding="utf-8")
ONTOLOGY = Graph().parse(data=TEXT, format="turtle")
IRI = URIRef(MEM.rstrip("#"))
DECLARED = {str(term) for kind in KINDS for term in ONTOLOGY.subjects(RDF.type, kind)}
TERMS = sorted(URIRef(term) for term in DECLARED if term.startswith(MEM))
STANZAS = re.findall(r"^mem:(\w+) a (.+?) \.$", TEXT, re.MULTILINE | re.DOTALL)
# The lines of a stanza, in their order.
LINES = [
    *("rdfs:subClassOf", "owl:disjointWith", "owl:propertyChainAxiom", "skos:notation"),
    *("owl:deprecated", "dcterms:isReplacedBy", "skos:historyNote"),
    *("schema:domainIncludes", "schema:rangeIncludes", "skos:scopeNote"),
    *("rdfs:label", "skos:definition", "skos:example", "rdfs:isDefinedBy"),
]


def without(test: Callable[[URIRef], object]) -> list[str]:
    """The local names of the terms that fail a test."""
    return [term.removeprefix(MEM) for term in TERMS if not test(term)]


def languages(term: URIRef, prop: URIRef) -> list[str]:
    """The language tags of a term's values."""
    return sorted(str(getattr(value, "language", None)) for value in ONTOLOGY.objects(term, prop))


def mem_terms(graph: Graph) -> set[str]:
    """The terms of ours that a graph names anywhere."""
    return {str(node) for triple in graph for node in triple if str(node).startswith(MEM)}


def test_every_term_has_one_label_in_english_and_one_in_spanish() -> None:
    assert TERMS
    assert without(lambda term: languages(term, RDFS.label) == ["en", "es"]) == []


def test_every_term_has_one_definition_of_one_sentence() -> None:
    assert without(lambda term: languages(term, SKOS.definition) == ["en"]) == []
    definitions = {term: str(ONTOLOGY.value(term, SKOS.definition)) for term in TERMS}
    assert without(lambda term: re.fullmatch(r"[A-Z].*[^.]\.", definitions[term])) == []
    assert without(lambda term: not re.search(r"[.?!] [A-Z]", definitions[term])) == []


def test_no_two_terms_have_the_same_definition() -> None:
    definitions = [str(ONTOLOGY.value(term, SKOS.definition)) for term in TERMS]
    assert sorted(set(definitions)) == sorted(definitions)


def test_every_term_has_one_example() -> None:
    assert without(lambda term: languages(term, SKOS.example) == ["en"]) == []


def test_an_example_quotes_a_report_unless_none_holds_such_a_thing() -> None:
    absent = {"Furniture", "UnparsedPassage"}
    assert {name for name in without(lambda term: "“" in str(ONTOLOGY.value(term, SKOS.example)))} == absent
    assert absent <= set(without(lambda term: not list(ONTOLOGY.objects(term, SKOS.scopeNote))))


def test_what_an_example_quotes_stands_in_a_shipped_report() -> None:
    reports = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in resources.seeds())
    quotes = [q for example in ONTOLOGY.objects(None, SKOS.example) for q in re.findall("“([^“”]+)”", str(example))]
    assert quotes
    assert [quote for quote in quotes if quote not in reports] == []


def test_the_place_that_an_example_gives_for_a_quote_is_its_place() -> None:
    (text,) = (path.read_text(encoding="utf-8") for path in resources.seeds())
    examples = " ".join(str(example) for example in ONTOLOGY.objects(None, SKOS.example))
    places = re.findall("“([^“”]+)”, from (\\d+) to (\\d+)", examples)
    assert len(places) == 2
    assert [text[int(start) : int(end)] for _, start, end in places] == [quote for quote, _, _ in places]


def test_every_term_is_defined_by_the_ontology() -> None:
    assert without(lambda term: list(ONTOLOGY.objects(term, RDFS.isDefinedBy)) == [IRI]) == []


def test_a_term_has_one_kind() -> None:
    assert without(lambda term: len(set(ONTOLOGY.objects(term, RDF.type)) & set(KINDS)) == 1) == []


def test_every_term_is_one_stanza_that_begins_a_line() -> None:
    assert sorted(MEM + name for name, _ in STANZAS) == [str(term) for term in TERMS]


@pytest.mark.parametrize(("name", "stanza"), STANZAS, ids=[name for name, _ in STANZAS])
def test_the_lines_of_a_stanza_stand_in_the_one_order(name: str, stanza: str) -> None:
    lines = re.findall(r"^    (\w+:\w+) ", stanza, re.MULTILINE)
    assert lines == [line for line in LINES if line in lines]
    assert lines[-4:] == LINES[-4:]


def test_sections_list_classes_then_properties_each_from_a_to_z() -> None:
    for section in re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:-1]:
        names = re.findall(r"^mem:(\w+) a owl:(\w+)", section, re.MULTILINE)
        assert names == sorted(names, key=lambda row: (row[1] != "Class", row[0].lower())), section.splitlines()[0]


def used() -> Iterator[tuple[str, set[str]]]:
    """Each file that names terms of ours, with their names."""
    for path in sorted((resources.ROOT / "src" / "memgraph").rglob("*.py")):
        yield path.name, set(re.findall(r"(?<!\w)_?MEM\.([A-Za-z]\w*)", path.read_text(encoding="utf-8")))
    for path in sorted(resources.QUERIES.rglob("*.rq")):
        yield path.name, set(re.findall(r"\bmem:(\w+)", path.read_text(encoding="utf-8")))
    for path in sorted(resources.AUTHORITY.glob("*.ttl")):
        yield path.name, {name.removeprefix(MEM) for name in mem_terms(Graph().parse(path, publicID=BASE))}


USED = [(file, names) for file, names in used() if names]


@pytest.mark.parametrize(("file", "names"), USED, ids=[file for file, _ in USED])
def test_every_term_that_is_used_is_defined(file: str, names: set[str]) -> None:
    assert sorted(name for name in names if MEM + name not in DECLARED) == [], file


def test_every_term_is_used_in_what_is_stored_or_says_why_not(linked: Linked, known: Knowledge) -> None:
    """A skos:scopeNote gives the reason; a term that is used has none."""
    stored = graph.graph(linked) + known.authority.graph
    terms = {*stored.predicates(), *stored.objects(None, RDF.type)}
    assert without(lambda term: term in terms) == without(lambda term: not list(ONTOLOGY.objects(term, SKOS.scopeNote)))


def test_every_term_is_asked_for_by_a_query_or_held_by_a_shape() -> None:
    shapes = mem_terms(Graph().parse(resources.SHAPES_FILE))
    asked = {MEM + name for file, names in USED if file.endswith(".rq") for name in names}
    assert without(lambda term: str(term) in shapes | asked) == []


def test_the_code_that_writes_graphs_is_among_what_is_looked_at() -> None:
    names = dict(USED)
    assert {"Statement", "underAction"} <= names["graph.py"]
    assert {"Institution", "country"} <= names["institutions.ttl"]


def test_every_term_that_the_shapes_name_is_defined() -> None:
    shapes = Graph().parse(resources.SHAPES_FILE)
    assert sorted(mem_terms(shapes) - DECLARED) == []


def test_each_kind_of_passage_has_one_class_with_its_name_as_notation() -> None:
    classes = ONTOLOGY.subjects(RDFS.subClassOf, URIRef(MEM + "Passage"))
    assert sorted(str(ONTOLOGY.value(one, SKOS.notation)) for one in classes) == sorted(report.KINDS)


def test_bodies_laws_documents_and_systems_are_disjoint_in_pairs() -> None:
    classes = [URIRef(MEM + name) for name in ("Institution", "LegalInstrument", "Document", "InformationSystem")]
    stated = {frozenset(pair) for pair in ONTOLOGY.subject_objects(OWL.disjointWith)}
    assert stated == {frozenset((a, b)) for a in classes for b in classes if a != b}


def test_no_domain_or_range_types_what_it_should_not() -> None:
    assert not {RDFS.domain, RDFS.range} & set(ONTOLOGY.predicates())


def test_blank_nodes_are_lists_only() -> None:
    blank = {node for triple in ONTOLOGY for node in triple if isinstance(node, BNode)}
    assert [node for node in blank if (node, RDF.first, None) not in ONTOLOGY] == []


def test_the_only_lists_are_the_two_property_chains() -> None:
    assert sorted(ONTOLOGY.subjects(OWL.propertyChainAxiom)) == [
        URIRef(MEM + "inReport"),
        URIRef(MEM + "underAction"),
    ]
    heads = {node for node in ONTOLOGY.subjects(RDF.first) if (None, RDF.rest, node) not in ONTOLOGY}
    assert heads == set(ONTOLOGY.objects(None, OWL.propertyChainAxiom))


def test_whatever_the_file_uses_of_others_is_declared_in_it() -> None:
    assert undeclared(ONTOLOGY) == []


@pytest.mark.parametrize(
    ("path", "iri"),
    [(resources.ONTOLOGY_FILE, str(IRI)), (resources.SHAPES_FILE, BASE + "shapes")],
    ids=["mem.ttl", "shapes.ttl"],
)
def test_the_header_says_what_the_file_is(path: Path, iri: str) -> None:
    described(path, iri)


@pytest.mark.parametrize(
    "path",
    [resources.ONTOLOGY_FILE, resources.SHAPES_FILE],
    ids=lambda path: path.name,
)
def test_no_word_makes_a_scale_of_the_responses(path: Path) -> None:
    scale = re.compile(r"\b(?:ratings?|rated|scor\w+|grad(?:es?|ed|ing)|complian\w+)\b", re.IGNORECASE)
    assert scale.findall(path.read_text(encoding="utf-8")) == []


PUBLISHED = Path(__file__).parent / "published"
# An invented term that is deprecated as the policy wants it.
DEPRECATED = """
    mem:old a owl:ObjectProperty ; owl:deprecated true ; dcterms:isReplacedBy mem:new ;
        rdfs:label "old"@en ; skos:definition "Old."@en .
    mem:new a owl:ObjectProperty ; rdfs:label "new"@en ; skos:definition "New."@en .
"""


def test_every_term_of_every_released_version_lives_on_or_is_deprecated_as_the_policy_says() -> None:
    published = [URIRef(MEM + name) for path in PUBLISHED.iterdir() for name in path.read_text().split()]
    assert (PUBLISHED / f"terms-{ONTOLOGY.value(IRI, OWL.versionInfo)}.txt").is_file()
    assert published
    assert breaches(ONTOLOGY, published, [URIRef(MEM + name) for _, names in USED for name in names]) == []


def test_the_terms_of_this_version_are_listed() -> None:
    listed = (PUBLISHED / f"terms-{ONTOLOGY.value(IRI, OWL.versionInfo)}.txt").read_text().split()
    assert listed == sorted(term.removeprefix(MEM) for term in TERMS)


@pytest.mark.parametrize(
    ("was", "becomes", "breach"),
    [
        ("", "", None),
        ("dcterms:isReplacedBy mem:new ;", 'skos:historyNote "Nothing took its place."@en ;', None),
        ("mem:old a", "mem:other a", "old is gone"),
        ("dcterms:isReplacedBy mem:new ;", "", "neither a replacement nor a note"),
        ("isReplacedBy mem:new", "isReplacedBy mem:newer", "no living term"),
        ("mem:new a", "mem:new owl:deprecated true ; dcterms:isReplacedBy mem:old ; a", "no living term"),
        ("owl:deprecated true ;", "", "replaced, but not deprecated"),
        ('rdfs:label "old"@en ;', "", "lost its label"),
        ('skos:definition "Old."@en', 'skos:scopeNote "Old."@en', "lost its label or definition"),
    ],
)
def test_the_policy_for_deprecated_terms_can_be_broken(was: str, becomes: str, breach: str | None) -> None:
    prefixes = "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items())
    graph = Graph().parse(data=prefixes + (DEPRECATED.replace(was, becomes, 1) if was else DEPRECATED), format="turtle")
    found = breaches(graph, [URIRef(MEM + "old")], [])
    assert all(breach and breach in one for one in found) and bool(found) == bool(breach), found


def test_a_deprecated_term_that_is_used_breaks_the_policy() -> None:
    prefixes = "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items())
    graph = Graph().parse(data=prefixes + DEPRECATED, format="turtle")
    old = URIRef(MEM + "old")
    assert breaches(graph, [old], [old]) == [f"{old} is deprecated and used"]
