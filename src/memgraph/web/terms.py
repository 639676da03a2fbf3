"""The page of the ontology, as the service shows it."""

from __future__ import annotations

from typing import Any

from memgraph.store import Store
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.ontology import shown
from memgraph.web.pages import page


def ontology(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The terms with their links, rules and queries."""
    return page("ontology.html", "/ontology", request, **shown())
