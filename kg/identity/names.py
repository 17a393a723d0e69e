"""What the names of one record stand for in the whole store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg import iris


class NameKind(StrEnum):
    """What kind of thing a name names. A body that meets is an agency."""

    PERSON = "person"
    AGENCY = "agency"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a name of a record stands for.

    `name` is the one spelling the whole store calls it by, and makes its IRI; `part` tells apart two that a
    person said are not one though they are spelled alike ("" otherwise). `others` are this record's own other
    spellings that are right, `damaged` those that are mistakes (OCR, typing): found, but not shown. Both sorted.
    """

    name: str
    part: str = ""
    others: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """One record's names: (kind, `iris.name_key` of the name in the record) → whom it stands for.

    A name that is not listed stands for itself.
    """

    known: Mapping[tuple[NameKind, str], Known] = field(default_factory=dict)

    def find(self, kind: NameKind, name: str) -> Known:
        """Return whom a name stands for."""
        return self.known.get((kind, iris.name_key(name))) or Known(" ".join(name.split()))


def names_to_json(names: Names) -> list[list[object]]:
    """Return names as JSON values, sorted: `[kind, key, name, part, others, damaged]` each."""
    return [
        [kind.value, key, known.name, known.part, list(known.others), list(known.damaged)]
        for (kind, key), known in sorted(names.known.items())
    ]


def names_from_json(rows: list[list[object]]) -> Names:
    """Return the names that `names_to_json` made `rows` from."""
    known = {}
    for kind, key, name, part, others, damaged in rows:
        known[NameKind(str(kind)), str(key)] = Known(str(name), str(part), tuple(others), tuple(damaged))  # type: ignore[arg-type]
    return Names(known)
