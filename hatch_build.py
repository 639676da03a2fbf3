"""While a wheel is built: fetches what the pages can do more with, by pinned version, where npm is at hand.

That is the editor of SPARQL and the network that can be moved. Without npm, without a network, or with
MEMGRAPH_ASSETS=no the wheel has neither, and the pages have a plain form and still pictures.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
ASSETS = HERE / "src" / "memgraph" / "web" / "static" / "assets"


class Package(NamedTuple):
    """A package of npm: its name, version, the hash of its archive, the files wanted of it, and whose it is (MIT)."""

    name: str
    version: str
    sha512: str
    files: tuple[str, ...]
    owners: str

    @property
    def told(self) -> Path:
        """Its licence, written last: where that is, all is there."""
        return ASSETS / f"{self.name.rpartition('/')[2]}-{self.version}.txt"


PACKAGES = (
    # The editor of YASGUI by itself: its tabs and tables are not needed, since the pages show answers.
    Package(
        "@zazuko/yasqe",
        "4.6.2",
        "83iCLuBIgU04KBIaibxZTjKvrXD6sEe/+aqsHxLb4+ZVD4eaUwh5hFJEetuWkiKBY6WxTjVOmhKXvh2AAOR14g==",
        ("build/yasqe.min.js", "build/yasqe.min.css"),
        "https://github.com/zazuko/Yasgui\nCopyright (c) Triply, Zazuko and contributors",
    ),
    Package(
        "cytoscape",
        "3.34.4",
        "msY99tMY8iWTg+sIPGfSqDcPNOt4xcj+v/K/7qUFaCUxxlqnMkUYLBjRUzn9W5CU/R2hrmtJa5+UtovrEM2ctg==",
        ("dist/cytoscape.min.js",),
        "https://js.cytoscape.org\nCopyright (c) The Cytoscape Consortium",
    ),
)


class Assets(BuildHookInterface[Any]):
    """The hook that hatchling calls before it collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is not there yet; say on stderr what cannot be had."""
        for one in PACKAGES:
            if one.told.exists() or os.environ.get("MEMGRAPH_ASSETS") == "no":
                continue
            try:
                fetch(one)
            except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
                print(f"{one.name}: cannot be had ({error}); the pages do without it", file=sys.stderr)


def fetch(package: Package) -> None:
    """The files of a package, compressed, and last its licence; raises where one cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("there is no npm")
    with tempfile.TemporaryDirectory() as folder:
        asked = f"{package.name}@{package.version}"
        command = [npm, "pack", asked, "--silent", "--ignore-scripts", "--fetch-retries=0"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=30)
        (archive,) = Path(folder).glob("*.tgz")
        if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != package.sha512:
            raise ValueError("is not the package that was tested")
        with tarfile.open(archive) as inside:
            found = {name: inside.extractfile(f"package/{name}") for name in package.files}
            read = {Path(name).name: file.read() for name, file in found.items() if file}
    ASSETS.mkdir(parents=True, exist_ok=True)
    for old in ASSETS.glob(f"{package.told.name.rpartition('-')[0]}-*.txt"):
        old.unlink()
    for name, data in read.items():
        (ASSETS / f"{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    licence = (HERE / "LICENSE").read_text(encoding="utf-8")
    granted = licence[licence.index("Permission is hereby") :]
    package.told.write_text(f"MIT License\n\n{asked}\n{package.owners}\n\n{granted}", encoding="utf-8")
