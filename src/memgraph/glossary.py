"""Acronyms that a report introduces in brackets after the full name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from memgraph.report import Span

# Words that may stand inside a capitalised name.
_LINK = r"of|the|for|and|in|on|against|to|with|without|de|del|la|las|los|y|e|da|do|dos|und|at|by"
_WORD = r"[A-ZÁÉÍÓÚÑÜ][\w’'./&-]*"
NAME = rf"{_WORD}(?:(?:,)?\s+(?:(?:{_LINK})\s+){{0,3}}{_WORD}){{0,20}}"
ACRONYM = r"[A-ZÁÉÍÓÚÑ][A-Za-zÁÉÍÓÚÑ0-9]*[A-Z0-9][A-Za-z0-9/-]*"
# A plan's years may stand before its acronym: "National Plan on Drugs 2021-2025 (PLANAD)".
_YEARS = r"(?:\s+(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)\d\d|\d\d))?)?"
_INTRODUCED = re.compile(rf"(?P<name>{NAME}{_YEARS})\s+\((?P<acronym>{ACRONYM})\)")


def introductions(text: str) -> Iterator[tuple[Span, Span]]:
    """The spans of each full name and of the acronym in brackets after it."""
    for match in _INTRODUCED.finditer(text):
        begin = match.start("name") + _beginning(match["name"], match["acronym"])
        yield Span(begin, match.end("name")), Span(*match.span("acronym"))


# What opens a sentence before a name: "Based on the National Risk Assessment (NRA)".
_LEAD = re.compile(
    r"(?:(?:Based on|In|On|Through|Under|The|By|With|For|Within|As|Also|From|At)\s+(?:the\s+)?)+(?=[A-ZÁÉÍÓÚÑ])"
)


def _beginning(name: str, acronym: str) -> int:
    """Where a name begins in the capitalised words before an acronym in brackets.

    At the words whose first letters the acronym is; an acronym of another language says nothing,
    so then all the words are the name, but for what opens the sentence.
    """
    words = list(re.finditer(r"[^\s-]+", name))
    letters = "".join(char for char in acronym if char.isalpha()).upper()
    for number, word in enumerate(words):
        if not word[0][0].isupper():
            continue
        capitals = "".join(later[0][0] for later in words[number:] if later[0][0].isupper())
        # In any order: the acronym may be that of the name in the country's own language.
        if capitals == letters or (len(letters) > 2 and sorted(capitals) == sorted(letters)):
            return word.start()
    # "the DICNAR, the Navy, and the Attorney General's Office (FGR)": the last of a list.
    listed = list(re.finditer(r",?\s+and\s+the\s+|,\s+the\s+", name))
    if listed:
        return listed[-1].end()
    lead = _LEAD.match(name)
    return lead.end() if lead else 0


def glossary(text: str) -> dict[str, str]:
    """Acronym to full name, as first introduced."""
    found: dict[str, str] = {}
    for name, acronym in introductions(text):
        found.setdefault(text[acronym.start : acronym.end], " ".join(text[name.start : name.end].split()))
    return found
