"""How far apart two spellings are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.identity.letters import skeleton, slip

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "slips.yaml").read_text(encoding="utf-8"))
thai = st.text(st.sampled_from("กขคงจชซดตถทธนบปผฝพฟภมยรลวสหอะาิีุูเแโไ่้์"), max_size=12)


@pytest.mark.parametrize(("one", "other", "letters"), CASES)
def test_slips_count_as_the_table_says(one: str, other: str, letters: float) -> None:
    assert slip(one, other) == pytest.approx(letters)


@settings(max_examples=150, deadline=None)
@given(thai, thai)
def test_a_slip_is_symmetric_and_nothing_only_between_equals(one: str, other: str) -> None:
    assert slip(one, other) == slip(other, one)
    assert (slip(one, other) == 0.0) == (one == other)


@pytest.mark.parametrize(("one", "other"), [("ขยะ", "ชยะ"), ("ถนน", "ภนน"), ("พริก", "ฟรัก"), ("ที่นี่", "ทีนี")])
def test_a_skeleton_does_not_tell_look_alikes_apart(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
