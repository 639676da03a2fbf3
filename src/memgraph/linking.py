"""What linking finds: mentions, the things that they name, dates of laws, names left unlinked."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice, takewhile

from memgraph.authority import Authority, Entry
from memgraph.folding import folded
from memgraph.report import Action, Objective, Passage, Report, Span
from memgraph.vocab import iri


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage and the thing that it names."""

    span: Span
    iri: str
    kind: str
    passage: Passage
    name: str
    by_name: bool = True  # False for "this decree", "its Regulation": the thing is meant, not named


@dataclass(frozen=True, slots=True)
class LawDate:
    """A date that the text gives a law; ``kind`` is "date" (of issue) or "published"."""

    law: str
    kind: str
    iso: str
    span: Span
    passage: Passage


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that could mean several things, left unlinked."""

    name: str
    span: Span
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A body linked to a law or document; ``relation`` names what the sentence says.

    ``span`` is what says so where that is more than the passage: the row of a cell.
    """

    institution: str
    law: str
    relation: str
    passage: Passage
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """What a body is said to do, in the words of the text."""

    institution: str
    role: str
    passage: Passage


@dataclass
class Linked:
    """What linking found in a report."""

    report: Report
    id: str
    country: str
    theme: str  # IRI of the theme whose objectives and actions the report evaluates
    authority: Authority
    mentions: list[Mention] = field(default_factory=list)
    things: dict[str, Entry] = field(default_factory=dict)  # the report's own things, by IRI
    dates: list[LawDate] = field(default_factory=list)
    ambiguous: list[Ambiguous] = field(default_factory=list)
    regulated: dict[str, str] = field(default_factory=dict)  # "its Regulation" and the law that it regulates

    @cached_property
    def _known(self) -> dict[str, Entry]:
        return {entry.iri: entry for entry in self.authority.entries}

    def entry(self, address: str) -> Entry:
        """The thing of an IRI, the authority's or the report's own."""
        return self.things.get(address) or self._known[address]

    def criterion(self, number: str) -> str:
        """The IRI of an objective ("3") or priority action ("3.1") as the report prints it."""
        return self.criteria.get(number) or iri(
            "report", self.id, "theme", "action" if "." in number else "objective", number
        )

    @cached_property
    def criteria(self) -> dict[str, str]:
        """The objectives and actions of the theme that the report prints under their number and in their words."""
        return {
            one.number: known[0]
            for one in self.report.criteria
            if (known := self.authority.criteria.get((self.theme, one.number)))
            and any(_agree(one.title, name) for name in known[1])
        }

    @property
    def own_theme(self) -> bool:
        """Whether the authority does not know the theme, so that the report's graph describes it."""
        return self.theme == iri("report", self.id, "theme")

    @property
    def fresh_criteria(self) -> list[Objective | Action]:
        """The objectives and actions whose number the authority does not know in this theme."""
        return [one for one in self.report.criteria if (self.theme, one.number) not in self.authority.criteria]

    def inside(self, span: Span, *kinds: str) -> list[Mention]:
        """The mentions within a span, in text order; the mentions are sorted by then."""
        first = bisect_left(self.mentions, span.start, key=lambda mention: mention.span.start)
        near = takewhile(lambda mention: mention.span.start < span.end, islice(self.mentions, first, None))
        return [m for m in near if span.holds(m.span) and (not kinds or m.kind in kinds)]


def _agree(one: str, other: str) -> bool:
    """Whether two headings are one, but for a slip or another spelling: four words in five, in order."""
    first, second = (re.findall(r"\w+", folded(title)) for title in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= 0.8
