"""What people decided about names. Their decisions always win over rules; where they contradict, the later does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kg import iris
from kg.errors import InputError
from kg.identity.names import NameKind


class Action(StrEnum):
    """What a decision does with two names: `confirm` says of a merge by rule that it is right."""

    MERGE = "merge"
    SPLIT = "split"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on names. `id` (the log's number, from 1) orders decisions: the highest wins.

    `merge`, `confirm`: `one` and `other` are one. `split`: they are not; or, with `documents` (sha256 of each), the
    `one` named in those is another than the one named in the rest. There, `other` may say in words who that is
    ("" otherwise): splits with equal words mean the same other.
    """

    action: Action
    kind: NameKind
    one: str
    other: str
    who: str
    when: str
    why: str = ""
    documents: tuple[str, ...] = ()
    id: int = 0


def decision(values: Mapping[str, Any], number: int = 0) -> Decision:
    """Return the decision that JSON values stand for, checked; `number` is its place in the log.

    Raises:
        InputError: a value is missing or wrong; the message names it and what it may be.
    """
    made = Decision(
        Action(_one_of(values, "action", Action)),
        NameKind(_one_of(values, "kind", NameKind)),
        _text(values, "one"),
        _text(values, "other"),
        _text(values, "who"),
        _moment(_text(values, "when")),
        _text(values, "why"),
        _documents(values.get("documents", ())),
        number,
    )
    if not made.one:
        raise InputError('a decision needs a name in "one": the spelling as the record has it')
    if not made.who:
        raise InputError('a decision needs "who" took it: a name or an account')
    keyless = made.action is Action.SPLIT and made.documents
    if not keyless and not made.other:
        raise InputError(f'{made.action.value} needs a second name in "other"')
    if not keyless and iris.name_key(made.one) == iris.name_key(made.other):
        remedy = (
            'give "documents": those that name the other one' if made.action is Action.SPLIT else "give two"
        )
        raise InputError(f'"one" and "other" are one spelling, "{made.one}": {remedy}')
    if made.documents and made.action is not Action.SPLIT:
        raise InputError(
            f'"documents" belong to a split of one spelling, not to {made.action.value}: leave them out'
        )
    return made


def decision_to_json(made: Decision) -> dict[str, Any]:
    """Return a decision as JSON values, without its number."""
    return {
        "action": made.action.value,
        "kind": made.kind.value,
        "one": made.one,
        "other": made.other,
        "who": made.who,
        "when": made.when,
        "why": made.why,
        "documents": list(made.documents),
    }


def latest_first(decisions: Iterable[Decision]) -> list[Decision]:
    """Return decisions in the order in which they win."""
    return sorted(decisions, key=lambda made: (-made.id, made.when, made.one, made.other), reverse=False)


def part_of(made: Decision) -> str:
    """Return what tells the other bearer of a spelling apart ("part" of its IRI): 10 hex digits."""
    label = iris.name_key(made.other) if made.other else str(made.id)
    return iris.hashed(made.kind.value, iris.name_key(made.one), label)


def _one_of(values: Mapping[str, Any], name: str, allowed: type[StrEnum]) -> str:
    value = values.get(name)
    choices = [item.value for item in allowed]
    if value not in choices:
        raise InputError(f'"{name}" of a decision is {value!r}: it may be {", ".join(choices)}')
    return str(value)


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        raise InputError(f'"{name}" of a decision is {value!r}: it must be text')
    return " ".join(value.split())


def _moment(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        message = f'"when" of a decision is "{value}": give a date or time in ISO form, 2026-11-23T10:00:00'
        raise InputError(message) from None


def _documents(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or any(not isinstance(item, str) for item in value):
        raise InputError(f'"documents" of a decision is {value!r}: it must be a list of sha256')
    wrong = [item for item in value if len(item) != 64 or set(item) - set("0123456789abcdef")]
    if wrong:
        raise InputError(f'"documents" of a decision names {wrong[0]!r}: a sha256 has 64 hexadecimal digits')
    return tuple(sorted(set(value)))
