"""What several tests need: the shipped report, read and stored once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from memgraph import build, builder, resources
from memgraph.build import Knowledge
from memgraph.linking import Linked
from serving import Service, serving

# In the background of a shell SIGINT is ignored, and so it would be by the processes that tests start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def seed() -> Path:
    """The first shipped report."""
    return resources.seeds()[0]


@pytest.fixture(scope="session")
def known() -> Knowledge:
    """Ontology, authority and shapes as shipped."""
    return build.knowledge()


@pytest.fixture(scope="session")
def linked(seed: Path, known: Knowledge) -> Linked:
    """The shipped report, read and linked."""
    return build.read(seed, known)


@pytest.fixture(scope="session")
def peru_store(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a store made of the shipped report."""
    where = tmp_path_factory.mktemp("store") / "memgraph"
    builder.build([seed], where)
    return str(where)


@pytest.fixture(scope="module")
def service(peru_store: str) -> Iterator[Service]:
    """The shipped report, served."""
    with serving(peru_store) as running:
        yield running
