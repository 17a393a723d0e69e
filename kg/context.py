"""What a document's graph depends on beside its own record: what the rest of the store makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.identity.names import Names


@dataclass(frozen=True, slots=True)
class Context:
    """Empty for a record that stands alone."""

    names: Names = field(default_factory=Names)


ALONE = Context()
