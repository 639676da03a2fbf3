"""A text as the PDF that an office would print: headings, lists, ruled tables, running heads, page numbers.

Chromium sets the pages; nothing here is the code under test.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

_STYLE = """
@page { size: letter; margin: 25mm 22mm;
  @top-center { content: "Evaluation Report on Drug Policies"; font: 9pt serif }
  @bottom-center { content: counter(page); font: 9pt serif } }
body { font: 10pt/1.3 serif; hyphens: manual }
p { margin: 0 0 10pt }
table { border-collapse: collapse; margin: 0 0 10pt; width: 100%; font-size: 9pt }
td, th { border: .7pt solid black; padding: 3pt; text-align: left; font-weight: normal; vertical-align: top }
"""
_HEADING = re.compile(r"(?:OBJECTIVE|Objective|EVALUATIVE|PREFACE|Priority Action)\b")
_ITEM = re.compile(r"\s*(?:[-•–*▪]|\d{1,2}[.)]|[a-z][.)])\s+")


def pdf(text: str, path: Path) -> Path:
    """Write a text (paragraphs set apart by blank lines, tables by tabs) as a PDF; skips without Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium must be there in continuous integration")
        pytest.skip("Chromium is not installed")
    page = path.with_suffix(".html")
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{''.join(_body(text))}", "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    home = ["--user-data-dir=" + str(path.parent / "profile")]
    subprocess.run(
        [chromium, *options, *home, f"--print-to-pdf={path}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return path


def _body(text: str) -> list[str]:
    found = []
    rows: list[str] = []
    paragraph: list[str] = []

    def close() -> None:
        if rows:
            width = max(row.count("\t") for row in rows) + 1
            cells = [[*row.split("\t"), *[""] * (width - 1 - row.count("\t"))] for row in rows]
            head, *rest = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells]
            found.append(f"<table><thead>{head}</thead><tbody>{''.join(rest)}</tbody></table>")
            rows.clear()
        if paragraph:
            found.append(f"<p>{'<br>'.join(map(escape, paragraph))}</p>")
            paragraph.clear()

    for line in text.split("\n"):
        if "\t" in line and line.strip():
            if paragraph:
                close()
            rows.append(line)
        elif not line.strip():
            if paragraph:
                close()
        else:
            if rows or (paragraph and (_ITEM.match(line) or _HEADING.match(line))):
                close()
            paragraph.append(line.strip())
    close()
    return found
