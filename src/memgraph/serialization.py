"""Quads to bytes: sorted, with prefixes in a fixed order, the same bytes for the same quads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from memgraph import jsonld, rdfxml
from memgraph.errors import CallError
from memgraph.vocab import BASE, DATASET_GRAPH, PREFIXES

_RDF_TYPE = PREFIXES["rdf"] + "type"
_FIRST, _REST, _NIL = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
_CELL = [_FIRST.value, _REST.value]
_XSD_STRING = PREFIXES["xsd"] + "string"
_INTEGER = PREFIXES["xsd"] + "integer"
_BOOLEAN = PREFIXES["xsd"] + "boolean"
# Local names that need no escape in Turtle (a subset of PN_LOCAL; others are written as full IRIs).
_LOCAL = re.compile(r"[A-Za-z_](?:[\w.-]*[\w-])?$|$", re.ASCII)
_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_DESCRIPTION = ox.NamedNode(DATASET_GRAPH)
Lists = dict[ox.BlankNode, list[Any]]


def serialize(quads: Iterable[ox.Quad], form: str, notice: Callable[[str], None] = lambda line: None) -> bytes:
    """Serialise quads in a graph format of :mod:`memgraph.formats`.

    Formats without named graphs (turtle, nt, jsonld, rdfxml) merge the graphs. What a dataset says
    of itself comes first, but for the formats of sorted lines (nt, nq). Lists are written as lists
    where a format has them. ``notice`` hears what a format cannot hold as it is; :class:`CallError`
    is raised for what it cannot hold at all.
    """
    found = list(quads)
    if any(isinstance(quad.object, ox.Triple) or getattr(quad.object, "direction", None) for quad in found):
        raise CallError(
            form,
            "RDF 1.1 has no triple terms and no direction of text, but the graph has",
            "construct one without them",
        )
    if any(isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode) for quad in found):
        # Labels of blank nodes differ from load to load; canonical ones do not.
        dataset = ox.Dataset(found)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        found = list(dataset)
    match form:
        case "nt":
            return _lines(found, ox.RdfFormat.N_TRIPLES)
        case "nq":
            return _lines(found, ox.RdfFormat.N_QUADS)
        case "trig":
            return _trig(found)
    triples = _triples(found)
    if form == "rdfxml":
        return rdfxml.document(triples, notice)
    lists = _lists(triples)
    rest = _beyond(triples, lists)
    return jsonld.document(rest, lists) if form == "jsonld" else _turtle(rest, lists)


def _key(term: Any) -> tuple[str, str, str]:
    return (term.value, getattr(getattr(term, "datatype", None), "value", ""), getattr(term, "language", None) or "")


def _triples(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """The triples of quads, each once, by subject: first what the dataset graph speaks of."""
    about: dict[Any, dict[ox.Triple, None]] = {}
    described = set()
    for quad in quads:
        subject = quad.subject
        about.setdefault(subject, {})[quad.triple] = None
        if quad.graph_name == _DESCRIPTION:
            described.add(subject)

    def place(subject: Any) -> tuple[int, tuple[str, str, str]]:
        return (2 if subject not in described else 0 if subject.value.startswith(BASE) else 1), _key(subject)

    subjects = sorted(about, key=place)
    return [triple for subject in subjects for triple in sorted(about[subject], key=_within)]


def _within(triple: ox.Triple) -> tuple[bool, str, tuple[str, str, str]]:
    """Where a triple stands among those of its subject: its types first."""
    predicate = triple.predicate.value
    return predicate != _RDF_TYPE, predicate, _key(triple.object)


def _lists(triples: Sequence[ox.Triple], shared: Iterable[Any] = ()) -> Lists:
    """The lists among triples that a list's notation can say, by their first node, with their items.

    Each node of such a list has one item and one rest, and is spoken of once. Items may be anything
    but a list. ``shared`` are nodes of which other graphs speak too; they need their labels.
    """
    about: dict[Any, list[ox.Triple]] = {}
    uses: Counter[Any] = Counter()
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            about.setdefault(triple.subject, []).append(triple)
        if isinstance(triple.object, ox.BlankNode):
            uses[triple.object] += 1
    kept = set(shared)
    cells = {
        node: {triple.predicate: triple.object for triple in said}
        for node, said in about.items()
        if uses[node] == 1 and node not in kept and sorted(triple.predicate.value for triple in said) == _CELL
    }
    later = {cell[_REST] for cell in cells.values()}
    items = {cell[_FIRST] for cell in cells.values()}
    found: Lists = {}
    for head in cells.keys() - later - items:
        nodes, node = [], head
        while node in cells:
            nodes.append(cells[node][_FIRST])
            node = cells[node][_REST]
        if node == _NIL:
            found[head] = nodes
    return found


def _beyond(triples: Sequence[ox.Triple], lists: Lists) -> list[ox.Triple]:
    """The triples that do not make up the lists."""
    rest = {t.subject: t.object for t in triples if t.predicate == _REST}
    inside: set[Any] = set()
    for head in lists:
        node: Any = head
        while node != _NIL:
            inside.add(node)
            node = rest[node]
    return [triple for triple in triples if triple.subject not in inside]


def _iri(address: str) -> str:
    # A local name holds neither of these, and every namespace ends with one.
    cut = max(address.rfind("/"), address.rfind("#")) + 1
    prefix = _BY_NAMESPACE.get(address[:cut])
    return f"{prefix}:{address[cut:]}" if prefix and _LOCAL.match(address[cut:]) else f"<{address}>"


def _term(term: Any, lists: Lists) -> str:
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        if datatype == _XSD_STRING or term.language:
            return str(term)  # quoted and escaped as N-Triples does
        if (datatype == _BOOLEAN and term.value in ("true", "false")) or (
            datatype == _INTEGER and re.fullmatch(r"[+-]?[0-9]+", term.value)
        ):
            return term.value
        return f"{ox.Literal(term.value)}^^{_iri(datatype)}"
    if term in lists:
        return " ".join(["(", *(_term(item, lists) for item in lists[term]), ")"])
    return str(term)


def _used(body: str) -> str:
    """The @prefix lines for the prefixes that a body uses."""
    return "".join(
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in PREFIXES.items()
        if f"{prefix}:" in body and re.search(rf"(?<![\w<:/-]){prefix}:", body)
    )


def _subjects(triples: list[ox.Triple], lists: Lists) -> str:
    lines = []
    for subject, about in groupby(triples, key=lambda t: t.subject):
        parts = []
        for predicate, same in groupby(about, key=lambda t: t.predicate):
            verb = "a" if predicate.value == _RDF_TYPE else _iri(predicate.value)
            objects = " ,\n        ".join(_term(triple.object, lists) for triple in same)
            parts.append(f"{verb} {objects}")
        lines.append(f"{_term(subject, lists)} " + " ;\n    ".join(parts) + " .\n")
    return "\n".join(lines)


def _turtle(triples: list[ox.Triple], lists: Lists) -> bytes:
    body = _subjects(triples, lists)
    return (_used(body) + "\n" + body).encode()


def _trig(quads: list[ox.Quad]) -> bytes:
    def name(quad: ox.Quad) -> str:
        return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name.value)

    ordered = sorted(quads, key=lambda quad: (name(quad) != DATASET_GRAPH, name(quad)))
    # A blank node belongs to the whole document; one that stands in several graphs needs its label.
    places = {(node, quad.graph_name) for quad in quads for node in quad if isinstance(node, ox.BlankNode)}
    shared = [node for node, count in Counter(node for node, _ in places).items() if count > 1]
    blocks = []
    for graph, inside in groupby(ordered, key=lambda quad: quad.graph_name):
        triples = _triples(inside)
        lists = _lists(triples, shared)
        body = _subjects(_beyond(triples, lists), lists)
        blocks.append(body if isinstance(graph, ox.DefaultGraph) else f"{_term(graph, {})} {{\n{body}}}\n")
    text = "\n".join(blocks)
    return (_used(text) + "\n" + text).encode()


def _lines(quads: list[ox.Quad], form: ox.RdfFormat) -> bytes:
    items: Any = dict.fromkeys(quad.triple if form == ox.RdfFormat.N_TRIPLES else quad for quad in quads)
    made = ox.serialize(items, format=form)
    assert made is not None
    return b"".join(sorted(made.splitlines(keepends=True)))
