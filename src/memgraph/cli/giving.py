"""Commands that give away: export, text, info, completion."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from itertools import chain
from pathlib import Path

from memgraph import store
from memgraph.address import Address
from memgraph.cli.command import Command, complete_files, say, write
from memgraph.errors import CallError
from memgraph.formats import GRAPHS
from memgraph.session import location, opened
from memgraph.staleness import staleness
from memgraph.vocab import AUTHORITY_GRAPH, DATASET_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, report_graph


def _export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("-f", "--format", choices=GRAPHS, default="turtle", help="default: turtle")
    parser.add_argument(
        "--graph",
        choices=["asserted", "inferred", "ontology", "all"],
        help="default: asserted (authority and reports)",
    )
    parser.add_argument("--report", metavar="ID", help="this report alone, and what it names")
    complete_files(parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: stdout"))


def _export(options: Namespace) -> int:
    from memgraph.description import describe, described_in  # `info` need wait for neither
    from memgraph.serialization import serialize

    if options.report is not None and options.graph is not None:
        raise CallError("--report", "is one graph, and --graph names others", "leave one of them out")
    found = opened(options.store, say)
    known = found.reports()
    if options.report is not None and options.report not in known:
        raise CallError(options.report, "is not in the store", f"there are: {', '.join(known) or 'no reports'}")
    reports = [report_graph(one) for one in known]
    name = f"report/{options.report}" if options.report is not None else options.graph or "asserted"
    graphs = {
        "asserted": [AUTHORITY_GRAPH, *reports],
        "inferred": [INFERRED_GRAPH],
        "ontology": [ONTOLOGY_GRAPH],
        "all": [AUTHORITY_GRAPH, *reports, ONTOLOGY_GRAPH, INFERRED_GRAPH],
    }
    data = {graph: list(found.quads(graph)) for graph in graphs.get(name, [report_graph(str(options.report))])}
    excerpt = (
        described_in(found.quads(AUTHORITY_GRAPH), chain.from_iterable(data.values()))
        if options.report is not None
        else []
    )
    described = list(found.quads(DATASET_GRAPH))
    if name != "all":
        described = describe((quad.triple for quad in described), name, data, excerpt)
    _give(serialize([*described, *chain.from_iterable(data.values()), *excerpt], options.format, say), options.output)
    return 0


def _text_arguments(parser: ArgumentParser) -> None:
    complete_files(parser.add_argument("pdf", type=Path, metavar="REPORT.pdf"))
    complete_files(parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: stdout"))


def _text(options: Namespace) -> int:
    from memgraph.pdf import extract  # `info` and `export` need not wait for it

    _give(extract(options.pdf), options.output)
    return 0


def _give(data: bytes | str, output: Path | None) -> None:
    """Data to a file, or to stdout where none is named."""
    if output is None:
        write(data)
        return
    try:
        output.write_bytes(data.encode() if isinstance(data, str) else data)
    except OSError as error:
        raise CallError(str(output), f"cannot be written ({error.strerror})", "name another with -o") from None


def _no_arguments(parser: ArgumentParser) -> None:
    """A command without arguments of its own."""


def _info(options: Namespace) -> int:
    where = location(options.store)
    if isinstance(where, Address):
        return _remote_info(where)
    known = store.manifest(where)
    print(f"store: {where} (format {known.format}, memgraph {known.version})")
    for report in known.reports:
        print(f"report: {report['id']} (SHA-256 {report['sha256'][:12]}…, {report['path']})")
    for name, count in known.counts.items():
        print(f"graph: <{name}> {count:,} triples")
    for line in staleness(known) or ["up to date with its reports, authority and ontology"]:
        print(line)
    return 0


def _remote_info(where: Address) -> int:
    from memgraph.remote import open_remote  # its HTTP library takes 75 ms to import

    found = open_remote(where)
    print(f"store: {found.where} ({found.server or 'a server without a name'}, memgraph {found.version})")
    for name, (checksum, _) in found.sums().items():
        print(f"report: {name} (SHA-256 {checksum[:12]}…)")
    for graph, count in found.counts.items():
        print(f"graph: <{graph}> {count:,} triples")
    for line in found.staleness() or ["up to date with the ontology and authority here"]:
        print(line)
    return 0


def _completion_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=["bash", "zsh", "fish"])


def _completion(options: Namespace) -> int:
    import shtab  # only this command needs it

    from memgraph.cli import COMMANDS as ALL
    from memgraph.cli import parser
    from memgraph.queries import names

    whole = parser(*ALL)
    for action in whole._subparsers._group_actions[0].choices["query"]._actions:  # type: ignore[union-attr,index]
        if action.dest == "name":
            del action.complete
            action.choices = names()
    write(shtab.complete(whole, options.shell))
    return 0


COMMANDS = {
    "export": Command(
        """\
Each export says what it is: counts, licences, and what it was made of. The same graph gives the same
bytes. turtle, nt, jsonld and rdfxml merge the named graphs; trig and nq keep them.

  memgraph export -o memgraph.ttl
  memgraph export --report peru-2022 -f jsonld
  memgraph export --graph all -f trig | gzip > all.trig.gz""",
        _export_arguments,
        _export,
    ),
    "text": Command(
        """\
Lines in reading order, tables as rows of tabs, a form feed between pages. Read it through before it is
built: the offsets of every quote count from this text. Needs pdfplumber: pip install 'mem-graph[pdf]'.

  memgraph text report.pdf -o report.txt
  memgraph text report.pdf | less""",
        _text_arguments,
        _text,
    ),
    "info": Command("Read from its manifest, so at once however large it is.\n\n  memgraph info", _no_arguments, _info),
    "completion": Command(
        """\
  memgraph completion bash > ~/.local/share/bash-completion/completions/memgraph
  memgraph completion zsh  > "${fpath[1]}/_memgraph"
  memgraph completion fish > ~/.config/fish/completions/memgraph.fish""",
        _completion_arguments,
        _completion,
    ),
}
