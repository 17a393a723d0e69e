"""One record, typed in Word or put on a page in any usual way, reads as the same record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from clerk_forms import as_docx, as_html
from essence import differences, essence
from word_files import docx, numbered, p

from kg.documents import decode_document
from kg.documents.extraction import Extraction
from kg.documents.web.html import read_html
from kg.documents.word.doc import read_doc
from kg.documents.word.docx import read_docx
from kg.parse import read_record
from kg.records import Document, Presence

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples" / "records").rglob("*.txt"))
FORMS = {
    "tables": lambda text: read_docx(as_docx(text), name="x"),
    "tabs and automatic numbers": lambda text: read_docx(as_docx(text, tabs=True, automatic=True), name="x"),
    "a page": lambda text: read_html(as_html(text), name="x"),
}


def document(read: Extraction) -> Document:
    """The document of a text layer."""
    return Document("x", read.text, "0" * 64, None, pages=read.pages, method=read.method)


def said(document: Document) -> dict[str, Any]:
    """What the record of a document says."""
    return essence(read_record(document), document)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_example_in_every_form(path: Path, form: str) -> None:
    text = path.read_text(encoding="utf-8")
    plain = said(decode_document(text.encode(), name="x"))
    assert plain["meeting"]["date"] is not None or not plain["attendees"]
    assert differences(plain, said(document(FORMS[form](text)))) == []


def test_the_example_that_a_word_processor_saved_as_doc() -> None:
    text = (ROOT / "examples" / "records" / "saichon-digital" / "2566-04.txt").read_text(encoding="utf-8")
    plain = said(decode_document(text.encode(), name="x"))
    read = read_doc((ROOT / "tests" / "files" / "record.doc").read_bytes(), name="x")
    assert differences(plain, said(document(read))) == []


def test_agenda_headings_that_word_numbers_are_read() -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="thaiNumbers"/>'
        '<w:pStyle w:val="Agenda"/><w:suff w:val="space"/><w:lvlText w:val="ระเบียบวาระที่ %1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="thaiNumbers"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    )
    style = '<w:style w:type="paragraph" w:styleId="Agenda"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    agenda, sub = '<w:pStyle w:val="Agenda"/>', numbered(5, 1)
    body = [
        *HEAD, p("๑. นายก้องหล้า สวนพฤกษ์ไพร ประธานกรรมการ"), p("เริ่มประชุมเวลา ๐๙.๓๐ น."),
        p("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", form=agenda), p("มติที่ประชุม รับทราบ"),
        p("เรื่องเสนอเพื่อพิจารณา", form=agenda), p("การปรับปรุงแผงค้า", form=sub), p("มติที่ประชุม เห็นชอบ"),
        p("การจัดเก็บค่าเช่า", form=sub), p("มติที่ประชุม เห็นชอบ"),
    ]  # fmt: skip
    found = read_record(document(read_docx(docx("".join(body), numbering=levels, styles=style), name="x")))
    assert [(item.number, item.title) for item in found.agenda] == [
        ("1", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"), ("2", "เรื่องเสนอเพื่อพิจารณา"), ("2.1", "การปรับปรุงแผงค้า"), ("2.2", "การจัดเก็บค่าเช่า"),
    ]  # fmt: skip
    assert [r.agenda for r in found.resolutions] == ["1", "2.1", "2.2"]


STOPS = '<w:tabs><w:tab w:val="left" w:pos="5103"/></w:tabs>'
HEAD = [p("รายงานการประชุมคณะกรรมการพัฒนาตลาดริมคลอง"), p("ครั้งที่ ๒/๒๕๖๘"), p("วันที่ ๙ พฤษภาคม ๒๕๖๘"), p("ผู้มาประชุม")]
PEOPLE = [
    ("นายก้องหล้า สวนพฤกษ์ไพร", "ประธานกรรมการ"),
    ("นางสาวจันทร์จิรา ท่าน้ำใส", "กรรมการ"),
    ("นายบุญรอด เรือนแก้วเจริญ", "กรรมการและเลขานุการ"),
]


@pytest.mark.parametrize("tabs", ["\t", "\t\t\t"])
@pytest.mark.parametrize("stops", ["", STOPS])
@pytest.mark.parametrize("label", ["\t", " "])
def test_tabs_part_columns_in_a_list_and_only_space_elsewhere(tabs: str, stops: str, label: str) -> None:
    if tabs == "\t" and not stops:
        tabs *= 4  # without a stop of their own, columns are reached by as many tabs as it takes
    rows = [
        p(f"{number}.{label}{name}{tabs}{role}", form=stops)
        for number, (name, role) in zip("๑๒๓", PEOPLE, strict=True)
    ]
    body = [
        *HEAD, *rows, p("เริ่มประชุมเวลา\t๐๙.๓๐ น."), p("\tระเบียบวาระที่ ๑\tเรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        p("\t\t๑.๑\tประธานแจ้งกำหนดการตรวจตลาด\tในเดือนหน้า"), p("มติที่ประชุม\tรับทราบ"),
        p("ระเบียบวาระที่ ๒\tเรื่องเสนอเพื่อพิจารณา"), p("\tฝ่ายเลขานุการเสนอแบบแผงค้าใหม่"), p("มติที่ประชุม\tเห็นชอบตามที่เสนอ"),
        p("เลิกประชุมเวลา\t๑๑.๐๐ น."),
    ]  # fmt: skip
    read = read_docx(docx("".join(body)), name="x")
    assert read.text.count("\t") == 3
    found = read_record(document(read))
    assert [(a.number, f"{a.prefix}{a.name}", a.role, a.section) for a in found.attendees] == [
        (i, name, role, Presence.PRESENT) for i, (name, role) in enumerate(PEOPLE, 1)
    ]
    assert [item.title for item in found.agenda if "." not in item.number] == ["เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องเสนอเพื่อพิจารณา"]  # fmt: skip
    assert [r.text for r in found.resolutions] == ["รับทราบ", "เห็นชอบตามที่เสนอ"]
