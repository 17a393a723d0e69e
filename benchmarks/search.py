"""Measure search: which score, and which fusion, puts the right chunk first.

usage: python -m benchmarks.search [xquad iapp dev speed] [--shared ../shared] [--encoder mati] [--every N]

xquad, iapp: public question sets, every context one chunk; R@1, R@5, MRR@10.
dev: questions over real records, each restricted to its file; a hit is right when it overlaps a gold span.
speed: build, commit, replace and search times over all records at hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kg.documents import read_document
from kg.parse import read_record
from kg.records import Span
from search.chunks import Chunk, make_chunks
from search.encoder import Encoder, load_encoder
from search.filters import Filters
from search.fusion import DEFAULT, Weights, ranked, reciprocal
from search.index import Hit, SearchIndex

DEEP = 100
EVERYTHING = Filters()
SINGLE = {"words": Weights(1, 0, 0), "grams": Weights(0, 1, 0), "dense": Weights(0, 0, 1)}
VARIANTS = {
    **SINGLE,
    "words+grams": Weights(0.5, 0.5, 0),
    "thirds": Weights(1, 1, 1),
    "half dense": Weights(0.25, 0.25, 0.5),
    "default": DEFAULT,
}
Judge = Callable[[Chunk], bool]
Case = tuple[str, Filters, Judge]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "sets",
        nargs="*",
        default=["dev", "speed"],
        metavar="SET",
        help="xquad, iapp, dev, speed (default: dev speed)",
    )
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--encoder", default="mati")
    parser.add_argument("--every", type=int, default=1, help="take every n-th question")
    options = parser.parse_args()
    if not (options.shared / "eval").is_dir():
        raise SystemExit(f"{options.shared / 'eval'} is not there: name its folder with --shared")
    encoder = load_encoder(options.encoder)
    for name in options.sets:
        with tempfile.TemporaryDirectory() as folder:
            if name == "speed":
                measure_speed(Path(folder), encoder, options.shared)
                continue
            with SearchIndex.create(Path(folder) / "index", encoder) as index:
                cases = SETS[name](index, options.shared)
                for group, members in cases.items():
                    compare(f"{name} {group}", index, members[:: options.every])


def compare(title: str, index: SearchIndex, cases: Sequence[Case]) -> None:
    """Print R@1, R@5 and MRR@10 for every variant and for reciprocal-rank fusion."""
    print(f"\n{title}: {len(cases)} questions, {len(index)} chunks")
    for name, weights in VARIANTS.items():
        show(name, [judged(index.search(q, filters=f, weights=weights), judge) for q, f, judge in cases])
    show("reciprocal ranks", [judged(by_ranks(index, q, f), judge) for q, f, judge in cases])


def by_ranks(index: SearchIndex, question: str, filters: Filters) -> list[Hit]:
    found: dict[str, Hit] = {}
    rankings = []
    for weights in SINGLE.values():
        hits = index.search(question, limit=DEEP, filters=filters, weights=weights)
        found.update((hit.chunk.id, hit) for hit in hits)
        rankings.append([hit.chunk.id for hit in hits])
    return [found[name] for name in ranked(reciprocal(rankings))[:10]]


def judged(hits: Iterable[Hit], judge: Judge) -> int | None:
    """Return the rank of the first right hit, from 1, or None."""
    return next((rank for rank, hit in enumerate(hits, 1) if judge(hit.chunk)), None)


def show(name: str, ranks: Sequence[int | None]) -> None:
    total = len(ranks)
    first = sum(rank == 1 for rank in ranks) / total
    five = sum(rank is not None and rank <= 5 for rank in ranks) / total
    mean = sum(1 / rank for rank in ranks if rank) / total
    print(f"  {name:18s} R@1 {first:.4f}  R@5 {five:.4f}  MRR@10 {mean:.4f}")


def contexts(index: SearchIndex, pairs: Sequence[tuple[str, str]]) -> dict[str, list[Case]]:
    """Index each context once; a case is a question and the test for its context."""
    index.add([whole(text) for text in dict.fromkeys(text for text, _ in pairs)])
    index.commit()
    return {
        "": [(question, EVERYTHING, lambda chunk, text=text: chunk.text == text) for text, question in pairs]
    }


def whole(text: str) -> Chunk:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Chunk(sha256[:16], sha256, "context", Span(0, len(text)), text, text, "paragraph")


def xquad(index: SearchIndex, shared: Path) -> dict[str, list[Case]]:
    data = json.loads((shared / "eval" / "xquad.th.json").read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for article in data for paragraph in article["paragraphs"]]
    return contexts(index, [(p["context"], q["question"]) for p in paragraphs for q in p["qas"]])


def iapp(index: SearchIndex, shared: Path) -> dict[str, list[Case]]:
    lines = (shared / "eval" / "iapp_test.jsonl").read_text(encoding="utf-8").splitlines()
    return contexts(index, [(row["context"], row["question"]) for row in map(json.loads, lines)])


def dev(index: SearchIndex, shared: Path) -> dict[str, list[Case]]:
    questions = json.loads((shared / "eval" / "questions_dev.json").read_text(encoding="utf-8"))
    sha256s: dict[str, str] = {}
    cases: dict[str, list[Case]] = defaultdict(list)
    for question in questions:
        file = question["file"]
        spans = [Span(s["start"], s["end"]) for s in question.get("spans") or () if s["file"] == file]
        if not spans:
            continue
        if file not in sha256s:
            document = replace(read_document(shared / "records" / file), file=file)
            sha256s[file] = document.sha256
            index.add(make_chunks(document, read_record(document)))
        filters = Filters(sha256s=frozenset({sha256s[file]}))
        cases[file.split("/")[0]].append((question["question"], filters, overlapping(spans)))
    index.commit()
    return cases


def overlapping(spans: Sequence[Span]) -> Judge:
    return lambda chunk: any(chunk.span.start < span.end and span.start < chunk.span.end for span in spans)


def measure_speed(folder: Path, encoder: Encoder, shared: Path) -> None:
    """Print how long building, replacing and searching take over the records at hand."""
    documents = [read_document(path) for path in sorted((shared / "records").glob("*/*.txt"))]
    records = [read_record(document) for document in documents]
    questions = json.loads((shared / "eval" / "questions_dev.json").read_text(encoding="utf-8"))
    with SearchIndex.create(folder / "index", encoder) as index:
        began = time.perf_counter()
        for document, record in zip(documents, records, strict=True):
            index.add_record(document, record)
        added = time.perf_counter() - began
        began = time.perf_counter()
        index.commit()
        print(f"\nspeed: {len(documents)} records, {len(index)} chunks")
        print(f"  add {added:.2f} s, commit {time.perf_counter() - began:.2f} s")
        began = time.perf_counter()
        index.add_record(documents[0], records[0])
        index.commit()
        print(f"  replace one record {1000 * (time.perf_counter() - began):.0f} ms")
        everywhere = [timed(index, q["question"], EVERYTHING) for q in questions]
        one = Filters(sha256s=frozenset({documents[0].sha256}))
        within = [timed(index, q["question"], one) for q in questions]
    began = time.perf_counter()
    SearchIndex.open(folder / "index", encoder).close()
    print(f"  open {1000 * (time.perf_counter() - began):.0f} ms")
    for name, times in (("everywhere", everywhere), ("in one record", within)):
        print(
            f"  search {name}: p50 {statistics.median(times):.1f} ms, p95 {sorted(times)[int(0.95 * len(times))]:.1f} ms"
        )


def timed(index: SearchIndex, question: str, filters: Filters) -> float:
    began = time.perf_counter()
    index.search(question, filters=filters)
    return 1000 * (time.perf_counter() - began)


SETS = {"xquad": xquad, "iapp": iapp, "dev": dev}

if __name__ == "__main__":
    main()
