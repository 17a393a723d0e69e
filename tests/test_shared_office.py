"""The office files of the shared material: no letter lost, every cell in its row."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents.extraction import Extraction
from kg.documents.plain.decoding import read_text
from kg.documents.sniff import Format, sniff
from kg.documents.web.html import read_html
from kg.documents.word.doc import read_doc
from kg.documents.word.docx import read_docx

FILES = Path(__file__).parents[2] / "shared" / "documents" / "files"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES.is_dir(), reason="needs ../shared/documents/files"),
]
READERS: dict[Format, Callable[..., Extraction]] = {
    Format.DOCX: read_docx, Format.DOC: read_doc, Format.HTML: read_html, Format.TEXT: read_text,
}  # fmt: skip
LOSSLESS = [
    "minutes_laksaman.docx", "minutes_laksaman.doc", "minutes_print.html", "minutes_site.html", "txt_cp874.txt",
    "txt_utf16.txt", "txt_utf8bom.txt", "txt_mojibake_cp874_as_cp1252.txt",
]  # fmt: skip


def read(name: str) -> str:
    data = (FILES / name).read_bytes()
    return READERS[sniff(data, name=name)](data, name=name).text


def folded(text: str) -> str:
    """Without white space, so that only letters count."""
    return "".join(text.split())


def rows(text: str) -> list[list[str]]:
    """The table rows: cells with every run of white space, line breaks too, as one space."""
    return [
        [" ".join(cell.split()) for cell in re.split("\t", line)] for line in text.split("\n") if "\t" in line
    ]


@pytest.mark.parametrize("name", LOSSLESS)
def test_no_letter_and_no_cell_is_lost(name: str) -> None:
    source = (FILES / "source.txt").read_text(encoding="utf-8")
    found = read(name)
    assert folded(found) == folded(source)  # a character error rate of 0
    expected = rows(source)
    assert sum(bool(cell) for row in expected for cell in row) == 217
    assert rows(found) == expected  # all 217 cells, each in its row and column


def test_tis620_loses_only_what_the_file_lost() -> None:
    source = (FILES / "source.txt").read_text(encoding="utf-8")
    lost = "".join(c if c.encode("tis-620", "ignore") or c.isspace() else "?" for c in source)
    assert folded(read("txt_tis620.txt")) == folded(lost)


def test_every_case_of_the_nasty_file() -> None:
    assert [line for line in read("nasty.docx").split("\n") if line.strip()] == [
        "BEGIN", "FOOTNOTE_TEXT", "๑. NUMBERED_A", "๒. NUMBERED_B", "INSERTED_TRACKED", "IN_SDT_BLOCK", "IN_SDT_INLINE",
        "IN_HYPERLINK", "A-BC D", "E", "☑AFTER_SYM", "FIELD_RESULT", "TEXTBOX", "SMARTTAG", "PAGE1ENDPAGE2START",
        "SPAN2\t", "VMERGE\tR1C2", "\tR2C2\u2028NESTED", "สำนักงาน",
    ]  # fmt: skip
