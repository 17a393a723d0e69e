"""Exact BM25 over given counts. Pure: no index, no order of arrival, no rounding by length classes.

Scores are scaled so that 1 is a text of average length that holds every query term once: the share of the
question's information that the text covers, whatever the collection.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Lengths = NDArray[np.float64]

K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Weighted:
    """A query term and its weight: how rare it is, times how much the query means it.

    `group` joins alternatives of one thing (a word and its abbreviation): only the best of a group counts.
    """

    text: str
    weight: float
    group: int


def rarity(frequency: int, total: int) -> float:
    """Return the inverse document frequency of a term standing in `frequency` of `total` texts; above 0."""
    return log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def coverage(terms: Sequence[Weighted], counts: Counts, lengths: Lengths, average: float) -> Lengths:
    """Return how much of a query each of n texts covers: float64 (n,), 0 to 1.

    Args:
        terms: The query's terms; of each group, the heaviest is what the whole is measured against.
        counts: How often each term stands in each text, (n, len(terms)).
        lengths: The texts' lengths in terms, (n,).
        average: The mean length of all texts, above 0.
    """
    if not terms or not len(counts):
        return np.zeros(len(counts))
    order = np.argsort([term.group for term in terms], kind="stable")
    groups = np.asarray([term.group for term in terms])[order]
    weights = np.asarray([term.weight for term in terms])[order]
    firsts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    norms = K1 * (1 - B + B * np.asarray(lengths)[:, None] / average)
    held = np.asarray(counts)[:, order]
    gains = weights * held * (K1 + 1) / (held + norms)
    best = np.maximum.reduceat(gains, firsts, axis=1).sum(axis=1)
    whole = np.maximum.reduceat(weights, firsts).sum()
    covered: Lengths = np.minimum(1.0, best / whole) if whole > 0 else np.zeros(len(counts))
    return covered
