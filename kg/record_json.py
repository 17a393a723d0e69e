"""A record as JSON (the form `mati record` prints, see docs/record.schema.json) and back, without loss."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from kg.record_reading import MANY_SPANS, record_from_json
from kg.records import (
    AgendaItem,
    Attendee,
    Correction,
    Meeting,
    NextMeeting,
    Project,
    Record,
    Reference,
    Resolution,
    Signatory,
    Span,
    Suggestion,
    Votes,
)

__all__ = ["record_from_json", "record_to_json"]

Json = dict[str, Any]


def record_to_json(record: Record) -> Json:
    """Return a record as plain JSON values: spans as `[start, end]`, dates ISO, times "HH:MM"."""
    return {
        "file": record.file,
        "sha256": record.sha256,
        "kind": record.kind.value,
        "meeting": _meeting(record.meeting),
        "attendees": [_attendee(a) for a in record.attendees],
        "agenda": [_item(a) for a in record.agenda],
        "resolutions": [_resolution(r) for r in record.resolutions],
        "suggestions": [_suggestion(s) for s in record.suggestions],
        "remarks": [_suggestion(s) for s in record.remarks],
        "reports": [
            {"agenda": r.agenda, "text": r.text, "kind": r.kind, "agent": r.agent, "span": _pair(r.span)}
            for r in record.reports
        ],
        "corrections": [_correction(c) for c in record.corrections],
        "projects": [_project(p) for p in record.projects],
        "laws": [
            {"name": x.name, "kind": x.kind, "year_be": x.year_be, "agenda": x.agenda, "span": _pair(x.span)}
            for x in record.laws
        ],
        "references": [_reference(r) for r in record.references],
        "money": [
            {"amount": m.amount, "as_written": m.as_written, "agenda": m.agenda, "span": _pair(m.span)}
            for m in record.money
        ],
        "next_meeting": _next(record.next_meeting),
        "recorder": _signatory(record.recorder),
        "checker": _signatory(record.checker),
        "blocks": [
            {
                "kind": b.kind.value,
                "agenda": b.agenda,
                "heading": b.heading,
                "marker": b.marker,
                "span": _pair(b.span),
            }
            for b in record.blocks
        ],
        "warnings": [
            {"code": n.code, "message": n.message, "span": _maybe_pair(n.span)} for n in record.warnings
        ],
        "repairs": [
            {
                "kind": r.kind,
                "count": r.count,
                "confidence": r.confidence,
                "written": r.written,
                "read_as": r.read_as,
                "span": _pair(r.span),
            }
            for r in record.repairs
        ],
        "untrusted": list(record.untrusted),
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _maybe_pair(span: Span | None) -> list[int] | None:
    return None if span is None else _pair(span)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _clock(value: time | None) -> str | None:
    return None if value is None else value.strftime("%H:%M")


def _meeting(meeting: Meeting) -> Json:
    spans: Json = {}
    for name, found in meeting.spans.items():
        spans[name] = [_pair(s) for s in found] if name in MANY_SPANS else _pair(found[0])
    return {
        "body": meeting.body,
        "number": meeting.number,
        "year_be": meeting.year_be,
        "date": _day(meeting.date),
        "start": _clock(meeting.start),
        "end": _clock(meeting.end),
        "venues": list(meeting.venues),
        "mode": meeting.mode.value if meeting.mode else None,
        "title": meeting.title,
        "session": meeting.session,
        "spans": spans,
    }


def _attendee(person: Attendee) -> Json:
    return {
        "section": person.section.value,
        "number": person.number,
        "name": person.name,
        "variants": list(person.variants),
        "prefix": person.prefix,
        "role": person.role,
        "position": person.position,
        "agency": person.agency,
        "proxy_for": person.proxy_for,
        "absence_reason": person.absence_reason,
        "mode": person.mode.value if person.mode else None,
        "span": _pair(person.span),
        "name_span": _pair(person.name_span),
        "mentions": [_pair(s) for s in person.mentions],
    }


def _item(item: AgendaItem) -> Json:
    return {
        "number": item.number,
        "title": item.title,
        "section": item.section.value if item.section else None,
        "matter": item.matter,
        "group": item.group,
        "span": _pair(item.span),
        "title_span": _pair(item.title_span),
        "matter_span": _maybe_pair(item.matter_span),
    }


def _resolution(resolution: Resolution) -> Json:
    return {
        "agenda": resolution.agenda,
        "text": resolution.text,
        "types": [t.value for t in resolution.types],
        "assigned_to": list(dict.fromkeys(a.agent for a in resolution.assignments)),
        "assignments": [
            {
                "agent": a.agent,
                "task": a.task,
                "due": _day(a.due),
                "due_as_written": a.due_as_written,
                "due_basis": a.due_basis,
                "span": _pair(a.span),
            }
            for a in resolution.assignments
        ],
        "due": _day(resolution.due),
        "due_as_written": resolution.due_as_written,
        "due_basis": resolution.due_basis,
        "vote": resolution.vote,
        "votes": _votes(resolution.votes),
        "proposed_by": resolution.proposed_by,
        "span": _pair(resolution.span),
        "marker_span": _maybe_pair(resolution.marker_span),
    }


def _votes(votes: Votes | None) -> Json | None:
    if votes is None:
        return None
    return {
        "in_favour": votes.in_favour,
        "against": votes.against,
        "abstained": votes.abstained,
        "not_voting": votes.not_voting,
        "present": votes.present,
        "span": _pair(votes.span),
    }


def _suggestion(suggestion: Suggestion) -> Json:
    return {
        "agenda": suggestion.agenda,
        "number": suggestion.number,
        "text": suggestion.text,
        "kind": suggestion.kind,
        "by": suggestion.by,
        "by_span": _maybe_pair(suggestion.by_span),
        "span": _pair(suggestion.span),
    }


def _correction(correction: Correction) -> Json:
    return {
        "agenda": correction.agenda,
        "page": correction.page,
        "line": correction.line,
        "old": correction.old,
        "new": correction.new,
        "after": correction.after,
        "span": _pair(correction.span),
    }


def _project(project: Project) -> Json:
    return {
        "name": project.name,
        "acronym": project.acronym,
        "category": project.category,
        "years_be": list(project.years_be),
        "agenda": project.agenda,
        "variants": list(project.variants),
        "mentions": [{"span": _pair(m.span), "reason": m.reason} for m in project.mentions],
        "span": _pair(project.span),
        "years_span": _maybe_pair(project.years_span),
        "kind": project.kind,
        "part_of": project.part_of,
        "part_of_span": _maybe_pair(project.part_of_span),
    }


def _reference(reference: Reference) -> Json:
    return {
        "body": reference.body,
        "number": reference.number,
        "year_be": reference.year_be,
        "date": _day(reference.date),
        "agenda": reference.agenda,
        "item": reference.item,
        "page": reference.page,
        "line": reference.line,
        "span": _pair(reference.span),
    }


def _next(meeting: NextMeeting | None) -> Json | None:
    if meeting is None:
        return None
    return {
        "number": meeting.number,
        "year_be": meeting.year_be,
        "date": _day(meeting.date),
        "time": _clock(meeting.time),
        "venue": meeting.venue,
        "span": _pair(meeting.span),
    }


def _signatory(signatory: Signatory | None) -> Json | None:
    if signatory is None:
        return None
    return {
        "name": signatory.name,
        "prefix": signatory.prefix,
        "position": signatory.position,
        "span": _pair(signatory.span),
    }
