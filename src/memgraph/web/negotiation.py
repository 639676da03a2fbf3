"""Which format an answer has: by ``?format=``, else by Accept (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from memgraph.formats import FORMATS, Format

# What the service gives, in its own order of preference: the first is for those who do not mind.
TABLES = tuple(FORMATS[name] for name in ("json", "xml", "csv", "tsv"))
GRAPHS = tuple(FORMATS[name] for name in ("turtle", "trig", "nt", "nq", "jsonld", "rdfxml"))
# For people: never what one gets who does not ask for it.
HTML = Format("html", "html", "text/html", "page")
# What has a page for people: the module that makes it, and the formats of data that the page competes with.
PAGES: dict[str, tuple[str, tuple[Format, ...]]] = {
    "canned": ("question", TABLES),
    "known": ("documents", GRAPHS),
    "thing": ("dossiers", GRAPHS),
    "ontology": ("terms", GRAPHS),
    "query": ("form", (*TABLES, *GRAPHS)),
    "description": ("form", GRAPHS),
    "report": ("reading", ()),
    "start": ("start", ()),
    "search": ("start", ()),
    "about": ("start", ()),
    "picture": ("pictures", ()),
    "index": ("pictures", ()),
    "compare": ("comparison", ()),
}
# Names that clients use for the same formats; a client gets the name that it asked for.
_ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
# What clients call a format of graphs in ?format=, some of it as they call one of tables.
_OF_GRAPHS = {"xml": "rdfxml", "rdf+xml": "rdfxml", "json": "jsonld", "json-ld": "jsonld", "n3": "turtle"}
_TEXT = ("text/", "+xml", "/xml")
_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;[^,]*)?)$")
_Q = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?=;|$)", re.IGNORECASE)
_LONGEST = 4096


def by_name(name: str, offered: Sequence[Format]) -> Format | None:
    """The offered format of a name, a suffix or a media type."""
    for one in offered:
        if name in (one.name, one.suffix, one.media_type) or one.name in (_ALIASES.get(name), _OF_GRAPHS.get(name)):
            return one
    return None


@lru_cache(maxsize=256)
def by_accept(accept: str, offered: tuple[Format, ...]) -> tuple[Format, str] | None:
    """The best offered format and its media type, or None where none is acceptable.

    The more exact range counts; of equal quality the first offered wins. A header that says nothing
    that can be read accepts anything.
    """
    ranges: dict[str, float] = {}
    for part in accept[:_LONGEST].split(","):
        if match := _RANGE.match(part):
            weight = _Q.search(match[2])
            ranges[match[1].lower()] = float(weight[1]) if weight else 1.0
    if not ranges:
        return offered[0], offered[0].media_type
    best: tuple[float, Format, str] | None = None
    for one in offered:
        names = [one.media_type, *(alias for alias, name in _ALIASES.items() if name == one.name and alias in ranges)]
        for name in names:
            quality = ranges.get(name, ranges.get(name.split("/")[0] + "/*", ranges.get("*/*", 0.0)))
            if quality > 0 and (best is None or quality > best[0]):
                best = (quality, one, name)
    return best and best[1:]


def for_people(names: Sequence[str], accept: str, offered: tuple[Format, ...]) -> bool:
    """Whether a page is wanted rather than one of the offered formats."""
    if names:
        return names[0] in (HTML.name, HTML.media_type)
    found = by_accept(accept, (*offered, HTML))
    return found is not None and found[0] is HTML


def wants_page(asked: Mapping[str, Any]) -> bool:
    """Whether what is asked of a worker is to be answered with a page."""
    if asked["ask"] not in PAGES:
        return False
    _, offered = PAGES[asked["ask"]]
    return not offered or for_people(asked["format"], asked["accept"], offered)


def content_type(media_type: str) -> str:
    """The media type as a header says it: text says that it is UTF-8."""
    return f"{media_type}; charset=utf-8" if any(part in media_type for part in _TEXT) else media_type


def listed(offered: Sequence[Format]) -> str:
    """The offered media types, for a refusal."""
    return ", ".join(one.media_type for one in offered)
