"""Where a line of a cabinet result goes on below: broken by a full page line, inside a bracket, in mid-phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.form import either, form
from kg.records import Span
from kg.thai import MONTHS

_SHORT = 20  # code points; shorter lines are cells and headings and say nothing about the page
_SAMPLE = 3000  # lines looked at
_LEAST = 20  # lines needed to tell
_PAGE = 130  # code points; no page line is wider
_FULL = 0.72  # of the page's width: a line this long was broken because it was full
_QUITE_FULL = 0.85
_TAIL = 400  # code points of a line's end that are looked at
_DAY = re.compile(r"(?:วันที่|[-–]|และ|ถึง)\s*\d{1,2}$")
_MONTH = re.compile(rf"\s*(?:{'|'.join(MONTHS)})")
_NUMBER = re.compile(r"(?:มาตรา|ข้อ|ครั้งที่)\s*\d{0,3}$")
_ITEM = re.compile(r"[\s\u200b]*(?:\(?\d{1,2}[.)](?!\d)|[-•–]\s)")
_LATIN = re.compile(r"[A-Za-z,&]$")


def page_width(text: str, rows: Sequence[Span]) -> int | None:
    """Return the width of the page, in code points, that the lines were broken for; None where they were not.

    Texts from web pages have one line a paragraph, texts from pages have many lines of nearly one width.
    """
    long = sorted(size for row in rows[:_SAMPLE] if (size := len(text[row.start : row.end].strip())) > _SHORT)
    if len(long) < _LEAST:
        return None
    width = long[int(0.95 * (len(long) - 1))]
    return width if width <= _PAGE else None


def full(line: str, width: int | None, *, ended: bool = False) -> bool:
    """Was a line broken only because the page's line was full? Fuller, where its words could end a sentence (`ended`)."""
    return width is not None and len(line.strip()) >= (_QUITE_FULL if ended else _FULL) * width


@cache
def _open_end() -> re.Pattern[str]:
    return re.compile(either(form("cabinet")["open_ends"]) + "$")


@cache
def _resumes() -> re.Pattern[str]:
    return re.compile(r"\s*(?:[)\]]|" + either(form("cabinet")["resumes"]) + ")")


def unfinished(words: str, line: str) -> bool:
    """Do the words read so far break off, so that the next `line` goes on with them?"""
    last = words[-_TAIL:].rsplit("\n", 1)[-1].strip(" \t\u00a0\u200b")
    if not last:
        return False
    if _NUMBER.search(last) and re.match(r"\s*\(?\d", line):
        return True
    if _ITEM.match(line) or last.endswith("ดังนี้"):
        return False
    if _bracket_open(last) or _open_end().search(last) or _resumes().match(line):
        return True
    if _DAY.search(last) and _MONTH.match(line):
        return True
    return _LATIN.search(last) is not None and re.match(r"\s*[a-z]", line) is not None


def _bracket_open(last: str) -> bool:
    """Is a bracket of the last line still open? Its own closers before it do not count."""
    depth = 0
    for char in last:
        if char in "([":
            depth += 1
        elif char in ")]" and depth:
            depth -= 1
    return depth > 0 and max(last.rfind("("), last.rfind("[")) >= len(last) - 80
