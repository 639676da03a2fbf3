"""Quads to bytes: sorted, with prefixes in a fixed order, the same bytes for the same quads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from memgraph.vocab import PREFIXES

_RDF_TYPE = PREFIXES["rdf"] + "type"
_XSD_STRING = PREFIXES["xsd"] + "string"
_INTEGER = PREFIXES["xsd"] + "integer"
_BOOLEAN = PREFIXES["xsd"] + "boolean"
# Local names that need no escape in Turtle (a subset of PN_LOCAL; others are written as full IRIs).
_LOCAL = re.compile(r"[A-Za-z_](?:[\w.-]*[\w-])?$|$", re.ASCII)
# XML 1.0 section 2.2: characters that no document may hold, not even escaped.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def serialize(quads: Iterable[ox.Quad], form: str) -> bytes:
    """Serialise quads in a graph format of :mod:`memgraph.formats`.

    Formats without named graphs (turtle, nt, jsonld, rdfxml) merge the graphs.
    """
    found = list(quads)
    if any(isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode) for quad in found):
        # Labels of blank nodes differ from load to load; canonical ones do not.
        dataset = ox.Dataset(found)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        found = list(dataset)
    return _WRITERS[form](found)


def _key(term: Any) -> tuple[str, str, str]:
    return (term.value, getattr(getattr(term, "datatype", None), "value", ""), getattr(term, "language", None) or "")


def _triples(quads: list[ox.Quad]) -> list[ox.Triple]:
    unique = {quad.triple: None for quad in quads}
    return sorted(
        unique, key=lambda t: (_key(t.subject), t.predicate.value != _RDF_TYPE, _key(t.predicate), _key(t.object))
    )


def _iri(address: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if address.startswith(namespace) and _LOCAL.match(address[len(namespace) :]):
            return f"{prefix}:{address[len(namespace) :]}"
    return f"<{address}>"


def _term(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        if (datatype == _BOOLEAN and term.value in ("true", "false")) or (
            datatype == _INTEGER and re.fullmatch(r"[+-]?[0-9]+", term.value)
        ):
            return term.value
        text = str(ox.Literal(term.value))  # quoted and escaped as N-Triples does
        if term.language:
            return f"{text}@{term.language}"
        return text if datatype == _XSD_STRING else f"{text}^^{_iri(datatype)}"
    return str(term)


def _used(body: str) -> str:
    """The @prefix lines for the prefixes that a body uses."""
    return "".join(
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in PREFIXES.items()
        if re.search(rf"(?<![\w<:/-]){prefix}:", body)
    )


def _subjects(triples: list[ox.Triple], indent: str = "") -> str:
    lines = []
    for subject, about in groupby(triples, key=lambda t: t.subject):
        parts = []
        for predicate, same in groupby(about, key=lambda t: t.predicate):
            verb = "a" if predicate.value == _RDF_TYPE else _iri(predicate.value)
            objects = " ,\n        ".join(_term(triple.object) for triple in same)
            parts.append(f"{verb} {objects}")
        lines.append(f"{_term(subject)} " + " ;\n    ".join(parts) + " .\n")
    text = "\n".join(lines)
    return (
        "".join(indent + line if line.strip() else line for line in text.splitlines(keepends=True)) if indent else text
    )


def _turtle(quads: list[ox.Quad]) -> bytes:
    body = _subjects(_triples(quads))
    return (_used(body) + "\n" + body).encode()


def _graphs(quads: list[ox.Quad]) -> list[tuple[Any, list[ox.Quad]]]:
    def name(quad: ox.Quad) -> str:
        return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name.value)

    ordered = sorted(quads, key=name)
    return [(graph, list(inside)) for graph, inside in groupby(ordered, key=lambda quad: quad.graph_name)]


def _trig(quads: list[ox.Quad]) -> bytes:
    blocks = []
    for graph, inside in _graphs(quads):
        body = _subjects(_triples(inside))
        blocks.append(body if isinstance(graph, ox.DefaultGraph) else f"{_term(graph)} {{\n{body}}}\n")
    text = "\n".join(blocks)
    return (_used(text) + "\n" + text).encode()


def _lines(quads: list[ox.Quad], form: ox.RdfFormat) -> bytes:
    items: Any = dict.fromkeys(quad.triple if form == ox.RdfFormat.N_TRIPLES else quad for quad in quads)
    made = ox.serialize(items, format=form)
    assert made is not None
    return b"".join(sorted(made.splitlines(keepends=True)))


def _jsonld(quads: list[ox.Quad]) -> bytes:
    """Flat JSON-LD with an inline context: a node a subject, prefixed names as keys."""
    nodes = []
    for subject, about in groupby(_triples(quads), key=lambda t: t.subject):
        node: dict[str, Any] = {"@id": _name(subject)}
        for predicate, same in groupby(about, key=lambda t: t.predicate):
            objects = [triple.object for triple in same]
            if predicate.value == _RDF_TYPE and not any(isinstance(one, ox.Literal) for one in objects):
                node["@type"] = [_name(one) for one in objects]
            else:
                values = [_value(one) for one in objects]
                node[_name(predicate)] = values[0] if len(values) == 1 else values
        nodes.append(node)
    document = {"@context": dict(PREFIXES), "@graph": nodes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _name(term: Any) -> str:
    """An IRI for JSON-LD: compact where that is safe, a blank node with its label."""
    if isinstance(term, ox.NamedNode):
        return _iri(term.value).removeprefix("<").removesuffix(">")
    return str(term)


def _value(term: Any) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == _XSD_STRING:
        return term.value
    if datatype == _BOOLEAN and term.value in ("true", "false"):
        return term.value == "true"
    if datatype == _INTEGER and re.fullmatch(r"-?(?:0|[1-9]\d{0,14})", term.value):
        return int(term.value)
    return {"@value": term.value, "@type": _iri(datatype).removeprefix("<").removesuffix(">")}


def _rdfxml(quads: list[ox.Quad]) -> bytes:
    triples = [ox.Triple(t.subject, t.predicate, _xml_safe(t.object)) for t in _triples(quads)]
    made: bytes = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)  # type: ignore[assignment]
    head = re.search(rb"<rdf:RDF[^>]*>", made)
    if head is None:
        return made
    # The engine writes the namespaces in no fixed order.
    names = sorted(re.findall(rb'xmlns:[\w-]+="[^"]*"', head[0]))
    return made[: head.start()] + b"<rdf:RDF " + b" ".join(names) + b">" + made[head.end() :]


def _xml_safe(term: Any) -> Any:
    """A literal without characters that XML forbids; each becomes U+FFFD."""
    if isinstance(term, ox.Literal) and _NO_XML.search(term.value):
        text = _NO_XML.sub("\ufffd", term.value)
        return ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)
    return term


_WRITERS: dict[str, Callable[[list[ox.Quad]], bytes]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nt": lambda quads: _lines(quads, ox.RdfFormat.N_TRIPLES),
    "nq": lambda quads: _lines(quads, ox.RdfFormat.N_QUADS),
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
}
