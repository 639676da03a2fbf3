"""The command that compares: diff."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from memgraph.cli.command import Command, complete_files, say, write
from memgraph.errors import CallError
from memgraph.session import location


def _diff_arguments(parser: ArgumentParser) -> None:
    operand = "a store's folder, an exported file, or - for stdin"
    complete_files(parser.add_argument("a", metavar="A", help=operand))
    complete_files(parser.add_argument("b", metavar="B", nargs="?", help="likewise (default: the store)"))
    parser.add_argument("-f", "--format", choices=["text", "patch", "json"], default="text", help="default: text")


def _diff(options: Namespace) -> int:
    from memgraph.dump import alike, read  # --help need not wait for the engine

    a, b = options.a, options.b or str(location(options.store))
    if a == b or (Path(a).exists() and Path(b).exists() and Path(a).samefile(b)):
        raise CallError(b, "is both sides", "name two stores or files")
    one, other = read(a, say), read(b, say)
    before, after = alike(one, other, say)
    if options.format == "patch":
        from memgraph.patch import edits, patch

        made = edits(before, after)
        write(patch(made))
    else:
        from memgraph.diff import as_json, as_text, compare

        compared = compare(before, after)
        made = compared.made
        if options.format == "json":
            write(as_json(compared))
        else:
            as_text(compared, sys.stdout)
    return 1 if made.removed or made.added else 0


COMMANDS = {
    "diff": Command(
        """\
One line a fact that was added (+), removed (-) or changed (~), found again by its quote: what only moved
in the text is counted. -f json gives all with both places; -f patch is RDF Patch, which makes B of A.
Exit code 1: there is a difference.

  memgraph export -f trig -o before.trig   then change a rule or an entry, and build
  memgraph diff before.trig
  memgraph diff before.trig after.trig -f patch > change.rdfp
  zcat old.nq.gz | memgraph diff - .memgraph -f json""",
        _diff_arguments,
        _diff,
    ),
}
