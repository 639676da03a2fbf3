"""docs/new-report.md holds: its commands, in their order, with its edits, give what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from helpers import call
from typeset import pdf

PAGE = (Path(__file__).parents[1] / "docs" / "new-report.md").read_text("utf-8")
INVENTED = Path(__file__).parent / "invented" / "sarmiento-2023.txt"
# What another make of the PDF moves: lines, offsets and counts of triples, how a terminal wraps.
_MOVES = re.compile(r"(?<=line )\d+|(?<=\.txt:)\d+|[\d,]+(?= triples| of them inferred)")
_EDIT = re.compile(r"(?:In|To) `(?P<file>[^`]+)`[^`]*(?P<verb>put|append)[^`]*(?:before `(?P<before>[^`]+)`[^`]*)?$")


def _words(text: str) -> str:
    return " ".join(_MOVES.sub("#", text).replace("…", " … ").split())


def _steps() -> list[tuple[str, str, str]]:
    """The page's fenced blocks in order: language, content, and the paragraph before."""
    found = re.finditer(r"(?P<before>[^\n]+(?:\n[^\n]+)*)\n\n```(?P<kind>\w+)\n(?P<text>.*?)```\n", PAGE, re.DOTALL)
    return [(match["kind"], match["text"], " ".join(match["before"].split())) for match in found]


def _run(folder: Path, block: str) -> int:
    """Run the commands of a block and hold what they print to what it shows; the number of commands."""
    calls = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    for one in calls:
        line, _, shown = one.partition("\n")
        name, *arguments = shlex.split(line)
        assert name == "memgraph", line
        done = call(*arguments, cwd=folder, env={"COLUMNS": "120"})
        assert "Traceback" not in done.err
        assert done.code == (1 if "; add it with --replace" in shown else 0), done.err
        given = _words(done.err.replace(f"{folder}/", "") + done.text)
        for part in _words(shown).split(" … "):
            assert part.strip(" …") in given, f"{line}: {part!r} is not in {given[:1500]!r}"
    return len(calls)


def _edit(folder: Path, told: re.Match[str], text: str) -> None:
    path = folder / told["file"]
    old = path.read_text("utf-8")
    if told["verb"] == "append":
        path.write_text(old + "\n" + text, encoding="utf-8")
    else:
        assert old.count(told["before"]) == 1, told["before"]
        at = old.index(told["before"])
        begin = old.rindex("\n", 0, at) + 1
        path.write_text(old[:begin] + text + old[begin:], encoding="utf-8")


def test_the_page_holds(tmp_path: Path) -> None:
    pdf(INVENTED.read_text("utf-8"), tmp_path / "sarmiento-2023.pdf")
    ran = edited = 0
    for kind, text, said in _steps():
        if kind == "console":
            ran += _run(tmp_path, text)
        elif told := _EDIT.search(said):
            _edit(tmp_path, told, text)
            edited += 1
    assert ran >= 10 and edited == 2, "the page lost its steps"
