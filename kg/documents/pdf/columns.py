"""Lists set in columns without ruling lines (attendance lists): their lines → rows.

Word processors write such lists line by line (tabs) or cell by cell (tables without borders), rarely column
by column. Rows are told by the list numbers in the first column, else by the first column coming again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.documents.pdf.lines import Fragment, Line
from kg.documents.pdf.measure import Measure
from kg.parse.markers import read_marker
from kg.thai import arabic_digits

_ALIGNED = 0.7  # font sizes
_NUMBERS = 2.5  # font sizes that numbers set to the right may differ by
_APART = 2.3  # usual line distances
_HANG = 0.8
_BARE = re.compile(r"\d{1,3}\s+(?=[\u0e01-\u0e4e])")
_MOST_HANG = 4.0
_FULL = 1.2
_REST = 60  # letters


@dataclass(slots=True)
class Row:
    """Cells from left to right, each the fragments in it."""

    cells: list[list[Fragment]] = field(default_factory=list)

    @property
    def top(self) -> float:
        """The baseline of its highest fragment."""
        return min(part.y for cell in self.cells for part in cell)

    @property
    def bottom(self) -> float:
        """The baseline of its lowest fragment."""
        return max(part.y for cell in self.cells for part in cell)


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `start` to `stop` (half-open) that are a list in columns, as rows."""

    start: int
    stop: int
    rows: tuple[Row, ...]


def find_columns(page: Sequence[Line], measured: Measure) -> list[Region]:
    """Return the lists in columns among the lines of a page, in order."""
    found: list[Region] = []
    index = 0
    while index < len(page):
        if not _deep(page[index]):
            index += 1
            continue
        least = found[-1].stop if found else 0
        start, stop = _extent(page, index, least, measured)
        rows = _rows([part for line in page[start:stop] for part in line.parts], measured)
        if _is_list(page[start:stop], rows):
            found.append(Region(start, stop, tuple(rows)))
            index = stop
        else:
            index += 1
    return found


def is_label(part: Fragment) -> bool:
    """Whether a fragment is nothing but a list marker or a bare number."""
    text = arabic_digits(part.text)
    marker = read_marker(text + " x")
    return (text.rstrip(".").isdigit() and len(text) <= 5) or (marker is not None and marker.end >= len(text))


def _marked(part: Fragment) -> bool:
    text = arabic_digits(part.text)
    return is_label(part) or read_marker(text) is not None or _BARE.match(text) is not None


def _deep(line: Line) -> list[Fragment]:
    """Return the parts of a line that stand in a further column: after a gap that is not a marker's."""
    parts = line.parts
    beside = len(parts) > 1 and is_label(parts[0]) and parts[1].turn == parts[0].turn + 1
    first = 2 if beside else 1
    return [part for part in parts[first:] if part.gap]


def _extent(page: Sequence[Line], index: int, least: int, measured: Measure) -> tuple[int, int]:
    start, stop = index, index + 1
    orders = [part.order for part in page[index].parts]
    low, high = min(orders), max(orders)
    while start > least and _beside(page[start - 1], page[start], measured):
        above = page[start - 1]
        inside = any(low < part.order < high for part in above.parts)
        if not inside and not _lines_up(above, [part.left for part in _deep(page[index])]):
            break
        start -= 1
    region = _Region(page[start:stop], measured.right)
    while stop < len(page) and _beside(page[stop - 1], page[stop], measured):
        if not region.takes(page[stop]):
            break
        region.add(page[stop])
        stop += 1
    return start, stop


def _beside(above: Line, below: Line, measured: Measure) -> bool:
    return below.y - above.y <= _APART * (measured.pitch or 1.6) * max(above.size, below.size)


def _lines_up(line: Line, starts: Sequence[float]) -> bool:
    """Whether a further part of a line begins just where a column does."""
    return any(abs(part.left - start) <= 0.2 * part.size for part in line.parts[1:] for start in starts)


class _Region:
    """A list in columns as it grows downwards."""

    def __init__(self, page: Sequence[Line], right: float) -> None:
        self.left = min(line.left for line in page)
        self.starts: list[float] = []  # of the further columns
        self.deep: list[float] = []  # of those beyond a marker's
        self.block = page[0].block
        self.full = False  # whether the last line reaches the right margin
        self.edge = right
        self.high = -1
        self.marked = 0
        self.number = 0
        self.first_right = 0.0
        for line in page:
            self.add(line)

    def add(self, line: Line) -> None:
        self.left = min(self.left, line.left)
        self.high = max(self.high, max(part.order for part in line.parts))
        self.starts.extend(part.left for part in line.parts[1:])
        self.full = self.edge - line.right < _FULL * line.size
        self.deep.extend(part.left for part in _deep(line))
        if _marked(line.parts[0]):
            self.marked += 1
            marker = read_marker(arabic_digits(line.parts[0].text) + " x")
            self.number = (marker.number if marker else None) or self.number

    def takes(self, line: Line) -> bool:
        size = line.size
        first = line.parts[0]
        if min(part.order for part in line.parts) < self.high:
            return True  # the file went back up to write it: a further cell of a row
        if _deep(line) or _lines_up(line, self.deep):
            return True
        if line.block >= 0 and self.block < 0:
            return False  # the file calls it a paragraph, and the list none
        in_first = first.left < self.left + _HANG * size
        if not in_first:
            near = any(abs(first.left - start) <= _ALIGNED * size for start in self.starts)
            inside = len(line.parts) == 1 and all(line.right < start for start in self.deep)
            return near or (inside and self.marked >= 1 and first.left < self.left + _MOST_HANG * size)
        if self.marked and _marked(first):
            marker = read_marker(arabic_digits(first.text) + " x")
            return marker is not None and marker.number == self.number + 1
        # a row set by tabs that goes on at the margin
        return self.marked > 0 and self.full and not line.bold and len(line.text) < _REST


def _is_list(page: Sequence[Line], rows: Sequence[Row]) -> bool:
    deep = sum(bool(_deep(line)) for line in page)
    marked = sum(_marked(row.cells[0][0]) for row in rows)
    wide = sum(len(row.cells) > 1 for row in rows)
    return wide > 0 and (marked >= 1 or deep >= 3 or (deep >= 2 and _aligned(page)))


def _aligned(page: Sequence[Line]) -> bool:
    firsts = [_deep(line)[0] for line in page if _deep(line)]
    return all(abs(part.left - firsts[0].left) <= _ALIGNED * part.size for part in firsts)


def _rows(parts: list[Fragment], measured: Measure) -> list[Row]:
    """Return rows in content order; by place on the page where the file was written column by column."""
    left = min(part.left for part in parts)
    firsts = [part for part in parts if part.left <= left + _first_slack(part)]
    marked = sum(map(_marked, firsts)) * 2 >= len(firsts)
    rows: list[Row] = []
    last: Fragment | None = None
    for part in sorted(parts, key=lambda part: part.order):
        first = part.left <= left + _first_slack(part)
        if not rows or (first and _opens_row(rows[-1], part, marked)):
            rows.append(Row([[part]]))
        elif last is not None and measured.right - last.right < _FULL * last.size and part.y > last.y:
            _cell_of(rows[-1], last).append(part)
        else:
            _place(rows[-1], part)
        last = part
    if _contradicts(rows):
        rows = _by_place(parts, left, marked)
    return rows


def _cell_of(row: Row, part: Fragment) -> list[Fragment]:
    return next(cell for cell in row.cells if any(other is part for other in cell))


def _first_slack(part: Fragment) -> float:
    return (_NUMBERS if is_label(part) else _HANG) * part.size


def _opens_row(row: Row, part: Fragment, marked: bool) -> bool:
    if marked:
        return _marked(part)
    return len(row.cells) > 1 or part.y - row.cells[0][-1].y <= 0


def _place(row: Row, part: Fragment) -> None:
    """Put a fragment into the cell of a row that it stands under, or into a new one."""
    best, share = -1, 0.0
    for index, cell in enumerate(row.cells):
        if part.y <= cell[-1].y + 0.35 * part.size:
            continue
        left, right = min(p.left for p in cell), max(p.right for p in cell)
        overlap = min(right, part.right) - max(left, part.left)
        aligned = abs(left - part.left) <= _ALIGNED * part.size
        if aligned or overlap > share:
            best, share = index, overlap if not aligned else float("inf")
    if best >= 0:
        row.cells[best].append(part)
    else:
        row.cells.append([part])
        row.cells.sort(key=lambda cell: cell[0].left)


def _contradicts(rows: Sequence[Row]) -> bool:
    """Whether a row reaches above the one before it: then content order is not row order."""
    return any(below.top < above.top - 0.45 * below.cells[0][0].size for above, below in pairwise(rows))


def _by_place(parts: Sequence[Fragment], left: float, marked: bool) -> list[Row]:
    """Return rows by where fragments stand: each goes to the row that begins on or above its line."""
    rows: list[Row] = []
    for part in sorted(parts, key=lambda part: (round(part.y / (0.4 * part.size)), part.left)):
        first = part.left <= left + _first_slack(part)
        if not rows or (first and (_marked(part) or not marked)):
            rows.append(Row([[part]]))
        else:
            _place(rows[-1], part)
    return rows


def column_starts(rows: Sequence[Row]) -> list[float]:
    """Return where the columns begin; empty where cells do not line up in columns."""
    starts: list[float] = []
    cells = sorted((cell for row in rows for cell in row.cells), key=_start)
    for cell in cells:
        if not starts or _start(cell) - starts[-1] > _ALIGNED * cell[0].size:
            starts.append(_start(cell))
    if len(starts) > max(len(row.cells) for row in rows):
        return []
    for row in rows:
        places = [column_of(starts, cell) for cell in row.cells]
        if len(set(places)) < len(places):
            return []
    return starts


def column_of(starts: Sequence[float], cell: Sequence[Fragment]) -> int:
    """Return the index of the column a cell stands in."""
    return min(range(len(starts)), key=lambda index: abs(starts[index] - _start(cell)))


def _start(cell: Sequence[Fragment]) -> float:
    return min(part.left for part in cell)
