"""Minutes in the official form around the words a test is about; the people and places are invented."""

from __future__ import annotations

import hashlib

from kg.parse import read_record
from kg.records import Document, Record

FORM = """รายงานการประชุมคณะกรรมการบริหารศูนย์เรียนรู้บ้านหนองกระทุ่ม
ครั้งที่ ๔/๒๕๖๗
วันพุธที่ ๑๗ เมษายน ๒๕๖๗
ณ ห้องประชุมต้นกระทุ่ม ที่ทำการองค์การบริหารส่วนตำบลหนองกระทุ่ม

ผู้มาประชุม
๑. นายบุญส่ง แสงอรุณ นายกองค์การบริหารส่วนตำบลหนองกระทุ่ม ประธานกรรมการ
๒. นางสาวปรียา วงศ์ทอง ปลัดองค์การบริหารส่วนตำบลหนองกระทุ่ม กรรมการ
๓. นายสมหมาย คำแก้ว ผู้อำนวยการกองช่าง กรรมการ
๔. นางจินตนา ศรีสุข หัวหน้าสำนักปลัด กรรมการและเลขานุการ

เริ่มประชุมเวลา ๐๙.๓๐ น.

ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ
- ไม่มี -

ระเบียบวาระที่ ๒ เรื่องรับรองรายงานการประชุม ครั้งที่ ๓/๒๕๖๗
{endorsed}
มติที่ประชุม {endorsement}

ระเบียบวาระที่ ๓ เรื่องสืบเนื่อง
๓.๑ การปรับปรุงห้องสมุดประชาชน
{arising}
มติที่ประชุม รับทราบ

ระเบียบวาระที่ ๔ เรื่องเสนอเพื่อพิจารณา
๔.๑ การจัดกิจกรรมวันเด็กแห่งชาติ
{matter}
มติที่ประชุม {decision}

ระเบียบวาระที่ ๕ กำหนดการประชุมครั้งต่อไป
กำหนดประชุมครั้งที่ ๕/๒๕๖๗ ในวันพุธที่ ๑๕ พฤษภาคม ๒๕๖๗ เวลา ๐๙.๓๐ น.
มติที่ประชุม รับทราบ

เลิกประชุมเวลา ๑๒.๐๐ น.

นางจินตนา ศรีสุข
ผู้จดรายงานการประชุม
"""


def meeting_of(
    *,
    endorsed: str = "ฝ่ายเลขานุการเสนอรายงานการประชุม จำนวน ๕ หน้า",
    endorsement: str = "รับรองรายงานการประชุม ครั้งที่ ๓/๒๕๖๗",
    arising: str = "ฝ่ายเลขานุการนำเสนอภาพถ่ายห้องสมุด",
    matter: str = "หัวหน้าสำนักปลัดเสนอกำหนดการจัดกิจกรรม",
    decision: str = "เห็นชอบตามที่เสนอ",
) -> tuple[Record, str]:
    """Return the record read from minutes with these words under their headings, and its text."""
    text = FORM.format(
        endorsed=endorsed, endorsement=endorsement, arising=arising, matter=matter, decision=decision
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return read_record(Document("minutes.txt", text, sha256, "utf-8")), text
