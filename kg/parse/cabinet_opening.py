"""The opening of a cabinet result: when, where, who was in the chair."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from kg.form import either, form
from kg.parse.lines import face
from kg.parse.names import read_person
from kg.parse.wording import BLANK, one_line, trim
from kg.records import Attendee, Meeting, Mode, Presence, Span
from kg.thai import BE_OFFSET, DateFound, find_dates, find_times

_WRAPS = 3  # lines the opening goes on over
_NUMBER = re.compile(r"ครั้งที่\s*(?P<number>\d{1,3})\s*/\s*(?P<year>2[45]\d\d)")
_AT = re.compile(
    r"(?:(?<=คณะรัฐมนตรี)|(?<=คณะรัฐมนตรี\s)|(?<=คณะรัฐมนตรี\s\s)|(?<=น\.\s)|(?<=น\.\s\s))ณ\s+"
    r"|(?<=คณะรัฐมนตรี)\s+(?=ห้อง|ตึก)"
    r"|(?<=[\s)])ณ\s+(?=(?:ห้อง|ตึก|หอ|อาคาร|โรงแรม|ศูนย์|มหาวิทยาลัย|ทำเนียบ|จังหวัด|ศาลา|สำนัก|ค่าย|โรงเรียน|วิทยาลัย|สถาบัน|ณ))"
)


@cache
def _opening() -> re.Pattern[str]:
    data = form("cabinet")
    return re.compile(
        rf"^{BLANK}(?:{either(data['openings'])})[^\n]*?(?:{either(data['chairs'])})?[^\n]*$", re.M
    )


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"^{BLANK}(?P<title>{either(form('cabinet')['titles'])}[^\n]*)$", re.M)


def find_opening(text: str, limit: int) -> Span | None:
    """Return the opening line ("วันนี้ (…) เวลา … เป็นประธานการประชุม…") before `limit`, or None."""
    chairs = re.compile(either(form("cabinet")["chairs"]))
    for match in _opening().finditer(text, 0, limit):
        end = match.end()
        for _ in range(_WRAPS):
            if chairs.search(text, match.start(), end) or end >= limit:
                break
            after = text.find("\n", end + 1, limit)
            end = limit if after < 0 else after
        if "ประชุม" in text[match.start() : end] and chairs.search(text, match.start(), end):
            return trim(text, match.start(), end)
        if "ประชุม" in match.group():
            return trim(text, *match.span())
    return None


def read_meeting(text: str, limit: int) -> Meeting:
    """Return the cabinet meeting a result is of, read before offset `limit`."""
    shown = face(text[:limit])
    opening = find_opening(text, limit)
    where = opening or Span(0, limit)
    spans: dict[str, tuple[Span, ...]] = {}
    title = _title().search(text, 0, limit)
    if title:
        spans["title"] = (trim(text, *title.span("title")),)
    dated = _date(shown, where, title)
    if dated:
        spans["date"] = spans["year_be"] = (dated.span,)
    times = find_times(shown[where.start : where.end])
    if times:
        at = times[0].span
        spans["start"] = (Span(where.start + at.start, where.start + at.end),)
    number = _NUMBER.search(shown, where.start, where.end) or _NUMBER.search(shown, 0, limit)
    if number:
        spans["number"] = (Span(*number.span()),)
        spans["year_be"] = (Span(*number.span("year")),)
    venue = _venue(shown, where)
    if venue:
        spans["venues"] = (venue,)
    online = re.compile(either(form("cabinet")["online"])).search(shown, where.start, where.end)
    if online:
        spans["mode"] = (Span(*online.span()),)
    mode = (Mode.HYBRID if venue else Mode.ONLINE) if online else None
    body = re.compile("คณะรัฐมนตรี").search(text, where.start, limit)
    if body:
        spans["body"] = (Span(*body.span()),)
    return Meeting(
        body=form("cabinet")["body"],
        number=int(number["number"]) if number else None,
        year_be=int(number["year"]) if number else _year(dated.date if dated else None),
        date=dated.date if dated else None,
        start=times[0].time if times else None,
        venues=(one_line(text[venue.start : venue.end]),) if venue else (),
        mode=mode,
        title=one_line(title["title"]) if title else None,
        spans=spans,
    )


def _year(value: date | None) -> int | None:
    return value.year + BE_OFFSET if value else None


def _date(shown: str, opening: Span, title: re.Match[str] | None) -> DateFound | None:
    """The meeting's date: in the opening line, else in the title, else the first in the heading."""
    places = [opening]
    if title:
        places.append(Span(*title.span()))
    places.append(Span(0, len(shown)))
    for place in places:
        for found in find_dates(shown[place.start : place.end]):
            span = Span(place.start + found.span.start, place.start + found.span.end)
            return DateFound(found.date, span, found.weekday_agrees)
    return None


def _venue(shown: str, where: Span) -> Span | None:
    match = _AT.search(shown, where.start, where.end)
    if match is None:
        return None
    end = re.compile(either(form("cabinet")["venue_ends"])).search(shown, match.end(), where.end)
    stop = end.start() if end else where.end
    for space in re.compile(r"\s+").finditer(shown, match.end(), stop):
        # the chair's name may follow the room
        if read_person(shown, space.end(), where.end) is not None:
            stop = space.start()
            break
    twice = re.compile(r"ณ\s+").match(shown, match.end(), stop)  # "ณ ณ ตึก…"
    venue = trim(shown, twice.end() if twice else match.end(), stop)
    return venue if venue.end > venue.start else None


def read_chair(text: str, limit: int) -> Attendee | None:
    """Return who was in the chair as the opening line names them, or None."""
    opening = find_opening(text, limit)
    if opening is None:
        return None
    shown = face(text[:limit])
    chairs = re.compile(either(form("cabinet")["chairs"])).search(shown, opening.start, opening.end)
    if chairs is None:
        return None
    best = None
    for space in re.compile(r"[\s)]+|^").finditer(shown, opening.start, chairs.start()):
        person = read_person(shown, space.end(), chairs.start())
        if person is not None and person.span.end <= chairs.start():
            best = person
    if best is None:
        return None
    post = trim(shown, best.span.end, chairs.start())
    return Attendee(
        section=Presence.PRESENT,
        number=None,
        name=best.name,
        span=Span(best.span.start, chairs.end()),
        name_span=best.span,
        prefix=best.prefix,
        role=form("cabinet")["chair_role"],
        position=one_line(text[post.start : post.end]) or None,
        variants=(best.name,),
    )
