"""Outlines of invented meetings, as many as asked for: bodies that meet monthly, with matters that come back.

Deterministic: the same numbers give the same outlines.
"""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from random import Random

from kg.identity.names import Known, NameKind, Names
from kg.iris import name_key
from kg.records import Kind
from kg.threads.parts import Decision, Item, Outline, Pointer, Seat, Task, Told
from kg.threads.titles import mark

_PLACES = ("ทุ่งดอกหญ้า", "บ้านสะพานไม้", "หนองบัวลอย", "ท่ากระดาน", "ดงตาลคู่", "วังปลาทอง", "เขาหินซ้อน", "ปากคลองใหม่")
_WORKS = (
    "ปรับปรุงระบบระบายน้ำ", "จัดทำแผนที่ดิจิทัล", "ก่อสร้างศูนย์เรียนรู้", "ติดตั้งไฟฟ้าส่องสว่าง", "ฟื้นฟูป่าชายเลน",
    "พัฒนาระบบจองคิว", "อบรมอาสาสมัคร", "จัดซื้อรถบรรทุกน้ำ", "สำรวจคุณภาพน้ำ", "ซ่อมแซมถนนสายหลัก",
)  # fmt: skip
_GROUPS = ("ชุมชนริมน้ำ", "เกษตรกรรายย่อย", "โรงเรียนในเขตเมือง", "ตลาดสด", "ผู้สูงอายุ", "ท่าเรือโดยสาร")
_AGENCIES = ("กองช่าง", "กองคลัง", "กองยุทธศาสตร์และงบประมาณ", "สำนักการศึกษา", "สำนักสิ่งแวดล้อม")
_GIVEN = ("กมล", "ขวัญใจ", "คีรี", "จันทร์แรม", "ชลธี", "ดารา", "ตะวัน", "ธารา", "นที", "บุหลัน", "ปาริชาต", "พนา")
_FAMILY = ("ศรีสายธาร", "ทองเนื้อนวล", "แก้วกลางดง", "บุญประเสริฐศรี", "วงศ์สวนหลวง", "ใจมั่นคง", "สุขเกษมสันต์")


def outlines(count: int, *, items: int = 20, per_body: int = 20, seed: int = 1) -> dict[str, Outline]:
    """Return `count` outlines of `items` agenda items each, of bodies with `per_body` meetings, by sha256."""
    random = Random(seed)
    made = {}
    for n in range(count):
        body, number = divmod(n, per_body)
        outline = _meeting(random, body, number + 1, items)
        made[outline.sha256] = outline
    return made


def names_of(outline: Outline) -> Names:
    """Return names that say that each name of an outline stands for itself."""
    known = {(NameKind.AGENCY, name_key(outline.body or "")): Known(outline.body or "")}
    known |= {(NameKind.PERSON, name_key(seat.name)): Known(seat.name) for seat in outline.seats}
    known |= {(NameKind.AGENCY, name_key(task.agent)): Known(task.agent) for task in outline.tasks}
    known |= {(NameKind.PROJECT, name_key(p)): Known(p) for item in outline.items for p in item.projects}
    return Names(known)


def _meeting(random: Random, body: int, number: int, items: int) -> Outline:
    name = f"คณะกรรมการพัฒนา{_PLACES[body % len(_PLACES)]}ชุด{_WORKS[body % len(_WORKS)]}{body}"
    day = date(2022, 1, 5) + timedelta(days=30 * (number - 1))
    year, within = 2565 + (number - 1) // 12, (number - 1) % 12 + 1
    agenda = [
        Item(
            "1",
            "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
            name_key("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
            "",
            "chair-informs",
            0,
            900,
            None,
            True,
            0,
            (),
        ),
        Item(
            "2",
            "เรื่องรับรองรายงานการประชุม",
            name_key("เรื่องรับรองรายงานการประชุม"),
            "",
            "endorse-minutes",
            900,
            1800,
            None,
            True,
            0,
            (),
        ),
        Item("3", "เรื่องสืบเนื่อง", name_key("เรื่องสืบเนื่อง"), "", "matters-arising", 1800, 9000, None, True, 0, ()),
        Item(
            "4",
            "เรื่องเสนอเพื่อพิจารณา",
            name_key("เรื่องเสนอเพื่อพิจารณา"),
            "",
            "for-consideration",
            9000,
            90000,
            None,
            True,
            0,
            (),
        ),
    ]
    for k in range(items - len(agenda)):
        parent, section = (2, "matters-arising") if k < 4 else (3, "for-consideration")
        subject = _subject(body, number - 1 if k < 4 else number, k + 4 if k < 4 else k)
        title = f"ความก้าวหน้า{subject}" if k < 4 else subject
        agenda.append(
            Item(
                f"{parent + 1}.{k + 1}",
                title,
                name_key(title),
                mark(title),
                section,
                2000 + k * 500,
                2400 + k * 500,
                parent,
                False,
                1,
                (subject,),
            )
        )
    decided = tuple(
        Decision(item.number, 1, i, ("approve", "assign"))
        for i, item in enumerate(agenda)
        if item.parent is not None
    )
    tasks = tuple(
        Task(d.agenda, 1, 1, d.item, random.choice(_AGENCIES), False, "จัดทำรายละเอียดและรายงานผล", None)
        for d in decided
    )
    before = (within - 1, year) if within > 1 else (12, year - 1)
    pointers = tuple(
        Pointer(i + 1, at, name, before[0], before[1], None, None, None, None, None, "")
        for i, at in enumerate((1, 2))
    )
    reports = tuple(
        Told(i + 1, 4 + i, "progress", random.choice(_AGENCIES), False, "รายงานความก้าวหน้าร้อยละห้าสิบ")
        for i in range(4)
    )
    seats = tuple(
        Seat(
            "present",
            row + 1,
            f"{_GIVEN[row % 12]} {_FAMILY[(row + body) % 7]}",
            "กรรมการ",
            f"ผู้แทน{row}",
            None,
        )
        for row in range(12)
    )
    return Outline(
        sha256=sha256(f"{body}/{number}".encode()).hexdigest(),
        file=f"{body}/{number}.txt",
        kind=Kind.FORMAL_MINUTES,
        body=name,
        number=within,
        year_be=year,
        date=day,
        year_beside=True,
        items=tuple(agenda),
        decisions=(Decision("2", 1, 1, ("endorse-minutes",)), *decided),
        tasks=tasks,
        pointers=pointers if number > 1 else (),
        reports=reports if number > 1 else (),
        planned=(within + 1, year, None) if within < 12 else None,
        seats=seats,
    )


def _subject(body: int, number: int, k: int) -> str:
    work, group = _WORKS[(number + k) % len(_WORKS)], _GROUPS[(number * 7 + k) % len(_GROUPS)]
    return f"โครงการ{work}เพื่อ{group}{_PLACES[body % len(_PLACES)]} ระยะที่ {number * 31 + k}"
