"""Whether a store is older than what it was made of: by size and time first, by content where they differ."""

from __future__ import annotations

from pathlib import Path

from memgraph import resources
from memgraph.store import Manifest

_FEW = 3  # reports whose paths a message can name


def stamp(path: Path) -> str:
    """Size and modification time of a file: what tells at once that it is the same."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}"


def report_stamp(path: Path) -> str:
    """The stamps of a report's text and of the ``.yaml`` beside it."""
    return f"{stamp(path)} {stamp(path.with_suffix('.yaml'))}"


def knowledge_files(folders: tuple[str, ...] = ()) -> list[Path]:
    """The ontology and authority files, shipped ones first."""
    places = (resources.ONTOLOGY, resources.AUTHORITY, *map(Path, folders))
    return [path for place in places for path in sorted(place.glob("*.ttl"))]


def staleness(known: Manifest) -> list[str]:
    """What changed since the store was built, a line each; nothing, when it is up to date.

    A report whose file is gone is no change: the store still holds what was read.
    """
    changed = [report["id"] for report in known.reports if _differs(report)]
    lines = [f"older than its reports: {', '.join(changed)}; run: {_again(known)}"] if changed else []
    files = knowledge_files(known.authority)
    if [[str(path), stamp(path)] for path in files] != known.stamps and _fingerprint(files) != known.knowledge:
        lines.append(f"older than the ontology or authority files; run: {_again(known)}")
    return lines


def _again(known: Manifest) -> str:
    """The call that makes the store anew of what it was made of, as far as a line can hold it."""
    paths = [report["path"] for report in known.reports]
    if set(paths) <= {str(path.resolve()) for path in resources.seeds()} and not known.authority:
        return "memgraph build"
    own = "".join(f" --authority {folder}" for folder in known.authority)
    return f"memgraph build {' '.join(paths) if len(paths) <= _FEW else f'with its {len(paths)} reports'}{own}"


def _differs(report: dict[str, str]) -> bool:
    text = Path(report["path"])
    beside = text.with_suffix(".yaml")
    if report_stamp(text) == report["stamp"] or not text.is_file():
        return False
    from memgraph.hashing import sha256  # hashing costs 8 ms to import and is seldom needed

    return sha256(text) != report["sha256"] or sha256(beside) != report["yaml"]


def _fingerprint(files: list[Path]) -> str:
    from memgraph.hashing import fingerprint  # as above

    return fingerprint(files)
