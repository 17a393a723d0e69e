"""Whole stretches of minutes in the styles that clerks really use: which item a resolution is of, lists, heads."""

from __future__ import annotations

import pytest

from kg.documents import decode_document
from kg.parse import read_record
from kg.records import Mode, NextMeeting, Presence, Record, Section

HEAD = "รายงานการประชุมคณะกรรมการทดลอง\nครั้งที่ ๒/๒๕๖๗\nวันพุธที่ ๑๙ มิถุนายน ๒๕๖๗\nณ ห้องประชุม ๑\n\n"
LIST = "ผู้มาประชุม\n๑. นายดำรง ใจดี ประธานกรรมการ\n๒. นางเรณู สุขใจ กรรมการ\n\n"
OPEN = "เริ่มประชุมเวลา ๐๙.๓๐ น.\n\n"
CLOSE = "\nเลิกประชุมเวลา ๑๒.๐๐ น.\n"


def read(body: str, lists: str = LIST, head: str = HEAD) -> Record:
    return read_record(decode_document((head + lists + OPEN + body + CLOSE).encode(), name="minutes.txt"))


def decided(body: str) -> list[tuple[str | None, str]]:
    return [(r.agenda, r.text) for r in read(body).resolutions]


@pytest.mark.parametrize(
    ("body", "want"),
    [
        (  # what was told in several sub-items is noted once, for all
            "วาระที่ ๑ เรื่องประธานแจ้งให้ทราบ\n๑.๑ การตรวจราชการ\nกำหนดวันที่ ๑๐ กรกฎาคม ๒๕๖๗\n๑.๒ เงินบำรุง\nคงเหลือ ๔๘ ล้านบาท\nมติที่ประชุม รับทราบ\n",
            [("1", "รับทราบ")],
        ),
        (  # a bare list of titles is decided on as one
            "วาระที่ ๔ เรื่องเพื่อพิจารณา\n๔.๑ การจัดสรรครุภัณฑ์\n๔.๑.๑ เครื่องแม่ข่าย ๑,๒๐๐,๐๐๐ บาท\n๔.๑.๒ ชุดทดลอง ๓๕๐,๐๐๐ บาท\nมติที่ประชุม เห็นชอบ\n",
            [("4.1", "เห็นชอบ")],
        ),
        (  # an empty last sub-item has no resolution of its own
            "วาระที่ ๑ เรื่องแจ้งเพื่อทราบ\n๑.๑ เรื่องแจ้งจากประธาน\nขอบคุณทุกฝ่าย\n๑.๒ เรื่องแจ้งจากเลขานุการ\n- ไม่มี\nมติ รับทราบ\n",
            [("1", "รับทราบ")],
        ),
        (  # … and an empty first one leaves the second its own
            "วาระที่ ๑ เรื่องแจ้งเพื่อทราบ\n๑.๑ เรื่องแจ้งจากประธาน\n- ไม่มี\n๑.๒ เรื่องแจ้งจากเลขานุการ\nขอให้ส่งข้อมูล\nมติ รับทราบ\n",
            [("1.2", "รับทราบ")],
        ),
        (  # each matter for consideration is decided on by itself
            "วาระที่ ๔ เรื่องเพื่อพิจารณา\n๔.๑ แผนจัดซื้อ\nวงเงินหนึ่งล้านบาท\n๔.๒ แผนจัดจ้าง\nวงเงินสองล้านบาท\nมติที่ประชุม เห็นชอบ\n",
            [("4.2", "เห็นชอบ")],
        ),
        (  # an only child below the last one is passed over
            "วาระที่ ๔ เรื่องเพื่อทราบ\n๔.๑ กลุ่มแผน\n๔.๑.๑ การเบิกจ่าย\nร้อยละ ๖๒\n๔.๒ กลุ่มประกัน\n๔.๒.๑ การเงิน\nปกติ\nที่ประชุม : รับทราบ\n",
            [("4", "รับทราบ")],
        ),
        (
            "วาระที่ ๓ เรื่องเพื่อทราบ\n๓.๑ รายงานหนึ่ง\nตามเอกสาร\nมติที่ประชุม รับทราบ\n๓.๒ รายงานสอง\nตามเอกสาร\nมติที่ประชุม รับทราบ\n",
            [("3.1", "รับทราบ"), ("3.2", "รับทราบ")],
        ),
    ],
)
def test_which_item_a_resolution_is_of(body: str, want: list[tuple[str, str]]) -> None:
    assert decided(body) == want


def test_sub_items_under_the_word_matter_with_their_own_number() -> None:
    record = read(
        "ระเบียบวาระที่ ๓ เรื่องเสนอเพื่อทราบ\nเรื่องที่ ๓.๑ การบรรจุครูผู้ช่วย\nบรรจุแล้ว ๑๘ ราย\nมติที่ประชุม รับทราบ\n"
        "เรื่องที่ ๓.๒ การย้าย\nย้ายแล้ว ๒ ราย\nมติที่ประชุม รับทราบ\n"
    )
    assert [(i.number, i.title) for i in record.agenda[1:]] == [
        ("3.1", "การบรรจุครูผู้ช่วย"),
        ("3.2", "การย้าย"),
    ]


def test_a_sub_item_written_as_a_paragraph_is_named_by_its_opening_words() -> None:
    told = "ประธานแจ้งข้อมูลภาพรวมของทั้งจังหวัดและขอให้ทุกฝ่ายประสานงานกันอย่างใกล้ชิด " * 5
    record = read(f"วาระที่ ๑ เรื่องประธานแจ้ง\n๑.๑ การดูแลเด็กนอกระบบ: {told}\n๑.๒ ความปลอดภัย: {told}\n")
    assert [i.title for i in record.agenda[1:]] == ["การดูแลเด็กนอกระบบ", "ความปลอดภัย"]


def test_what_the_chair_tells_among_matters_for_information() -> None:
    record = read("วาระที่ ๑ เรื่องแจ้งเพื่อทราบ\n๑.๑ เรื่องแจ้งจากประธาน\n๑.๑.๑ การรับสมัคร\n๑.๒ เรื่องแจ้งจากเลขานุการ\n")
    assert [i.section for i in record.agenda] == [
        Section.FOR_INFORMATION,
        Section.CHAIR_INFORMS,
        Section.CHAIR_INFORMS,
        Section.FOR_INFORMATION,
    ]


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("อ.ก.ค.ศ. ผู้ไม่มาประชุม", None),
        ("รายนามผู้ติดภารกิจ", "ติดภารกิจ"),
        ("ผู้ลาประชุม", "ลาประชุม"),
        ("ผู้ไม่มาประซุม", None),
        ("ข. ผู้ไม่มาประชุม (เนื่องจากติดราชการอื่น)", "ติดราชการอื่น"),
    ],
)
def test_headings_of_those_who_did_not_come(heading: str, reason: str | None) -> None:
    record = read("", lists=f"{LIST}{heading}\n๑. นายสันติ พรหมดี กรรมการ\n\n")
    (absent,) = [a for a in record.attendees if a.section is Presence.ABSENT]
    assert (absent.name, absent.absence_reason) == ("สันติ พรหมดี", reason)


def test_a_list_that_says_there_is_nobody() -> None:
    record = read("วาระที่ ๑ เรื่องประธานแจ้ง\n", lists=f"{LIST}ผู้ขาดประชุม\n  - ไม่มี -\n\n")
    assert len(record.attendees) == 2
    assert not [w for w in record.warnings if w.code.startswith("attend")]


def test_people_listed_under_how_they_took_part() -> None:
    lists = (
        "ผู้เข้าประชุม\nเข้าประชุม ณ ห้องประชุม\n๑. นายดำรง ใจดี ประธานกรรมการ\n"
        "เข้าประชุมผ่านระบบ Zoom\n๒. นางเรณู สุขใจ กรรมการ\n\n"
    )
    assert [(a.number, a.mode) for a in read("", lists=lists).attendees] == [
        (1, Mode.ONSITE),
        (2, Mode.ONLINE),
    ]


def test_two_lists_side_by_side() -> None:
    lists = "ผู้มาประชุม\n1. นายดำรง ใจดี      ประธาน        3. นางสาวนิภา มากดี     กรรมการ\n2. นางเรณู สุขใจ      กรรมการ\n\n"
    rows = [(a.number, a.name, a.role) for a in read("", lists=lists).attendees]
    assert rows == [(1, "ดำรง ใจดี", "ประธาน"), (3, "นิภา มากดี", "กรรมการ"), (2, "เรณู สุขใจ", "กรรมการ")]


def test_a_list_without_numbers_posts_first() -> None:
    lists = (
        "ผู้มาประชุม\nนายอำเภอดอยดี (นายธีร์ กองแก้ว) ประธาน\nเจ้าอาวาสวัดดอยดี (พระครูวินัยธรสมหมาย) กรรมการ\n"
        "ท้องถิ่นอำเภอดอยดี (น.ส.ปิยะ ขำดี แทน) กรรมการ\n\nผู้ไม่มาประชุม\nนายกเทศมนตรีตำบลดอยดี ติดราชการ\n"
        "เกษตรอำเภอดอยดี (นายมานะ ชูใจ) ติดประชุมจังหวัด\n\n"
    )
    people = [(a.name, a.proxy_for, a.absence_reason) for a in read("", lists=lists).attendees]
    assert people == [
        ("ธีร์ กองแก้ว", None, None),
        ("สมหมาย", None, None),
        ("ปิยะ ขำดี", "ท้องถิ่นอำเภอดอยดี", None),
        ("นายกเทศมนตรีตำบลดอยดี", None, "ติดราชการ"),
        ("มานะ ชูใจ", None, "ติดประชุมจังหวัด"),
    ]


def test_a_room_and_its_building_on_two_lines_are_one_place() -> None:
    head = "รายงานการประชุมคณะกรรมการน้ำ\nครั้งที่ ๒/๒๕๖๖\nวันที่ ๗ มีนาคม ๒๕๖๖\nณ ห้องประชุมชลธาร ชั้น ๓\nศาลากลางจังหวัดดอยงาม\n\n"
    assert read("", head=head).meeting.venues == ("ห้องประชุมชลธาร ชั้น ๓ ศาลากลางจังหวัดดอยงาม",)


def following(body: str, after: str = "") -> NextMeeting | None:
    text = HEAD + LIST + OPEN + body + CLOSE + after
    return read_record(decode_document(text.encode(), name="minutes.txt")).next_meeting


def test_next_meeting_under_the_closing_line() -> None:
    told = following("วาระที่ ๑ เรื่องอื่น ๆ\nไม่มี\n", "กำหนดประชุมครั้งต่อไป วันพุธที่ ๑๗ กรกฎาคม ๒๕๖๗ เวลา ๑๓.๓๐ น.\n")
    assert told is not None
    assert told.date is not None
    assert told.date.isoformat() == "2024-07-17"


def test_a_task_for_the_next_meeting_announces_none() -> None:
    body = "วาระที่ ๑ เรื่องเพื่อพิจารณา\nมติที่ประชุม\n๑) ให้กองช่างเสนอแผนในการประชุมครั้งต่อไป\n๒) ให้ซักซ้อมแผนก่อนวันที่ ๑ ธันวาคม ๒๕๖๗\n"
    assert following(body) is None


def test_opinions_that_go_with_a_resolution_are_suggestions() -> None:
    record = read(
        "วาระที่ ๓ เรื่องสืบเนื่อง\nมติ     รับทราบ โดยสภามหาวิทยาลัยมีข้อเสนอแนะ ดังนี้\n   ๑. ควรทำตารางติดตาม\n   ๒. ควรระบุผู้รับผิดชอบ\n"
    )
    assert [s.number for s in record.suggestions] == [1, 2]
    assert len(record.resolutions) == 1


def test_signatures_one_under_the_other() -> None:
    text = (
        HEAD + LIST + OPEN + "วาระที่ ๑ เรื่องอื่น ๆ\nไม่มี\n" + CLOSE + "\n"
        "ลงชื่อ    มงคล อินทร์ดี    ประธานในที่ประชุม\n    (นายมงคล อินทร์ดี)\n"
        "ลงชื่อ    อังคณา เมืองดี    ผู้จดรายงานการประชุม\n    (นางสาวอังคณา เมืองดี)\n"
    )
    record = read_record(decode_document(text.encode(), name="minutes.txt"))
    assert record.recorder is not None
    assert record.recorder.name == "อังคณา เมืองดี"


def test_html_that_a_reader_of_pictures_left() -> None:
    lists = (
        "<u>ผู้มาประชุม</u>\n\n<table>\n"
        "<tr><td>๑.</td><td>นายดำรง ใจดี<br/>ผู้อำนวยการสำนักสวน</td><td>ประธานกรรมการ</td></tr>\n"
        "<tr><td>๒.</td><td>นางเรณู สุขใจ</td><td>กรรมการ</td></tr>\n</table>\n\n"
    )
    body = (
        "<u>ระเบียบวาระที่ ๑</u> เรื่องเพื่อพิจารณา\n\n<table>\n<tr><th>โครงการ</th><th>ปีงบประมาณ</th></tr>\n"
        "<tr><td>โครงการสวนป่าริมบึงใหญ่</td><td>๒๕๖๖ - ๒๕๖๗</td></tr>\n</table>\n\n<u>มติที่ประชุม</u> เห็นชอบ\n"
    )
    record = read(body, lists=lists)
    assert [(a.number, a.name, a.position, a.role) for a in record.attendees] == [
        (1, "ดำรง ใจดี", "ผู้อำนวยการสำนักสวน", "ประธานกรรมการ"),
        (2, "เรณู สุขใจ", None, "กรรมการ"),
    ]
    assert [(p.name, p.years_be) for p in record.projects] == [("โครงการสวนป่าริมบึงใหญ่", (2566, 2567))]
    assert [(r.agenda, r.text) for r in record.resolutions] == [("1", "เห็นชอบ")]


def test_who_came_online_is_counted_and_then_named() -> None:
    record = read(
        "วาระที่ ๑ เรื่องประธานแจ้ง\nมีกรรมการประชุมผ่านสื่ออิเล็กทรอนิกส์ จำนวน ๑ คน คือ\nนางเรณู สุขใจ\nมติที่ประชุม รับทราบ\n"
    )
    assert [a.mode for a in record.attendees] == [None, Mode.ONLINE]


def test_a_room_after_the_time_without_at() -> None:
    head = "รายงานการประชุมคณะกรรมการกองทุน\nครั้งที่ 3/2568 วันพฤหัสบดีที่ 20 มีนาคม 2568\nเวลา 10.00 น. ห้องประชุมเล็ก ศาลากลางจังหวัดดอยใต้\n\n"
    assert read("", head=head).meeting.venues == ("ห้องประชุมเล็ก ศาลากลางจังหวัดดอยใต้",)
