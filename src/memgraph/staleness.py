"""Whether a store is older than what it was made of."""

from __future__ import annotations

import hashlib
from pathlib import Path

from memgraph import resources
from memgraph.store import Manifest


def fingerprint(folders: tuple[str, ...] = ()) -> str:
    """SHA-256 over the ontology and authority files, by name and content."""
    digest = hashlib.sha256()
    for folder in (resources.ONTOLOGY, resources.AUTHORITY, *map(Path, folders)):
        for path in sorted(folder.glob("*.ttl")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def staleness(known: Manifest) -> list[str]:
    """What changed since the store was built, a line each; nothing, when it is up to date.

    A report whose file is gone is no change: the store still holds what was read.
    """
    changed = [report["id"] for report in known.reports if _differs(report)]
    lines = [f"older than its reports: {', '.join(changed)}; run: memgraph build"] if changed else []
    if known.knowledge != fingerprint(known.authority):
        lines.append("older than the ontology or authority files; run: memgraph build")
    return lines


def _differs(report: dict[str, str]) -> bool:
    text = Path(report["path"])
    beside = text.with_suffix(".yaml")
    try:
        return _sha256(text) != report["sha256"] or (_sha256(beside) if beside.is_file() else "") != report["yaml"]
    except OSError:
        return False


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
