"""Finding known names in text: every label of the authority, longest first, with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from memgraph.authority import Entry
from memgraph.english import ABBREVIATIONS
from memgraph.folding import folded
from memgraph.report import Span

_TOKEN = re.compile(r"[^\W_]+")
# What may stand between the words of one name; never the end of a sentence.
_BETWEEN = re.compile(r"(?:\s+|[,'’‘“”\"()/&*–—-]|\.(?!\s)){1,6}")


@dataclass(frozen=True, slots=True)
class Found:
    """An occurrence of a label: its span and the entries that bear it."""

    span: Span
    entries: tuple[Entry, ...]
    acronym: bool


class Gazetteer:
    """An index of labels by their first word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names: dict[str, dict[tuple[str, ...], list[tuple[Entry, str]]]] = {}
        for entry in entries:
            for label in entry.labels:
                self.add(label, entry)
            for acronym in entry.acronyms:
                self.add(acronym, entry)

    def add(self, label: str, entry: Entry) -> None:
        """Let a label mean an entry."""
        words = tuple(folded(match[0]) for match in _TOKEN.finditer(label))
        if words:
            bucket = self._names.setdefault(words[0], {}).setdefault(words, [])
            if all(known is not entry for known, _ in bucket):
                bucket.append((entry, label))

    def find(self, text: str, span: Span) -> Iterator[Found]:
        """All occurrences within a span, also those inside others, in text order."""
        tokens = list(_TOKEN.finditer(text, span.start, span.end))
        words = [folded(token[0]) for token in tokens]
        for index, word in enumerate(words):
            for name, bearers in self._names.get(word, {}).items():
                end = index + len(name)
                if tuple(words[index:end]) != name or not _together(text, tokens[index:end]):
                    continue
                place = Span(tokens[index].start(), tokens[end - 1].end())
                entries = tuple(entry for entry, label in bearers if _same_case(text[place.start : place.end], label))
                if entries:
                    acronym = any(_is_acronym(label) for entry, label in bearers if entry in entries)
                    yield Found(place, entries, acronym)


def _together(text: str, tokens: list[re.Match[str]]) -> bool:
    return all(
        _BETWEEN.fullmatch(text, left.end(), right.start()) is not None
        or (left[0].lower() in ABBREVIATIONS and text[left.end() : right.start()].strip() == ".")
        for left, right in pairwise(tokens)
    )


def _is_acronym(label: str) -> bool:
    return " " not in label and any(char.isupper() for char in label[1:])


def _same_case(printed: str, label: str) -> bool:
    """One word must match as it is; a longer name may differ in case but for its first capital."""
    if len(label.split()) == 1:
        return printed == label
    return printed[0].isupper() or not label[0].isupper()
