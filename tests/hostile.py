"""Names that would do something if a page or a picture did not escape them, and a store whose things bear them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from memgraph.store import open_store
from memgraph.vocab import PREFIXES

HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(2)',
    "' autofocus onfocus='alert(3)",
    "{{1931*7}}",
    "{% raw %}",
    "</textarea></title></style><svg onload=alert(4)>",
    "javascript:alert(5)",
    "&lt;b&gt;",
    "\u202egnp.exe",
    "]]><!--",
    "]]></svg><script>alert(6)</script>",
    "</title></text><image href=x onerror=alert(7)>",
    "</desc><a href=javascript:alert(8)>",
    '"}</style><style>*{display:none}',
    "&#x3c;script&#x3e;",
    "url(https://example.org/x)",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2067abc",
    "W" * 400,
    "a\u0301\U000e0001\u200b\ufeff\u00a0end",
]


def renamed(path: Path) -> ox.Store:
    """The data of a store with a hostile name for each thing."""
    made, label, number = ox.Store(), PREFIXES["skos"] + "prefLabel", 0
    for quad in open_store(path).engine:
        if quad.predicate.value == label and isinstance(quad.object, ox.Literal):
            number += 1
            name = f"{HOSTILE[number % len(HOSTILE)]} {number}"
            quad = ox.Quad(quad.subject, quad.predicate, ox.Literal(name, language="en"), quad.graph_name)
        made.add(quad)
    return made
