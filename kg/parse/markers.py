"""List markers: ๑. 1) (๑) ๔.๑ ก. - •, at the start of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKER = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,4})[.)]?(?=\s|[^\d\s.,/:%\-–])"
    r"|(?P<plain>\d{1,3})(?:\.(?!\d)|\)|\.\))(?=\s|$|[^\d\s.,/])"
    r"|\((?P<round>\d{1,3}(?:\.\d{1,3})*)\)"
    r"|(?P<letter>[ก-ฮ])[.)](?=\s)|\((?P<bracketed>[ก-ฮ])\)"
    r"|(?P<latin>[a-zA-Z])[.)](?=\s)"
    r"|(?P<bullet>[-–—•●○▪*·►❖✓])(?=\s*\S)"
)
_NOT_ITEM = re.compile(
    r"\d{1,2}[.:]\d{2}\s*(?:น\.|นาฬิกา|-)|\d+(?:\.\d+)?\s*(?:ล้าน|บาท|เปอร์เซ็นต์|ร้อยละ|%|ไร่|กิโลเมตร|คน\b)"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker. `label` is its own number ("2", "4.1", "ก", "-"); `style` its form; `end` where it stops.

    Styles: `dotted` (4.1), `plain` (2.), `round` ((2)), `letter`, `bullet`. `end` counts from the text's start.
    """

    label: str
    style: str
    end: int

    @property
    def number(self) -> int | None:
        """The last number of the label; None for letters and bullets."""
        last = self.label.rsplit(".", 1)[-1]
        return int(last) if last.isdigit() else None


def read_marker(text: str) -> Marker | None:
    """Return the list marker at the start of `text` (a line's face), or None.

    A time ("09.30 น.") or an amount ("1.5 ล้านบาท") is no marker.
    """
    if not text or _NOT_ITEM.match(text):
        return None
    found = _MARKER.match(text)
    if found is None:
        return None
    for group, style in (
        ("number", "dotted"),
        ("plain", "plain"),
        ("round", "round"),
        ("letter", "letter"),
        ("bracketed", "letter"),
        ("latin", "letter"),
        ("bullet", "bullet"),
    ):
        label = found[group]
        if label is not None:
            return Marker("-" if style == "bullet" else label, style, found.end())
    return None
