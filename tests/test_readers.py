"""Builds of many reports: the same by any number of processes, whatever happens to one of them, and after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import INVENTED, call, command, reports, surroundings
from memgraph import readers, shares
from memgraph.build import Knowledge
from memgraph.errors import CallError, StoreError

YEARS = [str(year) for year in range(2011, 2015)]


@pytest.fixture
def texts(tmp_path: Path) -> list[Path]:
    """Four small reports, the third of which is none."""
    for year in YEARS:
        (tmp_path / f"{year}.txt").write_text(INVENTED.replace("2023", year), encoding="utf-8")
    (tmp_path / "2013.txt").write_text("no report\n")
    return [tmp_path / f"{year}.txt" for year in YEARS]


def _outcomes(texts: list[Path], known: Knowledge, folder: Path, jobs: int | None) -> list[object]:
    found = readers.shares_of(texts, known, folder, lambda _: None, jobs)
    return [sorted(one.quads.splitlines()) if isinstance(one, shares.Share) else str(one) for _, one in found]


def test_the_same_comes_of_any_number_of_processes(texts: list[Path], known: Knowledge, tmp_path: Path) -> None:
    alone = [sorted(readers._read(path, known).quads.splitlines()) for path in (texts[0], texts[1], texts[3])]  # type: ignore[union-attr]
    one, three = (_outcomes(texts, known, tmp_path / "staged", jobs) for jobs in (1, 3))
    assert one == three
    assert [one[0], one[1], one[3]] == alone
    assert "is no MEM" in str(one[2])
    assert not (tmp_path / "staged").exists()


def test_a_share_is_the_same_from_its_file(texts: list[Path], known: Knowledge, tmp_path: Path) -> None:
    made = readers._read(texts[0], known)
    assert isinstance(made, shares.Share)
    shares.write(made, tmp_path / "a.gz")
    assert shares.read(tmp_path / "a.gz") == made


def _workers(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
            int(one)
            for task in Path(f"/proc/{pid}/task").iterdir()
            if task.name != str(pid)
            for one in (task / "children").read_text().split()
        ]
    except OSError:
        return []


@pytest.fixture
def started(texts: list[Path], tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A build of many reports, at the moment when the first has been read."""
    if not Path("/proc/self/task").is_dir():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no /proc tells of processes here")
    more = []
    for year in range(2030, 2050):
        more.append(tmp_path / f"{year}.txt")
        more[-1].write_text(INVENTED.replace("2023", str(year)), encoding="utf-8")
    words = command("build", *texts, *more, "--store", tmp_path / "store")
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=surroundings())
    assert process.stderr
    for line in process.stderr:
        if b"1 of 24 read" in line:
            break
    else:
        raise AssertionError("no progress was told")
    assert b"left" in line
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_bad_report_is_listed_and_the_rest_is_built(texts: list[Path], tmp_path: Path) -> None:
    done = call("build", *texts, "--store", tmp_path / "store")
    assert done.code == 1 and "2013.txt: is no MEM" in done.err and "Traceback" not in done.err
    assert reports(tmp_path / "store") == [f"jamaica-{year}" for year in YEARS if year != "2013"]


def test_a_process_that_is_killed_does_not_lose_the_build(started: subprocess.Popen[bytes], tmp_path: Path) -> None:
    workers = _workers(started.pid)
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    _, err = started.communicate(timeout=120)
    assert started.returncode == 1, err  # one of the reports is none
    assert len(reports(tmp_path / "store")) == 23
    assert not (tmp_path / "store" / "staged").exists()


def test_an_interrupt_leaves_nothing(started: subprocess.Popen[bytes], tmp_path: Path) -> None:
    workers = _workers(started.pid)
    assert workers
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130 and b"Traceback" not in err, err
    assert [path.name for path in (tmp_path / "store").iterdir()] in ([], ["lock"])
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_a_killed_build_goes_on_where_it_was(
    started: subprocess.Popen[bytes], texts: list[Path], tmp_path: Path
) -> None:
    workers = _workers(started.pid)
    started.kill()
    started.wait()
    end = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers), "they outlive the build"
    assert list((tmp_path / "store" / "staged").glob("*.gz"))
    done = call("build", *texts, "--store", tmp_path / "store")
    assert done.code == 1, done.err
    assert len(reports(tmp_path / "store")) == 3
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == ["current", "g1", "lock"]


def test_a_file_is_taken_up_while_nothing_that_it_depends_on_changed(
    texts: list[Path], known: Knowledge, tmp_path: Path
) -> None:
    folder, path = tmp_path / "staged", texts[0]
    (made,) = [one for _, one in readers.shares_of([path], known, tmp_path / "none", lambda _: None)]
    assert isinstance(made, shares.Share)

    def again() -> bytes:
        (found,) = [one for _, one in readers.shares_of([path], known, folder, lambda _: None, 1)]
        assert isinstance(found, shares.Share)
        return found.quads

    def left(content: bytes | None) -> None:
        folder.mkdir()
        file = folder / f"{readers._key(path, known)}.gz"
        file.write_bytes(content) if content else shares.write(made._replace(quads=b"# kept\n"), file)

    left(None)
    assert again() == b"# kept\n"
    left(b"cut off")
    assert sorted(again().splitlines()) == sorted(made.quads.splitlines())
    left(None)
    path.with_suffix(".yaml").write_text("expect: {objectives: 2}\n")
    assert b"curation" in again()


def test_a_report_that_no_process_survives_is_refused(
    texts: list[Path], known: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "dies.py"
    script.write_text("import sys\nsys.stdin.readline()\n")
    crew = readers._Crew(known, 1)
    crew._command = [crew._command[0], str(script)]
    monkeypatch.setattr(readers, "_Crew", lambda *_: crew)
    (outcome,) = _outcomes(texts[:1], known, tmp_path / "staged", 1)
    assert "ended, twice" in str(outcome)


def test_a_text_that_may_not_be_read_is_refused_and_the_rest_is_read(
    texts: list[Path], known: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def denied(path: Path) -> bytes:
        if path == texts[1]:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", denied)
    found = _outcomes([texts[0], texts[1], texts[3]], known, tmp_path / "staged", 1)
    assert [isinstance(one, list) for one in found] == [True, False, True]
    assert str(found[1]).startswith(f"{texts[1]}: cannot be read (Permission denied); ")


def test_a_full_disk_ends_the_build(texts: list[Path], known: Knowledge, tmp_path: Path) -> None:
    """Processes that cannot write what they have read."""
    script = tmp_path / "full.py"
    script.write_text(
        "import errno\nfrom memgraph import readers, shares\n"
        "def full(one, path):\n    raise OSError(errno.ENOSPC, 'No space left on device', str(path))\n"
        "shares.write = full\nreaders.main()\n"
    )
    crew = readers._Crew(known, 1)
    crew._command = [crew._command[0], str(script)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(readers, "_Crew", lambda *_: crew)
        with pytest.raises(StoreError, match=r"staged: cannot be written \(No space left on device\); "):
            _outcomes(texts, known, tmp_path / "staged", 1)
    assert not (tmp_path / "staged").exists()


@pytest.mark.parametrize(("said", "cores", "wanted"), [("", 64, 8), ("", 3, 3), ("20", 2, 20), ("1", 4, 1)])
def test_how_many_processes_read(said: str, cores: int, wanted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMGRAPH_JOBS", said)
    monkeypatch.setattr(readers, "_cores", lambda: cores)
    assert readers._jobs() == wanted


@pytest.mark.parametrize("said", ["0", "-1", "many", "2.5", "1000"])
def test_no_number_of_processes(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMGRAPH_JOBS", said)
    with pytest.raises(CallError, match="MEMGRAPH_JOBS: "):
        readers._jobs()
