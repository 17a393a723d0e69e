"""Query workers: results, the time limit, memory bombs, crashes, refreshing, and no network."""

from __future__ import annotations

import http.server
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import nquads
from kg.errors import (
    DataError,
    NotAcceptable,
    QueryCrashed,
    QueryForbidden,
    QuerySyntax,
    QueryTimeout,
)
from kg.frames import Kind, json_frame
from kg.store import Store
from kg.worker_process import Worker, WorkerGone
from kg.workers import QueryLimits, QueryPool

GRAPHS = ("urn:g0", "urn:g1")
SIZE = 2000
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MEMORY_BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 5"


def put(store: Store, graph: str, word: str, size: int = SIZE) -> None:
    lines = [(f"<urn:s{n}>", f"<urn:p{n % 7}>", nquads.text(f"{word} {n}", "th")) for n in range(size)]
    store.put(graph, nquads.dump(lines, f"<{graph}>"))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with Store.open(tmp_path_factory.mktemp("data")) as store:
        for graph in GRAPHS:
            put(store, graph, f"ที่ประชุม {graph}")
        return store.publish()


@pytest.fixture(scope="module")
def pool(snapshot: Path) -> Iterator[QueryPool]:
    with QueryPool(snapshot, limits=QueryLimits(time_s=20)) as opened:
        yield opened


def values(body: bytes) -> list[str]:
    return [row["o"]["value"] for row in json.loads(body)["results"]["bindings"]]


def test_thai_literals_come_through(pool: QueryPool) -> None:
    result = pool.run('SELECT ?o { ?s ?p ?o FILTER(CONTAINS(?o, "urn:g1 77")) } ORDER BY ?o')
    assert values(result.body)[:2] == ["ที่ประชุม urn:g1 77", "ที่ประชุม urn:g1 770"]
    assert result.media_type == "application/sparql-results+json"
    assert result.form == "select"
    assert not result.truncated


@pytest.mark.parametrize(
    ("query", "accept", "media_type", "begins"),
    [
        ("SELECT ?s { ?s ?p ?o } LIMIT 1", "text/csv", "text/csv; charset=utf-8", b"s\r\nurn:s"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 1", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?s\n<"),
        ("ASK { ?s ?p ?o }", "application/xml", "application/sparql-results+xml", b"<?xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/ld+json", "application/ld+json", b"[{"),
        ("DESCRIBE <urn:s1>", None, "text/turtle", b"@prefix c: "),
    ],
)  # fmt: skip
def test_formats(pool: QueryPool, query: str, accept: str | None, media_type: str, begins: bytes) -> None:
    result = pool.run(query, accept=accept)
    assert result.media_type == media_type
    assert result.body.startswith(begins)


def test_describe_gives_each_triple_once(pool: QueryPool) -> None:
    triples = pool.run("CONSTRUCT { ?s a ?p } WHERE { ?s ?p ?o . FILTER(?s = <urn:s1>) }", format="nt").body
    assert len(triples.splitlines()) == 1


def count(pool: QueryPool, query: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> int:
    result = pool.run(query, format="csv", default_graphs=default, named_graphs=named)
    return int(result.body.split()[1])


ALL, IN_GRAPHS = (
    "SELECT (COUNT(*) AS ?n) {from} {{ ?s ?p ?o }}",
    "SELECT (COUNT(*) AS ?n) {from} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
)


@pytest.mark.parametrize(
    ("query", "clauses", "default", "named", "expected"),
    [
        (ALL, "", (), (), 2 * SIZE),
        (IN_GRAPHS, "", (), (), 2 * SIZE),
        (ALL, "FROM <urn:g0>", (), (), SIZE),
        (IN_GRAPHS, "FROM <urn:g0>", (), (), 0),
        (ALL, "FROM NAMED <urn:g0>", (), (), 0),
        (IN_GRAPHS, "FROM NAMED <urn:g0>", (), (), SIZE),
        (ALL, "FROM <urn:g0> FROM <urn:g1>", (), (), 2 * SIZE),
        (ALL, "", ("urn:g1",), (), SIZE),
        (IN_GRAPHS, "", (), ("urn:g1",), SIZE),
        (ALL, "FROM <urn:g0> FROM <urn:g1>", ("urn:g1",), (), SIZE),
        (IN_GRAPHS, "FROM NAMED <urn:g0>", ("urn:g1",), (), 0),
    ],
)
def test_datasets(
    pool: QueryPool, query: str, clauses: str, default: tuple[str, ...], named: tuple[str, ...], expected: int
) -> None:
    assert (
        count(pool, query.replace("{from}", clauses).replace("{{", "{").replace("}}", "}"), default, named)
        == expected
    )


@pytest.mark.parametrize("iri", ["urn:elsewhere", "file:///etc/passwd", "not an iri", ""])
def test_graphs_outside_the_store_are_refused(pool: QueryPool, iri: str) -> None:
    with pytest.raises(QueryForbidden, match="not a graph of this store"):
        pool.run("ASK { ?s ?p ?o }", default_graphs=[iri])
    with pytest.raises(QueryForbidden, match="not a graph of this store"):
        pool.run("ASK { ?s ?p ?o }", named_graphs=[iri])


def test_from_outside_the_store_is_refused(pool: QueryPool) -> None:
    with pytest.raises(QueryForbidden, match="urn:elsewhere"):
        pool.run("ASK FROM <urn:elsewhere> { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("SELECT * { ?s ?p }", 1, 12, r"from here on: \?s \?p }"),
        ('SELECT * {\n  ?s ?p "ไทย" ?x }', 2, 15, r"from here on: \?x }"),
        ("SELECT ?s { ?s ?p ?o } LIMIT", 1, 24, "LIMIT"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }", 1, None, "unbound"),
        ('SELECT * { ?s ?p "service" ?o }', 1, 28, r"from here on: \?o }"),
    ],
)
def test_syntax_errors_have_a_place(
    pool: QueryPool, text: str, line: int, column: int | None, says: str
) -> None:
    with pytest.raises(QuerySyntax, match=says) as caught:
        pool.run(text)
    assert caught.value.line == line
    assert caught.value.column == column or (column is None and caught.value.column)


def test_what_the_engine_cannot_run_is_told(pool: QueryPool) -> None:
    with pytest.raises(QuerySyntax, match="urn:f"):
        pool.run("SELECT (<urn:f>(1) AS ?x) {}")


def test_wrong_formats_are_refused_before_anything_runs(pool: QueryPool) -> None:
    with pytest.raises(NotAcceptable, match=r"json .*, xml "):
        pool.run("ASK {}", format="csv")


def test_a_service_in_a_string_is_let_through_and_one_in_the_query_is_not(pool: QueryPool) -> None:
    assert b"false" in pool.run('ASK { ?s ?p "One Stop Service" }').body
    with pytest.raises(QueryForbidden, match="SERVICE"):
        pool.run("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


# what a query may not do to us


def test_the_time_limit_stops_a_query_and_the_next_one_works(pool: QueryPool) -> None:
    for _ in range(3):
        start = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"after 0\.5 s"):
            pool.run(RUNAWAY, time_limit_s=0.5)
        assert 0.5 <= time.monotonic() - start < 0.9
        assert b"true" in pool.run("ASK { ?s ?p ?o }").body


def test_the_pool_may_only_be_made_stricter(snapshot: Path) -> None:
    with QueryPool(snapshot, workers=1, spare=0, limits=QueryLimits(time_s=0.4)) as strict:
        start = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"0\.4 s"):
            strict.run(RUNAWAY, time_limit_s=100)
        assert time.monotonic() - start < 10


def test_a_memory_bomb_ends_its_worker_alone(snapshot: Path) -> None:
    with QueryPool(snapshot, workers=1, limits=QueryLimits(time_s=60, memory_mb=400)) as small:
        with pytest.raises(QueryCrashed, match="400 MiB"):
            small.run(MEMORY_BOMB)
        assert b"true" in small.run("ASK { ?s ?p ?o }").body


def test_the_least_memory_is_enough_for_small_queries(snapshot: Path) -> None:
    with QueryPool(snapshot, workers=1, spare=0, limits=QueryLimits(memory_mb=128)) as small:
        assert b"4000" in small.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
        assert b"false" in small.run('ASK { ?s ?p "service" }').body  # with the second look


def test_an_engine_fault_ends_its_worker_alone(snapshot: Path) -> None:
    bomb = "SELECT * { FILTER(" + "STR(" * 3000 + "1" + ")" * 3000 + ") }"
    worker = Worker(snapshot, memory_mb=1024)
    try:
        worker.wait_ready()
        request = {
            "text": bomb, "form": "select", "format": "json", "default_graphs": [], "named_graphs": [],
            "from_graphs": [], "from_named": [], "needs_second_look": False, "max_rows": 1, "max_bytes": 1,
        }  # fmt: skip
        with pytest.raises(WorkerGone, match=r"SIG(SEGV|ABRT|BUS)"):
            worker.run(request, 10)
    finally:
        worker.close()


def test_nesting_bombs_never_reach_a_worker(pool: QueryPool) -> None:
    with pytest.raises(QueryForbidden, match="nested"):
        pool.run("SELECT * { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }")


def test_a_worker_killed_while_idle_is_replaced(snapshot: Path) -> None:
    with QueryPool(snapshot, workers=1, spare=0) as one:
        one.run("ASK {}")
        for process in children():
            if snapshot.as_posix() in process.read_text("utf-8", "replace"):
                os.kill(int(process.parent.name), signal.SIGKILL)
        time.sleep(0.1)
        assert b"true" in one.run("ASK {}").body


def children() -> list[Path]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(status.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.append(status.with_name("cmdline"))
        except OSError:
            continue
    return found


def test_many_threads_share_the_workers(pool: QueryPool) -> None:
    def ask(n: int) -> list[str]:
        return values(pool.run(f"SELECT ?o {{ GRAPH <urn:g0> {{ <urn:s{n}> ?p ?o }} }}").body)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(60))) == [[f"ที่ประชุม urn:g0 {n}"] for n in range(60)]


def test_waiting_for_a_busy_pool_ends_at_the_limit(snapshot: Path) -> None:
    with (
        QueryPool(snapshot, workers=1, spare=0, limits=QueryLimits(time_s=3)) as one,
        ThreadPoolExecutor(1) as thread,
    ):
        running = thread.submit(one.run, RUNAWAY)
        time.sleep(0.3)
        with pytest.raises(QueryTimeout, match="busy"):
            one.run("ASK {}", time_limit_s=0.2)
        with pytest.raises(QueryTimeout, match="stopped"):
            running.result()


@pytest.mark.parametrize(("rows", "size"), [(10, 1 << 20), (10**6, 5000)])
def test_results_are_capped(snapshot: Path, rows: int, size: int) -> None:
    with QueryPool(snapshot, workers=1, spare=0, limits=QueryLimits(rows=rows, bytes=size)) as capped:
        result = capped.run("SELECT ?o { ?s ?p ?o }")
        assert result.truncated
        assert 10 <= len(values(result.body)) < 200
        assert not capped.run("SELECT ?o { ?s ?p ?o } LIMIT 10").truncated


def test_a_big_result_comes_whole(snapshot: Path) -> None:
    with QueryPool(snapshot, workers=1, spare=0) as one:
        result = one.run("SELECT ?a ?o { ?a <urn:p1> ?o . ?b <urn:p2> ?x }", format="tsv")
    expected = 2 * len(range(1, SIZE, 7)) * 2 * len(range(2, SIZE, 7))
    assert expected > 100_000
    assert result.truncated
    assert len(result.body.splitlines()) == 100_001


# snapshots


def test_refresh_goes_over_to_a_new_snapshot_and_lets_the_old_one_go(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, "urn:g", "ก่อน", size=400)
        old = store.publish()
        with QueryPool(old, workers=2) as pool, ThreadPoolExecutor(1) as thread:
            slow = thread.submit(pool.run, RUNAWAY, time_limit_s=1.5)
            time.sleep(0.4)
            put(store, "urn:g", "หลัง", size=3)
            new = [store.publish() for _ in range(3)][-1]
            assert old.exists()  # a worker reads it
            pool.refresh(new)
            assert pool.snapshot == new
            assert values(pool.run("SELECT ?o { ?s ?p ?o } ORDER BY ?o").body) == ["หลัง 0", "หลัง 1", "หลัง 2"]
            with pytest.raises(QueryTimeout):
                slow.result()
            store.publish()
            assert not old.exists()
            assert count(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 3


def test_a_snapshot_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is gone"):
        QueryPool(tmp_path / "gen-1")


def test_a_damaged_snapshot_is_told(tmp_path: Path) -> None:
    (tmp_path / "gen-1").mkdir()
    with (
        pytest.raises(DataError, match="mati check"),
        QueryPool(tmp_path / "gen-1", workers=1, spare=0) as pool,
    ):
        pool.run("ASK {}")


def test_a_closed_pool_says_so(snapshot: Path) -> None:
    pool = QueryPool(snapshot, workers=1, spare=0)
    pool.close()
    pool.close()
    with pytest.raises(DataError, match="closed"):
        pool.run("ASK {}")


def test_one_shot(snapshot: Path) -> None:
    assert QueryPool.one_shot(snapshot, "ASK {}", format="json").body == b'{"head":{},"boolean":true}'
    with pytest.raises(QueryTimeout):
        QueryPool.one_shot(snapshot, RUNAWAY, limits=QueryLimits(time_s=0.3))


# no network


def test_a_worker_has_no_network(snapshot: Path) -> None:
    calls: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            calls.append(self.path)
            self.send_error(500)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    query = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.server_port}/> {{ ?s ?p ?o }} }}"
    worker = Worker(snapshot, memory_mb=1024)
    try:
        worker.wait_ready()
        if worker.has_network:
            pytest.skip(
                "this system makes no network namespaces for its users: the guard alone keeps queries in"
            )
        with pytest.raises(OSError, match="500"):  # the listener hears an engine that is not kept in
            list(ox.Store().query(query))  # type: ignore[arg-type]
        assert calls == ["/"]
        # past the guard on purpose: straight to a worker
        worker._socket.sendall(
            json_frame(
                Kind.QUERY,
                {
                    "text": query, "form": "select", "format": "json", "default_graphs": [], "named_graphs": [],
                    "from_graphs": [], "from_named": [], "needs_second_look": False, "max_rows": 1, "max_bytes": 1,
                    "time_limit_s": 5,
                },
            )
        )  # fmt: skip
        kind, said = worker._receive(time.monotonic() + 20)
        assert kind == Kind.REFUSED
        assert b"unreachable" in said
        assert calls == ["/"]
    finally:
        worker.close()
        server.shutdown()
        server.server_close()


def test_a_snapshot_named_from_the_working_folder(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default data folder is ./mati-data; a worker runs elsewhere."""
    monkeypatch.chdir(snapshot.parent)
    result = QueryPool.one_shot(Path(snapshot.name), "ASK { GRAPH ?g { ?s ?p ?o } }", format="json")
    assert b"true" in result.body
