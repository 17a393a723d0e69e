"""Questions answered right and with evidence, against a named baseline in the same run.

usage: python -m benchmarks.answers [DATA QUESTIONS.json]

Without arguments: the bundled records and `tests/cases/example_questions.yaml`. The baseline quotes the best passage of
plain search, always, and never says no.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from api.desk import Desk
from api.settings import read_settings
from kg.evidence import Answer, AnswerKind
from search.filters import Filters
from tests.scoring import has_evidence, is_right

ROOT = Path(__file__).parent.parent
CUT = 430


def baseline(desk: Desk, question: dict[str, Any]) -> Answer:
    """Quote the best passage."""
    only = frozenset({desk.entry(question["in"]).sha256}) if question.get("in") else None
    hits = desk.search(question["question"], limit=1, filters=Filters(sha256s=only))
    if not hits:
        return Answer(question["question"], "", AnswerKind.NONE)
    return Answer(question["question"], hits[0].chunk.text[:CUT], AnswerKind.TEXT, (hits[0].citation,))


def measure(desk: Desk, questions: list[dict[str, Any]], name: str, ask: Any) -> float:
    """Print the shares of a method; return the share right."""
    rows: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0])
    seconds = []
    for question in questions:
        started = time.perf_counter()
        answer = ask(desk, question)
        seconds.append(time.perf_counter() - started)
        right = is_right(question, answer.answer, answer.kind.value)
        for key in ("all", question["difficulty"]):
            rows[key][0] += 1
            rows[key][1] += right
            if question["spans"]:
                rows[key][2] += 1
                rows[key][3] += has_evidence(question, answer.citations)
    print(f"{name}: median {1000 * sorted(seconds)[len(seconds) // 2]:.0f} ms a question")
    for key in sorted(rows):
        n, right, m, shown = rows[key]
        print(f"  {key:14} n={n:3.0f} right {right / n:6.1%}" + (f" evidence {shown / m:6.1%}" if m else ""))
    return rows["all"][1] / rows["all"][0]


def run(data: Path, questions: list[dict[str, Any]]) -> None:
    """Measure Mati and the baseline on one data folder."""
    with Desk.open(read_settings(data=data)) as desk:
        base = measure(desk, questions, "baseline: best passage", baseline)
        ours = measure(desk, questions, "mati", lambda d, q: d.ask(q["question"], within=q.get("in")))
    print(f"right, ratio to baseline: {ours / base:.2f}" if base else "the baseline answered none")


def main() -> None:
    """Run on the arguments, or on the bundled records."""
    if len(sys.argv) == 3:
        run(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
        return
    cases = yaml.safe_load((ROOT / "tests/cases/example_questions.yaml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        with Desk.open(read_settings(data=Path(folder)), write=True, command="benchmark") as desk:
            desk.ingest([ROOT / "examples" / "records"])
        run(Path(folder), cases)


if __name__ == "__main__":
    main()
