"""Patterns made from clerks' words, tolerant of how files are really typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Span

GAP = r"[\s\u200b]*"
BLANK = r"[ \t\u00a0\u200b\u2000-\u200a\u3000]*"
_EDGE = " \t\r\n\u00a0\u200b\ufeff*_|"


def lines(text: str, span: Span) -> Iterator[Span]:
    """Yield the lines of a stretch in order, each without its line end."""
    at = span.start
    while at < span.end:
        end = text.find("\n", at, span.end)
        end = span.end if end < 0 else end
        yield Span(at, end)
        at = end + 1


def trim(text: str, start: int, end: int) -> Span:
    """Return the stretch without white space, bold marks and table bars at its ends."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def one_line(text: str) -> str:
    """Return text as one line: runs of white space become one space, zero-width characters go."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def joined(text: str) -> str:
    """Return a name as one line: a line break between two Thai letters is a wrap and leaves nothing."""
    return one_line(re.sub(r"(?<=[\u0e01-\u0e5b])[^\S\n]*\n[^\S\n]*(?=[\u0e01-\u0e5b])", "", text))
