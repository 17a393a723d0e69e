"""Pieces of text → fragments (text without a wide gap) → the lines a reader sees on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.documents.pdf.content import Piece

Key = tuple[int, ...]
NO_CELL: Key = ()

_SAME_LINE = 0.45  # all in font sizes: how far baselines may lie apart
_SPACE = 0.2
_WIDE_SPACE = 0.3
_TAB = 0.45
_COLUMN = 1.0
_BACK = 2.5
_MARKS = re.compile(
    "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\uf700-\uf71a]"
)  # drawn on a consonant; no width of their own
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e\uf700-\uf71a]")
_LEAST_CHARS = 4


@dataclass(slots=True)
class Fragment:
    """Text drawn without a wide gap.

    `gap` says a wide gap lies before it that holds no single blank, `cut` that it is parted from what is before
    it, however near, `spread` that its letters are spaced out. `blank_after` is True where a blank follows its
    last letter. `order` and `last` are the places of its first and last piece in content order, `turn` its own;
    `cell` is the table cell it stands in, `block` the paragraph the tags name.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    order: int
    last: int
    cell: Key = NO_CELL
    block: int = -1
    turn: int = 0
    gap: bool = False
    cut: bool = False
    spread: bool = False
    blank_after: bool = False


@dataclass(slots=True)
class Line:
    """Fragments on one baseline, from left to right."""

    parts: list[Fragment]
    y: float
    size: float

    @property
    def left(self) -> float:
        """Where its text begins."""
        return self.parts[0].left

    @property
    def right(self) -> float:
        """Where its text ends."""
        return max(part.right for part in self.parts)

    @property
    def text(self) -> str:
        """Its words, one space where a gap is."""
        out = self.parts[0].text
        for before, part in pairwise(self.parts):
            near = part.left - before.right <= _SPACE * part.size and not before.blank_after
            out += part.text if near else f" {part.text}"
        return out

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(part.bold for part in self.parts)

    @property
    def plain(self) -> bool:
        """Whether none of it is bold."""
        return not any(part.bold for part in self.parts)

    @property
    def block(self) -> int:
        """The paragraph the tags name, -1 where they name none or several."""
        first = self.parts[0].block
        return first if all(part.block == first for part in self.parts) else -1

    @property
    def blank_after(self) -> bool:
        """Whether a blank follows its last letter."""
        return self.parts[-1].blank_after

    @property
    def advance(self) -> float:
        """The mean width of a letter, in points."""
        return (self.right - self.left) / max(_LEAST_CHARS, width_in_letters(self.text))


def width_in_letters(text: str) -> int:
    """Return how many letters wide a text is: marks above and below take no room."""
    return len(text) - len(_MARKS.findall(text))


def fragments(
    pieces: Iterable[Piece],
    cell_of: Callable[[Piece], Key],
    block_of: Callable[[Piece], int],
    *,
    spaced: bool,
) -> list[Fragment]:
    """Return the fragments of a page's pieces, in content order; none is blank.

    Where the page is `spaced` (draws its spaces), a small gap between Thai letters is no space.
    """
    found: list[Fragment] = []
    current: Fragment | None = None
    last_tag = -1
    blank_at: float | None = None  # where a blank was drawn since the last letter
    trail = gap = False  # whether the last letters end in a blank; whether pieces were pushed apart
    for piece in pieces:
        words = piece.text.strip()
        if not words:
            gap = gap or len(piece.text) >= 3
            if current is not None and _on_line(current, piece):
                current.blank_after = True
                blank_at = piece.left
            continue
        cell, block = cell_of(piece), block_of(piece)
        lead = piece.text[0].isspace()
        same = current is not None and _on_line(current, piece)
        if (
            current is not None
            and same
            and blank_at is not None
            and blank_at > piece.left + _SPACE * piece.size
        ):
            current.blank_after = trail  # that blank stands further on, among the letters that follow
        if current is None or cell != current.cell or not same:
            current = _start(piece, words, cell, block)
            found.append(current)
        elif _wide(current, piece) or gap or _other_cell(current, piece, last_tag, spaced):
            blank = current.blank_after or lead
            sure = _wide(current, piece) or piece.tag != last_tag  # a narrow gap alone tells of no column
            current = _start(piece, words, cell, block)
            current.gap = current.cut = gap or (sure and not blank)
            found.append(current)
        else:
            blank = lead or current.blank_after
            _extend(current, piece, words, blank=blank or _far(current, piece, spaced))
        current.blank_after = trail = piece.text[-1].isspace()
        current.last = piece.order
        blank_at, gap, last_tag = None, False, piece.tag
    for turn, part in enumerate(found):
        part.turn = turn
    return found


def _start(piece: Piece, words: str, cell: Key, block: int) -> Fragment:
    order = piece.order
    return Fragment(
        words,
        piece.left,
        piece.right,
        piece.y,
        piece.size,
        piece.bold,
        order,
        order,
        cell,
        block,
        spread=piece.spread,
    )


def _on_line(current: Fragment, piece: Piece) -> bool:
    size = max(current.size, piece.size)
    apart = abs(piece.y - current.y)
    if _MARKS.match(piece.text):
        return apart < 1.2 * size and abs(piece.left - current.right) < 1.5 * size
    return apart <= _SAME_LINE * size and piece.left - current.right >= -_BACK * size


def _wide(current: Fragment, piece: Piece) -> bool:
    if _MARKS.match(piece.text):
        return False
    return piece.left - current.right > _COLUMN * max(current.size, piece.size)


def _other_cell(current: Fragment, piece: Piece, last_tag: int, spaced: bool) -> bool:
    """Whether a gap that holds no blank is a tab's or a cell's, though it is narrow."""
    if current.blank_after or piece.text.startswith(" ") or current.spread or piece.spread:
        return False
    gap = (piece.left - current.right) / piece.size
    return gap > _SPACE and (piece.tag != last_tag or (spaced and gap > _TAB))


def _far(current: Fragment, piece: Piece, spaced: bool) -> bool:
    """Whether a gap is a space."""
    least = _SPACE
    if spaced and _THAI.match(current.text[-1]) and _THAI.match(piece.text):
        if current.spread or piece.spread:
            return False
        least = _WIDE_SPACE
    return piece.left - current.right > least * max(current.size, piece.size)


def _extend(current: Fragment, piece: Piece, words: str, *, blank: bool) -> None:
    mark = _MARKS.match(piece.text) is not None
    current.text += (" " if not mark and blank else "") + words
    if mark and piece.right < current.right:
        return
    current.right = max(current.right, piece.right)
    current.bold = current.bold and piece.bold
    current.spread = current.spread or piece.spread
    current.size = max(current.size, piece.size)


def lines(parts: Sequence[Fragment]) -> list[Line]:
    """Return the lines that fragments stand on, from top to bottom."""
    found: list[Line] = []
    for part in sorted(parts, key=lambda part: (part.y, part.left)):
        if found and abs(part.y - found[-1].y) <= 0.35 * min(part.size, found[-1].size):
            found[-1].parts.append(part)
            found[-1].size = max(found[-1].size, part.size)
        else:
            found.append(Line([part], part.y, part.size))
    for line in found:
        line.parts.sort(key=lambda part: (part.left, part.order))
        for before, part in pairwise(line.parts):
            distance = (part.left - before.right) / part.size
            elsewhere = part.turn != before.turn + 1  # the file wrote something else between them
            apart = distance > _COLUMN or part.cut or (elsewhere and distance > _SPACE)
            part.gap = apart and (part.gap or elsewhere)
    return found
