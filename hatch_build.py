"""While a wheel is built: fetches what the pages can do more with, by pinned version, where npm is at hand.

That is the editor of SPARQL and the network that can be moved. Without npm, without a network, or with
MEMGRAPH_ASSETS=no the wheel has neither, and the pages have a plain form and still pictures.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
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
# The comment that a source begins with, and what is in it where it tells of rights.
_HEAD = re.compile(r"\s*(?:/\*.*?\*/|(?://[^\n]*(?:\n|$))+)", re.DOTALL)
_RIGHTS = re.compile(r"licen[sc]e|copyright", re.IGNORECASE)


class Archive(NamedTuple):
    """The archive of a package of npm: its name, version and SHA-512, and where its licence stands in it."""

    name: str
    version: str
    sha512: str
    licence: str = "LICENSE"

    @property
    def asked(self) -> str:
        return f"{self.name}@{self.version}"


class Package(NamedTuple):
    """What is wanted of an archive: files; the source map that holds the notices of what is bundled in them."""

    archive: Archive
    files: tuple[str, ...]
    parts: str | None = None
    origin: Archive | None = None  # what it was made from, whose licence it bears where it has no copy of it

    @property
    def short(self) -> str:
        return self.archive.name.rpartition("/")[2]

    @property
    def told(self) -> Path:
        """Its licence, written last: where that is, all is there."""
        return ASSETS / f"LICENSE-{self.short}-{self.archive.version}.txt"


PACKAGES = (
    # The editor of YASGUI by itself: its tabs and tables are not needed, since the pages show answers.
    # Its archive says "MIT" and no more; the text is that of Triply's editor, which it goes on from.
    Package(
        Archive(
            "@zazuko/yasqe",
            "4.6.2",
            "83iCLuBIgU04KBIaibxZTjKvrXD6sEe/+aqsHxLb4+ZVD4eaUwh5hFJEetuWkiKBY6WxTjVOmhKXvh2AAOR14g==",
        ),
        ("build/yasqe.min.js", "build/yasqe.min.css"),
        "build/yasqe.min.js.map",
        Archive(
            "@triply/yasqe",
            "4.2.28",
            "5yLfgvrf9hRU3DFZvpuAOt4tZchw9u0cxBBPSCgDf5+AIKfgeO4WxaTZix+yu7aQhR8iDf1I1ewvQTXIiCUO6w==",
            "LICENSE.txt",
        ),
    ),
    Package(
        Archive(
            "cytoscape",
            "3.34.4",
            "msY99tMY8iWTg+sIPGfSqDcPNOt4xcj+v/K/7qUFaCUxxlqnMkUYLBjRUzn9W5CU/R2hrmtJa5+UtovrEM2ctg==",
        ),
        ("dist/cytoscape.min.js",),
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
                print(f"{one.archive.name}: cannot be had ({error}); the pages do without it", file=sys.stderr)


def fetch(package: Package) -> None:
    """The files of a package, compressed, and last its licence; raises where one cannot be had."""
    wanted = [*package.files, *([package.parts] if package.parts else [])]
    own = unpacked(package.archive, *wanted)
    bearer = package.origin or package.archive
    licence = unpacked(bearer, bearer.licence)[bearer.licence].decode()
    bundled = notices(own[package.parts]) if package.parts else []
    ASSETS.mkdir(parents=True, exist_ok=True)
    for old in ASSETS.glob(f"*{package.short}-*.txt"):
        old.unlink()
    for name in package.files:
        (ASSETS / f"{Path(name).name}.gz").write_bytes(gzip.compress(own[name], 9, mtime=0))
    head = f"{package.archive.asked}: {bearer.licence} of {bearer.asked}"
    text = "\n\n".join([head, licence.strip(), *(["Bundled in it:", *bundled] if bundled else [])])
    package.told.write_text(f"{text}\n", encoding="utf-8")


def unpacked(archive: Archive, *names: str) -> dict[str, bytes]:
    """Files of an archive of npm by their names; raises where it cannot be had, is another or lacks one."""
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("there is no npm")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", archive.asked, "--silent", "--ignore-scripts", "--fetch-retries=0"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=30)
        (packed,) = Path(folder).glob("*.tgz")
        if base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode() != archive.sha512:
            raise ValueError("is not the package that was tested")
        with tarfile.open(packed) as inside:
            found = {name: inside.extractfile(f"package/{name}") for name in names}
            return {name: file.read() for name, file in found.items() if file}


def notices(source_map: bytes) -> list[str]:
    """What the sources of a bundle say at their heads of whose they are, each once (Source Map, sourcesContent)."""
    heads = (_HEAD.match(text or "") for text in json.loads(source_map)["sourcesContent"])
    return list(dict.fromkeys(head[0].strip() for head in heads if head and _RIGHTS.search(head[0])))
