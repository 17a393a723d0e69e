"""What a gazetteer says of agencies."""

from __future__ import annotations

from kg.identity.letters import slip
from kg.identity.names import NameKind
from kg.identity.nodes import Lookup, Node

_LONG = 12  # letters of a name that one letter may be wrong in
_ONE_LETTER = 1.0


def office_name(node: Node, lookup: Lookup | None, *, listed: bool = False) -> str:
    """Return the official name of the office that a node's full name stands for, "" where none is known.

    With `listed`, only of an office that a list has, not of one that the form of its name tells.
    """
    if lookup is None or node.kind is not NameKind.AGENCY:
        return ""
    office = lookup(node.form.words) or lookup(node.full)
    return office.name if office and (office.listed or not listed) else ""


def is_misspelt(one: Node, other: Node, lookup: Lookup | None) -> bool:
    """Tell whether one of two is a listed office and the other, which no list has, is a letter away from it."""
    if bool(office_name(one, lookup, listed=True)) == bool(office_name(other, lookup, listed=True)):
        return False
    left, right = one.form.core, other.form.core
    return min(len(left), len(right)) >= _LONG and slip(left, right) <= _ONE_LETTER
