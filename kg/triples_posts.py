"""Triples of posts: in what capacity each person attended, and in whose place."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.agencies import full_name, home
from kg.identity import person
from kg.identity.names import NameKind
from kg.nquads import Triple
from kg.posts import Capacity, Post, Standing, Substituted, heads_office, is_national, standing, substituted
from kg.reading import Reading, agency_term, body_name, evidence, facts, person_term
from kg.records import Attendee, Presence, Span
from kg.triples_people import agency_triples, attendance_term, named
from kg.vocabulary import c, m


def post_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the posts that attendance rows name, who holds them, and whose place somebody took."""
    counts = dict.fromkeys(Presence, 0)
    posts: dict[Post, None] = {}
    for attendee in reading.record.attendees:
        counts[attendee.section] += 1
        row = attendance_term(reading, attendee.section, counts[attendee.section])
        stands = standing(attendee.position, attendee.agency)
        if stands is not None:
            yield from _standing(reading, row, attendee, stands)
            posts.update(dict.fromkeys(filter(None, (stands.post, *stands.beside))))
        sat_for = substituted(attendee.proxy_for) if attendee.proxy_for is not None else None
        if sat_for is not None:
            yield from _in_place(reading, row, attendee.span, sat_for)
            posts.update({sat_for.post: None} if sat_for.post is not None else {})
    for agency in dict.fromkeys(_agency(reading, post) for post in posts):
        if agency is not None:
            yield from agency_triples(reading, agency)


def _standing(reading: Reading, row: str, attendee: Attendee, stands: Standing) -> Iterator[Triple]:
    yield row, m("capacity"), c("capacity", stands.capacity)
    attended: tuple[Post, ...] = () if stands.post is None else (stands.post,)
    held = stands.beside
    if stands.capacity is Capacity.HOLDER:
        attended = held = (*attended, *held)
    for post in dict.fromkeys((*attended, *held)):
        yield from _post(reading, post, attendee.span)
    for post in attended:
        yield row, m("inCapacity"), post_term(reading, post)
    for post in held:
        yield person_term(reading, attendee.name), v.HOLDS, post_term(reading, post)


def _in_place(reading: Reading, row: str, span: Span, sat_for: Substituted) -> Iterator[Triple]:
    if sat_for.post is not None:
        yield from _post(reading, sat_for.post, span)
        yield row, m("attendsInPlaceOf"), post_term(reading, sat_for.post)
    if sat_for.person is not None:
        subject = person_term(reading, sat_for.person)
        yield row, m("attendsInPlaceOf"), subject
        if person(reading.who, sat_for.person) is None:  # others stand in the attendance lists
            yield subject, v.TYPE, v.PERSON
            yield from named(subject, reading.names.find(NameKind.PERSON, sat_for.person), sat_for.person)


def _post(reading: Reading, post: Post, span: Span) -> Iterator[Triple]:
    subject = post_term(reading, post)
    yield from facts(
        subject,
        (v.TYPE, v.POST),
        (v.PREF_LABEL, nquads.text(post.title, "th")),
        (v.POST_IN, agency_term(reading, _agency(reading, post))),
    )
    yield from evidence(reading, subject, (span,))


def post_term(reading: Reading, post: Post) -> str:
    """Return the term of a post as the record's attendance names it.

    A post without an agency is told apart by the office the body is of, by the body, or by the document, unless the
    country has it once.
    """
    where = agency_term(reading, _agency(reading, post))
    if where is None and not is_national(post):
        body = reading.record.meeting.body
        where = agency_term(reading, _home(reading) or body) or reading.document_term
    return nquads.iri(iris.post(post.title, where[1:-1] if where else None, reading.base))


def _agency(reading: Reading, post: Post) -> str | None:
    """The full name of the agency that a post is in: a part of the body's own office gets that office behind it."""
    of = _home(reading)
    if post.agency is None:
        return of if heads_office(post) else None
    known = reading.names.find(NameKind.AGENCY, post.agency)
    return full_name(known.name, of) if of is not None and not known.part else post.agency


def _home(reading: Reading) -> str | None:
    body = body_name(reading.names, reading.record.meeting.body)
    return home(body) if body is not None else None
