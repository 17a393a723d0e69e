"""What a question asks for, and where a text holds such a thing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.thai import thai_digits
from search.expect import FORMLESS, expectation, find_expected

KINDS = (
    "date",
    "time",
    "money",
    "percent",
    "duration",
    "year",
    "count",
    "number",
    "person",
    "agency",
    "english",
)
ASKED = [
    ("ประชุมวันที่เท่าไร", "date"),
    ("When does the contract end?", "date"),
    ("เริ่มงานกี่โมง", "time"),
    ("โครงการนี้ใช้งบประมาณเท่าไร", "money"),
    ("How much does it cost?", "money"),
    ("คิดเป็นร้อยละเท่าไร", "percent"),
    ("ใช้เวลาดำเนินการกี่วัน", "duration"),
    ("มีรถบรรทุกน้ำกี่คัน", "count"),
    ("How many cameras were installed?", "count"),
    ("ใครเป็นผู้เสนอ", "person"),
    ("หน่วยงานใดรับผิดชอบ", "agency"),
    ("เพราะเหตุใดจึงเลื่อน", "reason"),
]
HELD = [
    ("date", "ภายในวันที่ 12 พฤษภาคม 2566 เป็นต้นไป", "12 พฤษภาคม 2566"),
    ("time", "ตั้งแต่เวลา 22.00 น. เป็นต้นไป", "22.00"),
    ("money", "วงเงิน 4,850,000 บาท", "4,850,000 บาท"),
    ("money", "กรอบวงเงิน 640.50 ล้านบาท", "640.50 ล้านบาท"),
    ("percent", "คิดเป็นร้อยละ 12.5 ของทั้งหมด", "ร้อยละ 12.5"),
    ("duration", "ส่งมอบภายใน 150 วัน", "150 วัน"),
    ("year", "ปีงบประมาณ 2567", "2567"),
    ("count", "ติดตั้ง 85 จุด", "85"),
    ("person", "โดยมี นายธันวา ใจงาม เป็นหัวหน้า", "นายธันวา"),
    ("agency", "เสนอโดยกรมเจ้าท่า เมื่อวานนี้", "กรมเจ้าท่า"),
    ("english", "ระบบ Smart Pole ของเมือง", "Smart Pole"),
]


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_a_question_asks_for_its_kind(question: str, kind: str) -> None:
    assert kind in expectation(question).kinds


@pytest.mark.parametrize("question", ["ที่ประชุมมีมติอย่างไร", "สรุปเรื่องสะพาน", ""])
def test_a_question_that_asks_for_no_kind_expects_none(question: str) -> None:
    assert set(expectation(question).kinds) <= FORMLESS


@pytest.mark.parametrize(("kind", "text", "words"), HELD)
def test_a_text_holds_its_kind_in_thai_and_arabic_digits(kind: str, text: str, words: str) -> None:
    for written in (text, thai_digits(text)):
        found = [written[span.start : span.end] for span in find_expected(written, kind)]
        assert any(words in one or thai_digits(words) in one for one in found), found


@pytest.mark.parametrize("kind", ["money", "percent", "duration", "person", "date", "time"])
def test_a_text_without_it_holds_none(kind: str) -> None:
    assert find_expected("ที่ประชุมรับทราบและให้ดำเนินการต่อไป", kind) == []


def test_a_unit_asked_for_must_stand_behind_the_number() -> None:
    wanted = expectation("มีรถบรรทุกน้ำกี่คัน")
    assert wanted.units == ("คัน",)
    text = "เตรียมรถ ๔ คัน และเรือ 2 ลำ"
    assert [text[s.start : s.end] for s in find_expected(text, "count", wanted.units)] == ["๔ คัน"]
    assert find_expected("เรือ 2 ลำ", "count", wanted.units) == []


def test_several_things_asked_for_are_a_list() -> None:
    assert expectation("มีโครงการอะไรบ้าง").wants_list
    assert not expectation("ประชุมที่ไหน").wants_list


def test_thai_and_arabic_digits_ask_the_same() -> None:
    question = "ปี 2566 มีเรื่องร้องทุกข์กี่เรื่อง"
    assert expectation(question) == expectation(thai_digits(question))


@given(st.text(max_size=120), st.sampled_from((*KINDS, "reason", "no such kind")), st.booleans())
def test_spans_lie_in_the_text_in_order(text: str, kind: str, with_units: bool) -> None:
    spans = find_expected(text, kind, ("คน", "(") if with_units else ())
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(st.text(max_size=200))
def test_any_text_has_an_expectation(text: str) -> None:
    wanted = expectation(text)
    assert all(wanted.units)
    assert len(set(wanted.kinds)) == len(wanted.kinds)
