"""The series of a body's meetings: how it numbers them, and which numbers are missing.

The scheme is told from the meetings there are: `dated` where most bear no number, `session` where numbers begin
anew in each session, `yearly` where the year stands beside the number or numbers begin anew with it, else `running`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from kg import iris
from kg.thai import BE_OFFSET
from kg.threads.meetings import Held, session_key, when

_LONG_YEAR = 366  # the most meetings that a body holds in a year or session, one a day
_YEAR_ONLY = re.compile(r"ปี\d{4}")
_OWN_YEAR = re.compile(r"ปีที่\d|ปี\d{4}")  # a session named so is that of one year: no other has its name


class Numbering(NamedTuple):
    """One stretch of numbers that begins at 1: a year, a session, or all (both None)."""

    year_be: int | None
    session: str


class Naming(NamedTuple):
    """A meeting that a record names: by reference (its number there) or, where that is None, as planned.

    `session` is as written, "" where none is.
    """

    sha256: str
    reference: int | None
    number: int | None
    year_be: int | None
    day: date | None
    session: str


class Gap(NamedTuple):
    """A meeting that must have been (or is to be) held and has no record in the store.

    `day` is told for bodies without numbers (`number` None). `after` and `before` are the IRIs of the meetings
    nearest on either side in the store; `named` says who names it.
    """

    number: int | None
    year_be: int | None
    session: str
    day: date | None
    after: str | None
    before: str | None
    named: tuple[Naming, ...]


def scheme(meetings: Sequence[Held]) -> str:
    """Return how a body numbers its meetings: "yearly", "session", "running" or "dated"."""
    numbered = [m for m in meetings if m.number is not None]
    if 2 * len(numbered) < len(meetings) or not numbered:
        return "dated"
    if 2 * sum(bool(session_of(m)) for m in numbered) >= len(numbered):
        return "session"
    if 2 * sum(m.beside for m in numbered) >= len(numbered):
        return "yearly"
    dated = sorted((m for m in numbered if m.day is not None), key=when)
    falls = any(a.day != b.day and (a.number or 0) >= (b.number or 0) for a, b in pairwise(dated))
    return "yearly" if falls else "running"


def session_of(meeting: Held) -> str:
    """Return the session that a meeting's number counts within, "" for none; a bare year is no session."""
    return "" if _YEAR_ONLY.fullmatch(meeting.session) else meeting.session


def numbering(kind: str, year_be: int | None, session: str) -> Numbering | None:
    """Return the stretch of numbers a meeting belongs to in a series of that kind, None where it is not told."""
    if kind == "running":
        return Numbering(None, "")
    if kind == "yearly":
        return Numbering(year_be, "") if year_be is not None else None
    if kind != "session" or not session or (year_be is None and not _OWN_YEAR.search(session)):
        return None
    return Numbering(None if _OWN_YEAR.search(session) else year_be, session)


def gaps(kind: str, meetings: Sequence[Held], named: Iterable[Naming]) -> tuple[Gap, ...]:
    """Return what a series lacks, in order. `named` are the meetings of the body that records name and the store lacks.

    In each year or session: the numbers from 1 to the greatest recorded, and any other number that is named.
    In a running series: those between the least and the greatest recorded, and any that is named. In a dated series:
    the dates that are named. A stretch of missing numbers longer than the days it would have had is a misread
    number, not a gap.
    """
    if kind == "dated":
        return _dated(meetings, named)
    held: dict[Numbering, dict[int, Held]] = {}
    sessions: dict[str, str] = {}
    for meeting in sorted(meetings, key=when, reverse=True):
        stretch = numbering(kind, meeting.year_be, session_of(meeting))
        if stretch is not None and meeting.number:
            held.setdefault(stretch, {})[meeting.number] = meeting
            sessions[stretch.session] = meeting.session_name
    told: dict[Numbering, dict[int, list[Naming]]] = {}
    for naming in sorted(named, key=_order):
        stretch = numbering(kind, _year(naming), session_key(naming.session))
        if stretch is not None and naming.number and naming.number <= _LONG_YEAR * 10:
            told.setdefault(stretch, {}).setdefault(naming.number, []).append(naming)
            sessions.setdefault(stretch.session, naming.session)
    found = []
    for stretch in sorted({*held, *told}, key=lambda s: (s.year_be or 0, s.session)):
        lacking = _in_stretch(kind, stretch, held.get(stretch, {}), told.get(stretch, {}))
        found += [gap._replace(session=sessions[stretch.session] if gap.session else "") for gap in lacking]
    return tuple(found)


def _in_stretch(
    kind: str, stretch: Numbering, held: Mapping[int, Held], told: Mapping[int, Sequence[Naming]]
) -> list[Gap]:
    known = sorted(held)
    missing: set[int] = set()
    below: Held | None = None
    for number in known:
        least = (below.number or 0) + 1 if below else (number if kind == "running" else 1)
        if number - least <= _days(stretch, below, held[number]):
            missing.update(range(least, number))
        below = held[number]
    missing.update(number for number in told if number not in held)
    found = []
    at = 0
    for number in sorted(missing):
        while at < len(known) and known[at] < number:
            at += 1
        after = held[known[at - 1]].iri if at else None
        before = held[known[at]].iri if at < len(known) else None
        found.append(
            Gap(number, stretch.year_be, stretch.session, None, after, before, tuple(told.get(number, ())))
        )
    return found


def _days(stretch: Numbering, below: Held | None, above: Held) -> int:
    """The most meetings that fit between two, or between the start of the year or session and the first."""
    days = None
    if below is not None and below.day is not None and above.day is not None:
        days = (above.day - below.day).days
    elif below is None and above.day is not None and stretch.year_be is not None:
        days = (above.day - date(stretch.year_be - BE_OFFSET, 1, 1)).days
    return _LONG_YEAR if days is None or days < 0 else days  # dates that run backwards tell nothing


def _dated(meetings: Sequence[Held], named: Iterable[Naming]) -> tuple[Gap, ...]:
    held = sorted((m for m in meetings if m.day is not None), key=when)
    told: dict[date, list[Naming]] = {}
    for naming in sorted(named, key=_order):
        if naming.day is not None:
            told.setdefault(naming.day, []).append(naming)
    found = []
    at = 0
    for day in sorted(told):
        while at < len(held) and (held[at].day or date.max) < day:
            at += 1
        after = held[at - 1].iri if at else None
        before = held[at].iri if at < len(held) else None
        found.append(Gap(None, day.year + BE_OFFSET, "", day, after, before, tuple(told[day])))
    return tuple(found)


def gap_iri(series: str, gap: Gap) -> str:
    """Return the IRI of a gap of a series (an IRI); one known by its date is named by its digits."""
    number = gap.number if gap.day is None else int(gap.day.strftime("%Y%m%d"))
    return iris.gap(series, number or 0, gap.year_be, gap.session or None)


def _year(naming: Naming) -> int | None:
    return naming.year_be or (naming.day.year + BE_OFFSET if naming.day else None)


def _order(naming: Naming) -> tuple[str, int]:
    return naming.sha256, naming.reference or 0
