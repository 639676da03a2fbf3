"""Reading time against the length of the text: processor seconds for each megabyte, which should stay the same.

    python bench/reading.py [MEGABYTES ...]

The texts are invented: the body of an invented report of ``tests/invented``, repeated under new action numbers.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from pathlib import Path

from memgraph import build

SOURCE = Path(__file__).parents[1] / "tests" / "invented" / "valdelara-2022.txt"
SUMMARY = "\nEVALUATIVE SUMMARY\n\nObjective 1\n\nAct.\n\nCICAD notes that Valdelara acts.\n"


def text(megabytes: float) -> str:
    """An invented report of about so many megabytes, with one objective."""
    whole = SOURCE.read_text(encoding="utf-8")
    begin = whole.index("OBJECTIVE\n1")
    body = whole[begin : whole.index("EVALUATIVE SUMMARY")]
    body = re.sub(r"^(?:OBJECTIVE.*|\d+|[A-Z ,/'-]{30,}.*)$", "", body, flags=re.MULTILINE)
    pieces, number = [whole[:begin], "OBJECTIVE 1\n\nAct.\n\n"], 0
    while sum(map(len, pieces)) < megabytes * 1e6:
        parts = re.split(r"Priority Action \d+\.\d+:", body)
        pieces.append(parts[0])
        for part in parts[1:]:
            number += 1
            pieces.append(f"Priority Action 1.{number}:{part}")
    return "".join([*pieces, SUMMARY])


def main() -> None:
    """Print the processor time of reading and linking texts of several lengths."""
    known = build.knowledge()
    with tempfile.TemporaryDirectory() as folder:
        for size in map(float, sys.argv[1:] or ("0.1", "1", "10")):
            path = Path(folder) / "invented-2022.txt"
            path.write_text(text(size), encoding="utf-8")
            began = time.process_time()
            build.read(path, known)
            spent = time.process_time() - began
            length = path.stat().st_size / 1e6
            print(f"{length:6.1f} MB {spent:8.1f} s {spent / length:8.2f} s/MB", flush=True)


if __name__ == "__main__":
    main()
