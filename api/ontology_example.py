"""A real thing of a class, as the store has it: every property with its values, and the words that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from api.ontology_terms import Term, code_lists, short, terms
from kg import iris
from kg.snapshots import Cell, Iri, Snapshot

_MOST = 4  # values of one property that are shown
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

# among the first 60 things of the class, the one told best
_CHOOSE = """PREFIX m: <https://w3id.org/mati/ont#>
SELECT ?node (COUNT(DISTINCT ?p) AS ?count) WHERE {
  { SELECT DISTINCT ?node ?g WHERE {
    # VALUES ?class
    GRAPH ?g { ?node a ?class }
  } LIMIT 60 }
  GRAPH ?g { ?node ?p ?o }
} GROUP BY ?node ORDER BY DESC(?count) ?node LIMIT 1"""

_TELL = """PREFIX m: <https://w3id.org/mati/ont#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?p ?o ?quote ?label WHERE {
  GRAPH ?g {
    # VALUES ?node
    ?node ?p ?o .
    OPTIONAL { ?o m:quote ?quote }
    OPTIONAL { ?o skos:prefLabel ?label }
  }
} ORDER BY ?p ?o"""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: its text, the IRI it is (None for a literal), the words it stands for (None where it has none)."""

    text: str
    iri: str | None
    words: str | None

    @property
    def page(self) -> str | None:
        """The page of a code or of a term of ours; None for anything else."""
        if self.iri is not None and self.iri.startswith(iris.CODES):
            return "/code#" + self.iri[len(iris.CODES) :].replace("/", ".")
        if self.iri is not None and self.iri.startswith(iris.ONTOLOGY):
            return "/ontology/" + self.iri[len(iris.ONTOLOGY) :]
        return None


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of the example; `more` values are left out. `term` is None for one of another vocabulary."""

    name: str
    term: Term | None
    values: tuple[Value, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Example:
    """One thing of a class, and all that its graph says of it."""

    iri: str
    facts: tuple[Fact, ...]


def example_of(snapshot: Snapshot | None, name: str) -> Example | None:
    """Return the thing of a class that is told best among the first of the store; None where there is none.

    Raises:
        DataError: the snapshot cannot be read.
    """
    if snapshot is None:
        return None
    chosen = snapshot.rows(_CHOOSE, {"class": Iri(iris.ontology(name))})
    if not chosen or chosen[0]["node"] is None:
        return None
    node = Iri(str(chosen[0]["node"]))
    told: dict[str, list[Mapping[str, Cell]]] = {}
    for row in snapshot.rows(_TELL, {"node": node}):
        told.setdefault(str(row["p"]), []).append(row)
    facts = [_fact(predicate, rows) for predicate, rows in told.items()]
    return Example(
        node, tuple(sorted(facts, key=lambda fact: (fact.name != "a", fact.term is None, fact.name)))
    )


def _fact(predicate: str, rows: list[Mapping[str, Cell]]) -> Fact:
    term = terms().get(predicate.removeprefix(iris.ONTOLOGY)) if predicate.startswith(iris.ONTOLOGY) else None
    name = "a" if predicate == _TYPE else short(predicate)
    return Fact(name, term, tuple(map(_value, rows[:_MOST])), max(0, len(rows) - _MOST))


def _value(row: Mapping[str, Cell]) -> Value:
    found = row["o"]
    words = row["quote"] if row["quote"] is not None else row["label"]
    if isinstance(found, Iri) and found.startswith(iris.CODES):
        scheme, _, code = found[len(iris.CODES) :].partition("/")
        label = next((one.label for one in code_lists()[scheme][1] if one.value == code), None)
        return Value(short(found), str(found), label)
    if isinstance(found, Iri):
        text = f"mati:{found[len(iris.BASE) :]}" if found.startswith(iris.BASE) else short(found)
        return Value(text, str(found), None if words is None else str(words))
    if isinstance(found, date | datetime | time):
        return Value(found.isoformat(), None, None)
    if isinstance(found, bool):
        return Value("true" if found else "false", None, None)
    return Value(str(found), None, None)
