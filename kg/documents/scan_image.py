"""A scanned page made ready: turned upright, cleared of specks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.documents.blobs import ink_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST = 3.0  # degrees of skew looked for either way
_COARSE, _FINE = 0.25, 0.05
_LEAST = 0.08  # degrees: less does not matter
_SHRUNK = 3  # pixels of the page to one of the profile
_SPECK_SHARE = 0.16  # of the height of a letter: dirt is no larger either way
_ALONE_SHARE = 0.55  # of the height of a letter: a dot with nothing so near is dirt


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
    """Return the picture with its dirt painted over: small pieces of ink that no letter is near."""
    import numpy as np
    from scipy.ndimage import distance_transform_edt, find_objects, label

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
    small = (heights <= 0.3 * letter) & (widths <= 0.3 * letter)
    tiny = (heights <= max(2, 0.1 * letter)) & (widths <= max(2, 0.1 * letter))
    big = np.concatenate([[False], ~small])
    away = distance_transform_edt(~big[labels])
    nearest = np.array([away[piece].min() for piece in slices])
    dirt = np.concatenate([[False], (small & (nearest > _ALONE_SHARE * letter)) | tiny])
    paper = float(np.percentile(grey[::8, ::8], 80))
    found = grey.copy()
    spots = dirt[labels]
    from scipy.ndimage import binary_dilation

    spots = binary_dilation(spots, iterations=2) & ~big[labels]
    found[spots] = np.uint8(paper)
    return found
