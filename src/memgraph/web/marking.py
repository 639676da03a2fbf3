"""A text with spans of it marked, as tokens from left to right; elements made of them nest properly.

Spans may nest and cross: one that is open where another ends is closed with it and opened again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple


class Quote(NamedTuple):
    """Words of a text by their offsets and line."""

    start: int
    end: int
    line: int
    words: str


class Mark(NamedTuple):
    """A span: its element's id and classes, and its level if it is a heading (0: it is none)."""

    start: int
    end: int
    id: str
    classes: str = ""
    level: int = 0


class Link(NamedTuple):
    """Words that lead somewhere."""

    start: int
    end: int
    href: str
    classes: str


class Sign(NamedTuple):
    """A word put behind a span; it is no part of the text."""

    href: str
    classes: str
    words: str


class Token(NamedTuple):
    """``open`` and ``close`` of a mark, ``text`` (with a link or none), the beginning of a ``line``, a ``sign``."""

    kind: str
    mark: Mark | None = None
    text: str = ""
    link: Link | None = None
    sign: Sign | None = None
    number: int = 0


def rebuilt(quotes: Iterable[Quote]) -> str:
    """The text that quotes were taken from, exact wherever one of them stands.

    Between them only the number of characters and of line breaks is known; they are blanks.
    """
    parts: list[str] = []
    at, line = 0, 1
    for quote in sorted(quotes, key=lambda one: (one.start, -one.end)):
        if quote.end <= at:
            continue
        if quote.start > at:
            breaks = min(quote.line - line, quote.start - at)
            parts.append("\n" * breaks + " " * (quote.start - at - breaks))
            at, line = quote.start, quote.line
        fresh = quote.words[at - quote.start :]
        parts.append(fresh)
        at, line = quote.end, line + fresh.count("\n")
    return "".join(parts) + "\n"


def tokens(
    text: str, marks: Iterable[Mark], links: Iterable[Link], signs: Mapping[tuple[int, int], list[Sign]]
) -> Iterator[Token]:
    """The text with its marks; of links over the same words the shortest counts. ``signs`` go behind spans."""
    opening: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.end > mark.start:
            opening[mark.start].append(mark)
    leading: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        leading[link.start].append(link)
    lines = _lines(text)
    cuts = {0, len(text), *lines, *opening, *leading}
    cuts |= {one.end for several in opening.values() for one in several}
    cuts |= {one.end for several in leading.values() for one in several}
    places = sorted(cuts)
    stack: list[Mark] = []
    over: list[Link] = []
    for place, until in zip(places, [*places[1:], len(text)], strict=True):
        yield from _closed(stack, place, signs)
        if place in lines:
            yield Token("line", number=lines[place])
        for mark in sorted(opening[place], key=lambda one: (-one.end, one.id)):
            stack.append(mark)
            yield Token("open", mark)
        over = [one for one in (*over, *leading[place]) if one.end > place]
        if until > place:
            shortest = min(over, key=lambda one: (one.end - one.start, one.href)) if over else None
            yield Token("text", text=text[place:until], link=shortest)


def _closed(stack: list[Mark], place: int, signs: Mapping[tuple[int, int], list[Sign]]) -> Iterator[Token]:
    """Close what ends here; what crosses it goes on in a new element, which has no id."""
    while any(one.end == place for one in stack):
        again: list[Mark] = []
        while stack[-1].end != place:
            again.append(stack.pop())
            yield Token("close")
        ended = stack.pop()
        yield Token("close")
        for sign in signs.get((ended.start, ended.end), ()):
            yield Token("sign", sign=sign)
        for mark in reversed(again):
            stack.append(mark._replace(id=""))
            yield Token("open", stack[-1])


def _lines(text: str) -> dict[int, int]:
    """Where each line that is not blank begins, with its number."""
    found, at = {}, 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            found[at] = number
        at += len(line) + 1
    return found
