"""Thai text that was opened in the wrong encoding and saved so: told, and undone where nothing was lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.documents.plain.thai_bytes import looks_cp874

_THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e5b]")
_LATIN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
)
_UTF8_THAI = re.compile(r"เ[ธน]")  # the first two bytes of every Thai letter in UTF-8, read as CP874
_HIGH = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 200_000
_TELLING = 20  # so few letters tell nothing
_MOST_LOST = 0.01


@dataclass(frozen=True, slots=True)
class Restored:
    """Text after a wrong reading was undone: what it was (`encoding`), what it was read as, letters lost."""

    text: str
    encoding: str
    read_as: str
    lost: int


def is_mojibake(text: str) -> bool:
    """Whether `text` is valid characters but no text: Thai that went through a wrong encoding."""
    sample = text[:_SAMPLE]
    latin = len(_LATIN.findall(sample))
    thai = len(_THAI.findall(sample))
    if latin > _TELLING and latin > 0.2 * len(sample) and thai < 0.05 * len(sample):
        return True
    pairs = len(_UTF8_THAI.findall(sample))
    return pairs > _TELLING // 2 and 3 * pairs > 0.8 * len(_HIGH.findall(sample))


def restore(text: str) -> Restored | None:
    """Return what `text` was before a wrong reading, or None where it cannot be told or too much was lost."""
    for read_as, encoding in (
        ("cp1252", "utf-8"),
        ("cp874", "utf-8"),
        ("cp1252", "cp874"),
    ):
        found = _undo(text, read_as, encoding)
        if found is not None:
            return found
    return None


def _undo(text: str, read_as: str, encoding: str) -> Restored | None:
    data = text.translate(_Bytes(read_as)).encode("latin-1")
    if encoding == "cp874" and not looks_cp874(data):
        return None
    back = data.decode(encoding, "replace")
    lost = back.count("\ufffd")
    high = len(_HIGH.findall(back))
    thai = len(_THAI.findall(back))
    if lost > _MOST_LOST * high or 2 * thai < high:
        return None
    return Restored(back, encoding, read_as, lost)


class _Bytes(dict[int, int]):
    """Characters of a one-byte encoding to their bytes; bytes without a character stand for themselves."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        for byte in range(0x80, 0x100):
            for char in bytes([byte]).decode(encoding, "ignore"):
                self[ord(char)] = byte
        for byte in range(0x80, 0x100):
            self.setdefault(byte, byte)

    def __missing__(self, char: int) -> int:
        if char < 0x80:
            raise LookupError
        return 0xFF  # a letter of neither encoding; no text in UTF-8 or CP874 holds this byte
