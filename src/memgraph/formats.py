"""One table of formats: name, suffix, media type, and whether it writes tables or graphs."""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """A format of answers (kind "table") or of triples (kind "graph")."""

    name: str
    suffix: str
    media_type: str
    kind: str


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("table", "txt", "text/plain", "table"),
        Format("csv", "csv", "text/csv", "table"),
        Format("tsv", "tsv", "text/tab-separated-values", "table"),
        Format("json", "json", "application/sparql-results+json", "table"),
        Format("xml", "xml", "application/sparql-results+xml", "table"),
        Format("csv-safe", "csv", "text/csv", "table"),
        Format("md", "md", "text/markdown", "table"),
        Format("turtle", "ttl", "text/turtle", "graph"),
        Format("trig", "trig", "application/trig", "graph"),
        Format("nt", "nt", "application/n-triples", "graph"),
        Format("nq", "nq", "application/n-quads", "graph"),
        Format("jsonld", "jsonld", "application/ld+json", "graph"),
        Format("rdfxml", "rdf", "application/rdf+xml", "graph"),
    )
}
TABLES = tuple(name for name, one in FORMATS.items() if one.kind == "table")
GRAPHS = tuple(name for name, one in FORMATS.items() if one.kind == "graph")
