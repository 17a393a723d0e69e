"""Records that contradict each other are told; a store whose records agree has nothing to tell."""

from __future__ import annotations

from pathlib import Path

import competency_store
import pytest
from query_terms import unknown_terms

from kg import iris
from kg.shapes import LEVELS
from kg.snapshots import Snapshot
from kg.store import Store
from kg.store_shapes import check_store, checks

B, M = iris.BASE, iris.ONTOLOGY
DAY = "<https://schema.org/startDate>"


def found(folder: Path, graph: str, *triples: str) -> set[tuple[str, str, str]]:
    """What the checks tell of the hand-written store with one more graph."""
    name = f"{B}graph/{graph}"
    with Store.open(folder) as store:
        store.bulk_put(competency_store.quads().items())
        if triples:
            store.put(name, "".join(f"{triple} <{name}> .\n" for triple in triples).encode())
        store.publish()
    with Snapshot.current(folder) as snapshot:
        return {(r.severity, r.message, r.focus) for r in check_store(snapshot, language="en")}


def typed(node: str, kind: str) -> str:
    return f"<{B}{node}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{M}{kind}>"


def said(node: str, name: str, value: str) -> str:
    return f"<{B}{node}> <{M}{name}> {value}"


def whole(number: int) -> str:
    return f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>'


def day(text: str) -> str:
    return f'"{text}"^^<http://www.w3.org/2001/XMLSchema#date>'


def test_records_that_agree(tmp_path: Path) -> None:
    assert found(tmp_path, "none") == set()


CASES = {
    "two meetings of a series have one number and year": (
        (
            typed("meeting/zz", "Meeting"),
            said("meeting/zz", "ofSeries", f"<{B}series/bodya>"),
            said("meeting/zz", "number", whole(1)),
            said("meeting/zz", "yearBE", whole(2567)),
        ),
        "meeting/a5",
    ),
    "two records give one meeting two dates": (
        (typed("meeting/a5", "Meeting"), f"<{B}meeting/a5> {DAY} {day('2024-01-18')}"),
        "meeting/a5",
    ),
    "two people hold on one day a post that one person holds": (
        (
            said("attendance/zz/present/1", "inCapacity", f"<{B}post/post2>"),
            said("attendance/zz/present/1", "capacity", f"<{iris.code('capacity', 'holder')}>"),
            said("attendance/zz/present/1", "person", f"<{B}person/p7>"),
            said("attendance/zz/present/1", "ofMeeting", f"<{B}meeting/zz>"),
            f"<{B}meeting/zz> {DAY} {day('2023-01-18')}",
        ),
        "post/post2",
    ),
    "a meeting said to be missing is in the store": (
        (
            typed("meeting/zz", "Meeting"),
            said("meeting/zz", "ofSeries", f"<{B}series/bodya>"),
            said("meeting/zz", "number", whole(3)),
            said("meeting/zz", "yearBE", whole(2566)),
        ),
        "gap/bodya-3-2566",
    ),
}


@pytest.mark.parametrize("message", CASES)
def test_records_that_contradict_each_other(message: str, tmp_path: Path) -> None:
    triples, focus = CASES[message]
    assert (message, B + focus) in {(m, f) for _, m, f in found(tmp_path, "zz", *triples)}


def test_checks_are_of_a_level_and_speak_both_languages() -> None:
    assert len(checks()) == len(CASES)
    for told, query in checks():
        assert told["level"] in LEVELS
        assert told["severity"] in {"warning", "violation"}
        assert told["en"] in CASES
        assert told["th"]
        assert unknown_terms(query) == set()
