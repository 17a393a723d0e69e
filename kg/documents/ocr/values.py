"""What passes between an OCR engine and us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.records import Notice, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Box = tuple[int, int, int, int]  # left, top, right, bottom: half-open pixels, from the picture's top left


@dataclass(frozen=True, slots=True)
class OcrSymbol:
    """One code point an engine read, where, and how sure it is (0 to 1). `spaced`: a space goes before it."""

    text: str
    box: Box
    confidence: float
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One physical line an engine read, its symbols in reading order.

    `box` may be taller than the letters. The base line runs at height `base` + `slope` * x (pixels from the top).
    `column` counts the engine's blocks of text from 0: lines of one block follow one another.
    """

    symbols: tuple[OcrSymbol, ...]
    box: Box
    base: float
    slope: float = 0.0
    column: int = 0

    @property
    def text(self) -> str:
        """The line as read, with its spaces."""
        return "".join((" " if symbol.spaced else "") + symbol.text for symbol in self.symbols)

    @property
    def confidence(self) -> float:
        """Mean confidence of its symbols, 0 to 1; 0 where there are none."""
        return sum(symbol.confidence for symbol in self.symbols) / max(1, len(self.symbols))


class OcrEngine(Protocol):
    """A reader of pictures of text."""

    @property
    def name(self) -> str:
        """What the engine is and its version, for people."""
        ...

    def read_lines(self, grey: NDArray[np.uint8], *, dpi: int, block: bool = False) -> tuple[OcrLine, ...]:
        """Return the lines on the picture `grey`, uint8 (h, w), 0 black, scanned at `dpi`, in reading order.

        `block`: the picture is one block of text, such as a table's cell, and needs no layout analysis. Raises
        `MissingExtra` where the engine or its Thai model is not installed, `FileRefused` where it takes too long.
        """
        ...


@dataclass(frozen=True, slots=True)
class OcrPage:
    """The text read from one picture; offsets are code points of `text`.

    Layout as in `Extraction`: a paragraph is a line, a table row a line of cells between tabs, a line break inside
    a cell U+2028. `confidence` is 0 to 1. `untrusted` are the stretches, in order and apart, whose digits nobody
    confirmed.
    """

    text: str
    confidence: float
    untrusted: tuple[Span, ...] = ()
    notices: tuple[Notice, ...] = ()
