"""What following threads looks things up in: the outlines of a store, its names, and its meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kg import iris
from kg.identity.names import NameKind, Names
from kg.records import Kind, Section
from kg.thai import BE_OFFSET
from kg.threads.meetings import Held, session_key, when
from kg.threads.parts import Item, Outline
from kg.threads.series import scheme

NOBODY = Names()
NO_MATTERS = (Section.CHAIR_INFORMS, Section.ENDORSE_MINUTES, Section.NEXT_MEETING)


class Node(NamedTuple):
    """An agenda item of the store: its document, and its index among the items of that."""

    sha256: str
    item: int


class Topic(NamedTuple):
    """An agenda item that discusses something of its own; `at` is its index in its document."""

    sha256: str
    at: int
    item: Item


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
    """The outlines of a store by sha256, with their names; the meeting of each document; the bodies by their IRI.

    `topics` are the items of each document that discuss something: no headings, minutes to endorse, words of the chair.
    """

    outlines: Mapping[str, Outline]
    names: Mapping[str, Names]
    meetings: Mapping[str, Held]
    bodies: Mapping[str, Body]
    topics: Mapping[str, Mapping[int, Topic]]


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
        {sha256: _topics(outline) for sha256, outline in outlines.items()},
    )


def body_iri(names: Names, name: str | None) -> str | None:
    """Return the IRI of a body by its name in a document with these names, None for None."""
    if name is None:
        return None
    known = names.find(NameKind.AGENCY, name)
    return iris.agency(known.name, within=known.part)


def about(store: Store, topic: Topic) -> tuple[frozenset[tuple[str, str]], bool]:
    """Return the projects an item is about, as the whole store calls them: those its title names, or its only one.

    True where it is the only one that the item names, and its title does not.
    """
    named = topic.item.projects[: topic.item.titled]
    sole = not named and len(topic.item.projects) == 1
    names = store.names.get(topic.sha256, NOBODY)
    known = [names.find(NameKind.PROJECT, name) for name in (topic.item.projects if sole else named)]
    return frozenset((k.name, k.part) for k in known), sole


def _topics(outline: Outline) -> dict[int, Topic]:
    topics = {}
    for index, item in enumerate(outline.items):
        if item.heading or item.section in NO_MATTERS:
            continue
        if item.key:
            topics[index] = Topic(outline.sha256, index, item)
    return topics


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
        session_key(first.session),
        " ".join((first.session or "").split()),
        first.year_beside,
        tuple(ranked),
    )
