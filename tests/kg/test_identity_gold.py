"""How many names are rightly and wrongly made one: tables of invented pairs, and real mentions where they are at hand."""

from __future__ import annotations

import pytest
from identity_gold import (
    RECORDS,
    Pair,
    Score,
    entity_of,
    exact_pairs,
    is_one,
    pairs,
    score_clusters,
    score_pairs,
    shared_gold,
)

from kg.gazetteer import lookup
from kg.identity.names import NameKind
from kg.identity.resolve import resolve

F1, WRONG = 0.97, 0.005


@pytest.mark.parametrize("pair", pairs("dev"), ids=lambda pair: pair.about)
def test_each_pair_that_weights_were_set_by_is_told_right(pair: Pair) -> None:
    assert is_one(pair, resolve(pair.store(), (), lookup)) is pair.same


def test_pairs_held_out_are_told_well_and_far_better_than_by_exact_keys() -> None:
    rows = pairs("held_out")
    found = score_pairs(rows, lookup)
    assert found.f1 >= F1
    assert found.wrong_share <= WRONG
    assert exact_pairs(rows).f1 < 0.5


def test_without_a_gazetteer_nothing_more_is_made_one() -> None:
    for name in ("dev", "held_out"):
        rows = pairs(name)
        alone, listed = score_pairs(rows), score_pairs(rows, lookup)
        assert alone.wrong == 0
        assert alone.right <= listed.right


@pytest.mark.shared
@pytest.mark.skipif(
    not RECORDS.exists(), reason="../shared is not beside this checkout: it holds the real records"
)
def test_mentions_in_real_records_are_told_well() -> None:
    store, units = shared_gold()
    identity = resolve(store, (), lookup)
    own = {unit: entity_of(identity, unit) for unit in units}
    whole = Score()
    for kind in NameKind:
        found = score_clusters(units, own.__getitem__, kind=kind, hard=False)
        assert found.wrong_share <= WRONG, kind
        whole += score_clusters(units, own.__getitem__, kind=kind, hard=True)
    assert whole.f1 >= F1
    assert whole.wrong_share <= WRONG
