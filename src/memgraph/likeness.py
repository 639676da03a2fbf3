"""What two passages are about, by their words: the rarer a word is in the report, the more it counts."""

from __future__ import annotations

import re
from collections import Counter
from math import log

from memgraph.clauses import words
from memgraph.english import AUXILIARIES, NUMBERS, PLURALS, THIRD
from memgraph.linking import Linked
from memgraph.report import Passage, Span
from memgraph.responses import AFFIRMED, DENIED
from memgraph.text import readable

# Where the core of a statement ends: what follows tells more of it.
_REST = re.compile(
    r"[;:]|,\s+(?:and|but|which|who|where|so|for|either|in either|whether|not|for which reason)\b|"
    rf"\s+(?:and\s+(?:do|{AUXILIARIES}|{'|'.join(sorted(THIRD - PLURALS))})|"
    r"which|so that|because|since|although|in either|by any)\b"
)
# The period that all is said of, and verbs that only carry their nouns.
_EVERYWHERE = re.compile(
    r"\b(?:during|in) the (?:evaluation period|period under (?:evaluation|review))(?: \([^)]*\))?,?", re.IGNORECASE
)
LIGHT = words(
    "implement develop offer keep kept conduct exist present date perform made make take taken undertaken possess "
    "count available own provide hold held give given kind type sector area field matter subject respect regard every "
    f"year age {' '.join(NUMBERS)}"
)
# The least weighted share of the words of one passage that another on the same must hold, and of the core of one.
CLOSE = 0.45
CORE = 0.85


class Likeness:
    """Compares the passages of one report."""

    def __init__(self, linked: Linked) -> None:
        self.linked, self.report = linked, linked.report
        bags = [words(self.report.quote(p.span)) for p in self.report.of("statement", "summary", "item", "cell")]
        counts = Counter(stem for bag in bags for stem in bag)
        country = self.report.fact("country")
        self.country = words(country.value) if country else frozenset()
        self.weight = {stem: log(1 + len(bags) / times) for stem, times in counts.items()}
        self.statements = [p for p in self.report.of("statement") if p.response in (AFFIRMED, DENIED)]
        self._words: dict[Span, frozenset[str]] = {}
        self._cores: dict[Span, frozenset[str]] = {}

    def words(self, passage: Passage) -> frozenset[str]:
        """The content words of a passage, without the country's own name."""
        if passage.span not in self._words:
            self._words[passage.span] = words(self.report.quote(passage.span)) - self.country
        return self._words[passage.span]

    def core(self, passage: Passage) -> frozenset[str]:
        """The content words of what a passage says first, without what goes on from it."""
        if passage.span in self._cores:
            return self._cores[passage.span]
        text = _EVERYWHERE.sub("", readable(self.report.quote(passage.span)))
        cut = _REST.search(text, 20)
        found = words(text[: cut.start()] if cut else text) - self.country - LIGHT
        self._cores[passage.span] = found
        return found

    def bodies(self, passage: Passage) -> frozenset[str]:
        """The words of the names of bodies in a passage."""
        return words(" ".join(mention.name for mention in self.linked.inside(passage.span, "institution")))

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """The weighted share of ``part`` that ``whole`` holds."""
        total = sum(self.weight.get(stem, 3.0) for stem in part)
        return sum(self.weight.get(stem, 3.0) for stem in part & whole) / total if total else 0.0

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Weighted overlap of two passages, by the shorter of them."""
        return max(self.share(one, other), self.share(other, one)) if len(one & other) >= 3 else 0.0
