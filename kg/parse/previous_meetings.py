"""Meetings spoken of without a number: "การประชุมครั้งที่แล้ว", "มติที่ประชุมเมื่อวันที่ …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kg.form import either, form
from kg.parse.wording import GAP
from kg.records import Reference, Span
from kg.thai import DateFound

_DATE = 12  # a weekday or วันที่ may come before the date itself


@cache
def _previous() -> re.Pattern[str]:
    data = form("references")
    body = r"(?:(?:คณะ|สภา|บอร์ด)[^\s\d]{0,100}?|ฯ)?"
    return re.compile(
        rf"{either(data['previous_of'])}{body}[ \t]*(?:ใน|เมื่อ)?[ \t]*{either(data['previous'])}(?:นี้)?(?!{GAP}ๆ)"
    )


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"{either(form('references')['own_meetings'])}{GAP}(?:เมื่อ){GAP}(?=วัน|\d)")


_DATED = re.compile(rf"{GAP}(?:\(?{GAP}(?:เมื่อ|ลง)?{GAP})(?=วัน|\d)")


def previous_meetings(text: str, dates: Mapping[int, DateFound], own: str | None) -> Iterator[Reference]:
    """Yield the meetings of the body itself that are told by "the last one" or by their day alone.

    `dates` are the dates of the text by offset, `own` the body. Its number is None, its date None where not written.
    """
    for match in _previous().finditer(text):
        lead = _DATED.match(text, match.end())
        dated = _at(dates, lead.end()) if lead else None
        end = dated.span.end if dated else match.end()
        yield Reference(Span(match.start(), end), own, date=dated.date if dated else None)
    for match in _own().finditer(text):
        dated = _at(dates, match.end())
        if dated is not None:
            yield Reference(Span(match.start(), dated.span.end), own, date=dated.date)


def _at(dates: Mapping[int, DateFound], start: int) -> DateFound | None:
    return next((dates[start + k] for k in range(_DATE) if start + k in dates), None)
