"""The rows of an answer as a table worth reading: what every row shares, or none has, is left out."""

from __future__ import annotations

from dataclasses import dataclass

from api.rendering import label
from kg.evidence import Answer

_MOST = 200


@dataclass(frozen=True, slots=True)
class Rows:
    """Headings and cells; `left_out` is the number of rows beyond those shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


def rows_of(answer: Answer) -> Rows | None:
    """Return the rows of an answer, or None where the answer itself says it all (one row, one column)."""
    if len(answer.rows) < 2:
        return None
    kept = [at for at in range(len(answer.columns)) if len({row[at] for row in answer.rows}) > 1]
    if not kept:
        return None
    return Rows(
        tuple(label("column", answer.columns[at]) for at in kept),
        tuple(tuple(row[at] for at in kept) for row in answer.rows[:_MOST]),
        max(0, len(answer.rows) - _MOST),
    )
