"""References resolved: the very meeting, item, resolution and line that a record's words lead to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from kg.iris import BASE, name_key
from kg.records import ResolutionType
from kg.thai import BE_OFFSET
from kg.threads.links import Resolved
from kg.threads.meetings import Held, earlier, session_key
from kg.threads.pages import line_at
from kg.threads.parts import Decision, Item, Outline, Pointer
from kg.threads.series import session_of
from kg.threads.store import NOBODY, Body, Store, Topic, about, body_iri
from kg.threads.titles import grams, likeness, said_in, settled, shares, subject

_MISDATED = timedelta(days=31)  # a number with a date further off than this may be another body's
RESOLVED, MISSING, NO_RECORD, UNCLEAR = "resolved", "item-missing", "no-record", "unclear"


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to. `item` is an index into that document's items; `score` how sure the item is.

    `body` is the IRI of the body meant, known even where the store has no record. `firm`: the two items are of one
    matter, and not only one that is spoken of in the other.
    """

    status: str
    body: str | None
    meeting: Held | None = None
    sha256: str | None = None
    item: int | None = None
    score: float = 0.0
    span: tuple[int, int] | None = None
    firm: bool = True


def resolve(store: Store, sha256: str, pointer: Pointer) -> Target:
    """Return what a reference of document `sha256` leads to.

    The meeting is told by number and year, by number and session, by date, or (where none is given) as the one before
    in the series. The item is the one numbered so; else that of the page and line named; else the one whose title,
    matter or project the words around the reference name, where that is clear.
    """
    body = body_iri(store.names.get(sha256, NOBODY), pointer.body)
    found, clear = _meeting(store, sha256, pointer, body)
    if not clear:
        return Target(UNCLEAR, body)
    if found is None:
        return Target(NO_RECORD, body)
    document = found.documents[0]
    if document == sha256 or sha256 in found.documents:
        return Target(RESOLVED, body, found, document)
    outline = store.outlines[document]
    span = _place(outline, pointer)
    if pointer.target is not None:
        item, score = _numbered(store, sha256, pointer, document)
        status = RESOLVED if item is not None else MISSING
        return Target(status, body, found, document, item, score, span)
    if span is not None:
        return Target(RESOLVED, body, found, document, _at(outline.items, span), 1.0, span)
    likely = _described(store, sha256, pointer, document)
    return Target(RESOLVED, body, found, document, likely.item, likely.score, None, likely.firm)


def resolved(store: Store, pointer: Pointer, target: Target) -> Resolved:
    """Return a target in the form that links keep."""
    meeting, sha256 = target.meeting, target.sha256
    if meeting is None or sha256 is None:
        return Resolved(pointer.n, target.status, None, None, None, None, None)
    outline = store.outlines[sha256]
    item = None if target.item is None else outline.items[target.item].name
    decision = None if target.item is None else deciding(outline, target.item)
    place = None if decision is None else (decision.agenda, decision.n)
    return Resolved(
        pointer.n, target.status, meeting.iri.removeprefix(BASE), sha256, item, place, target.span
    )


def deciding(outline: Outline, item: int) -> Decision | None:
    """Return the one resolution of an item, or of the nearest item above it that has any; None where there are more."""
    at: int | None = item
    while at is not None:
        made = [d for d in outline.decisions if d.item == at and d.types != (str(ResolutionType.NONE),)]
        if made:
            return made[0] if len(made) == 1 else None
        at = outline.items[at].parent
    return None


def _meeting(store: Store, sha256: str, pointer: Pointer, iri: str | None) -> tuple[Held | None, bool]:
    """The meeting meant, if the store has it; False where it cannot be told which."""
    body = store.bodies.get(iri or "")
    if pointer.number is None and pointer.day is None:
        return _before(store.meetings.get(sha256), body)
    if body is None:
        return None, True
    day = date.fromisoformat(pointer.day) if pointer.day else None
    same_day = body.by_day.get(day, ()) if day else ()
    if pointer.number is None or body.kind == "dated":
        return (same_day[0] if same_day else None), True
    year = pointer.year_be or (day.year + BE_OFFSET if day else None)
    found = [m for m in body.by_number.get(pointer.number, ()) if year is None or m.year_be in (None, year)]
    in_sessions = [m for m in found if session_of(m)]
    if in_sessions and day is None and not pointer.session:  # of its own session, or nobody can tell
        own = store.meetings.get(sha256)
        found = [m for m in found if own is not None and own.body == iri and m.session == own.session]
        return (found[0], True) if len(found) == 1 else (None, False)
    found = [m for m in found if m not in in_sessions or _same_session(m, pointer, day)]
    if len(found) > 1:
        found = [m for m in found if m.day == day]
        return (found[0], True) if len(found) == 1 else (None, False)
    if found and day is not None and found[0].day is not None and abs(found[0].day - day) > _MISDATED:
        return None, False
    return (found[0] if found else None), True


def _same_session(meeting: Held, pointer: Pointer, day: date | None) -> bool:
    """Whether a meeting that counts within a session can be the one meant: the date decides, else the session."""
    if day is not None and meeting.day is not None:
        return meeting.day == day
    return not pointer.session or session_key(pointer.session) == meeting.session


def _before(own: Held | None, body: Body | None) -> tuple[Held | None, bool]:
    """The meeting just before: by number where they are numbered, which is sure; nothing else is."""
    if own is None or body is None or body.iri != own.body or own.number is None or own.number < 2:
        return None, False
    found = [m for m in body.by_number.get(own.number - 1, ()) if m.session == own.session]
    if body.kind == "yearly":
        found = [m for m in found if m.year_be == own.year_be]
    if body.kind == "dated" or len(found) > 1:
        return None, False
    return (found[0] if found else None), True


def _place(outline: Outline, pointer: Pointer) -> tuple[int, int] | None:
    if pointer.page is None:
        return None
    span = line_at(outline.sheets, pointer.page, pointer.line)
    return None if span is None else (span.start, span.end)


def _at(items: Sequence[Item], span: tuple[int, int]) -> int | None:
    """The smallest item that holds the whole stretch."""
    holding = [i for i, item in enumerate(items) if item.start <= span[0] and span[1] <= item.end]
    return min(holding, key=lambda i: items[i].end - items[i].start, default=None)


def _numbered(store: Store, sha256: str, pointer: Pointer, document: str) -> tuple[int | None, float]:
    items = store.outlines[document].items
    found = [i for i, item in enumerate(items) if item.number == pointer.target]
    if len(found) < 2:
        return (found[0], 1.0) if found else (None, 0.0)
    likely = _described(store, sha256, pointer, document, found)
    return (found[0], 0.5) if likely.item is None else (likely.item, likely.score)


class Likely(NamedTuple):
    """The item (an index) that another goes on with, None where that is not clear, and how sure it is.

    `firm`: their titles or projects agree, or the title is given in so many words ("เรื่อง …").
    """

    item: int | None
    score: float
    firm: bool


_UNLIKELY = Likely(None, 0.0, False)


def _described(
    store: Store, sha256: str, pointer: Pointer, document: str, among: Sequence[int] | None = None
) -> Likely:
    """The item of a document that the words around a reference tell of, where one is clearly best."""
    own = None if pointer.item is None else store.topics[sha256].get(pointer.item)
    return _UNLIKELY if own is None else match(store, own, document, pointer.words, among)


def match(
    store: Store, own: Topic, document: str, words: str = "", among: Sequence[int] | None = None
) -> Likely:
    """Return the item of `document` that an item of another goes on with.

    Titles count, the words after the reference, and a project that both titles name.
    """
    others = [t for at, t in store.topics[document].items() if among is None or at in among]
    same = [t for t in others if own.item.mark and t.item.mark == own.item.mark]
    if len(same) == 1:
        return Likely(same[0].at, 1.0 if same[0].item.key == own.item.key else 0.97, True)
    key = name_key(words) if words else ""
    of_title, of_words = grams(own.item.key), grams(key)
    projects, sole = about(store, own)
    scores: list[tuple[float, int, bool]] = []
    for other in others:
        score = said = 0.0
        if shares(of_title, other.item.key):
            score = likeness(subject(own.item.subject), subject(other.item.subject))
        theirs, their_sole = about(store, other) if projects else (projects, sole)
        if projects & theirs:
            score = max(score, 0.87 if sole or their_sole else 0.97)
        if key and shares(of_words, other.item.key):
            said = said_in(subject(other.item.subject), key)
        if score or said:
            scores.append((max(score, said), -other.at, score >= _FIRM or bool(_QUOTING.match(words))))
    ranked = sorted(scores, reverse=True)
    if not ranked or not settled(ranked[0][0], ranked[1][0] if len(ranked) > 1 else 0.0):
        return _UNLIKELY
    return Likely(-ranked[0][1], ranked[0][0], ranked[0][2])


_FIRM = 0.6  # the least likeness of two titles, one of which is said to be spoken of in the other
_QUOTING = re.compile(r"[\s()\[“\"]*เรื่อง")


def is_earlier(store: Store, target: Target, sha256: str) -> bool:
    """Whether a reference leads to a meeting held before that of the document."""
    own = store.meetings.get(sha256)
    return own is not None and target.meeting is not None and earlier(target.meeting, own)
