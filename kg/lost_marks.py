"""Words of the form whose marks above and below OCR lost or took for others: "มติทีประชุม", "ระเบยบวาระท ๑"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from kg.form import words
from kg.thai import MARKS

_SHORT, _LONG = (
    4,
    9,
)  # letters without marks: the fewer, the more marks must be left for the phrase to be no other word
_MOST = 3  # marks lost or changed in a phrase that is neither
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
        if written != phrase and _lost(written, phrase) <= _may_lose(phrase):
            yield match.start(), match.end(), phrase


def _lost(written: str, phrase: str) -> int:
    """How many marks of the phrase are not there, or are another's."""
    return sum((Counter(filter(MARKS.__contains__, phrase)) - Counter(written)).values())


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
        letter = _letter if len(letters) < _SHORT else _any_marks
        body = "[ ]?".join(map(letter, letters))
        before = _NOT_INSIDE if phrase.startswith(words("lost_marks", "alone")) else ""
        parts.append(f"{before}(?P<{name}>{body}){_NUMBER if phrase.endswith('#') else ''}")
    return re.compile("|".join(parts))


def _any_marks(cluster: str) -> str:
    """A letter with whatever marks: one is easily taken for another (อื่น, อิน)."""
    return re.escape(cluster[0]) + (f"[{MARKS}]{{0,{len(cluster)}}}" if len(cluster) > 1 else "")


def _letter(cluster: str) -> str:
    """A letter with its marks, each of which may be missing."""
    return re.escape(cluster[0]) + "".join(f"{mark}?" for mark in cluster[1:])
