"""Sitting records of parliament."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse.sitting import parse_sitting
from kg.parse.sitting_matters import find_matters, heading_of
from kg.records import Document, Kind, Section

SHARED = Path(__file__).resolve().parents[3] / "shared" / "records" / "parliament"
TEXT = """ข้อมูลการประชุมสภาผู้แทนราษฎร
ข้อมูลการประชุมสภาผู้แทนราษฎร >  ชุดที่ ๒๙ >  ปีที่  ๑ >   สามัญนิติบัญญัติ >
ครั้งที่ ๑๔ วันพุธที่ ๑๔ กุมภาพันธ์ ๒๕๖๗ เวลา ๑๔.๐๘ - ๒๑.๐๒ น.
เรื่องที่พิจารณา
กระทู้ถามทั่วไป
๑. กระทู้ถาม ของ นายอัครพนธ์ เทพารักษ์ เรื่อง ตลิ่งริมน้ำ
จังหวัดสายชล
เรื่องด่วน
๑. ร่างพระราชบัญญัติท่าเรือชุมชน พ.ศ. .... (รับหลักการฯ)
๒. ญัตติด่วน เรื่อง ขอให้ตั้งคณะกรรมาธิการวิสามัญศึกษาปัญหาตลิ่ง
- การตรวจสอบองค์ประชุม
- ผลการลงมติ
ที่ประชุมได้ลงมติไม่ตั้งคณะกรรมาธิการวิสามัญพิจารณาญัตติดังกล่าว
เรื่องที่คณะกรรมาธิการพิจารณาเสร็จแล้ว
๑. ร่างพระราชบัญญัติการเดินเรือ พ.ศ. .... (เลื่อน)
๒. รายงานการศึกษา เรื่อง การจัดการขยะในแม่น้ำ
- ร่างพระราชบัญญัติธงเรือ พ.ศ. .... (ขอถอน)
หมายเหตุ เมื่อไม่มีผู้เห็นเป็นอย่างอื่นจึงถือว่าที่ประชุมมีมติเห็นชอบ
ใบประมวลผลการลงมติ
- ๑ รายงานการศึกษา เรื่อง การจัดการขยะในแม่น้ำ (การตรวจสอบองค์ประชุม)
- ๑.๑ รายงานการศึกษา เรื่อง การจัดการขยะในแม่น้ำ (เห็นชอบกับรายงานของคณะกรรมาธิการ)
ข้อมูลการประชุม
๑. บันทึกการประชุม
"""


def read(text: str):
    return parse_sitting(Document("min.txt", text, "0" * 64, "utf-8"))


def test_the_heading() -> None:
    record = read(TEXT)
    meeting = record.meeting
    assert record.kind is Kind.SITTING_RECORD
    assert (meeting.body, meeting.number, meeting.year_be) == ("สภาผู้แทนราษฎร", 14, 2567)
    assert (meeting.date, meeting.start, meeting.end) == (date(2024, 2, 14), time(14, 8), time(21, 2))
    assert meeting.session == "ชุดที่ 29 ปีที่ 1 สามัญนิติบัญญัติ"


DECIDED = """ข้อมูลการประชุมสภาผู้แทนราษฎร
สภาผู้แทนราษฎร > ชุดที่ ๒๙ > ปีที่ ๒ > สมัยสามัญประจำปีครั้งที่หนึ่ง >
ครั้งที่ ๑๒ วันพุธที่ ๗ สิงหาคม ๒๕๖๗ เวลา ๐๙.๓๐ - ๐๒.๑๕ น.
เรื่องที่พิจารณา
เรื่องด่วน
๑. ร่างพระราชบัญญัติการประมงชายฝั่ง พ.ศ. .... (รับหลักการ)
ที่ประชุมได้ลงมติรับหลักการแห่งร่างพระราชบัญญัติ ด้วยคะแนนเสียง เห็นด้วย ๓๐๒ เสียง ไม่เห็นด้วย ๑๒ เสียง งดออกเสียง ๓ เสียง
เรื่องที่คณะกรรมาธิการพิจารณาเสร็จแล้ว
๑. รายงานการศึกษา เรื่อง การแข่งเรือยาว
เมื่อไม่มีผู้เห็นเป็นอย่างอื่น จึงถือว่าที่ประชุมเห็นชอบ
๒. รายงานการศึกษา เรื่อง ตลาดน้ำ (เห็นชอบกับรายงาน)
เมื่อไม่มีผู้เห็นเป็นอย่างอื่น จึงถือว่าที่ประชุมเห็นชอบ
ข้อมูลการประชุม
๑. บันทึกการประชุม
"""


def test_a_matter_is_decided_once_however_often_it_is_said() -> None:
    record = read(DECIDED)
    assert [i.title for i in record.agenda] == [
        "ร่างพระราชบัญญัติการประมงชายฝั่ง พ.ศ. ....",
        "รายงานการศึกษา เรื่อง การแข่งเรือยาว",
        "รายงานการศึกษา เรื่อง ตลาดน้ำ",
    ]
    assert [(r.agenda, [t.value for t in r.types]) for r in record.resolutions] == [
        ("1.1", ["approve"]),
        ("2.1", ["approve"]),
        ("2.2", ["approve"]),
    ]
    assert record.resolutions[0].vote == "เห็นด้วย ๓๐๒ เสียง ไม่เห็นด้วย ๑๒ เสียง งดออกเสียง ๓ เสียง"
    assert (record.meeting.start, record.meeting.end) == (time(9, 30), time(2, 15))


@pytest.mark.parametrize(
    ("title", "line", "body", "number", "year"),
    [
        ("ข้อมูลการประชุมร่วมกันของรัฐสภา", "ครั้งที่ ๗ วันพฤหัสบดีที่ ๑๔ มีนาคม ๒๕๖๗", "รัฐสภา", 7, 2567),
        ("การประชุมสภาร่างรัฐธรรมนูญ", "ครั้งที่ ๑๒  วันจันทร์ที่ ๔ มีนาคม ๒๕๖๗", "สภาร่างรัฐธรรมนูญ", 12, 2567),
        (
            "หน้าหลัก  สภาขับเคลื่อนการปฏิรูปประเทศ >   ปี ๒๕๕๘",
            "ครั้งที่ ๒/๒๕๕๘ วันจันทร์ที่ ๑๙ ตุลาคม ๒๕๕๘",
            "สภาขับเคลื่อนการปฏิรูปประเทศ",
            2,
            2558,
        ),
    ],
)
def test_bodies(title: str, line: str, body: str, number: int, year: int) -> None:
    meeting = read(f"{title}\n{line}\nเรื่องที่พิจารณา\n- เรื่องหนึ่ง\n").meeting
    assert (meeting.body, meeting.number, meeting.year_be) == (body, number, year)


def test_matters_under_their_headings() -> None:
    items = read(TEXT).agenda
    assert [i.number for i in items] == ["1.1", "2.1", "2.2", "3.1", "3.2", "3.3"]
    assert items[0].title == "กระทู้ถาม ของ นายอัครพนธ์ เทพารักษ์ เรื่อง ตลิ่งริมน้ำ จังหวัดสายชล"
    assert items[1].title == "ร่างพระราชบัญญัติท่าเรือชุมชน พ.ศ. ...."
    assert (items[1].group, items[1].section) == ("เรื่องด่วน", Section.FOR_CONSIDERATION)


def test_outcomes() -> None:
    record = read(TEXT)
    got = [(r.agenda, [t.value for t in r.types], r.text) for r in record.resolutions]
    assert got == [
        ("2.1", ["approve"], "รับหลักการฯ"),
        ("2.2", ["reject"], "ที่ประชุมได้ลงมติไม่ตั้งคณะกรรมาธิการวิสามัญพิจารณาญัตติดังกล่าว"),
        ("3.1", ["defer"], "เลื่อน"),
        ("3.3", ["defer"], "ขอถอน"),
        ("3.3", ["approve"], "เมื่อไม่มีผู้เห็นเป็นอย่างอื่นจึงถือว่าที่ประชุมมีมติเห็นชอบ"),
        ("3.2", ["approve"], "เห็นชอบกับรายงานของคณะกรรมาธิการ"),
    ]
    for resolution in record.resolutions:
        assert resolution.text == TEXT[resolution.span.start : resolution.span.end]


def test_a_list_without_headings_counts_plainly() -> None:
    text = "ข้อมูลการประชุมวุฒิสภา\nครั้งที่ ๑\nเรื่องที่พิจารณา\n-\nการเลือกประธานวุฒิสภา\nที่ประชุมได้ลงมติเลือก นายปรีดา แสนสุขใจ เป็นประธาน\nวุฒิสภา\n-\nเรื่องที่สอง (ตกไป)\nข้อมูลการประชุม\n"
    record = read(text)
    assert [i.number for i in record.agenda] == ["1", "2"]
    assert [(r.agenda, r.types[0].value) for r in record.resolutions] == [("1", "appoint"), ("2", "reject")]


def test_headings() -> None:
    assert heading_of("- เรื่องที่ที่ประชุมมีมติให้เลื่อนขึ้นมาพิจารณาก่อน") is Section.FOR_CONSIDERATION
    assert heading_of("พิจารณาระเบียบวาระที่ ๓ เรื่องที่คณะกรรมาธิการพิจารณาเสร็จแล้ว") is Section.FOR_CONSIDERATION
    assert heading_of("๑. เรื่องด่วน") is None


def test_a_rule_is_no_matter() -> None:
    assert read("\n".join(["ข้อมูลการประชุมสภาผู้แทนราษฎร"] * 3 + ["_"])).agenda == ()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_text_is_read(data) -> None:
    rows = TEXT.split("\n")
    text = "\n".join(data.draw(st.lists(st.sampled_from(rows) | st.text(max_size=20), max_size=25)))
    record = read(text)
    assert len({i.number for i in record.agenda}) == len(record.agenda)
    for item in record.agenda:
        assert 0 <= item.span.start <= item.title_span.start < item.title_span.end <= len(text)
    for resolution in record.resolutions:
        assert resolution.text == text[resolution.span.start : resolution.span.end]
    listed = find_matters(text)
    assert 0 <= listed.start <= len(text)


@pytest.mark.shared
def test_real_sittings() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/records/parliament is not here")
    for path in sorted(SHARED.glob("*.txt")):
        record = read(path.read_text("utf-8"))
        assert record.meeting.body, path.name
        assert record.meeting.date is not None, path.name
        assert record.meeting.date.isoformat() in path.name
        assert record.agenda, path.name
