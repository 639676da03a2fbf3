"""Links with a reason: what one sentence or list item says of bodies, laws and documents."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from memgraph import rows
from memgraph.antecedents import Antecedents
from memgraph.english import VERB
from memgraph.lineage import Lineage, by_title, listed, stated
from memgraph.linking import Link, Linked, Role
from memgraph.masking import ARTICLE, TOKEN, Masked, mask
from memgraph.report import Passage
from memgraph.wording import (
    BESIDE,
    BESIDE_LAW,
    BETWEEN,
    CLAUSE,
    DOING,
    INSERTED,
    ITS_LAW,
    LINKS,
    OWNED,
    ROLES,
    SUBJECT,
    TITLED,
)

# Characters of a masked clause between a body and a law that may still be a pair.
FARTHEST = 500
# Characters before a name that tell what it is there for.
BACK = 160


def read(linked: Linked) -> tuple[list[Link], list[Lineage], list[Role]]:
    """All links, lineage and roles that the body's sentences, items and cells state."""
    links: dict[Link, None] = {}
    lineage: dict[Lineage, None] = {}
    roles: dict[tuple[str, str, Passage], Role] = {}
    headers = {cell.key for table in linked.report.tables for cell in table.header}
    antecedents = Antecedents(linked)
    leads: dict[str, Masked] = {}
    lead: Masked | None = None
    titles: dict[tuple[str, ...], dict[str, str]] = {}
    every: dict[str, str] = {}
    for passage in linked.report.of("statement", "item", "cell"):
        if passage.key in headers:
            continue  # a table's header states nothing
        named = mask(linked, passage)
        masked = antecedents.resolve(named)
        # "Among them are the following:" leads in what the sentence before is about.
        lead = masked if masked.names or lead is None or lead.passage.actions != passage.actions else lead
        leads[passage.key] = lead
        if not masked.names:
            continue
        own = list(_links(linked, masked))
        known = {(link.institution, link.law) for link in own}
        own += [link for link in _titles(masked) if (link.institution, link.law) not in known]
        found = [*stated(linked, masked), *by_title(linked, masked, titles.setdefault(passage.actions, {}), every)]
        own += [
            Link(line.target, line.source, "createdBy", passage)
            for line in found
            if line.relation == "creates" and (line.target, line.source) not in known
        ]
        own += _clauses(masked, own)
        if passage.kind == "item" and passage.lead in leads:
            own += _led(leads[passage.lead], masked)
        links |= dict.fromkeys(own)
        if passage.kind == "item" and passage.lead in leads:
            found += listed(leads[passage.lead], masked)
        lineage |= dict.fromkeys(found)
        for role in _roles(named):
            roles.setdefault((role.institution, role.role, role.passage), role)
    for link in rows.links(linked):
        links.setdefault(link)
    for line in rows.lineage(linked):
        lineage.setdefault(line)
    for role in rows.roles(linked):
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
        # "the CICAD Model Regulations": whose they are says nothing of who has to do with them.
        kinds = (inner.kind, outer.kind)
        if kinds == ("institution", "document") and inner.span.start != outer.span.start:
            yield Link(inner.iri, outer.iri, "namedInTitle", masked.passage)
            # The act that approves a body's own manual or guidelines is linked to the body.
            for line in stated(linked, masked):
                if line.relation == "approves" and line.target == outer.iri:
                    yield Link(inner.iri, line.source, "approvesTextOf", masked.passage)


def _clauses(masked: Masked, own: list[Link]) -> Iterator[Link]:
    """A body and a law or document of one clause that no pattern of its own links.

    A pair counts when the clause names both of the same doing: neither the parent or the members of
    another body, nor what is another law's, nor a pair of which each is linked elsewhere.
    """
    bodies, laws = {link.institution for link in own}, {link.law for link in own}
    beside = {iri for match in BESIDE.finditer(masked.text) for iri in masked.of(match["B"])}
    beside |= {
        iri for match in BESIDE_LAW.finditer(masked.text) for group in ("X", "L1") for iri in masked.of(match[group])
    }
    alone: dict[str, set[str]] = {}
    for match in OWNED.finditer(masked.text):
        for iri in masked.of(match["B"]):
            alone.setdefault(iri, set()).update(masked.of(match["X"]))
    for match in ITS_LAW.finditer(masked.text):
        for iri in masked.of(match["B"]):
            alone.setdefault(iri, set()).update(masked.of(match["L"]))
    aside = {iri for match in INSERTED.finditer(masked.text) for iri in masked.of(match["B"])}
    beside |= aside
    for clause in _split(masked.text):
        for one, other in _near(clause):
            before = clause[max(0, one.start() - BACK) : one.start()]
            body, law = (one, other) if one[1] == "B" else (other, one)
            words = clause[one.end() : other.start()]
            relation = _between(words, before)
            # "The Council and its Network, created by the Act": the nearer body; "B applies the Plan, approved by L".
            if (relation == "createdBy" and "⟦B" in words) or _ANOTHERS.search(words):
                continue
            # "The Policy was prepared with the help of B and is based on D": D is what the Policy rests on.
            if body is one and _ASIDE.search(before) and _GOES_ON.match(words):
                continue
            # "Under L, the Office reports to B": L is what the first body acts under.
            if law is one and _UNDER.search(before) and _FAR.search(words):
                continue
            # "The Policy was prepared by B and approved by L": both belong to the Policy.
            if _AGENT.search(before) and _AGENT.search(words):
                continue
            for who in masked.of(body[0]):
                for what in masked.of(law[0]):
                    if {who, what} & beside or (who in bodies and what in laws):
                        continue
                    if what not in alone.get(who, {what}):
                        continue
                    yield Link(who, what, relation, masked.passage)


def _near(clause: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The bodies and the laws or documents of a clause that stand near each other, in text order."""
    tokens = list(TOKEN.finditer(clause))
    for place, one in enumerate(tokens):
        for other in itertools.islice(tokens, place + 1, None):
            if other.start() - one.end() > FARTHEST:
                break
            if "B" in {one[1], other[1]} and {one[1], other[1]} & {"L", "D"}:
                yield one, other


def _split(text: str) -> Iterator[str]:
    """The clauses of a masked sentence; "⟦B0⟧ and the ⟦B1⟧ have …" is one, as nothing is said before the "and"."""
    begin = 0
    for cut in CLAUSE.finditer(text):
        if cut[0][0] in ".;:" or VERB.search(text, begin, cut.start()) or _DONE.search(text, begin, cut.start()):
            yield text[begin : cut.start()]
            begin = cut.end()
    yield text[begin:]


_DONE = re.compile(r"\b[a-z]{2,}ed\b")
_UNDER = re.compile(
    rf"\b(?:[Uu]nder|[Pp]ursuant to|[Bb]y (?:mandate|virtue|means) of|[Ii]n (?:accordance|compliance|keeping) with|"
    rf"[Ii]n exercise of|and (?:its|their)(?: \w+)?,? (?:contained in|approved by)|established by) {ARTICLE}$"
)
# A body between a law and another body, in no list with it.
_FAR = re.compile(
    r"^(?!,? (?:signed |concluded )?(?:between|with|by)\b).*?⟦B\d+⟧(?!(?:'s)?(?: \([^)]*\))?(?:,| and|, and|/)? ?(?:the )?(?:⟦B|$))"
)
# A law that made another thing, which stands between the body and it.
_ANOTHERS = re.compile(
    r"⟦[LDS]\d+⟧[^⟦]*\b(?:approved|adopted|issued|created|established|made official|amended|modified|regulated)\b[^⟦]*\b(?:by|through|under) (?:[^⟦]{0,40} of )?(?:the )?$"
    r"|⟦[LD]\d+⟧[^⟦]*\b(?:repeal|amend|modif|replac|abrogat|revok)\w+\b[^⟦]*$"
)


# A body that a predicate only names, and another predicate of the same subject.
_ASIDE = re.compile(r"\b(?:by|with|of|from|to|in|through|under|for|between|and)(?: the| its)? $")
_GOES_ON = re.compile(r",? (?:and|but) (?:is|are|was|were|has|have|had)\b")

# What was done by whom or by which law: the agent of a passive verb follows.
_AGENT = re.compile(
    r"\b(?:[a-z]+ed|drawn up|made(?: official)?|taken|run|given)\b(?! with)[^⟦,;]{0,40}? (?:by|through|on)(?: means of)? (?:[^⟦,;]{0,40} of )?(?:the )?$"
)


def _led(lead: Masked, item: Masked) -> Iterator[Link]:
    """What a body does to a law or document, in a list of its doings: "This Council shall: - implement the Plan"."""
    subject, doing = SUBJECT.match(lead.text), DOING.match(item.text)
    if subject and doing:
        for token in TOKEN.finditer(item.text):
            if token[1] in "LD":
                for what in item.of(token[0]):
                    for who in lead.of(subject["B"] or subject["B1"]):
                        yield Link(who, what, _between(item.text[: token.start()], ""), item.passage)


def _between(words: str, before: str) -> str:
    for text in (words, before[-60:]):
        for relation, pattern in BETWEEN:
            if pattern.search(text):
                return relation
    return "concerns"


def _titles(masked: Masked) -> Iterator[Link]:
    for match in TITLED.finditer(masked.text):
        for law in masked.of(match["L"]):
            for body in masked.of(match["B"]):
                yield Link(body, law, "namedInTitle", masked.passage)


def _roles(masked: Masked) -> Iterator[Role]:
    for pattern in ROLES:
        for match in pattern.finditer(masked.text):
            words = masked.unmasked(match["role"] + (match.groupdict().get("more") or ""))
            for body in masked.of(match["B"]) + masked.of(match.groupdict().get("B1")):
                yield Role(body, words, masked.passage)
