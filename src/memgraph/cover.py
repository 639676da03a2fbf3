"""What the cover and the preface say of the report itself, each with its words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from memgraph.english import ORDINALS
from memgraph.folding import folded
from memgraph.report import Fact, Span
from memgraph.text import readable

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("round", re.compile(r"^\W*(?P<v>[A-Z]+)\s+EVALUATION\s+ROUND\W*$", re.MULTILINE | re.IGNORECASE)),
    ("year", re.compile(r"^\W*(?P<v>(?:19|20)\d\d)\W*$", re.MULTILINE)),
    ("oeaDocument", re.compile(r"^\s*(?P<v>O[EA][AS]/Ser\.?\s?[\w./-]+)", re.MULTILINE)),
    ("cicadDocument", re.compile(r"^\s*(?P<v>CICAD/doc\.?\s?[\w./-]+)", re.MULTILINE)),
    ("isbn", re.compile(r"^\s*ISBN:?\s*(?P<v>[\d-]{10,17}X?)", re.MULTILINE)),
    ("theme", re.compile(r"^\W*Evaluation Report on Drug Policies:?\W+(?P<v>.+?)\n\s*\n", re.MULTILINE | re.DOTALL)),
    ("plan", re.compile(r"(?P<v>(?:Hemispheric\s+)?Plan\s+of\s+Action(?:\s+on\s+Drugs)?\s+20\d\d\s?[-–]\s?20\d\d)")),
    ("period", re.compile(r"\bcovers\s+the\s+(?P<v>20\d\d\s*(?:to|[-–]|and)\s*20\d\d)\s+period")),
)


def about(text: str, states: Mapping[str, str]) -> tuple[Fact, ...]:
    """The facts that the text before the first objective states of the report.

    Names: country, round (a number), year, theme, oeaDocument, cicadDocument, isbn, plan,
    periodStart and periodEnd (years). What is not stated is not there.
    """
    front = text[: _front(text)]
    facts = [fact for fact in [_country(front, states)] if fact]
    for name, pattern in _PATTERNS:
        # The inner title page is the fuller one, so the last match on the cover is taken.
        found = list(pattern.finditer(front))
        match = found[-1] if name in ("theme", "year") and found else (found[0] if found else None)
        if match is None:
            continue
        span = Span(match.start("v"), match.end("v"))
        value = readable(match["v"]).strip("* ")
        if name == "period":
            years = [Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"\d{4}", match["v"])]
            facts += [
                Fact(which, text[year.start : year.end], year)
                for which, year in zip(("periodStart", "periodEnd"), years, strict=True)
            ]
            continue
        if name == "round":
            if value.lower() not in ORDINALS:
                continue
            value = str(ORDINALS[value.lower()])
        facts.append(Fact(name, value, span))
    return tuple(facts)


def _front(text: str) -> int:
    match = re.search(
        r"^\W*(?:Priority Action \d|OBJECTIVE\s*\d|EVALUATIVE SUMMARY)", text, re.MULTILINE | re.IGNORECASE
    )
    return match.start() if match else len(text)


def _country(front: str, states: Mapping[str, str]) -> Fact | None:
    """The line of the cover that is the name of a state and nothing else."""
    names: dict[str, str] = {}
    for name in states:
        names.setdefault(folded(name).removeprefix("the "), name)
    for match in re.finditer(r"^[^\S\n]*\**([^\n*]+?)\**[^\S\n]*$", front, re.MULTILINE):
        name = folded(readable(match[1])).removeprefix("the ")
        if name in names:
            # "Peru" and "Perú" fold alike: the name as printed, if that is one.
            printed = readable(match[1])
            return Fact("country", printed if printed in states else names[name], Span(*match.span(1)))
    return None
