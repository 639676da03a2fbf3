"""Acronyms that a report introduces in brackets after the full name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from memgraph.report import Span

# Words that may stand inside a capitalised name.
_LINK = r"of|the|for|and|in|on|against|to|with|without|de|del|la|las|los|y|e|da|do|dos|und|at|by"
_WORD = r"[A-ZÁÉÍÓÚÑÜ][\w’'./&-]*"
NAME = rf"{_WORD}(?:(?:,)?\s+(?:(?:{_LINK})\s+){{0,3}}{_WORD})*"
ACRONYM = r"[A-ZÁÉÍÓÚÑ][A-Za-zÁÉÍÓÚÑ0-9]*[A-Z0-9][A-Za-z0-9/-]*"
_INTRODUCED = re.compile(rf"(?P<name>{NAME})\s+\((?P<acronym>{ACRONYM})\)")


def introductions(text: str) -> Iterator[tuple[Span, Span]]:
    """The spans of each full name and of the acronym in brackets after it."""
    for match in _INTRODUCED.finditer(text):
        # The name begins at its acronym's first letter: not "Based on the National Risk …".
        starts = [
            word.start()
            for word in re.finditer(r"[^\s]+", match["name"])
            if word[0][0] == match["acronym"][0] and word[0][0].isupper()
        ]
        begin = match.start("name") + (starts[0] if starts else 0)
        yield Span(begin, match.end("name")), Span(*match.span("acronym"))


def glossary(text: str) -> dict[str, str]:
    """Acronym to full name, as first introduced."""
    found: dict[str, str] = {}
    for name, acronym in introductions(text):
        found.setdefault(text[acronym.start : acronym.end], " ".join(text[name.start : name.end].split()))
    return found
