"""Cabinet results: items, decisions, proposers, opening."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse.abbreviations import abbreviations
from kg.parse.cabinet import parse_cabinet
from kg.parse.cabinet_items import find_items
from kg.parse.cabinet_lines import decides, group_of
from kg.parse.genre import genre
from kg.records import BlockKind, Document, Kind, Mode, ResolutionType

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "records"
EXAMPLE = ROOT / "examples" / "records" / "cabinet" / "2569-01-20.txt"

HEAD = """รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-สรุปข่าวการประชุมคณะรัฐมนตรี 4 มีนาคม 2568

วันอังคารที่ 4 มีนาคม 2568
พิมพ์
สรุปข่าวการประชุมคณะรัฐมนตรี 4 มีนาคม 2568
วันนี้ (4 มีนาคม 2568)  เวลา 10.00 น. น. นายธนาคม  วรรธนะภูมิ รองนายกรัฐมนตรี ปฏิบัติหน้าที่แทนนายกรัฐมนตรี เป็นประธานการประชุมคณะรัฐมนตรี ณ ห้องประชุม 301 ตึกสายน้ำ  ทำเนียบรัฐบาล ซึ่งสรุปสาระสำคัญดังนี้
"""
CONTENTS = """กฎหมาย
1.       เรื่อง    ร่างกฎกระทรวงกำหนดค่าธรรมเนียมท่าเรือ
ขนาดเล็ก พ.ศ. ....
เศรษฐกิจ- สังคม
2.       เรื่อง    รายงานภาวะเศรษฐกิจการประมง
เรื่อง    การจัดงานมหกรรมเรือยาว
แต่งตั้ง
4.       เรื่อง    การแต่งตั้งกรรมการผู้ทรงคุณวุฒิ
*******************
"""
BODY = """สำนักโฆษก   สำนักเลขาธิการนายกรัฐมนตรี โทร. 0 0000-0000
กฎหมาย
1. เรื่อง ร่างกฎกระทรวงกำหนดค่าธรรมเนียมท่าเรือขนาดเล็ก พ.ศ. ....
คณะรัฐมนตรีมีมติอนุมัติหลักการร่างกฎกระทรวงกำหนดค่าธรรมเนียมท่าเรือขนาดเล็ก พ.ศ. .... ตามที่กระทรวงคมนาคม (คค.) เสนอ และให้ คค. รับความเห็นของสำนักงบประมาณไปพิจารณาดำเนินการต่อไปด้วย
สาระสำคัญของเรื่อง
1. เรื่องเดิม
คณะรัฐมนตรีมีมติ (6 สิงหาคม 2567) เห็นชอบการจัดระเบียบท่าเรือ
2. คค. รายงานผลให้คณะรัฐมนตรีรับทราบ
เศรษฐกิจ – สังคม
2. เรื่อง รายงานภาวะเศรษฐกิจการประมง
คณะรัฐมนตรีรับทราบรายงานภาวะเศรษฐกิจการประมง ตามที่ กษ. เสนอ ดังนี้
1. ปริมาณการจับเพิ่มขึ้น
กระทรวงเกษตรและสหกรณ์ (กษ.) เห็นว่าแนวโน้มดี
3. การจัดงานมหกรรมเรือยาว
คณรัฐมนตรีมีมติเห็นชอบตามที่กระทรวงการท่องเที่ยวและกีฬาเสนอ ดังนี้
1. อนุมัติให้จัดงาน
2. มอบหมายให้กรมเจ้าท่าดูแลความปลอดภัย
ทั้งนี้ ตั้งแต่วันที่ 1 เมษายน 2568 เป็นต้นไป
สาระสำคัญ
งานจัดปีละครั้ง
แต่งตั้ง
4. เรื่อง การแต่งตั้งกรรมการผู้ทรงคุณวุฒิ       คณะรัฐมนตรีมีมติเห็นชอบตามที่กระทรวงคมนาคมเสนอแต่งตั้ง นายปรีดา แสนสุขใจ เป็นกรรมการผู้ทรงคุณวุฒิ
*******************

ที่มา : https://example.go.th/1
"""
WHOLE = HEAD + CONTENTS + BODY


def read(text: str):
    return parse_cabinet(Document("cab.txt", text, "0" * 64, "utf-8"))


def test_items_are_those_of_the_body_with_their_category() -> None:
    record = read(WHOLE)
    assert record.kind is Kind.CABINET_RESULTS
    assert [(i.number, i.group) for i in record.agenda] == [
        ("1", "กฎหมาย"),
        ("2", "เศรษฐกิจ-สังคม"),
        ("3", "เศรษฐกิจ-สังคม"),
        ("4", "แต่งตั้ง"),
    ]
    assert record.agenda[0].title == "ร่างกฎกระทรวงกำหนดค่าธรรมเนียมท่าเรือขนาดเล็ก พ.ศ. ...."
    assert record.agenda[3].title == "การแต่งตั้งกรรมการผู้ทรงคุณวุฒิ"
    start = WHOLE.index("*****")
    assert all(i.span.start > start for i in record.agenda)


def test_decisions_types_and_proposers() -> None:
    record = read(WHOLE)
    got = [(r.agenda, {t.value for t in r.types}, r.proposed_by) for r in record.resolutions]
    assert got == [
        ("1", {"approve", "assign"}, "กระทรวงคมนาคม"),
        ("2", {"acknowledge"}, "กระทรวงเกษตรและสหกรณ์"),
        ("3", {"approve", "assign"}, "กระทรวงการท่องเที่ยวและกีฬา"),
        ("4", {"approve", "appoint"}, "กระทรวงคมนาคม"),
    ]
    assert record.resolutions[1].text.endswith("เสนอ ดังนี้")
    assert record.resolutions[2].text.endswith("ทั้งนี้ ตั้งแต่วันที่ 1 เมษายน 2568 เป็นต้นไป")
    assert [a.agent for a in record.resolutions[2].assignments] == ["กรมเจ้าท่า"]


def test_the_opening() -> None:
    meeting = read(WHOLE).meeting
    assert (meeting.body, meeting.date, meeting.start, meeting.end) == (
        "คณะรัฐมนตรี",
        date(2025, 3, 4),
        time(10),
        None,
    )
    assert (meeting.number, meeting.year_be, meeting.mode) == (None, 2568, None)
    assert meeting.venues == ("ห้องประชุม 301 ตึกสายน้ำ ทำเนียบรัฐบาล",)
    for spans in meeting.spans.values():
        for span in spans:
            assert 0 <= span.start < span.end <= len(WHOLE)


def test_the_chair() -> None:
    (chair,) = read(WHOLE).attendees
    assert (chair.prefix, chair.name, chair.role) == ("นาย", "ธนาคม วรรธนะภูมิ", "ประธาน")
    assert chair.position == "รองนายกรัฐมนตรี ปฏิบัติหน้าที่แทนนายกรัฐมนตรี"


def test_mobile_and_online_meetings() -> None:
    text = (
        "สรุปข่าวการประชุมคณะรัฐมนตรีอย่างเป็นทางการนอกสถานที่\nวันนี้ (4 มีนาคม 2568) ณ ห้องประชุมริมเล จังหวัดสายชล พลเอก สมหมาย  ใจกว้าง นายกรัฐมนตรี "
        "เป็นประธานการประชุมคณะรัฐมนตรีอย่างเป็นทางการนอกสถานที่ ครั้งที่ 2/2568 ผ่านระบบ Video Conference\n1. เรื่อง ก\nคณะรัฐมนตรีมีมติอนุมัติ\n"
    )
    meeting = read(text).meeting
    assert (meeting.number, meeting.year_be, meeting.venues) == (2, 2568, ("ห้องประชุมริมเล จังหวัดสายชล",))
    assert meeting.mode is Mode.HYBRID


def test_a_matter_only_in_the_contents_gives_a_notice() -> None:
    record = read(WHOLE.replace("4. เรื่อง การแต่งตั้งกรรมการผู้ทรงคุณวุฒิ  ", "การแต่งตั้ง"))
    assert [n.code for n in record.warnings] == ["item-not-in-body"]


def test_without_contents_and_stars() -> None:
    record = read(HEAD + BODY.replace("*", ""))
    assert [i.number for i in record.agenda] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("คณะรัฐมนตรีมีมติเห็นชอบ", True),
        ("คณะรัฐมนตรีรับทราบรายงาน", True),
        ("คณะรัฐมนตรีมมติอนุมัติ", True),
        ("คณะรัฐมนตรีมีมติเมื่อวันที่ 3 มีนาคม 2566", False),
        ("คณะรัฐมนตรีได้มีมติ (3 มีนาคม 2566) อนุมัติ", False),
        ("รายงานผลให้คณะรัฐมนตรีรับทราบ", False),
    ],
)
def test_what_decides(line: str, want: bool) -> None:
    assert decides(line) is want


def test_headings_of_categories() -> None:
    assert group_of("เศรษฐกิจ -  สังคม") == "เศรษฐกิจ-สังคม"
    assert group_of("เศรษฐกิจและสังคมแห่งชาติ") is None


def test_abbreviations_of_the_document() -> None:
    text = "ตามที่กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม (อว.) เสนอ และสำนักงาน ก.พ.ร. (สน.)"
    assert abbreviations(text)["อว."] == "กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม"


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("ตามที่กระทรวงคมนาคม (คค.) เสนอการกู้เงินของการรถไฟแห่งประเทศไทย (รฟท.)", "รฟท.", "การรถไฟแห่งประเทศไทย"),
        ("ให้กระทรวงคมนาคม โดยกรมเจ้าท่า (จท.) ดำเนินการ", "จท.", "กรมเจ้าท่า"),
        ("ให้สำนักงานปลัดกระทรวงวัฒนธรรม (สป.วธ.) ดำเนินการ", "สป.วธ.", "สำนักงานปลัดกระทรวงวัฒนธรรม"),
        ("ตามที่ผู้ตรวจการแผ่นดิน (ผผ.) เสนอ", "ผผ.", "ผู้ตรวจการแผ่นดิน"),
        ("ให้สถาบันคลองและทะเล (องค์การมหาชน) (สคท.) ดูแล", "สคท.", "สถาบันคลองและทะเล"),
    ],
)
def test_what_an_abbreviation_stands_for(text: str, short: str, name: str) -> None:
    assert abbreviations(text)[short] == name


def test_every_line_is_in_one_block() -> None:
    record = read(WHOLE)
    at = 0
    for block in record.blocks:
        assert block.span.start >= at
        assert not WHOLE[at : block.span.start].strip(" \n*_")
        at = block.span.end
    contents = WHOLE.index("1.       เรื่อง")
    assert any(b.kind is BlockKind.FURNITURE and b.span.start == contents for b in record.blocks)


def numbers(text: str) -> list[str]:
    return [i.number for i in read(text).agenda]


@pytest.mark.parametrize("rule", ["", "_" * 40 + "\n", "\n\n"])
def test_the_body_begins_where_the_contents_come_again(rule: str) -> None:
    """Titles of neighbouring matters are nearly the same, and no stars follow the contents."""
    listed = (
        "กฎหมาย\n1.  เรื่อง  ร่างประกาศให้ใช้บังคับผังเมืองรวมเมืองสายชล พ.ศ. ....\n"
        "2.  เรื่อง  ร่างประกาศให้ใช้บังคับผังเมืองรวมเมืองสายฝน พ.ศ. ....\n"
        "แต่งตั้ง\n3.  เรื่อง  การแต่งตั้งอธิบดีกรมประภาคาร\n"
    )
    body = listed.replace("....\n", "....\nคณะรัฐมนตรีมีมติเห็นชอบตามที่กระทรวงมหาดไทยเสนอ\n").replace(
        "ประภาคาร\n", "ประภาคาร\nคณะรัฐมนตรีมีมติอนุมัติตามที่กระทรวงคมนาคมเสนอ\n"
    )
    text = HEAD + listed + rule + body
    record = read(text)
    assert [i.number for i in record.agenda] == ["1", "2", "3"]
    assert record.agenda[0].span.start > len(HEAD) + len(listed)
    assert [r.agenda for r in record.resolutions] == ["1", "2", "3"]


def test_the_body_begins_where_the_numbers_begin_again() -> None:
    listed = "1. เรื่อง การสร้างเขื่อนดินท่าลาน\n2. เรื่อง การขุดลอกคลองบางช้าง\n"
    body = "1. เรื่อง ขออนุมัติงบกลางสำหรับเขื่อน\nคณะรัฐมนตรีมีมติอนุมัติ\n2. เรื่อง การขุดลอกคลองบางช้าง\nคณะรัฐมนตรีมีมติอนุมัติ\n"
    record = read(HEAD + listed + body)
    assert [i.title for i in record.agenda] == ["ขออนุมัติงบกลางสำหรับเขื่อน", "การขุดลอกคลองบางช้าง"]


@pytest.mark.parametrize(
    "change",
    [
        ("2. เรื่อง รายงานภาวะ", "2 เรื่อง รายงานภาวะ"),  # the point is lost
        ("2. เรื่อง รายงานภาวะ", "2. รื่อง รายงานภาวะ"),  # a letter is lost
        ("2. เรื่อง รายงานภาวะ", "3. เรื่อง รายงานภาวะ"),  # misprinted: the contents say 2
        ("2. เรื่อง รายงานภาวะเศรษฐกิจการประมง", "2ภาวะเศรษฐกิจการประมง"),  # half the heading is lost
        ("4. เรื่อง การแต่งตั้งกรรมการผู้ทรงคุณวุฒิ  ", "4. เรื่อง การแต่งตั้งกรรมการผู้ทรงคุณวุฒิ"),
    ],
)
def test_damaged_headings_keep_their_number(change: tuple[str, str]) -> None:
    damaged = BODY.replace(*change)
    assert damaged != BODY
    assert numbers(HEAD + CONTENTS + damaged) == ["1", "2", "3", "4"]


def test_an_entry_glued_to_the_one_before_it_in_the_contents() -> None:
    glued = CONTENTS.replace("การประมง\nเรื่อง    การจัด", "การประมง 3. เรื่อง    การจัด")
    assert glued != CONTENTS
    record = read(HEAD + glued + BODY)
    assert [i.number for i in record.agenda] == ["1", "2", "3", "4"]
    assert record.warnings == ()


def test_a_matter_missing_from_the_contents_is_still_read() -> None:
    short = CONTENTS.replace("2.       เรื่อง    รายงานภาวะเศรษฐกิจการประมง\nเรื่อง    การจัดงานมหกรรมเรือยาว\n", "")
    text = HEAD + short + BODY.replace("3. การจัด", "3. เรื่อง การจัด")
    assert numbers(text) == ["1", "2", "3", "4"]


def test_a_numbered_line_above_a_heading_is_no_matter() -> None:
    body = BODY.replace("2. คค. รายงานผล", "2. กำหนดค่าธรรมเนียมท่าเรือขนาดเล็ก พ.ศ. .... ใหม่").replace(
        "ให้คณะรัฐมนตรีรับทราบ\nเศรษฐกิจ – สังคม\n", "\n"
    )
    assert body != BODY
    assert read(HEAD + CONTENTS + body).agenda[1].title == "รายงานภาวะเศรษฐกิจการประมง"


@pytest.mark.parametrize(
    ("words", "types"),
    [
        ("คณะรัฐมตนตรีมีมติเห็นชอบตามที่กระทรวงคมนาคมเสนอ", {"approve"}),
        ("คณะรัฐนตรีมีมติรับทราบตามที่กระทรวงคมนาคมเสนอ", {"acknowledge"}),
        ("คณะมีมติอนุมัติตามที่กระทรวงคมนาคมเสนอ", {"approve"}),
        ("คณะรัฐมนตรีมีอนุมัติตามที่กระทรวงคมนาคมเสนอ", {"approve"}),
        ("คณะรัฐมนตรีรีบทราบตามที่กระทรวงคมนาคม (คค.) รายงานผลการขุดลอก", {"acknowledge"}),
        ("คณะรัฐมนตรีมีมติอนุมติตามที่กระทรวงคมนาคมเสนอ", {"approve"}),
        ("คณะรัฐมนตรีมีมติให้มีการขุดลอกคลอง ตามที่กระทรวงคมนาคมเสนอ", {"approve"}),
        ("คณะรัฐมนตรีพิจารณาเรื่องคลอง ตามที่กระทรวงคมนาคมเสนอ แล้วมีมติ ดังนี้\n1. อนุมัติให้ขุดลอก", {"approve"}),
        ("คณะรัฐมนตรีหลักการร่างกฎกระทรวงว่าด้วยคลอง ตามที่กระทรวงคมนาคมเสนอ", {"approve"}),
        ("คณะรัฐมนตรีมีมติ\n1. อนุมัติให้ขุดลอก ตามที่กระทรวงคมนาคมเสนอ\n2. รับทราบผล", {"approve", "acknowledge"}),
        (
            "คณะรัฐมนตรีมีมติอนุมัติวันหยุดตามที่กระทรวงคมนาคมเสนอ หากยกเลิกหรือเลื่อนจะเกิดความเสียหาย ให้กรมเจ้าท่าพิจารณา",
            {"approve", "assign"},
        ),
        ("คณะรัฐมนตรีรับทราบ (1) แผนขุดลอก และ (2) ผลขุดลอก ตามที่กระทรวงคมนาคมเสนอ", {"acknowledge"}),
    ],
)
def test_mistyped_and_unusual_decisions(words: str, types: set[str]) -> None:
    (resolution,) = read(f"{HEAD}1. เรื่อง การขุดลอกคลองบางช้าง\n{words}\nสาระสำคัญ\nคลองตื้นเขิน\n").resolutions
    assert resolution.text == words
    assert {t.value for t in resolution.types} == types
    assert resolution.proposed_by == "กระทรวงคมนาคม"


@pytest.mark.parametrize(
    ("words", "proposer"),
    [
        (
            "อนุมัติหลักการ\n1. ร่างกฎกระทรวงท่าเรือ\n2. ร่างกฎกระทรวงประภาคาร\nรวม 2 ฉบับ ตามที่กระทรวงคมนาคม (คค.) เสนอ",
            "กระทรวงคมนาคม",
        ),
        (
            "อนุมัติงบประมาณ จำนวน 90 ล้านบาท ส่วนที่เหลือผูกพันงบประมาณ พ.ศ. 2570 จำนวน 10 ล้านบาท\nตามที่กรมเจ้าท่าเสนอ",
            "กรมเจ้าท่า",
        ),
        ("ดังนี้\n1. อนุมัติการขุดลอก ตามที่กรมเจ้าท่าเสนอ\n2. ให้กรมเจ้าท่าดูแลความปลอดภัย", "กรมเจ้าท่า"),
        ("เห็นชอบตามที่สำนักงานคณะกรรมการน้ำ (สำนักงาน ค.น.) เสนอ", "สำนักงานคณะกรรมการน้ำ"),
        ("เห็นชอบตามที่คณะกรรมการคลองแห่งชาติ (คณะกรรมการฯ) เสนอ", "คณะกรรมการคลองแห่งชาติ"),
        ("เห็นชอบตามที่สำนักงานคลอง (สค.) ในฐานะฝ่ายเลขานุการคณะกรรมการน้ำเสนอ", "สำนักงานคลอง"),
        ("เห็นชอบตามที่รองนายกรัฐมนตรี (นายปรีดา แสนสุขใจ) เสนอ", "รองนายกรัฐมนตรี (นายปรีดา แสนสุขใจ)"),
        (
            "เห็นชอบตามที่รองนายกรัฐมนตรี (นายปรีดา แสนสุขใจ) กำกับการบริหารราชการ สั่ง และปฏิบัติราชการสำนักงานคลองเสนอ",
            "รองนายกรัฐมนตรี (นายปรีดา แสนสุขใจ)",
        ),
        ("เห็นชอบตามกระทรวงกลาโหม (กห.) เสนอ", "กระทรวงกลาโหม"),
        ("เห็นชอบตามที่ กห. เสนอ", "กระทรวงกลาโหม"),
        ("เห็นชอบตามที่กระทวงกลาโหมเสนอ", "กระทรวงกลาโหม"),
        ("เห็นชอบตามที่รัฐมนตรีว่าการกระทรวงพาณิช ย์เสนอ", "รัฐมนตรีว่าการกระทรวงพาณิชย์"),
        (
            "เห็นชอบร่างระเบียบที่คณะกรรมการตรวจสอบร่างกฎหมายและร่างอนุบัญญัติที่เสนอคณะรัฐมนตรี คณะที่ 2 ตรวจแล้ว ตามที่กระทรวงกลาโหมเสนอ",
            "กระทรวงกลาโหม",
        ),
    ],
)
def test_who_proposed(words: str, proposer: str) -> None:
    text = f"{HEAD}1. เรื่อง การขุดลอกคลองบางช้าง\nคณะรัฐมนตรีมีมติ{words}\nสาระสำคัญ\nคลองตื้นเขิน ตามที่กรมอุทกเสนอไว้\n"
    (resolution,) = read(text).resolutions
    assert resolution.text == f"คณะรัฐมนตรีมีมติ{words}"
    assert resolution.proposed_by == proposer


@pytest.mark.parametrize(
    "tail",
    [
        "และให้หน่วยงานที่เกี่ยวข้องรับความเห็นของสำนักงบประมาณไปพิจารณา",
        "ทั้งนี้ หากมีความจำเป็นต้องแก้ไขถ้อยคำ ให้กรมเจ้าท่าดำเนินการได้",
        "สำหรับค่าใช้จ่ายในการขุดลอก เห็นควรให้กรมเจ้าท่าใช้จ่ายจากงบประมาณรายจ่ายประจำปี",
        "โดยให้มีผลตั้งแต่วันที่คณะรัฐมนตรีมีมติ",
        "อนึ่ง เห็นสมควรให้กรมเจ้าท่ารายงานผลทุกสามเดือน",
    ],
)
def test_a_paragraph_that_orders_belongs_to_the_decision(tail: str) -> None:
    words = f"คณะรัฐมนตรีมีมติอนุมัติการขุดลอกคลองบางช้าง ตามที่กระทรวงคมนาคม (คค.) เสนอ\n{tail}"
    (resolution,) = read(f"{HEAD}1. เรื่อง การขุดลอก\n{words}\nสาระสำคัญ\nคลองตื้นเขิน\n").resolutions
    assert resolution.text == words


@pytest.mark.parametrize(
    "tail",
    [
        "ทั้งนี้ ร่างกฎกระทรวงที่กระทรวงคมนาคมเสนอ เป็นการปรับปรุงค่าธรรมเนียม",
        "สำหรับคลองบางช้าง เป็นการขุดลอกครั้งแรกในรอบสิบปี",
        "[จะมีการลงนามในเดือนมิถุนายน 2568]",
        "คค. รายงานว่า คลองตื้นเขิน และให้เรือเล็กแล่นเท่านั้น",
    ],
)
def test_a_paragraph_that_explains_does_not(tail: str) -> None:
    words = "คณะรัฐมนตรีมีมติอนุมัติการขุดลอกคลองบางช้าง ตามที่กระทรวงคมนาคม (คค.) เสนอ"
    (resolution,) = read(f"{HEAD}1. เรื่อง การขุดลอก\n{words}\n{tail}\nสาระสำคัญ\nคลองตื้นเขิน\n").resolutions
    assert resolution.text == words


@pytest.mark.parametrize(
    "words",
    [
        # broken inside a date, a bracket, a phrase; the list goes on after a paragraph
        "คณะรัฐมนตรีมีมติอนุมัติให้ขยายเวลาขุดลอกตามที่กรมเจ้าท่าเสนอ ตั้งแต่วันที่ 1 ตุลาคม 2567 ถึงวันที่ 30\nกันยายน 2568",
        "คณะรัฐมนตรีมีมติอนุมัติแต่งตั้งนายปรีดา แสนสุขใจ เป็นเลขานุการรัฐมนตรีช่วยว่าการ (นางสาวมาลัย\nดวงแก้ว) ตามที่กรมเจ้าท่าเสนอ",
        "คณะรัฐมนตรีมีมติอนุมัติตามที่กรมเจ้าท่าเสนอรับโอน นายปรีดา แสนสุขใจ ผู้ตรวจราชการ\nให้ดำรงตำแหน่ง อธิบดีกรมประภาคาร",
        "คณะรัฐมนตรีมีมติเห็นชอบตามที่กรมเจ้าท่าเสนอ ดังนี้\n1. เห็นชอบแผนขุดลอก\nทั้งนี้ หากต้องแก้ไขแผน ให้กรมเจ้าท่าดำเนินการได้\n2. มอบหมายให้กรมประมงดูแลปลา",
        "คณะรัฐมนตรีมีมติอนุมัติการขุดลอก ตามที่กรมเจ้าท่าเสนอ\n1. ให้กรมเจ้าท่าเร่งขุดลอก\n2. ให้กรมประมงดูแลปลา",
        "คณะรัฐมนตรีรับทราบตามที่กรมเจ้าท่าเสนอรายชื่อโฆษก ดังรายนามต่อไปนี้ คือ\n1. นายปรีดา แสนสุขใจ เป็นโฆษก",
        "คณะรัฐมนตรีมีมติเห็นชอบการต่อสัญญา ตามที่กรมเจ้าท่าเสนอ แต่ไม่ก่อนวันที่\nคณะรัฐมนตรีมีมติ",
    ],
)
def test_a_decision_over_broken_lines(words: str) -> None:
    (resolution,) = read(f"{HEAD}1. เรื่อง การขุดลอก\n{words}\nสาระสำคัญ\nคลองตื้นเขิน\n").resolutions
    assert resolution.text == words


def test_a_text_whose_lines_were_broken_for_a_page() -> None:
    """The same matters and decisions as in the text of one line a paragraph."""

    def broken(line: str) -> str:
        out = []
        while len(line) > 90:
            at = line.rfind(" ", 60, 90)
            at = at if at > 0 else 90
            out.append(line[:at])
            line = line[at:].lstrip(" ")
        return "\n".join([*out, line])

    long = (
        "คณะรัฐมนตรีมีมติอนุมัติหลักการร่างกฎกระทรวงกำหนดอัตราค่าธรรมเนียม การใช้ท่าเรือขนาดเล็ก การจอดเรือประมงพื้นบ้าน "
        "และการใช้ร่องน้ำภายในประเทศ สำหรับเรือที่มีขนาดต่ำกว่าสิบตันกรอส พ.ศ. 2568 ตามที่กระทรวงคมนาคม (คค.) เสนอ "
        "และให้ส่งสำนักงานคณะกรรมการกฤษฎีกาตรวจพิจารณา โดยให้รับความเห็นของกระทรวงการคลังไปประกอบการพิจารณาด้วย แล้วดำเนินการต่อไปได้"
    )
    rest = "ข้อมูลเรือประมงในแต่ละจังหวัดชายทะเล ซึ่งกรมประมงได้รวบรวมไว้เมื่อปีที่แล้ว มีจำนวนเพิ่มขึ้นเล็กน้อย เมื่อเทียบกับปีก่อนหน้านั้น"
    matters = "".join(
        f"{n}. เรื่อง การจัดระเบียบท่าเรือขนาดเล็กแห่งที่ {n}\n{long}\nสาระสำคัญ\n{rest}\n{rest}\n{rest}\n"
        for n in range(1, 6)
    )
    one, other = read(HEAD + matters), read(HEAD + "\n".join(map(broken, matters.split("\n"))))
    assert [i.title for i in other.agenda] == [i.title for i in one.agenda]
    flat = ["".join(r.text.split()) for r in other.resolutions]
    assert flat == ["".join(r.text.split()) for r in one.resolutions] == ["".join(long.split())] * 5
    assert {r.proposed_by for r in other.resolutions} == {"กระทรวงคมนาคม"}


def test_a_word_of_a_table_is_no_category() -> None:
    body = BODY.replace("1. เรื่องเดิม", "ต่างประเทศ\n1. เรื่องเดิม")
    assert body != BODY
    record = read(HEAD + CONTENTS + body.replace("เศรษฐกิจ – สังคม\n", ""))
    assert [i.group for i in record.agenda] == ["กฎหมาย", "เศรษฐกิจ-สังคม", "เศรษฐกิจ-สังคม", "แต่งตั้ง"]


def test_a_category_without_contents_stands_right_above_the_matter() -> None:
    body = BODY.replace("1. เรื่องเดิม", "ต่างประเทศ\n1. เรื่องเดิม")
    record = read(HEAD + body.replace("*", ""))
    assert [i.group for i in record.agenda] == ["กฎหมาย", "เศรษฐกิจ-สังคม", "เศรษฐกิจ-สังคม", "แต่งตั้ง"]


@pytest.mark.parametrize(
    ("words", "agents"),
    [
        ("และให้ กษ. (กรมประมง) รับความเห็นของสำนักงบประมาณไปพิจารณา", ["กระทรวงเกษตรและสหกรณ์ (กรมประมง)"]),
        ("และให้กระทรวงศึกษาธิการเร่งจัดทำแผน", ["กระทรวงศึกษาธิการ"]),
        (
            "และให้กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรมรับความเห็นไปพิจารณา",
            ["กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม"],
        ),
        (
            "และให้สำนักงานนโยบายและแผนการขนส่งและจราจรปรับแผน",
            ["สำนักงานนโยบายและแผนการขนส่งและจราจร"],
        ),
        (
            "และให้กระทรวงการคลัง กระทรวงพลังงาน และหน่วยงานที่เกี่ยวข้องดำเนินการ",
            ["กระทรวงการคลัง", "กระทรวงพลังงาน", "หน่วยงานที่เกี่ยวข้อง"],
        ),
        ("และให้ สศช. สงป. รับไปพิจารณา", ["สำนักงานสภาพัฒนาการเศรษฐกิจและสังคมแห่งชาติ", "สำนักงบประมาณ"]),
        ("ทั้งนี้ คณะรัฐมนตรีมอบหมายให้กรมเจ้าท่าปรับชื่อคลอง", ["กรมเจ้าท่า"]),
        ("พร้อมมอบหมายให้กรมประมงดูแลปลา", ["กรมประมง"]),
        (
            "และให้กระทรวงคมนาคม (กรมเจ้าท่าและกรมทางหลวง) ดำเนินการ",
            ["กระทรวงคมนาคม (กรมเจ้าท่าและกรมทางหลวง)"],
        ),
        ("และให้แจ้งผลให้ สศช. ทราบโดยเร็ว", []),
        ("และให้กระทรวงแรงงานดำเนินการได้โดยไม่ต้องเสนออีก", []),
    ],
)
def test_those_told_to_act(words: str, agents: list[str]) -> None:
    text = f"{HEAD}1. เรื่อง การขุดลอก\nคณะรัฐมนตรีมีมติอนุมัติการขุดลอกคลอง ตามที่กรมเจ้าท่าเสนอ {words}\nสาระสำคัญ\nคลองตื้นเขิน\n"
    (resolution,) = read(text).resolutions
    assert [a.agent for a in resolution.assignments] == agents


def test_an_order_that_is_noted_assigns_nothing() -> None:
    words = "คณะรัฐมนตรีมีมติรับทราบคำสั่งสำนักนายกรัฐมนตรี ที่ 12/2568 เรื่อง มอบหมายให้รองนายกรัฐมนตรีเป็นรองประธานกรรมการ"
    (resolution,) = read(f"{HEAD}1. เรื่อง คำสั่ง\n{words}\nตามที่ได้มีคำสั่งไว้แล้ว นั้น\n").resolutions
    assert (resolution.types, resolution.assignments) == ((ResolutionType.ACKNOWLEDGE,), ())
    assert resolution.text == words


@pytest.mark.parametrize(
    ("words", "types"),
    [
        ("เห็นชอบตามที่กระทรวงคมนาคมเสนอการแต่งตั้ง นายปรีดา แสนสุขใจ เป็นกรรมการ", {"approve", "appoint"}),
        (
            "อนุมัติตามที่กระทรวงคมนาคมเสนอรับโอน นายปรีดา แสนสุขใจ มาแต่งตั้งให้ดำรงตำแหน่ง อธิบดี",
            {"approve", "appoint"},
        ),
        ("อนุมัติตามที่กระทรวงคมนาคมเสนอการต่อเวลาการดำรงตำแหน่งของ นายปรีดา แสนสุขใจ", {"approve"}),
        ("รับทราบตามที่กระทรวงคมนาคมเสนอการแต่งตั้งโฆษก", {"acknowledge"}),
        (
            "อนุมัติเป็นหลักการมอบหมายให้รัฐมนตรีช่วยว่าการกระทรวงคมนาคมเป็นผู้รักษาราชการแทนในกรณีที่ไม่มีผู้ดำรงตำแหน่ง",
            {"approve", "assign"},
        ),
    ],
)
def test_what_a_matter_of_appointments_decides(words: str, types: set[str]) -> None:
    text = f"{HEAD}แต่งตั้ง\n1. เรื่อง การแต่งตั้งข้าราชการ\nคณะรัฐมนตรีมีมติ{words}\n"
    (resolution,) = read(text).resolutions
    assert {t.value for t in resolution.types} == types


def test_a_task_ends_before_who_proposed_it() -> None:
    words = "คณะรัฐมนตรีมีมติเห็นชอบแผน และมอบหมายให้กรมประมงดูแลปลา ตามที่กระทรวงคมนาคม (คค.) เสนอ"
    (resolution,) = read(f"{HEAD}1. เรื่อง แผน\n{words}\nสาระสำคัญ\nคลองตื้นเขิน\n").resolutions
    assert [(a.agent, a.task) for a in resolution.assignments] == [("กรมประมง", "ดูแลปลา")]
    assert resolution.proposed_by == "กระทรวงคมนาคม"


def test_a_report_that_is_noted_is_no_decision() -> None:
    words = (
        "คณะรัฐมนตรีรับทราบตามที่กรมเจ้าท่าเสนอรายงานผลการขุดลอก และมอบหมายให้กรมเจ้าท่าดูแลต่อไป "
        "[เป็นการดำเนินการตามมติคณะรัฐมนตรีที่ให้ความเห็นชอบและอนุมัติงบประมาณไว้แล้ว] สรุปสาระสำคัญได้ ดังนี้"
    )
    text = f"{HEAD}1. เรื่อง รายงานผลการขุดลอก\n{words}\n1. ความลึกของคลอง\n2. ปริมาณดิน ให้กรมประมงอนุมัติ\n"
    (resolution,) = read(text).resolutions
    assert resolution.text == words
    assert {t.value for t in resolution.types} == {"acknowledge", "assign"}


def test_a_special_meeting_on_one_matter_without_a_number() -> None:
    text = HEAD + "คณะรัฐมนตรีมีมติเห็นชอบให้ประกาศเขตประสบอุทกภัย ตามที่กระทรวงมหาดไทยเสนอ\nข้อเท็จจริง\n1. น้ำท่วมขัง\n"
    record = read(text)
    assert record.agenda == ()
    assert [(r.agenda, r.proposed_by) for r in record.resolutions] == [(None, "กระทรวงมหาดไทย")]
    assert any(b.kind is BlockKind.RESOLUTION for b in record.blocks)


def test_an_opening_over_two_lines() -> None:
    text = (
        "สรุปข่าวการประชุมคณะรัฐมนตรี 4 มีนาคม 2568\nวันนี้ (4 มีนาคม 2568) เวลา 09.00 น. นางสาวมาลัย ดวงแก้ว นายกรัฐมนตรี\n"
        "เป็นประธานการประชุมคณะรัฐมนตรี ณ สายธาร (หลังนอก) ซึ่งสรุปสาระสำคัญดังนี้\n1. เรื่อง ก\nคณะรัฐมนตรีมีมติอนุมัติ\n"
    )
    record = read(text)
    assert [(a.name, a.position) for a in record.attendees] == [("มาลัย ดวงแก้ว", "นายกรัฐมนตรี")]
    assert (record.meeting.start, record.meeting.venues) == (time(9), ("สายธาร (หลังนอก)",))


def test_an_attendance_list_in_a_matter_leaves_the_kind() -> None:
    assert genre(WHOLE.replace("งานจัดปีละครั้ง", "3. องค์ประชุม\n1. นายปรีดา แสนสุขใจ")) is Kind.CABINET_RESULTS


def test_the_example_record() -> None:
    record = read(EXAMPLE.read_text("utf-8"))
    assert [i.number for i in record.agenda] == [str(n) for n in range(1, 12)]
    assert {r.agenda for r in record.resolutions} == {i.number for i in record.agenda}
    assert all(ResolutionType.OTHER not in r.types for r in record.resolutions)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_text_is_read(data) -> None:
    rows = WHOLE.split("\n")
    chosen = data.draw(st.lists(st.sampled_from(rows) | st.text(max_size=30), max_size=25))
    text = "\n".join(chosen)
    record = read(text)
    for resolution in record.resolutions:
        assert resolution.text == text[resolution.span.start : resolution.span.end]
    assert len({i.number for i in record.agenda}) == len(record.agenda)
    contents, matters, start, end = find_items(text)
    assert 0 <= start <= len(text)
    assert start <= end or not matters
    assert all(e.title for e in (*contents, *matters))


@pytest.mark.shared
def test_real_results_have_as_many_items_as_counted_by_hand() -> None:
    manifest = SHARED / "manifest.json"
    if not manifest.is_file():
        pytest.skip("../shared/records is not here")
    for entry in json.loads(manifest.read_text("utf-8")):
        if entry.get("items"):
            record = read((SHARED / entry["file"]).read_text("utf-8"))
            assert len(record.agenda) == entry["items"], entry["file"]
            assert {r.agenda for r in record.resolutions} == {i.number for i in record.agenda}, entry["file"]


@pytest.mark.parametrize("piece", ["\n", " \n", "1. เรื่อง ก\n", "คณะรัฐมนตรีมีมติ", "โครงการ"])
def test_time_grows_with_the_text_and_not_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        best = float("inf")
        for _ in range(2):
            began = perf_counter()
            read(text)
            best = min(best, perf_counter() - began)
        return best

    small, large = seconds(3_000), seconds(12_000)
    assert large < 12 * small + 0.2  # four times the text; squares would take sixteen times
