"""The numbered matters of a cabinet result: its contents list, and the same matters in the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz import fuzz

from kg.parse.cabinet_contents import body_start, read_contents
from kg.parse.cabinet_lines import (
    Entry,
    alike,
    closes,
    considers,
    decides,
    group_of,
    read_entry,
    read_loosely,
    rules_off,
    title_key,
)
from kg.parse.wording import joined, lines, trim
from kg.records import Span

_MOST = 300  # entries of a contents list that are read; real ones have fewer than 80
_WRAPS = 3  # lines a heading may go on over
_RATHER = 70.0  # percent, of a title that follows in sequence
_PARTLY = 90.0  # percent, of what is left of a title
_PART = 8  # letters of a title that tell it from a table's cell


def find_items(text: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...], int, int]:
    """Return the contents entries, the matters of the body, where the body begins, and where it ends.

    A matter of the body is a heading "N. เรื่อง TITLE" in sequence, or one the contents list names (then the
    number or the word เรื่อง may be missing). Inner headings ("1. เรื่องเดิม") are no matters.
    """
    rows = list(lines(text, Span(0, len(text))))
    first = next((i for i, row in enumerate(rows) if decides(text[row.start : row.end])), len(rows))
    start = body_start(text, rows, first)
    contents = tuple(islice(read_contents(text, rows[:start]), _MOST))
    end = _body_end(text, rows, start)
    body = tuple(_matters(text, rows[start:end], contents))
    at = rows[start].start if start < len(rows) else len(text)
    return contents, body, at, rows[end].start if end < len(rows) else len(text)


def _body_end(text: str, rows: Sequence[Span], start: int) -> int:
    end = len(rows)
    for i in range(len(rows) - 1, start, -1):
        line = text[rows[i].start : rows[i].end]
        if closes(line) or re.match(r"\s*(?:ที่มา\s*:|\(โปรดตรวจสอบ)", line):
            end = i
        elif line.strip():
            break
    return end


def _matters(text: str, rows: Sequence[Span], contents: Sequence[Entry]) -> Iterator[Entry]:
    listed = {e.number: e for e in contents if e.number is not None}
    unlisted = [e for e in contents if e.number is None]
    highest = max(listed, default=0)
    group: str | None = None
    waiting: str | None = None  # the category heading right above
    last = 0
    for index, row in enumerate(rows):
        line = text[row.start : row.end]
        named = group_of(line)
        if named is not None:
            waiting = named
            continue
        above, waiting = waiting, (waiting if not line.strip() or rules_off(line) else None)
        place = _Place(listed, unlisted, highest, last)
        entry = read_entry(text, row)
        if entry is not None:
            number = _accepted(text, rows, index, entry, place)
        else:
            entry = read_loosely(text, row, last + 1)
            if entry is None:
                continue
            number = _accepted_loosely(text, rows, index, entry, place)
        if number is None:
            continue
        last = number
        group = above or group
        known = listed.get(number)
        whole = _whole_heading(text, rows, index, entry, known.title if known else None)
        same = known is not None and known.group is not None and alike(whole.title, known.title)
        yield replace(whole, number=number, group=known.group if known and same else group)


@dataclass(frozen=True, slots=True)
class _Place:
    """What is known when a heading is met: the contents, and the last matter's number."""

    listed: dict[int, Entry]
    unlisted: list[Entry]
    highest: int
    last: int


def _accepted(text: str, rows: Sequence[Span], index: int, entry: Entry, place: _Place) -> int | None:
    """The number of the matter a line heads, or None where it heads none."""
    if entry.number is None or entry.number > place.last:
        for known in place.unlisted:
            if alike(entry.title, known.title):
                place.unlisted.remove(known)
                return entry.number or place.last + 1
    if entry.number is None:
        same = [n for n, e in place.listed.items() if alike(entry.title, e.title) and n > place.last]
        if same:
            return same[0]
        return place.last + 1 if not place.highest and _decision_below(text, rows, index) else None
    listed = place.listed.get(entry.number)
    if listed is not None and entry.number > place.last and alike(entry.title, listed.title):
        return entry.number
    following = place.listed.get(place.last + 1)
    if entry.has_word and following is not None and alike(entry.title, following.title):
        return place.last + 1  # its number is misprinted
    if any(alike(entry.title, e.title) for e in place.unlisted):
        return entry.number
    decided = _decision_below(text, rows, index)
    if not entry.has_word or entry.title.startswith(("เดิม", "นี้")):
        return entry.number if decided and _plain_number(entry, place) else None
    if not place.last < entry.number <= place.last + 3:
        return None
    if listed is not None:
        return entry.number if decided else _partly(entry, listed)
    follows = decided and entry.number == place.last + 1
    return entry.number if entry.number > place.highest or follows else None


def _plain_number(entry: Entry, place: _Place) -> bool:
    """Does a number without the word เรื่อง head a matter: the next one, where the contents allow it?"""
    if entry.title.startswith(("เดิม", "นี้")) or entry.number is None:
        return False
    if not place.last < entry.number <= place.last + 2:
        return False
    # the body may have another order than the contents
    return not place.highest or any(alike(entry.title, e.title) for e in place.listed.values())


def _accepted_loosely(text: str, rows: Sequence[Span], index: int, entry: Entry, place: _Place) -> int | None:
    """The number of the matter a line heads whose number has lost its point."""
    if entry.has_word:
        return _accepted(text, rows, index, entry, place)
    listed = place.listed.get(place.last + 1)
    if listed is None or not _decision_below(text, rows, index):
        return None
    part = title_key(entry.title)
    if len(part) < _PART or fuzz.partial_ratio(part, title_key(listed.title)) < _PARTLY:
        return None
    return entry.number


def _partly(entry: Entry, listed: Entry) -> int | None:
    score = fuzz.partial_ratio(title_key(entry.title), title_key(listed.title))
    return entry.number if score >= _RATHER else None


def _decision_below(text: str, rows: Sequence[Span], index: int) -> bool:
    """Does a decision stand within the next few lines?"""
    seen = 0
    for row in rows[index + 1 :]:
        line = text[row.start : row.end]
        if line.strip():
            if decides(line) or considers(line):
                return True
            other = read_entry(text, row)
            if other is not None and other.has_word and other.number is not None:
                return False  # the decision below that heading is not this one's
            seen += 1
            if seen > _WRAPS:
                return False
    return False


def _whole_heading(text: str, rows: Sequence[Span], index: int, entry: Entry, listed: str | None) -> Entry:
    """The heading with the lines its title goes on over."""
    best = entry
    target = title_key(listed) if listed else ""
    span = entry.title_span
    for row in rows[index + 1 : index + 1 + _WRAPS]:
        line = text[row.start : row.end]
        if not line.strip() or decides(line) or considers(line):
            break
        if read_entry(text, row) is not None or group_of(line) is not None:
            break
        span = trim(text, span.start, row.end)
        longer = joined(text[span.start : span.end])
        grows = target and fuzz.ratio(title_key(longer), target) > fuzz.ratio(title_key(best.title), target)
        if not grows and (target or len(line) > 90):
            break
        best = replace(best, title=longer, span=Span(best.span.start, span.end), title_span=span)
    if not target and not _decision_below(text, rows, index):
        return entry
    return best
