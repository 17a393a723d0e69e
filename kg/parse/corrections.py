"""Corrections that a meeting makes to earlier minutes: "หน้า ๕ บรรทัดที่ ๓ จากเดิม “…” แก้ไขเป็น “…”"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.form import either, form, pattern
from kg.parse.agenda import innermost
from kg.parse.correction_tables import tabled_corrections
from kg.parse.layout import Layout
from kg.parse.lines import tidy
from kg.parse.wording import GAP, trim
from kg.records import AgendaItem, Correction, Resolution, ResolutionType, Section, Span

_OPEN, _CLOSE = '“„"‘«', '”“"’»'
_LONGEST = 600  # code points of quoted words
_BARE = 220  # … of words without quotation marks
_NEAR = 60


def find_corrections(
    layout: Layout, items: Sequence[AgendaItem], resolutions: Sequence[Resolution]
) -> tuple[Correction, ...]:
    """Return the corrections made under the items that endorse minutes, in text order, each once.

    Words in quotation marks are taken as they stand; without marks the new words end with their line. A page
    that is told holds for the lines after it. Spans are in code points of the layout's text. Never raises.
    """
    found: list[Correction] = []
    for agenda, span in _stretches(items, resolutions):
        if pattern("corrections", "cues").search(layout.shown, span.start, span.end) is None:
            continue
        tables = list(tabled_corrections(layout, span, agenda))
        taken = [c.span for c in tables]
        told = (c for c in _told(layout, span, agenda) if not any(_meet(c.span, s) for s in taken))
        found.extend(sorted([*tables, *told], key=lambda c: c.span))
    return tuple(_once(found))


def _stretches(
    items: Sequence[AgendaItem], resolutions: Sequence[Resolution]
) -> Iterator[tuple[str | None, Span]]:
    endorsing = [(i.number, s) for i, s in innermost(items) if i.section is Section.ENDORSE_MINUTES]
    yield from endorsing
    for resolution in resolutions:
        if ResolutionType.ENDORSE_MINUTES_WITH_CORRECTIONS in resolution.types and not any(
            _meet(resolution.span, span) for _, span in endorsing
        ):
            yield resolution.agenda, resolution.span


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _quoted(name: str) -> str:
    return rf"[{_OPEN}](?P<{name}>[^{_CLOSE}]{{1,{_LONGEST}}})[{_CLOSE}]"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = form("corrections")
    gap = rf"{GAP}[:：,]?{GAP}"
    fill = rf"(?:{gap}{either(data['fillers'])}){{0,3}}{gap}"
    old, becomes = either(data["old"]), either(data["becomes"])
    deletes, adds, after = (either(data[key]) for key in ("deletes", "adds", "after"))
    begins = r"(?:(?<![\u0e01-\u0e4e])|(?<=แก้ไข)|(?<=แก้)|(?<=เปลี่ยน)|(?<=ปรับ))"
    says = rf"(?:{either(data['old'])}{fill})?"
    where = (
        rf"(?:ใน|ที่)?{GAP}{either(data['pages'])}{GAP}\d{{1,4}}(?:{GAP}{either(data['lines'])}{GAP}\d{{1,3}})?"
    )
    stop = rf"(?=[ \t]*(?:{either(data['ends'])}|[,;](?!\d)|$|\n)|[ \t]+{either(data['pages'])}[ \t]*\d)"
    sure = either([w for w in data["becomes"] if len(w) > len("ให้เป็น")])
    moved = either([w for w in data["old"] if w.startswith(("จาก", "เดิม", "ข้อความเดิม", "ความเดิม", "คำเดิม"))])
    return tuple(
        re.compile(pattern, re.MULTILINE)
        for pattern in (
            rf"(?:{old}{fill})?{_quoted('old')}{fill}{becomes}{fill}{says}{_quoted('new')}",
            rf"(?:{deletes}{fill}){_quoted('old')}(?:{GAP}(?:ออก|ทิ้ง))?",
            rf"(?:{old}{fill})?{_quoted('old')}{GAP}(?:ขอ|ให้)?{GAP}(?:ตัด|ลบ){GAP}(?:ออก|ทิ้ง)",
            rf"{after}{fill}{_quoted('after')}{fill}{adds}{fill}{_quoted('new')}",
            rf"{adds}{fill}(?:{where}{fill})?{_quoted('new')}(?:{GAP}(?:ไว้)?{after}{fill}{_quoted('after')})?",
            rf"{sure}{fill}{says}{_quoted('new')}",
            rf"{begins}{moved}{gap}(?P<old>[^\s{_OPEN}][^\n{_OPEN}]{{0,{_BARE}}}?){GAP}{becomes}{gap}(?P<new>[^\s{_OPEN}][^\n{_OPEN}]{{0,{_BARE}}}?){stop}",
            rf"{begins}{old}{gap}(?P<old>[^\s{_OPEN}][^\n{_OPEN}]{{0,{_BARE}}}?){GAP}{sure}{gap}(?P<new>[^\s{_OPEN}][^\n{_OPEN}]{{0,{_BARE}}}?){stop}",
            rf"(?:{deletes}){gap}(?P<old>[^\s{_OPEN}][^\n{_OPEN}]{{0,{_BARE}}}?){GAP}ออก(?![\u0e01-\u0e4e])",
        )
    )


_QUOTING = 6  # the first patterns take words in quotation marks


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of words, its stretch in the layout."""

    span: Span
    old: str | None
    new: str | None
    after: str | None


def _changes(layout: Layout, span: Span) -> list[_Change]:
    kept: list[_Change] = []
    for index, wording in enumerate(_patterns()):
        for match in wording.finditer(layout.shown, span.start, span.end):
            where = Span(*match.span())
            if any(_meet(where, change.span) for change in kept):
                continue
            if index >= _QUOTING and not _about_words(layout.shown, where, span.start):
                continue
            if "\n\n" in match.group():
                continue
            words = {k: _words(layout, match.span(k)) for k, v in match.groupdict().items() if v}
            change = _Change(where, words.get("old"), words.get("new"), words.get("after"))
            if change.old != change.new:
                kept.append(change)
    return sorted(kept, key=lambda change: change.span)


def _words(layout: Layout, where: tuple[int, int]) -> str | None:
    span = trim(layout.text, *where)
    return tidy(layout.text[span.start : span.end]) or None


def _about_words(shown: str, where: Span, floor: int) -> bool:
    """Do words without quotation marks stand where a correction is spoken of (a page, or แก้ไข, right before)?"""
    before = shown[max(floor, where.start - _NEAR) : where.start]
    said = shown[where.start : where.end]
    return _locator().search(before) is not None or "แก้" in before or "แก้" in said or "ตัด" in said[:12]


@cache
def _locator() -> re.Pattern[str]:
    data = form("corrections")
    low = rf"(?P<below>{GAP}\(?{either(data['from_below'])})?"
    begins = r"(?:(?<![\u0e01-\u0e4e])|(?<=ไข)|(?<=แก้)|(?<=ใน)|(?<=ที่)|(?<=และ))"
    return re.compile(
        rf"{begins}(?:{either(data['pages'])}{GAP}(?P<page>\d{{1,4}})(?!\d)"
        rf"|{either(data['lines'])}{GAP}(?:(?P<line>\d{{1,3}})(?!\d)|สุดท้าย|แรก){low})"
    )


def _told(layout: Layout, span: Span, agenda: str | None) -> Iterator[Correction]:
    """The corrections of running text, each with the page and line told before it, or right after it."""
    changes = _changes(layout, span)
    page: int | None = None
    line: int | None = None
    at = span.start
    for index, change in enumerate(changes):
        stop = changes[index + 1].span.start if index + 1 < len(changes) else span.end
        places = list(_locator().finditer(layout.shown, at, _words_begin(layout.shown, change.span)))
        start, end = change.span.start, change.span.end
        if places:
            page, line = _place(places, page)
            start = min(start, _first_of(places).start())
        elif "\n" in layout.shown[at : change.span.start].strip(" ") or index == 0:
            line = None
            page = page if index else None
        tail = _tail(layout.shown, end, stop) if not places else None
        if tail:
            page, line = _place(tail, None)
            end = tail[-1].end()
        where = trim(layout.text, start, end)
        yield Correction(agenda, where, page, line, change.old, change.new, change.after)
        at = end


def _words_begin(shown: str, span: Span) -> int:
    """Where the first quoted words of a change begin: a page may be told right before them; else its start."""
    quote = re.compile(f"[{_OPEN}]").search(shown, span.start, span.end)
    return quote.start() if quote else span.start


def _first_of(places: Sequence[re.Match[str]]) -> re.Match[str]:
    """Where the last page told begins (or the line right before it), or the only line."""
    paged = [k for k, place in enumerate(places) if place["page"] is not None]
    if not paged:
        return places[-1]
    last = paged[-1]
    return places[last - 1] if last and _beside(places[last - 1], places[last]) else places[last]


def _beside(line: re.Match[str], page: re.Match[str]) -> bool:
    """Is it a line told right before its page ("บรรทัดที่ ๑๒ หน้า ๓")?"""
    return line["page"] is None and 0 <= page.start() - line.end() <= 1


def _place(places: Sequence[re.Match[str]], page: int | None) -> tuple[int | None, int | None]:
    line: int | None = None
    for index, place in enumerate(places):
        if place["page"] is not None:
            before = places[index - 1] if index else None
            page, line = int(place["page"]), line if before and _beside(before, place) else None
        else:
            line = int(place["line"]) if place["line"] and not place["below"] else None
    return page, line


def _tail(shown: str, end: int, stop: int) -> list[re.Match[str]]:
    """The page and line told right after the new words ("… เป็น “ข” ในหน้า ๕ บรรทัดที่ ๓")."""
    item = rf"(?:(?:ระเบียบ)?วาระ(?:ที่)?{GAP}\d[\d.]*{GAP})?"
    lead = re.compile(rf"{GAP}\(?{GAP}(?:ใน|ที่)?{GAP}{item}(?=หน้า|บรรทัด)").match(shown, end, stop)
    found: list[re.Match[str]] = []
    if lead is None or "\n" in lead.group():
        return found
    at = lead.end()
    while (place := re.compile(rf"{GAP}{_locator().pattern}").match(shown, at, stop)) is not None:
        found.append(place)
        at = place.end()
    return found


def _once(corrections: Sequence[Correction]) -> Iterator[Correction]:
    """Each change of words once: the resolution may say again what the secretary read out."""
    kept: dict[tuple[str | None, str | None, str | None], Correction] = {}
    for correction in corrections:
        key = (correction.agenda, correction.old, correction.new)
        first = kept.get(key)
        if first is not None and correction.page in (None, first.page):
            continue
        if first is not None and first.page is None:
            kept[key] = replace(correction)
            continue
        kept.setdefault(key if first is None else (*key[:2], f"{key[2]}@{correction.page}"), correction)
    yield from sorted(kept.values(), key=lambda c: c.span)
