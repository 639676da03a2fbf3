"""A drawing: boxes, lines and words with their places, and SVG made of it (SVG 2), for a page or as a file.

A file works alone: it carries its own style, and its links name the service that made it.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from memgraph.web.pages import HERE, templates

SHEET = HERE / "static" / "picture.css"
# How wide characters are, as parts of the type's size: a tenth more than in Arial, since other types are wider.
_ADVANCES = {
    character: width
    for characters, width in (
        ("ijl'|", 0.25),
        ("ft.,;:/!I[] ", 0.31),
        ('r()-"', 0.38),
        ("cksvxyzJ", 0.55),
        ("wABEKPSVXYCDHNRU&GOQ", 0.8),
        ("mM", 0.92),
        ("W@%", 1.1),
    )
    for character in characters
}
_SIZE = 13.0
ROW = 17


class Box(NamedTuple):
    """A thing in its place; ``name`` is the whole of what its lines may have shortened."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    lines: tuple[str, ...]
    name: str
    href: str | None


class Line(NamedTuple):
    """A way: its path, what kind it is, the words behind it and where they stand."""

    path: str
    kind: str
    title: str
    href: str | None


class Words(NamedTuple):
    """Words in the drawing that are no box's: headings, relations, numbers."""

    x: int
    y: int
    kind: str
    text: str


class Drawing(NamedTuple):
    """Everything with its place, in pixels; what is drawn later lies above."""

    name: str
    title: str
    about: str
    width: int
    height: int
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]


def svg(drawing: Drawing, base: str = "", alone: bool = False) -> Markup:
    """The drawing as an element, or as a file; links begin with ``base``."""
    template = templates().get_template("drawing.svg")
    return Markup(template.render(drawing=drawing, base=base, alone=alone, style=Markup(_sheet()), row=ROW))


@cache
def _sheet() -> str:
    return SHEET.read_text(encoding="utf-8")


def sheet_hash() -> str:
    """The source expression that allows the style of a file (CSP 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(_sheet().encode()).digest()).decode()}'"


def legible(text: str) -> str:
    """Text without what XML cannot hold and what turns the direction of other text; blanks as one space."""
    kept = "".join(
        " " if one.isspace() else one for one in text if one.isspace() or unicodedata.category(one)[0] != "C"
    )
    return " ".join(kept.split())


def wrapped(text: str, width: int, lines: int) -> tuple[str, ...]:
    """Text in at most so many lines of so many pixels; what does not fit ends in an ellipsis."""
    found: list[str] = []
    rest = legible(text)
    while rest and len(found) < lines:
        fits = _fitting(rest, width)
        if fits == len(rest):
            found.append(rest)
            break
        if len(found) == lines - 1:
            found.append(rest[: _fitting(rest, width - _SIZE)].rstrip() + "…")
            break
        blank = rest.rfind(" ", 0, fits + 1)
        cut = blank if blank > 0 else fits
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return tuple(found)


def _fitting(text: str, width: float) -> int:
    """How many characters fit; at least one."""
    used = 0.0
    for i, one in enumerate(text):
        used += _SIZE * advance(one)
        if used > width:
            return max(1, i)
    return len(text)


def advance(character: str) -> float:
    """About how wide a character is, as a part of the type's size."""
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return _ADVANCES.get(character, 0.62)


def curve(points: list[tuple[int, int]], lead: int = 0) -> str:
    """A path through points that leave and reach things by turns: curved between things, straight along them.

    ``lead`` is how far it goes straight ahead at first.
    """
    (x, y), *rest = points
    steps = [f"M{x} {y}"]
    if lead:
        x += lead
        steps.append(f"H{x}")
    for i, (right, down) in enumerate(rest):
        if i % 2:
            steps.append(f"H{right}" if down == y else f"M{right} {down}")
        elif down == y:
            steps.append(f"H{right}")
        else:
            middle = (x + right) // 2
            steps.append(f"C{middle} {y} {middle} {down} {right} {down}")
        x, y = right, down
    return "".join(steps)
