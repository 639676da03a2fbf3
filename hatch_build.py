"""While a wheel is built: fetches the editor of SPARQL for the pages, by pinned version, where npm is at hand.

Without npm, without a network, or with MEMGRAPH_ASSETS=no the wheel has none, and the pages have a plain form.
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
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The editor of YASGUI by itself (MIT); its results and tabs are not needed, since the pages show answers.
PACKAGE, VERSION = "@zazuko/yasqe", "4.6.2"
SHA512 = "83iCLuBIgU04KBIaibxZTjKvrXD6sEe/+aqsHxLb4+ZVD4eaUwh5hFJEetuWkiKBY6WxTjVOmhKXvh2AAOR14g=="
FILES = ("yasqe.min.js", "yasqe.min.css")
OWNERS = f"{PACKAGE} {VERSION}, https://github.com/zazuko/Yasgui\nCopyright (c) Triply, Zazuko and contributors\n\n"
ASSETS = Path(__file__).parent / "src" / "memgraph" / "web" / "static" / "assets"


class Assets(BuildHookInterface[Any]):
    """The hook that hatchling calls before it collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is not there yet; say on stderr where that cannot be."""
        told = ASSETS / f"{VERSION}.txt"
        if told.exists() or os.environ.get("MEMGRAPH_ASSETS") == "no":
            return
        try:
            fetch(told)
        except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
            print(f"{PACKAGE}: cannot be had ({error}); the pages get a plain form", file=sys.stderr)


def fetch(told: Path) -> None:
    """The files of the package, compressed, and last its licence; raises where one cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("there is no npm")
    with tempfile.TemporaryDirectory() as folder:
        asked = [npm, "pack", f"{PACKAGE}@{VERSION}", "--silent", "--ignore-scripts", "--fetch-retries=0"]
        subprocess.run(asked, cwd=folder, check=True, capture_output=True, timeout=60)
        (packed,) = Path(folder).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if digest != SHA512:
            raise ValueError("is not the package that was tested")
        with tarfile.open(packed) as files:
            found = {name: files.extractfile(f"package/build/{name}") for name in FILES}
            read = {name: file.read() for name, file in found.items() if file}
    shutil.rmtree(ASSETS, ignore_errors=True)
    ASSETS.mkdir(parents=True)
    for name, data in read.items():
        (ASSETS / f"{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    licence = (Path(__file__).parent / "LICENSE").read_text(encoding="utf-8")
    told.write_text("MIT License\n\n" + OWNERS + licence[licence.index("Permission is hereby") :], encoding="utf-8")
