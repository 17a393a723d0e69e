"""Projects in tables: by year columns, or by a column that is headed โครงการ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from kg.form import either, form
from kg.parse.lines import face, split_lines, tidy
from kg.parse.tables import Row, find_rows
from kg.records import Span
from kg.thai import fold

_YEAR = re.compile(
    r"(?:(?:ประจำ)?(?:ปีงบประมาณ|ปี)\s*)?(?:พ\s*\.\s*ศ\s*\.)?\s*(?P<first>2[45]\d\d)"
    r"(?:\s*(?:[-–—]|ถึง)\s*(?:พ\s*\.\s*ศ\s*\.)?\s*(?P<last>2[45]\d\d|\d\d(?!\d)))?"
)
_YEAR_CELL = re.compile(rf"{_YEAR.pattern}\s*(?:\([^)]*\))?")
_EMPTY = re.compile(r"[\s\-–—]*")
_SPLIT = re.compile(r"(?:^|[•●▪\n]|(?<=\s)[-–]\s|(?<=\s)\d{1,2}[.)]\s|<li>)\s*(?=โครงการ)")
_LONGEST_NAME = 200  # code points of a project named in a table without heads
_LONGEST_SPAN = 20  # years; a longer range is a plan's, not a project's


@dataclass(frozen=True, slots=True)
class Cell:
    """A project named in a table cell. `name` is as written; `years_span` the cell that gives its years."""

    span: Span
    category: str | None = None
    years: tuple[int, ...] = ()
    years_span: Span | None = None


@dataclass(slots=True)
class _Head:
    """The columns of the table being read."""

    years: dict[int, tuple[tuple[int, ...], Span]] = field(default_factory=dict)
    name: int | None = None
    category: int | None = None
    when: int | None = None
    carried: str | None = None


def years_of(words: str) -> tuple[int, ...]:
    """Return the Buddhist years that words give, ascending; a range gives every year in it."""
    years: set[int] = set()
    for match in _YEAR.finditer(words):
        first = int(match["first"])
        last = int(match["last"] or first)
        last = last + first // 100 * 100 if last < 100 else last
        if first <= last <= first + _LONGEST_SPAN:
            years.update(range(first, last + 1))
    return tuple(sorted(years))


def find_cells(text: str) -> tuple[tuple[Cell, ...], tuple[Span, ...]]:
    """Return the projects named in tables, in text order, and the spans of all table rows.

    A column headed by a year or a range of years gives its projects those years; a table with a column
    headed โครงการ names one project a row. An empty category cell takes the category above it, also over
    a heading repeated where the table crosses a page.
    """
    shown = face(text)
    rows = find_rows(shown, split_lines(text, shown=shown))
    cells: list[Cell] = []
    head = _Head()
    below: Row | None = None
    for row in rows:
        if below is not None and row.lines[0] > below.lines[1] + 3 and not _year_columns(shown, row):
            head = _Head()
        below = row
        if row.ruled:
            continue
        fresh = _head(shown, row)
        if fresh is not None and not _fills(shown, row, head, fresh):
            fresh.carried = head.carried if fresh.years.keys() == head.years.keys() else None
            head = fresh
            continue
        cells.extend(_row_cells(text, shown, row, head))
    return tuple(cells), tuple(row.span for row in rows if not _spoken(shown, row))


def _spoken(shown: str, row: Row) -> bool:
    """A speaker and what was said, side by side: running text, though a tab stands between."""
    filled = [cell for cell in row.cells if cell.end > cell.start]
    last = shown[filled[-1].start : filled[-1].end] if filled else ""
    return len(filled) <= 2 and re.match(r"[-–—:：]\s*\S", last) is not None


def _fills(shown: str, row: Row, head: _Head, fresh: _Head) -> bool:
    """Is what looks like a head ("โครงการ ก | ๒๕๖๖ - ๒๕๖๗") a row of the table above, its name column filled?"""
    named = head.name is not None and fresh.name is None and head.name < len(row.cells)
    return named and head.name is not None and _filled(shown, row.cells[head.name])


def _year_columns(shown: str, row: Row) -> dict[int, tuple[tuple[int, ...], Span]]:
    columns = {}
    for index, cell in enumerate(row.cells):
        words = shown[cell.start : cell.end]
        if _YEAR_CELL.fullmatch(words.strip()):
            columns[index] = (years_of(words), cell)
    return columns


@cache
def _titles() -> dict[str, frozenset[str]]:
    data = form("projects")
    return {
        kind: frozenset(fold(w) for w in data[f"{kind}_columns"]) for kind in ("name", "category", "year")
    }


def _head(shown: str, row: Row) -> _Head | None:
    years = _year_columns(shown, row)
    titles = [fold(re.sub(r"\([^)]*\)", "", shown[c.start : c.end])) for c in row.cells]
    head = _Head(years=years if len(years) >= 2 or (years and len(row.cells) <= 2) else {})
    for index, title in enumerate(titles):
        if head.name is None and title in _titles()["name"]:
            head.name = index
        elif head.category is None and title in _titles()["category"]:
            head.category = index
        elif head.when is None and title in _titles()["year"]:
            head.when = index
    return head if head.years or head.name is not None else None


def _row_cells(text: str, shown: str, row: Row, head: _Head) -> Iterator[Cell]:
    if not head.years and head.name is None:
        yield from _loose(text, shown, row)
        return
    column = head.category if head.category is not None else 0
    if column < len(row.cells) and column not in head.years and column != head.name:
        label = tidy(text[row.cells[column].start : row.cells[column].end])
        if label and not re.fullmatch(r"[\d๐-๙.()\s]+", label) and not label.startswith("โครงการ"):
            head.carried = label
    if head.name is not None:
        yield from _named_row(shown, row, head)
        return
    for index, (years, where) in head.years.items():
        if index < len(row.cells):
            for span in _names_in(shown, row.cells[index]):
                yield Cell(span, head.carried, years, where)
    if 0 not in head.years and row.cells and shown.startswith("โครงการ", row.cells[0].start):
        marked = [i for i in head.years if i < len(row.cells) and _filled(shown, row.cells[i])]
        years = tuple(sorted({y for i in marked for y in head.years[i][0]}))
        yield Cell(row.cells[0], None, years, head.years[marked[0]][1] if marked else None)


def _filled(shown: str, cell: Span) -> bool:
    return _EMPTY.fullmatch(shown, cell.start, cell.end) is None


def _named_row(shown: str, row: Row, head: _Head) -> Iterator[Cell]:
    if head.name is None or head.name >= len(row.cells):
        return
    cell = row.cells[head.name]
    number = re.compile(r"\(?\d{1,3}[.)]+\s*").match(shown, cell.start, cell.end)
    cell = Span(number.end(), cell.end) if number else cell
    words = shown[cell.start : cell.end]
    if (
        len(fold(words)) < 8
        or re.match(either(form("projects")["totals"]), words)
        or not re.search(r"[ก-ฮ]", words)
    ):
        return
    years: tuple[int, ...] = ()
    where: Span | None = None
    if head.when is not None and head.when < len(row.cells):
        where = row.cells[head.when]
        years = years_of(shown[where.start : where.end])
    marked = [i for i in head.years if i < len(row.cells) and _filled(shown, row.cells[i])]
    if not years and marked:
        years = tuple(sorted({y for i in marked for y in head.years[i][0]}))
        where = head.years[marked[0]][1]
    names = list(_names_in(shown, cell)) or [cell]
    for span in names:
        yield Cell(span, head.carried, years, where if years else None)


def _names_in(shown: str, cell: Span) -> Iterator[Span]:
    """The projects named in one cell, each to the next one's start."""
    at = [m.end() for m in _SPLIT.finditer(shown, cell.start, cell.end)]
    if shown.startswith("โครงการ", cell.start) and (not at or at[0] != cell.start):
        at.insert(0, cell.start)
    for index, start in enumerate(at):
        end = at[index + 1] if index + 1 < len(at) else cell.end
        piece = shown[start:end]
        end = start + len(re.sub(r"[\s•●▪\-–]*(?:\d{1,2}[.)])?[\s•●▪\-–]*$", "", piece))
        if len(fold(shown[start:end])) > len("โครงการ") + 4:
            yield Span(start, end)


def _loose(text: str, shown: str, row: Row) -> Iterator[Cell]:
    """A cell that begins with a project's name in a table with no head we know."""
    for cell in row.cells:
        short = cell.end - cell.start <= _LONGEST_NAME and "\n" not in text[cell.start : cell.end].strip()
        if short and shown.startswith("โครงการ", cell.start) and len(fold(shown[cell.start : cell.end])) > 14:
            yield Cell(cell)


def plain_category(category: str, text_key: str) -> str:
    """Return a category without the spaces OCR put between Thai letters, where the text has it so elsewhere.

    `text_key` is the whole text without white space other than spaces.
    """
    closed = re.sub(r"(?<=[\u0e01-\u0e5b]) (?=[\u0e01-\u0e5b])", "", category)
    thai = re.match(r"[\u0e01-\u0e5b]+", closed)
    return closed if thai and closed != category and thai.group() in text_key else category
