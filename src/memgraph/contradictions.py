"""Where a report disagrees with itself: found by comparing what passages are about.

Compared are the summary with the statements that it sums up, by words and by the systems in use; rows of
tables with statements (:mod:`memgraph.rowclaims`); and statements with each other, by words, by the systems
in use, and by things with a name where there are said to be none of their kind. Words count the more the
rarer they are in the report. Thresholds are set so that few alarms are false; a doubtful pair is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from memgraph import systems
from memgraph.clauses import words
from memgraph.denials import Absence, absence, kinds
from memgraph.disagreement import Contradiction, side
from memgraph.likeness import CLOSE, CORE, LIGHT, Likeness
from memgraph.linking import Linked, Mention
from memgraph.report import Passage
from memgraph.responses import AFFIRMED, DENIED
from memgraph.rowclaims import RowClaims
from memgraph.text import readable

# The least weighted share of the words of one passage that the other must hold.
SAME = 0.72
# For what is said to rest on what is denied, less overlap will do: the phrase itself is the sign.
RESTS = 0.35
_RESTS_ON = re.compile(
    r"\bbased\s+on\s+(?:the\s+)?(?:(?:results|findings|conclusions|outcomes)\s+of\s+)?(?:the\s+)?(?P<what>[^,;:]{4,80}?)\s*"
    r"(?=[,;:.]|\b(?:carried out|conducted|undertaken|performed|to|that|which)\b)",
    re.IGNORECASE,
)


_OWN = re.compile(r"\b(?:an?|no)\s+([a-z]+)\s+of\s+(?:its|their)\s+own\b|(?:['’]s?|\bits|\btheir)\s+own\s+([a-z]+)\b")
# What a law allows is not said to be done.
_ALLOWED = re.compile(r"\b(?:allows?|permits?|enables?|may|provides? for)\b", re.IGNORECASE)
# The least share of what a statement says there is none of that a thing with a name must hold.
NAMED = 0.45


def read(linked: Linked) -> list[Contradiction]:
    """All contradictions of a report, in text order of their first side."""
    judge = _Judge(linked)
    summed = judge.summary()
    summed += [one for one in judge.summed() if one not in summed]
    return [*summed, *RowClaims(linked).read(), *judge.body()]


class _Judge(Likeness):
    def summary(self) -> list[Contradiction]:
        found = []
        for clause in self.report.of("summary"):
            own = self.words(clause)
            said = [s for s in self.statements if set(s.actions) & set(clause.actions)]
            if clause.response == DENIED:
                said = [s for s in said if not _ALLOWED.search(self.report.quote(s.span))]
            if clause.response not in (AFFIRMED, DENIED) or not said:
                continue
            best = max(said, key=lambda s: self.alike(own, self.words(s)))
            parts = {s.response for s in said if _sentence(s) == _sentence(best)}
            if best.response != clause.response and clause.response in parts:
                continue  # one sentence says both, and the clause sums up one of them
            if best.response != clause.response and self.alike(own, self.words(best)) >= SAME:
                found.append(Contradiction("summary-body", side(clause), side(best)))
                continue
            # A short clause: its core stands in a statement of the other response, and in none of its own.
            core = self.core(clause)
            against = [s for s in said if s.response != clause.response and self.share(core, self.words(s)) >= CORE]
            along = [
                s
                for s in said
                if s.response == clause.response and self.share(core, self.words(s) - self.bodies(s)) >= 0.6
            ]
            # All that its action says is the other response, and it speaks of the same.
            if all(s.response != clause.response for s in said) and self.share(core, self.words(best)) >= CLOSE:
                against = against or [best]
            if core and against and not along:
                found.append(Contradiction("summary-body", side(clause), side(against[0])))
        return found

    def body(self) -> list[Contradiction]:
        found = [*self._uses(), *self._named()]
        denied = [s for s in self.statements if s.response == DENIED]
        for no in denied:
            for yes in self.statements:
                if yes.response != AFFIRMED:
                    continue
                one, other = self.words(no), self.words(yes)
                first, second = sorted((no, yes), key=lambda p: p.span)
                if (
                    (len(one & other) >= 4 and self.share(one, other) >= SAME and self.share(other, one) >= CLOSE)
                    or self._same_core(no, yes)
                    or self._same_own(no, yes)
                ):
                    found.append(Contradiction("body-body", side(first), side(second)))
                elif self._rests_on(yes, no) and self.share(one, other) >= RESTS:
                    found.append(Contradiction("tension", side(first), side(second)))
        return found

    def _same_core(self, no: Passage, yes: Passage) -> bool:
        """Whether what is denied first is all said by a statement, of another action, that affirms."""
        core = self.core(no)
        if len(core) < 2 or set(no.actions) & set(yes.actions):
            return False
        whole = self.words(yes)
        if len(core) >= 4:
            return self.share(core, whole) >= CORE
        other = self.core(yes)
        return self.share(core, other) >= 0.95 and self.share(other - self.bodies(yes), core) >= 0.6

    def _same_own(self, no: Passage, yes: Passage) -> bool:
        """Whether a body has, and elsewhere has not, a thing of its own: "no budget of its own", "B's own budget"."""
        things = [{m[1] or m[2] for m in _OWN.finditer(self.report.quote(p.span))} for p in (no, yes)]
        bodies = [{m.iri for m in self.linked.inside(p.span, "institution")} for p in (no, yes)]
        return bool(things[0] & things[1] and bodies[0] & bodies[1]) and not set(no.actions) & set(yes.actions)

    def _uses(self) -> Iterator[Contradiction]:
        """A system that one statement uses and another has not."""
        uses = [one for one in systems.read(self.linked) if one.passage in self.statements]
        for yes in (one for one in uses if one.in_use):
            for no in (one for one in uses if not one.in_use and one.system == yes.system):
                if set(yes.passage.actions) & set(no.passage.actions):
                    continue  # who uses it and who does not, in one breath
                first, second = sorted((yes.passage, no.passage), key=lambda p: p.span)
                yield Contradiction("body-body", side(first), side(second))

    def _named(self) -> Iterator[Contradiction]:
        """A thing with a name of its own, where a statement says that there is none of its kind."""
        absences = [(p, found) for p in self.statements if p.response == DENIED and (found := self._absence(p))]
        for mention in self._things() if absences else ():
            name = mention.name
            own = words(name) - self.country - LIGHT
            said = frozenset().union(*(self.words(p) for p in self._speaking(mention.iri)))
            for no, absent in absences:
                about = absent.about - self.country - LIGHT
                named = {m.iri for m in self.linked.inside(no.span)}
                if (
                    absent.kinds & kinds(name)
                    and mention.iri not in named
                    and not set(no.actions) & set(mention.passage.actions)
                    and about & own
                    and self.share(about, said | own) >= NAMED
                ):
                    first, second = sorted((no, mention.passage), key=lambda p: p.span)
                    yield Contradiction("body-body", side(first), side(second))

    def _absence(self, passage: Passage) -> Absence | None:
        return absence(self.report.quote(passage.span))

    def _things(self) -> Iterator[Mention]:
        """The first affirmed mention of each named system and document."""
        seen = set()
        for mention in self.linked.mentions:
            if (
                mention.kind in ("system", "document")
                and mention.by_name
                and mention.iri not in seen
                and mention.passage.kind == "statement"
                and mention.passage.response == AFFIRMED
            ):
                seen.add(mention.iri)
                yield mention

    def _speaking(self, iri: str) -> list[Passage]:
        """The statements that name a thing and deny nothing."""
        return [
            m.passage
            for m in self.linked.mentions
            if m.iri == iri and m.passage.kind == "statement" and m.passage.response != DENIED
        ]

    def summed(self) -> Iterator[Contradiction]:
        """A system that the summary uses and a statement of the same action has not, or the other way round."""
        uses = systems.read(self.linked)
        for one in (use for use in uses if use.passage.kind == "summary"):
            said = [
                use
                for use in uses
                if use.system == one.system
                and use.passage in self.statements
                and set(use.passage.actions) & set(one.passage.actions)
            ]
            # "Although it is registered with X, X is not used": what is conceded first gives way.
            last = {_sentence(use.passage): use for use in said}
            said = [use for use in said if last[_sentence(use.passage)] == use]
            # Some parts of an action may use it and others not.
            if said and all(use.in_use != one.in_use for use in said):
                yield Contradiction("summary-body", side(one.passage), side(said[0].passage))

    def _rests_on(self, yes: Passage, no: Passage) -> bool:
        """Whether what is affirmed is said to rest on what is denied."""
        match = _RESTS_ON.search(readable(self.report.quote(yes.span)))
        return match is not None and self.share(words(match["what"]), self.words(no)) >= 0.6


def _sentence(part: Passage) -> str:
    """The key of the sentence that a part of a sentence belongs to."""
    return part.key.rstrip("abcdefgh")
