"""Whether a report says that an information system is in use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from memgraph.english import FINITE
from memgraph.linking import Linked, Mention
from memgraph.report import Passage, Span
from memgraph.responses import AFFIRMED, DENIED

# "has received training on the system" says nothing of its use.
_ASIDE = re.compile(
    rf"\b(?:training|trained|courses?|seminars?|workshops?|information|awareness)\s+(?:on|in|about|regarding)\b(?:(?!{FINITE.pattern})[^.;])*$",
    re.IGNORECASE,
)
# What a denial must deny for the system not to be in use: having or using it, when it is named after …
_NOT_USED = re.compile(
    r"\b(?:us(?:e|es|ed|ing|er)|have|has|possess\w*|participat\w*|regist\w*|access|exist\w*|operat\w*|implement\w*|establish\w*|adopt\w*|connect\w*|"
    r"set up|join\w*|lacks?|there (?:is|are)|no|nor)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
# What is not put into a system says nothing of the system.
_PUT_INTO = re.compile(
    r"\b(?:incorporated|integrated|interconnected|linked|transferred|entered)\s+(?:into|in|with|to|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# … its being there or working, when it is named before.
_NOT_WORKING = re.compile(
    r"[^.;]{0,80}?\b(?:not|never|no longer|yet to)\s+(?:\w+\s+){0,3}?(?:use|used|established|implemented|created|set up|operational|operating|operation|functioning|available|exists?|kept)\b|"
    r"[^.;]{0,80}?\b(?:ceased to (?:operate|function|exist)|(?:has|have) been (?:discontinued|suspended|closed)|out of (?:service|operation))\b",
    re.IGNORECASE,
)


# "the system is not used": the one that the action named last.
_AGAIN = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|said)\s+(?:system|platform|register|registry|database)\b(?!\s+(?:of|for|on|to|that)\b)"
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
        if mention.kind == "system" and (said := _uses(linked, mention.passage, mention.span)) is not None:
            found[Usage(mention.iri, said, mention.passage)] = None
    named: dict[tuple[str, ...], list[Mention]] = {}
    for mention in linked.mentions:
        if mention.kind == "system" and mention.passage.kind == "statement":
            named.setdefault(mention.passage.actions, []).append(mention)
    for passage in linked.report.of("statement"):
        if (again := _AGAIN.search(linked.report.text, passage.span.start, passage.span.end)) is None:
            continue
        before = [m for m in named.get(passage.actions, []) if m.span.start < again.start()]
        here = passage.span.holds(before[-1].span) if before else True
        if not here and (said := _uses(linked, passage, Span(*again.span()))) is not None:
            found[Usage(before[-1].iri, said, passage)] = None
    return list(found)


def _uses(linked: Linked, passage: Passage, span: Span) -> bool | None:
    """Whether a passage that names a system says that it is in use; None where it says nothing of that."""
    before = linked.report.text[passage.span.start : span.start]
    after = linked.report.text[span.end : passage.span.end]
    response = passage.response
    if passage.kind in ("item", "cell", "caption"):
        lead = linked.report.by_key.get(("statement", passage.lead or ""))
        response = lead.response if lead else AFFIRMED
    said = passage.kind not in ("statement", "summary") or response != DENIED
    if not said and (_PUT_INTO.search(before) or not (_NOT_USED.search(before) or _NOT_WORKING.match(after))):
        return None
    return None if _ASIDE.search(before) else response != DENIED
