"""The ontology as its files tell it: sections in their order, terms, alignments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from memgraph.errors import CallError
from memgraph.vocab import MEM, ONTOLOGY, PREFIXES

_SECTION = re.compile(r"^### (.+?)\s*$|^mem:(\w+) a (?:owl|rdfs):", re.MULTILINE)
_KINDS = {
    "Class": "class",
    "ObjectProperty": "thing",
    "DatatypeProperty": "value",
    "AnnotationProperty": "value",
}


def _name(word: str) -> str:
    prefix, _, name = word.partition(":")
    return PREFIXES[prefix] + name


class Term(NamedTuple):
    """A class or property of ours. Fields of several values hold IRIs, in the order of the file."""

    iri: str
    name: str
    kind: str  # "class"; of a property what it leads to, "thing" or "value"; else "term"
    labels: dict[str, str]
    definition: str
    example: str
    above: tuple[str, ...]
    disjoint: tuple[str, ...]
    chain: tuple[str, ...]
    symmetric: bool
    domain: tuple[str, ...]
    range: tuple[str, ...]
    aligned: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its English label, else its first, else its name."""
        return self.called("en")

    def called(self, language: str) -> str:
        """Its label in a language, else in English, else its first, else its name."""
        return self.labels.get(language) or self.labels.get("en") or next(iter(self.labels.values()), self.name)

    @property
    def is_class(self) -> bool:
        """Whether it is a class, else it is a property."""
        return self.kind == _KINDS["Class"]


class Section(NamedTuple):
    """Terms that answer one question of a reader, in English and after a bar in Spanish."""

    title: str
    terms: tuple[Term, ...]

    def called(self, language: str) -> str:
        """Its question in a language, else in English."""
        english, _, spanish = self.title.partition(" | ")
        return spanish if language == "es" and spanish else english


class Graph:
    """The triples of one Turtle file, by subject and property, in the order of the file."""

    def __init__(self, path: Path) -> None:
        try:
            self.text = path.read_text(encoding="utf-8")
            parsed = list(ox.parse(self.text, format=ox.RdfFormat.TURTLE))
        except OSError as error:
            raise CallError(str(path), f"cannot be read ({error.strerror})", "check the path") from None
        except SyntaxError as error:
            where = f"{path}:{error.lineno}" if error.lineno else str(path)
            raise CallError(where, "is no Turtle", "mend the file", (str(error.msg),)) from None
        self.about: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in parsed:
            self.about[quad.subject][quad.predicate.value].append(quad.object)

    def all(self, node: Any, name: str) -> list[Any]:
        """The values of a property, ``prefix:name``, of a node; an IRI may be given as text."""
        node = ox.NamedNode(node) if isinstance(node, str) else node
        return self.about[node][_name(name)] if node in self.about else []

    def iris(self, node: Any, name: str) -> tuple[str, ...]:
        """As :meth:`all`, IRIs only."""
        return tuple(value.value for value in self.all(node, name) if isinstance(value, ox.NamedNode))

    def texts(self, node: Any, name: str) -> dict[str, str]:
        """The text of each language, the first of several."""
        found: dict[str, str] = {}
        for value in self.all(node, name):
            if isinstance(value, ox.Literal):
                found.setdefault(value.language or "", value.value)
        return found

    def text_of(self, node: Any, name: str) -> str:
        """The English text, else the first."""
        found = self.texts(node, name)
        return found.get("en") or next(iter(found.values()), "")

    def owners(self, value: str, name: str) -> tuple[str, ...]:
        """The named things of which a property has this IRI as a value."""
        wanted = ox.NamedNode(value)
        return tuple(
            node.value
            for node, said in self.about.items()
            if isinstance(node, ox.NamedNode) and wanted in said.get(_name(name), ())
        )

    def items(self, node: Any) -> list[Any]:
        """The members of an RDF list."""
        found: list[Any] = []
        seen = set()
        while node in self.about and node not in seen:
            seen.add(node)
            found += self.all(node, "rdf:first")
            node = next(iter(self.all(node, "rdf:rest")), None)
        return found


class Ontology:
    """The ontology of a folder: ``mem.ttl``, and ``alignments.ttl`` if it is there.

    Raises :class:`memgraph.errors.CallError` for a file that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.graph = Graph(folder / "mem.ttl")
        aligned = folder / "alignments.ttl"  # nothing depends on it, so it may be gone
        self.alignments = Graph(aligned) if aligned.exists() else None

    def header(self, name: str) -> str:
        """What the file's header says, in English where it says it twice."""
        found = self.graph.all(ONTOLOGY, name)
        return self.graph.text_of(ONTOLOGY, name) or (str(found[0].value) if found else "")

    @cached_property
    def titles(self) -> dict[str, str]:
        """The ontology's title in each language."""
        return self.graph.texts(ONTOLOGY, "dcterms:title")

    @property
    def title(self) -> str:
        """The ontology's title, in English if it has one."""
        return self.titles.get("en") or next(iter(self.titles.values()), ONTOLOGY)

    def called(self, language: str) -> str:
        """The ontology's title in a language, else in English."""
        return self.titles.get(language) or self.title

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that have terms, both in the order of the file."""
        found: list[tuple[str, list[Term]]] = [("", [])]
        for title, name in _SECTION.findall(self.graph.text):
            if title:
                found.append((title, []))
            else:
                found[-1][1].append(self._term(name))
        return tuple(Section(title, tuple(terms)) for title, terms in found if terms)

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Every term by its IRI, in the order of the file."""
        return {term.iri: term for section in self.sections for term in section.terms}

    def _term(self, name: str) -> Term:
        graph, iri = self.graph, MEM + name
        types = [one.rpartition("#")[2] for one in graph.iris(iri, "rdf:type")]
        above = (*graph.iris(iri, "rdfs:subClassOf"), *graph.iris(iri, "rdfs:subPropertyOf"))
        chains = graph.all(iri, "owl:propertyChainAxiom")
        aligned: Iterable[str] = ()
        if self.alignments:
            relations = ("subClassOf", "subPropertyOf", "seeAlso")
            aligned = (one for name in relations for one in self.alignments.iris(iri, f"rdfs:{name}"))
            equal = ("owl:equivalentClass", "owl:equivalentProperty", "skos:closeMatch", "skos:exactMatch")
            aligned = (*aligned, *(one for name in equal for one in self.alignments.iris(iri, name)))
        return Term(
            iri=iri,
            name=name,
            kind=next((_KINDS[one] for one in types if one in _KINDS), "term"),
            labels=graph.texts(iri, "rdfs:label"),
            definition=graph.text_of(iri, "skos:definition"),
            example=graph.text_of(iri, "skos:example"),
            above=above,
            disjoint=tuple(dict.fromkeys(graph.iris(iri, "owl:disjointWith") + graph.owners(iri, "owl:disjointWith"))),
            chain=tuple(one.value for chain in chains[:1] for one in graph.items(chain)),
            symmetric="SymmetricProperty" in types,
            domain=graph.iris(iri, "schema:domainIncludes"),
            range=graph.iris(iri, "schema:rangeIncludes"),
            aligned=tuple(aligned),
        )

    def ancestors(self, iri: str, below: tuple[str, ...] = ()) -> list[str]:
        """The terms of ours above a term, the nearest first."""
        above = [one for one in self.terms[iri].above if one in self.terms and one not in (iri, *below)]
        found = [*above, *(far for one in above for far in self.ancestors(one, (iri, *below)))]
        return list(dict.fromkeys(found))
