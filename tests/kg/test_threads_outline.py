"""The outline of a record: what is kept, and what counts as a heading or as one title."""

from __future__ import annotations

import json

import pytest
from little_minutes import minutes
from sample_record import document, record

from kg.parse import read_record
from kg.records import Document, Kind
from kg.threads.headings import is_heading
from kg.threads.outline import outline, outline_from_json, outline_to_json
from kg.threads.titles import likeness, mark, said_in, subject


def test_the_outline_of_a_whole_record() -> None:
    made = outline(record(), document())
    assert (made.number, made.year_be, made.session, made.kind) == (2, 2566, "สมัยที่ ๑", Kind.FORMAL_MINUTES)
    assert [(i.name, i.heading) for i in made.items] == [
        ("2", True),
        ("4", True),
        ("4.1", False),
        ("5", True),
    ]
    assert made.items[2].subject == "โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)"
    assert made.items[2].projects[0] == "โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)"
    assert made.items[2].titled == 1
    assert [(t.agenda, t.n, t.k, t.agent) for t in made.tasks] == [("4.1", 1, 1, "สำนักผังเมือง")]
    assert made.planned == (3, 2566, "2023-05-17")
    assert [(s.listed, s.row, s.role, s.proxy_for) for s in made.seats] == [
        ("present", 1, "ประธานอนุกรรมการ", None),
        ("present", 2, "อนุกรรมการ", "ผู้อำนวยการสำนักผังเมือง"),
        ("absent", 1, None, None),
    ]
    assert outline_from_json(json.loads(json.dumps(outline_to_json(made)))) == made


def test_an_outline_of_another_format_is_refused() -> None:
    row = outline_to_json(outline(record(), document()))
    with pytest.raises(ValueError, match="make it again"):
        outline_from_json([99, *row[1:]])


def test_a_year_beside_the_number_is_told_from_one_of_the_date() -> None:
    def beside(text: str) -> bool:
        read = Document("a.txt", text, "0" * 64, "utf-8")
        return outline(read_record(read), read).year_beside

    assert beside(minutes())
    assert not beside(minutes().replace("ครั้งที่ 1/2567", "ครั้งที่ 1"))


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("เรื่องเพื่อทราบ", True),
        ("เรื่องสืบเนื่องจากการประชุมครั้งที่ ๕/๒๕๖๖", True),
        ("เรื่องที่คณะผู้บริหารเสนอเพื่อพิจารณา", True),
        ("เรื่องติดตามจากการประชุมครั้งก่อน", True),
        ("เรื่องอื่น ๆ (ถ้ามี)", True),
        ("กระทู้ถาม", True),
        ("เรื่องเพื่อพิจารณาโครงการตลาดน้ำ", False),
        ("ขออนุมัติซ่อมสะพานไม้", False),
        ("ร่างข้อบัญญัติการประชุมสภาตำบล", False),
    ],
)
def test_a_heading_names_no_matter(title: str, heading: bool) -> None:
    assert is_heading(title) is heading


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ขออนุมัติซ่อมสะพานไม้บ้านท่าเสา", "ความก้าวหน้าการซ่อมสะพานไม้บ้านท่าเสา", True),
        ("ร่างข้อบัญญัติตำบล เรื่อง น้ำเสียชุมชน", "ข้อบัญญัติตำบลเรื่องน้ำเสียชุมชน", True),
        ("ผลการให้บริการ เดือนมกราคม 2567", "ผลการให้บริการ เดือนกุมภาพันธ์ 2567", False),
        ("รายงานประจำปี 2567 ของสหกรณ์", "ผลการดำเนินงานประจำปี 2567 ของเทศบาล", False),
        ("ของขวัญปีใหม่สำหรับประชาชน", "ขวัญข้าวสำหรับประชาชนทุกคน", False),
        ("ผลิตภัณฑ์ชุมชนบ้านนาไร่", "ภัณฑ์ชุมชนบ้านนาไร่ใหม่", False),
    ],
)
def test_titles_that_tell_one_matter(one: str, other: str, same: bool) -> None:
    assert mark(one)
    assert (mark(one) == mark(other)) is same


@pytest.mark.parametrize(
    "title",
    [
        "การแต่งตั้งข้าราชการการเมือง (กระทรวงตัวอย่าง)",
        "กระทู้ถาม ของ นายแก้ว ใจดี",
        "ตั้งกรรมาธิการแทนตำแหน่งที่ว่าง",
        "น้ำท่วม",
    ],
)
def test_titles_that_tell_nothing_by_themselves(title: str) -> None:
    assert mark(title) == ""


def test_likeness_minds_numbers_and_months() -> None:
    def like(one: str, other: str) -> float:
        return likeness(subject(one), subject(other))

    assert like("โครงการก่อสร้างถนนสายที่ 3 บ้านเหนือ", "โครงการก่อสร้างถนนสายที่ 4 บ้านเหนือ") == 0.0
    assert like("การตรวจรับงานโครงการสวนสมุนไพรริมคลอง", "โครงการสวนสมุนไพรริมคลอง") >= 0.9
    assert like("การตรวจรับงานโครงการสวนสมุนไพรริมคลอง", "การจัดซื้อรถบรรทุกน้ำคันใหม่") < 0.6
    assert said_in(subject("การจัดสวนสมุนไพรริมคลอง (ระยะแรก)"), "เห็นชอบการจัดสวนสมุนไพรริมคลองแล้ว") > 0.9
    assert said_in(subject("รายงานครั้งที่ 6 ของกองทุนเรือ"), "ผลรายงานครั้งที่30ของกองทุนเรือ") == 0.0
