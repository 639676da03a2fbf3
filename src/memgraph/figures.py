"""Counts and amounts that the report states as facts, in figures or words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from memgraph.dates import dates
from memgraph.english import AUXILIARIES, NUMBERS
from memgraph.linking import Linked
from memgraph.report import Passage, Span
from memgraph.tables import cell_text
from memgraph.text import readable

_WORDS = "|".join(word for word, value in NUMBERS.items() if value > 1)
_NUMBER = re.compile(
    rf"(?<![\w./#°º-])(?:(?P<money>(?:[A-Z]{{1,3}})?\$|USD|EUR|€|£|S/\.?|Q(?=\d))\s?)?(?P<value>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{_WORDS})\b)"
    rf"(?P<scale>\s+(?:million|billion|thousand))?(?P<percent>\s?%|\s+percent)?(?![\w/-])",
    re.IGNORECASE,
)
# What stands before a number that is a label, not a count.
_LABELLED = re.compile(
    r"(?:\b(?:No|Nos|Art|Article|Articles|Paragraph|Paragraphs|Objective|Activity|Program|Programme|Section|Chapter|Round|"
    r"Annex|Table|Line|Team|Phase|Resolution|Decree|Law|Act|in|since|until|of|by|from|during|early|late)\.?\s*|\b(?:8|9)\s+and\s+)$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    rf"\s+(?P<unit>(?:of them\b|(?!(?:{AUXILIARIES}|of|in|at|for|from|with|to|by|on|who|that|which|the|an?|or)\b)"
    rf"[A-Za-z][\w’'-]*(?:\s+(?:and\s+(?!\d|(?:{_WORDS}|the|{AUXILIARIES})\b))?(?!(?:{AUXILIARIES}|of|in|at|for|from|with|to|by|on|who|that|which|the|an?|or|throughout|"
    rf"provided|participated|obliged|and|per)(?![\w-]))[A-Za-z][\w’'-]*){{0,4}}))",
    re.IGNORECASE,
)
# What is counted ends with its plural noun: "subjects obliged …", "courses trained …".
_COUNTED = re.compile(r"(?:of them\b|.*?\b(?!various|previous|across)[\w’'-]*[^su\s]s(?:\s+old)?\b)", re.DOTALL)
# A cell that is a number and nothing else, and the headers of those that are labels.
_BARE = re.compile(r"(?:[A-Z]{0,3}\$|€|£)?\s?\d[\d,]*(?:\.\d+)?\s?%?")
_LABEL = re.compile(
    r"^(?:no\.?|nos\.?|n[°º]|#|number|item|code|year|date|law|act|article|phone|telephone)$", re.IGNORECASE
)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit; the value is the number as written out in digits."""

    value: str
    unit: str
    span: Span
    passage: Passage


def read(linked: Linked) -> list[Figure]:
    """Every count or amount in statements, items and table cells; not dates, labels or law numbers."""
    text = linked.report.text
    header = {cell.key for table in linked.report.tables for cell in table.header}
    counted = _counted(linked)
    found: list[Figure] = []
    for passage in linked.report.of("statement", "item", "cell"):
        if passage.key in header:
            continue
        taken = [mention.span for mention in linked.inside(passage.span)]
        taken += [place for place, _ in dates(text, passage.span)]
        for match in _NUMBER.finditer(text, passage.span.start, passage.span.end):
            place = Span(match.start(), match.end())
            if any(other.start < place.end and place.start < other.end for other in taken):
                continue
            if (figure := _figure(match, text, passage)) is None and passage.key in counted:
                figure = Figure(match["value"].replace(",", ""), counted[passage.key], place, passage)
            if figure is not None:
                if figure.unit in ("of them", "of whom") and found and found[-1].passage == passage:
                    figure = replace(figure, unit=found[-1].unit)
                found.append(figure)
    return found


def _counted(linked: Linked) -> dict[str, str]:
    """The unit of each cell that is only a number, by key: its column's header, or the row's label under a year."""
    units: dict[str, str] = {}
    for table in linked.report.tables:
        for row in table.rows():
            for cell in row:
                value = cell_text(linked.report.quote(cell.span))
                header = readable(cell.header)
                if not _BARE.fullmatch(value) or cell.column == 1 or not header or _LABEL.search(header):
                    continue
                label = cell_text(linked.report.quote(row[0].span))
                units[cell.key] = label if _YEAR.fullmatch(header) else header
    return units


def _figure(match: re.Match[str], text: str, passage: Passage) -> Figure | None:
    before = text[max(passage.span.start, match.start() - 20) : match.start()]
    digits = match["value"].replace(",", "")
    value = digits if digits[0].isdigit() else str(NUMBERS[digits.lower()])
    if _YEAR.fullmatch(match["value"]) and not match["money"]:
        return None
    # "a period of 6 years" is an amount all the same.
    unit = _UNIT.match(text, match.end(), passage.span.end)
    if re.search(r"\bof (?:whom|which),?\s+$", before):
        return Figure(value, "of whom", Span(match.start(), match.end()), passage)
    lasts = unit and re.match(r"(?:years|months|days|hours|weeks)\b", unit["unit"])
    after_preposition = re.search(r"\b(?:of|in|by|from|during)\s+$", before)
    if _LABELLED.search(before) and not lasts and (after_preposition is None or unit is None):
        return None
    if match["percent"]:
        return Figure(value, "percent", Span(match.start(), match.end()), passage)
    if match["money"]:
        if match["scale"]:  # in digits, without the error of binary fractions: 2.6 million is 2600000
            value = format((Decimal(value) * _SCALES[match["scale"].strip().lower()]).normalize(), "f")
        return Figure(value, match["money"], Span(match.start(), match.end()), passage)
    if unit is None:
        return None
    words = _COUNTED.match(unit["unit"])
    name = words[0] if words else unit["unit"]
    return Figure(value, readable(name), Span(match.start(), unit.start("unit") + len(name)), passage)
