"""Triples of resolutions, their votes, and the assignments in them."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.nquads import Triple
from kg.places import numbered
from kg.reading import Reading, each, evidence, facts, item_term, thai, whole
from kg.records import Assignment, Resolution
from kg.triples_meeting import endorsed_meetings
from kg.triples_people import agent_term, agent_triples
from kg.vocabulary import c, m


def resolution_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the resolutions with their types, votes, sums and assignments; a "none" is kept with that type."""
    resolutions = reading.record.resolutions
    for position, (n, resolution) in enumerate(zip(numbered(resolutions), resolutions, strict=True), 1):
        subject = nquads.iri(iris.resolution(reading.sha256, resolution.agenda, n, reading.base))
        yield subject, v.TYPE, m("Resolution")
        yield subject, v.TYPE, v.ENTITY
        yield from each(
            subject, m("resolutionType"), (c("resolution-type", kind) for kind in resolution.types)
        )
        yield from facts(
            subject,
            (v.VALUE, thai(resolution.text)),
            (m("ofMeeting"), reading.meeting_term),
            (v.POSITION, whole(position)),
            (m("proposedBy"), thai(resolution.proposed_by)),
            (m("vote"), thai(resolution.vote)),
            (m("due"), nquads.day(resolution.due) if resolution.due else None),
            (m("dueAsWritten"), thai(resolution.due_as_written)),
            (m("dueBasis"), c("due-basis", resolution.due_basis) if resolution.due_basis else None),
        )
        item = item_term(reading, resolution.agenda, resolution.span)
        if item is not None:
            yield subject, m("inAgendaItem"), item
            yield item, v.GENERATED, subject
        yield from each(
            subject, m("endorsesMinutesOf"), endorsed_meetings(reading, resolution.agenda, resolution.types)
        )
        yield from evidence(reading, subject, (resolution.span,))
        yield from evidence(reading, subject, (resolution.marker_span,), "markerEvidence")
        for k, assignment in enumerate(resolution.assignments, 1):
            node = nquads.iri(iris.assignment(reading.sha256, resolution.agenda, n, k, reading.base))
            yield subject, m("assignment"), node
            yield from _assignment(reading, node, subject, resolution, assignment)


def _assignment(
    reading: Reading, node: str, source: str, resolution: Resolution, assignment: Assignment
) -> Iterator[Triple]:
    yield node, v.TYPE, m("Assignment")
    yield node, v.TYPE, v.ACTION
    yield from facts(
        node,
        (m("arisesFrom"), source),
        (m("ofMeeting"), reading.meeting_term),
        (m("inAgendaItem"), item_term(reading, resolution.agenda, assignment.span)),
        (m("agent"), agent_term(reading, assignment.agent)),
        (m("agentAsWritten"), thai(assignment.agent)),
        (m("task"), thai(assignment.task)),
        (m("due"), nquads.day(assignment.due) if assignment.due else None),
        (m("dueAsWritten"), thai(assignment.due_as_written)),
        (m("dueBasis"), c("due-basis", assignment.due_basis) if assignment.due_basis else None),
    )
    yield from agent_triples(reading, assignment.agent)
    yield from evidence(reading, node, (assignment.span,))
