"""Sentences with their names masked, and patterns that read them.

Each name in the text is masked by a mark for its kind (``B`` body, ``L`` law, ``D`` document,
``S`` system, ``P`` programme); patterns over the masked sentence then read like the grammar that
they stand for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from memgraph.linking import Linked, Mention
from memgraph.report import Passage

MARKS = {"institution": "B", "law": "L", "document": "D", "system": "S", "programme": "P"}
# Stands for a full stop that ends no sentence: U+2024, the one dot leader.
_DOT = "\u2024"
# A masked name is its mark and its place in the list of names: ⟦B3⟧.
TOKEN = re.compile(r"⟦([BLDSP])(\d+)⟧")


# What may stand before a law: the part of it that is meant.
ARTICLE = r"(?:(?:[Pp]arts?|[Cc]hapters?|[Aa]rticles?|[Ss]ections?|[Pp]aragraphs?) [\w() ,]{1,30}? of )?(?:the |an? )?"


def pattern(source: str) -> re.Pattern[str]:
    """A pattern in which B, L, D, X (law or document) stand for masked names, BB … for lists of them."""

    def group(match: re.Match[str]) -> str:
        kinds = "[LD]" if match[1] == "X" else match[1]
        one = rf"⟦{kinds}\d+⟧"
        # A list ends after its "and": "A, B and C".
        last = rf"(?:\)?,? and (?:of |with |by )?(?:the )?{one})?\)?"
        more = rf"(?:(?:\)?,? (?:the )?|/| \(){one})*{last}" if match[2] else ""
        return f"(?P<{match[1]}{match[3]}>{one}{more})"

    source = re.sub(r"(?<!P)<([BLDX])(\1?)(\d?)>", group, source)
    source = (
        source.replace("~A", ARTICLE)
        .replace("~L", r"(?:(?!⟦L)[^.;])")
        .replace("~X", r"(?:(?!⟦[LD])[^.;])")
        .replace("~B", r"(?:(?!⟦B)[^.;])")
    )
    return re.compile(source.replace("~", r"[^.;]"))


# The title that a law's number follows, and what kind of law it is besides: "by Council ⟦L1⟧".
_TITLE = re.compile(
    r"(?:[A-Z][\w’'-]+ (?:\([A-Z][\w ]+\) )?(?:(?:of|and|the|on|for|against|to|in) )*(?:\([A-Z][\w ]+\) )?){1,9}"
    r"(?:Act|Code|Regulations|Rules|Order|Ordinance)(?:,? \d{4})?(?P<law>,? (?:\(⟦L\d+⟧\)|⟦L\d+⟧))"
)
_KIND = re.compile(r"(?<=[a-z,] )[A-Z][a-z-]+ (?=⟦L\d+⟧)")


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence or item with its names masked, and the names by number."""

    text: str
    names: tuple[tuple[Mention, ...], ...]  # several where one name stands for several things
    passage: Passage
    inner: tuple[tuple[Mention, Mention], ...]  # a body inside a longer name, and that name

    def of(self, group: str | None) -> list[str]:
        """The IRIs of the names in a matched group."""
        return [mention.iri for _, number in TOKEN.findall(group or "") for mention in self.names[int(number)]]

    def unmasked(self, text: str) -> str:
        """The words of a matched group, names written out."""
        return (
            " ".join(TOKEN.sub(lambda m: self.names[int(m[2])][0].name, text).split()).strip(" ,-–").replace(_DOT, ".")
        )


def mask(linked: Linked, passage: Passage) -> Masked:
    """A passage with its outermost names masked; the names inside others are kept aside."""
    text, mentions = linked.report.text, linked.inside(passage.span)
    outer: list[list[Mention]] = []
    inner: list[tuple[Mention, Mention]] = []
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        last = outer[-1][0] if outer else None
        if last and last.span == mention.span:
            outer[-1].append(mention)
        elif last and last.span.end > mention.span.start:
            inner.append((mention, last))
        else:
            outer.append([mention])
    pieces, offset = [], passage.span.start
    for number, (first, *_) in enumerate(outer):
        pieces += [text[offset : first.span.start], f"⟦{MARKS[first.kind]}{number}⟧"]
        offset = first.span.end
    masked = " ".join(("".join(pieces) + text[offset : passage.span.end]).split())
    # An abbreviation's full stop would end the sentence for the patterns.
    masked = re.sub(r"\b(No|Nos|Art|S\.A)\.", rf"\1{_DOT}", masked)
    masked = re.sub(r"(?<=\d)\.(?=\d)", _DOT, masked)
    masked = _KIND.sub("", _TITLE.sub(lambda m: m["law"].strip(", ()"), masked))
    return Masked(masked, tuple(map(tuple, outer)), passage, tuple(inner))
