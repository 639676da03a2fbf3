"""The command line: commands, formats, exit codes, pipes, and exports that other tools read back."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from helpers import INVENTED, call, command, refused, reports, surroundings
from memgraph import __version__
from memgraph.cli import COMMANDS, run
from memgraph.queries import names

GRAPHS = ("turtle", "trig", "nt", "nq", "jsonld", "rdfxml")
_OX = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_RDFLIB = {"turtle": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the invented report."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "invented.txt").write_text(INVENTED)
    done = call("build", "invented.txt", "--store", "store", cwd=folder)
    assert done.code == 0 and done.out == b"", done.err
    assert re.search(r"^store: 1 report, [\d,]+ triples, [\d,]+ of them inferred$", done.err, re.MULTILINE)
    return folder / "store"


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(small, tmp_path / "own"))


# --- help, version, completion -------------------------------------------------------------------------------------


def test_version() -> None:
    done = call("--version")
    assert (done.code, done.text.split()) == (0, ["memgraph", __version__])


def test_help_names_every_command() -> None:
    for words in (["--help"], ["-h"], []):
        done = call(*words)
        assert done.code == 0 and done.err == ""
        for name, (_, line) in COMMANDS.items():
            assert re.search(rf"^ +{name} +{re.escape(line[:30])}", done.text, re.MULTILINE), name
        assert max(map(len, done.text.splitlines())) <= 100


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run([name, "--help"])
    out, err = capsys.readouterr()
    assert (left.value.code, err) == (0, "")
    assert re.search(rf"^ +(?:.*\| )?memgraph {name}\b", out, re.MULTILINE), "an example"
    if name not in ("queries", "completion", "check"):
        assert "--store" in out


def test_examples_of_help_work(peru_store: str, tmp_path: Path) -> None:
    """The examples that only read are run as they stand."""
    for name in ("query", "search", "show"):
        for line in call(name, "--help").text.splitlines():
            if line.strip().startswith(f"memgraph {name}") and not re.search(r"[|<\[]", line):
                words = line.split(">")[0].split()[1:]
                done = call(*words, "--store", peru_store)
                assert done.code == 0 and done.out, line


@pytest.mark.parametrize(("shell", "check"), [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
def test_completion(shell: str, check: str, tmp_path: Path) -> None:
    done = call("completion", shell)
    assert done.code == 0 and done.err == ""
    for word in ("memgraph", "query", "export", "gaps", "institution-law-action"):
        assert word in done.text, word
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_bytes(done.out)
        assert subprocess.run([shell, check, script], capture_output=True).stderr == b""
    elif os.environ.get("CI") == "true":
        pytest.fail(f"{shell} must be there in continuous integration")


def test_completion_in_bash(tmp_path: Path) -> None:
    if not shutil.which("bash"):
        pytest.skip("no bash here")
    (tmp_path / "script").write_bytes(call("completion", "bash").out)
    code = (
        "source ./script; f=$(complete -p memgraph | sed 's/.*-F \\([^ ]*\\).*/\\1/');"
        "COMP_WORDS=(memgraph query ga); COMP_CWORD=2; COMP_LINE='memgraph query ga'; COMP_POINT=17;"
        '$f memgraph ga query; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "--norc", "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert "gaps" in done.stdout.split(), done.stderr


# --- building ------------------------------------------------------------------------------------------------------


def test_same_input_same_store(tmp_path: Path, small: Path) -> None:
    (tmp_path / "a.txt").write_text(INVENTED)
    assert call("build", "-q", tmp_path / "a.txt", "--store", tmp_path / "s", env={"PYTHONHASHSEED": "7"}).code == 0
    one, two = (call("export", "--graph", "all", "-f", "nq", "--store", store).out for store in (small, tmp_path / "s"))
    assert one == two


def test_add_replace_remove(own: Path, tmp_path: Path) -> None:
    other, mended = tmp_path / "other.txt", tmp_path / "mended.txt"
    other.write_text(INVENTED.replace("2023", "2024"))
    mended.write_text(INVENTED.replace("has a national drug authority", "has one national drug authority"))
    assert call("add", "-q", other, "--store", own).code == 0
    assert reports(own) == ["jamaica-2023", "jamaica-2024"]
    kept = call("export", "--report", "jamaica-2024", "-f", "nt", "--store", own).out
    assert call("add", "-q", "--replace", mended, "--store", own).code == 0
    assert "has one national" in call("query", "statements", "-p", "report=jamaica-2023", "--store", own).text
    assert call("export", "--report", "jamaica-2024", "-f", "nt", "--store", own).out == kept
    assert call("remove", "-q", "jamaica-2023", "--store", own).code == 0
    assert reports(own) == ["jamaica-2024"]
    assert call("export", "--report", "jamaica-2024", "-f", "nt", "--store", own).out == kept


def test_check(tmp_path: Path) -> None:
    odd = INVENTED.replace("EXCHANGE INFORMATION.\n", "EXCHANGE INFORMATION.\n\nStray.\n")
    for name, content in (("good", INVENTED), ("bad", "no report\n"), ("odd", odd)):
        (tmp_path / f"{name}.txt").write_text(content)
    names = ["good.txt", "bad.txt", "odd.txt"]
    done = call("check", "-f", "json", *names, cwd=tmp_path)
    assert done.code == 1 and done.err == ""
    one, two, three = json.loads(done.out)
    assert one["id"] == "jamaica-2023" and one["faults"] == []
    assert one["read"]["actions"] == 3 and one["read"]["statement"] == 3 and one["read"]["item"] == 2
    assert [fault["place"] for fault in two["faults"]] == ["bad.txt"] and two["id"] == ""
    line = odd.split("\n").index("Stray.") + 1
    assert [(fault["place"], fault["quote"]) for fault in three["faults"]] == [(f"odd.txt:{line}", "Stray.")]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names), "nothing is stored"


def test_check_as_text(tmp_path: Path) -> None:
    for name in ("good", "bad"):
        (tmp_path / f"{name}.txt").write_text(INVENTED)
    (tmp_path / "bad.yaml").write_text("about:\n  isbn: nonsense\n")
    done = call("check", "good.txt", "bad.txt", cwd=tmp_path)
    assert done.code == 1 and done.err == ""
    assert "to mend: none" in done.text and "to mend: 1" in done.text and "bad.txt: " in done.text
    assert not re.search(r"(bad\S*): \1", done.text), "a place is said once"


def test_info(peru_store: str) -> None:
    done = call("info", "--store", peru_store)
    assert done.code == 0 and done.err == ""
    for word in (peru_store, "peru-2022", "graph/authority", "graph/inferred", "graph/ontology", __version__):
        assert word in done.text, word


def test_stale_store_says_so(own: Path, small: Path) -> None:
    """A report whose text changed since the build is told on stderr; data stays data."""
    text = small.parent / "invented.txt"
    before = call("query", "reports", "--store", own)
    text.write_text(INVENTED + "\n")
    try:
        after = call("query", "reports", "--store", own)
    finally:
        text.write_text(INVENTED)
    assert before.err == "" and after.out == before.out and after.code == 0
    assert "jamaica-2023" in after.err and "memgraph build" in after.err


# --- where the store is --------------------------------------------------------------------------------------------


def test_ways_to_name_the_store(small: Path, tmp_path: Path) -> None:
    wanted = call("query", "reports", "--store", small, cwd=tmp_path).out
    assert call("--store", small, "query", "reports", cwd=tmp_path).out == wanted
    assert call(f"--store={small}", "query", "reports", cwd=tmp_path).out == wanted
    assert call("query", "reports", cwd=tmp_path, env={"MEMGRAPH_STORE": str(small)}).out == wanted
    # What stands after the command wins, then what stands before it, then the environment.
    call_ = ["--store", "none", "query", "reports", "--store", small]
    assert call(*call_, cwd=tmp_path, env={"MEMGRAPH_STORE": "nowhere"}).out == wanted
    refused(call("query", "reports", cwd=tmp_path, env={"MEMGRAPH_STORE": "none"}), 2, "none", "no store")
    assert list(tmp_path.iterdir()) == []


def test_default_store_is_built_first(tmp_path: Path) -> None:
    done = call("query", "reports", cwd=tmp_path)
    assert done.code == 0 and "peru-2022" in done.text
    assert "building it" in done.err and (tmp_path / ".memgraph" / "current").is_file()


# --- answers -------------------------------------------------------------------------------------------------------


def test_queries_are_listed() -> None:
    done = call("queries")
    assert done.code == 0
    for name in names():
        assert name in done.text, name


@pytest.mark.parametrize("name", names())
def test_a_table_fits_80_columns(
    peru_store: str, name: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    pairs = {"dossier": ["entity=SUNAT"], "report-comparison": ["a=peru-2022", "b=peru-2022"]}.get(name, [])
    words = [word for pair in pairs for word in ("-p", pair)]
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["query", name, *words, "-f", "table", "--store", peru_store]) == 0
    out, err = (data.decode() for data in capsysbinary.readouterr())
    assert re.fullmatch(r"[\d,]+ rows?\n", err)
    assert not [line for line in out.splitlines() if len(line.rstrip()) > 80]
    assert "\x1b" not in out


def test_formats_hold_the_same(peru_store: str) -> None:
    def ask(form: str) -> str:
        done = call("query", "statements", "-p", "action=2.1", "-f", form, "--store", peru_store)
        assert done.code == 0 and done.err == ("" if form != "table" else done.err), done.err
        return done.text

    rows = list(csv.DictReader(io.StringIO(ask("csv"))))
    assert rows and list(rows[0])[:4] == ["report", "action", "response", "quote"]
    quotes = [row["quote"] for row in rows]
    bindings = json.loads(ask("json"))
    assert bindings["head"]["vars"][:4] == ["report", "action", "response", "quote"]
    assert [row["quote"]["value"] for row in bindings["results"]["bindings"]] == quotes
    space = "{http://www.w3.org/2005/sparql-results#}"
    tree = ET.fromstring(ask("xml"))
    found = tree.findall(f".//{space}binding[@name='quote']/{space}literal")
    assert [literal.text for literal in found] == quotes
    head, *lines = ask("tsv").splitlines()
    assert head.split("\t")[:2] == ["?report", "?action"] and len(lines) == len(rows)
    assert lines[0].split("\t")[0] == f"<{rows[0]['report']}>"
    assert [row["quote"] for row in csv.DictReader(io.StringIO(ask("csv-safe")))] == quotes
    markdown = ask("md").splitlines()
    assert len(markdown) == len(rows) + 2 and all(line.startswith("|") and line.endswith("|") for line in markdown)
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in markdown}) == 1
    assert "CICAD/doc.2676/22, action 2.1, line" in ask("table").replace("\n    ", " ")


def test_default_format_in_a_pipe_is_csv(peru_store: str) -> None:
    words = ["query", "reports", "--store", peru_store]
    assert call(*words).out == call(*words, "-f", "csv").out


def test_csv_is_what_rfc_4180_says(peru_store: str) -> None:
    data = call("query", "gaps", "--store", peru_store).out
    rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    assert data.endswith(b"\r\n") and len({len(row) for row in rows}) == 1


_HOSTILE = """SELECT ?value { VALUES ?value {
  "=1+1" "+1" "-1" "@SUM(A1)" "\\t=1" "\\r=1" "\\n=1" " =1" "a|b" "<script>" "[x](javascript:y)" "\\u001B[31mred" "＝1"
} } ORDER BY ?value"""


def test_csv_safe_never_begins_a_formula(small: Path) -> None:
    done = call("query", "-", "-f", "csv-safe", "--store", small, stdin=_HOSTILE.encode())
    values = [row[0] for row in csv.reader(io.StringIO(done.text, newline=""))][1:]
    assert len(values) == 13
    assert not [value for value in values if value[:1] in set("=+-@\t\r\n＝＋－＠")], values


def test_markdown_shows_text_as_text(small: Path) -> None:
    done = call("query", "-", "-f", "md", "--store", small, stdin=_HOSTILE.encode())
    assert done.code == 0
    assert not re.search(r"(?<!\\)[<>\[\]]", done.text)
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in done.text.splitlines()}) == 1


def test_a_terminal_obeys_nothing_in_the_data(small: Path) -> None:
    for form in ("table", "md"):
        done = call("query", "-", "-f", form, "--store", small, stdin=_HOSTILE.encode())
        assert "\x1b" not in done.text and "\r" not in done.text, form


def test_limit(peru_store: str) -> None:
    words = ["query", "statements", "--store", peru_store]
    whole = call(*words).text.splitlines()
    assert call(*words, "--limit", 3).text.splitlines() == whole[:4]
    assert call(*words, "--limit", 0).text.splitlines() == whole[:1]
    assert call(*words, "--limit", 10**30).text.splitlines() == whole


@pytest.mark.parametrize(
    ("tail", "rows"),
    [
        ("", 2),
        (" LIMIT 5", 2),
        (" LIMIT 1", 1),
        (" LIMIT 5 # five", 2),
        (" LIMIT 5 OFFSET 3", 2),
        (" OFFSET 3 LIMIT 5", 2),
        (" OFFSET 3", 2),
        (" # LIMIT 1", 2),
        (" ORDER BY ?s\nlimit 5\n\n", 2),
        (" VALUES ?a { 1 2 3 }", 2),
        (" LIMIT 5 VALUES ?a { 1 }", 2),
    ],
)
def test_limit_whatever_the_query_ends_with(small: Path, tail: str, rows: int) -> None:
    query = "SELECT ?s { ?s ?p ?o }" + tail
    done = call("query", "-", "--limit", 2, "--store", small, stdin=query.encode())
    assert done.code == 0, done.err
    assert len(done.text.splitlines()) == 1 + rows


def test_limit_in_a_subquery_stays(small: Path) -> None:
    query = b"SELECT ?s { { SELECT ?s { ?s ?p ?o } LIMIT 3 } }"
    for limit, rows in ((2, 2), (9, 3)):
        done = call("query", "-", "--limit", limit, "--store", small, stdin=query)
        assert len(done.text.splitlines()) == 1 + rows


def test_a_parameter_given_twice_means_either(peru_store: str) -> None:
    def actions(*values: str) -> set[str]:
        pairs = [word for value in values for word in ("-p", f"action={value}")]
        rows = csv.DictReader(io.StringIO(call("query", "statements", *pairs, "--store", peru_store).text))
        return {row["action"].rsplit("/", 1)[-1] for row in rows}

    assert actions("2.1", "7.3") == {"2.1", "7.3"}
    assert actions("2.1") == {"2.1"}


def test_ways_to_say_a_value(peru_store: str) -> None:
    def answer(value: str) -> bytes:
        return call("query", "institution-actions", "-p", f"institution={value}", "--store", peru_store).out

    wanted = answer("SUNAT")
    address = wanted.decode().splitlines()[1].split(",")[1]
    assert wanted.count(b"\n") > 3
    for value in (address, f"<{address}>", "sunat", address.removeprefix("https://w3id.org/mem-graph/")):
        assert answer(value) == wanted, value


def test_ask(small: Path) -> None:
    def ask(form: str, query: bytes = b"ASK { ?s ?p ?o }") -> bytes:
        done = call("query", "-", "-f", form, "--store", small, stdin=query)
        assert done.code == 0, done.err
        return done.out

    assert json.loads(ask("json"))["boolean"] is True
    assert b"<boolean>true</boolean>" in ask("xml")
    for form in ("table", "csv", "tsv", "csv-safe", "md"):
        assert ask(form) == b"true\n"
    assert ask("csv", b"ASK { ?s <http://example.org/none> ?o }") == b"false\n"


@pytest.mark.parametrize("form", GRAPHS)
def test_construct_and_describe(small: Path, form: str) -> None:
    node = "<https://w3id.org/mem-graph/report/jamaica-2023>"
    query = f"CONSTRUCT {{ {node} ?p ?o }} WHERE {{ {node} ?p ?o }}"
    counts = set()
    for text in (query, f"DESCRIBE {node}"):
        done = call("query", "-", "-f", form, "--store", small, stdin=text.encode())
        assert done.code == 0 and done.err == "", done.err
        counts.add(len({quad.triple for quad in ox.parse(done.out, format=_OX[form])}))
    assert len(counts) == 1 and counts.pop() > 10


def test_graph_is_turtle_by_default(small: Path) -> None:
    query = b"CONSTRUCT WHERE { ?s a ?o }"
    words = ["query", "-", "--store", small]
    assert call(*words, stdin=query).out == call(*words, "-f", "turtle", stdin=query).out


def test_query_from_a_file(peru_store: str, tmp_path: Path) -> None:
    """A file of one's own with a header takes parameters as a canned query does."""
    path = tmp_path / "mine.rq"
    path.write_text(
        "#+ title: Mine\n#+ param report: Report, e.g. peru-2022\n"
        "SELECT ?report { VALUES ?report { UNDEF } ?report a <https://w3id.org/mem-graph/ontology#Report> }"
    )
    done = call("query", path, "-p", "report=peru-2022", "--store", peru_store)
    assert done.text.split() == ["report", "https://w3id.org/mem-graph/report/peru-2022"]
    assert call("query", "-", "-p", "report=peru-2022", "--store", peru_store, stdin=path.read_bytes()).out == done.out


def test_search(peru_store: str) -> None:
    done = call("search", "policía", "NACIONAL", "--store", peru_store)
    assert done.code == 0 and "institution/pe/pnp" in done.text
    few = call("search", "drug", "--limit", 3, "--store", peru_store)
    assert len(few.text.splitlines()) == 3 and "3 shown" in few.err
    none = call("search", "xyzzy", "--store", peru_store)
    assert (none.code, none.out, none.err) == (0, b"", "nothing found\n")


@pytest.mark.parametrize("name", ["SUNAT", "1126", "2.1", "https://w3id.org/mem-graph/institution/pe/pnp"])
def test_show_ends_every_quote_with_its_place(peru_store: str, name: str) -> None:
    done = call("show", name, "--store", peru_store)
    assert done.code == 0 and done.err == ""
    quotes = re.findall(r"^ +“.*", done.text, re.MULTILINE)
    assert quotes and all(re.search(r"\[CICAD/doc\.2676/22, .*line \d+\]$", quote) for quote in quotes)


def test_brief(peru_store: str) -> None:
    text = call("brief", "peru-2022", "--store", peru_store).text
    assert text.startswith("# Peru 2022") and text.count("[CICAD/doc.2676/22") > 20
    page = call("brief", "peru-2022", "-f", "html", "--store", peru_store).text
    assert page.startswith("<!doctype html>") and "<table>" in page
    assert not re.search(r"(?:src|href)=", page), "a page that calls no other host"


# --- pipes, terminals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["query", "passages"],
        ["query", "passages", "-f", "table"],
        ["query", "passages", "-f", "json"],
        ["export"],
        ["search", "drug", "--limit", "500"],
        ["show", "SUNAT"],
        ["info"],
        ["query", "--help"],
    ],
)
def test_closed_pipe_is_silent(peru_store: str, words: list[str]) -> None:
    with subprocess.Popen(
        command(*words, "--store", peru_store), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings()
    ) as process:
        assert process.stdout and process.stderr
        if words[-1] not in ("info", "--help"):
            assert process.stdout.read(1)
        process.stdout.close()
        err = process.stderr.read().decode()
        code = process.wait(30)
    assert re.fullmatch(r"([\d,]+ (rows|hits)[^\n]*\n)?", err), err
    assert code == 0


def _terminal(*args: object, **env: str) -> str:
    """What a call writes to a terminal of 80 columns."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        command(*args),
        stdin=follower,
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env=surroundings(TERM="xterm-256color", COLUMNS="80", **env),
    )
    os.close(follower)
    data, end = b"", time.monotonic() + 30
    while time.monotonic() < end and select.select([leader], [], [], 30)[0]:
        try:
            more = os.read(leader, 65536)
        except OSError:  # the other side has gone
            break
        if not more:
            break
        data += more
    os.close(leader)
    assert process.wait(10) == 0
    return data.decode()


def test_terminal_gets_a_table_with_colours_unless_unwanted(peru_store: str) -> None:
    words = ["query", "gaps", "--limit", 3, "--store", peru_store]
    coloured, plain = _terminal(*words), _terminal(*words, NO_COLOR="1")
    assert "\x1b[" in coloured
    assert not re.search(r"\x1b\[[\d;]*[3-4][0-7]m", plain) and "\x1b[38" not in plain
    for text in (coloured, plain):
        bare = re.sub(r"\x1b\[[\d;]*m", "", text).replace("\r", "")
        assert "CICAD/doc.2676/22" in bare and "," in bare
        assert max(len(line.rstrip()) for line in bare.splitlines()) <= 80


def test_no_color_anywhere_in_a_pipe(peru_store: str) -> None:
    for words in (["query", "gaps", "-f", "table"], ["queries"], ["show", "SUNAT"], ["info"], ["--help"]):
        store = [] if words[0] in ("--help", "queries") else ["--store", peru_store]
        assert b"\x1b" not in call(*words, *store).out, words


# --- export --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exported(peru_store: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything, in each format."""
    folder = tmp_path_factory.mktemp("exported")
    words = ["export", "--graph", "all", "--store", peru_store]
    for form in GRAPHS:
        done = call(*words, "-f", form, "-o", folder / form, env={"PYTHONHASHSEED": "1"})
        assert (done.code, done.err, done.out) == (0, "", b"")
    return folder


def _canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Quads with the same labels of blank nodes whenever they say the same."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def _merged(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    return _canonical(ox.Quad(*quad.triple) for quad in quads)


@pytest.fixture(scope="module")
def quads(exported: Path) -> set[ox.Quad]:
    return set(ox.parse(path=str(exported / "nq"), format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def merged(quads: set[ox.Quad]) -> set[ox.Quad]:
    """All triples, canonical."""
    return _merged(quads)


def test_export_holds_the_whole_store(quads: set[ox.Quad], peru_store: str) -> None:
    counts = re.findall(r"^graph: <(.*)> ([\d,]+) triples$", call("info", "--store", peru_store).text, re.MULTILINE)
    assert {name: int(number.replace(",", "")) for name, number in counts} == {
        name: sum(1 for quad in quads if quad.graph_name.value == name) for name, _ in counts
    }
    assert {quad.graph_name.value for quad in quads} == {name for name, _ in counts}


@pytest.mark.parametrize("form", GRAPHS)
def test_pyoxigraph_reads_an_export_back(exported: Path, quads: set[ox.Quad], merged: set[ox.Quad], form: str) -> None:
    found = set(ox.parse(path=str(exported / form), format=_OX[form]))
    if form in ("trig", "nq"):
        assert _canonical(found) == _canonical(quads)
    else:
        assert {quad.graph_name for quad in found} == {ox.DefaultGraph()}
    assert _merged(found) == merged


@pytest.fixture(scope="module")
def few(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small store in each format, for the slower readers."""
    folder = tmp_path_factory.mktemp("few")
    for form in GRAPHS:
        assert call("export", "--graph", "all", "-f", form, "-o", folder / form, "--store", small).code == 0
    return folder


@pytest.fixture(scope="module")
def few_quads(few: Path) -> set[ox.Quad]:
    return set(ox.parse(path=str(few / "nq"), format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("form", GRAPHS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_an_export_back(few: Path, few_quads: set[ox.Quad], form: str) -> None:
    if form in ("trig", "nq"):
        dataset = rdflib.Dataset()
        dataset.parse(few / form, format=_RDFLIB[form])
        parts = {str(graph.identifier): len(graph) for graph in dataset.graphs() if len(graph)}
        assert parts == Counter(quad.graph_name.value for quad in few_quads)
        data = b"".join(graph.serialize(format="nt", encoding="utf-8") for graph in dataset.graphs())
    else:
        data = rdflib.Graph().parse(few / form, format=_RDFLIB[form]).serialize(format="nt", encoding="utf-8")
    assert _merged(ox.parse(data, format=ox.RdfFormat.N_TRIPLES)) == _merged(few_quads)


@pytest.mark.parametrize("form", GRAPHS)
def test_export_gives_the_same_bytes(exported: Path, peru_store: str, form: str) -> None:
    done = call("export", "--graph", "all", "-f", form, "--store", peru_store, env={"PYTHONHASHSEED": "2"})
    assert done.out == (exported / form).read_bytes()


def test_parts_of_an_export(peru_store: str, quads: set[ox.Quad]) -> None:
    def part(*words: str) -> set[ox.Quad]:
        data = call("export", *words, "-f", "nq", "--store", peru_store).out
        found = set(ox.parse(data, format=ox.RdfFormat.N_QUADS))
        assert any(quad.graph_name.value.endswith("/graph/dataset") for quad in found), words
        return {quad for quad in found if not quad.graph_name.value.endswith("/graph/dataset")}

    def of(*names: str) -> set[ox.Quad]:
        base = "https://w3id.org/mem-graph/graph/"
        return {quad for quad in quads if quad.graph_name.value.removeprefix(base) in names}

    assert part() == part("--graph", "asserted") == of("authority", "report/peru-2022")
    assert part("--graph", "inferred") == of("inferred")
    assert part("--graph", "ontology") == of("ontology")
    one = part("--report", "peru-2022")
    assert of("report/peru-2022") < one < of("authority", "report/peru-2022")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_blank_nodes_survive_a_construct(small: Path) -> None:
    statement = "<https://w3id.org/mem-graph/ontology#Statement>"
    query = f"CONSTRUCT {{ [] <http://example.org/of> ?s }} WHERE {{ ?s a {statement} }}".encode()
    graphs = []
    for form in ("turtle", "nt", "jsonld", "rdfxml"):
        done = call("query", "-", "-f", form, "--store", small, stdin=query)
        graphs.append(rdflib.Graph().parse(data=done.out, format=_RDFLIB[form]))
    assert len(graphs[0]) == 3
    assert all(isomorphic(graphs[0], graph) for graph in graphs[1:])


def test_a_document_that_no_authority_knows_has_its_type(tmp_path: Path) -> None:
    text = INVENTED.replace("has a national drug authority.", "has the Harbour Watch Plan 2021-2025.")
    (tmp_path / "invented.txt").write_text(text)
    assert call("build", "-q", "invented.txt", "--store", "store", cwd=tmp_path).code == 0
    done = call("query", "documents", "--store", "store", "-f", "tsv", cwd=tmp_path)
    assert '"plan"\t"Harbour Watch Plan 2021-2025"\t1' in done.text
