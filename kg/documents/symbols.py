"""Letters of symbol fonts: check boxes and ticks as what they look like, anything else as a bullet."""

from __future__ import annotations

from kg.documents.numbering import BULLET

# by font and code without the private-use offset
_SYMBOLS = {
    ("wingdings", 0x6F): "☐", ("wingdings", 0x70): "☐", ("wingdings", 0x71): "☐", ("wingdings", 0x72): "☐",
    ("wingdings", 0xA8): "☐", ("wingdings", 0xFB): "✗", ("wingdings", 0xFC): "✓", ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFE): "☑", ("wingdings 2", 0x4F): "✗", ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x51): "☒",
    ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x53): "☒", ("wingdings 2", 0x54): "☒", ("wingdings 2", 0xA3): "☐",
}  # fmt: skip


def symbol(font: str, code: int) -> str:
    """Return what the letter `code` of a symbol font looks like; codes outside its range stand for themselves."""
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 else BULLET
    code -= 0xF000
    if font == "symbol" and 0x20 <= code < 0x40:
        return chr(code)  # digits and signs stand at their places
    return _SYMBOLS.get((font, code), BULLET)
