"""The next meeting as announced: number, date, time, place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kg.parse.layout import Layout
from kg.parse.lines import Line
from kg.parse.venues import split_venues
from kg.records import AgendaItem, NextMeeting, Section, Span
from kg.thai import BE_OFFSET, buddhist_year, find_dates, find_times

_NUMBER = re.compile(r"ครั้งที่\s*(\d{1,4})(?:\s*/\s*(\d{4}|\d{2})(?!\d))?")
_ANNOUNCES = re.compile(
    r"(?:ก(?:ำ|ํา)หนด|นัด|นัดหมาย)\s*(?:วัน|การ|วันและเวลา)?\s*(?:นัด)?ประชุม|(?<!ในการ)(?<!ในที่)(?<!ก่อนการ)(?<!ต่อที่)ประชุม(?:คณะ\S{0,40})?(?:ใน)?(?:ครั้ง|คราว)(?:ต่อไป|ถัดไป|หน้า)"
    r"|ก(?:ำ|ํา)หนด(?:ให้มี)?(?:จัด)?(?:การ)?ประชุม(?:ในครั้ง)?"
)
_VENUE = re.compile(r"(?:^|(?<=\s))(?:ณ\.?\s*|(?=ห้องประชุม)|(?=ผ่าน(?:ระบบ|สื่อ|ทาง)))(?P<place>\S[^\n]*)")
_PLACE_END = re.compile(r"\s+(?:เวลา|ใน(?:วัน|การ)|โดย|ทั้งนี้|จึง|และขอ|เพื่อ|ให้)(?=\s|\S)|\s*(?:มติ|ต่อไป$)")
_LONGEST = 2_000  # a longer paragraph announces nothing


def find_next_meeting(layout: Layout, items: Sequence[AgendaItem], held: date | None) -> NextMeeting | None:
    """Return the next meeting announced, or None.

    An item that is about the next meeting is read first; else a sentence anywhere in the agenda that
    announces one with its date, or after it. `held` is the date of this meeting: an earlier date is no next meeting.
    """
    titled = [item for item in items if item.section is Section.NEXT_MEETING]
    for item in titled:
        under = Span(item.title_span.end, item.span.end)
        best = _best(layout, under, held, announced=True) or _best(layout, item.span, held, announced=True)
        if best is not None:
            return best
    if not items:
        return None
    inside = Span(items[0].span.start, items[-1].span.end)
    after = Span(items[-1].span.end, len(layout.text))  # some announce it under the closing line
    return _best(layout, inside, held, announced=False) or _best(layout, after, held, announced=False)


def _best(layout: Layout, span: Span, held: date | None, *, announced: bool) -> NextMeeting | None:
    found: NextMeeting | None = None
    for stretch in _paragraphs(layout, span):
        shown = layout.shown[stretch.start : stretch.end]
        if len(shown) > _LONGEST or not (announced or _ANNOUNCES.search(shown)):
            continue
        meeting = _read(layout, stretch, held)
        if meeting is None or (meeting.date is None and not announced):
            continue
        if meeting.date is not None:
            if announced:
                return meeting
            found = meeting  # the last announcement of a record counts
        elif found is None:
            found = meeting
    return found


def _paragraphs(layout: Layout, span: Span) -> Iterator[Span]:
    run: list[Line] = []
    for line in layout.lines:
        if not span.start <= line.span.start < span.end:
            continue
        fresh = line.blank or line.index in layout.furniture or line.text.startswith(("มติ", "ที่ประชุม"))
        if fresh or (run and len(run[-1].text) > 160):
            if run:
                yield Span(run[0].body.start, run[-1].body.end)
            run = []
        if not line.blank and line.index not in layout.furniture:
            run.append(line)
    if run:
        yield Span(run[0].body.start, run[-1].body.end)


def _read(layout: Layout, span: Span, held: date | None) -> NextMeeting | None:
    if span.end - span.start > _LONGEST:
        return None
    shown = layout.shown[span.start : span.end]
    announces = _ANNOUNCES.search(shown)
    from_at = announces.start() if announces else 0
    dates = [f for f in find_dates(shown) if (held is None or f.date > held) and f.span.end > from_at]
    day = dates[0].date if dates else None
    number, year = None, None
    for found in _NUMBER.finditer(shown):
        if dates and found.start() > dates[0].span.start:
            break
        number, year = int(found[1]), buddhist_year(int(found[2])) if found[2] else None
    if day is None and number is None:
        return None
    if year is None and day is not None:
        year = day.year + BE_OFFSET
    after = dates[0].span.end if dates else from_at
    times = [t for t in find_times(shown, unit_required=False) if t.span.start >= after]
    return NextMeeting(
        span=span,
        number=number,
        year_be=year,
        date=day,
        time=times[0].time if times else None,
        venue=_venue(layout, span, after),
    )


def _venue(layout: Layout, span: Span, after: int) -> str | None:
    found = _VENUE.search(layout.shown, span.start + after, span.end)
    if found is None:
        return None
    start = found.start("place")
    cut = _PLACE_END.search(layout.shown, start, found.end())
    venues = split_venues(layout.text, layout.shown, Span(start, cut.start() if cut else found.end()))
    return " และ".join(v.text for v in venues) or None
