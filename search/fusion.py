"""Several scores of one text made into one. Pure functions; ties are broken by id, always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RECIPROCAL_K = 60


@dataclass(frozen=True, slots=True)
class Weights:
    """What words, character n-grams and meaning count for. Only their proportions matter."""

    words: float
    grams: float
    dense: float


# docs/decisions/0003-search.md has the figures these were chosen by
DEFAULT = Weights(words=0.4, grams=0.4, dense=0.2)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one text, each 0 to 1."""

    words: float
    grams: float
    dense: float


def weighted(scores: Scores, weights: Weights = DEFAULT) -> float:
    """Return the weighted mean of the scores, 0 to 1, rounded to 6 digits so that noise never ranks."""
    total = weights.words + weights.grams + weights.dense
    found = weights.words * scores.words + weights.grams * scores.grams + weights.dense * scores.dense
    return round(found / total, 6)


def meaning(cosine: float) -> float:
    """Return an inner product of unit vectors as a score: 0 where they point apart or nowhere."""
    return min(1.0, max(0.0, cosine))


def ranked(scores: Mapping[str, float]) -> list[str]:
    """Return the ids from the best score to the worst; equal scores in the order of their ids."""
    return sorted(scores, key=lambda name: (-scores[name], name))


def reciprocal(rankings: Sequence[Sequence[str]], k: int = RECIPROCAL_K) -> dict[str, float]:
    """Return the reciprocal-rank fusion of rankings (ids, best first): the sum of 1 / (k + rank) from rank 1.

    It needs no scores, but a near miss counts as much as a hit in a ranking; measured against `weighted`.
    """
    found: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, 1):
            found[name] = found.get(name, 0.0) + 1 / (k + rank)
    return found
