"""Two reports side by side: the response of each on every action that is in both, and the statements behind it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from memgraph import queries, session
from memgraph.answers import Row, Rows
from memgraph.errors import MemgraphError
from memgraph.store import Store
from memgraph.text import readable
from memgraph.vocab import BASE
from memgraph.web import links
from memgraph.web.cells import Cell, quoted
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.pages import page

_REPORT = BASE + "report/"


class Side(NamedTuple):
    """What one report says on an action."""

    response: str
    quotes: list[Cell]
    href: str


class Pair(NamedTuple):
    """An action and both sides."""

    action: Cell
    title: str
    sides: tuple[Side, Side]

    @property
    def differs(self) -> bool:
        """Whether the responses do."""
        return self.sides[0].response != self.sides[1].response


def compare(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The page; what no report is called is said in it, with status 400."""
    reports = {row["report"].removeprefix(_REPORT): row for row in _rows(store, "reports", {})}
    chosen = [request["params"].get(name, "") for name in "ab"]
    pairs, refusal = [], ""
    if all(chosen):
        try:
            pairs = _pairs(store, chosen)
        except MemgraphError as error:
            refusal = error.block()
    themes = defaultdict(list)
    for name, row in reports.items():
        themes[readable(row["theme"] or "")].append(name)
    given = {name: [one] for name, one in zip("ab", chosen, strict=True)}
    return page(
        "compare.html",
        "/compare",
        request,
        400 if refusal else 200,
        names=list(reports),
        chosen=chosen,
        refusal=refusal,
        pairs=pairs,
        differing=sum(pair.differs for pair in pairs),
        about=[
            (one, links.thing(_REPORT + one), readable(reports[one]["theme"] or "")) for one in chosen if one in reports
        ],
        themes=sorted((theme, several) for theme, several in themes.items() if len(several) > 1),
        files=[
            (kind, links.canned("report-comparison", given, suffix))
            for kind, suffix in (("CSV", ".csv"), ("JSON", ".json"))
        ],
    )


def _rows(store: Store, name: str, params: dict[str, list[str]]) -> Rows:
    return Rows(session.ask(store, queries.find(name), params))


def _pairs(store: Store, chosen: list[str]) -> list[Pair]:
    rows = _rows(store, "report-comparison", {name: [one] for name, one in zip("ab", chosen, strict=True)})
    said: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for one in dict.fromkeys(chosen) if len(rows) else ():
        for row in _rows(store, "statements", {"report": [one]}):
            quote = quoted(row["quote"], row["report"], row["start"], row["end"], row["line"])
            said[row["report"], row["action"]].append(quote)
    return [
        Pair(
            Cell(str(row["actionNumber"]), links.thing(row["action"])),
            readable(row["title"]),
            (_side(row, "A", said), _side(row, "B", said)),
        )
        for row in rows
    ]


def _side(row: Row, side: str, said: dict[tuple[str, str], list[Cell]]) -> Side:
    report, action = row[f"report{side}"], row["action"]
    href = links.canned("statements", {"report": [report], "action": [action]})
    return Side(str(row[f"response{side}"]), said[report, action], href)
