"""Lines an engine read to rows of the page, and rows to paragraphs, by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.documents.ocr.digit_align import is_mark, is_small, is_thai
from kg.documents.ocr.digit_values import Token
from kg.documents.ocr.values import OcrLine, OcrSymbol

_SAME_ROW = 0.5  # letter heights between base lines
_TOO_TALL = 2.6  # letter heights: no letter, but a column of them read as one
_DUST = 0.5  # of the page's letters: a line of one or two signs no higher is none
_GHOST = (0.3, 1.2)  # letter heights between the base lines of a line and what its marks were taken for
_SPACE = 0.2  # letter heights between Thai letters: less is no space, whatever the engine says
_INDENT = 0.8  # letter heights a line may stand right of the one it continues
_PITCH = 1.45  # of the usual distance between lines
RAGGED = 0.13  # of the width of the text, that a full line may leave empty at its end
RAGGED_CELL = 0.45  # the same in a table's cell, where a word is a good part of the width
_LIKE = 1.3  # ratio of letter heights in one paragraph
_OPENS = re.compile(r"\(?[๐-๙0-9]{1,3}(?:[.)]|\.[๐-๙0-9]+)|[-–•●▪]|\(\S{1,3}\)")
_ENDS = re.compile(r"(?:\.{2,}|…)\s*$")
_CLOSING = ".,)"  # signs that stand close after a letter
_INNER = "ะาำๅ"  # letters that never begin a word


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page with its final code points; `letter` is the height of its letters, all in pixels."""

    tokens: tuple[Token, ...]
    left: int
    right: int
    foot: float
    letter: float

    @property
    def text(self) -> str:
        """The row as text."""
        return "".join((" " if token.spaced else "") + token.text for token in self.tokens)


def letter_of(lines: Sequence[OcrLine]) -> float:
    """Median height of the letters of a page, pixels; 1 where it has none."""
    heights = [
        symbol.box[3] - symbol.box[1]
        for line in lines
        for symbol in line.symbols
        if not is_small(symbol.text)
    ]
    return max(1.0, float(median(heights))) if heights else 1.0


def foot_of(line: OcrLine) -> float:
    """Height of the base line in the middle of the line, from its letters where it has any; pixels from the top."""
    middle = (line.box[0] + line.box[2]) / 2
    tall = [symbol.box for symbol in line.symbols if not is_small(symbol.text)]
    if not tall:
        return line.base + line.slope * middle
    return float(median(box[3] - line.slope * ((box[0] + box[2]) / 2 - middle) for box in tall))


def rows_of(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """Return the page's rows from top to bottom: lines side by side become one, dirt read as letters is dropped."""
    letter = letter_of(lines)
    cleaned = _without_ghosts([line for line in lines if line.symbols and _is_line(line, letter)], letter)
    rows: list[list[OcrLine]] = []
    for line in sorted(cleaned, key=lambda line: (foot_of(line), line.box[0])):
        row = next((row for row in rows[-3:] if _beside(row, line, letter)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    rows.sort(key=lambda row: min(foot_of(line) for line in row))
    return [_joined(row) for row in rows]


def _is_line(line: OcrLine, letter: float) -> bool:
    """Whether the symbols may be a line of text: some boxes come too tall, but not most; dust comes low."""
    heights = [symbol.box[3] - symbol.box[1] for symbol in line.symbols]
    tall = sum(height > _TOO_TALL * letter for height in heights)
    return 2 * tall <= len(heights) and (len(heights) > 2 or max(heights) >= _DUST * letter)


def _without_ghosts(lines: Sequence[OcrLine], letter: float) -> list[OcrLine]:
    """The lines but for those that stand closer to a fuller one than lines can: its marks read as letters."""
    feet = [foot_of(line) for line in lines]
    weights = [len(line.symbols) * line.confidence for line in lines]
    kept = []
    for one, line in enumerate(lines):
        ghost = any(
            weights[other] > 2 * weights[one]
            and _GHOST[0] * letter < abs(feet[other] - feet[one]) < _GHOST[1] * letter
            and rival.box[0] - letter <= line.box[0]
            and line.box[2] <= rival.box[2] + letter
            for other, rival in enumerate(lines)
        )
        if not ghost:
            kept.append(line)
    return kept


def _beside(row: Sequence[OcrLine], line: OcrLine, letter: float) -> bool:
    if any(min(one.box[2], line.box[2]) - max(one.box[0], line.box[0]) > letter for one in row):
        return False
    return abs(foot_of(row[0]) - foot_of(line)) <= _SAME_ROW * letter


def _joined(row: Sequence[OcrLine]) -> OcrLine:
    parts = sorted(row, key=lambda line: line.box[0])
    if len(parts) == 1:
        return parts[0]
    symbols: list[OcrSymbol] = []
    for part in parts:
        first = replace(part.symbols[0], spaced=bool(symbols))
        symbols += [first, *part.symbols[1:]]
    sides = [part.box for part in parts]
    box = (
        min(b[0] for b in sides),
        min(b[1] for b in sides),
        max(b[2] for b in sides),
        max(b[3] for b in sides),
    )
    longest = max(parts, key=lambda line: len(line.symbols))
    return OcrLine(tuple(symbols), box, longest.base, longest.slope, parts[0].column)


def without_false_spaces(line: OcrLine) -> OcrLine:
    """Return the line without spaces between Thai letters that stand close together."""
    heights = [symbol.box[3] - symbol.box[1] for symbol in line.symbols if not is_small(symbol.text)]
    if not heights:
        return line
    least = _SPACE * median(heights)
    symbols: list[OcrSymbol] = []
    for symbol in line.symbols:
        if (symbol.spaced and is_thai(symbol.text) and (is_mark(symbol.text) or symbol.text in _INNER)) or (
            symbol.spaced and symbol.text in _CLOSING and symbols and is_thai(symbols[-1].text)
        ):
            symbol = replace(symbol, spaced=False)
        elif symbol.spaced and symbols and is_thai(symbol.text) and is_thai(symbols[-1].text):
            reached = max(before.box[2] for before in symbols[-3:])
            if symbol.box[0] - reached < least:
                symbol = replace(symbol, spaced=False)
        symbols.append(symbol)
    return replace(line, symbols=tuple(symbols))


def paragraphs_of(rows: Sequence[Row], *, ragged: float = RAGGED) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens of each paragraph: rows run on where the first is full and the next neither indented nor listed.

    `ragged` is the share of the width of the text that a full row may leave empty at its end.
    """
    if not rows:
        return
    pitches = [low.foot - high.foot for high, low in pairwise(rows) if low.foot > high.foot]
    pitch = median(pitches) if pitches else 0.0
    left, right = min(row.left for row in rows), _margin([row.right for row in rows])
    held: list[Token] = []
    for place, row in enumerate(rows):
        full = right - ragged * (right - left)
        if (
            place
            and not _centred(rows[place - 1], left, right)
            and _continues(rows[place - 1], row, pitch, full)
        ):
            held += _run_on(held[-1], row.tokens)
        else:
            if held:
                yield tuple(held)
            held = [
                replace(token, spaced=token.spaced and place_in > 0)
                for place_in, token in enumerate(row.tokens)
            ]
    if held:
        yield tuple(held)


def _margin(rights: list[int]) -> float:
    """The right edge of the text: where the longest lines end, one stray line left aside."""
    ordered = sorted(rights)
    return float(ordered[-2] if len(ordered) > 4 else ordered[-1])


def _centred(row: Row, left: float, right: float) -> bool:
    """Whether a row stands in the middle of the text, as titles do."""
    before, after = row.left - left, right - row.right
    return before > 1.5 * row.letter and after > 1.5 * row.letter and abs(before - after) < 2 * row.letter


def _continues(before: Row, row: Row, pitch: float, full: float) -> bool:
    if before.right < full or _ENDS.search(before.text) or _OPENS.match(row.text):
        return False
    alike = max(before.letter, row.letter) <= _LIKE * min(before.letter, row.letter)
    near = row.foot - before.foot <= max(_PITCH * pitch, 0)
    return alike and near and row.left <= before.left + _INDENT * before.letter


def _run_on(last: Token, tokens: Sequence[Token]) -> list[Token]:
    """A row after another: Thai goes on without a space, anything else takes one."""
    spaced = not (is_thai(last.text) and is_thai(tokens[0].text))
    return [replace(tokens[0], spaced=spaced), *tokens[1:]]
