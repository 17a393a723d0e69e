"""Thai text: digits, normal form with its way back, dates, times, years."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import Span
from kg.thai import (
    arabic_digits,
    buddhist_year,
    find_dates,
    find_times,
    fold,
    normalise,
    sort_key,
    thai_date,
    thai_digits,
)

SOME = st.text(
    alphabet=st.one_of(st.sampled_from("กขเแาะ่้ิีํำ๐๑๒๓ \n\t\u200b\u00a0AaéÉฯๆ"), st.characters()), max_size=60
)


@given(SOME)
@settings(max_examples=300, deadline=None)
def test_normal_form_is_stable_and_maps_back(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal.text).text == normal.text
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert list(normal.starts) == sorted(normal.starts)
    for i in range(len(normal.text)):
        back = normal.back(Span(i, i + 1))
        assert 0 <= back.start < back.end <= len(text)
    assert fold(text) == fold(normal.text) == fold(fold(text))


@given(SOME)
@settings(max_examples=100, deadline=None)
def test_digits_keep_length(text: str) -> None:
    assert len(arabic_digits(text)) == len(thai_digits(text)) == len(text)
    assert thai_digits(arabic_digits(text)) == thai_digits(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ระบบบริหารจัดการ ภายใน", "ระบบบริหารจัดการภายใน"),
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("เเผน", "แผน"),
        ("ครั้งที่ ๗/๒๕๖๓", "ครั้งที่ 7 / 2563"),
        ("อ.ก.ก.", "อกก"),
        ("ที่\u200bประชุม", "ที่ประชุม"),
        ("BMA\u00a0OSS", "bma oss"),
        ("ที่", "ท่ี"),
    ],
)
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_quote_of_a_normal_stretch_is_the_source() -> None:
    text = "ชื่อ  เเผน ๒๕๖๓"
    normal = normalise(text)
    at = normal.text.index("แผน 2563")
    back = normal.back(Span(at, at + len("แผน 2563")))
    assert text[back.start : back.end] == "เเผน ๒๕๖๓"


@pytest.mark.parametrize(
    ("written", "value", "agrees"),
    [
        ("วันพุธที่ ๒๑ ตุลาคม ๒๕๖๓", date(2020, 10, 21), True),
        ("วันศุกร์ที่ ๒๑ ตุลาคม ๒๕๖๓", date(2020, 10, 21), False),
        ("๒ ก.ย. ๖๓", date(2020, 9, 2), None),
        ("๕ เดือนสิงหาคม พ.ศ. ๒๕๖๓", date(2020, 8, 5), None),
        ("๑๔ สิงหาคม พุทธศักราช ๒๕๖๗", date(2024, 8, 14), None),
        ("21/10/2563", date(2020, 10, 21), None),
        ("2020-10-21", date(2020, 10, 21), None),
        ("21 October 2020", date(2020, 10, 21), None),
        ("October 21, 2020", date(2020, 10, 21), None),
    ],
)
def test_dates(written: str, value: date, agrees: bool | None) -> None:
    text = f"เมื่อ {written} นั้น"
    (found,) = find_dates(text)
    assert (found.date, found.weekday_agrees) == (value, agrees)
    assert text[found.span.start : found.span.end] in written


@pytest.mark.parametrize("text", ["๓๑ กุมภาพันธ์ ๒๕๖๓", "๑๒ สิงหา", "ข้อ ๕.๑๐.๒๕๖๓", "๔/๒๕๖๓"])
def test_no_dates(text: str) -> None:
    assert find_dates(text) == []


def test_times() -> None:
    text = "เวลา ๐๙.๓๐ น. ถึง 16:05 นาฬิกา วงเงิน 3.50 บาท"
    assert [f.time for f in find_times(text)] == [time(9, 30), time(16, 5)]
    assert find_times("๒๕.๙๙ น.") == []
    assert [f.time for f in find_times("เวลา 9.30 - 12.00", unit_required=False)] == [
        time(9, 30),
        time(12, 0),
    ]


def test_years_and_thai_dates() -> None:
    assert [buddhist_year(y) for y in (2563, 2020, 63, 5000)] == [2563, 2563, 2563, None]
    assert thai_date(date(2020, 10, 21), weekday=True) == "วันพุธที่ 21 ตุลาคม 2563"
    assert sorted(["เกาะ", "ขา", "กา"], key=sort_key) == ["กา", "เกาะ", "ขา"]
