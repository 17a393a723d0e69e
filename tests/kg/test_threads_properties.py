"""Threads are a function of the set of records: whatever the order, and whatever was there before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import outline

from benchmarks._outlines import names_of, outlines
from kg.identity.names import Known, NameKind, Names
from kg.iris import name_key
from kg.threads.links import DocumentLinks, links_to_json
from kg.threads.parts import Outline
from kg.threads.resolve import Threads, follow

MADE = outlines(12, items=8, per_body=6)
KEYS = sorted(MADE)


def as_bytes(threads: Threads, made: dict[str, Outline]) -> tuple[object, ...]:
    return (
        [(key, links_to_json(threads.links(key))) for key in sorted(made)],
        sorted(threads.graphs().items()),
    )


@settings(max_examples=20, deadline=None)
@given(st.permutations(KEYS), st.sets(st.sampled_from(KEYS)))
def test_neither_order_nor_what_was_removed_matters(order: list[str], removed: set[str]) -> None:
    kept = {key: MADE[key] for key in KEYS if key not in removed}
    shuffled = {key: MADE[key] for key in order if key not in removed}
    names = {key: names_of(MADE[key]) for key in order}
    assert as_bytes(follow(shuffled, names), kept) == as_bytes(follow(kept, names), kept)


def test_one_more_meeting_changes_few_documents() -> None:
    made = outlines(60, items=12)
    whole = follow(made, {})
    for key in sorted(made)[:10]:
        less = follow({k: o for k, o in made.items() if k != key}, {})
        changed = [k for k in made if k != key and whole.links(k) != less.links(k)]
        assert 1 <= len(changed) <= 3
        assert sum(less.graphs().get(g) != quads for g, quads in whole.graphs().items()) == 1


def test_a_body_under_two_names_is_one_series() -> None:
    one, *_, other = list(MADE.values())[:7]
    assert one.body != other.body
    assert one.body
    assert other.body
    names = {other.sha256: Names({(NameKind.AGENCY, name_key(other.body)): Known(one.body)})}
    apart, joined = follow(MADE, {}), follow(MADE, names)
    assert apart.links(one.sha256).series != apart.links(other.sha256).series
    assert joined.links(one.sha256).series == joined.links(other.sha256).series


def test_a_project_under_two_names_is_one() -> None:
    jan = outline(
        "jan",
        {
            "number": "1/2567",
            "items": {"4.1": {"title": "ขออนุมัติโครงการตลาดน้ำ", "projects": ["โครงการตลาดน้ำ"]}},
        },
    )
    feb = outline(
        "feb",
        {
            "number": "2/2567",
            "items": {
                "3": {"title": "เรื่องสืบเนื่อง", "section": "matters-arising"},
                "3.1": {"title": "การเปิดใช้แพโดยสาร", "projects": ["ตลาดน้ำ (FLOAT)"]},
            },
        },
    )
    made = {o.sha256: o for o in (jan, feb)}
    names = {feb.sha256: Names({(NameKind.PROJECT, name_key("ตลาดน้ำ (FLOAT)")): Known("โครงการตลาดน้ำ")})}
    assert follow(made, {}).links(feb.sha256).follows == ()
    (tie,) = follow(made, names).links(feb.sha256).follows
    assert (tie.item, tie.earlier, tie.reason) == ("3.1", "4.1", "same-project")


def test_a_store_without_records_has_no_threads() -> None:
    threads = follow({}, {})
    assert threads.graphs() == {}
    assert threads.links("0" * 64) == DocumentLinks()
