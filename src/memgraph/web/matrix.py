"""Objectives by responses as a drawing: in each cell how many actions, and the number of each, which leads on.

The cells are alike: a response is what a report says, and nothing in the drawing weighs one against another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from memgraph.answers import Row
from memgraph.text import readable
from memgraph.web import links
from memgraph.web.drawing import ROW, Box, Drawing, Line, Words, legible, wrapped
from memgraph.web.words import LANGUAGES, said

# The columns of `objective-scorecard` and the responses that they count.
RESPONSES = {
    name: re.sub(r"(?=[A-Z])", "-", name).lower()
    for name in ("affirmed", "mixed", "denied", "neutral", "notApplicable", "notEvaluated")
}
_SIDE, _TOP, _LABEL, _CHIP, _HIGH, _BESIDE = 12, 44, 270, 44, 24, 3
# A column is as wide as its chips, or as its heading.
_CELL, _BARE = 10 + _BESIDE * (_CHIP + 3) + 7, 110


def drawing(objectives: Sequence[Row], actions: Sequence[Row], language: str) -> Drawing:
    """Of the rows of ``objective-scorecard`` and ``action-responses`` for one report."""
    told: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in actions:
        told[row["objective"], row["response"]].append(row)
    boxes, lines = [], []
    filled = {response for _, response in told}
    widths = [_CELL if response in filled else _BARE for response in RESPONSES.values()]
    lefts = [_SIDE + _LABEL + sum(widths[:i]) for i in range(len(widths))]
    words = [
        Words(x + 10, _TOP - 14, "heading", said(name.replace("-", " "), language))
        for x, name in zip(lefts, RESPONSES.values(), strict=True)
    ]
    y = _TOP
    width = 2 * _SIDE + _LABEL + sum(widths)
    for row in objectives:
        name = legible(f"{row['objectiveNumber']} {readable(row['title'])}")
        label = wrapped(name, _LABEL - 28, 3)
        cells = [told[row["objective"], response] for response in RESPONSES.values()]
        most = max(-(-len(several) // _BESIDE) for several in cells)
        height = max(len(label) * ROW + 12, 28 + most * (_HIGH + 4)) + 8
        lines.append(Line(f"M{_SIDE} {y}H{width - _SIDE}", "rule", "", None))
        boxes.append(
            Box(_SIDE, y + 4, _LABEL - 10, height - 8, "objective", label, name, links.thing(row["objective"]))
        )
        for left, column, several in zip(lefts, RESPONSES, cells, strict=True):
            x = left + 10
            words.append(Words(x, y + 20, "count" if row[column] else "count soft", str(row[column])))
            for j, one in enumerate(several):
                boxes.append(_chip(one, language, x + j % _BESIDE * (_CHIP + 3), y + 28 + j // _BESIDE * (_HIGH + 4)))
        y += height
    lines.append(Line(f"M{_SIDE} {y}H{width - _SIDE}", "rule", "", None))
    for x in lefts:
        lines.append(Line(f"M{x} {_TOP - 30}V{y}", "rule", "", None))
    return Drawing(
        "responses",
        LANGUAGES[language]["matrix"],
        LANGUAGES[language]["matrix_about"],
        width,
        y + _SIDE,
        tuple(lines),
        tuple(boxes),
        tuple(words),
    )


def _chip(row: Row, language: str, x: int, y: int) -> Box:
    number = legible(str(row["actionNumber"]))
    name = legible(f"{number} {readable(row['title'])}: {said(row['response'], language)}")
    return Box(
        x, y, _CHIP, _HIGH, "action", wrapped(number, _CHIP - 6, 1), name, statements(row["report"], row["action"])
    )


def statements(report: str, action: str) -> str:
    """Where the statements of a report on an action stand."""
    return links.canned("statements", {"report": [report], "action": [action]})
