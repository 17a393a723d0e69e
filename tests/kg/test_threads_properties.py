"""Threads are a function of the set of records: whatever the order, and whatever was there before."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import BODY, outline

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


TITLES = (
    "เรื่องเพื่อทราบ",
    "โครงการสวนสมุนไพรริมคลอง",
    "ความก้าวหน้าโครงการสวนสมุนไพรริมคลอง",
    "การแต่งตั้งกรรมการ",
    "ร่างข้อบัญญัติน้ำเสียชุมชน",
    "น้ำ",
)
SECTIONS = ("matters-arising", "for-consideration", "endorse-minutes", None)


@st.composite
def wild(draw: st.DrawFn) -> dict[str, Outline]:
    """A few meetings with whatever numbers, dates, sessions and references."""
    numbers = (
        st.none() | st.integers(1, 4) | st.sampled_from(["1/2566", "2/2566", "1/2567", "2/2567", "3/2567"])
    )
    days = st.none() | st.dates(date(2023, 1, 1), date(2024, 12, 31))
    sessions = st.none() | st.sampled_from(["สมัยสามัญ สมัยที่ 1", "ปี 2567"])
    bodies = st.sampled_from([BODY, "สภาตำบลบ้านเหนือ", None])
    names = ["2", "3", "3.1", "4"]
    made = {}
    for n in range(draw(st.integers(0, 5))):
        items = {
            name: {
                "title": draw(st.sampled_from(TITLES)),
                "section": draw(st.sampled_from(SECTIONS)),
                "projects": ["โครงการก"],
            }
            for name in draw(st.lists(st.sampled_from(names), unique=True))
        }
        spot = st.sampled_from([*items, "9"])
        refers = [
            {"in": draw(spot), "number": draw(numbers), "date": draw(days), "session": draw(sessions), "body": draw(bodies),
             "item": draw(st.none() | st.sampled_from(names)), "page": draw(st.none() | st.integers(1, 2))}
            for _ in range(draw(st.integers(0, 3)))
        ]  # fmt: skip
        told = {
            "number": draw(numbers),
            "date": draw(days),
            "session": draw(sessions),
            "body": draw(bodies),
            "items": items,
            "refers": refers,
        }
        told["decides"] = {name: ["endorse-minutes"] for name in items if draw(st.booleans())}
        told["assigns"] = [{"in": name, "agent": "กองช่าง"} for name in items]
        told["reports"] = [{"in": draw(spot), "agent": draw(st.sampled_from(["กองช่าง", None]))}]
        told["corrects"] = [{"in": draw(spot), "old": "ก", "new": "ข"}]
        told["planned"] = {"number": draw(numbers), "date": draw(days)}
        one = outline(f"w{n}", told)
        made[one.sha256] = one
    return made


@settings(max_examples=80, deadline=None)
@given(wild(), st.randoms(use_true_random=False))
def test_whatever_records_say_links_lead_to_what_is_there(made: dict[str, Outline], random: Random) -> None:
    threads = follow(made, {})
    order = list(made)
    random.shuffle(order)
    assert as_bytes(follow({k: made[k] for k in order}, {}), made) == as_bytes(threads, made)
    for key, one in made.items():
        links = threads.links(key)
        items = {item.name for item in one.items}
        for follow_up in links.follows:
            assert follow_up.item in items
            assert follow_up.sha256 != key
            assert follow_up.earlier in {item.name for item in made[follow_up.sha256].items}
            assert 0 < follow_up.score <= 1
            assert is_before(made[follow_up.sha256], one)
        for link in links.references:
            assert (link.meeting is None) == (link.sha256 is None)
            assert link.sha256 is None or link.item in {
                None,
                *(item.name for item in made[link.sha256].items),
            }
        assert {concern.item for concern in links.concerns} <= items
        for answer in links.answers:
            assert (answer.agenda, answer.resolution, answer.assignment) in {
                (t.agenda, t.n, t.k) for t in made[answer.sha256].tasks
            }
        for endorsed in links.endorsed:
            assert is_before(one, made[endorsed.sha256])


def is_before(one: Outline, other: Outline) -> bool:
    if one.date and other.date:
        return one.date < other.date
    years = [o.year_be or (o.date.year + 543 if o.date else None) for o in (one, other)]
    if None in years and years != [None, None]:
        return False
    return (years[0] or 0, one.number or 0) < (years[1] or 0, other.number or 0)


def test_a_store_without_records_has_no_threads() -> None:
    threads = follow({}, {})
    assert threads.graphs() == {}
    assert threads.links("0" * 64) == DocumentLinks()
