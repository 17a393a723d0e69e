"""Sitting records of parliament: a list of matters, each with its outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz

from kg.form import either, form
from kg.parse.laws import find_laws
from kg.parse.lines import face
from kg.parse.money import find_sums
from kg.parse.references import find_references
from kg.parse.resolutions import build_resolution, find_resolutions
from kg.parse.sitting_matters import Matter, find_matters
from kg.parse.votes import with_votes
from kg.parse.wording import lines, one_line, trim
from kg.records import (
    AgendaItem,
    Block,
    BlockKind,
    Document,
    Kind,
    Meeting,
    Record,
    Resolution,
    ResolutionType,
    Span,
)
from kg.thai import BE_OFFSET, find_dates, find_times, fold

_SITTING = re.compile(
    r"^[ \t\u00a0\u200b]*ครั้งที่\s*(?P<number>\d{1,3})(?:\s*/\s*(?P<year>\d{4}))?[^\n]*$", re.MULTILINE
)
_MOST = 300  # matters that a voting sheet is compared with
_ALIKE = 70.0  # percent, a voting sheet's title and a matter's


def parse_sitting(document: Document) -> Record:
    """Return the record of a parliament sitting.

    Each matter of the list is an agenda item: `group` is the heading it stands under, `number` counts
    headings and matters ("2.3"; "3" where the list has no headings). Its outcome (in brackets after the
    title, as a sentence, or on the voting sheet) is a resolution. Spans are in code points of
    `document.text`. Never raises.
    """
    text = document.text
    shown = face(text)
    meeting = read_sitting(text, shown)
    listed = find_matters(text)
    items = tuple(_item(text, matter) for matter in listed.matters)
    resolutions = [r for matter in listed.matters for r in _outcomes(text, matter)]
    resolutions.extend(_sheet_outcomes(text, listed.sheet, listed.matters))
    resolutions.sort(key=lambda r: r.span)
    counted = with_votes(text, items, resolutions)
    return Record(
        file=document.file,
        sha256=document.sha256,
        kind=Kind.SITTING_RECORD,
        meeting=meeting,
        agenda=items,
        resolutions=counted,
        laws=find_laws(text, items),
        references=find_references(text, items, meeting.body),
        money=find_sums(text, items),
        blocks=tuple(_blocks(text, listed.matters, listed.start, listed.end)),
        warnings=document.warnings,
    )


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"[\s>]*(?:{either(form('house')['title_lead'])}[\s>]*)*(?:{either([form('house')['joint']])})?"
    )


@cache
def _body() -> re.Pattern[str]:
    return re.compile(either(form("house")["bodies"]))


def read_sitting(text: str, shown: str) -> Meeting:
    """Return the sitting's body, number, date, times and session (term, year, session as one line)."""
    spans: dict[str, tuple[Span, ...]] = {}
    sitting = _SITTING.search(shown)
    limit = sitting.start() if sitting else min(len(text), 400)
    head = Span(0, limit)
    body: str | None = None
    for row in lines(text, head):
        lead = _lead().match(text, row.start, row.end)
        named = _body().match(text, lead.end() if lead else row.start, row.end)
        if named:
            crumb = text.find(">", named.start(), row.end)
            whole = trim(text, named.start(), crumb if crumb >= 0 else row.end)
            body, spans["body"] = one_line(text[whole.start : whole.end]), (whole,)
            break
    session, crumbs = _session(text, head)
    if crumbs:
        spans["session"] = (crumbs,)
    if sitting is None:
        return Meeting(body=body, session=session, spans=spans)
    row = Span(*sitting.span())
    spans["number"] = (Span(*sitting.span("number")),)
    dates = find_dates(shown[row.start : row.end])
    if dates:
        spans["date"] = spans["year_be"] = (
            Span(row.start + dates[0].span.start, row.start + dates[0].span.end),
        )
    year = int(sitting["year"]) if sitting["year"] else (dates[0].date.year + BE_OFFSET if dates else None)
    if sitting["year"]:
        spans["year_be"] = (Span(*sitting.span("year")),)
    clock = shown.find("เวลา", row.start, row.end)
    times = find_times(shown[clock : row.end], unit_required=False) if clock >= 0 else []
    for name, found in zip(("start", "end"), times, strict=False):
        spans[name] = (Span(clock + found.span.start, clock + found.span.end),)
    return Meeting(
        body=body,
        number=int(sitting["number"]),
        year_be=year,
        date=dates[0].date if dates else None,
        start=times[0].time if times else None,
        end=times[1].time if len(times) > 1 else None,
        title=one_line(text[: row.start].split("\n", 1)[0]) or None,
        session=session,
        spans=spans,
    )


def _session(text: str, head: Span) -> tuple[str | None, Span | None]:
    """The breadcrumb after the body: "ชุดที่ ๒๔ > ปีที่ ๑ > สามัญนิติบัญญัติ >"."""
    for row in lines(text, head):
        first = text.find(">", row.start, row.end)
        if first >= 0:
            where = trim(text, first + 1, row.end)
            parts = [one_line(p) for p in text[where.start : where.end].split(">")]
            parts = [p for p in parts if p and not _body().match(_lead().sub("", p))]
            return (" ".join(face(p) for p in parts) or None), (where if parts else None)
    return None, None


def _item(text: str, matter: Matter) -> AgendaItem:
    title = one_line(text[matter.title_span.start : matter.title_span.end])
    return AgendaItem(
        matter.number,
        title,
        matter.section,
        matter.span,
        matter.title_span,
        title,
        matter.title_span,
        matter.group,
    )


@cache
def _outcome() -> re.Pattern[str]:
    kinds = [word for listed in form("house")["outcomes"].values() for word in listed]
    return re.compile(rf"\((?P<words>{either(kinds)}[^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")


@cache
def _outcome_kinds() -> tuple[tuple[re.Pattern[str], ResolutionType], ...]:
    return tuple(
        (re.compile(either(listed)), ResolutionType(kind))
        for kind, listed in form("house")["outcomes"].items()
    )


@cache
def _implicit() -> re.Pattern[str]:
    data = form("house")
    kinds = either([word for listed in data["outcomes"].values() for word in listed])
    return re.compile(
        rf"(?:{either(data['unopposed'])}\s*)?(?P<taken>{either(data['implicit'])})\s*(?:ได้\s*)?(?:(?:มี|ลง)?มติ|(?={kinds}))[^\n]*"
    )


def _outcomes(text: str, matter: Matter) -> Iterator[Resolution]:
    found = list(find_resolutions(text, Span(matter.title_span.end, matter.span.end), matter.number))
    found = [r for r in found if r.text and not r.text.startswith("หมายเหตุ")]
    bracketed = _bracketed(text, matter.outcome, matter.number) if matter.outcome else None
    # a sentence that says the same in full stands for it
    if bracketed is not None and not any(set(bracketed.types) <= set(r.types) for r in found):
        yield bracketed
    notes = [Span(*m.span()) for m in _implicit().finditer(text, matter.title_span.end, matter.span.end)]
    said = [r for r in found if not any(n.start <= r.span.start < n.end for n in notes)]
    yield from said
    if notes and not said:
        implicit = _implicit().search(text, notes[0].start, notes[0].end)
        if implicit is not None:
            taken = Span(*implicit.span("taken"))
            resolution = build_resolution(text, trim(text, *implicit.span()), matter.number, taken)
            types = _types(text[taken.end : implicit.end()]) or resolution.types
            if bracketed is None or bracketed.types != types:
                yield replace(resolution, types=types)


def _types(words: str) -> tuple[ResolutionType, ...]:
    for pattern, kind in _outcome_kinds():
        if pattern.search(words):
            return (kind,)
    return ()


def _bracketed(text: str, where: Span, number: str) -> Resolution:
    words = text[where.start : where.end]
    resolution = build_resolution(text, where, number, None)
    if words.startswith("ที่ประชุม"):
        return resolution
    extra = tuple(t for t in resolution.types if t is ResolutionType.ASSIGN)
    return replace(resolution, types=(*_types(words), *extra) or resolution.types)


def _sheet_outcomes(text: str, sheet: Sequence[Span], matters: Sequence[Matter]) -> Iterator[Resolution]:
    """What the voting sheet says was decided on a matter ("… (เห็นชอบกับรายงาน…)")."""
    keys = [(fold(text[m.title_span.start : m.title_span.end]), m) for m in matters[:_MOST]]
    for row in sheet[: 4 * _MOST]:
        outcome = _outcome().search(text[row.start : row.end].rstrip())
        if outcome is None or not keys:
            continue
        title = fold(re.sub(r"^[\s\-]*[\d๐-๙.]*\s*", "", text[row.start : row.start + outcome.start()]))
        score, matter = max(((fuzz.partial_ratio(title, k), m) for k, m in keys), key=lambda pair: pair[0])
        if score >= _ALIKE:
            where = Span(row.start + outcome.start("words"), row.start + outcome.end("words"))
            yield _bracketed(text, where, matter.number)


def _blocks(text: str, matters: Sequence[Matter], start: int, end: int) -> Iterator[Block]:
    inside = {m.span.start: m for m in matters}
    current: Matter | None = None
    heading: str | None = None
    for row in lines(text, Span(0, len(text))):
        span = trim(text, row.start, row.end)
        if span.end <= span.start:
            continue
        current = next((inside[at] for at in range(row.start, row.end) if at in inside), current)
        if current is not None and span.start >= current.span.end:
            current = None
        line = text[span.start : span.end]
        if row.end <= start:
            yield Block(BlockKind.TITLE, span)
        elif row.start >= end:
            yield Block(BlockKind.FURNITURE, span)
        elif current is None:
            heading = one_line(line) if not line.startswith("-") else heading
            kind = BlockKind.LIST_ITEM if line.startswith("-") else BlockKind.HEADING
            yield Block(kind, span, None, heading)
        else:
            kind = BlockKind.LIST_ITEM if span.start <= current.title_span.start else BlockKind.PARAGRAPH
            if re.match(r"(?:-\s*)?(?:ผลการลงมติ\s*)?ที่ประชุม", line):
                kind = BlockKind.RESOLUTION
            yield Block(kind, span, current.number, current.group)
