"""The document on a thing, for people: its dossier with quotes, then all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any, NamedTuple

import pyoxigraph as ox

from memgraph import queries, session
from memgraph.answers import Row, Rows
from memgraph.citation import short
from memgraph.errors import MemgraphError
from memgraph.resolve import labels
from memgraph.store import Store
from memgraph.text import readable
from memgraph.vocab import BASE, MEM, PREFIXES, compact
from memgraph.web import links
from memgraph.web.cells import Cell, quoted
from memgraph.web.documents import nothing
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.negotiation import GRAPHS
from memgraph.web.pages import page
from memgraph.web.pictures import around
from memgraph.web.words import said as word

# Of the statements with a thing as subject, and of those with it as object, a page shows so many; the files have all.
_SHOWN = 200
_NAMES = ("skos:prefLabel", "dcterms:title", "rdfs:label", "skos:notation", "dcterms:identifier")


class Item(NamedTuple):
    """A line of a dossier with its quotes."""

    head: Cell
    quotes: list[Cell]


def thing(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The page; raises :class:`memgraph.web.refusal.Refused` with 404."""
    address, language = BASE + request["path"], request["language"]
    try:
        node = ox.NamedNode(address)
    except ValueError:  # no IRI
        raise nothing(request) from None
    said = list(islice(store.engine.quads_for_pattern(node, None, None), _SHOWN + 1))
    pointing = list(islice(store.engine.quads_for_pattern(None, None, node), _SHOWN + 1))
    if not said and not pointing:
        raise nothing(request)
    types = [value.value for name, value in _of(store, node) if name == PREFIXES["rdf"] + "type"]
    path = f"/doc/{request['quoted']}"
    return page(
        "thing.html",
        "/doc",
        request,
        title=_name(store, node, language),
        address=address,
        own=links.thing(address),
        kinds=[Cell(_name(store, ox.NamedNode(one), language), links.thing(one)) for one in _narrow(store, types)],
        quotes=_evidence(store, node),
        picture=around(store, address, types, language),
        sections=_sections(store, address, language),
        described=sorted(_lines(store, ((quad.predicate, quad.object) for quad in said[:_SHOWN]), language)),
        pointing=sorted(_lines(store, ((quad.predicate, quad.subject) for quad in pointing[:_SHOWN]), language)),
        cut=max(len(said), len(pointing)) > _SHOWN,
        shown=_SHOWN,
        files=[(one.name, one.media_type, f"{path}.{one.suffix}") for one in GRAPHS],
    )


def _of(store: Store, node: Any) -> Iterator[tuple[str, Any]]:
    """Properties and values of a thing; of None nothing."""
    if node is not None:
        for quad in store.engine.quads_for_pattern(node, None, None):
            yield quad.predicate.value, quad.object


def _narrow(store: Store, types: list[str]) -> list[str]:
    """Of our classes those that no other of them is a kind of."""
    wide = {
        above.value
        for one in types
        for name, above in _of(store, ox.NamedNode(one))
        if name == PREFIXES["rdfs"] + "subClassOf" and above.value != one
    }
    return sorted(one for one in types if one.startswith(MEM) and one not in wide)


def _name(store: Store, node: Any, language: str) -> str:
    """The label of a thing in a language, else in English, else any, else its short address."""
    labels: dict[str, str] = {}
    for name in _NAMES:
        prefix, _, local = name.partition(":")
        for quad in store.engine.quads_for_pattern(node, ox.NamedNode(PREFIXES[prefix] + local), None):
            if isinstance(quad.object, ox.Literal):
                labels.setdefault(quad.object.language or "en", quad.object.value)
        if language in labels or "en" in labels:
            break
    if labels:
        return readable(labels.get(language) or labels.get("en") or next(iter(labels.values())))
    if not node.value.startswith(BASE):
        return compact(node.value)
    kind, _, path = node.value.removeprefix(BASE).partition("/")
    report, _, rest = path.partition("/")
    # What only a report says has no name: its kind and number.
    return f"{rest.replace('/', ' ')} ({report})" if kind == "report" and rest else short(node.value)


def _evidence(store: Store, node: Any) -> list[Cell]:
    """The words that a thing rests on."""
    found = []
    for name, span in _of(store, node):
        if name != MEM + "evidence":
            continue
        about = dict(_of(store, span))
        at = dict(_of(store, about.get(PREFIXES["oa"] + "hasSelector")))
        start, end, words = (at.get(PREFIXES["oa"] + one) for one in ("start", "end", "exact"))
        source, line = about.get(PREFIXES["oa"] + "hasSource"), about.get(MEM + "line")
        if words and start and end and source:
            report = source.value.removesuffix("/text")
            number = int(line.value) if line else None
            found.append(quoted(words.value, report, int(start.value), int(end.value), number))
    return sorted(found, key=lambda cell: cell.line or 0)


def _sections(store: Store, address: str, language: str) -> list[tuple[str, list[Item]]]:
    """The dossier: sections with their items, each once, with its quotes."""
    try:
        rows = Rows(session.ask(store, queries.find("dossier"), {"entity": [address]}))
    except MemgraphError:  # nothing that a dossier is about
        return []
    known = {label: iri for kind in ("Entity", "Priority action", "Objective") for iri, label in labels(store, kind)}
    sections = []
    for section, inside in groupby(rows, key=lambda row: row["section"]):
        items: dict[str, Item] = {}
        for row in inside:
            head = _head(row, known, address, language)
            item = items.setdefault(head.text, Item(head, []))
            if row["quote"]:
                cell = quoted(row["quote"], row["report"], row["start"], row["end"], row["line"])
                if cell not in item.quotes:
                    item.quotes.append(cell)
        title = word(section.split(" ", 1)[1], language)
        sections.append((title[:1].upper() + title[1:], list(items.values())))
    return sections


def _head(row: Row, known: dict[str, str], address: str, language: str) -> Cell:
    item, value = str(row["item"] or ""), str(row["value"] or "")
    if value.startswith(BASE):  # the item is its label
        return Cell(readable(item), links.thing(value))
    text = ": ".join(dict.fromkeys(word(readable(one), language) for one in (item, value) if one))
    other = known.get(value)
    return Cell(text, links.thing(other) if other and other != address else None)


def _lines(store: Store, pairs: Iterator[tuple[Any, Any]], language: str) -> Iterator[tuple[Cell, Cell]]:
    for predicate, value in pairs:
        said = Cell(_name(store, predicate, language), links.thing(predicate.value))
        if isinstance(value, ox.NamedNode):
            yield said, Cell(_name(store, value, language), links.thing(value.value), "thing")
        else:
            yield said, Cell(readable(getattr(value, "value", str(value))))
