"""The grounds that names are weighed by: their weights and what they are called."""

from __future__ import annotations

from functools import cache

from kg.form import form
from kg.identity.entities import Reason
from kg.identity.names import NameKind


def reason(kind: NameKind, code: str) -> Reason:
    """Return a ground with its weight (`kg/form/identity.yaml`)."""
    return _reasons(kind)[code]


def label(code: str) -> tuple[str, str]:
    """Return what a ground, or what forbids, is called in Thai and in English."""
    thai, english = form("identity")["labels"][code]
    return str(thai), str(english)


@cache
def _reasons(kind: NameKind) -> dict[str, Reason]:
    return {code: Reason(code, float(weight)) for code, weight in form("identity")[kind.value].items()}
