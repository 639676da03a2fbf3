"""Bad input, damaged stores, full disks, killed builds: each is refused in one clear block."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import INVENTED, blocks, call, command, fault, generation, refused, reports, surroundings
from memgraph import text

# --- the text of a report ------------------------------------------------------------------------------------------


def _line(words: str, text: str = INVENTED) -> int:
    """The line on which these words of the invented report stand."""
    return text[: text.index(words)].count("\n") + 1


def _until(words: str) -> str:
    return INVENTED[: INVENTED.index(words)]


_TWICE = INVENTED.replace("Priority Action 1.2", "Priority Action 1.1")
_PLACED = INVENTED.replace("Priority Action 1.2", "Priority Action 2.2")
_AGAIN = INVENTED.replace("Priority Action 1.2", "OBJECTIVE\n1\n\nAGAIN.\n\nPriority Action 1.2")
_HOLE = INVENTED[: INVENTED.index("OBJECTIVE\n2")] + INVENTED[INVENTED.index("EVALUATIVE") :]
_NO_CLAUSE = INVENTED.replace("CICAD notes that the country exchanges information.\n\n", "")

_SUMMED = INVENTED.replace("ORGANIZATION", "Objective 1\n\nAgain.\n\nCICAD observes that it has more.\n\nORGANIZATION")

# Name: content, line (None where it is the whole file), words that the fault must hold.
TEXTS: dict[str, tuple[bytes | str, int | None, tuple[str, ...]]] = {
    "empty": (b"", None, ("empty",)),
    "blank": (b" \n\t\r\n", None, ("empty",)),
    "only-bom": (b"\xef\xbb\xbf", None, ("empty",)),
    "bom-and-blanks": (b"\xef\xbb\xbf \n", None, ("empty",)),
    "binary": (bytes(range(256)) * 8, 1, ("NUL", "binary")),
    "executable": (b"\x7fELF\x02\x01\x01\0\0\0", 1, ("NUL", "binary")),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", None, ("PDF", "memgraph text")),
    "pdf-after-blank-line": (b"\n%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", None, ("PDF", "memgraph text")),
    "docx": (b"PK\x03\x04\x14\0\x06\0", None, ("office document", "text")),
    "gzip": (b"\x1f\x8b\x08\0", None, ("gzip", "unpack")),
    "html": (f"<!DOCTYPE html>\n<html><p>{INVENTED}</p></html>", None, ("HTML", "plain text")),
    "html-saved-by-a-browser": (f"<!-- saved from url -->\n<html><p>{INVENTED}", None, ("HTML", "plain text")),
    "html-with-bom": (f"\ufeff<html><p>{INVENTED}</p></html>", None, ("HTML", "plain text")),
    "latin-1": (
        INVENTED.replace("This is an", "Este es un informe más:").encode("latin-1"),
        _line("This is an"),
        ("UTF-8", "Latin-1"),
    ),
    "utf-16": (INVENTED.encode("utf-16"), None, ("UTF-16", "UTF-8")),
    "utf-16-be-bom": (b"\xfe\xff" + INVENTED.encode("utf-16-be"), None, ("UTF-16", "UTF-8")),
    "utf-16-without-bom": (INVENTED.encode("utf-16-le"), 1, ("UTF-16", "UTF-8")),
    "nul": (INVENTED.replace("has a national", "has a\0national"), _line("has a national"), ("NUL", "UTF-8")),
    "letter": ("Dear Sir,\n\nthis is no report.\n", None, ("MEM", "Priority Action")),
    "binary-beyond-ascii": (b"\x80\x81\xfe\xfa" * 40, 1, ("UTF-8",)),
    "cut-in-an-action": (_until("does not have training programs.\n\nOBJ"), _line("Jamaica does not"), ("cut short",)),
    "cut-before-the-summary": (_until("EVALUATIVE"), None, ("cut short",)),
    "cut-in-the-summary": (_until("Objective 2"), None, ("cut short", "Objective 2")),
    "cut-after-a-heading-of-the-summary": (_until("CICAD notes that the country exch"), None, ("cut short",)),
    "cut-in-the-last-sentence": (_until("exchanges information.\n\nORG"), None, ("cut short",)),
    "summary-without-a-clause": (_NO_CLAUSE, None, ("Evaluative Summary", "Objective 2")),
    "objective-missing": (_HOLE, None, ("Objective 2",)),
    "action-twice": (_TWICE, _line("Priority Action 1.1: Train", _TWICE), ("1.1", "twice", f"line {_line('Prior')}")),
    "action-misplaced": (_PLACED, _line("Priority Action 2.2", _PLACED), ("2.2", "under Objective 1")),
    "action-before-any-objective": (
        INVENTED.replace("OBJECTIVE\n1\n\nSTRENGTHEN THE NATIONAL AUTHORITIES.\n\n", ""),
        _line("OBJECTIVE"),
        ("1.1", "Objective"),
    ),
    "objective-twice": (_AGAIN, _line("OBJECTIVE\n1\n\nAGAIN", _AGAIN), ("Objective 1", "twice")),
    "objective-twice-in-the-summary": (_SUMMED, _line("Objective 1\n\nAgain", _SUMMED), ("Objective 1", "twice")),
    "no-country": (INVENTED.replace("JAMAICA", "ATLANTIS"), 1, ("country", ".yaml")),
    "same-id": (INVENTED + "\n", None, ("jamaica-2023", "good.txt", "id")),
    "no-year": (INVENTED.replace("\n2023\n", "\n"), 1, ("year", ".yaml")),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What one build says of every bad text, by name; the one good report among them is stored."""
    folder = tmp_path_factory.mktemp("texts")
    for name, (content, _, _) in TEXTS.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.txt").write_bytes(data)
    (folder / "good.txt").write_text(INVENTED)
    names = ["good.txt", *(f"{name}.txt" for name in TEXTS)]
    done = call("build", "-q", "--store", "store", *names, cwd=folder)
    assert "Traceback" not in done.err, done.err
    assert done.code == 1, done.err
    assert reports(folder / "store") == ["jamaica-2023"]
    return {block[0].split(".txt")[0]: block for block in blocks(done.err)}


@pytest.mark.parametrize("name", TEXTS)
def test_bad_text(told: dict[str, list[str]], name: str) -> None:
    _, line, words = TEXTS[name]
    assert name in told, "it was not refused"
    block = told[name]
    place = block[0].split(": ")[0] if line is None else f"{name}.txt:{line}"
    assert place.split(":")[0] == f"{name}.txt"
    fault(block, place, *words)
    assert "violation" not in block[0], "a shape is no help to who mends a text"


def test_form_of_wording(told: dict[str, list[str]]) -> None:
    assert "text, not text" not in "".join(line for block in told.values() for line in block)


def test_command_for_pdf_exists() -> None:
    assert "\n    text " in call("--help").text


def test_bad_text_alone(tmp_path: Path) -> None:
    content, line, words = TEXTS["action-twice"]
    path = tmp_path / "bad.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    store = tmp_path / "store"
    done = call("build", "-q", path, "--store", store)
    refused(done, 1, f"{path}:{line}" if line else path, *words)
    assert not (store / "current").exists()


@pytest.mark.parametrize("verb", ["add", "check"])
def test_missing_file(old: Path, tmp_path: Path, verb: str) -> None:
    before = generation(old)
    path = tmp_path / "none.txt"
    if verb == "check":
        done = call(verb, path)
        assert "Traceback" not in done.err and "no such file" in done.text + done.err
        assert done.code == 2
    else:
        refused(call(verb, "-q", path, "--store", old), 2, path, "no such file")
    assert generation(old) == before


def test_folder(old: Path, tmp_path: Path) -> None:
    refused(call("add", "-q", tmp_path, "--store", old), 2, tmp_path, "folder", "name the report's text file")


def test_too_large_by_size(old: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        try:
            file.truncate(50_000_000_000)  # sparse: reading it would take minutes, its size is known at once
        except OSError:
            file.truncate(20_000_001)
    refused(call("add", "-q", path, "--store", old, timeout=20), 1, path, "limit of 20,000,000")


def test_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "limit.txt"
    path.write_bytes(b"a" * text.MAX_BYTES)
    assert len(text.read(path).text) == text.MAX_BYTES == 20_000_000


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file here")
def test_endless_file(old: Path) -> None:
    """A device has no size: reading stops at the limit all the same."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))

    done = call("add", "-q", "/dev/zero", "--store", old, timeout=60, preexec_fn=limit)
    assert "Traceback" not in done.err, done.err
    assert done.code in (1, 2)
    fault(blocks(done.err)[0], "/dev/zero")


# --- the .yaml beside it -------------------------------------------------------------------------------------------

_REASON = "    reason: because\n"
_MEANING = "means:\n  - text: national drug authority\n    things:"
_RESPONSE = "    response: denied\n" + _REASON
# Name: content, line (None where it is the whole file), words that the fault must hold.
YAMLS: dict[str, tuple[bytes | str, int | None, tuple[str, ...]]] = {
    "syntax": ("about:\n  id: [x\n", None, ("YAML",)),
    "tab": ("about:\n\tid: x\n", 2, ("YAML",)),
    "unknown-alias": ("about: *nope\n", 1, ("YAML", "nope")),
    "two-documents": ("about:\n  id: a\n---\nabout:\n  id: b\n", 3, ("YAML",)),
    "latin-1": ("about:\n  id: más\n".encode("latin-1"), None, ("UTF-8",)),
    "utf-16": ("about:\n  id: x\n".encode("utf-16"), None, ("UTF-8",)),
    "control-character": ("about:\n  id: x\x01y\n", None, ("character",)),
    "list": ("- a\n", 1, ("mapping",)),
    "word": ("hello\n", 1, ("mapping",)),
    "python-tag": ('!!python/object/apply:os.system ["exit 3"]\n', 1, ("mapping",)),
    "unknown-key": ("about:\n  id: x\nfoo: 1\n", 3, ("'foo'", "responses")),
    "unknown-fact": ("about:\n  idd: x\n", 2, ("'idd'", "country")),
    "key-twice": ("about:\n  id: a\n  id: b\n", 3, ("'id'", "twice")),
    "section-twice": ("about:\n  id: a\nabout:\n  id: b\n", 3, ("'about'", "twice")),
    "list-for-a-text": ("about:\n  id: [a]\n", 2, ("text",)),
    "missing-reason": ("responses:\n  - quote: Jamaica has\n    response: denied\n", 2, ("reason",)),
    "empty-reason": ('responses:\n  - quote: Jamaica has\n    response: denied\n    reason: ""\n', 4, ("text",)),
    "missing-reason-of-meaning": (f"{_MEANING} []\n", 2, ("reason",)),
    "unknown-response": (
        f"responses:\n  - quote: Jamaica has\n    response: great\n{_REASON}",
        3,
        ("'great'", "denied"),
    ),
    "quote-not-there": (f"responses:\n  - quote: Atlantis has\n{_RESPONSE}", 2, ("Atlantis has",)),
    "quote-of-two": (f"responses:\n  - quote: Jamaica\n{_RESPONSE}", 2, ("2 statements", "'Jamaica'")),
    "name-not-there": (f"means:\n  - text: Atlantis\n    things: []\n{_REASON}", 2, ("Atlantis",)),
    "unknown-thing": (f"{_MEANING}\n    - institution/jm/x\n{_REASON}", 2, ("institution/jm/x",)),
    "thing-that-is-no-entry": (f"{_MEANING} [graph/authority]\n{_REASON}", 2, ("graph/authority",)),
    "things-not-a-list": (f"{_MEANING} x\n{_REASON}", 3, ("list",)),
    "entry-not-a-mapping": ("means:\n  - hello\n", 2, ("mapping",)),
    "mapping-for-a-list": ("responses:\n  quote: x\n", 2, ("list",)),
    "wrong-count": ("expect:\n  statements: 3\n  actions: 7\n", 3, ("7 actions", "3 were read")),
    "negative-count": ("expect:\n  actions: -1\n", 2, ("'-1'", "count")),
    "count-in-words": ("expect:\n  actions: two\n", 2, ("'two'", "count")),
    "unknown-country": ("about:\n  country: Atlantis\n", None, ("Atlantis",)),
    "year-in-words": ("about:\n  year: soon\n", None, ("year",)),
    "period-in-words": ("about:\n  periodStart: soon\n", None, ("period",)),
    "id-with-blanks": ('about:\n  id: "../x y"\n', None, ("id",)),
    "id-with-bracket": ('about:\n  id: "a>b"\n', None, ("id",)),
    "superscript-count": ('expect:\n  actions: "²"\n', 2, ("count",)),
    "endless-count": ("expect:\n  actions: " + "9" * 5000 + "\n", 2, ("count",)),
    "list-for-a-key": ("? [a, b]\n: c\n", 1, ("key",)),
}


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What one build says of every bad .yaml, by name."""
    folder = tmp_path_factory.mktemp("yamls")
    for name, (content, _, _) in YAMLS.items():
        (folder / f"{name}.txt").write_text(INVENTED)
        (folder / f"{name}.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "good.txt").write_text(INVENTED)
    done = call("build", "-q", "--store", "store", "good.txt", *(f"{name}.txt" for name in YAMLS), cwd=folder)
    assert "Traceback" not in done.err, done.err
    assert done.code == 1
    assert "jamaica-2023" in reports(folder / "store")
    return {block[0].split(".yaml")[0].split(".txt")[0]: block for block in blocks(done.err)}


@pytest.mark.parametrize("name", YAMLS)
def test_bad_yaml(corrected: dict[str, list[str]], name: str) -> None:
    _, line, words = YAMLS[name]
    assert name in corrected, "it was not refused"
    block = corrected[name]
    place = block[0].split(": ")[0] if line is None else f"{name}.yaml:{line}"
    fault(block, place, *words)


def test_noise_of_libraries(corrected: dict[str, list[str]]) -> None:
    """Nothing but the blocks stands on stderr: no warning of a library."""
    known = {*YAMLS, "good"}
    assert not set(corrected) - known, sorted(set(corrected) - known)[:1]


def test_yaml_nested_too_deep(old: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(INVENTED)
    (tmp_path / "bad.yaml").write_text("about: " + "[" * 5000 + "\n")
    refused(call("add", "-q", "bad.txt", "--store", old, cwd=tmp_path), 1, "bad.yaml", "YAML")


# --- an authority folder -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("broken <\n", 1, ("Turtle",)),
        ("<http://example.org/a b> a <http://example.org/c> .\n", 1, ("Turtle",)),
        ("folder", 2, ("directory",)),
    ],
)
def test_bad_authority(
    old: Path, tmp_path: Path, content: bytes | str | None, code: int, words: tuple[str, ...]
) -> None:
    report, folder = tmp_path / "good.txt", tmp_path / "authority"
    report.write_text(INVENTED)
    if content == "folder":
        (folder / "a.ttl").mkdir(parents=True)
    elif content is not None:
        folder.mkdir()
        (folder / "a.ttl").write_bytes(content if isinstance(content, bytes) else content.encode())
    before = generation(old)
    done = call("build", "-q", report, "--authority", folder, "--store", old)
    assert "Traceback" not in done.err, done.err[-300:]
    assert done.code == code
    assert len(blocks(done.err)) == 1, done.err
    fault(blocks(done.err)[0], done.err.split(": ")[0], *words)
    assert generation(old) == before


# --- a store -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the invented report; tests take copies."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "invented.txt").write_text(INVENTED)
    done = call("build", "-q", folder / "invented.txt", "--store", folder / "store")
    assert done.code == 0, done.err
    return folder / "store"


@pytest.fixture
def old(made: Path, tmp_path: Path) -> Path:
    """A store of one's own with the invented report."""
    return Path(shutil.copytree(made, tmp_path / "old"))


def _db(store: Path) -> Path:
    return store / generation(store).strip() / "db"


def test_no_store(tmp_path: Path) -> None:
    where = tmp_path / "none"
    for words in (["query", "reports"], ["info"], ["search", "a"], ["show", "a"], ["brief", "a"], ["export"]):
        refused(call(*words, "--store", where), 2, where, "no store here", "memgraph build")
    assert not where.exists()


def test_add_to_no_store_leaves_nothing(tmp_path: Path) -> None:
    report, where = tmp_path / "a.txt", tmp_path / "none"
    report.write_text(INVENTED)
    refused(call("add", "-q", report, "--store", where), 2, where, "no store here")
    assert not where.exists()


def test_store_is_a_file(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(INVENTED)
    refused(call("build", "-q", report, "--store", report), 2, report, "no folder")
    refused(call("query", "reports", "--store", report), 2, report, "no folder")
    assert report.read_text() == INVENTED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest-gone", None),
        ("manifest-empty", b""),
        ("manifest-cut", b'{"format": 1, "reports": ['),
        ("manifest-not-utf-8", b"\xff\xfe{}"),
        ("manifest-of-other-keys", b'{"a": 1}'),
        ("manifest-a-list", b"[1]"),
        ("manifest-nested-too-deep", b"[" * 100_000),
    ],
)
def test_damaged_manifest(old: Path, name: str, content: bytes | None) -> None:
    manifest = _db(old).parent / "manifest.json"
    manifest.unlink()
    if content is not None:
        manifest.write_bytes(content)
    for words in (["query", "reports"], ["info"]):
        refused(call(*words, "--store", old), 2, old, "damaged", "memgraph build")


@pytest.mark.parametrize(
    ("key", "value"), [("reports", [1]), ("reports", [{}]), ("counts", []), ("authority", [3]), ("counts", {"a": "b"})]
)
def test_manifest_of_wrong_values(old: Path, key: str, value: object) -> None:
    path = _db(old).parent / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    refused(call("info", "--store", old), 2, old, "damaged", "memgraph build")
    assert "Traceback" not in call("query", "reports", "--store", old).err


def test_manifest_of_another_format(old: Path) -> None:
    path = _db(old).parent / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    refused(call("query", "reports", "--store", old), 2, old, "another version", "memgraph build")


@pytest.mark.parametrize(
    "content",
    [b"", b"zzz", b"..", b"../old/g1", b"/etc", b"\xff\xff", b"g1\0", b"g" * 5000],
    ids=lambda content: repr(content[:8]),
)
def test_garbled_current(old: Path, content: bytes) -> None:
    (old / "current").write_bytes(content)
    refused(call("query", "reports", "--store", old), 2, old, "damaged", "memgraph build")


def test_current_is_a_folder(old: Path) -> None:
    (old / "current").unlink()
    (old / "current").mkdir()
    refused(call("query", "reports", "--store", old), 2, old, "damaged", "memgraph build")


def test_truncated_sst(old: Path) -> None:
    largest = max(_db(old).glob("*.sst"), key=lambda path: path.stat().st_size)
    os.truncate(largest, largest.stat().st_size // 2)
    for words in (["query", "reports"], ["export"], ["search", "drug"], ["remove", "-q", "jamaica-2023"]):
        refused(call(*words, "--store", old), 2, old, "damaged", "memgraph build")


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-*", "*.sst", "."])
def test_file_of_the_engine_gone(old: Path, name: str) -> None:
    for path in [_db(old)] if name == "." else list(_db(old).glob(name)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    refused(call("query", "reports", "--store", old), 2, old, "damaged", "memgraph build")


def test_garbled_blocks(old: Path) -> None:
    """Bytes changed inside the engine's files: refused, and neither an endless run nor a silent gap."""
    for path in _db(old).glob("*.sst"):
        data = bytearray(path.read_bytes())
        if len(data) > 5000:
            for at in range(len(data) // 10, len(data) * 9 // 10, 997):
                data[at : at + 8] = b"XXXXXXXX"
            path.write_bytes(data)
    for words in (["query", "reports"], ["query", "gaps"], ["show", "1.1"], ["export"], ["search", "drug"]):
        refused(call(*words, "--store", old, timeout=15), 2, old, "damaged", "memgraph build")


def test_damaged_store_is_mended_by_build(old: Path, tmp_path: Path) -> None:
    (_db(old) / "CURRENT").unlink()
    (tmp_path / "a.txt").write_text(INVENTED)
    assert call("build", "-q", tmp_path / "a.txt", "--store", old).code == 0
    assert reports(old) == ["jamaica-2023"]


def test_all_bad_keeps_the_old_store(old: Path, tmp_path: Path) -> None:
    before = {path.relative_to(old): path.read_bytes() for path in old.rglob("*") if path.is_file()}
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("no report\n")
    done = call("build", "-q", tmp_path / "a.txt", tmp_path / "b.txt", "--store", old)
    assert done.code == 1 and "Traceback" not in done.err
    for name in ("a", "b"):
        assert f"{tmp_path / name}.txt: is no MEM" in done.err
    after = {path.relative_to(old): path.read_bytes() for path in old.rglob("*") if path.is_file()}
    assert {name: data for name, data in after.items() if name.name != "lock"} == {
        name: data for name, data in before.items() if name.name != "lock"
    }


def test_same_id_with_other_content(old: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text(INVENTED.replace("does not have training", "does not have any training"))
    before = generation(old)
    refused(call("add", "-q", path, "--store", old), 1, path, "jamaica-2023", "--replace")
    assert generation(old) == before


def test_remove_unknown(old: Path) -> None:
    refused(call("remove", "jamaica-2032", "--store", old), 2, "jamaica-2032", "jamaica-2023")


# --- disks ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path, made: Path) -> Iterator[Path]:
    """A small disk of its own with the invented store on it, nearly full."""
    where = tmp_path / "disk"
    where.mkdir()
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file()) + 400_000
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "-o", f"size={size}", "none", where]).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        shutil.copytree(made, where / "store")
        yield where
    finally:
        subprocess.run(["umount", where], check=True)


def _another(folder: Path) -> Path:
    path = folder / "another.txt"
    path.write_text(INVENTED.replace("2023", "2024"))
    return path


def test_full_disk(disk: Path, tmp_path: Path) -> None:
    store, report = disk / "store", _another(tmp_path)
    refused(call("add", "-q", report, "--store", store), 2, store, "space", "--store")
    assert reports(store) == ["jamaica-2023"]
    assert [path.name for path in store.glob("g*")] == [generation(store).strip()], "the half-written one is left"
    refused(call("export", "-f", "nt", "-o", disk / "a.nt", "--store", store), 2, disk / "a.nt", "space")


def test_read_only_disk(disk: Path, tmp_path: Path) -> None:
    store, report = disk / "store", _another(tmp_path)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    assert reports(store) == ["jamaica-2023"]
    refused(call("add", "-q", report, "--store", store), 2, store, "cannot be written", "read-only")
    refused(call("build", "-q", report, "--store", disk / "new"), 2, disk / "new", "cannot be written", "read-only")
    refused(call("export", "-o", disk / "a.ttl", "--store", store), 2, disk / "a.ttl", "read-only")


def test_largest_file_size(old: Path, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = call("add", "-q", _another(tmp_path), "--store", old, preexec_fn=limit)
    refused(done, 2, old, "cannot be written", "--store")
    assert reports(old) == ["jamaica-2023"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder here that nobody can write to")
def test_folder_that_nobody_can_write_to(tmp_path: Path) -> None:
    refused(call("build", "-q", _another(tmp_path), "--store", "/proc"), 2, "/proc", "cannot be written")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("words", [["info"], ["export"], ["query", "reports"], ["query", "reports", "-f", "table"]])
def test_full_stdout(made: Path, words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(*words, "--store", made), stdout=full, stderr=subprocess.PIPE, env=surroundings(), timeout=60
        )
    err = done.stderr.decode()
    assert "Traceback" not in err and done.returncode == 2, err
    fault(blocks(err)[0], err.split(": ")[0], "space")
    assert "mend it" not in err, "the query is not at fault"


# --- builds that are killed, or are two ----------------------------------------------------------------------------


def _started(*args: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(*args), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=surroundings(PYTHONUNBUFFERED="1")
    )


def _wait_for(process: subprocess.Popen[bytes], words: bytes) -> None:
    """Read the progress of a build until these words."""
    assert process.stderr
    for line in process.stderr:
        if words in line:
            return
    raise AssertionError(f"{words!r} was never said")


@pytest.mark.parametrize("moment", ["inferring", "engine", "manifest"])
def test_killed_build(old: Path, tmp_path: Path, moment: str) -> None:
    """SIGKILL at several moments: the old store or the new answers, never a mixture, and a later build works."""
    report = _another(tmp_path)
    process = _started("build", report, "--store", old)
    if moment in ("engine", "manifest"):
        wanted = {"engine": "db/CURRENT", "manifest": "manifest.json"}[moment]
        end = time.monotonic() + 20
        while time.monotonic() < end and process.poll() is None and not (old / "g2" / wanted).exists():
            pass
    else:
        _wait_for(process, moment.encode())
    process.kill()
    process.communicate()
    assert reports(old) in (["jamaica-2023"], ["jamaica-2024"])
    assert call("query", "statements", "--store", old).text.count("\n") == 4
    if moment == "engine":
        assert call("build", "-q", report, "--store", old).code == 0
        assert reports(old) == ["jamaica-2024"]


@pytest.fixture
def stopped(old: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A build that stands still in the middle."""
    process = _started("build", _another(tmp_path), "--store", old)
    _wait_for(process, b"reading ")
    process.send_signal(signal.SIGSTOP)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_second_builder(old: Path, stopped: subprocess.Popen[bytes], tmp_path: Path) -> None:
    done = call("add", "-q", tmp_path / "another.txt", "--store", old)
    refused(done, 2, old, "another memgraph is building", "wait")
    assert done.err.count("\n") == 1
    assert reports(old) == ["jamaica-2023"]  # readers do not wait
    stopped.send_signal(signal.SIGCONT)
    assert stopped.wait(30) == 0
    assert reports(old) == ["jamaica-2024"]


def test_interrupted_build(old: Path, tmp_path: Path) -> None:
    process = _started("build", _another(tmp_path), "--store", old)
    _wait_for(process, b"reading ")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert b"Traceback" not in err
    assert reports(old) == ["jamaica-2023"]


def test_interrupted_at_stdin(old: Path) -> None:
    with subprocess.Popen(
        command("query", "-", "--store", old), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings()
    ) as process:
        assert process.stdin
        process.stdin.write(b"SELECT")
        process.stdin.flush()
        end = time.monotonic() + 30
        # Once these bytes are read, it waits for the rest of its query.
        while time.monotonic() < end and any(fcntl.ioctl(process.stdin, termios.FIONREAD, b"\0" * 4)):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        err = process.stderr.read()
        assert process.wait(20) == 130
    assert b"Traceback" not in err


# --- questions -----------------------------------------------------------------------------------------------------


def test_unknown_command() -> None:
    refused(call("querry"), 2, "memgraph", "'querry'", "did you mean", "query")
    refused(call("xyzzy"), 2, "memgraph", "'xyzzy'", "memgraph --help")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["query"], ("NAME",)),
        (["query", "gaps", "--nope"], ("--nope",)),
        (["query", "gaps", "-f", "excel"], ("excel", "csv")),
        (["query", "gaps", "--limit", "few"], ("--limit", "'few'", "number")),
        (["query", "gaps", "--limit", "-1"], ("--limit", "'-1'", "number")),
        (["query", "gaps", "-p"], ("-p",)),
        (["info", "more"], ("more",)),
        (["export", "-f", "csv"], ("csv", "turtle")),
        (["completion", "tcsh"], ("tcsh", "bash")),
        (["--nope"], ("--nope",)),
    ],
)
def test_call_that_does_not_fit(made: Path, words: list[str], said: tuple[str, ...]) -> None:
    done = call("--store", made, *words)
    assert done.code == 2 and "Traceback" not in done.err and done.out == b""
    block = blocks(done.err)
    assert len(block) == 1, done.err
    fault(block[0], block[0][0].split(": ")[0], *said)
    assert "_count" not in done.err


def test_unknown_query(made: Path) -> None:
    refused(call("query", "gasp", "--store", made), 2, "gasp", "no such query", "did you mean", "gaps")
    refused(call("query", "xyzzy9", "--store", made), 2, "xyzzy9", "no such query", "memgraph queries")


def test_unknown_parameter(made: Path) -> None:
    refused(call("query", "gaps", "-p", "country=Peru", "--store", made), 2, "gaps", "'country'", "report, action")
    refused(call("query", "gaps", "-p", "reprot=x", "--store", made), 2, "gaps", "'reprot'", "report")
    for pair in ("report", "=x", "report="):
        refused(call("query", "gaps", "-p", pair, "--store", made), 2, pair, "name=value")


@pytest.mark.parametrize(
    ("pair", "near"),
    [
        ("report=jamaica-2032", "jamaica-2023"),
        ("action=1.11", "1.1"),
        ("action=9.9", "9.5"),
        ("response=denyed", "denied"),
        ("response=xyzzy", "denied"),
        ("report=https://w3id.org/mem-graph/report/jamaica-2032", "jamaica-2023"),
    ],
)
def test_unknown_value(made: Path, pair: str, near: str) -> None:
    value = pair.partition("=")[2]
    refused(call("query", "action-responses", "-p", pair, "--store", made), 2, value, near)


@pytest.mark.parametrize("value", ["http://[", "https://example.org/%zz", "http://a:b:c", "\x01", "é" * 5000])
def test_value_that_is_no_iri(made: Path, value: str) -> None:
    done = call("query", "gaps", "-p", f"report={value}", "--store", made)
    assert "Traceback" not in done.err and done.code == 2, done.err[-300:]
    done = call("show", value, "--store", made)
    assert "Traceback" not in done.err and done.code == 2, done.err[-300:]


@pytest.mark.parametrize("words", [["show"], ["brief"], ["export", "--report"]])
def test_unknown_thing(made: Path, words: list[str]) -> None:
    refused(
        call(*words, "jamaica-2032", "--store", made), 2, "jamaica-2032", "jamaica-2023" if words != ["show"] else ""
    )
    address = "https://w3id.org/mem-graph/nothing"
    refused(call(*words, address, "--store", made), 2, address)


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * WHERE {\n  ?s ?p \n}", 2),
        ("SELEKT * WHERE { ?s ?p ?o }", 1),
        ("SELEKT\n*\nWHERE { ?s ?p ?o }", 1),
        ("SELECT * WHERE {\n  ?s nope:a ?o\n}", 2),
        ("", 1),
        ("# é “quoted”\nSELECT * WHERE { ?s ?p “x” }", 2),
        ("SELECT * WHERE { ?s ?p 'a\u2028b' . ?s }", 1),
    ],
)
def test_broken_query(made: Path, tmp_path: Path, query: str, line: int) -> None:
    path = tmp_path / "broken.rq"
    path.write_text(query, encoding="utf-8")
    done = call("query", path, "--store", made)
    place = done.err.split(": ")[0]
    refused(done, 2, place, "syntax error")
    name, told, column = place.rsplit(":", 2)
    assert name == str(path), "the place is the file"
    # Told by the file's lines, and not by what else Unicode calls one.
    lines = done.err.split("\n")
    assert int(told) == line
    assert lines[1] == "    " + query.split("\n")[line - 1]
    assert lines[2] == " " * (3 + int(column)) + "^"
    assert int(column) <= len(query.split("\n")[line - 1]) + 1


def test_broken_query_from_stdin(made: Path) -> None:
    done = call("query", "-", "--store", made, stdin=b"SELECT * WHERE {\n?s }")
    refused(done, 2, done.err.split(": ")[0], "syntax error")
    assert done.err.startswith("stdin:2:")


def test_closed_stderr_and_stdout(made: Path) -> None:
    words = ["query", "gaps", "--store", made]
    done = call(*words, preexec_fn=lambda: os.close(2))
    assert (done.code, done.out) == (0, call(*words).out)
    done = call("query", "gasp", "--store", made, preexec_fn=lambda: os.close(2))
    assert (done.code, done.out) == (2, b""), "a fault is no data"
    done = call(*words, preexec_fn=lambda: os.close(1))
    assert "Traceback" not in done.err


def test_query_that_writes(made: Path) -> None:
    before = generation(made)
    done = call("query", "-", "--store", made, stdin=b"DELETE WHERE { ?s ?p ?o }")
    assert done.code == 2 and blocks(done.err)[0][0].startswith("stdin:1:")
    assert generation(made) == before and reports(made) == ["jamaica-2023"]


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("none.rq", None, 2, ("no such file",)),
        ("folder.rq", "folder", 2, ("directory",)),
        ("latin.rq", "# más\nASK {}".encode("latin-1"), 1, ("UTF-8",)),
        ("header.rq", b"#+ nonsense\nASK {}", 1, ("header", "param")),
        ("slot.rq", b"#+ param x: Text\nASK {}", 1, ("VALUES ?x",)),
    ],
)
def test_bad_query_file(
    made: Path, tmp_path: Path, name: str, content: bytes | str | None, code: int, words: tuple[str, ...]
) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    done = call("query", path, "--store", made)
    place = done.err.split(": ")[0]
    assert place in (str(path), f"{path}:1")
    refused(done, code, place, *words)


def test_latin_1_from_stdin(made: Path) -> None:
    done = call("query", "-", "--store", made, stdin="ASK { ?s ?p 'más' }".encode("latin-1"))
    refused(done, 1, "stdin", "UTF-8")


def test_kind_that_is_no_class(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "kind.rq"
    path.write_text("#+ param x: No>class, e.g. y\nSELECT ?x { VALUES ?x { UNDEF } ?x ?p ?o }")
    done = call("query", path, "-p", "x=y", "--store", made)
    assert "Traceback" not in done.err and done.code in (1, 2), done.err[-300:]


def test_query_that_asks_another_host_in_vain(made: Path) -> None:
    query = b"SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    done = call("query", "-", "--store", made, stdin=query)
    assert "Traceback" not in done.err and done.code == 2
    fault(blocks(done.err)[0], "stdin:1:12")


def test_format_of_the_other_kind(made: Path) -> None:
    refused(call("query", "gaps", "-f", "turtle", "--store", made), 2, "turtle", "csv")
    query = b"CONSTRUCT WHERE { ?s ?p ?o }"
    refused(call("query", "-", "-f", "csv", "--store", made, stdin=query), 2, "csv", "turtle")


@pytest.mark.parametrize("words", [["info"], ["search", "drug"], ["show", "1.1"], ["query", "gaps", "-f", "table"]])
def test_terminal_without_utf_8(made: Path, words: list[str]) -> None:
    done = call(*words, "--store", made, env={"PYTHONIOENCODING": "ascii"})
    assert done.code == 0 and "Traceback" not in done.err, done.err[-200:]
