"""Everything on one thing, with the words that say so: the text that ``show`` prints."""

from __future__ import annotations

from itertools import groupby

from memgraph import queries
from memgraph.answers import Iri, Rows
from memgraph.api import Memgraph
from memgraph.citation import cite, short, symbols
from memgraph.errors import CallError
from memgraph.resolve import terms
from memgraph.text import readable

_KINDS = ("Entity", "Priority action", "Objective")


def dossier(opened: Memgraph, name: str) -> list[str]:
    """The lines of a dossier: a heading a section, an item a line, its quote with citation below.

    Raises :class:`CallError` naming the nearest when nothing bears the name.
    """
    refusal: CallError | None = None
    for kind in _KINDS:
        try:
            found = terms(opened.store, kind, name)
        except CallError as error:
            refusal = refusal or error
            continue
        rows = Rows(opened.ask(queries.find("dossier"), {"entity": [term.strip("<>") for term in found]}))
        return _lines(rows, symbols(opened.store))
    assert refusal is not None
    raise refusal


def _lines(rows: Rows, cited: dict[str, str]) -> list[str]:
    lines: list[str] = []
    ordered = sorted(rows, key=lambda row: (row["entity"], int(row["section"].split()[0])))
    for entity, about in groupby(ordered, key=lambda row: row["entity"]):
        own = list(about)
        first = next((str(row["value"]) for row in own if row["item"] == "name"), short(entity))
        lines += [first, "=" * len(first), f"<{entity}>"]
        for section, inside in groupby(own, key=lambda row: row["section"]):
            lines += ["", section.split(" ", 1)[1].capitalize()]
            seen: set[tuple[str, str]] = set()
            for row in inside:
                head = ": ".join(dict.fromkeys(_text(row[name]) for name in ("item", "value") if row[name] is not None))
                quote = readable(row["quote"]) if row["quote"] else ""
                if (head, quote) in seen:
                    continue
                seen.add((head, quote))
                lines.append(f"  {head}")
                if quote:
                    lines.append(
                        f"      “{quote}” [{cite(cited.get(row['report'] or ''), row['actionNumber'], row['line'])}]"
                    )
        lines.append("")
    return lines


def _text(value: object) -> str:
    return short(value) if isinstance(value, Iri) else readable(str(value))
