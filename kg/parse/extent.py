"""How far a resolution's words go."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, form
from kg.parse.wording import BLANK, lines, trim
from kg.records import Span

_ITEM = re.compile(
    rf"{BLANK}(?:\(?(\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})[.)]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}{BLANK}|[-•–]|[ก-ฮ]\))"
)
_SIGNED = re.compile(rf"{BLANK}\(?(?:นาย|นาง|นางสาว)[^\n]{{0,60}}\){BLANK}$")
_SHORT = 0.6


@cache
def _stop() -> re.Pattern[str]:
    data = form("resolutions")
    number = r"(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ \t\u00a0]+)?"
    return re.compile(rf"[*#_\s|]*{number}[*]*{either(data['stops'])}")


@cache
def _first_stop() -> re.Pattern[str]:
    number = r"(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ \t\u00a0]+)?"
    return re.compile(rf"[*#_\s|]*{number}[*]*{either(form('resolutions')['first_stops'])}")


@cache
def _again() -> re.Pattern[str]:
    return re.compile(BLANK + either(form("resolutions")["continues"]))


def extent(text: str, start: int, limit: int) -> Span:
    """Return the stretch of a resolution's words from `start`, ending at or before `limit`.

    The words go on over wrapped lines, over numbered sub-decisions, and after a blank line only with a
    numbered line or a joining word (ทั้งนี้, โดย …). They end before a heading, a signature or a new marker.
    """
    first = trim(text, start, limit)
    if "\n" in text[start : first.start] and _first_stop().match(text, first.start, limit):
        return Span(first.start, first.start)
    end = first.start
    blank = False
    listing = False
    width = 0
    shorter = False
    for line in lines(text, Span(first.start, limit)):
        words_ = text[line.start : line.end]
        if not words_.strip("\u200b\ufeff* \t\u00a0"):
            blank = end > first.start
            continue
        fresh = end > first.start
        item = _ITEM.match(words_) is not None
        if fresh and (_stop().match(words_) or _SIGNED.match(words_)):
            break
        if fresh and (blank or shorter) and not _goes_on(words_, item, listing or _introduces(text, end)):
            break
        listing = listing or item
        width = max(width, len(words_))
        # a line much shorter than those above ends its paragraph
        shorter = len(words_) < _SHORT * width
        blank = False
        end = line.end
    return trim(text, first.start, end)


def _introduces(text: str, end: int) -> bool:
    return (
        re.search(r"(?:ดังนี้|ดังต่อไปนี้|คือ|ได้แก่|ดังนี้คือ)[\s:：*]*$|[:：]\s*$", text[max(0, end - 40) : end])
        is not None
    )


def _goes_on(line: str, item: bool, listing: bool) -> bool:
    return (item and listing) or _again().match(line) is not None
