"""Reports read by several processes: each share is kept in a file until the build has it, in the order of the reports.

A share's file is named by all that it depends on, so that a build that was killed goes on where it was. A process that
dies is started anew; a report over which two die is refused. Ctrl-C ends them all.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from memgraph import __version__, build, errors, shares
from memgraph.build import Knowledge, Progress
from memgraph.errors import CallError, InputError, MemgraphError, StoreError
from memgraph.shares import Share
from memgraph.staleness import report_stamp

# A process takes some 0.4 GB: no more than these, unless MEMGRAPH_JOBS says so.
_MOST = 8
# Below this many, starting processes costs more than they save.
FEW = 3
_Outcome = Share | MemgraphError


def shares_of(
    paths: Sequence[Path], known: Knowledge, folder: Path, progress: Progress, jobs: int | None = None
) -> Iterator[tuple[Path, _Outcome]]:
    """The shares of reports, in their order, or why one is refused.

    ``folder`` is where files stand meanwhile; nothing is left of it unless this process is killed. ``jobs`` is the
    number of processes; none for a few reports, else what MEMGRAPH_JOBS says, else as many as there are cores, but
    no more than 8. Raises :class:`StoreError` where a share cannot be written, :class:`CallError` for a MEMGRAPH_JOBS
    that is no number.
    """
    if len(paths) < FEW and not folder.exists() and jobs is None:
        for path in paths:
            progress(f"reading {path}")
            yield path, _read(path, known, progress)
        return
    folder.mkdir(exist_ok=True)
    try:
        with _crew(known, jobs or _jobs()) as crew:
            yield from _followed(paths, known, folder, crew, progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _jobs() -> int:
    """How many processes read, where nobody says."""
    given = os.environ.get("MEMGRAPH_JOBS")
    if not given:
        return min(_cores(), _MOST)
    if not re.fullmatch(r"[1-9][0-9]{0,2}", given):
        raise CallError("MEMGRAPH_JOBS", f"{given!r} is no number from 1 to 999", "set it to one, or unset it")
    return int(given)


def _cores() -> int:
    """How many this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(path: Path, known: Knowledge, progress: Progress = lambda _: None) -> _Outcome:
    try:
        return build.share(path, known, progress)
    except MemgraphError as error:
        return error


def _followed(
    paths: Sequence[Path], known: Knowledge, folder: Path, crew: _Crew, progress: Progress
) -> Iterator[tuple[Path, _Outcome]]:
    """The shares in order, a few ahead of what is asked for, with what is left of the time."""
    began, ahead, rest = time.monotonic(), deque[tuple[Path, Path, Future[MemgraphError | None]]](), iter(paths)
    done = skipped = 0
    progress(f"reading {len(paths):,} reports in {crew.jobs} processes")
    while True:
        while len(ahead) < 4 * crew.jobs and (path := next(rest, None)) is not None:
            try:
                kept = folder / f"{_key(path, known)}.gz"
            except OSError as error:
                kept, future = folder, Future[MemgraphError | None]()
                future.set_result(_unreadable(path, error))
            else:
                future = crew.submit(path, kept)
            ahead.append((path, kept, future))
        if not ahead:
            return
        path, kept, future = ahead.popleft()
        there = kept.exists()
        try:
            outcome: _Outcome = future.result() or shares.read(kept)
        except (OSError, ValueError, EOFError, zlib.error):  # what a power cut left of a file
            kept.unlink(missing_ok=True)
            outcome = crew.submit(path, kept).result() or shares.read(kept)
        if isinstance(outcome, StoreError):
            raise outcome
        yield path, outcome
        done, skipped = done + 1, skipped + there
        left = (time.monotonic() - began) / max(done - skipped, 1) * (len(paths) - done)
        progress(f"{path.stem}: {done:,} of {len(paths):,} read, about {_spoken(left)} left")


def _key(path: Path, known: Knowledge) -> str:
    """All that a report's share depends on, as the name of a file."""
    digest = sha256(
        "\0".join([__version__, known.sha256, *known.folders, str(path.resolve()), report_stamp(path)]).encode()
    )
    for one in (path, path.with_suffix(".yaml")):
        digest.update(b"\0" + (one.read_bytes() if one.is_file() else b""))
    return digest.hexdigest()


def _unreadable(path: Path, error: OSError) -> CallError:
    return CallError(str(error.filename or path), f"cannot be read ({error.strerror})", "check its permissions")


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


class _Crew:
    """Threads, each with a process of its own."""

    def __init__(self, known: Knowledge, jobs: int) -> None:
        self.jobs = jobs
        self._threads = ThreadPoolExecutor(jobs)
        self._own = threading.local()
        self._command = [sys.executable, "-P", "-m", "memgraph.readers", *known.folders]
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._ended = False

    def submit(self, path: Path, kept: Path) -> Future[MemgraphError | None]:
        """Have a share read into a file, if it is not there; the result is why it is refused."""
        return self._threads.submit(self._ask, path, kept)

    def end(self) -> None:
        """End all processes, whatever they do."""
        self._ended = True
        for process in self._processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.communicate()

    def _ask(self, path: Path, kept: Path) -> MemgraphError | None:
        if kept.exists():
            return None
        for _ in range(2):
            if (said := self._told(path, kept)) is not None:
                kind, *parts, details = said
                return getattr(errors, kind)(*parts, tuple(details)) if kind else None
        return InputError(
            str(path), "the process that read it ended, twice", "free memory, or look at its text; it was left out"
        )

    def _told(self, path: Path, kept: Path) -> list[Any] | None:
        """The answer of this thread's process; nothing when it died over it."""
        if self._ended:
            raise InterruptedError
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        if process is None:
            process = self._own.process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C in a terminal goes to the one that asked alone
            )
            self._processes.add(process)
        assert process.stdin and process.stdout
        with suppress(BrokenPipeError, ValueError):
            process.stdin.write(json.dumps([str(path), str(kept)]).encode() + b"\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())  # type: ignore[no-any-return]
        self._own.process = None
        return None


@contextmanager
def _crew(known: Knowledge, jobs: int) -> Iterator[_Crew]:
    crew = _Crew(known, jobs)
    try:
        yield crew
    finally:
        crew.end()


def main() -> None:
    """A process: reads the paths that come at stdin into files, until it ends; the arguments are authority folders."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    known = build.knowledge(map(Path, sys.argv[1:]))
    assert known.ground
    gc.freeze()  # what is known stays; what a report leaves is looked for when it has been read
    gc.disable()
    for line in sys.stdin.buffer:
        path, kept = map(Path, json.loads(line))
        outcome = _read(path, known)
        said: list[Any] = ["", []]
        if isinstance(outcome, Share):
            try:
                shares.write(outcome, kept)
            except OSError as error:
                outcome = StoreError(
                    str(kept.parent), f"cannot be written ({error.strerror})", "make room there, and build again"
                )
        if isinstance(outcome, MemgraphError):
            said = [type(outcome).__name__, outcome.place, outcome.what, outcome.todo, outcome.details]
        answers.write(json.dumps(said).encode() + b"\n")
        answers.flush()
        del outcome
        gc.collect()


if __name__ == "__main__":
    main()
