"""What the guard sees in a query, against what the engine makes of it."""

from __future__ import annotations

import socket
import threading
import time

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgraph import guard
from memgraph.errors import QueryError

HERE = "PREFIX : <http://127.0.0.1:{port}/> PREFIX ex: <http://127.0.0.1:{port}/> PREFIX trueSERVICE: <http://x/> "
# Each of these makes the engine call the host, or would with a variable bound.
CALLS = [
    "ASK {{ SERVICE <http://127.0.0.1:{port}/> {{}} }}",
    "ASK {{ service<http://127.0.0.1:{port}/>{{}} }}",
    "ASK {{ SeRvIcE SILENT <http://127.0.0.1:{port}/> {{}} }}",
    "ASK {{ SERVICE#\n<http://127.0.0.1:{port}/> {{}} }}",
    "ASK {{ SERVICE # <a> {{\n <http://127.0.0.1:{port}/> {{}} }}",
    "ASK {{ {{ SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{}} }} }} }}",
    "ASK {{ VALUES ?x {{ <http://127.0.0.1:{port}/> }} SERVICE ?x {{}} }}",
    "ASK {{ VALUES ?x {{ <http://127.0.0.1:{port}/> }} SERVICE?x{{}} }}",
    "ASK {{ VALUES (?a ?b) {{ (1 2) }} FILTER(?a<?b)SERVICE<http://127.0.0.1:{port}/>{{}} }}",
    HERE + "ASK {{ SERVICE :x {{}} }}",
    HERE + "ASK {{ SERVICE:x{{}} }}",
    HERE + "ASK {{ SERVICEex:x{{}} }}",
    HERE + "ASK {{ SERVICESILENTex:x{{}} }}",
    HERE + "ASK {{ VALUES ?p {{ 1 }} SERVICE:x#\n{{}} }}",
    HERE + "ASK {{ BIND('\\'' AS ?q) SERVICE <http://127.0.0.1:{port}/> {{}} #'\n}}",
    HERE + "ASK {{ BIND(ex:a\\' AS ?q) SERVICE <http://127.0.0.1:{port}/> {{}} #'\n}}",
    "ASK {{ BIND(<http://a\\u0041#> AS ?q) SERVICE <http://127.0.0.1:{port}/> {{}} }}",
    "ASK {{ BIND('''a'b''c''' AS ?q) SERVICE <http://127.0.0.1:{port}/> {{}} #'''\n}}",
    "ASK {{ VALUES (?a ?b ?x) {{ (1 2 <http://127.0.0.1:{port}/>) }} FILTER(?a<?b)SERVICE?x#>\n{{}} }}",
]
# None of these does: the word stands where it means something else.
HARMLESS = [
    'ASK { ?s ?p "SERVICE <http://x> {}" }',
    "ASK { ?s ?p 'it\\'s' } # SERVICE <http://x> {}",
    "ASK { ?s ?p '''a' SERVICE ''' }",
    "ASK { ?service ?p $SERVICE }",
    "ASK { ?s <http://example.org/SERVICE> ?o }",
    "ASK { ?s <http://example.org/(x)/a#service> ?o }",
    "PREFIX service: <http://x/> ASK { ?s service:x service:y }",
    "PREFIX ex: <http://x/> ASK { ?s ex:SERVICE ?o }",
    "PREFIX service: <http://x/> ASK { GRAPH service:g { ?s ?p ?o } }",
    'ASK { ?s ?p "x"@service }',
    "ASK { _:service ?p ?o }",
]


@pytest.fixture
def listener() -> tuple[int, list[object]]:
    """A port and who called there."""
    hits: list[object] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, who = server.accept()
            except OSError:
                return
            hits.append(who)
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield server.getsockname()[1], hits
    server.close()


@pytest.mark.parametrize("query", CALLS)
def test_what_calls_another_host_is_refused(query: str, listener: tuple[int, list[object]]) -> None:
    port, hits = listener
    text = query.format(port=port)
    # That the engine does call, or says that it would if it knew whom, makes this a test of the guard.
    failed = ""
    try:
        ox.Store().query(text)
    except (OSError, RuntimeError) as error:
        failed = str(error)
    assert hits or "service name" in failed, failed
    with pytest.raises(QueryError, match="SERVICE"):
        guard.shape(text, "query")


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_not_refused(query: str) -> None:
    ox.Store().query(query)
    assert guard.shape(query, "query").form == "ASK"


DEEP = {
    "groups": "SELECT * {" + "{" * 3000 + "}" * 3000 + "}",
    "brackets": "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "less than": "SELECT * { FILTER(?a<" + "(" * 5000 + "?b" + ")" * 5000 + ") FILTER(?c>?d) }",
    "or": "SELECT * { FILTER(" + "||".join(["?a"] * 10_000) + ") }",
    "not": "SELECT * { FILTER(" + "!" * 10_000 + "?a) }",
    "unions": "SELECT * {" + "UNION".join(["{}"] * 7000) + "}",
    "nodes": "SELECT * { ?s ?p " + "[<p:p> " * 3400 + "[]" + "]" * 3400 + "}",
    "triples": "SELECT * { " + "<<" * 3000 + " ?s ?p ?o " + ">>" * 3000 + " ?p ?o }",
    "after a string": "SELECT * { ?s ?p '{' . " + "{" * 3000 + "}" * 3000 + "}",
}


@pytest.mark.parametrize("query", DEEP.values(), ids=DEEP)
def test_what_would_kill_the_engine_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match=r"deep|more than"):
        guard.shape(query, "query")


def test_a_hundred_deep_is_answered() -> None:
    query = "ASK " + "{" * guard.DEEPEST + "}" * guard.DEEPEST
    guard.shape(query, "query")
    assert ox.Store().query(query)
    with pytest.raises(QueryError):
        guard.shape("ASK " + "{" * (guard.DEEPEST + 1) + "}" * (guard.DEEPEST + 1), "query")


def test_a_refusal_shows_the_place() -> None:
    with pytest.raises(QueryError) as refused:
        guard.shape("SELECT *\n{ ?s ?p ?o .\n  SERVICE <http://x> {} }", "query")
    assert str(refused.value).splitlines() == [
        "query:3:3: SERVICE would ask another host; ask that host by itself",
        "      SERVICE <http://x> {} }",
        "      ^",
    ]


PIECES = [
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    "\\u0041",
    "<",
    ">",
    "#",
    "\n",
    "(",
    "{",
    "[",
    "a.",
    "a-",
    ":",
    "@",
    "?a",
    "1",
    "1.",
    "%",
]


@pytest.mark.parametrize("piece", [*PIECES, '"\\"', "<a", "a:", "a.b", '""" ', "''' ", "<a>", "_:", "é", "\\:"])
def test_time_grows_with_the_text_not_with_its_square(piece: str) -> None:
    def seconds(size: int) -> float:
        text = "SELECT * { " + piece * (size // len(piece))
        best = 1e9
        for _ in range(3):
            start = time.perf_counter()
            for _ in guard._TOKEN.finditer(text):
                pass
            best = min(best, time.perf_counter() - start)
        return best

    # Sixteen times the text: a square would take 256 times as long.
    assert seconds(65536) < 100 * max(seconds(4096), 0.00005)


@given(st.lists(st.sampled_from([*PIECES, "SERVICE", "SELECT", "FROM", "LIMIT", "VALUES", " ", "}", ")", "]", "!"])))
def test_any_text_is_read_or_refused(pieces: list[str]) -> None:
    try:
        guard.shape("".join(pieces), "query")
    except QueryError as error:
        assert str(error).startswith("query:")


@pytest.mark.parametrize(
    ("text", "form", "dataset", "steady"),
    [
        ("PREFIX add: <http://x/> SELECT*{}", "SELECT", False, True),
        ("select ?s from<http://g> {}", "SELECT", True, True),
        ("ASK FROM NAMED <http://g> {}", "ASK", True, True),
        ("DESCRIBE <http://x/from>", "DESCRIBE", False, True),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o < now()) }", "CONSTRUCT", False, False),
        ("SELECT (STRUUID() AS ?x) {}", "SELECT", False, False),
        ("SELECT ('rand()' AS ?x) {}", "SELECT", False, True),
        ("# INSERT\nSELECT * {}", "SELECT", False, True),
    ],
)
def test_what_a_query_is(text: str, form: str, dataset: bool, steady: bool) -> None:
    ox.Store().query(text)
    known = guard.shape(text, "query")
    assert (known.form, known.dataset, known.steady, known.update) == (form, dataset, steady, False)


@pytest.mark.parametrize("text", ["INSERT DATA {}", "PREFIX a: <b:> DELETE WHERE {}", "load <http://x>", "CLEAR ALL"])
def test_an_update_is_seen(text: str) -> None:
    assert guard.shape(text, "query").update


@pytest.mark.parametrize(
    "tail",
    [
        "",
        " LIMIT 50",
        "LIMIT50",
        " OFFSET 1",
        " VALUES ?x {1 2}",
        " ORDER BY ?x LIMIT 50 OFFSET 1",
        " # LIMIT 1",
        " LIMIT 2",
    ],
)
def test_a_capped_select_has_so_many_rows(tail: str) -> None:
    text = "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 7 8 9 } FILTER(?x > 0) { SELECT * {} LIMIT 1 } }" + tail
    whole = [row["x"].value for row in ox.Store().query(text)]
    capped = [row["x"].value for row in ox.Store().query(guard.capped(text, guard.shape(text, "query"), 3))]
    assert capped == whole[:3] and (len(whole) > 1)
