"""Triples of people, of bodies and agencies, of attendance and signatures."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.identity import person, relative_scope
from kg.identity.names import Known, NameKind
from kg.nquads import Triple
from kg.reading import Reading, agency_term, each, evidence, facts, person_term, thai, whole
from kg.records import Attendee, Presence, Signatory
from kg.triples_agencies import place_triples
from kg.vocabulary import c, m


def agency_triples(reading: Reading, name: str, *, is_body: bool = False) -> Iterator[Triple]:
    """Yield an agency under its name, and its place among others; `is_body` where it is what met."""
    subject = agency_term(reading, name) or ""
    yield subject, v.TYPE, v.ORGANIZATION
    if is_body:
        yield subject, v.TYPE, m("Body")
    yield from named(subject, reading.names.find(NameKind.AGENCY, name), name)
    yield from place_triples(reading, name)


def named(subject: str, known: Known, *written: str) -> Iterator[Triple]:
    """Yield a thing's name, the other spellings this record has for it, and the key of each, by which queries find it.

    `written` are the record's spellings; those that `known` calls damaged are searched for, not shown.
    """
    preferred = " ".join(known.name.split())
    yield subject, v.PREF_LABEL, nquads.text(preferred, "th")
    yield subject, m("searchKey"), nquads.text(iris.name_key(preferred))
    spellings = {" ".join(name.split()) for name in (*written, *known.others, *known.damaged)}
    for spelling in sorted(spellings - {preferred}):
        label = v.HIDDEN_LABEL if spelling in known.damaged else v.ALT_LABEL
        yield subject, label, nquads.text(spelling, "th")
        yield subject, m("searchKey"), nquads.text(iris.name_key(spelling))


def agent_term(reading: Reading, agent: str) -> str:
    """Return the term of whoever an assignment names: a person of the record, an agency, or a relative agent."""
    if person(reading.who, agent) is not None:
        return person_term(reading, agent)
    within = _within(reading, agent)
    if within:
        return nquads.iri(iris.agency(agent, within=within, base=reading.base))
    return agency_term(reading, agent) or ""


def agent_triples(reading: Reading, agent: str) -> Iterator[Triple]:
    """Yield the agent itself, unless it is a person whom the attendance yields."""
    if person(reading.who, agent) is not None:
        return
    if not _within(reading, agent):
        yield from agency_triples(reading, agent)
        return
    subject = agent_term(reading, agent)
    yield from each(subject, v.TYPE, (v.AGENT, m("RelativeAgent")))
    yield from named(subject, Known(agent))


def people_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the people of the record with their spellings."""
    for local in reading.who.people:
        subject = person_term(reading, local.name)
        yield subject, v.TYPE, v.PERSON
        known = reading.names.find(NameKind.PERSON, local.name)
        yield from named(subject, known, local.name, *local.variants)


def attendance_triples(reading: Reading) -> Iterator[Triple]:
    """Yield a node for each row of the attendance lists."""
    counts = dict.fromkeys(Presence, 0)
    for attendee in reading.record.attendees:
        counts[attendee.section] += 1
        row = counts[attendee.section]
        subject = attendance_term(reading, attendee.section, row)
        yield subject, v.TYPE, m("Attendance")
        yield subject, v.TYPE, v.PARTICIPATION
        if reading.meeting_term is not None:
            yield reading.meeting_term, v.HAD_PARTICIPATION, subject
        yield from facts(
            subject,
            (m("ofMeeting"), reading.meeting_term),
            (m("person"), person_term(reading, attendee.name)),
            (m("attendanceList"), c("presence", attendee.section)),
            (m("attendanceStatus"), c("attendance-status", attendance_status(attendee))),
            (m("mode"), c("mode", attendee.mode) if attendee.mode else None),
            (m("listNumber"), whole(attendee.number)),
            (v.POSITION, whole(row)),
            (m("nameAsWritten"), _words(reading, attendee)),
            (m("prefix"), thai(attendee.prefix)),
            (m("role"), thai(attendee.role)),
            (m("position"), thai(attendee.position)),
            (m("agency"), agency_term(reading, attendee.agency)),
            (m("proxyFor"), thai(attendee.proxy_for)),
            (m("absenceReason"), thai(attendee.absence_reason)),
        )
        yield from evidence(reading, subject, (attendee.span,))
        yield from evidence(reading, subject, (attendee.name_span,), "nameEvidence")
        yield from evidence(reading, subject, attendee.mentions, "mentionEvidence")
    for agency in dict.fromkeys(attendee.agency for attendee in reading.record.attendees):
        if agency is not None:
            yield from agency_triples(reading, agency)


def attendance_term(reading: Reading, section: Presence, row: int) -> str:
    """Return the term of a row of an attendance list (from 1)."""
    return nquads.iri(iris.attendance(reading.sha256, section, row, reading.base))


def attendance_status(attendee: Attendee) -> str:
    """Return "absent", "proxy" (came in another's place) or "present" (participants too)."""
    if attendee.section is Presence.ABSENT:
        return "absent"
    return "proxy" if attendee.proxy_for is not None else "present"


def signature_triples(reading: Reading) -> Iterator[Triple]:
    """Yield who took the minutes and who checked them."""
    for role, signatory in (("recorder", reading.record.recorder), ("checker", reading.record.checker)):
        if signatory is not None:
            yield from _signature(reading, role, signatory)


def _signature(reading: Reading, role: str, signatory: Signatory) -> Iterator[Triple]:
    subject = nquads.iri(iris.signature(reading.sha256, role, reading.base))
    signer = person_term(reading, signatory.name)
    yield subject, v.TYPE, m("Signature")
    yield from facts(
        subject,
        (m("ofMeeting"), reading.meeting_term),
        (m("signatureRole"), c("signature-role", role)),
        (m("signatory"), signer),
        (m("nameAsWritten"), thai(signatory.name)),
        (m("prefix"), thai(signatory.prefix)),
        (m("position"), thai(signatory.position)),
    )
    if reading.meeting_term is not None:
        yield reading.meeting_term, m(role), signer
    yield from evidence(reading, subject, (signatory.span,))


def _words(reading: Reading, attendee: Attendee) -> str | None:
    return thai(reading.document.text[attendee.name_span.start : attendee.name_span.end])


def _within(reading: Reading, agent: str) -> str:
    scope = relative_scope(agent)
    if scope is None:
        return ""
    body = reading.record.meeting.body
    if scope == "body" and body is not None:
        return iris.name_key(reading.names.find(NameKind.AGENCY, body).name)
    return reading.sha256
