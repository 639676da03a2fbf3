"""Calling the command line as a person does, and an invented report to call it with."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from memgraph.build import Knowledge
from memgraph.ground import nquads
from memgraph.vocab import AUTHORITY_GRAPH, DATASET_GRAPH, INFERRED_GRAPH, report_graph

REPORTS = report_graph("")
THEME = (
    "Measures to Control and Counter the Illicit Cultivation, Production, Trafficking, and Distribution of Drugs, "
    "and to Address their Causes and Consequences"
)
# Invented: no such report was ever published. Small, so that a build of it takes a second.
INVENTED = f"""\
MULTILATERAL EVALUATION MECHANISM (MEM)

JAMAICA

Evaluation Report on Drug Policies:
{THEME}

EIGHTH EVALUATION ROUND

2023

OEA/Ser.L/XIV.2.99
CICAD/doc.9999/23

ISBN 978-0-0000-0000-0

PREFACE

This is an invented report.

OBJECTIVE
1

STRENGTHEN THE NATIONAL AUTHORITIES.

Priority Action 1.1: Establish a national drug authority.

Jamaica has a national drug authority.

Priority Action 1.2: Train the staff of the authority.

Jamaica does not have training programs.

OBJECTIVE
2

EXCHANGE INFORMATION.

Priority Action 2.1: Exchange information on drug trafficking.

The country exchanges information through the following bodies:

- The Invented Customs Office
- The Invented Police Force

EVALUATIVE SUMMARY

Objective 1

Strengthen the national authorities.

CICAD observes that Jamaica has a national drug authority. However, the country does not have training programs.

Objective 2

Exchange information.

CICAD notes that the country exchanges information.

ORGANIZATION OF AMERICAN STATES
"""

# What these ask of one report alone has no answer; tests/test_countries.py asks it of several.
OF_SEVERAL = {"response-changes", "shared-partners"}

# The form of a fault: ``place: what is wrong; what to do``.
FAULT = re.compile(r"(?P<place>\S.*?): (?P<what>\S.*?); (?P<todo>\S.*)")


@dataclass(frozen=True)
class Done:
    """What a call gave."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Its data as text."""
        return self.out.decode()


def command(*args: object) -> list[str]:
    """The words of a call."""
    return [sys.executable, "-m", "memgraph", *map(str, args)]


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a call: nothing that changes an answer is inherited."""
    ours = {"MEMGRAPH_STORE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONIOENCODING"}
    return {name: value for name, value in os.environ.items() if name not in ours} | more


def call(
    *args: object, stdin: bytes = b"", env: dict[str, str] | None = None, timeout: float = 60, **more: Any
) -> Done:
    """Run ``memgraph`` and wait for it."""
    done = subprocess.run(
        command(*args), input=stdin, capture_output=True, env=surroundings(**(env or {})), timeout=timeout, **more
    )
    return Done(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def blocks(err: str) -> list[list[str]]:
    """What stands on stderr as blocks: a line and the indented lines below it."""
    found: list[list[str]] = []
    for line in err.removesuffix("\n").split("\n") if err else []:
        if line.startswith("    ") and found:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def fault(block: Sequence[str], place: str, *words: str) -> None:
    """Assert that a block is a fault in the form of the contract, at that place and with those words."""
    match = FAULT.fullmatch(block[0])
    assert match, block
    assert match["place"] == place, block
    said = " ".join([match["what"], match["todo"], *block[1:]]).casefold()
    for word in words:
        assert word.casefold() in said, (word, block)


def refused(done: Done, code: int, place: object, *words: str) -> None:
    """Assert that a call was refused: exit code, one block in the contract's form, no data, no traceback."""
    assert "Traceback" not in done.err, done.err
    assert done.code == code, (done.code, done.err)
    found = blocks(done.err)
    assert len(found) == 1, done.err
    fault(found[0], str(place), *words)
    assert done.out == b""


def generation(store: Path) -> str:
    """The generation that a store's readers see."""
    return (store / "current").read_text()


def reports(store: object) -> list[str]:
    """The IDs of the reports that the store answers with."""
    done = call("query", "reports", "-f", "csv", "--store", store)
    assert done.code == 0, done.err
    return sorted(line.split(",")[0].rsplit("/", 1)[-1] for line in done.text.splitlines()[1:])


def staged(graphs: Iterable[tuple[str, bytes]], known: Knowledge) -> ox.Store:
    """An in-memory store of report graphs (name and N-Triples) with all else, closed over everything at once."""
    made, inferred = known.ground.staged(), ox.NamedNode(INFERRED_GRAPH)
    for name, triples in graphs:
        made.load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    for name in (inferred, ox.NamedNode(DATASET_GRAPH)):
        made.remove_graph(name)
    data = {quad.triple for quad in made if str(quad.graph_name).strip("<>").startswith((AUTHORITY_GRAPH, REPORTS))}
    follows = known.ground.rules.grown(data, lambda *_: ()) - {quad.triple for quad in made}
    made.load(nquads(follows, INFERRED_GRAPH), format=ox.RdfFormat.N_QUADS)
    return made
