"""What the tests of the ontology, the alignments and the shapes ask of a Turtle file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyrudof
import pyshacl
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SH, SKOS

from memgraph import resources
from memgraph.vocab import BASE, MEM, PREFIXES, compact

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
SHAPES = Graph().parse(resources.SHAPES_FILE)
EXAMPLES = Path(__file__).parent / "shapes"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))


def undeclared(graph: Graph) -> list[str]:
    """Terms of others that a file uses, but does not declare as of one kind (OWL 2 Structural Specification, 5.8.2)."""
    return sorted(set(_undeclared(graph)))


def _undeclared(graph: Graph) -> Iterator[str]:
    builtin = (str(RDF), str(RDFS), str(OWL), PREFIXES["xsd"], MEM)
    properties = {str(prop) for prop in graph.predicates()}
    properties |= {str(node) for pair in graph.subject_objects(RDFS.subPropertyOf) for node in pair}
    classes = {str(node) for pair in graph.subject_objects(RDFS.subClassOf) for node in pair}
    for hint in ("domainIncludes", "rangeIncludes"):
        classes |= {str(node) for node in graph.objects(None, URIRef(PREFIXES["schema"] + hint))}
    for names, allowed in ((properties, set(KINDS) - {OWL.Class}), (classes, {OWL.Class})):
        for name in names:
            if not name.startswith(builtin) and len(set(graph.objects(URIRef(name), RDF.type)) & allowed) != 1:
                yield name


def described(path: Path, iri: str) -> None:
    """Assert that the header of a file says what it is, whose, since when and in which version."""
    graph, node = Graph().parse(path), URIRef(iri)
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [node]
    assert {getattr(title, "language", None) for title in graph.objects(node, DCTERMS.title)} == {"en", "es"}
    assert graph.value(node, DCTERMS.description)
    assert graph.value(node, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert graph.value(node, DCTERMS.creator) == Literal("the memgraph project")
    assert graph.value(node, DCTERMS.issued) == Literal("2026-11-23", datatype=URIRef(PREFIXES["xsd"] + "date"))
    assert graph.value(node, OWL.versionIRI) == node + "/" + str(graph.value(node, OWL.versionInfo))


def results(example: Path, ontology: Graph, **options: bool) -> list[str]:
    """What pyshacl finds in an example: each result as the shape and the constraint component that it breaks."""
    data = Graph().parse(example, publicID=BASE)
    _, found, _ = pyshacl.validate(data, shacl_graph=SHAPES, ont_graph=ontology, inference="none", **options)
    assert isinstance(found, Graph)
    return sorted(
        f"{compact(str(found.value(result, SH.sourceShape)))} "
        f"{compact(str(found.value(result, SH.sourceConstraintComponent)))}"
        for result in found.subjects(RDF.type, SH.ValidationResult)
    )


def breaches(graph: Graph, published: Iterable[URIRef], used: Iterable[URIRef]) -> list[str]:
    """Where a file breaks the policy of its header for addresses that were published once."""
    deprecated = set(graph.subjects(OWL.deprecated, Literal(True)))
    found = [f"{term} is gone" for term in published if (term, RDF.type, None) not in graph]
    found += [f"{term} is deprecated and used" for term in sorted(set(used) & deprecated)]
    for term in sorted(deprecated):
        heirs = list(graph.objects(term, DCTERMS.isReplacedBy))
        if not heirs and not list(graph.objects(term, SKOS.historyNote)):
            found.append(f"{term} has neither a replacement nor a note that says why")
        found += [
            f"{term} is replaced by {heir}, which is no living term"
            for heir in heirs
            if (heir, RDF.type, None) not in graph or heir in deprecated
        ]
        if not list(graph.objects(term, SKOS.definition)) or not list(graph.objects(term, RDFS.label)):
            found.append(f"{term} has lost its label or definition")
    found += [
        f"{term} is replaced, but not deprecated"
        for term in sorted(set(graph.subjects(DCTERMS.isReplacedBy)))
        if term not in deprecated
    ]
    return found


class Second:
    """A second engine, pyrudof, with our shapes."""

    def __init__(self) -> None:
        self._engine = pyrudof.Rudof(pyrudof.RudofConfig())
        shapes = resources.SHAPES_FILE.read_text(encoding="utf-8")
        self._engine.read_shacl(shapes, pyrudof.ShaclFormat.Turtle, BASE, pyrudof.ReaderMode.Strict)

    def results(self, data: Graph) -> list[str]:
        """What it finds in data that holds its ontology: as :func:`results`."""
        triples = data.serialize(format="nt", encoding="utf-8").decode()
        self._engine.reset_data()  # with it goes the last report, which would be given again
        self._engine.read_data(triples, pyrudof.RDFFormat.NTriples, BASE, pyrudof.ReaderMode.Strict)
        return sorted(
            f"{compact(str(found.source_shape).strip('<>'))} {compact(str(found.constraint_component).strip('<>'))}"
            for found in self._engine.validate_shacl().violations
        )
