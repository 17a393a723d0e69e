"""Notes in attendance rows: how a person took part, how they became a member, the chair's duty."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, words


@cache
def online() -> re.Pattern[str]:
    """Return the pattern of words that say a person took part through electronic means."""
    return re.compile(either(words("attendance", "online")), re.IGNORECASE)


@cache
def onsite() -> re.Pattern[str]:
    """Return the pattern of words that say a person was in the room."""
    return re.compile(either(words("attendance", "onsite")), re.IGNORECASE)


@cache
def notes() -> re.Pattern[str]:
    """Return the pattern of bracketed notes on how a person became a member, which are no post."""
    return re.compile(either(words("roles", "notes")))


def is_duty(value: str) -> bool:
    """Return whether a role in brackets is the chair's of this meeting, or at least no mere note."""
    return value.startswith("ประธาน") or notes().match(value) is None
