"""Whether bytes are Thai in one byte a letter (CP874, which holds TIS-620 and ISO-8859-11)."""

from __future__ import annotations

import re

_THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e5b]")
_MARK = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_PLACED = re.compile(
    r"(?<=[\u0e01-\u0e2e])[\u0e31\u0e34-\u0e3a\u0e47\u0e4d\u0e4e]|(?<=[\u0e01-\u0e2e\u0e31\u0e34-\u0e39\u0e4d])[\u0e48-\u0e4c]"
)
_LEADING = re.compile(r"[\u0e40-\u0e44]")
_LED = re.compile(r"[\u0e40-\u0e44](?=[\u0e01-\u0e2e\u0e40])")
_LEAST_THAI = 0.9  # of the bytes above ASCII
_LEAST_PLACED = 0.9  # of the marks, that follow what they can follow
_SAMPLE = 400_000
_TELLING = 20  # so few bytes above ASCII tell nothing
_ALIASES = frozenset(
    ("cp874", "windows-874", "x-windows-874", "ms874", "dos-874", "ibm874", "tis-620", "tis620", "iso-8859-11", "iso8859-11", "tactis")
)  # fmt: skip


def is_cp874_name(label: str) -> bool:
    """Whether an encoding's name as written in a file means CP874 (the codec of TIS-620 cannot hold “ ”)."""
    return label.strip().strip("\"'").lower().replace("_", "-") in _ALIASES


def looks_cp874(data: bytes) -> bool:
    """Whether bytes read as CP874 are Thai: Thai letters, marks on consonants, vowels before them."""
    sample = data[:_SAMPLE]
    text = sample.decode("cp874", "replace")
    high = [char for char in text if char > "\x7f"]
    if not high or text.count("\ufffd") > max(3, len(high) // 200):
        return False
    if len(_THAI.findall(text)) < _LEAST_THAI * len(high):
        return False
    marks, leading = len(_MARK.findall(text)), len(_LEADING.findall(text))
    if marks + leading < len(high) // 12 and len(high) >= _TELLING:
        return False  # Thai of any length has vowels and tones
    placed = len(_PLACED.findall(text)) + len(_LED.findall(text))
    return placed >= _LEAST_PLACED * (marks + leading)
