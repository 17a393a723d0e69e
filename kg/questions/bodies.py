"""Which body a question names, in full, in short, or by its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.form import form
from kg.questions.cues import Cues
from kg.questions.gazetteer import KnownMeeting
from kg.thai import fold, normalise


@cache
def short_bodies() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns of bodies' short names in a normal form, each with the folded full name it stands for."""
    table: dict[str, str] = form("bodies")["abbreviations"]
    return tuple(
        (re.compile(_short_pattern(normalise(short).text)), fold(full)) for short, full in table.items()
    )


def _short_pattern(short: str) -> str:
    """ก.พ. must match neither inside อ.ก.พ. nor as the head of ก.พ.ร.; the last dot may be missing."""
    if re.fullmatch(r"[a-z ]+", short):
        return rf"\b{re.escape(short)}\b"
    letters = r"\. ?".join(re.escape(part) for part in short.rstrip(".").split("."))
    return rf"(?<![ก-ฮ]\.){letters}(?:\.(?! ?[ก-ฮ]\.)|(?![\u0e00-\u0e7f.]))"


def of_body(cues: Cues, pool: Sequence[KnownMeeting]) -> list[KnownMeeting] | None:
    """The meetings of the body a question names, in full or short, or None where it names none."""
    key = fold(cues.text)
    key += "".join(f"|{full}" for pattern, full in short_bodies() if pattern.search(cues.text))
    best = 0
    hits: list[KnownMeeting] = []
    for meeting in pool:
        size = _body_overlap(meeting.body, key)
        if size > best:
            best, hits = size, []
        if size and size == best:
            hits.append(meeting)
    return hits or None


def _body_overlap(body: str | None, key: str) -> int:
    """How much of a body's name the question holds: all of it, or its first words (อ.ก.ก. วิสามัญ…)."""
    if not body:
        return 0
    full = fold(body)
    if full in key:
        return len(full)
    words = normalise(body).text.split(" ")
    for end in range(len(words) - 1, 0, -1):
        head = fold(" ".join(words[:end]))
        if len(head) >= 3 and head in key:
            return len(head)
    stem = full[:12]
    return len(stem) if len(full) > 12 and stem in key else 0
