"""Commands that make a store: build, add, remove, check."""

from __future__ import annotations

import json
from pathlib import Path

import click

from memgraph import api, resources
from memgraph import build as building
from memgraph.cli.options import complete_report, given_store, store_option
from memgraph.errors import MemgraphError
from memgraph.inspection import Finding, inspect
from memgraph.store import Manifest
from memgraph.vocab import INFERRED_GRAPH

_quiet = click.option("-q", "--quiet", is_flag=True, help="No progress, only what went wrong.")
_authority = click.option(
    "--authority",
    "authorities",
    multiple=True,
    metavar="DIR",
    help="A folder of own authority entries, after the shipped ones.",
)


def _progress(quiet: bool) -> building.Progress:
    return (lambda line: None) if quiet else (lambda line: click.echo(line, err=True))


def _done(where: Path, manifest: Manifest, refused: list[MemgraphError], quiet: bool) -> int:
    for error in refused:
        click.echo(str(error), err=True)
    if not quiet:
        total = sum(manifest.counts.values())
        click.echo(
            f"{where}: {len(manifest.reports)} report{'s' * (len(manifest.reports) != 1)}, {total:,} triples, "
            f"{manifest.counts.get(INFERRED_GRAPH, 0):,} of them inferred",
            err=True,
        )
    return 1 if refused else 0


@click.command()
@click.argument("reports", nargs=-1, metavar="[REPORT]...", type=click.Path(path_type=Path))
@_authority
@_quiet
@store_option
@click.pass_context
def build(
    ctx: click.Context, reports: tuple[Path, ...], authorities: tuple[str, ...], quiet: bool, own_store: str | None
) -> int:
    """Make the store of exactly these reports.

    Without REPORT, of the shipped ones. Each report is read, linked and validated; one that does
    not conform is refused and the others are stored (exit 1). The old store stays until the new
    one is whole.

    \b
    memgraph build
    memgraph build peru-2022.txt jamaica-2022.txt --authority my-authority/
    """
    where = api.location(given_store(ctx, own_store))
    manifest, refused = building.build(reports or resources.seeds(), where, map(Path, authorities), _progress(quiet))
    return _done(where, manifest, refused, quiet)


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put a report in the place of one with its ID.")
@_quiet
@store_option
@click.pass_context
def add(ctx: click.Context, reports: tuple[Path, ...], replace: bool, quiet: bool, own_store: str | None) -> int:
    """Add reports to the store.

    \b
    memgraph add jamaica-2022.txt
    memgraph add --replace peru-2022.txt
    """
    where = api.location(given_store(ctx, own_store))
    manifest, refused = building.add(reports, where, replace, _progress(quiet))
    return _done(where, manifest, refused, quiet)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_report)
@_quiet
@store_option
@click.pass_context
def remove(ctx: click.Context, ids: tuple[str, ...], quiet: bool, own_store: str | None) -> int:
    """Take reports out of the store.

    \b
    memgraph remove peru-2022
    """
    where = api.location(given_store(ctx, own_store))
    return _done(where, building.remove(ids, where, _progress(quiet)), [], quiet)


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...", type=click.Path(path_type=Path))
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@_authority
@click.pass_context
def check(ctx: click.Context, reports: tuple[Path, ...], form: str, authorities: tuple[str, ...]) -> int:
    """Read, link and validate reports; store nothing.

    Lists what was read, what no rule understands, names that could mean several things, shapes
    that are broken, and candidates: things that no authority entry names. Exit 1 when there is
    something to mend; candidates alone are nothing to mend.

    \b
    memgraph check new.txt
    memgraph check -f json new.txt | jq .[0].candidates
    """
    known = building.knowledge(map(Path, authorities))
    found = [inspect(path, known) for path in reports]
    if form == "json":
        click.echo(json.dumps([one.asdict() for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            click.echo(f"{one.place}: {one.id or 'refused'}")
            if one.read:
                click.echo("  read: " + ", ".join(f"{count} {kind}" for kind, count in sorted(one.read.items())))
            _list("to mend", one.faults)
            _list("candidates for the authority", one.candidates)
    return 1 if any(one.faults for one in found) else 0


def _list(title: str, findings: tuple[Finding, ...]) -> None:
    click.echo(f"  {title}: {len(findings) or 'none'}")
    for finding in findings:
        click.echo(f"    {finding.place}: {finding.what}")
        if finding.quote:
            click.echo(f"        “{finding.quote[:200]}{'…' if len(finding.quote) > 200 else ''}”")
