"""By when: deadlines as written, as dates, and counted from a meeting's date."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.form import either, form
from kg.parse.wording import GAP, one_line
from kg.records import Span
from kg.thai import BE_OFFSET, MONTHS, arabic_digits, buddhist_year, find_dates


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: its words, and its date where they give one."""

    as_written: str
    span: Span
    date: date | None


@cache
def _deadline() -> re.Pattern[str]:
    opening = either(form("assignments")["deadlines"])
    units = r"(?:วันทำการ|วัน|สัปดาห์|เดือน|ปี)"
    spelled = r"(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบห้า|สามสิบ|สี่สิบห้า|หกสิบ|เก้าสิบ|สิบ)"
    month = "|".join(MONTHS)
    period = rf"(?:\d{{1,3}}|{spelled}){GAP}{units}"
    by_month = rf"(?:สิ้น)?เดือน{GAP}(?:{month}){GAP}(?:พ\.{GAP}ศ\.{GAP})?(?:\d{{4}})?"
    by_day = rf"(?:วัน[^\s\d]{{0,12}}{GAP})?(?:วันที่)?{GAP}\d{{1,2}}{GAP}(?:เดือน)?{GAP}[ก-ฮ.\u0e30-\u0e4e]{{3,12}}{GAP}(?:พ\.{GAP}ศ\.{GAP})?\d{{2,4}}"
    by_year = rf"(?:สิ้น)?(?:ปีงบประมาณ|ปี){GAP}(?:พ\.{GAP}ศ\.{GAP})?\d{{4}}"
    ordinal = (
        rf"ไตรมาส(?:ที่|แรก|สุดท้าย){GAP}\d?(?:{GAP}(?:ของ)?(?:ปีงบประมาณ|ปี){GAP}(?:พ\.{GAP}ศ\.{GAP})?\d{{4}})?"
    )
    tail = rf"(?:{GAP}(?:นับ(?:แต่|จาก|ตั้งแต่)|หลังจาก)[^\s]{{0,40}})?"
    return re.compile(
        rf"(?P<open>{opening}){GAP}[:：]?{GAP}(?P<when>{by_day}|{period}{tail}|{by_month}|{by_year}|{ordinal})"
    )


def find_deadline(text: str, span: Span) -> Deadline | None:
    """Return the first deadline in a stretch ("ภายในวันที่ ๓๐ กันยายน ๒๕๖๗", "ภายใน ๓๐ วัน"), or None.

    `date` is set only where the words give a full date; see `resolve_deadline` for the others.
    """
    match = _deadline().search(text, span.start, span.end)
    if match is None:
        return None
    dates = find_dates(match.group())
    where = Span(match.start(), match.end())
    return Deadline(one_line(match.group()), where, dates[0].date if dates else None)


_PERIOD = re.compile(rf"(\d{{1,3}}|[ก-ฮ\u0e30-\u0e4eเ]+?){GAP}(วันทำการ|วัน|สัปดาห์|เดือน|ปี)")
_SPELLED = {
    "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10,
    "สิบห้า": 15, "สามสิบ": 30, "สี่สิบห้า": 45, "หกสิบ": 60, "เก้าสิบ": 90,
}  # fmt: skip


def resolve_deadline(as_written: str, meeting: date) -> date | None:
    """Return the last day that a deadline's words allow, counted from the meeting's date, or None.

    "ภายใน ๓๐ วัน" is 30 days after the meeting; "ภายในเดือนกันยายน ๒๕๖๗" the month's last day; a month
    without a year the next such month. Working days, quarters and bare years give None.
    """
    dates = find_dates(as_written)
    if dates:
        return dates[0].date
    digits = arabic_digits(as_written)
    for number, name in enumerate(MONTHS, start=1):
        if name in digits:
            year = re.search(r"\d{4}", digits)
            known = buddhist_year(int(year.group())) if year else None
            at = known - BE_OFFSET if known else meeting.year + (number < meeting.month)
            return date(at, number, calendar.monthrange(at, number)[1])
    period = _PERIOD.search(digits.removeprefix("ภายใน").strip())
    if period is None or period[2] == "วันทำการ":
        return None
    count = int(period[1]) if period[1].isdigit() else _SPELLED.get(period[1], 0)
    return _after(meeting, count, period[2]) if count else None


def _after(start: date, count: int, unit: str) -> date | None:
    if unit in ("วัน", "สัปดาห์"):
        return start + timedelta(days=count * (7 if unit == "สัปดาห์" else 1))
    months = start.month - 1 + count * (12 if unit == "ปี" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
