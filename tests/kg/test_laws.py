"""Laws and plans cited."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse.laws import agenda_at, find_laws
from kg.records import AgendaItem, Span

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "laws.yaml").read_text("utf-8"))
PIECES = [
    "พระราชบัญญัติ", "พ.ร.บ.", "ควบคุม", "อาคาร", " พ.ศ. ๒๕๒๒", "พ.ศ. ....", "แผนปฏิบัติการ", "แผนพัฒนา", "ยุทธศาสตร์ชาติ", "(", ")",
    "ระเบียบ", "ว่าด้วย", "และ", " ", "\n", "\n\n", "ที่", "มาตรา", "ประจำปี", "๒๕๖๔ - ๒๕๖๕", "ฉบับที่ ๒", "เ", "ร่าง",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case) -> None:
    got = [(law.name, law.kind, law.year_be) for law in find_laws(case["text"], ())]
    assert got == [(w["name"], w["kind"], w.get("year")) for w in case["want"]]


def test_a_law_is_cited_once_in_each_item() -> None:
    one = "พระราชบัญญัติควบคุมอาคาร พ.ศ. ๒๕๒๒\n"
    text = one + one
    items = [
        AgendaItem(str(n + 1), "เรื่อง", None, Span(n * len(one), (n + 1) * len(one)), Span(0, 1))
        for n in range(2)
    ]
    laws = find_laws(text, items)
    assert [law.agenda for law in laws] == ["1", "2"]
    assert all(text[law.span.start : law.span.end] == one.strip() for law in laws)


def test_the_innermost_item_is_found() -> None:
    items = [
        AgendaItem("4", "", None, Span(0, 100), Span(0, 1)),
        AgendaItem("4.1", "", None, Span(10, 40), Span(10, 11)),
    ]
    starts = sorted((i.span.start, -i.span.end, i.number) for i in items)
    assert [agenda_at(items, starts, at) for at in (5, 10, 39, 40, 100)] == ["4", "4.1", "4.1", "4", None]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=50).map("".join) | st.text(max_size=150))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    laws = find_laws(text, ())
    assert [law.span for law in laws] == sorted(law.span for law in laws)
    for law in laws:
        assert law.name.strip()
        assert law.kind in ("law", "plan")
        assert 0 <= law.span.start < law.span.end <= len(text)
