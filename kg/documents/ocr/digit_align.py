"""Which symbol of an engine's line stands for which piece of ink: both in order, nearest in place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from kg.documents.ocr.values import Box, OcrSymbol

_REACH = 1.6  # letter heights that a symbol's box may lie beside its ink
_SKIP = 0.7  # cost of leaving a symbol or a piece without partner, in letter heights
_SKIP_OTHER = 0.45  # the same for a piece that is no digit: half of a letter in two parts, dirt
_UNLIKE = 0.45  # cost of a digit against a letter
_SMALL = frozenset(".,:;'\"`´‘’“”-–—_*·•°^~=…")


def is_mark(text: str) -> bool:
    """Whether `text` is a Thai vowel or tone above or below a letter."""
    return unicodedata.combining(text) > 0 or unicodedata.category(text) == "Mn"


def is_small(text: str) -> bool:
    """Whether `text` is a sign lower than a letter, or a mark."""
    return text in _SMALL or is_mark(text)


def is_thai(text: str) -> bool:
    """Whether `text` is a Thai letter, vowel or mark (no digit, no sign)."""
    return "\u0e01" <= text <= "\u0e4e" and text not in "ฯ฿ๆ"


def align(
    symbols: Sequence[OcrSymbol], boxes: Sequence[Box], digits: Sequence[bool], letter: float
) -> dict[int, int]:
    """Return the piece of each symbol that has one: symbol number → piece number, rising in both.

    `boxes` are the pieces' from left to right, `digits` whether each looks like a digit, `letter` the height of a
    letter in pixels. Symbols lower than a letter have no piece. The cheapest pairing in order, by place and kind.
    """
    tall = [place for place, symbol in enumerate(symbols) if not is_small(symbol.text)]
    if not tall or not boxes:
        return {}
    centres = [(box[0] + box[2]) / 2 / letter for box in boxes]
    skips = [_SKIP if digit else _SKIP_OTHER for digit in digits]
    best = [0.0]
    for skip in skips:
        best.append(best[-1] + skip)
    moves: list[bytearray] = []
    for place in tall:
        symbol = symbols[place]
        middle = (symbol.box[0] + symbol.box[2]) / 2 / letter
        number = symbol.text.isdecimal()
        row, move = [best[0] + _SKIP], bytearray(len(boxes) + 1)
        for piece, centre in enumerate(centres):
            cost, step = best[piece + 1] + _SKIP, 0
            if row[piece] + skips[piece] < cost:
                cost, step = row[piece] + skips[piece], 1
            away = abs(middle - centre)
            if away <= _REACH:
                paired = best[piece] + away + (_UNLIKE if number != digits[piece] else 0)
                if paired <= cost:
                    cost, step = paired, 2
            row.append(cost)
            move[piece + 1] = step
        moves.append(move)
        best = row
    return _traced(tall, moves)


def _traced(tall: Sequence[int], moves: Sequence[bytearray]) -> dict[int, int]:
    found: dict[int, int] = {}
    place, piece = len(tall), len(moves[0]) - 1
    while place and piece:
        step = moves[place - 1][piece]
        if step == 2:
            found[tall[place - 1]] = piece - 1
            place, piece = place - 1, piece - 1
        elif step == 1:
            piece -= 1
        else:
            place -= 1
    return dict(sorted(found.items()))
