"""Commands that give away: export, info, completion."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from memgraph import api, store
from memgraph.cli.options import complete_report, given_store, opened, store_option
from memgraph.errors import CallError
from memgraph.formats import GRAPHS
from memgraph.staleness import staleness
from memgraph.vocab import AUTHORITY_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, report_graph


@click.command()
@click.option("-f", "--format", "form", type=click.Choice(GRAPHS), default="turtle", help="Default: turtle.")
@click.option(
    "--graph",
    "which",
    type=click.Choice(["asserted", "inferred", "ontology", "all"]),
    default="asserted",
    help="Default: asserted (authority and reports).",
)
@click.option("--report", metavar="ID", shell_complete=complete_report, help="The graph of this report alone.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Default: stdout."
)
@store_option
@click.pass_context
def export(
    ctx: click.Context, form: str, which: str, report: str | None, output: Path | None, own_store: str | None
) -> None:
    """Write the graph in an RDF format.

    The same graph gives the same bytes. turtle, nt, jsonld and rdfxml merge the named graphs;
    trig and nq keep them.

    \b
    memgraph export -o memgraph.ttl
    memgraph export --report peru-2022 -f jsonld
    memgraph export --graph all -f trig | gzip > all.trig.gz
    """
    from memgraph.serialization import serialize  # only this command needs it

    with opened(ctx, own_store) as graph:
        known = {entry["id"] for entry in graph.store.manifest.reports}
        if report is not None and report not in known:
            raise CallError(report, "is not in the store", f"there are: {', '.join(sorted(known)) or 'no reports'}")
        reports = [report_graph(one) for one in sorted(known)]
        names = {
            "asserted": [AUTHORITY_GRAPH, *reports],
            "inferred": [INFERRED_GRAPH],
            "ontology": [ONTOLOGY_GRAPH],
            "all": [AUTHORITY_GRAPH, *reports, ONTOLOGY_GRAPH, INFERRED_GRAPH],
        }[which]
        if report is not None:
            names = [report_graph(report)]
        data = serialize((quad for name in names for quad in graph.store.quads(name)), form)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        try:
            output.write_bytes(data)
        except OSError as error:
            raise CallError(str(output), f"cannot be written ({error.strerror})", "name another file with -o") from None


@click.command()
@store_option
@click.pass_context
def info(ctx: click.Context, own_store: str | None) -> None:
    """Say what is in the store.

    Read from its manifest, so at once however large it is.
    """
    where = api.location(given_store(ctx, own_store))
    known = store.manifest(where)
    click.echo(f"store: {where} (format {known.format}, memgraph {known.version})")
    for report in known.reports:
        click.echo(f"report: {report['id']} (SHA-256 {report['sha256'][:12]}…, {report['path']})")
    for name, count in known.counts.items():
        click.echo(f"graph: <{name}> {count:,} triples")
    for line in staleness(known) or ["up to date with its reports, authority and ontology"]:
        click.echo(line)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    memgraph completion bash > ~/.local/share/bash-completion/completions/memgraph
    memgraph completion zsh  > "${fpath[1]}/_memgraph"
    memgraph completion fish > ~/.config/fish/completions/memgraph.fish
    """
    from click.shell_completion import get_completion_class  # only this command needs it

    from memgraph.cli import memgraph

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(memgraph, {}, "memgraph", "_MEMGRAPH_COMPLETE").source())
