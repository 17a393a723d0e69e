"""Attendance rows and lists, from the table of cases and from whole lists."""

from pathlib import Path

import pytest
import yaml

from kg.parse.attendance import read_lists
from kg.parse.layout import read_layout
from kg.parse.list_heads import list_head
from kg.parse.names import read_person
from kg.parse.posts import split_agency
from kg.parse.reasons import read_reason
from kg.records import Attendee, Mode, Presence

CASES = Path(__file__).parents[1] / "cases"
ROWS = yaml.safe_load((CASES / "attendance_rows.yaml").read_text(encoding="utf-8"))
HEADINGS = {"present": "ผู้มาประชุม", "absent": "ผู้ไม่มาประชุม", "participant": "ผู้เข้าร่วมประชุม"}
FIELDS = ("number", "prefix", "name", "role", "position", "agency", "proxy_for", "absence_reason", "mode")


def lists_of(text: str, body: str | None = None):
    layout = read_layout(text)
    return read_lists(layout.text, layout.shown, layout.lines, layout.tables, body, layout.furniture)


def fields(person: Attendee) -> dict:
    return {name: value for name in FIELDS if (value := getattr(person, name)) is not None}


def test_table_of_cases_is_whole() -> None:
    assert len(ROWS) >= 30


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["why"])
def test_row(case: dict) -> None:
    section = case.get("section", "present")
    # a list of ผู้เข้าร่วมประชุม stands beside a list of members
    before = "" if section == "present" else "ผู้มาประชุม\n๑. นายหนึ่ง เดียวดาย กรรมการ\n\n"
    text = f"{before}{HEADINGS[section]}\n{case['in']}\n\nเริ่มประชุมเวลา ๐๙.๐๐ น.\n"
    people = [p for p in lists_of(text, case.get("body")).attendees if p.name != "หนึ่ง เดียวดาย"]
    assert [fields(p) for p in people] == [case["want"]]
    (person,) = people
    assert person.section == section
    assert text[person.span.start : person.span.end].strip() == text[person.span.start : person.span.end]
    written = text[person.name_span.start : person.name_span.end]
    assert person.name.split()[0] in written


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("ผู้มาประชุม", Presence.PRESENT),
        ("กรรมาธิการผู้มาประชุม", Presence.PRESENT),
        ("## ผู้มาประชุม", Presence.PRESENT),
        ("**รายชื่อผู้มาประชุม จำนวน ๑๒ คน**", Presence.PRESENT),
        ("สมาชิกสภาเทศบาลผู้เข้าประชุม", Presence.PRESENT),
        ("คณะกรรมการที่มาประชุม :", Presence.PRESENT),
        ("ผู้ไม่มาประชุม (ติดราชการ)", Presence.ABSENT),
        ("กรรมการที่ไม่มาประชุม", Presence.ABSENT),
        ("ผู้ลาประชุม", Presence.ABSENT),
        ("ผู้เข้าร่วมประชุม", Presence.PARTICIPANT),
        ("ผู้เข้าร่วมชี้แจง", Presence.PARTICIPANT),
        ("ผู้มาประชุมเห็นว่าควรแก้ไขร่างระเบียบ", None),
        ("มีผู้เข้าร่วมประชุมหลายคนให้ความเห็น", None),
        ("ประธานขอบคุณผู้มาประชุม", None),
    ],
)
def test_heading(line: str, section: Presence | None) -> None:
    head = list_head(read_layout(line).lines[0])
    assert (head.section if head else None) is section


def test_heading_tells_count_reason_and_mode() -> None:
    def head(line: str):
        return list_head(read_layout(line).lines[0])

    assert head("ผู้มาประชุม จำนวน ๑๒ คน").claimed == 12
    assert head("ผู้ไม่มาประชุม (เนื่องจากติดภารกิจ)").reason == "ติดภารกิจ"
    assert head("ผู้มาประชุมผ่านสื่ออิเล็กทรอนิกส์").mode is Mode.ONLINE


def test_list_that_turns_into_a_table_is_one_list() -> None:
    text = (
        "ผู้มาประชุม\n๑. นายหนึ่ง ใจดี ประธาน\n๒. นายสอง ใจงาม กรรมการ\n\n"
        "- | | | |\n|----|--|----|\n| ๓. | นายสาม ใจเย็น\n(ผู้อำนวยการกองคลัง) | กรรมการ |\n"
        "| ๔. | นางสี่ ใจซื่อ | เลขานุการ |\n\nเริ่มประชุมเวลา ๑๐.๐๐ น.\n"
    )
    found = lists_of(text)
    assert [(p.number, p.name, p.role) for p in found.attendees] == [
        (1, "หนึ่ง ใจดี", "ประธาน"),
        (2, "สอง ใจงาม", "กรรมการ"),
        (3, "สาม ใจเย็น", "กรรมการ"),
        (4, "สี่ ใจซื่อ", "เลขานุการ"),
    ]
    assert not found.loose


def test_lines_above_rows_say_how_they_took_part_and_from_where() -> None:
    text = (
        "ผู้มาประชุม\nณ ห้องประชุมใหญ่ จำนวน ๑ คน\n๑. นายหนึ่ง ใจดี ประธาน\n"
        "ผ่านระบบ Zoom Meeting จำนวน ๑ คน\n๒. นายสอง ใจงาม กรรมการ\n"
        "ผู้เข้าร่วมประชุม\nกรมเจ้าฟ้า\n๑. นายสาม ใจเย็น นักวิชาการขนส่งชำนาญการ\n"
        "กรมทางน้ำ\n๒. นางสี่ ใจซื่อ นิติกรชำนาญการ\nเริ่มประชุมเวลา ๑๐.๐๐ น.\n"
    )
    people = lists_of(text).attendees
    assert [p.mode for p in people[:2]] == [Mode.ONSITE, Mode.ONLINE]
    assert [p.agency for p in people[2:]] == ["กรมเจ้าฟ้า", "กรมทางน้ำ"]


def test_table_head_names_the_columns() -> None:
    text = (
        "ผู้มาประชุม\n| ลำดับ | ชื่อ - สกุล | ตำแหน่ง | สังกัด | หน้าที่ | ลายมือชื่อ |\n|--|--|--|--|--|--|\n"
        "| ๑ | นายหนึ่ง ใจดี | นักวิชาการคลัง | กองคลัง เทศบาลเมืองดอย | กรรมการ | หนึ่ง |\n"
        "เริ่มประชุมเวลา ๑๐.๐๐ น.\n"
    )
    (person,) = lists_of(text).attendees
    assert (person.position, person.agency, person.role) == ("นักวิชาการคลัง", "กองคลัง เทศบาลเมืองดอย", "กรรมการ")


def test_only_list_of_participants_is_who_came() -> None:
    text = "ผู้เข้าร่วมประชุม\n๑. นายหนึ่ง ใจดี ประธาน\nเริ่มประชุมเวลา ๑๐.๐๐ น.\n"
    assert [p.section for p in lists_of(text).attendees] == [Presence.PRESENT]


def test_post_without_a_name_is_noted() -> None:
    text = "ผู้ไม่มาประชุม\n๑. อัยการจังหวัดดอยงาม ติดราชการ\nเริ่มประชุมเวลา ๑๐.๐๐ น.\n"
    found = lists_of(text)
    assert [n.code for n in found.notices] == ["attendee-unnamed"]
    assert found.attendees[0].absence_reason == "ติดราชการ"


@pytest.mark.parametrize(
    ("written", "prefix", "name"),
    [
        ("นายแพทย์ภูริ อินทร์แก้ว", "นายแพทย์", "ภูริ อินทร์แก้ว"),
        ("นางสาวคุณากร ใจดี", "นางสาว", "คุณากร ใจดี"),
        ("ว่าที่ร้อยตรีหญิง กมล ใจดี", "ว่าที่ร้อยตรีหญิง", "กมล ใจดี"),
        ("หม่อมราชวงศ์สิทธิ์ เกษม", "หม่อมราชวงศ์", "สิทธิ์ เกษม"),
        ("นายกองตรีธน กฤษ", "นายกองตรี", "ธน กฤษ"),
        ("นายมงคล แซ่ ตั้ง", "นาย", "มงคล แซ่ ตั้ง"),
        ("นายกร สุคนธ์ ณ พัทลุง", "นาย", "กร สุคนธ์ ณ พัทลุง"),
        ("รศ. ดร.สุดา ใจดี", "รศ. ดร.", "สุดา ใจดี"),
    ],
)
def test_titles_are_split_off(written: str, prefix: str, name: str) -> None:
    person = read_person(written, 0, len(written))
    assert person is not None
    assert (person.prefix, person.name) == (prefix, name)


@pytest.mark.parametrize(
    "written", ["นายกเทศมนตรีนครดอย", "นายอำเภอเมือง", "นายแพทย์ชำนาญการพิเศษ", "ประธานกรรมการ", ""]
)
def test_posts_are_no_people(written: str) -> None:
    assert read_person(written, 0, len(written)) is None


def test_agency_of_a_post() -> None:
    assert split_agency("ผู้อำนวยการกองบริหาร สำนักงาน ก.ค.") == ("ผู้อำนวยการกองบริหาร", "สำนักงาน ก.ค.")
    assert split_agency("รองปลัดเมืองพัทยา ที่ปลัดเมืองพัทยามอบหมาย") == (
        "รองปลัดเมืองพัทยา ที่ปลัดเมืองพัทยามอบหมาย",
        "เมืองพัทยา",
    )
    assert split_agency("รองอธิการบดีฝ่ายวิชาการ") == ("รองอธิการบดีฝ่ายวิชาการ", None)
    assert split_agency("คณะวิทยาศาสตร์ มหาวิทยาลัยเวียงดอย") == (None, "คณะวิทยาศาสตร์ มหาวิทยาลัยเวียงดอย")


def test_reason_found_at_the_end_only() -> None:
    assert read_reason("ผู้อำนวยการกอง ติดราขการ") == (15, "ติดราชการ")
    assert read_reason("ติดราชการที่กรุงเทพมหานคร") == (0, "ติดราชการที่กรุงเทพมหานคร")
    assert read_reason("นายลาภ ใจดี") is None


def test_tabbed_rows_may_begin_with_empty_cells() -> None:
    text = (
        "ผู้เข้าประชุม\n\t๑. นพ.สุระ  คำแก้ว\t\tผู้อำนวยการโรงพยาบาลดอย\t\t\tประธาน\n"
        "\t๒. น.ส.ปภา  คำนวล\t\tนักจัดการงานทั่วไปชำนาญการ\t\tเลขานุการ\nเริ่มประชุมเวลา ๑๐.๐๐ น.\n"
    )
    assert [fields(p) for p in lists_of(text).attendees] == [
        {
            "number": 1,
            "prefix": "นพ.",
            "name": "สุระ คำแก้ว",
            "role": "ประธาน",
            "position": "ผู้อำนวยการโรงพยาบาลดอย",
            "agency": "โรงพยาบาลดอย",
        },
        {
            "number": 2,
            "prefix": "น.ส.",
            "name": "ปภา คำนวล",
            "role": "เลขานุการ",
            "position": "นักจัดการงานทั่วไปชำนาญการ",
        },
    ]
