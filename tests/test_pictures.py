"""Pictures: what is drawn is what the queries answer, each line leads to its sentence, and a file works alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import html5rdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE, renamed
from memgraph import builder
from memgraph.text import readable
from memgraph.web import lineage
from memgraph.web.drawing import SHEET, advance, legible, wrapped
from memgraph.web.gallery import PICTURES
from memgraph.web.layers import Sizes, layout
from serving import Service, serving, stored

XMLNS = "{http://www.w3.org/2000/svg}"
BASE = "https://w3id.org/mem-graph/"
TAGS = "svg title desc style rect defs marker path a g text".split()
FILES = [
    "network.svg?institution=SUNAT",
    "network.svg?report=peru-2022",
    "network.svg?report=peru-2022&basis=stated",
    "network.svg?law=1126",
    "network.svg?action=7.4",
    "responses.svg?report=peru-2022",
    "lineage.svg?report=peru-2022",
]


def drawn(service: Service, picture: str) -> Element:
    """A picture as an XML reader takes it, which raises for what is not well-formed."""
    answer = service.get(f"/picture/{picture}")
    assert (answer.status, answer.type) == (200, "image/svg+xml")
    return ElementTree.fromstring(answer.body)


def rows(service: Service, name: str, **params: str) -> list[dict[str, str]]:
    """The rows of a canned query as a program gets them."""
    found = json.loads(service.get(f"/queries/{name}.json", **params).body)["results"]["bindings"]
    return [{key: cell["value"] for key, cell in row.items()} for row in found]


def edges(tree: Element) -> list[tuple[str, set[str], str]]:
    """Of each line that is a row: where it leads, its classes and its words."""
    found = []
    for link in tree.iter(f"{XMLNS}a"):
        for path in link.findall(f"{XMLNS}path"):
            title = path.find(f"{XMLNS}title")
            assert title is not None
            place = urlsplit(link.get("href", ""))
            found.append((f"{place.path}#{place.fragment}", set((path.get("class") or "").split()), title.text or ""))
    return found


def boxes(tree: Element) -> list[tuple[str, str, str]]:
    """Of each thing: its kind, where it leads and its name."""
    found = []
    for link in tree.iter(f"{XMLNS}a"):
        for group in link.findall(f"{XMLNS}g"):
            address = urlsplit(link.get("href", ""))
            query = f"?{address.query}" if address.query else ""
            found.append(((group.get("class") or "").split()[0], address.path + query, group[0].text or ""))
    return found


def place(row: dict[str, str]) -> str:
    """Where the sentence of a row stands."""
    return f"/report/{row['report'].removeprefix(BASE + 'report/')}#t{row['start']}-{row['end']}"


# What is drawn


@pytest.mark.parametrize(
    "params",
    [
        {"institution": "SUNAT"},
        {"law": "1126"},
        {"action": "7.4"},
        {"report": "peru-2022"},
        {"report": "peru-2022", "basis": "stated"},
    ],
)
def test_the_lines_of_a_network_are_the_rows_of_its_query(service: Service, params: dict[str, str]) -> None:
    wanted = rows(service, "institution-law-action", **params)
    tree = drawn(service, "network.svg?" + urlencode(params))
    got = edges(tree)
    assert wanted and Counter((place(row), row["basis"]) for row in wanted) == Counter(
        (href, next(iter(classes & {"stated", "co-cited"}))) for href, classes, _ in got
    )
    for row in wanted:  # the sentence stands with its line
        said = " ".join(row["quote"].removeprefix("- ").replace("**", "").split())
        assert any(href == place(row) and said[:40] in title for href, _, title in got)
    things = {row[name] for row in wanted for name in ("institution", "law", "action")}
    assert {href for _, href, _ in boxes(tree)} == {"/id/" + one.removeprefix(BASE) for one in things}


def test_the_dossier_of_sunat_shows_its_laws(service: Service) -> None:
    page = service.get("/doc/institution/pe/sunat.html").text
    tree = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    (picture,) = (one for one in tree.iter(f"{XMLNS}svg"))
    wanted = rows(service, "institution-law-action", institution="SUNAT")
    laws = {("law", "/id/" + row["law"].removeprefix(BASE), row["lawName"]) for row in wanted}
    assert laws and laws == {one for one in boxes(picture) if one[0] == "law"}
    assert sorted(href for href, _, _ in edges(picture)) == sorted(map(place, wanted))
    assert "/picture/network.svg?institution=https" in page and "/queries/institution-law-action.csv?" in page


def test_a_thing_in_the_middle_of_many_rows_shows_what_is_stated(service: Service) -> None:
    address = "plan/2021-2025/control-measures/action/7.4"
    wanted = rows(service, "institution-law-action", action=BASE + address)
    assert len(wanted) > 60
    tree = html5rdf.HTMLParser(namespaceHTMLElements=False).parse(service.get(f"/doc/{address}.html").text)
    got = [classes for _, classes, _ in edges(next(tree.iter(f"{XMLNS}svg")))]
    assert len(got) == sum(row["basis"] == "stated" for row in wanted)
    assert any(one.get("href") == "/picture/network?" + urlencode({"action": BASE + address}) for one in tree.iter("a"))


def test_the_counts_of_the_matrix_are_those_of_the_query(service: Service) -> None:
    tree = drawn(service, "responses.svg?report=peru-2022")
    names = ("affirmed", "mixed", "denied", "neutral", "notApplicable", "notEvaluated")
    objectives = rows(service, "objective-scorecard", report="peru-2022")
    got = [one.text for one in tree.iter(f"{XMLNS}text") if "count" in (one.get("class") or "").split()]
    assert got == [row[name] for row in objectives for name in names]
    chips = [(href, name) for kind, href, name in boxes(tree) if kind == "action"]
    actions = rows(service, "action-responses", report="peru-2022")
    assert len(chips) == len(actions) == sum(int(row["actions"]) for row in objectives)
    for row in actions:
        href = "/queries/statements?" + urlencode({"report": row["report"], "action": row["action"]})
        (name,) = (name for one, name in chips if one == href)
        assert name.startswith(row["actionNumber"]) and name.endswith(f": {row['response']}")


def test_nothing_in_the_matrix_tells_one_response_from_another_but_its_place(service: Service) -> None:
    tree = drawn(service, "responses.svg?report=peru-2022")
    chips = {group.get("class") for group in tree.iter(f"{XMLNS}g")}
    assert chips == {"objective", "action"}
    assert not [one for one in tree.iter() if one.get("fill") or one.get("style")]
    sheet = SHEET.read_text(encoding="utf-8")
    assert not re.search(r"affirmed|denied|mixed|neutral", sheet)


def test_the_arrows_of_the_lineage_are_its_rows(service: Service) -> None:
    wanted = {
        (place(row), row["relation"], row["sourceName"], row["targetName"])
        for row in rows(service, "law-lineage", report="peru-2022")
    }
    tree = drawn(service, "lineage.svg?report=peru-2022")
    got = edges(tree)
    assert len(got) == len(wanted) > 20
    for href, relation, source, target in wanted:
        assert [
            title
            for one, classes, title in got
            if one == href and {"arrow", relation} <= classes and title.startswith(source) and target in title
        ], (source, relation, target)
    labels = [one.text for one in tree.iter(f"{XMLNS}text") if one.get("class") == "relation"]
    assert len(labels) == len(wanted) and set(labels) >= {"amends", "regulates", "based on"}
    assert all(one.get("marker-end") for one in tree.iter(f"{XMLNS}path") if "arrow" in (one.get("class") or ""))


# A file


@pytest.mark.parametrize("picture", FILES)
def test_every_link_of_a_picture_leads_somewhere(service: Service, picture: str) -> None:
    tree = drawn(service, picture)
    links = {one.get("href", "") for one in tree.iter(f"{XMLNS}a")}
    assert links and all(one.startswith(f"http://{service.host}:{service.port}/") for one in links)
    text = service.get("/report/peru-2022").text
    asked = set()
    for link in links:
        address = urlsplit(link)
        if address.fragment:
            assert address.path == "/report/peru-2022" and f'id="{address.fragment}"' in text
        else:
            asked.add(address.path + (f"?{address.query}" if address.query else ""))
    for path in asked:
        answer = service.get(path, "text/html")
        if answer.status == 303:
            answer = service.get(answer.headers["Location"], "text/html")
        assert answer.status == 200, path


@pytest.mark.parametrize("picture", FILES)
def test_a_picture_says_what_it_is(service: Service, picture: str) -> None:
    tree = drawn(service, picture)
    assert tree.get("role") == "group"  # its links can be reached, which those of an `img` cannot
    ids = {one.get("id"): one for one in tree.iter() if one.get("id")}
    for attribute, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
        assert ids[tree.get(attribute)].tag == XMLNS + tag and ids[tree.get(attribute)].text
    for one in tree.iter():
        assert one.tag.removeprefix(XMLNS) in TAGS
        assert not [key for key in one.attrib if key.startswith("on") or key in ("style", "src")]


def test_a_picture_is_served_as_other_answers_are(service: Service) -> None:
    path = "/picture/network.svg?institution=SUNAT"
    answer = service.get(path)
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy and "script-src" not in policy
    assert service.send("GET", path, headers={"If-None-Match": answer.headers["ETag"]}).status == 304
    head = service.send("HEAD", path)
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(answer.body)))


def test_the_same_picture_has_the_same_bytes(service: Service, peru_store: str) -> None:
    host = {"Host": "example.org"}
    with serving(peru_store) as other:  # other processes, with other hashes of strings
        for picture in FILES:
            once, again = (one.send("GET", f"/picture/{picture}", headers=host) for one in (service, other))
            assert once.status == 200 and once.body == again.body


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/picture/nope.svg", 404, "there is no such picture"),
        ("/picture/nope", 404, "there is no such picture"),
        ("/picture/network.svg?institution=SUNATT", 400, "did you mean SUNAT"),
        ("/picture/network?institution=SUNATT", 400, "did you mean SUNAT"),
        ("/picture/network.svg?basis=stated", 400, "has nothing to draw"),
        ("/picture/responses.svg?report=peru-2022&report=peru-2022", 400, "name one report"),
        ("/picture/responses.svg?report=peru-2022&action=1.1", 400, "has no parameter"),
        ("/picture/network.svg?report=" + "x" * 2000, 400, "longer than"),
    ],
)
def test_what_cannot_be_drawn_is_said(service: Service, path: str, status: int, said: str) -> None:
    answer = service.get(path)
    assert answer.status == status
    assert said in answer.text


def test_words_and_lines_of_a_file_meet_wcag_aa() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    grounds = set(re.findall(r"fill: (#[0-9a-f]{6});", sheet)) | set(re.findall(r"--panel, (#[0-9a-f]{6})", sheet))
    assert grounds == {"#ffffff", "#f3f6f8"}
    inks = set(re.findall(r"fill: var\(--(?:ink|soft|link), (#[0-9a-f]{6})\)", sheet))
    strokes = set(re.findall(r"stroke: var\(--(?:soft|t0|mark), (#[0-9a-f]{6})\)", sheet))
    assert len(inks) == 3 and len(strokes) == 3
    for colours, least in ((inks, 4.5), (strokes, 3)):
        for colour in colours:
            for ground in grounds:
                assert _contrast(colour, ground) >= least, (colour, ground)


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# Hostile names


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An invented report with institutions and laws, all of which bear hostile names."""
    folder = tmp_path_factory.mktemp("hostile")
    builder.build([Path(__file__).parent / "invented" / "san-marcelo-2022.txt"], folder / "store")
    with serving(stored(folder / "hostile", renamed(folder / "store"))) as running:
        yield running


def test_a_hostile_name_does_nothing(hostile: Service) -> None:
    said = ""
    for name in PICTURES:
        path = f"/picture/{name}.svg?report=san-marcelo-2022"
        answer = hostile.send("GET", path, headers={"Host": 'x"><script>alert(9)</script>'})
        assert answer.status == 200 and b"<script" not in answer.body
        tree = ElementTree.fromstring(answer.body)
        for one in tree.iter():
            assert one.tag.removeprefix(XMLNS) in TAGS
            assert not [key for key in one.attrib if key.startswith("on") or key in ("style", "src")]
            assert re.match(r"$|http://", one.get("href") or "")
            if one.tag == f"{XMLNS}text":  # shortened, so that it stays in its box
                assert len(one.text or "") <= 70
                assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]", one.text or "")
        said += "".join(tree.itertext())
    for evil in HOSTILE:  # each was shown, as text
        assert legible(readable(evil)) in said, evil


# The layout

SIZES = Sizes(width=100, apart=50, space=10, parts=20, pitch=6)
THINGS = st.dictionaries(st.integers(0, 15).map(str), st.integers(0, 3), min_size=2, max_size=12)


@given(THINGS, st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=25))
def test_things_keep_apart_and_ways_begin_and_end_at_theirs(
    layers: dict[str, int], pairs: list[tuple[int, int]]
) -> None:
    names = sorted(layers)
    ways = [
        (one, other)
        for one, other in ((names[a % len(names)], names[b % len(names)]) for a, b in pairs)
        if layers[one] < layers[other]
    ]
    heights = {name: 20 + 5 * i for i, name in enumerate(names)}
    found = layout(layers, heights, ways, SIZES)
    assert found == layout(layers, heights, ways, SIZES)
    for name, spot in found.places.items():
        assert spot.x == layers[name] * 150 and spot.height >= heights[name]
        assert spot.y >= -1 and spot.y + spot.height <= found.height + 1
        for other, beside in found.places.items():
            if other != name and beside.x == spot.x:
                assert beside.y >= spot.y + spot.height + 9 or spot.y >= beside.y + beside.height + 9
    ends = set()
    for (one, other), points in zip(ways, found.ways, strict=True):
        for name, point, right in ((one, points[0], 100), (other, points[-1], 0)):
            spot = found.places[name]
            assert point[0] == spot.x + right and spot.y < point[1] < spot.y + spot.height
            assert (name, point) not in ends  # each has a place of its own
            ends.add((name, point))
        assert len(points) == 2 * (layers[other] - layers[one])
        assert [x for x, _ in points] == sorted(x for x, _ in points)


@given(st.lists(st.tuples(st.integers(0, 7).map(str), st.integers(0, 7).map(str)), max_size=20))
def test_arrows_lead_to_the_right_but_in_a_ring(pairs: list[tuple[str, str]]) -> None:
    pairs = [(one, other) for one, other in pairs if one != other]
    things = sorted({one for pair in pairs for one in pair})
    layers = lineage.layers_of(things, pairs)
    assert set(layers) == set(things) and all(layer >= 0 for layer in layers.values())
    assert all(layers[one] != layers[other] for one, other in pairs)

    def reached(start: str) -> set[str]:
        seen, waiting = set(), [start]
        while waiting:
            fresh = {other for one, other in pairs if one == waiting[-1]} - seen
            waiting.pop()
            seen |= fresh
            waiting += fresh
        return seen

    for one, other in pairs:
        if one not in reached(other):  # no ring
            assert layers[one] < layers[other]


@given(st.text(), st.integers(20, 300), st.integers(1, 4))
def test_a_name_fits_and_can_do_nothing(text: str, width: int, lines: int) -> None:
    got = wrapped(text, width, lines)
    assert len(got) <= lines
    for line in got:
        assert line == legible(line)
        assert sum(map(advance, line.removesuffix("…"))) * 13 <= width or len(line) <= 2
    whole = legible(text)
    assert "".join(got).replace(" ", "") == whole.replace(" ", "") or got[-1].endswith("…")
    ElementTree.fromstring(f"<a>{whole.replace('&', '').replace('<', '')}</a>")


def test_a_picture_speaks_the_language_of_its_page(service: Service) -> None:
    for path in ("lineage.svg?report=peru-2022", "responses.svg?report=peru-2022", "network.svg?institution=SUNAT"):
        english = service.send("GET", f"/picture/{path}", headers={"Accept-Language": "en"})
        spanish = service.get(f"/picture/{path}&lang=es")
        assert (english.headers["Content-Language"], spanish.headers["Content-Language"]) == ("en", "es")
        assert english.headers["ETag"] != spanish.headers["ETag"]
        assert "Accept-Language" in english.headers["Vary"]
        texts = [
            {one.text for one in ElementTree.fromstring(answer.body).iter(f"{XMLNS}text")}
            for answer in (english, spanish)
        ]
        assert {"amends", "denied", "Institutions"} & texts[0] and {"modifica", "negado", "Instituciones"} & texts[1]
    page = service.get("/picture/lineage?report=peru-2022&lang=es", "text/html")
    assert 'href="/picture/lineage.svg?report=peru-2022&amp;lang=es"' in page.text
