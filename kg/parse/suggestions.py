"""Opinions and suggestions of the meeting: the lists under "ความเห็นและข้อเสนอแนะ" and sentences like it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.form import either, opens, words
from kg.parse.agenda import innermost
from kg.parse.layout import Layout
from kg.parse.lines import Line
from kg.parse.markers import Marker, read_marker
from kg.parse.remarks import with_speakers
from kg.records import AgendaItem, Resolution, Span, Suggestion

_LONGEST_OPENER = 260
_LONGEST_HEADING = 90
_RESOLVES = re.compile(r"มติ|ที่ประชุม(?:ได้)?(?:มีมติ|พิจารณาแล้ว(?:มีมติ|เห็นชอบ)|เห็นชอบ|อนุมัติ|รับทราบ)")


@cache
def _opinion() -> re.Pattern[str]:
    return re.compile(either(words("suggestions", "opinions")))


@cache
def _not_meeting() -> re.Pattern[str]:
    return re.compile(
        rf"{either(words('suggestions', 'opinions'))}\s*{either(words('suggestions', 'not_meeting'))}"
    )


@cache
def _meeting() -> re.Pattern[str]:
    return re.compile(either(words("suggestions", "meeting")))


@cache
def _with_opinions() -> re.Pattern[str]:
    """A decision that the meeting's opinions go with: "รับทราบ โดยที่ประชุมมีข้อสังเกต ดังนี้"."""
    return re.compile(
        rf"(?:โดย|และ|ทั้งนี้|พร้อม)[\u0e01-\u0e4e ]{{0,60}}?(?:มี|ให้|ทั้ง){either(words('suggestions', 'opinions'))}"
    )


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(words('suggestions', 'ends'))})\s*[:：]?$")


@cache
def _heading() -> re.Pattern[str]:
    opinion = either(words("suggestions", "opinions"))
    return re.compile(
        rf"(?:[-•]\s*)?(?:สรุป|ประเด็น)?{opinion}(?:\s*(?:และ|/|,)?\s*{opinion})*(?:\s*เพิ่มเติม)?"
        rf"(?:\s*(?:ของ|จาก)\s*\S.{{0,60}}|\s*{either(words('suggestions', 'meeting'))})?\s*[:：]?"
    )


def opens_suggestions(text: str) -> bool:
    """Return whether a line (its face) opens a list of the meeting's opinions.

    "ความเห็นและข้อเสนอแนะของที่ประชุม" and "ที่ประชุมมีข้อสังเกต ดังนี้" do; "ความเห็นของสำนักงาน… ดังนี้" does
    not, for it is an office's; nor does a resolution.
    """
    if not text or len(text) > _LONGEST_OPENER:
        return False
    if _RESOLVES.match(text):
        return _ends().search(text) is not None and _with_opinions().search(text) is not None
    found = _opinion().search(text)
    if found is None:
        return False
    if _not_meeting().search(text) and not re.search(r"ที่ประชุม(?:มี|ได้|ให้)", text):
        return False
    if len(text) <= _LONGEST_HEADING and _heading().fullmatch(text):
        return True
    if _ends().search(text) is None:
        return False
    return found.start() < 40 or _meeting().search(text) is not None


def find_suggestions(
    layout: Layout, items: Sequence[AgendaItem], resolutions: Sequence[Resolution]
) -> tuple[Suggestion, ...]:
    """Return the meeting's numbered opinions under each agenda item, in text order.

    A suggestion runs from its number to the end of its last line, its own sub-items and what follows a page
    break included. Where a heading is followed by paragraphs without numbers, each is one (number None). Who made
    one, and its kind, are told from its own words or from the heading.
    """
    found: list[Suggestion] = []
    openers: list[Span] = []
    starts = [(r.marker_span or r.span).start for r in resolutions]
    for item, span in innermost(items):
        stop_at = [at for at in starts if span.start <= at < span.end]
        lines = layout.content(span.start, span.end)
        i = 0
        while i < len(lines):
            if opens_suggestions(lines[i].text) and lines[i].span.start != item.span.start:
                stop = min((at for at in stop_at if at > lines[i].span.start), default=span.end)
                opener = lines[i].body
                listed, i = _read_list(layout, lines, i + 1, stop)
                found.extend(
                    Suggestion(item.number, number, layout.text[s.start : s.end], s) for number, s in listed
                )
                openers.extend(opener for _ in listed)
            else:
                i += 1
    return with_speakers(layout, found, openers)


def _read_list(
    layout: Layout, lines: Sequence[Line], first: int, stop: int
) -> tuple[list[tuple[int | None, Span]], int]:
    end = first
    while end < len(lines) and lines[end].body.start < stop and not opens_suggestions(lines[end].text):
        end += 1
    within = lines[first:end]
    heads = _list_heads(within)
    if not heads:
        return [(None, line.body) for line in within if not _is_heading(line)], end
    listed: list[tuple[int | None, Span]] = []
    for k, (at, marker) in enumerate(heads):
        until = heads[k + 1][0] if k + 1 < len(heads) else len(within)
        closed = k + 1 < len(heads)
        last = _last_line(layout, within, at, until, closed=closed)
        number = marker.number if marker.style != "bullet" else None
        listed.append((number, Span(within[at].body.start, last.body.end)))
    return listed, end


def _list_heads(lines: Sequence[Line]) -> list[tuple[int, Marker]]:
    heads: list[tuple[int, Marker]] = []
    for i, line in enumerate(lines):
        marker = read_marker(line.text)
        if marker is None:
            continue
        if not heads:
            if marker.style in {"bullet", "letter"} or marker.number in {1, 2}:
                heads.append((i, marker))
            continue
        first = heads[0][1]
        if marker.style != first.style or marker.label.count(".") != first.label.count("."):
            continue
        before = heads[-1][1].number
        if marker.number is None or before is None or 0 < marker.number - before <= 2:
            heads.append((i, marker))
    return heads


def _last_line(layout: Layout, lines: Sequence[Line], at: int, until: int, *, closed: bool) -> Line:
    """The last line of a list item: up to the next item, or (the last one) while it visibly goes on."""
    if closed:
        return lines[until - 1]
    last = lines[at]
    for line in lines[at + 1 : until]:
        between = range(last.index + 1, line.index)
        torn = any(i in layout.furniture for i in between)
        inner = read_marker(line.text)
        blank = any(layout.lines[i].blank for i in between)
        if _is_heading(line) or (blank and not torn and inner is None):
            break
        last = line
    return last


def _is_heading(line: Line) -> bool:
    return len(line.text) < 60 and opens(line.text, "agenda", "inner_headings")
