"""Input files: encodings that are read, and what is refused with which words."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import ReadOptions, decode_document, read_document
from kg.errors import FileDamaged, FileEmpty, FileMissing, FileTooLarge, InputError, MatiError, NotText

TEXT = "รายงานการประชุมคณะกรรมการทดสอบ\r\nครั้งที่ ๑/๒๕๖๘ น้ำท่วมทุ่ง “ป่าไม้” – เรื่องที่ ๑\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp874"), "cp874"),
    ],
)
def test_encodings_give_the_same_text(data: bytes, encoding: str) -> None:
    document = decode_document(data, name="a/ก.txt")
    assert document.text == TEXT  # char for char, line ends and all
    assert (document.encoding, document.file) == (encoding, "a/ก.txt")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.warnings == ()


def test_tis620_is_read() -> None:
    text = "บันทึกการประชุม เรื่องน้ำประปา ๑๒"
    assert decode_document(text.encode("tis-620"), name="t").text == text


def test_short_cp874_is_read() -> None:
    assert decode_document("ที่ประชุมรับทราบ".encode("cp874"), name="t").text == "ที่ประชุมรับทราบ"


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", FileEmpty, "no text"),
        (b" \r\n\t \n", FileEmpty, "no text"),
        ("\u200b\u00a0\n".encode(), FileEmpty, "white space"),
        (b"%PDF-1.7\n1 0 obj", NotText, "a PDF"),
        (b"PK\x03\x04\x14\x00", FileDamaged, "broken"),
        (b"\x89PNG\r\n\x1a\n\x00", NotText, "PNG"),
        (b"\xff\xd8\xff\xe0JFIF", NotText, "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", FileDamaged, "broken"),
        (b"abc\x00def\x00", NotText, "2 NUL bytes"),
        (bytes(range(1, 32)) * 20, NotText, "control characters"),
        (b"\xff\xfe\x00\x00a\x00\x00", NotText, "UTF-32"),
        ("naïve café déjà vu".encode("latin-1") * 5, NotText, "not UTF-8"),
        ("議事録を確認する".encode("shift_jis") * 5, NotText, "not Thai"),
        (bytes((i * 89 + 37) % 223 + 32 for i in range(4000)), NotText, "no encoding"),
    ],
)
def test_refusals_say_what_and_why(data: bytes, error: type[MatiError], said: str) -> None:
    with pytest.raises(error) as caught:
        decode_document(data, name="เอกสาร.bin")
    assert "เอกสาร.bin" in str(caught.value)
    assert said in str(caught.value)


def test_scrambled_cp874_is_refused() -> None:
    # the right letters in no order a Thai word could have
    data = bytes([0xD4, 0xE8, 0xD1, 0xE9, 0xA1, 0xD5, 0xE8, 0xD9] * 40)
    with pytest.raises(NotText):
        decode_document(data, name="x")


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "ก.txt"
    path.write_bytes(TEXT.encode())
    assert read_document(path).file == "ก.txt"
    assert read_document(path, name="ชุด/ก.txt").file == "ชุด/ก.txt"
    with pytest.raises(FileTooLarge, match="limit is 10"):
        read_document(path, options=ReadOptions(limit_bytes=10))
    with pytest.raises(FileMissing, match=r"ไม่มี.txt: no such file"):
        read_document(tmp_path / "ไม่มี.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_document(tmp_path)


def test_large_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)  # sparse: reading it would find NULs, not its size
    with pytest.raises(FileTooLarge, match="200,000,000"):
        read_document(path)


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode_document(data, name="any").text
    except InputError as error:
        text = str(error)
    assert text.strip()
