"""No number that OCR may have misread is taken for certain: record, citation, graph, answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.citations import cite
from kg.documents import decode_document
from kg.parse import read_record
from kg.record_json import record_from_json, record_to_json
from kg.records import Document, Span
from kg.triples import record_to_nquads
from kg.trust import untrusted_digits

TEXT = (
    "รายงานการประชุมคณะกรรมการพัฒนาคุณภาพ\nครั้งที่ ๓/๒๕๒๓\nเมื่อวันพุธที่ ๑๕ ตุลาคม ๒๕๒๓\nผู้มาประชุม\n"
    "๑. นายสมนึก ใจน้ำ\tประธานกรรมการ\n๒. นางคำแก้ว แสนดี\tเลขานุการ\nเริ่มประชุมเวลา ๐๙.๓๐ น.\n"
    "ระเบียบวาระที่ ๑ เรื่องเพื่อพิจารณา\nแผนจัดซื้อ\nมติที่ประชุม เห็นชอบ และมอบฝ่ายพัสดุรายงานภายในวันที่ ๓๐ พฤศจิกายน ๒๕๒๓\n"
    "เลิกประชุมเวลา ๑๒.๐๐ น.\n"
)


@pytest.fixture(scope="module")
def document() -> Document:
    sound = decode_document(TEXT.encode(), name="ก.txt")
    return replace(
        sound, untrusted=(Span(0, TEXT.index("เริ่มประชุม")), Span(TEXT.index("ภายในวันที่"), len(TEXT)))
    )


def test_pointers_and_warnings(document: Document) -> None:
    record = read_record(document)
    data = record_to_json(record)
    named = {pointer: _at(data, pointer) for pointer in record.untrusted}
    assert named["/meeting/date"] == "1980-10-15"
    assert named["/meeting/number"] == 3
    assert named["/resolutions/0/due"] == "1980-11-30"
    assert named["/meeting/end"] == "12:00"
    assert "/meeting/start" not in named  # its digits are trusted
    warned = [n for n in record.warnings if n.code == "digits-untrusted"]
    assert len(warned) == len(named)
    assert all(n.span and untrusted_digits(document, n.span) for n in warned)
    assert record_from_json(data) == record


def _at(data: object, pointer: str) -> object:
    for key in pointer.split("/")[1:]:
        data = data[int(key)] if isinstance(data, list) else data[key]  # type: ignore[index]
    return data


def test_a_trusted_document_has_none(document: Document) -> None:
    record = read_record(replace(document, untrusted=()))
    assert record.untrusted == ()
    assert "digits-untrusted" not in {n.code for n in record.warnings}


@pytest.mark.parametrize(
    ("words", "untrusted"),
    [
        ("๒๕๒๓", True),
        ("รายงานการประชุม", False),
        ("๐๙.๓๐", False),
        ("๓๐ พฤศจิกายน", True),
        ("๐๙.๓๐ น.\nระเบียบวาระที่ ๑", False),
    ],
)
def test_a_citation_says_so(document: Document, words: str, untrusted: bool) -> None:
    start = document.text.index(words)
    citation = cite(document, Span(start, start + len(words)), "urn:x", None)
    assert citation.untrusted is untrusted


def test_the_graph_says_so(document: Document) -> None:
    record = read_record(document)
    start = record.meeting.spans["start"][0]
    quads = record_to_nquads(record, document, files=["ก.txt"]).decode().splitlines()
    flagged = {quad.split(" ")[0] for quad in quads if "ont#digitsUntrusted" in quad}
    day = record.meeting.spans["date"][0]
    assert any(f"/{day.start}-{day.end}>" in subject for subject in flagged)
    assert not any(f"/{start.start}-{start.end}>" in subject for subject in flagged)
    plain = record_to_nquads(record, replace(document, untrusted=()), files=["ก.txt"])
    assert b"digitsUntrusted" not in plain
