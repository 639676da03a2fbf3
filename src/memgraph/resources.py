"""Where the ontology, the queries and the shipped reports lie: in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "data"
ROOT = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2]

ONTOLOGY = ROOT / "ontology"
ONTOLOGY_FILE = ONTOLOGY / "mem.ttl"
ALIGNMENTS_FILE = ONTOLOGY / "alignments.ttl"
SHAPES_FILE = ONTOLOGY / "shapes.ttl"
DATASET_FILE = ONTOLOGY / "dataset.ttl"
AUTHORITY = ONTOLOGY / "authority"
QUERIES = ROOT / "queries"
CHECKS = QUERIES / "checks"
SEEDS = ROOT / "seeds"


def seeds() -> list[Path]:
    """The shipped reports, by name."""
    return sorted(SEEDS.glob("*.txt"))
