"""The page of the ontology: all that the files say, as text, valid, and readable without a server or a script."""

from __future__ import annotations

import base64
import hashlib
import html as entities
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5rdf
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SH, SKOS

from memgraph import queries, resources
from memgraph.errors import CallError
from memgraph.ontology import Ontology
from memgraph.picture import GAP, ROW, WIDTH, picture
from memgraph.vocab import BASE, MEM, PREFIXES
from memgraph.web.ontology import page
from memgraph.web.pages import STYLESHEET, Site, style_hash

PAGE = page()
SERVED = Site(
    nav=(("/sparql", "sparql"), ("/ontology", "ontology")),
    home="/",
    stylesheet="/static/site.css",
    query="/queries/{}",
)
GRAPH = Graph().parse(resources.ONTOLOGY_FILE)
SHAPES = Graph().parse(resources.SHAPES_FILE, publicID=BASE)
ALIGNMENTS = Graph().parse(resources.ALIGNMENTS_FILE)
TERMS = sorted(str(term) for term in GRAPH.subjects(RDFS.isDefinedBy, URIRef(MEM.rstrip("#"))))
SCHEMA = PREFIXES["schema"]
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{% raw %}&lt;/style></title>"


def parsed(text: str) -> Element:
    """A page by a strict reader of HTML5, which raises for whatever is not valid."""
    tree: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


def name(element: Element) -> str:
    """The name of an element, without the namespace of SVG."""
    return str(element.tag).rpartition("}")[2]


def words(element: Element) -> str:
    """Its text, blanks as one space."""
    return " ".join("".join(element.itertext()).split())


def by_id(tree: Element, wanted: str) -> Element:
    """The one element of an id."""
    found = [one for one in tree.iter() if one.get("id") == wanted]
    assert len(found) == 1, wanted
    return found[0]


TREE = parsed(PAGE)


def facts(term: str) -> dict[str, Element]:
    """What the page lists of a term, by its label."""
    article = by_id(TREE, term)
    rows = [row for one in article.iter("dl") for row in one]
    return {words(row[0]): row[1] for row in rows}


def links(element: Element) -> list[str]:
    """The addresses of its links."""
    return [one.get("href", "") for one in element.iter("a")]


# --- what it says --------------------------------------------------------------------------------------------------


def test_the_page_is_valid_html(tmp_path: Path) -> None:
    for text in (PAGE, page(SERVED)):
        tree = parsed(text)
        assert text.startswith("<!DOCTYPE html>\n") and tree.get("lang") == "en"
        ids = [one.get("id") for one in tree.iter() if one.get("id")]
        assert len(ids) == len(set(ids))
        targets = [one.get(key, "") for one in tree.iter() for key in ("href", "aria-labelledby")]
        inside = {one.removeprefix("#") for target in targets for one in target.split() if target[:1] == "#"}
        assert inside <= set(ids)
        assert {one for t in tree.iter() for one in t.get("aria-labelledby", "").split()} <= set(ids)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.removeprefix(MEM))
def test_a_term_has_all_that_the_files_say_of_it(term: str) -> None:
    node, article = URIRef(term), by_id(TREE, term.removeprefix(MEM))
    said = words(article)
    for prop in (RDFS.label, SKOS.definition, SKOS.example):
        for value in GRAPH.objects(node, prop):
            assert " ".join(value.split()) in said, value
    spanish = next(v for v in GRAPH.objects(node, RDFS.label) if isinstance(v, Literal) and v.language == "es")
    assert [words(one) for one in article.iter() if one.get("lang") == "es"] == [str(spanish)]
    assert term in said
    listed = facts(term.removeprefix(MEM))
    for row, found in {
        "Said of": list(GRAPH.objects(node, URIRef(SCHEMA + "domainIncludes"))),
        "Leads to": list(GRAPH.objects(node, URIRef(SCHEMA + "rangeIncludes"))),
        "Kind of": list(GRAPH.objects(node, RDFS.subClassOf)),
        "Its kinds": list(GRAPH.subjects(RDFS.subClassOf, node)),
        "Properties": list(GRAPH.subjects(URIRef(SCHEMA + "domainIncludes"), node)),
        "Led to by": list(GRAPH.subjects(URIRef(SCHEMA + "rangeIncludes"), node)),
        "Elsewhere": [
            *(one for one in ALIGNMENTS.objects(node, RDFS.subClassOf)),
            *(one for one in ALIGNMENTS.objects(node, RDFS.subPropertyOf)),
        ],
    }.items():
        wanted = sorted(str(one).replace(MEM, "#") for one in found)
        assert sorted(links(listed[row]) if row in listed else []) == wanted, row
    asking = [one.name for one in queries.canned() if re.search(rf"\bmem:{term.removeprefix(MEM)}\b", one.text)]
    assert [words(one) for one in listed["Asked by"]] == asking if asking else "Asked by" not in listed


def test_a_class_says_what_its_shape_asks() -> None:
    asked = 0
    for node, target in SHAPES.subject_objects(SH.targetClass):
        if str(target) not in TERMS:
            continue
        said = words(by_id(TREE, str(target).removeprefix(MEM)))
        messages = [*SHAPES.objects(node, SH.message)]
        messages += [m for one in SHAPES.objects(node, SH.property) for m in SHAPES.objects(one, SH.message)]
        for message in messages:
            assert " ".join(message.split()) in said, message
            asked += 1
    assert asked > 100


def test_of_two_disjoint_classes_each_names_the_other() -> None:
    terms = Ontology(resources.ONTOLOGY).terms.values()
    pairs = {(term.name, other.removeprefix(MEM)) for term in terms for other in term.disjoint}
    assert ("Document", "Institution") in pairs  # the file says it of mem:Institution alone
    assert {(other, one) for one, other in pairs} == pairs


def test_the_rules_are_said_in_words() -> None:
    article = by_id(TREE, "ActionEvaluation")
    said = [words(one).split(". ")[0] for one in article.iter("li")]
    assert "in report: exactly one; report" in said
    assert "shares text with: any number; action evaluation" in said
    assert any(
        re.match(r"response: exactly one; one of affirmed, denied, mixed, neutral, not-appl", one) for one in said
    )
    assert any(one.startswith("dcterms:title: exactly one; text; not empty") for one in said)
    above = next(by_id(TREE, "Statement").iter("details"))
    assert "What must hold of passage, and:" in words(above) and "#Passage" in links(above)


def test_sections_and_terms_stand_in_the_order_of_the_file() -> None:
    text = resources.ONTOLOGY_FILE.read_text(encoding="utf-8")
    wanted = re.findall(r"^### (.+)$|^mem:(\w+) a ", text, re.MULTILINE)
    order = [one.get("id") or "" for one in TREE.iter() if one.tag in ("article", "h2")]
    titles = {f"section-{i}": title for i, title in enumerate((t for t, _ in wanted if t), start=1)}
    found = [titles.get(one, one) for one in order if one in titles or MEM + one in TERMS]
    assert found == [title or term for title, term in wanted][: len(found)]
    assert sum(one in order for one in titles) == len(titles) - 1  # the last holds terms of others
    contents = next(one for one in TREE.iter("nav") if one.get("aria-label") == "Contents")
    assert {f"#{term.removeprefix(MEM)}" for term in TERMS} <= set(links(contents))


def test_in_spanish_each_term_stands_under_its_spanish_label() -> None:
    tree = parsed(page(SERVED, language="es"))
    assert tree.get("lang") == "es"
    for term in TERMS:
        labels = {str(one.language): str(one) for one in GRAPH.objects(URIRef(term), RDFS.label)}  # type: ignore[attr-defined]
        (heading,) = by_id(tree, term.removeprefix(MEM)).iter("h3")
        assert words(heading) == f"{labels['es']} {labels['en']}"
    sections = [one for one in tree.iter("h2") if (one.get("id") or "").startswith("section-")]
    english = [one for one in TREE.iter("h2") if (one.get("id") or "").startswith("section-")]
    assert len(sections) == len(english) > 5
    for one, other in zip(sections, english, strict=True):
        assert words(one).startswith("¿") and not words(other).startswith("¿")


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    for seed in "17":
        command = [sys.executable, "-m", "memgraph.web.ontology", str(tmp_path / seed)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    assert (tmp_path / "1").read_text(encoding="utf-8") == (tmp_path / "7").read_text(encoding="utf-8") == PAGE


def test_a_served_page_links_what_the_server_has() -> None:
    tree = parsed(page(SERVED))
    nav = next(one for one in tree.iter("nav") if one.get("aria-label") == "Main")
    assert [(one.get("href"), one.get("aria-current")) for one in nav.iter("a")] == [
        ("/sparql", None),
        ("/ontology", "page"),
    ]
    assert [one.get("href") for one in tree.iter("link")] == ["/static/site.css"] and not list(tree.iter("style"))
    assert {f"/queries/{one}" for one in ("gaps", "statements")} <= set(links(tree))
    assert not [one for one in links(TREE) if one.startswith("/")]


# --- nothing runs, nothing is fetched ------------------------------------------------------------------------------


def harmless(tree: Element) -> None:
    """Assert that nothing in a page runs or is fetched: no script, no handler, no address but of the web."""
    for one in tree.iter():
        assert name(one) not in {"script", "img", "iframe", "object", "embed", "base", "form", "image", "use"}, one
        for key, value in one.items():
            assert not re.match(r"on|style$|src|srcset$", str(key)), (one, key)
            if str(key).endswith("href"):
                assert re.match(r"https?://|#|/", value), value
    assert sum(1 for one in tree.iter("style")) + sum(1 for one in tree.iter("link")) == 1


def test_nothing_runs_and_nothing_is_fetched() -> None:
    harmless(TREE)
    harmless(parsed(page(SERVED)))
    style = STYLESHEET.read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|expression|</", style)


def test_the_hash_is_that_of_the_one_style_element() -> None:
    (style,) = TREE.iter("style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    assert style_hash() == f"'sha256-{digest}'"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the ontology whose every text is markup, and some of whose addresses are scripts."""
    folder = tmp_path_factory.mktemp("hostile")
    turtle = EVIL.replace('"', '\\"')
    for path in (resources.ONTOLOGY_FILE, resources.ALIGNMENTS_FILE, resources.SHAPES_FILE):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'"(?:[^"\\\n]|\\.)*"@(en|es)', lambda m: f'"{turtle}{m[1]}"@{m[1]}', text)
        text = re.sub(r"^### .*$", f"### {EVIL}", text, flags=re.MULTILINE)
        text = text.replace("https://creativecommons.org/licenses/by/4.0/", "javascript:alert(3)")
        text = text.replace("schema:Country .", "<javascript:alert(4)> , <data:text/html,x> .")
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_text_is_text(hostile: Path) -> None:
    text = page(folder=hostile)
    tree = parsed(text)
    harmless(tree)
    shown = words(tree)
    for language in ("en", "es"):
        assert f"{EVIL}{language}" in shown
    assert "49" not in [word for word in re.findall(r"\w+", shown)]
    assert text.count(entities.escape(EVIL, quote=False).replace('"', "&#34;").replace("'", "&#39;")) > 500
    assert "javascript:alert(3)" in shown and "javascript:alert(4)" in shown
    for one in ("<script", "<img", "onerror=alert(2)>"):
        assert one not in text


# --- how it looks --------------------------------------------------------------------------------------------------


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "print"])
def test_contrast_meets_wcag_aa(theme: int) -> None:
    roots = re.findall(r":root \{(.*?)\}", STYLESHEET.read_text(encoding="utf-8"), re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", roots[theme]))
    assert len(roots) == 3 and {"ground", "panel", "ink", "soft", "link", "t0", "t7"} <= set(colours)
    for ground in ("ground", "panel"):
        for ink in ("ink", "soft", "link"):
            assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for line in (key for key in colours if re.fullmatch(r"t\d", key)):
            assert _contrast(colours[line], colours[ground]) >= 3, (line, ground)


def _boxes() -> Iterator[tuple[int, int, int, int]]:
    for place in picture(Ontology(resources.ONTOLOGY)).boxes:
        yield place.x, place.y, place.x + WIDTH, place.y + place.box.height


def test_every_class_and_every_link_is_in_the_picture() -> None:
    drawn = picture(Ontology(resources.ONTOLOGY))
    rows = [(place.box.name, row.term.iri) for place in drawn.boxes for row in place.box.rows]
    classes = [iri for _, iri in rows if (URIRef(iri), RDF.type, None) in GRAPH and iri.removeprefix(MEM)[0].isupper()]
    assert sorted(classes) == [term for term in TERMS if term.removeprefix(MEM)[0].isupper()]
    box = {iri: name for name, iri in rows if iri in classes}
    wanted = set()
    for prop in TERMS:
        for source in GRAPH.objects(URIRef(prop), URIRef(SCHEMA + "domainIncludes")):
            for target in GRAPH.objects(URIRef(prop), URIRef(SCHEMA + "rangeIncludes")):
                if str(source) in box and str(target) in box:
                    assert (box[str(source)], prop) in rows, prop
                    if box[str(source)] != box[str(target)]:
                        wanted.add((prop, str(target)))
    assert {(line.source.iri, line.target.iri) for line in drawn.lines} == wanted and len(wanted) > 20


def test_the_picture_is_readable() -> None:
    drawn = picture(Ontology(resources.ONTOLOGY))
    boxes = list(_boxes())
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and right <= drawn.width and top >= 0 and bottom <= drawn.height
        for other in boxes[i + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
    for line in drawn.lines:
        (x, y), (far, down) = line.points[0], line.points[-1]
        assert any(right == x and top < y < bottom for _, top, right, bottom in boxes)
        assert any(far in (left, right) and top < down < bottom for left, top, right, bottom in boxes)
        for (x, y), (far, down) in zip(line.points[1::2], line.points[2::2], strict=False):  # along a lane
            assert y == down and not any(
                left < far and x < right and top < y < bottom for left, top, right, bottom in boxes
            )
    assert drawn.width < 1300 and GAP > 40 and ROW > 16


def chromium(*options: str) -> str:
    """What headless chromium prints; the test is skipped where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium must be there in continuous integration")
        pytest.skip("no chromium here")
    command = [found, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stdout


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_width_makes_a_reader_scroll_sideways(width: int, tmp_path: Path) -> None:
    """Laid out by a browser at the width of a phone, tablet and desk; labels of the picture fit into their boxes."""
    measure = f"""<!DOCTYPE html><title>…</title><iframe width={width} height=800 srcdoc="{entities.escape(PAGE)}">
    </iframe><script>onload = () => {{
      const page = document.querySelector('iframe').contentDocument, root = page.documentElement;
      const out = [...page.querySelectorAll('svg text')].filter(text => {{
        const box = [...page.querySelectorAll('rect')].find(rect => {{
          const [a, b] = [rect.getBBox(), text.getBBox()];
          return a.x < b.x && b.x + b.width < a.x + a.width && a.y < b.y && b.y + b.height < a.y + a.height;
        }});
        return !box;
      }});
      document.title = [root.scrollWidth, root.clientWidth, out.length].join();
    }}</script>"""
    path = tmp_path / "measure.html"
    path.write_text(measure, encoding="utf-8")
    found = re.search(r"<title>(\d+),(\d+),(\d+)</title>", chromium("--dump-dom", path.as_uri()))
    assert found, "the page was laid out"
    wide, room, outside = map(int, found.groups())
    assert wide <= room <= width and outside == 0


# --- refusals ------------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"mem\.ttl: cannot be read \(No such file or directory\); check the path"):
        page(folder=tmp_path)
    for path in (resources.ONTOLOGY_FILE, resources.SHAPES_FILE):
        shutil.copy(path, tmp_path)
    broken = tmp_path / "shapes.ttl"
    broken.write_text(broken.read_text(encoding="utf-8").replace("sh:order 1 ;", "sh:order ;", 1), encoding="utf-8")
    with pytest.raises(CallError, match=r"shapes\.ttl:\d+: is no Turtle; mend the file"):
        page(folder=tmp_path)


def test_without_alignments_only_they_are_gone(tmp_path: Path) -> None:
    for path in (resources.ONTOLOGY_FILE, resources.SHAPES_FILE):
        shutil.copy(path, tmp_path)
    tree = parsed(page(folder=tmp_path))
    assert "Elsewhere" not in {words(one) for one in tree.iter("dt")}
    assert {MEM + one.get("id", "") for one in tree.iter("article")} == set(TERMS)
