"""Rows of attendance lists that are tables: columns by their heads, numbers in cells, rows torn by a page."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from kg.form import table
from kg.parse.lines import trimmed
from kg.parse.listing import Listing, RawRow
from kg.parse.markers import read_marker
from kg.parse.names import read_title
from kg.parse.tables import Row
from kg.records import Span
from kg.thai import fold

_NUMBER_CELL = re.compile(r"\(?(\d{1,3})[.)]?\)?")


@cache
def _column_names() -> dict[str, str]:
    columns = table("attendance", "columns").items()
    return {fold(phrase): code for code, phrases in columns for phrase in phrases if fold(phrase)}


def _as_head(shown: str, row: Row) -> tuple[str, ...]:
    names = []
    hits = 0
    for cell in row.cells:
        code = _column_names().get(fold(shown[cell.start : cell.end]), "")
        hits += bool(code)
        names.append(code)
    filled = sum(cell.end > cell.start for cell in row.cells)
    return tuple(names) if hits and hits * 2 >= filled and (hits >= 2 or filled == 1) else ()


def add_table_row(listing: Listing, row: Row) -> None:
    """Take a table row into the list: its head names the columns, a row without a number goes on the one above."""
    head = _as_head(listing.shown, row)
    if head:
        listing.columns = head
        return
    cells = list(row.cells)
    columns = listing.columns if len(listing.columns) == len(cells) else ()
    number, cells, columns = _take_number(listing.shown, cells, columns)
    filled = [(c, n) for c, n in zip(cells, columns or ("",) * len(cells), strict=True) if c.end > c.start]
    if not filled:
        return
    first = filled[0][0]
    goes_on = number is None and bool(listing.rows) and listing.numbered
    if goes_on and read_title(listing.shown, first.start, first.end) is None:
        last = listing.rows[-1]
        listing.rows[-1] = replace(
            last, span=Span(last.span.start, row.span.end), cells=_merge(last.cells, cells)
        )
        return
    kept = tuple((c,) for c, _ in filled)
    names = tuple(n for _, n in filled) if columns else ()
    listing.add(RawRow(number, row.span, kept, names))


def _take_number(
    shown: str, cells: list[Span], columns: tuple[str, ...]
) -> tuple[int | None, list[Span], tuple[str, ...]]:
    for i, cell in enumerate(cells[:2]):
        text = shown[cell.start : cell.end]
        if not text:
            continue
        whole = _NUMBER_CELL.fullmatch(text)
        if whole:
            return int(whole[1]), cells[:i] + cells[i + 1 :], columns[:i] + columns[i + 1 :]
        marker = read_marker(text)
        if marker is not None and marker.style in {"plain", "round"}:
            rest = trimmed(shown, Span(cell.start + marker.end, cell.end))
            return marker.number, [*cells[:i], rest, *cells[i + 1 :]], columns
        break
    return None, cells, columns


def _merge(old: tuple[tuple[Span, ...], ...], new: list[Span]) -> tuple[tuple[Span, ...], ...]:
    filled = [c for c in new if c.end > c.start]
    if len(filled) == len(old):
        return tuple((*cell, more) for cell, more in zip(old, filled, strict=True))
    return (*old, *((c,) for c in filled))
