"""The pages that lead to all others: the start, the search, and what to know of the data."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from memgraph import queries, session
from memgraph.answers import Rows
from memgraph.search import search as find
from memgraph.store import Store
from memgraph.vocab import BASE
from memgraph.web import links
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.pages import page
from memgraph.web.words import TAGS, said

# What a page of the search shows at most, of each kind.
_HITS = 100


class Found(NamedTuple):
    """A line of the search's answer."""

    text: str
    href: str | None
    note: str


def start(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """What this is, what is loaded, and the questions."""
    groups: dict[str, list[queries.Query]] = {tag: [] for tag in TAGS}
    for query in queries.canned():
        groups[query.tags[0]].append(query)
    filled = [(tag, several) for tag, several in groups.items() if several]
    return page("start.html", "/", request, reports=_reports(store), groups=filled)


def _reports(store: Store) -> list[dict[str, Any]]:
    rows = Rows(session.ask(store, queries.find("reports"), {}))
    return [
        row.asdict()
        | {
            "href": links.thing(row["report"]),
            "source": ", ".join(
                str(one)
                for one in (row["oeaDocument"], row["cicadDocument"], row["isbn"] and f"ISBN {row['isbn']}")
                if one
            ),
        }
        for row in rows
    ]


def search(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """Things and passages that hold all the words."""
    words, language = request["words"], request["language"]
    hits = find(store, words, said("action", language), said("line", language)) if words else []
    groups = []
    for of_text, several in groupby(sorted(hits, key=lambda hit: hit.span is not None), lambda hit: hit.span is None):
        all_hits = list(several)
        shown = [
            Found(
                hit.text,
                links.place(hit.iri, *hit.span) if hit.span else links.thing(hit.iri),
                f"{_spaced(hit.kind, language)}, {hit.where}" if hit.span else _spaced(hit.kind, language),
            )
            for hit in all_hits[:_HITS]
        ]
        groups.append(("things" if of_text else "passages", shown, len(all_hits)))
    return page("search.html", "/search", request, words=" ".join(words), groups=groups)


def _spaced(kind: str, language: str) -> str:
    return said("".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip(), language)


def about(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """Provenance, licence, and what the graph cannot tell."""
    counts = {name.removeprefix(BASE): number for name, number in sorted(store.manifest.counts.items())}
    made = store.manifest
    shown = {"reports": _reports(store), "counts": counts, "made": made, "base": request["base"]}
    return page(f"about.{request['language']}.html", "/about", request, **shown)
