"""What memgraph costs, as whole processes, interleaved; where two things are compared, as a ratio.

    python bench/run.py [RUNS]

Prints a table of medians with minimum and maximum, and keeps every run in ``bench/raw/runs.csv``.
Data: the shipped reports, nothing else. Each thing is run once unmeasured first.
"""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
MEMGRAPH = [sys.executable, "-m", "memgraph"]

# The floor of a cold canned query: the same SPARQL, asked by the shortest script that can.
BARE = """
import sys, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
answer = store.query(open(sys.argv[2], encoding="utf-8").read(), use_default_graph_as_union=True)
sys.stdout.buffer.write(answer.serialize(format=pyoxigraph.QueryResultsFormat.CSV))
"""
ASKED = ("gaps", "action-responses", "institution-law-action", "passages")


def seconds(command: list[str]) -> float:
    """Wall-clock seconds of one whole process; raises if it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(
    things: dict[str, Callable[[], float]], runs: int, raw: list[tuple[str, int, float]]
) -> dict[str, list[float]]:
    """Run the things in turn, A B A B …, after one warm-up each."""
    for thing in things.values():
        thing()
    taken: dict[str, list[float]] = {name: [] for name in things}
    for number in range(runs):
        for name, thing in things.items():
            taken[name].append(thing())
            raw.append((name, number, taken[name][-1]))
    return taken


def line(name: str, values: list[float], note: str = "") -> str:
    """One row of the report: median (min–max) in milliseconds."""
    ms = [1000 * value for value in values]
    return f"{name:<44} {statistics.median(ms):8.0f} ms ({min(ms):.0f}–{max(ms):.0f}) {note}"


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    raw: list[tuple[str, int, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store"
        build = measure(
            {"memgraph build (the shipped reports)": lambda: seconds([*MEMGRAPH, "--store", store, "build", "-q"])},
            3,
            raw,
        )
        for name, values in build.items():
            print(line(name, values, "goal: 6000"))
        generation = (Path(store) / "current").read_text(encoding="utf-8").strip()
        database = f"{store}/{generation}/db"
        for query in ASKED:
            text = str(HERE.parent / "queries" / f"{query}.rq")
            things = {
                f"memgraph query {query} -f csv": lambda q=query: seconds(
                    [*MEMGRAPH, "--store", store, "query", q, "-f", "csv"]
                ),
                f"bare pyoxigraph script, {query}": lambda t=text: seconds([sys.executable, "-c", BARE, database, t]),
            }
            taken = measure(things, runs, raw)
            ours, bare = taken.values()
            ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
            for name, values in taken.items():
                print(line(name, values))
            print(f"{'  ratio, median of the pairs':<44} {ratio:8.2f} ×  goal: 2")
        helped = measure({"memgraph --help": lambda: seconds([*MEMGRAPH, "--help"])}, runs, raw)
        for name, values in helped.items():
            print(line(name, values, "goal: 200"))
    (HERE / "raw").mkdir(exist_ok=True)
    with (HERE / "raw" / "runs.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("thing", "run", "seconds"))
        writer.writerows(raw)


if __name__ == "__main__":
    main()
