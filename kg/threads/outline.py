"""The outline of one record, made once when it is read: no record need be read again when another comes.

`outline_to_json` and `outline_from_json` are exact inverses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kg.coverage import named_places
from kg.identity import identify, person, reference_body
from kg.identity.record import Who
from kg.iris import name_key
from kg.places import Places, locate, numbered, places
from kg.records import Document, Kind, Meeting, Presence, Record, Reference, Span
from kg.thai import arabic_digits
from kg.threads.headings import is_heading
from kg.threads.pages import sheets
from kg.threads.parts import (
    Amendment,
    Decision,
    Item,
    Outline,
    Pointer,
    Seat,
    Sheet,
    Task,
    Told,
)
from kg.threads.titles import mark

Row = list[Any]
_FORMAT = 2
_WORDS = 160  # letters of a report, or after a reference, that are kept
_BESIDE = 16  # letters between a number and its year ("ครั้งที่ 7 ประจำปี พ.ศ. 2563")
_SESSION = re.compile(r"สมัย(?:ประชุม)?\s*(?:สามัญ|วิสามัญ)(?:[^\n\d]{0,20}สมัยที่\s*\d+)?")


def outline(record: Record, document: Document) -> Outline:
    """Return the outline of a record; `document` is the one it was read from."""
    found, who, meeting = places(record.agenda), identify(record), record.meeting
    planned = record.next_meeting
    return Outline(
        sha256=document.sha256,
        file=document.file,
        kind=record.kind,
        body=meeting.body,
        number=meeting.number,
        year_be=meeting.year_be,
        date=meeting.date,
        session=meeting.session,
        year_beside=_year_beside(meeting),
        items=_items(record, found),
        decisions=tuple(
            Decision(r.agenda, n, locate(found, r.agenda, r.span), tuple(map(str, r.types)))
            for n, r in zip(numbered(record.resolutions), record.resolutions, strict=True)
        ),
        tasks=tuple(_tasks(record, found, who)),
        pointers=tuple(
            _pointer(record, document, found, n, reference)
            for n, reference in enumerate(record.references, 1)
        ),
        reports=tuple(
            Told(n, locate(found, r.agenda, r.span), r.kind, *_agent(who, r.agent), _head(r.text))
            for n, r in enumerate(record.reports, 1)
        ),
        amendments=tuple(
            Amendment(n, locate(found, c.agenda, c.span), c.page, c.line, c.old, c.new)
            for n, c in enumerate(record.corrections, 1)
        ),
        planned=(planned.number, planned.year_be, _iso(planned.date)) if planned else None,
        seats=tuple(_seats(record, who)),
        sheets=sheets(record, document) if record.kind in _PAGED else (),
    )


_PAGED = {Kind.FORMAL_MINUTES, Kind.HOUSE_COMMITTEE}  # whose pages and lines other minutes speak of


def _items(record: Record, found: Places) -> tuple[Item, ...]:
    parents = {place.parent for place in found.places}
    titled, named = _projects(record, found)
    items = []
    for index, place in enumerate(found.places):
        item = place.item
        first = titled.get(index, [])
        words = item.matter or item.title
        items.append(
            Item(
                place.name,
                words,
                name_key(words),
                mark(words),
                item.section and str(item.section),
                item.span.start,
                item.span.end,
                place.parent,
                not item.matter and (index in parents or is_heading(item.title)),
                len(first),
                tuple(dict.fromkeys((*first, *named.get(index, ())))),
            )
        )
    return tuple(items)


def _projects(record: Record, found: Places) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The projects named in each item's title, and those named anywhere in it, each once, in text order."""
    titled: dict[int, dict[str, None]] = {}
    named: dict[int, dict[str, None]] = {}
    for place in sorted(named_places(record, found), key=lambda p: p.span):
        if place.item is None:
            continue
        item, name = found.places[place.item].item, " ".join(record.projects[place.project].name.split())
        named.setdefault(place.item, {})[name] = None
        spans = (item.title_span, item.matter_span)
        if any(s is not None and s.start <= place.span.start < s.end for s in spans):
            titled.setdefault(place.item, {})[name] = None
    return {k: list(v) for k, v in titled.items()}, {k: list(v) for k, v in named.items()}


def _tasks(record: Record, found: Places, who: Who) -> Iterable[Task]:
    for n, resolution in zip(numbered(record.resolutions), record.resolutions, strict=True):
        for k, given in enumerate(resolution.assignments, 1):
            item = locate(found, resolution.agenda, given.span)
            agent, is_person = _agent(who, given.agent)
            due = _iso(given.due)
            yield Task(resolution.agenda, n, k, item, agent or "", is_person, given.task, due)


def _agent(who: Who, name: str | None) -> tuple[str | None, bool]:
    known = person(who, name) if name else None
    return (known.name, True) if known else (name, False)


def _pointer(record: Record, document: Document, found: Places, n: int, reference: Reference) -> Pointer:
    span = reference.span
    before = arabic_digits(document.text[max(0, span.start - 60) : span.end])
    sessions = _SESSION.findall(before)
    after = document.text[span.end : span.end + _WORDS].split("\n\n", 1)[0]
    return Pointer(
        n=n,
        item=locate(found, reference.agenda, span),
        body=reference_body(record, reference),
        number=reference.number,
        year_be=reference.year_be,
        day=_iso(reference.date),
        session=" ".join(sessions[-1].split()) if sessions else None,
        target=reference.item,
        page=reference.page,
        line=reference.line,
        words=" ".join(after.split()),
    )


def _seats(record: Record, who: Who) -> Iterable[Seat]:
    counts = dict.fromkeys(Presence, 0)
    for row in record.attendees:
        counts[row.section] += 1
        if row.section is not Presence.PARTICIPANT:
            known = person(who, row.name)
            name = known.name if known else row.name
            yield Seat(str(row.section), counts[row.section], name, row.role, row.position, row.proxy_for)


def _year_beside(meeting: Meeting) -> bool:
    """Whether the year was read beside the number, not from the date."""
    numbers, years = meeting.spans.get("number", ()), meeting.spans.get("year_be", ())
    return any(-_BESIDE <= y.start - n.end <= _BESIDE and y != _day(meeting) for n in numbers for y in years)


def _day(meeting: Meeting) -> Span | None:
    dates = meeting.spans.get("date", ())
    return dates[0] if dates else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _head(text: str, length: int = _WORDS) -> str:
    return " ".join(text[: 2 * length].split())[:length]


def outline_to_json(outline: Outline) -> Row:
    """Return an outline as one list of JSON values."""
    day = outline.date.isoformat() if outline.date else None
    head = [outline.sha256, outline.file, outline.kind.value, outline.body, outline.number, outline.year_be]
    parts: list[Iterable[Sequence[Any]]] = [
        outline.items, outline.decisions, outline.tasks, outline.pointers, outline.reports, outline.amendments,
    ]  # fmt: skip
    return [
        _FORMAT,
        *head,
        day,
        outline.session,
        outline.year_beside,
        *([list(part) for part in rows] for rows in parts),
        None if outline.planned is None else list(outline.planned),
        [list(seat) for seat in outline.seats],
        [[s.number, s.start, s.end, _steps(s)] for s in outline.sheets],
    ]


def outline_from_json(row: Row) -> Outline:
    """Return the outline that `outline_to_json` made `row` from.

    Raises:
        ValueError: of another format, so that the caller makes the outline anew.
    """
    if not row or row[0] != _FORMAT:
        raise ValueError(f"an outline of format {row[0] if row else None!r}, not {_FORMAT}: make it again")
    sha256, file, kind, body, number, year_be, day, session, beside = row[1:10]
    items, decisions, tasks, pointers, reports, amendments, planned, seats, sheets = row[10:]
    return Outline(
        sha256=sha256,
        file=file,
        kind=Kind(kind),
        body=body,
        number=number,
        year_be=year_be,
        date=date.fromisoformat(day) if day else None,
        session=session,
        year_beside=beside,
        items=tuple(Item._make((*i[:-1], tuple(i[-1]))) for i in items),
        decisions=tuple(Decision(d[0], d[1], d[2], tuple(d[3])) for d in decisions),
        tasks=tuple(map(Task._make, tasks)),
        pointers=tuple(map(Pointer._make, pointers)),
        reports=tuple(map(Told._make, reports)),
        amendments=tuple(map(Amendment._make, amendments)),
        planned=None if planned is None else (planned[0], planned[1], planned[2]),
        seats=tuple(map(Seat._make, seats)),
        sheets=tuple(Sheet(s[0], s[1], s[2], _lines(s[1], s[3])) for s in sheets),
    )


def _steps(sheet: Sheet) -> list[int]:
    """Lines as the steps from one border to the next: shorter to write than offsets."""
    at, steps = sheet.start, []
    for start, end in sheet.lines:
        steps += [start - at, end - start]
        at = end
    return steps


def _lines(at: int, steps: Sequence[int]) -> tuple[tuple[int, int], ...]:
    lines = []
    for skip, length in zip(steps[::2], steps[1::2], strict=True):
        lines.append((at + skip, at + skip + length))
        at += skip + length
    return tuple(lines)
