"""Results of SELECT and ASK queries as rows of terms, for pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.desk import Desk


@dataclass(frozen=True, slots=True)
class Term:
    """One cell. `kind` is iri, literal or none (unbound)."""

    kind: str
    value: str
    language: str | None = None
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A result. `verdict` is the answer of an ASK query; `complete` is False where rows were left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]
    verdict: bool | None = None
    complete: bool = True


_UNBOUND = Term("none", "")


def table(document: Mapping[str, Any], *, most: int) -> Table:
    """Return a SPARQL JSON result as a table of at most `most` rows."""
    if "boolean" in document:
        return Table((), (), verdict=bool(document["boolean"]))
    columns = tuple(document["head"].get("vars", ()))
    bindings = document["results"]["bindings"]
    rows = tuple(tuple(_term(row.get(column)) for column in columns) for row in bindings[:most])
    return Table(columns, rows, complete=len(bindings) <= most)


def select(desk: Desk, query: str) -> list[dict[str, str]]:
    """Run a SELECT query of our own; return its rows as name → value, unbound names left out.

    Raises QueryError as `Desk.sparql`.
    """
    result = table(json.loads(desk.sparql(query, format="json").body), most=1_000_000)
    return [
        {name: term.value for name, term in zip(result.columns, row, strict=True) if term.kind != "none"}
        for row in result.rows
    ]


def _term(binding: Mapping[str, str] | None) -> Term:
    if binding is None:
        return _UNBOUND
    kind = "iri" if binding["type"] == "uri" else "literal"
    return Term(kind, binding["value"], binding.get("xml:lang"), binding.get("datatype"))
