"""Paragraphs to sentences, as spans of the text."""

from __future__ import annotations

import re

from memgraph.english import ABBREVIATIONS, OPENERS
from memgraph.report import Span

_STOP = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[]?[A-Z0-9¿¡*])")
# A full stop that the report lost: a capitalised function word in mid-sentence.
_LOST_STOP = re.compile(rf"(?<=[a-z)\]”]) (?=(?:{OPENERS}) [a-z])")
_LAST_TOKEN = re.compile(r"([^\s(]+)\.$")


def sentences(text: str, span: Span) -> list[Span]:
    """The sentences of one paragraph, in order; together they cover it but for blanks."""
    cuts: list[int] = []
    raw = text[span.start : span.end]
    for match in _STOP.finditer(raw):
        stop = raw[: match.start() + 1]
        if not _abbreviated(stop, raw[match.end() :]):
            cuts.append(match.end())
    cuts += [match.end() for match in _LOST_STOP.finditer(raw) if not _quoted(raw, match.start())]
    return _spans(raw, span.start, sorted(cuts))


def _abbreviated(stop: str, rest: str) -> bool:
    """Whether the full stop that ends ``stop`` belongs to an abbreviation."""
    token = _LAST_TOKEN.search(stop)
    if token is None:
        return False
    word = token[1].lower()
    if word in ABBREVIATIONS:
        # "No." goes with the number after it; "etc." may end a sentence before a capital.
        return word != "etc" and not (
            word == "no" and rest[:1].isupper() and len(rest.split(" ")[0]) > 3 and not re.match(r"\S*\d", rest)
        )
    opens = re.match(rf"(?:{OPENERS})\b(?!\.)", rest)
    return bool(re.fullmatch(r"(?:\w\.)+\w|[A-Z]", token[1])) and not opens


def _quoted(raw: str, offset: int) -> bool:
    before = raw[:offset]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _spans(raw: str, start: int, cuts: list[int]) -> list[Span]:
    found: list[Span] = []
    begin = 0
    for cut in [*cuts, len(raw)]:
        piece = raw[begin:cut]
        if piece.strip():
            left = begin + len(piece) - len(piece.lstrip())
            found.append(Span(start + left, start + begin + len(piece.rstrip())))
        begin = cut
    return found
