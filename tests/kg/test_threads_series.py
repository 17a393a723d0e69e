"""How bodies number their meetings, and which numbers are missing: against a count by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.threads.meetings import Held
from kg.threads.series import Gap, Naming, gaps, scheme


def held(
    number: int | None, year: int | None, day: date | None, session: str = "", *, beside: bool = True
) -> Held:
    iri = f"meeting/{number}/{year}/{session}/{day}"
    return Held(iri, "body", number, year, day, session, session, beside, (f"{number}{year}{session}{day}",))


def told(found: tuple[Gap, ...]) -> set[tuple[int | None, int | None, str]]:
    return {(gap.number, gap.year_be, gap.session) for gap in found}


@pytest.mark.parametrize(
    ("meetings", "kind"),
    [
        ([held(1, 2567, date(2024, 1, 5)), held(7, 2567, date(2024, 7, 5))], "yearly"),
        ([held(None, 2567, date(2024, 1, 5)), held(None, 2567, date(2024, 1, 12)), held(1, 2567, date(2024, 1, 19))], "dated"),
        ([held(2, 2567, date(2024, 1, 5), "สมัยสามัญสมัยที่1")], "session"),
        ([held(2, 2550, date(2007, 1, 5), "ปี2550")], "yearly"),
        ([held(22, 2566, date(2023, 12, 5), beside=False), held(23, 2567, date(2024, 1, 5), beside=False)], "running"),
        ([held(12, 2566, date(2023, 12, 5), beside=False), held(1, 2567, date(2024, 1, 5), beside=False)], "yearly"),
        ([], "dated"),
    ],
)  # fmt: skip
def test_the_scheme_is_told_from_the_meetings(meetings: list[Held], kind: str) -> None:
    assert scheme(meetings) == kind


def brute(kind: str, meetings: list[Held], named: list[Naming]) -> set[tuple[int | None, int | None, str]]:
    """Every number from 1 (running: from the first) that could be missing, tried one by one."""
    missing = set()
    stretches = {(m.year_be, m.session) for m in meetings} | {(n.year_be, n.session) for n in named}
    for year, session in stretches:
        here = {m.number for m in meetings if kind == "running" or (m.year_be, m.session) == (year, session)}
        said = {n.number for n in named if kind == "running" or (n.year_be, n.session) == (year, session)}
        for number in range(1, 60):
            inside = bool(here) and number < max(n or 0 for n in here)
            if kind == "running" and inside and number < min(n or 0 for n in here):
                inside = False
            if (inside or number in said) and number not in here:
                missing.add(
                    (number, None if kind == "running" else year, "" if kind == "running" else session)
                )
    return missing


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["yearly", "session", "running"]))
def test_gaps_are_those_a_count_by_hand_finds(data: st.DataObject, kind: str) -> None:
    years = st.just(2567) if kind == "running" else st.sampled_from([2566, 2567])
    sessions = st.sampled_from(["สมัยสามัญสมัยที่1", "สมัยวิสามัญสมัยที่1"]) if kind == "session" else st.just("")
    keys = data.draw(st.sets(st.tuples(st.integers(1, 30), years, sessions), min_size=1, max_size=12))
    said = data.draw(st.sets(st.tuples(st.integers(1, 40), years, sessions), max_size=5)) - keys
    meetings = [held(n, y, date(y - 543, 1, 1) + timedelta(days=n * 10), s) for n, y, s in keys]
    named = [Naming("sha", i, n, y, None, s) for i, (n, y, s) in enumerate(sorted(said), 1)]
    found = gaps(kind, meetings, named)
    assert told(found) == brute(kind, meetings, named)
    assert found == gaps(kind, meetings[::-1], named[::-1])
    for gap in found:
        assert [n.number for n in gap.named] == (
            [gap.number] if (gap.number, gap.year_be or 2567, gap.session) in said else []
        )


def test_neighbours_are_the_nearest_in_the_store() -> None:
    two, five = held(2, 2567, date(2024, 2, 1)), held(5, 2567, date(2024, 5, 1))
    found = {gap.number: (gap.after, gap.before) for gap in gaps("yearly", [five, two], [])}
    assert found == {1: (None, two.iri), 3: (two.iri, five.iri), 4: (two.iri, five.iri)}


def test_a_misread_number_makes_no_thousand_gaps() -> None:
    first, misread = held(2, 2567, date(2024, 2, 1)), held(256, 2567, date(2024, 2, 8))
    assert told(gaps("yearly", [first, misread], [])) == {(1, 2567, "")}
    assert len(gaps("yearly", [held(300, 2567, None)], [])) == 299
    assert gaps("yearly", [held(2567, 2567, None)], []) == ()


def test_a_session_that_names_its_year_goes_over_new_year() -> None:
    session = "ชุดที่25ปีที่1สมัยสามัญประจำปีครั้งที่สอง"
    meetings = [held(10, 2562, date(2019, 12, 4), session), held(12, 2563, date(2020, 1, 8), session)]
    assert told(gaps("session", meetings, [])) == {
        (n, None, session) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)
    }


def test_a_dated_series_lacks_only_dates_that_are_named() -> None:
    meetings = [held(None, 2567, date(2024, 1, 9)), held(None, 2567, date(2024, 1, 23))]
    named = [
        Naming("b", 2, None, None, date(2024, 1, 16), ""),
        Naming("a", 1, None, None, date(2024, 1, 16), ""),
    ]
    (gap,) = gaps("dated", meetings, named)
    assert (gap.day, gap.number, gap.after, gap.before) == (
        date(2024, 1, 16),
        None,
        meetings[0].iri,
        meetings[1].iri,
    )
    assert [(n.sha256, n.reference) for n in gap.named] == [("a", 1), ("b", 2)]
