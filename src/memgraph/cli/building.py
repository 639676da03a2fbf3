"""Commands that make a store, and those that prepare one: build, add, remove, check, scaffold."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from memgraph import build, builder, resources
from memgraph.address import Address
from memgraph.build import Progress
from memgraph.cli.command import Command, complete_files, say
from memgraph.errors import MemgraphError
from memgraph.inspection import Finding, inspect
from memgraph.session import location
from memgraph.store import Manifest
from memgraph.vocab import INFERRED_GRAPH


def _progress(options: Namespace) -> Progress:
    return (lambda line: None) if options.quiet else say


def _quiet(parser: ArgumentParser) -> None:
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress, only what went wrong")


def _authority(parser: ArgumentParser) -> None:
    complete_files(
        parser.add_argument(
            "--authority",
            action="append",
            default=[],
            metavar="DIR",
            help="a folder of own authority entries, after the shipped ones (can be repeated)",
        )
    )


class _Maker(Protocol):
    """What makes and changes stores: in a folder, or at an address."""

    def build(
        self, paths: Sequence[Path], where: Any, folders: Iterable[Path] = (), progress: Progress = ..., /
    ) -> tuple[Manifest, list[MemgraphError]]:
        """Make a store of exactly these reports."""

    def add(
        self,
        paths: Sequence[Path],
        where: Any,
        replace_same: bool = False,
        progress: Progress = ...,
        folders: Iterable[Path] = (),
        /,
    ) -> tuple[Manifest, list[MemgraphError]]:
        """Add reports to a store."""

    def remove(
        self, ids: Sequence[str], where: Any, progress: Progress = ..., folders: Iterable[Path] = (), /
    ) -> Manifest:
        """Take reports out of a store."""


def _maker(where: Path | Address) -> _Maker:
    """What makes a store there: both modules have the same three functions."""
    if isinstance(where, Path):
        return builder
    from memgraph import delivery  # its HTTP library takes 75 ms to import

    return delivery


def _done(where: Path | Address, manifest: Manifest, refused: list[MemgraphError], quiet: bool) -> int:
    for error in refused:
        say(str(error))
    if not quiet:
        number, total = len(manifest.reports), sum(manifest.counts.values())
        inferred = manifest.counts.get(INFERRED_GRAPH, 0)
        say(f"{where}: {number} report{'s' * (number != 1)}, {total:,} triples, {inferred:,} of them inferred")
    return 1 if refused else 0


def _build_arguments(parser: ArgumentParser) -> None:
    complete_files(parser.add_argument("reports", nargs="*", metavar="REPORT", type=Path))
    _authority(parser)
    _quiet(parser)


def _build(options: Namespace) -> int:
    where = location(options.store)
    paths = options.reports or resources.seeds()
    manifest, refused = _maker(where).build(paths, where, map(Path, options.authority), _progress(options))
    return _done(where, manifest, refused, options.quiet)


def _add_arguments(parser: ArgumentParser) -> None:
    complete_files(parser.add_argument("reports", nargs="+", metavar="REPORT", type=Path))
    parser.add_argument("--replace", action="store_true", help="put a report in the place of one with its ID")
    _authority(parser)
    _quiet(parser)


def _add(options: Namespace) -> int:
    where = location(options.store)
    manifest, refused = _maker(where).add(
        options.reports, where, options.replace, _progress(options), map(Path, options.authority)
    )
    return _done(where, manifest, refused, options.quiet)


def _remove_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID")
    _authority(parser)
    _quiet(parser)


def _remove(options: Namespace) -> int:
    where = location(options.store)
    manifest = _maker(where).remove(options.ids, where, _progress(options), map(Path, options.authority))
    return _done(where, manifest, [], options.quiet)


def _check_arguments(parser: ArgumentParser) -> None:
    complete_files(parser.add_argument("reports", nargs="+", metavar="REPORT", type=Path))
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: text")
    _authority(parser)


def _check(options: Namespace) -> int:
    known = build.knowledge(map(Path, options.authority))
    found = [inspect(path, known) for path in options.reports]
    if options.format == "json":
        print(json.dumps([one.asdict() for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(f"{one.place}: {one.id or 'refused'}")
            if one.read:
                print("  read: " + ", ".join(f"{count} {kind}" for kind, count in sorted(one.read.items())))
            _list("to mend", one.faults)
            _list("candidates for the authority", one.candidates)
    return 1 if any(one.faults for one in found) else 0


def _scaffold_arguments(parser: ArgumentParser) -> None:
    complete_files(parser.add_argument("report", metavar="REPORT", type=Path))
    _authority(parser)


def _scaffold(options: Namespace) -> int:
    # Imported here: only this command writes such files.
    from memgraph.scaffolding import scaffold

    curation, folder = scaffold(options.report, build.knowledge(map(Path, options.authority)))
    say(f"{curation}: counts to check, names to tell apart")
    say(f"{folder}/candidates.ttl: entries to edit; then: memgraph build {options.report} --authority {folder}")
    return 0


def _list(title: str, findings: tuple[Finding, ...]) -> None:
    print(f"  {title}: {len(findings) or 'none'}")
    for finding in findings:
        print(f"    {finding.place}: {finding.what}")
        if finding.quote:
            print(f"        “{finding.quote[:200]}{'…' if len(finding.quote) > 200 else ''}”")


COMMANDS = {
    "build": Command(
        """\
Without REPORT, of the shipped ones. Each report is read, linked and validated; one that does not
conform is refused and the others are stored (exit 1). The old store stays until the new is whole.

  memgraph build
  memgraph build peru-2022.txt jamaica-2022.txt --authority my-authority/""",
        _build_arguments,
        _build,
    ),
    "add": Command(
        """\
Uses the authority folders that the store was built with, and those given. Where the authority changed
since, the reports in the store are linked anew.

  memgraph add jamaica-2022.txt --authority jamaica-2022-authority/
  memgraph add --replace peru-2022.txt""",
        _add_arguments,
        _add,
    ),
    "remove": Command(
        """\
A store in a folder knows the authority folders that it was built with; for one on a server they are given.

  memgraph remove peru-2022""",
        _remove_arguments,
        _remove,
    ),
    "check": Command(
        """\
Lists what was read, what no rule understands, names that could mean several things, shapes that
are broken, and candidates: things that no authority entry names. Exit 1 when there is something to
mend; candidates alone are nothing to mend.

  memgraph check new.txt
  memgraph check -f json new.txt | jq .[0].candidates""",
        _check_arguments,
        _check,
    ),
    "scaffold": Command(
        """\
Writes REPORT.yaml (counts as read, names that could mean several things) and a folder of authority
entries for what the authority does not know. Nothing that is there already is overwritten.

  memgraph scaffold jamaica-2022.txt""",
        _scaffold_arguments,
        _scaffold,
    ),
}
