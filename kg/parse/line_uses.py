"""What became of every line of a source: structure, running text, furniture, or nothing yet."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kg.form import either, form, table, words
from kg.parse.lines import face
from kg.records import Block, BlockKind, Document, Kind, Meeting, Record, Span
from kg.thai import fold


class LineUse(StrEnum):
    """What a line of the source turned out to be."""

    STRUCTURE = "structure"  # a fact or a heading was read from it
    RUNNING = "running-text"  # kept and searched as text: paragraphs, list items, table rows
    FURNITURE = "furniture"  # page numbers, catchwords, rules
    BLANK = "blank"
    UNREAD = "unread"  # of a part that has a form, but no rule took it


@dataclass(frozen=True, slots=True)
class LineRead:
    """One line: `number` counts from 1, `span` is its content without white space at the ends."""

    number: int
    span: Span
    use: LineUse


_WORDED = re.compile(r"[^\W_]")
_FORMED = {BlockKind.TITLE, BlockKind.ATTENDANCE, BlockKind.SIGNATURE}
_RUNNING = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}
_COLUMNS = 2  # names of columns that make a line the head of a table
_READ_IN_PART = {"attendance-line-unread", "attendance-unread", "name-doubtful"}


def line_uses(record: Record, document: Document) -> Iterator[LineRead]:
    """Yield every line of the document's text, in order.

    In a part that has a form (the head of minutes, attendance lists, signatures) each line must have given a
    fact, repeat a value read, or be a heading of that part; a line that does none of these is unread.
    """
    blocks = list(record.blocks)
    starts = [block.span.start for block in blocks]
    facts = _Stretches(_facts(record))
    values = _values(record)
    doubtful = {notice.span for notice in record.warnings if notice.code in _READ_IN_PART and notice.span}
    at = 0
    for number, line in enumerate(document.text.split("\n"), 1):
        left = len(line) - len(line.lstrip())
        span = Span(at + left, at + left + len(line.strip()))
        at += len(line) + 1
        if span.start == span.end:
            yield LineRead(number, span, LineUse.BLANK)
            continue
        if not _WORDED.search(line):
            yield LineRead(number, span, LineUse.FURNITURE)
            continue
        i = bisect_right(starts, span.end - 1) - 1
        block = blocks[i] if i >= 0 and blocks[i].span.end > span.start else None
        use = LineUse.UNREAD if span in doubtful else _use(record.kind, block, facts.meets(span))
        if use is LineUse.UNREAD and (_known(line) or fold(line) in values):
            use = LineUse.STRUCTURE
        yield LineRead(number, span, use)


def _use(kind: Kind, block: Block | None, is_fact: bool) -> LineUse:
    if block is None:
        return LineUse.UNREAD
    if block.kind is BlockKind.FURNITURE:
        return LineUse.FURNITURE
    if block.kind in _RUNNING:
        return LineUse.STRUCTURE if is_fact else LineUse.RUNNING
    # the long heads of results and sittings (contents, crumbs) say again what the body says
    formed = block.kind in _FORMED and kind in (Kind.FORMAL_MINUTES, Kind.HOUSE_COMMITTEE)
    return LineUse.STRUCTURE if is_fact or not formed else LineUse.UNREAD


def _known(line: str) -> bool:
    """Whether a line is a heading of the form: its title, a list's heading, a table's column names."""
    shown = face(line).strip()
    return _headings().match(shown) is not None or len(_columns().findall(shown)) >= _COLUMNS


@cache
def _headings() -> re.Pattern[str]:
    lists = [
        word for key in ("present", "absent", "participant") for word in form("attendance")["headings"][key]
    ]
    return re.compile(either([*words("meeting", "titles"), *lists]))


@cache
def _columns() -> re.Pattern[str]:
    named = (name for names in table("attendance", "columns").values() for name in names)
    return re.compile(either(named))


def _values(record: Record) -> frozenset[str]:
    """What was read of people, folded: a post may stand on a line of its own under the name."""
    said: set[str | None] = set()
    for person in record.attendees:
        said |= {
            person.name,
            person.role,
            person.position,
            person.agency,
            person.proxy_for,
            person.absence_reason,
        }
        said |= {f"{person.prefix or ''}{person.name}"}
    for signatory in (record.recorder, record.checker):
        if signatory is not None:
            said |= {signatory.name, signatory.position, f"{signatory.prefix or ''}{signatory.name}"}
    return frozenset(fold(value) for value in said if value)


def _facts(record: Record) -> Iterator[Span]:
    yield from _meeting_spans(record.meeting)
    for person in record.attendees:
        yield person.span
        yield from person.mentions
    for many in (record.resolutions, record.suggestions, record.projects, record.laws, record.references):
        yield from (fact.span for fact in many)
    yield from (item.title_span for item in record.agenda)
    yield from (r.marker_span for r in record.resolutions if r.marker_span)
    yield from (a.span for r in record.resolutions for a in r.assignments)
    yield from (one.span for one in (record.next_meeting, record.recorder, record.checker) if one)


def _meeting_spans(meeting: Meeting) -> Iterator[Span]:
    for spans in meeting.spans.values():
        yield from spans


class _Stretches:
    """Spans merged, to ask quickly whether one meets any."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[list[int]] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], span.end)
            else:
                merged.append([span.start, span.end])
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def meets(self, span: Span) -> bool:
        i = bisect_right(self._starts, span.end - 1) - 1
        return i >= 0 and self._ends[i] > span.start
