"""The closed namespaces: a misspelt term of ours is an AttributeError, not a silent triple."""

from __future__ import annotations

import re

from rdflib import Namespace
from rdflib.namespace import ClosedNamespace

from memgraph.resources import ONTOLOGY_FILE
from memgraph.vocab import MEM as _MEM
from memgraph.vocab import PREFIXES

MEM = ClosedNamespace(
    _MEM, sorted(set(re.findall(r"^mem:(\w+)\s+a\s", ONTOLOGY_FILE.read_text(encoding="utf-8"), re.MULTILINE)))
)
OA = ClosedNamespace(
    PREFIXES["oa"],
    (
        "Annotation SpecificResource TextPositionSelector TextQuoteSelector hasBody hasTarget hasSource hasSelector "
        "start end exact"
    ).split(),
)
ELI = Namespace(PREFIXES["eli"])
SCHEMA = Namespace(PREFIXES["schema"])
