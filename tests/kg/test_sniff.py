"""Formats are told from bytes; those that are not read are named with what to do."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from compound_files import compound
from word_files import docx, p, package

from kg.documents.sniff import Format, sniff
from kg.errors import FileDamaged, NotText

FILES = Path(__file__).parents[1] / "files"


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (b"%PDF-1.7\n1 0 obj", Format.PDF),
        (b"\r\n%PDF-1.4\n1 0 obj\nendobj", Format.PDF),
        (docx(p("ก")), Format.DOCX),
        (package({"[Content_Types].xml": "<x/>", "word/document2.xml": "<x/>"}), Format.DOCX),
        (compound({"WordDocument": b"x"}), Format.DOC),
        ((FILES / "record.doc").read_bytes(), Format.DOC),
        (b"<!DOCTYPE html><p>", Format.HTML),
        (b"\xef\xbb\xbf\n <!-- x -->\n<HTML lang=th>", Format.HTML),
        ("<html>ก".encode("utf-16"), Format.HTML),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", Format.HTML),
        (b"<body>x", Format.HTML),
        (b"\x89PNG\r\n\x1a\n\x00", Format.IMAGE),
        (b"\xff\xd8\xff\xe0JFIF", Format.IMAGE),
        (b"II*\x00", Format.IMAGE),
        ("รายงานการประชุม".encode(), Format.TEXT),
        ("<table><tr><td>ที่</td></tr></table>\nผู้มาประชุม".encode(), Format.TEXT),  # as OCR tools write
        ("<p>ก</p>".encode(), Format.TEXT),
        ("คู่มือ %PDF-1.7 ใน".encode(), Format.TEXT),
        ("BM คือ".encode(), Format.TEXT),
        ("MZ และ PK".encode(), Format.TEXT),
        (b"", Format.TEXT),
    ],
)
def test_formats(data: bytes, format_: Format) -> None:
    assert sniff(data, name="ก.txt") is format_


@pytest.mark.parametrize(
    ("data", "what", "remedy"),
    [
        (package({"xl/workbook.xml": "<x/>"}), "an Excel file", "CSV"),
        (package({"ppt/presentation.xml": "<x/>"}), "a PowerPoint file", "PDF"),
        (
            package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "an ODT file",
            "DOCX",
        ),
        (package({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"}), "an EPUB", "HTML"),
        (package({"a.txt": "x"}), "a ZIP archive", "Unpack"),
        (b"{\\rtf1\\ansi", "an RTF file", "DOCX"),
        (gzip.compress(b"x", mtime=0), "a gzip file", "Unpack"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack"),
        (b"Rar!\x1a\x07", "a RAR archive", "Unpack"),
        (b"GIF89a", "a GIF image", "PNG"),
        (b"BM\x00\x00\x00\x00", "a BMP image", "PNG"),
        (b"\x7fELF\x02", "a program", "document"),
        (b"MZ\x90\x00", "a program", "document"),
        (compound({"Workbook": b"x"}), "an old Excel file", "CSV"),
        (compound({"PowerPoint Document": b"x"}), "an old PowerPoint file", "PDF"),
        (compound({"Other": b"x"}), "an Office file without a Word text", "DOCX"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, what: str, remedy: str) -> None:
    with pytest.raises(NotText) as caught:
        sniff(data, name="เอกสาร.docx")
    told = str(caught.value)
    assert told.startswith(f"เอกสาร.docx is {what}")
    assert remedy in told


def test_a_locked_office_file_says_so() -> None:
    with pytest.raises(FileDamaged, match=r"ลับ\.docx is locked with a password"):
        sniff(compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), name="ลับ.docx")


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + b"x" * 500, b"\xd0\xcf\x11\xe0\xa1\xb1", b"\xd0\xcf\x11\xe0" + b"\x00" * 2000]
)
def test_broken_packages_are_damaged(data: bytes) -> None:
    with pytest.raises(FileDamaged, match=r"เสีย\.doc"):
        sniff(data, name="เสีย.doc")
