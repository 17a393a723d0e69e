"""By when: deadlines as written, as dates, and counted from a meeting's date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from kg.form import either, form, pattern
from kg.parse.wording import GAP, one_line
from kg.records import Assignment, Resolution, Span
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
    tail = rf"(?:{GAP}(?:{either(form('assignments')['from_elsewhere'])})[^\s]{{0,40}})?"
    ending = r"(?:สิ้น(?:เดือน|ปีงบประมาณ|ปี)|ปีงบประมาณ|เดือน|ปี)(?:นี้|หน้า|ถัดไป)?(?![\u0e01-\u0e4e])"
    fill = rf"(?:{either(form('assignments')['deadline_fillers'])}{GAP})?"
    return re.compile(
        rf"(?P<open>{opening}){GAP}[:：]?{GAP}{fill}"
        rf"(?P<when>{by_day}|{period}{tail}|{by_month}|{by_year}|{ordinal}|{ending})"
    )


def _next_meeting() -> re.Pattern[str]:
    return pattern("assignments", "next_meetings")


def find_deadline(text: str, span: Span) -> Deadline | None:
    """Return the first deadline in a stretch ("ภายในวันที่ ๓๐ กันยายน ๒๕๖๗", "ภายใน ๓๐ วัน"), or None.

    Where there is no other, "ในการประชุมครั้งต่อไป" is one. `date` is set only where the words give a full date; see
    `due_date` for the others.
    """
    match = _deadline().search(text, span.start, span.end) or _next_meeting().search(
        text, span.start, span.end
    )
    if match is None:
        return None
    dates = find_dates(match.group())
    where = Span(match.start(), match.end())
    return Deadline(one_line(match.group()), where, dates[0].date if dates else None)


STATED, COUNTED = "stated", "counted"
_PERIOD = re.compile(rf"(\d{{1,3}}|[ก-ฮ\u0e30-\u0e4eเ]+?){GAP}(วันทำการ|วัน|สัปดาห์|เดือน|ปี)")
_SPELLED = {
    "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10,
    "สิบห้า": 15, "สามสิบ": 30, "สี่สิบห้า": 45, "หกสิบ": 60, "เก้าสิบ": 90,
}  # fmt: skip
_QUARTER = re.compile(rf"ไตรมาส(?:ที่)?{GAP}([1-4]){GAP}(?:ของ)?{GAP}(?:ปี)?งบประมาณ")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def with_due_dates(
    resolutions: Sequence[Resolution], held: date | None, upcoming: date | None
) -> tuple[Resolution, ...]:
    """Return the resolutions, their assignments with the last day their deadlines allow and how that is known.

    `held` is the meeting's date, `upcoming` that of the next one as announced. The resolutions' own `due` stays what
    their words state in full.
    """
    return tuple(
        replace(
            resolution,
            due_basis=STATED if resolution.due else None,
            assignments=tuple(_dated(a, held, upcoming) for a in resolution.assignments),
        )
        for resolution in resolutions
    )


def _dated(assignment: Assignment, held: date | None, upcoming: date | None) -> Assignment:
    if assignment.due is not None:
        return replace(assignment, due_basis=STATED)
    known = due_date(assignment.due_as_written, held, upcoming) if assignment.due_as_written else None
    return replace(assignment, due=known[0], due_basis=known[1]) if known else assignment


def due_date(as_written: str, held: date | None, upcoming: date | None = None) -> tuple[date, str] | None:
    """Return the last day that a deadline's words allow and how it is known ("stated", "counted"), or None.

    Stated: a day, a month with its year, a year, a quarter of a fiscal year. Counted: "ภายใน ๓๐ วัน" from `held`, the
    meeting's date; a month without a year, "สิ้นเดือน"; the next meeting (`upcoming`). Working days, and times counted
    from a day unknown ("นับแต่วันที่ได้รับแจ้ง"), give None.
    """
    dates = find_dates(as_written)
    if dates:
        return dates[0].date, STATED
    words = arabic_digits(as_written)
    if _next_meeting().search(as_written):
        return (upcoming, COUNTED) if upcoming else None
    year = _YEAR.search(words)
    known = buddhist_year(int(year[1])) if year else None
    return _stated(words, known - BE_OFFSET) if known else (_counted(words, held) if held else None)


def _stated(words: str, year: int) -> tuple[date, str] | None:
    month = _month(words)
    if month is not None:
        return _month_end(year, month), STATED
    quarter = _QUARTER.search(words)
    if quarter is not None:
        last = int(quarter[1]) * 3 - 3 or 12
        return _month_end(year - (last == 12), last), STATED
    if "ไตรมาส" in words:
        return None
    return (date(year, 9, 30) if "งบประมาณ" in words else date(year, 12, 31)), STATED


@cache
def _before_period() -> re.Pattern[str]:
    data = form("assignments")
    return re.compile(rf"^.*?{either(data['counted'])}{GAP}(?:{either(data['deadline_fillers'])}{GAP})?")


def _counted(words: str, held: date) -> tuple[date, str] | None:
    month = _month(words)
    if month is not None:
        return _month_end(held.year + (month < held.month), month), COUNTED
    elsewhere = pattern("assignments", "from_elsewhere").search(words)
    if elsewhere and not pattern("assignments", "from_meeting").search(words):
        return None
    if "ไตรมาส" in words or not pattern("assignments", "counted").search(words):
        return None
    period = _PERIOD.search(_before_period().sub("", words))
    count = 0
    if period is not None:
        count = int(period[1]) if period[1].isdigit() else _SPELLED.get(period[1], 0)
    if period is not None and count:
        return (_after(held, count, period[2]), COUNTED) if period[2] != "วันทำการ" else None
    return _this(words, held)


def _this(words: str, held: date) -> tuple[date, str] | None:
    """The end of this month, the next, this year or fiscal year."""
    following = "หน้า" in words or "ถัดไป" in words
    if "เดือน" in words:
        months = held.year * 12 + held.month - 1 + following
        return _month_end(months // 12, months % 12 + 1), COUNTED
    if following or "ปี" not in words:
        return None
    if "งบประมาณ" in words:
        return date(held.year + (held.month > 9), 9, 30), COUNTED
    return date(held.year, 12, 31), COUNTED


def _month(words: str) -> int | None:
    return next((number for number, name in enumerate(MONTHS, start=1) if name in words), None)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _after(start: date, count: int, unit: str) -> date:
    if unit in ("วัน", "สัปดาห์"):
        return start + timedelta(days=count * (7 if unit == "สัปดาห์" else 1))
    months = start.month - 1 + count * (12 if unit == "ปี" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
