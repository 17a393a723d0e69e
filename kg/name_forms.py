"""Offices known by the form of their names: a head (เทศบาลเมือง, อบต., รพ.) and the name of a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg import iris
from kg.form import either, form
from kg.office_lists import Office, Source, listed, read_source

_LONGEST = 120  # code points; a longer text is no name
_PLACE = re.compile(r"[\u0e01-\u0e2e\u0e40-\u0e44][\u0e01-\u0e4e0-9]+")  # one word, no dots
_WHERE = re.compile(r"(?:อำเภอ|จังหวัด|กรุงเทพมหานคร|อ\.|จ\.)")  # what may follow the place: where it lies


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    tier: str
    of_province: bool
    parent: str | None


def read_form(name: str) -> Office | None:
    """Return the office that a name of no list means by its form, its head written in full, or None.

    Its place may be followed by where that lies ("เทศบาลเมืองหนองน้ำใส จังหวัดสระบุรี"). Linear time.
    """
    text = " ".join(name.split())
    if len(text) > _LONGEST:
        return None
    plain = _without_tail(text)
    full = _full_head(plain)
    known = listed(full) if full != text else None
    return known or _by_head(full)


def _by_head(text: str) -> Office | None:
    found = _heads().match(text)
    if found is None:
        return None
    told = _forms()[iris.name_key(found.group())]
    place, _, where = text[found.end() :].strip().partition(" ")
    if not _PLACE.fullmatch(place) or (where and not _WHERE.match(where)):
        return None
    if told.of_province and listed(f"จังหวัด{place}") is None:
        return None
    return Office(
        name=" ".join(filter(None, (told.name + place, where))),
        tier=told.tier,
        source=_source(),
        parent=told.parent.format(place=place) if told.parent else None,
        listed=False,
    )


def _without_tail(text: str) -> str:
    for tail in form("gazetteer/patterns")["tails"]:
        text = text.removesuffix(tail).rstrip()
    return text


def _full_head(text: str) -> str:
    for short, full in form("gazetteer/patterns")["heads"].items():
        if text.startswith(short):
            return str(full) + text[len(short) :].lstrip()
    return text


@cache
def _heads() -> re.Pattern[str]:
    heads = (
        head
        for told in form("gazetteer/patterns")["forms"]
        for head in (told["name"], *told.get("short", ()))
    )
    return re.compile(either(heads))


@cache
def _forms() -> Mapping[str, _Form]:
    forms = {}
    for told in form("gazetteer/patterns")["forms"]:
        read = _Form(told["name"], told["tier"], told["place"] == "province", told.get("parent"))
        forms.update(dict.fromkeys(map(iris.name_key, (told["name"], *told.get("short", ()))), read))
    return forms


@cache
def _source() -> Source:
    return read_source(form("gazetteer/patterns")["source"])
