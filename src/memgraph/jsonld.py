"""Triples to compact JSON-LD with an inline context (JSON-LD 1.1, which a 1.0 reader understands too).

Our own terms are plain words, addresses under the base are relative, and what all values of a
property have in common (type, language) stands once, in the context.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from memgraph.vocab import BASE, MEM, PREFIXES

_RDF_TYPE = PREFIXES["rdf"] + "type"
_XSD = PREFIXES["xsd"]
_STRING, _BOOLEAN, _INTEGER = _XSD + "string", _XSD + "boolean", _XSD + "integer"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})", re.ASCII)
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
# What may follow the base: no colon, which would make a scheme of it, and no dots that stand for another folder.
_PATH = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9_.~-]*", re.ASCII)
Lists = Mapping[ox.BlankNode, Sequence[Any]]


def document(triples: Sequence[ox.Triple], lists: Lists) -> bytes:
    """A document of triples in their order, a node for each subject.

    ``lists`` are the heads of the lists among the blank nodes; the triples that make them up are
    not among ``triples``.
    """
    return _Document(triples, lists).write()


class _Document:
    def __init__(self, triples: Sequence[ox.Triple], lists: Lists) -> None:
        self.triples, self.lists = triples, lists
        nodes = [node for triple in triples for node in triple] + [node for one in lists.values() for node in one]
        schemes = {node.value.partition(":")[0] for node in nodes if isinstance(node, ox.NamedNode)}
        # A prefix that is also the scheme of an address would be taken for it.
        self.prefixes = {prefix: space for prefix, space in PREFIXES.items() if prefix not in schemes}
        self.coerced = {predicate: self._coercion(values) for predicate, values in self._values().items()}

    def write(self) -> bytes:
        context: dict[str, Any] = {"@base": BASE, "@vocab": MEM, **self.prefixes}
        context |= {self.word(predicate): how for predicate, how in sorted(self.coerced.items()) if how}
        document = {"@context": context, "@graph": self._nodes()}
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    def _values(self) -> dict[str, list[Any]]:
        """The objects of each predicate but rdf:type."""
        found: dict[str, list[Any]] = {}
        for triple in self.triples:
            if triple.predicate.value != _RDF_TYPE:
                found.setdefault(triple.predicate.value, []).append(triple.object)
        return found

    def _coercion(self, values: list[Any]) -> dict[str, str]:
        """What a context can say of all values of a property: nothing, where they differ."""
        if any(value in self.lists for value in values if isinstance(value, ox.BlankNode)):
            return {}
        if not any(isinstance(value, ox.Literal) for value in values):
            return {"@type": "@id"}
        if not all(isinstance(value, ox.Literal) for value in values):
            return {}
        if all(value.language for value in values):
            return {"@container": "@language"}
        kinds = {value.datatype.value for value in values if not value.language}
        if any(value.language for value in values) or len(kinds) > 1 or kinds & {_STRING, _BOOLEAN, _INTEGER}:
            return {}
        return {"@type": self.word(*kinds)}

    def _nodes(self) -> list[dict[str, Any]]:
        """A node for each subject; one that is a part of its only referrer stands inside it."""
        made = {s: self._node(s, list(about)) for s, about in groupby(self.triples, key=lambda t: t.subject)}
        referred: Counter[Any] = Counter(
            triple.object for triple in self.triples if not isinstance(triple.object, ox.Literal)
        )
        referred.update(node for nodes in self.lists.values() for node in nodes)
        inner: set[Any] = set()
        for triple in self.triples:
            part: Any = triple.object
            whole = triple.subject
            if (
                part in made
                and referred[part] == 1
                and isinstance(whole, ox.NamedNode)
                and part.value.startswith(whole.value + "/")
                and whole not in inner
                and triple.predicate.value != _RDF_TYPE
                and not _holds(made[part])
            ):
                _put(made[whole], self.word(triple.predicate.value), made[part])
                inner.add(part)
        return [node for subject, node in made.items() if subject not in inner]

    def _node(self, subject: Any, about: list[ox.Triple]) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": self.address(subject)}
        for predicate, same in groupby(about, key=lambda t: t.predicate.value):
            objects: list[Any] = [triple.object for triple in same]
            if predicate == _RDF_TYPE and not any(isinstance(o, ox.Literal) or o in self.lists for o in objects):
                node["@type"] = _one([self.type(one) for one in objects])
            elif self.coerced.get(predicate) == {"@container": "@language"}:
                tags = sorted({one.language for one in objects})
                node[self.word(predicate)] = {
                    tag: _one([one.value for one in objects if one.language == tag]) for tag in tags
                }
            else:
                node[self.word(predicate)] = _one([self._value(one, self.coerced.get(predicate)) for one in objects])
        return node

    def _value(self, term: Any, how: dict[str, str] | None) -> Any:
        if not isinstance(term, ox.Literal):
            if term in self.lists:
                return {"@list": [self._value(one, None) for one in self.lists[term]]}
            return self.address(term) if how else {"@id": self.address(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        if how or datatype == _STRING:
            return term.value
        if datatype == _BOOLEAN and term.value in ("true", "false"):
            return term.value == "true"
        if datatype == _INTEGER and _NUMBER.fullmatch(term.value):
            return int(term.value)
        return {"@value": term.value, "@type": self.word(datatype)}

    def word(self, address: str) -> str:
        """A property or datatype: a plain word of ours, a prefixed name, or the address."""
        local = address.removeprefix(MEM)
        if local != address and _LOCAL.fullmatch(local) and local not in self.prefixes:
            return local
        return self._prefixed(address)

    def type(self, term: Any) -> str:
        """A class, which is read as a word and not as a path."""
        return self.word(term.value) if isinstance(term, ox.NamedNode) else str(term)

    def address(self, term: Any) -> str:
        """A node: its path under the base, a prefixed name, its address, or a blank node's label."""
        if not isinstance(term, ox.NamedNode):
            return str(term)
        path = term.value.removeprefix(BASE)
        return path if path != term.value and _PATH.fullmatch(path) else self._prefixed(term.value)

    def _prefixed(self, address: str) -> str:
        for prefix, space in self.prefixes.items():
            if address.startswith(space) and _LOCAL.fullmatch(address[len(space) :]):
                return f"{prefix}:{address[len(space) :]}"
        return address


def _put(whole: dict[str, Any], key: str, part: dict[str, Any]) -> None:
    """Set a part itself in the place of its address."""
    address = part["@id"]
    values = [part if one in (address, {"@id": address}) else one for one in _several(whole[key])]
    whole[key] = _one(values)


def _holds(node: dict[str, Any]) -> bool:
    """Whether another node stands in a node."""
    return any(isinstance(v, dict) and "@id" in v and len(v) > 1 for value in node.values() for v in _several(value))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _one(values: list[Any]) -> Any:
    """A single value by itself, several in a list."""
    return values[0] if len(values) == 1 else values
