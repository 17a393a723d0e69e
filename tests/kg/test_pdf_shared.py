"""A real record rendered by two programs in several fonts, and copies with broken text layers."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from kg.documents.extraction import Extraction
from kg.documents.pdf.extract import read_pdf

FILES = Path(__file__).resolve().parents[3] / "shared" / "documents" / "files"
WHOLE = ("lo_laksaman", "lo_norasi", "cr_laksaman", "cr_noto")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (FILES / "source.txt").exists(),
        reason="../shared is not beside this checkout: it holds a real record that may not be copied here",
    ),
]


@cache
def extract(name: str) -> Extraction:
    return read_pdf((FILES / f"{name}.pdf").read_bytes(), name=f"{name}.pdf")


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def paragraphs() -> list[str]:
    lines = (FILES / "source.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if "\t" not in line and len(letters(line)) > 15]


def lines_of(name: str) -> list[str]:
    """Return the lines of a file without its page numbers."""
    text = extract(name).text.replace("\f", "")
    return [line for line in text.split("\n") if line.strip() and not re.fullmatch(r"- \d+ -", line)]


@pytest.mark.parametrize("name", WHOLE)
def test_every_letter_of_the_prose_is_read(name: str) -> None:
    text = letters("".join(lines_of(name)))
    assert [line[:40] for line in paragraphs() if letters(line) not in text] == []
    source = (FILES / "source.txt").read_text(encoding="utf-8")
    assert text.count("ำ") == source.count("ำ")
    assert extract(name).needs_ocr == ()


@pytest.mark.parametrize("name", WHOLE)
def test_paragraphs_are_lines_but_where_a_page_ends(name: str) -> None:
    lines = [letters(line) for line in lines_of(name)]
    whole = set(lines) | {above + below for above, below in pairwise(lines)}
    broken = [line[:40] for line in paragraphs() if letters(line) not in whole]
    assert len(broken) <= 3, broken  # of 108


@pytest.mark.parametrize("name", WHOLE)
def test_hardly_a_space_is_made_up(name: str) -> None:
    found = {letters(line): line.strip() for line in lines_of(name)}
    made, total = 0, 0
    for line in paragraphs():
        other = found.get(letters(line))
        if other is not None:
            total += len(line)
            made += len(spaces(other) - spaces(line.strip()))
    assert total > 15_000
    assert 1000 * made / total <= 0.1


def spaces(text: str) -> set[int]:
    """Return before which letters, counted without spaces, a space stands."""
    return {len(letters(text[: found.start()])) for found in re.finditer(r"\s+", text)}


@pytest.mark.parametrize(
    ("name", "least"), [("patho_notounicode", 19), ("patho_lo_noactual", 12), ("scan_2p", 2)]
)
def test_pages_that_cannot_be_read_need_ocr(name: str, least: int) -> None:
    assert len(extract(name).needs_ocr) >= least


@pytest.mark.parametrize("name", ["patho_pua", "patho_word_am", "patho_word_swap"])
def test_layers_that_can_be_repaired_are_kept(name: str) -> None:
    assert extract(name).needs_ocr == ()
    assert len(extract(name).text) > 30_000
