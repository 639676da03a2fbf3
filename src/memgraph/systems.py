"""Whether a report says that an information system is in use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from memgraph.linking import Linked
from memgraph.report import Passage
from memgraph.responses import AFFIRMED, DENIED

# "has received training on the system" says nothing of its use.
_ASIDE = re.compile(
    r"\b(?:training|trained|courses?|information|awareness)\s+(?:on|in|about|regarding)\b[^.;]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Usage:
    """A passage that says that a system is, or is not, in use."""

    system: str
    in_use: bool
    passage: Passage


def owners(linked: Linked) -> dict[str, str]:
    """Of the systems that only this report describes, the body whose each is said to be.

    "Through its virtual platform, the body …": the body that "its" stands for is the one named next.
    """
    found: dict[str, str] = {}
    for mention in linked.mentions:
        if mention.iri in linked.things and mention.kind == "system":
            span = mention.passage.span
            before = linked.report.text[span.start : mention.span.start]
            later = [m for m in linked.inside(span, "institution") if m.span.start > mention.span.end]
            if re.search(r"\bits\s+$", before, re.IGNORECASE) and later:
                lead = linked.report.text[mention.span.end : later[0].span.start]
                if re.fullmatch(r",\s+(?:the\s+)?", lead):
                    found[mention.iri] = later[0].iri
    return found


def read(linked: Linked) -> list[Usage]:
    """The uses that statements, their lists and tables, and the summary state or deny."""
    found: dict[Usage, None] = {}
    for mention in linked.mentions:
        passage = mention.passage
        if mention.kind != "system":
            continue
        before = linked.report.text[passage.span.start : mention.span.start]
        response = passage.response
        if passage.kind in ("item", "cell", "caption"):
            lead = linked.report.by_key.get(("statement", passage.lead or ""))
            response = lead.response if lead else AFFIRMED
        if not _ASIDE.search(before):
            found[Usage(mention.iri, response != DENIED, passage)] = None
    return list(found)
