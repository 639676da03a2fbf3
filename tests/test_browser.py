"""The pages in a real browser: nothing fails or calls another host, a keyboard will do, axe finds no grave fault."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Route, sync_playwright

from memgraph import queries
from memgraph.vocab import MEM
from memgraph.web import assets
from memgraph.web.assets import Editor
from memgraph.web.words import LANGUAGES
from serving import Service
from test_pages import PAGES

# Each kind of page once: all but the questions, and of these one with quotes, one with pages, one with numbers.
KINDS = [path for path in PAGES if not path.startswith("/queries/")]
KINDS += ["/queries/gaps", "/queries/passages?page=2", "/queries/objective-scorecard?report=peru-2022"]
REFUSED = ["/nope", "/queries/gaps?report=nope"]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; Playwright's own is not downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium must be there in continuous integration")
        pytest.skip("no chromium here")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def opened(browser: Browser, service: Service) -> Iterator[Callable[..., Any]]:
    """Opens pages that may say nothing in the console and ask for nothing elsewhere."""
    base = f"http://{service.host}:{service.port}"

    @contextmanager
    def opening(script: bool = True, size: dict[str, int] = DESK, refused: bool = False, **more: Any) -> Iterator[Page]:
        context = browser.new_context(base_url=base, java_script_enabled=script, viewport=size, **more)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        page = context.new_page()

        def heard(message: ConsoleMessage) -> None:
            status = re.search("the server responded with a status of [45]0", message.text)  # what was to be seen
            if message.type in ("error", "warning") and not (refused and status):
                said.append(f"{message.location['url']}: {message.text}")

        said: list[str] = []
        asked: list[str] = []

        def failed(request: Request) -> None:
            if request.failure != "net::ERR_ABORTED":  # which is what a page does when it is left
                said.append(f"{request.url}: {request.failure}")

        page.on("console", heard)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", failed)
        page.on("request", lambda request: asked.append(request.url))
        yield page
        context.close()
        assert not said
        assert asked and not [url for url in asked if not url.startswith(f"{base}/")]

    return opening  # type: ignore[return-value]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_opens_and_asks_no_other_host(opened: Callable[..., Any], language: str, script: bool) -> None:
    with opened(script, locale=language) as page:
        for path in PAGES:
            answer = page.goto(path)
            assert answer and answer.status == 200, path
            assert page.locator("h1").inner_text()
            if script:
                assert page.evaluate("document.documentElement.lang") == language


@pytest.mark.parametrize("size", [DESK, PHONE, {"width": 320, "height": 640}], ids=["desk", "phone", "narrow"])
def test_no_page_is_scrolled_sideways(opened: Callable[..., Any], size: dict[str, int]) -> None:
    with opened(size=size, locale="es") as page:
        for path in KINDS:
            page.goto(path)
            wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert wide <= room, (path, wide, room)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_question_is_answered_with_three_clicks(opened: Callable[..., Any], script: bool) -> None:
    with opened(script) as page:
        page.goto("/")
        page.get_by_role("link", name="Which institution rests on which law").click()
        page.get_by_label("institution", exact=True).fill("PRONABI")
        page.get_by_role("button", name="Ask").click()
        quote = page.locator("td.quote a").first
        words = quote.inner_text()
        assert "Decree" in words and "PRONABI" in page.locator("tbody").inner_text()
        quote.click()
        page.wait_for_url("**/report/peru-2022#t*")
        there = page.locator(f"#{page.url.partition('#')[2]}")
        assert " ".join(words.split())[:40] in " ".join(there.inner_text().split())
        box = there.bounding_box()
        assert box and 0 <= box["y"] < DESK["height"]


def test_a_search_by_keyboard_alone(opened: Callable[..., Any]) -> None:
    with opened() as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.type("policia nacional")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=policia+nacional")
        assert page.locator("ul.hits li").count() >= 2


def test_a_form_is_sent_by_keyboard_and_keeps_its_language(opened: Callable[..., Any]) -> None:
    with opened() as page:
        page.goto("/queries/gaps?lang=es")
        page.get_by_label("acción").focus()
        page.keyboard.type("2.1")
        page.keyboard.press("Enter")
        page.wait_for_url("**/queries/gaps?*action=2.1*")
        assert "lang=es" in page.url and page.evaluate("document.documentElement.lang") == "es"
        assert page.locator("tbody tr").count() == 1
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**lang=en")
        assert "action=2.1" in page.url and page.locator("tbody tr").count() == 1


@pytest.mark.parametrize(
    ("path", "column", "typed"),
    [
        ("/queries/gaps?report=peru-2022", "action", "INCB"),
        ("/queries/institutions", "acronym", "PÓLICE peru"),
        ("/queries/training?lang=es", "quote", "of the"),
    ],
)
def test_the_script_orders_and_narrows_as_the_server_does(
    opened: Callable[..., Any], path: str, column: str, typed: str
) -> None:
    """A heading pressed, pressed again, and words in the filter: the server's page for the same address is the same."""

    def rows(page: Page) -> list[str]:
        return [" ".join(row.split()) for row in page.locator("table.answer tbody tr:visible").all_inner_texts()]

    with opened() as page, opened(script=False) as plain:
        page.goto(path)
        before = rows(page)
        page.evaluate("window.stays = true")
        head = page.locator(f"th[data-column='{column}'] a")
        seen = []
        for step in (head.click, head.click, lambda: page.locator("#filter").fill(typed)):
            step()
            seen.append(rows(page))
            plain.goto(page.url)
            assert seen[-1] == rows(plain), page.url
            assert page.locator("#count").inner_text() == plain.locator("#count").inner_text()
        up, down, kept = seen
        assert up != down
        assert sorted(up) == sorted(down) == sorted(before) and 0 < len(kept) < len(down)
        assert page.evaluate("window.stays") and f"sort=-{column}" in page.url and "filter=" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen(opened: Callable[..., Any], scheme: str) -> None:
    with opened(color_scheme=scheme) as page:
        for path in ("/", "/queries/gaps", "/sparql"):
            page.goto(path)
            seen = set()
            for _ in range(12):
                page.keyboard.press("Tab")
                tag, style, width = page.evaluate(
                    "(one => [one.outerHTML, getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth])"
                    "(document.activeElement)"
                )
                assert style == "solid" and float(width.removesuffix("px")) >= 2, tag
                seen.add(tag)
            assert len(seen) >= 10


def test_marks_lead_to_what_they_name(opened: Callable[..., Any]) -> None:
    with opened() as page:
        page.goto("/report/peru-2022")
        for kind in ("institution", "law"):
            mark = page.locator(f".text a.mark.{kind}").first
            styles = mark.evaluate("one => [getComputedStyle(one).textDecorationStyle, getComputedStyle(one).color]")
            assert styles[0] == {"institution": "solid", "law": "double"}[kind]
            assert (mark.get_attribute("href") or "").startswith("/id/")
        first = page.locator(".text a.mark.institution").first
        first.click()
        page.wait_for_url("**/doc/**.html")
        assert page.locator("blockquote a").count() > 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_network_shows_the_laws_of_an_institution(opened: Callable[..., Any], script: bool) -> None:
    with opened(script) as page:
        page.goto("/picture")
        assert page.locator("h2").all_inner_texts() == ["peru-2022"]
        page.goto("/picture/network?institution=SUNAT&basis=stated")
        box = page.locator("svg").first.bounding_box()
        assert box and box["width"] > 300 and box["height"] > 100
        link = page.locator("svg a[href^='/id/law/']", has_text="268-2019-EF").first
        assert link.is_visible()
        link.click()
        page.wait_for_url("**/doc/law/pe/supreme-decree/268-2019-ef*")
        assert "268-2019-EF" in page.locator("main").inner_text()


def pressed(page: Page) -> Locator:
    """Somewhere in the network is a node, which when pressed says what it is: the link that it gives."""
    box = page.locator(".moved").bounding_box()
    assert box
    link = page.locator(".moved + p a")
    for down in range(20, int(box["height"]), 16):
        for right in range(20, int(box["width"]), 16):
            page.mouse.click(box["x"] + right, box["y"] + down)
            if link.count():
                return link
    raise AssertionError("there is no node")


def test_the_network_can_be_moved_and_put_back(opened: Callable[..., Any]) -> None:
    built(assets.network())
    with opened() as page:
        page.goto("/picture/network?institution=SUNAT&lang=es")
        page.get_by_role("button", name="Red interactiva").click()
        canvas = page.locator(".moved canvas").first
        canvas.wait_for(state="visible")
        assert not page.locator(".wide.canvas").is_visible()
        link = pressed(page)
        address = link.get_attribute("href") or ""
        assert address.startswith("/id/") and address.endswith("?lang=es")
        link.click()
        page.wait_for_url("**/doc/**.html?lang=es")
        page.goto("/picture/network?institution=SUNAT&lang=es")
        button = page.get_by_role("button", name="Red interactiva")
        button.press("Enter")
        button.press("Enter")
        page.locator(".wide.canvas svg").wait_for(state="visible")
        assert not page.locator(".moved").count()


def test_without_its_rows_the_network_leaves_the_still_picture(opened: Callable[..., Any]) -> None:
    """First the service is busy, then what is cut short comes, then rows in which nothing has a name."""
    built(assets.network())

    def nameless(route: Route) -> None:
        told = route.fetch().json()
        for row in told["results"]["bindings"]:
            for name in ("acronym", "name", "lawName", "actionNumber"):
                row.pop(name, None)
        route.fulfill(json=told)

    with opened(refused=True) as page:
        rows = "**/queries/institution-law-action.json*"
        page.route(rows, nameless)
        page.route(rows, lambda route: route.fulfill(status=200, body='{"results": '), times=1)
        page.route(rows, lambda route: route.fulfill(status=503, body='{"results": {"bindings": []}}'), times=1)
        page.goto("/picture/network?institution=SUNAT&basis=stated")
        button = page.get_by_role("button", name="A network to move")
        for _ in range(2):
            with page.expect_response(rows):
                button.click()
            page.get_by_text("The network cannot be drawn now").wait_for()
            assert page.locator(".wide.canvas svg").is_visible() and not page.locator(".moved").count()
            assert button.get_attribute("aria-pressed") == "false"
        button.click()
        page.locator(".moved canvas").first.wait_for(state="visible")
        assert not page.locator(".wide.canvas").is_visible() and button.get_attribute("aria-pressed") == "true"
        assert not page.get_by_text("The network cannot be drawn now").count()
        link = pressed(page)
        assert link.inner_text() == (link.get_attribute("href") or "").rpartition("/")[2]


# The editor of SPARQL, where it was built in


def built(found: object) -> None:
    """Skip where the package was built without npm; in continuous integration that is a failure."""
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("editor and network must be built in continuous integration: is npm there?")
        pytest.skip("nothing is built in: the package was built without npm")


@pytest.fixture
def editor() -> Editor:
    """The addresses of the editor; skipped where the package was built without npm."""
    found = assets.editor()
    built(found)
    assert found
    return found


def test_the_editor_asks_and_the_answer_comes_into_the_page(opened: Callable[..., Any], editor: Editor) -> None:
    with opened() as page:
        page.goto("/sparql?lang=es")
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("SELECT ?law { ?law a <https://w3id.org/mem-graph/ontology#Law> } LIMIT 7")
        page.evaluate("window.stays = true")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#result tbody tr")
        assert page.locator("#result tbody tr").count() == 7
        assert (page.locator("#result td a").first.get_attribute("href") or "").startswith("/id/")
        assert page.evaluate("window.stays") and "LIMIT+7" in page.url and "lang=es" in page.url
        english = page.get_by_role("link", name="English").get_attribute("href") or ""
        assert "LIMIT+7" in english and english.endswith("lang=en")
        page.reload()
        assert page.locator("#result tbody tr").count() == 7
        assert "LIMIT 7" in page.locator(".CodeMirror").inner_text()
        assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_the_editor_shows_where_a_query_is_wrong(opened: Callable[..., Any], editor: Editor) -> None:
    with opened(refused=True) as page:
        page.goto("/sparql")
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("SELECT ?x { ?x a }")
        page.get_by_role("button", name="Ask").click()
        assert "query:1:" in page.get_by_role("alert").inner_text()


def test_the_editor_posts_what_is_too_long_for_an_address(opened: Callable[..., Any], editor: Editor) -> None:
    with opened() as page:
        page.goto("/sparql")
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(f"SELECT ?x {{ VALUES ?x {{ {' '.join(f'{n:09}' for n in range(900))} }} }}")
        page.get_by_role("button", name="Ask").click()
        page.wait_for_selector("#result tbody tr")
        assert page.locator("#result tbody tr").count() == 500 and page.url.endswith("/sparql")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("SELECT * { ?x a mem:Instituti", ["mem:Institution", "mem:InstitutionLink", "mem:InstitutionRole"]),
        ("SELECT * { ?x mem:underA", ["mem:underAction"]),
        ("SELECT * { ?x foaf:kno", []),
    ],
)
def test_the_editor_completes_with_what_stands_in_the_graph(
    opened: Callable[..., Any], editor: Editor, typed: str, offered: list[str]
) -> None:
    with opened() as page:
        with page.expect_response(lambda answer: "%3Fthing+%3Fterm+%3Fvalue" in answer.url):
            page.goto("/sparql")
        page.wait_for_timeout(300)
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(f"PREFIX mem: <{MEM}>\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\n")
        page.keyboard.type(typed)
        page.keyboard.press("Control+Space")
        page.wait_for_timeout(700)
        hints = page.locator(".CodeMirror-hint").all_inner_texts()
        line = page.locator(".CodeMirror-line").last.inner_text()
        assert hints == offered or (len(offered) == 1 and line.endswith(offered[0])) or (not offered and not hints)


def test_a_prefix_of_ours_is_written_by_the_editor(opened: Callable[..., Any], editor: Editor) -> None:
    with opened() as page:
        page.goto("/sparql")
        page.wait_for_timeout(500)
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("SELECT * { ?x a prov:")
        page.wait_for_timeout(700)
        assert "PREFIX prov: <http://www.w3.org/ns/prov#>" in page.locator(".CodeMirror").inner_text()


def test_the_editor_is_no_trap_for_the_keyboard(opened: Callable[..., Any], editor: Editor) -> None:
    with opened() as page:
        page.goto("/sparql")
        page.locator(".CodeMirror").click()
        page.keyboard.press("Tab")  # to what scrolls
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "submit"
        page.keyboard.press("Enter")
        page.wait_for_selector("#result tbody tr")


def test_every_question_is_one_click_from_the_editor(opened: Callable[..., Any]) -> None:
    with opened(script=False) as page:
        page.goto("/sparql")
        assert page.locator(".examples a").count() == len(queries.names())
        page.locator(".examples a", has_text="Gaps").first.click()
        assert "mem:response" in page.locator("textarea#query").input_value()
        page.get_by_role("button", name="Ask").click()
        assert page.locator("#result tbody tr").count() > 10


# Axe


def test_axe_is_at_work(opened: Callable[..., Any]) -> None:
    with opened() as page:
        page.goto("/about")
        page.evaluate("document.querySelector('main').append(document.createElement('button'))")
        found = Axe().run(page).response["violations"]
    assert [(one["id"], one["impact"]) for one in found if one["id"] == "button-name"] == [("button-name", "critical")]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*KINDS, *REFUSED])
def test_axe_finds_no_grave_fault(opened: Callable[..., Any], path: str, language: str, size: dict[str, int]) -> None:
    with opened(size=size, locale=language, refused=path in REFUSED) as page:
        page.goto(path)
        found = Axe().run(page).response["violations"]
    grave = [
        (one["id"], one["impact"], [node["html"][:160] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert not grave
