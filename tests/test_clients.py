"""Other people's clients ask the endpoint, each in its own way, and get what stands in the store."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pandas
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from memgraph.store import open_store
from memgraph.vocab import PREFIXES
from serving import Service
from test_tools import jena, needs, run

COMUNICA = "@comunica/query-sparql@4.5.0"
# Names with diacritics, quotation marks and blanks, and a number; some 150 rows.
QUERY = f"""PREFIX mem: <{PREFIXES["mem"]}> PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?thing ?name (STRLEN(?name) AS ?letters) WHERE {{
  ?thing a mem:Entity ; skos:prefLabel ?label BIND(STR(?label) AS ?name)
}} ORDER BY ?thing ?name"""
GRAPH = f"CONSTRUCT {{ ?law a ?type }} WHERE {{ ?law a ?type, <{PREFIXES['mem']}LegalInstrument> }}"
Table = list[tuple[str, str, int]]
Client = Callable[[str], Table]


@pytest.fixture(scope="module")
def endpoint(service: Service) -> str:
    """The address of the endpoint."""
    return f"http://{service.host}:{service.port}/sparql"


@pytest.fixture(scope="module")
def wanted(peru_store: str) -> Table:
    """What the engine says, with nothing between."""
    rows = open_store(Path(peru_store)).engine.query(QUERY, use_default_graph_as_union=True)
    found = [(row[0].value, row[1].value, int(row[2].value)) for row in rows]  # type: ignore[union-attr]
    assert len(found) > 100 and any("ó" in name for _, name, _ in found)
    return found


def listed(text: str) -> Table:
    """The rows of a CSV."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [(row["thing"].strip("<>"), row["name"], int(row["letters"])) for row in rows]


# --- the clients ---------------------------------------------------------------------------------------------------


def sparqlwrapper(method: str) -> Client:
    """SPARQLWrapper."""

    def ask(endpoint: str) -> Table:
        client = SPARQLWrapper(endpoint, returnFormat=JSON)
        client.setQuery(QUERY)
        client.setMethod(method)
        rows = client.queryAndConvert()["results"]["bindings"]  # type: ignore[index,call-overload]
        return [
            tuple([row[name]["value"] for name in ("thing", "name")] + [int(row["letters"]["value"])]) for row in rows
        ]  # type: ignore[misc]

    return ask


def sparqlstore(endpoint: str) -> Table:
    """rdflib's SPARQLStore."""
    rows = rdflib.Graph(SPARQLStore(endpoint)).query(QUERY)
    return [(str(row[0]), str(row[1]), int(row[2])) for row in rows]  # type: ignore[index]


def dataframe(endpoint: str) -> Table:
    """pandas."""
    address = f"{endpoint}?{urlencode({'query': QUERY})}"
    frame = pandas.read_csv(address, storage_options={"Accept": "text/csv"}, keep_default_na=False)
    assert frame["letters"].dtype.kind == "i"
    return list(frame.itertuples(index=False, name=None))


def roqet(endpoint: str) -> Table:
    """Rasqal's roqet."""
    needs(shutil.which("roqet"), "roqet is not installed (rasqal-utils)")
    return listed(run("roqet", "-q", "-p", endpoint, "-r", "csv", "-e", QUERY).decode())


@pytest.fixture(scope="module")
def rsparql(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Jena's rsparql."""
    classes = jena(tmp_path_factory.mktemp("jena"))
    return lambda endpoint: listed(
        run("java", "-cp", classes, "arq.rsparql", f"--service={endpoint}", "--results=CSV", QUERY).decode()
    )


@pytest.fixture(scope="module")
def comunica() -> Client:
    """Comunica, fetched once into the environment of the tests."""
    folder = Path(sys.prefix) / "comunica"
    program = folder / "node_modules" / "@comunica" / "query-sparql" / "bin" / "query.js"
    npm = shutil.which("npm")
    needs(npm and shutil.which("node"), "npm and node are not installed")
    if not program.is_file():
        fetch = (
            npm,
            "install",
            "--silent",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefix",
            folder,
            COMUNICA,
        )
        fetched = subprocess.run([str(word) for word in fetch], capture_output=True, timeout=300)
        needs(not fetched.returncode, f"{COMUNICA} cannot be had from npm")
    return lambda endpoint: listed(run("node", program, f"sparql@{endpoint}", QUERY, "-t", "text/csv").decode())


@pytest.mark.parametrize(
    "client",
    [sparqlwrapper("GET"), sparqlwrapper(POST), sparqlstore, dataframe, roqet, "rsparql", "comunica"],
    ids=["SPARQLWrapper-GET", "SPARQLWrapper-POST", "SPARQLStore", "pandas", "roqet", "rsparql", "Comunica"],
)
def test_a_client_gets_what_stands_in_the_store(
    client: Client | str, endpoint: str, wanted: Table, request: pytest.FixtureRequest
) -> None:
    ask: Client = request.getfixturevalue(client) if isinstance(client, str) else client
    assert sorted(ask(endpoint)) == sorted(wanted)


@pytest.mark.parametrize("form", [TURTLE, XML])
def test_a_client_gets_a_graph(form: str, endpoint: str, peru_store: str) -> None:
    client = SPARQLWrapper(endpoint, returnFormat=form)
    client.setQuery(GRAPH)
    got = client.query().convert()
    graph = got if isinstance(got, rdflib.Graph) else rdflib.Graph().parse(data=got, format=form)
    there = open_store(Path(peru_store)).engine.query(GRAPH, use_default_graph_as_union=True)
    triples = {tuple(term.value for term in triple) for triple in there}  # type: ignore[union-attr]
    assert {tuple(map(str, triple)) for triple in graph} == triples and len(triples) > 50


def test_a_client_is_told_what_is_wrong(endpoint: str) -> None:
    client = SPARQLWrapper(endpoint, returnFormat=CSV)
    client.setQuery("SELECT ?x { ?x a }")
    with pytest.raises(Exception, match="query:1:") as told:
        client.query()
    assert "syntax error" in str(told.value)
