"""Exact BM25 over given counts. Pure: no index, no order of arrival, no rounding by length classes.

Scores are scaled so that 1 is a text of average length that holds every query term once: the share of the
question's information that the text covers, whatever the collection.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

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


def coverage(terms: Sequence[Weighted], counts: Iterable[int], length: int, average: float) -> float:
    """Return how much of a query a text covers, 0 to 1.

    Args:
        terms: The query's terms; of each group, the heaviest is what the whole is measured against.
        counts: How often each term stands in the text, in the order of `terms`.
        length: The text's length in terms.
        average: The mean length of all texts, above 0.
    """
    best: dict[int, float] = {}
    whole: dict[int, float] = {}
    norm = K1 * (1 - B + B * length / average)
    for term, count in zip(terms, counts, strict=True):
        whole[term.group] = max(whole.get(term.group, 0.0), term.weight)
        if count:
            got = term.weight * count * (K1 + 1) / (count + norm)
            best[term.group] = max(best.get(term.group, 0.0), got)
    total = sum(whole.values())
    return min(1.0, sum(best.values()) / total) if total > 0 else 0.0
