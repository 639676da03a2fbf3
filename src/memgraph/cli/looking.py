"""Commands for reading: search, show, brief."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from memgraph.api import open_store
from memgraph.brief import brief, html
from memgraph.cli.command import Command, say, write
from memgraph.dossier import dossier
from memgraph.errors import CallError
from memgraph.search import search


def _search_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORD")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="at most N hits (default: 50)")


def _search(options: Namespace) -> int:
    if not any(word.strip() for word in options.words):
        raise CallError("search", "there is no word to look for", "name one: memgraph search early warning")
    with open_store(options.store, say) as graph:
        hits = search(graph.store, options.words)
    for hit in hits[: options.limit]:
        write(f"{hit.kind}: {hit.text} [{hit.where}]\n")
    if len(hits) > options.limit:
        say(f"{len(hits):,} hits, {options.limit} shown; see --limit")
    elif not hits:
        say("nothing found")
    return 0


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a name, acronym or number, or an IRI")


def _show(options: Namespace) -> int:
    with open_store(options.store, say) as graph:
        write("\n".join(dossier(graph, options.name)).rstrip() + "\n")
    return 0


def _brief_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("report", metavar="ID")
    parser.add_argument("-f", "--format", choices=["md", "html"], default="md", help="default: md")


def _brief(options: Namespace) -> int:
    with open_store(options.store, say) as graph:
        text = brief(graph, options.report)
    write(html(text, options.report) if options.format == "html" else text)
    return 0


COMMANDS = {
    "search": Command(
        """\
All words must occur; case and diacritics are ignored.

  memgraph search early warning
  memgraph search policia""",
        _search_arguments,
        _search,
    ),
    "show": Command(
        """\
An institution, law, document, system, action or objective, by name, acronym or number.

  memgraph show SUNAT
  memgraph show 1126
  memgraph show 2.1""",
        _show_arguments,
        _show,
    ),
    "brief": Command(
        """\
  memgraph brief peru-2022 > peru.md
  memgraph brief peru-2022 -f html > peru.html""",
        _brief_arguments,
        _brief,
    ),
}
