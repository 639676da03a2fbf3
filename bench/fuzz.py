"""Ten thousand requests that nobody would send, half from our OpenAPI description, half bytes out of order.

    python bench/fuzz.py [REQUESTS [SEED]]

Prints how often each status came (0: the service hung up), and fails where one is a 5xx but 503.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fuzzing import described, disordered
from memgraph import builder, queries, resources
from serving import serving

# Operations of the description beside the canned queries.
_OTHERS = 10


def main(wanted: int = 10_000, seed: int = 1) -> int:
    """Send them; returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        builder.build(resources.seeds()[:1], Path(folder) / "store")
        with serving(Path(folder) / "store", "--timeout", "2") as service:
            start = time.monotonic()
            sent = disordered(service, wanted // 2, seed)
            _tell("bytes out of order", sent, start)
            start = time.monotonic()
            each = -(-(wanted - sum(sent.values())) // (len(queries.names()) + _OTHERS))
            made = described(service, Path(folder), each, seed)
            _tell("from the description", made, start)
    faults = sum(number for status, number in (sent + made).items() if status >= 500 and status != 503)
    print(f"{sum((sent + made).values())} requests, {faults} faults")
    return 1 if faults else 0


def _tell(name: str, statuses: Counter[int], start: float) -> None:
    print(f"{name}: {sum(statuses.values())} in {time.monotonic() - start:.0f} s: {dict(sorted(statuses.items()))}")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
