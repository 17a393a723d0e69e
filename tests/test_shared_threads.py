"""The threads between real records that are not part of this repository."""

from __future__ import annotations

from collections import Counter

import pytest
from commandline import ROOT

from kg.documents import read_document
from kg.identity.resolve import resolve
from kg.identity.uses import name_uses
from kg.parse import read_record
from kg.threads.outline import outline
from kg.threads.parts import Outline
from kg.threads.resolve import Threads, follow

RECORDS = ROOT.parent / "shared" / "records"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not RECORDS.exists(),
        reason="../shared is not beside this checkout: it holds real records that may not be copied here",
    ),
]


@pytest.fixture(scope="module")
def real() -> tuple[dict[str, Outline], Threads]:
    read = {}
    for path in sorted(RECORDS.rglob("*.txt")):
        document = read_document(path, name=path.name)
        read[document.sha256] = (read_record(document), document)
    outlines = {key: outline(*found) for key, found in read.items()}
    identity = resolve({key: name_uses(*found) for key, found in read.items()}, [])
    return outlines, follow(outlines, {key: identity.names(key) for key in read})


def test_back_references_of_the_cabinet_reach_their_items(real: tuple[dict[str, Outline], Threads]) -> None:
    outlines, threads = real
    reached = set()
    for key, made in outlines.items():
        for link in threads.links(key).references:
            if link.sha256 is not None and link.item is not None:
                reached.add((made.file, outlines[link.sha256].file, link.item))
    assert ("cab_2022-04-26.txt", "cab_2020-11-03.txt", "10") in reached
    assert ("cab_2023-01-03.txt", "cab_2022-01-24.txt", "7") in reached


def test_no_thread_is_drawn_that_a_reader_would_not(real: tuple[dict[str, Outline], Threads]) -> None:
    outlines, threads = real
    drawn = {
        (made.file, f.item, outlines[f.sha256].file, f.earlier)
        for key, made in outlines.items()
        for f in threads.links(key).follows
    }
    # the one that all 37 records hold; every other tie was read and would be wrong
    assert drawn == {("cab_2022-04-26.txt", "17", "cab_2020-11-03.txt", "10")}


def test_what_dangles_is_said_to(real: tuple[dict[str, Outline], Threads]) -> None:
    outlines, threads = real
    counts = Counter(link.status for key in outlines for link in threads.links(key).references)
    assert counts["resolved"] >= 7
    assert counts["item-missing"] == 0
    assert counts["unclear"] <= 2
