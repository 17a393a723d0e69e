"""Two readings of one line become one: an engine's symbols, and what the digit model says of the pieces of ink.

Pure: no pictures here. Where the model is sure its digit stands; where it is not, the digit is kept but not trusted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.documents.ocr.digit_align import align, is_mark, is_small, is_thai
from kg.documents.ocr.digit_model import DIGITS
from kg.documents.ocr.digit_values import Piece, Token
from kg.documents.ocr.values import Box, OcrSymbol

SURE = 0.85  # a value this likely is confirmed
_OVERRULE = 0.97  # so likely, a digit takes the place of a letter the engine read
_CANDIDATE = 0.5  # of being any digit at all
_NO_DIGIT = 0.9  # a neighbour less surely no digit leaves a number in doubt
_SPLIT, _SPACE, _BESIDE = 0.45, 0.28, 0.4  # gaps in letter heights: another number, a space, touching
_THIN = 0.2  # letter heights between Thai letters: less is no space, whatever the engine says
_OVER = 0.3  # letter heights beside a digit's ink where the engine's letters may stand for the same ink
_CLOSE = 0.9  # digit heights between two digits with a point or comma between them: one number
_WIDE = 1.6  # in letter heights: two letters in one piece


def merge_line(symbols: Sequence[OcrSymbol], pieces: Sequence[Piece]) -> tuple[Token, ...]:
    """Return the line's code points in order, its digits with whether they are confirmed.

    `symbols` are the engine's, in reading order; `pieces` the letter-high ink of the same line from left to right.
    A digit is confirmed where the model gives its value at least `SURE`; one such also replaces what the engine
    read there, and is put in where the engine read nothing. A number with a doubtful digit is doubtful whole.
    """
    letter = letter_height(pieces, symbols)
    piece_of = align(
        symbols, [piece.box for piece in pieces], [piece.other < _CANDIDATE for piece in pieces], letter
    )
    symbol_of = {piece: place for place, piece in piece_of.items()}
    accepted: dict[int, str] = {}
    doubted: set[int] = set()
    for run in _runs(pieces, letter):
        believed = _believed(run, pieces, symbols, symbol_of, letter)
        texts = _written(run, pieces)
        accepted |= {place: texts[place] for place in believed}
        if _torn(run, believed, pieces, letter):
            doubted |= set(run)
    tokens = list(_woven(symbols, pieces, accepted, piece_of, letter))
    return tuple(_judged(_tightened(tokens), doubted))


def letter_height(pieces: Sequence[Piece], symbols: Sequence[OcrSymbol]) -> float:
    """Median height of the pieces, or of the symbols where there are none."""
    boxes = [piece.box for piece in pieces] or [symbol.box for symbol in symbols]
    heights = sorted(box[3] - box[1] for box in boxes)
    return max(1.0, float(heights[len(heights) // 2])) if heights else 1.0


def _gap(left: Piece, right: Piece) -> int:
    return right.box[0] - left.box[2]


def _runs(pieces: Sequence[Piece], letter: float) -> Iterator[list[int]]:
    """Neighbouring pieces that look like digits, one list a number."""
    run: list[int] = []
    for place, piece in enumerate(pieces):
        if piece.other >= _CANDIDATE:
            continue
        if run and (place != run[-1] + 1 or _gap(pieces[run[-1]], piece) > _SPLIT * letter):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _believed(
    run: list[int],
    pieces: Sequence[Piece],
    symbols: Sequence[OcrSymbol],
    symbol_of: dict[int, int],
    letter: float,
) -> list[int]:
    """The pieces of a run that are digits: what the engine read as letters yields to strong evidence only."""
    read = {place: symbols[symbol_of[place]].text for place in run if place in symbol_of}
    backed = any(text.isdecimal() for text in read.values())
    stops = {place for place, own in symbol_of.items() if not symbols[own].text.isalnum()}
    alone = _apart(run, pieces, stops, letter)
    kept = []
    for place in run:
        piece, text = pieces[place], read.get(place)
        thai = sum(piece.chances[:10]) >= sum(piece.chances[10:20])
        if text is not None and text.isdecimal():
            kept.append(place)
        elif text is None or is_small(text):
            kept += [place] * (piece.sure >= SURE and (backed or alone))
        elif thai or not text.isascii():
            kept += [place] * (piece.sure >= _OVERRULE and (backed or alone))
    return kept


def _apart(run: list[int], pieces: Sequence[Piece], stops: set[int], letter: float) -> bool:
    """Whether no letter stands close to the run on either side; `stops` are pieces read as signs such as a stroke."""
    before, after = run[0] - 1, run[-1] + 1
    left = before < 0 or before in stops or _gap(pieces[before], pieces[run[0]]) > _SPACE * letter
    right = after >= len(pieces) or after in stops or _gap(pieces[run[-1]], pieces[after]) > _SPACE * letter
    return left and right


def _written(run: list[int], pieces: Sequence[Piece]) -> dict[int, str]:
    """Each piece's digit, all of a run in the digits (Thai or Arabic) that explain it best."""
    thai = sum(math.log(sum(pieces[place].chances[:10]) + 1e-6) for place in run)
    arabic = sum(math.log(sum(pieces[place].chances[10:20]) + 1e-6) for place in run)
    first = 0 if thai >= arabic else 10
    return {place: DIGITS[first + pieces[place].value] for place in run}


def _torn(run: list[int], believed: list[int], pieces: Sequence[Piece], letter: float) -> bool:
    """Whether a part of the number may be missing: a candidate not believed, or a doubtful or double piece beside it."""
    if len(believed) != len(run) or any(pieces[place].sure < SURE for place in run):
        return True
    for inner, outer in ((run[0], run[0] - 1), (run[-1], run[-1] + 1)):
        if 0 <= outer < len(pieces):
            left, right = (outer, inner) if outer < inner else (inner, outer)
            beside = _gap(pieces[left], pieces[right]) <= _BESIDE * letter
            wide = pieces[outer].box[2] - pieces[outer].box[0] > _WIDE * letter
            if beside and (pieces[outer].other < _NO_DIGIT or wide):
                return True
    return False


def _woven(
    symbols: Sequence[OcrSymbol],
    pieces: Sequence[Piece],
    accepted: dict[int, str],
    piece_of: dict[int, int],
    letter: float,
) -> Iterator[tuple[Token, int | None]]:
    """Tokens in order, each with the piece it comes from where that is an accepted digit."""
    waiting = sorted(set(accepted) - set(piece_of.values()))
    for place, symbol in enumerate(symbols):
        own = piece_of.get(place)
        while own is None and waiting and _goes_before(pieces[waiting[0]], symbol):
            missed = _missed(waiting[0], pieces, accepted, letter)
            yield from list(missed)[
                : 1 if is_small(symbol.text) else None
            ]  # a full stop of the engine's own is next
            gap = symbol.box[0] - pieces[waiting.pop(0)].box[2]
            symbol = replace(symbol, spaced=not is_small(symbol.text) and gap > _SPACE * letter)
        while own is not None and waiting and waiting[0] < own:
            yield from _missed(waiting[0], pieces, accepted, letter)
            if waiting.pop(0) == own - 1:  # what stood between is known now: the gap tells of a space
                symbol = replace(symbol, spaced=_gap(pieces[own - 1], pieces[own]) > _SPACE * letter)
        if own and symbol.spaced and place and is_thai(symbol.text) and is_thai(symbols[place - 1].text):
            symbol = replace(symbol, spaced=_widest(own, piece_of.get(place - 1), pieces) > _THIN * letter)
        if own is not None and own in accepted:
            yield _digit(own, pieces, accepted, letter, symbol), own
            if _stop_missed(own, piece_of.get(place + 1), pieces, accepted, letter):
                yield Token(".", symbol.box, symbol.confidence), None
        elif own is None and _explained(place, symbols, pieces, piece_of, accepted, letter):
            continue
        else:
            trusted = False if symbol.text.isdecimal() else None
            yield Token(symbol.text, symbol.box, symbol.confidence, symbol.spaced, trusted), None
    for place in waiting:
        yield from _missed(place, pieces, accepted, letter)


def _widest(own: int, before: int | None, pieces: Sequence[Piece]) -> int:
    """The widest gap between the ink of two symbols: some letters are two pieces."""
    first = own - 2 if before is None else before
    return max(_gap(pieces[place], pieces[place + 1]) for place in range(max(0, min(first, own - 1)), own))


def _goes_before(piece: Piece, symbol: OcrSymbol) -> bool:
    return not is_mark(symbol.text) and _middle(piece.box) < _middle(symbol.box)


def _middle(box: Box) -> float:
    return (box[0] + box[2]) / 2


def _stop_missed(
    own: int, after: int | None, pieces: Sequence[Piece], accepted: dict[int, str], letter: float
) -> bool:
    """Whether a full stop between two digits has no symbol: 4.1 read as 41."""
    if after != own + 1 or after not in accepted or not pieces[own].dotted:
        return False
    return _gap(pieces[own], pieces[after]) > _SPACE * letter


def _missed(
    place: int, pieces: Sequence[Piece], accepted: dict[int, str], letter: float
) -> Iterator[tuple[Token, int | None]]:
    """A digit the engine passed over, with the full stop after it."""
    token = _digit(place, pieces, accepted, letter, None)
    yield token, place
    if pieces[place].dotted and place + 1 not in accepted:
        yield Token(".", token.box, token.confidence), None


def _digit(
    place: int, pieces: Sequence[Piece], accepted: dict[int, str], letter: float, symbol: OcrSymbol | None
) -> Token:
    piece, text = pieces[place], accepted[place]
    if symbol is not None and (symbol.text.isdecimal() or place == 0):
        spaced = symbol.spaced
    else:
        spaced = place > 0 and _gap(pieces[place - 1], piece) > _SPACE * letter
    reread = symbol is None or symbol.text != text
    return Token(text, piece.box, piece.sure, spaced, piece.sure >= SURE, reread)


def _explained(
    place: int,
    symbols: Sequence[OcrSymbol],
    pieces: Sequence[Piece],
    piece_of: dict[int, int],
    accepted: dict[int, str],
    letter: float,
) -> bool:
    """Whether a symbol without ink of its own is but the engine's second thought of a digit we read, or its mark."""
    symbol = symbols[place]
    before = next((piece_of[i] for i in range(place - 1, -1, -1) if i in piece_of), None)
    after = next((piece_of[i] for i in range(place + 1, len(symbols)) if i in piece_of), None)
    if is_mark(symbol.text):
        return place - 1 in piece_of and before in accepted
    if is_small(symbol.text):
        return False
    if before is not None and after is not None and after - before > 1:
        return False  # ink lies between that nobody has accounted for
    if symbol.text.isdecimal() and before in accepted and after in accepted:
        return True
    middle = _middle(symbol.box)
    for piece in (before, after):
        if piece is not None and piece in accepted:
            left, _, right, _ = pieces[piece].box
            if left - _OVER * letter <= middle <= right + _OVER * letter:
                return True
    return False


def _tightened(tokens: list[tuple[Token, int | None]]) -> list[tuple[Token, int | None]]:
    """No space before a point or comma inside a number, nor after one where only the gap to our digit told of it."""
    found = list(tokens)
    for place in range(1, len(found) - 1):
        (before, _), (sign, piece), (after, own) = found[place - 1 : place + 2]
        if sign.text in ".," and before.trusted is not None and after.trusted is not None:
            found[place] = replace(sign, spaced=False), piece
            if after.reread or after.box[0] - before.box[2] < _CLOSE * (before.box[3] - before.box[1]):
                found[place + 1] = replace(after, spaced=False), own
    return found


def _judged(tokens: list[tuple[Token, int | None]], doubted: set[int]) -> Iterator[Token]:
    """A number is as trusted as its least digit."""
    start = 0
    while start < len(tokens):
        end = start + 1
        if tokens[start][0].trusted is None:
            yield tokens[start][0]
        else:
            while end < len(tokens) and tokens[end][0].trusted is not None and not tokens[end][0].spaced:
                end += 1
            number = tokens[start:end]
            good = all(token.trusted and place not in doubted for token, place in number)
            yield from (replace(token, trusted=good) for token, _ in number)
        start = end
