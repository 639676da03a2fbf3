"""The invented corpus of bench/: the same each time, of many states, years and themes, and read without a fault."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from memgraph import build
from memgraph.build import Knowledge

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import corpus


def test_the_same_number_gives_the_same_text() -> None:
    assert corpus.report(7) == corpus.report(7)
    assert corpus.report(7) != corpus.report(7, seed=2)
    names = [corpus.report(number)[0] for number in range(0, 200, 9)]
    assert len(set(names)) == len(names)
    assert "invented" in corpus.report(7)[1]


@pytest.mark.parametrize("number", [0, 33])
def test_a_report_is_read_without_a_fault(number: int, tmp_path: Path, known: Knowledge) -> None:
    """Of an invented theme, and of that of the shipped report, whose actions it shares."""
    name, text = corpus.report(number)
    path = tmp_path / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    loaded = build.load(path, known)
    assert loaded.linked.id == name
    found = build.counts(loaded.linked.report)
    assert found["objectives"] == 12 and found["unparsed"] == 0
    assert min(found["statements"], found["tables"], found["items"], found["summary"]) > 5
    shared = "plan/2021-2025/control-measures/action/" in loaded.triples
    assert shared is (number == 33)
