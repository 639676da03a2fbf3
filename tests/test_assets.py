"""The files beside the pages, and the form of SPARQL with and without the editor that a build may bring."""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from memgraph.store import open_store
from memgraph.web import assets, form
from memgraph.web.limits import Limits
from memgraph.web.replies import response
from serving import Service
from test_pages import parsed, shown

ROOT = Path(__file__).parents[1]
ASKED: dict[str, Any] = {"language": "en", "explicit": False, "address": "/sparql"}


@pytest.fixture
def editor() -> assets.Editor:
    """The editor; skipped where the package was built without npm."""
    found = assets.editor()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("the editor must be built in continuous integration: is npm there?")
        pytest.skip("the editor is not built in: the package was built without npm")
    return found


def files(text: str) -> list[str]:
    """What a browser fetches for a page by itself."""
    tree = parsed(text)
    linked = [one.get("href", "") for one in tree.iter("link") if one.get("rel") in ("stylesheet", "icon")]
    return linked + [one.get("src", "") for one in tree.iter("script")]


@pytest.mark.parametrize("path", ["/static/site.css", "/static/icon.svg", "editor"])
def test_a_file_is_given_as_it_is_or_compressed(service: Service, path: str) -> None:
    if path == "editor":
        path = next(f"/static/{one}" for one in assets.served() if one.endswith("/editor.js"))
    plain = service.get(path)
    packed = service.send("GET", path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body)
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"]
    for answer, sent in ((plain, {}), (packed, {"Accept-Encoding": "gzip"})):
        known = {"If-None-Match": answer.headers["ETag"]}
        assert service.send("GET", path, headers={**sent, **known}).status == 304
    for refused in ("gzip;q=0", "identity", "br", "gzipped", "gzip;q=0.000, *;q=0"):
        assert service.send("GET", path, headers={"Accept-Encoding": refused}).body == plain.body
    lasting = "/static/site.css" != path != "/static/icon.svg"
    assert ("immutable" in plain.headers["Cache-Control"]) == lasting


@pytest.mark.parametrize(
    "path", ["", "/", "x", "../app.py", "..%2Fapp.py", "%2e%2e/app.py", "editor.js", "00000000/editor.js"]
)
def test_there_is_no_other_file(service: Service, path: str) -> None:
    assert service.get(f"/static/{path}").status == 404


def test_the_editor_is_light_and_of_this_host(service: Service, editor: assets.Editor) -> None:
    page = shown(service, "/sparql")
    wanted = files(page.text)
    assert set(editor) < set(wanted) and all(one.startswith("/static/") for one in wanted)
    sent = {one: service.send("GET", one, headers={"Accept-Encoding": "gzip"}) for one in wanted}
    assert all(answer.status == 200 for answer in sent.values())
    assert sum(len(answer.body) for answer in sent.values()) + len(gzip.compress(page.body)) <= 295_000
    assert not files(shown(service, "/about").text)[2:]
    for name, owners in (
        ("@zazuko/yasqe", ("CodeMirror, copyright (c) by Marijn Haverbeke", "DOMPurify")),
        ("cytoscape", ("Copyright (c) 2016-2026, The Cytoscape Consortium",)),
    ):
        (path,) = (assets.STATIC / "assets").glob(f"LICENSE-{name.rpartition('/')[2]}-*.txt")
        licence = path.read_text(encoding="utf-8")
        assert name in licence and all(one in licence for one in owners) and "Permission is hereby granted" in licence


def test_the_network_is_light(service: Service, editor: assets.Editor) -> None:
    network = assets.network()
    assert network
    path = "/picture/network?report=peru-2022&basis=stated"
    page = shown(service, path)
    wanted = files(page.text)
    assert set(network) < set(wanted) and not set(editor) & set(wanted)
    sent = [service.send("GET", one, headers={"Accept-Encoding": "gzip"}).body for one in wanted]
    assert sum(map(len, sent)) + len(gzip.compress(page.body)) <= 180_000
    for other in ("/picture", "/picture/lineage?report=peru-2022"):
        assert not set(network) & set(files(shown(service, other).text))


def test_without_the_editor_the_form_is_plain(peru_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert assets.editor(tmp_path) is None
    monkeypatch.setattr(assets, "editor", lambda: None)
    reply = form.description(open_store(Path(peru_store)), Limits(), ASKED)
    assert files(reply.body.decode()) == ["/static/site.css", "/static/icon.svg"]
    (area,) = parsed(reply.body.decode()).iter("textarea")
    assert area.get("name") == "query" and (area.text or "").startswith("PREFIX mem:")
    assert "script-src" not in response(reply).headers["content-security-policy"]


def test_a_build_without_npm_says_so_and_goes_on(tmp_path: Path) -> None:
    """The hook of the build, called as hatchling calls it, where there is no npm."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); import hatch_build;"
        "hatch_build.ASSETS = Path(sys.argv[2]) / 'assets';"
        "hatch_build.Assets.initialize(None, 'standard', {}); print(hatch_build.ASSETS.exists())"
    )
    pytest.importorskip("hatchling")
    for more, said in (({"PATH": str(tmp_path)}, "there is no npm"), ({"MEMGRAPH_ASSETS": "no"}, "")):
        run = [sys.executable, "-c", code, str(ROOT), str(tmp_path)]
        done = subprocess.run(run, env=os.environ | more, capture_output=True, text=True)
        assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr
        assert said in done.stderr and bool(said) == bool(done.stderr)


def test_licences_are_those_of_the_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invented packages, given by an npm of our own: one with its licence and a bundled part, one without."""
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    hook = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "hatch_build", hook)
    spec.loader.exec_module(hook)
    sources = {"sourcesContent": ["// Knots, (c) A. Sailor\n// MIT license\n\ntie()", "// sails on", None]}
    files = {"a.js": b"1", "a.js.map": json.dumps(sources).encode(), "LICENSE": b"(c) 1999 B. Rower: do as you like\n"}

    def packed(name: str, *held: str) -> str:
        path = tmp_path / f"{name}@1.tgz"
        with tarfile.open(path, "w:gz") as archive:
            for one in held:
                entry = tarfile.TarInfo(f"package/{one}")
                entry.size = len(files[one])
                archive.addfile(entry, io.BytesIO(files[one]))
        return base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()

    npm = tmp_path / "npm"
    npm.write_text(f'#!/bin/sh\ncp "{tmp_path}/$2.tgz" .\n', encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("MEMGRAPH_ASSETS", raising=False)
    monkeypatch.setattr(hook, "ASSETS", tmp_path / "assets")
    boat = hook.Archive("boat", "1", packed("boat", *files))
    hook.fetch(hook.Package(boat, ("a.js",), "a.js.map"))
    told = (tmp_path / "assets" / "LICENSE-boat-1.txt").read_text(encoding="utf-8")
    assert "(c) 1999 B. Rower: do as you like" in told and "// Knots, (c) A. Sailor\n// MIT license" in told
    assert "sails on" not in told and "Permission is hereby granted" not in told
    raft = hook.Archive("raft", "1", packed("raft", "a.js"))
    with pytest.raises(KeyError, match="LICENSE"):
        hook.fetch(hook.Package(raft, ("a.js",)))
    assert sorted(one.name for one in (tmp_path / "assets").iterdir()) == ["LICENSE-boat-1.txt", "a.js.gz"]
    hook.fetch(hook.Package(raft, ("a.js",), None, boat))
    assert "do as you like" in (tmp_path / "assets" / "LICENSE-raft-1.txt").read_text(encoding="utf-8")
