"""What a search over HTTP may be restricted to, as query parameters."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from kg.thai import buddhist_year
from search.filters import Filters

if TYPE_CHECKING:
    from api.desk import Desk

Kind = Literal[
    "title", "attendance", "heading", "paragraph", "list-item", "table-row", "resolution", "signature",
    "list", "table", "roster",
]  # fmt: skip


class Restriction(BaseModel):
    """Parameters of a search; those left out restrict nothing. All given ones must hold."""

    model_config = ConfigDict(populate_by_name=True)

    q: str = Field(description="Words, in Thai or English", examples=["ระบบเตือนภัยน้ำท่วม"])
    limit: int = Field(10, ge=1, le=100, description="How many passages")
    within: str | None = Field(None, alias="in", description="Only in this record: file name, IRI or sha256")
    body: str | None = Field(None, description="Only meetings of this body")
    number: int | None = Field(None, ge=0, description="Only meetings of this number")
    year: int | None = Field(None, ge=1, le=9999, description="Only meetings of this year, B.E. or C.E.")
    date_from: datetime.date | None = Field(
        None, alias="from", description="Only meetings from this day (C.E.) on"
    )
    date_to: datetime.date | None = Field(None, alias="to", description="Only meetings up to this day (C.E.)")
    kind: list[Kind] = Field([], description="Only passages of these kinds")


def filters_of(desk: Desk, only: Restriction) -> Filters:
    """Return the search's filters. Raises UnknownName where `in` names no record."""
    year = None if only.year is None else (buddhist_year(only.year) or only.year)
    return Filters(
        sha256s=frozenset({desk.entry(only.within).sha256}) if only.within else None,
        bodies=frozenset({only.body}) if only.body else None,
        numbers=frozenset({only.number}) if only.number is not None else None,
        years_be=frozenset({year}) if year is not None else None,
        date_from=only.date_from,
        date_to=only.date_to,
        kinds=frozenset(only.kind) if only.kind else None,
    )
