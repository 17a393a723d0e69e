"""The digit re-reader: numbers on a scanned line read again from the ink itself.

Tesseract's Thai model cannot write ๔๖๗๘๙. Each piece of ink as tall as a letter goes through our digit model
(`digit_model`), and `digit_merge` weighs the two readings. Needs the extra `ocr`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.documents.blobs import Blobs, glyphs_of, measures_of
from kg.documents.digit_merge import Piece, Token, letter_height, merge_line
from kg.documents.digit_model import chances, load_model
from kg.documents.ocr_layout import foot_of
from kg.documents.ocr_values import OcrLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LOWEST = 4  # pixels: less is a dot
_ABOVE, _BELOW = 1.7, 0.6  # letter heights around the base line where a line's ink lies
_SHORT, _TALL = 0.4, 2.2  # heights of a letter, in letter heights
_DROP = 0.45  # letter heights between the foot of a letter and the base line
_DOT = 0.35  # letter heights: a full stop is no larger
_NEAR_DOT = 0.6  # letter heights between a number and its full stop


def reread_lines(lines: Sequence[OcrLine], blobs: Blobs) -> list[tuple[Token, ...]]:
    """Return the tokens of each line, its digits read again in the ink `blobs` of the same picture.

    A line should be a whole row of the page: numbers its engine left out are looked for all along it.
    """
    weights = load_model()
    return [merge_line(line.symbols, _pieces(line, blobs, weights)) for line in lines]


def _pieces(line: OcrLine, blobs: Blobs, weights: Mapping[str, NDArray[np.float32]]) -> tuple[Piece, ...]:
    """The letter-high ink of a line from left to right, with what the digit model says of it."""
    import numpy as np

    letter, boxes = letter_height((), line.symbols), blobs.boxes
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    feet = foot_of(line) + line.slope * (middles - (line.box[0] + line.box[2]) / 2)
    near = (boxes[:, 1] > feet - _ABOVE * letter - 2) & (boxes[:, 3] < feet + _BELOW * letter + 2)
    dots = boxes[
        near & (boxes[:, 3] - boxes[:, 1] <= _DOT * letter) & (np.abs(boxes[:, 3] - feet) < 0.25 * letter)
    ]
    found = np.flatnonzero(near & (boxes[:, 3] - boxes[:, 1] >= _LOWEST))
    measures = measures_of(boxes[found])
    tall = (measures[:, 0] >= _SHORT) & (measures[:, 0] <= _TALL) & (measures[:, 1] > -_DROP)
    found, measures = found[tall], measures[tall]
    rows = chances(glyphs_of(blobs, found), measures, weights)
    pieces = []
    for index, row in zip(found, rows, strict=True):
        left, top, right, bottom = (int(side) for side in boxes[index])
        after = dots[:, 0] - right
        dotted = bool(((after >= 0) & (after <= _NEAR_DOT * letter)).any())
        pieces.append(Piece((left, top, right, bottom), tuple(float(chance) for chance in row), dotted))
    return tuple(pieces)
