"""What a dataset says, as facts: a thing's properties, and the words of the report that are its evidence.

Read from the quads themselves, whatever they were stored in or exported as. Terms are strings in N-Triples form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import pyoxigraph as ox

from memgraph.citation import short
from memgraph.vocab import BASE, MEM, PREFIXES, compact

_TYPE = PREFIXES["rdf"] + "type"
_EVIDENCE = MEM + "evidence"
_PASSAGE = MEM + "inPassage"
_ROW = MEM + "inRow"
_SELECTOR = PREFIXES["oa"] + "hasSelector"
_SIDES = (MEM + "firstSide", MEM + "secondSide")
_ACTIONS = (MEM + "underAction", MEM + "ofAction")
# Where a fact stands and in which words, not what it says.
_PLACE = {_EVIDENCE, _PASSAGE, MEM + "inTable", _ROW, MEM + "row", MEM + "column", MEM + "number"}
# Said again in the terms of others.
_PLACE |= {PREFIXES["schema"] + name for name in ("mentions", "text", "value")}
# What is inferred of many classes says less than the class itself.
_GENERAL = {MEM + "Passage", MEM + "Entity", MEM + "LegalInstrument"}

# What tells of the dataset and its files, not of what is in them.
_ABOUT_ITSELF = tuple(f"<{BASE}{name}" for name in ("dataset", "graph/", "dump/", "software/"))
_PLAIN = re.compile(r'"([^"\\]*)"')

About = dict[str, dict[str, set[str]]]


class Fact(NamedTuple):
    """A thing that is described, with the words that say so where there are any.

    ``values`` are its properties but for those of its place; ``place`` is where it stands: offsets, line,
    passage, named graphs. ``context`` are the words around its own: of its passage, of a cell its row.
    """

    iri: str
    kind: str
    report: str
    actions: tuple[str, ...]
    quote: str
    start: int | None
    end: int | None
    line: int | None
    passage: str
    context: str
    values: dict[str, frozenset[str]]
    place: frozenset[str]


def describes_itself(quad: ox.Quad) -> bool:
    """Whether a quad belongs to the description that a dataset gives of itself: its counts, files and sources."""
    return _is_about_itself(str(quad.subject))


def _is_about_itself(node: str) -> bool:
    return node.startswith(_ABOUT_ITSELF) or node.endswith("/text/checksum>")


def read(quads: Iterable[ox.Quad]) -> dict[str, Fact]:
    """Every fact by its IRI, but for what a dataset says of itself.

    A node of evidence is part of the facts that rest on it, a blank node of its owner.
    """
    about: About = defaultdict(lambda: defaultdict(set))
    graphs: dict[str, set[str]] = defaultdict(set)
    blanks: About = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        subject = str(quad.subject)
        where = blanks if subject.startswith("_:") else about
        where[subject][quad.predicate.value].add(str(quad.object))
        graphs[subject].add(str(quad.graph_name))
    words = {node for one in about.values() for node in one.get(_EVIDENCE, ()) if node in about}
    words |= {node for one in words for node in about[one].get(_SELECTOR, ()) if node in about}
    reader = _Reader(dict(about), dict(blanks))
    facts = {
        node: reader.fact(node, graphs[node]) for node in about if node not in words and not _is_about_itself(node)
    }
    held = {value for one in (*about.values(), *blanks.values()) for several in one.values() for value in several}
    for node in blanks.keys() - held:  # nobody's: known by what is said of it
        whole = reader.spelt(node)
        facts[whole] = Fact(whole, "", "", (), "", None, None, None, "", "", {}, frozenset())
    return facts


class _Reader:
    """Reads one fact after another from all that is said."""

    def __init__(self, about: About, blanks: About) -> None:
        self.about, self.blanks = about, blanks

    def spelt(self, value: str, inside: tuple[str, ...] = ()) -> str:
        """A term; of a blank node all that is said of it."""
        if not value.startswith("_:") or value in inside:
            return value if not value.startswith("_:") else "[…]"
        rows = sorted(
            f"{compact(name)} {self.spelt(one, (*inside, value))}"
            for name, several in self.blanks.get(value, {}).items()
            for one in several
        )
        return f"[{' ; '.join(rows)}]"

    def fact(self, node: str, graphs: set[str]) -> Fact:
        one = self.about[node]
        passage = min(one.get(_PASSAGE, ()), default="")
        row = min(one.get(_ROW, ()), default="")
        sides = [side for name in _SIDES for side in sorted(one.get(name, ())) if side in self.about]
        evidence = sorted(one.get(_EVIDENCE, ())) or [e for side in sides for e in sorted(self.get(side, _EVIDENCE))]
        selectors = [s for e in evidence for s in sorted(self.get(e, _SELECTOR))]
        quotes = [text(q) for s in selectors for q in sorted(self.get(s, PREFIXES["oa"] + "exact"))]
        around = self.about.get(passage or (sides[0] if sides else ""), {})
        placed = {value for name in _PLACE for value in one.get(name, ())}
        actions = {text(a) for name in _ACTIONS for a in one.get(name, ()) or around.get(name, ())}
        reports = one.get(MEM + "inReport") or around.get(MEM + "inReport") or ()
        return Fact(
            iri=node,
            kind=_kind(one.get(_TYPE, set())),
            report=min((short(text(report)) for report in reports), default=""),
            actions=tuple(sorted(map(short, actions), key=_number)),
            quote=" ↔ ".join(quotes),
            start=self.whole(selectors, PREFIXES["oa"] + "start"),
            end=self.whole(selectors, PREFIXES["oa"] + "end"),
            line=self.whole(evidence, MEM + "line"),
            passage=passage,
            context=" ↔ ".join(
                text(q)
                for around in ([row or passage] if row or passage else sides)
                for e in sorted(self.get(around, _EVIDENCE))
                for q in self._exact(e)
            ),
            values={
                name: frozenset(map(self.spelt, values if name == _TYPE else values - placed))
                for name, values in one.items()
                if name not in _PLACE and (name == _TYPE or values - placed)
            },
            place=frozenset(
                [
                    *graphs,
                    *(f"{name} {value}" for name, values in one.items() for value in values if value in placed),
                    *(
                        f"{node} {name} {value}"
                        for node in (*evidence, *selectors)
                        for name, values in self.about.get(node, {}).items()
                        for value in values
                    ),
                ]
                if not sides
                else graphs
            ),
        )

    def get(self, node: str, name: str) -> Iterable[str]:
        """The values of a property of a node, none where nothing is said of it."""
        return self.about.get(node, {}).get(name, ())

    def _exact(self, evidence: str) -> list[str]:
        return [text(q) for s in sorted(self.get(evidence, _SELECTOR)) for q in self.get(s, PREFIXES["oa"] + "exact")]

    def whole(self, nodes: list[str], name: str) -> int | None:
        """The first whole number that a property of these nodes gives."""
        found = [text(value) for node in nodes[:1] for value in self.get(node, name)]
        return int(found[0]) if found and found[0].isdecimal() else None


def text(value: str) -> str:
    """What a term in N-Triples form stands for: an IRI's address, a literal's text; others unchanged."""
    if value.startswith("<"):
        return value[1:-1]
    if not value.startswith('"'):
        return value
    plain = _PLAIN.match(value)
    if plain:
        return plain[1]
    term: Any = next(iter(ox.parse(f"<a:a> <a:a> {value} .", format=ox.RdfFormat.N_TRIPLES))).object
    return str(term.value)


def _kind(types: set[str]) -> str:
    """The name of the class that says most; a class of ours before one of others."""
    ranked = sorted((one[1:-1] for one in types), key=lambda one: (one in _GENERAL, not one.startswith(MEM), one))
    return compact(ranked[0]).removeprefix("mem:") if ranked else ""


def _number(name: str) -> tuple[list[int], str]:
    return [int(part) for part in name.split(".") if part.isdecimal()], name
