"""How long the threads between 500 records take, and how much one more meeting changes.

python -m benchmarks.threads
"""

from __future__ import annotations

import json
import time

from benchmarks._outlines import outlines
from kg.threads.links import links_to_json
from kg.threads.outline import outline_from_json, outline_to_json
from kg.threads.resolve import follow


def main() -> None:
    made = outlines(500)
    texts = [json.dumps(outline_to_json(o), ensure_ascii=False, separators=(",", ":")) for o in made.values()]
    print(
        f"{len(made)} outlines of {len(next(iter(made.values())).items)} items, {sum(map(len, texts)) / 1e6:.1f} M characters"
    )
    start = time.process_time()
    read = [outline_from_json(json.loads(text)) for text in texts]
    print(f"read from JSON: {time.process_time() - start:.3f} s")
    given = {o.sha256: o for o in read}
    times = []
    for _ in range(5):
        start = time.process_time()
        threads = follow(given, {})
        times.append(time.process_time() - start)
    print(f"follow: first {times[0]:.3f} s, best of 5 {min(times):.3f} s")
    graphs = threads.graphs()
    print(f"graphs: {len(graphs)}, {sum(map(len, graphs.values())) / 1e6:.1f} MB")
    for left_out in (made[next(reversed(made))], made[sorted(made)[0]]):
        less = follow({k: o for k, o in made.items() if k != left_out.sha256}, {})
        changed = [
            k
            for k in made
            if k != left_out.sha256 and links_to_json(less.links(k)) != links_to_json(threads.links(k))
        ]
        series = [g for g, quads in graphs.items() if less.graphs().get(g) != quads]
        print(f"adding {left_out.file}: {len(changed)} other documents and {len(series)} series change")


if __name__ == "__main__":
    main()
