"""Triples of people, of bodies and agencies, of attendance and signatures."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.identity import person, relative_scope
from kg.nquads import Triple
from kg.reading import Reading, each, evidence, facts, thai, whole
from kg.records import Attendee, Presence, Signatory
from kg.vocabulary import c, m


def agency_term(reading: Reading, name: str | None) -> str | None:
    """Return the term of a body or agency, None for None."""
    return None if name is None else nquads.iri(iris.agency(name, base=reading.base))


def agency_triples(reading: Reading, name: str, *, is_body: bool = False) -> Iterator[Triple]:
    """Yield an agency under its name; `is_body` where it is what met."""
    subject = nquads.iri(iris.agency(name, base=reading.base))
    yield subject, v.TYPE, v.ORGANIZATION
    if is_body:
        yield subject, v.TYPE, m("Body")
    yield from named(subject, name)


def named(subject: str, name: str, others: tuple[str, ...] = ()) -> Iterator[Triple]:
    """Yield a thing's name, its other spellings, and the key of each, by which queries find it."""
    preferred = " ".join(name.split())
    yield subject, v.PREF_LABEL, nquads.text(preferred, "th")
    yield subject, m("searchKey"), nquads.text(iris.name_key(name))
    for other in others:
        if other != preferred:
            yield subject, v.ALT_LABEL, nquads.text(other, "th")
            yield subject, m("searchKey"), nquads.text(iris.name_key(other))


def agent_term(reading: Reading, agent: str) -> str:
    """Return the term of whoever an assignment names: a person of the record, an agency, or a relative agent."""
    known = person(reading.who, agent)
    if known is not None:
        return nquads.iri(iris.person(known.name, reading.base))
    return nquads.iri(iris.agency(agent, within=_within(reading, agent), base=reading.base))


def agent_triples(reading: Reading, agent: str) -> Iterator[Triple]:
    """Yield the agent itself, unless it is a person whom the attendance yields."""
    if person(reading.who, agent) is not None:
        return
    subject = agent_term(reading, agent)
    yield from each(
        subject, v.TYPE, (v.AGENT, m("RelativeAgent")) if _within(reading, agent) else (v.ORGANIZATION,)
    )
    yield from named(subject, agent)


def people_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the people of the record with their spellings."""
    for known in reading.who.people:
        subject = nquads.iri(iris.person(known.name, reading.base))
        yield subject, v.TYPE, v.PERSON
        yield from named(subject, known.name, known.variants)


def attendance_triples(reading: Reading) -> Iterator[Triple]:
    """Yield a node for each row of the attendance lists."""
    counts = dict.fromkeys(Presence, 0)
    for attendee in reading.record.attendees:
        counts[attendee.section] += 1
        row = counts[attendee.section]
        subject = nquads.iri(iris.attendance(reading.sha256, attendee.section, row, reading.base))
        yield subject, v.TYPE, m("Attendance")
        yield subject, v.TYPE, v.PARTICIPATION
        if reading.meeting_term is not None:
            yield reading.meeting_term, v.HAD_PARTICIPATION, subject
        yield from facts(
            subject,
            (m("ofMeeting"), reading.meeting_term),
            (m("person"), _person_term(reading, attendee.name)),
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
        if attendee.agency is not None:
            yield from agency_triples(reading, attendee.agency)
        yield from evidence(reading, subject, (attendee.span,))
        yield from evidence(reading, subject, (attendee.name_span,), "nameEvidence")
        yield from evidence(reading, subject, attendee.mentions, "mentionEvidence")


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
    signer = _person_term(reading, signatory.name)
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


def _person_term(reading: Reading, name: str) -> str:
    known = person(reading.who, name)
    return nquads.iri(iris.person(known.name if known else name, reading.base))


def _words(reading: Reading, attendee: Attendee) -> str | None:
    return thai(reading.document.text[attendee.name_span.start : attendee.name_span.end])


def _within(reading: Reading, agent: str) -> str:
    scope = relative_scope(agent)
    if scope is None:
        return ""
    body = reading.record.meeting.body
    return iris.name_key(body) if scope == "body" and body is not None else reading.sha256
