"""PDFs written by real programs, and small ones by hand: text, pages, records, refusals."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path

import pytest
from raw_pdf import raw_pdf, text_at

from kg.documents import read_document
from kg.documents.extraction import Extraction
from kg.documents.pdf.extract import read_pdf
from kg.documents.pdf.picture import render_page
from kg.errors import FileDamaged, FileRefused
from kg.parse import read_record
from kg.records import Document, Method, Record, Span
from kg.thai import arabic_digits

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "tests" / "files"
RECORDS = ROOT / "examples" / "records"
RENDERED = {
    "hospital_chromium": "thatharn-hospital/2568-08.txt",
    "university_chromium_ruled": "stu-digital/2567-02.txt",
    "university_writer": "stu-digital/2567-02.txt",
    "council_writer": "thatharn-council/2567-2-1.txt",
    "committee_writer_tabs": "saichon-digital/2566-05.txt",
}
FULL_PAGE = "q 595 0 0 842 0 0 cm /I1 Do Q\n"


@cache
def extract(name: str) -> Extraction:
    return read_pdf((FILES / f"{name}.pdf").read_bytes(), name=f"{name}.pdf")


def record_of(name: str) -> Record:
    found = extract(name)
    return read_record(Document(name, found.text, "0" * 64, None, found.pages, found.warnings, found.method))


def letters(text: str | None) -> str:
    """Return text without white space and in Arabic digits: how lines break is no matter of the record."""
    return re.sub(r"\s+", "", arabic_digits(text or ""))


@pytest.fixture(scope="module", params=sorted(RENDERED))
def rendered(request: pytest.FixtureRequest) -> tuple[Record, Record]:
    """The record read from a PDF, and from the text it was made of."""
    return record_of(request.param), read_record(read_document(RECORDS / RENDERED[request.param]))


def test_the_meeting_is_that_of_the_text(rendered: tuple[Record, Record]) -> None:
    pdf, text = rendered[0].meeting, rendered[1].meeting
    assert (pdf.number, pdf.year_be, pdf.date, pdf.start) == (
        text.number,
        text.year_be,
        text.date,
        text.start,
    )
    assert letters(pdf.body) == letters(text.body)


def test_who_was_there_is_read_from_the_columns(rendered: tuple[Record, Record]) -> None:
    pdf, text = ({(a.section, letters(a.name)) for a in record.attendees} for record in rendered)
    assert len(pdf & text) >= 0.9 * len(text)  # a row cut by a page break may lose the end of a name
    roles = ({(letters(a.name), letters(a.role)) for a in record.attendees} for record in rendered)
    assert len(next(roles) & next(roles)) >= 0.85 * len(text)


def test_agenda_and_resolutions_are_those_of_the_text(rendered: tuple[Record, Record]) -> None:
    pdf, text = rendered
    assert [item.number for item in pdf.agenda] == [item.number for item in text.agenda]
    assert [item.section for item in pdf.agenda] == [item.section for item in text.agenda]
    assert [r.types for r in pdf.resolutions] == [r.types for r in text.resolutions]


@pytest.mark.parametrize("name", sorted(RENDERED))
def test_every_character_lies_on_the_page_it_was_printed_on(name: str) -> None:
    found = extract(name)
    assert found.method is Method.PDF_TEXT
    assert found.needs_ocr == ()
    assert found.pages[0].span.start == 0
    assert found.pages[-1].span.end == len(found.text)
    for page, after in zip(found.pages, found.pages[1:], strict=False):
        assert found.text[page.span.end : after.span.start] == "\f\n"
    assert all(page.exact and "\f" not in found.text[page.span.start : page.span.end] for page in found.pages)


def test_printed_page_numbers_are_the_labels() -> None:
    found = extract("council_writer")
    assert [page.label for page in found.pages] == [str(n + 1) for n in range(len(found.pages))]
    assert all(page.label is None for page in extract("hospital_chromium").pages)


@pytest.mark.parametrize("name", sorted(RENDERED))
def test_the_text_is_letter_for_letter_that_of_the_record(name: str) -> None:
    """Every paragraph of the source of some length is in the PDF's text, but where a page break cuts it."""
    source = (RECORDS / RENDERED[name]).read_text(encoding="utf-8")
    text = letters(extract(name).text)
    long = [
        line for line in source.split("\n") if len(line) > 40 and not re.search(r"[|\t]|\.{8}| {3}", line)
    ]
    missing = [line for line in long if letters(line) not in text]
    assert len(missing) <= len(extract(name).pages) - 1
    assert text.count("ำ") == letters(source).count("ำ")


@pytest.mark.parametrize("name", sorted(RENDERED))
def test_paragraphs_are_lines(name: str) -> None:
    source = (RECORDS / RENDERED[name]).read_text(encoding="utf-8")
    lines = {letters(line) for line in extract(name).text.split("\n")}
    long = [
        line for line in source.split("\n") if len(line) > 40 and not re.search(r"[|\t]|\.{8}| {3}", line)
    ]
    broken = [line for line in long if letters(line) not in lines]
    assert len(broken) <= 2 * (len(extract(name).pages) - 1)  # cut by a page break, at most two a page


def test_a_ruled_table_keeps_its_cells() -> None:
    rows = [
        line.split("\t") for line in extract("university_chromium_ruled").text.split("\n") if "\t" in line
    ]
    assert ["ลำดับ", "ชื่อ - สกุล", "ตำแหน่ง", "หน้าที่"] in rows
    assert ["๗.", "นายทศวรรษ เรืองปัญญาดี", "ผู้แทนสภานักศึกษา", "กรรมการ"] in rows
    years = next(row for row in rows if "๒๕๖๗" in row)
    assert years[0] == ""  # the empty cell over the row heads is kept


def test_reading_twice_gives_the_same() -> None:
    again = read_pdf((FILES / "hospital_chromium.pdf").read_bytes(), name="hospital_chromium.pdf")
    assert again == extract("hospital_chromium")


def test_a_file_not_to_be_copied_from_is_read_with_a_notice() -> None:
    found = extract("no_copying")
    assert "ขอเชิญประชุมคณะกรรมการอาคาร" in found.text
    assert [notice.code for notice in found.warnings] == ["copying-forbidden"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ((FILES / "locked.pdf").read_bytes(), "locked with a password"),
        ((FILES / "council_writer.pdf").read_bytes()[:9_000], "damaged"),
        (b"%PDF-1.7\nnothing else", "damaged"),
        (b"<html>not found</html>", "does not begin like a PDF"),
    ],
    ids=["locked", "cut short", "empty", "no pdf"],
)
def test_what_cannot_be_opened_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(FileDamaged, match=words) as caught:
        read_pdf(data, name="minutes.pdf")
    assert "minutes.pdf" in str(caught.value)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(FileRefused, match=r"2,001 pages"):
        read_pdf(raw_pdf([""] * 2_001), name="long.pdf")


def test_hidden_text_over_a_picture_is_an_ocr_layer_and_not_trusted() -> None:
    found = read_pdf(raw_pdf([FULL_PAGE + text_at(72, 700, "Minutes of 2023, item 4", mode=3)]), name="a.pdf")
    assert found.text == "Minutes of 2023, item 4\n"
    assert found.method is Method.PDF_OCR_LAYER
    assert found.pages[0].method is Method.PDF_OCR_LAYER
    assert found.untrusted == (Span(0, len(found.text)),)
    assert "ocr-layer" in [notice.code for notice in found.warnings]


def test_a_picture_without_text_needs_ocr() -> None:
    words = text_at(72, 700, "A page of text that was printed, not scanned.")
    found = read_pdf(raw_pdf([words, FULL_PAGE, words]), name="a.pdf")
    assert found.needs_ocr == (1,)
    assert found.pages[1].span.start == found.pages[1].span.end


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(rotate: int) -> None:
    turn = {
        0: "1 0 0 1 72 {}",
        90: "0 1 -1 0 {} 72",
        180: "-1 0 0 -1 523 {}",
        270: "0 -1 1 0 {} 770",
    }[rotate]
    places = {0: (700, 600), 90: (95, 195), 180: (142, 242), 270: (500, 400)}[rotate]
    content = "".join(
        f"BT /F1 12 Tf {turn.format(place)} Tm ({words}) Tj ET\n"
        for place, words in zip(places, ("first line", "second line"), strict=True)
    )
    data = raw_pdf([content], rotate=rotate)
    assert read_pdf(data, name="a.pdf").text.split() == ["first", "line", "second", "line"]
    picture = render_page(data, 0, dpi=36)
    assert picture.shape == ((421, 298) if rotate in (0, 180) else (298, 421))


def test_a_picture_is_grey_and_its_size_is_capped() -> None:
    data = raw_pdf([text_at(72, 700, "black on white", size=40)])
    picture = render_page(data, 0, dpi=72)
    assert (picture.dtype.name, picture.ndim) == ("uint8", 2)
    assert picture.max() == 255
    assert picture.min() < 60
    with pytest.raises(FileRefused, match="limit is 40,000,000"):
        render_page(raw_pdf([""], box="0 0 14400 14400"), 0, dpi=72)
    with pytest.raises(FileDamaged, match="page 8"):
        render_page(data, 7, dpi=72)


def test_a_page_of_fifty_thousand_objects_does_not_hold_up_the_rest() -> None:
    crowd = "".join(text_at(50 + 6 * (i % 80), 800 - 0.7 * (i // 80), "x", size=8) for i in range(50_000))
    start = time.process_time()
    found = read_pdf(raw_pdf([crowd, text_at(72, 700, "The next page is read.")]), name="a.pdf")
    assert time.process_time() - start < 5
    assert found.needs_ocr == (0,)
    assert found.text.endswith("\f\nThe next page is read.\n")
