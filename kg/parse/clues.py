"""Words that tell how people took part: in the room or through a screen."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, words
from kg.records import Mode


@cache
def _clues() -> tuple[tuple[Mode, re.Pattern[str]], ...]:
    return tuple(
        (mode, re.compile(either(words("attendance", key)), re.IGNORECASE))
        for mode, key in ((Mode.ONLINE, "online"), (Mode.ONSITE, "onsite"))
    )


def heading_mode(text: str) -> Mode | None:
    """Return how the people under a heading or in a sentence took part: the last clue in it decides."""
    last: tuple[int, Mode] | None = None
    for mode, pattern in _clues():
        for found in pattern.finditer(text):
            if last is None or found.start() > last[0]:
                last = (found.start(), mode)
    return last[1] if last else None


def modes_in(text: str) -> frozenset[Mode]:
    """Return every way of taking part that `text` speaks of."""
    return frozenset(mode for mode, pattern in _clues() if pattern.search(text))
