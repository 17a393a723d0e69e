"""Other meetings referred to."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.form import form
from kg.parse.references import find_references
from kg.records import AgendaItem, Section, Span

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "references.yaml").read_text("utf-8"))
BODY = "คณะกรรมการชลธาร"
PIECES = [
    "การประชุม", "ครั้งที่ ๖/๒๕๖๓", "ครั้งที่", "เมื่อวันที่ ๕ สิงหาคม ๒๕๖๓", "เมื่อวันที่ ๓๑ กุมภาพันธ์ ๒๕๖๓", "คณะรัฐมนตรี", "มีมติ", "มติ",
    "ก.ก. ", "สำนักงาน ก.พ.", "คณะกรรมการ", "(", " ", "\n", "และ", "ครม.", "ประจำปี 2567", "๑/๑",
    "ระเบียบวาระที่ ๔.๑", "หน้า ๕", "บรรทัดที่ ๑๒", "เรื่อง ", "ของ", "ครั้งที่แล้ว", " และ ๔.๒",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case) -> None:
    got = [
        (r.body, r.number, r.year_be, r.date.isoformat() if r.date else None, r.item, r.page, r.line)
        for r in find_references(case["text"], (), BODY)
    ]
    keys = ("body", "number", "year", "date", "item", "page", "line")
    assert got == [tuple(want.get(key) for key in keys) for want in case["want"]]


def test_heading_and_announcement_are_no_references() -> None:
    text = "รายงานการประชุม ครั้งที่ ๗/๒๕๖๖\n\nเรื่องสืบเนื่องจากการประชุมครั้งที่ ๖/๒๕๖๖\n\nประชุมครั้งที่ ๘/๒๕๖๖\n"
    first, second = text.index("เรื่องสืบ"), text.index("ประชุมครั้งที่ ๘")
    items = (
        AgendaItem("3", "", Section.MATTERS_ARISING, Span(first, second), Span(first, first + 5)),
        AgendaItem("6", "", Section.NEXT_MEETING, Span(second, len(text)), Span(second, second + 5)),
    )
    (only,) = find_references(text, items, BODY)
    assert (only.number, only.agenda) == (6, "3")
    assert text[only.span.start : only.span.end] == "ครั้งที่ ๖/๒๕๖๖"


def test_the_heading_of_its_own_item_is_no_place_in_other_minutes() -> None:
    text = (
        "ระเบียบวาระที่ ๒ เรื่องรับรองรายงานการประชุมครั้งที่ ๖/๒๕๖๖\n"
        "ระเบียบวาระที่ ๓ เรื่องสืบเนื่องจากการประชุมครั้งที่ ๖/๒๕๖๖\nระเบียบวาระที่ ๔ เรื่องเพื่อทราบ\n"
    )
    starts = [text.index(f"ระเบียบวาระที่ {n}") for n in "๒๓๔"] + [len(text)]
    items = tuple(
        AgendaItem(str(n + 2), "", None, Span(starts[n], starts[n + 1]), Span(starts[n] + 17, starts[n + 1]))
        for n in range(3)
    )
    found = find_references(text, items, BODY)
    assert [(r.agenda, r.number, r.item) for r in found] == [("2", 6, None), ("3", 6, None)]


def test_a_mention_without_date_takes_the_date_written_elsewhere() -> None:
    text = "การประชุมครั้งที่ ๖/๒๕๖๖ เมื่อวันที่ ๕ สิงหาคม ๒๕๖๖\n\nการประชุมครั้งที่ ๖/๒๕๖๖ ได้พิจารณาแล้ว"
    (only,) = find_references(text, (), BODY)
    assert only.date is not None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=150))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for reference in find_references(text, (), BODY):
        assert 0 <= reference.span.start < reference.span.end <= len(text)
        written = text[reference.span.start : reference.span.end]
        last = any(word in written for word in form("references")["previous"])  # "ครั้งที่แล้ว" has no number
        assert reference.number is not None or reference.date is not None or last
