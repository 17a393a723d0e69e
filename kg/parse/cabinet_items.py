"""The numbered matters of a cabinet result: its contents list, and the same matters in the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from rapidfuzz import fuzz

from kg.form import either, form
from kg.parse.wording import joined, lines, trim
from kg.records import Span
from kg.thai import fold

_STARS = re.compile(r"[\s\u200b\u00ad]*(?:\*[\s*]{4,}|[.…]{6,}|…{4,}|[_\-]{12,})[\s\u200b]*")
_CLOSING = re.compile(r"[\s\u200b\u00ad]*(?:\*[\s*]{4,}|[.…]{6,}|…{4,})[\s\u200b]*")
_ENTRY = re.compile(
    r"[\s\u200b*]*(?P<number>\d{1,3})\s*(?:\.(?!\d)|\))[\s\u200b*]*(?P<matter>เรื่อง)?[\s\u200b:*]*(?P<title>\S[^\n]*)"
)
_UNNUMBERED = re.compile(r"[\s\u200b*]*(?P<matter>เรื่อง)[\s\u200b:]+(?P<title>\S[^\n]*)")
CABINET = r"คณะ?รัฐ?มน?ตรี|คณะรัมนตรี|ครม\."  # also as it is mistyped
_ALIKE = 80.0  # percent, titles of the contents and of the body
_MOST = 300  # entries of a contents list that are read; real ones have fewer than 80
_WRAPS = 3  # lines a heading may go on over


@dataclass(frozen=True, slots=True)
class Entry:
    """A matter as headed at one place. `span` runs from its number to its title's end."""

    number: int | None
    title: str
    span: Span
    title_span: Span
    group: str | None = None
    has_word: bool = True


@cache
def _groups() -> dict[str, str]:
    return {fold(spelling): name for name, listed in form("cabinet")["groups"].items() for spelling in listed}


def group_of(line: str) -> str | None:
    """Return the category a line is the heading of ("เศรษฐกิจ- สังคม" -> "เศรษฐกิจ-สังคม"), or None."""
    words = line.strip(" \t\u00a0\u200b*#:")
    return _groups().get(fold(words)) if 0 < len(words) <= 24 else None


@cache
def _decides() -> re.Pattern[str]:
    data = form("cabinet")
    return re.compile(
        rf"[\s\u200b*]*(?:ที่ประชุม)?(?:{CABINET})\s*(?:ได้|จึง|ร่วม)?\s*(?P<verb>{either(data['decided'])})"
        rf"(?!\s*(?:{either(data['earlier'])}|\(\s*\d))"
    )


def decides(line: str) -> bool:
    """Does a line carry the cabinet's own decision (not one of an earlier date, nor a duty to report)?"""
    return _decides().match(line) is not None


def rules_off(line: str) -> bool:
    """Is a line a row of stars, dots or dashes?"""
    return _STARS.fullmatch(line) is not None


def find_items(text: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...], int, int]:
    """Return the contents entries, the matters of the body, where the body begins, and where it ends.

    A matter of the body is a heading "N. เรื่อง TITLE" in sequence, or one the contents list names (then the
    number or the word เรื่อง may be missing). Inner headings ("1. เรื่องเดิม") are no matters.
    """
    rows = list(lines(text, Span(0, len(text))))
    first = next((i for i, row in enumerate(rows) if decides(text[row.start : row.end])), len(rows))
    start = _body_start(text, rows, first)
    contents = tuple(islice(_entries(text, rows[:start]), _MOST))
    end = _body_end(text, rows, start)
    body = tuple(_matters(text, rows[start:end], contents))
    at = rows[start].start if start < len(rows) else len(text)
    return contents, body, at, rows[end].start if end < len(rows) else len(text)


def _body_start(text: str, rows: Sequence[Span], first: int) -> int:
    """The row where the body begins: after the stars, else where the contents' first title comes again."""
    starred = [i for i in range(first) if _CLOSING.fullmatch(text[rows[i].start : rows[i].end])]
    if starred and starred[-1] > 4:
        return starred[-1] + 1
    entries = [(i, e) for i in range(first) if (e := _entry(text, rows[i])) is not None]
    for index, entry in entries[1:]:
        if alike(entry.title, entries[0][1].title):
            above = index - 1
            while above > 0 and text[rows[above].start : rows[above].end].strip() == "":
                above -= 1
            grouped = group_of(text[rows[above].start : rows[above].end]) is not None
            return above if grouped else index
    return entries[0][0] if entries else min(first, len(rows))


def _body_end(text: str, rows: Sequence[Span], start: int) -> int:
    end = len(rows)
    for i in range(len(rows) - 1, start, -1):
        line = text[rows[i].start : rows[i].end]
        if _CLOSING.fullmatch(line) or re.match(r"\s*(?:ที่มา\s*:|\(โปรดตรวจสอบ)", line):
            end = i
        elif line.strip():
            break
    return end


def _entry(text: str, row: Span) -> Entry | None:
    match = _ENTRY.fullmatch(text, row.start, row.end) or _UNNUMBERED.fullmatch(text, row.start, row.end)
    if match is None:
        return None
    number = match.groupdict().get("number")
    inline = _decides().search(text, match.start("title"), match.end("title"))
    # a lost line break: the decision stands on the heading's own line
    stop = inline.start() if inline and text[inline.start()].isspace() else match.end("title")
    title = trim(text, match.start("title"), stop)
    at = match.start("number") if number else match.start("matter")
    words = joined(text[title.start : title.end])
    return Entry(
        int(number) if number else None,
        words,
        Span(at, title.end),
        title,
        has_word=match["matter"] is not None,
    )


def _entries(text: str, rows: Sequence[Span]) -> Iterator[Entry]:
    """The contents list; a title may go on over the next lines."""
    group: str | None = None
    pending: Entry | None = None
    for row in rows:
        line = text[row.start : row.end]
        named = group_of(line)
        entry = _entry(text, row) if named is None else None
        if entry is not None and not entry.has_word:
            entry = None
        if named is not None or entry is not None:
            if pending is not None:
                yield pending
            pending = replace(entry, group=group) if entry else None
            group = named or group
        elif pending is not None and line.strip() and not rules_off(line):
            span = trim(text, pending.title_span.start, row.end)
            pending = replace(
                pending,
                title=joined(text[span.start : span.end]),
                span=Span(pending.span.start, span.end),
                title_span=span,
            )
        elif pending is not None and rules_off(line):
            yield pending
            pending = None
    if pending is not None:
        yield pending


def alike(one: str, other: str) -> bool:
    """Are two titles the same but for spacing, a wrap or a few letters?"""
    a, b = _key(one), _key(other)
    if not a or not b:
        return False
    if a == b or (min(len(a), len(b)) >= 24 and (a.startswith(b) or b.startswith(a))):
        return True
    return fuzz.ratio(a, b, score_cutoff=_ALIKE) > 0


def _key(title: str) -> str:
    return re.sub(r"^เรื่อง", "", fold(title))


def _matters(text: str, rows: Sequence[Span], contents: Sequence[Entry]) -> Iterator[Entry]:
    listed = {e.number: e for e in contents if e.number is not None}
    unlisted = [e for e in contents if e.number is None]
    highest = max(listed, default=0)
    group: str | None = None
    last = 0
    for index, row in enumerate(rows):
        line = text[row.start : row.end]
        named = group_of(line)
        if named is not None:
            group = named
            continue
        entry = _entry(text, row)
        if entry is None:
            continue
        number = _accepted(text, rows, index, entry, _Place(listed, unlisted, highest, last))
        if number is None:
            continue
        last = number
        known = listed.get(number)
        whole = _whole_heading(text, rows, index, entry, known.title if known else None)
        yield replace(whole, number=number, group=group or (known.group if known else None))


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
    if any(alike(entry.title, e.title) for e in place.unlisted):
        return entry.number
    if not entry.has_word or entry.title.startswith(("เดิม", "นี้")):
        ahead = place.last < entry.number <= place.last + 2
        return (
            entry.number
            if ahead
            and not entry.title.startswith(("เดิม", "นี้"))
            and _decision_below(text, rows, index)
            and listed is None
            and not place.highest
            else None
        )
    if place.last < entry.number <= place.last + 3 and (listed is not None or entry.number > place.highest):
        return (
            entry.number if _decision_below(text, rows, index) or listed is None else _partly(entry, listed)
        )
    return None


def _partly(entry: Entry, listed: Entry) -> int | None:
    score = fuzz.partial_ratio(_key(entry.title), _key(listed.title))
    return entry.number if score >= 70 else None


def _decision_below(text: str, rows: Sequence[Span], index: int) -> bool:
    """Does a decision stand within the next few lines?"""
    seen = 0
    for row in rows[index + 1 :]:
        line = text[row.start : row.end]
        if line.strip():
            if decides(line):
                return True
            seen += 1
            if seen > _WRAPS:
                return False
    return False


def _whole_heading(text: str, rows: Sequence[Span], index: int, entry: Entry, listed: str | None) -> Entry:
    """The heading with the lines its title goes on over."""
    best = entry
    target = _key(listed) if listed else ""
    span = entry.title_span
    for row in rows[index + 1 : index + 1 + _WRAPS]:
        line = text[row.start : row.end]
        if not line.strip() or decides(line) or _entry(text, row) is not None or group_of(line) is not None:
            break
        span = trim(text, span.start, row.end)
        longer = joined(text[span.start : span.end])
        grows = target and fuzz.ratio(_key(longer), target) > fuzz.ratio(_key(best.title), target)
        if not grows and (target or len(line) > 90):
            break
        best = replace(best, title=longer, span=Span(best.span.start, span.end), title_span=span)
    if not target and not _decision_below(text, rows, index):
        return entry
    return best
