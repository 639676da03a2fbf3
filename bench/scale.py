"""Stores of many reports: what adding, removing, asking, building and being killed cost, by the number of reports.

    python bench/scale.py [--sizes 35 350] [--builds 4 12] [--runs 5] [--kills 6]

``--sizes`` are those of stores made of one generated report's share under other IDs, ``--builds`` numbers of generated
texts that are built whole. Sizes are interleaved; what a table row says is the median with minimum and maximum; each
run stands in ``bench/raw/scale.csv``. Seconds are of processor time (the process and those it started) unless they are
called wall. Killed at random moments: ``add`` and ``build``, each so many times.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import corpus
import pyoxigraph as ox

from memgraph import __version__, build, generations, graph, shares, store, validation
from memgraph.edition import Edition
from memgraph.ground import parsed
from memgraph.staleness import knowledge_files, stamp

HERE = Path(__file__).parent
MEMGRAPH = [sys.executable, "-m", "memgraph"]
FLOOR = """
import sys, pyoxigraph
engine = pyoxigraph.Store(sys.argv[2])
engine.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
engine.flush()
"""
raw: list[tuple[str, int, str, float]] = []


# Starts a command and says what it cost: a process of its own, because the peak of what starts a process counts for it.
LAUNCH = """
import os, subprocess, sys, time
def held(pid):  # resident kilobytes of a process and of all that it started
    try:
        pages = int(open(f"/proc/{pid}/statm").read().split()[1])
        tasks = os.listdir(f"/proc/{pid}/task")
        below = [int(p) for t in tasks for p in open(f"/proc/{pid}/task/{t}/children").read().split()]
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE") // 1024 + sum(map(held, below))
start, peak = time.perf_counter(), 0
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
while not (done := os.wait4(process.pid, os.WNOHANG))[0]:
    peak = max(peak, held(process.pid))
    time.sleep(0.05)
used = done[2]
print(done[1], used.ru_utime + used.ru_stime, time.perf_counter() - start, peak / 1024)
"""


def cost(words: list[str | Path]) -> dict[str, float]:
    """What a process and those that it started cost: processor seconds, wall seconds, megabytes of all at the peak.

    Raises if it fails.
    """
    done = subprocess.run([sys.executable, "-c", LAUNCH, *map(str, words)], capture_output=True, text=True, check=True)
    status, seconds, wall, megabytes = map(float, done.stdout.split())
    if status:
        raise RuntimeError(done.stderr)
    return {"seconds": seconds, "wall": wall, "MB": megabytes}


def interleaved(things: dict[str, Callable[[], dict[str, float]]], runs: int) -> dict[str, dict[str, list[float]]]:
    """Run the things in turn, A B A B …, after one warm-up each."""
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in things}
    for number in range(-1, runs):
        for name, thing in things.items():
            for unit, value in thing().items():
                if number >= 0:
                    taken[name].setdefault(unit, []).append(value)
                    raw.append((name, number, unit, value))
    for name, units in taken.items():
        row(name, units)
    return taken


def row(name: str, units: dict[str, list[float]]) -> None:
    """Print medians with minimum and maximum."""
    told = (f"{statistics.median(v):9.2f} {unit} ({min(v):.2f}–{max(v):.2f})" for unit, v in units.items())
    print(f"{name:<34}" + "  ".join(told), flush=True)


def ratio(name: str, one: list[float], other: list[float], goal: str) -> None:
    """Print the median of the ratios of the pairs."""
    print(f"{'  ' + name:<34}{statistics.median(a / b for a, b in zip(one, other, strict=True)):9.2f} ×  goal: {goal}")


def multiplied(one: shares.Share, size: int, where: Path, known: build.Knowledge) -> None:
    """A store of so many reports, all with the share of one, under other IDs."""
    name = one.entry["id"]
    entries = []
    with generations.building(where), generations.draft(where) as draft:
        edition = Edition(draft, known.ground)
        for number in range(size):
            other = f"copy-{number:04}"
            entry = one.entry | {"id": other, "path": f"/no/{other}.txt"}
            counts = {graph_name.replace(name, other): count for graph_name, count in one.counts.items()}
            edition.give(
                one._replace(entry=entry, quads=one.quads.replace(name.encode(), other.encode()), counts=counts)
            )
            entries.append(entry)
        counts, tally = edition.close()
        stamps = [[str(path), stamp(path)] for path in knowledge_files()]
        draft.publish(
            store.Manifest(
                store.FORMAT, __version__, tuple(entries), (), known.sha256, counts, tally._asdict(), {}, stamps
            )
        )


def adding(stores: dict[int, Path], text: Path, name: str, runs: int) -> None:
    """Add and remove a report at each size, and ask a question from cold."""
    print("\nAdding and removing one report, by the number of reports in the store")

    def at(size: int, *words: str | Path) -> Callable[[], dict[str, float]]:
        return lambda: cost([*MEMGRAPH, "--store", stores[size], *words])

    things = {}
    for size in stores:
        things[f"add at {size}"] = at(size, "add", "-q", text)
    for size in stores:
        things[f"add --replace at {size}"] = at(size, "add", "-q", "--replace", text)
    for size in stores:
        things[f"remove at {size}"] = at(size, "remove", "-q", name)
    for size in stores:
        things[f"query reports at {size}"] = at(size, "query", "reports", "-p", "report=copy-0000", "-f", "csv")
    for size in stores:
        things[f"query gaps at {size}"] = at(size, "query", "gaps", "-p", "report=copy-0000", "-f", "csv")
    taken = interleaved(things, runs)
    first, *others = stores
    for size in others:
        for what, goal in (
            ("add", "1.3"),
            ("add --replace", "1.3"),
            ("remove", "1.3"),
            ("query reports", "1.5"),
            ("query gaps", "1.5"),
        ):
            pair = [taken[f"{what} at {one}"]["seconds"] for one in (size, first)]
            ratio(f"{what}: {size} against {first}", pair[0], pair[1], goal)


def building(numbers: list[int], folder: Path) -> None:
    """Build so many generated texts, then bulk-load the same quads with the engine alone."""
    print("\nBuilding generated texts, against the engine's bulk load of the same quads")
    for number in numbers:
        texts = list(corpus.write(number, folder / f"texts-{number}"))
        where = folder / f"built-{number}"
        whole = cost([*MEMGRAPH, "--store", where, "build", "-q", *texts])
        opened = store.open_store(where)
        opened.engine.dump(str(folder / "all.nq"), format=ox.RdfFormat.N_QUADS)
        quads = sum(opened.manifest.counts.values())
        floor = cost([sys.executable, "-c", FLOOR, folder / "all.nq", folder / "floor"])
        for what, units in ((f"build of {number}", whole), (f"bulk load of {number}", floor)):
            raw.extend((what, 0, unit, value) for unit, value in units.items())
            row(what, {unit: [value] for unit, value in units.items()})
        beyond = (whole["seconds"] - 1.5 * floor["seconds"]) / number
        print(f"  {quads:,} quads; a report beyond 1.5 × the bulk load: {beyond:.2f} s  goal: 1.5")
        shutil.rmtree(folder / "floor")
        (folder / "all.nq").unlink()


def killed(where: Path, text: Path, name: str, times: int, texts: list[Path], folder: Path) -> None:
    """kill -9 at random moments of an add and of a build: what is then there, and how long it takes to open it."""
    chance = random.Random(1)
    for what, words, after in (
        ("add", ["add", "-q", text], {name}),
        ("build", ["build", "-q", *texts], set()),
    ):
        target = folder / f"killed-{what}"
        shutil.copytree(where, target)
        whole = cost([*MEMGRAPH, "--store", target, *words])["wall"]
        shutil.rmtree(target)
        opening: list[float] = []
        old = new = 0
        for _ in range(times):
            shutil.copytree(where, target)
            before = {entry["id"] for entry in store.manifest(target).reports}
            normal = statistics.median(opened_in(target)[1] for _ in range(5))
            process = subprocess.Popen([*MEMGRAPH, "--store", str(target), *map(str, words)], stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, whole * 1.4))
            process.kill()
            process.wait()
            opened, seconds = opened_in(target)
            opening.append(seconds / normal)
            raw.append((f"{what} killed: opening, as a ratio", len(opening), "×", opening[-1]))
            found = {entry["id"] for entry in opened.manifest.reports}
            wanted = before | after if what == "add" else {path.stem for path in texts}
            assert found in (before, wanted), found
            held = {name: sum(1 for _ in opened.quads(name)) for name in opened.graphs()}
            assert held == opened.manifest.counts, "counts that are not those of what is there"
            old, new = old + (found == before), new + (found == wanted)
            del opened
            shutil.rmtree(target)
        print(f"{f'{what} killed {times} times':<34}{old} old, {new} new, 0 mixed; ", end="")
        print(f"opening it took {statistics.median(opening):.2f} × (at most {max(opening):.2f} ×)  goal: 2")


def opened_in(where: Path) -> tuple[store.Store, float]:
    """An opened store and the wall seconds that it took to open."""
    begun = time.perf_counter()
    opened = store.open_store(where)
    return opened, time.perf_counter() - begun


def one_report(text: Path, known: build.Knowledge, folder: Path, runs: int) -> None:
    """The stages of one report, and the reasoner ``reasonable`` on the same triples where it is installed."""
    print("\nOne report, stage by stage (beyond the start of the process)")
    loaded = build.load(text, known)
    facts = parsed(loaded.triples)
    things: dict[str, Callable[[], object]] = {
        "read and link": lambda: build.read(text, known),
        "write its graph": lambda: graph.graph(loaded.linked),
        "infer": lambda: known.ground.adds(facts),
    }
    if known.judge is not None:
        things["validate (pyrudof)"] = lambda: known.judge.conforms(loaded.triples)  # type: ignore[union-attr]
    made = graph.graph(loaded.linked)
    things["validate (pyshacl)"] = lambda: validation.validate(made, known.context, known.shapes, loaded.linked.report)
    try:
        import reasonable

        (folder / "one.ttl").write_text(loaded.triples + known.context.serialize(format="nt"), encoding="utf-8")

        def reason() -> None:
            engine = reasonable.PyReasoner()
            engine.load_file(str(folder / "one.ttl"))
            engine.reason()

        things["infer (reasonable, from a file)"] = reason
        things["infer (ours, from N-Triples)"] = lambda: known.ground.adds(parsed(loaded.triples))
    except ImportError:
        print("  reasonable is not installed: no comparison (pip install reasonable)")

    def timed(thing: Callable[[], object]) -> dict[str, float]:
        begun = time.process_time()
        thing()
        return {"seconds": time.process_time() - begun}

    interleaved({name: lambda t=thing: timed(t) for name, thing in things.items()}, runs)  # type: ignore[misc]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="*", default=[35, 350])
    options.add_argument("--builds", type=int, nargs="*", default=[4, 12])
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--kills", type=int, default=6)
    options.add_argument("--folder", type=Path, help="where the stores are made (default: a temporary folder)")
    given = options.parse_args()
    known = build.knowledge()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        text, other, *texts = corpus.write(6, folder / "texts")
        one_report(other, known, folder, given.runs)
        share = build.share(other, known)
        stores = {size: folder / f"store-{size}" for size in given.sizes}
        for size, where in stores.items():
            multiplied(share, size, where, known)
        if stores:
            adding(stores, text, text.stem, given.runs)
        if given.kills:
            print("\nKilled at random moments")
            multiplied(share, 3, folder / "small", known)
            killed(folder / "small", text, text.stem, given.kills, texts, folder)
        building(given.builds, folder)
    (HERE / "raw").mkdir(exist_ok=True)
    with (HERE / "raw" / "scale.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("thing", "run", "unit", "value"), *raw])


if __name__ == "__main__":
    main()
