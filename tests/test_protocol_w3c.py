"""W3C's own tests of the SPARQL 1.1 Protocol, run against a served store.

The suite is not ours and is not copied: it lies in ``../shared/w3c`` or where ``MEMGRAPH_W3C`` says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from serving import Service, serving, stored

SUITE = Path(os.environ.get("MEMGRAPH_W3C") or Path(__file__).parents[2] / "shared" / "w3c") / "sparql11-protocol"
MISSING = f"W3C's suite is not in {SUITE.parent}; get it from w3c/rdf-tests and name its folder in MEMGRAPH_W3C"
if not SUITE.is_dir():
    pytest.skip(MISSING, allow_module_level=True)

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MANIFEST = Graph().parse(SUITE / "manifest.ttl")
ENTRIES = list(Collection(MANIFEST, next(MANIFEST.objects(None, MF.entries))))
# What the tests call updates is what a service that only reads refuses.
UPDATES = [one for one in ENTRIES if "update" in str(one).rpartition("#")[2]]
QUERIES = [one for one in ENTRIES if one not in UPDATES]
TYPES = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"},
}


def name(entry: Node) -> str:
    return str(entry).rpartition("#")[2]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    staged = ox.Store()
    for number in (1, 2, 3):
        graph = ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf")
        staged.load(path=str(SUITE / f"data{number}.nt"), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    with serving(stored(tmp_path_factory.mktemp("w3c") / "store", staged)) as running:
        yield running


def requests(entry: Node) -> Iterator[tuple[str, str, bytes | None, dict[str, str], Node]]:
    """Method, path, body, headers and the expected response of each request of a test."""
    action = MANIFEST.value(entry, MF.action)
    for request in Collection(MANIFEST, MANIFEST.value(action, HT.requests)):
        parts = urlsplit(str(MANIFEST.value(request, HT.absolutePath)))
        headers: dict[str, str] = {}
        if listed := MANIFEST.value(request, HT.headers):
            for header in Collection(MANIFEST, listed):
                headers[str(MANIFEST.value(header, HT.fieldName))] = str(MANIFEST.value(header, HT.fieldValue))
        body = None
        if content := MANIFEST.value(request, HT.body):
            encoding = str(MANIFEST.value(content, CNT.characterEncoding))
            body = str(MANIFEST.value(content, CNT.chars)).encode(encoding)
        path = f"/sparql?{parts.query}" if parts.query else "/sparql"
        yield str(MANIFEST.value(request, HT.methodName)), path, body, headers, MANIFEST.value(request, HT.resp)


def test_the_suite_is_whole() -> None:
    assert all((entry, RDF.type, MF.ProtocolTest) in MANIFEST for entry in ENTRIES)
    assert (len(QUERIES), len(UPDATES)) == (20, 14)


@pytest.mark.parametrize("entry", QUERIES, ids=name)
def test_a_query_is_answered_as_the_protocol_says(service: Service, entry: URIRef) -> None:
    for method, path, body, headers, expected in requests(entry):
        answer = service.send(method, path, body, headers)
        statuses = {str(one).rpartition("StatusCode")[2] for one in MANIFEST.objects(expected, MF.expectedStatus)}
        assert f"{answer.status // 100}xx" in statuses or str(answer.status) in statuses, (answer, statuses)
        if form := MANIFEST.value(expected, MF.expectedFormat):
            assert answer.type in TYPES[str(form)], answer
        truth = MANIFEST.value(expected, MF.expectedBoolean)
        if truth is not None:
            assert json.loads(answer.body)["boolean"] == truth.toPython()


@pytest.mark.parametrize("entry", UPDATES, ids=name)
def test_an_update_is_refused(service: Service, entry: URIRef) -> None:
    method, path, body, headers, _ = next(requests(entry))
    answer = service.send(method, path, body, headers)
    assert 400 <= answer.status < 500, answer
