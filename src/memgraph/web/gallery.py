"""Which pictures there are, and the canned queries whose rows they draw."""

from __future__ import annotations

from memgraph import queries
from memgraph.queries import Parameter

PICTURES = {
    "network": ("institution-law-action",),
    "responses": ("objective-scorecard", "action-responses"),
    "lineage": ("law-lineage",),
}


def parameters(name: str) -> list[Parameter]:
    """The parameters of a picture: those that all its queries take."""
    first, *rest = (queries.find(one).parameters for one in PICTURES[name])
    return [one for one in first if all(one.name in {other.name for other in several} for several in rest)]
