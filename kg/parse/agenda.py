"""Agenda items: ระเบียบวาระที่ N, their titles, what they are for, their sub-items (๔.๑) and their matters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.form import either, opens, table
from kg.parse.lines import Line, tidy
from kg.parse.markers import read_marker
from kg.parse.titles import Title, read_matter, read_title_lines
from kg.records import AgendaItem, Section, Span

_HEAD = re.compile(
    r"(?:[-–•]\s*)?(?:ร?ะเบ[\u0e00-\u0e7f]{1,4}\s*)?วา[รซ]ะ(?:การประชุม)?\s*(?:ที่|ที|ท)?\s*"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?![\d/])\s*[.:)：\-–]*\s*(?P<title>.*)"
)
_MATTER_NUMBER = re.compile(
    r"เรื่องที่\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})(?![\d/])\s*[.:)]?\s*(?P<title>\S.*)"
)
_SUB = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s*(?P<title>\S.*)")
_TITLE_LENGTH = 400
_SUB_LENGTH = 260
_LONG_SUB = 1_500  # a sub-item may be one paragraph with its title in front
_TITLE_CUT = re.compile(r"\s*(?:[:：](?!\d)|\s[-–—]\s|[ ]{2,}|\t)")
_CUT_REACH = 120
_SAID_AFTER = 60  # so much after a colon is what was said, not the title
_FARTHEST = 3  # how many numbers a heading may skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an agenda item: its line, number as a tuple (4, 1), and the offset where its title begins."""

    line: Line
    number: tuple[int, ...]
    title_at: int


@cache
def _sections() -> tuple[tuple[Section, re.Pattern[str]], ...]:
    return tuple(
        (Section(code), re.compile(either(phrases))) for code, phrases in table("agenda", "sections").items()
    )


def section_of(title: str) -> Section | None:
    """Return what an item is for, told from its title alone; None where the title does not say."""
    best: tuple[int, Section] | None = None
    for section, pattern in _sections():
        found = pattern.search(title)
        if found and (best is None or found.start() < best[0]):
            best = (found.start(), section)
    return best[1] if best else None


def find_agenda(
    text: str, lines: Sequence[Line], furniture: frozenset[int], start: int, end: int
) -> tuple[AgendaItem, ...]:
    """Return the agenda items and sub-items between the offsets `start` and `end`, in text order.

    An item runs to the start of the next one (the last to `end`), a sub-item to the next sub-item or the
    end of its item. A list of contents before the items is not taken for them.
    """
    within = [
        line
        for line in lines
        if start <= line.span.start < end and line.index not in furniture and not line.blank
    ]
    heads = _choose(_main_heads(within), end) or _choose(_titled_heads(within), end)
    items: list[AgendaItem] = []
    for here, after in zip(heads, [*heads[1:], None], strict=False):
        stop = after.line.span.start if after else end
        items.extend(_item(text, lines, furniture, here, stop))
    return tuple(items)


def _main_heads(lines: Sequence[Line]) -> list[Heading]:
    heads = []
    for line in lines:
        found = _HEAD.match(line.text)
        if found is None or len(line.text) > _TITLE_LENGTH or "." in found["number"]:
            continue
        if opens(found["title"], "agenda", "not_headings"):
            continue
        heads.append(Heading(line, (int(found["number"]),), line.body.start + found.start("title")))
    return heads


def _titled_heads(lines: Sequence[Line]) -> list[Heading]:
    """Headings without the word วาระ: "๑. เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"."""
    heads = []
    for line in lines:
        marker = read_marker(line.text)
        if marker is None or marker.style != "plain" or marker.number is None or len(line.text) > 120:
            continue
        title = line.text[marker.end :].strip()
        if opens(title, "agenda", "title_starts") and section_of(title) is not None:
            heads.append(Heading(line, (marker.number,), line.body.end - len(title)))
    return heads if len(heads) >= 2 else []


def _choose(heads: list[Heading], end: int) -> list[Heading]:
    """Keep one rising run: of several runs (a contents list, the items) the one that covers most text."""
    runs: list[list[Heading]] = []
    for head in heads:
        number = head.number[0]
        if not runs or (number == 1 and runs[-1][-1].number[0] >= 1):
            runs.append([head])
        elif 0 < number - runs[-1][-1].number[0] <= _FARTHEST:
            runs[-1].append(head)
    if not runs:
        return []
    starts = [run[0].line.span.start for run in runs]
    ends = [*starts[1:], end]
    return max(zip(runs, starts, ends, strict=True), key=lambda run: (len(run[0]), run[2] - run[1]))[0]


def _item(
    text: str, lines: Sequence[Line], furniture: frozenset[int], head: Heading, stop: int
) -> list[AgendaItem]:
    title = read_title_lines(text, lines, furniture, head.line, head.title_at, stop)
    section = section_of(title.text)
    number = ".".join(map(str, head.number))
    inside = [
        line
        for line in lines[title.last_line + 1 :]
        if line.span.start < stop and line.index not in furniture and not line.blank
    ]
    subs = _sub_heads(text, inside, head.number[0])
    first_sub = subs[0].line.span.start if subs else stop
    matter = read_matter(text, lines, furniture, title.last_line + 1, first_sub)
    item = AgendaItem(
        number,
        title.text,
        section,
        Span(head.line.span.start, stop),
        title.span,
        matter.text if matter else None,
        matter.span if matter else None,
    )
    found = [item]
    sections = {head.number: section}
    for k, here in enumerate(subs):
        later = subs[k + 1 :]
        sub_stop = next((s.line.span.start for s in later if len(s.number) <= len(here.number)), stop)
        sub_title = _sub_title(text, lines, furniture, here, sub_stop)
        above = sections.get(here.number[:-1], section)
        found.append(_sub_item(here, sub_title, above, sub_stop))
        sections[here.number] = found[-1].section
    return found


def _sub_title(
    text: str, lines: Sequence[Line], furniture: frozenset[int], head: Heading, stop: int
) -> Title:
    """A sub-item's title; of one written as a paragraph, its words up to a colon, a dash or a wide space."""
    line = head.line
    cut = _TITLE_CUT.search(text, head.title_at + 4, head.title_at + _CUT_REACH)
    colon = cut is not None and ":" in cut.group() and line.body.end - cut.end() > _SAID_AFTER
    if len(line.text) <= _SUB_LENGTH and not colon:
        return read_title_lines(text, lines, furniture, line, head.title_at, stop)
    space = text.rfind(" ", head.title_at, head.title_at + _CUT_REACH)
    end = cut.start() if cut else space if space > head.title_at else head.title_at + _CUT_REACH
    return Title(tidy(text[head.title_at : end]), Span(head.title_at, end), line.index)


def _sub_item(head: Heading, title: Title, section: Section | None, stop: int) -> AgendaItem:
    number = ".".join(map(str, head.number))
    own = section_of(title.text)
    if own is Section.NEXT_MEETING or section in {None, Section.OTHER}:
        section = own or section
    elif own is Section.CHAIR_INFORMS and section is Section.FOR_INFORMATION:
        section = own
    return AgendaItem(number, title.text, section, Span(head.line.span.start, stop), title.span)


def _sub_heads(text: str, lines: Sequence[Line], parent: int) -> list[Heading]:
    """Sub-items of one item: ๔.๑ … in sequence.

    "๔.๑" inside a list that has come to its own "๔." is that list's, not the agenda's: without วาระ, เรื่อง
    or bold type, the first sub-item must come before any plain list item.
    """
    subs: list[Heading] = []
    plain_seen = False
    for line in lines:
        marker = read_marker(line.text)
        sure, head = _sub_head(text, line, parent)
        if head is not None and _follows(subs, head) and (sure or subs or not plain_seen):
            subs.append(head)
        elif marker is not None and marker.style == "plain" and not subs:
            plain_seen = True
    return _without_paragraphs(subs, lines)


def _sub_head(text: str, line: Line, parent: int) -> tuple[bool, Heading | None]:
    found = _HEAD.match(line.text)
    if found and "." in found["number"]:
        number = tuple(map(int, found["number"].split(".")))
        return True, Heading(line, number, line.body.start + found.start("title")) if number[
            0
        ] == parent else None
    matter = _MATTER_NUMBER.match(line.text)
    if matter and len(line.text) <= _SUB_LENGTH:
        own = tuple(map(int, matter["number"].split(".")))
        own = own if len(own) > 1 else (parent, *own)
        return True, Heading(line, own, line.body.start + matter.start("title")) if own[0] == parent else None
    found = _SUB.match(line.text)
    if found is None or read_marker(line.text) is None or len(line.text) > _LONG_SUB:
        return False, None
    if len(line.text) > _SUB_LENGTH and found["number"].count(".") > 1:
        return False, None
    number = tuple(map(int, found["number"].split(".")))
    if number[0] != parent:
        return False, None
    bold = "**" in text[line.span.start : line.body.start]
    sure = bold or found["title"].startswith(("เรื่อง", "ญัตติ"))
    return sure, Heading(line, number, line.body.start + found.start("title"))


def _follows(subs: list[Heading], head: Heading) -> bool:
    if not subs:
        return head.number[-1] == 1 and len(head.number) == 2
    last = subs[-1].number
    if len(head.number) == len(last):
        return head.number[:-1] == last[:-1] and 0 < head.number[-1] - last[-1] <= 2
    if len(head.number) > len(last):
        return head.number[:-1] == last and head.number[-1] == 1
    same = last[: len(head.number)]
    return head.number[:-1] == same[:-1] and 0 < head.number[-1] - same[-1] <= 2


def _without_paragraphs(subs: list[Heading], lines: Sequence[Line]) -> list[Heading]:
    """A deeper number (๔.๑.๑) is a sub-item only where it is short enough to be a title."""
    return [head for head in subs if len(head.number) == 2 or len(head.line.text) <= 120]


def innermost(items: Sequence[AgendaItem]) -> tuple[tuple[AgendaItem, Span], ...]:
    """Return each item with its own stretch: its span up to its first sub-item."""
    stretches = []
    for here, after in zip(items, [*items[1:], None], strict=False):
        stop = here.span.end
        if after is not None and after.span.start < here.span.end:
            stop = after.span.start
        stretches.append((here, Span(here.span.start, stop)))
    return tuple(stretches)
