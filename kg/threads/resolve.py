"""The threads between the records of a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg import iris
from kg.identity.names import Names
from kg.thai import BE_OFFSET
from kg.threads.endorsement import endorsements
from kg.threads.follows import Node, Targets, Tie, ties
from kg.threads.graphs import series_graphs
from kg.threads.ledger import answers
from kg.threads.links import Cited, Concern, DocumentLinks, Endorsed, Follow
from kg.threads.matters import matters
from kg.threads.parts import Outline
from kg.threads.references import NO_RECORD, resolve, resolved
from kg.threads.series import Naming
from kg.threads.store import Store, store

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
    links = _links(found, targets, tied)
    return Threads(links, series_graphs(found, _named(found, targets)))


def _links(found: Store, targets: Targets, tied: Mapping[Node, Sequence[Tie]]) -> dict[str, DocumentLinks]:
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
        links[sha256] = DocumentLinks(
            series=_local(iris.series(meeting.body)) if meeting and meeting.body else None,
            status=endorsed.status(outline),
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


def _named(found: Store, targets: Targets) -> dict[str, list[Naming]]:
    """By body, the meetings that records name and the store lacks: by reference, and as planned."""
    named: dict[str, list[Naming]] = {}
    for (sha256, n), target in sorted(targets.items()):
        if target.status != NO_RECORD or target.body is None:
            continue
        pointer = next(p for p in found.outlines[sha256].pointers if p.n == n)
        day = date.fromisoformat(pointer.day) if pointer.day else None
        named.setdefault(target.body, []).append(
            Naming(sha256, n, pointer.number, pointer.year_be, day, pointer.session or "")
        )
    for sha256, meeting in sorted(found.meetings.items()):
        planned = found.outlines[sha256].planned
        if planned is None or meeting.body is None:
            continue
        number, year, written = planned
        day = date.fromisoformat(written) if written else None
        body = found.bodies[meeting.body]
        held = body.by_number.get(number, ()) if number is not None else body.by_day.get(day or date.max, ())
        year_be = year or (day.year + BE_OFFSET if day else meeting.year_be)
        if any(number is None or m.year_be in (None, year_be) or m.session for m in held):
            continue
        named.setdefault(meeting.body, []).append(
            Naming(sha256, None, number, year_be, day, meeting.session_name)
        )
    return named
