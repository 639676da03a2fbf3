"""The wheel: ontology, queries and reports travel inside it and are found there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from memgraph import resources

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--disable-pip-version-check",
        "-w",
        str(folder),
        ".",
    ]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if made.returncode and not os.environ.get("CI"):
        pytest.skip(f"no wheel could be built here: {made.stderr.strip().splitlines()[-1:]}")
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_all_data_travels(unpacked: Path) -> None:
    data = unpacked / "memgraph" / "data"
    for folder in (resources.ONTOLOGY, resources.QUERIES, resources.SEEDS):
        for path in folder.rglob("*"):
            if path.is_file():
                there = data / folder.name / path.relative_to(folder)
                assert there.read_bytes() == path.read_bytes(), path


def test_templates_and_styles_travel(unpacked: Path) -> None:
    web = ROOT / "src" / "memgraph" / "web"
    files = [path for folder in ("templates", "static") for path in (web / folder).rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert (unpacked / "memgraph" / "web" / path.relative_to(web)).read_bytes() == path.read_bytes(), path


def test_an_installed_package_finds_its_data(unpacked: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    run = [sys.executable, "-m", "memgraph", "queries"]
    listed = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert listed.returncode == 0, listed.stderr
    assert "contradictions" in listed.stdout
    where = [sys.executable, "-c", "from memgraph import resources; print(resources.ROOT)"]
    root = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert Path(root.stdout.strip()) == unpacked / "memgraph" / "data"
