"""The page of the ontology, as the service shows it."""

from __future__ import annotations

from typing import Any

from memgraph.store import Store
from memgraph.web.frames import Reply
from memgraph.web.limits import Limits
from memgraph.web.negotiation import HTML, content_type
from memgraph.web.ontology import page
from memgraph.web.pages import SERVED


def ontology(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The terms with their links, rules and queries."""
    return Reply(200, content_type(HTML.media_type), page(SERVED).encode())
