"""Finding things and passages by words, case and diacritics ignored."""

from __future__ import annotations

from dataclasses import dataclass

from memgraph.citation import cite, symbols
from memgraph.folding import folded
from memgraph.store import Readable
from memgraph.text import readable
from memgraph.vocab import PREFIXES, compact

_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("mem", "oa", "skos", "dcterms", "eli", "rdfs"))
_THINGS = (
    _PREFIXES
    + """
SELECT ?thing ?class ?name (GROUP_CONCAT(STR(?label); SEPARATOR="\\n") AS ?labels) WHERE {
  VALUES ?class { mem:Institution mem:Law mem:Agreement mem:Document mem:InformationSystem mem:Programme mem:Course
    mem:Objective mem:PriorityAction }
  ?thing a ?class ; skos:prefLabel ?name ; skos:prefLabel|skos:altLabel|skos:notation|eli:number|dcterms:title ?label .
  FILTER(LANG(?name) = "en")
} GROUP BY ?thing ?class ?name
"""
)
_PASSAGES = (
    _PREFIXES
    + """
SELECT ?report ?class ?quote ?line (MIN(?number) AS ?action) ?start ?end WHERE {
  VALUES ?class { mem:Statement mem:ListItem mem:TableCell mem:SummaryStatement }
  ?passage a ?class ; mem:inReport ?report ; mem:evidence ?span .
  ?span mem:line ?line ; oa:hasSelector ?selector .
  ?selector oa:exact ?quote ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?passage mem:underAction/skos:notation ?number }
} GROUP BY ?passage ?report ?class ?quote ?line ?start ?end ORDER BY ?report ?line
"""
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing or passage found: what kind, its name or quote, and where to look.

    ``iri`` is that of the thing, or of the report in which a passage stands at the offsets ``span``.
    """

    kind: str
    text: str
    where: str
    iri: str
    span: tuple[int, int] | None = None


def search(store: Readable, wanted: list[str], action_word: str = "action", line_word: str = "line") -> list[Hit]:
    """Everything that holds all the words: things by any label first, then passages in text order.

    The last two are what an action and a line are called where a passage is cited.
    """
    words = [folded(word) for one in wanted for word in one.split()]
    hits = [
        Hit(compact(row[1].value).removeprefix("mem:"), row[2].value, compact(row[0].value), row[0].value)
        for row in store.query(_THINGS)  # type: ignore[union-attr]
        if _holds(row[3].value, words)
    ]
    hits.sort(key=lambda hit: (hit.kind, hit.text, hit.where))
    cited = symbols(store)
    for row in store.query(_PASSAGES):  # type: ignore[union-attr]
        report, kind, quote, line, action, start, end = row
        text = readable(quote.value)
        if _holds(text, words):
            number = action.value if action else None
            place = cite(cited.get(report.value), number, line.value, action_word, line_word)
            span = int(start.value), int(end.value)
            hits.append(Hit(compact(kind.value).removeprefix("mem:"), text, place, report.value, span))
    return hits


def _holds(text: str, words: list[str]) -> bool:
    plain = folded(text)
    return all(word in plain for word in words)
