"""Which values of a record rest on digits that may be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.records import Document, Notice, Record, Span
from kg.trust import untrusted_digits

_COUNTED = ("number", "year_be", "date", "start", "end")
_VOTES = ("in_favour", "against", "abstained", "not_voting", "present")
_MOST = 20  # warnings; all pointers are kept

Value = tuple[str, str, object, tuple[Span, ...]]
"""JSON pointer, what it is in words, the value, where it was read."""


def with_doubts(record: Record, document: Document) -> Record:
    """Return `record` with a pointer and a warning for each value read from untrusted digits of `document`."""
    if not document.untrusted:
        return record
    doubtful = [
        (pointer, what, value, span)
        for pointer, what, value, spans in _values(record)
        for span in spans[:1]
        if value is not None and any(untrusted_digits(document, one) for one in spans)
    ]
    notices = tuple(
        Notice(
            "digits-untrusted",
            f"{what} {value} rests on digits that OCR may have misread: check the page",
            span,
        )
        for _, what, value, span in doubtful[:_MOST]
    )
    pointers = tuple(dict.fromkeys(pointer for pointer, *_ in doubtful))
    return replace(record, untrusted=pointers, warnings=(*record.warnings, *notices))


def _values(record: Record) -> Iterator[Value]:
    spans = record.meeting.spans
    for name in _COUNTED:
        yield f"/meeting/{name}", f"the meeting's {name}", getattr(record.meeting, name), spans.get(name, ())
    for i, item in enumerate(record.resolutions):
        yield f"/resolutions/{i}/due", "the due date", item.due, (item.span,)
        yield f"/resolutions/{i}/vote", "the vote", item.vote, (item.span,)
        if item.votes is not None:
            for name in _VOTES:
                number = getattr(item.votes, name)
                yield f"/resolutions/{i}/votes/{name}", "the count of votes", number, (item.votes.span,)
        for k, task in enumerate(item.assignments):
            yield f"/resolutions/{i}/assignments/{k}/due", "the due date", task.due, (task.span, item.span)
    for i, reference in enumerate(record.references):
        for name in ("number", "year_be", "date", "item", "page", "line"):
            value = getattr(reference, name)
            yield f"/references/{i}/{name}", "the meeting referred to:", value, (reference.span,)
    for i, correction in enumerate(record.corrections):
        for name in ("page", "line", "old", "new"):
            value = getattr(correction, name)
            yield f"/corrections/{i}/{name}", "the correction:", value, (correction.span,)
    for i, money in enumerate(record.money):
        yield f"/money/{i}/amount", "the sum of money", money.amount, (money.span,)
    for i, law in enumerate(record.laws):
        yield f"/laws/{i}/year_be", "the year of the law or plan", law.year_be, (law.span,)
    for i, project in enumerate(record.projects):
        where = (project.years_span or project.span,)
        yield f"/projects/{i}/years_be", "the years of the project", _listed(project.years_be), where
    if record.next_meeting is not None:
        for name in ("number", "year_be", "date", "time"):
            value = getattr(record.next_meeting, name)
            yield f"/next_meeting/{name}", f"the next meeting's {name}", value, (record.next_meeting.span,)


def _listed(years: Iterable[int]) -> str | None:
    return ", ".join(map(str, years)) or None
