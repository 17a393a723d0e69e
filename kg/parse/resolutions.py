"""Resolutions (มติ): where they stand and what they do."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.form import either, form
from kg.parse.assignments import find_assignments
from kg.parse.deadlines import find_deadline
from kg.parse.decision import decide, find_proposer, find_vote, is_none
from kg.parse.extent import extent
from kg.parse.wording import BLANK, lines, trim
from kg.records import Resolution, ResolutionType, Span

_LEAD = r"[ \t\u00a0\u200b|*#>•\-–]*(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]{0,2}[ \t\u00a0]+)?\**"
_ABBREVIATION = r"(?:[ก-ฮ]{1,4}\.){1,6}[ \t]?(?:ฯ|๖(?!\d))?"
_MARK = r"(?:มต[ิีื์]|มิต)"
_BODY_REACH = 120
_LOOK_BACK = 160


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a resolution begins: its introducing words, and where its text begins."""

    at: int
    marker: Span | None
    text: int
    explicit: bool


def find_resolutions(text: str, span: Span, agenda: str | None) -> tuple[Resolution, ...]:
    """Return the resolutions in one agenda item's stretch, in text order.

    `span` is in code points of `text`, as are all spans of the result; each one's `text` is the quote of
    its `span`. A marker that says there is none is kept with types `(none,)`. References to resolutions of
    other meetings are no resolutions. Never raises.
    """
    starts = _chosen(text, list(_starts(text, span)), span.end)
    found: list[Resolution] = []
    for index, start in enumerate(starts):
        limit = starts[index + 1].at if index + 1 < len(starts) else span.end
        where = extent(text, start.text, limit)
        if where.start >= where.end:
            if start.marker is not None:
                words_ = text[start.marker.start : start.marker.end]
                found.append(
                    Resolution(agenda, words_, (ResolutionType.NONE,), start.marker, marker_span=start.marker)
                )
            continue
        found.append(build_resolution(text, where, agenda, start.marker))
    return tuple(found)


def build_resolution(text: str, where: Span, agenda: str | None, marker: Span | None) -> Resolution:
    """Return the resolution whose words are `text[where.start:where.end]`, typed and with its assignments."""
    words_ = text[where.start : where.end]
    if is_none(words_):
        return Resolution(agenda, words_, (ResolutionType.NONE,), where, marker_span=marker)
    assignments = find_assignments(text, where)
    dated = next((a for a in assignments if a.due), None) or next(
        (a for a in assignments if a.due_as_written), None
    )
    deadline = None if dated else find_deadline(text, where)
    return Resolution(
        agenda=agenda,
        text=words_,
        types=decide(words_, assigns=bool(assignments)),
        span=where,
        assignments=assignments,
        due=dated.due if dated else deadline.date if deadline else None,
        due_as_written=dated.due_as_written if dated else deadline.as_written if deadline else None,
        vote=find_vote(words_),
        proposed_by=find_proposer(words_),
        marker_span=marker,
    )


@cache
def _marker() -> re.Pattern[str]:
    bodies = either(form("resolutions")["bodies"])
    leads, tails = either(form("resolutions")["mark_leads"]), either(form("resolutions")["mark_tails"])
    meeting = rf"ที[่้]?{BLANK}ประ[ชซข][ุู]?ม"
    return re.compile(
        rf"{_LEAD}(?P<mark>(?:{leads}{BLANK})?{_MARK}(?:{tails})?{BLANK}(?P<body>{meeting}{BLANK}(?:{_ABBREVIATION})?|{_ABBREVIATION}|(?P<long>{bodies}))?)"
    )


@cache
def _heads() -> re.Pattern[str]:
    data = form("resolutions")
    return re.compile(rf"[*\s]*[:：]?[*\s\-–]*(?:\(?\d{{1,2}}[.)]+\s*)?(?:{either(data['heads'])}|ที่ประชุม)")


@cache
def _not_marker() -> re.Pattern[str]:
    return re.compile(BLANK + either(form("resolutions")["not_marker"]))


@cache
def _sentence() -> re.Pattern[str]:
    data = form("resolutions")
    who = rf"(?:ที่ประ[ชซข]ุม|{either(data['subjects'])}[^\s:]{{0,60}}?){BLANK}(?:{_ABBREVIATION}{BLANK})?"
    how = r"(?:จึง|ได้|ร่วมกัน|พิจารณา(?:แล้ว|และ)?|แล้ว|อภิปราย|ซักถาม|โดยทั่วกัน|อย่างกว้างขวาง|และ|เรื่องดังกล่าว|เรื่องนี้|รายละเอียด|ข้อมูล|ตามที่[^\s]{1,60}เสนอ|[ \t\u00a0\u200b]{1,8})"
    return re.compile(
        rf"(?P<who>{who})(?P<dash>[ \t\u00a0]*[:：\-–—][ \t\u00a0]*)?(?P<how>{how}{{0,12}}?)(?P<verb>(?:มี|ลง|มี{BLANK}?ลง){_MARK}|(?P<bare>{either(data['bare_heads'])}))"
    )


@cache
def _earlier() -> re.Pattern[str]:
    return re.compile(rf"{BLANK}(?:{either(form('resolutions')['earlier'])}|\()")


@cache
def _duty() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(form('resolutions')['duty'])})[\s*]*$")


_OTHER_MEETING = re.compile(
    r"(?:ครั้งที่\s*\d{1,3}\s*/\s*\d{2,4}|เมื่อวันที่|เมื่อคราว|คราวก่อน|คราวที่แล้ว|ครั้งที่แล้ว|ครั้งก่อน)"
)


_DECIDES = re.compile(r"[^\s:：*]{1,60}?[ \t\u00a0]?(?:ได้|จึง|ร่วมกัน)?(?:พิจารณา|(?:มี|ลง)มติ)")
_SEAT = re.compile(r"[\u0e01-\u0e4e]{2,40}(?:ฯ)?(?P<end>[ \t]*[:：]|[ \t]*$| )")
_PAST = re.compile(r"\s*(?:เมื่อวันที่|วันที่|ในการประชุม|ในคราว|ครั้งที่|เมื่อคราว|\(\s*\d)")


def _starts(text: str, span: Span) -> Iterator[_Start]:
    previous: Span | None = None
    for line in lines(text, span):
        start = _marked(text, line)
        if start is not None:
            yield start
        else:
            yield from _sentences(text, line, previous)
        previous = line


def _marked(text: str, line: Span) -> _Start | None:
    match = _marker().match(text, line.start, line.end)
    if match is None:
        return None
    end = match.end("mark")
    if match["long"] is not None and _DECIDES.match(text, match.start("long"), line.end):
        end = trim(text, match.start("mark"), match.start("long")).end  # "มติ สภา…พิจารณาแล้วมีมติ…"
        return _Start(line.start, trim(text, match.start("mark"), end), end, True)
    if match["long"] is not None:
        end = _long_body(text, end, line.end)
    elif match["body"] is None:
        end = trim(text, match.start("mark"), end).end
    if match["body"] is not None and match["body"].endswith("."):
        seat = _SEAT.match(text, end, line.end)  # "มติ ก.ท.จ.สายชล :"
        if seat is not None and (seat["end"] != " " or _heads().match(text, seat.end(), line.end)):
            end = seat.start("end")
    rest = text[end : line.end]
    bare = rest.strip(" \t\u00a0\u200b*|:：-–")
    if bare and _not_marker().match(rest.lstrip("*")):
        return None
    if bare and not re.match(r"[*\s]*[:：]", rest) and not _heads().match(rest) and not is_none(rest):
        # "มติ อ.ก.ก. ตามเอกสาร…": other words follow, so this is prose unless a bold mark closes the marker
        if not rest.startswith("*") and match["body"] is None:
            return None
        if match["long"] is not None:
            return None
    if bare and match["body"] is None and rest[:1].strip() != "" and not _heads().match(rest):
        return None
    at = re.compile(r"[* \t\u00a0\u200b|]*[:：]?[* \t\u00a0\u200b|]*").match(text, end)
    return _Start(line.start, trim(text, match.start("mark"), end), at.end() if at else end, True)


def _long_body(text: str, at: int, end: int) -> int:
    """Where the name of a body such as คณะกรรมการบริหารกองทุน ends: at a colon, a space or a decision."""
    reach = min(end, at + _BODY_REACH)
    past = _PAST.search(text, at, reach)
    decided = _decided_at(text, at, past.start() if past else reach, end)
    if past and decided is None:
        return past.start()
    if decided is not None:
        return decided
    colon = re.compile(r"[:：]|\*\*").search(text, at, reach)
    if colon:
        return colon.start()
    head = re.compile(either(form("resolutions")["bare_heads"])).search(text, at, reach)
    if head:
        return head.start()
    return reach if reach == end else at


def _decided_at(text: str, at: int, reach: int, end: int) -> int | None:
    """The first space before `reach` after which a decision (or "ไม่มี") begins; None where none does."""
    colon = re.compile(r"[:：]|\*\*").search(text, at, reach)
    for space in re.compile(r"[ \t\u00a0]").finditer(text, at, colon.start() if colon else reach):
        if _heads().match(text, space.start(), end) or is_none(text[space.start() : end]):
            return space.start()
    return None


def _sentences(text: str, line: Span, previous: Span | None) -> Iterator[_Start]:
    for match in _sentence().finditer(text, line.start, line.end):
        before = text[line.start : match.start()].strip(" \t\u00a0\u200b*|#>•-–")
        opens = before == "" or re.fullmatch(r"\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]*", before) is not None
        bare = match["bare"] is not None
        if bare and not match["who"].startswith("ที่ประชุม"):
            continue
        if _earlier().match(text, match.end("verb")) and not bare:
            continue
        if opens:
            wrapped = previous is not None and text[previous.start : previous.end].strip() != ""
            tail = text[previous.start : previous.end] if wrapped and previous is not None else ""
            if _duty().search(tail):
                continue
        elif not _mid_line(text, line, match):
            continue
        at = trim(text, match.start(), line.end).start
        if match["dash"] is not None:  # "ที่ประชุม - รับทราบ": a marker in all but name
            yield _Start(at, trim(text, at, match.start("dash")), match.end("dash"), False)
        else:
            yield _Start(at, Span(match.start(), match.end("verb")), at, False)
        return


def _mid_line(text: str, line: Span, match: re.Match[str]) -> bool:
    """Is a sentence inside a paragraph this meeting's own decision?"""
    if text[match.start() - 1] not in " \t\u00a0\u200b" or not match["who"].startswith("ที่ประชุม"):
        return False
    before = text[max(line.start, match.start() - _LOOK_BACK) : match.start()]
    if _duty().search(before) or _OTHER_MEETING.search(before):
        return False
    return match["bare"] is None or "จึง" in match["how"] or text[match.end("verb") : line.end].strip() == ""


def _chosen(text: str, starts: list[_Start], stop: int) -> list[_Start]:
    """Drop sentences that only lead up to, or repeat, an explicit marker's resolution."""
    marks = [start.at for start in starts if start.explicit]
    kept: list[_Start] = []
    covered = -1  # where the words of the last explicit marker's resolution end
    for index, start in enumerate(starts):
        if start.explicit:
            following = bisect_right(marks, start.at)
            limit = marks[following] if following < len(marks) else stop
            covered = extent(text, start.text, limit).end
        else:
            after = starts[index + 1] if index + 1 < len(starts) else None
            leads = after is not None and after.explicit and not _heading_between(text, start.at, after.at)
            if leads or start.at < covered:
                continue
        kept.append(start)
    return kept


_HEADING = re.compile(
    r"\n[ \t\u00a0*#]*(?:\d{1,2}\.\d{1,2}[\d.]*[ \t\u00a0]+|\d{1,2}\.?[ \t\u00a0]*|ระเบียบวาระ\S*[ \t\u00a0]+\S+[ \t\u00a0]+)?เรื่อง"
)


def _heading_between(text: str, start: int, end: int) -> bool:
    return _HEADING.search(text, start, end) is not None
