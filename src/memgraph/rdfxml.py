"""Triples to RDF/XML: an element for each subject, namespaces in a fixed order (RDF 1.1 XML Syntax)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from memgraph.errors import CallError
from memgraph.vocab import PREFIXES

_RDF = PREFIXES["rdf"]
_XSD_STRING = PREFIXES["xsd"] + "string"
# XML 1.0 section 2.2: characters that no document may hold, not even escaped.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Namespaces in XML 1.0, section 4: the longest end of an address that is a name without a colon.
_START = (
    "A-Za-z_\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = re.compile(rf"[{_START}][{_START}0-9.\xb7\u0300-\u036f\u203f\u2040-]*$")
# Section 5.1 of the syntax: names that mean something else there than a property.
_NO_PROPERTY = {
    _RDF + name
    for name in (
        "Description RDF ID about bagID parseType resource nodeID datatype li aboutEach aboutEachPrefix".split()
    )
}


def document(triples: Sequence[ox.Triple], notice: Callable[[str], None]) -> bytes:
    """A document of triples in their order.

    A character that XML forbids is written as U+FFFD, so that offsets still hold; ``notice`` and a
    comment in the document say so. Raises :class:`CallError` for a property whose address does not
    end in a name of XML.
    """
    prefixes = {space: prefix for prefix, space in PREFIXES.items()}
    names: dict[str, str] = {}
    for address in sorted({triple.predicate.value for triple in triples}):
        space, local = _split(address)
        prefix = prefixes.setdefault(space, f"ns{len(prefixes)}")
        names[address] = f"{prefix}:{local}"
    used = {name.partition(":")[0] for name in names.values()} | {"rdf"}
    spaces = [f"xmlns:{prefix}={quoteattr(space)}" for space, prefix in prefixes.items() if prefix in used]
    body = "".join(_subject(subject, list(about), names) for subject, about in groupby(triples, lambda t: t.subject))
    lost = _lost(triples)
    if lost:
        notice(f"rdfxml: {lost}; the other formats keep them")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            *([f"<!-- {lost}. -->"] if lost else []),
            "<rdf:RDF " + "\n    ".join(spaces) + ">",
            body + "</rdf:RDF>\n",
        ]
    ).encode()


def _split(address: str) -> tuple[str, str]:
    match = _NAME.search(address)
    if match is None or match.start() == 0 or address in _NO_PROPERTY:
        raise CallError("rdfxml", f"<{address}> cannot be an element of XML", "choose another format: turtle, jsonld …")
    return address[: match.start()], match[0]


def _lost(triples: Sequence[ox.Triple]) -> str:
    """What is said of the values that XML cannot hold as they are; empty where there is none."""
    values = [t.object.value for t in triples if isinstance(t.object, ox.Literal) and _FORBIDDEN.search(t.object.value)]
    if not values:
        return ""
    codes = ", ".join(f"U+{ord(char):04X}" for char in sorted(set(_FORBIDDEN.findall("".join(values)))))
    return f"{len(values)} value{'s' * (len(values) > 1)} with {codes}, which XML 1.0 forbids, written as U+FFFD"


def _subject(subject: Any, about: list[ox.Triple], names: dict[str, str]) -> str:
    lines = [f"  <rdf:Description {_node(subject, 'about')}>"]
    for triple in about:
        name, value = names[triple.predicate.value], triple.object
        if not isinstance(value, ox.Literal):
            lines.append(f"    <{name} {_node(value, 'resource')}/>")
            continue
        kind = ""
        if value.language:
            kind = f" xml:lang={quoteattr(value.language)}"
        elif value.datatype.value != _XSD_STRING:
            kind = f" rdf:datatype={quoteattr(value.datatype.value)}"
        # A bare carriage return would be read as a line feed (XML 1.0, section 2.11).
        text = escape(_FORBIDDEN.sub("\ufffd", value.value), {"\r": "&#xD;"})
        lines.append(f"    <{name}{kind}>{text}</{name}>")
    return "\n".join([*lines, "  </rdf:Description>\n"])


def _node(term: Any, attribute: str) -> str:
    if isinstance(term, ox.BlankNode):
        return f'rdf:nodeID="{term.value}"'
    return f"rdf:{attribute}={quoteattr(term.value)}"
