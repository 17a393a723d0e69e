"""Scores: exact BM25 coverage, and their fusion."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.bm25 import K1, B, Weighted, coverage, rarity
from search.fusion import Scores, Weights, meaning, ranked, reciprocal, weighted


def by_hand(terms, counts, length, average):
    """BM25 as its definition reads, one text at a time."""
    got, whole = {}, {}
    for term, count in zip(terms, counts, strict=True):
        whole[term.group] = max(whole.get(term.group, 0), term.weight)
        gain = term.weight * count * (K1 + 1) / (count + K1 * (1 - B + B * length / average))
        got[term.group] = max(got.get(term.group, 0), gain)
    return min(1.0, sum(got.values()) / sum(whole.values())) if sum(whole.values()) else 0.0


TERMS = st.lists(st.tuples(st.floats(0.01, 9), st.integers(0, 4)), min_size=1, max_size=8)


@given(TERMS, st.data())
@settings(max_examples=80, deadline=None)
def test_coverage_is_bm25_by_hand(terms, data):
    weights = [Weighted(str(at), weight, group) for at, (weight, group) in enumerate(terms)]
    rows = data.draw(
        st.lists(st.lists(st.integers(0, 9), min_size=len(terms), max_size=len(terms)), max_size=5)
    )
    lengths = data.draw(st.lists(st.integers(1, 400), min_size=len(rows), max_size=len(rows)))
    found = coverage(
        weights, np.reshape(rows, (len(rows), len(terms))), np.asarray(lengths, dtype=float), 50.0
    )
    assert found == pytest.approx(
        [by_hand(weights, row, n, 50.0) for row, n in zip(rows, lengths, strict=True)]
    )


def test_coverage_of_plain_cases():
    terms = (Weighted("แผน", 2.0, 0), Weighted("งาน", 1.0, 1))
    found = coverage(terms, np.asarray([[1, 1], [1, 0], [0, 0]]), np.asarray([10.0, 10.0, 10.0]), 10.0)
    assert found == pytest.approx([1.0, 2 / 3, 0.0])
    either = (Weighted("กทม", 2.0, 0), Weighted("กรุงเทพมหานคร", 1.6, 0))
    found = coverage(either, np.asarray([[1, 0], [0, 1], [1, 1]]), np.full(3, 10.0), 10.0)
    assert found == pytest.approx([1.0, 0.8, 1.0])
    assert coverage((), np.zeros((2, 0)), np.ones(2), 1.0).tolist() == [0.0, 0.0]


def test_rarity_falls_with_frequency_and_stays_above_nothing():
    values = [rarity(frequency, 100) for frequency in (0, 1, 50, 100)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0
    assert rarity(10, 100) == pytest.approx(log(1 + 90.5 / 10.5))


def test_weights_count_in_proportion():
    scores = Scores(words=1.0, grams=0.5, dense=0.0)
    assert weighted(scores, Weights(1, 1, 0)) == weighted(scores, Weights(5, 5, 0)) == 0.75
    assert weighted(scores, Weights(0, 0, 1)) == 0.0


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1))
def test_fused_scores_stay_between_0_and_1(cosine, words, grams):
    assert 0 <= weighted(Scores(words, grams, meaning(cosine))) <= 1


def test_ties_go_by_id():
    assert ranked({"b": 0.5, "a": 0.5, "c": 0.9}) == ["c", "a", "b"]


def test_reciprocal_ranks():
    fused = reciprocal([["a", "b"], ["b", "c"]], k=60)
    assert fused == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61, "c": 1 / 62})
    assert ranked(fused) == ["b", "a", "c"]
