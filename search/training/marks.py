"""Static vectors → rows with two parts: marks, by which a piece is known again, and its meaning, narrowed.

    python -m search.training.marks --data DIR --meaning DIR/h2.npz --out DIR/start.npz

A mark is a few random signs at random places. Sums of marks lie apart however many pieces a text has, so a text
still tells its words; and since few places are shared, a number that grows can be squashed (x / (1 + |x|)) so that
a word said ten times does not drown the others. The commonest pieces have a row each, of the rest several share one:
they hardly meet in one text. Writes `marks` and `meanings` float32 (rows, any), `strengths` float32 (rows,), which
the marks are multiplied by, `places` int64 (pieces,), each piece's row, and `documents` float32 (documents, any),
what each text of `Pairs.usable` means, for batches of texts that are alike.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from search.training.pairs import Texts, canonical_ids


def rarity(texts: Texts, size: int) -> np.ndarray:
    """How rare each piece is, float32 (size,): log of the share of texts without it to those with it."""
    count = len(texts.bounds) - 1
    owner = np.repeat(np.arange(count, dtype=np.int64), np.diff(texts.bounds))
    met = np.unique(owner * size + texts.flat) % size
    having = np.bincount(met, minlength=size)
    return np.log(1 + (count - having + 0.5) / (having + 0.5)).astype(np.float32)


def shared_rows(frequency: np.ndarray, canonical: np.ndarray, rows: int, owners: float = 2 / 3) -> np.ndarray:
    """The row of each piece: a share `owners` of `rows` for the commonest alone, the rest dealt out in turn."""
    total = np.bincount(canonical, frequency, len(canonical))
    kinds = np.unique(canonical)
    ranked = kinds[np.argsort(-total[kinds], kind="stable")]
    rows = min(rows, len(ranked))
    own = len(ranked) if rows == len(ranked) else int(rows * owners)
    places = np.zeros(len(canonical), dtype=np.int64)
    places[ranked[:own]] = np.arange(own)
    if own < len(ranked):
        places[ranked[own:]] = own + np.arange(len(ranked) - own) % (rows - own)
    return places[canonical]


def random_marks(rows: int, dimension: int, signs: int, rng: np.random.Generator) -> np.ndarray:
    """`signs` entries of 1 or -1 in each row of a float32 (rows, dimension), at unit length."""
    marks = np.zeros((rows, dimension), dtype=np.float32)
    for row in marks:
        row[rng.choice(dimension, signs, replace=False)] = rng.choice([-1, 1], signs) / signs**0.5
    return marks


def narrowed(vectors: np.ndarray, frequency: np.ndarray, dimension: int) -> np.ndarray:
    """The `dimension` directions of most spread, pieces weighed by their frequency."""
    weighed = vectors * np.sqrt(frequency + 1e-6)[:, None]
    _, directions = np.linalg.eigh(weighed.T @ weighed)
    return vectors @ directions[:, ::-1][:, :dimension]


def means_of(values: np.ndarray, places: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The weighted mean of the values (pieces, any) that share a row."""
    sums = np.zeros((places.max() + 1, values.shape[1]))
    np.add.at(sums, places, values * weights[:, None])
    return (sums / np.bincount(places, weights)[:, None]).astype(np.float32)


def spread(rows: np.ndarray, texts: Texts, places: np.ndarray, sample: int = 2000) -> float:
    """The root mean square of the numbers of a passage's mean vector, over every so-manieth passage."""
    chosen = range(1, len(texts.bounds) - 1, (len(texts.bounds) - 2) // sample)
    found = [np.square(rows[places[texts[at]]].mean(axis=0)).mean() for at in chosen if len(texts[at]) > 60]
    return float(np.sqrt(np.mean(found)))


def document_vectors(vectors: np.ndarray, texts: Texts) -> np.ndarray:
    """The mean of each text's pieces at unit length, of texts with a title and at least one passage."""
    usable = np.flatnonzero(np.diff(texts.documents) >= 2)
    ends = texts.bounds[texts.documents]
    found = np.stack([vectors[texts.flat[ends[i] : ends[i + 1]]].sum(axis=0) for i in usable])
    return (found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--meaning", type=Path, required=True, help="vectors.npz of search.training.train")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=12_300)
    parser.add_argument("--marks", type=int, default=832, help="dimensions of the marks")
    parser.add_argument("--signs", type=int, default=16)
    parser.add_argument("--meanings", type=int, default=192, help="dimensions of the meaning")
    parser.add_argument("--share", type=float, default=0.5, help="spread of the meaning to that of the marks")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    texts = Texts.load(args.data / "pieces.npz")
    canonical = canonical_ids(Tokenizer.from_file(str(args.data / "tokenizer.json")))
    size = len(canonical)
    frequency = np.bincount(texts.flat, minlength=size) / len(texts.flat)
    vectors = np.load(args.meaning)["vectors"].astype(np.float32)
    places = shared_rows(frequency, canonical, args.rows)
    marks = random_marks(places.max() + 1, args.marks, args.signs, np.random.default_rng(args.seed))
    strengths = means_of(np.sqrt(rarity(texts, size))[:, None], places, np.ones(size))[:, 0]
    meanings = means_of(narrowed(vectors, frequency, args.meanings), places, frequency + 1e-7)
    strengths /= spread(marks * strengths[:, None], texts, places)
    meanings *= args.share / spread(meanings, texts, places)
    np.savez(
        args.out, marks=marks, strengths=strengths, meanings=meanings, places=places,
        documents=document_vectors(vectors, texts),
    )  # fmt: skip
    print(marks.shape, meanings.shape, np.bincount(places).max(), "pieces at most share a row")


if __name__ == "__main__":
    main()
