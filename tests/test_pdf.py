"""A report as a PDF gives what its text gives; a PDF without text is refused in words."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from helpers import INVENTED, call, refused
from memgraph import build
from memgraph.build import Knowledge
from memgraph.errors import InputError
from memgraph.linking import Linked
from memgraph.pdf import extract
from memgraph.text import readable
from typeset import pdf


def _words(text: str) -> str:
    """Words as read, whether or not a line ended beside a dash."""
    return re.sub(r"\s*—\s*", "—", readable(text))


def _said(linked: Linked) -> dict[str, list[object]]:
    """What a reader gets of a report, without where it stands."""
    report = linked.report
    return {
        "passages": [
            (passage.kind, passage.actions, passage.response, _words(report.quote(passage.span)))
            for passage in report.passages
            if passage.kind in ("heading", "statement", "item", "summary")
        ],
        "cells": [_words(report.quote(cell.span)) for table in report.tables for cell in table.cells],
        # A thing that the report names by a common noun alone is told by its line, which the pages move.
        "things": sorted({mention.iri.partition("-line-")[0] for mention in linked.mentions}),
    }


def test_pdf_of_the_report_says_what_its_text_says(
    seed: Path, linked: Linked, known: Knowledge, tmp_path: Path
) -> None:
    text = tmp_path / seed.name
    text.write_text(extract(pdf(seed.read_text("utf-8"), tmp_path / "report.pdf")), "utf-8")
    shutil.copy(seed.with_suffix(".yaml"), tmp_path)
    ours, theirs = _said(build.read(text, known)), _said(linked)
    for kind, wanted in theirs.items():
        assert ours[kind] == wanted, kind


_TABLE = "\n".join(f"Course {number}\tOffice {number}\t{2000 + number}" for number in range(60))


def test_table_over_pages_is_one_table(known: Knowledge, tmp_path: Path) -> None:
    """Invented: sixty rows, whose header the second page prints again."""
    table = f"The courses are the following:\n\nCourse\tInstitution\tYear\n{_TABLE}\n\nPriority Action 1.2"
    text = tmp_path / "invented.txt"
    text.write_text(
        extract(pdf(INVENTED.replace("Priority Action 1.2", table), tmp_path / "invented.pdf")), encoding="utf-8"
    )
    (found,) = build.read(text, known).report.tables
    assert len(found.rows()) == 60


def test_command_writes_what_build_reads(tmp_path: Path) -> None:
    made = pdf(INVENTED, tmp_path / "invented.pdf")
    done = call("text", made, "-o", tmp_path / "invented.txt")
    assert done.code == 0 and done.err == "" and done.out == b""
    assert call("text", made).text == (tmp_path / "invented.txt").read_text("utf-8")
    assert call("build", "-q", tmp_path / "invented.txt", "--store", tmp_path / "store").code == 0


_BLANK = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n"
)
_ENCRYPTED = b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF\n"
_HANDLER = b"4 0 obj<</Filter/Standard/V 1/R 2/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">/P -4>>endobj\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_BLANK + b"trailer<</Root 1 0 R>>\n%%EOF\n", ["scan", "OCR"]),
        (_BLANK + _HANDLER + _ENCRYPTED, ["encrypted", "password"]),
        (b"%PDF-1.7\n" + b"\xff\x00" * 500, ["cannot be read as a PDF"]),
        (b"%PDF-1.7\n", ["cannot be read as a PDF"]),
        (b"Peru has a law.", ["is no PDF"]),
        (b"", ["is no PDF"]),
    ],
    ids=["scan", "encrypted", "garbled", "cut-short", "text", "empty"],
)
def test_pdf_without_text_is_refused(content: bytes, words: list[str], tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    refused(call("text", path), 1, path, *words)
    with pytest.raises(InputError):
        extract(path)


def test_pdf_that_is_not_there(tmp_path: Path) -> None:
    refused(call("text", tmp_path / "none.pdf"), 2, tmp_path / "none.pdf", "No such file")
    refused(call("text", tmp_path), 2, tmp_path)
