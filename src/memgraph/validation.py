"""The SHACL gate: the asserted report graph with ontology and authority, before any inference."""

from __future__ import annotations

from dataclasses import dataclass

import pyshacl
from rdflib import RDF, SH, Graph, URIRef

from memgraph.report import Report
from memgraph.terms import MEM, OA
from memgraph.vocab import compact


@dataclass(frozen=True, slots=True)
class Violation:
    """One result: where the words stand (``file:line``), what is wrong, on which node and shape."""

    place: str
    message: str
    node: str
    shape: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} ({compact(self.node)}, {compact(self.shape)})"


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
