"""Commands that ask: queries, query. Nothing slow is imported before it is needed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from memgraph import queries, session
from memgraph.cli.command import Command, complete_files, say, write
from memgraph.errors import CallError, InputError
from memgraph.formats import FORMATS, GRAPHS, TABLES
from memgraph.queries import Query
from memgraph.store import Readable

_NATIVE = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


def _queries_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("-f", "--format", choices=["table", "md"], default="table", help="default: table")


def _queries(options: Namespace) -> int:
    known = queries.canned()
    if options.format == "md":
        from memgraph.docs import queries_page  # only this needs it

        write(queries_page(known))
        return 0
    from memgraph.render import plain_table  # rich is slow to import

    lines = [(one.name, one.question, ", ".join(p.name for p in one.parameters)) for one in known]
    plain_table(("query", "question", "parameters"), lines, sys.stdout)
    return 0


def _query_arguments(parser: ArgumentParser) -> None:
    name = parser.add_argument("name", metavar="NAME|FILE.rq|-", help="a canned query, a file, or - for stdin")
    complete_files(name)
    parser.add_argument(
        "-p",
        "--param",
        action="append",
        default=[],
        metavar="name=value",
        help="a parameter: an IRI or what a person says (peru-2022, 1.1, SUNAT); can be repeated",
    )
    parser.add_argument(
        "-f",
        "--format",
        choices=[*TABLES, *GRAPHS],
        metavar="FORMAT",
        help=f"{', '.join(TABLES)} (default: table on a terminal, csv in a pipe); "
        f"for CONSTRUCT and DESCRIBE: {', '.join(GRAPHS)} (default: turtle)",
    )
    parser.add_argument("--limit", type=_count, metavar="N", help="at most N rows")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"{text!r} is no number of rows")
    return int(text)


def _query(options: Namespace) -> int:
    asked = _asked(options.name)
    params: dict[str, list[str]] = {}
    for pair in options.param:
        key, _, value = pair.partition("=")
        if not key or not value:
            raise CallError(pair, "is no parameter", "write -p name=value")
        params.setdefault(key, []).append(value)
    found = session.opened(options.store, say)
    answer = session.ask(found, asked, params, options.limit)
    _answer(found, answer, options.format)
    return 0


def _asked(name: str) -> Query:
    if name == "-":
        try:
            return queries.parse(sys.stdin.buffer.read().decode("utf-8"), "stdin", "stdin")
        except UnicodeDecodeError:
            raise InputError("stdin", "is not UTF-8", "write the query as UTF-8 text") from None
    if name.endswith(".rq") or "/" in name:
        return queries.read(Path(name))
    return queries.find(name)


def _answer(found: Readable, answer: Any, form: str | None) -> None:
    if isinstance(answer, ox.QueryTriples):
        form = form or "turtle"
        if form not in GRAPHS:
            raise CallError(form, "is a format of tables", f"a graph is written as {', '.join(GRAPHS)}")
        from memgraph.serialization import serialize  # only graphs need it

        write(serialize((ox.Quad(*triple) for triple in answer), form, say))
        return
    form = form or ("table" if sys.stdout.isatty() else "csv")
    if FORMATS[form].kind != "table":
        raise CallError(form, "is a format of graphs", f"a table is written as {', '.join(TABLES)}")
    if isinstance(answer, ox.QueryBoolean):
        # W3C defines no CSV or TSV for a yes or no.
        write(answer.serialize(format=_NATIVE[form]) or b"" if form in ("json", "xml") else f"{bool(answer)}\n".lower())
    elif form in _NATIVE:
        write(answer.serialize(format=_NATIVE[form]))
    else:
        _for_people(found, answer, form)


def _for_people(found: Readable, answer: ox.QuerySolutions, form: str) -> None:
    # rich and typed rows are loaded only for people's formats.
    from memgraph import render
    from memgraph.answers import Rows
    from memgraph.citation import symbols

    rows = Rows(answer)
    if form == "csv-safe":
        write(render.safe_csv(rows))
    elif form == "md":
        write(render.markdown(rows, symbols(found)))
    else:
        render.table(rows, symbols(found), sys.stdout)
        say(f"{len(rows):,} row{'s' * (len(rows) != 1)}")


COMMANDS = {
    "queries": Command(
        "Name, question and parameters; -f md writes docs/queries.md.\n\n  memgraph queries",
        _queries_arguments,
        _queries,
    ),
    "query": Command(
        """\
  memgraph query gaps -p report=peru-2022
  memgraph query institution-law-action -p institution=SUNAT -p basis=stated
  memgraph query contradictions -f md
  echo 'SELECT * WHERE { ?s ?p ?o } LIMIT 3' | memgraph query -""",
        _query_arguments,
        _query,
    ),
}
