"""The digit model: which Thai or Arabic digit a piece of ink is, if any. A small convolutional net in numpy.

`digits.npz` holds its weights, int8 with one scale a channel; `kg/documents/ocr/training` says how they were made.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents.ocr.blobs import SIDE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIGITS = "๐๑๒๓๔๕๖๗๘๙0123456789"  # the classes in order; one more, the last, is anything else
MODEL = Path(__file__).with_name("digits.npz")
_BATCH = 256  # pieces at a time: keeps the unfolded pictures small


@lru_cache(maxsize=2)
def load_model(path: Path = MODEL) -> Mapping[str, NDArray[np.float32]]:
    """Return the weights of the model file `path`, float32: kernels as (inputs, outputs), and biases."""
    import numpy as np

    weights = {}
    with np.load(path) as held:
        for name in ("first", "second", "third", "wide", "last"):
            rows = held[name].astype(np.float32) * held[f"{name}_scale"].reshape(
                -1, *[1] * (held[name].ndim - 1)
            )
            weights[name] = np.ascontiguousarray(rows.reshape(len(rows), -1).T)
            weights[f"{name}_bias"] = held[f"{name}_bias"]
    return weights


def chances(
    glyphs: NDArray[np.float32], measures: NDArray[np.float32], weights: Mapping[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Return float32 (n, 21): how likely each piece is each of `DIGITS`, last something else; rows sum to 1.

    `glyphs` (n, SIDE, SIDE) and `measures` (n, 3) are as `blobs.glyphs_of` and `blobs.measures_of` give them.
    """
    import numpy as np

    parts = [
        _batch(glyphs[start : start + _BATCH], measures[start : start + _BATCH], weights)
        for start in range(0, len(glyphs), _BATCH)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, len(DIGITS) + 1), dtype=np.float32)


def _batch(
    glyphs: NDArray[np.float32], measures: NDArray[np.float32], weights: Mapping[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    import numpy as np

    held = glyphs.reshape(-1, 1, SIDE, SIDE)
    for layer in ("first", "second", "third"):
        held = _halved(
            np.maximum(_convolved(held, weights[layer]) + weights[f"{layer}_bias"][:, None, None], 0)
        )
    flat = np.concatenate([held.reshape(len(held), -1), measures], axis=1)
    wide = np.maximum(flat @ weights["wide"] + weights["wide_bias"], 0)
    scores = wide @ weights["last"] + weights["last_bias"]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return found


def _convolved(held: NDArray[np.float32], kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """3 × 3 convolution that keeps the size; `kernel` is (channels * 9, outputs)."""
    import numpy as np

    count, channels, rows, columns = held.shape
    framed = np.pad(held, ((0, 0), (0, 0), (1, 1), (1, 1)))
    views = np.lib.stride_tricks.sliding_window_view(framed, (3, 3), axis=(2, 3))
    unfolded = views.transpose(0, 2, 3, 1, 4, 5).reshape(count * rows * columns, channels * 9)
    return (unfolded @ kernel).reshape(count, rows, columns, -1).transpose(0, 3, 1, 2)


def _halved(held: NDArray[np.float32]) -> NDArray[np.float32]:
    count, channels, rows, columns = held.shape
    found: NDArray[np.float32] = held.reshape(count, channels, rows // 2, 2, columns // 2, 2).max(axis=(3, 5))
    return found
