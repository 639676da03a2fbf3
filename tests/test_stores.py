"""One suite for all stores: the embedded one, Oxigraph's server and Virtuoso hold and answer the same."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import memgraph
import servers
from helpers import INVENTED, Done, call, command, refused, surroundings
from memgraph import delivery, queries, resources, session
from memgraph.address import address
from memgraph.answers import python
from memgraph.errors import QueryError
from memgraph.resolve import terms
from memgraph.store import Readable, open_store
from memgraph.vocab import BASE, DATASET_GRAPH, INFERRED_GRAPH, PREFIXES

PATIENT = {"MEMGRAPH_TIMEOUT": "300"}
KINDS = ("embedded", "oxigraph", "virtuoso")
# All rows of a table, whatever their order.
Table = set[tuple[object, ...]]


class Place:
    """A store: how the command line names it, and what its environment must hold."""

    def __init__(self, kind: str, name: str, env: dict[str, str]) -> None:
        self.kind, self.name, self.env = kind, name, PATIENT | env

    def call(self, *args: object, stdin: bytes = b"") -> Done:
        """A command on it."""
        return call(*args, "--store", self.name, env=self.env, stdin=stdin, timeout=300)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second report, invented."""
    file = tmp_path_factory.mktemp("invented") / "jamaica-2023.txt"
    file.write_text(INVENTED, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def reference(seed: Path, invented: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both reports in a folder, by one build."""
    folder = tmp_path_factory.mktemp("reference") / "store"
    assert call("build", "-q", seed, invented, "--store", folder).code == 0
    return folder


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield Place("embedded", str(tmp_path_factory.mktemp("embedded") / "store"), {})


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield Place("oxigraph", running.url, running.env)


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        yield Place("virtuoso", running.url, running.env)


@pytest.fixture(scope="module", params=KINDS)
def empty(request: pytest.FixtureRequest) -> Place:
    """A store of each kind, with whatever it holds by then."""
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def place(empty: Place, seed: Path, invented: Path) -> Place:
    """A store of each kind with both reports: built of the one, and the other added."""
    if not (empty.kind == "embedded" and not Path(empty.name).exists()):
        done = empty.call("query", "reports", "-f", "csv")
        if done.code == 0 and done.text.count("\n") == 3:
            return empty
    assert empty.call("build", "-q", invented).code == 0
    assert empty.call("add", "-q", seed).code == 0
    return empty


@pytest.fixture
def opened(place: Place, monkeypatch: pytest.MonkeyPatch) -> Readable:
    """It, opened for questions."""
    for name, value in PATIENT.items():
        monkeypatch.setenv(name, value)
    return session.opened(place.name, lambda line: pytest.fail(line))


def table(answer: ox.QuerySolutions) -> Table:
    """The rows of an answer; 25 and 25.0 are one number."""
    return {tuple(map(_cell, row)) for row in answer}


def _cell(term: object) -> object:
    value = python(term)
    return value if isinstance(value, int | Decimal | float) else str(term)


@pytest.fixture(scope="module")
def engine(reference: Path) -> ox.Store:
    """What the stores are held to: the engine, asked without anything of ours between."""
    return open_store(reference).engine


def expected(engine: ox.Store, text: str) -> Table:
    return table(engine.query(text, use_default_graph_as_union=True))  # type: ignore[arg-type]


def values(found: Readable, query: queries.Query) -> dict[str, list[str]]:
    """A value that a person would say for each parameter of a query."""
    said = {}
    for one in query.parameters:
        example = next(iter(one.choices), "") or one.example or "2.1"
        if one.kind == "Text" or terms(found, one.kind, example):
            said[one.name] = [example]
    return said


# --- questions -----------------------------------------------------------------------------------------------------


# Two reports of two countries have none of these.
NO_ROWS = ("name-variants", "response-changes")


@pytest.mark.parametrize("name", queries.names())
def test_a_canned_query_has_the_same_rows(name: str, opened: Readable, engine: ox.Store) -> None:
    """Without parameters, and with each of them alone, and with all of them."""
    query = queries.find(name)
    said = values(opened, query)
    cases = [{}, *({one: value} for one, value in said.items()), said]
    if "entity" in said:  # a dossier on everything is of no use
        cases = [case for case in cases if "entity" in case]
    filled = 0
    for case in cases:
        bound = {
            one.name: [term for value in case[one.name] for term in terms(opened, one.kind, value)]
            for one in query.parameters
            if one.name in case
        }
        wanted = expected(engine, queries.bound(query, bound))
        if opened.dialect == "virtuoso" and name in ("gaps", "information-systems") and "report" not in case:
            with pytest.raises(QueryError, match="loses values"):  # which is refused, not answered wrongly
                session.ask(opened, query, case)
            continue
        assert table(session.ask(opened, query, case)) == wanted, case
        filled += bool(wanted)
    assert filled or name in NO_ROWS, "no case has a row"


@pytest.mark.parametrize("name", ["gaps", "information-systems"])
@pytest.mark.parametrize("reports", [(), ("<urn:a>",), ("<urn:a>", "<urn:b>")], ids=len)
def test_what_virtuoso_loses_over_several_reports_is_not_asked(name: str, reports: tuple[str, ...]) -> None:
    query, bound = queries.find(name), {"report": reports} if reports else {}
    if len(reports) == 1:
        assert reports[0] in queries.bound(query, bound, "virtuoso")
    else:
        with pytest.raises(QueryError, match=r"loses values .* -p report=ID"):
            queries.bound(query, bound, "virtuoso")


OWN = {
    "a graph by name": f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{BASE}graph/report/peru-2022> {{ ?s ?p ?o }} }}",
    "graphs": f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s a ?c }} FILTER(STRSTARTS(STR(?g), "{BASE}graph/")) }}',
    "from": f"SELECT (COUNT(*) AS ?n) FROM <{BASE}graph/authority> WHERE {{ ?s ?p ?o }}",
    # To Virtuoso true and false are numbers, so ISNUMERIC would not do.
    "numbers": (
        "SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(DATATYPE(?o) = <http://www.w3.org/2001/XMLSchema#integer>) }"
    ),
    "languages": 'SELECT ?o WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o FILTER(LANG(?o) = "es") }',
    "optional": (
        "PREFIX mem: <https://w3id.org/mem-graph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?s ?n WHERE { ?s a mem:Institution OPTIONAL { ?s skos:notation ?n } }"
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_a_query_of_ones_own(name: str, opened: Readable, reference: Path) -> None:
    query = queries.parse(OWN[name], "query", "query")
    wanted = table(session.ask(open_store(reference), query, {}))
    assert wanted and table(session.ask(opened, query, {})) == wanted


def test_yes_no_graphs_and_limits(place: Place) -> None:
    def ask(text: str, *more: str) -> str:
        done = place.call("query", "-", *more, stdin=text.encode())
        assert done.code == 0, done.err
        return done.text

    assert ask("ASK { ?s a <https://w3id.org/mem-graph/ontology#Report> }", "-f", "csv") == "true\n"
    assert ask("ASK { ?s a <urn:nothing> }", "-f", "csv") == "false\n"
    made = ask("CONSTRUCT WHERE { ?s a <https://w3id.org/mem-graph/ontology#Report> }", "-f", "nt")
    assert [line.split()[0] for line in made.splitlines()] == [
        f"<{BASE}report/{name}>" for name in ("jamaica-2023", "peru-2022")
    ]
    assert len(ask("SELECT * WHERE { ?s ?p ?o }", "--limit", "7", "-f", "csv").splitlines()) == 8


def test_the_library(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMGRAPH_TIMEOUT", "300")
    with memgraph.open(place.name) as found:
        rows = found.query("gaps", report="peru-2022")
        assert len(rows) == 19 and isinstance(rows[0].line, int) and rows[0]["quote"]
        graph = found.graph()
        assert len(list(graph.graph(f"{BASE}graph/authority"))) == len(
            list(found.store.quads(f"{BASE}graph/authority"))
        )


COMMANDS = {
    "search": ("search", "early", "warning"),
    "show": ("show", "SUNAT"),
    "brief": ("brief", "peru-2022"),
    "export": ("export",),
    "export of one": ("export", "--report", "jamaica-2023", "-f", "jsonld"),
    "export of all": ("export", "--graph", "all", "-f", "nq"),
    "a table": ("query", "law-reach", "-p", "report=peru-2022", "-f", "md"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_writes_the_same_bytes(name: str, place: Place, reference: Path) -> None:
    wanted = call(*COMMANDS[name], "--store", reference)
    done = place.call(*COMMANDS[name])
    assert wanted.code == 0 and wanted.out and (done.code, done.out) == (0, wanted.out), done.err
    assert done.err == wanted.err


def test_there_is_no_difference_to_one_build(place: Place, reference: Path) -> None:
    done = call("diff", reference, place.name, env=place.env, timeout=300)
    assert (done.code, done.text) == (0, "no difference\n"), done.text[-500:]


def test_info_tells_reports_and_graphs(place: Place, reference: Path) -> None:
    def told(done: Done) -> set[str]:
        assert done.code == 0
        return {line.split(",")[0].rstrip(")") for line in done.text.splitlines() if line.startswith(("report", "gra"))}

    # How many triples the dataset graph has is not among them, and stands in none.
    wanted = {line for line in told(call("info", "--store", reference)) if DATASET_GRAPH not in line}
    assert len(wanted) == 7 and {line for line in told(place.call("info")) if DATASET_GRAPH not in line} == wanted


REFUSED = {
    "no such query": (("query", "gasp"), "gasp", "gaps"),
    "no such report": (("query", "gaps", "-p", "report=perú-2023"), "perú-2023", "peru-2022"),
    "no such parameter": (("query", "gaps", "-p", "law=1126"), "gaps", "takes"),
    "no such thing": (("show", "SUNTA"), "SUNTA", "SUNAT"),
    "no such report to export": (("export", "--report", "x"), "x", "not in the store"),
    "no such report to remove": (("remove", "x"), "x", "not in the store"),
    "both sides": (("diff", "STORE"), "STORE", "both sides"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_call_is_refused_alike(name: str, place: Place) -> None:
    words, where, said = REFUSED[name]
    refused(
        place.call(*(place.name if one == "STORE" else one for one in words)),
        2,
        where.replace("STORE", place.name),
        said,
    )


def test_a_syntax_error_is_shown_alike(opened: Readable) -> None:
    with pytest.raises(QueryError, match="query:1:12: the query has a syntax error"):
        session.ask(opened, queries.parse("SELECT * { ?s ?p }", "query", "query"), {})


# --- changes -------------------------------------------------------------------------------------------------------


def test_other_content_needs_replace(place: Place, invented: Path, tmp_path: Path) -> None:
    other = tmp_path / "jamaica-2023.txt"
    other.write_text(INVENTED.replace("The Invented Police Force", "The Invented Coast Guard"), encoding="utf-8")
    done = place.call("add", "-q", other)
    assert done.code == 1 and "--replace" in done.err and done.out == b""
    assert "Invented Police Force" in place.call("search", "invented", "police").text
    assert place.call("add", "-q", "--replace", other).code == 0
    assert "Invented Coast Guard" in place.call("search", "invented", "coast").text
    assert place.call("search", "invented", "police", "force").text == ""
    folder = tmp_path / "store"
    assert call("build", "-q", other, resources.seeds()[0], "--store", folder).code == 0
    assert call("diff", folder, place.name, env=place.env).text == "no difference\n"
    assert place.call("add", "-q", "--replace", invented).code == 0


def test_remove_leaves_what_a_build_without_it_makes(place: Place, peru_store: str, invented: Path) -> None:
    assert place.call("remove", "-q", "jamaica-2023").code == 0
    assert call("diff", peru_store, place.name, env=place.env).text == "no difference\n"
    assert place.call("add", "-q", invented).code == 0


@pytest.mark.parametrize("kind", ["embedded", "oxigraph"])
def test_a_store_with_an_authority_of_ones_own_is_changed_with_it(
    kind: str, request: pytest.FixtureRequest, invented: Path, tmp_path: Path
) -> None:
    place: Place = request.getfixturevalue(kind)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "bodies.ttl").write_text(
        f"""@prefix skos: <{PREFIXES["skos"]}> . @prefix dcterms: <{PREFIXES["dcterms"]}> .
        <{BASE}institution/jm/ico> a <{BASE}ontology#Institution> ;
          skos:prefLabel "Invented Customs Office"@en ; dcterms:source "invented" .
        """
    )
    other = tmp_path / "jamaica-2024.txt"
    other.write_text(INVENTED.replace("\n2023\n", "\n2024\n"), encoding="utf-8")
    own = ("--authority", tmp_path / "own")
    alone = tmp_path / "alone"
    assert call("build", "-q", invented, *own, "--store", alone).code == 0
    assert place.call("build", "-q", invented, other, *own).code == 0
    if kind == "oxigraph":  # a server does not know where the folder is
        refused(place.call("remove", "-q", "jamaica-2024"), 2, place.name, "--authority")
    done = place.call("remove", "jamaica-2024", *own)
    assert done.code == 0 and "anew" not in done.err, done.err
    assert "taking out jamaica-2024" in done.err
    assert call("diff", alone, place.name, env=place.env).text == "no difference\n"
    assert "jm/ico" in place.call("query", "institution-actions", "-f", "csv").text


def test_an_authority_given_to_a_removal_is_taken_up(invented: Path, tmp_path: Path) -> None:
    """In a folder, as by an addition: what stays is linked anew."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "bodies.ttl").write_text("# none yet\n")
    other = tmp_path / "jamaica-2024.txt"
    other.write_text(INVENTED.replace("\n2023\n", "\n2024\n"), encoding="utf-8")
    store = ("--store", tmp_path / "store")
    assert call("build", "-q", invented, other, *store).code == 0
    done = call("remove", "jamaica-2024", "--authority", tmp_path / "own", *store)
    assert done.code == 0 and "linking jamaica-2023 anew" in done.err, done.err


def test_build_replaces_ours_and_nothing_else(empty: Place, peru_store: str, seed: Path, invented: Path) -> None:
    if empty.kind == "embedded":
        pytest.skip("no one else writes into a folder of ours")
    assert empty.call("build", "-q", invented).code == 0
    _insert(empty, "<urn:other:s> <urn:other:p> 1 .", "urn:other:graph")
    assert empty.call("build", "-q", seed).code == 0
    assert call("diff", peru_store, empty.name, env=empty.env).text == "no difference\n"
    left = empty.call("query", "-", "-f", "csv", stdin=b"SELECT ?o { GRAPH <urn:other:graph> { ?s ?p ?o } }")
    assert left.text == "o\r\n1\r\n"


def test_what_is_sent_decides_on_pieces_not_what_is_there(
    oxigraph: Place, seed: Path, invented: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The graphs that an addition changes hold more than fits in one update; what it adds does not."""
    for most, pieces in ((3000, False), (300, True)):
        assert oxigraph.call("build", "-q", seed).code == 0
        monkeypatch.setattr(delivery, "MOST", most)
        lines: list[str] = []
        manifest, refusals = delivery.add([invented], address(oxigraph.name), progress=lines.append)
        assert refusals == [] and manifest.counts[INFERRED_GRAPH] > 3000
        assert any("in pieces" in line for line in lines) == pieces


def test_a_refused_report_changes_nothing(place: Place, tmp_path: Path, reference: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_text("no report", encoding="utf-8")
    assert place.call("add", "-q", broken).code == 1
    assert call("diff", reference, place.name, env=place.env).text == "no difference\n"


def _insert(place: Place, triples: str, graph: str) -> None:
    """Someone else's update, with curl's means: the standard library."""
    from memgraph.delivery import _update
    from memgraph.remote import Remote

    with pytest.MonkeyPatch.context() as patched:
        for name, value in place.env.items():
            patched.setenv(name, value)
        server = Remote(address(place.name))
        server.present()
        _update(server, f"INSERT DATA {{ GRAPH <{graph}> {{ {triples} }} }}".encode())


def test_data_that_changed_behind_our_back_is_refused(place: Place, seed: Path) -> None:
    if place.kind == "embedded":
        pytest.skip("a folder is held by its tables' checksums")
    more = f"<{BASE}dataset> <http://rdfs.org/ns/void#triples> 7 ."
    _insert(place, more, DATASET_GRAPH)
    try:
        refused(place.call("remove", "-q", "jamaica-2023"), 2, place.name, "does not agree", "memgraph build")
    finally:
        assert place.call("build", "-q", seed).code == 0


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_kill_leaves_the_old_or_the_new(
    kind: str, request: pytest.FixtureRequest, seed: Path, invented: Path, reference: Path, tmp_path: Path
) -> None:
    """In pieces (Virtuoso) there is a third: nothing, and it says so."""
    place: Place = request.getfixturevalue(kind)
    old = tmp_path / "old"
    assert call("build", "-q", invented, "--store", old).code == 0
    seen = set()

    def state() -> str:
        """What the server holds; nothing for a mixture, or where a commit came between the two questions."""
        for name, folder in (("old", old), ("new", reference)):
            if call("diff", folder, place.name, env=place.env).code == 0:
                return name
        return ""

    for moment in (0.0, 0.1, 0.5):
        assert place.call("build", "-q", invented).code == 0
        adding = subprocess.Popen(
            command("add", seed, "--store", place.name),
            stderr=subprocess.PIPE,
            text=True,
            env=surroundings(**place.env),
        )
        assert adding.stderr
        while "sending" not in (line := adding.stderr.readline()):
            assert line
        time.sleep(moment)
        adding.kill()
        adding.communicate()
        for _ in range(60):  # a server goes on with what it has received
            done = place.call("query", "reports", "-f", "csv")
            if done.code == 2:
                assert kind == "virtuoso" and "being written" in done.err
                seen.add("nothing")
                break
            # What was committed between the two questions is seen by the next; a mixture stays one.
            found = state() or (state() if kind == "oxigraph" else "")
            if found:
                seen.add(found)
                break
            assert kind == "virtuoso", "a mixture of the old and the new"
            time.sleep(0.5)
        else:
            pytest.fail("neither the old nor the new")
    assert seen


def test_a_server_that_cuts_answers_is_found_out(invented: Path, tmp_path: Path) -> None:
    """Virtuoso with its limit of rows, which public ones have."""
    with servers.virtuoso(tmp_path, settings="[SPARQL]\nResultSetMaxRows = 50\n") as running:
        place = Place("virtuoso", running.url, running.env)
        assert place.call("build", "-q", invented).code == 0
        assert place.call("query", "reports", "-f", "csv").code == 0
        refused(place.call("query", "-", "-f", "csv", stdin=b"SELECT * { ?s ?p ?o }"), 2, running.url, "cut short")
        done = place.call("export")
        assert done.code == 2 and done.out == b"" and running.url in done.err
