"""Where a meeting is held: rooms, and the electronic means, one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.form import either, words
from kg.parse.clues import modes_in
from kg.parse.lines import Line, tidy, trimmed
from kg.records import Mode, Span

_AT = re.compile(r"(?:^|(?<=\s))ณ\.?\s+")
_AFTER_TIME = re.compile(r"\d\s*(?:น\.|นาฬิกา)\s+(?=ห้อง|หอประชุม|โรงแรม|ศาลา|อาคาร)")
_TIME_TAIL = re.compile(r"\s*(?:เวลา\s*\d|ระหว่างเวลา|ตั้งแต่เวลา|เริ่มประชุม).*$")
_LEAD = re.compile(r"^(?:(?:และ|หรือ|ควบคู่กับ|ร่วมกับ)\s*)?(?:ณ\.?\s*|สถานที่(?:ประชุม)?\s*[:：]?\s*)?")


_ROOM = re.compile(r"ห้อง|ชั้น")
_SEAT = 90  # code points


@dataclass(frozen=True, slots=True)
class Venue:
    """One place or means: its text in one line, its span, whether it is electronic."""

    text: str
    span: Span
    online: bool


@cache
def _starts() -> re.Pattern[str]:
    return re.compile(either(words("meeting", "venue_starts")))


@cache
def _break() -> re.Pattern[str]:
    joins = either(words("meeting", "venue_joins"))
    parts = either(words("meeting", "venue_parts"))
    return re.compile(rf"\s*(?:{joins}|[,/])\s*(?={parts})|\s+(?=\(?(?:ผ่าน(?:สื่อ|ระบบ|ทาง|โปรแกรม|แอป)))|\n")


def read_venues(text: str, shown: str, lines: Sequence[Line]) -> tuple[Venue, ...]:
    """Return the venues named in the head's lines, in order, without repeats.

    A venue stands on a line that begins with a place or ณ, or after ณ on the line of the date.
    """
    venues: list[Venue] = []
    before: Span | None = None
    for line in lines:
        span = _stretch(shown, line)
        if before is not None and venues and _goes_on(shown, before, line):
            last = venues[-1]
            value = tidy(f"{last.text} {line.text}")
            venues[-1] = Venue(value, Span(last.span.start, line.body.end), last.online)
            before = line.body
            continue
        before = None
        if span is None:
            continue
        before = span if span.end == line.body.end else None
        for part in _parts(shown, span):
            venue = _venue(text, shown, part)
            if venue is not None and venue.text not in {v.text for v in venues}:
                venues.append(venue)
    return tuple(venues)


@cache
def _buildings() -> re.Pattern[str]:
    return re.compile(either((*words("meeting", "buildings"), *words("agencies", "units"))))


def _goes_on(shown: str, before: Span, line: Line) -> bool:
    """A line that names the building or seat of the room in the line right above it."""
    near = shown.count("\n", before.end, line.body.start) == 1 and len(line.text) <= _SEAT
    room = shown[before.start : before.end]
    return near and _buildings().match(line.text) is not None and _ROOM.search(room) is not None


def split_venues(text: str, shown: str, span: Span) -> tuple[Venue, ...]:
    """Return the venues named in one stretch."""
    found = (_venue(text, shown, part) for part in _parts(shown, span))
    return tuple(venue for venue in found if venue is not None)


def _stretch(shown: str, line: Line) -> Span | None:
    if _starts().match(line.text):
        start = line.body.start
    else:
        found = _AT.search(shown, line.body.start, line.body.end) or _AFTER_TIME.search(
            shown, line.body.start, line.body.end
        )
        if found is None:
            online = re.search(r"(?:ผ่าน|ด้วย|โดย|ทาง)(?:สื่อ|ระบบ|โปรแกรม|แอป)", line.text)
            if online is None or len(line.text) > 160:
                return None
            start = line.body.start + online.start()
        else:
            start = found.end()
    cut = _TIME_TAIL.search(shown[start : line.body.end])
    return Span(start, start + cut.start() if cut else line.body.end)


def _parts(shown: str, span: Span) -> list[Span]:
    parts = []
    at = span.start
    for found in _break().finditer(shown, span.start, span.end):
        if found.start() > at:
            parts.append(Span(at, found.start()))
        at = found.end()
    parts.append(Span(at, span.end))
    return parts


def _venue(text: str, shown: str, span: Span) -> Venue | None:
    lead = _LEAD.match(shown[span.start : span.end])
    inner = trimmed(shown, Span(span.start + (lead.end() if lead else 0), span.end))
    while inner.end > inner.start and text[inner.start] in "(" and text[inner.end - 1] == ")":
        inner = Span(inner.start + 1, inner.end - 1)
    value = tidy(text[inner.start : inner.end]).strip(" ,:;")
    if len(value) < 2:
        return None
    modes = modes_in(value)
    return Venue(value, inner, Mode.ONLINE in modes and not value.startswith(("ห้อง", "ณ", "อาคาร")))
