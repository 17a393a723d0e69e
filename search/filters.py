"""What a search is restricted to. Applied before ranking, in every part of the index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.thai import fold


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrictions, all of which must hold; None restricts nothing, an empty set lets nothing through.

    `sha256s` name documents, `bodies` the bodies that met (compared by `kg.thai.fold`), `numbers` and
    `years_be` their meetings, `kinds` are `Chunk.kind` values. Dates are inclusive; a meeting without a date
    is outside every date range.
    """

    sha256s: frozenset[str] | None = None
    bodies: frozenset[str] | None = None
    numbers: frozenset[int] | None = None
    years_be: frozenset[int] | None = None
    date_from: date | None = None
    date_to: date | None = None
    kinds: frozenset[str] | None = None

    def sets(self) -> dict[str, tuple[str, ...] | tuple[int, ...]]:
        """Return the sets that restrict, under the names of the stored fields, sorted."""
        found: dict[str, tuple[str, ...] | tuple[int, ...]] = {}
        if self.sha256s is not None:
            found["sha256"] = tuple(sorted(self.sha256s))
        if self.bodies is not None:
            found["body"] = tuple(sorted({fold(body) for body in self.bodies}))
        if self.kinds is not None:
            found["kind"] = tuple(sorted(self.kinds))
        if self.numbers is not None:
            found["number"] = tuple(sorted(self.numbers))
        if self.years_be is not None:
            found["year"] = tuple(sorted(self.years_be))
        return found

    def days(self) -> tuple[int, int] | None:
        """Return the inclusive range of days as yyyymmdd, or None where dates do not restrict."""
        if self.date_from is None and self.date_to is None:
            return None
        return day_number(self.date_from) or 1, day_number(self.date_to) or 99991231

    def restrict(self) -> bool:
        """Tell whether anything is restricted at all."""
        return bool(self.sets()) or self.days() is not None


def day_number(day: date | None) -> int:
    """Return a date as yyyymmdd, 0 for none."""
    return day.year * 10000 + day.month * 100 + day.day if day else 0
