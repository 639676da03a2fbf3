"""Scaffold: what a new report starts from can be built at once, and is never written over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from helpers import INVENTED, THEME, call, refused

REPORTS = sorted((Path(__file__).parent / "invented").glob("*.txt"))


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_what_is_written_is_built_and_no_longer_a_candidate(report: Path, tmp_path: Path) -> None:
    here = Path(shutil.copy(report, tmp_path))
    before = json.loads(call("check", "-f", "json", here).text)[0]
    done = call("scaffold", here)
    assert done.code == 0 and done.out == b""
    folder = tmp_path / f"{report.stem}-authority"
    made = call("build", here, "--authority", folder, "--store", tmp_path / "store")
    assert made.code == 0, made.err
    after = json.loads(call("check", "-f", "json", here, "--authority", folder).text)[0]
    assert after["faults"] == []
    assert len(after["candidates"]) < len(before["candidates"]) / 2
    # An entry took the place of each candidate; a known name is found in more places than a guessed one.
    for kind, count in before["read"].items():
        assert after["read"][kind] >= count if kind.endswith(" mentions") else after["read"][kind] == count


def test_nothing_is_written_over(tmp_path: Path) -> None:
    report, curation = tmp_path / "invented.txt", tmp_path / "invented.yaml"
    report.write_text(INVENTED, encoding="utf-8")
    curation.write_text("expect:\n  objectives: 2\n", encoding="utf-8")
    refused(call("scaffold", report), 2, curation, "is there already")
    assert curation.read_text("utf-8") == "expect:\n  objectives: 2\n"
    assert not (tmp_path / "invented-authority").exists()


def test_a_count_that_changed_is_told(tmp_path: Path) -> None:
    report = tmp_path / "invented.txt"
    report.write_text(INVENTED, encoding="utf-8")
    assert call("scaffold", report).code == 0
    report.write_text(INVENTED.replace("- The Invented Customs Office\n", ""), encoding="utf-8")
    done = call("check", report)
    assert done.code == 1 and "expects 2 items, but 1 were read" in done.text


def test_a_refused_report_leaves_nothing(tmp_path: Path) -> None:
    report = tmp_path / "invented.txt"
    report.write_text("no report", encoding="utf-8")
    assert call("scaffold", report).code == 1
    assert sorted(tmp_path.iterdir()) == [report]


def test_a_new_name_in_the_authority_links_what_is_stored_anew(tmp_path: Path) -> None:
    """Adding with a folder of one's own reaches the reports that are in the store already."""
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(INVENTED, encoding="utf-8")
    second.write_text(INVENTED.replace("\n2023\n", "\n2024\n"), encoding="utf-8")
    store = ("--store", tmp_path / "store")
    assert call("build", "-q", first, *store).code == 0
    asked = ("query", "institution-actions", "-p", "report=jamaica-2023", "-f", "csv", *store)
    assert "customs-authority" not in call(*asked).text
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own.ttl").write_text(
        "@prefix mem: <https://w3id.org/mem-graph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "<institution/jm/customs-authority> a mem:Institution ; mem:country <country/jm> ;\n"
        '  skos:prefLabel "Invented Customs Office"@en ; dcterms:source "invented" .\n',
        encoding="utf-8",
    )
    done = call("add", second, "--authority", folder, *store)
    assert done.code == 0 and "linking jamaica-2023 anew" in done.err, done.err
    assert "customs-authority" in call(*asked).text
    # A text that is gone cannot be linked anew: said, and nothing changes.
    first.unlink()
    (folder / "own.ttl").write_text((folder / "own.ttl").read_text("utf-8") + "\n# changed\n", encoding="utf-8")
    refused(call("add", "-q", second, *store), 2, first, "jamaica-2023", "put it back")
    assert "customs-authority" in call(*asked).text


def test_a_theme_that_nobody_knows_is_scaffolded_with_its_actions(tmp_path: Path) -> None:
    """Invented: with what scaffold writes of a plan of no authority, two reports are compared on its actions."""
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    text = INVENTED.replace(THEME, "Invented Cooperation; Invented Research").replace(
        "an invented report.", "an invented report on the Hemispheric Plan of Action on Drugs 2026-2030."
    )
    first.write_text(text, encoding="utf-8")
    second.write_text(text.replace("JAMAICA", "GRENADA").replace("Jamaica", "Grenada"), encoding="utf-8")
    told = call("check", first).text
    assert "first.txt:6: theme: its 5 objectives and actions are described in the report alone" in told
    assert call("scaffold", first).code == 0
    folder = ("--authority", tmp_path / "first-authority")
    assert "theme:" not in call("check", first, *folder).text
    turtle = (tmp_path / "first-authority" / "theme.ttl").read_text("utf-8")
    assert '<plan/2026-2030> a mem:Plan ;\n    skos:prefLabel "Hemispheric Plan of Action on Drugs 2026-2030"' in turtle
    assert "<plan/2026-2030/invented-cooperation/objective/2> a mem:Objective" in turtle
    assert 'skos:prefLabel "Train the staff of the authority."@en' in turtle
    store = ("--store", tmp_path / "store")
    asked = ("query", "report-comparison", "-p", "a=jamaica-2023", "-p", "b=grenada-2023", "-f", "csv", *store)
    assert call("build", "-q", first, second, *store).code == 0
    assert len(call(*asked).text.splitlines()) == 1
    assert call("build", "-q", first, second, *folder, *store).code == 0
    addresses = [line.split(",")[0].split("mem-graph/")[1] for line in call(*asked).text.splitlines()[1:]]
    assert addresses == [f"plan/2026-2030/invented-cooperation/action/{number}" for number in ("1.1", "1.2", "2.1")]


def test_an_action_that_the_theme_lacks_is_scaffolded_alone(tmp_path: Path) -> None:
    """Invented: objective 99 stands in no plan; the objectives whose words differ are told, not written."""
    report = tmp_path / "first.txt"
    text = INVENTED.replace("an invented report.", "on the Hemispheric Plan of Action on Drugs 2021-2025.")
    report.write_text(
        text.replace("\n2\n", "\n99\n").replace("Objective 2", "Objective 99").replace("2.1", "99.1"), "utf-8"
    )
    told = call("check", report).text
    assert "99.1 of this theme is not in the authority" in told
    assert "1.1 of this theme reads otherwise in the authority" in told
    assert call("scaffold", report).code == 0
    turtle = (tmp_path / "first-authority" / "theme.ttl").read_text("utf-8")
    assert [line.split()[0] for line in turtle.splitlines() if line.startswith("<")] == [
        f"<plan/2021-2025/control-measures/{one}>" for one in ("objective/99", "action/99.1")
    ]
