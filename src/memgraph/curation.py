"""A report's ``.yaml``: what only that report needs, each correction with its reason.

Read strictly: an unknown key, a missing reason or a quote that the text does not hold is refused
with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from memgraph.errors import InputError
from memgraph.text import readable

_ABOUT = frozenset(
    "id country round year title theme plan oeaDocument cicadDocument isbn periodStart periodEnd".split()
)
_COUNTS = frozenset("objectives actions statements items cells summary tables unparsed".split())
_DASHES, _APOSTROPHES, _QUOTATION = "-‐‑–—", "'‘’", '"“”„'
_RESPONSES = frozenset("affirmed denied neutral not-applicable".split())


@dataclass(frozen=True, slots=True)
class Meaning:
    """A name that means the given things in this report (none: it names no thing)."""

    text: str
    things: tuple[str, ...]
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A statement, by its quote, whose response no rule gets right."""

    quote: str
    response: str
    reason: str
    place: str


@dataclass(frozen=True)
class Curation:
    """Everything that a ``.yaml`` says; empty where there is none."""

    place: str = ""
    about: dict[str, str] = field(default_factory=dict)
    expect: dict[str, tuple[int, str]] = field(default_factory=dict)  # a count and where it is written
    meanings: tuple[Meaning, ...] = ()
    responses: tuple[Correction, ...] = ()


def printed(quote: str) -> re.Pattern[str]:
    """A pattern for quoted words as any extraction of the text prints them.

    Lines may break elsewhere, words be cut by a hyphen, marks of quotation and dashes be others.
    A quote without a letter or figure is found nowhere.
    """
    found = [] if re.search(r"[^\W_]", quote) else ["(?!)"]
    for char, after in pairwise(readable(quote) + " "):
        if char == " ":
            found.append(r"\s+")
        elif char in _DASHES:
            found.append(rf"(?:\s*[{_DASHES}]\s*)?")
        elif char == "/":
            found.append(r"/\s*")
        elif char in _APOSTROPHES:
            found.append(f"[{_APOSTROPHES}]")
        elif char in _QUOTATION:
            found.append(f"[{_QUOTATION}]")
        else:
            found.append(re.escape(char) + ("(?:[-‐]\\s*)?" if char.isalpha() and after.isalpha() else ""))
    return re.compile("".join(found))


def beside(report: Path) -> Path | None:
    """The ``.yaml`` beside a report's text, if there is one."""
    path = report.with_suffix(".yaml")
    return path if path.is_file() else None


def read(path: Path) -> Curation:
    """Read a ``.yaml``; raises :class:`InputError` with the line of what is wrong."""
    place = str(path)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except RecursionError:
        raise InputError(place, "is not valid YAML (nested too deep)", "mend the file or take it away") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{place}:{mark.line + 1}" if mark else place
        problem = getattr(error, "problem", None) or (
            "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "it holds a character that YAML forbids"
        )
        raise InputError(where, f"is not valid YAML ({problem})", "mend the file or take it away") from None
    if root is None:
        return Curation(place)
    sections = dict(_mapping(root, place, frozenset({"about", "expect", "means", "responses"})))
    about = {key: _fact(key, node, place) for key, node in _mapping(sections.get("about"), place, _ABOUT)}
    expect = {
        key: (_count(node, place), _line(node, place)) for key, node in _mapping(sections.get("expect"), place, _COUNTS)
    }
    meanings = tuple(
        Meaning(
            _text(entry["text"], place),
            tuple(_text(thing, place) for thing in entry["things"].value),
            _text(entry["reason"], place),
            where,
        )
        for entry, where in _entries(sections.get("means"), place, {"text", "things", "reason"})
    )
    corrections = tuple(
        Correction(
            _text(entry["quote"], place), _response(entry["response"], place), _text(entry["reason"], place), where
        )
        for entry, where in _entries(sections.get("responses"), place, {"quote", "response", "reason"})
    )
    return Curation(place, about, expect, meanings, corrections)


def _line(node: yaml.Node, place: str) -> str:
    return f"{place}:{node.start_mark.line + 1}"


def _mapping(node: yaml.Node | None, place: str, known: frozenset[str]) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    if node is None or (isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null")):
        return
    if not isinstance(node, yaml.MappingNode):
        raise InputError(_line(node, place), "is no mapping", "write 'key: value' lines")
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise InputError(_line(key, place), "a key is no text", f"use one of: {', '.join(sorted(known))}")
        if key.value in seen:
            raise InputError(_line(key, place), f"the key {key.value!r} stands here twice", "keep one of them")
        seen.add(key.value)
        if key.value not in known:
            raise InputError(_line(key, place), f"unknown key {key.value!r}", f"use one of: {', '.join(sorted(known))}")
        yield key.value, value


def _entries(node: yaml.Node | None, place: str, wanted: set[str]) -> Iterator[tuple[dict[str, Any], str]]:
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise InputError(_line(node, place), "is no list", "write one '- ' entry a correction")
    for one in node.value:
        entry = dict(_mapping(one, place, frozenset(wanted)))
        if missing := sorted(wanted - entry.keys()):
            raise InputError(
                _line(one, place),
                f"lacks {', '.join(missing)}",
                "every correction says all of: " + ", ".join(sorted(wanted)),
            )
        if "things" in entry and not isinstance(entry["things"], yaml.SequenceNode):
            raise InputError(_line(entry["things"], place), "'things' is no list", "write [] for none")
        yield entry, _line(one, place)


def _text(node: yaml.Node, place: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise InputError(_line(node, place), "is no text", "write a text after the key")
    return str(node.value)


# What the values of `about` look like, where they are not free text.
_FORMS = {
    "id": (re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"), "an ID: lower-case letters, digits and single hyphens"),
    "year": (re.compile(r"(?:19|20)\d\d"), "a year of four digits"),
    "periodStart": (re.compile(r"(?:19|20)\d\d"), "a period's first year, of four digits"),
    "periodEnd": (re.compile(r"(?:19|20)\d\d"), "a period's last year, of four digits"),
    "round": (re.compile(r"[1-9][0-9]?"), "a round's number"),
}


def _fact(key: str, node: yaml.Node, place: str) -> str:
    text = _text(node, place)
    form, what = _FORMS.get(key, (None, ""))
    if form and not form.fullmatch(text):
        raise InputError(_line(node, place), f"{text!r} is not {what}", f"write {key} so")
    return text


def _count(node: yaml.Node, place: str) -> int:
    text = _text(node, place)
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise InputError(_line(node, place), f"{text!r} is no count", "write a whole number")
    return int(text)


def _response(node: yaml.Node, place: str) -> str:
    text = _text(node, place)
    if text not in _RESPONSES:
        raise InputError(
            _line(node, place), f"unknown response {text!r}", f"use one of: {', '.join(sorted(_RESPONSES))}"
        )
    return text
