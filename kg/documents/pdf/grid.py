"""Ruling lines → the cells of the tables they draw, merged cells included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.documents.pdf.content import Rule

_SNAP = 2.5  # points: lines so near are one
_REACH = 3.0  # points: how far a line may fall short of a corner
_MOST_LEVELS = 400


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its table, row and column from 0, and its edges in points."""

    table: int
    row: int
    column: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The ruled tables of a page. `widths` is each table's number of columns."""

    cells: tuple[Cell, ...]
    widths: tuple[int, ...]
    _xs: tuple[float, ...]
    _ys: tuple[float, ...]
    _at: Mapping[tuple[int, int], int]

    def at(self, x: float, y: float) -> int:
        """Return the index of the cell that holds a point, -1 where none does."""
        column, row = bisect_right(self._xs, x + 0.5) - 1, bisect_right(self._ys, y) - 1
        return self._at.get((column, row), -1)


def find_grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid:
    """Return the tables that lines draw; a lone box is none."""
    across = [*across, *_closing(across, down)]
    ys, xs = _levels(across), _levels(down)
    if len(xs) < 3 or len(ys) < 2 or len(xs) > _MOST_LEVELS or len(ys) > _MOST_LEVELS:
        return Grid((), (), (), (), {})
    reach_across = _reaches(across, ys, xs)
    reach_down = _reaches(down, xs, ys)
    boxes = _boxes(len(xs), len(ys), reach_across, reach_down)
    return _number(boxes, xs, ys)


def _closing(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """Return the edges of rows that a page break cuts: where lines down end together with no line across."""
    ends = sorted((level, rule.level) for rule in down for level in (rule.start, rule.end))
    drawn = sorted(rule.level for rule in across)
    found: list[Rule] = []
    group: list[tuple[float, float]] = []
    for level, x in [*ends, (float("inf"), 0.0)]:
        if group and level - group[0][0] > _SNAP:
            places = {round(place) for _, place in group}
            near = bisect_right(drawn, group[-1][0] + _REACH) - bisect_right(drawn, group[0][0] - _REACH)
            if len(places) >= 3 and near == 0:
                found.append(Rule(group[0][0], min(places), max(places)))
            group = []
        group.append((level, x))
    return found


def _levels(rules: Sequence[Rule]) -> list[float]:
    groups: list[list[float]] = []
    for level in sorted(rule.level for rule in rules):
        if groups and level - groups[-1][-1] <= _SNAP and level - groups[-1][0] <= 2 * _SNAP:
            groups[-1].append(level)
        else:
            groups.append([level])
    return [sum(group) / len(group) for group in groups]


def _reaches(rules: Sequence[Rule], levels: Sequence[float], stops: Sequence[float]) -> list[list[int]]:
    """Return, for each level and stop, the last stop that an unbroken line from there reaches."""
    by_level: list[list[tuple[float, float]]] = [[] for _ in levels]
    for rule in rules:
        at = bisect_right(levels, rule.level)
        near = min((at - 1, at), key=lambda i: abs(levels[i] - rule.level) if 0 <= i < len(levels) else 1e9)
        by_level[near].append((rule.start, rule.end))
    found = []
    for pieces in by_level:
        reach = list(range(len(stops)))
        for start, end in _merged(pieces):
            inside = [i for i, stop in enumerate(stops) if start - _REACH <= stop <= end + _REACH]
            for i in inside:
                reach[i] = max(reach[i], inside[-1])
        found.append(reach)
    return found


def _merged(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1] + _REACH:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _boxes(
    columns: int, rows: int, across: list[list[int]], down: list[list[int]]
) -> list[tuple[int, int, int, int]]:
    """Return the smallest box with each top left corner: (left, top, right, bottom) as level indexes."""
    found = []
    for top in range(rows - 1):
        for left in range(columns - 1):
            last_right, last_bottom = across[top][left], down[left][top]
            if last_right == left or last_bottom == top:
                continue
            box = next(
                (
                    (left, top, right, bottom)
                    for bottom in range(top + 1, last_bottom + 1)
                    for right in range(left + 1, last_right + 1)
                    if across[bottom][left] >= right and down[right][top] >= bottom
                ),
                None,
            )
            if box is not None:
                found.append(box)
    return found


def _number(boxes: Sequence[tuple[int, int, int, int]], xs: Sequence[float], ys: Sequence[float]) -> Grid:
    tables = _tables(boxes)
    cells: list[Cell] = []
    widths: list[int] = []
    at: dict[tuple[int, int], int] = {}
    for group in tables:
        lefts = sorted({box[0] for box in group})
        tops = sorted({box[1] for box in group})
        if len(group) < 2 or len(lefts) < 2:
            continue
        for left, top, right, bottom in group:
            for column in range(left, right):
                for row in range(top, bottom):
                    at.setdefault((column, row), len(cells))
            cells.append(
                Cell(
                    len(widths), tops.index(top), lefts.index(left), xs[left], ys[top], xs[right], ys[bottom]
                )
            )
        widths.append(len(lefts))
    return Grid(tuple(cells), tuple(widths), tuple(xs), tuple(ys), at)


def _tables(boxes: Sequence[tuple[int, int, int, int]]) -> list[list[tuple[int, int, int, int]]]:
    """Return boxes grouped by shared corners, groups and boxes in page order."""
    parent = list(range(len(boxes)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    corner: dict[tuple[int, int], int] = {}
    for index, (left, top, right, bottom) in enumerate(boxes):
        for point in ((left, top), (right, top), (left, bottom), (right, bottom)):
            other = corner.setdefault(point, index)
            parent[max(root(index), root(other))] = min(root(index), root(other))
    groups: dict[int, list[tuple[int, int, int, int]]] = {}
    for index, box in enumerate(boxes):
        groups.setdefault(root(index), []).append(box)
    return [part for key in sorted(groups) for part in _parts(groups[key])]


def _parts(group: list[tuple[int, int, int, int]]) -> list[list[tuple[int, int, int, int]]]:
    """Return the tables in a group of boxes: one under another without a gap are told by their columns."""
    rows: dict[int, list[tuple[int, int, int, int]]] = {}
    for box in group:
        rows.setdefault(box[1], []).append(box)
    parts: list[list[tuple[int, int, int, int]]] = []
    edges: set[int] = set()
    reach = -1
    for top in sorted(rows):
        row = rows[top]
        own = {box[0] for box in row} - {min(box[0] for box in group)}
        if not parts or (reach <= top and _unlike(edges, own)):
            parts.append([])
            edges = set()
        parts[-1].extend(row)
        edges |= own
        reach = max(reach, *(box[3] for box in row))
    return parts


def _unlike(above: set[int], below: set[int]) -> bool:
    shared = len(above & below)
    return (
        bool(above)
        and bool(below)
        and shared < len(above)
        and shared < len(below)
        and 2 * shared < min(len(above), len(below))
    )
