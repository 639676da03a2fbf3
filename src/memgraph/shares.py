"""A report's share of a store: its graph, what follows from it, what the dataset says of it, and how much that is.

A report speaks of its own things alone (the check ``foreign-thing``): the shares of two reports have no triple and no
subject in common, and can be counted, stored and taken out one by one. What follows from a report about things that
are not its own, or could follow together with other reports, are its loose ends.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from memgraph import description, provenance
from memgraph.closure import Node
from memgraph.description import Tally
from memgraph.ground import Ground, nquads
from memgraph.vocab import DATASET_GRAPH, INFERRED_GRAPH, iri, report_graph


class Share(NamedTuple):
    """What one report brings to a store."""

    entry: dict[str, str]  # its line in the manifest
    quads: bytes  # N-Quads
    counts: dict[str, int]  # triples of each graph in it
    tally: Tally
    ends: bytes  # N-Triples: the loose ends


def share(entry: dict[str, str], facts: Iterable[ox.Triple], ground: Ground) -> Share:
    """The share of a report whose graph holds these facts."""
    said, name = set(facts), report_graph(entry["id"])
    adds = ground.adds(said)
    own = {triple for triple in adds if owns(entry["id"], triple.subject)}
    told = {*provenance.report(entry), description.size(name, len(said))}
    graphs = {name: said, INFERRED_GRAPH: own, DATASET_GRAPH: told}
    firsts, seconds = ground.rules.firsts, ground.rules.seconds
    ends = (adds - own) | {
        one
        for one in said | own
        if (one.predicate in firsts and isinstance(one.object, Node) and not owns(entry["id"], one.object))
        or (one.predicate in seconds and not owns(entry["id"], one.subject))
    }
    return Share(
        entry,
        b"".join(nquads(triples, graph) for graph, triples in graphs.items()),
        {graph: len(triples) for graph, triples in graphs.items()},
        Tally.of(said | own | told, ground.subjects),
        _serialized(ends),
    )


def owns(report: str, node: object) -> bool:
    """Whether a thing is the report's own: no other report speaks of it."""
    address = getattr(node, "value", "")
    mine = iri("report", report)
    return bool(address == mine or address.startswith(mine + "/"))


def _serialized(triples: Iterable[ox.Triple]) -> bytes:
    made = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(made, bytes)
    return made


def write(one: Share, path: Path) -> None:
    """Keep a share in a file, compressed; it is there whole or not at all."""
    head = one._asdict() | {"quads": len(one.quads), "ends": len(one.ends), "tally": one.tally._asdict()}
    part = path.with_suffix(".part")
    part.write_bytes(gzip.compress(b"\n".join([json.dumps(head).encode(), one.quads + one.ends]), compresslevel=1))
    part.replace(path)


def read(path: Path) -> Share:
    """A share from its file; raises ``OSError`` or ``ValueError`` for what is none."""
    head, rest = gzip.decompress(path.read_bytes()).split(b"\n", 1)
    known = json.loads(head)
    quads = rest[: known["quads"]]
    return Share(**known | {"quads": quads, "ends": rest[known["quads"] :], "tally": Tally(**known["tally"])})
