"""Tables of answers sorted and narrowed: by the server without a script, in place by the script, both alike."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgraph import queries
from memgraph.errors import CallError
from memgraph.web.cells import Cell, Grid
from memgraph.web.ordering import narrowed, ordered, rank
from memgraph.web.pages import HERE
from serving import Answer, Service
from test_pages import BROWSER, linked, parsed, words

SCRIPT = HERE / "static" / "tables.js"


def asked(service: Service, path: str) -> tuple[Answer, Element]:
    """A page as a browser gets it."""
    answer = service.get(path, BROWSER)
    return answer, parsed(answer.text)


def column(tree: Element, name: str) -> list[str]:
    """The texts of a column."""
    found = [one for one in tree.iter("td") if one.get("data-name") == name]
    return [words(one) for one in found]


def table(*texts: str) -> Grid:
    """A table with one column, and another that numbers its lines."""
    return Grid(("A", "B"), [[Cell(text), Cell(str(i))] for i, text in enumerate(texts)], ("a", "b"))


def told(grid: Grid, at: int = 0) -> list[str]:
    """The texts of a column of a table."""
    return [line[at].text for line in grid.lines]


# The rule


def test_numbers_in_a_text_count_as_numbers_and_accents_do_not() -> None:
    grid = table("1.10", "1.9", "", "Ángel", "zorro", "12.1", "angel", "2")
    assert told(ordered(grid, "a")) == ["1.9", "1.10", "2", "12.1", "Ángel", "angel", "zorro", ""]
    assert told(ordered(grid, "-a")) == ["zorro", "Ángel", "angel", "12.1", "2", "1.10", "1.9", ""]
    with pytest.raises(CallError, match="is no column"):
        ordered(grid, "c")


@given(st.lists(st.sampled_from(["", "a", "A", "á", "b", "7", "07", "10"])))
def test_equal_lines_keep_their_order(texts: list[str]) -> None:
    for sort in ("a", "-a"):
        got = ordered(table(*texts), sort)
        assert sorted(told(got)) == sorted(texts)
        for one, other in zip(got.lines, got.lines[1:], strict=False):
            if rank(one[0].text) == rank(other[0].text):
                assert int(one[1].text) < int(other[1].text)
            assert one[0].text or not other[0].text  # empty ones are last


@given(st.text(), st.text())
def test_any_text_can_be_sorted(one: str, other: str) -> None:
    assert (rank(one) < rank(other)) + (rank(one) == rank(other)) + (rank(one) > rank(other)) == 1
    rank("9" * 10_000)  # longer than Python reads a number


def test_rows_with_all_the_words_are_kept() -> None:
    grid = Grid(
        ("A", "B"),
        [[Cell("Policía Nacional"), Cell("x")], [Cell("policia"), Cell("y")], [Cell(""), Cell("")]],
        ("a", "b"),
    )
    assert told(narrowed(grid, ["POLICIA"])) == ["Policía Nacional", "policia"]
    assert told(narrowed(grid, ["poli", "x"])) == ["Policía Nacional"]
    assert len(narrowed(grid, []).lines) == 3


# Without a script


def test_a_heading_sorts_by_its_column_and_then_the_other_way(service: Service) -> None:
    _, plain = asked(service, "/queries/gaps?report=peru-2022")
    heads = {words(one): one for one in plain.iter("th")}
    assert not any(one.get("aria-sort") for one in heads.values())
    (link,) = linked(heads["quote"])
    assert link == "/queries/gaps?report=peru-2022&sort=quote"
    _, up = asked(service, link)
    quotes = column(up, "quote")
    assert quotes == sorted(quotes, key=rank) != column(plain, "quote")
    (head,) = (one for one in up.iter("th") if one.get("aria-sort"))
    assert (words(head), head.get("aria-sort")) == ("quote", "ascending")
    assert linked(head) == ["/queries/gaps?report=peru-2022&sort=-quote"]
    _, down = asked(service, linked(head)[0])
    assert column(down, "quote") == quotes[::-1]
    assert "/queries/gaps?report=peru-2022&sort=-quote" in [
        one.get("href") for one in down.iter("a") if one.get("rel") == "bookmark"
    ]


def test_actions_are_sorted_by_number(service: Service) -> None:
    _, tree = asked(service, "/queries/statements?report=peru-2022&sort=-action&response=denied")
    actions = column(tree, "action")
    pairs = [tuple(map(int, one.split("."))) for one in actions]
    assert pairs == sorted(pairs, reverse=True) and max(pairs)[0] >= 10


def test_rows_are_narrowed_by_words_and_the_form_keeps_them(service: Service) -> None:
    path = "/queries/institutions?" + urlencode({"filter": "PÓLICE peru"})
    _, tree = asked(service, path)
    names = column(tree, "name")
    _, whole = asked(service, "/queries/institutions")
    rows = [words(row) for row in whole.iter("tr")][1:]
    assert names and len(names) < len(rows)
    assert len(names) == sum("police" in row.lower() and "peru" in row.lower() for row in rows)
    fields = {one.get("name"): one.get("value") for one in tree.iter("input")}
    assert fields["filter"] == "PÓLICE peru"
    assert all("filter=P%C3%93LICE+peru" in linked(one)[0] for one in tree.iter("th"))
    _, none = asked(service, "/queries/institutions?filter=zzzz")
    assert "Nothing was found" in words(none) and not list(none.iter("table"))
    said = [words(one) for one in tree.iter("dd") if "The files hold all" in words(one)]
    assert said and "/queries/institutions.csv" in linked(tree)  # the data are whole


def test_a_long_answer_is_sorted_as_a_whole(service: Service) -> None:
    path: str | None = "/queries/passages?report=peru-2022&sort=-line"
    lines: list[int] = []
    while path:
        _, tree = asked(service, path)
        lines += map(int, column(tree, "line"))
        path = next((one.get("href") for one in tree.iter("a") if one.get("rel") == "next"), None)
        assert not next(iter(tree.iter("table"))).get("data-whole")
    assert lines == sorted(lines, reverse=True) and len(lines) > 500


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/queries/gaps?sort=qoute", "sort by one of: quote"),
        ("/queries/gaps?sort=%3Cscript%3E", "is no column"),
        ("/queries/gaps?sort=quote&sort=line", "more than once"),
    ],
)
def test_what_is_no_column_is_said(service: Service, path: str, said: str) -> None:
    answer, tree = asked(service, path)
    assert answer.status == 400 and said in words(tree)


def test_data_are_whole_and_in_their_order(service: Service) -> None:
    for field in ("sort=action", "filter=peru"):
        answer = service.get(f"/queries/gaps.csv?{field}")
        assert (answer.status, answer.type) == (400, "text/plain") and "for pages" in answer.text
    for query in queries.canned():
        assert not {"sort", "filter", "page", "format", "lang"} & {one.name for one in query.parameters}


def test_all_questions_stand_on_one_page(service: Service) -> None:
    _, tree = asked(service, "/queries")
    asked_for = [link for link in linked(tree) if link.startswith("/queries/")]
    assert sorted(asked_for) == [f"/queries/{name}" for name in queries.names()]
    for query in queries.canned():
        assert query.question in words(tree)
    assert any(one.get("aria-current") and one.get("href") == "/queries" for one in tree.iter("a"))


# With the script


def test_the_script_is_small_ours_and_allowed_by_the_policy(service: Service) -> None:
    answer, tree = asked(service, "/queries/gaps?report=peru-2022")
    (script,) = tree.iter("script")
    assert script.attrib.keys() == {"src", "defer"} and not script.text
    assert re.fullmatch(r"/static/[0-9a-f]{8}/tables\.js", script.get("src") or "")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";" and "unsafe" not in policy
    got = service.get(script.get("src") or "")
    assert got.type == "text/javascript" and got.body == SCRIPT.read_bytes() and len(got.body) < 5_000
    assert not re.search(rb"https?://|innerHTML|eval|fetch|import", got.body)
    assert "script-src" not in service.get("/", BROWSER).headers["Content-Security-Policy"]


def test_the_script_sorts_only_where_it_has_all_rows(service: Service) -> None:
    for path, whole in (
        ("/queries/gaps?report=peru-2022", True),
        ("/queries/gaps?report=peru-2022&sort=-quote", True),
        ("/queries/gaps?report=peru-2022&filter=INCB", False),
        ("/queries/passages", False),
    ):
        _, tree = asked(service, path)
        (one,) = tree.iter("table")
        assert (one.get("data-whole") is not None) == whole, path
    _, tree = asked(service, "/queries/gaps?report=peru-2022&sort=-quote")
    numbers = [int(row.get("data-n") or 0) for row in tree.iter("tr") if row.get("data-n")]
    assert sorted(numbers) == list(range(len(numbers))) != numbers


def test_script_and_server_order_alike(tmp_path_factory: pytest.TempPathFactory) -> None:
    node = shutil.which("node")
    if node is None:
        assert not os.environ.get("CI"), "node is needed to test the script"
        pytest.skip("node is not installed")
    texts = [
        "1.10",
        "1.9",
        "10.1",
        "Ángel",
        "angel",
        "ñandú",
        "Zorro",
        "",
        "07",
        "7",
        "a1b",
        "a01b",
        "Law No. 30.000",
        "-",
        "Straße",
        "STRASSE",
        "strass",
        "Σίσυφος",
        "ΣΊΣΥΦΟΣ",
        "ırmak",
        "Irmak",
    ]
    source = SCRIPT.read_text(encoding="utf-8")
    parts = [
        re.search(rf"  const {name} = .*?;\n(?=  const|  for|\n)", source, re.DOTALL)
        for name in ("folded", "rank", "compare")
    ]
    assert all(parts)
    program = "".join(part[0] for part in parts if part) + (
        "const texts = JSON.parse(process.argv[1]);"
        "const signs = texts.map((one) => texts.map((other) => Math.sign(compare(rank(one), rank(other)))));"
        "console.log(JSON.stringify(signs));"
    )
    done = subprocess.run([node, "-e", program, json.dumps(texts)], capture_output=True, text=True, check=True)
    wanted = [[(rank(one) > rank(other)) - (rank(one) < rank(other)) for other in texts] for one in texts]
    assert json.loads(done.stdout) == wanted


def test_a_form_offers_the_reports_by_their_ids(service: Service) -> None:
    _, tree = asked(service, "/queries/gaps")
    assert [one.get("value") for one in tree.iter("option")] == ["", "peru-2022"]
    _, tree = asked(service, "/picture")
    assert [words(one) for one in tree.iter("h2")] == ["peru-2022"]
