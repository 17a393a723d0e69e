"""Things of the graph by the names people call them: for commands and addresses that take an IRI."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from kg import iris
from kg.errors import InputError, UnknownName
from kg.snapshots import Iri, Snapshot
from kg.thai import fold

TYPES = {
    "agency": "http://www.w3.org/ns/org#Organization",
    "person": "http://xmlns.com/foaf/0.1/Person",
    "project": iris.ontology("Project"),
    "meeting": iris.ontology("Meeting"),
    "matter": iris.ontology("Matter"),
    "series": iris.ontology("Series"),
    "post": "http://www.w3.org/ns/org#Post",
}
_NEAR = 3


def thing_named(kind: str, name: str, snapshot: Snapshot) -> str:
    """Return the IRI of the thing of that kind (a key of `TYPES`) that people call `name`.

    Spaces, digits (Thai or Arabic) and punctuation do not matter; part of a name is enough where only one thing's
    name holds it.

    Raises:
        InputError: the name is empty.
        UnknownName: no thing, or several, are called so; the message names near ones.
    """
    wanted = fold(name)
    if not wanted:
        raise InputError(f"the name of the {kind} is empty: give a name as the records have it")
    labels: dict[str, str] = {}
    exact, part = set(), set()
    for thing, label in _labels(kind, snapshot):
        labels.setdefault(thing, label)
        folded = fold(label)
        if folded == wanted:
            exact.add(thing)
        elif wanted in folded:
            part.add(thing)
    found = exact or part
    if len(found) == 1:
        return next(iter(found))
    if found:
        several = "; ".join(sorted(labels[thing] for thing in found)[:_NEAR])
        raise UnknownName(
            f"{name} may mean {len(found)} things ({several} …): give more of the name, or the IRI"
        )
    raise UnknownName(f"no {kind} is called {name} in the records. {_near(name, labels)}")


def names_of(kind: str, snapshot: Snapshot) -> list[str]:
    """Return every name of the things of that kind (a key of `TYPES`), each once, in no order that means anything."""
    return list(dict.fromkeys(label for _, label in _labels(kind, snapshot)))


def _labels(kind: str, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    query = files("ontology").joinpath("queries", "links", "labels.rq").read_text(encoding="utf-8")
    for row in snapshot.rows(query, {"type": Iri(TYPES[kind])}):
        yield str(row["thing"]), str(row["label"])


def _near(name: str, labels: dict[str, str]) -> str:
    from rapidfuzz import fuzz, process

    hits = process.extract(name, labels, scorer=fuzz.partial_ratio, limit=_NEAR, score_cutoff=60)
    return (
        f"Near names: {'; '.join(str(hit[0]) for hit in hits)}."
        if hits
        else "`mati search` finds words anywhere."
    )
