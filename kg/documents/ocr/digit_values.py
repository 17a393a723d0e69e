"""What the digit re-reader works with: pieces of ink and the code points of a line."""

from __future__ import annotations

from dataclasses import dataclass

from kg.documents.ocr.values import Box


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of ink about as tall as a letter.

    `chances` are of each of `DIGITS`, last of anything else. `dotted`: a full stop stands close after it, in the gap.
    """

    box: Box
    chances: tuple[float, ...]
    dotted: bool = False

    @property
    def value(self) -> int:
        """The likeliest value, in whichever digits it is written."""
        return max(range(10), key=lambda digit: self.chances[digit] + self.chances[digit + 10])

    @property
    def sure(self) -> float:
        """How likely that value is."""
        return self.chances[self.value] + self.chances[self.value + 10]

    @property
    def other(self) -> float:
        """How likely the piece is no digit."""
        return self.chances[20]


@dataclass(frozen=True, slots=True)
class Token:
    """One code point of the merged line. `trusted` is None for all but digits; `reread`: the engine had it otherwise."""

    text: str
    box: Box
    confidence: float
    spaced: bool = False
    trusted: bool | None = None
    reread: bool = False
