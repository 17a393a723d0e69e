"""Does a question find its paragraph? R@1 and MRR@10 of each method, in one run, against a named baseline.

    python -m benchmarks.retrieval [--shared ../shared] [--encoder mati …] [--pool train.jsonl …]

XQuAD Thai: 1,190 questions, 240 paragraphs. iApp wiki QA test: 739 questions over its 192 paragraphs, or over
all 1,904 where the training and validation files of the public data set are given by `--pool`. Both are for
measuring only. The baseline is BM25 (k1 1.2, b 0.75) over character 3-grams, computed here. "hybrid" adds the
z-scores of the two with the weight given by `--weight`, fixed beforehand, not fitted.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.thai import normalise
from search.encoder import load_encoder

BASELINE = "BM25 character 3-grams"


@dataclass(frozen=True)
class Task:
    """`right[i]` is the paragraph that answers question i."""

    name: str
    paragraphs: list[str]
    questions: list[str]
    right: np.ndarray


def xquad(path: Path) -> Task:
    paragraphs, questions, right = [], [], []
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            paragraphs.append(paragraph["context"])
            for question in paragraph["qas"]:
                questions.append(question["question"])
                right.append(len(paragraphs) - 1)
    return Task("XQuAD-th", paragraphs, questions, np.asarray(right))


def iapp(path: Path, pool: Sequence[Path]) -> Task:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    paragraphs = list(dict.fromkeys(row["context"] for row in rows))
    place = {text: i for i, text in enumerate(paragraphs)}
    for other in pool:
        for line in other.read_text("utf-8").splitlines():
            context = json.loads(line)["context"]
            if context not in place:
                place[context] = len(paragraphs)
                paragraphs.append(context)
    right = np.asarray([place[row["context"]] for row in rows])
    return Task(f"iApp {path.stem}", paragraphs, [row["question"] for row in rows], right)


def figures(scores: np.ndarray, right: np.ndarray) -> tuple[float, float, float]:
    """R@1, R@5 and MRR@10 in percent; a tie counts against us."""
    own = scores[np.arange(len(right)), right]
    rank = (scores >= own[:, None]).sum(axis=1)
    return (
        100 * float((rank == 1).mean()),
        100 * float((rank <= 5).mean()),
        100 * float((1 / rank * (rank <= 10)).mean()),
    )


def grams(text: str) -> list[str]:
    clean = normalise(text).text.replace(" ", "")
    return [clean[i : i + 3] for i in range(len(clean) - 2)]


def bm25(task: Task) -> np.ndarray:
    counts = [Counter(grams(text)) for text in task.paragraphs]
    lengths = np.asarray([sum(c.values()) for c in counts], dtype=float)
    places: dict[str, list[tuple[int, int]]] = {}
    for i, counter in enumerate(counts):
        for gram, n in counter.items():
            places.setdefault(gram, []).append((i, n))
    norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    scores = np.zeros((len(task.questions), len(counts)))
    for row, question in zip(scores, task.questions, strict=True):
        for gram, times in Counter(grams(question)).items():
            found = places.get(gram, ())
            idf = np.log(1 + (len(counts) - len(found) + 0.5) / (len(found) + 0.5))
            for i, n in found:
                row[i] += times * idf * n * 2.2 / (n + norm[i])
    return scores


def dense(spec: str) -> Callable[[Task], np.ndarray]:
    encoder = load_encoder(spec)
    return lambda task: encoder.queries(task.questions) @ encoder.passages(task.paragraphs).T


def z(scores: np.ndarray) -> np.ndarray:
    return (scores - scores.mean(axis=1, keepdims=True)) / (scores.std(axis=1, keepdims=True) + 1e-9)


def report(task: Task, encoders: Sequence[str], weight: float) -> None:
    print(f"\n{task.name}: {len(task.questions)} questions, {len(task.paragraphs)} paragraphs")
    print(f"{'method':<34}{'R@1':>7}{'R@5':>7}{'MRR@10':>8}{'seconds':>9}  R@1 to baseline")
    begun = time.perf_counter()
    lexical = bm25(task)
    base = figures(lexical, task.right)
    show(BASELINE, base, time.perf_counter() - begun, base)
    for spec in encoders:
        begun = time.perf_counter()
        scores = dense(spec)(task)
        show(f"encoder {spec}", figures(scores, task.right), time.perf_counter() - begun, base)
        show(
            f"hybrid {spec}",
            figures(z(lexical) + weight * z(scores), task.right),
            time.perf_counter() - begun,
            base,
        )


def show(
    name: str, found: tuple[float, float, float], seconds: float, base: tuple[float, float, float]
) -> None:
    print(f"{name:<34}{found[0]:7.1f}{found[1]:7.1f}{found[2]:8.1f}{seconds:9.2f}  x{found[0] / base[0]:.3f}")


def speed(spec: str, texts: Sequence[str]) -> None:
    begun = time.perf_counter()
    encoder = load_encoder(spec)
    loaded = time.perf_counter() - begun
    encoder.passages(texts[:8])
    begun = time.perf_counter()
    encoder.passages(texts)
    took = time.perf_counter() - begun
    size = sum(map(len, texts)) / len(texts)
    print(f"\n{encoder.id} {encoder.revision}: {encoder.dimension} dimensions, load {loaded:.2f} s,")
    print(f"{len(texts) / took:,.0f} passages a second of {size:.0f} characters on the threads given")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--encoder", nargs="+", default=["mati"])
    parser.add_argument("--pool", nargs="*", type=Path, default=[])
    parser.add_argument("--iapp", type=Path, help="another split to ask, such as valid.jsonl")
    parser.add_argument("--weight", type=float, default=0.5)
    args = parser.parse_args()
    found = []
    if (path := args.shared / "eval" / "xquad.th.json").is_file():
        found.append(xquad(path))
    if (path := args.iapp or args.shared / "eval" / "iapp_test.jsonl").is_file():
        found.append(iapp(path, args.pool))
    if not found:
        print(f"Nothing to measure: {args.shared}/eval holds neither xquad.th.json nor iapp_test.jsonl.")
        return
    for spec in args.encoder:
        speed(spec, [text for task in found for text in task.paragraphs])
    for task in found:
        report(task, args.encoder, args.weight)


if __name__ == "__main__":
    main()
