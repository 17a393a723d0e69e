"""Triples of what was said in a meeting: listed suggestions, remarks of those who spoke, reports on work assigned."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.identity import person
from kg.nquads import Triple
from kg.places import numbered
from kg.reading import Reading, agency_term, evidence, facts, item_term, person_term, thai, whole
from kg.records import Attendee, Presence, Report, Suggestion
from kg.thai import fold
from kg.triples_people import agency_triples
from kg.vocabulary import c, m

_CHAIR = "ประธาน"
_DEPUTY = "รองประธาน"


def suggestion_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the listed opinions and suggestions of the meeting, and the remarks of those who spoke."""
    suggestions = reading.record.suggestions
    for position, (n, suggestion) in enumerate(zip(numbered(suggestions), suggestions, strict=True), 1):
        subject = nquads.iri(iris.suggestion(reading.sha256, suggestion.agenda, n, reading.base))
        yield subject, v.TYPE, m("Suggestion")
        yield from _remark(reading, subject, suggestion, position)
    for n, remark in enumerate(reading.record.remarks, 1):
        subject = nquads.iri(iris.remark(reading.sha256, n, reading.base))
        yield from _remark(reading, subject, remark, n)


def report_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the reports on work assigned earlier; which assignment each is on is told by other documents' graphs."""
    for n, report in enumerate(reading.record.reports, 1):
        yield from _report(reading, nquads.iri(iris.report(reading.sha256, n, reading.base)), report)


def _remark(reading: Reading, subject: str, remark: Suggestion, position: int) -> Iterator[Triple]:
    yield subject, v.TYPE, m("Remark")
    yield subject, v.TYPE, v.ENTITY
    yield from facts(
        subject,
        (v.VALUE, thai(remark.text)),
        (m("number"), whole(remark.number)),
        (v.POSITION, whole(position)),
        (m("remarkKind"), c("remark-kind", remark.kind)),
        (m("byAsWritten"), thai(remark.by)),
        (m("inAgendaItem"), item_term(reading, remark.agenda, remark.span)),
        (m("ofMeeting"), reading.meeting_term),
    )
    if remark.by is not None:
        yield from _speaker(reading, subject, remark.by)
    yield from evidence(reading, subject, (remark.span,))
    yield from evidence(reading, subject, (remark.by_span,), "byEvidence")


def _speaker(reading: Reading, subject: str, by: str) -> Iterator[Triple]:
    """Whom a remark is of: a person of the record by name or by post, or an office that the record names."""
    if person(reading.who, by) is not None:
        yield subject, v.WAS_ATTRIBUTED_TO, person_term(reading, by)
        return
    holders = [a for a in reading.record.attendees if a.section is not Presence.ABSENT and _holds(a, by)]
    if len({a.name for a in holders}) == 1:
        yield subject, v.WAS_ATTRIBUTED_TO, person_term(reading, holders[0].name)
        return
    agencies = {a.agency for a in reading.record.attendees if a.agency and fold(a.agency) == fold(by)}
    for agency in sorted(agencies):
        term = agency_term(reading, agency)
        if term is not None:
            yield subject, v.WAS_ATTRIBUTED_TO, term
            yield from agency_triples(reading, agency)


def _holds(attendee: Attendee, by: str) -> bool:
    """Does somebody who came hold the post that spoke ("ผู้อำนวยการสำนักคลัง"), or chair the meeting ("ประธาน")?"""
    by = by.rstrip("ฯ ")
    if attendee.position is not None and fold(attendee.position) == fold(by):
        return True
    role = attendee.role or ""
    if by in ("ประธาน", "ประธานในที่ประชุม", "ประธานที่ประชุม"):
        return role.startswith(_CHAIR) or ("ทำหน้าที่ประธาน" in role)
    return bool(role) and fold(role) == fold(by) and role != "กรรมการ" and not role.startswith(_DEPUTY)


def _report(reading: Reading, subject: str, report: Report) -> Iterator[Triple]:
    yield subject, v.TYPE, m("Report")
    yield subject, v.TYPE, v.ENTITY
    yield from facts(
        subject,
        (v.VALUE, thai(report.text)),
        (m("reportKind"), c("report-kind", report.kind)),
        (m("agentAsWritten"), thai(report.agent)),
        (m("inAgendaItem"), item_term(reading, report.agenda, report.span)),
        (m("ofMeeting"), reading.meeting_term),
    )
    yield from evidence(reading, subject, (report.span,))
