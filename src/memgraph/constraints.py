"""What must hold of the members of each class: the SHACL shapes in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from memgraph.ontology import Graph
from memgraph.vocab import compact

_DATATYPES = {
    "xsd:string": "text",
    "rdf:langString": "text in a stated language",
    "xsd:integer": "a whole number",
    "xsd:nonNegativeInteger": "a whole number, 0 or more",
    "xsd:decimal": "a number",
    "xsd:boolean": "true or false",
    "xsd:date": "a day",
    "xsd:gYear": "a year",
    "xsd:anyURI": "an address",
}
_WORDS = {
    "sh:minLength": "at least {} characters",
    "sh:maxLength": "at most {} characters",
    "sh:pattern": "of the form {}",
    "sh:minInclusive": "{} or more",
    "sh:maxInclusive": "{} or less",
    "sh:hasValue": "{} among them",
    "sh:disjoint": "not the value of {}",
    "sh:equals": "the value of {}",
    "sh:lessThan": "less than {}",
    "sh:lessThanOrEquals": "not more than {}",
}
_ONE = {"1": "one"}


class Rule(NamedTuple):
    """What a shape asks of a property (none: of the thing itself): how many values, of which classes, in which words.

    ``message`` is what it says where the rule is broken.
    """

    path: tuple[str, ...]
    number: str
    classes: tuple[str, ...]
    values: tuple[str, ...]
    message: str


class Shape(NamedTuple):
    """What must hold of the members of a class."""

    messages: tuple[str, ...]
    rules: tuple[Rule, ...]


def shapes(path: Path) -> dict[str, Shape]:
    """The shape of each class that has one, by the class's IRI; raises as :class:`memgraph.ontology.Graph` does."""
    graph = Graph(path)
    found = {}
    for node in list(graph.about):
        for target in graph.iris(node, "sh:targetClass"):
            rules = sorted(graph.all(node, "sh:property"), key=lambda one: _order(graph, one))
            messages = tuple(value.value for value in graph.all(node, "sh:message"))
            found[target] = Shape(messages, tuple(_rule(graph, one) for one in rules))
    return found


def _order(graph: Graph, node: Any) -> float:
    value = graph.text_of(node, "sh:order")
    return float(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else 0


def _rule(graph: Graph, node: Any) -> Rule:
    # A value may have to conform to one of several shapes: what these ask is listed with it.
    lists = [one for name in ("sh:or", "sh:xone") for one in graph.all(node, name)]
    nodes = [node, *(member for one in lists for member in graph.items(one))]
    return Rule(
        path=tuple(iri for path in graph.all(node, "sh:path") for iri in _path(graph, path)),
        number=_number(graph.text_of(node, "sh:minCount"), graph.text_of(node, "sh:maxCount")),
        classes=tuple(iri for one in nodes for iri in graph.iris(one, "sh:class")),
        values=tuple(words for one in nodes for words in _values(graph, one)),
        message=graph.text_of(node, "sh:message"),
    )


def _path(graph: Graph, path: Any) -> list[str]:
    """A property, or the properties of a way of several steps (SHACL section 2.3.1.2)."""
    return [one.value for one in (graph.items(path) or [path])]


def _values(graph: Graph, node: Any) -> Iterator[str]:
    for iri in graph.iris(node, "sh:datatype"):
        yield _DATATYPES.get(compact(iri), compact(iri))
    if "http://www.w3.org/ns/shacl#IRI" in graph.iris(node, "sh:nodeKind"):
        yield "an address"
    for several in graph.all(node, "sh:in"):
        yield f"one of {', '.join(compact(one.value).removeprefix('response/') for one in graph.items(several))}"
    if graph.text_of(node, "sh:uniqueLang") == "true":
        yield "no two in one language"
    for name, words in _WORDS.items():
        for value in graph.all(node, name):
            if (name, value.value) == ("sh:minLength", "1"):
                yield "not empty"
            else:
                yield words.format(compact(value.value))


def _number(least: str, most: str) -> str:
    """How many values a property has, in words."""
    if least == most:
        return f"exactly {_ONE.get(least, least)}" if least else "any number"
    if least not in ("", "0"):
        return f"{least} to {most}" if most else f"at least {_ONE.get(least, least)}"
    return f"at most {_ONE.get(most, most)}" if most else "any number"
