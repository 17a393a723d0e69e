"""Whether a text's digits are those of Tesseract's Thai model, which cannot write ๔๖๗๘๙.

Such a text looks clean and its years are wrong (๒๕๖๓ becomes ๒๕๒๓): its numbers must not be stated as certain,
also where somebody brings it as a text file or as the hidden layer of a scanned PDF.
"""

from __future__ import annotations

import math
import re

_DIGIT = re.compile("[๐-๙]")
_MISSING = re.compile("[๔๖๗๘๙]")
_PARTED_AM = re.compile("ํ[่-๋]?า")  # Tesseract's ำ, always in parts
_AM = "ำ"
_NONE_IN = (
    20  # digits, none of them of the five: honest minutes have one in seven at least, mostly one in three
)
_FEW_IN = 4  # the same, where ำ is always in parts too
_SHARE = 0.15  # of the five among the Thai digits of honest minutes, the least met
_CHANCE = 1e-6


def untrusted_digits(text: str) -> bool:
    """Return whether the Thai digits of the text layer `text`, as it came, cannot be trusted.

    True where none of ๔๖๗๘๙ is among at least 20 Thai digits (4 where every ำ is written in parts, as Tesseract
    does), or where they are rarer than chance allows (below one in a million), as when a person mended some.
    A text with fewer digits tells nothing: False.
    """
    count, seen = len(_DIGIT.findall(text)), len(_MISSING.findall(text))
    if seen == 0:
        parted = _AM not in text and len(_PARTED_AM.findall(text)) >= 2
        return count >= (_FEW_IN if parted else _NONE_IN)
    return _tail(count, seen) < _CHANCE


def _tail(count: int, seen: int) -> float:
    """Chance of at most `seen` among `count` independent digits, each one of the five with chance `_SHARE`."""
    total = 0.0
    for hits in range(seen + 1):
        ways = math.lgamma(count + 1) - math.lgamma(hits + 1) - math.lgamma(count - hits + 1)
        total += math.exp(ways + hits * math.log(_SHARE) + (count - hits) * math.log1p(-_SHARE))
        if total >= _CHANCE:
            break
    return total
