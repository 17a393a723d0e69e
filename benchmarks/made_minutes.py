"""Well-formed minutes of invented bodies, as many as asked, with what they truly say.

Every body meets monthly: it endorses the minutes before, hears what became of what it assigned, and decides on one
of its projects. The same numbers always give the same minutes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.thai import BE_OFFSET, thai_date, thai_digits

_GIVEN = [
    "กมล",
    "กิตติ",
    "จรูญ",
    "ชลธิชา",
    "ดารา",
    "ธนา",
    "นภา",
    "บุษบา",
    "ปรีชา",
    "พงศ์เทพ",
    "มาลี",
    "รัตนา",
    "วรพจน์",
    "ศิริพร",
    "สมหวัง",
    "สุนทร",
    "อรทัย",
    "อนันต์",
    "เอกชัย",
    "อุบล",
]
_FAMILY = ["ทอง", "แก้ว", "ศรี", "วงศ์", "บุญ", "พร", "สุข", "ชัย", "รุ่ง", "นิล"]
_ENDING = ["งามสม", "เจริญลาภ", "มั่นคงดี", "ใจภักดิ์", "พันธุ์ไพร", "สว่างตา", "ประเสริฐวัย", "นาคำ", "ธรรมเที่ยง", "ร่มไทร"]
_PLACE = [
    "บางแพรก",
    "ดอนไผ่",
    "หนองปลิว",
    "ทุ่งเรือง",
    "วังหมอก",
    "เกาะทราย",
    "ห้วยสน",
    "ท่าตาล",
    "คลองนาก",
    "เขาเงาะ",
]
_WORK = [
    "ขุดลอกคลองสาธารณะ",
    "ปรับปรุงทางเท้า",
    "ติดตั้งไฟส่องสว่าง",
    "จัดตั้งศูนย์ดูแลผู้สูงอายุ",
    "ปลูกป่าชายน้ำ",
    "ก่อสร้างลานกีฬา",
]
_OFFICE = ["กองช่าง", "กองคลัง", "กองการศึกษา", "กองสาธารณสุข", "กองสวัสดิการสังคม", "สำนักปลัด"]
_ROLES = ["ประธานกรรมการ", "รองประธานกรรมการ", *["กรรมการ"] * 6, "กรรมการและเลขานุการ"]


@dataclass(frozen=True, slots=True)
class Made:
    """One record: its file name, its text, and what it truly says.

    `assigned` and `reported` are names of projects, `done` those of `reported` that are finished.
    """

    name: str
    text: str
    body: str
    number: int
    year_be: int
    day: date
    present: tuple[str, ...]
    absent: tuple[str, ...]
    assigned: str
    reported: str | None
    done: bool


def made_minutes(count: int, *, bodies: int = 10, seed: int = 7) -> Iterator[Made]:
    """Yield `count` records of `bodies` bodies in turn, each body's in order of time."""
    every = [_Body(index, random.Random(f"{seed}-{index}")) for index in range(bodies)]
    for n in range(count):
        yield every[n % bodies].meet()


class _Body:
    def __init__(self, index: int, chance: random.Random) -> None:
        self.chance = chance
        # a letter of the index keeps the places of many bodies apart
        tag = thai_digits(str(index + 1))
        self.place = f"{_PLACE[index % len(_PLACE)]}{'' if index < len(_PLACE) else tag}"
        self.name = f"คณะกรรมการพัฒนาเมืองตำบล{self.place}"
        self.members = [self._person() for _ in _ROLES]
        self.projects = [
            f"โครงการ{work} {self.place} ระยะที่ {thai_digits(str(phase))}"
            for phase in (1, 2, 3)
            for work in _WORK
        ]
        self.day = date(2014, 1, 6) + timedelta(days=index)
        self.number = 0
        self.before: Made | None = None

    def _person(self) -> str:
        pick = self.chance.choice
        return f"{pick(_GIVEN)} {pick(_FAMILY)}{pick(_FAMILY)}{pick(_ENDING)}"

    def meet(self) -> Made:
        day = self.day
        self.day += timedelta(days=28)
        self.number = 1 if self.before is not None and self.before.day.year != day.year else self.number + 1
        away = {k for k in range(1, len(_ROLES) - 1) if self.chance.random() < 0.1}
        present = [(self.members[k], role) for k, role in enumerate(_ROLES) if k not in away]
        absent = [(self.members[k], role) for k, role in enumerate(_ROLES) if k in away]
        project = self.chance.choice(self.projects)
        done = self.chance.random() < 0.6
        made = Made(
            name=f"{self.place}/{day.year + BE_OFFSET}-{self.number:02}.txt",
            text="",
            body=self.name,
            number=self.number,
            year_be=day.year + BE_OFFSET,
            day=day,
            present=tuple(name for name, _ in present),
            absent=tuple(name for name, _ in absent),
            assigned=project,
            reported=self.before.assigned if self.before else None,
            done=done,
        )
        text = thai_digits(self._text(made, present, absent))
        self.before = made
        return Made(**{**{f: getattr(made, f) for f in made.__slots__}, "text": text})

    def _text(self, made: Made, present: list[tuple[str, str]], absent: list[tuple[str, str]]) -> str:
        office = self.chance.choice(_OFFICE)
        due = thai_date(made.day + timedelta(days=25))
        rows = "\n".join(f"{n}. นาย{name}    {role}" for n, (name, role) in enumerate(present, 1))
        gone = "\n".join(f"{n}. นาย{name}    {role}    ติดราชการ" for n, (name, role) in enumerate(absent, 1))
        absence = f"ผู้ไม่มาประชุม\n{gone}\n\n" if absent else ""
        return f"""รายงานการประชุม{self.name}
ครั้งที่ {made.number}/{made.year_be}
วันที่ {thai_date(made.day)}
ณ ห้องประชุมองค์การบริหารส่วนตำบล{self.place}

ผู้มาประชุม
{rows}

{absence}เริ่มประชุมเวลา 09.30 น.

ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ
ประธานกล่าวเปิดประชุมและแจ้งกำหนดการตรวจราชการของอำเภอ
มติที่ประชุม รับทราบ

{self._endorsement()}
{self._arising(made)}
ระเบียบวาระที่ 4 เรื่องเสนอเพื่อพิจารณา
4.1 {made.assigned}
{office}เสนอ{made.assigned} เพื่อแก้ไขความเดือดร้อนของประชาชนตามที่ผู้นำชุมชนร้องขอ วงเงิน 1,250,000 บาท
มติที่ประชุม เห็นชอบ และมอบหมายให้{office}ดำเนินการให้แล้วเสร็จภายในวันที่ {due}

เลิกประชุมเวลา 11.45 น.

นาย{self.members[-1]}
ผู้จดรายงานการประชุม
"""

    def _endorsement(self) -> str:
        before = self.before
        if before is None:
            return "ระเบียบวาระที่ 2 เรื่องรับรองรายงานการประชุม\n- ไม่มี -\n"
        which = f"ครั้งที่ {before.number}/{before.year_be} เมื่อวันที่ {thai_date(before.day)}"
        return f"ระเบียบวาระที่ 2 เรื่องรับรองรายงานการประชุม {which}\nมติที่ประชุม รับรองรายงานการประชุม {which}\n"

    def _arising(self, made: Made) -> str:
        before = self.before
        if before is None:
            return "ระเบียบวาระที่ 3 เรื่องสืบเนื่อง\n- ไม่มี -\n"
        state = "ได้ดำเนินการแล้วเสร็จเรียบร้อยแล้ว" if made.done else "อยู่ระหว่างดำเนินการ"
        return f"""ระเบียบวาระที่ 3 เรื่องสืบเนื่อง
3.1 {before.assigned}
สืบเนื่องจากการประชุมครั้งที่ {before.number}/{before.year_be} ระเบียบวาระที่ 4.1 หน่วยงานที่รับผิดชอบรายงานว่า {state}
มติที่ประชุม รับทราบ
"""
