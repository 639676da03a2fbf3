"""What ``check`` says of a report: what was read, what was not, and what is not known yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from memgraph import build
from memgraph.errors import InputError
from memgraph.linking import Linked
from memgraph.text import readable


@dataclass(frozen=True)
class Finding:
    """Something to look at: where (``file:line``), what, and the words."""

    place: str
    what: str
    quote: str = ""


@dataclass(frozen=True)
class Inspection:
    """The result of checking one report; ``faults`` want mending, ``candidates`` are for the authority."""

    place: str
    id: str = ""
    read: dict[str, int] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()
    candidates: tuple[Finding, ...] = ()

    def asdict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def _parted(line: str) -> tuple[str, str]:
    """A line of details as its place and what it says."""
    place, _, what = line.partition(": ")
    return place, what


def inspect(path: Path, known: build.Knowledge) -> Inspection:
    """Read, link and validate a report; store nothing. A refusal is a fault like any other."""
    try:
        linked = build.read(path, known)
    except InputError as error:
        more = (Finding(*_parted(line)) for line in error.details)
        return Inspection(str(path), faults=(Finding(error.place, f"{error.what}; {error.todo}"), *more))
    report = linked.report
    counts = Counter(passage.kind for passage in report.passages)
    counts |= Counter(
        {"objectives": len(report.objectives), "actions": len(report.actions), "tables": len(report.tables)}
    )
    counts |= Counter({f"{kind} mentions": n for kind, n in Counter(m.kind for m in linked.mentions).items()})
    faults = [
        Finding(
            report.where(passage.span), "unparsed: no rule understands this text", readable(report.quote(passage.span))
        )
        for passage in report.of("unparsed")
    ]
    faults += [
        Finding(
            report.where(passage.span),
            "a clause of the summary that sums up no action",
            readable(report.quote(passage.span)),
        )
        for passage in report.of("summary")
        if not passage.actions
    ]
    faults += [
        Finding(
            report.where(one.span),
            f"{one.name!r} could mean {', '.join(one.candidates)}; say which in the .yaml (means)",
            one.name,
        )
        for one in linked.ambiguous
    ]
    try:
        build.load(path, known)
    except InputError as error:
        faults += [Finding(*_parted(line)) for line in error.details or (f"{error.place}: {error.what}",)]
    first = {mention.iri: mention for mention in reversed(linked.mentions)}
    candidates = list(_beyond(linked))
    candidates += [
        Finding(
            report.where(report.by_key["heading", one.heading].span),
            f"{one.number} of this theme reads otherwise in the authority: {expected[1][0]}",
            one.title,
        )
        for one in report.criteria
        if one.number not in linked.criteria and (expected := known.authority.criteria.get((linked.theme, one.number)))
    ]
    candidates += [
        Finding(
            report.where(first[entry.iri].span),
            f"{entry.kind}: {entry.name}",
            readable(report.quote(first[entry.iri].passage.span)),
        )
        for entry in linked.things.values()
    ]
    return Inspection(str(path), linked.id, dict(counts), tuple(faults), tuple(candidates))


def _beyond(linked: Linked) -> Iterator[Finding]:
    """The country and the theme, or single objectives and actions of it, that the authority does not know."""
    report = linked.report
    country, theme = report.fact("country"), report.fact("theme")
    if country and country.value not in linked.authority.states:
        yield Finding(report.where(country.span), f"country: {country.value}")
    fresh = linked.fresh_criteria
    if theme and linked.own_theme:
        known = f"its {len(fresh)} objectives and actions are described in the report alone"
        yield Finding(report.where(theme.span), f"theme: {known}", theme.value)
    elif not linked.own_theme:
        for one in fresh:
            place = report.where(report.by_key["heading", one.heading].span)
            yield Finding(place, f"{one.number} of this theme is not in the authority", one.title)
