"""Titles that only say what comes under them ("เรื่องเพื่อทราบ") and name no matter."""

from __future__ import annotations

import re
from functools import cache

from kg.form import form
from kg.iris import name_key
from kg.thai import arabic_digits

_OTHER_MEETING = re.compile(r"(?:จาก)?(?:การ|ราย)?(?:งาน)?(?:การ)?ประชุม[^\n]{0,120}?(?:ครั้งที่|คราวที่)")


def is_heading(title: str) -> bool:
    """Whether a title is made of the words of section headings alone; another meeting it names does not count."""
    plain = arabic_digits(title)
    cut = _OTHER_MEETING.search(plain)
    key = name_key(plain[: cut.start()] if cut else plain)
    at = 0
    while at < len(key):
        step = next((len(w) for w in _words() if key.startswith(w, at)), 0)
        if not step:
            return False
        at += step
    return True


@cache
def _words() -> tuple[str, ...]:
    phrases = [p for said in form("agenda")["sections"].values() for p in said]
    keys = {name_key(p) for p in (*phrases, *form("threads")["around_headings"])}
    return tuple(sorted(keys, key=lambda k: (-len(k), k)))
