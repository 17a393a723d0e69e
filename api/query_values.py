"""Values of a competency question's parameters as people write them, and what may be written there."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from kg import iris
from kg.competency import Competency, Parameter
from kg.errors import InputError, UnknownName
from kg.named_things import TYPES, names_of, thing_named
from kg.thai import fold, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.desk import Desk

_MEETS = "body"  # a parameter of this name is a body that met, the fewest of all agencies


def kind_of(parameter: Parameter) -> str:
    """Return what kind of thing a parameter is: a key of `TYPES`, "document", "agenda", "code", else its own kind."""
    if parameter.kind != "iri":
        return parameter.kind
    if parameter.example.startswith(iris.CODES):
        return "code"
    return parameter.example.removeprefix("mati:").partition("/")[0]


def value_iri(desk: Desk, question: Competency, key: str, value: str) -> str:
    """Return a value given for the parameter `key` as `kg.competency.terms` takes it.

    People, agencies, projects, meetings, posts, matters may be given by name, documents by file, codes by
    themselves or in Thai, agenda items as "MEETING NUMBER". What is no name, or has a colon, is returned as it is.

    Raises:
        UnknownName: nothing, or several things, are called so.
        InputError: it is empty, or an agenda item without its number.
    """
    parameter = question.parameters.get(key)
    if parameter is None or parameter.kind != "iri" or ":" in value:
        return value
    kind = kind_of(parameter)
    if kind in TYPES:
        return _thing(desk, kind, key, value)
    if kind == "document":
        return desk.entry(value).iri
    if kind == "agenda":
        return _item(desk, value)
    return _code(parameter, value)


def suggestions(desk: Desk, parameter: Parameter) -> list[str]:
    """Return what may be written for a parameter, in Thai order; nothing for texts, numbers, dates and items."""
    kind = kind_of(parameter)
    if parameter.name == _MEETS:
        return _sorted(entry.body for entry in desk.entries() if entry.body)
    if kind == "document":
        return [entry.file for entry in desk.entries()]
    if kind == "code":
        return list(code_words(_scheme(parameter)).values())
    return _sorted(names_of(kind, desk.snapshot())) if kind in TYPES else []


@cache
def code_words(scheme: str) -> dict[str, str]:
    """Return the codes of a list of `ontology/codes.ttl` with what each is called in Thai; empty for no such list."""
    from api.ontology_terms import code_lists

    found = code_lists().get(scheme)
    return {code.value: code.label for code in found[1]} if found else {}


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=lambda name: (sort_key(name), name))


def _thing(desk: Desk, kind: str, key: str, value: str) -> str:
    snapshot = desk.snapshot()
    try:
        return thing_named(kind, value, snapshot)
    except UnknownName:
        if key == "speaker":  # a person, or an agency
            with suppress(UnknownName):
                return thing_named("agency", value, snapshot)
        raise


def _item(desk: Desk, value: str) -> str:
    name, _, number = value.strip().rpartition(" ")
    if not name:
        raise InputError(f"{value!r} is no agenda item: write the meeting and the item's number")
    name = name.removesuffix("ที่").removesuffix("ระเบียบวาระ").removesuffix("วาระ").strip()
    meeting = thing_named("meeting", name, desk.snapshot())
    entry = next(entry for entry in desk.entries() if entry.meeting_iri == meeting)
    return iris.agenda(entry.sha256, number)


def _scheme(parameter: Parameter) -> str:
    return parameter.example.removeprefix(iris.CODES).partition("/")[0]


def _code(parameter: Parameter, value: str) -> str:
    scheme = _scheme(parameter)
    words = code_words(scheme)
    wanted = fold(value)
    for code, thai in words.items():
        if wanted in {fold(code), fold(thai)}:
            return iris.code(scheme, code)
    known: Sequence[str] = [f"{code} ({thai})" for code, thai in words.items()]
    raise UnknownName(f"there is no code {value!r} for {parameter.name}: it is one of {', '.join(known)}")
