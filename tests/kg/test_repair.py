"""Damaged Thai is read as it was meant, and every span leads back to what was written."""

from __future__ import annotations

import random
from functools import partial

import pytest
from clock import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import decode_document
from kg.parse import read_record
from kg.records import Span
from kg.repair import repair
from kg.thai import normalise

SOUND = (
    "รายงานการประชุมคณะกรรมการพัฒนาระบบสารสนเทศ ครั้งที่ ๔/๒๕๖๖ ณ ห้องประชุมน้ำใส สำนักงานเทศบาล "
    "ผู้เข้าร่วมประชุมรับทราบแผนปฏิบัติการ ประจำปีงบประมาณ ๒๕๖๗ และกำหนดการจัดทำคำของบประมาณ "
)
CASES = [
    ("น้ํา", "น้ำ", "decomposed-am"),
    ("นํ้า", "น้ำ", "decomposed-am"),
    ("เเผน", "แผน", "double-e"),
    ("ประ\u200bชุม", "ประชุม", "zero-width"),
    ("ท\uf70aี่", "ที่", "private-glyph"),
    ("ก่ิน", "กิ่น", "mark-order"),
    ("ด้้วย", "ด้วย", "doubled-mark"),
    ("ส านักงาน ก าหนด จ านวน", "สำนักงาน กำหนด จำนวน", "word-am"),
    ("รำยงำน กำรประชุม ณ ส ำนักงำน ก ำหนด จ ำนวน", "รายงาน การประชุม ณ สำนักงาน กำหนด จำนวน", "word-am"),
    ("มติทีประชุม รับทราบ", "มติที่ประชุม รับทราบ", "lost-marks"),
    ("ระเบยบวาระท ๑ เรองเพอพจารณา", "ระเบียบวาระที่ ๑ เรื่องเพื่อพิจารณา", "lost-marks"),
    ("ครังที ๔/๒๕๖๖ เมือวันที ๒๐", "ครั้งที่ ๔/๒๕๖๖ เมื่อวันที่ ๒๐", "lost-marks"),
    (" ".join("รายงานการประชุมคณะกรรมการ"), "รายงานการประชุมคณะกรรมการ", "spaced-letters"),
]


@pytest.mark.parametrize(("written", "meant", "kind"), CASES, ids=[case[2] for case in CASES])
def test_each_kind(written: str, meant: str, kind: str) -> None:
    repaired = repair(written)
    assert repaired.text == meant
    assert kind in {found.kind for found in repaired.repairs}
    assert repaired.back(Span(0, len(meant))) == Span(0, len(written))
    for found in repaired.repairs:
        assert written[found.span.start : found.span.end] == found.written


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "",
        "plain",
        "ก็ เก็บ เอกสาร เลขา าา",
        "งบ ๑ า ๒ า ๓ า",
        "ๆๆๆๆ",
        "ก า ข า",
        "นายบุญเรือง ทีมงาน ๓ คน",
        "วันที คน",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    repaired = repair(text)
    assert (repaired.text, repaired.repairs) == (text, ())
    assert repaired.back(Span(0, len(text))) == Span(0, len(text))


def test_damage_of_the_form_changes_no_other_word() -> None:
    text = "ทีประชุม ประชาชน ๓ คน กระชัน นายรุ่งเรือง เพื่อพิจารณา ครั้งหนึ่ง วาระท้าย"
    assert repair(text).text == text.replace("ทีประชุม", "ที่ประชุม")


def damage(text: str, seed: int) -> str:
    """`text` with each kind of letter damage at random places."""
    rng = random.Random(seed)
    out = text.replace("ำ", "ํา") if rng.random() < 0.5 else text
    pairs = [("แ", "เเ"), ("้ำ", "้ํา"), ("่า", "\u200b่า"), ("ี่", "่ี"), ("ั้", "้ั"), ("ญ", "\uf70f"), ("์", "์์")]
    for sound, broken in pairs:
        first, *rest = out.split(sound)
        out = first + "".join((broken if rng.random() < 0.6 else sound) + part for part in rest)
    return out


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), start=st.integers(0, 150), length=st.integers(1, 60))
def test_any_slice_maps_to_the_same_words(seed: int, start: int, length: int) -> None:
    written = damage(SOUND, seed)
    repaired = repair(written)
    assert normalise(repaired.text).text == normalise(SOUND).text
    end = min(len(repaired.text), start + length)
    back = repaired.back(Span(min(start, end), end))
    again = repair(written[back.start : back.end]).text
    # a slice may cut a cluster in two: the way back takes the whole of it
    assert repaired.text[min(start, end) : end] in again or len(again) <= 2
    ahead = repaired.forward(back)
    assert ahead.start <= min(start, end)
    assert ahead.end >= end


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="กขรำาิ่้ํเแ \u200b\uf70a๑น\n์", max_size=40))
def test_any_text_maps_within_bounds(text: str) -> None:
    repaired = repair(text)
    last = 0
    for i in range(len(repaired.text)):
        back = repaired.back(Span(i, i + 1))
        assert 0 <= back.start < back.end <= len(text)
        assert back.start >= last or repaired.text[i] in "\u0e33"
        last = back.start


def test_a_record_of_damaged_text_is_that_of_the_sound_one() -> None:
    text = (
        "รายงานการประชุมคณะกรรมการบริหารน้ำ\nครั้งที่ ๓/๒๕๖๖\nเมื่อวันพุธที่ ๑๔ มิถุนายน ๒๕๖๖\nผู้มาประชุม\n"
        "๑. นายสมนึก ใจน้ำ\tประธานกรรมการ\n๒. นางคำแก้ว แสนดี\tกรรมการ\nเริ่มประชุมเวลา ๐๙.๓๐ น.\n"
        "ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ\nประธานแจ้งเรื่องน้ำ\nมติที่ประชุม รับทราบ\n"
        "ระเบียบวาระที่ ๒ เรื่องเพื่อพิจารณา\nแผนจัดการน้ำ\nมติที่ประชุม เห็นชอบแผนจัดการน้ำ และมอบสำนักงานดำเนินการ\n"
        "เลิกประชุมเวลา ๑๒.๐๐ น.\n"
    )
    broken = text.replace("ำ", "ํา").replace("แ", "เเ").replace("ประชุม", "ประ\u200bชุม")
    sound = read_record(decode_document(text.encode(), name="ก.txt"))
    record = read_record(decode_document(broken.encode(), name="ก.txt"))
    assert (
        [a.name for a in record.attendees] == [a.name for a in sound.attendees] == ["สมนึก ใจน้ำ", "คำแก้ว แสนดี"]
    )
    assert [(r.agenda, r.types) for r in record.resolutions] == [
        (r.agenda, r.types) for r in sound.resolutions
    ]
    assert record.meeting.body == sound.meeting.body
    for one, other in zip(record.resolutions, sound.resolutions, strict=True):
        assert one.text == broken[one.span.start : one.span.end]
        assert repair(one.text).text == other.text
    assert {r.kind for r in record.repairs} == {"decomposed-am", "double-e", "zero-width"}


def test_words_taken_for_others_are_told_with_their_likeness() -> None:
    text = (
        "รายงานการประชุมคณะกรรมการบริหารน้ำ\nครั้งที่ ๓/๒๕๖๖\nเมื่อวันพุธที่ ๑๔ มิถุนายน ๒๕๖๖\nผู้มาประชุม\n"
        "๑. นายสมนึก ใจน้ำ\tประธานกรรมการ\n๒. นางคำแก้ว แสนดี\tกรรมการ\nผู้ไม่มาประชุม\n๑. นายบุญมี ศรีสุข\tกรรมการ\tติตราชการ\n"
        "เริ่มประชุมเวลา ๐๙.๓๐ น.\nระเบียบวาระที่ ๑ เรื่องเพื่อพิจารณา\nมติที่ประชุม เห็นชอบ\nเลิกประชุมเวลา ๑๒.๐๐ น.\n"
    )
    record = read_record(decode_document(text.encode(), name="ก.txt"))
    told = [(r.kind, r.written, r.read_as, r.count) for r in record.repairs]
    assert told == [("misread-word", "ติตราชการ", "ติดราชการ", 1)]
    assert text[record.repairs[0].span.start : record.repairs[0].span.end] == "ติตราชการ"
    assert 0.8 <= record.repairs[0].confidence < 1


@pytest.mark.parametrize("unit", ["ํา", "ก า", "่ิ", "เเ", "\u200b", "ก "])
def test_time_is_linear(unit: str) -> None:
    assert in_proportion(lambda times: partial(repair, unit * times), 20_000, 160_000)
