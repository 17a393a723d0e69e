"""The matters of a sitting record's list, under their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from kg.form import either, form
from kg.parse.wording import lines, one_line, trim
from kg.records import Section, Span
from kg.thai import fold

_NUMBERED = re.compile(
    r"[\s\u200b]*(?:-\s*)?(?P<mark>(?P<number>\d{1,3})\s*\.(?!\d)|\((?P<round>\d{1,3})\))[\s\u200b]*(?P<title>\S[^\n]*)"
)
_SUB = re.compile(r"[\s\u200b]*(?:\d{1,3}\)|-\s+-|\d{1,3}\.\d)")
_DASH = re.compile(r"[\s\u200b]*[-–]\s*(?P<title>[^\s\-–][^\n]*)?$")
_BARE_DASH = re.compile(r"[\s\u200b]*[-–]\s*")
_OUTCOME = re.compile(r"\s*\((?P<words>[^()]*(?:\([^()]*\)[^()]*)*)\)[\s\u200b]*$")
_LONGEST_TITLE = 600


@dataclass(slots=True)
class Matter:
    """A matter of the list. `outcome` is the stretch inside the bracket after its title."""

    number: str
    span: Span
    title_span: Span
    group: str | None
    section: Section | None
    numbered: bool
    marked: bool = False
    outcome: Span | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The list: its matters, the rows of the voting sheet, where the list begins and ends."""

    matters: tuple[Matter, ...]
    sheet: tuple[Span, ...]
    start: int
    end: int


@dataclass(slots=True)
class _State:
    text: str
    matters: list[Matter] = field(default_factory=list)
    current: Matter | None = None
    group: str | None = None
    section: Section | None = None
    groups: int = 0
    count: int = 0
    waiting: int | None = None


@cache
def _headings() -> tuple[tuple[str, Section], ...]:
    found = [(fold(h), Section(kind)) for kind, listed in form("house")["headings"].items() for h in listed]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(r"[\s\u200b\-–]*" + either(form("house")[name]))


def heading_of(line: str) -> Section | None:
    """Return what a heading line of the list is for, or None where the line is no heading."""
    words = re.sub(r"^[\s\-–]+", "", line)
    if re.match(r"\d{1,3}\s*[.)]|\(\d", words):
        return None
    key = fold(words)
    for heading, section in _headings():
        if key == heading or (
            heading.endswith(fold("ระเบียบวาระที่")) and key.startswith(heading) and len(key) < 80
        ):
            return section
        if key.startswith(heading) and len(key) - len(heading) <= 24 and len(heading) >= 12:
            return section
    return None


def find_matters(text: str) -> Listed:
    """Return the matters of the list between "เรื่องที่พิจารณา" and "ข้อมูลการประชุม"."""
    rows = list(lines(text, Span(0, len(text))))
    begin = next((i for i, r in enumerate(rows) if i > 0 and _alone(text, r, "list_heads")), -1)
    while 0 <= begin < len(rows) - 1 and _alone(text, rows[begin + 1], "list_heads"):
        begin += 1
    if begin < 0:
        begin = min(2, len(rows) - 1)
    stop = next((i for i in range(len(rows) - 1, begin, -1) if _alone(text, rows[i], "list_ends")), len(rows))
    sheet_at = next((i for i in range(begin + 1, stop) if _alone(text, rows[i], "sheets")), stop)
    state = _State(text)
    for row in rows[begin + 1 : sheet_at]:
        _read(state, row)
    _close(state)
    _number(state)
    start = rows[begin].end if rows and begin >= 0 else 0
    end = rows[stop].start if stop < len(rows) else len(text)
    return Listed(tuple(state.matters), tuple(rows[sheet_at + 1 : stop]), start, end)


def _alone(text: str, row: Span, name: str) -> bool:
    key = fold(text[row.start : row.end])
    return any(key == fold(w) for w in form("house")[name])


def _read(state: _State, row: Span) -> None:
    text = state.text
    line = text[row.start : row.end]
    if not line.strip(" \t\u00a0\u200b"):
        return
    inline = re.match(r"(?P<head>[^\-–\d]{4,60}?)\s*[-–]\s+(?P<rest>\S.*)$", line)
    if inline and heading_of(inline["head"]) is not None:
        _heading(state, Span(row.start, row.start + inline.end("head")), heading_of(inline["head"]))
        _open(state, row.start + inline.start("rest"), row, numbered=False)
        return
    section = heading_of(line)
    if section is not None:
        _heading(state, row, section)
    elif _BARE_DASH.fullmatch(line):
        _close(state)
        state.waiting = row.start
    else:
        _content(state, row, line)


def _heading(state: _State, row: Span, section: Section | None) -> None:
    _close(state)
    state.group = one_line(re.sub(r"^[\s\-–]+", "", state.text[row.start : row.end]))
    state.section = section
    state.groups += 1
    state.waiting = None


def _content(state: _State, row: Span, line: str) -> None:
    current = state.current
    if state.waiting is not None:
        state.waiting = None
        _open(state, row.start + len(line) - len(line.lstrip(" \t\u00a0\u200b")), row, numbered=False)
        _mark(state)
        return
    if _word("steps").match(line) or _SUB.match(line):
        if current is not None:
            current.closed = True
            current.span = Span(current.span.start, row.end)
        return
    numbered = _NUMBERED.match(line)
    lists = current is not None and not current.numbered and _introduces(state.text, current)
    if numbered and not lists:
        plain = numbered["number"] is not None  # (๑) stands below a dash, ๑. above it
        _open(
            state,
            row.start + numbered.start("title"),
            row,
            numbered=plain,
            mark=row.start + numbered.start("mark"),
        )
        _mark(state)
        return
    dash = _DASH.match(line)
    if dash and dash["title"] and (current is None or not current.numbered or _is_bill(dash["title"])):
        _open(state, row.start + dash.start("title"), row, numbered=False)
        _mark(state)
        return
    if current is None or (current.closed and not current.marked and not dash and not numbered):
        _open(state, row.start + len(line) - len(line.lstrip(" \t\u00a0\u200b")), row, numbered=False)
        return
    wrap = (
        not dash
        and not numbered
        and not current.closed
        and row.end - current.title_span.start < _LONGEST_TITLE
    )
    if wrap and not _introduces(state.text, current):
        current.title_span = trim(state.text, current.title_span.start, row.end)
    else:
        current.closed = True
    current.span = Span(current.span.start, row.end)


def _is_bill(title: str) -> bool:
    return title.startswith(("ร่างพระราช", "รายงาน", "ร่างระเบียบ", "ร่างข้อบังคับ"))


def _introduces(text: str, matter: Matter) -> bool:
    return (
        re.search(r"(?:คือ|ดังนี้|ได้แก่)[\s:\u200b]*$", text[matter.title_span.start : matter.title_span.end])
        is not None
    )


def _open(state: _State, at: int, row: Span, *, numbered: bool, mark: int | None = None) -> None:
    _close(state)
    title = trim(state.text, at, row.end)
    start = mark if mark is not None else title.start
    state.current = Matter(
        "", Span(start, row.end), title, state.group, state.section, numbered, marked=numbered
    )
    state.matters.append(state.current)


def _mark(state: _State) -> None:
    """Note that the open matter has a dash or number: plain lines after it belong to it."""
    if state.current is not None:
        state.current.marked = True


def _close(state: _State) -> None:
    """End the open matter: split its outcome off the title, trim its stretch."""
    matter, state.current = state.current, None
    if matter is None:
        return
    text = state.text
    matter.span = trim(text, matter.span.start, matter.span.end)
    bracket = _OUTCOME.search(
        text, max(matter.title_span.start, matter.title_span.end - 400), matter.title_span.end
    )
    if bracket and _is_outcome(bracket["words"]):
        matter.outcome = trim(text, *bracket.span("words"))
        matter.title_span = trim(text, matter.title_span.start, bracket.start())
    if matter.title_span.end <= matter.title_span.start:  # a rule, or an outcome alone, is no matter
        state.matters.remove(matter)


@cache
def _outcome_words() -> re.Pattern[str]:
    kinds = [word for listed in form("house")["outcomes"].values() for word in listed]
    return re.compile(rf"\s*(?:{either(kinds)}|ที่ประชุม(?:ได้)?(?:มี|ลง)?มติ)")


def _is_outcome(words: str) -> bool:
    return _outcome_words().match(words) is not None


def _number(state: _State) -> None:
    """Number matters within their headings; a heading without matters still counts."""
    order: list[str | None] = []
    counts: dict[str | None, int] = {}
    several = len({m.group for m in state.matters}) > 1
    for matter in state.matters:
        if matter.group not in counts:
            counts[matter.group] = 0
            order.append(matter.group)
        counts[matter.group] += 1
        place = order.index(matter.group) + 1
        matter.number = f"{place}.{counts[matter.group]}" if several else str(counts[matter.group])
