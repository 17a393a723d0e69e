"""Is an answer right, and does its evidence overlap the gold? The rule of the measured question sets, kept small."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
LONGEST, TIMES_LONGER = 500, 4  # an answer longer than both the cap and this many times the gold is no answer
WIDEST, TIMES_WIDER = 1500, 3  # the same of a citation and its gold span


def squeezed(text: str) -> str:
    """Text as answers are compared: Arabic digits, lower case, no spaces, no commas inside numbers."""
    text = unicodedata.normalize("NFC", text).translate(DIGITS).lower().replace("เเ", "แ").replace("–", "-")
    text = re.sub(r"(?<=\d)\s+(?=\d)", "\x1f", text)
    return re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"(?!\x1f)\s+", "", text))


def holds(text: str, form: str) -> bool:
    """Whether `text` holds `form`; a number must stand as a whole number."""
    wanted = squeezed(form)
    before = r"(?<!\d)(?<!\d\.)" if wanted[:1].isdigit() else ""
    after = r"(?!\d)(?!\.\d)" if wanted[-1:].isdigit() else ""
    return bool(wanted) and re.search(before + re.escape(wanted) + after, squeezed(text)) is not None


def is_right(question: dict[str, Any], answer: str, kind: str) -> bool:
    """Right: each group of `must_contain` has a form in a short answer; unanswerable: nothing was answered."""
    if question["difficulty"] == "unanswerable" or kind == "none":
        return question["difficulty"] == "unanswerable" and kind == "none"
    if len(answer) > max(LONGEST, TIMES_LONGER * len(question["answer"])):
        return False
    return all(any(holds(answer, form) for form in group) for group in question["must_contain"])


def has_evidence(question: dict[str, Any], citations: Iterable[Any]) -> bool:
    """Whether a citation overlaps a gold span of its file without swallowing the page."""
    return any(
        cited.file == gold["file"]
        and cited.start < gold["end"]
        and gold["start"] < cited.end
        and cited.end - cited.start <= max(WIDEST, TIMES_WIDER * (gold["end"] - gold["start"]))
        for cited in citations
        for gold in question["spans"]
    )
