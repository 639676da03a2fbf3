"""Text as PDFs give it to text as rules read it, with every offset kept.

The rules read a cleaned text; facts are stored with the offsets and words of the source. What is
taken out: page numbers, running heads, form feeds, soft hyphens, hyphens that a line break put into
a word, zero-width characters and direction marks. What is changed: other blanks to blanks, decomposed
letters to composed ones. Nothing is added, so that each character has its place in the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from memgraph.report import Span

# What no word needs: soft hyphen, zero-width characters, direction marks, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x0b\x0c\x1c-\x1f\x85]")
_BROKEN_WORD = re.compile(r"(?P<left>[^\W\d_]+)(?P<cut>[-\u2010]\n[^\S\n]*)(?P<right>[^\W\d_]+)")
# "No. 011-2017-|JUS", "268-|2019-EF": a number's own hyphen; "customs—|among others": a dash set close.
_BROKEN_NUMBER = re.compile(
    r"(?:(?<=\d)[-\u2010\u2013](?=\n[^\S\n]*[^\W_])|(?<=\w)\u2014(?=\n[^\S\n]*\w))(?P<cut>\n[^\S\n]*)"
)
_SOFT_BREAK = re.compile("\u00ad[^\\S\\n]*\\n[^\\S\\n]*")
_PAGE_NUMBER = re.compile(r"(?:[-–—|]\s*)?(?:(?:page|Page|PAGE)\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?(?:\s*[-–—|])?$")
_OPEN_OBJECTIVE = re.compile(r"[\s*#]*objective[\s*:]*$", re.IGNORECASE)
_HEADING = re.compile(r"[\s*#]*(?:objective\b|priority\s+action\b|preface\b|evaluative\s+summary\b)", re.IGNORECASE)
_NO_RUNNING_HEAD = re.compile(r"[.:;!?]$|\t|^\s*(?:[-•–*▪◦‣·●○■]|\d{1,2}[.)]|[a-z][.)])\s")
# How often a short line must stand alone, word for word but for its numbers, to be a running head.
_TIMES = 3
_LONGEST = 110


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text, the source offset of each of its characters, and what was left out of it.

    ``furniture`` are the lines of the pages, ``marks`` the runs of characters that nobody sees.
    """

    text: str
    offsets: tuple[int, ...]
    source: str
    furniture: tuple[Span, ...]
    marks: tuple[Span, ...]

    def origin(self, span: Span) -> Span:
        """The span of the source that a span of the cleaned text stands for.

        What was taken out inside it belongs to it, as does what was taken out at its edges up to
        the next blank.
        """
        if span.end <= span.start:
            place = self.offsets[span.start] if span.start < len(self.offsets) else len(self.source)
            return Span(place, place)
        start, end = self.offsets[span.start], self.offsets[span.end - 1] + 1
        before = self.offsets[span.start - 1] + 1 if span.start else 0
        after = self.offsets[span.end] if span.end < len(self.offsets) else len(self.source)
        while start > before and not self.source[start - 1].isspace():
            start -= 1
        while end < after and not self.source[end].isspace():
            end += 1
        return Span(start, end)


def clean(source: str) -> Cleaned:
    """The cleaned text of a source text (as :func:`memgraph.text.decode` gives it)."""
    furniture = _furniture(source)
    gone = list(furniture)
    gone += [Span(*match.span()) for match in _SOFT_BREAK.finditer(source)]
    marks = [Span(*match.span()) for match in _INVISIBLE.finditer(source)]
    gone += marks
    gone += list(_hyphens(source))
    gone += [Span(*match.span("cut")) for match in _BROKEN_NUMBER.finditer(source)]
    out: list[str] = []
    offsets: list[int] = []
    index = 0
    for span in sorted(gone):
        if span.start >= index:
            _keep(source, index, span.start, out, offsets)
        index = max(index, span.end)
    _keep(source, index, len(source), out, offsets)
    return Cleaned("".join(out), tuple(offsets), source, tuple(furniture), tuple(marks))


def _keep(source: str, start: int, end: int, out: list[str], offsets: list[int]) -> None:
    """Copy a range: blanks become blanks, a letter with its combining marks one letter."""
    piece = source[start:end]
    if piece.isascii():
        out.append(piece.replace("\x0b", " ").replace("\x0c", " "))
        offsets.extend(range(start, end))
        return
    index = start
    while index < end:
        after = index + 1
        while after < end and unicodedata.combining(source[after]):
            after += 1
        composed = unicodedata.normalize("NFC", source[index:after]) if after > index + 1 else source[index]
        out.append(_BLANKS.sub(" ", composed))
        # A cluster that does not compose to one letter keeps a place for each of its letters.
        offsets.extend(min(index + number, after - 1) for number in range(len(composed)))
        index = after


def _hyphens(source: str) -> list[Span]:
    """The hyphens, with their line breaks, that only a line break put there; else the break alone.

    The joined word must stand elsewhere in the text without its hyphen; otherwise the hyphen is
    the word's own ("drug-related").
    """
    breaks = list(_BROKEN_WORD.finditer(source))
    if not breaks:
        return []
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", source.lower()))
    found = []
    for match in breaks:
        joined = f"{match['left']}{match['right']}".lower()
        own = f"{match['left']}-{match['right']}".lower()
        if match["right"][0].isupper() or (words[own] and not words[joined]):
            found.append(Span(match.start("cut") + 1, match.end("cut")))
        elif words[joined] or not words[match["right"].lower()]:
            found.append(Span(*match.span("cut")))
        else:
            found.append(Span(match.start("cut") + 1, match.end("cut")))
    return found


def _furniture(source: str) -> list[Span]:
    """Lines that belong to the page: its number, and short lines that recur alone or beside a form feed."""
    lines: list[tuple[int, str]] = []
    offset = 0
    for line in source.split("\n"):
        lines.append((offset, line))
        offset += len(line) + 1
    alone: list[tuple[int, str, bool]] = []
    before = ""
    for number, (start, line) in enumerate(lines):
        text = line.strip()
        if not text:
            continue
        fresh = number == 0 or not lines[number - 1][1].strip() or "\x0c" in line or "\x0c" in lines[number - 1][1]
        closed = number + 1 == len(lines) or not lines[number + 1][1].strip() or "\x0c" in lines[number + 1][1]
        if fresh and not _OPEN_OBJECTIVE.match(before):
            alone.append((start + line.index(text[0]), text, closed))
        before = text
    counts = Counter(_shape(text) for _, text, _ in alone if _may_recur(text))
    found = []
    for start, text, closed in alone:
        recurs = _may_recur(text) and counts[_shape(text)] >= _TIMES
        if (closed and _PAGE_NUMBER.match(text)) or (recurs and re.search(r"[^\W\d_]", text)):
            found.append(Span(start, start + len(text)))
    return found


def _shape(text: str) -> str:
    """A line without its numbers: "Report 2022 – 12" recurs as "Report # – #"."""
    return re.sub(r"\d+", "#", " ".join(text.split())).casefold()


def _may_recur(text: str) -> bool:
    return len(text) <= _LONGEST and not _HEADING.match(text) and not _NO_RUNNING_HEAD.search(text)
