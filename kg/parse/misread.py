"""Words taken for others than were written: names in two spellings, reasons and roles with damaged letters."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kg.records import Attendee, Document, Record, Repair, Span
from kg.thai import fold

_LEAST = 80  # of 100, likeness of a stretch of the row to a value that is not in it letter for letter


def misread_words(record: Record, document: Document) -> tuple[Repair, ...]:
    """Return what was written for each name, role and reason of absence that the record gives in another spelling.

    `confidence` is the likeness of the two spellings (Levenshtein, 0 to 1), so that a person can look at the least
    alike first: a post, not the letters, may be what tied them.
    """
    found: dict[tuple[str, str, str], Repair] = {}
    for person in record.attendees:
        for repair in (*_names(person, document), *_values(person, document)):
            key = (repair.kind, repair.written, repair.read_as)
            before = found.get(key)
            found[key] = Repair(
                repair.kind,
                1 + (before.count if before else 0),
                repair.confidence,
                before.span if before else repair.span,
                repair.written,
                repair.read_as,
            )
    return tuple(sorted(found.values(), key=lambda repair: (repair.span, repair.kind)))


def _names(person: Attendee, document: Document) -> Iterator[Repair]:
    others = sorted(set(person.variants) - {person.name}, key=lambda name: (-len(name), name))
    for place in (person.name_span, *person.mentions):
        words = fold(document.text[place.start : place.end])
        if fold(person.name) in words:
            continue
        for name in others:
            if fold(name) in words:
                yield _repair("name-variant", place, name, person.name)
                break


def _values(person: Attendee, document: Document) -> Iterator[Repair]:
    row = document.text[person.span.start : person.span.end]
    for value in (person.role, person.absence_reason):
        if not value or fold(value) in fold(row):
            continue
        near = fuzz.partial_ratio_alignment(value, row, score_cutoff=_LEAST)
        if near is not None and near.dest_end > near.dest_start:
            start = person.span.start + near.dest_start
            span = Span(start, person.span.start + near.dest_end)
            repair = _repair("misread-word", span, document.text[span.start : span.end], value)
            if 100 * repair.confidence >= _LEAST:  # a value put together from parts is no misreading
                yield repair


def _repair(kind: str, span: Span, written: str, read_as: str) -> Repair:
    likeness = Levenshtein.normalized_similarity(fold(written), fold(read_as))
    return Repair(kind, 1, round(likeness, 2), span, written, read_as)
