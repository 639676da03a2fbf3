"""What the rows of tables say of bodies, laws and documents: a row and its header are one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from memgraph.lineage import Lineage
from memgraph.linking import Link, Linked, Mention, Role
from memgraph.report import Cell, Passage, across
from memgraph.tables import YES, cell_text

_NO = re.compile(r"\s*(?:no|none|-|–|—)\s*$", re.IGNORECASE)
# What the header of a column says that a body has to do with the laws and documents in it.
_RELATIONS = tuple(
    (re.compile(words, re.IGNORECASE), relation)
    for words, relation in (
        (r"\b(?:creat|establish|found)\w*\b", "createdBy"),
        (r"\b(?:basis|legal|law|regulation|framework|norm|instrument)", "actsUnder"),
        (r"\b(?:appl|us(?:e|es|ed)\b|incorporat|implement|follow)\w*", "applies"),
    )
)
_CONVENTIONS = ("convention", "treaty", "protocol")
# Markup and bullets before a name are no words of its cell.
_WORD = re.compile(r"\w(?![\w ]*>)")


def links(linked: Linked) -> Iterator[Link]:
    """The bodies of a row with the laws and documents of its other cells, and with those that its headers name.

    A column whose header names a document says yes or no to it; what a row says no to is no link.
    """
    for table in linked.report.tables:
        named = {cell.column: linked.inside(cell.span, "law", "document") for cell in table.header}
        for row in table.rows():
            bodies = [(cell, mention) for cell in row for mention in _named(linked, cell, "institution")]
            for cell in row:
                passage = _passage(linked, cell)
                if passage is None:
                    continue
                value = cell_text(linked.report.quote(cell.span))
                papers = _named(linked, cell, "law", "document")
                papers += named.get(cell.column, []) if YES.match(value) else []
                for body, paper in [(m, p) for at, m in bodies if at.column != cell.column for p in papers]:
                    if not _NO.match(value):
                        yield Link(body.iri, paper.iri, _relation(cell.header), passage, across(row))


def lineage(linked: Linked) -> Iterator[Lineage]:
    """The laws of a row that stand beside a convention implement it."""
    for table in linked.report.tables:
        for row in table.rows():
            laws = [(cell, m) for cell in row for m in _named(linked, cell, "law")]
            for at, convention in laws:
                kind = (linked.entry(convention.iri).type or "").rsplit("/", 1)[-1]
                others = [(cell, law) for cell, law in laws if cell.column != at.column]
                for cell, law in others if kind in _CONVENTIONS else ():
                    passage = _passage(linked, cell)
                    if passage and (linked.entry(law.iri).type or "").rsplit("/", 1)[-1] not in _CONVENTIONS:
                        yield Lineage(law.iri, "implements", convention.iri, passage, across(row))


def roles(linked: Linked) -> Iterator[Role]:
    """A body alone in a cell has the role that the column's header names, unless its row says no."""
    for table in linked.report.tables:
        for row in table.rows():
            said_no = any(cell.header.strip().lower() == "no" and cell.span.end > cell.span.start for cell in row)
            for cell in row:
                passage = _passage(linked, cell)
                if passage is None or said_no or not cell.header:
                    continue
                for mention in linked.inside(cell.span, "institution"):
                    rest = linked.report.text[mention.span.end : cell.span.end]
                    if not _WORD.search(linked.report.text[cell.span.start : mention.span.start]) and (
                        len(rest) < 40 or rest.startswith(":")
                    ):
                        yield Role(mention.iri, cell.header, passage)


def _named(linked: Linked, cell: Cell, *kinds: str) -> list[Mention]:
    """The names in a cell that stand in no longer name."""
    found = linked.inside(cell.span)
    held = {one.span for one in found if any(m.span != one.span and m.span.holds(one.span) for m in found)}
    return [one for one in found if one.kind in kinds and one.span not in held]


def _relation(header: str) -> str:
    return next((relation for words, relation in _RELATIONS if words.search(header)), "concerns")


def _passage(linked: Linked, cell: Cell) -> Passage | None:
    return linked.report.by_key.get(("cell", cell.key))
