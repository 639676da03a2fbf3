"""Addresses: the base IRI, prefixes, and the minting of readable IRIs. Plain strings only.

Nothing here imports an RDF library, so that the query path stays free of one.
"""

from __future__ import annotations

import re
from typing import Final

from memgraph.folding import folded

# Proposed at w3id.org, not registered yet (README says so).
BASE: Final = "https://w3id.org/mem-graph/"
ONTOLOGY: Final = BASE + "ontology"
MEM: Final = ONTOLOGY + "#"
SHAPE: Final = BASE + "shapes#"

PREFIXES: Final[dict[str, str]] = {
    "mem": MEM,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": SHAPE,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

AUTHORITY_GRAPH: Final = BASE + "graph/authority"
ONTOLOGY_GRAPH: Final = BASE + "graph/ontology"
INFERRED_GRAPH: Final = BASE + "graph/inferred"
DATASET_GRAPH: Final = BASE + "graph/dataset"
DATASET: Final = BASE + "dataset"
CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"


def report_graph(report: str) -> str:
    """The named graph of a report ID."""
    return f"{BASE}graph/report/{report}"


def slug(name: str) -> str:
    """A readable path segment: lower case, no diacritics, hyphens between words."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")


def iri(*segments: str) -> str:
    """An IRI under the base; each segment is already a slug or a number."""
    return BASE + "/".join(segments)


def compact(address: str) -> str:
    """An IRI as a prefixed name, or under the base as its path; others unchanged."""
    for prefix, namespace in PREFIXES.items():
        if address.startswith(namespace):
            return f"{prefix}:{address[len(namespace) :]}"
    return address.removeprefix(BASE)
