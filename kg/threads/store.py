"""What following threads looks things up in: the outlines of a store, its names, and its meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kg import iris
from kg.identity.names import NameKind, Names
from kg.records import Kind
from kg.thai import BE_OFFSET
from kg.threads.meetings import Held, when
from kg.threads.parts import Outline
from kg.threads.series import scheme

NOBODY = Names()


@dataclass(frozen=True, slots=True)
class Body:
    """The meetings of one body, in order of time; `kind` is how it numbers them (`series.scheme`)."""

    iri: str
    kind: str
    meetings: tuple[Held, ...]
    by_day: Mapping[date, tuple[Held, ...]]
    by_number: Mapping[int, tuple[Held, ...]]


@dataclass(frozen=True, slots=True)
class Store:
    """The outlines of a store by sha256, with their names; the meeting of each document; the bodies by their IRI."""

    outlines: Mapping[str, Outline]
    names: Mapping[str, Names]
    meetings: Mapping[str, Held]
    bodies: Mapping[str, Body]


def store(outlines: Mapping[str, Outline], names: Mapping[str, Names]) -> Store:
    """Return the meetings of the outlines. Two records of one meeting are one; the mappings' order does not matter."""
    groups: dict[str, list[str]] = {}
    for sha256 in sorted(outlines):
        outline = outlines[sha256]
        if outline.kind is not Kind.PLAIN:
            groups.setdefault(_meeting_iri(outline, names.get(sha256, NOBODY)), []).append(sha256)
    held = [_held(outlines, names, iri, documents) for iri, documents in groups.items()]
    bodies: dict[str, list[Held]] = {}
    for meeting in held:
        if meeting.body is not None:
            bodies.setdefault(meeting.body, []).append(meeting)
    return Store(
        outlines,
        names,
        {sha256: meeting for meeting in held for sha256 in meeting.documents},
        {iri: _body(iri, bodies[iri]) for iri in sorted(bodies)},
    )


def body_iri(names: Names, name: str | None) -> str | None:
    """Return the IRI of a body by its name in a document with these names, None for None."""
    if name is None:
        return None
    known = names.find(NameKind.AGENCY, name)
    return iris.agency(known.name, within=known.part)


def _body(iri: str, meetings: Iterable[Held]) -> Body:
    ordered = tuple(sorted(meetings, key=when))
    days: dict[date, list[Held]] = {}
    numbers: dict[int, list[Held]] = {}
    for meeting in ordered:
        if meeting.day is not None:
            days.setdefault(meeting.day, []).append(meeting)
        if meeting.number is not None:
            numbers.setdefault(meeting.number, []).append(meeting)
    return Body(
        iri,
        scheme(ordered),
        ordered,
        {day: tuple(found) for day, found in days.items()},
        {number: tuple(found) for number, found in numbers.items()},
    )


def _meeting_iri(outline: Outline, names: Names) -> str:
    body = None if outline.body is None else names.find(NameKind.AGENCY, outline.body).name
    iri = iris.meeting(
        body, number=outline.number, year_be=outline.year_be, day=outline.date, session=outline.session
    )
    return iri or iris.unnamed_meeting(outline.sha256)


def _held(
    outlines: Mapping[str, Outline], names: Mapping[str, Names], iri: str, documents: Iterable[str]
) -> Held:
    ranked = sorted(documents, key=lambda sha256: (-len(outlines[sha256].items), sha256))
    first = outlines[ranked[0]]
    year = first.year_be or (first.date.year + BE_OFFSET if first.date else None)
    return Held(
        iri,
        body_iri(names.get(ranked[0], NOBODY), first.body),
        first.number,
        year,
        first.date,
        iris.name_key(first.session) if first.session else "",
        " ".join((first.session or "").split()),
        first.year_beside,
        tuple(ranked),
    )
