"""People's decisions as values: checked when they come in, kept as JSON, ordered by their number."""

from __future__ import annotations

from typing import Any

import pytest

from kg.errors import InputError
from kg.identity.decisions import Action, decision, decision_to_json, latest_first, part_of
from kg.identity.names import NameKind

SHA = "a" * 64
GIVEN: dict[str, Any] = {
    "action": "merge",
    "kind": "person",
    "one": "อิสระ  แสงทองดี",
    "other": "อิสรระ แสงทองดี",
    "who": "เจ้าหน้าที่ทะเบียน",
    "when": "2026-11-23T10:00:00",
    "why": "ดูจากต้นฉบับ",
}


def test_a_decision_comes_back_from_json_as_it_was() -> None:
    made = decision(GIVEN, 3)
    assert (made.action, made.kind, made.one, made.id) == (Action.MERGE, NameKind.PERSON, "อิสระ แสงทองดี", 3)
    assert decision(decision_to_json(made), 3) == made


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"action": "join"}, "merge, split, confirm"),
        ({"kind": "body"}, "person, agency, project"),
        ({"one": ""}, '"one"'),
        ({"one": 7}, "must be text"),
        ({"other": ""}, '"other"'),
        ({"other": "อิสระแสงทองดี"}, "one spelling"),
        ({"who": " "}, '"who"'),
        ({"when": "23 พ.ย. 2569"}, "ISO"),
        ({"documents": [SHA]}, "leave them out"),
        ({"action": "split", "documents": ["abc"]}, "64 hexadecimal"),
        ({"action": "split", "documents": "abc"}, "list of sha256"),
        ({"action": "split", "other": "อิสระ แสงทองดี"}, '"documents"'),
    ],
)
def test_what_is_wrong_is_named_with_the_remedy(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        decision(GIVEN | changed)


@pytest.mark.parametrize(
    ("when", "kept"),
    [("2026-11-23", "2026-11-23"), ("20261123", "2026-11-23"), ("2026-11-23 10:00", "2026-11-23T10:00:00")],
)
def test_a_time_is_kept_in_one_form(when: str, kept: str) -> None:
    assert decision(GIVEN | {"when": when}).when == kept


def test_a_split_of_one_spelling_needs_only_its_documents() -> None:
    made = decision(GIVEN | {"action": "split", "other": "", "documents": [SHA, SHA]}, 5)
    assert made.documents == (SHA,)
    assert part_of(made) != part_of(decision(GIVEN | {"action": "split", "other": "", "documents": [SHA]}, 6))


def test_splits_that_name_the_other_alike_mean_the_same_other() -> None:
    one = decision(GIVEN | {"action": "split", "other": "ครูสมใจ", "documents": [SHA]}, 5)
    more = decision(GIVEN | {"action": "split", "other": "ครู สมใจ", "documents": ["b" * 64]}, 9)
    assert part_of(one) == part_of(more)


def test_the_latest_comes_first() -> None:
    assert [made.id for made in latest_first([decision(GIVEN, n) for n in (2, 9, 4)])] == [9, 4, 2]
