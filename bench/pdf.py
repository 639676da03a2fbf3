"""What two readers of PDFs give of texts that we know: seconds, words, rows of tables, passages as read.

``python bench/pdf.py`` typesets Peru's text and two invented reports (needs Chromium and pypdfium2) and compares
``memgraph text``, which reads with pdfplumber, with the plain text that pypdfium2 gives.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from memgraph import build
from memgraph.errors import InputError
from memgraph.pdf import extract
from memgraph.text import readable

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
TEXTS = ("seeds/peru-2022.txt", "tests/invented/sarmiento-2023.txt", "tests/invented/saint-aldwyn-2022.txt")


def _plain(path: Path) -> str:
    """The text of pypdfium2, page by page."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "\n\x0c\n".join(pages).replace("\r\n", "\n")


def _rows(text: str) -> Counter[tuple[str, ...]]:
    cells = ([readable(cell) for cell in line.split("\t")] for line in text.split("\n") if "\t" in line)
    return Counter(tuple(cell for cell in row if cell) for row in cells)


def _read(path: Path, text: str, known: build.Knowledge) -> Counter[tuple[str, str]]:
    """The statements, items, cells and clauses of a text, by kind and words."""
    path.write_text(text, encoding="utf-8")
    try:
        report = build.read(path, known).report
    except InputError:
        return Counter()
    kinds = report.of("statement", "item", "summary", "cell")
    return Counter((one.kind, re.sub(r"\W", "", report.quote(one.span))) for one in kinds)


def main() -> None:
    """Print a row for each text and reader."""
    from typeset import pdf

    known, readers = build.knowledge(), {"pdfplumber": extract, "pypdfium2": _plain}
    print(f"{'text':20} {'reader':12} {'seconds':>8} {'words':>13} {'rows':>8} {'passages':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for source in map(ROOT.joinpath, TEXTS):
            text = source.read_text("utf-8")
            printed = pdf(text, Path(folder) / f"{source.stem}.pdf")
            wanted = _measures(text, source, folder, known)
            for name, reader in readers.items():
                seconds, got = _timed(reader, printed)
                found = _measures(got, source, folder, known)
                shares = [f"{(w & f).total()}/{w.total()}" for w, f in zip(wanted, found, strict=True)]
                print(f"{source.stem:20} {name:12} {seconds:8.2f} {shares[0]:>13} {shares[1]:>8} {shares[2]:>10}")


def _measures(text: str, source: Path, folder: str, known: build.Knowledge) -> list[Counter[object]]:
    words = Counter(re.findall(r"\w+", text))
    return [words, _rows(text), _read(Path(folder) / source.name, text, known)]


def _timed(reader: Callable[[Path], str], path: Path) -> tuple[float, str]:
    """The median of three runs, in seconds, and the text."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        text = reader(path)
        times.append(time.perf_counter() - begin)
    return sorted(times)[1], text


if __name__ == "__main__":
    main()
