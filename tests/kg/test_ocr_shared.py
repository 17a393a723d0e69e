"""Two scanned pages that are not part of this repository, read with the real engine."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import numpy as np
import pytest
from commandline import ROOT

from kg.documents.ocr.read import OcrPage, read_picture
from kg.documents.ocr.tesseract import Tesseract
from kg.errors import MissingExtra

FILES = ROOT.parent / "shared" / "documents" / "files"
SCAN, TRUTH = FILES / "scan_2p.pdf", FILES / "source.txt"
YEAR = re.compile(r"(?<![๐-๙])[๐-๙]{4}(?![๐-๙])")
DIGIT = re.compile(r"[๐-๙]")


def absent() -> str | None:
    if not (SCAN.exists() and TRUTH.exists()):
        return "../shared is not beside this checkout: it holds real records that may not be copied here"
    try:
        Tesseract()
    except MissingExtra:
        return (
            "Tesseract with its Thai model is not installed (apt-get install tesseract-ocr tesseract-ocr-tha)"
        )
    return None


ABSENT = absent()
pytestmark = [pytest.mark.shared, pytest.mark.skipif(ABSENT is not None, reason=str(ABSENT))]


@cache
def pages() -> tuple[OcrPage, ...]:
    from pypdfium2 import PdfDocument

    document = PdfDocument(SCAN)
    pictures = [np.asarray(page.render(scale=200 / 72, grayscale=True).to_numpy()) for page in document]
    return tuple(
        read_picture(picture.reshape(picture.shape[:2]), dpi=200, engine=Tesseract()) for picture in pictures
    )


def test_no_wrong_year_is_stated_silently() -> None:
    real = set(YEAR.findall(TRUTH.read_text("utf-8")))
    stated = Counter[str]()
    for page in pages():
        doubtful = {place for span in page.untrusted for place in range(span.start, span.end)}
        stated.update(year[0] for year in YEAR.finditer(page.text) if year.start() not in doubtful)
    assert set(stated) <= real
    assert sum(stated.values()) >= 2


def test_most_digits_are_confirmed() -> None:
    for page in pages():
        doubtful = sum(span.end - span.start for span in page.untrusted)
        assert doubtful <= 0.1 * max(10, len(DIGIT.findall(page.text)))


def test_lines_hold_the_words_of_the_record() -> None:
    from rapidfuzz.fuzz import partial_ratio

    truth = re.sub(r"\s+", "", TRUTH.read_text("utf-8"))
    scores = []
    for page in pages():
        lines = [re.sub(r"\s+", "", line) for line in page.text.splitlines()]
        scores += [(partial_ratio(line, truth), len(line)) for line in lines if len(line) >= 12]
    assert scores
    assert sum(score * length for score, length in scores) / sum(length for _, length in scores) >= 97
