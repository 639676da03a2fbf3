"""Lines to blocks: paragraphs, list items, table rows and headings, joined over page breaks.

All line grammar stands in one table, ``PATTERNS``; the first that matches names the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from memgraph.english import CONNECTIVES, OPEN_WORDS, OPENERS
from memgraph.report import Span

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("preface", re.compile(r"[\s*#]*(?:PREFACE|Preface|FOREWORD|Foreword)[\s*:]*$")),
    ("summary", re.compile(r"[\s*#]*(?:EVALUATIVE|Evaluative)\s+(?:SUMMARY|Summary)[\s*:]*$")),
    ("action", re.compile(r"[\s*#]*(?:PRIORITY\s+ACTION|Priority\s+[Aa]ction)\s+(?P<number>\d{1,2}\.\d{1,2})\b")),
    (
        "objective",
        re.compile(r"[\s*#]*(?:OBJECTIVE|Objective)\s*(?P<number>\d{1,2})?\s*[\s*]*(?:[:.–—-]\s*(?P<title>\S.*)?)?$"),
    ),
    ("row", re.compile(r"[^\n]*\t|\s*\|.*\||[^|\n]+\|[^|\n]+\|")),
    ("item", re.compile(r"\s*(?:[-•–*▪◦‣·●○■➢✓]|\d{1,2}[.)]|[a-z][.)]|[ivx]{1,4}[.)])\s+(?=\S)")),
)
# A line whose words stand in columns, set apart by blanks; two such lines together are a table.
_ALIGNED = re.compile(r"\s*\S.*?\S {3,}\S|\s{8,}\S.*?\S {3,}\S|\S {3,}\S")
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"”’')\]*]*$")
# "… Legislative Decree No. | 1126 …" and "… Supreme Decree | No. 003-2019 …".
_NUMBER_FOLLOWS = re.compile(r"\b(?:No|Nos|Art|Arts|Para|Paras|Sec)\.$", re.IGNORECASE)
_NUMBER = re.compile(r"Nos?\.? ?\d")
_OPENS_SENTENCE = re.compile(rf"(?:{OPENERS}|{CONNECTIVES}|CICAD)\b")
# A line at least this long was probably broken because the page ended, not the paragraph.
_WRAPPED = 55


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines of one kind: prose, item, row, action, objective, preface or summary."""

    kind: str
    span: Span
    text: str
    indent: int = 0
    number: str = ""


def blocks(text: str, names: tuple[str, ...] = ()) -> list[Block]:
    """The blocks of a cleaned text in order, parts cut by page breaks joined.

    ``names`` are names of the country: a paragraph that begins with one begins a sentence.
    """
    return _join(_scan(text, names), text, names)


def _scan(text: str, names: tuple[str, ...]) -> list[Block]:
    found: list[Block] = []
    lines = text.split("\n")
    aligned = _aligned(lines)
    fresh = True  # whether a blank line stands before
    objective_open = False  # an objective's heading still waits for its number
    offset = 0
    for index, line in enumerate(lines):
        start, offset = offset, offset + len(line) + 1
        stripped = line.strip()
        if not stripped:
            fresh = True
            continue
        begin = start + line.index(stripped[0])
        span = Span(begin, begin + len(stripped))
        kind, match = ("row", None) if index in aligned else _kind(line)
        last = found[-1] if found else None
        counted = kind == "item" and stripped[0].isalnum()
        if counted and not fresh and last and last.kind == "prose" and not _ENDS_SENTENCE.search(last.text):
            kind = "prose"  # "… Article 12, Paragraph | 10. CICAD also notes …"
        if objective_open and last and stripped.rstrip(":.").isdigit():
            found[-1] = replace(last, span=Span(last.span.start, span.end), number=stripped.rstrip(":."))
            objective_open = False
        elif kind == "prose" and not fresh and last and _goes_on(last, lines[index - 1], stripped, names):
            found[-1] = replace(last, span=Span(last.span.start, span.end), text=text[last.span.start : span.end])
        else:
            number = (match.groupdict().get("number") or "") if match else ""
            if kind == "objective":
                objective_open = not number
            if kind == "row":  # a row keeps its leading tab or blanks: the first cell may be empty
                span = Span(start, start + len(line))
            found.append(Block(kind, span, text[span.start : span.end], begin - start, number))
        fresh = False
    return found


def _kind(line: str) -> tuple[str, re.Match[str] | None]:
    for kind, pattern in PATTERNS:
        if match := pattern.match(line):
            return kind, match
    return "prose", None


def _aligned(lines: list[str]) -> frozenset[int]:
    """The lines of tables set by blanks: two or more together that have columns."""
    columned = [bool(_ALIGNED.match(line)) and _kind(line)[0] == "prose" for line in lines]
    for index in range(1, len(lines)):
        # The second line of a header or cell, far to the right of the margin.
        if columned[index - 1] and re.match(r" {20,}\S", lines[index]):
            columned[index] = True
    return frozenset(
        index
        for index, is_one in enumerate(columned)
        if is_one and ((index and columned[index - 1]) or (index + 1 < len(lines) and columned[index + 1]))
    )


def _goes_on(last: Block, line_before: str, following: str, names: tuple[str, ...]) -> bool:
    """Whether a line right below another is the rest of its block (a hard-wrapped one)."""
    if last.kind == "prose":
        return True
    if last.kind == "row":
        return following[0].islower() and not _ENDS_SENTENCE.search(last.text)
    if last.kind not in ("item", "action"):
        return False
    if continues(last, following, names):
        return True
    opens = _OPENS_SENTENCE.match(following) or any(following.startswith(name) for name in names)
    return len(line_before.strip()) >= _WRAPPED and not opens and not _ENDS_SENTENCE.search(last.text)


def _join(found: list[Block], text: str, names: tuple[str, ...]) -> list[Block]:
    """Paragraphs, items and headings that a page break cut in two become one again."""
    joined: list[Block] = []
    for block in found:
        last = joined[-1] if joined else None
        before = joined[-2] if len(joined) > 1 else None
        if (
            last
            and before
            and block.kind == before.kind == "row"
            and last.kind == "prose"
            and _is_cell_begun(last, block)
        ):
            # A row of a table whose first cell a page break cut in two.
            whole = Span(last.span.start, block.span.end)
            joined[-1] = replace(block, span=whole, text=text[whole.start : whole.end])
        elif last and block.kind == "prose" and continues(last, block.text, names):
            whole = Span(last.span.start, block.span.end)
            joined[-1] = replace(last, span=whole, text=text[whole.start : whole.end])
        else:
            joined.append(block)
    return joined


def _is_cell_begun(prose: Block, row: Block) -> bool:
    return prose.kind == "prose" and row.text.lstrip()[:1].islower() and not _ENDS_SENTENCE.search(prose.text)


def continues(block: Block, following: str, names: tuple[str, ...] = ()) -> bool:
    """Whether ``following`` is the rest of a block that a line or page break cut."""
    if block.kind not in ("prose", "item", "action"):
        return False
    before, after = block.text.rstrip(), following.lstrip()
    if _NUMBER_FOLLOWS.search(before) or _NUMBER.match(after):
        return True
    if _ENDS_SENTENCE.search(before):
        return False
    if before.endswith((",", "—", "–", "-", "(", "/")) or after[0].islower():
        return True
    word = re.split(r"[\s(/]", before)[-1].strip('*"“”')
    if word.lower() in OPEN_WORDS and (word.islower() or before.isupper()):
        return True
    quoting = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    if quoting or before.count("(") > before.count(")"):
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
