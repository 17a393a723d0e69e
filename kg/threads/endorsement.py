"""Which minutes a later meeting endorsed, and which corrections it made to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.records import Kind, ResolutionType
from kg.threads.follows import Targets
from kg.threads.links import Amended, Corrects, Endorsed
from kg.threads.meetings import Held
from kg.threads.parts import Item, Outline
from kg.threads.references import is_earlier
from kg.threads.store import Store

NO_RECORD, NOT_FOUND = "no-record", "not-found"
PROVISIONAL, ENDORSED, CORRECTED = "provisional", "endorsed", "endorsed-with-corrections"
_ENDORSING = {ResolutionType.ENDORSE_MINUTES, ResolutionType.ENDORSE_MINUTES_WITH_CORRECTIONS}
_MINUTES = {Kind.FORMAL_MINUTES, Kind.HOUSE_COMMITTEE, Kind.SITTING_RECORD}


class Endorsements(NamedTuple):
    """By document: who endorsed it, what was corrected in it; and what its own corrections are to."""

    endorsed: dict[str, list[Endorsed]]
    amended: dict[str, list[Amended]]
    corrects: dict[str, list[Corrects]]
    corrected: frozenset[str]

    def status(self, outline: Outline) -> str | None:
        """Return the record-status code of a document, None where its kind is never endorsed."""
        if outline.kind not in _MINUTES:
            return None
        if outline.sha256 in self.corrected:
            return CORRECTED
        return ENDORSED if outline.sha256 in self.endorsed else PROVISIONAL


def endorsements(store: Store, targets: Targets) -> Endorsements:
    """Return what each record endorses and corrects.

    A resolution endorses the minutes of the body's own earlier meetings that its item (or the items around it) refers
    to. A correction is to the one meeting whose minutes its item has before it; with several, to none.
    """
    found = Endorsements({}, {}, {}, frozenset())
    corrected = set()
    for sha256 in sorted(store.outlines):
        outline = store.outlines[sha256]
        for decision in outline.decisions:
            if decision.item is None or _ENDORSING.isdisjoint(decision.types):
                continue
            for meeting in _before_it(store, targets, outline, decision.item):
                for document in meeting.documents:
                    found.endorsed.setdefault(document, []).append(
                        Endorsed(sha256, decision.agenda, decision.n)
                    )
                    if ResolutionType.ENDORSE_MINUTES_WITH_CORRECTIONS in decision.types:
                        corrected.add(document)
        for change in outline.amendments:
            meetings = [] if change.item is None else list(_before_it(store, targets, outline, change.item))
            to = meetings[0].documents[0] if len(meetings) == 1 else None
            status = None if to is not None else NOT_FOUND if meetings else NO_RECORD
            found.corrects.setdefault(sha256, []).append(Corrects(change.n, to, status))
            if to is not None:
                known = Amended(sha256, change.n, change.page, change.line, change.old, change.new)
                found.amended.setdefault(to, []).append(known)
                corrected.update(meetings[0].documents)
    return found._replace(corrected=frozenset(corrected & set(found.endorsed)))


def _before_it(store: Store, targets: Targets, outline: Outline, item: int) -> Iterator[Held]:
    """The body's own earlier meetings that an item refers to, each once."""
    own = store.meetings.get(outline.sha256)
    seen = set()
    for pointer in outline.pointers:
        target = targets[outline.sha256, pointer.n]
        if pointer.item is None or not _around(outline.items, pointer.item, item) or target.meeting is None:
            continue
        if own is None or own.body is None or target.body != own.body or target.meeting.iri in seen:
            continue
        if is_earlier(store, target, outline.sha256):
            seen.add(target.meeting.iri)
            yield target.meeting


def _around(items: Sequence[Item], one: int, other: int) -> bool:
    return one == other or items[one].parent == other or items[other].parent == one
