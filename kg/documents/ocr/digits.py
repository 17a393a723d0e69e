"""The digit re-reader: numbers on a scanned line read again from the ink itself.

Tesseract's Thai model cannot write ๔๖๗๘๙. Each piece of ink as tall as a letter goes through our digit model
(`digit_model`), and `digit_merge` weighs the two readings. Needs the extra `ocr`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.documents.ocr.blobs import Blobs, glyphs_of, measured, scaled, surroundings
from kg.documents.ocr.digit_cuts import LEANS, best_parts, parts_of
from kg.documents.ocr.digit_merge import letter_height, merge_line
from kg.documents.ocr.digit_model import chances, load_model
from kg.documents.ocr.digit_values import Piece, Token
from kg.documents.ocr.layout import foot_of
from kg.documents.ocr.values import Box, OcrLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ENOUGH = 3  # letters on the base line to measure them by
_LOWEST = 4  # pixels: less is a dot
_ABOVE, _BELOW = 1.7, 0.6  # letter heights around the base line where a line's ink lies
_SHORT, _TALL = 0.4, 2.2  # heights of a letter, in letter heights
_DROP = 0.45  # letter heights between the foot of a letter and the base line
_REACHES = (
    0.35  # letter heights above the base line that a letter reaches at least; marks of the next line do not
)
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

    boxes = blobs.boxes
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    feet = foot_of(line) + line.slope * (middles - (line.box[0] + line.box[2]) / 2)
    letter = _letter(line, boxes, feet)
    near = (boxes[:, 1] > feet - _ABOVE * letter - 2) & (boxes[:, 3] < feet + _BELOW * letter + 2)
    dots = boxes[
        near & (boxes[:, 3] - boxes[:, 1] <= _DOT * letter) & (np.abs(boxes[:, 3] - feet) < 0.25 * letter)
    ]
    found = np.flatnonzero(near & (boxes[:, 3] - boxes[:, 1] >= _LOWEST))
    letters, bases = surroundings(boxes[found])
    measures = measured(boxes[found], letters, bases)
    tall = (measures[:, 0] >= _SHORT) & (measures[:, 0] <= _TALL) & (measures[:, 1] > -_DROP)
    tall &= boxes[found, 1] < feet[found] - _REACHES * letter
    found, measures, letters, bases = found[tall], measures[tall], letters[tall], bases[tall]
    rows = chances(glyphs_of(blobs, found), measures, weights)
    cut = _cut(blobs, found, letters, bases, weights)
    pieces: list[tuple[Box, NDArray[np.float32]]] = []
    for index, row in zip(found.tolist(), rows, strict=True):
        pieces += cut.get(index) or [(_box(boxes[index]), row)]
    if not pieces:
        return ()
    ends = [box[0] for box, _ in pieces[1:]] + [blobs.ink.shape[1]]
    return tuple(
        Piece(box, tuple(float(chance) for chance in row), _dotted(box, end, dots, letter))
        for (box, row), end in zip(pieces, ends, strict=True)
    )


def _letter(line: OcrLine, boxes: NDArray[np.int32], feet: NDArray[np.float64]) -> float:
    """The height of the line's letters as its ink has it: engines' boxes may reach into the lines above and below."""
    import numpy as np

    told = letter_height((), line.symbols)
    heights = boxes[:, 3] - boxes[:, 1]
    own = (np.abs(boxes[:, 3] - feet) <= 3) & (heights >= 2 * _LOWEST) & (heights <= told * 1.5)
    own &= (boxes[:, 0] >= line.box[0] - 1) & (boxes[:, 2] <= line.box[2] + 1)
    return float(np.median(heights[own])) if own.sum() >= _ENOUGH else told


def _cut(
    blobs: Blobs,
    found: NDArray[np.intp],
    letters: NDArray[np.float32],
    bases: NDArray[np.float32],
    weights: Mapping[str, NDArray[np.float32]],
) -> dict[int, list[tuple[Box, NDArray[np.float32]]]]:
    """Pieces that hold a digit once they are cut, as their parts with what the model says of each."""
    import numpy as np

    result: dict[int, list[tuple[Box, NDArray[np.float32]]]] = {}
    for index, letter, base in zip(found.tolist(), letters, bases, strict=True):
        most = 0.0
        for lean in LEANS:
            parts = parts_of(blobs, index, float(letter), lean)
            if not parts:
                continue
            boxes = np.array([part.box for part in parts], dtype=np.int32)
            same = np.ones(len(parts), dtype=np.float32)
            glyphs = np.stack([scaled(part.ink) for part in parts])
            rows = chances(glyphs, measured(boxes, letter * same, base * same), weights)
            sure = (rows[:, :10] + rows[:, 10:20]).max(axis=1).tolist()
            value, chosen = best_parts(parts, sure, float(letter))
            if value > most:
                most, result[index] = value, [(parts[number].box, rows[number]) for number in chosen]
    return result


def _box(sides: NDArray[np.int32]) -> Box:
    left, top, right, bottom = (int(side) for side in sides)
    return left, top, right, bottom


def _dotted(box: Box, end: int, dots: NDArray[np.int32], letter: float) -> bool:
    """Whether a full stop stands close after the box, and before `end`."""
    after = dots[:, 0] - box[2]
    return bool(((after >= 0) & (after <= _NEAR_DOT * letter) & (dots[:, 2] <= end + 1)).any())
