"""Why somebody did not come (ลาประชุม, ติดราชการ), read also where the letters are damaged."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from kg.form import either, words

_TRIM = " ()[].,:-–—"
_BECAUSE = re.compile(r"^เนื่องจาก\s*(?=\S)")
_GAP = re.compile(r"\s+")
_LEAST = 0.8


@cache
def _known() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[\s(\[]))(?:{either(words('attendance', 'reasons'))})[\s)\]]*$")


@cache
def _headed() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s(\[]))(?P<reason>(?:{either(words('attendance', 'reason_heads'))})[^()\[\]\t]{{0,80}}?)[\s)\]]*$"
    )


def read_reason(text: str) -> tuple[int, str] | None:
    """Return where a reason for absence begins at the end of `text`, and the reason; None where none ends it.

    A misread reason ("ติตราชการ") is returned in its right spelling. A longer one is returned as written.
    """
    for pattern in (_known(), _headed()):
        found = pattern.search(text)
        if found:
            return found.start(), _BECAUSE.sub("", _GAP.sub(" ", found.group().strip(_TRIM)))
    for gap in reversed([0, *(m.end() for m in re.finditer(r"[\s(\[]+", text))]):
        tail = text[gap:].strip(_TRIM)
        if not 4 <= len(tail) <= 30:
            continue
        best = process.extractOne(
            tail.replace(" ", ""), _joined(), scorer=Levenshtein.normalized_similarity, score_cutoff=_LEAST
        )
        if best is not None:
            return gap, words("attendance", "reasons")[best[2]]
    return None


@cache
def _joined() -> tuple[str, ...]:
    return tuple(word.replace(" ", "") for word in words("attendance", "reasons"))
