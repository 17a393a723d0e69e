"""The parts of an outline: what following threads between meetings needs of one record, in little room.

Names are as the record writes them. Parts are named tuples, so that reading thousands back costs little.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kg.records import Kind


class Item(NamedTuple):
    """An agenda item. `name` is its unique name in the document (`kg.places`), `start` and `end` its extent.

    `subject` is its matter where it names one, else its title; `key` the folded form of that, `mark` what items that
    are one matter by title alone share ("" where the title does not tell, `kg.threads.titles.mark`).
    `parent` is the index of the item it is a part of. `projects` are the projects named in it, of which the first
    `titled` are named in its title. `section` is a `Section` value. `heading`: it says only what comes under it.
    """

    name: str
    subject: str
    key: str
    mark: str
    section: str | None
    start: int
    end: int
    parent: int | None
    heading: bool
    titled: int
    projects: tuple[str, ...]

    @property
    def number(self) -> str:
        """Its number as the agenda gives it."""
        return self.name.partition("~")[0]


class Decision(NamedTuple):
    """A resolution: the `n`-th of agenda number `agenda`, as its IRI counts; `item` is an index or None."""

    agenda: str | None
    n: int
    item: int | None
    types: tuple[str, ...]


class Task(NamedTuple):
    """An assignment: the `k`-th of resolution `n` of `agenda`. `person`: the agent is a person of the record."""

    agenda: str | None
    n: int
    k: int
    item: int | None
    agent: str
    person: bool
    task: str | None
    due: str | None


class Pointer(NamedTuple):
    """A reference to another meeting, the `n`-th of the record. `words` are those that come after it.

    `body` is the full name of the body meant (the record's own where none is named), `day` an ISO date, `target`
    the agenda number named, `session` the session where one is named beside the number.
    """

    n: int
    item: int | None
    body: str | None
    number: int | None
    year_be: int | None
    day: str | None
    session: str | None
    target: str | None
    page: int | None
    line: int | None
    words: str


class Told(NamedTuple):
    """A report, the `n`-th of the record, on something assigned earlier."""

    n: int
    item: int | None
    kind: str
    agent: str | None
    person: bool
    text: str


class Amendment(NamedTuple):
    """A correction, the `n`-th of the record, to earlier minutes."""

    n: int
    item: int | None
    page: int | None
    line: int | None
    old: str | None
    new: str | None


class Seat(NamedTuple):
    """A row of the present or absent list: the `row`-th of its list (a `Presence` value)."""

    listed: str
    row: int
    name: str
    role: str | None
    position: str | None
    proxy_for: str | None


class Sheet(NamedTuple):
    """A page by the number printed on it, its extent, and the extent of each line of content on it."""

    number: int
    start: int
    end: int
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What one record is of and what it holds; see the parts above.

    `year_beside`: the year stands beside the number ("7/2563"), so the body numbers by the year. `planned` is the
    next meeting as announced: its number, year and ISO date.
    """

    sha256: str
    file: str
    kind: Kind
    body: str | None = None
    number: int | None = None
    year_be: int | None = None
    date: date | None = None
    session: str | None = None
    year_beside: bool = False
    items: tuple[Item, ...] = ()
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[Task, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    reports: tuple[Told, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    planned: tuple[int | None, int | None, str | None] | None = None
    seats: tuple[Seat, ...] = ()
    sheets: tuple[Sheet, ...] = ()
