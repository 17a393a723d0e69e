"""OCR of scanned pages: any engine's reading, its digits read again from the ink, as text with paragraphs.

An optional extra: `pip install "mati[ocr]"` and an engine (`kg.documents.ocr.tesseract`). No number from a picture is
stated as certain unless the digit model confirmed it: the others lie in `OcrPage.untrusted`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.documents.ocr.digit_merge import letter_height
from kg.documents.ocr.digit_values import Token
from kg.documents.ocr.layout import RAGGED_CELL, Row, foot_of, paragraphs_of, rows_of, without_false_spaces
from kg.documents.ocr.values import Box, OcrEngine, OcrLine, OcrPage, OcrSymbol
from kg.errors import MissingExtra
from kg.records import Notice, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.documents.ocr.tables import Grid

__all__ = ["Box", "OcrEngine", "OcrLine", "OcrPage", "OcrSymbol", "read_picture"]

CELL_BREAK = "\u2028"
_GUESSED = 0.6  # lines read with less confidence are no text, unless they hold a digit we are sure of
_TONES = "่้๊๋"


def read_picture(grey: NDArray[np.uint8], *, dpi: int, engine: OcrEngine) -> OcrPage:
    """Return the text on a scanned page.

    `grey` is uint8 (h, w), 0 black, 255 white, scanned (or rendered) at `dpi` dots per inch; it was measured at 200.
    The page is turned upright and cleared of specks first. Raises `MissingExtra` where scipy or the engine is not
    installed, `FileRefused` where the engine takes too long, `InputError` where it fails.
    """
    try:
        import scipy  # noqa: F401
    except ImportError as error:
        raise MissingExtra(
            'Reading scanned pages needs scipy. Install it with `pip install "mati[ocr]"`.'
        ) from error
    from kg.documents.ocr.scan_image import upright, without_specks
    from kg.documents.ocr.tables import find_grids, painted_over

    level, _ = upright(grey)
    clean = without_specks(level)
    grids = find_grids(clean, dpi=dpi)
    body = painted_over(clean, grids, dpi=dpi) if grids else clean
    rows = _rows(engine.read_lines(body, dpi=dpi), body)
    placed = [(paragraph[0].box[1], paragraph) for paragraph in paragraphs_of(rows)]
    for grid in grids:
        placed += [(grid.box[1], row) for row in _table(clean, grid, dpi, engine)]
    placed.sort(key=lambda item: item[0])
    return _page([composed(paragraph) for _, paragraph in placed])


def _rows(lines: Sequence[OcrLine], picture: NDArray[np.uint8]) -> list[Row]:
    """The rows of a picture, their digits read again."""
    from kg.documents.ocr.blobs import find_blobs
    from kg.documents.ocr.digits import reread_lines

    rows = [without_false_spaces(line) for line in rows_of(lines)]
    found = reread_lines(rows, find_blobs(picture)) if rows else []
    return [
        _row(line, tokens)
        for line, tokens in zip(rows, found, strict=True)
        if tokens and (line.confidence >= _GUESSED or any(token.trusted for token in tokens))
    ]


def _row(line: OcrLine, tokens: Sequence[Token]) -> Row:
    left, right = min(token.box[0] for token in tokens), max(token.box[2] for token in tokens)
    return Row(tuple(tokens), left, right, foot_of(line), letter_height((), line.symbols))


def _table(page: NDArray[np.uint8], grid: Grid, dpi: int, engine: OcrEngine) -> Iterator[tuple[Token, ...]]:
    """The rows of a table: tokens of its cells, tabs between the columns."""
    from kg.documents.ocr.tables import stacked

    picture, places = stacked(page, grid, dpi=dpi)
    rows = _rows(engine.read_lines(picture, dpi=dpi, block=True), picture)
    texts: dict[tuple[int, int], tuple[Token, ...]] = {}
    for cell, (_, top, _, bottom) in zip(grid.cells, places, strict=True):
        inside = [row for row in rows if top - row.letter < row.foot - row.letter / 2 < bottom + row.letter]
        parts = list(paragraphs_of(inside, ragged=RAGGED_CELL))
        texts[cell.row, cell.column] = tuple(_between(parts, CELL_BREAK))
    for row in range(grid.rows):
        yield tuple(_between([texts.get((row, column), ()) for column in range(grid.columns)], "\t"))


def _between(parts: Sequence[Sequence[Token]], sign: str) -> Iterator[Token]:
    """The tokens of all parts, `sign` between one part and the next."""
    for place, part in enumerate(parts):
        if place:
            yield Token(sign, (0, 0, 0, 0), 1.0)
        yield from part


def composed(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Return the tokens with ํ and า, a tone between them or not, as ำ, and two เ as แ: engines write the parts."""
    found: list[Token] = []
    for token in tokens:
        if token.text == "า" and found and not token.spaced:
            place = len(found) - (2 if found[-1].text in _TONES else 1)
            if place >= 0 and found[place].text == "ํ":
                del found[place]
                token = replace(token, text="ำ")
        elif token.text == "เ" and found and found[-1].text == "เ" and not token.spaced:
            token = replace(found.pop(), text="แ")
        found.append(token)
    return tuple(found)


def _page(paragraphs: Sequence[Sequence[Token]]) -> OcrPage:
    """The text, and where its digits are not to be trusted."""
    parts: list[str] = []
    spans: list[Span] = []
    length = reread = digits = 0
    for paragraph in paragraphs:
        for token in paragraph:
            if token.spaced:
                parts.append(" ")
                length += 1
            if token.trusted is False:
                if spans and spans[-1].end == length:
                    spans[-1] = Span(spans[-1].start, length + len(token.text))
                else:
                    spans.append(Span(length, length + len(token.text)))
            digits += token.trusted is not None
            reread += token.reread
            parts.append(token.text)
            length += len(token.text)
        parts.append("\n")
        length += 1
    every = [token.confidence for paragraph in paragraphs for token in paragraph if not token.text.isspace()]
    confidence = sum(every) / len(every) if every else 0.0
    return OcrPage("".join(parts), confidence, tuple(spans), _notices(digits, reread, spans))


def _notices(digits: int, reread: int, spans: Sequence[Span]) -> tuple[Notice, ...]:
    found = []
    if reread:
        message = f"{reread} of {digits} digits on the page are as our digit model read them, not as the OCR engine did"
        found.append(Notice("digits-reread", message))
    if spans:
        message = (
            f"{sum(span.end - span.start for span in spans)} of {digits} digits on the page are not confirmed"
        )
        found.append(Notice("digits-untrusted", message, spans[0]))
    return tuple(found)
