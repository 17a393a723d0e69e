"""Where in another meeting's minutes: "ระเบียบวาระที่ ๔.๑ หน้า ๕ บรรทัดที่ ๑๒", before or after the meeting's number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.form import either, form
from kg.records import Span
from kg.thai import arabic_digits

_BEFORE = 260  # code points: an item with its title, page and line
_AFTER = 400  # … and several of them
_TITLE = 160
_AHEAD = 10
_SPACE = r"[ \t\u00a0\u200b]*(?:\n[ \t\u00a0\u200b]*)?"
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,3}(?![\d/])"


@dataclass(frozen=True, slots=True)
class MinutePlace:
    """A place in minutes as those number it, and the stretch that says so."""

    span: Span
    item: str | None
    page: int | None
    line: int | None


@cache
def _part() -> re.Pattern[str]:
    data = form("references")
    return re.compile(
        rf"(?:{either(data['item_words'])}{_SPACE}(?P<item>{_NUMBER})(?!{_SPACE}(?:แห่ง|ของ(?!การ|ที่|รายงาน|มติ)))"
        rf"|(?<![\u0e01-\u0e4e]){either(data['page_words'])}{_SPACE}(?P<page>\d{{1,4}})(?!\d)(?:{_SPACE}[-–]{_SPACE}\d{{1,4}})?"
        rf"|{either(data['line_words'])}{_SPACE}(?P<line>\d{{1,3}})(?!\d)(?:{_SPACE}[-–]{_SPACE}\d{{1,3}})?)"
    )


@cache
def _joint() -> re.Pattern[str]:
    """What may stand between two parts: white space, brackets, a comma, "และ" (then a new place may begin)."""
    words = either(form("references")["place_joints"])
    return re.compile(rf"{_SPACE}\)?{_SPACE}(?P<and>,|และ|กับ)?{_SPACE}(?:{words}{_SPACE})?\(?{_SPACE}")


_BARE = re.compile(
    rf"{_SPACE}(?:,|และ|กับ){_SPACE}(?P<item>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?![\d/])(?=\s|$|[,()])"
)


@cache
def _lead() -> re.Pattern[str]:
    """What stands between a place and the meeting it is of: "ของรายงานการประชุม"."""
    words = either(form("references")["place_leads"])
    return re.compile(rf"{_SPACE}(?:เรื่อง(?!ที่)[^\n]{{1,{_TITLE}}}?)??{_SPACE}{words}{_SPACE}$")


def places_after(text: str, at: int, headings: Sequence[int]) -> tuple[MinutePlace, ...]:
    """Return the places told right after offset `at`, in text order.

    `headings` are the offsets, ascending, where the record's own agenda items begin: nothing is read past one.
    """
    stop = min(len(text), at + _AFTER, *(h for h in headings if h >= at))
    return _chain(text, at, stop)


def places_before(text: str, at: int, floor: int, headings: Sequence[int]) -> tuple[MinutePlace, ...]:
    """Return the places told right before the meeting named at offset `at`; none of them begins before `floor`."""
    low = max(floor, at - _BEFORE)
    ahead = min(len(text), at + _AHEAD)  # what a place is not may only be told by the words after it
    parts = [m for m in _part().finditer(text, low, ahead) if (m["item"] or m["page"]) and m.end() <= at]
    for first in parts:
        if _opens_item(text, headings, first.start()):
            continue
        found = _chain(text, first.start(), ahead)
        if not found or "\n\n" in text[first.start() : at]:
            continue
        end = max(place.span.end for place in found)
        if end <= at and _lead().match(text[end:at]) is not None:
            return found
    return ()


def _opens_item(text: str, headings: Sequence[int], at: int) -> bool:
    """Whether an own item of the record begins at offset `at`, marks like ** before its number aside."""
    before = bisect_right(headings, at)
    return before > 0 and not any(char.isalnum() for char in text[headings[before - 1] : at])


def _chain(text: str, at: int, stop: int) -> tuple[MinutePlace, ...]:
    found: list[MinutePlace] = []
    values: dict[str, str] = {}
    start = end = at
    while True:
        joint = _joint().match(text, end, stop)
        part = _part().match(text, joint.end() if joint else end, stop)
        if part is not None and joint is not None and joint["and"] and not values:
            break  # "… และข้อ ๓": not of the meeting just named
        if part is None and values.get("item"):
            part = _after_title(text, end, stop)
        bare = _BARE.match(text, end, stop) if values.get("item") and part is None else None
        if part is None and bare is None:
            break
        match = part or bare
        assert match is not None
        told = {k: v for k, v in match.groupdict().items() if v}
        anew = bare is not None or ("item" in told and "item" in values)
        if anew and values:
            found.append(_place(values, Span(start, end)))
            values = {}
        if not values:
            start = match.start("item") if bare is not None else match.start()
        if set(told) & set(values):
            break  # a second page of one item says where else; the first counts
        values |= told
        end = match.end()
    if values:
        found.append(_place(values, Span(start, end)))
    return tuple(found)


def _after_title(text: str, at: int, stop: int) -> re.Match[str] | None:
    """The page or line that follows an item's title ("เรื่อง …") on the same line."""
    title = re.compile(rf"{_SPACE}\(?เรื่อง(?!ที่)[^\n]{{1,{_TITLE}}}").match(text, at, stop)
    if title is None:
        return None
    parts = _part().finditer(text, title.start(), title.end())
    return next((part for part in parts if part["item"] is None), None)


def _place(values: dict[str, str], span: Span) -> MinutePlace:
    item = values.get("item")
    return MinutePlace(
        span,
        arabic_digits(item) if item else None,
        int(values["page"]) if "page" in values else None,
        int(values["line"]) if "line" in values else None,
    )
