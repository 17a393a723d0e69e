"""Two names weighed: the sum of their grounds as a score from 0 to 1."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kg.form import form
from kg.identity.entities import Reason
from kg.identity.features import forbidden
from kg.identity.names import NameKind
from kg.identity.nodes import Lookup, Node
from kg.identity.people_features import person_grounds
from kg.identity.thing_features import agency_grounds, project_grounds


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely two names are one (0 to 1), on what grounds; `forbidden` is the code of what rules it out, or ""."""

    score: float
    reasons: tuple[Reason, ...] = ()
    forbidden: str = ""


def judge(one: Node, other: Node, lookup: Lookup | None = None) -> Judgement:
    """Weigh two names of one kind; the same whichever comes first."""
    if one.key > other.key:
        one, other = other, one
    against = forbidden(one, other, lookup)
    if against:
        return Judgement(0.0, (), against)
    if one.kind is NameKind.PERSON:
        grounds = person_grounds(one, other)
    elif one.kind is NameKind.AGENCY:
        grounds = agency_grounds(one, other, lookup)
    else:
        grounds = project_grounds(one, other)
    reasons = tuple(sorted(set(grounds), key=lambda reason: (-reason.weight, reason.code)))
    odds = float(thresholds(one.kind)["prior"]) + sum(reason.weight for reason in reasons)
    return Judgement(round(1 / (1 + math.exp(-odds)), 4), reasons)


def thresholds(kind: NameKind) -> dict[str, float]:
    """Return the kind's `prior` (log odds), and the scores `join` and `doubt`."""
    found: dict[str, float] = form("identity")["thresholds"][kind.value]
    return found
