"""What a dump says of itself: its counts (VoID), its files (DCAT), and what it was made of.

The description counts itself too, so that the triples which it names are those of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox

from memgraph.formats import FORMATS, GRAPHS
from memgraph.vocab import AUTHORITY_GRAPH, BASE, CC_BY, DATASET, DATASET_GRAPH, ONTOLOGY, PREFIXES, compact

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_DATASET_GRAPH = ox.NamedNode(DATASET_GRAPH)
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def _node(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


# What differs from dump to dump: these are made anew for each.
COUNTED = {
    _node(name)
    for name in (
        "void:triples void:classes void:properties void:distinctSubjects void:vocabulary "
        "void:classPartition void:propertyPartition void:class void:property void:entities"
    ).split()
}
_FILES = {_node("dcat:distribution"), _node("void:dataDump")}
# These lead from a part to the parts beside it, and from a build to the other reports.
_WIDE = {_node("void:subset"), _node("prov:used")}
_INPUT = f"{DATASET}/input/"


def described_in(found: Iterable[ox.Quad], named: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads of a graph that describe what others name, and what these descriptions name in turn."""
    about: dict[Any, list[ox.Quad]] = {}
    for quad in found:
        about.setdefault(quad.subject, []).append(quad)
    seen: set[Any] = set()
    ahead = [quad.object for quad in named]
    while ahead:
        thing = ahead.pop()
        if thing in about and thing not in seen:
            seen.add(thing)
            ahead += [quad.object for quad in about[thing]]
    return [quad for thing in about if thing in seen for quad in about[thing]]


def describe(
    told: Iterable[ox.Triple],
    export: str,
    graphs: Mapping[str, Iterable[ox.Quad]],
    excerpt: Iterable[ox.Quad] = (),
    given: Iterable[str] = GRAPHS,
) -> list[ox.Quad]:
    """The description of an export, as quads of the dataset graph.

    ``told`` is what the dataset says but for its counts (more is left out), ``export`` the export's
    name ("" for all, ``asserted``, ``report/ID`` …), ``graphs`` the triples of each named graph in
    it, without the dataset graph; ``excerpt`` what it holds of the authority beside whole graphs; ``given`` are the
    formats in which it can be had.
    """
    header = f"{DATASET}/{export}" if export else DATASET
    stated = {triple for triple in told if triple.predicate not in COUNTED | _FILES}
    if export:
        stated = _about(stated, [header, DATASET_GRAPH, *graphs])
    inside = {name: {quad.triple for quad in quads} for name, quads in graphs.items()}
    part = {quad.triple for quad in excerpt}
    stated |= whole_of(header, export or "all", given)
    stated |= {size(name, len(triples)) for name, triples in inside.items()}
    if part:
        stated |= set(_excerpt(header, len(part)))
    made = stated | counted(Tally.of(stated.union(part, *inside.values())), header)
    return [ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(DATASET_GRAPH)) for t in made]


def whole_of(header: str = DATASET, name: str = "all", given: Iterable[str] = GRAPHS) -> set[ox.Triple]:
    """What is said of an export as a whole: its files, and that it holds its own description."""
    return {*_files(header, name, given), ox.Triple(ox.NamedNode(header), _node("void:subset"), _DATASET_GRAPH)}


def size(graph: str, triples: int) -> ox.Triple:
    """How many triples a named graph holds."""
    return _count(graph, "void:triples", triples)


def counted(rest: Tally, header: str = DATASET) -> set[ox.Triple]:
    """The counts of a whole, from those of all else in it; ``header`` is spoken of there too.

    The counts are of a whole in which they stand: a few rounds until they hold. (There is no count of distinct
    objects, because a count is an object itself: for some wholes no such number is right.)
    """
    made: set[ox.Triple] = set()
    while (fresh := set(_counted(header, rest + Tally.of(made, {ox.NamedNode(header)})))) != made:
        made = fresh
    return made


def _about(told: Iterable[ox.Triple], start: list[str]) -> set[ox.Triple]:
    """What is said of some nodes, of those that this leads to but for the parts beside them, and of others' terms.

    Of what the build used, other reports are left out: one report's export stays the same whatever becomes of them.
    """
    by_subject: dict[str, list[ox.Triple]] = {}
    for triple in told:
        if isinstance(triple.subject, ox.NamedNode):
            by_subject.setdefault(triple.subject.value, []).append(triple)
    seen: set[str] = set()
    ahead = start + [node for node in by_subject if node.startswith(_INPUT) or not node.startswith(BASE)]
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            near = (t for t in by_subject.get(node, ()) if t.predicate not in _WIDE)
            ahead += [t.object.value for t in near if isinstance(t.object, ox.NamedNode)]
    return {
        triple
        for node in seen
        for triple in by_subject.get(node, ())
        if triple.predicate not in _WIDE or (isinstance(triple.object, ox.NamedNode) and triple.object.value in seen)
    }


def _excerpt(header: str, triples: int) -> Iterator[ox.Triple]:
    """The part of the authority that an export repeats, so that it can be read alone."""
    node = ox.NamedNode(f"{header}/authority")
    title = "What the authority says of the things that the report names"
    yield ox.Triple(ox.NamedNode(header), _node("void:subset"), node)
    yield ox.Triple(node, _TYPE, _node("void:Dataset"))
    yield ox.Triple(node, _node("dcterms:title"), ox.Literal(title, language="en"))
    yield ox.Triple(node, _node("dcterms:license"), ox.NamedNode(CC_BY))
    yield ox.Triple(node, _node("prov:wasDerivedFrom"), ox.NamedNode(AUTHORITY_GRAPH))
    yield _count(node.value, "void:triples", triples)


def _files(header: str, name: str, given: Iterable[str]) -> Iterator[ox.Triple]:
    """The files of a dump, one for each format; their address is a proposal as the base is."""
    subject = ox.NamedNode(header)
    for form in given:
        file = ox.NamedNode(f"{BASE}dump/{name}.{FORMATS[form].suffix}")
        yield ox.Triple(subject, _node("void:dataDump"), file)
        yield ox.Triple(subject, _node("dcat:distribution"), file)
        yield ox.Triple(file, _TYPE, _node("dcat:Distribution"))
        yield ox.Triple(file, _node("dcat:accessURL"), file)
        yield ox.Triple(file, _node("dcat:downloadURL"), file)
        yield ox.Triple(file, _node("dcat:mediaType"), ox.NamedNode(_MEDIA_TYPES + FORMATS[form].media_type))
        yield ox.Triple(file, _node("dcterms:license"), ox.NamedNode(CC_BY))
        yield ox.Triple(file, _node("dcterms:rights"), ox.NamedNode(f"{DATASET}/rights"))


class Tally(NamedTuple):
    """How much a set of triples holds; those of sets that share no triple and no subject can be added."""

    triples: int = 0
    subjects: int = 0
    classes: Mapping[str, int] = {}
    properties: Mapping[str, int] = {}

    @classmethod
    def of(cls, triples: Iterable[ox.Triple], known: Container[Any] = ()) -> Tally:
        """That of distinct triples; subjects that are ``known`` are not counted."""
        number, subjects = 0, set()
        classes: Counter[str] = Counter()
        properties: Counter[str] = Counter()
        for triple in triples:
            number += 1
            properties[triple.predicate.value] += 1
            subjects.add(triple.subject)
            if triple.predicate == _TYPE and isinstance(triple.object, ox.NamedNode):
                classes[triple.object.value] += 1
        return cls(number, sum(one not in known for one in subjects), classes, properties)

    def __add__(self, other: Tally) -> Tally:  # type: ignore[override]
        return self._with(other, 1)

    def __sub__(self, other: Tally) -> Tally:
        return self._with(other, -1)

    def _with(self, other: Tally, sign: int) -> Tally:
        def both(one: Mapping[str, int], two: Mapping[str, int]) -> dict[str, int]:
            sums = {name: one.get(name, 0) + sign * two.get(name, 0) for name in sorted({*one, *two})}
            return {name: number for name, number in sums.items() if number}

        return Tally(
            self.triples + sign * other.triples,
            self.subjects + sign * other.subjects,
            both(self.classes, other.classes),
            both(self.properties, other.properties),
        )


def _counted(header: str, counts: Tally) -> Iterator[ox.Triple]:
    """The counts as VoID has them (sections 4.4 to 4.6)."""
    yield _count(header, "void:triples", counts.triples)
    yield _count(header, "void:classes", len(counts.classes))
    yield _count(header, "void:properties", len(counts.properties))
    yield _count(header, "void:distinctSubjects", counts.subjects)
    for kind, found, number in (
        ("class", counts.classes, "void:entities"),
        ("property", counts.properties, "void:triples"),
    ):
        for address, count in found.items():
            part = f"{header}/{kind}/{quote(compact(address), safe=':')}"
            yield ox.Triple(ox.NamedNode(header), _node(f"void:{kind}Partition"), ox.NamedNode(part))
            yield ox.Triple(ox.NamedNode(part), _node(f"void:{kind}"), ox.NamedNode(address))
            yield _count(part, number, count)
    for namespace in PREFIXES.values():
        if any(address.startswith(namespace) for address in (*counts.classes, *counts.properties)):
            # Ours is an ontology with an IRI; of the others their namespace is what is known (VoID, section 4.3).
            known = ONTOLOGY if namespace.startswith(ONTOLOGY) else namespace
            yield ox.Triple(ox.NamedNode(header), _node("void:vocabulary"), ox.NamedNode(known))


def _count(subject: str, predicate: str, number: int) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), _node(predicate), ox.Literal(number))
