"""The text of a PDF page as pieces in content order: what `/ActualText` says once, the rest glyph by glyph.

PDFium's own text is not used as it comes: it repeats clusters that share an `/ActualText`, and puts spaces
where marks are drawn apart from their consonants. Here each object keeps its characters, objects under one
`/ActualText` are one piece, and where two pieces stand is left for later to judge.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.documents.pdf.content import Piece
from kg.documents.pdf.objects import IDENTITY, Matrix, Shown, bounds, matrix_of, multiply

_HYPHENS = (0xFFFE, 0x02)  # what PDFium makes of a hyphen at a line's end
_DROPPED = frozenset((0, 0xFFFF, 10, 13))
_ACTUAL = b"ActualText"
_INVISIBLE = 3  # text render modes
_STROKED = 2
_SPACE = 0x20
_BLANK = 0.01  # points: nothing is drawn
_SPACES = 3  # so many spaces typed in a row push text to a column
_GAP = 0.2  # of the font size: a gap inside one object that reads as a space
_HALF = re.compile("[\ud800-\udfff]")
_CONSONANT = re.compile("[\u0e01-\u0e2e]")
_MARK_HIGH = 0.3  # font sizes
_SURE = 0.35
_WIDE = 1.0
_SPREAD = 0.25  # a larger share of gaps among letters is a line spread out
_MAYBE = "\x1f"  # a gap that is a space only if the file writes no spaces of its own
_LETTERS_A_SPACE = 80
_MOST_ACTUAL = 65_536  # bytes


@dataclass(slots=True)
class _Glyphs:
    """A text object as drawn: where, in what font, and its characters in PDFium's text."""

    indexes: Sequence[int]
    x: float
    y: float
    size: float
    bold: bool
    hidden: bool
    tag: int
    spread: bool = False


class PageText:
    """Reads the text objects of one page; `add` is called for each in content order, then `finished` gives the pieces."""

    def __init__(self, text_page: Any, shown: Shown) -> None:
        import pypdfium2.raw as pdfium

        self.pieces: list[Piece] = []
        self.spaced = True  # whether the page draws spaces of its own; known when finished
        self._raw = pdfium
        self._page = text_page
        self._shown = shown
        self._groups: dict[int, Piece] = {}
        self._heights: dict[int, tuple[float, float]] = {}
        self._fonts: dict[int, bool] = {}
        self._size = ctypes.c_float()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._rect = pdfium.FS_RECTF()
        self._indexes: dict[int, list[int]] = {}
        object_of, address = pdfium.FPDFText_GetTextObject, ctypes.addressof
        for index in range(max(0, pdfium.FPDFText_CountChars(text_page))):
            handle = object_of(text_page, index)
            if handle:
                self._indexes.setdefault(address(handle.contents), []).append(index)

    def add(self, handle: Any, outer: Matrix) -> None:
        """Take up one text object; `outer` is the matrix of the forms around it."""
        indexes = self._indexes.get(ctypes.addressof(handle.contents), ())
        mark = self._actual_mark(handle)
        if mark is not None:
            self._add_actual(handle, outer, mark, indexes)
        elif indexes:
            self._add_glyphs(self._glyphs(handle, outer, indexes))
        else:
            box = bounds(handle, outer)
            if box is not None and box[3] - box[1] < _BLANK:
                self._put(" ", self._glyphs(handle, outer, ()))  # a blank PDFium leaves out of its text

    def _glyphs(self, handle: Any, outer: Matrix, indexes: Sequence[int]) -> _Glyphs:
        raw = self._raw
        matrix = matrix_of(handle)
        if outer is not IDENTITY:
            matrix = multiply(matrix, outer)
        raw.FPDFTextObj_GetFontSize(handle, self._size)
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        x, y = matrix[4], matrix[5]
        if indexes and raw.FPDFText_GetCharOrigin(self._page, indexes[0], self._x, self._y):
            x, y = self._x.value, self._y.value
        x, y = self._shown.place(x, y)
        return _Glyphs(
            indexes,
            x,
            y,
            abs(self._size.value) * math.hypot(matrix[2], matrix[3]) or 10.0,
            mode == _STROKED or self._bold(handle),
            mode == _INVISIBLE,
            raw.FPDFPageObj_GetMarkedContentID(handle),
        )

    def _bold(self, handle: Any) -> bool:
        font = self._raw.FPDFTextObj_GetFont(handle)
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        known = self._fonts.get(key)
        if known is None:
            name = ctypes.create_string_buffer(256)
            self._raw.FPDFFont_GetBaseFontName(font, name, 256)
            known = b"bold" in name.value.lower() or b"black" in name.value.lower()
            self._fonts[key] = known
        return known

    def _add_actual(self, handle: Any, outer: Matrix, mark: Any, indexes: Sequence[int]) -> None:
        """Emit the text of an `/ActualText` once; later objects under the same mark only widen its box."""
        key = ctypes.addressof(mark.contents)
        piece = self._groups.get(key)
        if piece is None:
            text = clean(self._actual_text(mark))
            if not text:
                return
            piece = self._groups[key] = self._put(text, self._glyphs(handle, outer, indexes))
        box = bounds(handle, outer)
        if box is not None:
            left, top, right, bottom = self._shown.box(box)
            piece.left, piece.right = min(piece.left, left), max(piece.right, right)
            high, low = self._heights.get(key, (top, bottom))
            self._heights[key] = min(top, high), max(bottom, low)

    def finished(self) -> list[Piece]:
        """Return the pieces in content order, without what is only the rest of a letter.

        Chromium leaves on a page the marks of a letter that went to the next one, under the whole letter's
        `/ActualText`: a consonant drawn no higher than a mark.
        """
        for key, (top, bottom) in self._heights.items():
            piece = self._groups[key]
            if _CONSONANT.match(piece.text) and 0 < bottom - top < _MARK_HIGH * piece.size:
                piece.text = " "
        self.spaced = self._writes_spaces()
        for piece in self.pieces:
            if _MAYBE in piece.text:
                piece.text = piece.text.replace(_MAYBE, "" if self.spaced else " ")
        return self.pieces

    def _writes_spaces(self) -> bool:
        """Whether the page draws spaces, rather than leaving gaps for them."""
        spaces = sum(piece.text.count(" ") for piece in self.pieces)
        letters = sum(len(piece.text) for piece in self.pieces)
        return spaces * _LETTERS_A_SPACE >= letters

    def _actual_mark(self, handle: Any) -> Any:
        """Return the innermost mark of an object that carries an `/ActualText`, or None."""
        raw = self._raw
        for index in range(raw.FPDFPageObj_CountMarks(handle) - 1, -1, -1):
            mark = raw.FPDFPageObj_GetMark(handle, index)
            if mark and raw.FPDFPageObjMark_GetParamValueType(mark, _ACTUAL) == raw.FPDF_OBJECT_STRING:
                return mark
        return None

    def _actual_text(self, mark: Any) -> str:
        length = ctypes.c_ulong()
        self._raw.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL, None, 0, length)
        if not 0 < length.value <= _MOST_ACTUAL:
            return ""
        buffer = (ctypes.c_ubyte * length.value)()
        self._raw.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL, buffer, length.value, length)
        return decode_string(bytes(buffer))

    def _add_glyphs(self, glyphs: _Glyphs) -> None:
        """Emit an object's characters: as one piece, or in parts where it holds wide gaps."""
        codes = self._codes(glyphs)
        gaps, sure = self._gaps(glyphs, codes)
        start, spaces = 0, 0
        text: list[str] = []
        for place, code in enumerate(codes):
            gap = gaps.get(place, 0.0)
            if gap > max(_WIDE, sure) or (spaces >= _SPACES and code != _SPACE):
                self._part(glyphs, start, place, text)
                start, text = place, []
            elif gap > _GAP:
                text.append(" " if gap > sure else _MAYBE)
            spaces = spaces + 1 if code == _SPACE else 0
            if code in _HYPHENS:
                text.append("-")
            elif code not in _DROPPED:
                text.append(chr(code))
        self._part(glyphs, start, len(codes), text)

    def _codes(self, glyphs: _Glyphs) -> list[int]:
        """Return an object's characters, and take spaces that PDFium made up out of its indexes."""
        unicode_of, page = self._raw.FPDFText_GetUnicode, self._page
        codes = [unicode_of(page, index) for index in glyphs.indexes]
        if _SPACE in codes:
            generated = self._raw.FPDFText_IsGenerated
            kept = [
                (index, code)
                for index, code in zip(glyphs.indexes, codes, strict=True)
                if code != _SPACE or not generated(page, index)
            ]
            if kept:
                glyphs.indexes = [index for index, _ in kept]
                codes = [code for _, code in kept]
        return codes

    def _gaps(self, glyphs: _Glyphs, codes: Sequence[int]) -> tuple[dict[int, float], float]:
        """Return place → gap before it, where PDFium made up a space, and the gap that is surely one.

        Gaps are in font sizes. Where letters are spaced out to fill the line, a space is wider than those gaps.
        """
        indexes = glyphs.indexes
        found: dict[int, float] = {}
        for place in range(1, len(indexes)):
            if indexes[place] != indexes[place - 1] + 1 and not _is_mark(codes[place]):
                gap = self._reach(indexes[place])[0] - self._reach(indexes[place - 1])[1]
                found[place] = gap / glyphs.size
        if len(found) <= max(2, _SPREAD * len(indexes)):
            return found, _SURE
        glyphs.spread = True
        usual = sorted(found.values())[len(found) // 2]
        sure = max(_SURE, usual + _GAP)
        return {place: gap for place, gap in found.items() if gap > sure}, sure

    def _reach(self, index: int) -> tuple[float, float]:
        """Return where a character begins and ends across the page as shown."""
        rect = self._rect
        if not self._raw.FPDFText_GetLooseCharBox(self._page, index, rect):
            return 0.0, 0.0
        left, _, right, _ = self._shown.box((rect.left, rect.bottom, rect.right, rect.top))
        return left, right

    def _part(self, glyphs: _Glyphs, start: int, stop: int, text: Sequence[str]) -> None:
        words = clean("".join(text))
        if not words:
            return
        piece = self._put(words, glyphs)
        if start:
            index = glyphs.indexes[start]
            self._raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
            piece.left, piece.y = self._shown.place(self._x.value, self._y.value)
        piece.right = max(piece.left, self._reach(glyphs.indexes[stop - 1])[1])

    def _put(self, text: str, glyphs: _Glyphs) -> Piece:
        piece = Piece(
            text,
            glyphs.x,
            glyphs.x,
            glyphs.y,
            glyphs.size,
            glyphs.bold,
            glyphs.hidden,
            glyphs.spread,
            glyphs.tag,
            len(self.pieces),
        )
        self.pieces.append(piece)
        return piece


def _is_mark(code: int) -> bool:
    """Whether a character is drawn on the one before it."""
    return 0x0E31 <= code <= 0x0E4E and (code == 0x0E31 or 0x0E34 <= code <= 0x0E3A or code >= 0x0E47)


def clean(text: str) -> str:
    """Return text without half characters: surrogate pairs joined, lone ones replaced."""
    if _HALF.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r", "").replace("\n", " ").replace("\x00", "")


def decode_string(raw: bytes) -> str:
    """Return a PDF text string: UTF-16 or UTF-8 under a byte-order mark, else (nearly) Latin-1."""
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")
