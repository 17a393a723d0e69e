"""The number printed at the head or foot of a page."""

from __future__ import annotations

import re

_NUMBER = "[0-9๐-๙]{1,4}"
_PRINTED = re.compile(
    rf"(?:(?:หน้า(?:ที่)?|[Pp]age)\s*)?[-–—(]?\s*(?P<label>{_NUMBER})\s*[-–—)]?"
    rf"(?:\s*(?:/|จาก|ของ|of)\s*{_NUMBER})?"
)
_LINES = 2  # at either end of a page


def page_number(line: str) -> str | None:
    """Return the number that a line printing nothing but a page's number gives ("- ๒ -": "๒"), else None."""
    found = _PRINTED.fullmatch(line.strip())
    return found["label"] if found else None


def printed_number(text: str) -> str | None:
    """Return the number printed on a page whose text is `text`: on one of its first or last lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    return next(filter(None, map(page_number, (*lines[:_LINES], *lines[-_LINES:]))), None)
