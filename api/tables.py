"""Results of SELECT and ASK queries as rows of terms, for pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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


def _term(binding: Mapping[str, str] | None) -> Term:
    if binding is None:
        return _UNBOUND
    kind = "iri" if binding["type"] == "uri" else "literal"
    return Term(kind, binding["value"], binding.get("xml:lang"), binding.get("datatype"))
