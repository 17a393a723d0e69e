"""Corrections set in a table: columns for page, line, the words as they were and as they shall be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.form import form
from kg.parse.layout import Layout
from kg.parse.lines import tidy
from kg.parse.tables import Row
from kg.records import Correction, Span
from kg.thai import fold

_EMPTY = re.compile(r"[\s\-–—.]*")
_QUOTES = '“”"„«»‘’ '


@cache
def _columns() -> dict[str, str]:
    """What a column's heading (folded) says it holds."""
    data = form("corrections")
    named: dict[str, str] = {}
    for kind in ("old", "new", "page", "line", "both"):
        for heading in data[f"{kind}_columns"]:
            named.setdefault(fold(heading), kind)
    return named


def tabled_corrections(layout: Layout, span: Span, agenda: str | None) -> Iterator[Correction]:
    """Yield the corrections of the tables in `span`, a row each; a row without new or old words is none."""
    head: dict[str, int] = {}
    page: int | None = None
    for row in layout.tables:
        if not span.start <= row.span.start < span.end or row.ruled:
            continue
        found = _head(layout, row)
        if {"old", "new"} <= found.keys():
            head = found
            continue
        if not head or len(row.cells) <= max(head["old"], head["new"]):
            continue
        old, new = (_cell(layout, row, head[key]) for key in ("old", "new"))
        if old == new or (old is None and new is None):
            continue
        numbers = re.findall(r"\d+", _said(layout, row, head.get("both")))
        own = _number(_said(layout, row, head.get("page"))) or (int(numbers[0]) if numbers else None)
        line = _number(_said(layout, row, head.get("line"))) or (
            int(numbers[1]) if len(numbers) > 1 else None
        )
        page = own if own is not None else page
        filled = [cell for cell in row.cells if cell.end > cell.start]
        yield Correction(agenda, Span(filled[0].start, filled[-1].end), page, line, old, new)


def _head(layout: Layout, row: Row) -> dict[str, int]:
    named: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        kind = _columns().get(fold(layout.shown[cell.start : cell.end]))
        if kind is not None:
            named.setdefault(kind, index)
    return named


def _said(layout: Layout, row: Row, column: int | None) -> str:
    if column is None or column >= len(row.cells):
        return ""
    cell = row.cells[column]
    return layout.shown[cell.start : cell.end]


def _number(words: str) -> int | None:
    found = re.search(r"\d{1,4}", words)
    return int(found.group()) if found else None


def _cell(layout: Layout, row: Row, column: int) -> str | None:
    cell = row.cells[column]
    words = tidy(layout.text[cell.start : cell.end])
    return None if _EMPTY.fullmatch(words) else words.strip(_QUOTES)
