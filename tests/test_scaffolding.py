"""Scaffold: what a new report starts from can be built at once, and is never written over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from helpers import INVENTED, call, refused

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
