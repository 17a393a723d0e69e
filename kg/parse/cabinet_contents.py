"""The contents list of a cabinet result, and where the body begins after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.parse.cabinet_lines import Entry, alike, closes, group_of, read_entry, rules_off
from kg.parse.wording import joined, trim
from kg.records import Span

_NEXT = re.compile(r"(?<=\s)\d{1,3}\s*\.[\s\u200b]*เ?รื่อง")


def body_start(text: str, rows: Sequence[Span], first: int) -> int:
    """Return the row where the body begins; `first` is the row of the first decision.

    It begins where the first title of the contents comes again, else after a row of stars, else where the
    numbers begin again. Without a contents list it begins at the first heading.
    """
    entries = [(i, e) for i in range(first) if (e := read_entry(text, rows[i])) is not None]
    again = _first_title_again(entries)
    if again is not None:
        return _with_category(text, rows, again)
    starred = [i for i in range(first) if closes(text[rows[i].start : rows[i].end])]
    if starred and starred[-1] > 4:
        return starred[-1] + 1
    again = _numbers_again(entries)
    if again is not None:
        return _with_category(text, rows, again)
    return _with_category(text, rows, entries[0][0]) if entries else min(first, len(rows))


def _first_title_again(entries: Sequence[tuple[int, Entry]]) -> int | None:
    if not entries:
        return None
    head = entries[0][1]
    for index, entry in entries[1:]:
        # the titles of two matters may be alike; their numbers are not
        same = entry.number == head.number or entry.number is None or head.number is None
        if same and alike(entry.title, head.title):
            return index
    return None


def _numbers_again(entries: Sequence[tuple[int, Entry]]) -> int | None:
    worded = [(i, e) for i, e in entries if e.has_word and e.number is not None]
    for (_, before), (index, entry) in pairwise(worded):
        begins = entry.number == worded[0][1].number and before.number != entry.number
        if begins and not entry.title.startswith(("เดิม", "นี้", "เพื่อ")):
            return index
    return None


def _with_category(text: str, rows: Sequence[Span], index: int) -> int:
    """The row of the category heading right above a heading, else the heading's own row."""
    above = index - 1
    while above > 0 and text[rows[above].start : rows[above].end].strip() == "":
        above -= 1
    grouped = above >= 0 and group_of(text[rows[above].start : rows[above].end]) is not None
    return above if grouped else index


def read_contents(text: str, rows: Sequence[Span]) -> Iterator[Entry]:
    """Yield the entries of the contents list in order; a title may go on over the next lines.

    An entry without a number has the number that is missing at its place, if one is.
    """
    before: Entry | None = None
    held: Entry | None = None  # an entry without a number
    for entry in _entries(text, rows):
        if held is not None:
            missing = before is not None and before.number is not None
            at = (before.number or 0) + 1 if missing and before is not None else None
            free = at is not None and (entry.number is None or entry.number > at)
            before = replace(held, number=at) if free else held
            yield before
            held = None
        if entry.number is None:
            held = entry
            continue
        yield entry
        before = entry
    if held is not None:
        last = before.number if before is not None else None
        yield replace(held, number=last + 1) if last is not None else held


def _entries(text: str, rows: Sequence[Span]) -> Iterator[Entry]:
    group: str | None = None
    pending: Entry | None = None
    for row in _split(text, rows):
        line = text[row.start : row.end]
        named = group_of(line)
        entry = read_entry(text, row) if named is None else None
        if entry is not None and not entry.has_word:
            entry = None
        if named is not None or entry is not None or rules_off(line):
            if pending is not None:
                yield pending
            pending = replace(entry, group=group) if entry else None
            group = named or group
        elif pending is not None and line.strip():
            span = trim(text, pending.title_span.start, row.end)
            pending = replace(
                pending,
                title=joined(text[span.start : span.end]),
                span=Span(pending.span.start, span.end),
                title_span=span,
            )
    if pending is not None:
        yield pending


def _split(text: str, rows: Sequence[Span]) -> Iterator[Span]:
    """The rows, cut where the next entry follows on the same line because a line break was lost."""
    for row in rows:
        at = row.start
        for match in _NEXT.finditer(text, row.start, row.end):
            if text[at : match.start()].strip():
                yield Span(at, match.start())
                at = match.start()
        yield Span(at, row.end)
