"""Self-audit: what in a record does not add up, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.parse.agenda import innermost
from kg.parse.attendance import Lists
from kg.parse.layout import Layout
from kg.records import AgendaItem, Attendee, Notice, Record, Section, Span
from kg.thai import find_dates

_RESOLVED = {
    Section.ENDORSE_MINUTES,
    Section.MATTERS_ARISING,
    Section.FOR_INFORMATION,
    Section.FOR_CONSIDERATION,
}
_MOST = 20  # warnings of one code


def audit(layout: Layout, record: Record, lists: Lists) -> tuple[Notice, ...]:
    """Return warnings about a record: counts, gaps, weekdays, items without resolution, unread lines."""
    found: list[Notice] = []
    for check in (
        _counts(lists),
        _gaps(record),
        _weekdays(layout, record),
        _unresolved(record),
        _unread(layout, lists),
        _missing(record),
    ):
        for i, notice in enumerate(check):
            if i < _MOST:
                found.append(notice)
    return tuple(found)


def _counts(lists: Lists) -> Iterator[Notice]:
    for line, claimed, end in lists.claims:
        rows = [a for a in lists.attendees if line.span.start <= a.span.start < end]
        if claimed != len(rows):
            message = f"the heading says {claimed} people, the list has {len(rows)}"
            yield Notice("count-mismatch", message, line.body)


def _gaps(record: Record) -> Iterator[Notice]:
    last: Attendee | None = None
    for person in record.attendees:
        same_list = last is not None and person.section is last.section
        if same_list and last is not None and (person.number or 0) > (last.number or 1 << 30) + 1:
            message = f"attendance list: no. {last.number} is followed by no. {person.number}"
            yield Notice("list-gap", message, person.span)
        last = person
    main = [item for item in record.agenda if item.number.isdigit()]
    for one, other in pairwise(main):
        if int(other.number) > int(one.number) + 1:
            message = f"agenda item {one.number} is followed by item {other.number}"
            yield Notice("agenda-gap", message, other.title_span)


def _weekdays(layout: Layout, record: Record) -> Iterator[Notice]:
    seen = set(record.meeting.spans.get("date", ()))
    for found in find_dates(layout.shown):
        if found.weekday_agrees is False and found.span not in seen:
            message = f"the weekday written does not fall on {found.date.isoformat()}"
            yield Notice("weekday-contradicts-date", message, found.span)


def _unresolved(record: Record) -> Iterator[Notice]:
    for item, own in innermost(record.agenda):
        if item.section not in _RESOLVED or own.end < item.span.end:
            continue
        if not any(r.agenda == item.number for r in record.resolutions) and not _parent_resolved(
            record, item
        ):
            message = f"agenda item {item.number} has no resolution"
            yield Notice("item-without-resolution", message, item.title_span)


def _parent_resolved(record: Record, item: AgendaItem) -> bool:
    parent = item.number.rpartition(".")[0]
    return bool(parent) and any(r.agenda == parent for r in record.resolutions)


def _unread(layout: Layout, lists: Lists) -> Iterator[Notice]:
    for line in lists.loose:
        message = f"a line of the attendance lists fits no rule: {line.text[:60]}"
        yield Notice("attendance-line-unread", message, line.body)


def _missing(record: Record) -> Iterator[Notice]:
    for name in ("body", "number", "date"):
        if getattr(record.meeting, name) is None:
            yield Notice("meeting-incomplete", f"the head gives no {name} that could be read", Span(0, 0))
    if not record.attendees:
        yield Notice("no-attendance", "no attendance list was found", None)
    if not record.agenda:
        yield Notice("no-agenda", "no agenda items were found", None)
