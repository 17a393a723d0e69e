"""Whose minutes a question asks about: those of a meeting recorded here, or of one that another record names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.questions.bodies import of_body
from kg.questions.cues import Cues
from kg.questions.gazetteer import Gazetteer, KnownMeeting
from kg.thai import BE_OFFSET, buddhist_year, find_dates

_MINUTES = r"(?:(?:รายงาน|บันทึก)(?:การ)?ประชุม)"
_THAI = re.compile(
    rf"{_MINUTES}(?P<body>(?:สมัยที่ ?\d{{1,2}}(?!\d)|[^\d]){{0,120}})"
    r"(?P<number>\d{1,3})(?: ?/ ?(?P<year>\d{4}))?(?![\d/])"
)
_ENGLISH = re.compile(r"minutes (?:of|from)(?P<body>[^\d]{0,120})(?P<number>\d{1,3}) ?/ ?(?P<year>\d{4})")
_ENGLISH_BEFORE = re.compile(r"(?P<number>\d{1,3}) ?/ ?(?P<year>\d{4}) minutes\b(?P<body>)")
_DATED = re.compile(rf"(?:{_MINUTES}|minutes (?:of|from))[^\d]{{0,120}}(?P<day>\d)")
_SAID = re.compile(rf"{_MINUTES}|\bminutes\b")
_THESE = re.compile(rf"{_MINUTES}(?:ฉบับ|ครั้ง)?นี้|รายงานฉบับนี้|\bthese minutes\b|\bminutes of this meeting\b")
_LATEST = re.compile(rf"{_MINUTES}[^\d]{{0,80}}(?:ล่าสุด|หลังสุด)|latest minutes|minutes of the (?:latest|last)")


def minutes_meant(
    cues: Cues, known: Gazetteer, meetings: Sequence[KnownMeeting], within: frozenset[str] | None
) -> list[KnownMeeting]:
    """Return the meetings whose minutes a question names outright, possibly none.

    `meetings` are those the question is about. A number or date counts where it follows "รายงานการประชุม"
    ("minutes of"), or where the question says nothing of minutes and names one meeting.
    """
    if _THESE.search(cues.text) and within is not None:
        return [m for m in known.meetings if m.document in within]
    if _LATEST.search(cues.text):
        return list(meetings) if cues.latest else []
    pool = _of_the_body(cues, known, within)
    dated = _DATED.search(cues.text)
    days = {d.date for d in find_dates(cues.text) if dated and d.span.start == dated.start("day")}
    if days:
        return [m for m in pool if m.date in days]
    said = _number(cues)
    if said is None:
        return []
    number, year = said
    hits = [m for m in pool if m.number == number and (year is None or _year(m) == year)]
    if cues.session:
        hits = [m for m in hits if m.session is None or cues.session in m.session.replace("ที่ ", "ที่")]
    return hits


def _number(cues: Cues) -> tuple[int, int | None] | None:
    found = _THAI.search(cues.text) or _ENGLISH.search(cues.text) or _ENGLISH_BEFORE.search(cues.text)
    if found:
        year = buddhist_year(int(found["year"])) if found["year"] else None
        if year is None and len(cues.years) == 1:
            year = cues.years[0]  # "ครั้งที่ 2 ประจำปี 2567"
        return (int(found["number"]), year) if found["year"] or "ครั้งที่" in found["body"] else None
    return None if _SAID.search(cues.text) else cues.meeting


def _year(meeting: KnownMeeting) -> int | None:
    if meeting.year_be is not None:
        return meeting.year_be
    return meeting.date.year + BE_OFFSET if meeting.date else None


def _of_the_body(cues: Cues, known: Gazetteer, within: frozenset[str] | None) -> list[KnownMeeting]:
    """Recorded and named meetings, of the body the question names or that of the documents asked in."""
    pool = [*known.meetings, *known.named]
    if within is None:
        return of_body(cues, pool) or pool
    bodies = {m.body for m in known.meetings if m.document in within}
    return [m for m in pool if m.body in bodies]
