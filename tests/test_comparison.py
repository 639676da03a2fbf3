"""Two reports side by side: what each says on the same action, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5rdf
import pytest

from memgraph import builder, resources
from serving import Answer, Service, serving

INVENTED = Path(__file__).parent / "invented"
BROWSER = "text/html"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The shipped report, one of its theme and one of another."""
    where = tmp_path_factory.mktemp("three") / "store"
    others = [INVENTED / f"{name}.txt" for name in ("san-marcelo-2022", "altamora-2023")]
    builder.build([resources.seeds()[0], *others], where)
    with serving(where) as running:
        yield running


def compared(service: Service, **params: str) -> tuple[Answer, Element]:
    """The page, by a strict reader."""
    answer = service.get("/compare?" + urlencode(params), BROWSER)
    return answer, html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)


def words(element: Element) -> str:
    """Its text, blanks as one space."""
    return " ".join("".join(element.itertext()).split())


def test_each_row_shows_both_responses_and_their_sentences(service: Service) -> None:
    a, b = "peru-2022", "san-marcelo-2022"
    wanted = json.loads(service.get("/queries/report-comparison.json", a=a, b=b).body)["results"]["bindings"]
    answer, tree = compared(service, a=a, b=b)
    rows = [list(row.iter("td")) for row in tree.iter("tr")][1:]
    assert answer.status == 200 and len(rows) == len(wanted) > 20
    differing = 0
    for cells, row in zip(rows, wanted, strict=True):
        assert words(cells[0]) == row["actionNumber"]["value"]
        responses = [words(next(cell.iter("span"))) for cell in cells[2:]]
        assert responses == [row["responseA"]["value"], row["responseB"]["value"]]
        assert ("≠" in words(cells[1])) == (responses[0] != responses[1])
        differing += responses[0] != responses[1]
        for cell, report in zip(cells[2:], (a, b), strict=True):
            given = {"report": report, "action": row["action"]["value"]}
            said = json.loads(service.get("/queries/statements.json", **given).body)["results"]["bindings"]
            places = [link.get("href", "") for quote in cell.iter("blockquote") for link in quote.iter("a")]
            assert places == [f"/report/{report}#t{one['start']['value']}-{one['end']['value']}" for one in said]
    assert f"{len(wanted)} actions are in both reports; on {differing} of them the responses differ" in words(tree)
    assert 0 < differing < len(wanted)


def test_reports_of_two_themes_share_nothing_and_the_page_says_so(service: Service) -> None:
    answer, tree = compared(service, a="peru-2022", b="altamora-2023")
    assert answer.status == 200 and not list(tree.iter("table"))
    assert "No priority action is in both reports" in words(tree)
    (said,) = (one for one in tree.iter("div") if one.get("class") == "card")
    assert [link.get("href") for link in said.iter("a")] == ["/report/peru-2022", "/report/altamora-2023"]
    assert "Illicit Cultivation" in words(said) and "Institutional Strengthening" in words(said)


def test_a_choice_is_kept_and_one_can_begin_with_none(service: Service) -> None:
    _, tree = compared(service, a="peru-2022")
    assert [words(one) for one in tree.iter("option") if one.get("selected") is not None] == ["peru-2022"]
    assert "peru-2022, san-marcelo-2022:" in words(tree)  # which can be compared
    _, same = compared(service, a="peru-2022", b="peru-2022")
    assert "This is one report beside itself" in words(same)


def test_what_is_no_report_is_said(service: Service) -> None:
    answer, tree = compared(service, a="peru-2022", b="peru-2023")
    assert answer.status == 400
    (said,) = (one for one in tree.iter() if one.get("role") == "alert")
    assert "did you mean peru-2022?" in words(said)
    assert service.get("/compare?a=x&a=y", BROWSER).status == 400
    assert service.get("/compare?a=" + "x" * 2000, BROWSER).status == 400
