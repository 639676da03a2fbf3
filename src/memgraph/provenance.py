"""What a store was made of, as PROV: inputs with their SHA-256, software, and which graph came from what.

No time stands here: the same inputs give the same triples (PROV-O, sections 3.1 and 3.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from memgraph import __version__, resources
from memgraph.errors import InputError
from memgraph.hashing import sha256
from memgraph.vocab import (
    AUTHORITY_GRAPH,
    BASE,
    CC_BY,
    DATASET,
    DATASET_GRAPH,
    INFERRED_GRAPH,
    ONTOLOGY_GRAPH,
    PREFIXES,
    iri,
    report_graph,
)

_BUILD = DATASET + "/build"
_RIGHTS = DATASET + "/rights"
_SOFTWARE = iri("software", "memgraph", __version__)
_MIT = "https://spdx.org/licenses/MIT"


def told(folders: Iterable[str]) -> list[ox.Triple]:
    """What a dataset says of itself but for its reports, counts and files.

    ``folders`` are those of own authority entries. Raises :class:`InputError` where ``dataset.ttl`` is broken.
    """
    return [*_stated(), *_software(), *_knowledge(folders)]


def _triple(subject: str, predicate: str, value: str | ox.Literal) -> ox.Triple:
    prefix, _, name = predicate.partition(":")
    return ox.Triple(
        ox.NamedNode(subject),
        ox.NamedNode(PREFIXES[prefix] + name),
        ox.NamedNode(value) if isinstance(value, str) else value,
    )


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _stated() -> list[ox.Triple]:
    place = resources.DATASET_FILE
    try:
        return [q.triple for q in ox.parse(place.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=BASE)]
    except (OSError, SyntaxError) as error:
        raise InputError(str(place), f"cannot be read ({error})", "put the shipped file back") from None


def _software() -> Iterator[ox.Triple]:
    yield _triple(_SOFTWARE, "rdf:type", PREFIXES["prov"] + "SoftwareAgent")
    yield _triple(_SOFTWARE, "dcterms:title", _english(f"memgraph {__version__}"))
    yield _triple(_SOFTWARE, "schema:softwareVersion", ox.Literal(__version__))
    yield _triple(_SOFTWARE, "dcterms:license", _MIT)
    yield _triple(_BUILD, "rdf:type", PREFIXES["prov"] + "Activity")
    yield _triple(_BUILD, "dcterms:title", _english("The build that read, linked, checked and closed the graphs"))
    yield _triple(_BUILD, "prov:wasAssociatedWith", _SOFTWARE)
    yield _triple(DATASET, "dcat:version", ox.Literal(__version__))
    for made in (DATASET, ONTOLOGY_GRAPH, AUTHORITY_GRAPH, INFERRED_GRAPH, DATASET_GRAPH):
        yield _triple(made, "prov:wasGeneratedBy", _BUILD)
    for source in (ONTOLOGY_GRAPH, AUTHORITY_GRAPH):
        yield _triple(INFERRED_GRAPH, "prov:wasDerivedFrom", source)


def _knowledge(folders: Iterable[str]) -> Iterator[ox.Triple]:
    """The ontology and authority files, and the graphs that hold them."""
    graphs = {
        resources.ONTOLOGY_FILE: ONTOLOGY_GRAPH,
        resources.ALIGNMENTS_FILE: ONTOLOGY_GRAPH,
        resources.DATASET_FILE: DATASET_GRAPH,
    }
    places = {"ontology": resources.ONTOLOGY, "authority": resources.AUTHORITY}
    places |= {f"own-authority-{number}": Path(folder) for number, folder in enumerate(folders, 1)}
    for name, folder in places.items():
        for path in sorted(folder.glob("*.ttl")):
            address = _input_file(name, path)
            yield from _input(address, f"{name}/{path.name}", sha256(path))
            graph = graphs.get(path) if name == "ontology" else AUTHORITY_GRAPH
            if graph:
                yield _triple(graph, "prov:wasDerivedFrom", address)


def _input_file(folder: str, path: Path) -> str:
    return iri("dataset", "input", folder, quote(path.name))


def _input(address: str, title: str, checksum: str) -> Iterator[ox.Triple]:
    yield _triple(address, "rdf:type", PREFIXES["prov"] + "Entity")
    yield _triple(address, "dcterms:title", ox.Literal(title))
    yield _triple(_BUILD, "prov:used", address)
    yield from _checksum(address, checksum)


def _checksum(address: str, checksum: str) -> Iterator[ox.Triple]:
    """The SHA-256 of an input as DCAT 3 wants it (section 6.8.14)."""
    node = f"{address}/checksum"
    yield _triple(address, "spdx:checksum", node)
    yield _triple(node, "rdf:type", PREFIXES["spdx"] + "Checksum")
    yield _triple(node, "spdx:algorithm", PREFIXES["spdx"] + "checksumAlgorithm_sha256")
    hexadecimal = ox.NamedNode(PREFIXES["xsd"] + "hexBinary")
    yield _triple(node, "spdx:checksumValue", ox.Literal(checksum, datatype=hexadecimal))


def report(entry: Mapping[str, str]) -> Iterator[ox.Triple]:
    """What a dataset says of a report: its graph, the export of it alone, and the text that both come from.

    ``entry`` is the report's line in the manifest (id, sha256, yaml). The text's own
    description stands in the report's graph, so here it gets no type.
    """
    name = entry["id"]
    graph, export, text = report_graph(name), f"{DATASET}/report/{name}", iri("report", name, "text")
    for node, title in ((graph, f"What the report {name} says"), (export, f"The report {name} alone")):
        yield _triple(node, "rdf:type", PREFIXES["dcat"] + "Dataset")
        yield _triple(node, "rdf:type", PREFIXES["void"] + "Dataset")
        yield _triple(node, "dcterms:title", _english(title))
        yield _triple(node, "dcterms:isPartOf", DATASET)
        yield _triple(node, "dcterms:license", CC_BY)
        yield _triple(node, "dcterms:rights", _RIGHTS)
        yield _triple(node, "foaf:primaryTopic", iri("report", name))
    yield _triple(DATASET, "void:subset", export)
    yield _triple(export, "void:subset", graph)
    yield _triple(DATASET + "/asserted", "void:subset", graph)
    yield _triple(graph, "prov:wasGeneratedBy", _BUILD)
    yield _triple(graph, "prov:wasDerivedFrom", text)
    yield _triple(graph, "prov:wasDerivedFrom", AUTHORITY_GRAPH)
    yield _triple(graph, "dcterms:conformsTo", _input_file("ontology", resources.SHAPES_FILE))
    yield _triple(INFERRED_GRAPH, "prov:wasDerivedFrom", graph)
    yield _triple(_BUILD, "prov:used", text)
    yield _triple(text, "dcterms:rights", _RIGHTS)
    yield from _checksum(text, entry["sha256"])
    if entry["yaml"]:
        curation = iri("report", name, "curation")
        yield from _input(curation, f"Corrections and expected counts for the report {name}", entry["yaml"])
        yield _triple(graph, "prov:wasDerivedFrom", curation)
