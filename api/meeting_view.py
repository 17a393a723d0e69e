"""A record laid out for its page: what is marked in the source, the outline, the lists. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from api.marks import Mark
from api.rendering import label
from kg.records import (
    AgendaItem,
    Attendee,
    Method,
    Presence,
    Record,
    Resolution,
    ResolutionType,
    Span,
    Suggestion,
)
from search.filters import Filters

if TYPE_CHECKING:
    from api.desk import Entry


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the outline. `depth` is 0 for an item, 1 for a sub-item …; `target` an element id."""

    item: AgendaItem
    depth: int
    types: tuple[ResolutionType, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution with the item it stands in; `id` is its element's."""

    id: str
    resolution: Resolution
    item: AgendaItem | None

    @property
    def title(self) -> str:
        """What was decided about: the matter, else the item's title, else nothing."""
        return (self.item.matter or self.item.title) if self.item else ""


METHOD_WORDS = {
    Method.HTML: "หน้าเว็บ",
    Method.DOCX: "Word",
    Method.DOC: "Word",
    Method.PDF_TEXT: "PDF",
    Method.PDF_OCR_LAYER: "PDF สแกน",
    Method.OCR: "อ่านจากภาพ (OCR)",
}
"""How a text layer came about, for people; nothing for plain text."""


@dataclass(frozen=True, slots=True)
class Series:
    """The meetings of one body before and after this one."""

    before: Entry | None
    after: Entry | None


def marks_of(record: Record) -> Iterator[Mark]:
    """Yield a mark for each fact of a record; the same words may be marked for several facts."""
    yield from (Mark(span, "fact") for spans in record.meeting.spans.values() for span in spans)
    yield from (Mark(row_span(person), "person") for person in record.attendees)
    yield from (Mark(person.name_span, "person") for person in record.attendees)
    for item in record.agenda:
        yield Mark(item.title_span, "item")
        if item.matter_span:
            yield Mark(item.matter_span, "item")
    for resolution in record.resolutions:
        yield Mark(resolution.span, "res")
        yield from (Mark(assignment.span, "asg") for assignment in resolution.assignments)
    yield from (Mark(suggestion.span, "sug") for suggestion in record.suggestions)
    for project in record.projects:
        yield Mark(project.span, "proj")
        yield from (Mark(mention.span, "proj") for mention in project.mentions)
    yield from (Mark(law.span, "law") for law in record.laws)
    yield from (Mark(reference.span, "ref") for reference in record.references)
    if record.next_meeting:
        yield Mark(record.next_meeting.span, "fact")
    yield from (Mark(signer.span, "person") for signer in (record.recorder, record.checker) if signer)
    yield from (Mark(notice.span, "warn") for notice in record.warnings if notice.span)


def row_span(person: Attendee) -> Span:
    """Return the words that show a person's attendance: the name, or the whole row where it says more."""
    says_more = person.proxy_for or person.absence_reason
    return person.span if says_more else person.name_span


def decisions(record: Record) -> tuple[Decision, ...]:
    """Return the resolutions in text order, each with the item it stands in."""
    ordered = sorted(record.resolutions, key=lambda resolution: resolution.span)
    return tuple(
        Decision(f"r-{n}", resolution, _item_of(record.agenda, resolution))
        for n, resolution in enumerate(ordered, start=1)
    )


def outline(record: Record, decided: Sequence[Decision]) -> tuple[Step, ...]:
    """Return the agenda in text order; a step leads to its first resolution, else to its words in the source."""
    steps = []
    for item in sorted(record.agenda, key=lambda item: (item.span.start, -item.span.end)):
        own = [decision for decision in decided if decision.item is item]
        types = tuple(dict.fromkeys(kind for decision in own for kind in decision.resolution.types))
        target = own[0].id if own else f"s-{item.title_span.start}"
        steps.append(Step(item, item.number.count("."), types, target))
    return tuple(steps)


def chair(record: Record) -> Attendee | None:
    """Return who took the chair, as the attendance list has it."""
    present = (person for person in record.attendees if person.section is Presence.PRESENT)
    return next(
        (person for person in present if (person.role or "").startswith(label("roles", "chair"))), None
    )


def suggestions_by_item(record: Record) -> list[tuple[str | None, list[Suggestion]]]:
    """Return the suggestions in text order, grouped by agenda number."""
    ordered = sorted(record.suggestions, key=lambda suggestion: suggestion.span)
    return [(agenda, list(group)) for agenda, group in groupby(ordered, key=lambda one: one.agenda)]


def attendance(record: Record) -> list[tuple[Presence, list[Attendee]]]:
    """Return the attendance lists that are not empty, in the order of the form."""
    lists = [(section, [p for p in record.attendees if p.section is section]) for section in Presence]
    return [(section, people) for section, people in lists if people]


def series(entries: Sequence[Entry], entry: Entry) -> Series:
    """Return the neighbours of `entry` among the dated meetings of its body."""
    same = sorted(
        (other for other in entries if other.body == entry.body and other.date and other.meeting_iri),
        key=lambda other: (other.date, other.file),
    )
    at = next((index for index, other in enumerate(same) if other.sha256 == entry.sha256), None)
    if entry.body is None or at is None:
        return Series(None, None)
    return Series(same[at - 1] if at else None, same[at + 1] if at + 1 < len(same) else None)


def only(entry: Entry | None) -> Filters:
    """Return the search filters that keep to one record, or to none in particular."""
    return Filters(sha256s=frozenset({entry.sha256})) if entry else Filters()


def _item_of(agenda: Sequence[AgendaItem], resolution: Resolution) -> AgendaItem | None:
    """The item of the resolution's number; of several with one number, the one around its words."""
    named = [item for item in agenda if item.number == resolution.agenda]
    around = [item for item in named if item.span.start <= resolution.span.start < item.span.end]
    return next(iter(around or named), None)
