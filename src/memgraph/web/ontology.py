"""The page of the ontology: every term with its definition, links, alignments, rules and queries, and a picture."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from memgraph import queries, resources
from memgraph.constraints import Rule, Shape, shapes
from memgraph.ontology import Ontology, Term
from memgraph.picture import LETTERS, PADDING, ROW, WIDTH, picture
from memgraph.queries import Query
from memgraph.vocab import MEM, ONTOLOGY, PREFIXES, compact
from memgraph.web.pages import ALONE, Site, render

_USED = re.compile(r"\bmem:(\w+)")


class Entry(NamedTuple):
    """A term with what other terms and files say of it."""

    term: Term
    below: list[str]  # its subclasses or subproperties
    has: list[str]  # properties that are said of it
    led_to: list[str]  # properties that lead to it
    inherited: list[tuple[str, list[str]]]  # classes above it, with the properties that are said of them
    shape: Shape | None
    rules_above: list[str]  # classes above it that have rules of their own
    asked: list[Query]


def page(site: Site = ALONE, folder: Path = resources.ONTOLOGY, language: str = "en") -> str:
    """The page as HTML, made of the ontology files of a folder; the same files give the same page.

    Raises :class:`memgraph.errors.CallError` for a file that cannot be read.
    """
    return render("ontology.html", site, language, here="/ontology", **shown(folder))


def shown(folder: Path = resources.ONTOLOGY) -> dict[str, Any]:
    """What the page shows; raises as :func:`page` does."""
    ontology = Ontology(folder)
    return {
        "ontology": ontology,
        "iri": ONTOLOGY,
        "entries": _entries(ontology, shapes(folder / "shapes.ttl")),
        "picture": picture(ontology),
        "box": {"width": WIDTH, "row": ROW, "padding": PADDING, "letters": LETTERS},
        "prefixes": PREFIXES,
        "compact": compact,
        "rule_words": rule_words,
    }


def _entries(ontology: Ontology, ruled: dict[str, Shape]) -> dict[str, Entry]:
    below, has, led_to = (defaultdict[str, list[str]](list) for _ in range(3))
    asked = defaultdict[str, list[Query]](list)
    for term in ontology.terms.values():
        for one in term.above:
            below[one].append(term.iri)
        for one in term.domain:
            has[one].append(term.iri)
        for one in term.range:
            led_to[one].append(term.iri)
    for query in queries.canned():
        for name in dict.fromkeys(_USED.findall(query.text)):
            asked[MEM + name].append(query)
    entries = {}
    for iri, term in ontology.terms.items():
        above = ontology.ancestors(iri)
        entries[iri] = Entry(
            term,
            below[iri],
            has[iri],
            led_to[iri],
            [(one, has[one]) for one in above if has[one]],
            ruled.get(iri),
            [one for one in above if one in ruled],
            asked[iri],
        )
    return entries


def rule_words(rule: Rule) -> str:
    """The words for the values that a rule allows, but for their classes."""
    return "; ".join(dict.fromkeys(rule.values))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
