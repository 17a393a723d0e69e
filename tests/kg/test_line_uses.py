"""Every line of a source is accounted for, and what no rule took is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import decode_document
from kg.parse import read_record
from kg.parse.line_uses import LineUse, line_uses

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "records").rglob("*.txt"))
HEAD = "รายงานการประชุมคณะกรรมการพัฒนาคุณภาพ\nครั้งที่ ๓/๒๕๖๖\nเมื่อวันพุธที่ ๑๔ มิถุนายน ๒๕๖๖\n"
PEOPLE = "ผู้มาประชุม\n๑. นายสมนึก ใจน้ำ\tประธานกรรมการ\n๒. นางคำแก้ว แสนดี\tกรรมการ\n"
BODY = "เริ่มประชุมเวลา ๐๙.๓๐ น.\nระเบียบวาระที่ ๑ เรื่องเพื่อพิจารณา\nแผนจัดซื้อ\nมติที่ประชุม เห็นชอบ\nเลิกประชุมเวลา ๑๒.๐๐ น.\n"


def uses(text: str) -> dict[str, LineUse]:
    document = decode_document(text.encode(), name="ก.txt")
    found = list(line_uses(read_record(document), document))
    assert [line.number for line in found] == list(range(1, text.count("\n") + 2))
    return {text[line.span.start : line.span.end]: line.use for line in found}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_examples_leave_little(path: Path) -> None:
    document = decode_document(path.read_bytes(), name=path.name)
    found = [line.use for line in line_uses(read_record(document), document) if line.use is not LineUse.BLANK]
    assert found.count(LineUse.UNREAD) <= 0.05 * len(found)


def test_what_each_line_became() -> None:
    found = uses(f"{HEAD}\n{PEOPLE}- ๒ -\n{BODY}")
    assert found["๑. นายสมนึก ใจน้ำ\tประธานกรรมการ"] is LineUse.STRUCTURE
    assert found["- ๒ -"] is LineUse.FURNITURE
    assert found["แผนจัดซื้อ"] in {LineUse.RUNNING, LineUse.STRUCTURE}
    assert found["มติที่ประชุม เห็นชอบ"] is LineUse.STRUCTURE
    assert LineUse.UNREAD not in found.values()


def test_a_line_that_no_rule_takes_is_unread_and_warned_of() -> None:
    odd = "เอกสารแนบท้ายหมายเลขเจ็ดสิบสอง"
    text = HEAD.replace("เมื่อวัน", f"{odd}\nเมื่อวัน") + PEOPLE + BODY
    assert uses(text)[odd] is LineUse.UNREAD
    document = decode_document(text.encode(), name="ก.txt")
    spans = [notice.span for notice in read_record(document).warnings if notice.span]
    assert any(odd in document.text[span.start : span.end] for span in spans)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("๑. ข้อหนึ่ง\n๒. ข้อสอง\n๔. ข้อสี่\n", "list-gap"),
        ("", None),
        ("๑. ข้อหนึ่ง\n๒. ข้อสอง\n๑. ข้อหนึ่งใหม่\n๒. ข้อสองใหม่\n", None),
    ],
    ids=["gap", "no list", "begun anew"],
)
def test_gaps_in_lists(body: str, code: str | None) -> None:
    text = HEAD + PEOPLE + BODY.replace("แผนจัดซื้อ\n", f"แผนจัดซื้อมีขั้นตอนดังนี้\n{body}")
    record = read_record(decode_document(text.encode(), name="ก.txt"))
    assert ("list-gap" in {notice.code for notice in record.warnings}) is (code is not None)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="กขค๑๒.\n \tมติที่ประชุมวาระ|-", max_size=120))
def test_any_text_has_every_line_once(text: str) -> None:
    if not text.strip():
        return
    document = decode_document(text.encode(), name="ก.txt")
    found = list(line_uses(read_record(document), document))
    assert [document.text[line.span.start : line.span.end] for line in found] == [
        line.strip() for line in document.text.split("\n")
    ]
