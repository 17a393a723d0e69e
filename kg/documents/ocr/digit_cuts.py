"""Pieces of ink that may be several letters grown together: where to cut them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.documents.ocr.blobs import Blobs, alone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.documents.ocr.values import Box

WIDE = 1.25  # letter heights: a wider piece may be more than one letter
_WIDEST = 6.0  # letter heights: a wider one is a line or a stain
_SLIMMEST, _BROADEST = 0.25, 1.5  # letter heights of a part
_MOST_CUTS = 7
_APART = 0.14  # letter heights between two cuts
_FAINT = 0.8  # of the piece's mean column: a cut goes through no more ink
LEANS = (0.0, 0.4)  # upright cuts, and along a stroke
_INKED = 0.35
_COST = 0.05  # of a part, in letter heights: fewer parts are better


class Part(NamedTuple):
    """A part of a piece between the cuts `first` and `last` (0 is its left end), its box on the page and its ink."""

    first: int
    last: int
    box: Box
    ink: NDArray[np.float32]


def parts_of(blobs: Blobs, index: int, letter: float, lean: float = 0.0) -> list[Part]:
    """Return every part that one piece may be cut into, as wide as letters are; none where it is too slim or wide.

    Cuts lean to the right by `lean` pixels a pixel of height: a stroke (/) leans over the digit before it.
    """
    import numpy as np

    left, _, right, _ = blobs.boxes[index]
    if not WIDE * letter <= right - left <= _WIDEST * letter:
        return []
    ink, x, y = alone(blobs, index)
    rows, columns = np.indices(ink.shape)
    upright = np.rint(columns + lean * (rows - ink.shape[0] / 2)).astype(np.int64)
    upright -= upright.min()
    profile = np.bincount(upright.ravel(), weights=ink.ravel()).astype(np.float32)
    ends = [0, *_cuts(profile, letter), len(profile)]
    found = []
    for first in range(len(ends) - 1):
        for last in range(first + 1, len(ends)):
            if (first, last) == (0, len(ends) - 1):
                continue
            part = _part(ink * ((upright >= ends[first]) & (upright < ends[last])), letter)
            if part is not None:
                (start, top, end, bottom), own = part
                found.append(Part(first, last, (x + start, y + top, x + end, y + bottom), own))
    return found


def _part(ink: NDArray[np.float32], letter: float) -> tuple[Box, NDArray[np.float32]] | None:
    """The box of what is inked and its ink with a pixel of margin; None where it is too slim or wide for a letter."""
    import numpy as np

    rows = np.flatnonzero((ink > _INKED).any(axis=1))
    columns = np.flatnonzero((ink > _INKED).any(axis=0))
    if not len(rows) or not _SLIMMEST * letter <= columns[-1] + 1 - columns[0] <= _BROADEST * letter:
        return None
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    around = ink[max(top - 1, 0) : bottom + 1, max(left - 1, 0) : right + 1]
    return (left, top, right, bottom), around


def _cuts(columns: NDArray[np.float32], letter: float) -> list[int]:
    """The columns of least ink, from left to right."""
    import numpy as np

    inner = columns[1:-1]
    low = (
        np.flatnonzero((inner <= columns[:-2]) & (inner <= columns[2:]) & (inner <= _FAINT * columns.mean()))
        + 1
    )
    found: list[int] = []
    for place in low[np.argsort(columns[low], kind="stable")].tolist():
        if all(abs(place - other) >= _APART * letter for other in found):
            found.append(place)
        if len(found) == _MOST_CUTS:
            break
    return sorted(found)


def best_parts(parts: Sequence[Part], sure: Sequence[float], letter: float) -> tuple[float, list[int]]:
    """Return which `parts`, side by side over the whole piece, hold the most ink that is surely digits, and how much.

    `sure` is how likely each part is one certain digit; the amount is in letter heights of width. None of them
    and 0 where no way of cutting leaves a digit at all.
    """
    if not parts:
        return 0.0, []
    end = max(part.last for part in parts)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for place in range(1, end + 1):
        for number, part in enumerate(parts):
            if part.last == place and part.first in best:
                gain = (sure[number] - 0.5) * (part.box[2] - part.box[0]) / letter - _COST
                value = best[part.first][0] + (gain if sure[number] > 0.5 else -_COST)
                if place not in best or value > best[place][0]:
                    best[place] = value, [*best[part.first][1], number]
    value, chosen = best.get(end, (0.0, []))
    return (value, chosen) if value > 0 else (0.0, [])
