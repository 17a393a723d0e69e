"""Vectors by row number, checked against plain numpy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataCorrupt
from search.dense import Dense, load


def vectors(count, dimension=16, seed=7):
    found = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def brute(matrix, query, limit, rows):
    scores = matrix @ query
    order = np.argsort(-scores, kind="stable")[:limit]
    return sorted(int(rows[at]) for at in order)


@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_the_nearest_are_those_of_brute_force(count, limit, seed):
    matrix, rows = vectors(count, seed=seed), np.arange(100, 100 + count)
    dense = Dense(16)
    dense.add(list(rows), matrix)
    query = vectors(1, seed=seed + 1)[0]
    assert dense.search(query, limit) == brute(matrix, query, limit, rows)
    allowed = rows[::2]
    assert dense.search(query, limit, allowed) == brute(matrix[::2], query, limit, allowed)
    assert np.allclose(dense.scores(query, rows[::-1]), (matrix @ query)[::-1], atol=1e-6)


def test_a_large_allowed_set_goes_through_a_selector():
    matrix, rows = vectors(30_000, 8), np.arange(30_000)
    dense = Dense(8)
    dense.add(list(range(30_000)), matrix)
    query, allowed = vectors(1, 8, seed=3)[0], rows[:25_000]
    assert dense.search(query, 10, allowed) == brute(matrix[:25_000], query, 10, allowed)


def test_ties_with_the_last_are_all_returned():
    dense = Dense(4)
    dense.add(range(20), np.tile(np.float32([1, 0, 0, 0]), (20, 1)))
    assert dense.search(np.float32([1, 0, 0, 0]), 3) == list(range(20))


def test_add_and_remove():
    dense = Dense(4)
    dense.add([5, 6], vectors(2, 4))
    with pytest.raises(ValueError, match="already"):
        dense.add([6], vectors(1, 4))
    with pytest.raises(ValueError, match="already"):
        dense.add([7, 7], vectors(2, 4))
    with pytest.raises(ValueError, match=r"expected \(1, 4\)"):
        dense.add([8], vectors(1, 3))
    assert dense.remove([5, 99]) == 1
    assert list(dense.rows()) == [6]
    assert len(dense) == 1


def test_empty_and_nothing_allowed():
    dense, query = Dense(4), np.float32([1, 0, 0, 0])
    assert dense.search(query, 5) == []
    dense.add([1], vectors(1, 4))
    assert dense.search(query, 0) == []
    assert dense.search(query, 5, np.asarray([], dtype=np.int64)) == []
    assert dense.scores(query, np.asarray([], dtype=np.int64)).shape == (0,)
    with pytest.raises(DataCorrupt, match="lack a chunk"):
        dense.scores(query, np.asarray([77]))


def test_saved_and_loaded(tmp_path):
    dense, query = Dense(16), vectors(1, seed=2)[0]
    dense.add(range(30), vectors(30))
    dense.save(tmp_path / "a")
    again = load(tmp_path / "a", 16)
    assert again.search(query, 5) == dense.search(query, 5)
    again.remove([3])
    again.add([3], vectors(1, seed=9))
    assert len(again) == 30


def test_damaged_files_are_refused(tmp_path):
    dense = Dense(16)
    dense.add(range(30), vectors(30))
    dense.save(tmp_path / "a")
    whole = (tmp_path / "a").read_bytes()
    for cut in (0, 10, 100, len(whole) - 1):
        (tmp_path / "b").write_bytes(whole[:cut])
        with pytest.raises(DataCorrupt, match="reindex"):
            load(tmp_path / "b", 16)
    with pytest.raises(DataCorrupt, match="dimension 8"):
        load(tmp_path / "a", 8)
    with pytest.raises(DataCorrupt, match="cannot be read"):
        load(tmp_path / "none", 16)
