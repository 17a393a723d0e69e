"""How true scanned pages are read, and whether any number is wrong unsaid, beside the engine's own reading in the same run.

usage: python -m benchmarks.ocr [PAGES] [SCAN.pdf TRUTH.pdf]   (default: 6 pages of the scan in ../shared/documents/files)

SCAN shows the pages of TRUTH, a born-digital PDF whose text is read as the truth. Only lines of the truth with 20 letters or more
count: each against the stretch of the page's text that is most like it. A digit is *silent* where another digit stands in its place
and its stretch is not marked untrusted. The baseline is Tesseract's text without our reading of digits.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from benchmarks._clock import processor_seconds
from kg.documents import document_from_bytes
from kg.documents.ocr.read import read_picture
from kg.documents.ocr.tesseract import Tesseract
from kg.documents.ocr.values import OcrPage
from kg.documents.pdf.picture import render_page
from kg.documents.recognition import DPI

SHARED = Path(__file__).parents[2] / "shared" / "documents" / "files"
_SPACE = re.compile(r"\s")
_DIGIT = re.compile(r"[0-9๐-๙]")
_YEAR = re.compile(r"(?<![0-9๐-๙])๒๕[๐-๙]{2}(?![0-9๐-๙])")
_LEAST = 20
_ALIKE = 60  # of 100: a line less like its best stretch was not found at all
_SLACK = 4


def letters(text: str) -> tuple[str, list[int]]:
    """The characters of a text without white space, and where each stood."""
    places = [i for i, char in enumerate(text) if not char.isspace()]
    return "".join(text[i] for i in places), places


def measure(truth: str, text: str, doubted: set[int]) -> Counter[str]:
    """Edits, digits and years of one page."""
    found: Counter[str] = Counter()
    flat, places = letters(text)
    for line in truth.split("\n"):
        wanted = _SPACE.sub("", line)
        if len(wanted) < _LEAST:
            continue
        near = partial_ratio_alignment(wanted, flat)
        found["characters"] += len(wanted)
        if near is None or near.score < _ALIKE:
            found["edits"] += len(wanted)
            continue
        start = max(0, near.dest_start - _SLACK)
        stretch = flat[start : near.dest_end + _SLACK]
        edits = Levenshtein.distance(wanted, stretch) - max(0, len(stretch) - len(wanted))
        found["edits"] += max(0, edits)
        for at, put in aligned(wanted, stretch):
            if not _DIGIT.match(wanted[at]):
                continue
            found["digits"] += 1
            if put is None:
                found["lost"] += 1
            elif stretch[put] == wanted[at]:
                found["right"] += 1
            elif places[start + put] in doubted:
                found["flagged"] += 1
            else:
                found["silent" if _DIGIT.match(stretch[put]) else "as a letter"] += 1
    found.update(years(truth, text, doubted))
    return found


def aligned(wanted: str, stretch: str) -> Iterator[tuple[int, int | None]]:
    """Each position of `wanted` with the one that stands for it in `stretch`."""
    for step in Levenshtein.opcodes(wanted, stretch):
        for offset in range(step.src_end - step.src_start):
            inside = step.tag in ("equal", "replace") and offset < step.dest_end - step.dest_start
            yield step.src_start + offset, step.dest_start + offset if inside else None


def years(truth: str, text: str, doubted: set[int]) -> Counter[str]:
    """Years of the Buddhist era: right, flagged, or wrong unsaid."""
    left = Counter(_YEAR.findall(truth))
    found: Counter[str] = Counter({"years": sum(left.values())})
    for year in _YEAR.finditer(text):
        if left[year.group()]:
            left[year.group()] -= 1
            found["years right"] += 1
        elif any(i in doubted for i in range(*year.span())):
            found["years flagged"] += 1
        else:
            found["years silent"] += 1
    return found


def shown(name: str, found: Counter[str]) -> str:
    error = found["edits"] / max(1, found["characters"])
    right = found["right"] / max(1, found["digits"])
    return (
        f"{name:10} CER {error:.4f}  digits {found['digits']}: right {right:.3f}, wrong but flagged {found['flagged']}, "
        f"silent {found['silent']}, as a letter {found['as a letter']}, lost {found['lost']}  "
        f"years {found['years']}: right {found['years right']}, flagged {found['years flagged']}, silent {found['years silent']}"
    )


def doubted_places(page: OcrPage) -> set[int]:
    return {i for span in page.untrusted for i in range(span.start, span.end)}


def main() -> None:
    """Print one line for the engine's reading and one for ours."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    scan, truth = (
        map(Path, sys.argv[2:4])
        if len(sys.argv) > 3
        else (SHARED / "scan_mild_200.pdf", SHARED / "lo_laksaman.pdf")
    )
    if not (scan.is_file() and truth.is_file()):
        sys.exit(f"no {scan} or no {truth}: name a scan and the PDF it was made from")
    document = document_from_bytes(truth.read_bytes(), name=truth.name)
    data, engine = scan.read_bytes(), Tesseract()
    ours, theirs, spent = Counter[str](), Counter[str](), 0.0
    pages = document.pages[:count]
    for index, page in enumerate(pages):
        wanted = document.text[page.span.start : page.span.end]
        grey = render_page(data, index, dpi=DPI)
        started = processor_seconds()
        read = read_picture(grey, dpi=DPI, engine=engine)
        spent += processor_seconds() - started
        ours.update(measure(wanted, read.text, doubted_places(read)))
        plain = "\n".join(line.text for line in engine.read_lines(grey, dpi=DPI))
        theirs.update(measure(wanted, plain, set()))
    print(
        f"{len(pages)} pages of {scan.name}, {engine.name}, {spent / len(pages):.1f} s of processor time a page"
    )
    print(shown("baseline", theirs))
    print(shown("ours", ours))


if __name__ == "__main__":
    main()
