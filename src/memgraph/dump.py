"""What is compared: the quads of a store, of a file in an RDF syntax, or of stdin."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from memgraph.address import is_remote
from memgraph.errors import CallError
from memgraph.facts import describes_itself
from memgraph.session import opened
from memgraph.vocab import BASE, DATASET, report_graph

_GRAPHS = BASE + "graph/"
_EXCERPT = re.compile(rf"<{DATASET}/report/([^/]+)/authority>")
_AGAIN = "export it again, or name another"


class Dump(NamedTuple):
    """The quads of one side; ``stored`` where they are all that a store holds."""

    name: str
    quads: set[ox.Quad]
    stored: bool = False


def read(name: str, notice: Callable[[str], None]) -> Dump:
    """The quads of a store, an RDF file (its suffix tells the syntax, else its bytes do), or ``-``.

    Raises :class:`memgraph.errors.CallError` for what is not there, no RDF or without a triple, and
    :class:`memgraph.errors.StoreError` for a store that cannot be read.
    """
    if is_remote(name) or (name != "-" and Path(name).is_dir()):
        found = opened(name, notice)
        return Dump(name, {quad for graph in found.graphs() for quad in found.quads(graph)}, stored=True)
    place = "stdin" if name == "-" else name
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except FileNotFoundError:
        raise CallError(name, "there is no such store or file", "name a store's folder or an exported file") from None
    except OSError as error:
        raise CallError(place, f"cannot be read ({error.strerror or error})", "name another") from None
    data = data.removeprefix(b"\xef\xbb\xbf")
    quads = _parsed(place, data, _syntaxes(Path(name).suffix[1:], data))
    if not quads:
        raise CallError(place, "holds no triple", _AGAIN)
    return Dump(place, quads)


def _syntaxes(suffix: str, data: bytes) -> list[ox.RdfFormat]:
    """The syntaxes that a file may be in."""
    known = ox.RdfFormat.from_extension(suffix) if suffix not in ("", "txt") else None
    if known:
        return [known]
    head = data[:1000].lstrip()
    if head.startswith((b"<?xml", b"<!", b"<rdf:RDF")):
        return [ox.RdfFormat.RDF_XML]
    if re.match(rb'\{\s*"|\[\s*\{', head):
        return [ox.RdfFormat.JSON_LD]
    return [ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG]  # TriG reads Turtle and N-Triples too


def _parsed(place: str, data: bytes, syntaxes: list[ox.RdfFormat]) -> set[ox.Quad]:
    """The quads by the first syntax that reads them all; where none does, the one that came furthest tells why."""
    faults: list[tuple[int, str, ox.RdfFormat]] = []
    for syntax in syntaxes:
        try:
            return set(ox.parse(data, format=syntax))
        except SyntaxError as error:
            faults.append((error.lineno or 0, str(error.msg), syntax))
        except (ValueError, OSError, RuntimeError) as error:  # as the engine says of bytes that are no text
            faults.append((0, str(error), syntax))
    line, why, syntax = max(faults, key=lambda fault: fault[0])
    where = f"{place}:{line}" if line else place
    raise CallError(where, f"is no {syntax.name} (or it is cut off)", _AGAIN, tuple(why.splitlines()))


def alike(a: Dump, b: Dump, notice: Callable[[str], None]) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Both sides as far as they can be compared.

    Graphs are merged where one side has no named ones. Beside a file, a store is compared as far as the file goes:
    an export of what is asserted says nothing of what is inferred, and describes itself. What is left out is told
    to ``notice``.
    """
    merged = _named(a) != _named(b)
    if a.stored != b.stored:
        stored, other = (a, b) if a.stored else (b, a)
        scoped = _scoped(stored, other, notice)
        if len(scoped.quads) < len(stored.quads):  # a part describes itself otherwise than the whole
            scoped, other = _undescribed(scoped), _undescribed(other)
        a, b = (scoped, other) if a.stored else (other, scoped)
    if not merged:
        return a.quads, b.quads
    notice(f"{(b if _named(a) else a).name}: has no named graphs, so those of the other side are merged")
    return {ox.Quad(*quad.triple) for quad in a.quads}, {ox.Quad(*quad.triple) for quad in b.quads}


def _named(dump: Dump) -> bool:
    return any(isinstance(quad.graph_name, ox.NamedNode) for quad in dump.quads)


def _kind(quad: ox.Quad) -> str:
    """What a quad's graph is for: ``authority``, ``report``, ``ontology``, ``inferred``; any other by its name."""
    name = getattr(quad.graph_name, "value", "")
    return name.removeprefix(_GRAPHS).split("/")[0] if name.startswith(_GRAPHS) else name


def _undescribed(dump: Dump) -> Dump:
    return dump._replace(quads={quad for quad in dump.quads if not describes_itself(quad)})


def _scoped(one: Dump, other: Dump, notice: Callable[[str], None]) -> Dump:
    """A store without the kinds of graph of which the file beside it holds nothing.

    Beside an export of one report: that report, and of the other graphs what the export speaks of.
    """
    held = {_kind(quad) for quad in other.quads}
    if not _named(other):
        triples = {quad.triple for quad in other.quads}
        held = {_kind(quad) for quad in one.quads if quad.triple in triples}
    left = sorted({_kind(quad) for quad in one.quads} - held)
    if left:
        notice(f"{one.name}: not compared, since {other.name} holds nothing of it: {', '.join(left)}")
    quads = {quad for quad in one.quads if _kind(quad) in held}
    told = {quad.subject for quad in other.quads}
    only = {found[1] for node in told if (found := _EXCERPT.fullmatch(str(node)))}
    if only:
        graphs = {ox.NamedNode(report_graph(report)) for report in only}
        quads = {quad for quad in quads if quad.graph_name in graphs or quad.subject in told}
    return one._replace(quads=quads)
