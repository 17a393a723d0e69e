"""How long the threads between 500 records take in a process just begun, and how much one more meeting changes.

python -m benchmarks.threads
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._outlines import names_of, outlines
from kg.identity.names import names_from_json, names_to_json
from kg.threads.links import links_to_json
from kg.threads.outline import outline_from_json, outline_to_json
from kg.threads.resolve import follow


def main() -> None:
    made = outlines(500)
    names = {sha256: names_of(outline) for sha256, outline in made.items()}
    with TemporaryDirectory() as folder:
        stored = Path(folder) / "outlines.json"
        rows = [[outline_to_json(o), names_to_json(names[o.sha256])] for o in made.values()]
        stored.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        items = len(next(iter(made.values())).items)
        print(f"{len(made)} outlines of {items} items, {stored.stat().st_size / 1e6:.1f} MB with their names")
        sys.stdout.flush()
        for _ in range(3):
            subprocess.run([sys.executable, "-m", "benchmarks.threads", str(stored)], check=True)
    threads = follow(made, names)
    for left_out in (list(made)[-1], sorted(made)[0]):
        less = follow({k: o for k, o in made.items() if k != left_out}, names)
        changed = [
            k
            for k in made
            if k != left_out and links_to_json(less.links(k)) != links_to_json(threads.links(k))
        ]
        series = [g for g, quads in threads.graphs().items() if less.graphs().get(g) != quads]
        print(f"adding {made[left_out].file}: {len(changed)} other documents and {len(series)} series change")


def cold(stored: Path) -> None:
    """Measure once, in a process that has not followed anything before."""
    start = time.process_time()
    read = [json.loads(line) for line in stored.read_text(encoding="utf-8").splitlines()]
    made = [(outline_from_json(outline), names_from_json(names)) for outline, names in read]
    loaded = time.process_time()
    threads = follow({o.sha256: o for o, _ in made}, {o.sha256: n for o, n in made})
    done = time.process_time()
    graphs = threads.graphs()
    size = sum(map(len, graphs.values())) / 1e6
    print(
        f"read {loaded - start:.3f} s, follow {done - loaded:.3f} s ({len(graphs)} series graphs, {size:.1f} MB)"
    )


if __name__ == "__main__":
    cold(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
