"""The network of institutions, laws and actions as a drawing: three columns, a line for each row of the answer."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from memgraph.answers import Row
from memgraph.store import Store
from memgraph.text import readable
from memgraph.vocab import PREFIXES
from memgraph.web import links
from memgraph.web.drawing import ROW, Box, Drawing, Line, Words, curve, legible, wrapped
from memgraph.web.layers import Sizes, layout
from memgraph.web.words import LANGUAGES, said

# Lines that an eye can still follow; the stated ones first.
DRAWN = 400
_SIZES = Sizes(width=240, apart=120, space=10, parts=26, pitch=7)
_TOP, _SIDE = 66, 16
_COLUMNS = ("institution", "law", "action")


def drawing(store: Store, rows: Sequence[Row], language: str, own: str = "") -> Drawing:
    """The rows of ``institution-law-action``; the thing around which they lie, if any, is ``own`` (its IRI)."""
    first = sorted(range(len(rows)), key=lambda number: rows[number]["basis"] != "stated")[:DRAWN]
    kept = [rows[number] for number in sorted(first)]
    layers: dict[str, int] = {}
    names: dict[str, tuple[str, ...]] = {}
    whole: dict[str, str] = {}
    ways = []
    for row in kept:
        ways.append([f"{number} {row[column]}" for number, column in enumerate(_COLUMNS)])
        for number, key in enumerate(ways[-1]):
            if key not in layers:
                layers[key] = number
                whole[key], names[key] = _named(store, row, number)
    heights = {key: len(lines) * ROW + 10 for key, lines in names.items()}
    found = layout(layers, heights, ways, _SIZES)
    boxes = []
    for key, place in found.places.items():
        iri = key.partition(" ")[2]
        kind = f"{_COLUMNS[layers[key]]}{' own' if iri == own else ''}"
        boxes.append(
            Box(
                place.x + _SIDE,
                place.y + _TOP,
                _SIZES.width,
                place.height,
                kind,
                names[key],
                whole[key],
                links.thing(iri),
            )
        )
    lines: list[Line] = []
    for row, points in zip(kept, found.ways, strict=True):
        moved = [(x + _SIDE, y + _TOP) for x, y in points]
        title = ", ".join(said(row[name], language) for name in ("basis", "relation") if row[name]) + ": "
        href = links.place(row["report"], row["start"], row["end"])
        lines.append(Line(curve(moved), f"row {row['basis']}", legible(title + readable(row["quote"])), href))
    lines.sort(key=lambda line: "stated" in line.kind)  # what is stated lies above
    t = LANGUAGES[language]
    step = _SIZES.width + _SIZES.apart
    heads = [
        Words(_SIDE + number * step, 52, "heading", t[name])
        for number, name in enumerate(("institutions", "laws_documents", "actions"))
    ]
    samples = [Line("M16 18H66", "key stated", "", None), Line("M316 18H366", "key co-cited", "", None)]
    key_words = [Words(74, 22, "soft", t["key_stated"]), Words(374, 22, "soft", t["key_cocited"])]
    return Drawing(
        "network",
        t["network"],
        t["network_about"],
        2 * _SIDE + found.width,
        _TOP + found.height + _SIDE,
        (*samples, *lines),
        tuple(boxes),
        (*key_words, *heads),
    )


def _named(store: Store, row: Row, column: int) -> tuple[str, tuple[str, ...]]:
    """What a thing is called, whole and in lines."""
    width = _SIZES.width - 18
    if column == 0:
        acronym, name = legible(row["acronym"] or ""), legible(readable(row["name"] or ""))
        if acronym and name and acronym != name:
            return f"{acronym}: {name}", (*wrapped(acronym, width, 1), *wrapped(name, width, 2))
        text = acronym or name or _last(row["institution"])
        return text, wrapped(text, width, 2)
    if column == 1:
        text = legible(readable(row["lawName"] or "")) or _last(row["law"])
        return text, wrapped(text, width, 2)
    text = legible(f"{row['actionNumber']} {action_title(store, row['action'])}")
    return text, wrapped(text, width, 2)


def action_title(store: Store, action: str) -> str:
    """The title of a priority action as the plan has it, in English."""
    for quad in store.engine.quads_for_pattern(
        ox.NamedNode(action), ox.NamedNode(PREFIXES["skos"] + "prefLabel"), None
    ):
        if isinstance(quad.object, ox.Literal) and quad.object.language == "en":
            return readable(quad.object.value)
    return ""


def _last(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2]
