"""Whether the text a page carries can be used: signs that its letters are not what is printed.

Letters a repair brings back (private-use marks, ํ+า, layers with a space after each letter) count as usable;
marks on nothing, two vowels on one consonant, control characters and pictures without text do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BASE = "\u0e01-\u0e2e"
_UPPER = "\u0e31\u0e34-\u0e37\u0e47\u0e4d"
_LOWER = "\u0e38-\u0e3a"
_TONE = "\u0e48-\u0e4b"
_KILLER = "\u0e4c\u0e4e"
_STACKED = f"{_BASE}{_UPPER}{_LOWER}{_TONE}"
_ILLEGAL = (
    re.compile(f"(?:^|[^{_STACKED}])[{_UPPER}{_LOWER}{_TONE}{_KILLER}]"),  # a mark on nothing
    re.compile(f"[{_UPPER}{_LOWER}][{_TONE}]?[{_UPPER}{_LOWER}]"),  # two vowels
    re.compile(f"[{_TONE}{_KILLER}]{{2}}"),  # two tones
    re.compile(f"[{_TONE}{_KILLER}][{_UPPER.replace('ํ', '')}{_LOWER}]"),  # the tone first
    re.compile(f"[{_UPPER.replace('ํ', '').replace('ั', '')}{_LOWER}][{_TONE}]?[\u0e32\u0e33\u0e30]"),
    re.compile(f"[\u0e40-\u0e44](?![{_BASE}\u0e40])"),  # a leading vowel that leads nothing
)
_THAI = re.compile("[\u0e01-\u0e5b\uf700-\uf71a]")
_LEGACY = re.compile("[\uf700-\uf71a\uf884-\uf89e]")
_SPACED = re.compile("[\u0e01-\u0e4e] (?=[\u0e01-\u0e4e])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MOST_ILLEGAL = 3.0  # in a thousand Thai letters
_LEAST_ILLEGAL = 3
_SPACED_SHARE = 0.3
_LEAST_THAI = 0.3
_MOST_BROKEN = 0.02
_NO_TEXT = 20  # letters
_FULL_PAGE = 0.8


@dataclass(frozen=True, slots=True)
class Quality:
    """Signs read from a page's text.

    Shares are of its characters without white space; `illegal` is in a thousand Thai letters. `reason` says
    why the text cannot be used, None where it can.
    """

    letters: int
    thai: float
    illegal: float
    broken: float
    private: float
    reason: str | None


def page_quality(text: str, *, image_cover: float = 0.0) -> Quality:
    """Return what the text of one page shows of itself; `image_cover` is its largest image's share (0 to 1)."""
    letters = sum(not char.isspace() for char in text)
    thai = len(_THAI.findall(text))
    legacy = len(_LEGACY.findall(text))
    broken = len(_CONTROL.findall(text)) + text.count("\ufffd")
    plain = _LEGACY.sub("", text)
    if len(_SPACED.findall(plain)) > _SPACED_SHARE * max(1, thai):
        plain = _SPACED.sub(lambda found: found.group()[0], plain)
    bad = sum(len(pattern.findall(plain)) for pattern in _ILLEGAL)
    count = max(1, letters)
    illegal = 1000 * bad / max(1, thai)
    reason = None
    if letters < _NO_TEXT and image_cover >= _FULL_PAGE:
        reason = "it is a picture without text"
    elif broken > _MOST_BROKEN * count and (thai < _LEAST_THAI * count or broken > 0.2 * count):
        reason = "its font does not say which letters it draws"
    elif illegal > _MOST_ILLEGAL and bad >= _LEAST_ILLEGAL:
        reason = "its text layer holds letters in impossible order"
    return Quality(letters, thai / count, illegal, broken / count, legacy / count, reason)
