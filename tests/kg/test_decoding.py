"""Text files: every encoding Thai was ever saved in, wrong ones undone, pages by form feeds."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.plain.decoding import read_text
from kg.documents.plain.mojibake import is_mojibake, restore
from kg.errors import NotText
from kg.records import Method, Span

TEXT = (
    "รายงานการประชุมคณะกรรมการพัฒนาแหล่งน้ำ ครั้งที่ ๓/๒๕๖๘\r\n"
    "ที่ประชุมพิจารณาแล้ว “เห็นชอบ” ตามที่เสนอ – และมอบหมายฝ่ายเลขานุการ (Secretariat) ดำเนินการ • ภายใน ๓๐ วัน\r\n"
)


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("cp874", "cp874"),
    ],
)  # fmt: skip
def test_every_encoding_gives_the_same_text(codec: str, encoding: str) -> None:
    found = read_text(TEXT.encode(codec), name="ก.txt")
    assert (found.text, found.encoding, found.method) == (TEXT, encoding, Method.TEXT)
    assert found.pages == found.warnings == ()


def test_unmarked_utf16_in_latin_letters_is_read_too() -> None:
    assert (
        read_text("Minutes of the meeting\n".encode("utf-16-le"), name="a").text == "Minutes of the meeting\n"
    )


def _read_as(data: bytes, codec: str) -> str:
    """As Windows reads bytes: those a code page does not define stand for themselves."""
    return "".join(bytes([b]).decode(codec) if _defined(b, codec) else chr(b) for b in data)


def _defined(byte: int, codec: str) -> bool:
    return bool(bytes([byte]).decode(codec, "ignore"))


@pytest.mark.parametrize(
    ("was", "read_as"),
    [
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("utf-8", "cp874"),
        ("cp874", "latin-1"),
        ("cp874", "cp1252"),
    ],
)
def test_a_wrong_reading_is_undone(was: str, read_as: str) -> None:
    found = read_text(_read_as(TEXT.encode(was), read_as).encode(), name="เพี้ยน.txt")
    assert found.text == TEXT
    assert [notice.code for notice in found.warnings] == ["mojibake-restored"]
    assert was in found.warnings[0].message
    assert "เพี้ยน.txt" in found.warnings[0].message


def test_a_wrong_reading_that_lost_letters_is_refused() -> None:
    lossy = TEXT.encode().decode("cp1252", "replace")  # ก and others became one and the same sign
    with pytest.raises(NotText, match="wrong encoding"):
        read_text(lossy.encode(), name="เพี้ยน.txt")


@pytest.mark.parametrize(
    "text", [TEXT, "Café déjà vu, naïve façade. " * 20, "เธอและเน้นย้ำ เนื้อหา เธอ เนิน เธอ " * 9, "abc" * 99]
)
def test_clean_text_is_no_wrong_reading(text: str) -> None:
    assert not is_mojibake(text)


def test_other_alphabets_are_not_made_thai() -> None:
    assert restore("ÄÖÜ äöü ßéè " * 20) is None


@pytest.mark.parametrize(("at", "byte"), [(10, 0xFF), (100, 0x80), (-1, 0xE0)])
def test_a_bad_byte_costs_no_more_than_itself(at: int, byte: int) -> None:
    data = bytearray((TEXT * 3).encode())
    data[at] = byte
    found = read_text(bytes(data), name="ก")
    assert found.encoding == "utf-8"
    assert 1 <= found.text.count("\ufffd") <= 3
    assert [notice.code for notice in found.warnings] == ["undecodable-characters"]


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_cut_inside_a_letter_is_read(cut: int) -> None:
    data = (TEXT * 3).rstrip().encode() + "วัน".encode()[:-cut]
    assert read_text(data, name="ก").text.startswith(TEXT * 2)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("ก\n\fข\n", [(0, 2), (3, 5)]),
        ("ก\n\f\nข\n\f\r\nค", [(0, 2), (4, 6), (9, 10)]),
        ("ก\n\fข\n\f", [(0, 2), (3, 5)]),  # as pdftotext ends every page
        ("ก\n\fข\f\n \n", [(0, 2), (3, 8)]),
        ("ก\n\f", []),
        ("ก\nข\n", []),
    ],
)
def test_form_feeds_part_pages(text: str, spans: list[tuple[int, int]]) -> None:
    found = read_text(text.encode(), name="ก")
    assert found.text == text
    assert [page.span for page in found.pages] == [Span(*span) for span in spans]
    assert all(page.exact for page in found.pages)


@given(st.text(alphabet="ก\n\f\r x", max_size=40))
@settings(max_examples=100, deadline=None)
def test_pages_hold_every_character_but_the_breaks(text: str) -> None:
    found = read_text(("เริ่ม" + text).encode(), name="ก")
    at = 0
    for page in found.pages:
        assert found.text[at : page.span.start].strip("\f\r\n") == ""
        assert page.span.start >= at
        at = page.span.end
    assert not found.pages or at == len(found.text) or found.text[at:] in {"\f", "\f\n", "\f\r\n"}


def test_ten_megabytes_take_a_few_seconds() -> None:
    started = time.process_time()
    for data in (
        b"\xe0\xb8\x81" * 3_000_000,
        TEXT.encode().decode("latin-1").encode() * 15_000,
        b"\xa1" * 9_000_000,
    ):
        with suppress(NotText):
            read_text(data, name="ก")
    assert time.process_time() - started < 20
