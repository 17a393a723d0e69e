"""A record as JSON (the form `mati record` prints, see docs/record.schema.json) and back, without loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from kg.records import (
    AgendaItem,
    Assignment,
    Attendee,
    Block,
    BlockKind,
    Kind,
    Law,
    Meeting,
    Mention,
    Mode,
    NextMeeting,
    Notice,
    Presence,
    Project,
    Record,
    Reference,
    Resolution,
    ResolutionType,
    Section,
    Signatory,
    Span,
    Suggestion,
)

Json = dict[str, Any]

# fields of a meeting that hold one value, so that their span is one pair
_MANY = frozenset({"venues", "mode"})


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
        "suggestions": [
            {"agenda": s.agenda, "number": s.number, "text": s.text, "span": _pair(s.span)}
            for s in record.suggestions
        ],
        "projects": [_project(p) for p in record.projects],
        "laws": [
            {"name": x.name, "kind": x.kind, "year_be": x.year_be, "agenda": x.agenda, "span": _pair(x.span)}
            for x in record.laws
        ],
        "references": [_reference(r) for r in record.references],
        "next_meeting": _next(record.next_meeting),
        "recorder": _signatory(record.recorder),
        "checker": _signatory(record.checker),
        "blocks": [
            {"kind": b.kind.value, "agenda": b.agenda, "heading": b.heading, "marker": b.marker, "span": _pair(b.span)}
            for b in record.blocks
        ],
        "warnings": [{"code": n.code, "message": n.message, "span": _maybe_pair(n.span)} for n in record.warnings],
    }


def record_from_json(data: Mapping[str, Any]) -> Record:
    """Return the record that `record_to_json` made `data` from. KeyError or ValueError where it is malformed."""
    return Record(
        file=data["file"],
        sha256=data["sha256"],
        kind=Kind(data["kind"]),
        meeting=_read_meeting(data["meeting"]),
        attendees=tuple(map(_read_attendee, data["attendees"])),
        agenda=tuple(map(_read_item, data["agenda"])),
        resolutions=tuple(map(_read_resolution, data["resolutions"])),
        suggestions=tuple(
            Suggestion(s["agenda"], s["number"], s["text"], _span(s["span"])) for s in data["suggestions"]
        ),
        projects=tuple(map(_read_project, data["projects"])),
        laws=tuple(
            Law(x["name"], x["kind"], _span(x["span"]), x["year_be"], x["agenda"]) for x in data["laws"]
        ),
        references=tuple(map(_read_reference, data["references"])),
        next_meeting=_read_next(data["next_meeting"]),
        recorder=_read_signatory(data["recorder"]),
        checker=_read_signatory(data["checker"]),
        blocks=tuple(
            Block(BlockKind(b["kind"]), _span(b["span"]), b["agenda"], b["heading"], b["marker"])
            for b in data["blocks"]
        ),
        warnings=tuple(Notice(n["code"], n["message"], _maybe_span(n["span"])) for n in data["warnings"]),
    )


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _maybe_pair(span: Span | None) -> list[int] | None:
    return None if span is None else _pair(span)


def _span(pair: Sequence[int]) -> Span:
    return Span(pair[0], pair[1])


def _maybe_span(pair: Sequence[int] | None) -> Span | None:
    return None if pair is None else _span(pair)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _read_day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _clock(value: time | None) -> str | None:
    return None if value is None else value.strftime("%H:%M")


def _read_clock(value: str | None) -> time | None:
    return None if value is None else time.fromisoformat(value)


def _meeting(meeting: Meeting) -> Json:
    spans: Json = {}
    for name, found in meeting.spans.items():
        spans[name] = [_pair(s) for s in found] if name in _MANY else _pair(found[0])
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


def _read_meeting(data: Mapping[str, Any]) -> Meeting:
    spans = {
        name: tuple(map(_span, found)) if name in _MANY else (_span(found),)
        for name, found in data["spans"].items()
    }
    return Meeting(
        body=data["body"],
        number=data["number"],
        year_be=data["year_be"],
        date=_read_day(data["date"]),
        start=_read_clock(data["start"]),
        end=_read_clock(data["end"]),
        venues=tuple(data["venues"]),
        mode=Mode(data["mode"]) if data["mode"] else None,
        title=data["title"],
        session=data["session"],
        spans=spans,
    )


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


def _read_attendee(data: Mapping[str, Any]) -> Attendee:
    return Attendee(
        section=Presence(data["section"]),
        number=data["number"],
        name=data["name"],
        span=_span(data["span"]),
        name_span=_span(data["name_span"]),
        prefix=data["prefix"],
        role=data["role"],
        position=data["position"],
        agency=data["agency"],
        proxy_for=data["proxy_for"],
        absence_reason=data["absence_reason"],
        mode=Mode(data["mode"]) if data["mode"] else None,
        variants=tuple(data["variants"]),
        mentions=tuple(map(_span, data["mentions"])),
    )


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


def _read_item(data: Mapping[str, Any]) -> AgendaItem:
    return AgendaItem(
        number=data["number"],
        title=data["title"],
        section=Section(data["section"]) if data["section"] else None,
        span=_span(data["span"]),
        title_span=_span(data["title_span"]),
        matter=data["matter"],
        matter_span=_maybe_span(data["matter_span"]),
        group=data["group"],
    )


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
                "span": _pair(a.span),
            }
            for a in resolution.assignments
        ],
        "due": _day(resolution.due),
        "due_as_written": resolution.due_as_written,
        "vote": resolution.vote,
        "proposed_by": resolution.proposed_by,
        "span": _pair(resolution.span),
        "marker_span": _maybe_pair(resolution.marker_span),
    }


def _read_resolution(data: Mapping[str, Any]) -> Resolution:
    return Resolution(
        agenda=data["agenda"],
        text=data["text"],
        types=tuple(map(ResolutionType, data["types"])),
        span=_span(data["span"]),
        assignments=tuple(
            Assignment(a["agent"], _span(a["span"]), a["task"], _read_day(a["due"]), a["due_as_written"])
            for a in data["assignments"]
        ),
        due=_read_day(data["due"]),
        due_as_written=data["due_as_written"],
        vote=data["vote"],
        proposed_by=data["proposed_by"],
        marker_span=_maybe_span(data["marker_span"]),
    )


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
    }


def _read_project(data: Mapping[str, Any]) -> Project:
    return Project(
        name=data["name"],
        span=_span(data["span"]),
        acronym=data["acronym"],
        category=data["category"],
        years_be=tuple(data["years_be"]),
        agenda=data["agenda"],
        variants=tuple(data["variants"]),
        mentions=tuple(Mention(_span(m["span"]), m["reason"]) for m in data["mentions"]),
        years_span=_maybe_span(data["years_span"]),
    )


def _reference(reference: Reference) -> Json:
    return {
        "body": reference.body,
        "number": reference.number,
        "year_be": reference.year_be,
        "date": _day(reference.date),
        "agenda": reference.agenda,
        "span": _pair(reference.span),
    }


def _read_reference(data: Mapping[str, Any]) -> Reference:
    return Reference(
        _span(data["span"]), data["body"], data["number"], data["year_be"], _read_day(data["date"]), data["agenda"]
    )


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


def _read_next(data: Mapping[str, Any] | None) -> NextMeeting | None:
    if data is None:
        return None
    return NextMeeting(
        _span(data["span"]), data["number"], data["year_be"], _read_day(data["date"]), _read_clock(data["time"]), data["venue"]
    )


def _signatory(signatory: Signatory | None) -> Json | None:
    if signatory is None:
        return None
    return {
        "name": signatory.name,
        "prefix": signatory.prefix,
        "position": signatory.position,
        "span": _pair(signatory.span),
    }


def _read_signatory(data: Mapping[str, Any] | None) -> Signatory | None:
    if data is None:
        return None
    return Signatory(data["name"], _span(data["span"]), data["prefix"], data["position"])
