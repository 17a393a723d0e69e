"""The graph on disk: puts, drops, snapshots, rows, dumps; a killed writer; readers beside a writer."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import G1, G2, quads
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import DataCorrupt, DataError, DataLocked, NotAcceptable
from kg.snapshots import Snapshot
from kg.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def content(store: Store) -> bytes:
    out = io.BytesIO()
    store.dump(out, "nq")
    return out.getvalue()


def test_put_replaces_one_graph_and_leaves_the_others(store: Store) -> None:
    store.put(G1, quads(G1, "ก", "ข"))
    store.put(G2, quads(G2, "ค"))
    store.put(G1, quads(G1, "ข", "ง"))
    assert content(store) == b"".join(
        sorted((quads(G1, "ข", "ง") + quads(G2, "ค")).splitlines(keepends=True))
    )
    assert store.graphs() == {G1, G2}


def test_an_empty_graph_is_held(store: Store) -> None:
    store.put(G1, quads(G1, "ก"))
    store.put(G1, b"")
    assert store.graphs() == {G1}
    assert content(store) == b""


def test_drop(store: Store) -> None:
    store.put(G1, quads(G1, "ก"))
    store.put(G2, quads(G2, "ข"))
    store.drop(G1)
    store.drop("urn:never-there")
    assert store.graphs() == {G2}
    assert content(store) == quads(G2, "ข")


@pytest.mark.parametrize(
    "bad",
    [
        quads(G1, "ก") + quads(G2, "ข"),
        b"<urn:s> <urn:p> <urn:o> .\n",
        b"not quads",
        b'<urn:s> <urn:p> "\xff" <urn:g> .\n',
    ],
)
def test_bad_input_changes_nothing(store: Store, bad: bytes) -> None:
    store.put(G1, quads(G1, "เดิม"))
    with pytest.raises(DataCorrupt, match=G1):
        store.put(G1, bad)
    with pytest.raises(DataCorrupt):
        store.bulk_put([(G1, bad + b"# " + b"x" * 5_000_000 + b"\n")])
    assert content(store) == quads(G1, "เดิม")


@pytest.mark.parametrize("padding", [0, 5_000_000], ids=["put one by one", "bulk loaded"])
def test_bulk_put(store: Store, padding: int) -> None:
    store.put(G1, quads(G1, "เดิม"))
    comment = b"# " + b"x" * padding + b"\n"
    items = [(G1, quads(G1, "ใหม่") + comment), (G2, quads(G2, "ก", "ข")), ("urn:empty", b"")]
    store.bulk_put(iter(items))
    assert store.graphs() == {G1, G2, "urn:empty"}
    assert content(store) == b"".join(
        sorted((quads(G1, "ใหม่") + quads(G2, "ก", "ข")).splitlines(keepends=True))
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4, unique=True))
def test_any_literal_comes_back_from_a_put(store: Store, texts: list[str]) -> None:
    store.put(G1, quads(G1, *texts, "\\u0022 } ; DROP ALL #", "\\", "น้ำท่วม\r\n\t\"'''"))
    found = {
        quad.object.value
        for quad in ox.parse(content(store), ox.RdfFormat.N_QUADS)
        if isinstance(quad.object, ox.Literal)
    }
    assert found == {*texts, "\\u0022 } ; DROP ALL #", "\\", "น้ำท่วม\r\n\t\"'''"}


def test_a_second_writer_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DataLocked, match="--data"):
        Store.open(tmp_path)
    store.close()
    Store.open(tmp_path).close()


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(DataError, match="closed"):
        store.graphs()


def test_a_damaged_graph_says_how_to_heal(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.put(G1, quads(G1, "ก"))
    for file in (tmp_path / "graph").glob("MANIFEST*"):
        file.write_bytes(b"damage")
    with pytest.raises(DataCorrupt, match="made anew from the library"):
        Store.open(tmp_path)


def test_leavings_of_a_killed_writer_are_cleared(store: Store, tmp_path: Path) -> None:
    store.publish()
    store.close()
    orphan = tmp_path / "graph" / "bulk-7.sst"
    orphan.write_bytes(b"x")
    unfinished = tmp_path / "snapshots" / "gen-9.tmp"
    unfinished.mkdir()
    with Store.open(tmp_path) as again:
        assert not orphan.exists()
        assert not unfinished.exists()
        assert again.publish().name == "gen-2"


def dumped(store: Store, name: str) -> bytes:
    out = io.BytesIO()
    store.dump(out, name)
    return out.getvalue()


@pytest.mark.parametrize("name", ["nq", "ttl", "jsonld"])
def test_dumps_depend_on_the_content_alone(tmp_path: Path, name: str) -> None:
    graphs = [
        (f"urn:g{n}", quads(f"urn:g{n}", *(f"ข้อ {n} {m}" for m in range(9)), subject=f"urn:s{n % 3}"))
        for n in range(9)
    ]
    results = []
    for folder, order in (("a", graphs), ("b", graphs[::-1])):
        with Store.open(tmp_path / folder) as store:
            for graph, data in order:
                store.put(graph, data)
            results.append(dumped(store, name))
        script = (
            "import sys, pathlib; from kg.store import Store\n"
            "Store.open(pathlib.Path(sys.argv[1])).dump(sys.stdout.buffer, sys.argv[2])"
        )
        again = subprocess.run(
            [sys.executable, "-c", script, tmp_path / folder, name], capture_output=True, check=True
        )
        results.append(again.stdout)
    assert len(results[0]) > 1000
    assert len(set(results)) == 1


def test_dumps_hold_everything(store: Store) -> None:
    store.put(G1, quads(G1, "ก", "ข"))
    store.put(G2, quads(G2, "ก"))
    expected = set(ox.parse(quads(G1, "ก", "ข") + quads(G2, "ก"), ox.RdfFormat.N_QUADS))
    assert dumped(store, "nq") == b"".join(
        sorted((quads(G1, "ก", "ข") + quads(G2, "ก")).splitlines(keepends=True))
    )
    assert set(ox.parse(dumped(store, "jsonld"), ox.RdfFormat.JSON_LD)) == expected
    assert json.loads(dumped(store, "jsonld"))[0]["@id"] == G1
    turtle = list(ox.parse(dumped(store, "ttl"), ox.RdfFormat.TURTLE))
    assert {quad.triple for quad in turtle} == {quad.triple for quad in expected}
    assert len(turtle) == 2
    with pytest.raises(NotAcceptable, match="nq, ttl, jsonld"):
        dumped(store, "xlsx")


WRITER = """
import sys, pathlib
from kg.store import Store
store = Store.open(pathlib.Path(sys.argv[1]))
graphs = [f"urn:g{n}" for n in range(3)]
version = 0
while True:
    for graph in graphs:
        lines = [f'<urn:s{n}> <urn:v> "{version}" <{graph}> .' for n in range(200 + version % 2 * 50)]
        store.put(graph, "\\n".join(lines).encode())
    if version % 3 == 0:
        store.bulk_put([("urn:bulk", "\\n".join(f'<urn:s{n}> <urn:v> "{version}" <urn:bulk> .' for n in range(2000)).encode() + b"\\n# " + b"x" * 4_000_000)])
    store.publish()
    print(version, flush=True)
    version += 1
"""


@pytest.mark.parametrize("wait_s", [0.0, 0.17, 0.45])
def test_a_killed_writer_leaves_whole_graphs(tmp_path: Path, wait_s: float) -> None:
    child = subprocess.Popen([sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(wait_s)
    child.send_signal(signal.SIGKILL)
    acknowledged = max([0, *(int(line) for line in child.stdout.read().split())])
    child.stdout.close()
    child.wait()
    count = "SELECT ?g ?v (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:v> ?v } } GROUP BY ?g ?v"
    with Store.open(tmp_path) as store:
        store.publish()
        with Snapshot.current(tmp_path) as snapshot:
            found = {str(row["g"]): (int(str(row["v"])), row["n"]) for row in snapshot.rows(count)}
            assert len(found) == len(snapshot.rows(count)), "two versions in one graph"
    for graph in ("urn:g0", "urn:g1", "urn:g2"):
        version, size = found[graph]
        assert version in {acknowledged, acknowledged + 1}
        assert size == 200 + version % 2 * 50
    if "urn:bulk" in found:
        assert found["urn:bulk"][1] == 2000
    assert list((tmp_path / "graph").glob("bulk-*.sst")) == []
