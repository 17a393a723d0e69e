"""A last look at a record of any kind: what in it a person should see to, told from the record and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kg.parse.line_uses import LineUse, line_uses
from kg.records import BlockKind, Document, Kind, Notice, Record, ResolutionType

_MOST = 20  # warnings of one code
_JUMP = 3  # a list that leaps further has begun anew
_POOR = 0.7  # OCR confidence of a page
_NUMBER = re.compile(r"\d{1,3}")


def review(record: Record, document: Document) -> tuple[Notice, ...]:
    """Return warnings: gaps in lists, resolutions without a marker, names in two spellings, poor pages, unread lines."""
    checks = (
        _list_gaps(record),
        _unmarked(record),
        _spellings(record),
        _poor_pages(document),
        _unread(record, document),
    )
    return tuple(notice for check in checks for notice in islice(check, _MOST))


def _list_gaps(record: Record) -> Iterator[Notice]:
    """A numbered list in the text whose numbers skip: an item lost, or two run together."""
    last: dict[tuple[str | None, str | None], int] = {}
    for block in record.blocks:
        if block.kind is not BlockKind.LIST_ITEM or not _NUMBER.fullmatch(block.marker or ""):
            continue
        place, number = (block.agenda, block.heading), int(block.marker or 0)
        before = last.get(place)
        if before is not None and before + 1 < number <= before + _JUMP:
            yield Notice("list-gap", f"a list goes from {before} to {number}", block.span)
        last[place] = number


def _unmarked(record: Record) -> Iterator[Notice]:
    if record.kind not in (Kind.FORMAL_MINUTES, Kind.HOUSE_COMMITTEE):
        return
    for item in record.resolutions:
        if item.marker_span is None and item.types != (ResolutionType.NONE,):
            yield Notice(
                "resolution-without-marker",
                "a resolution is told from its words alone: no มติ stands before it",
                item.span,
            )


def _spellings(record: Record) -> Iterator[Notice]:
    for person in record.attendees:
        if len(person.variants) > 1 and person.mentions:
            others = ", ".join(sorted(set(person.variants) - {person.name}))
            yield Notice(
                "name-spelled-differently", f"{person.name} is also written {others}", person.mentions[0]
            )


def _poor_pages(document: Document) -> Iterator[Notice]:
    for number, page in enumerate(document.pages, 1):
        if page.confidence is not None and page.confidence < _POOR:
            message = (
                f"page {number} was read from its picture with confidence {page.confidence:.2f}: check it"
            )
            yield Notice("page-poor", message, page.span)


def _unread(record: Record, document: Document) -> Iterator[Notice]:
    if record.kind is Kind.PLAIN:
        return
    known = {notice.span for notice in record.warnings}
    for line in line_uses(record, document):
        if line.use is LineUse.UNREAD and line.span not in known:
            words = document.text[line.span.start : line.span.end].strip()
            yield Notice("line-unread", f"no rule accounts for this line: {words[:60]}", line.span)
