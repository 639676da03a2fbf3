"""The SHACL gate: the asserted report graph with ontology and authority, before any inference.

pyrudof, where it is installed (``mem-graph[fast]``), tells in half the time whether a graph conforms; what is wrong
with one that does not is always told by pyshacl. The tests hold the two to the same verdicts.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import pyshacl
from rdflib import RDF, SH, Graph, URIRef

from memgraph.report import Report
from memgraph.terms import MEM, OA
from memgraph.vocab import BASE, compact


@dataclass(frozen=True, slots=True)
class Violation:
    """One result: where the words stand (``file:line``), what is wrong, on which node and shape."""

    place: str
    message: str
    node: str
    shape: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} ({compact(self.node)}, {compact(self.shape)})"


class Judge:
    """Whether graphs conform, as pyrudof sees it, with one context and one set of shapes."""

    def __init__(self, context: Graph, shapes: Graph) -> None:
        """Raises ``ImportError`` where pyrudof is not installed."""
        import pyrudof  # optional

        self._rudof, self._engine = pyrudof, pyrudof.Rudof(pyrudof.RudofConfig())
        self._engine.read_shacl(
            shapes.serialize(format="turtle"), pyrudof.ShaclFormat.Turtle, BASE, pyrudof.ReaderMode.Strict
        )
        self._context = context.serialize(format="nt")

    def conforms(self, triples: str) -> bool:
        """Whether a report's graph (N-Triples) conforms; false too where the engine cannot tell."""
        with suppress(self._rudof.RudofError):
            self._engine.reset_data()  # with it goes the last report, which would be given again
            data = triples + self._context
            self._engine.read_data(data, self._rudof.RDFFormat.NTriples, BASE, self._rudof.ReaderMode.Strict)
            return bool(self._engine.validate_shacl().conforms)
        return False


def validate(graph: Graph, context: Graph, shapes: Graph, report: Report) -> list[Violation]:
    """Validate a report graph with its context (ontology and authority); no violation, no rows."""
    data = Graph()
    for triple in context:
        data.add(triple)
    for triple in graph:
        data.add(triple)
    conforms, results, _ = pyshacl.validate(
        data, shacl_graph=shapes, inference="none", advanced=False, inplace=True, do_owl_imports=False, meta_shacl=False
    )
    if conforms:
        return []
    assert isinstance(results, Graph)
    found = []
    for result in results.subjects(RDF.type, SH.ValidationResult):
        node = results.value(result, SH.focusNode)
        message = results.value(result, SH.resultMessage)
        shape = results.value(result, SH.sourceShape)
        found.append(Violation(_place(data, node, report), str(message), str(node), str(shape)))
    return sorted(found, key=lambda violation: (violation.place, violation.message, violation.node))


def _place(data: Graph, node: object, report: Report) -> str:
    """The file and line of a node's evidence: its own, or that of what it belongs to."""
    assert isinstance(node, URIRef)
    for candidate in (node, data.value(node, MEM.inPassage), next(data.subjects(OA.hasSelector, node), None)):
        span = data.value(candidate, MEM.evidence) if candidate is not None else None
        line = data.value(span if span is not None else candidate, MEM.line)
        if line is not None:
            return f"{report.place}:{line}"
    return report.place
