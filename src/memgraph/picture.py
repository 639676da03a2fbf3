"""A picture of the classes and their links, laid out: boxes in columns, so that links lead to the right.

A box holds a class with its subclasses; each class has a row, and below it a row for each property that leads to
another class of ours. What leads to a class inside the same box has its row, but no line. The same ontology gives
the same picture.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from memgraph.ontology import Ontology, Term

WIDTH, GAP, ROW, SPACE, PADDING = 154, 64, 19, 14, 7
# What a letter of a class and of a property takes, taken broadly: a longer label is drawn narrower.
LETTERS = (7.0, 6.2)
# A line that passes a column takes this much of its height.
_LANE = 10


class Row(NamedTuple):
    """A line of text in a box: a class, or a property (``level`` is the depth of its class)."""

    term: Term
    level: int


class Box(NamedTuple):
    """A class with what is below it; ``lane`` boxes are empty and only let a line pass."""

    name: str
    rows: tuple[Row, ...]

    @property
    def height(self) -> int:
        """Of its rows and padding."""
        return len(self.rows) * ROW + 2 * PADDING if self.rows else _LANE


class Placed(NamedTuple):
    """A box with its place."""

    box: Box
    x: int
    y: int


class Line(NamedTuple):
    """A link from a property's row to a class's row, by points from left to right; ``tint`` tells its target."""

    source: Term
    target: Term
    points: tuple[tuple[int, int], ...]
    tint: int

    @property
    def path(self) -> str:
        """The line for SVG: level at each point, curved between them."""
        (x, y), *rest = self.points
        steps = [f"M{x} {y}"]
        if len(rest) == 1 and rest[0][0] == x:  # to a box above or below
            return f"M{x} {y}C{x + GAP // 2} {y} {x + GAP // 2} {rest[0][1]} {x} {rest[0][1]}"
        for i, (right, down) in enumerate(rest):
            if i % 2:  # along a lane
                steps.append(f"H{right}")
            else:
                middle = (x + right) // 2
                steps.append(f"C{middle} {y} {middle} {down} {right} {down}")
            x, y = right, down
        return "".join(steps)


class Picture(NamedTuple):
    """Everything with its place, in pixels."""

    width: int
    height: int
    boxes: tuple[Placed, ...]
    lines: tuple[Line, ...]


def picture(ontology: Ontology) -> Picture:
    """The laid-out picture of an ontology."""
    return _Layout(ontology).picture()


class _Layout:
    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.classes = {iri: term for iri, term in ontology.terms.items() if term.is_class}
        self.root = {iri: self._root(iri) for iri in self.classes}
        self.boxes = {iri: Box(iri, tuple(self._rows(iri, 0))) for iri in self.classes if self.root[iri] == iri}
        # Property rows lead from their box to classes; inside one box nothing is drawn.
        self.links = [
            (box.name, number, target)
            for box in self.boxes.values()
            for number, row in enumerate(box.rows)
            if not row.term.is_class
            for target in row.term.range
            if target in self.classes and self.root[target] != box.name
        ]

    def _root(self, iri: str) -> str:
        above = [one for one in self.ontology.ancestors(iri) if one in self.classes]
        return above[-1] if above else iri

    def _rows(self, iri: str, level: int) -> list[Row]:
        term = self.classes[iri]
        rows = [Row(term, level)]
        for one in self.ontology.terms.values():
            if not one.is_class and iri in one.domain and any(target in self.classes for target in one.range):
                rows.append(Row(one, level))
        for one in self.classes.values():
            if iri in one.above[:1]:
                rows += self._rows(one.iri, level + 1)
        return rows

    def picture(self) -> Picture:
        column = self._columns()
        count = max(column.values(), default=0) + 1
        columns: list[list[Box]] = [[] for _ in range(count)]
        for name, box in self.boxes.items():
            columns[column[name]].append(box)
        ways = self._lanes(column, columns)
        self._order(columns, ways)
        height = max(map(_height, columns), default=0)
        down = _tops(columns)
        places = {
            box.name: Placed(box, SPACE + number * (WIDTH + GAP), SPACE + down[box.name])
            for number, boxes in enumerate(columns)
            for box in boxes
        }
        lines = []
        tints = {target: i for i, target in enumerate(dict.fromkeys(self.root[t] for _, _, t in self.links))}
        for (source, row, target), way in ways.items():
            x, y = places[source].x + WIDTH, places[source].y + _middle(row)
            points = [(x, y)]
            for lane in way:
                at = places[lane]
                points += [(at.x, at.y + _LANE // 2), (at.x + WIDTH, at.y + _LANE // 2)]
            root = places[self.root[target]]
            points.append((root.x + (WIDTH if root.x == places[source].x else 0), root.y + _middle(self._row(target))))
            term = self.boxes[source].rows[row].term
            lines.append(Line(term, self.classes[target], tuple(points), tints[self.root[target]]))
        return Picture(
            2 * SPACE + count * WIDTH + (count - 1) * GAP,
            height + 2 * SPACE,
            tuple(place for place in places.values() if place.box.rows),
            tuple(lines),
        )

    def _row(self, iri: str) -> int:
        rows = self.boxes[self.root[iri]].rows
        return next(number for number, row in enumerate(rows) if row.term.iri == iri)

    def _columns(self) -> dict[str, int]:
        """The column of each box: one to the right of all that lead to it. Boxes of a ring share theirs.

        A box to which nothing leads stands as near as it can to what it leads to.
        """
        leads: dict[str, set[str]] = {name: set() for name in self.boxes}
        for source, _, target in self.links:
            leads[source].add(self.root[target])
        reach = {name: _reached(name, leads) for name in leads}
        ring = {name: min({name} | {one for one in reach[name] if name in reach[one]}) for name in leads}
        led = {(ring[one], ring[other]) for one in leads for other in leads[one] if ring[one] != ring[other]}

        def column(name: str) -> int:
            return 1 + max((column(one) for one, other in led if other == name), default=-1)

        columns = {name: column(name) for name in set(ring.values())}
        for name in columns:
            if not any(other == name for _, other in led):
                columns[name] = min((columns[other] for one, other in led if one == name), default=1) - 1
        return {name: columns[ring[name]] for name in leads}

    def _lanes(self, column: dict[str, int], columns: list[list[Box]]) -> dict[tuple[str, int, str], list[str]]:
        """For each link the lanes that it takes through the columns between; links to one class share them."""
        ways = {}
        shared: dict[tuple[int, str], str] = {}
        for source, row, target in self.links:
            start, end = column[source], column[self.root[target]]
            way = []
            for between in range(start + 1, end):
                if (between, target) not in shared:
                    shared[between, target] = f"lane {between} {target}"
                    columns[between].append(Box(shared[between, target], ()))
                way.append(shared[between, target])
            ways[source, row, target] = way
        return ways

    def _order(self, columns: list[list[Box]], ways: dict[tuple[str, int, str], list[str]]) -> None:
        """Order each column so that lines are short: swap two boxes while that helps."""
        steps: set[tuple[str, int, str, int]] = set()
        for (source, row, target), way in ways.items():
            stops = [(source, _middle(row)), *((lane, _LANE // 2) for lane in way)]
            stops.append((self.root[target], _middle(self._row(target))))
            steps |= {(*one, *other) for one, other in pairwise(stops)}
        ordered = sorted(steps)

        def cost() -> int:
            at = _tops(columns)
            return sum(abs(at[one] + down - at[other] - far) for one, down, other, far in ordered)

        best, better = cost(), True
        while better:
            better = False
            for boxes in columns:
                for i in range(len(boxes)):
                    for j in range(i + 1, len(boxes)):
                        boxes[i], boxes[j] = boxes[j], boxes[i]
                        found = cost()
                        if found < best:
                            best, better = found, True
                        else:
                            boxes[i], boxes[j] = boxes[j], boxes[i]


def _middle(row: int) -> int:
    return PADDING + row * ROW + ROW // 2


def _height(boxes: list[Box]) -> int:
    return sum(box.height for box in boxes) + SPACE * (len(boxes) - 1)


def _tops(columns: list[list[Box]]) -> dict[str, int]:
    """Where each box begins, from the top: columns stand in the middle, their boxes a little apart."""
    highest = max(map(_height, columns), default=0)
    tops = {}
    for boxes in columns:
        free = highest - _height(boxes)
        apart = min(4 * SPACE, free // (len(boxes) + 1))
        y = (free - apart * (len(boxes) - 1)) // 2
        for box in boxes:
            tops[box.name] = y
            y += box.height + SPACE + apart
    return tops


def _reached(name: str, leads: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        fresh = leads[waiting.pop()] - found
        found |= fresh
        waiting += sorted(fresh)
    return found
