"""A server that is broken or means harm: the caller gets one fault, no short table, and no secret leaves."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from helpers import Done, call, command, refused, surroundings
from memgraph import __version__, delivery, resources
from memgraph.address import address
from memgraph.errors import StoreError
from memgraph.remote import Remote
from memgraph.vocab import BASE, DATASET

RESULTS = b"Content-Type: application/sparql-results+json\r\n"
# The columns of the first question that a store is asked.
OPENED = {"head": {"vars": ["item", "value"]}, "results": {"bindings": []}}
SECRET = "correct-horse"


def rows(*found: dict[str, str]) -> bytes:
    """An answer in JSON, with literals for values."""
    columns = list(found[0])
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in found]
    return json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}}).encode()


# What a store of this version says of itself.
INPUTS = [*resources.ONTOLOGY.glob("mem.ttl"), *resources.ONTOLOGY.glob("al*.ttl"), *resources.AUTHORITY.glob("*.ttl")]
WELCOME = rows(
    {"item": DATASET, "value": __version__},
    *(
        {
            "item": f"{DATASET}/input/{file.parent.name}/{file.name}",
            "value": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
        for file in INPUTS
    ),
)


def answered(body: bytes, headers: bytes = RESULTS, status: bytes = b"200 OK") -> bytes:
    """A whole and honest response."""
    return b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (status, headers, len(body), body)


class Server:
    """What was asked of a server, and its address."""

    def __init__(self, port: int, scheme: str = "http") -> None:
        self.origin = f"{scheme}://127.0.0.1:{port}"
        self.url = f"{self.origin}/query"
        self.heard: list[bytes] = []


Reaction = bytes | Callable[[socketserver.StreamRequestHandler], None]


@contextmanager
def server(react: Reaction, welcome: bool = True, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that answers the first question of a store as it should (if ``welcome``), and then reacts."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while (line := self.rfile.readline()) not in (b"\r\n", b""):
                head += line
            length = next((int(x.split(b":")[1]) for x in head.split(b"\r\n") if x.lower().startswith(b"content-l")), 0)
            body = self.rfile.read(length)
            made.heard.append(head + b"\r\n" + body)
            try:
                if welcome and b"checksumValue" in body:
                    self.wfile.write(answered(WELCOME))
                elif isinstance(react, bytes):
                    self.wfile.write(react)
                else:
                    react(self)
            except OSError:
                pass  # the caller has had enough

    class Threading(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A caller that goes away is no fault of the test."""

    with Threading(("127.0.0.1", 0), Handler) as listening:
        made = Server(listening.server_address[1], "https" if tls else "http")
        if tls:
            listening.socket = tls.wrap_socket(listening.socket, server_side=True)
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            listening.shutdown()


QUERY = "SELECT ?item WHERE { ?item ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
GOOD = rows({"item": "one"}, {"item": "two"})
TRIPLES = b"<urn:s> <urn:p> <urn:a> .\n<urn:s> <urn:p> <urn:b> .\n"


def ask(made: Server, query: str = QUERY, **env: str) -> Done:
    """A query to that server."""
    form = "csv" if "SELECT" in query else "nt"
    return call("query", "-", "-f", form, "--store", made.url, stdin=query.encode(), env=env)


def test_an_honest_answer_arrives() -> None:
    """The same server, answering as it should: what follows differs from this by the fault alone."""
    with server(answered(GOOD)) as made:
        done = ask(made)
    assert (done.code, done.text) == (0, "item\r\none\r\ntwo\r\n")
    with server(answered(TRIPLES, b"Content-Type: application/n-triples\r\n")) as made:
        done = ask(made, CONSTRUCT)
    assert (done.code, done.out) == (0, TRIPLES)


def chunked(body: bytes, end: bytes) -> bytes:
    """A body in chunks, with whatever end."""
    return b"HTTP/1.1 200 OK\r\n%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%s" % (RESULTS, len(body), body, end)


BROKEN = {
    "shorter than said": answered(GOOD)[:-10],
    "cut after a whole row": answered(GOOD.replace(b"]}}", b"")[:-5] + b"}"),
    "half a document": answered(GOOD[: len(GOOD) // 2]),
    "no document": answered(b""),
    "chunks without an end": chunked(GOOD, b""),
    "a chunk cut short": chunked(GOOD, b"ff\r\nabc"),
    "no chunk at all": b"HTTP/1.1 200 OK\r\n%sTransfer-Encoding: chunked\r\n\r\nzz\r\n" % RESULTS,
    "something after the end": answered(GOOD + b"error: out of memory"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nothing": b"",
    "other columns": answered(rows({"other": "one"})),
    "no text": answered(GOOD.replace(b"one", b"\xff\xfe")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_a_fault_and_no_short_table(name: str) -> None:
    with server(BROKEN[name]) as made:
        refused(ask(made), 2, made.url, "cut short or broken")


@pytest.mark.parametrize("header", ["X-SPARQL-MaxRows: 1", "X-Result-Truncated: rows=1", "X-SQL-State: S1TAT"])
def test_an_answer_that_says_that_it_is_cut(header: str) -> None:
    with server(answered(GOOD, RESULTS + header.encode() + b"\r\n")) as made:
        refused(ask(made), 2, made.url, "cut short", header)


def test_triples_that_end_with_the_connection_may_not_be_all() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\nConnection: close\r\n\r\n"
    with server(head + TRIPLES) as made:
        refused(ask(made, CONSTRUCT), 2, made.url, "where its answer ends")


def test_a_graph_is_counted() -> None:
    def react(handler: socketserver.StreamRequestHandler) -> None:
        asked = made.heard[-1]
        if b"COUNT" in asked:
            handler.wfile.write(answered(rows({"triples": "3"})))
        elif b"CONSTRUCT" in asked:
            handler.wfile.write(answered(TRIPLES, b"Content-Type: application/n-triples\r\n"))
        else:
            handler.wfile.write(answered(b'{"head":{"vars":["graph","triples"]},"results":{"bindings":[]}}'))

    with server(react) as made:
        refused(call("export", "--store", made.url), 2, made.url, "2 of the 3 triples")


def counting(counts: bytes, count: bytes) -> Reaction:
    """A server that says so of how many triples there are: first what is stated, then what it counts."""

    def react(handler: socketserver.StreamRequestHandler) -> None:
        asked = servers[0].heard[-1]
        if b"CONSTRUCT" in asked:
            handler.wfile.write(answered(TRIPLES, b"Content-Type: application/n-triples\r\n"))
        else:
            handler.wfile.write(answered(count if b"COUNT" in asked else counts))

    return react


STATED = rows({"graph": f"{BASE}graph/authority", "triples": "2"})
MISCOUNTED = {
    "a row without a value": (
        json.dumps({"head": {"vars": ["graph", "triples"]}, "results": {"bindings": [{}]}}).encode(),
        rows({"triples": "2"}),
    ),
    "a number that is stated as a word": (
        rows({"graph": f"{BASE}graph/authority", "triples": "x"}),
        rows({"triples": "2"}),
    ),
    "a count that is a word": (STATED, rows({"triples": "x"})),
    "no count": (STATED, b'{"head":{"vars":["triples"]},"results":{"bindings":[]}}'),
    "two counts": (STATED, rows({"triples": "2"}, {"triples": "3"})),
    "a count without a value": (STATED, b'{"head":{"vars":["triples"]},"results":{"bindings":[{}]}}'),
}


@pytest.mark.parametrize("name", MISCOUNTED)
def test_a_count_that_is_none(name: str) -> None:
    with server(counting(*MISCOUNTED[name])) as made:
        servers.append(made)
        refused(call("export", "--graph", "all", "-f", "nq", "--store", made.url), 2, made.url, "cut short or broken")


@pytest.mark.parametrize("how", ["put", "take", "drop"])
def test_a_server_that_does_not_do_what_it_was_told(how: str) -> None:
    """It says yes to all, and a graph then holds other than it should, whatever was to change."""
    quad = ox.Quad(*(ox.NamedNode(f"urn:{name}") for name in "spog"))
    drop, take = ["urn:g"] * (how == "drop"), [quad] * (how == "take")
    put = {"urn:g": lambda: [quad]} if how == "put" else {}
    with server(counting(b"", rows({"triples": "7"})), welcome=False) as made:
        servers.append(made)
        remote = Remote(address(made.url))
        with pytest.raises(StoreError, match=f"holds 7 triples of <urn:g>, not the {len(put)} that"):
            delivery._send(remote, drop, take, put, dict.fromkeys(put, 1), lambda _: None)
        delivery._send(remote, drop, take, put, {"urn:g": 7}, lambda _: None)
    assert sum(b"update" in heard.partition(b"\r\n")[0] for heard in made.heard) == 2


def test_a_first_answer_without_a_value() -> None:
    empty = b'{"head":{"vars":["item","value"]},"results":{"bindings":[{}]}}'
    with server(answered(empty), welcome=False) as made:
        refused(ask(made), 2, made.url, "cut short or broken", "no value")


def test_a_name_that_no_header_can_hold() -> None:
    """The name stands in the header of Digest as it is."""
    react, _ = login(b'Digest realm="x", qop="auth", nonce="abc"')
    with server(react, welcome=False) as made:
        servers.append(made)
        done = ask(made, MEMGRAPH_USER="łucja", MEMGRAPH_PASSWORD=SECRET)
    refused(done, 2, made.url, "cannot be asked")
    assert SECRET not in done.err and "ucja" not in done.err


OTHER = {
    "a page to log in": (b"Content-Type: text/html\r\n", b"<html><form>password</form></html>", "text/html"),
    "a table where rows are wanted": (b"Content-Type: text/csv\r\n", b"item\r\none\r\n", "text/csv"),
    "no type": (b"", GOOD, "without a type"),
    "a type to deceive a terminal": (b"Content-Type: \x1b[2Jtext\r\n", GOOD, "[2jtext"),
    "a yes where rows are wanted": (RESULTS, b'{"head":{},"boolean":true}', "answers a query with"),
}


@pytest.mark.parametrize("name", OTHER)
def test_another_kind_of_answer(name: str) -> None:
    headers, body, word = OTHER[name]
    with server(answered(body, headers)) as made:
        done = ask(made)
    refused(done, 2, made.url, word)
    assert "\x1b" not in done.err


def test_nothing_compressed_is_taken() -> None:
    """1 MB that would be 1 GB."""
    bomb = gzip.compress(bytes(1 << 28))
    with server(answered(bomb, RESULTS + b"Content-Encoding: gzip\r\n")) as made:
        done = ask(made)
        assert b"accept-encoding: identity" in made.heard[-1].lower()
    refused(done, 2, made.url, "compressed")


def test_a_body_without_end() -> None:
    def react(handler: socketserver.StreamRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n%s\r\n" % RESULTS)
        while True:
            handler.wfile.write(b" " * 65536)

    with server(react) as made:
        refused(ask(made, MEMGRAPH_MAX_MB="5"), 2, made.url, "longer than 5 MB", "MEMGRAPH_MAX_MB")


def dripping(before: bytes) -> Callable[[socketserver.StreamRequestHandler], None]:
    """A byte now and then, so that no read ever waits for long."""

    def react(handler: socketserver.StreamRequestHandler) -> None:
        handler.wfile.write(before)
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.05)

    return react


@pytest.mark.parametrize(
    "before", [b"HTTP/1.1 200 OK\r\n%s\r\n" % RESULTS, b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 2"], ids=repr
)
def test_a_slow_answer_has_a_longest_time(before: bytes) -> None:
    with server(dripping(before)) as made:
        begun = time.monotonic()
        refused(ask(made, MEMGRAPH_TIMEOUT="1"), 2, made.url, "within 1 s", "MEMGRAPH_TIMEOUT")
        assert time.monotonic() - begun < 6


def test_no_answer_has_a_longest_time() -> None:
    with server(lambda handler: time.sleep(20)) as made:
        begun = time.monotonic()
        refused(ask(made, MEMGRAPH_TIMEOUT="1"), 2, made.url, "within 1 s")
        assert time.monotonic() - begun < 6


STATUSES = {
    401: ("wants to know who asks", "MEMGRAPH_USER"),
    403: ("forbids",),
    404: ("nothing at this address",),
    405: ("does not do this",),
    500: ("could not answer", "try again later"),
    503: ("could not answer", "try again later"),
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_of_failure(status: int) -> None:
    said = b"the store is\x1b[31m locked\r\nand so on"
    with server(answered(said, b"Content-Type: text/plain\r\n", b"%d No" % status)) as made:
        done = ask(made)
    refused(done, 2, made.url, f"status {status}", "and so on", *STATUSES[status])
    assert "\x1b" not in done.err


def test_a_page_of_an_error_is_not_printed() -> None:
    with server(answered(b"<html>" + b"x" * 5000, b"Content-Type: text/html\r\n", b"502 Bad Gateway")) as made:
        done = ask(made)
    refused(done, 2, made.url, "status 502")
    assert "xxx" not in done.err


def test_what_a_server_says_of_a_query() -> None:
    with server(answered(b"error: out of patience", b"Content-Type: text/plain\r\n", b"400 Bad")) as made:
        refused(ask(made), 2, made.url, "status 400", "out of patience")


def test_a_syntax_error_is_found_before_anything_is_sent() -> None:
    with server(answered(GOOD)) as made:
        refused(ask(made, "SELECT ?x WHERE { ?x }"), 2, "stdin:1:19", "syntax error")
        assert not any(b"SELECT+%3Fx" in one for one in made.heard)


def test_service_and_files_are_refused_before_anything_is_sent() -> None:
    with server(answered(GOOD)) as made:
        refused(ask(made, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 2, "stdin:1:12", "SERVICE")
        assert not any(b"SERVICE" in one for one in made.heard)


# --- redirects and credentials ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with server(answered(GOOD), welcome=False) as other:
        moved = b"Location: %s\r\n" % other.url.encode()
        with server(answered(b"", moved, b"%d Moved" % status)) as made:
            env = {"MEMGRAPH_USER": "ann", "MEMGRAPH_PASSWORD": SECRET}
            done = ask(made, **env)
            refused(done, 2, made.url, other.url, "not followed")
        assert other.heard == [] and SECRET not in done.err


def test_a_redirect_on_the_same_host_is_not_followed_either() -> None:
    with server(answered(b"", b"Location: /elsewhere\r\n", b"307 Moved")) as made:
        refused(ask(made), 2, made.url, "/elsewhere", "not followed")
        assert not any(b" /elsewhere " in one for one in made.heard)


def login(challenge: bytes) -> tuple[Reaction, list[bytes]]:
    """How a server that wants a name reacts, and the headers that it was shown."""
    shown: list[bytes] = []

    def react(handler: socketserver.StreamRequestHandler) -> None:
        mine = servers[0].heard[-1]
        proof = [line for line in mine.split(b"\r\n") if line.lower().startswith(b"authorization:")]
        shown.extend(proof)
        body = WELCOME if b"checksumValue" in mine else GOOD
        handler.wfile.write(
            answered(body) if proof else answered(b"", b"WWW-Authenticate: %s\r\n" % challenge, b"401 No")
        )

    return react, shown


servers: list[Server] = []


@pytest.fixture(autouse=True)
def nobody_else() -> Iterator[None]:
    servers.clear()
    yield


def test_a_name_and_password_go_where_they_are_asked_for() -> None:
    react, shown = login(b'Basic realm="x"')
    with server(react, welcome=False) as made:
        servers.append(made)
        done = ask(made, MEMGRAPH_USER="ann", MEMGRAPH_PASSWORD=SECRET)
    assert done.code == 0 and SECRET not in done.err
    assert set(shown) == {b"Authorization: Basic YW5uOmNvcnJlY3QtaG9yc2U="}


def test_digest_sends_no_password() -> None:
    react, shown = login(b'Digest realm="SPARQL", qop="auth", nonce="abc", algorithm=MD5')
    with server(react, welcome=False) as made:
        servers.append(made)
        done = ask(made, MEMGRAPH_USER="ann", MEMGRAPH_PASSWORD=SECRET)
    assert done.code == 0
    assert shown and SECRET.encode() not in b"".join(shown)
    for one in shown:  # RFC 7616, section 3.4.1
        said = dict(re.findall(r'(\w+)="?([^",]+)', one.decode()))
        assert said["username"] == "ann"
        whose, what = (hashlib.md5(x.encode()).hexdigest() for x in (f"ann:SPARQL:{SECRET}", f"POST:{said['uri']}"))
        proof = f"{whose}:abc:{said['nc']}:{said['cnonce']}:auth:{what}"
        assert said["response"] == hashlib.md5(proof.encode()).hexdigest()


def test_the_body_of_a_digest_challenge_is_not_read() -> None:
    """Half a megabyte that would be half a gigabyte; counted is the memory of the process that asks."""
    bomb = gzip.compress(bytes(1 << 26)) * 8
    challenge = b'WWW-Authenticate: Digest realm="x", qop="auth", nonce="abc"\r\nContent-Encoding: gzip\r\n'

    def react(handler: socketserver.StreamRequestHandler) -> None:
        mine = servers[0].heard[-1]
        good = WELCOME if b"checksumValue" in mine else GOOD
        proven = b"\r\nAuthorization: Digest" in mine
        handler.wfile.write(answered(good) if proven else answered(bomb, challenge, b"401 No"))

    with server(react, welcome=False) as made:
        servers.append(made)
        env = surroundings(MEMGRAPH_USER="ann", MEMGRAPH_PASSWORD=SECRET)
        words = command("query", "-", "-f", "csv", "--store", made.url)
        # Started from a small process: what starts a process counts for its peak.
        counted = (
            "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(done.returncode)"
        )
        asking = subprocess.run(
            [sys.executable, "-c", counted, *words], input=QUERY.encode(), capture_output=True, env=env
        )
    assert (asking.returncode, asking.stdout) == (0, b"item\r\none\r\ntwo\r\n")
    assert int(asking.stderr) < 300_000  # kB


@pytest.mark.parametrize("challenge", [b"Digest", b'Digest realm="x", nonce="a", algorithm=WHIRLPOOL'], ids=repr)
def test_a_digest_that_is_not_known(challenge: bytes) -> None:
    react, shown = login(challenge)
    with server(react, welcome=False) as made:
        servers.append(made)
        refused(ask(made, MEMGRAPH_USER="ann", MEMGRAPH_PASSWORD=SECRET), 2, made.url, "form of Digest")
    assert shown == []


def test_a_token_is_shown() -> None:
    react, shown = login(b"Bearer")
    with server(react, welcome=False) as made:
        servers.append(made)
        assert ask(made, MEMGRAPH_TOKEN=SECRET).code == 0
    assert set(shown) == {b"Authorization: Bearer " + SECRET.encode()}


def netrc(folder: Path, text: str, mode: int = 0o600) -> str:
    """A file of credentials."""
    file = folder / "netrc"
    file.write_text(text)
    file.chmod(mode)
    return str(file)


def test_a_file_holds_the_names_of_hosts(tmp_path: Path) -> None:
    react, shown = login(b'Basic realm="x"')
    file = netrc(
        tmp_path, f"machine example.org login bob password no\nmachine 127.0.0.1 login ann password {SECRET}\n"
    )
    with server(react, welcome=False) as made:
        servers.append(made)
        assert ask(made, MEMGRAPH_NETRC=file).code == 0
    assert set(shown) == {b"Authorization: Basic YW5uOmNvcnJlY3QtaG9yc2U="}


def test_another_host_of_the_file_is_not_this_one(tmp_path: Path) -> None:
    file = netrc(tmp_path, f"machine example.org login bob password {SECRET}\ndefault login eve password {SECRET}\n")
    react, shown = login(b'Basic realm="x"')
    with server(react, welcome=False) as made:
        servers.append(made)
        refused(ask(made, MEMGRAPH_NETRC=file), 2, made.url, "who asks")
    assert shown == []


def test_a_file_that_others_can_read(tmp_path: Path) -> None:
    file = netrc(tmp_path, f"machine 127.0.0.1 login ann password {SECRET}\n", 0o640)
    with server(answered(GOOD)) as made:
        refused(ask(made, MEMGRAPH_NETRC=file), 2, file, "others can read it", "chmod 600")
        assert made.heard == []


@pytest.mark.parametrize("text", [f"machine 127.0.0.1 login ann passwort {SECRET}", "machine", "\x00"], ids=repr)
def test_a_file_of_another_form_is_not_shown(tmp_path: Path, text: str) -> None:
    file = netrc(tmp_path, text)
    done = call("query", "reports", "--store", "http://127.0.0.1:1/query", env={"MEMGRAPH_NETRC": file})
    refused(done, 2, file, "netrc")
    assert SECRET not in done.err


def test_no_file_of_the_home_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text(f"machine 127.0.0.1 login ann password {SECRET}\n")
    (tmp_path / ".netrc").chmod(0o600)
    react, shown = login(b'Basic realm="x"')
    with server(react, welcome=False) as made:
        servers.append(made)
        refused(ask(made, HOME=str(tmp_path)), 2, made.url, "who asks")
    assert shown == []


def test_a_proxy_of_the_environment_hears_nothing() -> None:
    with server(answered(GOOD)) as proxy, server(answered(GOOD)) as made:
        done = ask(made, HTTP_PROXY=proxy.origin, http_proxy=proxy.origin, MEMGRAPH_TOKEN=SECRET)
        assert done.code == 0 and proxy.heard == []


def test_the_environment_is_for_one_server() -> None:
    with server(answered(GOOD)) as one, server(answered(GOOD)) as other:
        env = {"MEMGRAPH_TOKEN": SECRET}
        done = call("diff", one.url, other.url, env=env)
        assert done.code == 2 and SECRET not in done.err
        assert not any(SECRET.encode() in heard for heard in other.heard)


def test_credentials_that_are_wrong() -> None:
    with server(answered(b"", b'WWW-Authenticate: Basic realm="x"\r\n', b"401 No")) as made:
        done = ask(made, MEMGRAPH_USER="ann", MEMGRAPH_PASSWORD=SECRET)
    refused(done, 2, made.url, "does not take the credentials")
    assert SECRET not in done.err


HALF = {
    "a name alone": ({"MEMGRAPH_USER": "ann"}, "MEMGRAPH_PASSWORD", "not set"),
    "a password alone": ({"MEMGRAPH_PASSWORD": SECRET}, "MEMGRAPH_USER", "not set"),
    "a token and a name": ({"MEMGRAPH_USER": "ann", "MEMGRAPH_TOKEN": SECRET}, "MEMGRAPH_TOKEN", "beside"),
    "a token of two lines": ({"MEMGRAPH_TOKEN": f"{SECRET}\nX-A: b"}, "MEMGRAPH_TOKEN", "control"),
    "a token that is no ASCII": ({"MEMGRAPH_TOKEN": f"{SECRET}-ł"}, "MEMGRAPH_TOKEN", "RFC 6750"),
    "a token with a space": ({"MEMGRAPH_TOKEN": f"a {SECRET}"}, "MEMGRAPH_TOKEN", "RFC 6750"),
    "no such file": ({"MEMGRAPH_NETRC": "/nowhere/netrc"}, "/nowhere/netrc", "cannot be read"),
    "no number": ({"MEMGRAPH_TIMEOUT": "soon"}, "MEMGRAPH_TIMEOUT", "no number"),
    "no time": ({"MEMGRAPH_TIMEOUT": "0"}, "MEMGRAPH_TIMEOUT", "no number"),
    "updates elsewhere": ({"MEMGRAPH_UPDATE": "http://example.org/update"}, "MEMGRAPH_UPDATE", "another host"),
}


@pytest.mark.parametrize("name", HALF)
def test_settings_that_do_not_fit(name: str) -> None:
    env, place, word = HALF[name]
    done = call("query", "reports", "--store", "http://127.0.0.1:1/query", env=env)
    refused(done, 2, place, word)
    assert SECRET not in done.err


ADDRESSES = [
    "http://",
    "http://exa mple.org/",
    "http://example.org\\@evil.example/",
    "http://example.org/query#x",
    "http://example.org:port/",
    "https://exämple.org/",
    "http://example.org/\x1b[2J",
]


@pytest.mark.parametrize("address", ADDRESSES, ids=repr)
def test_what_is_no_address(address: str) -> None:
    done = call("query", "reports", "--store", address)
    assert done.code == 2 and done.out == b"" and "Traceback" not in done.err and "\x1b" not in done.err
    assert "address" in done.err


def test_a_password_in_the_address_is_refused_and_not_shown() -> None:
    for where in (f"http://ann:{SECRET}@127.0.0.1:1/query", f"https://{SECRET}@example.org/sparql"):
        done = call("query", "reports", "--store", where)
        assert done.code == 2 and SECRET not in done.err and "MEMGRAPH_PASSWORD" in done.err
        done = call("query", "reports", env={"MEMGRAPH_STORE": where})
        assert done.code == 2 and SECRET not in done.err


def test_a_server_without_our_data() -> None:
    with server(answered(json.dumps(OPENED).encode()), welcome=False) as made:
        refused(ask(made), 2, made.url, "nothing of memgraph", "memgraph build")


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*made.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with server(answered(GOOD), tls=context) as made:
        refused(ask(made, MEMGRAPH_TOKEN=SECRET), 2, made.url, "certificate is not trusted", "SSL_CERT_FILE")
        assert made.heard == []
        assert ask(made, SSL_CERT_FILE=str(certificate)).text == "item\r\none\r\ntwo\r\n"


def test_nobody_listens() -> None:
    refused(call("query", "reports", "--store", "http://127.0.0.1:1/query"), 2, "http://127.0.0.1:1/query", "reached")


def test_serve_needs_a_folder() -> None:
    refused(call("serve", "--store", "http://127.0.0.1:1/query"), 2, "http://127.0.0.1:1/query", "folder")
