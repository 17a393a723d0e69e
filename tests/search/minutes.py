"""Invented minutes for tests of search, with the record a reader would make of them."""

import hashlib
from datetime import date

from kg.records import (
    AgendaItem,
    Attendee,
    Block,
    BlockKind,
    Document,
    Kind,
    Meeting,
    Method,
    Page,
    Presence,
    Record,
    Section,
    Span,
)

BODY = "คณะกรรมการพัฒนาระบบดิจิทัลเทศบาลเมืองสายชล"
TITLE = f"รายงานการประชุม{BODY}\nครั้งที่ ๒/๒๕๖๖\nวันพุธที่ ๘ กุมภาพันธ์ ๒๕๖๖"
PRESENT = (
    "๑. นางสาวมะลิ ทองดี ประธานกรรมการ\n",
    "๒. นายสมุทร คลื่นใส กรรมการ\n(ผู้อำนวยการกองช่าง)\n",
    "๓. นางเพียงฟ้า ดาวงาม กรรมการและเลขานุการ\n",
)
PAGE_NUMBER = "- ๒ -"
LEAD = "คณะกรรมการพิจารณาโครงการตามแผนแล้ว มีข้อเสนอแนะดังนี้"
ITEMS = (
    "๑. ควรเชื่อมระบบรับเรื่องร้องเรียนกับศูนย์ดำรงธรรมจังหวัดก่อนเปิดให้ประชาชนใช้งาน",
    "๒. ควรจัดอบรมเจ้าหน้าที่ประจำจุดบริการทุกแห่งอย่างน้อยปีละสองครั้ง และประเมินผลหลังการอบรม",
    "๓. ควรสำรองข้อมูลไว้นอกสถานที่ทุกสัปดาห์ และทดสอบการกู้คืนข้อมูลทุกไตรมาส",
)
ROWS = (
    "ระบบ\tโครงการ\tปี ๒๕๖๗",
    "บริการประชาชน\tโครงการคิวออนไลน์สายชล\t๑.๒ ล้านบาท",
    "-----",
    "ภายใน\tโครงการสารบรรณไร้กระดาษ\t๘ แสนบาท",
)
RESOLUTION = "มติที่ประชุม เห็นชอบ และมอบหมายให้กองยุทธศาสตร์และงบประมาณเสนอแผนต่อสภาเทศบาลภายในวันที่ ๓๑ มีนาคม ๒๕๖๖"
LONG = " ".join(["ผู้แทนกองช่างรายงานว่าการวางสายใยแก้วนำแสงในเขตเมืองเก่ายังล่าช้า ทั้งนี้ ต้องขออนุญาตกรมศิลปากรก่อน"] * 9)


def example(meeting: Meeting | None = None, *, extra: str = "") -> tuple[Document, Record]:
    """Return a document and its record; `extra` makes another document of the same meeting."""
    parts = [
        (BlockKind.TITLE, TITLE, None, None, None),
        (BlockKind.HEADING, "ผู้มาประชุม", None, None, None),
        (BlockKind.ATTENDANCE, "".join(PRESENT).rstrip("\n"), None, "ผู้มาประชุม", None),
        (BlockKind.FURNITURE, PAGE_NUMBER, None, None, None),
        (BlockKind.HEADING, "ระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา", "4", None, None),
        (BlockKind.PARAGRAPH, LONG, "4", "ระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา", None),
        (BlockKind.PARAGRAPH, LEAD, "4", "ความเห็นและข้อเสนอแนะ", None),
        *((BlockKind.LIST_ITEM, item, "4", "ความเห็นและข้อเสนอแนะ", str(n)) for n, item in enumerate(ITEMS, 1)),
        *((BlockKind.TABLE_ROW, row, "4", "แผนงาน", None) for row in ROWS),
        (BlockKind.RESOLUTION, RESOLUTION, "4", None, None),
    ]  # fmt: skip
    if extra:
        parts.append((BlockKind.PARAGRAPH, extra, "5", "เรื่องอื่น ๆ", None))
    text, blocks = "", []
    for kind, words, agenda, heading, marker in parts:
        start = len(text)
        text += words
        blocks.append(Block(kind, Span(start, len(text)), agenda, heading, marker))
        text += "\n\n"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    first = text.index(PRESENT[0])
    people, at = [], first
    for n, row in enumerate(PRESENT, 1):
        people.append(Attendee(Presence.PRESENT, n, "x", Span(at, at + len(row.rstrip())), Span(at, at + 1)))
        at += len(row)
    item = AgendaItem(
        "4",
        "เรื่องเพื่อพิจารณา",
        Section.FOR_CONSIDERATION,
        Span(text.index("ระเบียบวาระที่ ๔"), len(text)),
        Span(text.index("ระเบียบวาระที่ ๔"), text.index("ระเบียบวาระที่ ๔") + 10),
        matter="แผนพัฒนาดิจิทัลเทศบาลเมืองสายชล",
    )
    meeting = meeting or Meeting(body=BODY, number=2, year_be=2566, date=date(2023, 2, 8))
    file = f"{meeting.body}/{meeting.year_be}-{meeting.number}.txt"
    document = Document(
        file,
        text,
        sha256,
        "utf-8",
        pages=(
            Page(Span(0, text.index(PAGE_NUMBER)), Method.PDF_TEXT),
            Page(Span(text.index(PAGE_NUMBER), len(text)), Method.PDF_TEXT),
        ),
    )
    record = Record(
        file,
        sha256,
        Kind.FORMAL_MINUTES,
        meeting,
        attendees=tuple(people),
        agenda=(item,),
        blocks=tuple(blocks),
    )
    return document, record
