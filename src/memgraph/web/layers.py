"""A layout of things in layers, from left to right, and of the ways that lead through them.

Parts that nothing joins stand below each other. In a part each layer is ordered by what its things lead to, in sweeps
(Sugiyama, Tagawa and Toda 1981), and the order with the fewest crossings counts; then all stand as near as they can to
the middle of their neighbours (least squares in that order, by pooling adjacent violators). The same input gives the
same places.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

_SWEEPS = 10


class Sizes(NamedTuple):
    """Pixels: width of a thing, between layers, between things, between parts, between ways at one thing."""

    width: int
    apart: int
    space: int
    parts: int
    pitch: int


class Place(NamedTuple):
    """Where a thing stands."""

    x: int
    y: int
    height: int


class Layout(NamedTuple):
    """Places of things; of each way its points, where it leaves a thing and reaches the next by turns; the size."""

    places: dict[str, Place]
    ways: list[list[tuple[int, int]]]
    width: int
    height: int


def layout(
    layers: Mapping[str, int], heights: Mapping[str, int], ways: Sequence[Sequence[str]], sizes: Sizes
) -> Layout:
    """Places for things by their layer and least height; a way names things in ascending layers.

    A way that skips a layer gets a lane through it.
    """
    layer, height = dict(layers), dict(heights)
    full: list[list[str]] = []
    for number, way in enumerate(ways):
        stops = [way[0]]
        for one, other in pairwise(way):
            for between in range(layer[one] + 1, layer[other]):
                lane = f"\0{number} {between}"
                layer[lane], height[lane] = between, sizes.pitch
                stops.append(lane)
            stops.append(other)
        full.append(stops)
    for stop, (left, right) in _ends(full).items():
        height[stop] = max(height[stop], (max(len(left), len(right)) + 1) * sizes.pitch)
    middles: dict[str, float] = {}
    top = 0.0
    for part in _parts(layer, full):
        inside = set(part)
        found = _Part([way for way in full if way[0] in inside], part, layer, height, sizes.space).middles()
        highest = min(found[one] - height[one] / 2 for one in part)
        lowest = max(found[one] + height[one] / 2 for one in part)
        middles |= {one: middle - highest + top for one, middle in found.items()}
        top += lowest - highest + sizes.parts
    step = sizes.width + sizes.apart
    places = {one: Place(layer[one] * step, round(middles[one] - height[one] / 2), height[one]) for one in layer}
    points = _points(full, places, middles, sizes)
    wide = max(layer.values(), default=0) * step + sizes.width
    own = {one: places[one] for one in layers}
    return Layout(own, points, wide, max(0, round(top) - sizes.parts))


def _ends(ways: Sequence[Sequence[str]]) -> dict[str, tuple[list[int], list[int]]]:
    """Of each thing the numbers of the ways that reach it from the left, and that leave it to the right."""
    found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, way in enumerate(ways):
        for one, other in pairwise(way):
            found[one][1].append(number)
            found[other][0].append(number)
    return found


def _parts(layer: Mapping[str, int], ways: Sequence[Sequence[str]]) -> list[list[str]]:
    """Things that ways join, the largest part first."""
    part = {one: [one] for one in layer}
    for way in ways:
        for one, other in pairwise(way):
            into, gone = part[one], part[other]
            if into is not gone:
                into += gone
                for each in gone:
                    part[each] = into
    found = {id(several): several for several in part.values()}
    return sorted(found.values(), key=len, reverse=True)


class _Part:
    """Things that are joined: their order and their middles."""

    def __init__(
        self,
        ways: list[list[str]],
        things: list[str],
        layer: Mapping[str, int],
        height: Mapping[str, int],
        space: int,
    ) -> None:
        self.height, self.space = height, space
        self.links = [(one, other) for way in ways for one, other in pairwise(way)]
        self.before: dict[str, list[str]] = defaultdict(list)
        self.after: dict[str, list[str]] = defaultdict(list)
        for one, other in self.links:
            self.before[other].append(one)
            self.after[one].append(other)
        self.layer = layer
        numbers = sorted({layer[one] for one in things})
        met = dict.fromkeys(one for way in ways for one in way) or dict.fromkeys(things)
        self.columns = [[one for one in met if layer[one] == number] for number in numbers]

    def middles(self) -> dict[str, float]:
        """Each thing's middle, from top to bottom."""
        best, fewest = [list(column) for column in self.columns], self._crossings()
        for sweep in range(_SWEEPS):
            forth = sweep % 2 == 0
            beside = self.before if forth else self.after
            for column in self.columns if forth else self.columns[::-1]:
                at = self._ranks()
                column.sort(key=lambda one: _mean([at[other] for other in beside[one]], at[one]))
            if (found := self._crossings()) < fewest:
                best, fewest = [list(column) for column in self.columns], found
        self.columns = best
        return self._stood()

    def _ranks(self) -> dict[str, float]:
        """Where each thing stands in its layer, from 0 to 1."""
        return {one: (i + 0.5) / len(column) for column in self.columns for i, one in enumerate(column)}

    def _crossings(self) -> int:
        """How many pairs of links cross."""
        at = self._ranks()
        count = 0
        between: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for one, other in self.links:
            between[self.layer[one]].append((at[one], at[other]))
        for pairs in between.values():
            seen: list[float] = []
            for _, end in sorted(pairs):
                count += len(seen) - bisect_right(seen, end)
                insort(seen, end)
        return count

    def _stood(self) -> dict[str, float]:
        at: dict[str, float] = {}
        for column in self.columns:
            down = 0.0
            for one in column:
                at[one] = down + self.height[one] / 2
                down += self.height[one] + self.space
        for sweep in range(_SWEEPS):
            for column in self.columns if sweep % 2 else self.columns[::-1]:
                wanted = [_mean([at[other] for other in self.before[one] + self.after[one]], at[one]) for one in column]
                at |= dict(zip(column, self._apart(column, wanted), strict=True))
        return at

    def _apart(self, column: list[str], wanted: list[float]) -> list[float]:
        """The places nearest to the wanted ones that keep the order and the space between."""
        offsets = [0.0]
        for one, other in pairwise(column):
            offsets.append(offsets[-1] + (self.height[one] + self.height[other]) / 2 + self.space)
        pools: list[tuple[float, int]] = []  # mean and number
        for want, offset in zip(wanted, offsets, strict=True):
            mean, number = want - offset, 1
            while pools and pools[-1][0] > mean:
                above, several = pools.pop()
                mean, number = (mean * number + above * several) / (number + several), number + several
            pools.append((mean, number))
        free = [mean for mean, number in pools for _ in range(number)]
        return [mean + offset for mean, offset in zip(free, offsets, strict=True)]


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _points(
    ways: list[list[str]], places: Mapping[str, Place], middles: Mapping[str, float], sizes: Sizes
) -> list[list[tuple[int, int]]]:
    """Where each way leaves and reaches; at a thing ways lie in the order of what they lead to."""
    beside = [
        {
            stop: _mean([middles[other] for other in (way[i - 1 : i] if i else []) + way[i + 1 : i + 2]], 0.0)
            for i, stop in enumerate(way)
        }
        for way in ways
    ]
    slots: dict[tuple[str, int, bool], int] = {}  # of a thing, a way, and its right side
    for stop, sides in _ends(ways).items():
        place = places[stop]
        for right, numbers in enumerate(sides):
            numbers.sort(key=lambda number: beside[number][stop])
            first = place.y + (place.height - (len(numbers) - 1) * sizes.pitch) // 2
            for i, number in enumerate(numbers):
                slots[stop, number, bool(right)] = first + i * sizes.pitch
    found = []
    for number, way in enumerate(ways):
        points = []
        for one, other in pairwise(way):
            points.append((places[one].x + sizes.width, slots[one, number, True]))
            points.append((places[other].x, slots[other, number, False]))
        found.append(points)
    return found
