"""The quads that two datasets do not share, and RDF Patch, which makes one of the other.

A blank node has no name that two datasets share. Blank nodes that hang together are therefore one thing, by the
canonical form of its quads (RDFC-1.0), and go or come as a whole.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import pyoxigraph as ox


class Edits(NamedTuple):
    """The quads to take out and to put in, each sorted."""

    removed: list[ox.Quad]
    added: list[ox.Quad]


def edits(before: set[ox.Quad], after: set[ox.Quad]) -> Edits:
    """What makes ``after`` of ``before``.

    Blank nodes to take out bear the labels of RDFC-1.0 in ``before``, as our exports write them; those to put in
    bear labels that ``before`` has not.
    """
    plain, grown = _ground(before), _ground(after)
    removed, added = plain - grown, grown - plain
    old, new = _clusters(before - plain), _clusters(after - grown)
    gone = Counter({form: len(several) for form, several in old.items()})
    come = Counter({form: len(several) for form, several in new.items()})
    for form, count in (gone - come).items():
        removed.update(quad for cluster in old[form][:count] for quad in cluster)
    number = 0
    for form, count in sorted((come - gone).items()):
        for cluster in new[form][:count]:
            names = sorted({term for quad in cluster for term in _blanks(quad)}, key=str)
            fresh = {term: ox.BlankNode(f"new{number + i}") for i, term in enumerate(names)}
            number += len(names)
            added.update(_renamed(quad, fresh) for quad in cluster)
    return Edits(sorted(removed, key=str), sorted(added, key=str))


def patch(made: Edits) -> bytes:
    """RDF Patch (https://jena.apache.org/documentation/rdf-patch/): first what goes, then what comes.

    The identifier is made of the changes, so that the same changes give the same bytes.
    """
    rows = [("D", quad) for quad in made.removed] + [("A", quad) for quad in made.added]
    body = "".join(
        f"{sign} {line}\n" for sign, line in zip((s for s, _ in rows), _lines(q for _, q in rows), strict=True)
    )
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(body.encode()).hexdigest())
    return f"H id <urn:uuid:{identifier}> .\nTX .\n{body}TC .\n".encode()


def _lines(quads: Iterable[ox.Quad]) -> list[str]:
    made = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert made is not None
    return made.decode().split("\n")[:-1]


def _blanks(quad: ox.Quad) -> list[ox.BlankNode]:
    return [term for term in (quad.subject, quad.object, quad.graph_name) if isinstance(term, ox.BlankNode)]


def _ground(quads: set[ox.Quad]) -> set[ox.Quad]:
    return {quad for quad in quads if not _blanks(quad)}


def _renamed(quad: ox.Quad, names: dict[ox.BlankNode, ox.BlankNode]) -> ox.Quad:
    def name(term: Any) -> Any:
        return names.get(term, term)

    return ox.Quad(name(quad.subject), quad.predicate, name(quad.object), name(quad.graph_name))


def _canonical(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def _clusters(quads: set[ox.Quad]) -> dict[str, list[list[ox.Quad]]]:
    """The quads that hang together by blank nodes, by their canonical form; forms can recur."""
    quads = set(_canonical(quads)) if quads else quads
    root: dict[Any, Any] = {}

    def top(term: Any) -> Any:
        while root.setdefault(term, term) != term:
            root[term] = term = root[root[term]]
        return term

    for quad in quads:
        first, *rest = _blanks(quad)
        for term in rest:
            root[top(term)] = top(first)
    together: dict[Any, list[ox.Quad]] = defaultdict(list)
    for quad in sorted(quads, key=str):
        together[top(_blanks(quad)[0])].append(quad)
    forms: dict[str, list[list[ox.Quad]]] = defaultdict(list)
    for _, cluster in sorted(together.items(), key=lambda item: str(item[1][0])):
        forms["\n".join(map(str, _canonical(cluster)))].append(cluster)
    return forms
