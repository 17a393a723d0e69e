"""Ruled tables on a scanned page: the grid its lines draw, and its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.documents.ocr.blobs import ink_of
from kg.documents.ocr.values import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ACROSS, _DOWN = 0.5, 0.3  # inches: shorter strokes draw no table
_BREAK = 0.03  # inches a line may be broken
_SAME = 0.06  # inches between strokes that are one line
_DRAWN = 0.8  # of a cell's side that must be drawn
_LEAST = 0.12  # inches: no cell is narrower or lower
_NARROWEST = 1.5  # inches: no table is
_MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table: where it begins in the grid (from 0), and its inside in pixels."""

    row: int
    column: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: `rows` × `columns`, its outer box, and its cells in reading order (a merged one once)."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def find_grids(grey: NDArray[np.uint8], *, dpi: int) -> list[Grid]:
    """Return the ruled tables of at least two cells on the level page `grey` uint8 (h, w), from the top down."""
    import numpy as np
    from scipy.ndimage import find_objects, label

    mask, _ = ink_of(grey)
    across = _strokes(mask, axis=1, least=round(_ACROSS * dpi), gap=round(_BREAK * dpi))
    down = _strokes(mask, axis=0, least=round(_DOWN * dpi), gap=round(_BREAK * dpi))
    if not across.any() or not down.any():
        return []
    labels, _ = label(across | down, structure=np.ones((3, 3), dtype=np.int8))
    found = []
    for number, piece in enumerate(find_objects(labels), 1):
        own = labels[piece] == number
        corner = piece[1].start, piece[0].start
        grid = _grid((across[piece] & own, down[piece] & own, mask[piece]), corner, dpi)
        if grid is not None and grid.box[2] - grid.box[0] >= _NARROWEST * dpi:
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def _strokes(mask: NDArray[np.bool_], *, axis: int, least: int, gap: int) -> NDArray[np.bool_]:
    """The pixels of `mask` that lie in straight strokes of at least `least` pixels along `axis`."""
    import numpy as np
    from scipy.ndimage import maximum_filter1d, minimum_filter1d

    held = maximum_filter1d(mask.astype(np.uint8), 3, axis=1 - axis)  # lines sag by a pixel
    held = minimum_filter1d(maximum_filter1d(held, gap, axis=axis), gap, axis=axis)
    found: NDArray[np.bool_] = (
        maximum_filter1d(minimum_filter1d(held, least, axis=axis), least, axis=axis) > 0
    )
    return found


def _grid(
    strokes: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]], corner: tuple[int, int], dpi: int
) -> Grid | None:
    """The grid of strokes `across` and `down` and all `ink` of one piece of the page; None where it is no table."""
    across, down, ink = strokes
    ys = _lines(across, axis=1, dpi=dpi)
    xs = _lines(down, axis=0, dpi=dpi)
    if len(ys) < 2 or len(xs) < 2 or len(ys) * len(xs) < 6 or max(len(ys), len(xs)) > _MOST_LINES:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    reach = max(2, round(_SAME * dpi / 2))
    joined = list(range(rows * columns))

    def root(cell: int) -> int:
        while joined[cell] != cell:
            cell = joined[cell]
        return cell

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _drawn(ink, xs[column + 1], (ys[row], ys[row + 1]), 0, reach):
                joined[max(root(here), root(here + 1))] = min(root(here), root(here + 1))
            if row + 1 < rows and not _drawn(ink, ys[row + 1], (xs[column], xs[column + 1]), 1, reach):
                below = here + columns
                joined[max(root(here), root(below))] = min(root(here), root(below))
    cells: dict[int, list[int]] = {}
    for cell in range(rows * columns):
        cells.setdefault(root(cell), []).append(cell)
    if len(cells) < 2:
        return None
    left, top = corner
    box = (left + xs[0], top + ys[0], left + xs[-1], top + ys[-1])
    return Grid(box, rows, columns, tuple(_cells(cells, xs, ys, corner, columns)))


def _cells(
    cells: dict[int, list[int]], xs: Sequence[int], ys: Sequence[int], corner: tuple[int, int], columns: int
) -> Iterator[GridCell]:
    for first, members in sorted(cells.items()):
        across = [member % columns for member in members]
        down = [member // columns for member in members]
        left, right = xs[min(across)] + corner[0], xs[max(across) + 1] + corner[0]
        top, bottom = ys[min(down)] + corner[1], ys[max(down) + 1] + corner[1]
        yield GridCell(first // columns, first % columns, (left, top, right, bottom))


def _lines(strokes: NDArray[np.bool_], *, axis: int, dpi: int) -> list[int]:
    """Where lines run, pixels: rows (axis 1) or columns (axis 0) of much ink, near ones taken together."""
    import numpy as np

    drawn = strokes.sum(axis=axis)
    least = (_ACROSS if axis == 1 else _DOWN) * dpi * 0.8
    places = np.flatnonzero(drawn >= least)
    found: list[list[int]] = []
    for place in places.tolist():
        if found and place - found[-1][-1] <= _SAME * dpi:
            found[-1].append(place)
        else:
            found.append([place])
    middles = [round(sum(group) / len(group)) for group in found]
    return [m for i, m in enumerate(middles) if i == 0 or m - middles[i - 1] >= _LEAST * dpi]


def _drawn(ink: NDArray[np.bool_], place: int, stretch: tuple[int, int], axis: int, reach: int) -> bool:
    """Whether a straight line is drawn at `place`, or within `reach` of it, along `stretch`."""
    start, end = stretch
    low, high = max(place - reach, 0), place + reach + 1
    band = ink[low:high, start:end] if axis == 1 else ink[start:end, low:high].T
    if not band.size:
        return False
    thick = band.copy()
    thick[1:] |= band[:-1]
    thick[:-1] |= band[1:]
    return float(thick.mean(axis=1).max()) >= _DRAWN


def stacked(grey: NDArray[np.uint8], grid: Grid, *, dpi: int) -> tuple[NDArray[np.uint8], list[Box]]:
    """Return one picture of the table's cells one below the other, and each cell's box in it.

    One picture instead of one for each cell: starting an engine costs more than reading a cell. The lines of the
    table are left out.
    """
    import numpy as np

    edge, space = max(2, round(0.02 * dpi)), round(0.25 * dpi)
    insides = [
        (cell.box[0] + edge, cell.box[1] + edge, cell.box[2] - edge, cell.box[3] - edge)
        for cell in grid.cells
    ]
    width = max(right - left for left, _, right, _ in insides) + 2 * space
    height = sum(bottom - top + space for _, top, _, bottom in insides) + space
    paper = int(np.percentile(grey[grid.box[1] : grid.box[3] : 4, grid.box[0] : grid.box[2] : 4], 80))
    picture = np.full((height, width), paper, dtype=np.uint8)
    places: list[Box] = []
    y = space
    for left, top, right, bottom in insides:
        picture[y : y + bottom - top, space : space + right - left] = grey[top:bottom, left:right]
        places.append((space, y, space + right - left, y + bottom - top))
        y += bottom - top + space
    return picture, places


def painted_over(grey: NDArray[np.uint8], grids: Sequence[Grid], *, dpi: int) -> NDArray[np.uint8]:
    """Return the page with its tables taken out."""
    import numpy as np

    found, edge = grey.copy(), round(_SAME * dpi)
    for grid in grids:
        left, top, right, bottom = grid.box
        paper = np.percentile(grey[top:bottom:4, left:right:4], 80) if bottom > top and right > left else 255
        found[max(top - edge, 0) : bottom + edge, max(left - edge, 0) : right + edge] = np.uint8(paper)
    return found
