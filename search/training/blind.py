"""Does a title find its passage when they share no word? What an encoder knows beyond the words themselves.

    python -m search.training.blind --data DIR search/model …

1,500 titles of the training corpus, without every piece that their first passage has, over those 1,500 passages.
Encoders were trained on these texts: it compares encoders of one corpus and says nothing about other texts.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.retrieval import figures
from search.encoder import StaticEncoder, load_folder
from search.training.pairs import Texts


def blind_pairs(
    texts: Texts, count: int, rng: np.random.Generator
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Titles of at least 4 pieces that their passage, of at least 30, lacks; and those passages."""
    titles: list[np.ndarray] = []
    passages: list[np.ndarray] = []
    for document in rng.permutation(len(texts.documents) - 1):
        first, last = texts.documents[document], texts.documents[document + 1]
        if last - first < 2 or len(titles) == count:
            continue
        passage = texts[first + 1]
        title = texts[first][~np.isin(texts[first], passage)]
        if len(title) >= 4 and len(passage) >= 30:
            titles.append(title)
            passages.append(passage)
    return titles, passages


def unit_vectors(encoder: StaticEncoder, texts: list[np.ndarray]) -> np.ndarray:
    vectors = np.stack([encoder.mean(text.tolist()) for text in texts])
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("models", type=Path, nargs="+")
    args = parser.parse_args()
    titles, passages = blind_pairs(Texts.load(args.data / "pieces.npz"), 1500, np.random.default_rng(7))
    for folder in args.models:
        encoder = load_folder(folder)
        scores = unit_vectors(encoder, titles) @ unit_vectors(encoder, passages).T
        first, five, mean = figures(scores, np.arange(len(titles)))
        print(f"{folder}: R@1 {first:.1f} R@5 {five:.1f} MRR@10 {mean:.1f}")


if __name__ == "__main__":
    main()
