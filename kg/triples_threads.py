"""Triples of the threads between records: what this document's graph says because of other documents."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.nquads import Triple
from kg.reading import Reading, evidence, facts, item_term, thai, whole
from kg.records import Span
from kg.threads.revision import revise
from kg.version import READER
from kg.vocabulary import c, m


def thread_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the series, matters, follow-ups, answers to reports, corrections and standing of a record."""
    links = reading.links
    if links.series is not None and reading.meeting_term is not None:
        yield reading.meeting_term, m("ofSeries"), nquads.iri(reading.base + links.series)
    yield from _matters(reading)
    yield from _follow_ups(reading)
    yield from _answers(reading)
    yield from _standing(reading)
    yield from _revision(reading)
    for cited in links.cited:
        reference = nquads.iri(iris.reference(cited.by, cited.n, reading.base))
        yield from evidence(reading, reference, (Span(cited.start, cited.end),), "refersToSpan")


def correction_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the corrections that the record makes to earlier minutes, and which document they are to."""
    corrects = {link.n: link for link in reading.links.corrects}
    for n, correction in enumerate(reading.record.corrections, 1):
        subject = nquads.iri(iris.correction(reading.sha256, n, reading.base))
        link = corrects.get(n)
        target, status = (link.sha256, link.status) if link else (None, "no-record")
        yield subject, v.TYPE, m("Correction")
        yield subject, v.TYPE, v.ENTITY
        yield from facts(
            subject,
            (m("corrects"), nquads.iri(iris.document(target, reading.base)) if target else None),
            (m("ofMeeting"), reading.meeting_term),
            (m("inAgendaItem"), item_term(reading, correction.agenda, correction.span)),
            (m("pageAsWritten"), whole(correction.page)),
            (m("lineAsWritten"), whole(correction.line)),
            (m("oldText"), thai(correction.old)),
            (m("newText"), thai(correction.new)),
            # where there is a document, its own graph says whether the correction could be applied
            (m("correctionStatus"), c("correction-status", status) if status else None),
        )
        yield from evidence(reading, subject, (correction.span,))


def run_triples(reading: Reading) -> Iterator[Triple]:
    """Yield how the document was read: by which software. No clock: the same file gives the same graph."""
    run = nquads.iri(iris.run(reading.sha256, reading.base))
    software = nquads.iri(iris.software(READER, reading.base))
    yield run, v.TYPE, m("ReadingRun")
    yield run, v.TYPE, v.PROV_ACTIVITY
    yield run, v.USED, reading.document_term
    yield run, v.WAS_ASSOCIATED_WITH, software
    yield software, v.TYPE, v.SOFTWARE_AGENT
    yield software, v.PREF_LABEL, nquads.text(f"Mati {READER}")
    yield reading.text_term, v.WAS_GENERATED_BY, run


def _matters(reading: Reading) -> Iterator[Triple]:
    for concern in reading.links.concerns:
        matter = nquads.iri(reading.base + concern.matter)
        yield _item(reading, reading.sha256, concern.item), m("concernsMatter"), matter
        yield matter, v.TYPE, m("Matter")
        yield matter, v.TYPE, v.PROCESS
        yield matter, v.PREF_LABEL, nquads.text(concern.label, "th")


def _follow_ups(reading: Reading) -> Iterator[Triple]:
    places = {place.name: place.item for place in reading.places.places}
    for follow in reading.links.follows:
        subject = nquads.iri(iris.follow_up(reading.sha256, follow.item, follow.n, reading.base))
        item = _item(reading, reading.sha256, follow.item)
        earlier = _item(reading, follow.sha256, follow.earlier)
        yield item, m("followsUp"), earlier
        yield subject, v.TYPE, m("FollowUp")
        yield subject, m("item"), item
        yield subject, m("earlierItem"), earlier
        yield subject, m("matchReason"), c("match-reason", follow.reason)
        yield subject, m("score"), nquads.decimal(f"{follow.score:.2f}")
        if follow.reference is not None:
            shown = reading.record.references[follow.reference - 1].span
        else:
            shown = places[follow.item].matter_span or places[follow.item].title_span
        yield from evidence(reading, subject, (shown,))


def _answers(reading: Reading) -> Iterator[Triple]:
    for answer in reading.links.answers:
        told = reading.record.reports[answer.n - 1]
        report = nquads.iri(iris.report(reading.sha256, answer.n, reading.base))
        assignment = nquads.iri(
            iris.assignment(answer.sha256, answer.agenda, answer.resolution, answer.assignment, reading.base)
        )
        yield report, m("reportsOn"), assignment
        yield report, m("matchReason"), c("match-reason", answer.reason)
        item = item_term(reading, told.agenda, told.span)
        if item is not None:
            yield assignment, m("reportedIn"), item


def _standing(reading: Reading) -> Iterator[Triple]:
    links = reading.links
    if links.status is not None:
        yield reading.document_term, m("recordStatus"), c("record-status", links.status)
    for by in links.endorsed:
        resolution = iris.resolution(by.sha256, by.agenda, by.n, reading.base)
        yield reading.document_term, m("endorsedBy"), nquads.iri(resolution)


def _revision(reading: Reading) -> Iterator[Triple]:
    """Yield where later corrections stand in this text, and the text layer that has them."""
    amended = reading.links.amended
    if not amended:
        return
    revision = revise(reading.record, reading.document, amended)
    for change in revision.changes:
        correction = nquads.iri(iris.correction(change.by, change.n, reading.base))
        yield correction, m("correctionStatus"), c("correction-status", "applied")
        yield from evidence(reading, correction, (change.old,), "correctedSpan")
    for by, n in revision.missed:
        correction = nquads.iri(iris.correction(by, n, reading.base))
        yield correction, m("correctionStatus"), c("correction-status", "not-found")
    if revision.changes:
        revised = nquads.iri(iris.revised_text(reading.sha256, reading.base))
        yield revised, v.TYPE, v.ENTITY
        yield revised, v.WAS_REVISION_OF, reading.text_term
        yield revised, m("length"), nquads.integer(len(revision.text))


def _item(reading: Reading, sha256: str, name: str) -> str:
    return nquads.iri(iris.agenda(sha256, name, reading.base))
