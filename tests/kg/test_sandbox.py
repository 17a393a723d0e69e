"""A file that breaks, hangs or devours its reader becomes an error message, and quickly."""

from __future__ import annotations

import resource
import time
import zlib

import pytest
from word_files import package

from kg.confinement import environment
from kg.documents import document_from_bytes
from kg.documents.sandbox import Limits, run_child
from kg.errors import FileDamaged, FileRefused, InputError, MissingExtra, NotText
from kg.records import Method

DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def docx(body: str, *, head: str = "") -> bytes:
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": head + DOCUMENT.format(body)})


def pdf(stream: bytes) -> bytes:
    """A one-page PDF whose contents are `stream`, deflated."""
    packed = zlib.compress(stream, 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    return out + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def test_a_document_comes_back_from_the_child() -> None:
    document = document_from_bytes(docx(PARAGRAPH.format("ที่ประชุมรับทราบ")), name="ก.docx")
    assert document.text.strip() == "ที่ประชุมรับทราบ"
    assert document.method is Method.DOCX
    assert document.encoding is None


BOMBS = {
    "600 MB of text": lambda: docx(PARAGRAPH.format("ก" * 200_000_000)),
    "3 million nodes": lambda: docx("<w:p/>" * 3_000_000),
    "entities": lambda: docx(PARAGRAPH.format("&a;"), head='<!DOCTYPE x [<!ENTITY a "ก">]>'),
    "a file of ours": lambda: docx(
        PARAGRAPH.format("&a;"), head='<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/passwd">]>'
    ),
    "60,000 deep": lambda: docx("<w:sdt>" * 60_000 + "</w:sdt>" * 60_000),
    "a flate bomb": lambda: pdf(b"q " * 200_000_000),
    "cut short": lambda: docx(PARAGRAPH.format("ที่ประชุม" * 5_000))[:-40],
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused_in_a_moment(make) -> None:
    data = make()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with pytest.raises((FileRefused, FileDamaged), match=r"^x\.bin"):
        document_from_bytes(data, name="x.bin")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime < 12
    assert time.monotonic() - started < 60


def test_limits_stop_what_the_reader_does_not() -> None:
    data = docx(PARAGRAPH.format("ที่ประชุมรับทราบ"))
    with pytest.raises(FileRefused, match=r"0\.05 s"):
        run_child("extract", data, name="x.docx", limits=Limits(wall_s=0.05))
    with pytest.raises((FileRefused, FileDamaged), match=r"x\.docx"):
        run_child("extract", data, name="x.docx", limits=Limits(memory_mb=20))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\nnothing\nendobj", FileDamaged),
        (b"PK\x03\x04garbage", InputError),
        (b"\x1f\x8b\x08\x00", NotText),
    ],
)
def test_broken_files_say_so(data: bytes, kind: type[InputError]) -> None:
    with pytest.raises(kind, match=r"^ข\.bin"):
        document_from_bytes(data, name="ข.bin")


def test_a_library_that_is_not_there_is_named_with_what_installs_it() -> None:
    with pytest.raises(MissingExtra, match=r'pip install "mati\[ocr\]"'):
        environment(["no_such_library"], package="mati[ocr]")
