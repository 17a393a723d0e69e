"""Letters of symbol fonts: check boxes, ticks and Greek as what they look like, anything else as a bullet."""

from __future__ import annotations

import re

from kg.documents.numbering import BULLET
from kg.documents.plain.thai_bytes import looks_cp874

_OFFSET = 0xF000  # where Word keeps the letters of symbol fonts
_BOXES = {0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
_WINGDINGS = _BOXES | {0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐"}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"}
_SYMBOL = dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_SYMBOL |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOL |= {0xA3: "≤", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_UNKNOWN = _SYMBOL | _BOXES
_KEPT = re.compile("[\uf020-\uf0ff]+")
_LEAST_WORD = 4


def symbol(font: str, code: int) -> str:
    """Return what the letter `code` of a font looks like; codes outside Word's range stand for themselves.

    `font` is in lower case, empty where it is not known.
    """
    if not _OFFSET <= code <= _OFFSET + 0xFF:
        return chr(code) if 0x20 <= code < 0xD800 else BULLET
    code -= _OFFSET
    if font not in _FONTS or font == "symbol":
        if 0x20 <= code < 0x40:
            return chr(code)  # digits and signs stand at their places
        return (_SYMBOL if font == "symbol" else _UNKNOWN).get(code, BULLET)
    return _FONTS[font].get(code, BULLET)


def plain_symbols(text: str) -> str:
    """Return `text` with letters of symbol fonts as what they look like, at the same length.

    Four or more of them that are Thai when read as bytes are Thai: old Thai fonts called themselves symbol
    fonts, and Word kept their letters there.
    """
    return _KEPT.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    codes = [ord(char) for char in found[0]]
    data = bytes(code - _OFFSET for code in codes)
    if len(data) >= _LEAST_WORD and looks_cp874(data):
        return data.decode("cp874", "replace")
    return "".join(symbol("", code) for code in codes)
