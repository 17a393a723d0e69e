"""What kind of thing a question asks for, and where a text holds things of that kind.

A question for an amount of money is not answered by a sentence without one: this is the cheapest guard
against a confident wrong answer, and it needs no model. Cue words sit in `expect.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kg.form import read_yaml
from kg.records import Span
from kg.thai import arabic_digits, find_dates, find_times, normalise

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_MONEY = re.compile(
    rf"{_NUMBER}\s*(?:(?:ล้าน|พัน|หมื่น|แสน)+\s*)?(?:บาท|ดอลลาร์|เหรียญ|ยูโร|เยน|baht)|{_NUMBER}\s*(?:ล้าน|แสนล้าน|พันล้าน)(?!คน|ไร่|ตัว)"
)
_PERCENT = re.compile(rf"ร้อยละ\s*{_NUMBER}|{_NUMBER}\s*(?:%|เปอร์เซ็นต์)")
_DURATION = re.compile(rf"{_NUMBER}\s*(?:ปี|เดือน|วัน|สัปดาห์|ชั่วโมง|นาที)")
_YEAR = re.compile(r"(?<!\d)(?:2[45]\d{2}|(?:19|20)\d{2})(?!\d)")
_PERSON = re.compile(
    r"(?:(?<![\u0e01-\u0e3a\u0e40-\u0e4d])"
    r"|(?:ชื่อ|แต่งตั้ง|ได้แก่|คือ|โดย|ให้|และ|เลือก|ว่า|เสนอ|เชิญ|ตั้ง|แทน|มอบหมาย|รับโอน|ย้าย|เป็น)\s*)"
    r"(?P<thing>(?:นางสาว|นาง(?!สาว)|นาย(?!ก(?:รัฐมนตรี|เทศมนตรี|องค์การ|สมาคม|สภา|สโมสร|ฯ|\b)|จ้าง|ทะเบียน|อำเภอ|ทหาร)|น\.ส\.|ดร\.|(?:ผู้ช่วย|รอง)?ศาสตราจารย์"
    r"|พล(?:เอก|โท|ตรี|ตำรวจ|เรือ|อากาศ)|พัน(?:เอก|โท|ตรี|ตำรวจ|จ่า)|นาวา(?:เอก|โท|ตรี|อากาศ)|ร้อย(?:เอก|โท|ตรี|ตำรวจ)"
    r"|ว่าที่|หม่อม|คุณหญิง|ท่านผู้หญิง|แพทย์หญิง|ทันตแพทย์|เภสัชกร)"
    r"\s*(?:หญิง)?[\u0e01-\u0e2e\u0e40-\u0e44][\u0e00-\u0e7f]{2,})"
)
_AGENCY = re.compile(
    r"(?:กระทรวง|กรม|กอง|สำนักงาน|สำนัก|คณะกรรมการ|คณะกรรมาธิการ|คณะอนุกรรมการ|ธนาคาร|บริษัท|มหาวิทยาลัย|เทศบาล|องค์การ|จังหวัด|กรุงเทพมหานคร|ศาล|สภา|ฝ่าย|ส่วน|โรงพยาบาล|สถาบัน|การ(?:ไฟฟ้า|ประปา|รถไฟ|ท่าเรือ|นิคม))[\u0e00-\u0e7f]+"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.&/ -]*[A-Za-z0-9]")
_ANY_NUMBER = re.compile(_NUMBER)
_UNIT = re.compile(r"(?<!เ)กี่ ?(?P<unit>[\u0e01-\u0e2e\u0e40-\u0e44][\u0e00-\u0e7f]*)")
_UNIT_TAIL = re.compile(
    r"(?:และ|ใคร|อะไร|คิด|เป็น|วัน(?:ใด|ไหน)|ครั้งใด|อยู่|รวม|ต่อ|ที่|ใน|ของ|มี|ได้|แก่|บ้าง|หรือ|วงเงิน|มติ$|โดย).*$"
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a question asks for.

    `kinds` are kinds of `expect.yaml`, the most special first, possibly none; `units` the units asked for with
    กี่ ("คน", "หน่วยงาน"); `wants_list` says that several things are asked for.
    """

    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    wants_list: bool = False


@cache
def _table() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    rows = read_yaml((resources.files("search") / "expect.yaml").read_text(encoding="utf-8"))
    return tuple((row["kind"], tuple(re.compile(cue) for cue in row["cues"])) for row in rows)


def expectation(question: str) -> Expectation:
    """Return what `question` asks for. Never raises; unknown is an empty expectation."""
    text = normalise(question).text
    matched = [kind for kind, cues in _table() if any(cue.search(text) for cue in cues)]
    kinds = [kind for kind in matched if kind != "list"]
    if len(kinds) > 1 and "number" in kinds:
        kinds.remove("number")
    units = []
    if "count" in kinds or "duration" in kinds:
        units = [_UNIT_TAIL.sub("", m["unit"]) for m in _UNIT.finditer(text)]
    return Expectation(tuple(kinds), tuple(u for u in units if u), "list" in matched)


def find_expected(text: str, kind: str, units: tuple[str, ...] = ()) -> list[Span]:
    """Return the stretches of `text` that are of a kind, in order; offsets into `text`.

    For "count" and "duration" with `units`, a number must stand before one of them. Kinds without a form of
    their own (reason) have none.
    """
    if kind == "date":
        return [d.span for d in find_dates(text)]
    if kind == "time":
        return [t.span for t in find_times(text)]
    if kind in {"count", "duration"} and units:
        pattern = re.compile(rf"{_NUMBER}\s*(?:{'|'.join(map(re.escape, units))})")
    elif kind in _PATTERNS:
        pattern = _PATTERNS[kind]
    else:
        return []
    group = "thing" if "thing" in pattern.groupindex else 0
    return [Span(*m.span(group)) for m in pattern.finditer(arabic_digits(text))]


FORMLESS = frozenset({"reason"})  # kinds that no pattern can confirm


_PATTERNS = {
    "money": _MONEY,
    "percent": _PERCENT,
    "duration": _DURATION,
    "year": _YEAR,
    "count": _ANY_NUMBER,
    "number": _ANY_NUMBER,
    "person": _PERSON,
    "agency": _AGENCY,
    "english": _LATIN,
}
