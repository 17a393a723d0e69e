"""What Tesseract prints (hOCR with a box for each symbol, and plain text after it) to lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kg.documents.ocr.values import Box, OcrLine, OcrSymbol

_TAG = re.compile(
    r"<(?:div|p|span) class='(?P<kind>ocr_carea|ocr_line|ocr_header|ocr_caption|ocr_textfloat|ocrx_word|ocrx_cinfo)'"
    r"[^>]*? title=(?P<quote>[\"'])(?P<title>.*?)(?P=quote)[^>]*>(?P<text>[^<\n]*)"
)
_BOX = re.compile(r"bbox(?:es)? (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_CONFIDENCE = re.compile(r"x_w?conf (-?[\d.]+)")
_LAST_DIV = "\n  </div>\n"  # ends the page; plain text follows it
_GAP = 0.28  # of the line's letter height, that stands for a space where the plain text does not tell


def parse_hocr(printed: str) -> tuple[OcrLine, ...]:
    """Return the lines of one page as printed by `tesseract … hocr txt` with `hocr_char_boxes=1`.

    The hOCR says where each symbol is, the text where the spaces are: for Thai, hOCR's words are single letters.
    Where the two differ in letters, spaces are told from gaps.
    """
    marked, _, rest = printed.rpartition(_LAST_DIV)
    plain = [line for line in rest.partition("\n </body>")[0].splitlines() if line.strip()]
    lines = list(_lines(marked or printed))
    if len(plain) != len(lines):
        plain = [""] * len(lines)
    return tuple(_with_spaces(line, text) for line, text in zip(lines, plain, strict=True))


def _lines(marked: str) -> Iterator[OcrLine]:
    column, title, word = -1, "", 0.0
    symbols: list[OcrSymbol] = []
    for tag in _TAG.finditer(marked):
        kind = tag["kind"]
        if kind == "ocrx_cinfo":
            text = html.unescape(tag["text"])
            if text and not text.isspace():
                symbols.append(OcrSymbol(text, _box(tag["title"]), min(word, _sure(tag["title"]))))
        elif kind == "ocrx_word":
            word = _sure(tag["title"])  # tells more than the symbols' own, which are nearly always 0.99
        else:
            if symbols:
                yield _line(symbols, title, column)
            symbols = []
            title = tag["title"] if kind != "ocr_carea" else title
            column += kind == "ocr_carea"
    if symbols:
        yield _line(symbols, title, column)


def _line(symbols: list[OcrSymbol], title: str, column: int) -> OcrLine:
    left, top, right, bottom = _box(title)
    found = _BASELINE.search(title)
    slope, drop = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    return OcrLine(
        tuple(symbols), (left, top, right, bottom), bottom + drop - slope * left, slope, max(column, 0)
    )


def _box(title: str) -> Box:
    found = _BOX.search(title)
    return (int(found[1]), int(found[2]), int(found[3]), int(found[4])) if found else (0, 0, 0, 0)


def _sure(title: str) -> float:
    found = _CONFIDENCE.search(title)
    return max(0.0, float(found[1]) / 100) if found else 0.0


def _with_spaces(line: OcrLine, plain: str) -> OcrLine:
    letters = "".join(symbol.text for symbol in line.symbols)
    spaced = _spaces_told(letters, plain) or _spaces_seen(line)
    symbols = (
        OcrSymbol(symbol.text, symbol.box, symbol.confidence, place in spaced)
        for place, symbol in _numbered(line.symbols)
    )
    return OcrLine(tuple(symbols), line.box, line.base, line.slope, line.column)


def _numbered(symbols: tuple[OcrSymbol, ...]) -> Iterator[tuple[int, OcrSymbol]]:
    """Each symbol with the number of code points before it."""
    place = 0
    for symbol in symbols:
        yield place, symbol
        place += len(symbol.text)


def _spaces_told(letters: str, plain: str) -> set[int] | None:
    """Before which letters of `letters` the same line in plain text has a space; None where it is another line."""
    places, place, gap = set(), 0, False
    for char in plain:
        if char.isspace():
            gap = True
            continue
        if place >= len(letters) or letters[place] != char:
            return None
        if gap and place:
            places.add(place)
        gap = False
        place += 1
    return places if place == len(letters) and plain else None


def _spaces_seen(line: OcrLine) -> set[int]:
    heights = sorted(symbol.box[3] - symbol.box[1] for symbol in line.symbols)
    least = _GAP * heights[len(heights) // 2]
    places, reached = set(), line.symbols[0].box[2]
    for place, symbol in _numbered(line.symbols):
        if place and symbol.box[0] - reached > max(least, 2):
            places.add(place)
        reached = max(reached, symbol.box[2])
    return places
