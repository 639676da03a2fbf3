"""The command line: each command's module is loaded when the command is called.

argparse, because a cold query must not wait for its parser; ``shtab`` writes the completion scripts.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from importlib import import_module
from typing import NoReturn

from memgraph import __version__
from memgraph.cli.command import Command
from memgraph.errors import MemgraphError, nearest

# Command to the module that holds it and its one-line help, in the order of the help.
COMMANDS = {
    "build": ("building", "Make the store of exactly these reports."),
    "add": ("building", "Add reports to the store."),
    "remove": ("building", "Take reports out of the store."),
    "check": ("building", "Read, link and validate reports; store nothing."),
    "scaffold": ("building", "Write a .yaml and authority entries to edit for a new report."),
    "text": ("giving", "Write the text that build reads from a PDF."),
    "queries": ("asking", "List the canned queries."),
    "query": ("asking", "Ask a canned query, or SPARQL from a file or stdin."),
    "search": ("looking", "Find things and passages by words."),
    "show": ("looking", "Show everything on one thing, with quotes."),
    "brief": ("looking", "Write a digest of one report with its quotes."),
    "export": ("giving", "Write the graph in an RDF format."),
    "diff": ("comparing", "Say what differs between two stores or exports."),
    "serve": ("serving", "Answer queries over HTTP."),
    "info": ("giving", "Say what is in the store."),
    "completion": ("giving", "Print the completion script of a shell."),
}
_DESCRIPTION = """\
Evaluation reports of the OAS/CICAD Multilateral Evaluation Mechanism as a graph to question.

  memgraph build                           make the store from the shipped reports
  memgraph query gaps -p report=peru-2022  what the report says is missing
  memgraph show SUNAT                      everything on one institution, with quotes
  memgraph export -f turtle -o peru.ttl    the graph for other tools

This is not the Memgraph graph database."""
_STORE_HELP = (
    "the store: a folder, or the address of a SPARQL server "
    "(default: $MEMGRAPH_STORE, else .memgraph in the working folder)"
)


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal, 100 columns at most. Given a width, argparse need not import shutil."""
    try:
        width = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        width = int(os.environ.get("COLUMNS") or 80)
    return argparse.RawDescriptionHelpFormatter(prog, width=max(40, min(width, 100)) - 2)


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in the form of the contract: ``place: what; what to do``."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see: {self.prog} --help\n")


def command(name: str) -> Command:
    """A command, its module loaded."""
    found: Command = import_module(f"memgraph.cli.{COMMANDS[name][0]}").COMMANDS[name]
    return found


def parser(*wanted: str) -> argparse.ArgumentParser:
    """The parser, with the arguments of the wanted commands only (their modules are loaded)."""
    made = _Parser("memgraph", description=_DESCRIPTION, formatter_class=_formatter, allow_abbrev=False)
    made.add_argument("--version", action="version", version=f"memgraph {__version__}")
    made.add_argument("--store", metavar="PATH|URL", help=_STORE_HELP)
    several = made.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Parser)
    for name, (_, line) in COMMANDS.items():
        loaded = command(name) if name in wanted else None
        one = several.add_parser(
            name,
            help=line,
            description=f"{line}\n\n{loaded.text}" if loaded else line,
            formatter_class=_formatter,
            allow_abbrev=False,
        )
        if loaded:
            # Given after the command, --store counts; before it, it is the parser's own.
            one.add_argument("--store", metavar="PATH|URL", help=_STORE_HELP, default=argparse.SUPPRESS)
            loaded.arguments(one)
    return made


def _wanted(arguments: list[str]) -> str | None:
    """The command that is called: the first argument that is neither an option nor the value of --store."""
    rest = iter(arguments)
    for argument in rest:
        if argument == "--store":
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return None


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    name = _wanted(arguments)
    if name is not None and name not in COMMANDS:
        near = nearest(name, COMMANDS)
        hint = f"did you mean {', '.join(near)}?" if near else "see: memgraph --help"
        print(f"memgraph: there is no command {name!r}; {hint}", file=sys.stderr)
        return 2
    made = parser(*([name] if name else []))
    options = made.parse_args(arguments)
    if options.command is None:
        made.print_help()
        return 0
    return command(options.command).run(options)


def _engine_or_disk(error: OSError | RuntimeError) -> MemgraphError:
    """An error while an answer was read or written: a damaged store, or a full disk behind stdout."""
    if isinstance(error, OSError) and error.errno is not None and "IO error" not in str(error):
        return MemgraphError("output", f"cannot be written ({error.strerror})", "free space, or write elsewhere")
    return MemgraphError("store", f"cannot be read ({error})", "it is damaged; build it again with: memgraph build")


def main() -> None:
    """Run the command line and leave with the exit code of the contract."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (open to the end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal of few characters shows "?" for the others
            stream.reconfigure(errors="replace")
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except MemgraphError as error:
        print(error, file=sys.stderr)
        code = error.exit_code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        # The reader has gone: nothing is left to say, and Python must not say it at exit.
        code = 0
    except (OSError, RuntimeError) as error:
        print(_engine_or_disk(error), file=sys.stderr)
        code = 2
    # Leaving without taking the interpreter down is a tenth of a cold query; nothing waits to be written.
    sys.stderr.flush()
    os._exit(code)
