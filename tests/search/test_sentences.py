"""Thai prose cut into clauses: nothing lost, nothing long, cut where a reader would pause."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import Span
from search.sentences import LONGEST, lead_in, sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, Span(0, len(text)))]


def test_strong_connectives_begin_a_sentence():
    text = (
        "ที่ประชุมเห็นควรให้ปรับแบบอาคารให้เหมาะสมกับสภาพพื้นที่ก่อสร้าง ทั้งนี้ ให้สำนักการโยธารายงานผลภายในเดือนหน้า "
        "นอกจากนี้ ให้ประสานหน่วยงานที่เกี่ยวข้องด้วย"
    )
    assert [piece.split(" ")[0] for piece in cut(text)] == [text.split(" ")[0], "ทั้งนี้", "นอกจากนี้"]


def test_a_wrapped_line_is_no_end():
    line = "คณะกรรมการพิจารณาแล้วเห็นว่าโครงการปรับปรุงระบบระบายน้ำบริเวณตลาด"
    assert cut(f"{line}\nเทศบาลควรเร่งดำเนินการ") == [f"{line}\nเทศบาลควรเร่งดำเนินการ"]


def test_list_items_and_blank_lines_are_ends():
    text = "ข้อสังเกต\n\n๑. ควรเพิ่มบุคลากร\n๒. ควรจัดอบรม\n- ไม่มี -"
    assert [piece.strip() for piece in cut(text)] == ["ข้อสังเกต", "๑. ควรเพิ่มบุคลากร", "๒. ควรจัดอบรม", "- ไม่มี -"]


def test_a_table_row_stays_whole():
    row = "| ๑. | นางสาวมะลิ ทองดี | ผู้อำนวยการกองช่าง\nเทศบาลเมืองสายชล |"
    assert cut(row) == [row]


def test_numbers_stay_with_their_words():
    text = "ให้จัดประชุม ณ ห้องประชุม ชั้น ๕ อาคารสำนักงานเทศบาลเมืองสายชล ในวันพุธที่ ๒๑ ตุลาคม ๒๕๖๓ เวลา ๐๙.๓๐ น. " * 6
    assert all(not piece.rstrip().endswith(("ชั้น", "พุธที่", "เวลา")) for piece in cut(text))


def test_english_sentences():
    text = "The committee approved the annual budget. It asked for a report on the drainage works."
    assert cut(text) == [
        "The committee approved the annual budget. ",
        "It asked for a report on the drainage works.",
    ]


def test_inside_a_larger_text():
    text = "ก่อนหน้า ข้อความที่ตัด หลังจากนั้น"
    spans = sentences(text, Span(9, 22))
    assert "".join(text[span.start : span.end] for span in spans) == text[9:22]
    assert sentences(text, Span(5, 5)) == ()


@pytest.mark.parametrize(
    ("text", "announces"),
    [("มีรายละเอียดดังนี้", True), ("ได้แก่ ", True), ("Members:", True), ("ที่ประชุมรับทราบ", False), ("", False)],
)
def test_words_that_announce_a_list(text, announces):
    assert lead_in(text) is announces


@given(st.text(st.sampled_from('กขคงอาเี่้ 1๑.()-\n"”|a ทั้งนี้โดย'), max_size=900))
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_and_nothing_is_long(text):
    spans = sentences(text, Span(0, len(text)))
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(span.start < span.end for span in spans)
    assert all(len(text[span.start : span.end].strip()) <= 400 for span in spans)


@pytest.mark.parametrize("unit", ["ก", "ก ", "\n", " ", "1.", "ทั้งนี้ ", "a. ", "(", "โดย\n"])
def test_linear_time(unit):
    text = unit * (400_000 // len(unit))
    began = perf_counter()
    spans = sentences(text, Span(0, len(text)))
    assert perf_counter() - began < 4
    assert sum(len(text[span.start : span.end].strip()) > LONGEST + 20 for span in spans) == 0
