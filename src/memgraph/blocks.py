"""Lines to blocks: paragraphs, list items, table rows and headings, joined over page breaks.

All line grammar stands in one table, ``PATTERNS``; the first that matches names the line.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from memgraph.english import CONNECTIVES, OPEN_WORDS, OPENERS
from memgraph.report import Span

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("preface", re.compile(r"[\s*#]*(?:PREFACE|Preface|FOREWORD|Foreword)[\s*:]*$")),
    ("summary", re.compile(r"[\s*#]*(?:EVALUATIVE|Evaluative)\s+(?:SUMMARY|Summary)[\s*:]*$")),
    ("action", re.compile(r"[\s*#]*(?:PRIORITY\s+ACTION|Priority\s+Action)\s+(?P<number>\d{1,2}\.\d{1,2})\b")),
    (
        "objective",
        re.compile(r"[\s*#]*(?:OBJECTIVE|Objective)\s*(?P<number>\d{1,2})?\s*[\s*]*(?:[:.–—-]\s*(?P<title>\S.*)?)?$"),
    ),
    ("row", re.compile(r"[^\n]*\t")),
    ("item", re.compile(r"\s*(?:[-•–*▪◦‣·●○■]|\d{1,2}[.)]|[a-z][.)])\s+(?=\S)")),
)
# A line that is only a page number, and how often a short line must recur to be a running head.
_PAGE_NUMBER = re.compile(r"\s*(?:(?:page|Page)\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?\s*$")
_RUNNING_HEAD_TIMES = 4
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"”’')\]*]*$")
_OPENS_SENTENCE = re.compile(rf"(?:{OPENERS}|{CONNECTIVES}|CICAD)\b")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines of one kind: prose, item, row, action, objective, preface, summary, furniture."""

    kind: str
    span: Span
    text: str
    indent: int = 0
    number: str = ""


def blocks(text: str, names: tuple[str, ...] = ()) -> list[Block]:
    """The blocks of a text in order, parts cut by page breaks joined.

    ``names`` are names of the country: a paragraph that begins with one begins a sentence.
    """
    return _join(_scan(text), text, names)


def _scan(text: str) -> list[Block]:
    found: list[Block] = []
    heads = _running_heads(text)
    fresh = True  # whether a blank line stands before
    objective_open = False  # an objective's heading still waits for its number
    offset = 0
    for line in text.split("\n"):
        start, offset = offset, offset + len(line) + 1
        stripped = line.strip()
        if not stripped:
            fresh = True
            continue
        begin = start + line.index(stripped[0])
        span = Span(begin, begin + len(stripped))
        kind, match = _kind(line)
        last = found[-1] if found else None
        if objective_open and last and stripped.rstrip(":.").isdigit():
            found[-1] = replace(last, span=Span(last.span.start, span.end), number=stripped.rstrip(":."))
            objective_open = False
        elif kind == "prose" and (stripped in heads or (fresh and _PAGE_NUMBER.match(line))):
            found.append(Block("furniture", span, stripped))
        elif kind == "prose" and not fresh and last and last.kind in ("prose", "item", "action"):
            found[-1] = replace(last, span=Span(last.span.start, span.end), text=text[last.span.start : span.end])
        else:
            number = (match.groupdict().get("number") or "") if match else ""
            if kind == "objective":
                objective_open = not number
            # A row keeps its leading tab: the first cell may be empty.
            if kind == "row":
                span = Span(start, start + len(line))
            found.append(Block(kind, span, text[span.start : span.end], begin - start, number))
        fresh = False
    return found


def _kind(line: str) -> tuple[str, re.Match[str] | None]:
    for kind, pattern in PATTERNS:
        if match := pattern.match(line):
            return kind, match
    return "prose", None


def _running_heads(text: str) -> frozenset[str]:
    """Short lines that stand alone, word for word, again and again."""
    alone = re.findall(r"(?:^|\n)[^\S\n]*\n[^\S\n]*([^\n\t]{3,80}?)[^\S\n]*\n[^\S\n]*(?=\n|$)", text)
    return frozenset(line for line, times in Counter(alone).items() if times >= _RUNNING_HEAD_TIMES)


def _join(found: list[Block], text: str, names: tuple[str, ...]) -> list[Block]:
    """Paragraphs, items and headings that a page break cut in two become one again."""
    joined: list[Block] = []
    for block in found:
        last = next((b for b in reversed(joined) if b.kind != "furniture"), None)
        if (
            last
            and block.kind == "prose"
            and last.kind in ("prose", "item", "action")
            and last is joined[-1]
            and continues(last, block.text, names)
        ):
            joined[-1] = replace(last, span=Span(last.span.start, block.span.end))
            joined[-1] = replace(joined[-1], text=text[last.span.start : block.span.end])
        else:
            joined.append(block)
    return joined


def continues(block: Block, following: str, names: tuple[str, ...] = ()) -> bool:
    """Whether ``following`` is the rest of a block that a page break cut."""
    before, after = block.text.rstrip(), following.lstrip()
    if _ENDS_SENTENCE.search(before):
        return False
    if before.endswith((",", "—", "–", "-", "(", "/")) or after[0].islower():
        return True
    word = re.split(r"[\s(/]", before)[-1].strip('*"“”')
    if word.lower() in OPEN_WORDS and word.islower():
        return True
    if before.count("(") > before.count(")") or before.count("“") > before.count("”"):
        return True
    # "… Units of the National | Police of Peru and …": a name cut in two, in prose only,
    # where a missing full stop is rarer than a cut; an item often ends without one.
    return (
        block.kind == "prose"
        and word[:1].isupper()
        and not word.isupper()
        and not _OPENS_SENTENCE.match(after)
        and not any(after.startswith(name) for name in names)
        and len(before) > 60
    )
