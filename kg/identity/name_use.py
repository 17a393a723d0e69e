"""One name in one record, as a value and as compact JSON: what uses are kept as."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.identity.names import NameKind

Row = tuple[str, int]  # list, 1-based place in it


class NameUse(NamedTuple):
    """One name in one record.

    `name` is the name the record's graph goes by (without title for a person); `variants` the record's other
    spellings of it. `rows` are the places (list, 1-based place) where attendance lists have it. `full` is the full
    name that the record itself gives to a short one ("" where none). `body` and `day` (ISO) are the meeting's.
    Every tuple is sorted and without repeats.
    """

    kind: NameKind
    name: str
    body: str = ""
    day: str = ""
    variants: tuple[str, ...] = ()
    full: str = ""
    prefixes: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    acronym: str = ""
    category: str = ""
    years: tuple[int, ...] = ()


def uses_to_json(uses: Sequence[NameUse]) -> list[str]:
    """Return one record's uses as JSON values: `[body, day, use, …]`.

    A use is one string: its kind's letter and its fields with tabs between, without the empty end; values of one field
    have line ends between. (One string each is read ten times as fast as lists: a store has tens of thousands.)
    """
    if not uses:
        return []
    return [uses[0].body, uses[0].day, *(_written(use) for use in uses)]


def uses_from_json(values: Sequence[str]) -> tuple[NameUse, ...]:
    """Return the uses that `uses_to_json` made `values` from."""
    if not values:
        return ()
    body, day = values[0], values[1]
    return tuple([_read(row.split("\t"), body, day) for row in values[2:]])


_LETTERS = {NameKind.PERSON: "p", NameKind.AGENCY: "a", NameKind.PROJECT: "j"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_FIELDS = len(NameUse._fields) - 2


def _written(use: NameUse) -> str:
    kind, name, _, _, variants, full, prefixes, positions, agencies, roles, rows, acronym, category, years = (
        use
    )
    several = ("\n".join(values) for values in (variants, (full,), prefixes, positions, agencies, roles))
    places = "\n".join(f"{section} {place}" for section, place in rows)
    return "\t".join(
        (_LETTERS[kind], name, *several, places, acronym, category, "\n".join(map(str, years)))
    ).rstrip("\t")


def _read(fields: list[str], body: str, day: str) -> NameUse:
    if len(fields) == 2:  # kind and name, as most are
        return NameUse(_KINDS[fields[0]], fields[1], body, day)
    fields += [""] * (_FIELDS - len(fields))
    kind, name, variants, full, prefixes, positions, agencies, roles, rows, acronym, category, years = fields
    return NameUse(
        _KINDS[kind],
        name,
        body,
        day,
        _several(variants),
        full,
        _several(prefixes),
        _several(positions),
        _several(agencies),
        _several(roles),
        _places(rows),
        acronym,
        category,
        _numbers(years),
    )


@lru_cache(maxsize=16_384)
def _several(written: str) -> tuple[str, ...]:
    return tuple(written.split("\n")) if written else ()


@lru_cache(maxsize=4096)
def _places(written: str) -> tuple[Row, ...]:
    pairs = (place.rpartition(" ") for place in _several(written))
    return tuple((section, int(place)) for section, _, place in pairs)


@lru_cache(maxsize=4096)
def _numbers(written: str) -> tuple[int, ...]:
    return tuple(map(int, _several(written)))
