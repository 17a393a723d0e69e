"""JSON to a record: the way back of `kg.record_json`, without loss."""

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
    Correction,
    Kind,
    Law,
    Meeting,
    Mention,
    Mode,
    Money,
    NextMeeting,
    Notice,
    Presence,
    Project,
    Record,
    Reference,
    Repair,
    Report,
    Resolution,
    ResolutionType,
    Section,
    Signatory,
    Span,
    Suggestion,
    Votes,
)

# fields of a meeting that may stand at several places: their spans are a list of pairs
MANY_SPANS = frozenset({"venues", "mode"})


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
        suggestions=tuple(map(_read_suggestion, data["suggestions"])),
        remarks=tuple(map(_read_suggestion, data.get("remarks", ()))),
        # absent from records read by an older Mati, like other fields read with get()
        reports=tuple(
            Report(r["agenda"], r["text"], r["kind"], _span(r["span"]), r["agent"])
            for r in data.get("reports", ())
        ),
        corrections=tuple(
            Correction(
                c["agenda"], _span(c["span"]), c["page"], c["line"], c["old"], c["new"], c.get("after")
            )
            for c in data.get("corrections", ())
        ),
        projects=tuple(map(_read_project, data["projects"])),
        laws=tuple(
            Law(x["name"], x["kind"], _span(x["span"]), x["year_be"], x["agenda"]) for x in data["laws"]
        ),
        references=tuple(map(_read_reference, data["references"])),
        money=tuple(
            Money(m["amount"], m["as_written"], _span(m["span"]), m["agenda"])
            for m in data.get("money", ())  # records read before there was any
        ),
        next_meeting=_read_next(data["next_meeting"]),
        recorder=_read_signatory(data["recorder"]),
        checker=_read_signatory(data["checker"]),
        blocks=tuple(
            Block(BlockKind(b["kind"]), _span(b["span"]), b["agenda"], b["heading"], b["marker"])
            for b in data["blocks"]
        ),
        warnings=tuple(Notice(n["code"], n["message"], _maybe_span(n["span"])) for n in data["warnings"]),
        repairs=tuple(
            Repair(r["kind"], r["count"], r["confidence"], _span(r["span"]), r["written"], r["read_as"])
            for r in data.get("repairs", ())  # records read before there were any
        ),
        untrusted=tuple(data.get("untrusted", ())),
    )


def _span(pair: Sequence[int]) -> Span:
    return Span(pair[0], pair[1])


def _maybe_span(pair: Sequence[int] | None) -> Span | None:
    return None if pair is None else _span(pair)


def _read_day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _read_clock(value: str | None) -> time | None:
    return None if value is None else time.fromisoformat(value)


def _read_meeting(data: Mapping[str, Any]) -> Meeting:
    spans = {
        name: tuple(map(_span, found)) if name in MANY_SPANS else (_span(found),)
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


def _read_resolution(data: Mapping[str, Any]) -> Resolution:
    return Resolution(
        agenda=data["agenda"],
        text=data["text"],
        types=tuple(map(ResolutionType, data["types"])),
        span=_span(data["span"]),
        assignments=tuple(
            Assignment(
                a["agent"],
                _span(a["span"]),
                a["task"],
                _read_day(a["due"]),
                a["due_as_written"],
                a.get("due_basis"),
            )
            for a in data["assignments"]
        ),
        due=_read_day(data["due"]),
        due_as_written=data["due_as_written"],
        vote=data["vote"],
        proposed_by=data["proposed_by"],
        marker_span=_maybe_span(data["marker_span"]),
        votes=_read_votes(data.get("votes")),
        due_basis=data.get("due_basis"),
    )


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
        kind=data.get("kind", "project"),
        part_of=data.get("part_of"),
        part_of_span=_maybe_span(data.get("part_of_span")),
    )


def _read_reference(data: Mapping[str, Any]) -> Reference:
    return Reference(
        _span(data["span"]),
        data["body"],
        data["number"],
        data["year_be"],
        _read_day(data["date"]),
        data["agenda"],
        data.get("item"),
        data.get("page"),
        data.get("line"),
    )


def _read_votes(data: Mapping[str, Any] | None) -> Votes | None:
    if data is None:
        return None
    return Votes(
        _span(data["span"]),
        data["in_favour"],
        data["against"],
        data["abstained"],
        data["not_voting"],
        data["present"],
    )


def _read_suggestion(data: Mapping[str, Any]) -> Suggestion:
    return Suggestion(
        data["agenda"],
        data["number"],
        data["text"],
        _span(data["span"]),
        data.get("kind", "suggestion"),
        data.get("by"),
        _maybe_span(data.get("by_span")),
    )


def _read_next(data: Mapping[str, Any] | None) -> NextMeeting | None:
    if data is None:
        return None
    return NextMeeting(
        _span(data["span"]),
        data["number"],
        data["year_be"],
        _read_day(data["date"]),
        _read_clock(data["time"]),
        data["venue"],
    )


def _read_signatory(data: Mapping[str, Any] | None) -> Signatory | None:
    if data is None:
        return None
    return Signatory(data["name"], _span(data["span"]), data["prefix"], data["position"])
