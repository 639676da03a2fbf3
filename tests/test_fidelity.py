"""How well reports are read, held to what was measured: a change of a rule that reads worse fails here."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from memgraph import build

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("fidelity", ROOT / "bench" / "fidelity.py")
assert _spec and _spec.loader
fidelity = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fidelity)
PAIRS = fidelity.pairs()

# Recall and precision over all invented reports together, a little below what `bench/fidelity.py` showed.
FLOORS = {
    "statements+response": (0.92, 0.92),
    "summary clauses": (0.93, 0.95),
    "action responses": (0.95, 0.95),
    "laws": (0.96, 0.96),
    "institutions": (0.94, 0.93),
    "documents": (0.87, 0.93),
    "systems": (0.84, 0.88),
    "training": (0.90, 0.95),
    "figures": (0.86, 0.93),
    "stated links": (0.80, 0.85),
    "lineage": (0.83, 0.91),
    "contradictions": (0.86, 0.95),
}
PERU = {"statements+response": (0.98, 0.98), "summary clauses": (1, 1), "action responses": (1, 1), "figures": (1, 1)}


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, tuple[int, int, int]]]:
    return {path.stem: fidelity.measure(path, folder).counts() for path, folder in PAIRS}


@pytest.mark.parametrize("kind", FLOORS)
def test_invented_reports_are_read_as_well_as_before(
    measured: dict[str, dict[str, tuple[int, int, int]]], kind: str
) -> None:
    total: Counter[str] = Counter()
    for name, counts in measured.items():
        if name != "peru-2022" and kind in counts:
            total.update(dict(zip(("hits", "want", "have"), counts[kind], strict=True)))
    recall, precision = total["hits"] / total["want"], total["hits"] / total["have"]
    assert recall >= FLOORS[kind][0] and precision >= FLOORS[kind][1], (kind, recall, precision)


@pytest.mark.parametrize("kind", PERU)
def test_peru_is_read_as_two_blind_readers_read_it(
    measured: dict[str, dict[str, tuple[int, int, int]]], kind: str
) -> None:
    hits, want, have = measured["peru-2022"][kind]
    assert hits / want >= PERU[kind][0] and hits / have >= PERU[kind][1], (hits, want, have)


@pytest.mark.parametrize("path", [path for path, _ in PAIRS], ids=lambda path: path.stem)
def test_every_quote_is_exact_and_every_character_has_its_leaf(path: Path) -> None:
    linked = build.read(path, build.knowledge())
    text, covered = linked.report.text, set()
    for passage in linked.report.passages:
        covered.update(range(passage.span.start, passage.span.end))
    for span in linked.report.furniture:
        covered.update(range(span.start, span.end))
    assert not [at for at, char in enumerate(text) if not char.isspace() and at not in covered]
    for mention in linked.mentions:
        assert mention.passage.span.holds(mention.span) and text[mention.span.start : mention.span.end].strip()
