"""What two builds or exports say differently, fact by fact, matched by the quotes.

A fact is the same where the same words say the same, wherever they stand: offsets, lines and numbers that moved
make it moved, not removed and added. What the same words now say otherwise is changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from memgraph.facts import Fact
from memgraph.vocab import MEM, PREFIXES

ADDED, REMOVED, CHANGED, MOVED, UNCHANGED = "added", "removed", "changed", "moved", "unchanged"
_NAME = PREFIXES["skos"] + "prefLabel"
_SIDE = MEM + "firstSide"
# What follows from a claim's passage tells it from no other.
_INHERITED = {MEM + "inReport", MEM + "underAction"}
# Words as alike as this are one sentence that was edited, not two sentences.
_ALIKE = 0.6
# More pairs than these are not compared word by word.
_MOST_PAIRS = 2500

# An address of the old side in the words of the new one.
Here = Callable[[str], str]
# What two facts must share to be one; None where a fact is not to be asked.
Key = Callable[[Fact, Here], Hashable | None]


class Difference(NamedTuple):
    """One fact that the two sides do not share as it stands; ``values``: property to what it was and is."""

    change: str
    before: Fact | None
    after: Fact | None
    values: dict[str, tuple[list[str], list[str]]]

    @property
    def fact(self) -> Fact:
        """The fact as it is, or as it was where it is gone."""
        found = self.after or self.before
        assert found is not None
        return found


def differences(old: dict[str, Fact], new: dict[str, Fact]) -> tuple[list[Difference], dict[str, int]]:
    """The differences in the order of the text, and how many facts of each kind are unchanged."""
    pairs = _matched(old, new)
    found: list[Difference] = []
    unchanged: dict[str, int] = defaultdict(int)
    for node, other in pairs.items():
        before, after = old[node], new[other]
        values = _values(before, after, pairs)
        if values or before.kind != after.kind or _reworded(before, after):
            found.append(Difference(CHANGED, before, after, values))
        elif node != other or before.place != after.place:
            found.append(Difference(MOVED, before, after, {}))
        else:
            unchanged[after.kind] += 1
    taken = set(pairs.values())
    found += [Difference(REMOVED, fact, None, {}) for node, fact in old.items() if node not in pairs]
    found += [Difference(ADDED, None, fact, {}) for node, fact in new.items() if node not in taken]
    return sorted(found, key=_order), dict(unchanged)


def _reworded(before: Fact, after: Fact) -> bool:
    """Whether a fact's own words changed; that its passage was edited is said once, of the passage."""
    whole = bool(after.context) and (before.quote, after.quote) == (before.context, after.context)
    return before.quote != after.quote and not (whole and _is_claim(after))


def _order(one: Difference) -> tuple[object, ...]:
    """Facts of the reports in the order of their texts, then what holds beyond them."""
    fact = one.fact
    start = fact.start if fact.start is not None else -1
    return not fact.report, fact.report, start, fact.kind, fact.quote, fact.iri, one.change


def _values(before: Fact, after: Fact, pairs: dict[str, str]) -> dict[str, tuple[list[str], list[str]]]:
    """The properties whose values differ; a value that was matched is the same under its new address."""
    differing = {}
    for name in sorted(before.values.keys() | after.values.keys()):
        was, now = before.values.get(name, frozenset()), after.values.get(name, frozenset())
        if was != now:
            kept = {pairs.get(value, value) for value in was} & now
            gone = sorted(value for value in was if pairs.get(value, value) not in kept)
            come = sorted(now - kept)
            if gone or come:
                differing[name] = (gone, come)
    return differing


def _known(fact: Fact, here: Here, without: str = "") -> Hashable:
    """What a fact says in our terms (others say it again), in the addresses of the new side."""
    said = {name: several for name, several in fact.values.items() if name.startswith(MEM) and name != without}
    return frozenset((name, frozenset(map(here, several))) for name, several in said.items())


# A thing that has a name, or no words, keeps its address; a passage keeps its words.
_OF_PASSAGES: tuple[Key, ...] = (
    lambda fact, here: None if fact.quote and _NAME not in fact.values else fact.iri,
    lambda fact, here: (fact.report, fact.kind, fact.quote, fact.actions, fact.context) if fact.quote else None,
    lambda fact, here: (fact.report, fact.kind, fact.quote, fact.actions) if fact.quote else None,
    lambda fact, here: (fact.report, fact.kind, fact.quote) if fact.quote else None,
    lambda fact, here: (fact.report, _NAME in fact.values, fact.quote) if fact.quote else None,
)


def _of_claims(names: list[str]) -> Iterator[Key]:
    """What a passage says: the same of the same passage, then with one property changed, then of other words.

    A claim whose words and one property changed is found by its passage and its other properties.
    """
    yield lambda fact, here: (fact.kind, here(fact.passage), fact.quote, _known(fact, here))
    for one in names:
        yield lambda fact, here, one=one: (  # type: ignore[misc]
            (fact.kind, here(fact.passage), fact.quote, _known(fact, here, one)) if one in fact.values else None
        )
    # Words of its own tell a fact from its neighbours; the whole passage does not.
    yield (
        lambda fact, here: (fact.kind, here(fact.passage), fact.quote) if fact.quote not in ("", fact.context) else None
    )
    yield lambda fact, here: (fact.kind, here(fact.passage), _known(fact, here))
    for one in names:
        yield lambda fact, here, one=one: (  # type: ignore[misc]
            (fact.kind, here(fact.passage), _known(fact, here, one))
            if one in fact.values and any(name.startswith(MEM) for name in fact.values.keys() - _INHERITED - {one})
            else None
        )
    yield lambda fact, here: (fact.report, fact.kind, fact.quote, fact.actions, _known(fact, here))


def _matched(old: dict[str, Fact], new: dict[str, Fact]) -> dict[str, str]:
    """Pairs of facts, from what is surely the same to what is likely the same.

    Passages and things come first, then what passages say, so that a fact is looked for in its own passage.
    """
    pairs = {node: node for node, fact in old.items() if new.get(node) == fact}
    for claims in (False, True):
        before = [fact for fact in old.values() if _is_claim(fact) == claims and fact.iri not in pairs]
        after = [fact for node, fact in new.items() if _is_claim(fact) == claims and node not in pairs]
        names = sorted({name for fact in before for name in fact.values if name.startswith(MEM)})
        for key in _of_claims(names) if claims else _OF_PASSAGES:
            before, after = _paired(before, after, key, pairs)
        if not claims:
            before, after = _edited(before, after, pairs)
            _paired(before, after, lambda fact, here: (fact.iri, fact.kind), pairs)
    return pairs


def _is_claim(fact: Fact) -> bool:
    return bool(fact.passage) or _SIDE in fact.values


def _paired(before: list[Fact], after: list[Fact], key: Key, pairs: dict[str, str]) -> tuple[list[Fact], list[Fact]]:
    """Add the pairs of facts that share a key; give back what is left.

    Of several with one key, those at one address come first, the others in the order of the text.
    """
    groups: dict[Hashable, tuple[list[Fact], list[Fact]]] = defaultdict(lambda: ([], []))
    sides: tuple[tuple[list[Fact], Here], ...] = ((before, lambda node: pairs.get(node, node)), (after, str))
    for side, (facts, here) in enumerate(sides):
        for fact in facts:
            found = key(fact, here)
            if found is not None:
                groups[found][side].append(fact)
    made = {}
    for olds, news in groups.values():
        same = {fact.iri for fact in olds} & {fact.iri for fact in news}
        made.update({node: node for node in same})
        rest = ([one for one in sorted(side, key=_place) if one.iri not in same] for side in (olds, news))
        made.update({one.iri: other.iri for one, other in zip(*rest, strict=False)})
    return _rest(before, after, made, pairs)


def _edited(before: list[Fact], after: list[Fact], pairs: dict[str, str]) -> tuple[list[Fact], list[Fact]]:
    """As :func:`_paired`, for passages of one kind and action whose words are alike."""
    groups: dict[Hashable, tuple[list[Fact], list[Fact]]] = defaultdict(lambda: ([], []))
    for side, facts in enumerate((before, after)):
        for fact in facts:
            if fact.quote:
                groups[fact.report, fact.kind, fact.actions][side].append(fact)
    made: dict[str, str] = {}
    for olds, news in groups.values():
        if len(olds) * len(news) > _MOST_PAIRS:
            continue
        likeness = sorted(
            ((_likeness(one.quote, other.quote), one, other) for one in olds for other in news),
            key=lambda row: (-row[0], _place(row[1]), _place(row[2])),
        )
        for ratio, one, other in likeness:
            if ratio >= _ALIKE and one.iri not in made and other.iri not in made.values():
                made[one.iri] = other.iri
    return _rest(before, after, made, pairs)


def _likeness(one: str, other: str) -> float:
    """From 0 to 1, by the words that two quotes share in order."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _rest(
    before: list[Fact], after: list[Fact], made: dict[str, str], pairs: dict[str, str]
) -> tuple[list[Fact], list[Fact]]:
    pairs.update(made)
    taken = set(made.values())
    return [fact for fact in before if fact.iri not in made], [fact for fact in after if fact.iri not in taken]


def _place(fact: Fact) -> tuple[int, str]:
    return (-1 if fact.start is None else fact.start, fact.iri)
