"""Where the printed pages of minutes begin, and their lines, as other minutes count them ("หน้า ๒ บรรทัดที่ ๕")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.documents.page_number import page_number
from kg.records import BlockKind, Document, Record, Span
from kg.thai import arabic_digits
from kg.threads.parts import Sheet

_LINE = re.compile(r"[^\n]+")


def sheets(record: Record, document: Document) -> tuple[Sheet, ...]:
    """Return the pages of minutes by printed number, in text order; empty where nothing tells them.

    The numbers are those printed on the pages, else the pages' order. A text without pages is cut at the lines that
    print a page's number: at the head of each page where the first such number is 2, at its foot where it is 1.
    Lines are those with words on them, furniture left out, from 1.
    """
    furniture = [b.span for b in record.blocks if b.kind is BlockKind.FURNITURE]
    if document.pages:
        numbers = [_number(page.label) or n for n, page in enumerate(document.pages, 1)]
        extents = [page.span for page in document.pages]
    else:
        numbers, extents = _printed(document.text, furniture)
    pages = zip(numbers, extents, strict=True)
    return tuple(Sheet(n, e.start, e.end, tuple(_lines(document.text, e, furniture))) for n, e in pages)


def line_at(pages: Sequence[Sheet], page: int, line: int | None) -> Span | None:
    """Return the extent of a line of a page, or of the page where `line` is None; None where there is none.

    Of several pages with one number, none is the page meant.
    """
    found = [sheet for sheet in pages if sheet.number == page]
    if len(found) != 1:
        return None
    if line is None:
        return Span(found[0].start, found[0].end)
    if not 0 < line <= len(found[0].lines):
        return None
    return Span(*found[0].lines[line - 1])


def _number(label: str | None) -> int | None:
    digits = arabic_digits(label or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 5 else None


def _printed(text: str, furniture: Iterable[Span]) -> tuple[list[int], list[Span]]:
    marks = []
    for span in furniture:
        number = _number(page_number(text[span.start : span.end]))
        if number is not None:
            marks.append((number, span))
    numbers = [number for number, _ in marks]
    if not marks or numbers != list(range(numbers[0], numbers[0] + len(marks))) or numbers[0] not in (1, 2):
        return [], []
    if numbers[0] == 2:  # at the head of each page but the first
        borders = [0, *(span.start for _, span in marks), len(text)]
        numbers = [1, *numbers]
    elif marks[0][1].start < _first_words(text):
        borders = [*(span.start for _, span in marks), len(text)]
    else:
        borders = [0, *(span.end for _, span in marks)]
    return numbers, [Span(a, b) for a, b in pairwise(borders)]


def _first_words(text: str) -> int:
    """The end of the first line with words on it: a page number there is at the head of its page."""
    first = _LINE.search(text)
    return first.end() if first else 0


def _lines(text: str, extent: Span, furniture: Sequence[Span]) -> Iterable[tuple[int, int]]:
    starts = {span.start for span in furniture if extent.start <= span.start < extent.end}
    for match in _LINE.finditer(text, extent.start, extent.end):
        written = match.group()
        if written.strip():
            start = match.start() + len(written) - len(written.lstrip())
            end = match.end() - (len(written) - len(written.rstrip()))
            if start not in starts and match.start() not in starts:
                yield start, end
