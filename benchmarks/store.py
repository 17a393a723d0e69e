"""Measure the graph store and the query workers against rdflib in memory, in one run.

usage: python -m benchmarks.store [--meetings 100]

One named graph a meeting, ~340 triples each, as the store has it; rdflib gets the same triples in one graph,
which is easier for it. Times are medians; a ratio over 1 says how many times faster than rdflib.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore

from kg import nquads
from kg.errors import QueryTimeout
from kg.guard import check_query
from kg.snapshots import Snapshot
from kg.store import Store
from kg.workers import QueryLimits, QueryPool

ID, ONT = "https://w3id.org/mati/id/", "https://w3id.org/mati/ont#"
WORDS = [
    "งบประมาณ",
    "โครงการ",
    "น้ำท่วม",
    "ระบบ",
    "ข้อมูล",
    "อนุมัติ",
    "เห็นชอบ",
    "รับทราบ",
    "คณะกรรมการ",
    "เขต",
    "ประชาชน",
    "แผนงาน",
]
PREFIX = f"PREFIX m: <{ONT}> "
QUERIES = {
    "resolutions of a project": "SELECT ?r ?t { ?r m:covers <ID/project/3> ; m:text ?t } ORDER BY ?r LIMIT 50",
    "items of a meeting": "SELECT ?i ?t { <ID/meeting/7> m:item ?i . ?i m:title ?t } ORDER BY ?t",
    "who came how often": "SELECT ?p (COUNT(*) AS ?n) { ?a m:attendee ?p } GROUP BY ?p ORDER BY DESC(?n) ?p LIMIT 10",
    "words in a text": 'SELECT (COUNT(*) AS ?n) { ?r m:text ?t FILTER(CONTAINS(?t, "น้ำท่วม")) }',
    "meetings of a person": "SELECT ?m { ?m m:attendance ?a . ?a m:attendee <ID/person/5> } ORDER BY ?m",
    "no resolution": "SELECT (COUNT(*) AS ?n) { ?i m:title ?t FILTER NOT EXISTS { ?i m:resolution ?r } }",
}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def triples(meeting: int, rng: random.Random) -> Iterator[nquads.Triple]:
    def iri(kind: str, key: object) -> str:
        return f"<{ID}{kind}/{key}>"

    def term(name: str) -> str:
        return f"<{ONT}{name}>"

    me = iri("meeting", meeting)
    yield me, term("number"), nquads.integer(meeting)
    for n in range(30):
        row = iri("attendance", f"{meeting}/{n}")
        yield me, term("attendance"), row
        yield row, term("attendee"), iri("person", int(rng.paretovariate(0.6)) % 400)
        yield row, term("section"), nquads.text("present")
        yield row, term("position"), nquads.integer(n)
    for n in range(20):
        item = iri("agenda", f"{meeting}/{n}")
        yield me, term("item"), item
        yield item, term("title"), nquads.text("".join(rng.choices(WORDS, k=6)), "th")
        if n % 3:
            resolution = iri("resolution", f"{meeting}/{n}")
            yield item, term("resolution"), resolution
            yield resolution, term("text"), nquads.text("".join(rng.choices(WORDS, k=30)), "th")
            yield resolution, term("covers"), iri("project", int(rng.paretovariate(0.6)) % 80)
            for mention in range(10):
                span = iri("span", f"{meeting}/{n}-{mention}")
                yield resolution, term("span"), span


def timed(work: Callable[[], object], repeat: int = 1) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def show(what: str, seconds: float, baseline: float | None = None, note: str = "") -> None:
    ratio = f"{baseline / seconds:8.1f}x" if baseline is not None else " " * 9
    print(f"{what:44s} {seconds * 1e3:10.2f} ms {ratio}  {note}", flush=True)


def loading(data: Path, graphs: list[tuple[str, bytes]]) -> tuple[rdflib.Graph, Path]:
    count = sum(quads.count(b"\n") for _, quads in graphs)
    print(f"\n{len(graphs)} graphs, {count:,} triples")
    plain = b"".join(
        line[: line.rindex(b" <")] + b" .\n" for _, quads in graphs for line in quads.splitlines()
    )
    memory = rdflib.Graph()
    base = timed(lambda: memory.parse(data=plain, format="nt"))
    show("rdflib in memory, parse", base, base)
    with Store.open(data) as store:
        show("Store.bulk_put, all", timed(lambda: store.bulk_put(graphs)), base)
    size = sum(file.stat().st_size for file in (data / "graph").iterdir())
    print(f"{'on disk':44s} {size / count:10.0f} bytes a triple")
    with Store.open(data) as store:
        some = graphs[:20]
        each = timed(lambda: [store.put(*item) for item in some]) / len(some)
        show("Store.put, replace one graph", each, base / len(graphs))
        show("Store.flush", timed(store.flush))
        show("Store.publish", timed(store.publish, 5))
        path = store.publish()
    show("Store.open", timed(lambda: Store.open(data).close(), 5))
    show("Snapshot.current", timed(lambda: Snapshot.current(data).close(), 5))
    return memory, path


def querying(data: Path, memory: rdflib.Graph, path: Path) -> None:
    print("\nqueries: rdflib in memory, and × for Snapshot.rows and the pool's JSON")
    with Snapshot.current(data) as snapshot, QueryPool(path) as pool:
        pool.run("ASK {}")
        ratios = []
        for name, query in QUERIES.items():
            text = PREFIX + query.replace("ID/", ID)
            base = timed(lambda text=text: list(memory.query(text)), 5)
            rows = timed(lambda text=text: snapshot.rows(text), 11)
            pooled = timed(lambda text=text: pool.run(text), 11)
            same = len(snapshot.rows(text)) == len(list(memory.query(text)))
            ratios.append((base / rows, base / pooled))
            show(
                name,
                base,
                None,
                f"rows {base / rows:.1f}x, pool {base / pooled:.1f}x{'' if same else ' ROWS DIFFER'}",
            )
        for place, way in enumerate(("Snapshot.rows", "QueryPool")):
            all_ = [ratio[place] for ratio in ratios]
            print(f"{way:44s} median {statistics.median(all_):.1f}x, least {min(all_):.1f}x")


def serialising(path: Path) -> None:
    print("\n20,000 rows of 3 to JSON: ratios to oxrdflib")
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20000"
    engine = ox.Store.read_only(str(path))
    graph = rdflib.Dataset(store=OxigraphStore(store=engine), default_union=True)
    base = timed(lambda: graph.query(query).serialize(format="json"), 3)
    show("oxrdflib", base, base)
    with QueryPool(path) as pool:
        pool.run("ASK {}")
        for name in ("json", "xml", "csv", "tsv"):
            show(f"QueryPool, {name}", timed(lambda name=name: pool.run(query, format=name), 3), base)

    def native() -> object:
        found = engine.query(query, use_default_graph_as_union=True)
        return found.serialize(format=ox.QueryResultsFormat.JSON)  # type: ignore[union-attr]

    show("engine's own serialiser, same process", timed(native, 3), base)


def guarding(path: Path) -> None:
    print("\nguard and workers")
    text = PREFIX + QUERIES["who came how often"]
    show("check_query", timed(lambda: check_query(text), 200))
    show("one query, one process (command line)", timed(lambda: QueryPool.one_shot(path, text), 5))
    with QueryPool(path, limits=QueryLimits(time_s=5)) as pool:
        pool.run("ASK {}")
        engine = ox.Store.read_only(str(path))
        show("ASK in this process", timed(lambda: bool(engine.query("ASK {?s ?p ?o}")), 200))
        show("ASK through the pool", timed(lambda: pool.run("ASK {?s ?p ?o}"), 200))
        over, after = [], []
        for _ in range(8):
            start = time.perf_counter()
            try:
                pool.run(RUNAWAY, time_limit_s=0.5)
            except QueryTimeout:
                over.append(time.perf_counter() - start - 0.5)
            after.append(timed(lambda: pool.run("ASK {}")))
        show(
            "runaway: stopped after the limit by",
            statistics.median(over),
            None,
            f"most {max(over) * 1e3:.0f} ms",
        )
        show("runaway: the next query", statistics.median(after), None, f"most {max(after) * 1e3:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--meetings", type=int, default=100)
    options = parser.parse_args()
    rng = random.Random(1)
    graphs = []
    for meeting in range(options.meetings):
        graph = f"{ID}graph/{meeting:016x}"
        graphs.append((graph, nquads.dump(triples(meeting, rng), f"<{graph}>")))
    print(json.dumps({"rdflib": rdflib.__version__, "pyoxigraph": ox.__version__}))
    with tempfile.TemporaryDirectory() as folder:
        memory, path = loading(Path(folder), graphs)
        querying(Path(folder), memory, path)
        serialising(path)
        guarding(path)


if __name__ == "__main__":
    main()
