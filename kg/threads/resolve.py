"""The threads between the records of a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg import iris
from kg.identity.names import Names
from kg.thai import BE_OFFSET
from kg.threads.endorsement import endorsements
from kg.threads.follows import Targets, Tie, ties
from kg.threads.graphs import series_graphs
from kg.threads.ledger import answers
from kg.threads.links import Cited, Concern, DocumentLinks, Endorsed, Follow
from kg.threads.matters import matters
from kg.threads.meetings import Held, earlier
from kg.threads.parts import Outline, Pointer
from kg.threads.references import NO_RECORD, resolve, resolved
from kg.threads.series import Naming
from kg.threads.store import Node, Store, store

_NONE = DocumentLinks()


@dataclass(frozen=True, slots=True)
class Threads:
    """What records give to each other's graphs (`links`), and the graphs of series (`graphs`)."""

    by_document: Mapping[str, DocumentLinks] = field(default_factory=dict)
    of_series: Mapping[str, bytes] = field(default_factory=dict)

    def links(self, sha256: str) -> DocumentLinks:
        """Return what other documents give to the graph of one; nothing for one that is not of the store."""
        return self.by_document.get(sha256, _NONE)

    def graphs(self) -> Mapping[str, bytes]:
        """Return the named graphs of series: graph IRI → N-Quads."""
        return self.of_series


def follow(outlines: Mapping[str, Outline], names: Mapping[str, Names]) -> Threads:
    """Return the threads between the records of a store, given by sha256 with what their names stand for.

    Depends on nothing but the set of records and their names: not on the order of the mappings.
    """
    found = store(outlines, names)
    targets: Targets = {
        (sha256, pointer.n): resolve(found, sha256, pointer)
        for sha256 in sorted(outlines)
        for pointer in outlines[sha256].pointers
    }
    tied = ties(found, targets)
    planned = _planned(found)
    links = _links(found, targets, tied, planned)
    return Threads(links, series_graphs(found, _named(found, targets, planned)))


def _links(
    found: Store,
    targets: Targets,
    tied: Mapping[Node, Sequence[Tie]],
    planned: Mapping[str, tuple[Naming, Held | None]],
) -> dict[str, DocumentLinks]:
    endorsed = endorsements(found, targets)
    concerns = _concerns(found, tied)
    follows = _follows(found, tied)
    cited: dict[str, list[Cited]] = {}
    for (sha256, n), target in targets.items():
        if target.span is not None and target.sha256 is not None:
            cited.setdefault(target.sha256, []).append(Cited(sha256, n, *target.span))
    links = {}
    for sha256 in sorted(found.outlines):
        outline = found.outlines[sha256]
        meeting = found.meetings.get(sha256)
        coming = planned[sha256][1] if sha256 in planned else None
        links[sha256] = DocumentLinks(
            series=_local(iris.series(meeting.body)) if meeting and meeting.body else None,
            status=endorsed.status(outline),
            planned=_local(coming.iri) if coming else None,
            endorsed=_in_order(endorsed.endorsed.get(sha256, ())),
            concerns=tuple(concerns.get(sha256, ())),
            follows=tuple(follows.get(sha256, ())),
            references=tuple(resolved(found, p, targets[sha256, p.n]) for p in outline.pointers),
            answers=tuple(answers(found, tied, sha256)),
            corrects=tuple(endorsed.corrects.get(sha256, ())),
            amended=tuple(endorsed.amended.get(sha256, ())),
            cited=tuple(sorted(cited.get(sha256, ()))),
        )
    return links


def _local(iri: str) -> str:
    return iri.removeprefix(iris.BASE)


def _in_order(values: Iterable[Endorsed]) -> tuple[Endorsed, ...]:
    return tuple(sorted(set(values), key=lambda e: (e.sha256, e.agenda or "", e.n)))


def _concerns(found: Store, tied: Mapping[Node, Sequence[Tie]]) -> dict[str, list[Concern]]:
    concerns: dict[str, list[Concern]] = {}
    for matter in matters(found, tied):
        for node in matter.items:
            item = found.outlines[node.sha256].items[node.item]
            concerns.setdefault(node.sha256, []).append(Concern(item.name, _local(matter.iri), matter.label))
    for listed in concerns.values():
        listed.sort()
    return concerns


def _follows(found: Store, tied: Mapping[Node, Sequence[Tie]]) -> dict[str, list[Follow]]:
    follows: dict[str, list[Follow]] = {}
    for node in sorted(tied):
        for n, tie in enumerate(tied[node], 1):
            item = found.outlines[node.sha256].items[node.item]
            known = found.outlines[tie.earlier.sha256].items[tie.earlier.item]
            follows.setdefault(node.sha256, []).append(
                Follow(item.name, n, tie.earlier.sha256, known.name, tie.reason, tie.score, tie.reference)
            )
    return follows


def _named(
    found: Store, targets: Targets, planned: Mapping[str, tuple[Naming, Held | None]]
) -> dict[str, list[Naming]]:
    """By body, the meetings that records name and the store lacks: by reference, and as planned."""
    named: dict[str, list[Naming]] = {}
    for sha256 in sorted(found.outlines):
        for pointer in found.outlines[sha256].pointers:
            target = targets[sha256, pointer.n]
            if target.status == NO_RECORD and target.body is not None:
                named.setdefault(target.body, []).append(_naming(found, sha256, pointer))
    for sha256, (naming, held) in planned.items():
        body = found.meetings[sha256].body
        if held is None and body is not None:
            named.setdefault(body, []).append(naming)
    return named


def _naming(found: Store, sha256: str, pointer: Pointer) -> Naming:
    if pointer.number is None and pointer.day is None:  # the meeting before
        own = found.meetings[sha256]
        return Naming(sha256, pointer.n, (own.number or 0) - 1, own.year_be, None, own.session_name)
    day = date.fromisoformat(pointer.day) if pointer.day else None
    return Naming(sha256, pointer.n, pointer.number, pointer.year_be, day, pointer.session or "")


def _planned(found: Store) -> dict[str, tuple[Naming, Held | None]]:
    """By document, the next meeting it announces, and that meeting where the store has it."""
    planned: dict[str, tuple[Naming, Held | None]] = {}
    for sha256, meeting in sorted(found.meetings.items()):
        told = found.outlines[sha256].planned
        if told is None or meeting.body is None:
            continue
        number, year, written = told
        day = date.fromisoformat(written) if written else None
        body = found.bodies[meeting.body]
        year = year or (day.year + BE_OFFSET if day else meeting.year_be)
        if body.kind == "dated" or number is None:
            held = body.by_day.get(day, ()) if day else ()
        else:
            held = tuple(
                m
                for m in body.by_number.get(number, ())
                if m.year_be in (None, year) and m.session == meeting.session and earlier(meeting, m)
            )
        naming = Naming(sha256, None, number, year, day, meeting.session_name)
        planned[sha256] = naming, held[0] if len(held) == 1 else None
    return planned
