"""Years and spans of years that a report gives to its evidence: updates, plans, programmes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from memgraph.linking import Linked
from memgraph.report import Passage, Span
from memgraph.text import readable

_SPAN = re.compile(r"(?P<first>(?:19|20)\d\d)\s*(?:[-–]|to|through|and)\s*(?P<last>(?:19|20)\d\d)(?![\d-])")
_SINCE = re.compile(
    r"\b(?:updated|conducted|carried out|prepared|completed|concluded|published|approved|developed|evaluated|performed|"
    r"implemented|assessed)\s+in\s+(?:\w+\s+)?(?P<last>(?:19|20)\d\d)(?![\d-])",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:of|from)\s+(?P<last>(?:19|20)\d\d)(?![\d-])")
_EVALUATION = re.compile(r"evaluation period\s*\(?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """Evidence with the year in which it ends; ``spans`` whether a span of years is given."""

    evidence: str
    year: str
    spans: bool
    span: Span
    passage: Passage


def read(linked: Linked) -> list[Period]:
    """The dated evidence of the body; never the date of a law, nor the evaluation period itself."""
    text = linked.report.text
    found: list[Period] = []
    for passage in linked.report.of("statement", "item", "cell"):
        laws = [mention.span for mention in linked.inside(passage.span, "law")]
        for match in _SPAN.finditer(text, passage.span.start, passage.span.end):
            place = Span(match.start(), match.end())
            if _EVALUATION.search(text[passage.span.start : place.start]) or _inside(place, laws):
                continue
            holder = next((m for m in linked.inside(passage.span, "document") if m.span.holds(place)), None)
            near = max(
                (m for m in linked.inside(passage.span, "document") if m.span.end <= place.start <= m.span.end + 3),
                key=lambda m: m.span,
                default=None,
            )
            named = holder or near
            evidence = named.name if named else _around(text, passage, place)
            found.append(Period(evidence, match["last"], True, place, passage))
        for match in _SINCE.finditer(text, passage.span.start, passage.span.end):
            place = Span(match.start(), match.end())
            if not _inside(place, laws):
                found.append(Period(readable(match[0]), match["last"], False, place, passage))
        for mention in linked.inside(passage.span, "document"):
            inside = re.search(r"\bof\s+(?P<last>(?:19|20)\d\d)$", mention.name)
            after = _OF_YEAR.match(text, mention.span.end, passage.span.end)
            year = inside or after
            if year:
                end = after.end() if after and not inside else mention.span.end
                place = Span(mention.span.start, end)
                found.append(Period(readable(text[place.start : place.end]), year["last"], False, place, passage))
    return found


def _inside(place: Span, others: list[Span]) -> bool:
    return any(other.holds(place) for other in others)


def _around(text: str, passage: Passage, place: Span) -> str:
    """The words up to the span of years, from the last comma or the beginning."""
    before = text[passage.span.start : place.start]
    begin = max(before.rfind(", "), before.rfind(": ")) + 1
    return readable(before[begin:] + text[place.start : place.end])
