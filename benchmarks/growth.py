"""Adding and removing one meeting in a large store; baseline: the same in a small one.

`python -m benchmarks.growth [RECORDS]`; RECORDS defaults to 500. Records are made (`_made_minutes`). Everything is on:
reading, identity, threads, graph, both indexes, a published snapshot. Medians of five, in one process.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from api.desk import Desk
from api.settings import Settings
from benchmarks._made_minutes import made_minutes

_SMALL = 25
_ROUNDS = 5


def main() -> None:
    """Print the medians and their ratio to the small store's."""
    large = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    measured = {}
    for records in (_SMALL, large):
        with tempfile.TemporaryDirectory() as folder:
            measured[records] = measure(Path(folder), records)
    for step in ("add", "remove"):
        small, big = measured[_SMALL][step], measured[large][step]
        print(
            f"{step:7} one of {large}: {big * 1000:6.0f} ms · {big / small:.1f} × that of {_SMALL} ({small * 1000:.0f} ms)"
        )
    seconds = measured[large]["ingest"]
    print(f"ingest of {large}: {seconds:.1f} s, {seconds / large * 1000:.0f} ms a record")


def measure(folder: Path, records: int) -> dict[str, float]:
    """Return the median seconds of adding and of removing one of `records`, and the seconds of ingesting all."""
    *held, extra = made_minutes(records)
    for made in held:
        path = folder / "in" / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.text, encoding="utf-8")
    adding, removing = [], []
    with Desk.open(Settings(data=folder / "data"), write=True) as desk:
        started = time.perf_counter()
        desk.ingest([folder / "in"])
        seconds = time.perf_counter() - started
        for _ in range(_ROUNDS):
            started = time.perf_counter()
            desk.ingest_bytes(extra.name, extra.text.encode())
            adding.append(time.perf_counter() - started)
            started = time.perf_counter()
            desk.remove(extra.name)
            removing.append(time.perf_counter() - started)
    return {"add": statistics.median(adding), "remove": statistics.median(removing), "ingest": seconds}


if __name__ == "__main__":
    main()
