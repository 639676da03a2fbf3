"""Exports: what each says of itself, its shape, what it refuses, and that its bytes depend on the graph alone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, Literal, URIRef
from rdflib.compare import to_canonical_graph

from helpers import INVENTED, call, command, refused, surroundings
from memgraph import __version__, resources
from memgraph.formats import FORMATS, GRAPHS
from memgraph.serialization import serialize
from memgraph.vocab import BASE, PREFIXES

VOID, DCAT, PROV, SPDX, DCTERMS, FOAF = (
    rdflib.Namespace(PREFIXES[name]) for name in ("void", "dcat", "prov", "spdx", "dcterms", "foaf")
)
MEM = rdflib.Namespace(PREFIXES["mem"])
OX = {name: ox.RdfFormat.from_media_type(FORMATS[name].media_type) for name in GRAPHS}
# What can be exported: the words of the call, and what the export is called.
EXPORTS = {
    "": ["--graph", "all"],
    "/asserted": [],
    "/inferred": ["--graph", "inferred"],
    "/ontology": ["--graph", "ontology"],
    "/report/peru-2022": ["--report", "peru-2022"],
}


@pytest.fixture(scope="module")
def exports(peru_store: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every export as N-Quads."""
    done = {name: call("export", *words, "-f", "nq", "--store", peru_store) for name, words in EXPORTS.items()}
    assert all(one.code == 0 and not one.err for one in done.values())
    return {name: one.out for name, one in done.items()}


@pytest.fixture(params=EXPORTS)
def name(request: pytest.FixtureRequest) -> str:
    """An export's name under the dataset's address."""
    return str(request.param)


def parsed(exports: dict[str, bytes], name: str) -> tuple[URIRef, set[ox.Triple], rdflib.Graph]:
    """An export's address, its triples, and those of its description."""
    quads = list(ox.parse(exports[name], format=ox.RdfFormat.N_QUADS))
    described = rdflib.Graph()
    for quad in quads:
        if quad.graph_name.value == BASE + "graph/dataset":
            described.parse(data=f"{quad.triple} .", format="nt")
    return URIRef(BASE + "dataset" + name), {quad.triple for quad in quads}, described


# --- what an export says of itself ---------------------------------------------------------------------------------


def number(graph: rdflib.Graph, subject: Any, predicate: URIRef) -> int:
    """The one number that a description states."""
    (value,) = graph.objects(subject, predicate)
    assert isinstance(value, Literal)
    return int(value)


def test_its_counts_are_those_of_the_file(exports: dict[str, bytes], name: str) -> None:
    header, triples, said = parsed(exports, name)
    kind = PREFIXES["rdf"] + "type"
    assert number(said, header, VOID.triples) == len(triples)
    assert number(said, header, VOID.distinctSubjects) == len({triple.subject for triple in triples})
    classes = Counter(triple.object.value for triple in triples if triple.predicate.value == kind)
    properties = Counter(triple.predicate.value for triple in triples)
    assert number(said, header, VOID.classes) == len(classes)
    assert number(said, header, VOID.properties) == len(properties)
    assert classes == {
        str(said.value(part, VOID["class"])): number(said, part, VOID.entities)
        for part in said.objects(header, VOID.classPartition)
    }
    assert properties == {
        str(said.value(part, VOID.property)): number(said, part, VOID.triples)
        for part in said.objects(header, VOID.propertyPartition)
    }


def test_each_named_graph_in_it_has_its_count(exports: dict[str, bytes], name: str) -> None:
    header, _, said = parsed(exports, name)
    graphs = Counter(quad.graph_name.value for quad in ox.parse(exports[name], format=ox.RdfFormat.N_QUADS))
    assert graphs.total() == len(parsed(exports, name)[1])  # no triple stands in two graphs
    own = graphs.pop(BASE + "graph/dataset")
    if "report/" in name:  # a part of the authority, counted under a name of its own
        assert graphs.pop(BASE + "graph/authority") == number(said, URIRef(f"{header}/authority"), VOID.triples)
    assert graphs == {graph: number(said, URIRef(graph), VOID.triples) for graph in graphs}
    # No count is said of the description itself, whose address every export shares.
    assert own == len(said) and (URIRef(BASE + "graph/dataset"), VOID.triples, None) not in said


def test_it_says_whose_it_is(exports: dict[str, bytes], name: str) -> None:
    header, _, said = parsed(exports, name)
    assert (header, RDF.type, VOID.Dataset) in said and (header, RDF.type, DCAT.Dataset) in said
    assert said.value(header, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    rights = said.value(header, DCTERMS.rights)
    assert "those of the OAS" in str(said.value(rights, DCTERMS.description))
    assert said.value(header, DCTERMS.title)
    whole = URIRef(BASE + "dataset")
    assert said.value(said.value(whole, DCTERMS.publisher), FOAF.name) == Literal("the memgraph project")
    assert str(said.value(whole, DCTERMS.issued)) == "2026-11-23"


def test_it_lists_its_files_in_every_format(exports: dict[str, bytes], name: str) -> None:
    header, _, said = parsed(exports, name)
    files = set(said.objects(header, DCAT.distribution))
    assert len(files) == len(GRAPHS)
    assert files == set(said.objects(header, VOID.dataDump)) == set(said.subjects(RDF.type, DCAT.Distribution))
    kinds = {str(said.value(file, DCAT.mediaType)).split("media-types/")[1] for file in files}
    assert kinds == {one.media_type for one in FORMATS.values() if one.kind == "graph"}
    assert all((file, DCTERMS.license, None) in said and (file, DCTERMS.rights, None) in said for file in files)


def test_it_names_the_vocabularies_that_it_uses(exports: dict[str, bytes], name: str) -> None:
    header, triples, said = parsed(exports, name)
    used = {triple.predicate.value for triple in triples}
    used |= {t.object.value for t in triples if t.predicate.value == PREFIXES["rdf"] + "type"}
    named = {str(one) for one in said.objects(header, VOID.vocabulary)}
    assert [term for term in sorted(used) if not term.startswith(tuple(named))] == []
    assert [one for one in sorted(named) if not any(term.startswith(one) for term in used)] == []


def test_it_declares_the_terms_that_it_uses(exports: dict[str, bytes], name: str) -> None:
    """As OWL 2 DL wants it (Structural Specification, section 5.8), but for those that the ontology declares too."""
    _, _, said = parsed(exports, name)
    known = rdflib.Graph().parse(resources.ONTOLOGY_FILE)
    if resources.ALIGNMENTS_FILE.is_file():
        known.parse(resources.ALIGNMENTS_FILE)
    declared = {str(one) for graph in (said, known) for one in graph.subjects(RDF.type)}
    used = {str(one) for one in said.predicates()} | {str(one) for one in said.objects(None, RDF.type)}
    builtin = (PREFIXES["rdf"], PREFIXES["owl"])
    assert [one for one in sorted(used - declared) if not one.startswith(builtin)] == []


def test_it_names_nothing_that_it_does_not_describe(exports: dict[str, bytes], name: str) -> None:
    """Whatever a description leads to within the dataset stands in the export too."""
    _, triples, said = parsed(exports, name)
    subjects = {triple.subject.value for triple in triples}
    places = (BASE + "dataset", BASE + "graph/", BASE + "software/", BASE + "dump/")
    led = {str(one) for one in said.objects() if str(one).startswith(places)}
    assert sorted(led - subjects) == []


def test_inputs_have_the_checksums_of_their_files(exports: dict[str, bytes], seed: Path) -> None:
    _, _, said = parsed(exports, "")
    found = {
        str(said.value(one, DCTERMS.title) or one): str(said.value(said.value(one, SPDX.checksum), SPDX.checksumValue))
        for one in said.objects(URIRef(BASE + "dataset/build"), PROV.used)
    }
    files = {
        f"{'authority' if path.parent.name == 'authority' else 'ontology'}/{path.name}": path
        for path in resources.ONTOLOGY.rglob("*.ttl")
    }
    files |= {
        BASE + "report/peru-2022/text": seed,
        "Corrections and expected counts for the report peru-2022": seed.with_suffix(".yaml"),
    }
    assert found == {title: hashlib.sha256(path.read_bytes()).hexdigest() for title, path in files.items()}
    agent = said.value(URIRef(BASE + "dataset/build"), PROV.wasAssociatedWith)
    assert (agent, RDF.type, PROV.SoftwareAgent) in said
    assert str(said.value(agent, URIRef(PREFIXES["schema"] + "softwareVersion"))) == __version__


def test_own_authority_is_an_input_too(tmp_path: Path) -> None:
    (tmp_path / "invented.txt").write_text(INVENTED)
    (tmp_path / "own").mkdir()
    own = tmp_path / "own" / "our bodies.ttl"
    own.write_text(
        f"""@prefix skos: <{PREFIXES["skos"]}> . @prefix dcterms: <{PREFIXES["dcterms"]}> .
        <{BASE}institution/jm/ico> a <{MEM.Institution}> ;
          skos:prefLabel "Invented Office"@en ; dcterms:source "invented" .
        """
    )
    words = ["invented.txt", "--authority", "own", "--store", "store"]
    assert call("build", "-q", *words, cwd=tmp_path).code == 0
    made = call("export", "--report", "jamaica-2023", "-f", "nt", "--store", "store", cwd=tmp_path)
    said = rdflib.Graph().parse(data=made.out, format="nt")
    file = URIRef(BASE + "dataset/input/own-authority-1/our%20bodies.ttl")
    assert (URIRef(BASE + "graph/authority"), PROV.wasDerivedFrom, file) in said
    checksum = said.value(said.value(file, SPDX.checksum), SPDX.checksumValue)
    assert str(checksum) == hashlib.sha256(own.read_bytes()).hexdigest()
    assert str(tmp_path) not in made.text


def test_a_report_alone_describes_whatever_it_names(exports: dict[str, bytes]) -> None:
    """Who has the one file has the names of all bodies, laws, actions and kinds in it."""
    _, triples, _ = parsed(exports, "/report/peru-2022")
    described = {triple.subject.value for triple in triples}
    # What stands in the ontology, and the graphs and files of the description, which other tests look at.
    elsewhere = tuple(BASE + place for place in ("ontology", "graph/", "dataset", "dump/"))
    named = {t.object.value for t in triples if isinstance(t.object, ox.NamedNode)}
    ours = {one for one in named if one.startswith(BASE) and not one.startswith(elsewhere)}
    assert len(ours) > 2000 and sorted(ours - described) == []
    names = {PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label"}
    named_things = {t.subject.value for t in triples if t.predicate.value in names}
    for place in ("plan/", "institution/", "law/", "country/", "response/", "institution-relation", "law-type"):
        things = {one for one in ours if one.startswith(BASE + place)}
        assert things and things <= named_things, place


def test_every_export_names_what_the_build_read_but_other_reports(exports: dict[str, bytes]) -> None:
    for name in EXPORTS:
        _, _, said = parsed(exports, name)
        used = {str(one).rpartition("/input/")[2] for one in said.objects(URIRef(BASE + "dataset/build"), PROV.used)}
        files = {str(path.relative_to(resources.ONTOLOGY)) for path in resources.ONTOLOGY.rglob("*.ttl")}
        inputs = {one if one.startswith("authority/") else f"ontology/{one}" for one in files}
        assert inputs <= used, name


def test_a_report_comes_from_its_text(exports: dict[str, bytes]) -> None:
    for name in ("", "/asserted", "/report/peru-2022"):
        _, _, said = parsed(exports, name)
        graph, text = URIRef(BASE + "graph/report/peru-2022"), URIRef(BASE + "report/peru-2022/text")
        assert (graph, PROV.wasDerivedFrom, text) in said
        assert (text, DCTERMS.rights, URIRef(BASE + "dataset/rights")) in said


def test_no_time_stands_in_a_description(exports: dict[str, bytes]) -> None:
    _, _, said = parsed(exports, "")
    kinds = Counter(one.datatype for one in said.objects() if isinstance(one, Literal))
    assert [one for one in kinds if one is not None and str(one).endswith(("dateTime", "time"))] == []
    assert kinds[URIRef(PREFIXES["xsd"] + "date")] == 1  # dcterms:issued


def test_exports_of_parts_can_be_loaded_together(exports: dict[str, bytes]) -> None:
    """No two of them count the same thing and come to another number."""
    together = rdflib.Graph()
    for name in EXPORTS:
        together += parsed(exports, name)[2]
    for predicate in (VOID.triples, VOID.entities, VOID.classes, VOID.properties, VOID.distinctSubjects):
        numbers = Counter(together.subjects(predicate))
        assert numbers and [subject for subject, count in numbers.items() if count > 1] == []


@pytest.mark.parametrize("form", ["turtle", "trig", "jsonld", "rdfxml"])
def test_the_description_comes_first(peru_store: str, form: str) -> None:
    text = call("export", "-f", form, "--store", peru_store).text
    first = {"jsonld": '"dataset"', "rdfxml": f'"{BASE}dataset"'}.get(form, f"<{BASE}dataset>")
    body = text[text.index("@graph") :] if form == "jsonld" else text
    assert 0 < body.index(first) < body.index("report/peru-2022/statement")


def test_a_report_and_graphs_cannot_both_be_asked_for(peru_store: str) -> None:
    done = call("export", "--report", "peru-2022", "--graph", "all", "--store", peru_store)
    refused(done, 2, "--report", "--graph", "leave one")


# --- shapes --------------------------------------------------------------------------------------------------------


def test_jsonld_is_compact_and_stands_alone(peru_store: str) -> None:
    made = json.loads(call("export", "-f", "jsonld", "--store", peru_store).out)
    assert list(made) == ["@context", "@graph"]
    context = made["@context"]
    assert context["@base"] == BASE and context["@vocab"] == PREFIXES["mem"]
    nodes = {node["@id"]: node for node in made["@graph"]}
    wanted = {
        "@id": "report/peru-2022/statement/2.1-1",
        "@type": "Statement",
        "evidence": "report/peru-2022/text/statement/2.1-1",
        "inReport": "report/peru-2022",
        "response": "response/denied",
        "underAction": "plan/2021-2025/control-measures/action/2.1",
        "underObjective": "plan/2021-2025/control-measures/objective/2",
    }
    statement = nodes["report/peru-2022/statement/2.1-1"]
    assert {key: statement[key] for key in wanted} == wanted
    assert [key for key in statement if "/" in key] == []
    evidence = nodes["report/peru-2022/text/statement/2.1-1"]
    assert evidence["line"] == 166
    assert (evidence["oa:hasSelector"]["oa:start"], evidence["oa:hasSelector"]["oa:end"]) == (14483, 14778)
    assert context["year"] == {"@type": "xsd:gYear"}
    assert nodes["country/pe"]["skos:prefLabel"] == {"en": "Peru", "es": "Perú"}


@pytest.mark.parametrize("words", EXPORTS.values(), ids=[name or "all" for name in EXPORTS])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_jsonld_expands_to_the_same_triples(peru_store: str, words: list[str]) -> None:
    same = call("export", *words, "-f", "nt", "--store", peru_store).out
    made = call("export", *words, "-f", "jsonld", "--store", peru_store).out
    wanted = ox.Dataset(ox.parse(same, format=ox.RdfFormat.N_TRIPLES))
    found = ox.Dataset(ox.parse(made, format=ox.RdfFormat.JSON_LD))
    for one in (wanted, found):
        one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(found) == set(wanted)
    read = rdflib.Graph().parse(data=made, format="json-ld")
    assert set(to_canonical_graph(read)) == set(to_canonical_graph(rdflib.Graph().parse(data=same, format="nt")))


def test_jsonld_takes_no_address_for_a_prefixed_name() -> None:
    mail, plain = ox.NamedNode("mem:someone"), ox.NamedNode("http://example.org/p")
    triple = ox.Quad(mail, plain, mail)
    assert set(ox.parse(serialize([triple], "jsonld"), format=ox.RdfFormat.JSON_LD)) == {triple}


def test_turtle_is_sorted_and_writes_lists_as_lists(peru_store: str) -> None:
    text = call("export", "--graph", "ontology", "--store", peru_store).text
    assert "owl:propertyChainAxiom ( mem:inPassage mem:inReport ) ;" in text
    assert "_:" not in text
    prefixes = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == [f"{one}:" for one in PREFIXES if f"{one}:" in prefixes]


@pytest.mark.parametrize("address", ["http://example.org/1", "http://example.org/a/", "urn:x:", PREFIXES["rdf"] + "li"])
def test_rdfxml_refuses_a_property_that_is_no_name(peru_store: str, address: str) -> None:
    query = f"CONSTRUCT {{ ?s <{address}> 1 }} WHERE {{ ?s a <{MEM.Report}> }}".encode()
    done = call("query", "-", "-f", "rdfxml", "--store", peru_store, stdin=query)
    refused(done, 2, "rdfxml", address, "turtle")
    assert call("query", "-", "-f", "turtle", "--store", peru_store, stdin=query).code == 0


@pytest.mark.parametrize("value", ["<<( ?s a ?c )>>", "?text"])
@pytest.mark.parametrize("form", GRAPHS)
def test_what_rdf_1_1_does_not_have_is_refused(peru_store: str, form: str, value: str) -> None:
    where = f"{{ ?s a <{MEM.Report}> ; a ?c BIND(STRLANGDIR('a', 'en', 'ltr') AS ?text) }}"
    text = f"CONSTRUCT {{ ?s <http://example.org/p> {value} }} WHERE {where}"
    done = call("query", "-", "-f", form, "--store", peru_store, stdin=text.encode())
    refused(done, 2, form, "RDF 1.1", "direction")


def test_rdfxml_says_what_it_cannot_hold(tmp_path: Path) -> None:
    """A form feed between pages stands in the quote, and XML 1.0 has no way to write it."""
    broken = INVENTED.replace("has a national drug authority.", "has a national\fdrug authority.")
    (tmp_path / "invented.txt").write_text(broken)
    assert call("build", "-q", "invented.txt", "--store", "store", cwd=tmp_path).code == 0
    done = call("export", "--report", "jamaica-2023", "-f", "rdfxml", "--store", "store", cwd=tmp_path)
    assert done.code == 0
    (line,) = done.err.splitlines()
    assert line.startswith("rdfxml: ") and "U+000C, which XML 1.0 forbids, written as U+FFFD" in line
    assert line.removeprefix("rdfxml: ").split(";")[0] in done.text.splitlines()[1]
    read = rdflib.Graph().parse(data=done.out, format="xml")
    exact = URIRef(PREFIXES["oa"] + "exact")
    assert Literal("Jamaica has a national\ufffddrug authority.") in set(read.objects(None, exact))
    kept = call("export", "--report", "jamaica-2023", "-f", "turtle", "--store", "store", cwd=tmp_path)
    assert kept.err == "" and "national\\fdrug" in kept.text


# --- same bytes ----------------------------------------------------------------------------------------------------


def locales() -> list[str]:
    """Two locales that differ as much as this machine allows."""
    there = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split()
    return ["C", next((one for one in ("es_PE.utf8", "tr_TR.utf8", "C.utf8") if one in there), "C.UTF-8")]


def test_two_builds_give_the_same_bytes(seed: Path, tmp_path: Path) -> None:
    """Other folders, locales, hash seeds and times: no export differs in a byte."""
    for place, (locale, hashes) in zip(("one", "another/and deeper"), zip(locales(), "17", strict=True), strict=True):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        for path in (seed, seed.with_suffix(".yaml")):
            shutil.copy(path, folder)
        (folder / "invented.txt").write_text(INVENTED)
        os.utime(folder / "invented.txt", (1_000_000_000, 1_000_000_000 + int(hashes)))
        env = {"PYTHONHASHSEED": hashes, "LC_ALL": locale, "LANG": locale, "TZ": f"UTC{hashes}"}
        done = call("build", "-q", seed.name, "invented.txt", "--store", "store", cwd=folder, env=env)
        assert done.code == 0, done.err
        # One process for all exports: starting Python takes longer than writing them.
        calls = [
            ["export", *words, "-f", form, "-o", f"{number}.{form}", "--store", "store"]
            for number, words in enumerate(EXPORTS.values())
            for form in GRAPHS
        ]
        code = f"import memgraph.cli as cli\nfor words in {calls!r}: assert cli.run(words) == 0"
        subprocess.run([command()[0], "-c", code], cwd=folder, env=surroundings(**env), check=True)
    files = sorted(path.name for path in (tmp_path / "one").glob("?.*"))
    assert len(files) == len(EXPORTS) * len(GRAPHS)
    one, two = tmp_path / "one", tmp_path / "another" / "and deeper"
    assert [file for file in files if (one / file).read_bytes() != (two / file).read_bytes()] == []
