"""OWL 2 RL of what the ontology says, applied to the data: what some facts add to others, and what goes with them.

owlrl closes the ontology itself (some hundred triples); a handful of fixed generic rules then read the closed axioms
and apply them to facts. Debris (self-sameAs, literal subjects, owl:Thing) is never made. Rule names are those of OWL 2
Profiles, section 4.3. Facts are followed from those that are new (semi-naive evaluation), so that the cost is that of
the new ones; what others hold is asked for where a rule joins two facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain as chained

import owlrl
import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection

from memgraph.errors import InputError
from memgraph.vocab import PREFIXES

_AXIOM_PROPERTIES = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.inverseOf,
)
_AXIOM_TYPES = (OWL.SymmetricProperty, OWL.TransitiveProperty)
_FIRST, _SECOND = URIRef("urn:x-memgraph:chain1"), URIRef("urn:x-memgraph:chain2")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")

Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal | ox.Triple
# The facts that have this subject, property and object; None stands for any.
Match = Callable[[Node | None, ox.NamedNode | None, Term | None], Iterable[ox.Triple]]


def axioms(ontology: Graph) -> Graph:
    """The ontology's axioms, closed by owlrl, as triples of named terms that the rules read.

    A chain of two properties becomes ``?p urn:x-memgraph:chain1 ?p1 ; urn:x-memgraph:chain2 ?p2``.
    Raises :class:`InputError` for a longer chain, which no rule here applies.
    """
    closed = Graph()
    for triple in ontology:
        closed.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(closed)
    found = Graph()
    for subject, predicate, value in closed:
        axiom = predicate in _AXIOM_PROPERTIES or (predicate == RDF.type and value in _AXIOM_TYPES)
        named = isinstance(subject, URIRef) and isinstance(value, URIRef)
        if (
            axiom
            and named
            and subject != value
            and OWL.Thing not in (subject, value)
            and OWL.Nothing not in (subject, value)
        ):
            found.add((subject, predicate, value))
    for prop, chain in ontology.subject_objects(OWL.propertyChainAxiom):
        links = list(Collection(ontology, chain))
        if len(links) != 2:
            raise InputError("ontology", f"{prop} has a chain of {len(links)} properties", "use chains of two")
        found.add((prop, _FIRST, links[0]))
        found.add((prop, _SECOND, links[1]))
    return found


class Rules:
    """The rules, with the axioms that they apply as look-ups by property or class."""

    def __init__(self, closed: Graph) -> None:
        """``closed`` is what :func:`axioms` gives."""

        def table(axiom: URIRef, back: bool = False) -> dict[ox.NamedNode, list[ox.NamedNode]]:
            found = defaultdict(list)
            for one, other in sorted((str(s), str(o)) for s, o in closed.subject_objects(axiom)):
                found[ox.NamedNode(other if back else one)].append(ox.NamedNode(one if back else other))
            return dict(found)

        self._superclasses, self._subclasses = table(RDFS.subClassOf), table(RDFS.subClassOf, back=True)
        self._superproperties, self._subproperties = table(RDFS.subPropertyOf), table(RDFS.subPropertyOf, back=True)
        self._domains, self._of_domain = table(RDFS.domain), table(RDFS.domain, back=True)
        self._ranges, self._of_range = table(RDFS.range), table(RDFS.range, back=True)
        turned: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
        for back in (False, True):
            for one, others in table(OWL.inverseOf, back).items():
                turned[one].update(others)
        for prop in closed.subjects(RDF.type, OWL.SymmetricProperty):
            turned[ox.NamedNode(str(prop))].add(ox.NamedNode(str(prop)))
        self._turned = dict(turned)
        # (result, first, second): a transitive property is a chain of itself and itself.
        self._chains = [
            (ox.NamedNode(str(prop)), ox.NamedNode(str(first)), ox.NamedNode(str(closed.value(prop, _SECOND))))
            for prop, first in closed.subject_objects(_FIRST)
        ]
        for prop in closed.subjects(RDF.type, OWL.TransitiveProperty):
            self._chains.append((ox.NamedNode(str(prop)),) * 3)
        self.firsts = {first for _, first, _ in self._chains}
        self.seconds = {second for _, _, second in self._chains}

    def grown(self, facts: Iterable[ox.Triple], beside: Match) -> set[ox.Triple]:
        """What follows from these facts, alone or with others: those ``beside``, which need not be closed with them.

        The facts themselves are not among it.
        """
        given = set(facts)
        known, ahead = set(given), list(given)
        linked: dict[tuple[ox.NamedNode, Term, bool], list[Term]] = defaultdict(list)
        while ahead:
            fact = ahead.pop()
            for made in chained(self._alone(fact), self._joined(fact, linked, beside)):
                if made not in known:
                    known.add(made)
                    ahead.append(made)
        return known - given

    def _alone(self, fact: ox.Triple) -> Iterator[ox.Triple]:
        """cax-sco, prp-spo1, prp-dom, prp-rng, prp-inv1, prp-inv2, prp-symp."""
        subject, prop, value = fact.subject, fact.predicate, fact.object
        if prop == _TYPE:
            for wider in self._superclasses.get(value, ()):  # type: ignore[arg-type]
                yield ox.Triple(subject, _TYPE, wider)
        for wider in self._superproperties.get(prop, ()):
            yield ox.Triple(subject, wider, value)
        for cls in self._domains.get(prop, ()):
            yield ox.Triple(subject, _TYPE, cls)
        if isinstance(value, Node):
            for cls in self._ranges.get(prop, ()):
                yield ox.Triple(value, _TYPE, cls)
            for other in self._turned.get(prop, ()):
                yield ox.Triple(value, other, subject)

    def _joined(
        self, fact: ox.Triple, linked: dict[tuple[ox.NamedNode, Term, bool], list[Term]], beside: Match
    ) -> Iterator[ox.Triple]:
        """prp-spo2 and prp-trp; ``linked`` keeps the facts seen so far by the node at which a chain could join them."""
        subject, prop, value = fact.subject, fact.predicate, fact.object
        if prop in self.firsts and isinstance(value, Node):
            linked[prop, value, True].append(subject)
            for result, first, second in self._chains:
                if first == prop:
                    ends = [one.object for one in beside(value, second, None)]
                    for end in chained(ends, linked.get((second, value, False), ())):
                        yield ox.Triple(subject, result, end)
        if prop in self.seconds:
            linked[prop, subject, False].append(value)
            for result, first, second in self._chains:
                if second == prop:
                    starts = [one.subject for one in beside(None, first, subject)]
                    for start in chained(starts, linked.get((first, subject, True), ())):
                        yield ox.Triple(start, result, value)  # type: ignore[arg-type]

    def supported(self, facts: Iterable[ox.Triple], left: Match) -> set[ox.Triple]:
        """Those of the facts that follow from what is left, which they are not among (the second half of DRed)."""
        found: set[ox.Triple] = set()
        ahead = set(facts)
        while again := {fact for fact in ahead if self._follows(fact, left, found)}:
            found |= again
            ahead -= again
        return found

    def _follows(self, fact: ox.Triple, left: Match, found: set[ox.Triple]) -> bool:
        """Whether one step of a rule, its head bound to the fact, gives it."""

        def holds(subject: Node | None, prop: ox.NamedNode, value: Term | None) -> Iterator[ox.Triple]:
            yield from left(subject, prop, value)
            for one in found:
                if one.predicate == prop and subject in (None, one.subject) and value in (None, one.object):
                    yield one

        def any_of(*pattern: Node | ox.NamedNode | Term | None) -> bool:
            return next(holds(*pattern), None) is not None  # type: ignore[arg-type]

        subject, prop, value = fact.subject, fact.predicate, fact.object
        assert isinstance(subject, Node)
        return (
            (
                prop == _TYPE
                and (
                    any(any_of(subject, _TYPE, cls) for cls in self._subclasses.get(value, ()))  # type: ignore[arg-type]
                    or any(any_of(subject, one, None) for one in self._of_domain.get(value, ()))  # type: ignore[arg-type]
                    or any(any_of(None, one, subject) for one in self._of_range.get(value, ()))  # type: ignore[arg-type]
                )
            )
            or any(any_of(subject, one, value) for one in self._subproperties.get(prop, ()))
            or (isinstance(value, Node) and any(any_of(value, one, subject) for one in self._turned.get(prop, ())))
            or any(
                any_of(step.object, second, value)
                for result, first, second in self._chains
                if result == prop
                for step in holds(subject, first, None)
                if isinstance(step.object, Node)
            )
        )


def matching(facts: Iterable[ox.Triple]) -> Match:
    """Facts in memory, to be asked for by any pattern that has a property and one of its ends."""
    ends: dict[tuple[ox.NamedNode, Term | None, Term | None], list[ox.Triple]] = defaultdict(list)
    for fact in facts:
        for pattern in ((fact.subject, fact.object), (fact.subject, None), (None, fact.object)):
            ends[fact.predicate, *pattern].append(fact)

    def match(subject: Node | None, prop: ox.NamedNode | None, value: Term | None) -> Iterable[ox.Triple]:
        assert prop is not None
        return ends.get((prop, subject, value), ())

    return match
