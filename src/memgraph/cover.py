"""What the cover and the preface say of the report itself, each with its words."""

from __future__ import annotations

import re
from collections import Counter
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
    (
        "title",
        re.compile(
            r"^\W*(?P<v>Evaluation Report on Drug Policies:?\W+.+?)\n\s*\n", re.MULTILINE | re.IGNORECASE | re.DOTALL
        ),
    ),
    ("theme", re.compile(r"^\W*Evaluation Report on Drug Policies:?\W+(?P<v>.+?)\n\s*\n", re.MULTILINE | re.DOTALL)),
    ("plan", re.compile(r"(?P<v>(?:Hemispheric\s+)?Plan\s+of\s+Action(?:\s+on\s+Drugs)?\s+20\d\d\s?[-–]\s?20\d\d)")),
    (
        "period",
        re.compile(
            r"\b(?:covers\s+(?:the\s+)?(?:years\s+)?(?:from\s+)?|period\s+covered\s+(?:runs|is|goes)\s+(?:from\s+)?|period\s+(?:from\s+)?|between\s+)(?P<v>20\d\d\s*(?:to|[-–]|and)\s*20\d\d)\b"
        ),
    ),
)


def about(text: str, states: Mapping[str, str]) -> tuple[Fact, ...]:
    """The facts that the text before the first objective states of the report.

    Names: country, round (a number), year, title, theme, oeaDocument, cicadDocument, isbn, plan,
    periodStart and periodEnd (years). What is not stated is not there.
    """
    front = text[: _front(text)]
    facts = [fact for fact in [_country(front, states) or _unknown_country(text, front)] if fact]
    for name, pattern in _PATTERNS:
        # The inner title page is the fuller one, so the last match on the cover is taken.
        found = list(pattern.finditer(front))
        match = found[-1] if name in ("title", "theme", "year") and found else (found[0] if found else None)
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


# Words of the title page that are no country's name.
_NO_COUNTRY = re.compile(
    r"\b(?:multilateral|evaluation|mechanism|report|round|preface|commission|rights|secretariat|organization|drug|drugs|"
    r"objective|oas|mem|cicad|contents|isbn|oea)\b",
    re.IGNORECASE,
)
_NAME_ALONE = re.compile(r"^[^\S\n]*\**(?P<v>[^\W\d_][^\d\n*:;.()|]{2,60}?)\**[^\S\n]*$", re.MULTILINE)
_SUBJECT = re.compile(
    r"^(?:In )?(?P<v>[A-Z][\w’'-]+(?: (?:of |and |the )*[A-Z][\w’'-]+){0,4}),? "
    r"(?:has|does not|uses|implements|carries|is|complies|there)\b",
    re.MULTILINE,
)


def _unknown_country(text: str, front: str) -> Fact | None:
    """A country that the authority does not know: the name that stands alone on both title pages.

    Failing that, the name that most paragraphs begin with.
    """
    alone: dict[str, re.Match[str]] = {}
    for match in _NAME_ALONE.finditer(front):
        name = folded(readable(match["v"]))
        if _NO_COUNTRY.search(match["v"]) or len(name.split()) > 8:
            continue
        if name in alone:
            best = min((alone[name], match), key=lambda m: m["v"].isupper())
            return Fact("country", _titled(readable(best["v"])), Span(best.start("v"), best.end("v")))
        alone[name] = match
    subjects = [m for m in _SUBJECT.finditer(text) if m["v"] not in ("The", "This", "There", "It", "CICAD")]
    counts = Counter(m["v"] for m in subjects if not m["v"].startswith(("The ", "This ", "These ")))
    if counts and counts.most_common(1)[0][1] >= 3:
        name = counts.most_common(1)[0][0]
        first = next(m for m in subjects if m["v"] == name)
        return Fact("country", name, Span(first.start("v"), first.end("v")))
    return None


def _titled(name: str) -> str:
    """A name in capitals as it is written in a sentence."""
    if not name.isupper():
        return name
    return " ".join(
        w.lower() if w in ("AND", "OF", "THE") and i else w.capitalize() for i, w in enumerate(name.split())
    )


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
            # Names with and without accents fold alike: the name as printed, if that is one.
            printed = readable(match[1])
            return Fact("country", printed if printed in states else names[name], Span(*match.span(1)))
    return None
