"""The page of a report: its own text, put together from the graph, with what was found in it marked."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyoxigraph as ox

from memgraph import queries, session
from memgraph.answers import Row, Rows
from memgraph.store import Store
from memgraph.text import readable
from memgraph.vocab import BASE, PREFIXES
from memgraph.web import links
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.marking import Link, Mark, Quote, Sign, rebuilt, tokens
from memgraph.web.pages import page
from memgraph.web.pictures import of_report
from memgraph.web.refusal import refuse
from memgraph.web.words import LANGUAGES, said

_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("mem", "oa", "skos", "rdfs"))
_WHERE = "oa:hasSource ?text ; oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end"
_QUOTES = (
    _PREFIXES
    + "SELECT ?start ?end ?line ?quote {{ VALUES ?text {{ {} }} ?span "
    + _WHERE
    + (" ; oa:exact ?quote . ?span mem:line ?line }}")
)
_PASSAGES = (
    _PREFIXES
    + "SELECT ?start ?end ?kind ?passage ?response {{ VALUES ?text {{ {} }} ?span "
    + _WHERE
    + (
        " . ?passage mem:evidence ?span ; a ?class . ?class rdfs:subClassOf mem:Passage ; skos:notation ?kind ."
        " OPTIONAL {{ ?passage mem:response/skos:notation ?response }} }} ORDER BY ?start ?end ?passage"
    )
)
_HEADINGS = (
    _PREFIXES
    + "SELECT ?start ?end ?number ?class ?quote {{ VALUES ?text {{ {} }} ?span "
    + _WHERE
    + (
        " ; oa:exact ?quote . ?passage mem:evidence ?span ; a mem:Heading ; oa:hasBody ?criterion ."
        " VALUES ?class {{ mem:Objective mem:PriorityAction }} ?criterion a ?class ; skos:notation ?number }}"
        " ORDER BY ?start"
    )
)
_MENTIONS = (
    _PREFIXES
    + "SELECT ?start ?end ?thing ?class {{ VALUES ?text {{ {} }} ?span "
    + _WHERE
    + (
        " . ?mention a mem:Mention ; mem:evidence ?span ; mem:names ?thing . ?thing a ?class ."
        " VALUES ?class {{ mem:Institution mem:LegalInstrument mem:Document mem:InformationSystem mem:Programme }} }}"
        " ORDER BY ?start ?end ?thing"
    )
)
_KINDS = {
    "Institution": "institution",
    "LegalInstrument": "law",
    "Document": "document",
    "InformationSystem": "system",
    "Programme": "programme",
}
_SIGNS = {"affirmed": "✓", "denied": "✕", "neutral": "·", "not-applicable": "–"}
_MEM = PREFIXES["mem"]


def report(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The page; raises :class:`memgraph.web.refusal.Refused` with 404."""
    address, language = f"{BASE}report/{request['id']}", request["language"]
    known = [row for row in Rows(session.ask(store, queries.find("reports"), {})) if row["report"] == address]
    if not known:
        raise refuse(404, request["id"][:80], "there is no such report here", "see what is loaded: /")
    text = str(ox.NamedNode(f"{address}/text"))

    def ask(query: str) -> Rows:
        return Rows(store.query(query.format(text)))  # type: ignore[arg-type]

    quotes = [Quote(*row) for row in ask(_QUOTES)]
    passages, headings = ask(_PASSAGES), ask(_HEADINGS)
    classes: dict[tuple[int, int], list[str]] = defaultdict(list)
    signs: dict[tuple[int, int], list[Sign]] = defaultdict(list)
    for row in passages:
        span = row["start"], row["end"]
        response = str(row["response"] or "")
        classes[span] += [str(row["kind"]), *([response] if response else [])]
        if response and not signs[span]:
            words = f"{_SIGNS.get(response, '')} {said(response, language)}"
            signs[span].append(Sign(links.thing(row["passage"]) or "", response, words))
    contradictions = _contradictions(store, address, signs, LANGUAGES[language]["disagrees"])
    levels = {(row["start"], row["end"]): 2 if row["class"] == f"{_MEM}Objective" else 3 for row in headings}
    spans = dict.fromkeys((one.start, one.end) for one in quotes)
    marks = [
        Mark(*span, links.anchor(*span), " ".join(dict.fromkeys(classes[span])), levels.get(span, 0)) for span in spans
    ]
    named = [
        Link(row["start"], row["end"], links.thing(row["thing"]) or "", _KINDS[row["class"].removeprefix(_MEM)])
        for row in ask(_MENTIONS)
    ]
    return page(
        "report.html",
        "/report",
        request,
        report=known[0],
        path=f"/doc/report/{request['id']}",
        tokens=tokens(rebuilt(quotes), marks, named, signs),
        contents=_contents(headings),
        denied=sum("denied" in several for several in classes.values()),
        contradictions=contradictions,
        pictures=of_report(request["id"]),
    )


def _contradictions(store: Store, address: str, signs: dict[tuple[int, int], list[Sign]], disagrees: str) -> int:
    """Put a sign behind both sides of each; returns how many there are."""
    rows = Rows(session.ask(store, queries.find("contradictions"), {"report": [address]}))
    for row in rows:
        for mine, other in ("AB", "BA"):
            href = links.place(address, row[f"start{other}"], row[f"end{other}"])
            sign = Sign(href or "", "but", f"≠ {disagrees} {row[f'line{other}']}")
            if sign not in signs[row[f"start{mine}"], row[f"end{mine}"]]:
                signs[row[f"start{mine}"], row[f"end{mine}"]].append(sign)
    return len(rows)


def _contents(headings: Rows) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The objectives in the order of the text, each with its place, and below it its actions."""
    found: list[tuple[str, str, list[tuple[str, str]]]] = []
    for row in headings:
        href = f"#{links.anchor(row['start'], row['end'])}"
        if row["class"] == f"{_MEM}Objective":
            found.append((_title(row), href, []))
        elif found:
            found[-1][2].append((_title(row), href))
    return found


def _title(row: Row) -> str:
    title = readable(row["quote"])
    return title if len(title) <= 90 else title[:90].rsplit(" ", 1)[0] + " …"
