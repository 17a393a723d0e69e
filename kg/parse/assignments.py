"""Assignments in a resolution: whom, what, by when."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.form import either, form
from kg.parse.wording import GAP, one_line
from kg.records import Assignment, Span
from kg.thai import BE_OFFSET, MONTHS, arabic_digits, buddhist_year, find_dates

_AGENT_REACH = 300
_TASK_REACH = 1200
_LONGEST_AGENT = 60  # code points, where no task follows


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: its words, and its date where they give one."""

    as_written: str
    span: Span
    date: date | None


@cache
def _opener() -> re.Pattern[str]:
    data = form("assignments")
    agencies = either(data["agencies"])
    abbreviation = r"(?:[ก-ฮ]{1,5}\.){1,6}"
    boundary = r"(?:^|(?<=\n)|และ|โดย|พร้อมทั้ง|รวมทั้ง|ตลอดจน|ทั้งนี้|จึง|(?<=\s)|(?<=\d[.)])|มต[ิีื])"
    told = (
        rf"(?:มอบห?มาย{GAP}(?:ให้)?{GAP}(?={agencies}|{abbreviation}|[ก-ฮเแโใไ“\"])"
        rf"|มอบ{GAP}(?:ให้{GAP}(?=[ก-ฮเแโใไ“\"])|(?={agencies}|{abbreviation})))"
    )
    asked = rf"(?:ขอ)?ให้{GAP}(?={agencies}|{abbreviation}{GAP}[ก-ฮเแโใไ])"
    return re.compile(rf"{boundary}{GAP}(?P<verb>(?<!รับ)(?:{told})|{asked})")


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["strong"]))


@cache
def _weak() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["weak"]))


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["cut"]))


@cache
def _growing() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["growing"]) + r"$")


@cache
def _no_task() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["no_task"]))


@cache
def _complete() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(form('assignments')['complete'])}|(?:[ก-ฮ]{{1,5}}\.){{1,6}}ฯ?)\s*$")


@cache
def _agency() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["agencies"]) + r"|(?:[ก-ฮ]{1,5}\.){1,6}")


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
        rf"(?P<open>{opening}){GAP}(?P<when>{by_day}|{period}{tail}|{by_month}|{by_year}|{ordinal})"
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


_TOLD_AGAIN = re.compile(r"^.*(?:เห็นชอบ|อนุมัติ|มอบหมาย)ให้", re.DOTALL)  # "…เห็นชอบให้กระทรวง": the last is told


def find_assignments(text: str, span: Span) -> tuple[Assignment, ...]:
    """Return the assignments in a resolution's words, one for each agent, in text order.

    A list of agents ("สำนัก ก และสำนัก ข") gives one assignment each with the same task and span. Spans
    are in code points of `text`. A deadline belongs to the assignment it stands in; where only one
    deadline is written after all of them, to all.
    """
    found: list[Assignment] = []
    openers = list(_opener().finditer(text, span.start, span.end))
    for index, match in enumerate(openers):
        limit = openers[index + 1].start() if index + 1 < len(openers) else span.end
        limit = min(limit, match.end() + _TASK_REACH)
        task = _task_start(text, match.end(), limit)
        if task is None:
            continue
        told = _TOLD_AGAIN.sub("", text[match.end() : task])
        agents = list(split_agents(told))
        end = _task_end(text, task, limit)
        deadline = find_deadline(text, Span(match.end(), limit))
        words_ = one_line(text[task:end]) or None
        if (words_ is None and task - match.end() > _LONGEST_AGENT) or (words_ and _no_task().match(words_)):
            continue
        found.extend(
            Assignment(
                agent=agent,
                span=Span(match.start("verb"), max(end, task)),
                task=words_,
                due=deadline.date if deadline else None,
                due_as_written=deadline.as_written if deadline else None,
            )
            for agent in agents
        )
    return tuple(found)


def _task_start(text: str, at: int, limit: int) -> int | None:
    """Where the agents end and the task begins; None where no agent is named."""
    reach = min(limit, at + _AGENT_REACH)
    for end in _candidates(text, at, reach):
        agent = text[at:end].rstrip()
        if len(agent) >= 2 and (_complete().search(agent) or not _growing().search(agent)):
            return end
    stop = reach if reach == limit else None
    return stop if stop is not None and len(text[at:stop].strip()) >= 2 else None


def _candidates(text: str, at: int, reach: int) -> Iterator[int]:
    strong = {m.start() for m in _strong().finditer(text, at, reach)}
    cuts = {m.start() for m in _cut().finditer(text, at, reach)}
    weak = {
        m.start()
        for m in _weak().finditer(text, at, reach)
        if text[m.start() - 1].isspace() or _complete().search(text, max(at, m.start() - 40), m.start())
    }
    for place in sorted(strong | cuts | weak):
        # "…และประเมินผล" is the tail of a name, unless an agency is complete before it
        if text[place - 3 : place] == "และ" or text.startswith("ร่วมกับ", place):
            continue
        yield place


def _task_end(text: str, start: int, limit: int) -> int:
    breaks = re.compile(r"\n\s*\n|\n\s*(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[-•–])").search(text, start, limit)
    end = breaks.start() if breaks else limit
    while end > start and text[end - 1].isspace():
        end -= 1
    tail = re.compile(r"(?:และ|พร้อมทั้ง|รวมทั้ง|ตลอดจน|โดย)\s*$").search(text, max(start, end - 12), end)
    return tail.start() if tail else end


def split_agents(agents: str) -> Iterator[str]:
    """Yield the agents of a list ("สำนัก ก สำนัก ข และกอง ค ร่วมกับกอง ง"), each on one line."""
    flat = one_line(agents)
    at = 0
    for joint in re.finditer(r"\s*(?:,|ร่วมกับ|รวมทั้ง|ตลอดจน|และ)\s*|\s+", flat):
        follows = _agency().match(flat, joint.end())
        if follows is None or (
            joint.group().strip() == "" and not _separate(flat, joint.start(), joint.end())
        ):
            continue
        part = flat[at : joint.start()].strip(" ,")
        if len(part) >= 2:
            yield part
            at = joint.end()
    last = flat[at:].strip(" ,")
    if len(last) >= 2:
        yield last


def _separate(flat: str, before: int, after: int) -> bool:
    """Does a bare space part two agents? Not "สำนักงาน ก.ก." nor "สำนัก ก กรุงเทพมหานคร" (its seat)."""
    if _growing().search(flat[:before]):
        return False
    return (
        re.match(r"(?:สำนัก|กอง|กรม|กระทรวง|ฝ่าย|ศูนย์|คณะกรรม|คณะอนุ|ผู้ว่า|หน่วยงาน)", flat[after:]) is not None
        and "และ" in flat[after:]
    )
