"""Amounts of money in baht that decisions name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from kg.form import either, form, pattern
from kg.parse.agenda import innermost
from kg.parse.tables import Row
from kg.parse.wording import GAP, one_line
from kg.records import AgendaItem, Money, Resolution, Span
from kg.thai import arabic_digits

_LEAST = Decimal(100)  # a smaller number of baht is a price or a fee


@cache
def _amount() -> re.Pattern[str]:
    data = form("money")
    digits = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)"
    return re.compile(
        rf"(?<![\d.,/]){digits}{GAP}(?P<power>{either(data['powers'])})?{GAP}{either(data['units'])}(?!{GAP}(?!{either(data['not_rates'])}){either(data['rates'])})"
    )


def find_money(text: str, resolutions: Sequence[Resolution]) -> tuple[Money, ...]:
    """Return the sums of money that the resolutions name ("2,055 ล้านบาท" is 2055000000), in text order.

    Sums in baht written in digits only; rates ("15 บาทต่อหน่วย") are none. Spans are in code points of `text`.
    Never raises.
    """
    return tuple(
        money
        for resolution in sorted(resolutions, key=lambda r: r.span)
        for money in _amounts(text, resolution.span, resolution.agenda)
    )


def find_sums(text: str, items: Sequence[AgendaItem], tables: Sequence[Row] = ()) -> tuple[Money, ...]:
    """Return the sums of money that the matters of a meeting name, in text order, each place once.

    Sums in baht of 100 or more written in digits, and the totals of tables whose column is headed "(บาท)"; a rate
    ("วันละ ๒๐๐ บาท") is none. Spans are in code points of `text`. Never raises.
    """
    if "บาท" not in text:
        return ()
    found: list[Money] = []
    for item, span in innermost(items):
        if text.find("บาท", span.start, span.end) >= 0:
            found.extend(m for m in _amounts(text, span, item.number) if _is_sum(text, m))
            rows = [row for row in tables if span.start <= row.span.start < span.end]
            found.extend(_totals(text, rows, item.number))
    return tuple(sorted(found, key=lambda m: m.span))


@cache
def _each() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = form("money")
    return re.compile(rf"{either(data['each'])}{GAP}$"), re.compile(either(data["names"]))


def _is_sum(text: str, money: Money) -> bool:
    rate, name = _each()
    before = text[max(0, money.span.start - 12) : money.span.start]
    return (
        Decimal(money.amount) >= _LEAST
        and rate.search(before) is None
        and name.match(text, money.span.end) is None
    )


def _totals(text: str, rows: Sequence[Row], agenda: str | None) -> Iterator[Money]:
    """The sums in the rows of a table that add up, under columns headed with บาท."""
    units: dict[int, int] = {}
    for row in rows:
        words = [arabic_digits(text[c.start : c.end]) for c in row.cells]
        headed = {
            k: form("money")["powers"].get(m["power"] or "", 0)
            for k, w in enumerate(words)
            if (m := _UNIT.search(w))
        }
        if headed and not any(re.search(r"\d{3}", w) for w in words):
            units = headed
            continue
        first = next((w for w in words if w.strip()), "")
        if not units or pattern("money", "totals").match(first.strip()) is None:
            continue
        for column, power in units.items():
            number = _NUMBER.fullmatch(words[column].strip()) if column < len(words) else None
            if number is not None:
                value = Decimal(number.group().replace(",", "")) * 10**power
                cell = row.cells[column]
                yield Money(plain(value), one_line(text[cell.start : cell.end]), cell, agenda)


_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?")
_UNIT = re.compile(r"\(?(?P<power>พันล้าน|ล้าน|แสน|หมื่น|พัน)?บาท\)?")


def _amounts(text: str, within: Span, agenda: str | None) -> Iterator[Money]:
    for match in _amount().finditer(text, within.start, within.end):
        power = form("money")["powers"].get(match["power"] or "", 0)
        value = Decimal(match["number"].replace(",", "")) * 10**power
        span = Span(*match.span())
        yield Money(plain(value), one_line(text[span.start : span.end]), span, agenda)


def plain(value: Decimal) -> str:
    """Return a number without exponent and idle zeros: 2055000000.00 -> "2055000000"."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
