"""Reports into a store: build, add, remove; what is refused is listed, the rest is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from memgraph import __version__, generations, readers, store
from memgraph.build import Knowledge, Progress, knowledge, refuse_faults
from memgraph.description import Tally
from memgraph.edition import Edition
from memgraph.errors import CallError, InputError, MemgraphError
from memgraph.generations import Generation
from memgraph.hashing import sha256
from memgraph.shares import Share
from memgraph.staleness import knowledge_files, stamp

_STAGED = "staged"


def build(
    paths: Sequence[Path], where: Path, folders: Iterable[Path] = (), progress: Progress = lambda _: None
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Make a store of exactly these reports.

    A report that is refused is listed in the second value, the others are stored; when none is
    left, the first refusal is raised and nothing is written. What a killed build had read is not read again.
    """
    with generations.building(where):
        return _anew(paths, where, _known(folders, where, progress), progress)


def add(
    paths: Sequence[Path],
    where: Path,
    replace_same: bool = False,
    progress: Progress = lambda _: None,
    folders: Iterable[Path] = (),
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Add reports to a store, with the authority folders that it was built with and those given.

    A report whose ID is there with other content is refused unless ``replace_same``. Where ontology
    or authority changed, the reports that are there are linked anew. Else what it costs does not
    depend on them.
    """
    store.manifest(where)  # no lock is left where there is no store
    with generations.building(where):
        opened = store.open_store(where)
        known = _known(_folders(opened.manifest, folders), where, progress)
        there = {entry["id"]: entry for entry in opened.manifest.reports}
        if not _same(known, opened.manifest):
            return _anew(paths, where, known, progress, there, replace_same)
        with generations.draft(where, opened) as draft:
            edition = _opened(draft, opened.manifest, known)
            errors = taken_in(edition, paths, known, where / _STAGED, there, replace_same, progress)
            return _published(draft, edition, known, there, progress), errors


def taken_in(
    edition: Edition,
    paths: Sequence[Path],
    known: Knowledge,
    folder: Path,
    there: dict[str, dict[str, str]],
    replace_same: bool,
    progress: Progress,
) -> list[MemgraphError]:
    """Read reports into an edition, in the place of those of the same ID; ``there`` are its entries, before and then.

    Gives the refusals; raises where all are refused. ``folder`` is where files stand meanwhile.
    """
    refused, fresh = _Refused(), dict[str, Path]()
    for path, one in readers.shares_of(paths, known, folder, progress):
        if refused.refuses(path, one, fresh, there, replace_same):
            continue
        assert isinstance(one, Share)
        if one.entry["id"] in there:
            edition.take(there[one.entry["id"]])
        edition.give(one)
        there[one.entry["id"]] = one.entry
    refused.all_of(fresh)
    return refused.errors


def remove(
    ids: Sequence[str], where: Path, progress: Progress = lambda _: None, folders: Iterable[Path] = ()
) -> store.Manifest:
    """Take reports out of a store, with the authority folders that it was built with and those given.

    Raises :class:`CallError` for an ID that is not there.
    """
    store.manifest(where)  # no lock is left where there is no store
    with generations.building(where):
        opened = store.open_store(where)
        there = {entry["id"]: entry for entry in opened.manifest.reports}
        if missing := [one for one in ids if one not in there]:
            raise CallError(missing[0], "is not in the store", f"there are: {', '.join(there) or 'no reports'}")
        gone = {name: there.pop(name) for name in ids if name in there}
        known = _known(_folders(opened.manifest, folders), where, progress)
        if not _same(known, opened.manifest):
            return _anew((), where, known, progress, there)[0]
        with generations.draft(where, opened) as draft:
            edition = _opened(draft, opened.manifest, known)
            for entry in gone.values():
                progress(f"taking out {entry['id']}")
                edition.take(entry)
            return _published(draft, edition, known, there, progress)


class _Refused:
    """The reports that are refused, and why."""

    def __init__(self) -> None:
        self.errors: list[MemgraphError] = []

    def refuses(
        self,
        path: Path,
        one: Share | MemgraphError,
        fresh: dict[str, Path],
        there: dict[str, dict[str, str]],
        replace_same: bool,
    ) -> bool:
        """Whether a report is refused; else ``fresh`` has it."""
        if isinstance(one, MemgraphError):
            self.errors.append(one)
            return True
        try:
            _refuse_same(one.entry, path, fresh, there, replace_same)
        except MemgraphError as error:
            self.errors.append(error)
            return True
        fresh[one.entry["id"]] = path
        return False

    def all_of(self, fresh: dict[str, Path]) -> None:
        """Raise, where all were."""
        if self.errors and not fresh:
            raise self.errors[0] if len(self.errors) == 1 else _all_refused(self.errors)


def _anew(
    paths: Sequence[Path],
    where: Path,
    known: Knowledge,
    progress: Progress,
    there: dict[str, dict[str, str]] | None = None,
    replace_same: bool = True,
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Read the paths, and the reports that were ``there``, into a new store."""
    refused, fresh, entries = _Refused(), dict[str, Path](), dict[str, dict[str, str]]()
    with generations.draft(where) as draft:
        edition = Edition(draft, known.ground)
        for path, one in readers.shares_of(paths, known, where / _STAGED, progress):
            if not refused.refuses(path, one, fresh, there or {}, replace_same):
                assert isinstance(one, Share)
                edition.give(one)
                entries[one.entry["id"]] = one.entry
        refused.all_of(fresh)
        kept = [entry for name, entry in (there or {}).items() if name not in entries]
        for entry in kept:
            _refuse_changed(entry)
        if kept:
            progress(f"linking {', '.join(entry['id'] for entry in kept)} anew: the authority changed")
        for _, one in readers.shares_of([Path(entry["path"]) for entry in kept], known, where / _STAGED, progress):
            if isinstance(one, MemgraphError):
                raise one
            edition.give(one)
            entries[one.entry["id"]] = one.entry
        return _published(draft, edition, known, entries, progress), refused.errors


def _folders(before: store.Manifest, more: Iterable[Path]) -> Iterable[Path]:
    return dict.fromkeys([*map(Path, before.authority), *(folder.resolve() for folder in more)])


def _known(folders: Iterable[Path], where: Path, progress: Progress) -> Knowledge:
    progress("reading ontology, shapes and authority")
    known = knowledge(folders)
    refuse_faults(str(where), known.ground.staged())
    return known


def _same(known: Knowledge, before: store.Manifest) -> bool:
    """Whether a store was made with what is known now."""
    return (known.sha256, known.folders, __version__) == (before.knowledge, before.authority, before.version)


def _opened(draft: Generation, before: store.Manifest, known: Knowledge) -> Edition:
    return Edition(draft, known.ground, (before.counts, Tally(**before.tally)))


def _published(
    draft: Generation, edition: Edition, known: Knowledge, entries: dict[str, dict[str, str]], progress: Progress
) -> store.Manifest:
    counts, tally = edition.close()
    progress("no check query found a fault; writing the store")
    stamps = [[str(path), stamp(path)] for path in knowledge_files(known.folders)]
    ordered = tuple(entries[name] for name in sorted(entries))
    return draft.publish(
        store.Manifest(
            store.FORMAT, __version__, ordered, known.folders, known.sha256, counts, tally._asdict(), {}, stamps
        )
    )


def _refuse_changed(entry: dict[str, str]) -> None:
    """Refuse to link a report anew whose text is another by now."""
    path = Path(entry["path"])
    if not path.is_file() or sha256(path) != entry["sha256"]:
        raise CallError(
            entry["path"],
            f"the authority changed, and this text of {entry['id']} is no longer what was stored",
            "put it back, or build again",
        )


def _all_refused(refused: list[MemgraphError]) -> InputError:
    lines = tuple(line for error in refused for line in str(error).splitlines())
    return InputError("build", f"all {len(refused)} reports were refused", "nothing was stored", lines)


def _refuse_same(
    entry: dict[str, str], path: Path, fresh: dict[str, Path], entries: dict[str, dict[str, str]], replace_same: bool
) -> None:
    name = entry["id"]
    if name in fresh:
        raise InputError(str(path), f"is {name}, as is {fresh[name]}", "keep one, or give it another id in its .yaml")
    before = entries.get(name)
    if before and not replace_same and (before["sha256"], before["yaml"]) != (entry["sha256"], entry["yaml"]):
        raise InputError(
            str(path), f"{name} is in the store with other content", "add it with --replace to put it in its place"
        )
