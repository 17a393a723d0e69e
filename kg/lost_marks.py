"""Words of the form whose marks above and below were lost by OCR: "มติทีประชุม", "ระเบยบวาระท ๑"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.form import words
from kg.thai import MARKS

_SHORT, _LONG = (
    4,
    9,
)  # letters without marks: the fewer, the more marks must be left for the phrase to be no other word
_MOST = 3  # marks lost in a phrase that is neither
_NUMBER = r"(?=\s{0,2}[0-9๐-๙])"
_NOT_INSIDE = r"(?<![\u0e01-\u0e4e])"


def lost_marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, the phrase as it should be) for each damaged phrase of `form/lost_marks.yaml`, in order.

    Linear in the text. A text without any sign of such damage is not searched.
    """
    if not any(sign in text for sign in words("lost_marks", "signs")):
        return
    for match in _damaged().finditer(text):
        phrase = _phrases()[match.lastgroup or ""]
        written = match.group()
        if written != phrase and _marks(phrase) - _marks(written) <= _may_lose(phrase):
            yield match.start(), match.end(), phrase


def _may_lose(phrase: str) -> int:
    letters = len(phrase) - _marks(phrase)
    if letters < _SHORT:
        return 1
    return _MOST if letters < _LONG else len(phrase)


def _marks(text: str) -> int:
    return sum(char in MARKS for char in text)


@cache
def _phrases() -> dict[str, str]:
    """Phrases by the name of their group, longest first."""
    return {
        f"p{i}": phrase.removesuffix("#").rstrip() for i, phrase in enumerate(words("lost_marks", "phrases"))
    }


@cache
def _damaged() -> re.Pattern[str]:
    parts = []
    for name, phrase in zip(_phrases(), words("lost_marks", "phrases"), strict=True):
        letters = re.findall(rf"[^{MARKS}][{MARKS}]*", _phrases()[name])
        body = "[ ]?".join(_letter(letter) for letter in letters)
        before = _NOT_INSIDE if phrase.startswith(words("lost_marks", "alone")) else ""
        parts.append(f"{before}(?P<{name}>{body}){_NUMBER if phrase.endswith('#') else ''}")
    return re.compile("|".join(parts))


def _letter(cluster: str) -> str:
    """A letter with its marks, each of which may be missing."""
    return re.escape(cluster[0]) + "".join(f"{mark}?" for mark in cluster[1:])
