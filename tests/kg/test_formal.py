"""Whole records: heads, ways of taking part, audit, genre, and hostile text."""

import re
from collections.abc import Callable
from datetime import date, time
from functools import partial
from pathlib import Path

import pytest
from clock import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import decode_document
from kg.parse import read_record
from kg.record_json import record_from_json, record_to_json
from kg.records import Kind, Mode, Record
from kg.thai import arabic_digits, fold

MINUTES = """รายงานการประชุม อ.ก.พ. วิสามัญเกี่ยวกับระบบงานของเมืองดอย
ครั้งที่ ๒/๒๕๖๘
วันพุธที่ ๑๙ กุมภาพันธ์ ๒๕๖๘
ผ่านสื่ออิเล็กทรอนิกส์ และห้องประชุมดอยหลวง ชั้น ๕ ศาลาเมืองดอย

ผู้มาประชุม จำนวน ๔ คน

๑. รองศาสตราจารย์ ดร.ธงชัย วัฒนา ประธาน อ.ก.พ.
๒. ปลัดเมืองดอย อ.ก.พ.
(นางสาวชลพร แดงดี ผู้ช่วยปลัดเมืองดอย แทน)
๓. นายซีฟาดีน ปาทาน อ.ก.พ.
(ผู้อำนวยการสำนักแผน)
๔. นางสาวพิมพ์ ทองแท้ อ.ก.พ. และเลขานุการ
(ผู้อำนวยการส่วนพัฒนา สำนักงาน ก.ค.)

ผู้ไม่มาประชุม

๑. นายขจร ชัยดี ติดราชการ

เริ่มประชุมเวลา ๐๙.๓๐ น.

ระเบียบวาระที่ ๑

เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ

การประชุมครั้งนี้ประชุมผ่านสื่ออิเล็กทรอนิกส์ หรือเข้าร่วม ณ ห้องประชุมดอยหลวง ซึ่งมี อ.ก.พ.ฯ เข้าร่วมประชุม ณ ห้องประชุมดอยหลวง จำนวน ๓ คน ได้แก่

๑. รองศาสตราจารย์ ดร.ธงไชย วัฒนา ประธาน อ.ก.พ.
๒. ปลัดเมืองดอย อ.ก.พ.
(นางสาวธลพร แดงดี ผู้ช่วยปลัดเมืองดอย แทน)
๓. นางสาวพิมพ์ ทองแท้ อ.ก.พ. และเลขานุการ

และมี อ.ก.พ.ฯ ประชุมผ่านสื่ออิเล็กทรอนิกส์ จำนวน ๑ คน ได้แก่

๑. นายชีโรดีน ปาทาน อ.ก.พ.
(ผู้อำนวยการสำนักแผน)

ระเบียบวาระที่ ๒ เรื่องเพื่อพิจารณา

มติ อ.ก.พ. เห็นชอบ

เลิกประชุมเวลา ๑๒.๐๐ น.

(นางสาวพิมพ์ ทองแท้)
อ.ก.พ. และเลขานุการ
ผู้จดรายงานการประชุม
"""


def read(text: str) -> Record:
    return read_record(decode_document(text.encode(), name="t.txt"))


def test_a_whole_record() -> None:
    record = read(MINUTES)
    meeting = record.meeting
    assert record.kind is Kind.FORMAL_MINUTES
    assert meeting.body == "อ.ก.พ. วิสามัญเกี่ยวกับระบบงานของเมืองดอย"
    assert (meeting.number, meeting.year_be, meeting.date) == (2, 2568, date(2025, 2, 19))
    assert (meeting.start, meeting.end, meeting.mode) == (time(9, 30), time(12, 0), Mode.HYBRID)
    assert meeting.venues == ("ผ่านสื่ออิเล็กทรอนิกส์", "ห้องประชุมดอยหลวง ชั้น ๕ ศาลาเมืองดอย")
    for name, spans in meeting.spans.items():
        assert all(MINUTES[s.start : s.end].strip() for s in spans), name
    assert [a.mode for a in record.attendees] == [Mode.ONSITE, Mode.ONSITE, Mode.ONLINE, Mode.ONSITE, None]
    assert record.attendees[2].variants == ("ซีฟาดีน ปาทาน", "ชีโรดีน ปาทาน")
    assert record.attendees[0].variants == ("ธงชัย วัฒนา", "ธงไชย วัฒนา")
    assert record.attendees[1].proxy_for == "ปลัดเมืองดอย"
    for person in record.attendees:
        for mention in person.mentions:
            assert any(v.split()[1] in MINUTES[mention.start : mention.end] for v in person.variants)
    assert record.recorder is not None
    assert record.recorder.name == "พิมพ์ ทองแท้"
    assert {notice.code for notice in record.warnings} == {"name-spelled-differently"}


def test_audit_says_what_does_not_add_up() -> None:
    text = (
        MINUTES.replace("ผู้มาประชุม จำนวน ๔ คน", "ผู้มาประชุม จำนวน ๖ คน", 1)
        .replace("๔. นางสาวพิมพ์", "๕. นางสาวพิมพ์", 1)
        .replace("วันพุธที่ ๑๙", "วันศุกร์ที่ ๑๙")
        .replace("จำนวน ๓ คน ได้แก่", "จำนวน ๙ คน ได้แก่")
        .replace("มติ อ.ก.พ. เห็นชอบ", "ที่ประชุมหารือกันแล้ว")
    )
    record = read(text)
    codes = sorted(w.code for w in record.warnings if w.code != "name-spelled-differently")
    assert codes == [
        "count-mismatch",
        "count-mismatch",
        "item-without-resolution",
        "list-gap",
        "weekday-contradicts-date",
    ]
    assert all(w.span is not None for w in record.warnings)


def test_a_sentence_may_name_who_came_online() -> None:
    text = (
        "รายงานการประชุมคณะกรรมการน้ำ ครั้งที่ ๑/๒๕๖๘\nณ ห้องประชุม\nผู้มาประชุม\n๑. นายหนึ่ง ใจดี ประธาน\n๒. นางสอง ใจงาม กรรมการ\n"
        "เริ่มประชุมเวลา ๙.๐๐ น.\nนายหนึ่ง ใจดี ประธาน เปิดประชุม โดยมีนางสอง ใจงาม เข้าร่วมประชุมผ่านระบบ Zoom\n"
        "ระเบียบวาระที่ ๑ เรื่องอื่น ๆ\nไม่มี\n"
    )
    record = read(text)
    assert [a.mode for a in record.attendees] == [None, Mode.ONLINE]
    assert record.meeting.mode is Mode.HYBRID


HEADS = {
    "รายงานการประชุม\nคณะกรรมการบริหารงานจังหวัด\nครั้งที่ ๓ / ๒๕๖๘\nเมื่อวันเสาร์ที่ ๒๙ มีนาคม ๒๕๖๘ เวลา ๐๙.๐๐ – ๑๒.๐๐ น.\nณ ห้องประชุมพญา ชั้น ๔": (
        "คณะกรรมการบริหารงานจังหวัด", 3, 2568, date(2025, 3, 29), time(9, 0), ("ห้องประชุมพญา ชั้น ๔",), Mode.ONSITE,
    ),
    "# รายงานการประชุมสภาเทศบาลเมืองดอย\n\nสมัยสามัญ สมัยที่ 2 ครั้งที่ 1 ประจำปี 2567\n\nวันศุกร์ที่ 10 พฤษภาคม 2567 เวลา 10.00 น. ณ ห้องประชุมสภา": (
        "สภาเทศบาลเมืองดอย", 1, 2567, date(2024, 5, 10), time(10, 0), ("ห้องประชุมสภา",), Mode.ONSITE,
    ),
    "บันทึกการประชุมคณะทำงานจัดทำแผน ครั้งที่ 4/2566 วันจันทร์ที่ 14 สิงหาคม 2566\nผ่านระบบ Zoom Meeting": (
        "คณะทำงานจัดทำแผน", 4, 2566, date(2023, 8, 14), None, ("ผ่านระบบ Zoom Meeting",), Mode.ONLINE,
    ),
    "(ร่าง)\nรายงานการประชุมหัวหน้าส่วนราชการประจำเดือนสิงหาคม ๒๕๖๘\nครั้งที่ ๘/๒๕๖๘\nวันที่ ๒๙ สิงหาคม ๒๕๖๘\nณ หอประชุมอำเภอ และผ่านระบบวีดิทัศน์ทางไกล": (
        "หัวหน้าส่วนราชการ", 8, 2568, date(2025, 8, 29), None, ("หอประชุมอำเภอ", "ผ่านระบบวีดิทัศน์ทางไกล"), Mode.HYBRID,
    ),
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.split("\n")[0][:30])
def test_heads(head: str) -> None:
    text = f"{head}\n\nผู้มาประชุม\n๑. นายหนึ่ง ใจดี ประธาน\n\nระเบียบวาระที่ ๑ เรื่องอื่น ๆ\nไม่มี\n"
    meeting = read(text).meeting
    found = (
        meeting.body,
        meeting.number,
        meeting.year_be,
        meeting.date,
        meeting.start,
        meeting.venues,
        meeting.mode,
    )
    assert found == HEADS[head]
    for name in ("body", "number", "date"):
        (span,) = meeting.spans[name]
        assert head[span.start : span.end]


def test_sessions() -> None:
    head = next(head for head in HEADS if "สมัยสามัญ" in head)
    assert read(f"{head}\nผู้มาประชุม\n๑. นาย ก ข\n").meeting.session == "สมัยสามัญ สมัยที่ 2"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MINUTES, Kind.FORMAL_MINUTES),
        ("ประกาศเทศบาล\n\nเรื่อง น้ำประปาหยุดไหล\n\nในวันที่ ๑ มกราคม ๒๕๖๘\n", Kind.PLAIN),
        ("การประชุมวิชาการประจำปีมีผู้เข้าร่วมประชุมจำนวนมาก มติที่ประชุมใหญ่ยังไม่ออก", Kind.PLAIN),
        ("The quick brown fox.\n\n1. One\n2. Two\n", Kind.PLAIN),
        (
            "บันทึกการประชุม\nคณะกรรมาธิการการน้ำ สภาผู้แทนราษฎร\nครั้งที่ ๒\n\nกรรมาธิการผู้มาประชุม\n๑. นาย ก ข\n"
            "เริ่มประชุมเวลา ๙.๐๐ นาฬิกา\nระเบียบวาระที่ ๑ เรื่องประธานแจ้ง\nที่ประชุมรับทราบ\n",
            Kind.HOUSE_COMMITTEE,
        ),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    record = read(text)
    assert record.kind is kind
    assert ("not-minutes" in {w.code for w in record.warnings}) is (kind is Kind.PLAIN)
    assert record.blocks


ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(
    p for p in (ROOT / "examples" / "records").glob("*/*.txt") if "ผู้มาประชุม" in p.read_text("utf-8")
)
TYPED = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "Arabic digits": arabic_digits,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "decomposed am": lambda text: text.replace("ำ", "ํา"),
    "indented": lambda text: re.sub(r"^(?=[^\n|\t])", "    ", text, flags=re.MULTILINE),
    "bold headings": lambda text: re.sub(r"^((?:ระเบียบ)?วาระที่[^\n*]*)$", r"**\1**", text, flags=re.MULTILINE),
}


def said(record: Record) -> list[tuple[str, ...]]:
    """What a record says, in a form that ways of typing must not change."""
    meeting = record.meeting
    rows: list[tuple[object, ...]] = [
        (
            meeting.body,
            meeting.number,
            meeting.date,
            meeting.start,
            meeting.end,
            meeting.mode,
            *meeting.venues,
        ),
        (record.recorder and record.recorder.name, record.checker and record.checker.name),
    ]
    rows += [
        (a.section, a.number, a.name, a.role, a.position, a.agency, a.proxy_for, a.absence_reason, a.mode)
        for a in record.attendees
    ]
    rows += [(a.number, a.title, a.section, a.matter) for a in record.agenda]
    rows += [(r.agenda, r.text, *r.types) for r in record.resolutions]
    rows += [(s.agenda, s.number, s.text) for s in record.suggestions]
    return [tuple(fold(str(value)) for value in row) for row in rows]


@pytest.mark.parametrize("way", TYPED)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_ways_of_typing_change_nothing(path: Path, way: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert said(read(TYPED[way](text))) == said(read(text))


FRAGMENTS = [
    "รายงานการประชุม", "ผู้มาประชุม\n", "ผู้ไม่มาประชุม\n", "ระเบียบวาระที่ ๑ ", "มติที่ประชุม ", "๑. ", "นายหนึ่ง ใจดี ",
    "\n", "\n\n", "| ", "\t", "(", "แทน)", "**", "...", "เลิกประชุม ", "๔.๑ ", "ครั้งที่ ๗/๒๕๖๓ ", "เวลา ๒๕.๙๙ น.",
    "๓๑ กุมภาพันธ์ ๒๕๖๓ ", "โครงการ", "อ.ก.ก.", "เรื่อง ", "เริ่มประชุม ๙.๐๐ น.\n", "ผู้จดรายงานการประชุม\n", "จำนวน ๙ คน ได้แก่\n",
    "ความเห็นและข้อเสนอแนะ\n", "- ๒ -\n", "ประธานกรรมการ", "พระราชบัญญัติ", "ผ่านระบบ Zoom ", "คณะกรรมาธิการ",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=80))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_a_record_that_quotes_it(pieces: list[str]) -> None:
    text = "".join(pieces) + "ก"
    record = read(text)
    assert record_from_json(record_to_json(record)) == record
    for resolution in record.resolutions:
        assert text[resolution.span.start : resolution.span.end] == resolution.text
    for person in record.attendees:
        assert 0 <= person.span.start <= person.name_span.start < person.name_span.end <= person.span.end


@pytest.mark.parametrize(
    "unit",
    ["| ก | ข |\n", "๑. ก\n", "ข้อเสนอแนะ\n", "(นายก ข)\n\n", "ก\t", "(", " ", "1.", "นาย", ". ", "|"],
    ids=repr,
)
def test_reading_takes_time_in_proportion(unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(read, MINUTES[:400] + unit * (size // len(unit)) + "ก\n" + MINUTES[400:])

    assert in_proportion(work, 8_000, 64_000)
