"""The authority files: each entry named, sourced and of a kind that is described; none twice or of a wrong country."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, SKOS

from memgraph import authority, build, graph, resources
from memgraph.build import Knowledge
from memgraph.folding import folded
from memgraph.linking import Linked
from memgraph.terms import ELI, MEM
from memgraph.vocab import BASE, iri

AUTHORITY = authority.load([resources.AUTHORITY]).graph
REPORTS = {URIRef(iri("report", path.stem)): " ".join(path.read_text("utf-8").split()) for path in resources.seeds()}
CONCEPTS = sorted({*AUTHORITY.subjects(RDF.type, SKOS.Concept), *AUTHORITY.subjects(RDF.type, MEM.Response)})
ENTITIES = [MEM[name] for name in ("Agreement", "Document", "InformationSystem", "Institution", "Law", "Programme")]
ENTRIES = sorted(entry for cls in ENTITIES for entry in AUTHORITY.subjects(RDF.type, cls))
LAWS = sorted({*AUTHORITY.subjects(RDF.type, MEM.Law), *AUTHORITY.subjects(RDF.type, MEM.Agreement)})


def label(node: object, language: str) -> str:
    """The preferred label in one language, or nothing."""
    found = [str(one) for one in AUTHORITY.objects(node, SKOS.prefLabel) if getattr(one, "language", "") == language]  # type: ignore[arg-type]
    return found[0] if found else ""


def test_every_kind_and_type_is_described_as_a_term_is() -> None:
    assert len(CONCEPTS) > 70
    for concept in CONCEPTS:
        assert label(concept, "en") and label(concept, "es"), concept
        assert re.fullmatch(r"[A-Z].*[^.]\.", str(AUTHORITY.value(concept, SKOS.definition))), concept
        scheme = AUTHORITY.value(concept, SKOS.inScheme)
        assert scheme and AUTHORITY.value(concept, RDFS.isDefinedBy) == scheme, concept
        assert label(scheme, "en") and label(scheme, "es") and AUTHORITY.value(scheme, SKOS.definition)


def test_a_kind_or_type_stands_below_another_or_on_top_of_its_scheme() -> None:
    for concept in CONCEPTS:
        scheme, above = AUTHORITY.value(concept, SKOS.inScheme), AUTHORITY.value(concept, SKOS.broader)
        assert AUTHORITY.value(concept, SKOS.topConceptOf) == (None if above else scheme), concept
        assert above is None or AUTHORITY.value(above, SKOS.inScheme) == scheme, concept


def test_no_two_kinds_or_types_of_a_scheme_are_defined_alike() -> None:
    said = Counter(str(AUTHORITY.value(concept, SKOS.definition)) for concept in CONCEPTS)
    assert [definition for definition, count in said.items() if count > 1] == []


def test_a_kind_or_type_that_a_shipped_report_holds_has_an_example_that_it_prints(linked: Linked) -> None:
    stored = AUTHORITY + graph.graph(linked)
    named = set(stored.objects(None, MEM.names))
    kinds = (ORG.classification, ELI.type_document, DCTERMS.type)
    held = {kind for prop in kinds for thing, kind in stored.subject_objects(prop) if thing in named}
    held |= {one for prop in (MEM.response, MEM.relation, MEM.kind) for one in stored.objects(None, prop)}
    assert held
    for concept in CONCEPTS:
        example = str(AUTHORITY.value(concept, SKOS.example) or "")
        quotes = re.findall("“([^“”]+)”", example)
        assert bool(quotes) == (concept in held), concept
        assert [quote for quote in quotes if not any(quote in text for text in REPORTS.values())] == []


def test_a_definition_is_no_copy_of_the_name() -> None:
    for concept in CONCEPTS:
        words = set(re.findall(r"\w{4,}", folded(str(AUTHORITY.value(concept, SKOS.definition)))))
        assert len(words - set(folded(label(concept, "en")).split())) >= 3, concept


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.removeprefix(BASE))
def test_an_entry_has_a_source_and_its_spanish_name_one_beside_the_report(entry: URIRef) -> None:
    sources = set(AUTHORITY.objects(entry, DCTERMS.source))
    assert sources
    assert {source for source in sources if isinstance(source, URIRef)} <= set(REPORTS)
    # A law's Spanish name is the name of its type and its number.
    if label(entry, "es") and not AUTHORITY.value(entry, ELI.number):
        assert any(isinstance(source, Literal) for source in sources)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.removeprefix(BASE))
def test_what_an_entry_takes_from_a_report_is_printed_there(entry: URIRef) -> None:
    text = " ".join(REPORTS[source] for source in AUTHORITY.objects(entry, DCTERMS.source) if source in REPORTS)
    if text:
        printed = {
            str(name)
            for prop in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation)
            for name in AUTHORITY.objects(entry, prop)
            if getattr(name, "language", None) in (None, "en")
        }
        assert any(folded(name) in folded(text) for name in printed), printed


def test_an_address_tells_the_country() -> None:
    """But for bodies of two countries, which stand under int/ with the one that reported them."""
    for entry in ENTRIES:
        folder = entry.removeprefix(BASE).split("/")[1]
        country = AUTHORITY.value(entry, MEM.country)
        if folder in ("int", "generic"):
            assert (
                country is None or (entry, ORG.classification, URIRef(iri("institution-kind/commission"))) in AUTHORITY
            )
        elif country is None:
            assert (entry, RDF.type, MEM.Programme) in AUTHORITY, entry  # carried out by one country in another
        else:
            assert country == URIRef(iri("country", folder)), entry


def test_no_two_entries_of_one_class_have_the_same_english_name() -> None:
    names = Counter((str(AUTHORITY.value(entry, RDF.type)), folded(label(entry, "en"))) for entry in ENTRIES)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.removeprefix(BASE))
def test_a_law_has_a_type_of_the_scheme_its_number_and_its_jurisdiction(law: URIRef) -> None:
    kind, number = AUTHORITY.value(law, ELI.type_document), AUTHORITY.value(law, ELI.number)
    assert AUTHORITY.value(kind, SKOS.inScheme) == URIRef(iri("law-type"))
    assert AUTHORITY.value(law, ELI.jurisdiction) == AUTHORITY.value(law, MEM.country)
    if number:
        assert label(law, "en").casefold().removesuffix(str(number).casefold()).rstrip(" .") in (
            label(kind, "en"),
            f"{label(kind, 'en')} no",
        )
        assert label(law, "es").casefold() == f"{label(kind, 'es')} n° {number}".casefold()
        assert law.endswith("/" + str(number).lower().replace("/", "-"))


def test_states_have_their_codes_and_each_its_own() -> None:
    states = list(AUTHORITY.subjects(RDF.type, MEM.Country))
    members = [state for state in states if "OAS" in str(AUTHORITY.value(state, DCTERMS.source))]
    assert len(members) == 35
    for state in states:
        assert state == URIRef(iri("country", str(AUTHORITY.value(state, SKOS.notation)).lower()))
        assert label(state, "en") and label(state, "es")
    matches = [str(AUTHORITY.value(state, SKOS.exactMatch)) for state in states]
    assert len(set(matches)) == len(states)
    assert [
        match for match in matches if not re.fullmatch(r"http://publications\.europa\.eu/\S+/[A-Z]{3}", match)
    ] == []


def test_objectives_and_actions_are_those_that_the_report_prints() -> None:
    (text,) = REPORTS.values()
    printed = dict(re.findall(r"Priority Action (\d+\.\d+): (.+?\.)(?= )", text))
    actions = {
        str(AUTHORITY.value(one, SKOS.notation)): one for one in AUTHORITY.subjects(RDF.type, MEM.PriorityAction)
    }
    assert sorted(actions) == sorted(printed)
    for number, action in actions.items():
        assert label(action, "en").startswith(printed[number].rstrip(".")), number
        objective = AUTHORITY.value(action, SKOS.broader)
        assert str(AUTHORITY.value(objective, SKOS.notation)) == number.split(".")[0]
        assert AUTHORITY.value(objective, SKOS.topConceptOf) == AUTHORITY.value(action, SKOS.inScheme)
        first, second = map(int, number.split("."))
        assert AUTHORITY.value(action, MEM.order) == Literal(first * 1000 + second)


def test_an_entry_that_is_deprecated_is_no_longer_linked_to(known: Knowledge) -> None:
    one = next(entry for entry in build.knowledge().authority.entries if entry.kind == "institution")
    marked = Graph()
    for triple in known.authority.graph:
        marked.add(triple)
    marked.add((URIRef(one.iri), OWL.deprecated, Literal(True)))
    left = {entry.iri for entry in authority.index(marked).entries}
    assert left == {entry.iri for entry in known.authority.entries} - {one.iri}
