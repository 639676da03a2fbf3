"""A report's ``.yaml`` holds on to the text by quotes: it outlives a new extraction, and says what it lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers import INVENTED, blocks, call, fault
from memgraph import build
from memgraph.build import Knowledge
from memgraph.curation import printed

# Invented, like all that stands in these reports.
_TEXT = INVENTED.replace(
    "Jamaica has a national drug authority.\n",
    "The drug authority's board – which coordinates all of it, as the “Drugs Order” says – is the Ministry of "
    "Interior Affairs/National Police, and it reports to Parliament on the accomplishments of every year.\n",
    1,
)
_YAML = """\
expect:
  actions: 3
means:
  - text: Interior Affairs/National Police
    things:
      - institution/int/unodc
      - institution/int/wco
    reason: invented
responses:
  - quote: The drug authority's board – which coordinates all of it, as the "Drugs Order" says – is the Ministry
    response: neutral
    reason: invented
"""
# Name: the sentence as another extraction gives it.
_EXTRACTIONS = {
    "as it was": [],
    "lines inserted": [("OBJECTIVE\n1\n", "An inserted line of the preface.\n\nAnother one.\n\nOBJECTIVE\n1\n")],
    "wrapped": [
        ("all of it, as", "all\nof it, as"),
        ("Interior Affairs", "Interior\nAffairs"),
        ("drug auth", "drug\nauth"),
    ],
    "words cut": [("coordinates", "coordi-\nnates"), ("Affairs", "Af-\nfairs"), ("National", "Na\u00ad\ntional")],
    "other marks": [("authority's", "authority’s"), (" – which", " — which"), ("“Drugs Order”", '"Drugs Order"')],
    "other blanks": [
        ("The drug authority's", "The\u00a0drug  authority's"),
        ("Interior Affairs", "Interior\u00a0Affairs"),
    ],
    "a page between": [
        (" as the “Drugs", "\n\n12\n\x0c\nas the “Drugs"),
        ("Affairs/", "Affairs/\n\n13\n\x0c\n"),
    ],
    "windows": [("\n", "\r\n")],
}


@pytest.mark.parametrize("name", _EXTRACTIONS)
def test_corrections_outlive_another_extraction(name: str, known: Knowledge, tmp_path: Path) -> None:
    text = _TEXT
    for old, new in _EXTRACTIONS[name]:
        assert old in text
        text = text.replace(old, new)
    report = tmp_path / "invented.txt"
    report.write_bytes(text.encode())
    plain = [one.response for one in build.read(report, known).report.of("statement") if "1.1" in one.actions]
    report.with_suffix(".yaml").write_text(_YAML, encoding="utf-8")
    linked = build.read(report, known)
    assert plain == ["affirmed"]
    assert [one.response for one in linked.report.of("statement") if "1.1" in one.actions] == ["neutral"]
    named = {one.iri.rsplit("/", 1)[1] for one in linked.mentions if "1.1" in one.passage.actions}
    assert {"unodc", "wco"} <= named


def test_all_that_is_not_found_is_said_with_its_line(tmp_path: Path) -> None:
    report, beside = tmp_path / "invented.txt", tmp_path / "invented.yaml"
    report.write_text(_TEXT.replace("board", "council").replace("Interior", "Home"), encoding="utf-8")
    beside.write_text(_YAML.replace("actions: 3", "actions: 4"), encoding="utf-8")
    done = call("build", "-q", report, "--store", tmp_path / "store")
    assert done.code == 1 and not (tmp_path / "store" / "current").exists()
    (block,) = blocks(done.err)
    fault(block, f"{beside}:10", "0 statements begin with", "which coordinates all of it")
    assert [line.split(": ")[0].strip() for line in block[1:]] == [f"{beside}:4", f"{beside}:2"]
    assert "does not hold 'Interior Affairs/National Police'" in block[1]
    assert "expects 4 actions, but 3 were read" in block[2]
    (told,) = json.loads(call("check", "-f", "json", report).text)
    assert [one["place"] for one in told["faults"]] == [f"{beside}:{line}" for line in (10, 4, 2)]


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("drug-related", "drug related", False),
        ("drug-related", "drug-\nrelated", True),
        ("2021-2025", "2021–2025", True),
        ("a.c", "abc", False),
        ("Law 1", "Law\n1", True),
        ("Law 1", "Law1", False),
        ("**", "anything", False),
        ("-", "anything", False),
        ("Acción", "Accio\u0301n", False),  # the text is composed before it is searched
        ("Accio\u0301n", "Acción", True),
    ],
)
def test_what_counts_as_the_same_words(quote: str, text: str, found: bool) -> None:
    assert bool(printed(quote).search(text)) is found
