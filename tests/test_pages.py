"""The pages: valid and readable without a script, each link leads somewhere, no text of a report can do anything."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5rdf
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bombs import BOMBS
from helpers import INVENTED
from hostile import HOSTILE, renamed
from memgraph import builder, queries
from memgraph.web import assets, links
from memgraph.web.gallery import PICTURES
from memgraph.web.marking import Link, Mark, Quote, rebuilt, tokens
from memgraph.web.pages import STYLESHEET
from serving import FORM, Answer, Service, serving, stored

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
CLASSES = "SELECT ?class (COUNT(*) AS ?number) { ?thing a ?class } GROUP BY ?class ORDER BY ?class"
PAGES = [
    "/",
    "/about",
    "/ontology",
    "/sparql",
    "/sparql?" + urlencode({"query": CLASSES}),
    "/sparql?" + urlencode({"query": "ASK {}"}),
    "/sparql?" + urlencode({"query": "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3"}),
    "/sparql?canned=gaps",
    "/search",
    "/search?q=policia",
    "/search?q=zzzz",
    "/report/peru-2022",
    "/queries",
    "/compare",
    "/compare?a=peru-2022&b=peru-2022",
    "/picture",
    "/picture/network?report=peru-2022&basis=stated",
    "/picture/network?institution=SUNAT",
    "/picture/responses?report=peru-2022",
    "/picture/lineage?report=peru-2022",
    "/doc/institution/pe/sunat",
    "/doc/report/peru-2022",
    "/doc/report/peru-2022/statement/2.1-1",
    "/doc/plan/2021-2025/control-measures/action/2.1",
    "/doc/plan/2021-2025/control-measures/objective/2",
    "/doc/response/denied",
    *(f"/queries/{name}" for name in queries.names()),
]


def shown(service: Service, path: str) -> Answer:
    """An address as a browser asks for it."""
    return service.get(path, BROWSER)


def parsed(text: str) -> Element:
    """A page by a strict reader of HTML5, which raises for whatever is not valid."""
    tree: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


def words(element: Element) -> str:
    """Its text, blanks as one space."""
    return " ".join("".join(element.itertext()).split())


def linked(tree: Element) -> list[str]:
    """The addresses of its links, those in pictures too."""
    return [one.get("href", "") for one in tree.iter() if str(one.tag).rpartition("}")[2] == "a"]


def printed(element: Element) -> str:
    """The text of the report in an element: all but the signs that stand behind its sentences."""
    own = (
        "" if "sign" in (element.get("class") or "").split() else (element.text or "") + "".join(map(printed, element))
    )
    return own + (element.tail or "")


# What a page is


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_and_asks_no_other_host(service: Service, path: str) -> None:
    answer = shown(service, path)
    assert (answer.status, answer.type) == (200, "text/html")
    tree = parsed(answer.text)
    assert tree.get("lang") == "en"
    assert len(list(tree.iter("h1"))) == 1 and words(next(tree.iter("h1")))
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert next(tree.iter("a")).get("href") == "#main" and "main" in ids
    for one in tree.iter():
        name = str(one.tag).rpartition("}")[2]
        assert name not in ("style", "iframe", "object", "embed", "img", "base"), name
        if name == "script":  # the editor in the form, the network in its page, the order of a table in an answer
            assert path.startswith(("/sparql", "/picture/network", "/queries/"))
            assert one.attrib.keys() == {"src", "defer"} and not one.text
            assert (one.get("src") or "").startswith("/static/")
            continue
        assert not [key for key in one.attrib if str(key).startswith("on") or key in ("style", "src", "srcdoc")]
        if name in ("link", "form"):  # what a browser fetches by itself, and where it sends what was typed
            assert (one.get("href") or one.get("action") or "").startswith("/")
        if name == "label":
            assert one.get("for") in ids
        if name in ("input", "select", "textarea"):
            hidden = one.get("type") == "hidden"
            assert hidden or any(label.get("for") == one.get("id") for label in tree.iter("label"))


@pytest.mark.parametrize("path", ["/", "/queries/gaps", "/report/peru-2022", "/sparql", "/doc/institution/pe/sunat"])
def test_a_page_says_what_a_browser_may_do_with_it(service: Service, path: str) -> None:
    answer = shown(service, path)
    policy = {one.split()[0]: one.split()[1:] for one in answer.headers["Content-Security-Policy"].split(";")}
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["style-src"] == policy["form-action"] == ["'self'"]
    scripted = path.startswith("/queries/") or (path == "/sparql" and assets.editor() is not None)
    assert policy.get("script-src") == policy.get("connect-src") == (["'self'"] if scripted else None)
    assert "sandbox" not in policy and "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Vary"] == "Accept, Accept-Language"
    known = {"Accept": BROWSER, "If-None-Match": answer.headers["ETag"]}
    assert service.send("GET", path, headers=known).status == 304


def test_the_first_page_is_small(service: Service) -> None:
    page = shown(service, "/")
    sheets = [one.get("href", "") for one in parsed(page.text).iter("link") if one.get("rel") == "stylesheet"]
    assert sheets == ["/static/site.css"]
    style = service.get(sheets[0])
    assert style.type == "text/css"
    assert len(page.body) + len(style.body) <= 50_000
    assert service.send("GET", sheets[0], headers={"If-None-Match": style.headers["ETag"]}).status == 304


@pytest.mark.parametrize("path", ["/queries/gaps", "/sparql", "/ontology", "/doc/institution/pe/sunat"])
@pytest.mark.parametrize("accept", ["", "*/*", "text/turtle, application/sparql-results+json, text/html;q=0.5"])
def test_programs_get_data(service: Service, path: str, accept: str) -> None:
    assert service.get(path, accept).type in ("application/sparql-results+json", "text/turtle")


def test_a_thing_leads_a_browser_to_its_page(service: Service) -> None:
    answer = shown(service, "/id/institution/pe/sunat")
    assert (answer.status, answer.headers["Location"]) == (303, "/doc/institution/pe/sunat.html")
    tree = parsed(shown(service, answer.headers["Location"]).text)
    others = [one for one in tree.iter("link") if one.get("rel") == "alternate" and not one.get("hreflang")]
    offered = {one.get("type"): one.get("href", "") for one in others}
    assert {"text/turtle", "application/ld+json"} <= offered.keys()
    for media_type, address in offered.items():
        assert service.get(address).type == media_type


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "print"])
def test_coloured_words_meet_wcag_aa(theme: int) -> None:
    sheet = STYLESHEET.read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[theme]))
    inks = {colour for colour in re.findall(r"[{;] color: var\(--(\w+)\)", sheet) if colour != "ground"}
    assert {"t0", "t1", "t2", "t3", "t4", "t6"} <= inks  # the marks
    for ground in ("ground", "panel"):
        for ink in inks:
            lighter, darker = sorted(
                (_luminance(colours.get(ink, "#000000")), _luminance(colours[ground])), reverse=True
            )
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (ink, ground)


# Where links lead


def test_every_link_leads_somewhere(service: Service) -> None:
    seen: dict[str, set[str] | None] = {}  # the ids of what was opened; None for what is no page
    wanted: set[str] = set()

    def opened(path: str) -> tuple[str, Answer]:
        return path, shown(service, path)

    now, refused = {"/"}, []
    for depth in range(4):
        following: set[str] = set()
        with ThreadPoolExecutor(3) as several:
            for path, answer in several.map(opened, sorted(now)):
                seen[path] = None
                if not 200 <= answer.status < 400:
                    refused.append((path, answer.status))
                if answer.type != "text/html" or (depth == 3 and "#" not in path):
                    continue
                tree = parsed(answer.text)
                seen[path] = {one.get("id", "") for one in tree.iter()}
                for link in linked(tree):
                    address = urljoin(path, link)
                    if not urlsplit(address).scheme:
                        following.add(address.partition("#")[0])
                        wanted.add(address)
        now = following - seen.keys()
        if depth == 2:  # the dump is the whole store, in six formats
            now = {path for path in now if not path.startswith(("/dump", "/store"))}
    assert not refused
    assert len(seen) > 300
    for address in wanted:
        path, _, name = address.partition("#")
        if name and (ids := seen.get(path)) is not None:
            assert unquote(name) in ids, address


def test_a_quote_leads_to_its_words_in_the_report(service: Service) -> None:
    text = {one.get("id"): one for one in parsed(shown(service, "/report/peru-2022").text).iter() if one.get("id")}
    tree = parsed(shown(service, "/queries/gaps?report=peru-2022").text)
    places = [link for cell in tree.iter("td") if cell.get("class") == "quote" for link in linked(cell)]
    rows = json.loads(service.get("/queries/gaps.json?report=peru-2022").body)["results"]["bindings"]
    assert len(places) == len(rows) > 10
    for place, row in zip(places, rows, strict=True):
        path, _, anchor = place.partition("#")
        assert path == "/report/peru-2022"
        element = text[anchor]
        assert printed(element).removesuffix(element.tail or "") == row["quote"]["value"]
        assert "denied" in (element.get("class") or "").split()
        assert f"line-{row['line']['value']}" in text


def test_a_passage_without_its_words_leads_to_them(service: Service) -> None:
    anchors = {one.get("id") for one in parsed(shown(service, "/report/peru-2022").text).iter()}
    tree = parsed(shown(service, "/queries/passages?report=peru-2022&kind=cell").text)
    places = [link for link in linked(tree) if "#t" in link]
    cells = service.get("/queries/passages.csv?report=peru-2022&kind=cell").body.count(b"\r\n") - 1
    assert len(places) == cells > 100
    assert {link.partition("#")[2] for link in places} <= anchors


def test_denials_and_contradictions_are_told_in_words(service: Service) -> None:
    tree = parsed(shown(service, "/report/peru-2022").text)
    signs = [words(one) for one in tree.iter("a") if "sign" in (one.get("class") or "").split()]
    assert "✕ denied" in signs
    rows = json.loads(service.get("/queries/contradictions.json?report=peru-2022").body)["results"]["bindings"]
    assert rows
    for row in rows:
        for side in "AB":
            assert f"≠ disagrees with line {row[f'line{side}']['value']}" in signs


def test_the_text_is_the_report_but_for_blanks_between_passages(service: Service, seed: Path) -> None:
    tree = parsed(shown(service, "/report/peru-2022").text)
    (text,) = (one for one in tree.iter("div") if one.get("class") == "text")
    text.tail = ""
    got, wanted = printed(text), seed.read_text(encoding="utf-8")
    assert len(got.rstrip()) == len(wanted.rstrip())
    assert all(one == other or (one + other).isspace() for one, other in zip(got, wanted, strict=False))
    # Of the shipped report one blank of 90,820 stands on the other side of a line's end.
    assert sum(one != other for one, other in zip(got, wanted, strict=False)) <= 2
    lines = {one.get("id"): one for one in text.iter() if (one.get("id") or "").startswith("line-")}
    assert len(lines) == sum(1 for line in wanted.split("\n") if line.strip())


# Questions


def test_a_question_keeps_what_was_asked(service: Service) -> None:
    tree = parsed(shown(service, "/queries/gaps?report=peru-2022&action=2.1&objective=").text)
    chosen = [one for one in tree.iter("option") if one.get("selected") is not None]
    assert [words(one) for one in chosen] == ["peru-2022"]
    assert [one.get("value") for one in tree.iter("option")] == ["", "peru-2022"]
    fields = [(one.get("name"), one.get("value")) for one in tree.iter("input")]
    assert fields == [("action", "2.1"), ("objective", ""), ("filter", ""), ("sort", "")]
    assert "/queries/gaps.csv?report=peru-2022&action=2.1" in linked(tree)
    assert "/queries/gaps?report=peru-2022&action=2.1" in linked(tree)


def test_a_name_takes_the_link_of_its_thing(service: Service) -> None:
    tree = parsed(shown(service, "/queries/institution-law-action?institution=SUNAT&basis=stated").text)
    heads = [words(one) for one in tree.iter("th")]
    assert heads == ["report", "acronym", "name", "action", "basis", "quote", "relation", "law name"]
    rows = [list(row.iter("td")) for row in tree.iter("tr")][1:]
    assert rows
    for row in rows:
        assert linked(row[2]) == ["/id/institution/pe/sunat"]
        assert re.match(r"/id/(report/[\w-]+/)?(law|document)/", linked(row[7])[0])


def test_the_sparql_behind_a_question_gives_its_answer(service: Service) -> None:
    path = "/queries/institution-actions?institution=SUNAT"
    tree = parsed(shown(service, path).text)
    (behind,) = ("".join(one.itertext()) for one in tree.iter("code") if "SELECT" in "".join(one.itertext()))
    canned = service.get(path.replace("?", ".csv?"))
    assert service.ask(behind, "text/csv").body == canned.body
    (editor,) = (link for link in linked(tree) if link.startswith("/sparql?edit="))
    (area,) = parsed(shown(service, editor).text).iter("textarea")
    assert (area.text or "") == behind


def test_a_long_answer_comes_in_pages(service: Service) -> None:
    total = service.get("/queries/passages.csv").body.count(b"\r\n") - 1
    path: str | None = "/queries/passages"
    numbers, rows = 0, 0
    while path:
        tree = parsed(shown(service, path).text)
        rows += sum(1 for one in tree.iter("td")) // len([one for one in tree.iter("th")])
        following = [one.get("href") for one in tree.iter("a") if one.get("rel") == "next"]
        path, numbers = (following or [None])[0], numbers + 1
    assert (numbers, rows) == (-(-total // 500), total) and numbers > 1
    assert "Nothing was found" in shown(service, "/queries/passages?page=999").text
    assert shown(service, "/queries/passages?page=0").status == 400


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/queries/gaps?report=peru-2023", "did you mean peru-2022?"),
        ("/queries/gaps?nonsense=1", "has no parameter"),
        ("/sparql?query=SELECT", "syntax error"),
        ("/sparql?query=", "query"),
        ("/sparql?" + urlencode({"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}), "other host"),
    ],
)
def test_a_refusal_is_said_in_the_page(service: Service, path: str, said: str) -> None:
    answer = shown(service, path)
    assert (answer.status, answer.type) == (400, "text/html")
    (refusal,) = (one for one in parsed(answer.text).iter() if one.get("role") == "alert")
    assert said in words(refusal)


@pytest.mark.parametrize(
    "path", ["/report/nope", "/report/", "/id/nope", "/doc/nope", "/queries/nope", "/nope", "/static/../app.py"]
)
def test_nothing_is_there(service: Service, path: str) -> None:
    answer = shown(service, path)
    assert (answer.status, answer.type) == (404, "text/html")
    assert [one for one in parsed(answer.text).iter() if one.get("role") == "alert"]
    if not path.startswith("/report"):  # which is for people alone
        assert service.get(path, "*/*").type == "text/plain"


def test_search_ignores_diacritics_and_leads_on(service: Service) -> None:
    plain, accented = (
        shown(service, "/search?q=Policia+Nacional"),
        shown(service, "/search?q=" + quote("polićía nacional")),
    )
    found = [link for link in linked(parsed(plain.text)) if link.startswith("/id/institution/")]
    assert found and found == [link for link in linked(parsed(accented.text)) if link.startswith("/id/institution/")]
    passages = [link for link in linked(parsed(shown(service, "/search?q=early+warning").text)) if "#t" in link]
    anchors = {one.get("id") for one in parsed(shown(service, "/report/peru-2022").text).iter()}
    assert passages and all(link.partition("#")[2] in anchors for link in passages)


def test_the_form_shows_what_a_program_gets(service: Service) -> None:
    tree = parsed(shown(service, "/sparql?" + urlencode({"query": CLASSES})).text)
    rows = [[words(cell) for cell in row.iter("td")] for row in tree.iter("tr")][1:]
    data = json.loads(service.ask(CLASSES).body)["results"]["bindings"]
    assert [row[1] for row in rows] == [one["number"]["value"] for one in data]
    assert "true" in [words(one) for one in parsed(shown(service, "/sparql?query=ASK+{}").text).iter("p")]


def test_the_form_says_that_rows_are_missing(peru_store: str) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 20000"
    with serving(peru_store) as running:
        answer = shown(running, "/sparql?" + urlencode({"query": query}))
    tree = parsed(answer.text)
    assert [one for one in tree.iter() if one.get("role") == "alert"]
    assert len(list(tree.iter("tr"))) == 501


def test_a_bomb_in_the_form_stops_nothing(peru_store: str) -> None:
    with serving(peru_store, "--timeout", "1") as running:
        for name, bomb in BOMBS.items():
            answer = running.send(
                "POST",
                "/sparql",
                urlencode({"query": bomb}).encode(),
                {"Accept": BROWSER, "Content-Type": FORM},
            )
            assert answer.status in (200, 400, 413, 503), name
            assert answer.type == "text/html", name
            parsed(answer.text)
            assert running.ask("ASK {}").status == 200, name


# Hostile names


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A report whose sentences and items are hostile, and whose things bear hostile names."""
    folder = tmp_path_factory.mktemp("hostile")
    report = folder / "report.txt"
    listed = "\n".join(f"- The {one} Office" for one in HOSTILE)
    denied = "Jamaica does not have training programs"
    report.write_text(
        INVENTED.replace("- The Invented Police Force", listed).replace(denied, f"{denied} {' '.join(HOSTILE)}"),
        encoding="utf-8",
    )
    builder.build([report], folder / "store")
    with serving(stored(folder / "hostile", renamed(folder / "store"))) as running:
        yield running


def test_a_hostile_name_does_nothing(hostile: Service) -> None:
    first = parsed(shown(hostile, "/").text)
    (report,) = {link for link in linked(first) if link.startswith("/report/")}
    paths = {report, "/search?q=alert", "/", "/about", *(f"/queries/{name}" for name in queries.names())}
    paths |= {f"/picture/{name}?" + urlencode({"report": report.removeprefix("/report/")}) for name in PICTURES}
    for path in sorted(paths):
        tree = parsed(shown(hostile, path).text)
        paths |= {link for link in linked(tree) if link.startswith("/id/")}
    for evil in HOSTILE:
        paths |= {
            "/search?" + urlencode({"q": evil}),
            "/queries/gaps?" + urlencode({"report": evil}),
            "/queries/gaps?" + urlencode({evil: evil}),
            "/queries/gaps?" + urlencode({"filter": evil}),
            "/queries/gaps?" + urlencode({"sort": evil}),
            "/compare?" + urlencode({"a": evil, "b": evil}),
            "/picture/network?" + urlencode({"institution": evil}),
            "/picture/" + quote(evil, safe=""),
            "/sparql?" + urlencode({"query": evil}),
            "/sparql?" + urlencode({"edit": evil}),
            "/sparql?" + urlencode({"query": f"SELECT ({ox.Literal(evil)} AS ?x) {{}}"}),
            "/report/" + quote(evil, safe=""),
            "/doc/" + quote(evil, safe=""),
        }
    said = ""
    for path in sorted(paths):
        answer = shown(hostile, path)
        if answer.status == 303:
            answer = shown(hostile, answer.headers["Location"])
        assert answer.status in (200, 400, 404), (path, answer.status)
        assert answer.type == "text/html"
        tree = parsed(answer.text)
        said += "".join(tree.itertext())
        for one in tree.iter():
            name = str(one.tag).rpartition("}")[2]
            assert name not in ("b", "image")
            assert name != "svg" or "drawing" in one.get("class", "").split()
            assert name != "script" or (path.startswith(("/sparql", "/picture/network", "/queries/")) and not one.text)
            assert not [key for key in one.attrib if str(key).startswith("on") or key == "autofocus"]
            assert re.match(r"$|[/#]|https?://", one.get("href") or "")
        assert "<script>" not in answer.text
    for evil in ("<script>alert(1)</script>", "{{1931*7}}", '" onmouseover="alert(2)'):
        assert evil in said  # they were shown, as text
    assert str(1931 * 7) not in said


# Marks

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: tuple(sorted(pair))), max_size=12)


@given(SPANS, SPANS, st.text(alphabet="ab \n", min_size=30, max_size=30))
def test_marks_nest_whatever_spans_there_are(
    spans: list[tuple[int, int]], over: list[tuple[int, int]], text: str
) -> None:
    marks = [Mark(*span, f"t{number}") for number, span in enumerate(dict.fromkeys(spans))]
    named = [Link(*span, f"/id/{number}", "") for number, span in enumerate(over) if span[0] < span[1]]
    stack: list[Mark] = []
    covered: dict[tuple[int, int], str] = {}
    at, written = 0, ""
    for token in tokens(text, marks, named, {}):
        if token.kind == "open" and token.mark:
            stack.append(token.mark)
        elif token.kind == "close":
            stack.pop()
        elif token.kind == "text":
            for mark in {(one.start, one.end) for one in stack}:
                covered[mark] = covered.get(mark, "") + token.text
            inside = [one for one in named if one.start <= at < one.end]
            assert (token.link is None) == (not inside)
            if token.link:
                assert token.link.end - token.link.start == min(one.end - one.start for one in inside)
            at, written = at + len(token.text), written + token.text
    assert written == text and not stack
    assert covered == {span: text[span[0] : span[1]] for span in spans if span[0] < span[1]}


@given(st.text(alphabet="ab \n", min_size=1, max_size=60), SPANS)
def test_a_text_is_put_together_from_its_quotes(text: str, spans: list[tuple[int, int]]) -> None:
    words_of = [match.span() for match in re.finditer(r"\S+", text)]
    inside = [(start, end) for start, end in spans if start < end <= len(text)]
    quotes = [Quote(start, end, text.count("\n", 0, start) + 1, text[start:end]) for start, end in words_of + inside]
    got = rebuilt(quotes)
    assert got.split() == text.split()
    for one in quotes:
        assert got[one.start : one.end] == one.words
        assert got.count("\n", 0, one.start) == one.line - 1


def test_addresses_of_things() -> None:
    base = "https://w3id.org/mem-graph/"
    assert links.thing(base + "law/pe/a b") == "/id/law/pe/a%20b"
    assert links.thing(base + "report/x-1") == "/report/x-1"
    assert links.thing(base + "ontology#Law") == "/ontology#Law"
    assert links.thing("https://example.org/") is None
    assert links.thing("javascript:alert(1)") is None


def test_answers_for_programs_load_no_templates() -> None:
    slow = "set('jinja2 rdflib pyshacl owlrl rich'.split())"
    for code, wanted in (
        (f"import sys, memgraph.web.worker; print(sorted({slow} & set(sys.modules)))", "[]"),
        (
            "import sys, memgraph.web.start, memgraph.web.question, memgraph.web.dossiers, memgraph.web.reading, "
            f"memgraph.web.form, memgraph.web.terms; print(sorted({slow} & set(sys.modules)))",
            "['jinja2']",
        ),
    ):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == wanted
