"""A stranger's questions, with terms of ELI, ORG, SKOS, DCMI, schema.org, Web Annotation and PROV alone.

What the answers should be was read in the text (``golden/README.md``) or is counted in it here, by no code of ours.
This needs the alignments (``ontology/alignments.ttl``): who takes them out takes this file out too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import memgraph
from memgraph.api import Memgraph
from memgraph.vocab import PREFIXES

GOLDEN = Path(__file__).parent / "golden" / "peru-2022"
OTHERS = ("eli", "org", "skos", "dcterms", "schema", "oa", "prov", "rdf", "rdfs")
# The words with which something is named, and where they stand.
QUOTED = "?m oa:hasBody ?x ; oa:hasTarget/oa:hasSelector ?s . ?s oa:exact ?quote ; oa:start ?start ; oa:end ?end ."
Row = tuple[str, ...]


@pytest.fixture(scope="module")
def peru(peru_store: str) -> Iterator[Memgraph]:
    """The store of the shipped report, opened."""
    with memgraph.open(peru_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def text(seed: Path) -> str:
    """The report's text, read without the package's own reader."""
    return seed.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def ask(peru: Memgraph, columns: str, pattern: str) -> list[Row]:
    """The rows of a question without a term of ours, as text; nothing is empty."""
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in OTHERS)
    query = f"{prefixes}SELECT DISTINCT {columns} WHERE {{ {pattern} }} ORDER BY {columns}"
    assert "mem-graph" not in query and not re.search(r"\bmem:", query)
    names = columns.replace("?", "").split()
    return [tuple("" if row[name] is None else str(row[name]) for name in names) for row in peru.query(query)]


def golden(name: str, *columns: str) -> list[Row]:
    """Columns of what was read in the report by hand."""
    with (GOLDEN / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows
    return [tuple(row[column] for column in columns) for row in rows]


# Agreements stand in ELI or not, as one sees it; the laws proper are those of another kind.
LAW = """?x a eli:LegalResource ; skos:prefLabel ?name ; eli:type_document ?kind . ?kind skos:prefLabel ?type .
  FILTER(LANG(?name) = "en" && LANG(?type) = "en")
  OPTIONAL { ?x eli:number ?number } OPTIONAL { ?x dcterms:title ?title }
  MINUS { ?kind skos:broader* ?agreement . ?agreement skos:prefLabel "agreement"@en }"""
AGREEMENTS = ("cooperation agreement|", "loan agreement|", "memorandum of understanding|")
LAWS = [(law, title) for law, title in golden("legal-instruments", "law", "title") if not law.startswith(AGREEMENTS)]
INSTITUTION = """?x a org:Organization ; skos:prefLabel ?name FILTER(LANG(?name) = "en")
  OPTIONAL { ?x skos:notation ?acronym }"""
OBJECTIVE = """?x a skos:Concept ; skos:notation ?number ; skos:prefLabel ?name ; skos:inScheme ?theme .
  FILTER EXISTS { ?below skos:broader ?x ; skos:inScheme ?theme } ?theme a skos:ConceptScheme ."""
ACTION = """?x a skos:Concept ; skos:notation ?number ; skos:prefLabel ?name ; skos:inScheme ?theme .
  ?x skos:broader/skos:notation ?objective . ?theme a skos:ConceptScheme ."""


def test_the_laws_with_type_number_and_title(peru: Memgraph) -> None:
    found = ask(peru, "?type ?number ?name ?title", f"{LAW} {QUOTED}")
    assert len(LAWS) == 30  # of 35 in the table; the others are agreements
    named = [(f"{kind}|{number or name}", title or ("" if number else name)) for kind, number, name, title in found]
    assert sorted(named) == sorted(LAWS)


def test_a_law_is_quoted_wherever_the_text_prints_its_number(peru: Memgraph, text: str) -> None:
    found = ask(peru, "?number ?start ?end", f"{LAW} {QUOTED} FILTER(BOUND(?number))")
    numbers = {law.split("|")[1] for law, _ in LAWS if " " not in law.split("|")[1]}
    assert {number for number, _, _ in found} == numbers
    for number in numbers:
        places = {match.start() for match in re.finditer(rf"(?<![\w-]){re.escape(number)}(?![\w-])", text)}
        spans = [(int(start), int(end)) for one, start, end in found if one == number]
        assert places, number
        assert [place for place in places if not any(start <= place < end for start, end in spans)] == [], number


def test_the_institutions_with_acronym_and_name(peru: Memgraph) -> None:
    assert ask(peru, "?acronym ?name", f"{INSTITUTION} {QUOTED}") == sorted(golden("institutions", "acronym", "name"))


def test_an_institution_is_quoted_wherever_the_text_prints_its_acronym(peru: Memgraph, text: str) -> None:
    found = ask(peru, "?acronym ?start ?end", f"{INSTITUTION} {QUOTED} FILTER(BOUND(?acronym))")
    body = text[text.index("Priority Action 1.1") : text.index("EVALUATIVE SUMMARY")]
    offset = text.index("Priority Action 1.1")
    # Counted with grep; acronyms that stand in no other name, as "PNP" does in "PNP police school".
    for acronym, count in (("PRONABI", 5), ("DEVIDA", 12), ("DIRANDRO", 4), ("CONTRALAFT", 4)):
        places = {offset + match.start() for match in re.finditer(rf"\b{acronym}\b", body)}
        spans = [(int(start), int(end)) for one, start, end in found if one == acronym]
        missed = [place for place in places if not any(start <= place < end for start, end in spans)]
        assert (len(places), missed) == (count, []), acronym


def test_an_institution_and_the_one_that_it_is_part_of(peru: Memgraph) -> None:
    rows = ask(peru, "?acronym ?above", f"{INSTITUTION} {QUOTED} ?x org:subOrganizationOf/skos:prefLabel ?above")
    # “Anti-drug Directorate of the National Police of Peru (DIRANDRO)”, line 110
    assert ("DIRANDRO", "National Police of Peru") in rows
    assert ("CICAD", "Organization of American States") in rows


def test_the_objectives_and_the_actions_below_them(peru: Memgraph) -> None:
    objectives = golden("objective-scorecard", "objective", "title")
    actions = golden("action-responses", "objective", "action", "title")
    assert (len(objectives), len(actions)) == (12, 65)
    assert sorted(ask(peru, "?number ?name", f"{OBJECTIVE} {QUOTED}")) == sorted(objectives)
    assert sorted(ask(peru, "?objective ?number ?name", f"{ACTION} {QUOTED}")) == sorted(actions)


def test_the_headings_that_print_objectives_and_actions(peru: Memgraph, text: str) -> None:
    for number, quote in ask(peru, "?number ?quote", f"{ACTION} {QUOTED}"):
        assert re.match(rf"\W*Priority Action {re.escape(number)}\b", quote), quote
    found = {number: quote for number, quote in ask(peru, "?number ?quote", f"{OBJECTIVE} {QUOTED}")}
    for number, title in golden("objective-scorecard", "objective", "title"):
        words = re.findall(r"\w+", found[number].casefold())
        assert words[-5:] == re.findall(r"\w+", title.casefold())[-5:], number


def test_every_quote_stands_in_the_text(peru: Memgraph, text: str) -> None:
    rows = ask(peru, "?m ?x ?quote ?start ?end", QUOTED)
    mentions = peru.query(f"SELECT ?m WHERE {{ ?m a <{PREFIXES['mem']}Mention> }}")
    assert len(rows) == len(mentions) + 12 + 65  # and the headings
    assert [row for row in rows if text[int(row[3]) : int(row[4])] != row[2]] == []


def test_the_counts_and_amounts_as_numbers(peru: Memgraph) -> None:
    pattern = "?x a schema:QuantitativeValue ; schema:value ?number ; schema:unitText ?unit FILTER(isNumeric(?number))"
    found = [(Decimal(number), unit) for _, number, unit in ask(peru, "?x ?number ?unit", pattern)]
    assert sorted(found) == sorted((Decimal(value), unit) for value, unit in golden("figures", "value", "unit"))


def test_what_a_passage_mentions(peru: Memgraph) -> None:
    pattern = """?x a schema:Quotation ; schema:text ?quote ; schema:mentions ?body , ?law .
      ?body a org:Organization ; skos:notation "CONTRALAFT" . ?law a eli:LegalResource ; eli:number ?number"""
    # “CONTRALAFT, created by Supreme Decree No. 057-2011-PCM, has internal regulations approved by …”, line 403
    assert {("057-2011-PCM",), ("0322-2019-JUS",)} <= set(ask(peru, "?number", pattern))


def test_a_report_with_its_title(peru: Memgraph) -> None:
    ((name, title),) = ask(peru, "?name ?title", "?x a schema:Report ; rdfs:label ?name ; dcterms:title ?title")
    assert name == "Peru 2022" and title.startswith("Evaluation Report on Drug Policies: Measures to Control and")


def test_a_report_with_its_numbers_and_text(peru: Memgraph) -> None:
    pattern = """?x a schema:Report ; schema:isbn ?isbn ; schema:reportNumber ?number ; dcterms:identifier ?name .
      ?m oa:hasTarget/oa:hasSource ?text . ?x dcterms:hasFormat ?text . ?graph prov:wasDerivedFrom ?text"""
    assert ask(peru, "?name ?isbn ?number", pattern) == [("peru-2022", "978-0-8270-7588-7", "CICAD/doc.2676/22")]
