"""The command line: a lazy group that loads a command's module when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from memgraph import __version__
from memgraph.errors import MemgraphError

# Command to the module that holds it, in the order of the help.
_COMMANDS = {
    "build": "building",
    "add": "building",
    "remove": "building",
    "check": "building",
    "queries": "asking",
    "query": "asking",
    "search": "asking",
    "show": "asking",
    "brief": "asking",
    "export": "giving",
    "info": "giving",
    "completion": "giving",
}
# The one-line helps, here so that `--help` loads no command's module; a test holds them to the modules.
_HELPS = {
    "build": "Make the store of exactly these reports.",
    "add": "Add reports to the store.",
    "remove": "Take reports out of the store.",
    "check": "Read, link and validate reports; store nothing.",
    "queries": "List the canned queries.",
    "query": "Ask a canned query, or SPARQL from a file or stdin.",
    "search": "Find things and passages by words.",
    "show": "Show everything on one thing, with quotes.",
    "brief": "Write a digest of one report with its quotes.",
    "export": "Write the graph in an RDF format.",
    "info": "Say what is in the store.",
    "completion": "Print the completion script of a shell.",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"memgraph.cli.{_COMMANDS[name]}"), name)
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # only a misspelt command pays for it

            near = get_close_matches(args[0], _COMMANDS, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "see: memgraph --help"
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_HELPS.items()))


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every quote shown ends with its citation. Docs: README.md, docs/queries.md.",
)
@click.version_option(__version__, prog_name="memgraph")
@click.option(
    "--store",
    metavar="PATH",
    help="The store: a folder. Default: $MEMGRAPH_STORE, else .memgraph in the working folder.",
)
@click.pass_context
def memgraph(ctx: click.Context, store: str | None) -> None:
    """Evaluation reports of the OAS/CICAD Multilateral Evaluation Mechanism as a graph to question.

    \b
    memgraph build                          make the store from the shipped reports
    memgraph query gaps -p report=peru-2022 what the report says is missing
    memgraph show SUNAT                     everything on one institution, with quotes
    memgraph export -f turtle -o peru.ttl   the graph for other tools

    This is not the Memgraph graph database.
    """
    ctx.obj = store


def main() -> None:
    """Run the command line and leave with the exit code of the contract."""
    try:
        code = memgraph.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except MemgraphError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader has gone: nothing is left to say, and Python must not say it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
