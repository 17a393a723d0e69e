"""Sums of money that decisions name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting_of import meeting_of

from kg.form import read_yaml
from kg.parse.money import find_money
from kg.records import Resolution, ResolutionType, Span

CASES = read_yaml((Path(__file__).parents[1] / "cases" / "money.yaml").read_text("utf-8"))


def decided(text: str, start: int, end: int) -> Resolution:
    return Resolution("4", text[start:end], (ResolutionType.APPROVE,), Span(start, end))


@pytest.mark.parametrize("case", CASES, ids=[case["words"][:30] for case in CASES])
def test_sums(case: dict) -> None:
    text = f"เดิม 5 บาท {case['words']} เพิ่ม 7 บาท"
    start = text.index(case["words"])
    found = find_money(text, [decided(text, start, start + len(case["words"]))])
    assert [m.amount for m in found] == case["sums"]
    for money in found:
        assert money.as_written == " ".join(text[money.span.start : money.span.end].split())
        assert money.agenda == "4"


@pytest.mark.parametrize(
    ("words", "sums"),
    [
        ("ใช้งบประมาณ ๒๕๐,๐๐๐ บาท", ["250000"]),
        ("วงเงิน 1.25 ล้านบาท เป็นเงินค่าจ้าง 900,000 บาท", ["1250000", "900000"]),
        ("ค่าตอบแทนวิทยากรวันละ ๑,๒๐๐ บาท รวมเป็นเงิน ๓,๖๐๐ บาท", ["3600"]),
        ("งบประมาณ ๑๙๗,๕๐๐,๐๐๐ บาท ต่อมาทรุดตัว", ["197500000"]),
        ("ค่าบำรุงคนละ ๒๐๐ บาทต่อเดือน", []),
        ("โครงการ ๓๐ บาทรักษาทุกที่", []),
        ("ค่าจอดรถ ๒๐ บาท", []),
        ("มีผู้เข้าร่วม ๒,๕๐๐ คน", []),
        (
            "| รายการ | งบประมาณ (บาท) |\n|---|---|\n| ป้าย | ๔,๐๐๐ |\n| เวที | ๖,๕๐๐ |\n| รวม | ๑๐,๕๐๐ |",
            ["10500"],
        ),
        ("รายการ\tวงเงิน (ล้านบาท)\nอาคาร\t๑๒.๕\nรวมทั้งสิ้น\t๑๒.๕", ["12500000"]),
        ("| รายการ | จำนวน |\n|---|---|\n| รวม | ๑๐,๕๐๐ |", []),
    ],
)
def test_sums_under_a_matter_of_minutes(words: str, sums: list[str]) -> None:
    record, text = meeting_of(matter=words)
    assert [m.amount for m in record.money] == sums
    for money in record.money:
        assert money.agenda == "4.1"
        assert money.as_written == " ".join(text[money.span.start : money.span.end].split())


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789๑๒,. ล้านบาทแสน/ก\n", max_size=80))
def test_any_words_are_read(text: str) -> None:
    for money in find_money(text, [decided(text, 0, len(text))]):
        assert float(money.amount) >= 0
        assert text[money.span.start : money.span.end].rstrip().endswith("บาท")
