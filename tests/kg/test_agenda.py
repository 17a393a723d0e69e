"""Agenda items, suggestions, the next meeting and signatures."""

from datetime import date, time

import pytest

from kg.parse.agenda import find_agenda, innermost, section_of
from kg.parse.layout import Layout, read_layout
from kg.parse.next_meeting import find_next_meeting
from kg.parse.resolutions import find_resolutions
from kg.parse.signatures import read_signatures
from kg.parse.suggestions import find_suggestions, opens_suggestions
from kg.records import AgendaItem, Section

FILLER = "ฝ่ายเลขานุการรายงานผลการดำเนินงานให้ที่ประชุมทราบตามเอกสารที่แจกในที่ประชุมแล้ว\n\n"


def agenda(text: str) -> tuple[Layout, tuple[AgendaItem, ...]]:
    layout = read_layout(text)
    return layout, find_agenda(layout.text, layout.lines, layout.furniture, 0, len(text))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        ("ระเบียบวาระที่ ๑\n\nเรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        ("ระเบียบวาระที่ 1 : เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        ("**ระเบียบวาระที่ ๑** **เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ**", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        ("## วาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        ("ระเบียบวาระการประชุมที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        ("ระเบียนวาระที่ ๑\tเรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
    ],
)
def test_headings(heading: str, title: str) -> None:
    _, items = agenda(f"{heading}\n\n{FILLER}ระเบียบวาระที่ ๒ เรื่องอื่น ๆ\n\nไม่มี\n")
    assert [(i.number, i.title) for i in items] == [("1", title), ("2", "เรื่องอื่น ๆ")]
    assert items[0].section is Section.CHAIR_INFORMS
    assert items[0].span.end == items[1].span.start


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", Section.CHAIR_INFORMS),
        ("เรื่องประธานแจ้งที่ประชุม", Section.CHAIR_INFORMS),
        ("รับรองรายงานการประชุมครั้งที่แล้ว", Section.ENDORSE_MINUTES),
        ("เรื่องสืบเนื่องจากการประชุมครั้งที่ ๑/๒๕๖๘", Section.MATTERS_ARISING),
        ("เรื่องติดตามผลการดำเนินงาน", Section.MATTERS_ARISING),
        ("เรื่องเพื่อทราบ", Section.FOR_INFORMATION),
        ("เรื่องแจ้งให้ที่ประชุมทราบ", Section.FOR_INFORMATION),
        ("เรื่องเสนอให้ที่ประชุมพิจารณา", Section.FOR_CONSIDERATION),
        ("ญัตติขอความเห็นชอบ", Section.FOR_CONSIDERATION),
        ("เรื่องอื่น ๆ (ถ้ามี)", Section.OTHER),
        ("กำหนดนัดประชุมครั้งต่อไป", Section.NEXT_MEETING),
        ("เรื่องอื่น ๆ และกำหนดการประชุมครั้งต่อไป", Section.OTHER),
        ("กระทู้ถาม", None),
    ],
)
def test_section_is_told_from_the_title(title: str, section: Section | None) -> None:
    assert section_of(title) is section


def test_contents_list_is_not_the_agenda() -> None:
    contents = "ระเบียบวาระที่ ๑ เรื่องประธานแจ้ง\nระเบียบวาระที่ ๒ เรื่องอื่น ๆ\n\n"
    body = f"ระเบียบวาระที่ ๑ เรื่องประธานแจ้ง\n{FILLER}ระเบียบวาระที่ ๒ เรื่องอื่น ๆ\n{FILLER}"
    _, items = agenda(contents + body)
    assert [i.span.start for i in items] == [len(contents), (contents + body).rindex("ระเบียบวาระที่ ๒")]


def test_sub_items_and_lists_that_look_like_them() -> None:
    text = (
        f"ระเบียบวาระที่ ๓ เรื่องสืบเนื่อง\n\nสาระสำคัญ\n\n๑. ข้อหนึ่ง\n๒. ข้อสอง\n๓. ข้อสาม\n๓.๑ ระยะแรก\n๓.๒ ระยะสอง\n\n"
        f"ระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา\n\n๔.๑ โครงการทางเท้า\n{FILLER}๔.๒ โครงการท่อน้ำ\n{FILLER}"
        f"ระเบียบวาระที่ ๕ เรื่องเพื่อทราบ\nวาระที่ ๕.๑ ผลการตรวจ\n{FILLER}วาระที่ ๕.๒ แผนการตรวจ\n{FILLER}"
    )
    _, items = agenda(text)
    assert [i.number for i in items] == ["3", "4", "4.1", "4.2", "5", "5.1", "5.2"]
    assert {i.section for i in items if i.number.startswith("4")} == {Section.FOR_CONSIDERATION}
    own = {item.number: span for item, span in innermost(items)}
    assert own["4"].end == own["4.1"].start
    assert own["4.1"].end == own["4.2"].start


def test_matter_under_a_heading_may_be_bold_and_wrapped() -> None:
    text = (
        f"ระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา\n\n**เรื่อง การปรับทิศทางการบริหาร\nเพื่อรองรับวิถีใหม่ (New Normal)**\n\n{FILLER}"
    )
    _, (item,) = agenda(text)
    assert item.matter == "การปรับทิศทางการบริหารเพื่อรองรับวิถีใหม่ (New Normal)"


def test_reading_stages_of_a_bill_are_no_items() -> None:
    text = f"ระเบียบวาระที่ ๑ ญัตติร่างเทศบัญญัติ\n{FILLER}วาระที่ ๑ ขั้นรับหลักการ\n{FILLER}วาระที่ ๒ ขั้นแปรญัตติ\n{FILLER}ระเบียบวาระที่ ๒ เรื่องอื่น ๆ\nไม่มี\n"
    _, items = agenda(text)
    assert [i.title for i in items] == ["ญัตติร่างเทศบัญญัติ", "เรื่องอื่น ๆ"]


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("ความเห็นและข้อเสนอแนะ", True),
        ("ความเห็นและข้อเสนอแนะของที่ประชุม", True),
        ("ข้อเสนอแนะ", True),
        ("ข้อสังเกตของคณะกรรมการ :", True),
        ("ที่ประชุมได้อภิปรายและมีข้อสังเกต ดังนี้", True),
        ("ประเด็นการพิจารณา ที่ประชุมมีความคิดเห็นและข้อเสนอแนะเพิ่มเติม รายละเอียดปรากฏดังต่อไปนี้", True),
        ("ความเห็นของสำนักงาน ก.ค. แม้ว่าจะดำเนินการแล้ว แต่ยังไม่ครอบคลุม ดังนี้", False),
        ("มติที่ประชุม เห็นชอบตามความเห็นของที่ประชุม ดังนี้", False),
        ("นำข้อเสนอแนะไปปรับปรุงแผน", False),
    ],
)
def test_what_opens_suggestions(line: str, opens: bool) -> None:
    assert opens_suggestions(line) is opens


def suggestions(text: str) -> list[tuple[str | None, int | None, str]]:
    layout, items = agenda(text)
    resolutions = tuple(
        r for item, span in innermost(items) for r in find_resolutions(text, span, item.number)
    )
    found = find_suggestions(layout, items, resolutions)
    assert all(text[s.span.start : s.span.end] == s.text for s in found)
    return [(s.agenda, s.number, s.text) for s in found]


def test_suggestions_end_where_the_resolution_begins() -> None:
    text = (
        "ระเบียบวาระที่ ๓ เรื่องเพื่อพิจารณา\n\nสาระสำคัญ\n\n๑. ไม่ใช่ข้อเสนอแนะ\n\nความเห็นและข้อเสนอแนะ\n\n"
        "๑. ควรเร่งดำเนินการ\nให้ทันปีนี้\n\nให้ทันปีนี้...\n\n๒. ควรตรวจสอบ\n   ๒.๑ งบประมาณ\n\nมติที่ประชุม เห็นชอบ\n"
    )
    assert suggestions(text) == [
        ("3", 1, "๑. ควรเร่งดำเนินการ\nให้ทันปีนี้\n\nให้ทันปีนี้..."),
        ("3", 2, "๒. ควรตรวจสอบ\n   ๒.๑ งบประมาณ"),
    ]


def test_suggestion_goes_on_over_a_page_break() -> None:
    text = (
        "ระเบียบวาระที่ ๓ เรื่องเพื่อพิจารณา\n\nข้อเสนอแนะ\n\n๑. ควรเตรียมกำลังคนให้พร้อม\n\nต่อการ...\n\n"
        "ต่อการเปลี่ยนแปลง\n\nย่อหน้าอื่น\n\nมติที่ประชุม เห็นชอบ\n"
    )
    ((_, number, quote),) = suggestions(text)
    assert number == 1
    assert quote.startswith("๑. ควรเตรียม")
    assert quote.endswith("ต่อการเปลี่ยนแปลง")


def test_opinions_without_numbers() -> None:
    text = "วาระที่ ๔ เรื่องเพื่อพิจารณา\nความเห็นที่ประชุม\n- ควรคัดเลือกใหม่\n- ควรมีผู้หญิง\nมติที่ประชุม เห็นชอบ\n"
    assert suggestions(text) == [("4", None, "- ควรคัดเลือกใหม่"), ("4", None, "- ควรมีผู้หญิง")]


@pytest.mark.parametrize(
    "text",
    [
        "ระเบียบวาระที่ ๖ กำหนดการประชุมครั้งต่อไป\n\nกำหนดประชุมครั้งที่ ๔/๒๕๖๘ ในวันเสาร์ที่ ๒๖ เมษายน ๒๕๖๘ เวลา ๐๙.๐๐ น. ณ ห้องประชุมใหญ่ ชั้น ๒\n",
        "ระเบียบวาระที่ ๕ เรื่องอื่น ๆ\n\nฝ่ายเลขานุการแจ้งกำหนดการประชุม ครั้งที่ ๔/๒๕๖๘ ในวันเสาร์ที่ ๒๖ เมษายน ๒๕๖๘\nเวลา ๐๙.๐๐ น. ณ ห้องประชุมใหญ่ ชั้น ๒\n\nที่ประชุมรับทราบ\n",
        "ระเบียบวาระที่ ๕ เรื่องอื่น ๆ\nไม่มี\n\nนัดประชุมครั้งต่อไป ครั้งที่ 4/2568 วันที่ 26 เมษายน 2568 เวลา 09.00 น. ณ ห้องประชุมใหญ่ ชั้น ๒\n",
    ],
)
def test_next_meeting(text: str) -> None:
    layout, items = agenda(text)
    found = find_next_meeting(layout, items, date(2025, 3, 29))
    assert found is not None
    assert (found.number, found.year_be, found.date, found.time, found.venue) == (
        4,
        2568,
        date(2025, 4, 26),
        time(9, 0),
        "ห้องประชุมใหญ่ ชั้น ๒",
    )


def test_report_to_the_next_meeting_announces_none() -> None:
    text = "ระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา\n\nมติที่ประชุม มอบหมายให้กองคลังรายงานผลในการประชุมครั้งต่อไป\n"
    layout, items = agenda(text)
    assert find_next_meeting(layout, items, date(2025, 3, 29)) is None


@pytest.mark.parametrize(
    "text",
    [
        "(นางสาวดวงดาว ศรีทอง)\nผู้อำนวยการส่วนพัฒนา\nผู้จดยางานการประชุม\n\n(นายภูมิ ใจมั่น)\nเลขานุการ\nผู้ตรวจรายงานการประชุม\n",
        "(ลงชื่อ)  ดวงดาว ศรีทอง   ผู้จดรายงานการประชุม\n (นางสาวดวงดาว ศรีทอง)\n ผู้อำนวยการส่วนพัฒนา\n(ลงชื่อ)  ภูมิ ใจมั่น  ผู้ตรวจรายงานการประชุม\n (นายภูมิ ใจมั่น)\n เลขานุการ\n",
        "ผู้บันทึกรายงานการประชุม ............... (นางสาวดวงดาว ศรีทอง)\nผู้ตรวจทาน ................. (นายภูมิ ใจมั่น)\n",
        "\t(นางสาวดวงดาว ศรีทอง)\t\t(นายภูมิ ใจมั่น)\n\tผู้อำนวยการส่วนพัฒนา\t\tเลขานุการ\n\tผู้จดรายงานการประชุม\t\tผู้ตรวจรายงานการประชุม\n",
        "นางสาวดวงดาว ศรีทอง\n\nผู้จดรายงานการประชุม\n\nนายภูมิ ใจมั่น\n\nผู้ตรวจรายงานการประชุม\n",
        "  ดวงดาว ศรีทอง\n (นางสาวดวงดาว ศรีทอง)\n ผู้จดรายงานการประชุม\n ภูมิ ใจมั่น\n (นายภูมิ ใจมั่น)\n ผู้ตรวจรายงานการประชุม\n",
    ],
)
def test_signatures(text: str) -> None:
    found = read_signatures(read_layout(text), 0)
    assert found.recorder is not None
    assert found.checker is not None
    assert (found.recorder.name, found.recorder.prefix) == ("ดวงดาว ศรีทอง", "นางสาว")
    assert (found.checker.name, found.checker.prefix) == ("ภูมิ ใจมั่น", "นาย")
    if found.recorder.position is not None:
        assert found.recorder.position == "ผู้อำนวยการส่วนพัฒนา"
    assert "ดวงดาว" in text[found.recorder.span.start : found.recorder.span.end]
