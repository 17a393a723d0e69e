"""One record with its document and the terms all its triples share; and how a fact is tied to its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg import iris, nquads
from kg import vocabulary as v
from kg.citations import page_of
from kg.context import Context
from kg.identity import Who, identify, person
from kg.identity.names import NameKind, Names
from kg.nquads import Triple
from kg.places import Places, locate, places
from kg.records import Document, Kind, Record, Span
from kg.threads.links import DocumentLinks
from kg.trust import untrusted_digits
from kg.vocabulary import m


@dataclass(frozen=True, slots=True)
class Reading:
    """What every builder of triples is given. `document_term`, `text_term`, `meeting_term` are N-Triples terms.

    `meeting` is the meeting's IRI, None for a plain document. `names` says what the record's names stand for in the
    whole store, `links` what other records give to this one's graph.
    """

    record: Record
    document: Document
    files: tuple[str, ...]
    base: str
    meeting: str | None
    document_term: str
    text_term: str
    meeting_term: str | None
    who: Who
    places: Places
    names: Names
    links: DocumentLinks

    @property
    def sha256(self) -> str:
        """The document's name."""
        return self.document.sha256


def read(record: Record, document: Document, files: Sequence[str], base: str, context: Context) -> Reading:
    """Gather what builders share. `files` are the names the document was ingested under."""
    meeting = meeting_iri(record, context.names, base)
    return Reading(
        record=record,
        document=document,
        files=tuple(sorted(set(files))),
        base=base,
        meeting=meeting,
        document_term=nquads.iri(iris.document(document.sha256, base)),
        text_term=nquads.iri(iris.text(document.sha256, base)),
        meeting_term=nquads.iri(meeting) if meeting is not None else None,
        who=identify(record),
        places=places(record.agenda),
        names=context.names,
        links=context.links,
    )


def meeting_iri(record: Record, names: Names, base: str = iris.BASE) -> str | None:
    """Return the IRI of the meeting a record is of; None for a plain document."""
    if record.kind is Kind.PLAIN:
        return None
    told = record.meeting
    named = iris.meeting(
        body_name(names, told.body),
        number=told.number,
        year_be=told.year_be,
        day=told.date,
        session=told.session,
        base=base,
    )
    return named or iris.unnamed_meeting(record.sha256, base)


def body_name(names: Names, body: str | None) -> str | None:
    """Return what the whole store calls a body of a record, None for None."""
    return None if body is None else names.find(NameKind.AGENCY, body).name


def person_term(reading: Reading, name: str) -> str:
    """Return the term of a person the record names."""
    local = person(reading.who, name)
    known = reading.names.find(NameKind.PERSON, local.name if local else name)
    return nquads.iri(iris.person(known.name, part=known.part, base=reading.base))


def agency_term(reading: Reading, name: str | None) -> str | None:
    """Return the term of a body or agency, None for None."""
    if name is None:
        return None
    known = reading.names.find(NameKind.AGENCY, name)
    return nquads.iri(iris.agency(known.name, within=known.part, base=reading.base))


def project_iri(reading: Reading, name: str) -> str:
    """Return the IRI of a project by its name in the record."""
    return named_project(reading.names, name, reading.base)


def named_project(names: Names, name: str, base: str = iris.BASE) -> str:
    """Return the IRI of what a record calls by a project's name."""
    known = names.find(NameKind.PROJECT, name)
    return iris.project(known.name, part=known.part, base=base)


def item_term(reading: Reading, number: str | None, span: Span) -> str | None:
    """Return the term of the agenda item that a fact stands in, or None."""
    index = locate(reading.places, number, span)
    if index is None:
        return None
    return nquads.iri(iris.agenda(reading.sha256, reading.places.places[index].name, reading.base))


def facts(subject: str, *pairs: tuple[str, str | None]) -> Iterator[Triple]:
    """Yield a triple for each (predicate, object) whose object is known."""
    for predicate, value in pairs:
        if value is not None:
            yield subject, predicate, value


def each(subject: str, predicate: str, values: Iterable[str]) -> Iterator[Triple]:
    """Yield a triple for each value."""
    for value in values:
        yield subject, predicate, value


def thai(value: str | None) -> str | None:
    """Return a term for text of the record (language th), None for None."""
    return None if value is None else nquads.text(value, "th")


def plain(value: str | None) -> str | None:
    """Return a term for a string that is no language's, None for None."""
    return None if value is None else nquads.text(value)


def whole(value: int | None) -> str | None:
    """Return an integer term, None for None."""
    return None if value is None else nquads.integer(value)


def evidence(
    reading: Reading, subject: str, spans: Iterable[Span | None], name: str = "evidence"
) -> Iterator[Triple]:
    """Yield the words that prove `subject` (a term): the property `m:<name>`, the spans, and their annotations."""
    for span in spans:
        if span is None:
            continue
        target = nquads.iri(iris.span(reading.sha256, span, reading.base))
        note = nquads.iri(iris.annotation(reading.sha256, span, subject[1:-1], reading.base))
        yield subject, m(name), target
        yield note, v.TYPE, v.ANNOTATION
        yield note, v.MOTIVATED_BY, v.IDENTIFYING
        yield note, v.HAS_BODY, subject
        yield note, v.HAS_TARGET, target
        yield from extent(reading, span)
        yield from _quote(reading, span, target)


def extent(reading: Reading, span: Span) -> Iterator[Triple]:
    """Yield a span by its offsets alone, for stretches too long to quote."""
    target_iri = iris.span(reading.sha256, span, reading.base)
    target, selector = nquads.iri(target_iri), nquads.iri(target_iri + "/position")
    yield target, v.TYPE, m("Span")
    yield target, v.TYPE, v.SPECIFIC_RESOURCE
    yield target, m("inDocument"), reading.document_term
    yield target, m("start"), nquads.integer(span.start)
    yield target, m("end"), nquads.integer(span.end)
    if (page := page_of(reading.document, span.start)) is not None:
        yield target, m("page"), nquads.integer(page)
    if untrusted_digits(reading.document, span):
        yield target, m("digitsUntrusted"), nquads.boolean(True)
    yield target, v.HAS_SOURCE, reading.text_term
    yield target, v.HAS_SELECTOR, selector
    yield selector, v.TYPE, v.POSITION_SELECTOR
    yield selector, v.OA_START, nquads.offset(span.start)
    yield selector, v.OA_END, nquads.offset(span.end)


def _quote(reading: Reading, span: Span, target: str) -> Iterator[Triple]:
    words = nquads.text(reading.document.text[span.start : span.end])
    selector = f"{target[:-1]}/quote>"
    yield target, m("quote"), words
    yield target, v.HAS_SELECTOR, selector
    yield selector, v.TYPE, v.QUOTE_SELECTOR
    yield selector, v.OA_EXACT, words
