"""What laws do to each other as a drawing: from left to right, each line an arrow that bears its relation."""

from __future__ import annotations

from collections.abc import Sequence

from memgraph.answers import Row
from memgraph.text import readable
from memgraph.web import links
from memgraph.web.drawing import ROW, Box, Drawing, Line, Words, curve, legible, wrapped
from memgraph.web.layers import Sizes, layout
from memgraph.web.words import LANGUAGES, said

DRAWN = 400
_SIZES = Sizes(width=230, apart=190, space=14, parts=26, pitch=18)
_SIDE, _LEAD = 16, 84


def drawing(rows: Sequence[Row], language: str) -> Drawing:
    """Of the rows of ``law-lineage``; a sentence that stands under several actions gives one line."""
    one_each = {
        (row["source"], row["relation"], row["target"], row["report"], row["start"], row["end"]): row for row in rows
    }
    kept = list(one_each.values())[:DRAWN]
    names: dict[str, str] = {}
    for row in kept:
        for side in ("source", "target"):
            names.setdefault(row[side], legible(readable(row[f"{side}Name"] or "")) or row[side].rpartition("/")[2])
    layers = layers_of(list(names), [(row["source"], row["target"]) for row in kept])
    back = [layers[row["source"]] > layers[row["target"]] for row in kept]
    ways = [(row["source"], row["target"])[:: -1 if turned else 1] for row, turned in zip(kept, back, strict=True)]
    shown = {iri: wrapped(name, _SIZES.width - 18, 3) for iri, name in names.items()}
    found = layout(layers, {iri: len(several) * ROW + 10 for iri, several in shown.items()}, ways, _SIZES)
    boxes = [
        Box(
            place.x + _SIDE,
            place.y + _SIDE,
            _SIZES.width,
            place.height,
            "law",
            shown[iri],
            names[iri],
            links.thing(iri),
        )
        for iri, place in found.places.items()
    ]
    lines, words = [], []
    for row, points, turned in zip(kept, found.ways, back, strict=True):
        moved = [(x + _SIDE, y + _SIDE) for x, y in points[:: -1 if turned else 1]]
        label = said(row["relation"], language)
        title = legible(f"{names[row['source']]} {label} {names[row['target']]}: {readable(row['quote'])}")
        href = links.place(row["report"], row["start"], row["end"])
        lines.append(Line(curve(moved, -_LEAD if turned else _LEAD), f"row arrow {row['relation']}", title, href))
        words.append(Words(moved[0][0] + (-_LEAD if turned else 6), moved[0][1] - 4, "relation", label))
    return Drawing(
        "lineage",
        LANGUAGES[language]["lineage"],
        LANGUAGES[language]["lineage_about"],
        2 * _SIDE + found.width,
        2 * _SIDE + found.height,
        tuple(lines),
        tuple(boxes),
        tuple(words),
    )


def layers_of(things: list[str], pairs: list[tuple[str, str]]) -> dict[str, int]:
    """The layer of each thing: one right of all that lead to it (longest path).

    Of a ring the pair that would close it is left out. What nothing leads to stands next to what it leads to.
    """
    after: dict[str, list[str]] = {one: [] for one in things}
    for source, target in pairs:
        if target not in after[source] and not _reaches(target, source, after):
            after[source].append(target)
    before: dict[str, list[str]] = {one: [] for one in things}
    for one, several in after.items():
        for other in several:
            before[other].append(one)
    layers: dict[str, int] = {}
    waiting = [one for one in things if not before[one]]
    left = {one: len(several) for one, several in before.items()}
    for one in waiting:  # grows as it is read
        layers[one] = 1 + max((layers[other] for other in before[one]), default=-1)
        for other in after[one]:
            left[other] -= 1
            if not left[other]:
                waiting.append(other)
    for one in things:
        if not before[one] and after[one]:
            layers[one] = min(layers[other] for other in after[one]) - 1
    return layers


def _reaches(start: str, end: str, after: dict[str, list[str]]) -> bool:
    seen, waiting = {start}, [start]
    for one in waiting:  # grows as it is read
        fresh = [other for other in after[one] if other not in seen]
        seen |= set(fresh)
        waiting += fresh
    return end in seen
