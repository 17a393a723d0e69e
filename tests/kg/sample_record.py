"""A whole record built by hand: every field of `kg.records.Record` is filled. All people are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from hashlib import sha256

from kg.records import (
    AgendaItem,
    Assignment,
    Attendee,
    Correction,
    Document,
    Kind,
    Law,
    Meeting,
    Mention,
    Method,
    Mode,
    Money,
    NextMeeting,
    Notice,
    Page,
    Presence,
    Project,
    Record,
    Reference,
    Report,
    Resolution,
    ResolutionType,
    Section,
    Signatory,
    Span,
    Suggestion,
    Votes,
)

BODY = "คณะอนุกรรมการพัฒนาระบบข้อมูลเมือง"

TEXT = """รายงานการประชุมคณะอนุกรรมการพัฒนาระบบข้อมูลเมือง
ครั้งที่ ๒/๒๕๖๖
วันพุธที่ ๑๕ มีนาคม ๒๕๖๖ ณ ห้องประชุม "ราชพฤกษ์" ชั้น ๓ และผ่านสื่ออิเล็กทรอนิกส์
ผู้มาประชุม
๑. นายมานะ ใจตรง ประธานอนุกรรมการ
๒. นางสาวปรานี สุขล้น อนุกรรมการ
ผู้อำนวยการกองแผนที่ สำนักผังเมือง แทน ผู้อำนวยการสำนักผังเมือง
ผู้ไม่มาประชุม
๑. นายวีระ ทองดี กรมการข้อมูล (ติดราชการ)
ผู้เข้าร่วมประชุม
๑. นางชูใจ กล้าหาญ
เริ่มประชุมเวลา ๐๙.๓๐ น.
ระเบียบวาระที่ ๒ เรื่องรับรองรายงานการประชุม
ครั้งที่ ๑/๒๕๖๖ เมื่อวันที่ ๑๑ มกราคม ๒๕๖๖
หน้า ๓ บรรทัดที่ ๒ จาก “แผนผัง” เป็น “แผนที่ฐาน” ต่อจากคำว่า “จัดทำ”
มติที่ประชุม รับรองรายงานการประชุม
ระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา
๔.๑ ความก้าวหน้าโครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP) และโครงการศูนย์ข้อมูลเขต ปี ๒๕๖๖ - ๒๕๖๗
ตามพระราชบัญญัติข้อมูลท้องถิ่น พ.ศ. ๒๕๖๐ และแผนแม่บทข้อมูลเมือง
ตามที่ครั้งที่ ๑/๒๕๖๖ ระเบียบวาระที่ ๓.๑ หน้า ๒ บรรทัดที่ ๙ มอบหมาย นั้น สำนักผังเมืองได้ซื้อเครื่องวัดแล้ว ใช้เงิน ๑๒๐,๐๐๐ บาท
นางชูใจ กล้าหาญ สอบถามว่า จะสำรวจเมื่อใด
๑. ควรสำรวจเขตชั้นในก่อน
มติที่ประชุม เห็นชอบ CITY MAP และมอบหมายให้สำนักผังเมืองรายงานผลภายในวันที่ ๓๐ เมษายน ๒๕๖๖
ระเบียบวาระที่ ๕ เรื่องอื่น ๆ
- ไม่มี -
นัดประชุมครั้งต่อไป ครั้งที่ ๓/๒๕๖๖ วันที่ ๑๗ พฤษภาคม ๒๕๖๖ เวลา ๑๓.๓๐ น. ห้องประชุมใหญ่
เลิกประชุมเวลา ๑๑.๐๐ น.
นางสาวปราณี สุขล้น ผู้จดรายงานการประชุม
นายมานะ ใจตรง ผู้ตรวจรายงานการประชุม
"""


def at(words: str, after: str = "") -> Span:
    """The span of `words`, the first after the words `after`."""
    start = TEXT.index(words, TEXT.index(after) + len(after) if after else 0)
    return Span(start, start + len(words))


def over(first: str, last: str) -> Span:
    """The span from the words `first` to the end of the words `last` (after them)."""
    return Span(at(first).start, at(last, first).end)


def document(text: str = TEXT, *, pages: bool = True) -> Document:
    """The document of `text`, on two pages."""
    half = len(text) // 2
    return Document(
        file="city/2566-02.txt",
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        encoding="utf-8",
        pages=(Page(Span(0, half), Method.PDF_TEXT), Page(Span(half, len(text)), Method.PDF_TEXT))
        if pages
        else (),
        warnings=(Notice("odd-spacing", "มีวรรคผิดปกติ"),),
        untrusted=(Span(0, text.index("๒๕๖๖") + 4),) if "๒๕๖๖" in text else (),
    )


def record() -> Record:
    """The record of `TEXT`."""
    return replace(_people(), agenda=_agenda(), resolutions=_resolutions(), **_others())


def _people() -> Record:
    return Record(
        file="city/2566-02.txt",
        sha256=document().sha256,
        kind=Kind.FORMAL_MINUTES,
        meeting=Meeting(
            body=BODY,
            number=2,
            year_be=2566,
            date=date(2023, 3, 15),
            start=time(9, 30),
            end=time(11, 0),
            venues=('ห้องประชุม "ราชพฤกษ์" ชั้น ๓', "ผ่านสื่ออิเล็กทรอนิกส์"),
            mode=Mode.HYBRID,
            title="รายงานการประชุม",
            session="สมัยที่ ๑",
            spans={
                "body": (at(BODY),),
                "number": (at("๒/๒๕๖๖"),),
                "year_be": (at("๒/๒๕๖๖"),),
                "date": (at("วันพุธที่ ๑๕ มีนาคม ๒๕๖๖"),),
                "start": (at("๐๙.๓๐ น."),),
                "end": (at("๑๑.๐๐ น."),),
                "venues": (at('ห้องประชุม "ราชพฤกษ์" ชั้น ๓'), at("ผ่านสื่ออิเล็กทรอนิกส์")),
                "mode": (at("ผ่านสื่ออิเล็กทรอนิกส์"),),
                "title": (at("รายงานการประชุม"),),
                "session": (at("ครั้งที่"),),
            },
        ),
        attendees=(
            Attendee(
                section=Presence.PRESENT,
                number=1,
                name="มานะ ใจตรง",
                span=at("๑. นายมานะ ใจตรง ประธานอนุกรรมการ"),
                name_span=at("นายมานะ ใจตรง"),
                prefix="นาย",
                role="ประธานอนุกรรมการ",
                mode=Mode.ONSITE,
                variants=("มานะ ใจตรง",),
                mentions=(at("นายมานะ ใจตรง", "ผู้จดรายงานการประชุม"),),
            ),
            Attendee(
                section=Presence.PRESENT,
                number=2,
                name="ปรานี สุขล้น",
                span=over("๒. นางสาวปรานี", "แทน ผู้อำนวยการสำนักผังเมือง"),
                name_span=at("นางสาวปรานี สุขล้น"),
                prefix="นางสาว",
                role="อนุกรรมการ",
                position="ผู้อำนวยการกองแผนที่",
                agency="สำนักผังเมือง",
                proxy_for="ผู้อำนวยการสำนักผังเมือง",
                mode=Mode.ONLINE,
                variants=("ปรานี สุขล้น", "ปราณี สุขล้น"),
            ),
            Attendee(
                section=Presence.ABSENT,
                number=1,
                name="วีระ ทองดี",
                span=at("๑. นายวีระ ทองดี กรมการข้อมูล (ติดราชการ)"),
                name_span=at("นายวีระ ทองดี"),
                prefix="นาย",
                agency="กรมการข้อมูล",
                absence_reason="ติดราชการ",
            ),
            Attendee(
                section=Presence.PARTICIPANT,
                number=1,
                name="ชูใจ กล้าหาญ",
                span=at("๑. นางชูใจ กล้าหาญ"),
                name_span=at("นางชูใจ กล้าหาญ"),
                prefix="นาง",
            ),
        ),
        recorder=Signatory(
            name="ปราณี สุขล้น", span=at("นางสาวปราณี สุขล้น"), prefix="นางสาว", position="เลขานุการ"
        ),
        checker=Signatory(name="มานะ ใจตรง", span=at("นายมานะ ใจตรง", "ผู้จดรายงานการประชุม"), prefix="นาย"),
        warnings=(Notice("number-gap", "เลขวาระข้าม 3", at("ระเบียบวาระที่ ๔")),),
    )


def _agenda() -> tuple[AgendaItem, ...]:
    two, four, five = (at(f"ระเบียบวาระที่ {n}").start for n in "๒๔๕")
    return (
        AgendaItem(
            "2",
            "เรื่องรับรองรายงานการประชุม",
            Section.ENDORSE_MINUTES,
            Span(two, four),
            at("เรื่องรับรองรายงานการประชุม"),
        ),
        AgendaItem(
            "4",
            "เรื่องเพื่อพิจารณา",
            Section.FOR_CONSIDERATION,
            Span(four, five),
            at("เรื่องเพื่อพิจารณา"),
            group="งานข้อมูล",
        ),
        AgendaItem(
            "4.1",
            "ความก้าวหน้า",
            None,
            Span(at("๔.๑").start, five),
            at("ความก้าวหน้า"),
            matter="โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)",
            matter_span=at("โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)"),
        ),
        AgendaItem("5", "เรื่องอื่น ๆ", Section.OTHER, Span(five, at("นัดประชุม").start), at("เรื่องอื่น ๆ")),
    )


def _resolutions() -> tuple[Resolution, ...]:
    decided = over("เห็นชอบ CITY MAP", "๓๐ เมษายน ๒๕๖๖")
    return (
        Resolution(
            "2",
            "รับรองรายงานการประชุม",
            (ResolutionType.ENDORSE_MINUTES,),
            at("รับรองรายงานการประชุม", "มติที่ประชุม "),
            marker_span=at("มติที่ประชุม"),
        ),
        Resolution(
            "4.1",
            TEXT[decided.start : decided.end],
            (ResolutionType.APPROVE, ResolutionType.ASSIGN),
            decided,
            assignments=(
                Assignment(
                    agent="สำนักผังเมือง",
                    span=at("มอบหมายให้สำนักผังเมืองรายงานผล"),
                    task="รายงานผล",
                    due=date(2023, 4, 30),
                    due_as_written="ภายในวันที่ ๓๐ เมษายน ๒๕๖๖",
                    due_basis="stated",
                ),
            ),
            due=date(2023, 4, 30),
            due_as_written="ภายในวันที่ ๓๐ เมษายน ๒๕๖๖",
            due_basis="stated",
            vote="เป็นเอกฉันท์",
            votes=Votes(at("เห็นชอบ CITY MAP"), 5, 1, 2, 3, 11),
            proposed_by="ประธานอนุกรรมการ",
        ),
        Resolution("5", "- ไม่มี -", (ResolutionType.NONE,), at("- ไม่มี -")),
    )


def _others() -> dict[str, object]:
    return {
        "suggestions": (Suggestion("4.1", 1, "ควรสำรวจเขตชั้นในก่อน", at("ควรสำรวจเขตชั้นในก่อน")),),
        "remarks": (
            Suggestion(
                "4.1",
                None,
                "นางชูใจ กล้าหาญ สอบถามว่า จะสำรวจเมื่อใด",
                at("นางชูใจ กล้าหาญ สอบถามว่า จะสำรวจเมื่อใด"),
                kind="question",
                by="ชูใจ กล้าหาญ",
                by_span=at("นางชูใจ กล้าหาญ", "๑๒๐,๐๐๐ บาท"),
            ),
        ),
        "reports": (
            Report(
                "4.1",
                "สำนักผังเมืองได้ซื้อเครื่องวัดแล้ว",
                "done",
                at("สำนักผังเมืองได้ซื้อเครื่องวัดแล้ว"),
                agent="สำนักผังเมือง",
            ),
        ),
        "corrections": (
            Correction(
                "2",
                over("หน้า ๓", "“จัดทำ”"),
                page=3,
                line=2,
                old="แผนผัง",
                new="แผนที่ฐาน",
                after="จัดทำ",
            ),
        ),
        "money": (Money("120000", "๑๒๐,๐๐๐ บาท", at("๑๒๐,๐๐๐ บาท"), "4.1"),),
        "projects": (
            Project(
                name="โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)",
                span=at("โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)"),
                acronym="CITY MAP",
                category="งานข้อมูล",
                years_be=(2566, 2567),
                agenda="4.1",
                variants=("โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)", "โครงการจัดทำแผนที่ฐานรายแปลง"),
                mentions=(Mention(at("CITY MAP", "เห็นชอบ "), "acronym"),),
                years_span=at("๒๕๖๖ - ๒๕๖๗"),
                part_of="แผนแม่บทข้อมูลเมือง",
                part_of_span=at("แผนแม่บทข้อมูลเมือง"),
            ),
            Project(name="โครงการศูนย์ข้อมูลเขต", span=at("โครงการศูนย์ข้อมูลเขต"), agenda="4.1", kind="system"),
        ),
        "laws": (
            Law(
                "พระราชบัญญัติข้อมูลท้องถิ่น", "law", at("พระราชบัญญัติข้อมูลท้องถิ่น พ.ศ. ๒๕๖๐"), year_be=2560, agenda="4.1"
            ),
            Law("แผนแม่บทข้อมูลเมือง", "plan", at("แผนแม่บทข้อมูลเมือง"), agenda="4.1"),
        ),
        "references": (
            Reference(
                at("ครั้งที่ ๑/๒๕๖๖ เมื่อวันที่ ๑๑ มกราคม ๒๕๖๖"),
                body="คณะอนุกรรมการพัฒนาฯ",
                number=1,
                year_be=2566,
                date=date(2023, 1, 11),
                agenda="2",
            ),
            Reference(
                at("ครั้งที่ ๑/๒๕๖๖ ระเบียบวาระที่ ๓.๑ หน้า ๒ บรรทัดที่ ๙"),
                body=BODY,
                number=1,
                year_be=2566,
                date=date(2023, 1, 11),
                agenda="4.1",
                item="3.1",
                page=2,
                line=9,
            ),
        ),
        "next_meeting": NextMeeting(
            over("ครั้งที่ ๓/๒๕๖๖", "ห้องประชุมใหญ่"),
            number=3,
            year_be=2566,
            date=date(2023, 5, 17),
            time=time(13, 30),
            venue="ห้องประชุมใหญ่",
        ),
    }
