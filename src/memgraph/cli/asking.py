"""Commands that ask: queries, query, search, show, brief."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox

from memgraph import queries as canned
from memgraph.cli.options import complete_query, complete_report, opened, store_option
from memgraph.errors import CallError, QueryError
from memgraph.formats import FORMATS, GRAPHS, TABLES
from memgraph.queries import Query

_NATIVE = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


def _write(data: bytes | str) -> None:
    """Data to stdout, unchanged."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data.encode() if isinstance(data, str) else data)
    sys.stdout.buffer.flush()


@click.command()
@click.option("-f", "--format", "form", type=click.Choice(["table", "md"]), default="table", help="Default: table.")
def queries(form: str) -> None:
    """List the canned queries.

    Name, question and parameters; `-f md` writes docs/queries.md.
    """
    known = canned.canned()
    if form == "md":
        from memgraph.docs import queries_page  # only this needs it

        _write(queries_page(known))
        return
    from memgraph.render import plain_table  # rich is slow to import

    lines = [(one.name, one.question, ", ".join(p.name for p in one.parameters)) for one in known]
    plain_table(("query", "question", "parameters"), lines, sys.stdout)


def _complete_pairs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    try:
        query = canned.find(ctx.params.get("name", ""))
    except CallError:
        return []
    return [f"{one.name}=" for one in query.parameters if one.name.startswith(incomplete)]


@click.command()
@click.argument("name", metavar="NAME|FILE.rq|-", shell_complete=complete_query)
@click.option(
    "-p",
    "--param",
    "pairs",
    multiple=True,
    metavar="name=value",
    shell_complete=_complete_pairs,
    help="A parameter: an IRI or what a person says (peru-2022, 1.1, SUNAT). Can be repeated.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([*TABLES, *GRAPHS]),
    metavar="FORMAT",
    help=f"{', '.join(TABLES)} (default: table on a terminal, csv in a pipe); "
    f"for CONSTRUCT and DESCRIBE: {', '.join(GRAPHS)} (default: turtle).",
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N rows.")
@store_option
@click.pass_context
def query(
    ctx: click.Context, name: str, pairs: tuple[str, ...], form: str | None, limit: int | None, own_store: str | None
) -> None:
    """Ask a canned query, or SPARQL from a file or stdin.

    \b
    memgraph query gaps -p report=peru-2022
    memgraph query institution-law-action -p institution=SUNAT -p basis=stated
    memgraph query contradictions -f md
    echo 'SELECT * WHERE { ?s ?p ?o } LIMIT 3' | memgraph query -
    """
    asked = _query(name)
    params: dict[str, list[str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key or not value:
            raise CallError(pair, "is no parameter", "write -p name=value")
        params.setdefault(key, []).append(value)
    with opened(ctx, own_store) as graph:
        answer = graph.ask(asked, params, limit)
        try:
            _answer(graph, answer, asked, form)
        except (RuntimeError, OSError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise QueryError(asked.name, f"the query cannot be evaluated ({error})", "mend it") from None


def _query(name: str) -> Query:
    if name == "-":
        return canned.parse(sys.stdin.read(), "stdin", "stdin")
    if name.endswith(".rq") or "/" in name:
        return canned.read(Path(name))
    return canned.find(name)


def _answer(graph: Any, answer: Any, asked: Query, form: str | None) -> None:
    if isinstance(answer, ox.QueryTriples):
        form = form or "turtle"
        if form not in GRAPHS:
            raise CallError(form, "is a format of tables", f"a graph is written as {', '.join(GRAPHS)}")
        from memgraph.serialization import serialize  # only graphs need it

        _write(serialize((ox.Quad(*triple) for triple in answer), form))
        return
    form = form or ("table" if sys.stdout.isatty() else "csv")
    if FORMATS[form].kind != "table":
        raise CallError(form, "is a format of graphs", f"a table is written as {', '.join(TABLES)}")
    if isinstance(answer, ox.QueryBoolean):
        if form in ("json", "xml"):
            _write(answer.serialize(format=_NATIVE[form]) or b"")
        else:
            _write("true\n" if answer else "false\n")
        return
    if form in _NATIVE:
        _write(answer.serialize(format=_NATIVE[form]))
        return
    # People's formats: rich and typed rows are loaded only for them.
    from memgraph import render
    from memgraph.answers import Rows
    from memgraph.citation import symbols

    rows = Rows(answer)
    if form == "csv-safe":
        _write(render.safe_csv(rows))
    elif form == "md":
        _write(render.markdown(rows, symbols(graph.store)))
    else:
        render.table(rows, symbols(graph.store), sys.stdout)
        click.echo(f"{len(rows):,} row{'s' * (len(rows) != 1)}", err=True)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="At most N hits.")
@store_option
@click.pass_context
def search(ctx: click.Context, words: tuple[str, ...], limit: int, own_store: str | None) -> None:
    """Find things and passages by words.

    All words must occur; case and diacritics are ignored.

    \b
    memgraph search early warning
    memgraph search policia
    """
    from memgraph.search import search as find  # only this command needs it

    with opened(ctx, own_store) as graph:
        hits = find(graph.store, list(words))
    for hit in hits[:limit]:
        click.echo(f"{hit.kind}: {hit.text} [{hit.where}]")
    if len(hits) > limit:
        click.echo(f"{len(hits):,} hits, {limit} shown; see --limit", err=True)
    elif not hits:
        click.echo("nothing found", err=True)


@click.command()
@click.argument("name")
@store_option
@click.pass_context
def show(ctx: click.Context, name: str, own_store: str | None) -> None:
    """Show everything on one thing, with quotes.

    An institution, law, document, system, action or objective, by name, acronym or number.

    \b
    memgraph show SUNAT
    memgraph show 1126
    memgraph show 2.1
    """
    from memgraph.dossier import dossier  # only this command needs it

    with opened(ctx, own_store) as graph:
        click.echo("\n".join(dossier(graph, name)).rstrip())


@click.command()
@click.argument("report", metavar="ID", shell_complete=complete_report)
@click.option("-f", "--format", "form", type=click.Choice(["md", "html"]), default="md", help="Default: md.")
@store_option
@click.pass_context
def brief(ctx: click.Context, report: str, form: str, own_store: str | None) -> None:
    """Write a digest of one report with its quotes.

    \b
    memgraph brief peru-2022 > peru.md
    memgraph brief peru-2022 -f html > peru.html
    """
    from memgraph.brief import brief as digest  # only this command needs it
    from memgraph.brief import html

    with opened(ctx, own_store) as graph:
        text = digest(graph, report)
    _write(html(text, report) if form == "html" else text)
