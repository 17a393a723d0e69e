"""Old Word files: two written by a word processor (tests/files/make_office.py), and broken ones."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from clerk_forms import as_docx
from compound_files import compound, word_95
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.word.doc import read_doc
from kg.documents.word.docx import read_docx
from kg.errors import FileDamaged, FileEmpty, FileRefused, InputError
from kg.records import Method

FILES = Path(__file__).parents[1] / "files"
EXAMPLE = Path(__file__).parents[2] / "examples" / "records" / "saichon-digital" / "2566-04.txt"
ODD = """\
ก. หนึ่ง
ก.ก ย่อย
ก.ข ย่อย
ข. สอง
4. สี่
5. ห้า
- ขีด
ก่อนเพิ่มหลัง
มีเขตข้อมูล ผลของเขตข้อมูล จบ
มีเชิงอรรถ ต่อ
ข้อความเชิงอรรถ
กว้างสองช่อง\t\tค๑
สูง\tข๒\u2028บรรทัดสอง\t
\tข๓\u2028ใน๑ ใน๒\tค๓
มติที่ประชุม รับทราบ
บรรทัดแรก
บรรทัดสอง
\f
หน้าสอง - 😀 จบ
"""


def test_what_readers_get_wrong_is_right() -> None:
    found = read_doc((FILES / "odd.doc").read_bytes(), name="odd.doc")
    assert found.text == ODD
    assert found.method is Method.DOC
    assert [found.text[page.span.start : page.span.end] for page in found.pages] == ODD.split("\f\n")
    assert not any(page.exact for page in found.pages)


def test_a_record_is_the_same_as_from_docx() -> None:
    doc = read_doc((FILES / "record.doc").read_bytes(), name="record.doc")
    docx = read_docx(as_docx(EXAMPLE.read_text(encoding="utf-8")), name="record.docx")
    assert doc.text == docx.text
    assert doc.warnings == ()


def test_word_95_is_read_in_its_own_code_page() -> None:
    text = "รายงานการประชุม “คณะกรรมการ” ครั้งที่ ๑/๒๕๓๙\rผู้มาประชุม\r"
    found = read_doc(word_95(text.encode("cp874")), name="เก่า.doc")
    assert found.text == text.replace("\r", "\n")
    assert [notice.code for notice in found.warnings] == ["old-word"]
    latin = read_doc(word_95("Café “A” déjà vu.\r".encode("cp1252"), language=0x0409), name="a.doc")
    assert latin.text == "Café “A” déjà vu.\n"


def test_word_95_with_two_bytes_a_letter() -> None:
    text = "รายงานการประชุม ครั้งที่ ๑/๒๕๔๐\r"
    assert read_doc(word_95(text.encode("utf-16-le"), flags=0x1000), name="x").text == text.replace(
        "\r", "\n"
    )


def test_rows_of_word_95_are_told_from_their_text() -> None:
    text = "ผู้มาประชุม\r๑.\x07นายสุข ใจงาม\x07ประธาน\x07\x07๒.\x07นายมี ดีจริง\x07กรรมการ\x07\x07เริ่มประชุม\r"
    found = read_doc(word_95(text.encode("cp874")), name="x").text
    assert found == "ผู้มาประชุม\n๑.\tนายสุข ใจงาม\tประธาน\n๒.\tนายมี ดีจริง\tกรรมการ\nเริ่มประชุม\n"


def test_lists_that_cannot_be_read_cost_only_their_numbers() -> None:
    data = bytearray((FILES / "odd.doc").read_bytes())
    head = data.index(b"\xec\xa5")
    data[head + 0x2EA + 4 : head + 0x2EA + 8] = b"\x05\x00\x00\x00"  # the size of the table of lists in use
    found = read_doc(bytes(data), name="x")
    assert found.text.startswith("หนึ่ง\nย่อย\n")
    assert [notice.code for notice in found.warnings] == ["list-numbers-missing"]


def test_a_locked_file_is_told_from_a_broken_one() -> None:
    data = bytearray((FILES / "record.doc").read_bytes())
    at = data.index(b"\xec\xa5")  # the header of the text
    data[at + 0x0B] |= 0x01
    with pytest.raises(FileDamaged, match=r"ลับ\.doc is locked with a password"):
        read_doc(bytes(data), name="ลับ.doc")
    with pytest.raises(FileDamaged, match="password"):
        read_doc(word_95(b"abc", flags=0x0100), name="ลับ.doc")


@pytest.mark.parametrize("size", [9, 511, 1024, 5_000, 20_000])
def test_a_file_cut_short_is_damaged(size: int) -> None:
    with pytest.raises(FileDamaged, match=r"สั้น\.doc"):
        read_doc((FILES / "record.doc").read_bytes()[:size], name="สั้น.doc")


def test_pieces_that_repeat_the_same_text_are_refused() -> None:
    count = 3_000
    starts = struct.pack(f"<{count + 1}I", *(i * 10_000 for i in range(count + 1)))
    pieces = struct.pack("<HIH", 0, 0x4000_0000, 0) * count
    plc = starts + pieces
    table = b"\x02" + struct.pack("<I", len(plc)) + plc
    head = struct.pack("<HH", 0xA5EC, 0xC1).ljust(0x4C, b"\x00") + struct.pack("<I", count * 10_000)
    head = head.ljust(0x1A2, b"\x00") + struct.pack("<II", 0, len(table))
    data = compound({"WordDocument": head.ljust(12_000, b"a"), "0Table": table[:40_000]})
    with pytest.raises(FileRefused, match="20,000,000 characters"):
        read_doc(data, name="ซ้ำ.doc")


def test_a_file_without_text_is_empty() -> None:
    with pytest.raises(FileEmpty, match="no text"):
        read_doc(word_95(b"\r\r"), name="ว่าง.doc")


@given(places=st.lists(st.tuples(st.integers(0, 14_335), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_changed_bytes_are_read_or_refused(places: list[tuple[int, int]]) -> None:
    data = bytearray((FILES / "odd.doc").read_bytes())
    for at, byte in places:
        data[at] = byte
    try:
        told = read_doc(bytes(data), name="odd.doc").text
    except InputError as error:
        told = str(error)
    assert told.strip()
