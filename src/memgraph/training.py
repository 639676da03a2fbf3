"""Courses and programmes of training that a list or table names, with who gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from memgraph.english import FINITE, PLURALS
from memgraph.folding import folded
from memgraph.linking import Linked
from memgraph.report import Passage, Span
from memgraph.responses import DENIED
from memgraph.text import readable

_TRAINING = re.compile(r"\b(?:training|courses?|workshops?|seminars?|capacity[- ]building)\b", re.IGNORECASE)
# An item that begins so names training whatever its list is about.
_OPENS = re.compile(r"(?:Training|Course|Workshop|Seminar|Specialization|Diploma|Certificate)\b")
_PROVIDER = re.compile(
    r"\b(?:institution|provider|provided|offered by|given by|responsible|organi[sz]|sponsor)", re.IGNORECASE
)
_PARTS = re.compile(r"(?:(?<=[.”>])\s*(?=-\s)|</p>|<li>|(?<=\s)(?=\d\.\s)|(?<=>)\s*(?=\d\.\s|-\s))")
_LABEL = re.compile(r"[^:]{3,200}:\s*$")
# Trailing marks are no part of a name.
_END = re.compile(r"[\s.;,]+$")
_THROUGH = re.compile(r"\b(?:through|by|from|with)\s+(?:the\s+)?$")

_NAME = r"[A-Z][\w’'-]*(?:\s+(?:(?:of|in|on|the|and|for|to)\s+){0,2}[A-Z][\w’'-]*)*"
_COURSE = r"(?:course|workshop|seminar|webinar|module)"
# A course named in a sentence: by a quoted title, after "course on" or "called", or with the word in its own name.
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b{_COURSE}s?),?\s+(?:(?:called|entitled|titled|named)\s+)?[“\"](?P<name>[A-Z][^”\"]{{4,120}}?)[,.]?[”\"]",
        rf"(?i:\b{_COURSE})\s+(?:called|entitled|on)\s+(?P<name>{_NAME})",
        r"(?P<name>(?:[A-Z][\w’'-]*\s+(?:(?:of|in|on|and)\s+)?)*"
        r"(?:Course|Workshop|Seminar|Webinar|Diploma|Certificate|Master['’]s Degree|Associate Degree|Curriculum|"
        r"(?:Training(?: and Certification)?|Specialization|Learning) Program(?:me)?)"
        rf"(?:\s+(?:in|on|of|for)\s+(?:the\s+)?{_NAME})?(?:\s+\([A-Z]+\))?)",
    )
)
_ARTICLE = re.compile(r"(?:(?:The|This|That|A|An|In|For|Each|Another|Under|Through|By|With)\s+)+")
_BY = re.compile(r"\b(?:by|from)\s+(?:the\s+)?$")
_OFFERS = re.compile(
    r"\s*(?:\([^)]*\))?,?\s*(?:[^.;]{0,60},\s*)?(?:also |now |regularly )?(?:offer|organi[sz]e|impart|deliver|give|hold|provide|conduct|teach)(?:e?[sd])?\b"
)


@dataclass(frozen=True, slots=True)
class Training:
    """A named course; ``provider`` is the IRI of the body that gives it, where that is said."""

    name: str
    provider: str | None
    span: Span
    passage: Passage


def read(linked: Linked) -> list[Training]:
    """Every named course or programme of training in the report's sentences, lists and tables."""
    report = linked.report
    found: list[Training] = [course for passage in report.of("statement") for course in _in_prose(linked, passage)]
    for passage in report.of("item"):
        lead = report.by_key.get(("statement", passage.lead or ""))
        own = _OPENS.match(readable(report.quote(passage.span)))
        if lead and (own or _TRAINING.search(report.quote(lead.span))) and _is_name(linked, passage.span):
            found.append(Training(_name(report.quote(passage.span)), _provider(linked, passage), passage.span, passage))
    for table in report.tables:
        lead = report.by_key.get(("statement", table.lead or ""))
        heads = " ".join(cell.header for cell in table.cells if cell.row == 1)
        if not _TRAINING.search(heads) or (lead and not _TRAINING.search(report.quote(lead.span))):
            continue
        for row in table.rows():
            provider = next(
                (
                    mention.iri
                    for cell in row
                    if _PROVIDER.search(cell.header) and not re.search(r"\bname\b", cell.header, re.IGNORECASE)
                    for mention in linked.inside(cell.span, "institution")
                ),
                None,
            )
            for cell in row:
                if _TRAINING.search(cell.header) and not _PROVIDER.search(cell.header.replace("offered", "")):
                    inside = report.by_key.get(("cell", cell.key))
                    if inside:
                        found += _in_cell(linked, inside, provider)
    return found


def _in_prose(linked: Linked, passage: Passage) -> Iterator[Training]:
    """The courses that a sentence names and does not deny."""
    if passage.response == DENIED:
        return
    text = linked.report.text
    taken: list[Span] = []
    for pattern in _NAMED:
        for match in pattern.finditer(text, passage.span.start, passage.span.end):
            article = _ARTICLE.match(match["name"])
            place = Span(match.start("name") + (article.end() if article else 0), match.end("name"))
            name = _name(text[place.start : place.end])
            if len(name.split()) < 3 or any(p.start < place.end and place.start < p.end for p in taken):
                continue
            taken.append(place)
            yield Training(name, _giver(linked, passage, place), place, passage)


def _giver(linked: Linked, passage: Passage, place: Span) -> str | None:
    """The body that a sentence says gives a course: "given by the …", or its subject."""
    text = linked.report.text
    for mention in linked.inside(passage.span, "institution"):
        after = mention.span.start >= place.end
        if after and _BY.search(text[place.end : mention.span.start]):
            return mention.iri
        if mention.span.end <= place.start and _OFFERS.match(text[mention.span.end : place.start]):
            return mention.iri
    return None


def same(found: list[Training]) -> dict[str, str]:
    """Each name of a course to the first name of what is the same course.

    The same: equal after case, blanks and end mark, or nearly (one or two words differ).
    """
    chosen: dict[str, str] = {}
    for course in found:
        key = folded(course.name)
        near = next((name for name in chosen.values() if _nearly(key, folded(name))), course.name)
        chosen.setdefault(course.name, near)
    return chosen


def _nearly(one: str, other: str) -> bool:
    if one == other:
        return True
    left, right = one.split(), other.split()
    if len(left) == len(right) >= 6 and sum(a != b for a, b in zip(left, right, strict=True)) == 1:
        return True
    return min(len(left), len(right)) >= 6 and SequenceMatcher(None, left, right, autojunk=False).ratio() >= 0.89


def _is_name(linked: Linked, span: Span) -> bool:
    """Whether an item is a name: it begins with no law and has no finite verb of its own."""
    words = readable(linked.report.quote(span))
    first = next(iter(linked.inside(span, "law")), None)
    begins = first and linked.report.quote(span).lstrip("-•*– \t").startswith(linked.report.quote(first.span))
    verbs = [
        match
        for match in FINITE.finditer(words)
        if match[0].lower() not in PLURALS and "to be" not in words[: match.end() + 1]
    ]
    return not begins and not verbs


def _name(raw: str) -> str:
    return _END.sub("", readable(raw)).strip()


def _provider(linked: Linked, passage: Passage) -> str | None:
    """The body that an item says the course comes through, else the caption's."""
    if through := _through(linked, passage.span):
        return through
    caption = linked.report.by_key.get(("caption", passage.caption or ""))
    return next((m.iri for m in linked.inside(caption.span, "institution")), None) if caption else None


def _through(linked: Linked, span: Span) -> str | None:
    """The body that the words of a course name as its giver: "virtual, through …"."""
    text = linked.report.text
    for mention in linked.inside(span, "institution"):
        if _THROUGH.search(text[span.start : mention.span.start]):
            return mention.iri
    return None


def _in_cell(linked: Linked, passage: Passage, provider: str | None) -> list[Training]:
    """The courses in one cell: one for each bullet or number; a label ending in a colon names who gives them."""
    text = linked.report.text
    found: list[Training] = []
    cuts = [passage.span.start]
    cuts += [passage.span.start + match.end() for match in _PARTS.finditer(linked.report.quote(passage.span))]
    label = next(iter(re.finditer(r":(?=\s|<)", linked.report.quote(passage.span))), None)
    if label and provider is None:
        head = Span(passage.span.start, passage.span.start + label.start())
        if not re.search(r"\bcourse\b|\bforum\b", linked.report.quote(head), re.IGNORECASE):
            provider = next((m.iri for m in linked.inside(head, "institution")), None)
            cuts = [head.end + 1] + [cut for cut in cuts if cut > head.end]
    for begin, end in zip(cuts, [*cuts[1:], passage.span.end], strict=True):
        raw = text[begin:end]
        name = _name(raw)
        if len(name) > 3 and not _LABEL.match(name):
            left = begin + len(raw) - len(raw.lstrip())
            place = Span(left, begin + len(raw.rstrip()))
            found.append(Training(name, _through(linked, place) or provider, place, passage))
    return found
