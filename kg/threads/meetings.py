"""Meetings that a store has records of."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kg.iris import name_key


class Held(NamedTuple):
    """A meeting of the store. `iri` and `body` are IRIs; `documents` its records' sha256, the fullest first.

    `session` is the key of its session's name, "" where it has none; `beside`: its year stands beside its number.
    """

    iri: str
    body: str | None
    number: int | None
    year_be: int | None
    day: date | None
    session: str
    session_name: str
    beside: bool
    documents: tuple[str, ...]


def session_key(name: str | None) -> str:
    """Return what the spellings of one session share ("สมัยประชุมสามัญ" is "สมัยสามัญ"), "" for none."""
    return name_key(name).replace("สมัยประชุม", "สมัย") if name else ""


def when(meeting: Held) -> tuple[date, int, str]:
    """Return what sorts meetings by time; those without a date come last, by number."""
    return meeting.day or date.max, meeting.number or 0, meeting.iri


def earlier(one: Held, other: Held) -> bool:
    """Whether `one` was held before `other`: by date, else by number where the year (and session) is one."""
    if one.day is not None and other.day is not None:
        return one.day < other.day
    if one.number is None or other.number is None or one.session != other.session:
        return False
    if (one.year_be is None) != (other.year_be is None):
        return False
    return (one.year_be or 0, one.number) < (other.year_be or 0, other.number)
