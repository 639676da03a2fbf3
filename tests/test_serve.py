"""The service: what it gives to whom, what it refuses, and that nothing stops it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from bombs import BOMBS
from helpers import call, command, refused, surroundings
from memgraph import builder, queries
from memgraph.web.answering import RESULTS
from memgraph.web.truncation import cut
from serving import DIRECT, FORM, Service, serving, stored

MEM = "https://w3id.org/mem-graph/"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o ; a <" + MEM + "ontology#Report> } ORDER BY ?s ?p ?o LIMIT 3"
# More than the slice of a short query, less than any time limit.
LONG = "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?e))) AS ?n) { ?a ?b ?c . ?a ?d ?e }"
TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s a <" + MEM + "ontology#Report> }"


@pytest.fixture(scope="module")
def impatient(peru_store: str) -> Iterator[Service]:
    """A service that soon gives up, for what has no end."""
    with serving(peru_store, "--timeout", "2") as running:
        yield running


# What an answer is


def rows(answer_type: str, body: bytes) -> int:
    """The rows of a table, counted by readers that are not ours."""
    if answer_type in ("application/sparql-results+json", "application/json"):
        return len(json.loads(body)["results"]["bindings"])
    if answer_type in ("application/sparql-results+xml", "application/xml", "text/xml"):
        return len(ElementTree.fromstring(body).findall(".//{http://www.w3.org/2005/sparql-results#}result"))
    if answer_type == "text/csv":
        return sum(1 for _ in csv.reader(io.StringIO(body.decode(), newline=""))) - 1
    assert answer_type == "text/tab-separated-values"
    return body.count(b"\n") - 1


ACCEPTED = [
    ("", "application/sparql-results+json"),
    ("*/*", "application/sparql-results+json"),
    ("application/sparql-results+json", "application/sparql-results+json"),
    ("application/json", "application/json"),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("application/xml", "application/xml"),
    ("text/csv", "text/csv"),
    ("text/tab-separated-values", "text/tab-separated-values"),
    ("text/*", "text/csv"),
    ("TEXT/CSV;Q=0.5 , application/json;q=0.4", "text/csv"),
    ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ("text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
    ("image/png, text/tab-separated-values;q=0.001", "text/tab-separated-values"),
    ("application/*;q=0.1, text/csv;q=0.2, */*;q=0.3", "text/tab-separated-values"),
    ("text/turtle, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
    ("text/html;q=0.8,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ("text/csv;header=present;q=0.9, application/json;q=0.8", "text/csv"),
]


@pytest.mark.parametrize(("accept", "given"), ACCEPTED)
def test_a_table_has_the_format_that_is_liked_best(service: Service, accept: str, given: str) -> None:
    answer = service.ask(ROWS, accept)
    assert (answer.status, answer.type) == (200, given)
    assert rows(given, answer.body) == 3
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "text/csv;q=0", "*/*;q=0", "text/csv;q=0.0, image/*"])
def test_no_format_that_is_liked(service: Service, accept: str) -> None:
    answer = service.ask(ROWS, accept)
    assert answer.status == 406 and "application/sparql-results+json" in answer.text


GRAPHS = [
    ("text/turtle", "turtle", "turtle"),
    ("application/trig", "trig", "trig"),
    ("application/n-triples", "nt", "nt"),
    ("application/n-quads", "nq", "nquads"),
    ("application/rdf+xml", "rdfxml", "xml"),
    ("application/ld+json", "jsonld", "json-ld"),
]


@pytest.mark.parametrize(("accept", "name", "parser"), GRAPHS)
def test_a_graph_has_the_format_that_is_liked_best(service: Service, accept: str, name: str, parser: str) -> None:
    whole = {(str(s), str(p), str(o)) for s, p, o in Graph().parse(data=service.ask(TRIPLES).body, format="turtle")}
    assert len(whole) > 10
    for answer in (service.ask(TRIPLES, accept), service.ask(TRIPLES, format=name)):
        assert (answer.status, answer.type) == (200, accept)
        assert {(str(s), str(p), str(o)) for s, p, o in _parsed(answer.body, parser)} == whole


def _parsed(body: bytes, parser: str) -> Graph:
    from rdflib import Dataset

    if parser not in ("trig", "nquads"):
        return Graph().parse(data=body, format=parser)
    found = Graph()
    for s, p, o, _ in Dataset().parse(data=body, format=parser).quads():
        found.add((s, p, o))
    return found


@pytest.mark.parametrize(
    ("form", "status"),
    [("csv", 200), ("text/csv", 200), ("json", 200), ("turtle", 406), ("ttl", 406), ("pdf", 400), ("", 200)],
)
def test_a_format_in_the_address_goes_before_accept(service: Service, form: str, status: int) -> None:
    assert service.ask(ROWS, "application/sparql-results+xml", format=form).status == status


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_yes_or_no_in_all_formats(service: Service, form: str) -> None:
    answer = service.ask("ASK {}", format=form)
    assert answer.status == 200 and "true" in answer.text


def test_xml_is_well_formed_whatever_a_literal_holds(service: Service) -> None:
    answer = service.ask('SELECT ("a\\u0001b\\u000C\\uFFFE\\uFEFF" AS ?x) {}', format="xml")
    assert ElementTree.fromstring(answer.body)[1][0][0][0].text == "a\ufffdb\ufffd\ufffd\ufeff"
    answer = service.ask('CONSTRUCT { <http://x/> <http://x/p> "a\\u0001" } {}', "application/rdf+xml")
    assert ElementTree.fromstring(answer.body)[0][0].text == "a\ufffd"


def test_a_graph_that_rdf_xml_cannot_say(service: Service) -> None:
    query = "CONSTRUCT { <http://x/> <http://x/1> 2 } {}"
    assert service.ask(query, "application/rdf+xml").status == 406
    assert service.ask(query, "text/turtle").status == 200


# The protocol beyond W3C's tests


def test_get_and_both_kinds_of_post_say_the_same(service: Service) -> None:
    got = service.ask(ROWS).body
    assert service.send("POST", "/sparql", urlencode({"query": ROWS}).encode(), {"Content-Type": FORM}).body == got
    assert service.send("POST", "/sparql", ROWS.encode(), {"Content-Type": DIRECT}).body == got
    quoted = {"Content-Type": f'{DIRECT}; charset="UTF-8"'}
    assert service.send("POST", "/sparql/", ROWS.encode(), quoted).body == got


def test_the_dataset_of_the_request_goes_before_that_of_the_query(service: Service) -> None:
    def count(query: str, **more: str) -> int:
        return int(json.loads(service.ask(query, **more).body)["results"]["bindings"][0]["n"]["value"])

    default = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    named = "SELECT (COUNT(*) AS ?n) {} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    ontology, authority = f"{MEM}graph/ontology", f"{MEM}graph/authority"
    graphs = {"default-graph-uri": ontology}
    one = count(default.format(""), **graphs)
    assert 0 < one < count(default.format(""))
    assert count(default.format(f"FROM <{ontology}>")) == one
    assert count(default.format(f"FROM <{authority}>"), **graphs) == one
    assert count(named.format(""), **graphs) == 0
    assert count(named.format(""), **{"named-graph-uri": ontology}) == one
    assert count(default.format(""), **{"named-graph-uri": ontology}) == 0
    assert count(named.format(f"FROM NAMED <{authority}>"), **{"named-graph-uri": ontology}) == one
    assert count(default.format("FROM <http://example.org/none>")) == 0


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, {}, 400),
        ("GET", "/sparql?query=%FF", None, {}, 400),
        ("GET", "/sparql?query=" + "&a" * 300, None, {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=no%20iri", None, {}, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 403),
        ("GET", "/sparql?query=CLEAR%20ALL", None, {}, 403),
        ("GET", "/sparql?query=ASK%20FROM%20%3Cfile%3A%2F%2F%2Fetc%2Fpasswd%3E%20%7B%7D", None, {}, 400),
        ("POST", "/sparql", b"ASK {}", {}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": f"{DIRECT}; charset=utf-16"}, 415),
        ("POST", "/sparql", b"\xff\xfe", {"Content-Type": DIRECT}, 400),
        ("POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403),
        ("POST", "/sparql", b"update=CLEAR%20ALL", {"Content-Type": FORM}, 403),
        ("POST", "/sparql", b"query=ASK%20%7B%7D&update=CLEAR%20ALL", {"Content-Type": FORM}, 403),
        ("POST", "/sparql", b"", {"Content-Type": FORM}, 400),
        ("POST", "/sparql", b"#" * 70_000, {"Content-Type": DIRECT}, 413),
        ("POST", "/sparql", b"query=" + b"a" * 140_000, {"Content-Type": FORM}, 413),
        ("PUT", "/sparql", b"ASK {}", {}, 405),
        ("DELETE", "/store?default", None, {}, 405),
        ("PUT", "/store?default", b"", {"Content-Type": "text/turtle"}, 405),
        ("POST", "/store?default", b"", {"Content-Type": "text/turtle"}, 405),
        ("PATCH", "/queries/gaps.csv", b"", {}, 405),
    ],
)
def test_a_request_that_is_refused(
    service: Service, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    answer = service.send(method, path, body, headers)
    assert answer.status == status, answer
    assert answer.type == "text/plain" and re.match(r"\S.*: .+; .+\n", answer.text), answer
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert status != 405 or "GET" in answer.headers["Allow"]


def test_a_fault_in_a_query_is_shown_where_it_is(service: Service) -> None:
    answer = service.ask("SELECT *\nWHERE { ?s ?p ?o } ORDER ?s")
    assert answer.status == 400
    first, line, caret, *_ = answer.text.splitlines()
    assert first == "query:2:26: the query has a syntax error; mend it here"
    assert (line, caret) == ("    WHERE { ?s ?p ?o } ORDER ?s", " " * 29 + "^")
    assert service.ask("SELECT (<http://example.org/f>(1) AS ?x) {}").status == 400


def test_relative_iris_count_from_the_endpoint(service: Service) -> None:
    got = json.loads(service.ask("SELECT (<x> AS ?x) {}").body)["results"]["bindings"][0]["x"]["value"]
    assert got == f"http://{service.host}:{service.port}/x"


@pytest.mark.parametrize("path", ["/sparql?query=ASK%20%7B%7D", "/queries/gaps.csv", "/void", "/healthz", "/nothing"])
def test_head_is_get_without_a_body(service: Service, path: str) -> None:
    got, head = service.get(path), service.send("HEAD", path)
    assert (head.status, head.body) == (got.status, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Vary"):
        assert head.headers[name] == got.headers[name], name


def test_any_page_may_ask_but_with_nobodys_cookies(service: Service) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = service.send("OPTIONS", "/sparql", headers=asked)
    assert answer.status == 204 and answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"GET", "POST"} <= set(re.split(r",\s*", answer.headers["Access-Control-Allow-Methods"]))
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()
    for one in (answer, service.ask("ASK {}")):
        assert "Access-Control-Allow-Credentials" not in one.headers


def test_what_has_not_changed_is_not_sent_again(service: Service) -> None:
    path = "/sparql?" + urlencode({"query": ROWS + " # unchanged"})
    first = service.get(path)
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = service.send("GET", path, headers={"If-None-Match": known})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert service.send("GET", path, headers={"If-None-Match": '"other"'}).body == first.body
    other = service.send("GET", path, headers={"If-None-Match": tag, "Accept": "text/csv"})
    assert other.status == 200 and other.headers["ETag"] != tag


@pytest.mark.parametrize("call_", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_differs_from_call_to_call_is_not_kept(service: Service, call_: str) -> None:
    query = f"SELECT ({call_} AS ?x) {{}}"
    first, second = service.ask(query), service.ask(query)
    assert "ETag" not in first.headers and first.headers["Cache-Control"] == "no-store"
    assert first.body != second.body


def test_the_bare_endpoint_describes_itself(service: Service) -> None:
    described = service.get("/sparql", "application/sparql-results+json")
    assert (described.status, described.type) == (200, "text/turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    graph = Graph().parse(data=described.body)
    asked = f"""ASK {{ ?service a <{sd}Service> ; <{sd}endpoint> <http://{service.host}:{service.port}/sparql> ;
      <{sd}defaultDataset>/<{sd}namedGraph>/<{sd}name> <{MEM}graph/authority> }}"""
    assert graph.query(asked).askAnswer


# The other addresses


@pytest.mark.parametrize("name", queries.names())
def test_a_canned_query_is_given_as_the_command_gives_it(service: Service, peru_store: str, name: str) -> None:
    said = call("query", name, "-f", "csv", "--store", peru_store)
    answer = service.get(f"/queries/{name}.csv")
    assert (answer.status, answer.type, answer.body) == (200, "text/csv", said.out)


@pytest.mark.parametrize("form", ["json", "xml", "tsv", "csv-safe"])
def test_a_canned_query_in_other_formats(service: Service, peru_store: str, form: str) -> None:
    said = call("query", "gaps", "-p", "report=peru-2022", "-p", "action=2.1", "-f", form, "--store", peru_store)
    answer = service.get(f"/queries/gaps.{form}", report="peru-2022", action="2.1")
    assert (answer.status, answer.body) == (200, said.out)


def test_a_canned_query_is_never_cut(tmp_path: Path) -> None:
    staged = ox.Store()
    kind, graph = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{MEM}graph/authority>"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    lines = [
        f'<{MEM}i/{n}> {kind} <{MEM}ontology#Entity> {graph} .\n<{MEM}i/{n}> {label} "name {n}"@en {graph} .\n'
        for n in range(12_000)
    ]
    staged.load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    with serving(stored(tmp_path / "store", staged)) as running:
        cut = running.ask("SELECT * { ?s ?p ?o }", "text/csv")
        assert rows("text/csv", cut.body) == 10_000 and cut.headers["X-Result-Truncated"]
        assert rows("text/csv", running.get("/queries/dossier.csv").body) == 12_000
        assert running.get("/store?default", "application/n-triples").body.count(b"\n") == 24_000


def test_values_as_people_say_them(service: Service) -> None:
    wrong = service.get("/queries/gaps.csv", report="peru-2021")
    assert wrong.status == 400 and "did you mean peru-2022?" in wrong.text
    assert service.get("/queries/gaps.csv", nothing="x").status == 400
    assert service.get("/queries/gaps.csv", report="").status == 200  # a form sends what was left empty
    assert service.get("/queries/gaps.csv", report="x" * 2000).status == 400
    hostile = service.get("/queries/statements.csv", report='x" } UNION { ?s ?p ?o } #')
    assert hostile.status == 400
    either = service.get("/queries/statements.csv?action=1.1&action=1.2")
    assert {row["action"].rsplit("/", 1)[-1] for row in csv.DictReader(io.StringIO(either.text))} == {"1.1", "1.2"}


@pytest.mark.parametrize(
    "path",
    [
        "/queries/nothing.csv",
        "/queries/../queries/gaps.csv",
        "/queries/..%2Fchecks%2Fshared-label.csv",
        "/queries/%2e%2e/%2e%2e/etc/passwd",
        "/queries/gaps.rq",
        "/queries/gaps.csv/",
        "/queries/GAPS.csv",
        "/queries/gaps%00.csv",
        "/id/../../etc/passwd",
        "/id/nothing",
        "/id//example.org/",
        "/id/%0d%0aSet-Cookie:x=1",
        "/id/%ff",
        "/id/",
        "//example.org/",
        "/doc/nothing.ttl",
        "/dump/all.exe",
        "/ontology.exe",
        "/store?graph=http://example.org/none",
        "/etc/passwd",
        "/.git/config",
    ],
)
def test_there_is_nothing_at_a_trick(service: Service, path: str) -> None:
    answer = service.get(path)
    assert answer.status == 404, answer
    assert "Location" not in answer.headers and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("accept", "suffix", "parser"),
    [("", "ttl", "turtle"), ("application/ld+json", "jsonld", "json-ld"), ("application/rdf+xml", "rdf", "xml")],
)
def test_a_thing_leads_to_its_document(service: Service, accept: str, suffix: str, parser: str) -> None:
    path = "plan/2021-2025/control-measures/action/2.1"
    answer = service.get(f"/id/{path}", accept)
    assert (answer.status, answer.headers["Location"]) == (303, f"/doc/{path}.{suffix}")
    document = service.get(answer.headers["Location"])
    assert document.status == 200
    graph = Graph().parse(data=document.body, format=parser)
    assert graph.query(f"ASK {{ <{MEM}{path}> ?p ?o . ?s ?q <{MEM}{path}> }}").askAnswer
    assert service.get(f"/doc/{path}", accept).body == document.body
    assert service.get(f"/id/{path}", "image/png").status == 406


def test_the_document_on_a_statement_has_its_words(service: Service, peru_store: str) -> None:
    row = next(csv.DictReader(io.StringIO(call("query", "statements", "--store", peru_store).text)))
    found = json.loads(service.ask(f"SELECT ?s {{ ?s a <{MEM}ontology#Statement> }} LIMIT 1").body)
    path = found["results"]["bindings"][0]["s"]["value"].removeprefix(MEM)
    graph = Graph().parse(data=service.get(f"/doc/{path}.nt").body, format="nt")
    quotes = graph.query(f"""SELECT ?quote {{ <{MEM}{path}> <{MEM}ontology#evidence>/
      <http://www.w3.org/ns/oa#hasSelector>/<http://www.w3.org/ns/oa#exact> ?quote }}""")
    assert len(list(quotes)) == 1 and row


def test_graphs_whole(service: Service) -> None:
    def count(answer_body: bytes, form: ox.RdfFormat) -> int:
        return len(set(ox.parse(answer_body, format=form)))

    sizes = {}
    for name in ("authority", "ontology", "inferred", "report/peru-2022"):
        answer = service.get("/store", "application/n-triples", graph=f"{MEM}graph/{name}")
        assert answer.status == 200
        sizes[name] = count(answer.body, ox.RdfFormat.N_TRIPLES)
    assert count(service.get("/ontology").body, ox.RdfFormat.TURTLE) == sizes["ontology"]
    assert count(service.get("/dump/all.trig").body, ox.RdfFormat.TRIG) >= sum(sizes.values())
    union = count(service.get("/store?default", "text/turtle").body, ox.RdfFormat.TURTLE)
    assert union == count(service.get("/dump/all.nt").body, ox.RdfFormat.N_TRIPLES) > sizes["report/peru-2022"]
    assert service.get("/store").status == service.get(f"/store?default&graph={MEM}graph/ontology").status == 400


def test_void_says_how_much_there_is_and_where(service: Service) -> None:
    answer = service.get("/void")
    assert service.get("/.well-known/void").body == answer.body
    graph = Graph().parse(data=answer.body)
    void = "http://rdfs.org/ns/void#"
    found = list(
        graph.query(f"""SELECT ?triples ?endpoint {{ <{MEM}dataset> <{void}triples> ?triples ;
      <{void}sparqlEndpoint> ?endpoint ; <{void}classPartition> ?part . ?part <{void}class> ?class }} LIMIT 1""")
    )
    assert int(found[0][0]) > 10_000 and str(found[0][1]) == f"http://{service.host}:{service.port}/sparql"
    dumps = [str(one[0]) for one in graph.query(f"SELECT ?d {{ <{MEM}dataset> <{void}dataDump> ?d }}")]
    here = [one for one in dumps if one.startswith(f"http://{service.host}:{service.port}/")]
    assert len(here) == 6
    for one in here:
        assert service.get(one.partition(str(service.port))[2]).status == 200


def test_openapi_names_every_query_and_parameter(service: Service) -> None:
    answer = service.get("/openapi.json")
    assert answer.type == "application/json"
    paths = json.loads(answer.body)["paths"]
    for one in queries.canned():
        described = paths[f"/queries/{one.name}.{{suffix}}"]["get"]
        named = {parameter["name"] for parameter in described["parameters"] if parameter["in"] == "query"}
        assert named == {parameter.name for parameter in one.parameters}
        assert described["description"] == one.question
    for path in paths:
        if "{" not in path:
            assert service.get(path + ("?default" if path == "/store" else "")).status == 200, path


# What is cut


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("tail", ["", " LIMIT 10001", " OFFSET 5", " VALUES ?z { 1 }", " LIMIT 100000 # all"])
def test_a_long_table_is_cut_after_a_row(service: Service, form: str, tail: str) -> None:
    answer = service.ask("SELECT ?s ?p ?o { ?s ?p ?o }" + tail, format=form)
    assert answer.status == 200 and "rows=10000" in answer.headers["X-Result-Truncated"]
    assert rows(answer.type, answer.body) == 10_000


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_table_of_just_the_limit_is_whole(service: Service, form: str) -> None:
    answer = service.ask("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000", format=form)
    assert "X-Result-Truncated" not in answer.headers
    assert rows(answer.type, answer.body) == 10_000


def test_a_long_graph_is_cut_after_a_triple(service: Service) -> None:
    answer = service.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "application/n-triples")
    assert answer.status == 200 and answer.headers["X-Result-Truncated"]
    assert len(Graph().parse(data=answer.body, format="nt")) <= 10_000


ODD = 'CONCAT("},{", STR(?o), "}},{\\"a\\":{\\n</result><result>\\r\\n,\\"")'


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_table_of_odd_words_is_cut_after_a_row(service: Service, form: str) -> None:
    answer = service.ask(f"SELECT ({ODD} AS ?x) ?none {{ ?s ?p ?o }}", format=form)
    assert answer.status == 200 and answer.headers["X-Result-Truncated"]
    assert rows(answer.type, answer.body) == 10_000


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "nt", "rdfxml"])
def test_a_heavy_answer_is_cut_too(service: Service, form: str) -> None:
    long = 'BIND(CONCAT("' + "x" * 20_000 + '", STR(?o)) AS ?x)'
    head = "SELECT ?x" if form in ("json", "xml", "csv", "tsv") else "CONSTRUCT { ?s <http://x/p> ?x } WHERE"
    answer = service.ask(f"{head} {{ ?s ?p ?o {long} }} LIMIT 2000", format=form)
    assert answer.status == 200 and answer.headers["X-Result-Truncated"]
    assert 2**20 < len(answer.body) <= 16 * 2**20
    if head.startswith("SELECT"):
        assert 100 < rows(answer.type, answer.body) < 2000
    else:
        assert 100 < len(_parsed(answer.body, "nt" if form == "nt" else "xml")) < 2000


# What would stop it


@pytest.mark.parametrize("query", BOMBS.values(), ids=BOMBS)
def test_no_query_stops_the_service(impatient: Service, query: str) -> None:
    answer = impatient.send("POST", "/sparql", query.encode(), {"Content-Type": DIRECT})
    assert answer.status in (200, 400, 503), answer.text[:200]
    if answer.status == 200:  # it was no bomb for this engine; then it was answered
        json.loads(answer.body)
    elif answer.status == 503:
        assert int(answer.headers["Retry-After"]) > 0
    assert impatient.ask("ASK {}").status == 200


def test_a_time_limit_is_kept(impatient: Service) -> None:
    answer = impatient.ask(BOMBS["cross product"])
    assert answer.status == 503 and "2 s" in answer.text


def test_a_sealed_worker_can_call_nobody(peru_store: str, tmp_path: Path) -> None:
    """What the guard would let through still cannot get out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2)
        program = """
import sys
from pathlib import Path
from memgraph.store import open_store
from memgraph.web.sealing import sealed
store = open_store(Path(sys.argv[1]))
def call():
    try:
        return bool(store.query(f"ASK {{ SERVICE <http://127.0.0.1:{sys.argv[2]}/> {{}} }}"))
    except OSError as error:
        return str(error)
with sealed(5):
    inside = call()
    whole = sum(1 for _ in store.query("SELECT * { ?s ?p ?o }"))
assert "Too many open files" in inside or "os error 24" in inside, inside
assert whole > 10_000
print("sealed", flush=True)
print(call())
"""
        words = [sys.executable, "-c", program, peru_store, str(server.getsockname()[1])]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout and process.stdout.readline() == "sealed\n", process.communicate()
            connection, _ = server.accept()  # the first call is the one that was made unsealed
            connection.close()
            process.communicate(timeout=20)
            server.settimeout(0.2)
            while True:
                try:
                    server.accept()[0].close()
                except TimeoutError:
                    break


def test_short_queries_do_not_wait_for_long_ones(peru_store: str) -> None:
    """Attackers and users of one address: nothing tells them apart but what they ask."""
    with serving(peru_store, "--timeout", "4") as running:
        over = threading.Event()
        attacks: list[int] = []

        def attack(number: int) -> None:
            while not over.is_set():
                attacks.append(running.ask(BOMBS["cross product"] + f" # {number}", timeout=30).status)

        threads = [threading.Thread(target=attack, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        begin, answered = time.monotonic(), []
        while time.monotonic() < begin + 2:
            answered.append(running.ask(f"SELECT * {{ ?s ?p ?o }} LIMIT 5 # {len(answered)}").status)
        over.set()
        # With a queue of one lane the first would have been answered when a bomb had ended.
        assert len(answered) > 20 and set(answered) == {200}
        for thread in threads:
            thread.join()
        assert set(attacks) == {503}


def test_a_client_has_no_more_than_its_share(peru_store: str) -> None:
    with serving(peru_store, "--timeout", "8") as running:
        results: list[int] = []

        def flood(number: int) -> None:
            text = f"/sparql?{urlencode({'query': BOMBS['cross product'] + f'#{number}'})}"
            results.append(running.send("GET", text, source="127.0.0.2").status)

        threads = [threading.Thread(target=flood, args=(number,)) for number in range(100)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        # The queue of one client is bounded; another is served meanwhile, also with what is long.
        assert running.ask("ASK {}").status == 200
        assert running.ask(LONG).status == 200
        for thread in threads:
            thread.join()
        assert set(results) == {503} and len(results) == 100


def test_a_client_that_leaves_takes_its_query_along(peru_store: str) -> None:
    with serving(peru_store, "--timeout", "60") as running:

        def busy() -> set[int]:
            """Workers that have used much of the processor."""
            return {worker for worker, ticks in _cpu(running.process.pid).items() if ticks > 60}

        def until(wanted: bool) -> bool:
            deadline = time.monotonic() + 20
            while bool(busy()) != wanted and time.monotonic() < deadline:
                time.sleep(0.05)
            return bool(busy()) == wanted

        request = f"GET /sparql?query={quote(BOMBS['cross product'])} HTTP/1.1\r\nHost: x\r\n\r\n"
        with socket.create_connection((running.host, running.port)) as connection:
            connection.sendall(request.encode())
            assert until(True)
        assert until(False), "the query goes on though nobody waits"


def _cpu(parent: int) -> dict[int, int]:
    """Processor ticks of the processes that another has started."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found[int(path.parent.name)] = int(fields[11]) + int(fields[12])
    return found


def test_a_worker_that_is_killed_is_replaced(service: Service) -> None:
    for worker in _cpu(service.process.pid):
        os.kill(worker, signal.SIGKILL)
    for number in range(20):
        assert service.ask(f"SELECT * {{ ?s ?p ?o }} LIMIT 1 # {number}").status == 200


def test_workers_end_with_the_service(peru_store: str) -> None:
    process = subprocess.Popen(
        command("--store", peru_store, "serve", "--port", "0"), stderr=subprocess.PIPE, text=True, env=surroundings()
    )
    assert process.stderr and "http://" in process.stderr.readline()
    deadline = time.monotonic() + 10
    while len(workers := _cpu(process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(workers) == 3
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{one}").exists() for one in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{one}").exists() for one in workers)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 1000,
        b"GET\r\n\r\n",
        b"GET /sparql HTTP/9.9\r\n\r\n",
        b"GET /sparql?query=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /sparql?query=ASK%20{} HTTP/1.1\r\nHost: \xff\xfe\r\nAccept: \xff\r\nConnection: close\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n"
        b"Connection: close\r\n\r\nASK",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_bytes_that_are_no_request(service: Service, data: bytes) -> None:
    with socket.create_connection((service.host, service.port), timeout=5) as connection:
        found = b""
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                found += part
        except OSError:
            pass  # the service may hang up in the middle
    assert not found or found.startswith((b"HTTP/1.1 4", b"HTTP/1.1 2")), found[:300]
    assert b"Traceback" not in found
    assert service.ask("ASK {}").status == 200


def test_half_open_connections_are_dropped(service: Service) -> None:
    slow = [socket.create_connection((service.host, service.port)) for _ in range(300)]
    for one in slow:
        one.sendall(b"GET /sparql HTTP/1.1\r\nHost: x\r\n")
    assert service.ask("ASK {}").status == 200
    begin = time.monotonic()
    for one in slow:
        one.settimeout(max(0.1, begin + 15 - time.monotonic()))
        while one.recv(4096):
            pass
        one.close()
    assert service.ask("ASK {}").status == 200


def test_behind_a_proxy_a_client_is_who_the_proxy_says(peru_store: str) -> None:
    with serving(peru_store, "--timeout", "8", "--proxy") as running:
        forwarded = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        described = running.send("GET", "/sparql", headers=forwarded)
        assert f"https://{running.host}:{running.port}/sparql" in described.text
        statuses: list[int] = []

        def flood(number: int) -> None:
            path = f"/sparql?{urlencode({'query': BOMBS['cross product'] + f'#{number}'})}"
            statuses.append(running.send("GET", path, headers=forwarded).status)

        threads = [threading.Thread(target=flood, args=(number,)) for number in range(80)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        long = "/sparql?" + urlencode({"query": LONG})
        other = {"X-Forwarded-For": "203.0.113.7, 203.0.113.8"}  # the first is what the client says of itself
        assert running.send("GET", long, headers=other).status == 200
        for thread in threads:
            thread.join()
        assert set(statuses) == {503}


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)


@given(
    st.lists(st.tuples(TEXTS | st.none(), TEXTS), max_size=12),
    st.integers(0, 13),
    st.sampled_from("json xml csv tsv".split()),
)
def test_cutting_takes_whole_rows_off_the_end(values: list[tuple[str | None, str]], most: int, form: str) -> None:
    data = " ".join(f"({'UNDEF' if a is None else ox.Literal(a)} {ox.Literal(b)})" for a, b in values)

    def written(text: str) -> bytes:
        return ox.Store().query(text).serialize(format=RESULTS[form]) or b""

    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {data} }} }}"
    body, missing = cut(written(query), form, most, 10**9)
    assert missing == (len(values) > most)
    wanted = written(f"{query} LIMIT {most}")
    assert (json.loads(body) == json.loads(wanted)) if form == "json" else (body == wanted)


# Builds while it runs


def test_a_new_build_is_served_without_a_failed_request(seed: Path, peru_store: str, tmp_path: Path) -> None:
    from helpers import INVENTED

    store, report = tmp_path / "store", tmp_path / "jamaica.txt"
    shutil.copytree(peru_store, store)
    report.write_text(INVENTED)
    with serving(store) as running:
        over = threading.Event()
        seen: list[tuple[int, int]] = []

        def ask(number: int) -> None:
            count = 0
            while not over.is_set():
                count += 1
                paths = ("/queries/reports.csv", f"/sparql?query=ASK%7B%7D%23{number}.{count}", "/id/report/peru-2022")
                answer = running.get(paths[count % 3])
                seen.append((answer.status, answer.body.count(b"\n") if count % 3 == 0 else 0))

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        tag = running.get("/queries/reports.csv").headers["ETag"]
        builder.add([report], store)
        # Asked after the build, so answered from it.
        fresh = running.get("/queries/reports.csv")
        assert fresh.body.count(b"\n") == 3 and fresh.headers["ETag"] != tag
        builder.remove(["jamaica-2023"], store)
        assert running.get("/queries/reports.csv").body.count(b"\n") == 2
        over.set()
        for thread in threads:
            thread.join()
        assert {status for status, _ in seen} == {200, 303}
        assert {2, 3} <= {lines for _, lines in seen if lines}


def test_a_store_that_is_damaged_under_it_is_served_on(peru_store: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(peru_store, store)
    with serving(store) as running:
        before = running.get("/queries/reports.csv").body
        (store / "current").write_text("g999\n")
        assert running.ask("SELECT * { ?s ?p ?o } LIMIT 1").status == 200
        assert running.get("/queries/reports.csv").body == before


# The command


def test_a_port_in_use_is_said(service: Service, peru_store: str) -> None:
    done = call("serve", "--port", service.port, "--store", peru_store)
    refused(done, 2, f"127.0.0.1:{service.port}", "in use", "--port")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("--port", "70000"), "memgraph serve"),
        (("--port", "x"), "memgraph serve"),
        (("--timeout", "0"), "memgraph serve"),
        (("--timeout", "61"), "memgraph serve"),
        (("--timeout", "nan"), "memgraph serve"),
        (("--host", "256.1.1.1"), "256.1.1.1:8765"),
    ],
)
def test_options_that_cannot_be(peru_store: str, words: tuple[str, str], place: str) -> None:
    refused(call("serve", *words, "--store", peru_store), 2, place)


def test_no_store_says_how_to_make_one(tmp_path: Path) -> None:
    refused(call("serve", "--store", tmp_path / "none"), 2, tmp_path / "none", "memgraph build")


def test_termination_is_a_clean_end(peru_store: str) -> None:
    process = subprocess.Popen(
        command("--store", peru_store, "serve", "--port", "0"), stderr=subprocess.PIPE, text=True, env=surroundings()
    )
    assert process.stderr and "http://" in process.stderr.readline()
    process.terminate()
    _, rest = process.communicate(timeout=20)
    assert (process.returncode, rest) == (0, "")
