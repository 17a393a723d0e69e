"""The lists of offices of the Thai state: `kg/form/gazetteer/*.yaml`, each with its source, found by name.

A full name is told by `iris.name_key`; an abbreviation too, unless another office shares it or `ambiguous.yaml` has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg import iris
from kg.form import form

_NO_LISTS = frozenset({"ambiguous", "patterns"})  # files of the folder that list no offices


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
    the full name of the office it is part of. A `former` name was given up in `until_be` (where sure), for `successor`
    where one office took its place; it stays a name of its own. `listed` is False where the form of the name alone tells.
    """

    name: str
    tier: str
    source: Source
    short: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    parent: str | None = None
    former: bool = False
    successor: str | None = None
    until_be: int | None = None
    listed: bool = True


def listed(name: str) -> Office | None:
    """Return the office of the lists whose name or abbreviation `name` is, as a whole, or None."""
    tables = _tables()
    key = iris.name_key(name)
    return tables.names.get(key) or tables.dotted.get("".join(name.split())) or tables.loose.get(key)


@cache
def offices() -> tuple[Office, ...]:
    """Return every office of the lists, in the order of file names and lines."""
    return tuple(office for name in _lists() for office in _read(form(f"gazetteer/{name}")))


def sure_abbreviations(office: Office) -> tuple[str, ...]:
    """Return those abbreviations of an office that mean no other."""
    return tuple(short for short in office.short if listed(short) == office)


def read_source(told: Mapping[str, Any]) -> Source:
    """Return the `source` entry of a data file."""
    return Source(str(told["name"]), str(told["address"]), str(told["as_of"]))


def ancestors(office: Office) -> tuple[str, ...]:
    """Return the names of the offices that an office is part of, the nearest first."""
    found: list[str] = []
    parent = office.parent
    while parent is not None and parent not in found:
        found.append(parent)
        above = listed(parent)
        parent = above.parent if above is not None else None
    return tuple(found)


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
    unsure = form("gazetteer/ambiguous")
    for short in unsure["ambiguous"]:
        dotted.pop("".join(short.split()), None)
        loose.pop(iris.name_key(short), None)
    for short in unsure["needs_dots"]:
        loose.pop(iris.name_key(short), None)
    return _Tables(names, _sole(dotted), _sole(loose))


def _sole(found: Mapping[str, set[Office]]) -> dict[str, Office]:
    return {key: next(iter(owners)) for key, owners in found.items() if len(owners) == 1}


def _lists() -> list[str]:
    folder = files("kg.form") / "gazetteer"
    stems = (entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return sorted(stem for stem in stems if stem not in _NO_LISTS)


def _read(data: Mapping[str, Any]) -> Iterator[Office]:
    source = read_source(data["source"])
    for group in data["groups"]:
        for name, entry in group["offices"].items():
            told = entry if isinstance(entry, Mapping) else {"short": entry}
            yield _office(name, {**group, **told}, source)
    if "places" in data:
        yield from _places(data["places"], source)


def _office(name: str, told: Mapping[str, Any], source: Source) -> Office:
    return Office(
        name=name,
        tier=told["tier"],
        source=source,
        short=tuple(told.get("short", ())),
        also=tuple(told.get("also", ())),
        parent=told.get("parent"),
        former="now" in told or "until" in told,
        successor=told.get("now"),
        until_be=told.get("until"),
    )


def _places(told: Mapping[str, Any], source: Source) -> Iterable[Office]:
    """The offices of a head and each of its places: สำนักงานเขต + พระนคร."""
    for place in told["names"]:
        yield Office(
            name=told["head"] + place,
            tier=told["tier"],
            source=source,
            short=(told["short"] + place,),
            also=(told["also"] + place,) if "also" in told else (),
            parent=told.get("parent"),
        )
