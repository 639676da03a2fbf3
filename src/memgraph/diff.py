"""The differences of two builds or exports, for people and for programs: a line a fact, or JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NamedTuple, TextIO

import pyoxigraph as ox

from memgraph.differences import ADDED, CHANGED, MOVED, REMOVED, UNCHANGED, Difference, differences
from memgraph.facts import Fact, describes_itself, read, text
from memgraph.patch import Edits, edits
from memgraph.render import _visible, plain_table
from memgraph.text import readable
from memgraph.vocab import MEM, PREFIXES, compact

_SIGNS = {ADDED: ("+", "green"), REMOVED: ("-", "red"), CHANGED: ("~", "yellow")}
_CHANGES = (ADDED, REMOVED, CHANGED, MOVED, UNCHANGED)
# A line says these anyway, or they say nothing more of a fact that came or went.
_SILENT = {PREFIXES["rdf"] + "type"} | {
    MEM + name for name in ("inReport", "underAction", "underObjective", "ofAction", "firstSide", "secondSide")
}
# A quote in a line for people is cut here; JSON gives it whole.
_LONGEST = 160
_AROUND = 30
# A concept of a closed list is called by its name alone.
_CLOSED_LIST = re.compile(r"^(?:response|contradiction-kind|(?:institution|law)-relation)/")


class Comparison(NamedTuple):
    """Two sides compared: the quads that make one of the other, and what that means fact by fact."""

    made: Edits
    old: dict[str, Fact]
    new: dict[str, Fact]
    found: list[Difference]
    unchanged: dict[str, int]

    @property
    def counts(self) -> dict[str, Counter[str]]:
        """How many facts of each kind were added, removed, changed, moved, and are unchanged."""
        counted: dict[str, Counter[str]] = {kind: Counter({UNCHANGED: n}) for kind, n in self.unchanged.items()}
        for one in self.found:
            counted.setdefault(one.fact.kind, Counter())[one.change] += 1
        return dict(sorted(counted.items()))


def compare(before: set[ox.Quad], after: set[ox.Quad]) -> Comparison:
    """Everything that the two sides do not share."""
    old, new = read(before), read(after)
    return Comparison(edits(before, after), old, new, *differences(old, new))


def as_json(compared: Comparison) -> str:
    """Every difference, those that only moved too, with whole quotes and both places.

    What a dataset says of itself is in the count of triples only.
    """
    document = {
        "triples": {ADDED: len(compared.made.added), REMOVED: len(compared.made.removed)},
        "facts": {kind: {change: counted[change] for change in _CHANGES} for kind, counted in compared.counts.items()},
        "differences": [_record(one) for one in compared.found],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _record(one: Difference) -> dict[str, Any]:
    fact = one.fact
    record: dict[str, Any] = {
        "change": one.change,
        "kind": fact.kind,
        "report": fact.report or None,
        "actions": list(fact.actions),
        "quote": fact.quote or None,
    }
    for name, side in (("before", one.before), ("after", one.after)):
        record[name] = side and {
            "iri": text(side.iri),
            **({} if side.start is None else {"start": side.start, "end": side.end, "line": side.line}),
            **({"quote": side.quote} if one.change == CHANGED and side.quote != fact.quote else {}),
            **({"kind": side.kind} if side.kind != fact.kind else {}),
        }
    if one.change == CHANGED:
        record["values"] = {
            compact(name): {"before": [text(value) for value in was], "after": [text(value) for value in now]}
            for name, (was, now) in one.values.items()
        }
    elif one.change != MOVED:
        record["values"] = {
            compact(name): sorted(text(value) for value in several) for name, several in sorted(fact.values.items())
        }
    return record


def as_text(compared: Comparison, out: TextIO) -> None:
    """A line for each fact that came, went or changed, and a table of how many there are of each kind.

    Facts that only moved are counted. Colours only where they are wanted.
    """
    from rich.console import Console  # slow to import, and only people's text needs it
    from rich.text import Text

    console = Console(file=out, highlight=False, soft_wrap=True)
    for one in compared.found:
        if one.change in _SIGNS:
            sign, colour = _SIGNS[one.change]
            console.print(Text(_visible(f"{sign} {_line(one, compared)}"), style=colour))
    counts = {kind: row for kind, row in compared.counts.items() if any(row[change] for change in _CHANGES[:-1])}
    if counts:
        out.write("\n")
        rows = [[kind or "(no class)", *(str(row[change]) for change in _CHANGES)] for kind, row in counts.items()]
        plain_table(["fact", *_CHANGES], rows, out)
    made = compared.made
    itself = sum(describes_itself(quad) for side in made for quad in side)
    out.write(
        f"{len(made.added):,} triples added, {len(made.removed):,} removed"
        + (f", {itself:,} of them of the dataset's description of itself\n" if itself else "\n")
        if any(made)
        else "no difference\n"
    )


def _line(one: Difference, compared: Comparison) -> str:
    fact = one.fact
    place = " ".join(
        [
            *filter(None, [fact.report]),
            *fact.actions[:1],
            *(f"(+{more})" for more in [len(fact.actions) - 1] if more > 0),
            *(f"line {line}" for line in [fact.line] if line is not None),
        ]
    )
    if one.change == CHANGED:
        assert one.before is not None
        said = [f"{one.before.kind} → {fact.kind}"] if one.before.kind != fact.kind else []
        ours = {name: {*was, *now} for name, (was, now) in one.values.items()}
        said += [f"{_property(name)}: {_shift(*one.values[name], compared)}" for name in _told(ours)]
        if one.before.quote != fact.quote:
            said.append("words: {} → {}".format(*_apart(readable(one.before.quote), readable(fact.quote))))
    else:
        facts = compared.old if one.change == REMOVED else compared.new
        said = [
            f"{_property(name)}: {', '.join(_shown(value, facts) for value in sorted(fact.values[name]))}"
            for name in _told({name: set(several) for name, several in sorted(fact.values.items())})
            if name not in _SILENT
        ]
    words = f"“{_cut(readable(fact.quote))}”" if fact.quote else compact(text(fact.iri))
    if said and said[-1].startswith("words: "):  # which say it already
        words = ""
    return "  ".join(filter(None, [place, fact.kind, "; ".join(said), words]))


def _told(values: dict[str, set[str]]) -> list[str]:
    """The properties worth a line: one of another vocabulary only where it says more than ours do."""
    ours = {value for name, several in values.items() if name.startswith(MEM) for value in several}
    return [name for name, several in values.items() if name.startswith(MEM) or not several <= ours]


def _property(name: str) -> str:
    return compact(name).removeprefix("mem:")


def _shift(was: list[str], now: list[str], compared: Comparison) -> str:
    gone = ", ".join(_shown(value, compared.old) for value in was)
    come = ", ".join(_shown(value, compared.new) for value in now)
    return f"{gone} → {come}" if gone and come else f"+ {come}" if come else f"- {gone}"


def _shown(value: str, facts: dict[str, Fact]) -> str:
    """A value for a person: a passage by its words, a thing by its path, a text in quotation marks."""
    if value in facts and facts[value].quote and facts[value].start is not None and "/text/" not in value:
        fact = facts[value]
        if PREFIXES["skos"] + "prefLabel" not in fact.values:
            return f"“{_cut(readable(fact.quote), 60)}”"
    if value.startswith("<"):
        return _CLOSED_LIST.sub("", compact(text(value)))
    return f"“{_cut(readable(text(value)))}”" if value.startswith('"') else _cut(value)


def _cut(words: str, longest: int = _LONGEST) -> str:
    return words if len(words) <= longest else words[:longest].rstrip() + "…"


def _apart(before: str, after: str) -> tuple[str, str]:
    """Two texts without most of what they begin and end with alike."""
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - head) if before[-1 - i] != after[-1 - i]), shorter - head)
    head, tail = max(0, head - _AROUND), max(0, tail - _AROUND)
    ends = ("…" if head else "", "…" if tail else "")
    return tuple(f"“{ends[0]}{_cut(one[head : len(one) - tail])}{ends[1]}”" for one in (before, after))  # type: ignore[return-value]
