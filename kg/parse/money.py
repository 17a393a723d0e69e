"""Amounts of money in baht that decisions name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from kg.form import either, form
from kg.parse.wording import GAP, one_line
from kg.records import Money, Resolution, Span
from kg.thai import arabic_digits


@cache
def _amount() -> re.Pattern[str]:
    data = form("money")
    digits = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)"
    return re.compile(
        rf"(?<![\d.,/]){digits}{GAP}(?P<power>{either(data['powers'])})?{GAP}{either(data['units'])}(?!{GAP}{either(data['rates'])})"
    )


def find_money(text: str, resolutions: Sequence[Resolution]) -> tuple[Money, ...]:
    """Return the sums of money that the resolutions name ("2,055 ล้านบาท" is 2055000000), in text order.

    Sums in baht written in digits only; rates ("15 บาทต่อหน่วย") are none. Spans are in code points of `text`.
    Never raises.
    """
    return tuple(
        money
        for resolution in sorted(resolutions, key=lambda r: r.span)
        for money in _sums(arabic_digits(text[resolution.span.start : resolution.span.end]), text, resolution)
    )


def _sums(shown: str, text: str, resolution: Resolution) -> Iterator[Money]:
    start = resolution.span.start
    for match in _amount().finditer(shown):
        power = form("money")["powers"].get(match["power"] or "", 0)
        value = Decimal(match["number"].replace(",", "")) * 10**power
        span = Span(start + match.start(), start + match.end())
        yield Money(plain(value), one_line(text[span.start : span.end]), span, resolution.agenda)


def plain(value: Decimal) -> str:
    """Return a number without exponent and idle zeros: 2055000000.00 -> "2055000000"."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
