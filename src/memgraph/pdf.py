"""PDF to the text that ``build`` reads: lines in reading order, tables as rows of tabs, a form feed a page.

What recurs on every page stays in the text: :mod:`memgraph.cleaning` knows it and sets it apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memgraph.errors import CallError, InputError

if TYPE_CHECKING:
    from pdfplumber.page import Page

Part = str | list[list[str]]  # a paragraph, or a table: its rows of cells
# Signs that fonts of symbols put at private places of Unicode, and what they show.
_SYMBOLS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-"})
# Lines whose distance is more than this many usual ones begin a paragraph.
_PARAGRAPH = 1.25


def extract(path: Path) -> str:
    """The text of a report's PDF, pages set apart by form feeds.

    Raises :class:`CallError` when there is no such file or the reader of PDFs is not installed,
    :class:`InputError` when the file is no PDF, broken, encrypted or a scan without text.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(1024)
    except OSError as error:
        raise CallError(str(path), f"cannot be read ({error.strerror})", "check the path") from None
    if b"%PDF-" not in begin:  # ISO 32000-2, annex J: the header stands in the first 1,024 bytes
        raise InputError(str(path), "is no PDF", "name the PDF of a report; a text needs no conversion")
    try:
        # Imported here: only this command reads PDFs, and the reader is an extra of the distribution.
        import pdfplumber
        from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError:
        raise CallError(
            str(path), "reading PDFs needs pdfplumber", "install it with: pip install 'mem-graph[pdf]'"
        ) from None
    try:
        with pdfplumber.open(path) as document:
            pages = list(_pages(document.pages))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError):
            raise InputError(str(path), "is encrypted", "save it without a password first") from None
        raise _broken(path, error) from None
    except Exception as error:
        # The reader meets broken files with errors of every kind (TypeError, KeyError, AssertionError …).
        raise _broken(path, error) from None
    if not any(page.strip() for page in pages):
        raise InputError(str(path), "holds no text, so it is a scan", "recognise its characters (OCR) first")
    return "\n\x0c\n".join(pages) + "\n"


def _broken(path: Path, error: Exception) -> InputError:
    why = " ".join(str(error).split())[:200] or type(error).__name__
    return InputError(str(path), f"cannot be read as a PDF ({why})", "get a whole copy of it")


def _pages(pages: list[Page]) -> Iterator[str]:
    found: list[list[Part]] = []
    above: list[list[str]] | None = None  # the table that the page before ended with
    header: list[str] = []  # of that table
    for page in pages:
        parts = _parts(page)
        page.close()  # its objects are many
        found.append(parts)
        # Beside a table that goes on stand at most a running head and a page number.
        first = next((part for part in parts[:2] if isinstance(part, list)), None)
        last = next((part for part in reversed(parts[-2:]) if isinstance(part, list)), None)
        goes_on = above is not None and first is not None and first[0] == header
        if not (goes_on and first is last):
            header = last[0] if last else []
        if above and first and goes_on:
            _go_on(above, first)
        above = last
    for parts in found:
        yield "\n\n".join(part if isinstance(part, str) else _rows(part) for part in parts if part)


def _go_on(above: list[list[str]], below: list[list[str]]) -> None:
    """Take away the header that a table prints again on a new page, and put a row that the page cut together."""
    del below[0]
    first = next((cell for cell in below[0] if cell), "") if below else ""
    if first[:1].islower():
        above[-1] = [f"{begun} {rest}".strip() for begun, rest in zip(above[-1], below.pop(0), strict=True)]


def _rows(table: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in table)


def _parts(page: Page) -> list[Part]:
    """The paragraphs (text) and tables (rows of cells) of a page, from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.columns) > 1]
    boxes = [table.bbox for table in tables]
    prose = page.filter(lambda thing: not any(_holds(box, thing) for box in boxes))
    lines = prose.extract_text_lines(return_chars=False)
    steps = sorted(after["top"] - before["top"] for before, after in pairwise(lines) if after["top"] > before["top"])
    # A page of paragraphs of one line each has no distance of lines within one; a font's size then tells.
    size = max((line["bottom"] - line["top"] for line in lines), default=0.0)
    usual = min(steps[len(steps) // 4], 1.5 * size) if steps else 0.0
    found: list[tuple[float, Part]] = []
    before: dict[str, Any] | None = None
    for line in lines:
        text = line["text"].translate(_SYMBOLS).strip()
        beyond = before is None or any(before["top"] < box[1] < line["top"] for box in boxes)
        if found and before is not None and not beyond and line["top"] - before["top"] <= _PARAGRAPH * usual:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{text}")
        else:
            found.append((line["top"], text))
        before = line
    for table in tables:
        rows = [[" ".join((cell or "").translate(_SYMBOLS).split()) for cell in row] for row in table.extract()]
        found.append((table.bbox[1], rows))
    return [part for _, part in sorted(found, key=lambda one: one[0])]


def _holds(box: tuple[float, float, float, float], thing: dict[str, Any]) -> bool:
    """Whether the middle of a thing on the page lies in a box."""
    middle, height = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= middle <= box[2] and box[1] <= height <= box[3])
