"""What forbids two names to be one; the grounds for and against are in `people_features` and `thing_features`."""

from __future__ import annotations

from kg.identity.conflicts import conflict
from kg.identity.names import NameKind
from kg.identity.nodes import Lookup, Node
from kg.identity.offices import is_misspelt, office_name


def forbidden(one: Node, other: Node, lookup: Lookup | None) -> str:
    """Return the code of what forbids two names to be one, or ""."""
    if one.kind is NameKind.PERSON:
        return "listed-together" if one.listed & other.listed else ""
    if (_own_record(one) or _own_record(other)) and not one.documents & other.documents:
        return "own-record"
    if one.form.core == other.form.core:
        return ""
    if one.kind is NameKind.AGENCY and lookup is not None:
        left, right = office_name(one, lookup, listed=True), office_name(other, lookup, listed=True)
        if left and right:
            return "" if left == right else "listed-offices-differ"
        if is_misspelt(one, other, lookup):
            return ""
    return conflict(one.form, other.form)


def _own_record(node: Node) -> bool:
    return node.key[2].startswith("~")
