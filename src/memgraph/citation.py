"""How a quote is cited for a person: the report's symbol, the action, the line."""

from __future__ import annotations

from memgraph.store import Readable
from memgraph.vocab import BASE, PREFIXES

_SYMBOLS = f"""
PREFIX mem: <{PREFIXES["mem"]}>
SELECT ?report ?symbol WHERE {{ ?report a mem:Report ; mem:cicadDocument ?symbol }}
"""


def symbols(store: Readable) -> dict[str, str]:
    """The document symbol of each report, by its IRI."""
    return {row[0].value: row[1].value for row in store.query(_SYMBOLS)}  # type: ignore[union-attr]


def cite(
    symbol: str | None, action: str | None, line: object, action_word: str = "action", line_word: str = "line"
) -> str:
    """``CICAD/doc.2676/22, action 2.1, line 166``; what is not known is left out."""
    parts = [
        symbol or "",
        f"{action_word} {action}" if action else "",
        f"{line_word} {line}" if line is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def short(address: str) -> str:
    """An IRI as a person names it: an action or report by its number or ID, others by their path."""
    path = address.removeprefix(BASE)
    for marker in ("/action/", "/objective/", "report/", "/table/"):
        head, found, tail = path.rpartition(marker)
        if found and "/" not in tail:
            return tail
        del head
    return path
