"""Links with a reason: what one sentence or list item says of bodies, laws and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from memgraph.linking import Linked
from memgraph.masking import Masked, mask
from memgraph.report import Passage
from memgraph.wording import ENACTED, LINEAGE, LINKS, ROLES, TITLED


@dataclass(frozen=True, slots=True)
class Link:
    """A body linked to a law or document; ``relation`` names what the sentence says."""

    institution: str
    law: str
    relation: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Lineage:
    """A law or document and what it does to another, to a document or to a body."""

    source: str
    relation: str
    target: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Role:
    """What a body is said to do, in the words of the text."""

    institution: str
    role: str
    passage: Passage


def read(linked: Linked) -> tuple[list[Link], list[Lineage], list[Role]]:
    """All links, lineage and roles that the body's sentences, items and cells state."""
    links: dict[Link, None] = {}
    lineage: dict[Lineage, None] = {}
    roles: dict[tuple[str, str, Passage], Role] = {}
    implementing: dict[tuple[str, ...], tuple[str, Passage]] = {}
    headers = {cell.key for table in linked.report.tables for cell in table.header}
    for passage in linked.report.of("statement", "item", "cell"):
        if passage.key in headers:
            continue  # a table's header states nothing
        masked = mask(linked, passage)
        if not masked.names:
            continue
        own = list(_links(linked, masked))
        known = {(link.institution, link.law) for link in own}
        own += [link for link in _titles(masked) if (link.institution, link.law) not in known]
        links |= dict.fromkeys(own)
        found = [*_lineage(masked), *_amendments(masked)]
        if match := ENACTED.search(masked.text):
            implementing[passage.actions] = (masked.of(match["D"])[0], passage)
        elif passage.kind == "item" and passage.actions in implementing:
            plan, sentence = implementing[passage.actions]
            first = next((names[0] for names in masked.names if names[0].kind == "law"), None)
            if first and passage.span > sentence.span:
                found.append(Lineage(first.iri, "implements", plan, sentence))
        lineage |= dict.fromkeys(found)
        for role in _roles(masked):
            roles.setdefault((role.institution, role.role, role.passage), role)
    for role in _columns(linked):
        roles.setdefault((role.institution, role.role, role.passage), role)
    return list(links), list(lineage), list(roles.values())


def _links(linked: Linked, masked: Masked) -> Iterator[Link]:
    for relation, pattern in LINKS:
        for match in pattern.finditer(masked.text):
            groups = match.groupdict()
            for body in masked.of(groups.get("B")) + masked.of(groups.get("B1")):
                for law in masked.of(groups.get("X") or groups.get("L") or groups.get("D")):
                    yield Link(body, law, relation, masked.passage)
    for inner, outer in masked.inner:
        if outer.kind == "document" and inner.kind == "institution":
            start = inner.span.start == outer.span.start
            yield Link(inner.iri, outer.iri, "issuer" if start else "namedInTitle", masked.passage)
            if not start:
                # The act that approves a body's own manual or guidelines is linked to the body.
                for line in _lineage(masked):
                    if line.relation == "approves" and line.target == outer.iri:
                        yield Link(inner.iri, line.source, "approvesTextOf", masked.passage)


# What a title ends with: its year or number.
_YEAR = re.compile(r",?\s+(?:of\s+)?(?:(?:19|20)\d\d|No\.?\s*\d+.*|\(.*\))$")
# Markup and bullets before a name are no words of its cell.
_WORD = re.compile(r"\w(?![\w ]*>)")


def _titles(masked: Masked) -> Iterator[Link]:
    for match in TITLED.finditer(masked.text):
        for law in masked.of(match["L"]):
            for body in masked.of(match["B"]):
                yield Link(body, law, "namedInTitle", masked.passage)


def _columns(linked: Linked) -> Iterator[Role]:
    """A body alone in a cell has the role that the column's header names, unless its row says no."""
    for table in linked.report.tables:
        for row in table.rows():
            said_no = any(cell.header.strip().lower() == "no" and cell.span.end > cell.span.start for cell in row)
            for cell in row:
                passage = linked.report.by_key.get(("cell", cell.key))
                if passage is None or said_no or not cell.header:
                    continue
                for mention in linked.inside(cell.span, "institution"):
                    rest = linked.report.text[mention.span.end : cell.span.end]
                    if not _WORD.search(linked.report.text[cell.span.start : mention.span.start]) and (
                        len(rest) < 40 or rest.startswith(":")
                    ):
                        yield Role(mention.iri, cell.header, passage)


def _lineage(masked: Masked) -> Iterator[Lineage]:
    for relation, source, target, pattern in LINEAGE:
        for match in pattern.finditer(masked.text):
            for one in masked.of(match[source.replace("LL", "L").replace("DD", "D")]):
                for other in masked.of(match[target.replace("LL", "L").replace("DD", "D")]):
                    if one != other:
                        yield Lineage(one, relation, other, masked.passage)


def _amendments(masked: Masked) -> Iterator[Lineage]:
    """An act whose title says that it amends another that the same sentence names: "X (Amendment) Act"."""
    laws = [mention for names in masked.names for mention in names if mention.kind == "law"]
    for one in laws:
        amended = re.sub(r"\s*\(Amendment\)", "", _YEAR.sub("", one.name))
        if amended == _YEAR.sub("", one.name):
            continue
        for other in laws:
            if other.iri != one.iri and _YEAR.sub("", other.name) == amended:
                yield Lineage(one.iri, "amends", other.iri, masked.passage)


def _roles(masked: Masked) -> Iterator[Role]:
    for pattern in ROLES:
        for match in pattern.finditer(masked.text):
            words = masked.unmasked(match["role"] + (match.groupdict().get("more") or ""))
            for body in masked.of(match["B"]) + masked.of(match.groupdict().get("B1")):
                yield Role(body, words, masked.passage)
