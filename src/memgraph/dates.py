"""Dates as reports print them, to ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from memgraph.english import MONTHS
from memgraph.report import Span

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?P<month>{_MONTH})\.?,?\s+(?:of\s+|de\s+)?(?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})[-/ ]?(?P<month>{_MONTH})[-/ ]?(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b",
        r"\b(?P<first>\d{1,2})[./-](?P<second>\d{1,2})[./-](?P<year>(?:19|20)\d\d)\b",
    )
)


def dates(text: str, span: Span) -> Iterator[tuple[Span, str]]:
    """The dates within a span: where they stand, and their ISO form.

    Two numbers that could both be a month are not guessed at, and are left out.
    """
    taken: list[Span] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, span.start, span.end):
            place = Span(match.start(), match.end())
            if any(other.start < place.end and place.start < other.end for other in taken):
                continue
            if iso := _iso(match.groupdict()):
                taken.append(place)
                yield place, iso


def _iso(parts: dict[str, str]) -> str | None:
    year = int(parts["year"])
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (first, second) if first <= 12 else (second, first)
    else:
        name = parts["month"].lower()
        month, day = (int(name) if name.isdigit() else MONTHS[name]), int(parts["day"])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
