"""Other meetings referred to: by number, or by the date of a cabinet resolution."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.form import either, form
from kg.parse.ending import wraps
from kg.parse.laws import agenda_at
from kg.parse.minute_places import MinutePlace, places_after, places_before
from kg.parse.previous_meetings import previous_meetings
from kg.parse.wording import GAP, joined
from kg.records import AgendaItem, Reference, Section, Span
from kg.thai import DateFound, buddhist_year, find_dates, fold

_BEFORE = 150
_CABINET_BODY = "คณะรัฐมนตรี"
_NUMBERED = re.compile(
    rf"(?:ครั้งที่|คราวที่|นัดที่){GAP}(?P<number>\d{{1,3}}){GAP}(?:[/–-]|ประจำปี(?:{GAP}พ\.{GAP}ศ\.)?){GAP}(?P<year>\d{{4}}|\d{{2}}(?!\d))(?!{GAP}/)"
)
_UNYEARED = re.compile(rf"ครั้งที่{GAP}(?P<number>\d{{1,3}})(?!{GAP}[/\d]){GAP}(?:เมื่อ)?{GAP}(?=วัน)")
_SESSION_YEAR = re.compile(rf"สมัยที่[^\n]{{0,12}}?(?:ประจำ)?ปี{GAP}(?:พ\.{GAP}ศ\.)?{GAP}(\d{{4}}){GAP}$")
_DATED_AFTER = re.compile(rf"{GAP}(?:\([^)\n]{{0,40}}\){GAP})?\(?(?:เมื่อ|ลง|ใน|ประจำ)?{GAP}(?=วัน|\d)")
_CABINET = re.compile(
    rf"(?:มติ{GAP})?(?P<body>คณะรัฐมนตรี|ครม\.?){GAP}(?:ได้|จึง|เคย)*{GAP}(?:มี)?(?:มติ)?"
    rf"(?:{GAP}(?:วันที่|ลงวันที่|\()?|[^\n\d]{{0,60}}?เมื่อ{GAP}(?:วัน[^\s\d]{{0,12}})?){GAP}(?=\d|วัน)"
)
_AND = re.compile(rf"{GAP}(?:,|และ(?:เมื่อ)?(?:วันที่)?|กับ){GAP}(?:วันที่{GAP})?")
_ABBREVIATION = r"(?:[ก-ฮ]{1,4}\.){2,6}(?:[ \t]?ฯ)?|[ก-ฮ]{2,5}\.(?![ก-ฮ])"


@cache
def _body() -> re.Pattern[str]:
    data = form("references")
    named = rf"(?:{either(data['bodies'])})[^\s“”\"]{{0,120}}?(?={either(data['body_ends'])}|[\s“”\"(]|$)(?:{GAP}\([ก-ฮ.]{{2,14}}\))?"
    return re.compile(
        rf"(?P<office>{either(data['offices'])}{GAP}(?:{_ABBREVIATION}))|(?P<body>{named}|{_ABBREVIATION})"
    )


@cache
def _meets() -> re.Pattern[str]:
    return re.compile(either(form("references")["meetings"]))


@cache
def _meets_not() -> re.Pattern[str]:
    return re.compile(either(form("references")["not_meetings"]))


def find_references(text: str, items: Sequence[AgendaItem], body: str | None) -> tuple[Reference, ...]:
    """Return the other meetings referred to, each once in an agenda item, in text order.

    By number ("ก.ก. … ในการประชุมครั้งที่ ๔/๒๕๖๓ เมื่อวันที่ …"), or by the date of a cabinet resolution
    (number None). A reference without a named body is to this record's own `body`; "การประชุมครั้งที่แล้ว" has
    neither number nor, mostly, date. Each item of its minutes that is told ("ระเบียบวาระที่ ๔.๑ หน้า ๕") makes a
    reference. The announcement of the next meeting, and the record's own heading before its first item, are no
    references. Never raises.
    """
    if not text:
        return ()
    starts = sorted((i.span.start, -i.span.end, i.number) for i in items)
    announced = [i.span for i in items if i.section is Section.NEXT_MEETING]
    dates = find_dates(text)
    found = [
        *_numbered(text, dates, body),
        *_dated_only(text, dates, body),
        *_of_cabinet(text, dates),
        *_of_bodies(text, dates),
    ]
    numbered = sorted(r.span for r in found)
    if body != _CABINET_BODY:  # which says so of others: "การประชุมครั้งที่แล้วจัดขึ้น ณ กรุง…"
        ends = {d.span.start: d for d in dates}
        found.extend(r for r in previous_meetings(text, ends, body) if _apart(r.span, numbered))
    headings = sorted(i.span.start for i in items)
    placed: list[Reference] = []
    floor = 0
    for reference in sorted(found, key=lambda r: r.span):
        at = reference.span.start
        agenda = agenda_at(items, starts, at)
        if (items and agenda is None) or any(s.start <= at < s.end for s in announced):
            continue
        each = tuple(_with_places(text, replace(reference, agenda=agenda), floor, headings))
        floor = each[-1].span.end
        placed.extend(each)
    return _once(placed)


_NEXT_TO = 30  # "การประชุมครั้งที่แล้ว (ครั้งที่ ๓/๒๕๖๗)": one meeting, told twice


def _apart(span: Span, numbered: Sequence[Span]) -> bool:
    place = bisect_left(numbered, Span(span.start, span.start))
    after = numbered[place].start - span.end if place < len(numbered) else _NEXT_TO
    before = span.start - numbered[place - 1].end if place else 0
    return after >= _NEXT_TO and before >= 0


def _with_places(text: str, reference: Reference, floor: int, headings: Sequence[int]) -> Iterator[Reference]:
    """The reference, once for each place of that meeting's minutes told before or after it."""
    span = reference.span
    before = places_before(text, span.start, floor, headings)
    places: tuple[MinutePlace, ...] = before or places_after(text, span.end, headings)
    for place in places:
        whole = Span(min(span.start, place.span.start), max(span.end, place.span.end))
        yield replace(reference, span=whole, item=place.item, page=place.page, line=place.line)
    if not places:
        yield reference


def _nearby(text: str, start: int) -> str:
    """What stands before an offset in its paragraph; a line break counts only where the line was not full."""
    low = max(0, start - _BEFORE)
    at = text.rfind("\n", low, start)
    while at >= low and wraps(text, at, at + 1):
        at = text.rfind("\n", low, at)
    return text[max(low, at + 1) : start]


def _numbered(text: str, dates: Sequence[DateFound], own: str | None) -> Iterator[Reference]:
    ends = {d.span.start: d for d in dates}
    for match in _NUMBERED.finditer(text):
        paragraph = _nearby(text, match.start())
        lead = _DATED_AFTER.match(text, match.end())
        dated = _at(ends, lead.end()) if lead else None
        if _meets_not().search(paragraph[-60:]):
            continue
        named = _body_before(paragraph)
        if dated is None and named is None and not _meets().search(paragraph[-80:]):
            continue
        start = match.start()
        if named is not None:
            start = match.start() - len(paragraph) + named.start()
        yield Reference(
            span=Span(start, dated.span.end if dated else match.end()),
            body=_own_or(joined(named["body"]), own) if named is not None else own,
            number=int(match["number"]),
            year_be=buddhist_year(int(match["year"])),
            date=dated.date if dated else None,
        )


def _era(words: str) -> bool:
    return words in form("references")["not_bodies"]


def _own_or(named: str, own: str | None) -> str:
    """The cabinet by its plain name; the record's own body where the name is only its beginning ("คณะกรรมการ")."""
    if named.startswith(_CABINET_BODY):
        return _CABINET_BODY
    return own if own is not None and fold(own).startswith(fold(named)) else named


def _dated_only(text: str, dates: Sequence[DateFound], own: str | None) -> Iterator[Reference]:
    """Read "การประชุมคณะกรรมาธิการ ครั้งที่ ๒๒ วันพุธที่ …": bodies that number without a year."""
    ends = {d.span.start: d for d in dates}
    for match in _UNYEARED.finditer(text):
        dated = _at(ends, match.end())
        before = text[max(0, match.start() - _BEFORE) : match.start()].rsplit("\n\n", 1)[-1]
        if dated is None or not _meets().search(before[-80:]) or _meets_not().search(before[-60:]):
            continue
        year = _SESSION_YEAR.search(before)
        yield Reference(
            span=Span(match.start(), dated.span.end),
            body=own,
            number=int(match["number"]),
            year_be=buddhist_year(int(year[1])) if year else None,
            date=dated.date,
        )


def _at(dates: dict[int, DateFound], start: int) -> DateFound | None:
    """The date that begins at an offset (a weekday or วันที่ may come first)."""
    return next((dates[start + k] for k in range(12) if start + k in dates), None)


def _body_before(paragraph: str) -> re.Match[str] | None:
    """The last body named before a meeting's number, unless the minutes' own ("รายงานการประชุม ครั้งที่")."""
    if re.search(r"(?:รายงานการประชุม|สืบเนื่องจากการประชุม|มติที่ประชุม)[\s*]*$", paragraph):
        return None
    found = [m for m in _body().finditer(paragraph) if m["body"] is not None and not _era(m["body"])]
    if not found:
        return None
    last = found[-1]
    # "คณะกรรมการ ก ในคราวประชุมคณะกรรมการ ก ครั้งที่": the nearest; a list's head word alone is no body
    return last if len(fold(last["body"])) >= 2 else None


def _of_cabinet(text: str, dates: Sequence[DateFound]) -> Iterator[Reference]:
    ends = {d.span.start: d for d in dates}
    for match in _CABINET.finditer(text):
        if "มติ" not in match.group():
            continue
        dated = _at(ends, match.end())
        start = match.start("body") if "มติ" in text[match.start("body") : match.end()] else match.start()
        last = text.rfind("มติคณะรัฐมนตรี", start + 1, match.end())
        start = last if last > start else start
        while dated is not None:
            yield Reference(span=Span(start, dated.span.end), body="คณะรัฐมนตรี", date=dated.date)
            more = _AND.match(text, dated.span.end)
            following = ends.get(more.end()) if more else None
            start = following.span.start if following else start
            dated = following


def _of_bodies(text: str, dates: Sequence[DateFound]) -> Iterator[Reference]:
    """Read "ตามมติของสภาผู้แทนราษฎร เมื่อวันที่ …": a body's resolution of a date."""
    ends = {d.span.start: d for d in dates}
    for match in re.finditer(rf"มติ{GAP}(?:ของ)?{GAP}", text):
        named = _body().match(text, match.end(), match.end() + _BEFORE)
        if named is None or named["body"] is None or named["body"].startswith(("คณะรัฐมนตรี", "ครม")):
            continue
        lead = re.compile(rf"{GAP}(?:เมื่อ|ลง){GAP}").match(text, named.end())
        dated = _at(ends, lead.end()) if lead else None
        if dated is not None:
            yield Reference(Span(named.start(), dated.span.end), joined(named["body"]), date=dated.date)


def _once(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """One for each meeting in an item; a mention without a date joins the one that has it."""
    known = {(fold(r.body or ""), r.number, r.year_be): r.date for r in references if r.number and r.date}
    told = {(fold(r.body or ""), r.number, r.year_be, r.agenda) for r in references if r.item or r.page}
    kept: dict[tuple[object, ...], Reference] = {}
    for reference in references:
        if reference.number and reference.date is None:
            reference = replace(
                reference, date=known.get((fold(reference.body or ""), reference.number, reference.year_be))
            )
        meeting = (fold(reference.body or ""), reference.number, reference.year_be, reference.agenda)
        if reference.item is None and reference.page is None and meeting in told:
            continue  # the one that says where in its minutes stands for it
        key = (
            fold(reference.body or ""),
            reference.number,
            reference.year_be,
            reference.date,
            reference.agenda,
            reference.item,
        )
        kept.setdefault(key, reference)
    return tuple(sorted(kept.values(), key=lambda r: r.span))
