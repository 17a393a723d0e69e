"""Passages → arrays of piece ids, so that pairs can be drawn without touching text again.

    python -m search.training.pieces --data DIR

Writes `pieces.npz`: `flat` uint16, `bounds` int64 (texts + 1,), `documents` int64 (documents + 1,) into the texts,
where the first text of a document is its title; and `questions.npz` the same for question, context pairs.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer


def encoded(tokenizer: Tokenizer, texts: Iterable[str]) -> Iterator[np.ndarray]:
    """Piece ids of each text without the unknown piece."""
    source = iter(texts)
    while group := list(islice(source, 4096)):
        for found in tokenizer.encode_batch_fast(group, add_special_tokens=False):
            ids = np.asarray(found.ids, dtype=np.uint16)
            yield ids[ids > 0]


def save(path: Path, rows: Iterable[np.ndarray], documents: list[int]) -> None:
    kept = list(rows)
    bounds = np.cumsum([0, *map(len, kept)])
    np.savez(path, flat=np.concatenate(kept), bounds=bounds, documents=np.asarray(documents))
    print(path.name, len(kept), "texts", bounds[-1], "pieces")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    documents = [0]

    def corpus() -> Iterator[str]:
        with (args.data / "documents.jsonl").open(encoding="utf-8") as rows:
            for line in rows:
                row = json.loads(line)
                documents.append(documents[-1] + 1 + len(row["passages"]))
                yield row["title"]
                yield from row["passages"]

    rows = list(encoded(tokenizer, corpus()))
    save(args.data / "pieces.npz", rows, documents)
    with (args.data / "questions.jsonl").open(encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines]
    texts = [text for pair in pairs for text in (pair["question"], pair["context"])]
    save(args.data / "questions.npz", encoded(tokenizer, texts), list(range(0, len(texts) + 1, 2)))


if __name__ == "__main__":
    main()
