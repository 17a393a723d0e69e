"""What people decided on identity, as the library keeps it: nothing is ever taken out, an undone decision says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.identity.decisions import Decision, decision, decision_to_json

if TYPE_CHECKING:
    from kg.library import Library


@dataclass(frozen=True, slots=True)
class Undone:
    """Who took a decision back, when (ISO) and why."""

    who: str
    when: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """A decision in the log."""

    decision: Decision
    undone: Undone | None = None


def log(library: Library) -> tuple[Logged, ...]:
    """Return every decision ever taken, oldest first."""
    return tuple(
        Logged(decision(json.loads(text), number), Undone(**json.loads(undone)) if undone else None)
        for number, text, undone in library.decisions()
    )


def standing(library: Library) -> tuple[Decision, ...]:
    """Return the decisions that hold, oldest first."""
    return tuple(entry.decision for entry in log(library) if entry.undone is None)


def decide(library: Library, made: Decision) -> Decision:
    """Store a decision and return it with its number. Raises DataError where the library is open for reading."""
    number = library.decide(json.dumps(decision_to_json(made), ensure_ascii=False))
    return replace(made, id=number)


def same(made: Decision) -> Decision:
    """Return what two entries of one decision share: all but their numbers."""
    return replace(made, id=0)


def undo(library: Library, number: int, undone: Undone) -> None:
    """Take a decision back; it stays in the log.

    Raises:
        InputError: nobody is named who takes it back.
        UnknownName: there is no such decision, or it was undone before.
        DataError: the library is open for reading.
    """
    if not undone.who.strip():
        raise InputError('taking back a decision needs "who" does it: a name or an account')
    library.undo(
        number, json.dumps({"who": undone.who, "when": undone.when, "why": undone.why}, ensure_ascii=False)
    )


def log_to_json(entries: Sequence[Logged]) -> list[dict[str, Any]]:
    """Return the log as JSON values: what `decide` takes, with "id" and "undone"."""
    return [
        {
            "id": entry.decision.id,
            **decision_to_json(entry.decision),
            "undone": None
            if entry.undone is None
            else {"who": entry.undone.who, "when": entry.undone.when, "why": entry.undone.why},
        }
        for entry in entries
    ]
