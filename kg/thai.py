"""Pure Thai text: digits, normal form with an offset map back, Buddhist-era dates, years, times.

Nothing here changes a source: every function returns new text, or spans into the text it was given.
Lengths and offsets are code points. Everything runs in time linear in its input.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from kg.records import Span

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

BE_OFFSET = 543
_FIRST_BE_YEAR, _LAST_BE_YEAR = 2400, 2700

ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_ABOVE_BELOW = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e4d\u0e4e")
_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
_LOWER = {ord(t): a for t, a in zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True)}
_LOWER |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
_ZW = "".join(sorted(ZERO_WIDTH))
MARKS = "".join(sorted(_ABOVE_BELOW | _TONES))
# what the normal form changes: white space, เเ, two marks or more in a row, ํ+า, letters of other scripts
_SPECIAL = re.compile(
    rf"[\s{_ZW}]+|เ[{_ZW}]*เ|[{MARKS}](?:[{MARKS}{_ZW}]+[าำ]?|(?<=\u0e4d)[าำ])|[^\x00-\x7f\u0e00-\u0e7f]"
)


def arabic_digits(text: str) -> str:
    """Return `text` with Thai digits as Arabic ones; same length, so offsets stay good."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: str) -> str:
    """Return `text` with Arabic digits as Thai ones; same length."""
    return text.translate(_TO_THAI)


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal form and the way back.

    `text` is the normal form; `starts[i]` and `ends[i]` give the half-open source stretch that normal
    character `i` stands for. `back(Span)` maps a span of the normal form to a span of the source.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    source_length: int

    def back(self, span: Span) -> Span:
        """Map a span of the normal form to the source; an empty span maps to an empty one."""
        if span.start >= span.end:
            at = self.starts[span.start] if span.start < len(self.starts) else self.source_length
            return Span(at, at)
        return Span(self.starts[span.start], self.ends[span.end - 1])

    def forward(self, offset: int) -> int:
        """The normal offset of the first normal character that starts at or after source `offset`."""
        return bisect_right(self.starts, offset - 1)


def normalise(text: str) -> Normal:
    """Return the form in which texts are compared and indexed, with its offset map.

    Arabic digits; lower-case Latin; เเ as แ; ํ+า (also with a tone between) as ำ; vowel before tone; no
    zero-width characters; every run of white space one space; none at the ends. Idempotent.
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for special in _SPECIAL.finditer(text):
        start, end = special.span()
        if at < start:
            out.append(text[at:start])
            starts.extend(range(at, start))
            ends.extend(range(at + 1, start + 1))
        written = special.group()
        form = _special_form(written)
        out.append(form)
        if form == written:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(form))
            ends.extend([end] * len(form))
        at = end
    out.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    joined = "".join(out).translate(_LOWER)
    left = 1 if joined.startswith(" ") else 0
    right = len(joined) - (1 if len(joined) > left and joined.endswith(" ") else 0)
    return Normal(joined[left:right], tuple(starts[left:right]), tuple(ends[left:right]), len(text))


def _special_form(written: str) -> str:
    """The normal form of one stretch that `_SPECIAL` found."""
    first = written[0]
    if first == "เ":
        return "แ"
    if first in _ABOVE_BELOW or first in _TONES:
        return ordered_marks(written)
    if first.isspace() or first in ZERO_WIDTH:
        return " " if any(char.isspace() for char in written) else ""
    return unicodedata.normalize("NFC", first).lower()


def ordered_marks(written: str) -> str:
    """Return a run of marks (and a long า or ำ after it) in Unicode's order, each mark once, ํ+า as ำ.

    Vowels above and below come before ็ and ํ, these before tones, these before ์; zero-width characters go.
    """
    marks = [char for char in written if char not in ZERO_WIDTH]
    tail = marks.pop() if marks[-1] in "าำ" else ""
    if tail and "\u0e4d" in marks:
        marks = [char for char in marks if char != "\u0e4d"]
        tail = "ำ"
    return "".join(sorted(dict.fromkeys(marks), key=_rank)) + tail


def _rank(mark: str) -> int:
    if mark in "\u0e47\u0e4d":
        return 1
    return 0 if mark in _ABOVE_BELOW else 3 if mark in "\u0e4c" else 2


_NOT_KEY = re.compile(r"[^\w\u0e00-\u0e7f]+|[ฯๆ_]")
_SHORT = 300


def fold(text: str) -> str:
    """Return a key for equality: the normal form without spaces and punctuation.

    "ระบบบริหารจัดการ ภายใน" and "ระบบบริหารจัดการภายใน" have one key; so have ๗/๒๕๖๓ and 7/2563 -> "72563".
    """
    return _short_fold(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    plain = _SPECIAL.sub(lambda m: _special_form(m.group()), text).translate(_LOWER)
    return _NOT_KEY.sub("", plain)


_short_fold = lru_cache(maxsize=65_536)(_fold)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date read in a text. `weekday_agrees` is None where no weekday was written."""

    date: date
    span: Span
    weekday_agrees: bool | None = None


_MONTH_NUMBER = {name: i + 1 for i, name in enumerate(MONTHS)}
_MONTH_NUMBER |= {name: i + 1 for i, name in enumerate(SHORT_MONTHS)}
_MONTH_NUMBER |= {name.rstrip("."): i + 1 for i, name in enumerate(SHORT_MONTHS)}
_ENGLISH_NUMBER = {name: i + 1 for i, name in enumerate(ENGLISH_MONTHS)}
_ENGLISH_NUMBER |= {name[:3]: i + 1 for i, name in enumerate(ENGLISH_MONTHS)}
_MONTH = "|".join(sorted(map(re.escape, _MONTH_NUMBER), key=len, reverse=True))
_ENGLISH_MONTH = "|".join(sorted(_ENGLISH_NUMBER, key=len, reverse=True))
_GAP = r"[\s\u00a0\u200b]{0,4}"
_WEEKDAY = rf"(?:(?:วัน)?(?P<weekday>{'|'.join(WEEKDAYS)}|พฤหัส)(?:ที่)?{_GAP})?"
_DATE = re.compile(
    rf"{_WEEKDAY}(?<!\d)(?P<day>\d{{1,2}}){_GAP}(?:เดือน)?{_GAP}(?P<month>{_MONTH}){_GAP}"
    rf"(?:พ\.{_GAP}ศ\.|ปี|พุทธศักราช)?{_GAP}(?P<year>\d{{4}}|\d{{2}}(?!\d))(?!\d)"
)
_SLASHED = re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?![\d/])")
_ISO = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
_ENGLISH = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?P<month>{_ENGLISH_MONTH})\.?,?{_GAP}(?P<year>\d{{4}})(?!\d)"
    rf"|\b(?P<month2>{_ENGLISH_MONTH})\.?{_GAP}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?{_GAP}(?P<year2>\d{{4}})(?!\d)",
    re.IGNORECASE,
)


def find_dates(text: str) -> list[DateFound]:
    """Return the full dates written in `text`, in order, without overlaps.

    Reads "วันพุธที่ ๒๑ ตุลาคม ๒๕๖๓", "21 ต.ค. 63", "21/10/2563", "2020-10-21", "21 October 2020". Years from
    2400 on are Buddhist era, two-digit ones 25xx. Impossible dates (31 กุมภาพันธ์) are left out.
    """
    digits = arabic_digits(text)
    found: list[DateFound] = []
    for pattern in (_DATE, _SLASHED, _ISO, _ENGLISH):
        for match in pattern.finditer(digits):
            parts = match.groupdict()
            day = parts.get("day") or parts.get("day2") or ""
            month = parts.get("month") or parts.get("month2") or ""
            year = parts.get("year") or parts.get("year2") or ""
            number = (
                int(month) if month.isdigit() else _MONTH_NUMBER.get(month) or _ENGLISH_NUMBER[month.lower()]
            )
            value = _date(int(day), number, int(year), short=len(year) == 2)
            if value is None:
                continue
            weekday = parts.get("weekday")
            agrees = None if weekday is None else WEEKDAYS[value.weekday()].startswith(weekday[:5])
            found.append(DateFound(value, Span(*match.span()), agrees))
    found.sort(key=lambda f: (f.span.start, -f.span.end))
    kept: list[DateFound] = []
    for item in found:
        if not kept or item.span.start >= kept[-1].span.end:
            kept.append(item)
    return kept


def _date(day: int, month: int, year: int, *, short: bool = False) -> date | None:
    if short:
        year += 2500
    if _FIRST_BE_YEAR <= year <= _LAST_BE_YEAR:
        year -= BE_OFFSET
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class TimeFound:
    """A time of day read in a text."""

    time: time
    span: Span


_TIME = re.compile(
    rf"(?<![\d.:])(?P<hour>\d{{1,2}})[.:](?P<minute>\d{{2}})(?![\d.:]*\d){_GAP}(?P<unit>น\.|นาฬิกา|น(?![\u0e00-\u0e7f]))?"
)


def find_times(text: str, *, unit_required: bool = True) -> list[TimeFound]:
    """Return the times of day in `text` ("๐๙.๓๐ น.", "09:30 นาฬิกา"), in order.

    With `unit_required` (the default) a bare 9.30 is no time: it may be a number or an item.
    """
    found = []
    for match in _TIME.finditer(arabic_digits(text)):
        hour, minute = int(match["hour"]), int(match["minute"])
        if hour > 24 or minute > 59 or (unit_required and match["unit"] is None):
            continue
        end = match.end() if match["unit"] else match.end("minute")
        found.append(TimeFound(time(hour % 24, minute), Span(match.start(), end)))
    return found


def buddhist_year(year: int) -> int | None:
    """Return a written year (2563, 2020, 63) as a Buddhist-era year, or None where it is no year."""
    if _FIRST_BE_YEAR <= year <= _LAST_BE_YEAR:
        return year
    if 1850 <= year <= 2200:
        return year + BE_OFFSET
    if 0 < year < 100:
        return year + 2500
    return None


def thai_date(value: date, *, weekday: bool = False) -> str:
    """Return a date as Thai text with Arabic digits and a Buddhist-era year: "21 ตุลาคม 2563"."""
    text = f"{value.day} {MONTHS[value.month - 1]} {value.year + BE_OFFSET}"
    return f"วัน{WEEKDAYS[value.weekday()]}ที่ {text}" if weekday else text


def sort_key(text: str) -> str:
    """Return a key that sorts Thai as a dictionary does: a leading vowel counts after its consonant."""
    return re.sub(r"([เแโใไ])([ก-ฮ])", r"\2\1", normalise(text).text)
