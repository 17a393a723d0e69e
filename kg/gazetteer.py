"""Offices of the Thai state by name: what a full name, an abbreviation or the form of a name says.

The lists are `kg/form/gazetteer/*.yaml`, each with its source. A name of a list is told by `iris.name_key`; an abbreviation
too, unless another office shares it. Names of no list are told by their form (`patterns.yaml`): เทศบาลเมือง…, จังหวัด….
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from kg import iris
from kg.form import form

_NO_LISTS = ("ambiguous", "patterns")  # files of the folder that list no offices


@dataclass(frozen=True, slots=True)
class Source:
    """Where a list comes from: law or publisher, public address, and the day (ISO) it stood so."""

    name: str
    address: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office of the state.

    `name` is its full official name, `short` its abbreviations ("ปภ."), `also` other full names it goes by, `parent`
    the full name of the office it is part of. A `former` name was given up in `until_be`, for `successor` where there
    is one; it stays a name of its own. `source` is None where the form of the name alone tells (no list has it).
    """

    name: str
    tier: str
    short: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    parent: str | None = None
    former: bool = False
    successor: str | None = None
    until_be: int | None = None
    source: Source | None = None


@lru_cache(maxsize=16_384)
def lookup(name: str) -> Office | None:
    """Return the office that `name` stands for, or None. An abbreviation of several offices stands for none.

    `name` is a full name or an abbreviation, with or without dots and spaces.
    """
    tables = _tables()
    key = iris.name_key(name)
    return tables.names.get(key) or tables.dotted.get("".join(name.split())) or tables.loose.get(key)


@cache
def offices() -> tuple[Office, ...]:
    """Return every office of the lists, in the order of file names and lines."""
    return tuple(office for name in _lists() for office in _read(form(f"gazetteer/{name}")))


@dataclass(frozen=True, slots=True)
class _Tables:
    names: Mapping[str, Office]  # by name_key of full names
    dotted: Mapping[str, Office]  # by abbreviation as printed, without spaces
    loose: Mapping[str, Office]  # by name_key of an abbreviation that no other office has


@cache
def _tables() -> _Tables:
    names: dict[str, Office] = {}
    dotted: dict[str, set[Office]] = {}
    loose: dict[str, set[Office]] = {}
    for office in offices():
        for full in (office.name, *office.also):
            names.setdefault(iris.name_key(full), office)
        for short in office.short:
            dotted.setdefault("".join(short.split()), set()).add(office)
            loose.setdefault(iris.name_key(short), set()).add(office)
    unsure = form("gazetteer/ambiguous")["ambiguous"]
    for short in unsure:
        dotted.pop("".join(short.split()), None)
        loose.pop(iris.name_key(short), None)
    return _Tables(names, _sole(dotted), _sole(loose))


def _sole(found: Mapping[str, set[Office]]) -> dict[str, Office]:
    return {key: next(iter(owners)) for key, owners in found.items() if len(owners) == 1}


def _lists() -> list[str]:
    folder = files("kg.form") / "gazetteer"
    stems = sorted(
        entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")
    )
    return [stem for stem in stems if stem not in _NO_LISTS]


def _read(data: Mapping[str, Any]) -> Iterator[Office]:
    told = data["source"]
    source = Source(str(told["name"]), str(told["address"]), str(told["as_of"]))
    for group in data["groups"]:
        for name, entry in group["offices"].items():
            more = entry if isinstance(entry, Mapping) else {"short": entry or ()}
            yield Office(
                name=str(name),
                tier=str(more.get("tier", group["tier"])),
                short=tuple(more.get("short", ())),
                also=tuple(more.get("also", ())),
                parent=more.get("parent", group.get("parent")),
                former="until" in more,
                successor=more.get("now"),
                until_be=more.get("until"),
                source=source,
            )
