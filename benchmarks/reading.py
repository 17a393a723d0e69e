"""How fast files are read and ingested, as ratios to splitting the same text into lines in the same run.

usage: python -m benchmarks.reading [FOLDER]   (default: the bundled records)
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from api.desk import Desk
from api.settings import read_settings
from kg.documents import read_document
from kg.parse import read_record
from kg.triples import record_to_nquads

ROOT = Path(__file__).parent.parent
ROUNDS = 3


def best(work: object, rounds: int = ROUNDS) -> float:
    """The shortest of several runs, in seconds of processor time."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()  # type: ignore[operator]
        taken.append(time.process_time() - started)
    return min(taken)


def main() -> None:
    """Print characters a second of each stage."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "examples" / "records"
    documents = [read_document(p, name=p.name) for p in sorted(folder.rglob("*.txt"))]
    if not documents:
        sys.exit(f"no .txt files under {folder}")
    size = sum(len(d.text) for d in documents)
    records = [read_record(d) for d in documents]
    lines = best(lambda: [d.text.splitlines() for d in documents])
    stages = {
        "reading": best(lambda: [read_record(d) for d in documents]),
        "triples": best(
            lambda: [record_to_nquads(r, d, files=[d.file]) for r, d in zip(records, documents, strict=True)]
        ),
    }
    print(
        f"{len(documents)} records, {size:,} characters; baseline: splitlines, {size / lines:,.0f} characters/s"
    )
    for name, seconds in stages.items():
        print(f"{name:8} {size / seconds:12,.0f} characters/s   {seconds / lines:8.0f} x the baseline's time")
    with tempfile.TemporaryDirectory() as data:
        started = time.perf_counter()
        with Desk.open(read_settings(data=Path(data)), write=True, command="benchmark") as desk:
            opened = time.perf_counter()
            desk.ingest([folder])
            done = time.perf_counter()
    print(
        f"ingest, everything on: {done - opened:.2f} s ({(done - opened) / len(documents):.3f} s a record), opening {opened - started:.2f} s"
    )


if __name__ == "__main__":
    main()
