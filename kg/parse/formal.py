"""Formal minutes (รายงานการประชุม): document in, record out. The order here is the order of the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.parse.agenda import find_agenda, innermost
from kg.parse.attendance import Lists, read_lists
from kg.parse.audit import audit
from kg.parse.blocks import Known, build_blocks, heading_stretches
from kg.parse.corrections import find_corrections
from kg.parse.header import Head, read_closing, read_header, read_opening
from kg.parse.laws import find_laws
from kg.parse.layout import Layout, read_layout
from kg.parse.list_heads import list_head
from kg.parse.modes import apply_modes
from kg.parse.money import find_sums
from kg.parse.next_meeting import find_next_meeting
from kg.parse.placing import place_resolutions
from kg.parse.projects import find_projects
from kg.parse.references import find_references
from kg.parse.remarks import find_remarks
from kg.parse.reports import find_reports
from kg.parse.resolutions import find_resolutions
from kg.parse.signatures import Signatures, read_signatures
from kg.parse.suggestions import find_suggestions
from kg.parse.votes import with_votes
from kg.records import (
    AgendaItem,
    Attendee,
    BlockKind,
    Document,
    Kind,
    Meeting,
    Mode,
    Notice,
    Presence,
    Record,
    Resolution,
    Signatory,
    Span,
)


def parse_formal(document: Document, *, kind: Kind = Kind.FORMAL_MINUTES) -> Record:
    """Return what a document in the official form of minutes says. Never raises on text."""
    layout = read_layout(document.text)
    head = read_head(layout)
    lists = read_lists(
        layout.text, layout.shown, layout.lines, layout.tables, head.meeting.body, layout.furniture
    )
    body_start = lists.span.end if lists.span else head.end
    closing = read_closing(layout.shown, layout.lines, after=body_start)
    body_end = closing[2] if closing else len(layout.text)
    signatures = read_signatures(
        layout, _after_line(layout, body_end) if closing else _tail(layout, body_start)
    )
    if closing is None:
        body_end = min(body_end, signatures.start)
    items = find_agenda(layout.text, layout.lines, layout.furniture, body_start, body_end)
    attendees, notices = _with_modes(layout, lists, items, body_start, body_end)
    meeting = _timed(layout, head.meeting, body_start, closing, attendees)
    resolutions = place_resolutions(layout.text, items, _resolutions(layout.text, items))
    resolutions = with_votes(layout.text, items, resolutions)
    suggestions = find_suggestions(layout, items, resolutions)
    known = _known(head, lists, items, resolutions, signatures, closing)
    blocks = build_blocks(layout, known)
    record = Record(
        file=document.file,
        sha256=document.sha256,
        kind=kind,
        meeting=meeting,
        attendees=_with_signature(attendees, signatures.recorder, signatures.checker),
        agenda=items,
        resolutions=resolutions,
        suggestions=suggestions,
        remarks=find_remarks(layout, items, blocks, resolutions, suggestions),
        reports=find_reports(layout, items, blocks, resolutions, suggestions),
        corrections=find_corrections(layout, items, resolutions),
        projects=find_projects(layout.text, items, blocks),
        laws=find_laws(layout.text, items),
        references=find_references(layout.text, items, meeting.body),
        money=find_sums(layout.text, items, layout.tables),
        next_meeting=find_next_meeting(layout, items, meeting.date),
        recorder=signatures.recorder,
        checker=signatures.checker,
        blocks=blocks,
    )
    noticed = (*document.warnings, *head.notices, *lists.notices, *notices)
    return replace(record, warnings=(*noticed, *audit(layout, record, lists)))


_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")


def _resolutions(text: str, items: Sequence[AgendaItem]) -> list[Resolution]:
    """The resolutions under each item; HTML tags, where a text has any, count as white space."""
    plain = _TAG.sub(lambda m: " " * len(m.group()), text) if "<" in text else text
    found = [r for item, span in innermost(items) for r in find_resolutions(plain, span, item.number)]
    if plain is text:
        return found
    return [replace(r, text=text[r.span.start : r.span.end]) for r in found]


def read_head(layout: Layout) -> Head:
    """Read the head of a record: everything before the first list, agenda item or opening line."""
    end = len(layout.text)
    for line in layout.lines:
        if list_head(line) is not None:
            end = line.span.start
            break
    first = find_agenda(layout.text, layout.lines, layout.furniture, 0, len(layout.text))
    if first:
        end = min(end, first[0].span.start)
    return read_header(layout.text, layout.shown, layout.lines, layout.furniture, end)


def _after_line(layout: Layout, start: int) -> int:
    """The offset after the line that begins at `start`."""
    end = layout.text.find("\n", start)
    return len(layout.text) if end < 0 else end + 1


def _tail(layout: Layout, start: int) -> int:
    """Where signatures may begin in a record that does not say when the meeting ended."""
    contents = [line for line in layout.lines if not line.blank and line.span.start >= start]
    return contents[-20].span.start if len(contents) > 20 else start


def _with_modes(
    layout: Layout, lists: Lists, items: Sequence[AgendaItem], start: int, end: int
) -> tuple[tuple[Attendee, ...], tuple[Notice, ...]]:
    later = [item for item in items if "." not in item.number]
    until = later[1].span.start if len(later) > 1 else end
    return apply_modes(layout, lists.attendees, lists.roles, start, until)


def _timed(
    layout: Layout,
    meeting: Meeting,
    start: int,
    closing: tuple[object, ...] | None,
    attendees: Sequence[Attendee],
) -> Meeting:
    """Complete the meeting with what stands after the head: when it began and ended, and how it was held."""
    spans = dict(meeting.spans)
    opened = read_opening(layout.shown, layout.lines, after=start) or read_opening(layout.shown, layout.lines)
    began = meeting.start
    if opened is not None:
        began, spans["start"] = opened[0], (opened[1],)
    ended = read_closing(layout.shown, layout.lines, after=start) if closing else None
    if ended is not None and ended[1] is not None:
        spans["end"] = (ended[1],)
    mode = meeting.mode
    took_part = {a.mode for a in attendees if a.section is not Presence.ABSENT and a.mode is not None}
    if took_part == {Mode.ONLINE, Mode.ONSITE} or (mode is Mode.ONSITE and Mode.ONLINE in took_part):
        mode = Mode.HYBRID
    if mode is not meeting.mode:
        spans["mode"] = tuple(a.span for a in attendees if a.mode is Mode.ONLINE)[:1]
    return replace(meeting, start=began, end=ended[0] if ended else None, mode=mode, spans=spans)


def _known(
    head: Head,
    lists: Lists,
    items: Sequence[AgendaItem],
    resolutions: Sequence[Resolution],
    signatures: Signatures,
    closing: tuple[object, ...] | None,
) -> Known:
    stretches: list[tuple[Span, BlockKind]] = []
    if head.end:
        stretches.append((Span(0, head.end), BlockKind.TITLE))
    stretches.extend((h.line.body, BlockKind.HEADING) for h in lists.heads)
    stretches.extend((a.span, BlockKind.ATTENDANCE) for a in lists.attendees)
    stretches.extend((line.body, BlockKind.ATTENDANCE) for line in lists.loose)
    stretches.extend(heading_stretches(items))
    for resolution in resolutions:
        start = resolution.marker_span.start if resolution.marker_span else resolution.span.start
        stretches.append((Span(start, resolution.span.end), BlockKind.RESOLUTION))
    if lists.span is not None:
        stretches.append((lists.span, BlockKind.ATTENDANCE))
    if signatures.recorder or signatures.checker:
        stretches.append((Span(signatures.start, 1 << 60), BlockKind.SIGNATURE))
    return Known(tuple(stretches), tuple(items))


def _with_signature(attendees: Sequence[Attendee], *signatories: Signatory | None) -> tuple[Attendee, ...]:
    people = list(attendees)
    for signatory in signatories:
        if signatory is None:
            continue
        for i, person in enumerate(people):
            if signatory.name in (person.name, *person.variants):
                people[i] = replace(person, mentions=(*person.mentions, signatory.span))
    return tuple(people)
