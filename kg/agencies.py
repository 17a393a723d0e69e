"""What an agency's name says of its place: what it is part of, and of which tier it is.

The gazetteer tells offices of the state; other names tell it themselves ("กองช่าง เทศบาลเมือง…" is part of the municipality).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import iris
from kg.form import either, form
from kg.gazetteer import Office, lookup

_NO_NAME = ("ฯ", "ๆ", "/", "(", " (")  # after a head: no name follows (บริษัทฯ, กระทรวง/กรม)
_LONGEST = 200  # code points; a longer text is no name
_MOST_RUNGS = 8
_PLACES = frozenset({"province", "district"})  # behind a name they mostly say where it lies, not whose it is
_UNITS = frozenset({"division", "bma-office", "bma-district"})  # what a local government's own parts are
_LARGE_UNIT = 4  # the rank of กอง
_UNIT = 5  # the rank of a part of an office, at most


@dataclass(frozen=True, slots=True)
class Rung:
    """An agency and its tier (a code of agency-tier, None where unknown); `office` is the gazetteer's entry for it."""

    name: str
    tier: str | None
    office: Office | None


@dataclass(frozen=True, slots=True)
class _Head:
    rank: int
    tier: str | None
    small: bool = False
    one_word: bool = False


@lru_cache(maxsize=16_384)
def ladder(name: str) -> tuple[Rung, ...]:
    """Return the agency `name` and what it is part of, step by step, the agency first, the largest last.

    The first rung keeps the name given (spaces single); the others have the gazetteer's name where it knows them.
    Linear in the name's length.
    """
    text = " ".join(name.split())
    rungs: list[Rung] = []
    at: str | None = text
    while at is not None and len(rungs) < _MOST_RUNGS and all(at != rung.name for rung in rungs):
        rungs.append(Rung(at, tier(at), lookup(at)))
        at = _parent(at)
    return tuple(rungs)


@lru_cache(maxsize=16_384)
def tier(name: str) -> str | None:
    """Return the tier of an agency by its name (a code of agency-tier), or None where the name does not say."""
    office = lookup(name)
    if office is not None:
        return office.tier
    head = _head(name)
    if head is None or (head.small and _parent(name) is None) or (head.one_word and " " in name.strip()):
        return None
    return head.tier


def home(body: str) -> str | None:
    """Return the office whose parts the records of `body` call by bare names, or None.

    "คณะกรรมการ… เทศบาลนคร…" and "สภาเทศบาลเมือง…" sit in a municipality: its กองคลัง is meant there.
    """
    data = form("tiers")
    councils = tuple(data["not_homes"])
    own = (
        rung.name
        for rung in ladder(body)
        if rung.tier in data["homes"] and not rung.name.startswith(councils)
    )
    return next(own, None)


def full_name(name: str, of: str) -> str:
    """Return the name of an agency with the office `of` behind it, where it is a bare name of a part of an office.

    A bare สภาเทศบาล is the council of the municipality `of`. A name that stands for itself, or tells its owner, is
    returned as it is.
    """
    text = " ".join(name.split())
    council_of = form("tiers")["councils"].get(text)
    if council_of is not None and of.startswith(council_of):
        return text + of[len(council_of) :]
    head = _head(text)
    if head is None or not 0 < head.rank <= _UNIT or lookup(text) is not None or _parent(text) is not None:
        return text
    known = lookup(f"{text} {of}")
    return known.name if known is not None else f"{text} {of}"


def canonical(name: str, body: str | None = None) -> str:
    """Return the name that an agency of a record of `body` should go by in the whole store.

    That is the official name where the gazetteer knows the office, the name with its office behind it where it is a bare
    part of the body's own office, else the name with single spaces.
    """
    office = lookup(name)
    if office is not None:
        return office.name
    of = home(body) if body is not None else None
    return full_name(name, of) if of is not None else " ".join(name.split())


def _parent(text: str) -> str | None:
    if len(text) > _LONGEST:
        return None
    office = lookup(text)
    if office is not None and (office.listed or office.parent is not None):
        return office.parent
    return _committee_of(text) or _council_of(text) or _named_behind(text)


def _committee_of(text: str) -> str | None:
    for short, committee in form("tiers")["subcommittees"].items():
        if text.startswith(short):
            return _known_as(committee)
    found = _within().search(text)
    if found is not None and text.startswith(("คณะอนุ", "คณะทำงาน", "อนุกรรมการ")):
        return _known_as(text[found.end() :])
    for head in form("tiers")["committees_of"]:
        rest = text[len(head) :] if text.startswith(head) else ""
        if rest and (lookup(rest) is not None or _rank(rest) in {_LARGE_UNIT, _UNIT}):
            return _known_as(rest)
    return None


def _council_of(text: str) -> str | None:
    for council, office in form("tiers")["councils"].items():
        rest = text[len(council) :]
        if text.startswith(council) and rest:
            return _known_as(office + rest)
    return None


def _named_behind(text: str) -> str | None:
    """The larger office named behind a space: the first that is larger than what opens the name."""
    own = _own(text)
    if own is None:
        return None
    for start in _starts(text):
        rest = text[start:].removeprefix("ของ")
        larger = _rank(rest)
        if larger is not None and larger > own.rank:
            return _known_as(rest) if _may_own(own, rest) else None
    return None


def _own(text: str) -> _Head | None:
    office = lookup(text)
    return _Head(_office_rank(office), office.tier) if office is not None else _head(text)


def _may_own(own: _Head, rest: str) -> bool:
    office = lookup(rest)
    if own.rank == 0:  # a committee: only what is surely an office, for its own name may go on over spaces
        return (
            office is not None
            or rest.startswith(tuple(form("tiers")["councils"]))
            or _parent(rest) is not None
        )
    kind = office.tier if office is not None else tier(rest)
    if kind == "local-government":
        return own.tier in _UNITS
    if kind in _PLACES:
        return own.tier in _PLACES or (own.tier == "division" and own.rank < _LARGE_UNIT)
    return True


def _starts(text: str) -> Iterator[int]:
    return (space.end() for space in re.finditer(" ", text))


def _rank(text: str) -> int | None:
    office = lookup(text)
    if office is not None:
        return _office_rank(office)
    head = _head(text)
    return head.rank if head is not None else None


def _office_rank(office: Office) -> int:
    return int(form("tiers")["ranks"][office.tier])


def _known_as(name: str) -> str:
    office = lookup(name)
    return office.name if office is not None else name


def _head(text: str) -> _Head | None:
    found = _heads().match(text)
    if found is None or text[found.end() :].startswith(_NO_NAME) or found.end() == len(text):
        return None
    return _known_heads().get(iris.name_key(found.group()))


@cache
def _heads() -> re.Pattern[str]:
    data = form("tiers")
    return re.compile(
        either([*data["not_heads"], *(head for group in data["heads"] for head in group["heads"])])
    )


@cache
def _known_heads() -> Mapping[str, _Head]:
    known = {}
    for group in form("tiers")["heads"]:
        head = _Head(
            group["rank"], group.get("tier"), group.get("small", False), group.get("one_word", False)
        )
        known.update(dict.fromkeys(map(iris.name_key, group["heads"]), head))
    return known


@cache
def _within() -> re.Pattern[str]:
    before = either(form("tiers")["within"])
    committees = either(["คณะกรรมการ", "คณะกรรมาธิการ", *form("tiers")["subcommittees"].values()])
    return re.compile(rf" ?{before} ?(?={committees})")
