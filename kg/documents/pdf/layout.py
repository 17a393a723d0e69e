"""A page's content → its lines of text: paragraphs and table rows, from top to bottom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.documents.page_number import page_number
from kg.documents.pdf.cells import cell_text
from kg.documents.pdf.columns import Row, column_of, column_starts, find_columns
from kg.documents.pdf.content import PageContent, Piece
from kg.documents.pdf.grid import Grid, find_grid
from kg.documents.pdf.joins import Joins
from kg.documents.pdf.lines import NO_CELL, Fragment, Key, Line, fragments, lines
from kg.documents.pdf.measure import Measure
from kg.documents.pdf.paragraphs import paragraphs
from kg.thai import arabic_digits

_RULED, _TAGGED = 0, 1
_LAYOUT_CELL = 45  # lines: a cell that long is a page set in a table, no table
_FREE_LINE = 1.8  # usual line distances
_HEAD, _FOOT = 0.15, 0.88  # of the page's height


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before its paragraphs are judged: lines outside tables, fragments by cell."""

    width: float
    height: float
    lines: tuple[Line, ...]
    cells: dict[Key, list[Fragment]]
    grid: Grid
    columns: dict[int, int]  # of tagged tables


def draft_page(content: PageContent) -> Draft:
    """Return the lines and cells of a page."""
    grid = find_grid(content.across, content.down)
    nodes = content.nodes or {}
    columns: dict[int, int] = defaultdict(int)
    for node in nodes.values():
        if node.cell is not None:
            columns[node.cell[0]] = max(columns[node.cell[0]], node.cell[2] + 1)

    def cell_of(piece: Piece) -> Key:
        index = grid.at(piece.left, piece.y - 0.25 * piece.size) if grid.cells else -1
        if index >= 0:
            return _RULED, index
        node = nodes.get(piece.tag)
        if node is not None and node.cell is not None and columns[node.cell[0]] > 1:
            return _TAGGED, *node.cell
        return NO_CELL

    def block_of(piece: Piece) -> int:
        node = nodes.get(piece.tag)
        return node.block if node is not None else -1

    free: list[Fragment] = []
    cells: dict[Key, list[Fragment]] = defaultdict(list)
    for part in fragments(content.pieces, cell_of, block_of, spaced=content.spaced):
        (cells[part.cell] if part.cell else free).append(part)
    for key in _layout_tables(cells, grid):
        free.extend(cells.pop(key))
    free.sort(key=lambda part: part.order)
    return Draft(content.width, content.height, tuple(lines(free)), dict(cells), grid, dict(columns))


def _layout_tables(cells: dict[Key, list[Fragment]], grid: Grid) -> list[Key]:
    """Return the cells of tables that only lay a page out."""

    def table(key: Key) -> tuple[int, int]:
        return key[0], grid.cells[key[1]].table if key[0] == _RULED else key[1]

    too_long = {table(key) for key, parts in cells.items() if len(lines(parts)) > _LAYOUT_CELL}
    return [key for key in cells if table(key) in too_long]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of text to be: its words, and the baselines it runs from and to."""

    top: float
    bottom: float
    text: str


def set_page(draft: Draft, measured: Measure, joins: Joins) -> list[str]:
    """Return the lines of text of a page, from top to bottom; one blank line where the page leaves a line free."""
    items: list[Item] = []
    at = 0
    for region in find_columns(draft.lines, measured):
        items.extend(_prose(draft.lines[at : region.start], measured, joins))
        items.extend(_column_rows(region.rows, measured, joins))
        at = region.stop
    items.extend(_prose(draft.lines[at:], measured, joins))
    items.extend(_ruled_rows(draft, measured, joins))
    items.extend(_tagged_rows(draft, measured, joins))
    out: list[str] = []
    bottom = 0.0
    for item in sorted((item for item in items if item.text.strip()), key=lambda item: item.top):
        free = (item.top - bottom) > _FREE_LINE * (measured.pitch or 1.6) * measured.size
        if out and (free or page_number(item.text) or page_number(out[-1])):
            out.append("")
        out.append(item.text)
        bottom = item.bottom
    return out


@dataclass(frozen=True, slots=True)
class Label:
    """A page number as printed. `bare` where nothing but the number is: then it may be something else."""

    text: str
    value: int
    bare: bool


def find_label(draft: Draft) -> Label | None:
    """Return the number printed at the head or foot of a page, or None."""
    for line in (*draft.lines[:2], *draft.lines[-2:]):
        share = line.y / draft.height
        if share < _HEAD or share > _FOOT:
            text = line.text.strip()
            label = page_number(text)
            if label is not None:
                return Label(label, int(arabic_digits(label)), label == text)
    return None


def page_labels(drafts: Sequence[Draft]) -> list[str | None]:
    """Return the pages' printed numbers. A bare number counts where two pages agree how far it runs ahead."""
    labels = [find_label(draft) for draft in drafts]
    ahead = Counter(label.value - index for index, label in enumerate(labels) if label is not None)
    usual, count = max(ahead.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    return [
        label.text
        if label is not None and (not label.bare or (count > 1 and label.value - index == usual))
        else None
        for index, label in enumerate(labels)
    ]


def _prose(page: Sequence[Line], measured: Measure, joins: Joins) -> Iterable[Item]:
    return [Item(found.top, found.lines[-1].y, found.text(joins)) for found in paragraphs(page, measured)]


def _column_rows(rows: Sequence[Row], measured: Measure, joins: Joins) -> Iterable[Item]:
    columns = column_starts(rows)
    rights = [
        (min(part.left for part in cell), max(part.right for part in cell))
        for row in rows
        for cell in row.cells
    ]
    for row in rows:
        texts: dict[int, str] = {}
        for index, cell in enumerate(row.cells):
            left = min(part.left for part in cell)
            right = max(
                [r for start, r in rights if abs(start - left) <= cell[0].size], default=measured.right
            )
            if index + 1 < len(row.cells):
                right = min(right, row.cells[index + 1][0].left)
            place = column_of(columns, cell) if columns else index
            texts[place] = cell_text(cell, left, right, measured, joins)
        text = "\t".join(texts.get(i, "") for i in range(max(texts) + 1))
        yield Item(row.top, row.bottom, text)


def _ruled_rows(draft: Draft, measured: Measure, joins: Joins) -> Iterable[Item]:
    texts: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for index, cell in enumerate(draft.grid.cells):
        parts = draft.cells.get((_RULED, index), [])
        if not parts:
            continue
        pad = min(max(1.0, min(part.left for part in parts) - cell.left), parts[0].size)
        text = cell_text(parts, cell.left + pad, cell.right - pad, measured, joins)
        texts[cell.table, cell.row][cell.column] = text
        edges[cell.table, cell.row] = cell.top + 1.0, cell.bottom
    for key, row in sorted(texts.items()):
        text = "\t".join(row.get(i, "") for i in range(draft.grid.widths[key[0]]))
        yield Item(*edges[key], text)


def _tagged_rows(draft: Draft, measured: Measure, joins: Joins) -> Iterable[Item]:
    texts: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    tagged = {key: parts for key, parts in draft.cells.items() if key[0] == _TAGGED}
    lefts: dict[tuple[int, int], float] = {}
    for (_, table, _, column), parts in tagged.items():
        left = min(part.left for part in parts)
        lefts[table, column] = min(left, lefts.get((table, column), left))
    for (_, table, row, column), parts in tagged.items():
        after = [left for (t, c), left in lefts.items() if t == table and c > column]
        right = min(after, default=measured.right)
        left = lefts[table, column]
        texts[table, row][column] = cell_text(parts, left, right - 0.3 * parts[0].size, measured, joins)
        top, bottom = min(part.y for part in parts), max(part.y for part in parts)
        high, low = edges.get((table, row), (top, bottom))
        edges[table, row] = min(top, high), max(bottom, low)
    for key, cells in sorted(texts.items()):
        text = "\t".join(cells.get(i, "") for i in range(draft.columns[key[0]]))
        yield Item(*edges[key], text)
