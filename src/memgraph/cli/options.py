"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from memgraph import api, queries

store_option = click.option("--store", "own_store", metavar="PATH", help="The store, as before the command.")


def given_store(ctx: click.Context, own: str | None) -> str | None:
    """The store named after or before the command."""
    outer = ctx.find_root().obj
    return own or (outer if isinstance(outer, str) else None)


def opened(ctx: click.Context, own: str | None) -> api.Memgraph:
    """The store opened for questions; notices go to stderr."""
    return api.open_store(given_store(ctx, own), notice=lambda line: click.echo(line, err=True))


def complete_query(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    """Names of canned queries, for the shell."""
    return [name for name in queries.names() if name.startswith(incomplete)]


def complete_report(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    """IDs of loaded reports, for the shell."""
    from memgraph import store  # only completion needs it here
    from memgraph.errors import MemgraphError

    try:
        known = store.manifest(Path(api.location(given_store(ctx, ctx.params.get("own_store")))))
    except MemgraphError:
        return []
    return [report["id"] for report in known.reports if report["id"].startswith(incomplete)]
