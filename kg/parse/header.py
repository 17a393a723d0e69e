"""The head of a record: body, number and year, date, places, session, and when the meeting began and ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from kg.form import either, opens, words
from kg.parse.lines import Line, tidy, trimmed
from kg.parse.venues import Venue, read_venues
from kg.records import Meeting, Mode, Notice, Span
from kg.thai import buddhist_year, find_dates, find_times

_NUMBER = re.compile(
    r"คร(?:ั้|้ั|ั|้)งที[่้]?\s*(?P<number>\d{1,4})(?:\s*/\s*(?P<year>\d{4}|\d{2})(?!\d))?"
    r"(?:\s*(?:ประจ(?:ำ|ํา)ปี|ปี|ประจ(?:ำ|ํา)ปีงบประมาณ|ปีงบประมาณ|ปีการศึกษา)?\s*(?:พ\.?\s?ศ\.?)?\s*(?P<later>25\d{2})(?!\d))?"
)
_EARLY_YEAR = re.compile(r"(?:ประจ(?:ำ|ํา)ปี|ปี)\s*(?:พ\.?\s?ศ\.?)?\s*(25\d{2})(?!\d)")
_SESSION = re.compile(
    r"สมัย(?:ประชุม)?\s*(?:สามัญ|วิสามัญ)[^\n]*?(?=\s*(?:\(?ครั้งที่|ประจ(?:ำ|ํา)ปี|เมื่อวัน|วัน|$))", re.MULTILINE
)
_SESSION_TAIL = re.compile(r"\s*(?:\(|,)\s*$")
_BARE_TIME = re.compile(r"เวลา(?:ประมาณ)?\s*(?P<at>\d{1,2}[.:]\d{2})")
_HEADER_LINES = 45
_LONGEST = 600  # a longer line is no line of a head
_SPLIT_WORD = re.compile(r"^[:：\s]*(?:ของ)?\s*")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a record says. `end` is the offset where it ends; `title_lines` the indexes of its lines."""

    meeting: Meeting
    end: int
    title_lines: tuple[int, ...]
    notices: tuple[Notice, ...] = ()


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(either(words("meeting", "titles")))


@cache
def _body_end() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{either(words('meeting', 'body_ends'))}).*$|\s+\(?(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)).*$"
    )


@cache
def _body_start() -> re.Pattern[str]:
    return re.compile(either(words("meeting", "bodies")))


@cache
def _opens() -> re.Pattern[str]:
    return re.compile(either(words("meeting", "opens")))


@cache
def _closes() -> re.Pattern[str]:
    return re.compile(either(words("meeting", "closes")))


def read_header(text: str, shown: str, lines: Sequence[Line], furniture: frozenset[int], end: int) -> Head:
    """Read the head of a record, which lies before offset `end` (the first list or agenda item).

    `shown` is the face of `text`. Fields the head does not give are None. A weekday that contradicts its
    date gives a notice.
    """
    zone = [
        line
        for line in lines
        if line.span.start < end and 0 < len(line.text) <= _LONGEST and line.index not in furniture
    ][:_HEADER_LINES]
    spans: dict[str, tuple[Span, ...]] = {}
    body, body_span, used = _read_body(text, zone)
    if body_span is not None:
        spans["body"] = (body_span,)
    number, year = _read_number(shown, zone, spans)
    day, notices = _read_date(text, zone, spans)
    if year is None and day is not None:
        year = day.year + 543
    start = _header_time(shown, zone, spans)
    venues = read_venues(text, shown, [line for line in zone if line.index not in used])
    if venues:
        spans["venues"] = tuple(venue.span for venue in venues)
    mode = _mode(venues, spans)
    session = _read_session(shown, zone, spans)
    title = (
        tidy(" ".join(text[line.body.start : line.body.end] for line in zone[:3] if line.index in used))
        or None
    )
    meeting = Meeting(
        body=body,
        number=number,
        year_be=year,
        date=day,
        start=start,
        venues=tuple(venue.text for venue in venues),
        mode=mode,
        title=title,
        session=session,
        spans=spans,
    )
    last = zone[-1].span.end if zone else 0
    return Head(meeting, last, tuple(line.index for line in zone), notices)


def _read_body(text: str, zone: Sequence[Line]) -> tuple[str | None, Span | None, frozenset[int]]:
    for i, line in enumerate(zone[:12]):
        found = _titles().search(line.text)
        if found is None or found.start() > 30:
            continue
        parts: list[Span] = []
        used = [line.index]
        rest = _body_part(line, found.end())
        if rest is not None:
            parts.append(rest)
        if not _ends_here(line.text, found.end()):
            for after in zone[i + 1 : i + 5]:
                if _stops(after.text):
                    break
                part = _body_part(after, 0)
                if part is None:
                    break
                parts.append(part)
                used.append(after.index)
                if _ends_here(after.text, 0):
                    break
        if parts:
            return _joined(text, parts), Span(parts[0].start, parts[-1].end), frozenset(used)
        return None, None, frozenset(used)
    for line in zone[:8]:
        if _body_start().match(line.text):
            part = _body_part(line, 0)
            if part is not None:
                return _joined(text, [part]), part, frozenset({line.index})
    return None, None, frozenset()


def _joined(text: str, parts: Sequence[Span]) -> str:
    out = ""
    for part in parts:
        piece = tidy(text[part.start : part.end])
        out += (" " if out and (_body_start().match(piece) or not _is_thai(piece[0])) else "") + piece
    return out


def _is_thai(char: str) -> bool:
    return "\u0e01" <= char <= "\u0e4e"


def _body_part(line: Line, at: int) -> Span | None:
    lead = _SPLIT_WORD.match(line.text[at:])
    start = at + (lead.end() if lead else 0)
    cut = _body_end().search(line.text, start)
    stop = cut.start() if cut else len(line.text)
    piece = line.text[start:stop].rstrip(" :-–(,")
    return Span(line.body.start + start, line.body.start + start + len(piece)) if piece else None


def _ends_here(text: str, at: int) -> bool:
    return _body_end().search(text, at) is not None


def _stops(text: str) -> bool:
    return bool(
        _NUMBER.match(text)
        or _SESSION.match(text)
        or re.match(r"[(]?(?:เมื่อ)?วัน|เวลา|เรื่อง", text)
        or opens(text, "meeting", "venue_starts")
    )


def _read_number(
    shown: str, zone: Sequence[Line], spans: dict[str, tuple[Span, ...]]
) -> tuple[int | None, int | None]:
    for line in zone:
        found = _NUMBER.search(shown, line.body.start, line.body.end)
        if found is None:
            continue
        spans["number"] = (Span(*found.span("number")),)
        group = "year" if found["year"] else "later" if found["later"] else None
        if group is None:
            early = _EARLY_YEAR.search(shown, line.body.start, line.body.end)
            if early is None:
                return int(found["number"]), None
            spans["year_be"] = (Span(*early.span(1)),)
            return int(found["number"]), int(early[1])
        year = buddhist_year(int(found[group]))
        if year is not None:
            spans["year_be"] = (Span(*found.span(group)),)
        return int(found["number"]), year
    return None, None


def _read_date(
    text: str, zone: Sequence[Line], spans: dict[str, tuple[Span, ...]]
) -> tuple[date | None, tuple[Notice, ...]]:
    for line in zone:
        for found in find_dates(text[line.body.start : line.body.end]):
            span = Span(line.body.start + found.span.start, line.body.start + found.span.end)
            spans["date"] = (span,)
            if found.weekday_agrees is False:
                message = f"the weekday written does not fall on {found.date.isoformat()}"
                return found.date, (Notice("weekday-contradicts-date", message, span),)
            return found.date, ()
    return None, ()


def _header_time(shown: str, zone: Sequence[Line], spans: dict[str, tuple[Span, ...]]) -> time | None:
    for line in zone:
        found = _BARE_TIME.search(shown, line.body.start, line.body.end)
        if found:
            times = find_times(shown[found.start("at") : line.body.end], unit_required=False)
            if times:
                first = times[0]
                at = found.start("at")
                spans["start"] = (Span(at + first.span.start, at + first.span.end),)
                return first.time
    return None


def _mode(venues: Sequence[Venue], spans: dict[str, tuple[Span, ...]]) -> Mode | None:
    online = [v for v in venues if v.online]
    onsite = [v for v in venues if not v.online]
    if online and onsite:
        spans["mode"] = tuple(v.span for v in venues)
        return Mode.HYBRID
    if online:
        spans["mode"] = tuple(v.span for v in online)
        return Mode.ONLINE
    if onsite:
        spans["mode"] = tuple(v.span for v in onsite)
        return Mode.ONSITE
    return None


def _read_session(shown: str, zone: Sequence[Line], spans: dict[str, tuple[Span, ...]]) -> str | None:
    for line in zone:
        found = _SESSION.search(shown, line.body.start, line.body.end)
        if found:
            span = trimmed(shown, Span(found.start(), found.end()))
            value = _SESSION_TAIL.sub("", tidy(shown[span.start : span.end]))
            spans["session"] = (span,)
            return value
    return None


def read_opening(shown: str, lines: Sequence[Line], *, after: int = 0) -> tuple[time, Span] | None:
    """Return when the meeting began ("เริ่มประชุมเวลา ๐๙.๓๐ น.") and the span of the time, or None."""
    for line in lines:
        if line.span.start >= after and len(line.text) < 400:
            found = _opens().search(line.text)
            if found and found.start() < 60:
                at = _time_after(shown, line, found.end())
                if at is not None:
                    return at
    return None


def read_closing(
    shown: str, lines: Sequence[Line], *, after: int = 0
) -> tuple[time | None, Span | None, int] | None:
    """Return when the meeting ended, the span of the time, and the offset of the line that says so.

    The last such line counts. Time and span are None where the line gives no time.
    """
    for line in reversed(lines):
        if line.span.start < after or not line.text or len(line.text) > 400:
            continue
        found = _closes().search(line.text)
        if found is None:
            continue
        at = _time_after(shown, line, found.end())
        if at is not None:
            return at[0], at[1], line.span.start
        if found.start() == 0 and len(line.text) < 60:
            return None, None, line.span.start
    return None


def _time_after(shown: str, line: Line, at: int) -> tuple[time, Span] | None:
    start = line.body.start + at
    times = find_times(shown[start : line.body.end], unit_required=False)
    if not times:
        return None
    found = times[0]
    return found.time, Span(start + found.span.start, start + found.span.end)
