"""The command that serves: loaded by nothing else, for its libraries are slow to import."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from memgraph.cli.command import Command, say
from memgraph.session import folder, opened
from memgraph.web import server
from memgraph.web.limits import LONGEST_TIMEOUT, Limits

_PORT = 8765


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise ArgumentTypeError(f"{text!r} is no port (0 to 65535)")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise ArgumentTypeError(f"{text!r} is no time limit (up to {LONGEST_TIMEOUT:g} seconds)")
    return seconds


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine alone")
    parser.add_argument("--port", type=_port, default=_PORT, metavar="N", help=f"default: {_PORT}; 0: one that is free")
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=Limits().timeout,
        metavar="S",
        help=f"seconds for a query on /sparql (default: {Limits().timeout:g}, at most {LONGEST_TIMEOUT:g})",
    )
    parser.add_argument(
        "--proxy",
        action="store_true",
        help="a proxy stands in front: clients are who its X-Forwarded-For says last",
    )


def _serve(options: Namespace) -> int:
    where = folder(options.store, "serve")
    opened(options.store, say)  # says what is wrong with it, and builds the default one
    server.run(where, options.host, options.port, Limits(timeout=options.timeout), options.proxy, say)
    return 0


COMMANDS = {
    "serve": Command(
        """\
SPARQL 1.1 at /sparql, canned queries at /queries/NAME.csv, things at /id/…, all of it at /openapi.json.
Strangers' queries run in processes of their own, with limits of time, memory and rows.

  memgraph serve
  memgraph serve --host 0.0.0.0 --port 8080 --timeout 5
  curl 'http://127.0.0.1:8765/queries/gaps.csv?report=peru-2022'""",
        _arguments,
        _serve,
    )
}
