"""A scanned page made ready: turned upright, cleared of specks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.documents.ocr.blobs import ink_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST = 3.0  # degrees of skew looked for either way
_COARSE, _FINE = 0.25, 0.05
_LEAST = 0.08  # degrees: less does not matter
_SHRUNK = 3  # pixels of the page to one of the profile
_SMALL, _TINY = 0.3, 0.1  # of the height of a letter: what may be dirt, and what is nothing else
_NEAR = 0.55  # letter heights to what a dot belongs to
_FEW = 2  # such dots by themselves are dirt; more are a row of dots


def upright(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Return the picture uint8 (h, w) turned so that its lines are level, and by how many degrees (left is positive)."""
    import numpy as np
    from scipy.ndimage import affine_transform

    angle = _skew(grey)
    if abs(angle) < _LEAST:
        return grey, 0.0
    turn = np.deg2rad(angle)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    middle = (np.array(grey.shape) - 1) / 2
    paper = float(np.percentile(grey[::8, ::8], 90))
    turned = affine_transform(
        grey.astype(np.float32), matrix, offset=middle - matrix @ middle, order=1, mode="constant", cval=paper
    )
    return np.clip(np.rint(turned), 0, 255).astype(np.uint8), angle


def _skew(grey: NDArray[np.uint8]) -> float:
    """The angle (degrees) at which the rows of ink stand out most."""
    import numpy as np

    mask, _ = ink_of(grey[::2, ::2])
    rows, columns = np.nonzero(mask)
    if len(rows) < 500:
        return 0.0
    if len(rows) > 120_000:
        step = len(rows) // 120_000 + 1
        rows, columns = rows[::step], columns[::step]
    height = mask.shape[0]

    def sharpness(angle: float) -> float:
        level = rows - np.tan(np.deg2rad(angle)) * (columns - mask.shape[1] / 2)
        profile = np.bincount(np.clip(level, 0, height - 1).astype(np.intp), minlength=height).astype(
            np.float64
        )
        return float(((profile[1:] - profile[:-1]) ** 2).sum())

    coarse = max(np.arange(-_MOST, _MOST + _COARSE, _COARSE), key=sharpness)
    return float(max(np.arange(coarse - _COARSE, coarse + _COARSE + _FINE / 2, _FINE), key=sharpness))


def without_specks(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture with its dirt painted over: small pieces of ink, one or two, that no letter is near.

    Rows of dots stay.
    """
    import numpy as np
    from scipy.ndimage import binary_dilation, find_objects, label, maximum_filter

    mask, _ = ink_of(grey)
    labels, count = label(mask, structure=np.ones((3, 3), dtype=np.int8))
    if not count:
        return grey
    slices = find_objects(labels)
    heights = np.array([piece[0].stop - piece[0].start for piece in slices])
    widths = np.array([piece[1].stop - piece[1].start for piece in slices])
    letters = heights[(heights >= 8) & (widths >= 4)]
    if not len(letters):
        return grey
    letter = float(np.median(letters))
    larger = np.maximum(heights, widths)
    small, tiny = larger <= _SMALL * letter, larger <= max(2.0, _TINY * letter)
    kept = np.concatenate([[False], ~tiny])[labels]
    groups, found = label(maximum_filter(kept, size=2 * max(1, round(_NEAR * letter / 2)) + 1))
    group = np.array([groups[piece][labels[piece] == place].max() for place, piece in enumerate(slices, 1)])
    sizes = np.bincount(group, minlength=found + 1)
    lettered = np.bincount(group, weights=~small, minlength=found + 1) > 0
    dirt = tiny | (small & ~lettered[group] & (sizes[group] <= _FEW))
    spots = np.concatenate([[False], dirt])[labels]
    spots = binary_dilation(spots, iterations=2) & ~np.concatenate([[False], ~dirt])[labels]
    clean = grey.copy()
    clean[spots] = np.uint8(np.percentile(grey[::8, ::8], 80))
    return clean
