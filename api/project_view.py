"""Projects laid out for their pages: the list, and one project's resolutions in time."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from api.evidence_view import shortened
from api.marks import may_cut
from kg import iris
from kg.errors import UnknownName
from kg.evidence import Trace, TracedResolution
from kg.records import Span
from kg.snapshots import Iri
from kg.thai import BE_OFFSET, sort_key

if TYPE_CHECKING:
    from api.desk import Desk

_KEY = re.compile(r"[0-9a-f]{1,64}")
_PREFIXES = """PREFIX m: <https://w3id.org/mati/ont#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_NAME = f"""{_PREFIXES}SELECT (MIN(?label) AS ?name) WHERE {{
  # VALUES ?project
  GRAPH ?record {{ ?project a m:Project ; skos:prefLabel ?label }}
}}"""
_MOST_DECIDED = f"""{_PREFIXES}SELECT ?project (MIN(?label) AS ?name) (MIN(?short) AS ?acronym)
       (COUNT(DISTINCT ?resolution) AS ?resolutions) WHERE {{
  GRAPH ?record {{
    ?resolution m:coversProject ?project .
    ?project skos:prefLabel ?label .
    OPTIONAL {{ ?project m:acronym ?short }}
  }}
}} GROUP BY ?project ORDER BY DESC(?resolutions) ?project LIMIT 10"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A project in the list. `key` ends its address; `years` is text such as "2564, 2565"."""

    iri: str
    name: str
    acronym: str | None
    category: str | None
    years: str
    meetings: int
    resolutions: int

    @property
    def key(self) -> str:
        """The last part of the project's IRI."""
        return self.iri.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Moment:
    """A resolution in the timeline; `pieces` are its words, True where they are what matched."""

    item: TracedResolution
    pieces: tuple[tuple[str, bool], ...]


def listed(desk: Desk) -> list[Listed]:
    """Return every project of the graph, by category and name. Raises DataError as `Desk.snapshot`."""
    found = [
        Listed(
            iri=str(row["project"]),
            name=str(row["name"]),
            acronym=_maybe(row["acronym"]),
            category=_maybe(row["category"]),
            years=", ".join(sorted(filter(None, str(row["years"] or "").split(",")))),
            meetings=int(str(row["meetings"] or 0)),
            resolutions=int(str(row["resolutions"] or 0)),
        )
        for row in desk.snapshot().rows(_query())
    ]
    return sorted(
        found, key=lambda p: (p.category is None, sort_key(p.category or ""), sort_key(p.name), p.iri)
    )


def name_of(desk: Desk, key: str) -> str:
    """Return the name of the project whose IRI ends in `key`. Raises UnknownName."""
    if _KEY.fullmatch(key):
        found = desk.snapshot().rows(_NAME, {"project": Iri(f"{iris.BASE}project/{key}")})
        if found and found[0]["name"] is not None:
            return str(found[0]["name"])
    raise UnknownName(f"No project has the key {key!r}. /projects lists those there are.")


def most_decided(desk: Desk, most: int) -> list[str]:
    """Return the names (short where there is one) of the projects with most resolutions, at most `most`."""
    found = desk.snapshot().rows(_MOST_DECIDED)
    return [str(row["acronym"] or row["name"]) for row in found[:most]]


def by_category(projects: list[Listed]) -> list[tuple[str | None, list[Listed]]]:
    """Return projects under their categories, in order."""
    return [
        (category, list(rows)) for category, rows in groupby(projects, key=lambda project: project.category)
    ]


def timeline(trace: Trace) -> list[tuple[int | None, list[Moment]]]:
    """Return the resolutions of a trace under their Buddhist-era years, oldest first, undated last."""
    years: dict[int | None, list[Moment]] = defaultdict(list)
    for item in trace.resolutions:
        year = item.date.year + BE_OFFSET if item.date else None
        years[year].append(Moment(item, _pieces(item)))
    return sorted(years.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))


def _pieces(item: TracedResolution) -> tuple[tuple[str, bool], ...]:
    """The words of a resolution, those that matched apart, where the match stands inside it."""
    text = shortened(item.text)
    if item.because.document != item.citation.document:
        return ((text, False),)
    at = Span(item.because.start - item.citation.start, item.because.end - item.citation.start)
    inside = 0 <= at.start < at.end <= len(text) and text[at.start : at.end] == item.because.quote
    if not inside or not (may_cut(text, at.start) and may_cut(text, at.end)):
        return ((text, False),)
    return ((text[: at.start], False), (text[at.start : at.end], True), (text[at.end :], False))


def _maybe(cell: object) -> str | None:
    return None if cell is None else str(cell)


@cache
def _query() -> str:
    return (Path(__file__).parent / "templates" / "projects.rq").read_text(encoding="utf-8")
