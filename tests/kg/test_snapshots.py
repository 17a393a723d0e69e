"""Snapshots: their life, rows and parameters, and that rdflib reads every bit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from graphs import G1, G2, quads

from kg import generations, nquads
from kg.errors import DataCorrupt, DataError
from kg.snapshots import Iri, Snapshot, bound
from kg.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="mati ingest PATH"):
        Snapshot.current(tmp_path)


def test_a_snapshot_does_not_change_while_the_store_does(store: Store, tmp_path: Path) -> None:
    store.put(G1, quads(G1, "ก่อน"))
    store.publish()
    with Snapshot.current(tmp_path) as before:
        store.put(G1, quads(G1, "หลัง"))
        store.put(G2, quads(G2, "เพิ่ม"))
        store.publish()
        assert [row["o"] for row in before.rows("SELECT ?o { ?s ?p ?o }")] == ["ก่อน"]
        assert before.graphs() == {G1}
        with Snapshot.current(tmp_path) as after:
            assert sorted(str(row["o"]) for row in after.rows("SELECT ?o { ?s ?p ?o }")) == ["หลัง", "เพิ่ม"]


def test_two_snapshots_are_kept_and_those_in_use(store: Store, tmp_path: Path) -> None:
    store.put(G1, quads(G1, "ก"))
    first = store.publish()
    used = Snapshot.current(tmp_path)
    paths = [store.publish() for _ in range(4)]
    assert used.path == first
    assert first.exists()
    assert [path.exists() for path in paths] == [False, False, True, True]
    assert used.rows("SELECT ?o { ?s ?p ?o }") == [{"o": "ก"}]
    used.close()
    last = store.publish()
    assert not first.exists()
    assert generations.current_path(tmp_path) == last
    assert generations.hold(first) is None


def test_current_that_names_nothing_is_told(store: Store, tmp_path: Path) -> None:
    store.publish()
    (tmp_path / "snapshots" / "CURRENT").write_text("gen-77\n")
    with pytest.raises(DataCorrupt, match="gen-77"):
        Snapshot.current(tmp_path)
    (tmp_path / "snapshots" / "CURRENT").write_text("../../etc\n")
    with pytest.raises(DataCorrupt, match="CURRENT"):
        Snapshot.current(tmp_path)
    store.publish()
    Snapshot.current(tmp_path).close()


def test_publishing_while_reading(store: Store, tmp_path: Path) -> None:
    store.put(G1, quads(G1, *map(str, range(50))))
    store.publish()
    stop = threading.Event()
    seen: list[set[int]] = []
    failures: list[BaseException] = []

    def read() -> None:
        counts: set[int] = set()
        try:
            while not stop.is_set():
                with Snapshot.current(tmp_path) as snapshot:
                    counts.add(int(str(snapshot.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"])))
        except BaseException as error:  # noqa: BLE001 — told to the test
            failures.append(error)
        seen.append(counts)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for round_ in range(12):
        store.put(G1, quads(G1, *map(str, range(50 + round_ % 2 * 50))))
        store.publish()
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert set().union(*seen) == {50, 100}
    # the last two are kept, and what each of the two readers held when the last one was published
    assert len([path for path in (tmp_path / "snapshots").iterdir() if path.is_dir()]) <= 4


# rows

VALUES = {
    nquads.integer(7): 7,
    nquads.offset(12): 12,
    nquads.typed("2563", "gYear"): 2563,
    nquads.typed("1880.50", "decimal"): Decimal("1880.50"),
    nquads.typed("1.5E0", "double"): 1.5,
    nquads.typed("true", "boolean"): True,
    nquads.day(date(2020, 10, 21)): date(2020, 10, 21),
    nquads.clock(clock(9, 30)): clock(9, 30),
    nquads.moment(date(2020, 10, 21), clock(9, 30)): datetime.fromisoformat("2020-10-21T09:30:00+07:00"),
    nquads.text("เห็นชอบ"): "เห็นชอบ",
    nquads.text("เห็นชอบ", "th"): "เห็นชอบ",
    nquads.typed("x" * 3, "token"): "xxx",
    nquads.typed("99999-01-01", "date"): "99999-01-01",
    nquads.iri("https://x.example/ก"): Iri("https://x.example/ก"),
}


@pytest.mark.parametrize(("term", "value"), VALUES.items())
def test_values_come_back_as_their_datatype_says(
    store: Store, tmp_path: Path, term: str, value: object
) -> None:
    store.put(G1, nquads.dump([("<urn:s>", "<urn:p>", term)], f"<{G1}>"))
    store.publish()
    with Snapshot.current(tmp_path) as snapshot:
        [row] = snapshot.rows("SELECT ?o ?nothing { ?s ?p ?o OPTIONAL { ?o <urn:q> ?nothing } }")
    assert row == {"o": value, "nothing": None}
    assert type(row["o"]) is type(value)


QUERY = """SELECT ?o WHERE {
  # VALUES ?s
  # VALUES ?o
  ?s <urn:p> ?o
} ORDER BY ?o
"""


def test_parameters(store: Store, tmp_path: Path) -> None:
    store.put(
        G1,
        quads(G1, "ก", subject="urn:a") + quads(G1, "ข", subject="urn:b") + quads(G1, "ค", subject="urn:c"),
    )
    store.publish()
    with Snapshot.current(tmp_path) as snapshot:
        rows = snapshot.rows
        assert [row["o"] for row in rows(QUERY)] == ["ก", "ข", "ค"]
        assert [row["o"] for row in rows(QUERY, {"s": Iri("urn:b")})] == ["ข"]
        assert [row["o"] for row in rows(QUERY, {"s": [Iri("urn:a"), rdflib.URIRef("urn:c")]})] == ["ก", "ค"]
        assert rows(QUERY, {"s": []}) == []
        assert rows(QUERY, {"s": "urn:b"}) == []  # a literal, no IRI
        assert snapshot.ask("ASK {\n# VALUES ?s\n?s ?p ?o }", {"s": Iri("urn:a")})
        assert not snapshot.ask("ASK {\n# VALUES ?s\n?s ?p ?o }", {"s": Iri("urn:z")})


@pytest.mark.parametrize(
    "value", ['"} SERVICE <http://x.example/> { ?s ?p ?o } #', "a\nb\\", '\\"', "\\u0022 }", "?s }"]
)
def test_a_value_cannot_change_the_query(store: Store, tmp_path: Path, value: str) -> None:
    store.put(G1, nquads.dump([("<urn:s>", "<urn:p>", nquads.text(value))], f"<{G1}>"))
    store.publish()
    with Snapshot.current(tmp_path) as snapshot:
        assert snapshot.rows(QUERY, {"o": value}) == [{"o": value}]


@pytest.mark.parametrize(
    ("bindings", "message"),
    [
        ({"unknown": 1}, "unknown"),
        ({"s": Iri("not an iri")}, "IRI"),
        ({"s": Iri("urn:x> } #")}, "IRI"),
        ({"s": None}, "None"),
        ({"s": object()}, "object"),
    ],
)
def test_wrong_bindings_are_refused(bindings: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bound(QUERY, bindings)  # type: ignore[arg-type]


def test_bound_writes_typed_values() -> None:
    values = [True, 3, 2.5, Decimal("1.10"), date(2020, 1, 2), datetime(2020, 1, 2, 3), clock(9)]  # noqa: DTZ001
    line = bound("{\n  # VALUES ?x\n}", {"x": values}).splitlines()[1]
    assert line.startswith("  VALUES ?x { ")
    graph = rdflib.Graph().query(f"SELECT ?x {{ {line} }}")
    assert [row[0].toPython() for row in graph] == values


# the whole graph, out


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib to itself
def test_rdflib_reads_every_bit(store: Store, tmp_path: Path) -> None:
    store.put(G1, quads(G1, "น้ำท่วม", 'มี "อัญประกาศ"'))
    store.put(G2, quads(G2, "น้ำท่วม"))
    store.publish()
    with Snapshot.current(tmp_path) as snapshot:
        dataset = snapshot.graph()
        assert len(list(dataset.triples((None, None, None)))) == 3
        assert {str(quad[3]) for quad in dataset.quads((None, None, None, None))} == {G1, G2}
        assert [str(row[0]) for row in dataset.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT 1")] == [
            "น้ำท่วม"
        ]
        copy = rdflib.Dataset()
        copy.parse(data=dataset.serialize(format="nquads"), format="nquads")
        assert set(copy.quads()) == set(dataset.quads()) != set()
        assert len(dataset.get_context(rdflib.URIRef(G1))) == 2
        with pytest.raises(RuntimeError, match="read-write"):
            dataset.add((rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p"), rdflib.Literal("x")))
