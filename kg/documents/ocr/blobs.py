"""Ink on a grey page: what is ink, and which pieces of it hang together.

Used alike on pages to be read and on the drawn lines the digit model is trained with, so that the model sees in
training what it sees in use. numpy and scipy are imported on use: they come with the extra `ocr`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 24  # of a glyph handed to the digit model, pixels
_FILL = 20  # of its side that a glyph fills
_WINDOW = 51  # pixels, of the local threshold
_SAUVOLA_K = 0.2
_FEWEST_PIXELS = 5  # less is a speck


@dataclass(frozen=True, slots=True, eq=False)
class Blobs:
    """Connected pieces of ink. `boxes` int32 (n, 4): left, top, right, bottom, half-open pixels, sorted by left.

    `labels` int32 (h, w) holds `names[i]` in the pixels of piece i; `ink` float32 (h, w) is 0 paper to 1 ink;
    `areas` int64 (n,) counts pixels.
    """

    boxes: NDArray[np.int32]
    areas: NDArray[np.int64]
    names: NDArray[np.int64]
    labels: NDArray[np.int32]
    ink: NDArray[np.float32]


def ink_of(grey: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """Return which pixels of `grey` uint8 (h, w) are ink (bool) and how much (float32, 0 to 1): Sauvola's threshold.

    Shading of the paper is taken out: what counts is the contrast to the paper nearby.
    """
    import numpy as np
    from scipy.ndimage import uniform_filter

    page = grey.astype(np.float32)
    mean = uniform_filter(page, _WINDOW)
    spread = np.sqrt(np.maximum(uniform_filter(page * page, _WINDOW) - mean * mean, 0))
    mask = page < mean * (1 + _SAUVOLA_K * (spread / 128 - 1))
    paper = (~mask).astype(np.float32)
    share = uniform_filter(paper, _WINDOW)
    ground = np.where(share > 0.02, uniform_filter(page * paper, _WINDOW) / np.maximum(share, 0.02), 255)
    dark = float(np.percentile(page[mask], 10)) if mask.any() else 0.0
    ink = np.clip((ground - page) / np.maximum(ground - dark, 24), 0, 1).astype(np.float32)
    return mask, ink


def find_blobs(grey: NDArray[np.uint8]) -> Blobs:
    """Return the pieces of ink of `grey` uint8 (h, w), from left to right; specks are left out."""
    import numpy as np
    from scipy.ndimage import find_objects, label

    mask, ink = ink_of(grey)
    labels, count = label(mask, structure=np.ones((3, 3), dtype=np.int8))
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    slices = find_objects(labels)
    kept = np.flatnonzero(areas >= _FEWEST_PIXELS)
    boxes = np.array(
        [(slices[i][1].start, slices[i][0].start, slices[i][1].stop, slices[i][0].stop) for i in kept],
        dtype=np.int32,
    ).reshape(-1, 4)
    order = np.lexsort((boxes[:, 1], boxes[:, 0]))
    return Blobs(boxes[order], areas[kept][order], kept[order] + 1, labels.astype(np.int32, copy=False), ink)


def glyphs_of(blobs: Blobs, chosen: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return float32 (len(chosen), SIDE, SIDE): each chosen piece alone, its shape kept, centred, 0 paper to 1 ink."""
    import numpy as np

    found = np.zeros((len(chosen), SIDE, SIDE), dtype=np.float32)
    for place, index in enumerate(chosen):
        found[place] = scaled(alone(blobs, int(index))[0])
    return found


def alone(blobs: Blobs, index: int) -> tuple[NDArray[np.float32], int, int]:
    """Return the ink of one piece without its neighbours', a pixel of margin around it, and its left and top."""
    height, width = blobs.ink.shape
    left, top, right, bottom = (int(side) for side in blobs.boxes[index])
    left, top, right, bottom = (
        max(left - 1, 0),
        max(top - 1, 0),
        min(right + 1, width),
        min(bottom + 1, height),
    )
    window = blobs.labels[top:bottom, left:right]
    own = (window == blobs.names[index]) | (window == 0)
    ink: NDArray[np.float32] = blobs.ink[top:bottom, left:right] * own
    return ink, left, top


def scaled(glyph: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return `glyph` float32 (h, w) scaled to fill the middle of SIDE × SIDE, its proportions kept."""
    import numpy as np

    height, width = glyph.shape
    factor = _FILL / max(height, width)
    rows, columns = max(1, round(height * factor)), max(1, round(width * factor))
    small = _weights(height, rows) @ glyph @ _weights(width, columns).T
    found = np.zeros((SIDE, SIDE), dtype=np.float32)
    top, left = (SIDE - rows) // 2, (SIDE - columns) // 2
    found[top : top + rows, left : left + columns] = small
    return found


@lru_cache(maxsize=4096)
def _weights(size: int, wanted: int) -> NDArray[np.float32]:
    """Rows of triangle weights that scale `size` samples to `wanted`, float32 (wanted, size)."""
    import numpy as np

    ratio = size / wanted
    centres = (np.arange(wanted) + 0.5) * ratio - 0.5
    reach = max(ratio, 1.0)
    weights = np.maximum(1 - np.abs(np.arange(size)[None, :] - centres[:, None]) / reach, 0)
    found: NDArray[np.float32] = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def surroundings(boxes: NDArray[np.int32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return, for each piece of one line, the height of the letters nearby and their base line, float32 (n,), pixels."""
    import numpy as np

    letters, bases = np.ones(len(boxes), dtype=np.float32), np.zeros(len(boxes), dtype=np.float32)
    if not len(boxes):
        return letters, bases
    heights = (boxes[:, 3] - boxes[:, 1]).astype(np.float32)
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    big = np.flatnonzero(
        (heights >= 0.55 * np.percentile(heights, 75)) & (boxes[:, 2] - boxes[:, 0] < 6 * heights)
    )
    big = big if len(big) else np.arange(len(boxes))
    reach = 12 * float(np.median(heights[big]))
    strips = np.floor(middles / (reach / 6)).astype(np.int64)
    for strip in np.unique(strips):
        near = big[np.abs(middles[big] - (strip + 0.5) * (reach / 6)) <= reach]
        near = near if len(near) >= 3 else big
        inside = strips == strip
        letters[inside], bases[inside] = np.median(heights[near]), np.median(boxes[near, 3])
    return letters, bases


def measured(
    boxes: NDArray[np.int32], letters: NDArray[np.float32], bases: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return float32 (n, 3): height, drop of the foot below the base line, and width, in heights of a letter.

    They tell small circles from zeros. `boxes` is int32 (n, 4) as in `Blobs`, the others as `surroundings` says.
    """
    import numpy as np

    sides = boxes.astype(np.float32)
    rows = sides[:, 3] - sides[:, 1], sides[:, 3] - bases, sides[:, 2] - sides[:, 0]
    return np.clip(np.stack(rows, axis=1) / letters[:, None], -3, 3).astype(np.float32)


def measures_of(boxes: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return `measured` for all the pieces of one line."""
    return measured(boxes, *surroundings(boxes))
