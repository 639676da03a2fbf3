"""What hostile and malformed inputs cost: seconds and peak memory of `memgraph check` on each, and how it ends.

    python bench/hostile.py

Every input is made here: broken files, and the shipped report with some 30 kB more in its first action that would cost
a careless rule dear. None may take more than 5 s or 500 MB, or end in a traceback.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEED = (Path(__file__).parents[1] / "seeds" / "peru-2022.txt").read_bytes()
CUT = SEED.index(b"Priority Action 1.2")
HEAD, TAIL = SEED[:CUT], SEED[CUT:]


def body(text: str) -> bytes:
    """A report whose first action holds a text besides."""
    return HEAD + f"{text}\n\n".encode() + TAIL


INPUTS: dict[str, bytes] = {
    "empty": b"",
    "only a BOM": b"\xef\xbb\xbf",
    "UTF-16": SEED.decode().encode("utf-16"),
    "Latin-1": SEED.decode().encode("latin-1", "replace"),
    "NUL bytes": SEED.replace(b" ", b"\0", 500),
    "cut in half": SEED[: len(SEED) // 2],
    "a PDF": b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "random bytes": bytes((i * 7919 + i // 251) % 256 for i in range(1_000_000)),
    "headings twice": SEED.replace(b"EVALUATIVE SUMMARY", b"Priority Action 1.1: Again.\n\nEVALUATIVE SUMMARY", 1),
    "500 headings": HEAD + b"".join(b"Priority Action 1.%d: Act.\n\n" % n for n in range(20, 500)) + TAIL,
    "one line of 30 kB": body("The law is the law and " * 1_300),
    "3,000 capitals": body("National " * 3_000),
    "capitals and links": body("National Council of the Office for the " * 800),
    "brackets": body("(" * 15_000 + ")" * 15_000),
    "quotes": body("“A ” ” " * 4_000),
    "a table of 1,000 rows": body("Course\tYear\n" + "x\ty\n" * 1_000),
    "pipes": body("|" * 30_000),
    "deep list": body("\n".join(" " * n + "- item" for n in range(300))),
    "digits": body("1" * 30_000 + " officers"),
    "dates": body("May 3, 2020, " * 2_000),
    "laws": body("Law No. 5 of May 3, 2020, amended by Law No. 6, " * 600),
    "agreements": body("Agreement between the Ministry of A and the Office of B " * 500),
    "courses": body("Course on National " * 1_500),
    "right to left": body("\u202e\u200b\u00ad" * 10_000),
    "markup": body("<p>" * 4_000 + "</p>" * 4_000),
}


def main() -> None:
    """Run them all, worst last."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, data in INPUTS.items():
            path = Path(folder) / "input.txt"
            path.write_bytes(data)
            before = time.perf_counter()
            done = subprocess.Popen(
                [sys.executable, "-m", "memgraph", "check", str(path)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),
            )
            assert done.stderr
            said = done.stderr.read().decode("utf-8", "replace")
            _, status, usage = os.wait4(done.pid, 0)
            rows.append(
                (time.perf_counter() - before, usage.ru_maxrss // 1024, os.waitstatus_to_exitcode(status), name, said)
            )
    for seconds, megabytes, code, name, said in sorted(rows):
        first = said.splitlines()[0][:70].replace(folder, "") if said else ""
        fault = " TRACEBACK" if "Traceback" in said else ""
        print(f"{seconds:6.2f} s {megabytes:4d} MB  exit {code}  {name:24} {first}{fault}")


if __name__ == "__main__":
    main()
