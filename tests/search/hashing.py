"""A tiny encoder for tests: hashed character trigrams. Deterministic, no files, no model."""

import zlib
from dataclasses import dataclass

import numpy as np

from search.tokens import char_grams


@dataclass(frozen=True)
class HashingEncoder:
    """Unit counts of trigrams in `dimension` buckets."""

    id: str = "hashing"
    revision: str = "1"
    dimension: int = 64

    def passages(self, texts):
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for at, text in enumerate(texts):
            for gram in char_grams(text, 3):
                vectors[at, zlib.crc32(gram.encode()) % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1)

    def queries(self, texts):
        return self.passages(texts)
