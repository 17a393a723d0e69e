"""The measures a document is set in: margins, line spacing, width of letters, whether lines are justified."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.documents.pdf.lines import Line

_LONG = 0.6  # of the width between the margins: such a line tells of the right margin
_FLUSH = 1.5  # points
_JUSTIFIED = 0.4
_USUAL_ADVANCE = 0.5  # of the font size


@dataclass(frozen=True, slots=True)
class Measure:
    """Margins are positions from the left edge, in points; `advance` is a letter's width in font sizes.

    `pitch` is the usual distance of baselines in font sizes (0: unknown). `indented` says paragraphs begin with
    an indent, `justified` that lines are stretched to the right margin. `size` is the usual font size in
    points, `blocks` are the indents, in half font sizes, at which the lines under a full line begin again.
    `cell` says the margins are those of a table's cell.
    """

    left: float
    right: float
    advance: float
    pitch: float
    indented: bool
    justified: bool
    size: float
    blocks: frozenset[int] = frozenset()
    cell: bool = False

    def is_block(self, left: float, size: float) -> bool:
        """Whether whole paragraphs, not only their first lines, begin at a position."""
        return round(left / (0.5 * size)) in self.blocks


def measure(pages: Sequence[Sequence[Line]], width: float) -> Measure:
    """Return the measures of pages of one width; `pages` hold the lines outside tables."""
    all_lines = [line for page in pages for line in page]
    if not all_lines:
        return Measure(width * 0.15, width * 0.85, _USUAL_ADVANCE, 0.0, False, False, 12.0)
    size = statistics.median(line.size for line in all_lines)
    left = _lowest([line.left for line in all_lines], size)
    right = _right(all_lines, left, width, size)
    long = [line for line in all_lines if line.right - line.left > _LONG * (right - left)]
    flush = sum(right - line.right <= _FLUSH for line in long)
    advances = [line.advance / line.size for line in all_lines if len(line.text) >= 10]
    starts = sum(line.left > left + size for line in long)
    return Measure(
        left,
        right,
        statistics.median(advances) if advances else _USUAL_ADVANCE,
        _pitch(pages),
        starts > 0.08 * max(1, len(long)),
        len(long) >= 4 and flush > _JUSTIFIED * len(long),
        size,
        _blocks(pages, left, right),
    )


def _lowest(values: Iterable[float], size: float) -> float:
    """Return the least value that a few others share; the least of all where none do."""
    ordered = sorted(values)
    for index, value in enumerate(ordered):
        near = sum(other - value <= 0.2 * size for other in ordered[index : index + 4])
        if near >= min(3, len(ordered)):
            return value
    return ordered[0]


def _right(all_lines: Sequence[Line], left: float, width: float, size: float) -> float:
    """Return the right margin: what the longest lines reach, or the left margin's mirror where none do."""
    rights = sorted((line.right for line in all_lines), reverse=True)
    reached = rights[0]
    for index, value in enumerate(rights):
        if len(rights) < 3 or value - rights[min(index + 2, len(rights) - 1)] <= 1.5 * size:
            reached = value
            break
    mirror = width - left
    return reached if reached >= mirror - 3 * size else mirror


def _blocks(pages: Sequence[Sequence[Line]], left: float, right: float) -> frozenset[int]:
    """Return the indents where full lines are followed by lines at the same place, not at the margin."""
    votes: Counter[int] = Counter()
    for page in pages:
        for above, below in pairwise(page):
            size = max(above.size, below.size)
            if above.left < left + 0.8 * size or right - above.right > size:
                continue
            place = round(above.left / (0.5 * size))
            if abs(above.left - below.left) <= 0.3 * size:
                votes[place] += 1
            elif below.left < above.left - 0.5 * size:
                votes[place] -= 1
    return frozenset(place for place, count in votes.items() if count > 0)


def _pitch(pages: Sequence[Sequence[Line]]) -> float:
    steps: Counter[int] = Counter()
    for page in pages:
        for above, below in pairwise(page):
            step = (below.y - above.y) / max(above.size, below.size)
            if 0.7 < step < 3.5:
                steps[round(step * 20)] += 1
    if not steps:
        return 0.0
    most = max(steps.values())
    return min(step for step, count in steps.items() if count >= 0.6 * most) / 20
