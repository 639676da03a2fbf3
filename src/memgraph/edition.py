"""A new edition of a store: shares of reports given to a draft and taken out of it, counted as they come and go.

What is then in the draft is what a build of its reports alone would have made. Only loose ends can depend on several
reports: what was inferred with them is kept while something that is left supports it (DRed: Gupta, Mumick and
Subrahmanian, 1993).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import pyoxigraph as ox

from memgraph import build, description, shares
from memgraph.closure import Node, Term
from memgraph.description import Tally
from memgraph.ground import Ground, nquads, parsed
from memgraph.shares import Share
from memgraph.vocab import DATASET_GRAPH, INFERRED_GRAPH, report_graph

_INFERRED, _DATASET = ox.NamedNode(INFERRED_GRAPH), ox.NamedNode(DATASET_GRAPH)


class Draft(Protocol):
    """A store in the making: all that a store must be able to do to be built and added to.

    The first three change it, the others say what it holds by then.
    """

    def put(self, quads: bytes) -> None:
        """Add N-Quads."""

    def take(self, quads: Iterable[ox.Quad]) -> None:
        """Take quads out."""

    def drop(self, graph: str) -> None:
        """Take a named graph out."""

    def match(self, subject: Node | None, prop: ox.NamedNode | None, value: Term | None) -> Iterator[ox.Triple]:
        """What the data says by a pattern: authority, reports and what is inferred."""

    def graph(self, name: str) -> Iterator[ox.Triple]:
        """The triples of a named graph."""

    def held(self, triple: ox.Triple) -> set[str]:
        """The names of the graphs that hold a triple."""

    def about(self, subject: Node) -> Iterator[ox.Quad]:
        """All that is said of a thing."""


class Edition:
    """A draft and how much is in it."""

    def __init__(self, draft: Draft, ground: Ground, before: tuple[Mapping[str, int], Tally] | None = None) -> None:
        """``before`` are the counts and the tally of the store that the draft is a copy of; else it is empty."""
        self._draft, self._ground = draft, ground
        self._ends: set[ox.Triple] = set()
        if before is None:
            draft.put(ground.quads)
            self._counts, self._tally, self._told = Counter(ground.counts), ground.tally, set[ox.Triple]()
        else:
            self._counts, self._tally = Counter(before[0]), before[1]
            self._told = self._counted()
            self._counts[DATASET_GRAPH] -= len(self._told)

    def give(self, share: Share) -> None:
        """Add a report that is not there."""
        self._draft.put(share.quads)
        self._counts.update(share.counts)
        self._tally += share.tally
        self._ends |= parsed(share.ends)

    def take(self, entry: dict[str, str]) -> None:
        """Take a report out, with all that nothing else supports."""
        draft, rules, graph = self._draft, self._ground.rules, report_graph(entry["id"])
        share = shares.share(entry, draft.graph(graph), self._ground)
        ends = parsed(share.ends)
        whole = list(ox.parse(share.quads, format=ox.RdfFormat.N_QUADS))
        quads = {quad for quad in whole if quad.graph_name != ox.NamedNode(graph)}
        doubtful = {
            triple
            for triple in ends | rules.grown(ends, draft.match)
            if INFERRED_GRAPH in draft.held(triple) and _quad(triple, _INFERRED) not in quads
        }
        draft.drop(graph)
        draft.take(quads)
        draft.take(_quad(triple, _INFERRED) for triple in doubtful)
        gone = doubtful - rules.supported(doubtful, draft.match)
        self._infer(doubtful - gone)
        self._counts.subtract(share.counts)
        self._counts[INFERRED_GRAPH] -= len(gone)
        self._tally -= share.tally  # which has counted the subjects of the share
        self._tally -= Tally.of(gone, self._spoken_of(gone) | {quad.subject for quad in whole})

    def close(self) -> tuple[dict[str, int], Tally]:
        """Join the loose ends, describe the whole, and give its counts and tally.

        Raises :class:`InputError` where a check query finds a fault in what several reports say of one thing.
        """
        draft = self._draft
        if self._ends:
            come = {
                triple
                for triple in self._ends | self._ground.rules.grown(self._ends, draft.match)
                if not draft.held(triple)
            }
            self._tally += Tally.of(come, self._spoken_of(come))
            self._counts[INFERRED_GRAPH] += len(come)
            self._infer(come)
            self._check(come)
        told = self._counted()
        draft.put(nquads(told - self._told, DATASET_GRAPH))
        draft.take(_quad(triple, _DATASET) for triple in self._told - told)
        self._counts[DATASET_GRAPH] += len(told)
        return {name: count for name, count in sorted(self._counts.items()) if count}, self._tally

    def _infer(self, triples: Iterable[ox.Triple]) -> None:
        self._draft.put(nquads(triples, INFERRED_GRAPH))

    def _spoken_of(self, triples: Iterable[ox.Triple]) -> set[Any]:
        """The subjects of which the draft says something."""
        return {triple.subject for triple in triples if any(True for _ in self._draft.about(triple.subject))}  # type: ignore[arg-type]

    def _check(self, come: set[ox.Triple]) -> None:
        staged = self._ground.staged()
        for subject in {triple.subject for triple in come}:
            assert isinstance(subject, Node)
            staged.extend(self._draft.about(subject))
        build.refuse_faults("the reports together", staged)

    def _counted(self) -> set[ox.Triple]:
        """What the dataset says of its counts."""
        inferred = {description.size(INFERRED_GRAPH, self._counts[INFERRED_GRAPH])}
        return inferred | description.counted(self._tally + Tally.of(inferred, self._ground.subjects))


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)
