"""memgraph: MEM evaluation reports as a knowledge graph that people can question.

``memgraph.open()`` gives a :class:`memgraph.api.Memgraph`; everything else is behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memgraph.api import Memgraph

__version__ = "0.1.0"


def open(store: str | None = None) -> Memgraph:
    """Open a store for questions; see :func:`memgraph.api.open_store`."""
    # Imported here so that `import memgraph` alone (as every command does) loads no engine (29 ms).
    from memgraph.api import open_store

    return open_store(store)
