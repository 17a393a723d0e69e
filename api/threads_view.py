"""A meeting's threads for its page: endorsement, what it goes on with, what became of what it assigned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.rendering import local_address
from api.revision_view import Shown, changes
from kg import iris
from kg.places import numbered, places
from kg.records import Document, Record, Span
from kg.snapshots import Iri, Snapshot
from kg.threads.links import DocumentLinks
from kg.threads.revision import revise

if TYPE_CHECKING:
    from api.desk import Desk, Entry


@dataclass(frozen=True, slots=True)
class Tie:
    """An agenda item of this meeting (`number`) tied to one of another: its label, number and address."""

    number: str
    meeting: str
    other: str
    href: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a later meeting reports: kind (progress, done, not-done), its label and the address of its words."""

    kind: str
    meeting: str
    href: str


@dataclass(frozen=True, slots=True)
class Endorsing:
    """The meeting that endorsed these minutes, and the address of its resolution."""

    meeting: str
    href: str


@dataclass(frozen=True, slots=True)
class Threads:
    """What ties a meeting to others.

    `status` is a code of record-status, None where minutes are not endorsed at all; `reports` are by the span of the
    assignment that they answer; `leads` say where references lead, by their span, with what is found or missing.
    """

    status: str | None
    endorsed: tuple[Endorsing, ...]
    corrections: tuple[Shown, ...]
    earlier: tuple[Tie, ...]
    later: tuple[Tie, ...]
    reports: Mapping[Span, tuple[Told, ...]]
    leads: Mapping[Span, tuple[str, str | None]]
    labels: Mapping[str, str]

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.status or self.earlier or self.later or self.corrections)


def threads_of(
    desk: Desk, record: Record, document: Document, links: DocumentLinks, entries: Sequence[Entry]
) -> Threads:
    """Return the threads of a record that the store holds; `links` are those of its context."""
    own = next((entry.body for entry in entries if entry.sha256 == record.sha256), None) or ""
    # meetings of this page's own body go without its name
    labels = {entry.sha256: _short(entry.label, own) for entry in entries}
    snapshot = desk.snapshot()
    return Threads(
        status=links.status,
        endorsed=tuple(
            _endorsing(desk, labels, e.sha256, e.agenda, e.n) for e in links.endorsed if e.sha256 in labels
        ),
        corrections=changes(document, revise(record, document, links.amended)) if links.amended else (),
        earlier=tuple(_ties(record, snapshot, own, backward=True)),
        later=tuple(_ties(record, snapshot, own, backward=False)),
        reports=_reports(record, snapshot, own),
        leads={
            record.references[one.n - 1].span: (one.status, _meeting_href(one.sha256, one.span))
            for one in links.references
        },
        labels=labels,
    )


def _endorsing(desk: Desk, labels: Mapping[str, str], sha256: str, agenda: str | None, n: int) -> Endorsing:
    other = desk.record(sha256)
    found = next(
        (
            (r.span.start, r.span.end)
            for r, at in zip(other.resolutions, numbered(other.resolutions), strict=True)
            if (r.agenda, at) == (agenda, n)
        ),
        None,
    )
    return Endorsing(labels[sha256], _meeting_href(sha256, found) or "")


def _short(label: str, body: str) -> str:
    rest = label.removeprefix(body).strip() if body else ""
    return rest or label


def _meeting_href(sha256: str | None, span: tuple[int, int] | None) -> str | None:
    if sha256 is None:
        return None
    if span is None:
        return local_address(iris.document(sha256))
    return local_address(iris.span(sha256, Span(*span)))


def _ties(record: Record, snapshot: Snapshot, body: str, *, backward: bool) -> list[Tie]:
    own = [Iri(iris.agenda(record.sha256, place.name)) for place in places(record.agenda).places]
    if not own:
        return []
    rows = snapshot.rows(_query("follow-ups"), {"item" if backward else "earlier": own})
    here, there = ("", "earlier") if backward else ("earlier", "")
    found = [
        Tie(
            number=str(row[_name(here, "number")]),
            meeting=_short(str(row[_name(there, "meeting")]), body),
            other=str(row[_name(there, "number")]),
            href=local_address(str(row[_name(there, "span")])) or "",
            reason=str(row["reason"]).rpartition("/")[2],
        )
        for row in rows
    ]
    return list(dict.fromkeys(found))


def _name(side: str, column: str) -> str:
    return side + column.capitalize() if side else column


def _reports(record: Record, snapshot: Snapshot, body: str) -> dict[Span, tuple[Told, ...]]:
    spans: dict[str, Span] = {}
    for resolution, n in zip(record.resolutions, numbered(record.resolutions), strict=True):
        for k, assignment in enumerate(resolution.assignments, 1):
            spans[iris.assignment(record.sha256, resolution.agenda, n, k)] = assignment.span
    if not spans:
        return {}
    found: dict[Span, list[Told]] = {}
    for row in snapshot.rows(_query("answers"), {"assignment": [Iri(iri) for iri in spans]}):
        told = Told(
            str(row["kind"]).rpartition("/")[2],
            _short(str(row["meeting"]), body),
            local_address(str(row["span"])) or "",
        )
        found.setdefault(spans[str(row["assignment"])], []).append(told)
    return {span: tuple(told) for span, told in found.items()}


@cache
def _query(name: str) -> str:
    return (Path(__file__).parent / "templates" / f"{name}.rq").read_text(encoding="utf-8")
