"""Citations of laws: type and number, in the styles that reports print, with their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from memgraph.dates import dates
from memgraph.report import Span

_NUMBER = r"(?:[A-Z]{1,8}[-/.]){0,3}\d[\dA-Z]*(?:[-/.][A-Z0-9]+)*"
_SIGN = r"(?:\s+(?:Nos?|Nr|N[°ºo]|Number|#)\.?)?\s*"
# Acts are counted anew each year, so that the year is part of their number.
_YEARLY = frozenset(("act", "ordinance", "statutory-instrument", "cabinet-decision", "practice-direction"))
_ISSUED = re.compile(r"\s*[,(]?\s*(?:of|dated|issued on|enacted on|signed on|of the|from)?\s*[,(]?\s*$")
_PUBLISHED = re.compile(r"publish(?:ed|ing|ication)(?:\s+(?:on|in|of|date:?))?\s*$")
_ON = re.compile(r"\b[Oo]n\s+$")
_WAS_SIGNED = re.compile(r"\s+(?:was|were)\s+(?:signed|concluded|adopted|enacted|approved)\b")
_THIS_LAW = re.compile(
    r"\b(?:This|this|Said|said|The said|the said|the aforementioned|The aforementioned)\s+(?P<type>[A-Za-z]+)\b"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A law cited by type and number; ``year`` where the citation gives one: "Law 1708 of 2014"."""

    span: Span
    type: str
    number: str
    year: str | None = None


class Grammar:
    """The citation grammar over the printed names of the types of law."""

    def __init__(self, law_types: Mapping[str, str]) -> None:
        self._types = law_types
        names = "|".join(_pattern(name) for name in sorted(law_types, key=len, reverse=True))
        self._numbered = re.compile(
            rf"(?<![\w-])(?P<type>{names})(?:e?s)?{_SIGN}(?P<number>{_NUMBER})(?:\s+of\s+(?P<year>(?:19|20)\d\d)\b)?",
            re.IGNORECASE,
        )
        self._more = re.compile(
            rf"(?:,|\s+and|,\s+and)\s+(?:(?:Nos?|N[°º])\.?\s*)?(?P<number>{_NUMBER}-[A-Z]{{2,}}|\d{{3,5}}(?!\s*%))\b"
        )
        self.type_word = re.compile(rf"(?<![\w-])(?P<type>{names})(?![\w-])", re.IGNORECASE)

    def type_of(self, printed: str) -> str | None:
        """The IRI of a printed type of law: "Decree Supreme" is a supreme decree."""
        return self._types.get(" ".join(printed.lower().split()))

    def find(self, text: str, span: Span) -> Iterator[Citation]:
        """The numbered citations within a span."""
        for match in self._numbered.finditer(text, span.start, span.end):
            if not match["type"][0].isupper():
                continue
            concept = self.type_of(match["type"])
            if concept is None:
                continue
            number, year = match["number"], match["year"]
            if year and concept.rsplit("/", 1)[1] in _YEARLY:
                number, year = f"{number} of {year}", None
            if slashed := re.fullmatch(r"(\d+)/((?:19|20)\d\d)", number):
                year = slashed[2]
            end = match.end("year") if match["year"] else match.end("number")
            yield Citation(Span(match.start(), end), concept, number, year)
            if match[0].lower().find("nos") > 0 or match["type"] + "s" in match[0]:
                while more := self._more.match(text, end, span.end):
                    end = more.end("number")
                    yield Citation(Span(more.start("number"), end), concept, more["number"])


def _pattern(name: str) -> str:
    return r"\s+".join(re.escape(part) for part in name.split())


def dated(text: str, unit: Span, laws: list[tuple[Span, str]]) -> Iterator[tuple[str, str, str, Span]]:
    """The dates in one sentence or item and the law that each belongs to.

    ``laws`` are the laws named there, as spans and IRIs, in text order; a law that "This decree"
    stands for is among them with that span. Yields law, "date" or "published", ISO date, span.
    """
    for place, iso in dates(text, unit):
        before = [(span, law) for span, law in laws if span.end <= place.start]
        if not before:
            # "On July 19, 2018 …, the Cooperation Agreement was signed".
            for span, law in laws:
                if _ON.search(text[unit.start : place.start]) and _WAS_SIGNED.match(text, span.end, unit.end):
                    yield law, "date", iso, place
                    break
            continue
        span, law = before[-1]
        lead = text[span.end : place.start]
        if _ISSUED.match(lead):
            yield law, "date", iso, place
        elif _PUBLISHED.search(lead):
            # "This decree … with article 5 of another; published on …": the sentence's subject.
            subject = next(
                (known for at, known in reversed(before) if _THIS_LAW.match(text, at.start, at.end)),
                None,
            )
            near = re.fullmatch(r"[\s,(]*(?:which was |was |and )?" + _PUBLISHED.pattern, lead)
            yield (law if near or subject is None else subject), "published", iso, place
