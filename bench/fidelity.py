"""How much of a report is read, and how much of what is read is right: precision and recall against hand annotation.

    python bench/fidelity.py [-v] [REPORT.txt GOLD_FOLDER]...

Without arguments, Peru (read once more for ``bench/gold``) and the invented reports of ``tests/invented`` are
measured; their gold was written before the program was seen. ``-v`` lists what was missed (-) and what was
read beyond the gold (+).
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from memgraph import build, contradictions, figures, relations, responses, systems, training
from memgraph.folding import folded
from memgraph.linking import Linked
from memgraph.text import readable

ROOT = Path(__file__).parents[1]
Row = tuple[str, ...]


def plain(text: str) -> str:
    """Text for comparing: folded, only letters and digits, without the words between the parties of an agreement."""
    words = re.sub(r"[^a-z0-9]+", " ", folded(text)).split()
    return " ".join(word for word in words if word not in ("the", "and", "between", "signed"))


def gold(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one annotation file."""
    if not (folder / f"{name}.tsv").exists():
        return []
    with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def names(linked: Linked, iri: str) -> set[str]:
    """Everything that a thing is called in the report or the authority."""
    entry = linked.entry(iri)
    called = {plain(one) for one in (entry.name, *entry.labels, *entry.acronyms, entry.number or "") if one}
    called |= {plain(m.name) for m in linked.mentions if m.iri == iri}
    called |= {plain(re.sub(r"\s*\([^)]*\)$", "", m.name)) for m in linked.mentions if m.iri == iri}
    return called - {""}


def alike(one: str, other: str) -> bool:
    """Two names of one thing: equal, or one within the other and not much shorter."""
    return one == other or (min(len(one), len(other)) > 9 and (one in other or other in one))


def matched(wanted: list[list[set[str]]], found: list[list[set[str]]]) -> tuple[set[int], set[int]]:
    """Indices of wanted and found rows that match: a row is one thing or a pair of things, each by all its names."""
    hits: set[int] = set()
    used: set[int] = set()
    for i, row in enumerate(wanted):
        for j, other in enumerate(found):
            if j not in used and all(
                any(alike(a, b) for a in one for b in two) for one, two in zip(row, other, strict=True)
            ):
                hits.add(i)
                used.add(j)
                break
    return hits, used


def unique(rows: Iterable[tuple[Row, str, str]]) -> list[tuple[Row, list[Iterable[str]]]]:
    """Annotated pairs, each once."""
    kept = dict.fromkeys((key, plain(one), plain(other)) for key, one, other in rows)
    return [(key, [{one}, {other}]) for key, one, other in kept]


def called(linked: Linked, rows: Iterable[tuple[Row, str, str]]) -> list[tuple[Row, list[Iterable[str]]]]:
    """Pairs of IRIs that were read, each once, by all their names."""
    return [(key, [names(linked, one), names(linked, other)]) for key, one, other in sorted(set(rows))]


class Measure:
    """Counts by kind."""

    def __init__(self, verbose: bool) -> None:
        self.verbose = verbose
        self.rows: list[tuple[str, int, int, int]] = []

    def keyed(
        self, kind: str, wanted: Iterable[tuple[Row, Iterable[str]]], found: Iterable[tuple[Row, Iterable[str]]]
    ) -> None:
        """Compare things with exact keys and alternative names."""
        self.pairs(kind, [(key, [names]) for key, names in wanted], [(key, [names]) for key, names in found])

    def pairs(
        self,
        kind: str,
        wanted: Iterable[tuple[Row, list[Iterable[str]]]],
        found: Iterable[tuple[Row, list[Iterable[str]]]],
    ) -> None:
        """Compare rows of one or two things, each with its alternative names, under exact keys."""
        want = [(key, [{plain(n) for n in names if n} for names in row]) for key, row in wanted]
        have = [(key, [{plain(n) for n in names if n} for names in row]) for key, row in found]
        hits = 0
        for key in sorted({key for key, _ in want} | {key for key, _ in have}):
            mine = [n for k, n in want if k == key]
            other = [n for k, n in have if k == key]
            ok, used = matched(mine, other)
            hits += len(ok)
            if self.verbose:
                for i, one in enumerate(mine):
                    if i not in ok:
                        print("  -", kind, *key, "|", *(sorted(names)[:2] for names in one))
                for j, one in enumerate(other):
                    if j not in used:
                        print("  +", kind, *key, "|", *(sorted(names)[:2] for names in one))
        self.rows.append((kind, hits, len(want), len(have)))

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """By kind: how many were found of those wanted, how many were wanted, how many were read."""
        return {kind: (hits, want, have) for kind, hits, want, have in self.rows if want or kind == "contradictions"}

    def show(self) -> None:
        """Print the table."""
        for kind, (hits, want, have) in self.counts().items():
            recall = hits / want if want else 1.0
            precision = hits / have if have else 1.0
            print(f"{kind:<22} recall {recall:5.2f} ({hits}/{want})   precision {precision:5.2f} ({hits}/{have})")


def pairs() -> list[tuple[Path, Path]]:
    """The annotated reports and the folders of their gold, Peru first."""
    invented = sorted((ROOT / "tests" / "invented").glob("*.txt"))
    return [
        (ROOT / "seeds" / "peru-2022.txt", ROOT / "bench" / "gold" / "peru-2022"),
        *((path, path.with_suffix("")) for path in invented),
    ]


def measure(path: Path, folder: Path, verbose: bool = False) -> Measure:
    """Measure one report against its gold; a kind without a file of gold is left out."""
    known = build.knowledge()
    linked = build.read(path, known)
    report = linked.report
    table = Measure(verbose)
    body = ("statement", "caption", "item", "cell")

    said = [(a, p.response or "", readable(report.quote(p.span))) for p in report.of("statement") for a in p.actions]
    start = lambda text: " ".join(plain(text).split()[:6])  # noqa: E731
    table.keyed(
        "statements+response",
        (((r["action"], r["response"]), [start(r["quote-start"])]) for r in gold(folder, "statements")),
        (((a, answer), [start(q)]) for a, answer, q in said),
    )
    clauses = [(",".join(p.actions), p.response or "", readable(report.quote(p.span))) for p in report.of("summary")]
    table.keyed(
        "summary clauses",
        (((r["actions"].replace(" ", ""), r["response"]), [start(r["quote-start"])]) for r in gold(folder, "summary")),
        (((a, answer), [start(q)]) for a, answer, q in clauses),
    )
    by_action = {
        a.number: responses.of_action([p.response or "" for p in report.of("statement") if a.number in p.actions])
        for a in report.actions
    }
    table.keyed(
        "action responses",
        (((r["action"],), [r["response"]]) for r in gold(folder, "action-responses")),
        (((number,), [answer]) for number, answer in by_action.items()),
    )

    def mentioned(kind: str) -> list[tuple[Row, Iterable[str]]]:
        pairs = {
            (a, m.iri) for m in linked.mentions if m.kind == kind and m.passage.kind in body for a in m.passage.actions
        }
        return [((a,), names(linked, iri)) for a, iri in sorted(pairs)]

    table.keyed(
        "laws",
        (
            ((r["action"],), [r["number"] or r["title"], r["number"] and f"{r['type']} {r['number']}"])
            for r in gold(folder, "laws")
        ),
        mentioned("law"),
    )
    table.keyed(
        "institutions",
        (((r["action"],), [r["name"], r["acronym"]]) for r in gold(folder, "institutions")),
        mentioned("institution"),
    )
    table.keyed("documents", (((r["action"],), [r["title"]]) for r in gold(folder, "documents")), mentioned("document"))
    used = {m.iri for m in linked.mentions if m.kind == "system" and m.passage.kind in body}
    flags: dict[str, set[bool]] = {}
    for use in systems.read(linked):
        flags.setdefault(use.system, set()).add(use.in_use)
    word = lambda s: "disputed" if len(s) == 2 else str(next(iter(s), "")).lower()  # noqa: E731
    table.keyed(
        "systems",
        (((), [r["name"], r["acronym"]]) for r in gold(folder, "systems")),
        (((), names(linked, iri)) for iri in sorted(used)),
    )
    table.keyed(
        "systems+use",
        (((r["inUse"],), [r["name"], r["acronym"]]) for r in gold(folder, "systems")),
        (((word(flags.get(iri, set())),), names(linked, iri)) for iri in sorted(used)),
    )
    table.keyed(
        "training",
        (((r["action"],), [r["name"]]) for r in gold(folder, "training")),
        (((a,), [t.name]) for t in training.read(linked) for a in t.passage.actions),
    )
    table.keyed(
        "figures",
        (((r["action"], r["value"].replace(",", "")), ["x"]) for r in gold(folder, "figures")),
        (((a, f.value), ["x"]) for f in figures.read(linked) for a in f.passage.actions),
    )
    links, lineage, roles = relations.read(linked)
    # A pair that an action states twice is one pair.
    table.pairs(
        "stated links",
        unique(((r["action"],), r["institution"], r["law-or-document"]) for r in gold(folder, "links")),
        called(linked, (((a,), one.institution, one.law) for one in links for a in one.passage.actions)),
    )
    table.pairs(
        "lineage",
        unique(((r["action"], r["relation"]), r["source"], r["target"]) for r in gold(folder, "lineage")),
        called(linked, (((a, one.relation), one.source, one.target) for one in lineage for a in one.passage.actions)),
    )
    table.keyed(
        "roles (pairs)",
        sorted({((r["action"],), (r["institution"],)) for r in gold(folder, "roles")}),
        [((a,), names(linked, i)) for a, i in sorted({(a, r.institution) for r in roles for a in r.passage.actions})],
    )
    table.keyed(
        "contradictions",
        (((r["kind"], *sorted((r["actionA"], r["actionB"]))), ["x"]) for r in gold(folder, "contradictions")),
        (((c.kind, *sorted((c.first.action, c.second.action))), ["x"]) for c in contradictions.read(linked)),
    )
    for passage in report.of("unparsed") if verbose else []:
        print("  ?", report.where(passage.span), readable(report.quote(passage.span))[:100])
    return table


def main() -> None:
    """Measure the reports named, or the invented ones."""
    words = [Path(word) for word in sys.argv[1:] if word != "-v"]
    for path, folder in list(zip(words[::2], words[1::2], strict=True)) or pairs():
        found = measure(path, folder, "-v" in sys.argv)
        print(path.name)
        found.show()


if __name__ == "__main__":
    main()
