"""Triples of the document, its meeting, the agenda, other meetings referred to, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.identity import reference_body
from kg.identity.names import NameKind, Names
from kg.nquads import Triple
from kg.reading import (
    Reading,
    agency_term,
    body_name,
    each,
    evidence,
    extent,
    facts,
    item_term,
    plain,
    thai,
    whole,
)
from kg.records import Meeting, Record, Reference, ResolutionType, Span
from kg.thai import BE_OFFSET, thai_date
from kg.threads.links import Resolved
from kg.triples_people import agency_triples
from kg.vocabulary import c, m

_FIELD_EVIDENCE = {
    "body": "bodyEvidence",
    "number": "numberEvidence",
    "year_be": "yearEvidence",
    "date": "dateEvidence",
    "start": "startEvidence",
    "end": "endEvidence",
    "venues": "venueEvidence",
    "mode": "modeEvidence",
    "title": "titleEvidence",
    "session": "sessionEvidence",
}
_ENDORSING = {ResolutionType.ENDORSE_MINUTES, ResolutionType.ENDORSE_MINUTES_WITH_CORRECTIONS}


def document_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the document, its file names, its text layer and its warnings."""
    document, subject = reading.document, reading.document_term
    yield subject, v.TYPE, m("Document")
    yield subject, v.TYPE, v.FOAF_DOCUMENT
    yield from each(subject, m("fileName"), map(nquads.text, reading.files))
    yield from facts(
        subject,
        (m("sha256"), plain(document.sha256)),
        (m("encoding"), plain(document.encoding) if document.encoding else None),
        (m("kind"), c("document-kind", reading.record.kind)),
        (m("pageCount"), whole(len(document.pages)) if document.pages else None),
        (m("textLayer"), reading.text_term),
    )
    yield reading.text_term, v.TYPE, m("TextLayer")
    yield reading.text_term, v.TYPE, v.ENTITY
    yield reading.text_term, v.DERIVED_FROM, subject
    yield reading.text_term, m("length"), nquads.integer(len(document.text))
    yield reading.text_term, m("extractionMethod"), nquads.text(document.method.value)
    notices = dict.fromkeys((*document.warnings, *reading.record.warnings))
    for n, notice in enumerate(notices, 1):
        node = nquads.iri(iris.warning(reading.sha256, n, reading.base))
        yield node, v.TYPE, m("Warning")
        yield node, m("code"), nquads.text(notice.code)
        yield node, m("message"), nquads.text(notice.message)
        yield node, m("inDocument"), subject
        yield from evidence(reading, node, (notice.span,))


def meeting_label(record: Record, names: Names) -> str:
    """Return what people call the meeting: "<body> ครั้งที่ 7/2563", with session or date where those tell it apart."""
    meeting = record.meeting
    body = names.find(NameKind.AGENCY, meeting.body).name if meeting.body else None
    parts = [body or meeting.title or record.file]
    notation = meeting_notation(meeting)
    if notation is not None:
        parts.append(f"ครั้งที่ {notation}")
    if meeting.session:
        parts.append(meeting.session)
    if notation is None and meeting.date is not None:
        parts.append(f"วันที่ {thai_date(meeting.date)}")
    return " ".join(parts)


def meeting_notation(meeting: Meeting) -> str | None:
    """Return "7/2563", "7" where no year is known, or None where the meeting has no number."""
    if meeting.number is None:
        return None
    return f"{meeting.number}/{meeting.year_be}" if meeting.year_be is not None else str(meeting.number)


def meeting_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the meeting and where each of its values was read; nothing for a plain document."""
    subject, meeting = reading.meeting_term, reading.record.meeting
    if subject is None:
        return
    yield from each(subject, v.TYPE, (m("Meeting"), v.ACTIVITY, v.PROV_ACTIVITY, v.EVENT))
    yield from facts(
        subject,
        (v.PREF_LABEL, thai(meeting_label(reading.record, reading.names))),
        (v.NOTATION, plain(meeting_notation(meeting))),
        (m("recordedIn"), reading.document_term),
        (m("body"), agency_term(reading, meeting.body)),
        (m("number"), whole(meeting.number)),
        (m("yearBE"), whole(meeting.year_be)),
        (v.START_DATE, nquads.day(meeting.date) if meeting.date else None),
        (m("startTime"), nquads.clock(meeting.start) if meeting.start else None),
        (m("endTime"), nquads.clock(meeting.end) if meeting.end else None),
        (m("mode"), c("mode", meeting.mode) if meeting.mode else None),
        (v.TITLE, thai(meeting.title)),
        (m("session"), thai(meeting.session)),
    )
    if meeting.date and meeting.start:
        yield subject, v.STARTED, nquads.moment(meeting.date, meeting.start)
    if meeting.date and meeting.end:
        yield subject, v.ENDED, nquads.moment(meeting.date, meeting.end)
    yield from each(subject, m("venue"), (nquads.text(venue, "th") for venue in meeting.venues))
    if meeting.body is not None:
        yield from agency_triples(reading, meeting.body, is_body=True)
    for name in sorted(meeting.spans):
        yield from evidence(reading, subject, meeting.spans[name], _FIELD_EVIDENCE.get(name, "evidence"))


def agenda_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the agenda items; evidence is the title, the whole item is `m:extent` (offsets, no quote)."""
    for place in reading.places.places:
        item = place.item
        subject = nquads.iri(iris.agenda(reading.sha256, place.name, reading.base))
        parent = None if place.parent is None else reading.places.places[place.parent]
        yield subject, v.TYPE, m("AgendaItem")
        yield subject, v.TYPE, v.ACTIVITY
        yield from facts(
            subject,
            (v.NOTATION, plain(item.number)),
            (v.TITLE, thai(item.title)),
            (m("matter"), thai(item.matter)),
            (m("group"), thai(item.group)),
            (m("section"), c("agenda-section", item.section) if item.section else None),
            (v.POSITION, whole(place.position)),
            (m("ofMeeting"), reading.meeting_term),
            (v.FORMS_PART_OF, reading.meeting_term),
            (
                m("subItemOf"),
                nquads.iri(iris.agenda(reading.sha256, parent.name, reading.base)) if parent else None,
            ),
            (m("extent"), nquads.iri(iris.span(reading.sha256, item.span, reading.base))),
        )
        yield from extent(reading, item.span)
        yield from evidence(reading, subject, (item.title_span,))
        yield from evidence(reading, subject, (item.matter_span,), "matterEvidence")


def reference_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the references to other meetings, and what the meeting's resolutions endorse."""
    for n, reference in enumerate(reading.record.references, 1):
        subject = nquads.iri(iris.reference(reading.sha256, n, reading.base))
        body = reference_body(reading.record, reference)
        target = _target(reading, n, reference, body)
        yield subject, v.TYPE, m("MeetingReference")
        yield from facts(
            subject,
            (m("ofMeeting"), reading.meeting_term),
            (m("inAgendaItem"), item_term(reading, reference.agenda, reference.span)),
            (m("refersTo"), nquads.iri(target) if target and target != reading.meeting else None),
            (m("bodyAsWritten"), thai(reference.body)),
            (m("body"), agency_term(reading, body)),
            (m("number"), whole(reference.number)),
            (m("yearBE"), whole(reference.year_be)),
            (v.START_DATE, nquads.day(reference.date) if reference.date else None),
            (m("itemAsWritten"), plain(reference.item)),
            (m("pageAsWritten"), whole(reference.page)),
            (m("lineAsWritten"), whole(reference.line)),
        )
        if body is not None:
            yield from agency_triples(reading, body)
        yield from evidence(reading, subject, (reference.span,))
        yield from _resolved(reading, n, subject)


def _resolved(reading: Reading, n: int, subject: str) -> Iterator[Triple]:
    """Yield what the store has at the place that a reference names."""
    link = _link(reading, n)
    if link is None:
        return
    yield subject, m("referenceStatus"), c("reference-status", link.status)
    if link.sha256 is None:
        return
    if link.item is not None:
        yield subject, m("refersToItem"), nquads.iri(iris.agenda(link.sha256, link.item, reading.base))
    if link.resolution is not None:
        found = iris.resolution(link.sha256, *link.resolution, reading.base)
        yield subject, m("refersToResolution"), nquads.iri(found)
    if link.span is not None:
        where = iris.span(link.sha256, Span(*link.span), reading.base)
        yield subject, m("refersToSpan"), nquads.iri(where)


def _link(reading: Reading, n: int) -> Resolved | None:
    return next((link for link in reading.links.references if link.n == n), None)


def endorsed_meetings(
    reading: Reading, agenda: str | None, types: tuple[ResolutionType, ...]
) -> Iterator[str]:
    """Yield the terms of the body's own meetings whose minutes a resolution of that item endorses."""
    if _ENDORSING.isdisjoint(types):
        return
    own = reading.record.meeting.body
    for n, reference in enumerate(reading.record.references, 1):
        body = reference_body(reading.record, reference)
        target = _target(reading, n, reference, body)
        if reference.agenda == agenda and body == own and target and target != reading.meeting:
            yield nquads.iri(target)


def planned_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the next meeting as announced."""
    planned = reading.record.next_meeting
    if planned is None:
        return
    subject = nquads.iri(iris.planned(reading.sha256, reading.base))
    body = reading.record.meeting.body
    if reading.links.planned is not None:
        target: str | None = reading.base + reading.links.planned
    else:
        target = iris.meeting(
            body_name(reading.names, body),
            number=planned.number,
            year_be=planned.year_be,
            day=planned.date,
            base=reading.base,
        )
    yield subject, v.TYPE, m("PlannedMeeting")
    yield subject, v.TYPE, v.FORESEEN_ACTIVITY
    yield from facts(
        subject,
        (m("announcedBy"), reading.meeting_term),
        (m("expects"), nquads.iri(target) if target and target != reading.meeting else None),
        (m("body"), agency_term(reading, body)),
        (m("number"), whole(planned.number)),
        (m("yearBE"), whole(planned.year_be)),
        (v.START_DATE, nquads.day(planned.date) if planned.date else None),
        (m("startTime"), nquads.clock(planned.time) if planned.time else None),
        (m("venue"), thai(planned.venue)),
    )
    yield from evidence(reading, subject, (planned.span,))


def _target(reading: Reading, n: int, reference: Reference, body: str | None) -> str | None:
    """The meeting a reference is to: the store's, where that has it; else as named. None where it is unclear."""
    link = _link(reading, n)
    if link is not None and link.meeting is not None:
        return reading.base + link.meeting
    if link is not None and link.status == "unclear":
        return None
    year = reference.year_be
    if year is None and reference.date is not None:
        year = reference.date.year + BE_OFFSET
    return iris.meeting(
        body_name(reading.names, body),
        number=reference.number,
        year_be=year,
        day=reference.date,
        base=reading.base,
    )
