"""Minutes of committees of parliament."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from kg.parse.house import parse_house_committee
from kg.records import Document, Kind, Presence

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "records" / "house-committee" / "river-23.txt"
TEXT = """บันทึกการประชุม
คณะกรรมาธิการการประมงชายฝั่ง สภาผู้แทนราษฎร
ครั้งที่ ๕
วันพุธที่ ๗ กุมภาพันธ์ พุทธศักราช ๒๕๖๗

กรรมาธิการผู้มาประชุม

๑. นายสมหมาย ใจกว้าง ประธานคณะกรรมาธิการ
๒. นางอรุณี แสงทอง กรรมาธิการ

กรรมาธิการผู้ไม่มาประชุม

๑. นายชูชัย มั่นคง (ลาการประชุม)

เริ่มประชุมเวลา ๐๙.๔๐ นาฬิกา

ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งต่อที่ประชุม

ไม่มี

ระเบียบวาระที่ ๒ รับรองบันทึกการประชุม

ที่ประชุมรับทราบ

เลิกประชุมเวลา ๑๑.๐๐ นาฬิกา
"""


def test_a_short_committee_record() -> None:
    record = parse_house_committee(Document("house.txt", TEXT, "0" * 64, "utf-8"))
    assert record.kind is Kind.HOUSE_COMMITTEE
    assert record.meeting.number == 5
    assert (record.meeting.start, record.meeting.end) == (time(9, 40), time(11))
    people = [(a.section, a.name, a.absence_reason) for a in record.attendees]
    assert people == [
        (Presence.PRESENT, "สมหมาย ใจกว้าง", None),
        (Presence.PRESENT, "อรุณี แสงทอง", None),
        (Presence.ABSENT, "ชูชัย มั่นคง", "ลาการประชุม"),
    ]
    assert [(r.agenda, r.text) for r in record.resolutions] == [("2", "ที่ประชุมรับทราบ")]


def test_the_example_record() -> None:
    record = parse_house_committee(Document("river-23.txt", EXAMPLE.read_text("utf-8"), "0" * 64, "utf-8"))
    assert {r.agenda: [t.value for t in r.types] for r in record.resolutions} == {
        "1": ["acknowledge"],
        "2": ["endorse-minutes"],
        "3.1": ["assign"],
        "3.2": ["reject"],
        "3.3": ["defer"],
        "4.1": ["other"],
    }


def test_advisers_and_those_who_gave_facts_head_lists_of_their_own() -> None:
    text = TEXT.replace(
        "เริ่มประชุมเวลา",
        """ที่ปรึกษาและนักวิชาการประจำคณะกรรมาธิการที่มาประชุม

๑. นายสุเทพ ชาวเรือ
๒. นางวิไล ทองทา

ผู้มาชี้แจงต่อคณะกรรมาธิการ
กรมประมง
๑. นายอำนวย สายธาร รองอธิบดีกรมประมง
กรมเจ้าท่า
๑. นายชลธี ท่าดี ผู้อำนวยการกองกำกับการพาณิชยนาวี

เริ่มประชุมเวลา""",
    )
    record = parse_house_committee(Document("house.txt", text, "0" * 64, "utf-8"))
    assert [(a.section, a.name, a.agency) for a in record.attendees[3:]] == [
        (Presence.PRESENT, "สุเทพ ชาวเรือ", None),
        (Presence.PRESENT, "วิไล ทองทา", None),
        (Presence.PARTICIPANT, "อำนวย สายธาร", "กรมประมง"),
        (Presence.PARTICIPANT, "ชลธี ท่าดี", "กรมเจ้าท่า"),
    ]
    assert [a.position for a in record.attendees[:3]] == [None, None, None]
