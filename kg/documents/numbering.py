"""Automatic list numbers: formats and counters, as word processors count them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.thai import thai_digits

_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_THAI_ONES = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_MOST_REPEATS = 20  # letters: ก … ฮ, กก …; beyond this the plain number is clearer
BULLET = "•"
_SIGNS = frozenset("-–—*•◦‣▪■□●○>")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` holds "%1" … "%9" for the numbers of levels 1 … 9.

    `restart` is how many levels above make it start again: None for all of them, 0 for none, n for the
    levels 1 … n. `legal` writes every number in Arabic digits.
    """

    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    follow: str = " "
    legal: bool = False
    restart: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as paragraphs use it. Lists of one `series` count on; `starts` are levels it starts anew."""

    series: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Counters:
    """How far every list of a document has counted."""

    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, name: str, listing: Listing, depth: int) -> str:
        """Count one paragraph of the list `name` at `depth` (from 0); return what Word writes before it."""
        level = listing.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(listing.series, {})
        fresh = depth in listing.starts and (name, depth) not in self._started
        if fresh:
            self._started.add((name, depth))
            counts[depth] = listing.starts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = listing.starts.get(depth, level.start)
        for other in [key for key in counts if key > depth]:
            limit = listing.levels[other].restart if other in listing.levels else None
            if limit is None or depth < limit:
                del counts[other]
        return _written(listing, level, counts)


def _written(listing: Listing, level: Level, counts: Mapping[int, int]) -> str:
    if level.form == "bullet":
        return _bullet(level.text) + (level.follow or " ")

    def number(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        above = listing.levels.get(place, level)
        count = counts.get(place, listing.starts.get(place, above.start))
        return write_number(count, "decimal" if level.legal else above.form)

    text = _PLACE.sub(number, level.text)
    return text + level.follow if text else ""


def _bullet(text: str) -> str:
    """The sign of a bulleted list; a letter stands for a picture in some symbol font ("o", "§", "Ø")."""
    plain = text.strip()
    return plain if plain in _SIGNS else BULLET


def write_number(count: int, form: str) -> str:
    """Return `count` in a number format of OOXML (ST_NumberFormat); unknown formats in Arabic digits."""
    if form == "none":
        return ""
    if form == "thaiNumbers":
        return thai_digits(str(count))
    if form == "thaiCounting":
        return _thai_words(count)
    if form == "thaiLetters":
        return _lettered(count, _THAI_LETTERS)
    if form in {"lowerLetter", "upperLetter"}:
        letters = _lettered(count, _LATIN)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"}:
        roman = _roman(count)
        return roman if form == "lowerRoman" else roman.upper()
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "numberInDash":
        return f"- {count} -"
    return str(count)


def _lettered(count: int, letters: str) -> str:
    if not 0 < count <= _MOST_REPEATS * len(letters):
        return str(count)
    times, place = divmod(count - 1, len(letters))
    return letters[place] * (times + 1)


def _roman(count: int) -> str:
    if not 0 < count < 5000:
        return str(count)
    written = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        written += letters * times
    return written


def _thai_words(count: int) -> str:
    if not 0 < count < 100:
        return thai_digits(str(count))
    tens, ones = divmod(count, 10)
    before = "" if tens == 0 else ("สิบ" if tens == 1 else ("ยี่" if tens == 2 else _THAI_ONES[tens]) + "สิบ")
    return before + ("เอ็ด" if tens and ones == 1 else _THAI_ONES[ones])
