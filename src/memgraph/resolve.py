"""What a person says to what a query takes: ``peru-2022``, ``1.1``, ``SUNAT`` → IRIs."""

from __future__ import annotations

import re

import pyoxigraph as ox

from memgraph.errors import CallError, nearest
from memgraph.folding import folded
from memgraph.store import Readable
from memgraph.vocab import BASE, MEM, PREFIXES

_LABELS = """
SELECT DISTINCT ?thing ?label WHERE {
  ?thing a <%s> ; ?names ?label .
  VALUES ?names {
    skos:prefLabel skos:altLabel skos:hiddenLabel skos:notation eli:number dcterms:identifier dcterms:title
  }
}
"""
_IRI = re.compile(r"<?(?P<iri>https?://[^\s<>\"{}|\\^`]+)>?$")


def class_of(kind: str) -> str:
    """The class that a parameter's kind names: "Priority action" → mem:PriorityAction."""
    return MEM + "".join(word[:1].upper() + word[1:] for word in kind.split())


def terms(store: Readable, kind: str, given: str) -> list[str]:
    """The terms, in N-Triples form, that a value means; several where several things bear the name.

    Raises :class:`CallError` naming the nearest right ones.
    """
    if kind == "Text":
        return [str(ox.Literal(given))]
    value = given
    known = labels(store, kind)
    if match := _IRI.match(value):
        # A query that takes any entity takes all that the graph speaks of, actions and passages too.
        if any(thing == match["iri"] for thing, _ in known) or (kind == "Entity" and _is_known(store, match["iri"])):
            return [str(ox.NamedNode(match["iri"]))]
        value = match["iri"].removeprefix(BASE).rsplit("/", 1)[-1]
    wanted = folded(value)
    found = sorted({thing for thing, label in known if folded(label) == wanted or thing.removeprefix(BASE) == value})
    if found and value == given:
        return [str(ox.NamedNode(thing)) for thing in found]
    by_fold = {folded(label): label for _, label in known}
    near = [by_fold[key] for key in nearest(wanted, by_fold)]
    near += [label for key, label in by_fold.items() if wanted and wanted in key and label not in near][: 3 - len(near)]
    if not near and len(by_fold) <= 12:
        near = sorted(by_fold.values())
    todo = f"did you mean {', '.join(near)}?" if near else f"see what there is: memgraph search {given}"
    raise CallError(given, f"there is no {kind.lower()} of that name", todo)


def _is_known(store: Readable, iri: str) -> bool:
    try:
        return store.knows(iri)
    except ValueError:  # no IRI
        return False


def labels(store: Readable, kind: str) -> list[tuple[str, str]]:
    """All things of a kind with each of their labels, acronyms and numbers."""
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("skos", "eli", "dcterms"))
    rows = store.query(prefixes + _LABELS % class_of(kind))
    return [(row[0].value, row[1].value) for row in rows]  # type: ignore[union-attr]
