"""Resolutions, what they decide, whom they assign and by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse.assignments import find_assignments, split_agents
from kg.parse.deadlines import due_date, find_deadline
from kg.parse.resolutions import find_resolutions
from kg.records import ResolutionType, Span

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "resolutions.yaml").read_text("utf-8"))
PIECES = [
    "มติที่ประชุม", "มติ ก.ก.", " รับทราบ", "เห็นชอบ", "ไม่อนุมัติ", "มอบหมายให้", "สำนักการโยธา", "ดำเนินการ", "\n", "\n\n",
    "ที่ประชุม", "พิจารณาแล้ว", "มีมติ", "และ", "๑. ", "(๒) ", "ภายในวันที่ ๓๑ กุมภาพันธ์ ๒๕๖๗", "ระเบียบวาระที่ ๓", "\u00a0", "\u200b",
    "**", "|", "- ไม่มี -", ":", "คณะกรรมการ", "เสนอ", "ตามที่", "ด้วยคะแนนเสียง ๙๙", "x", "(", "เ", "ํา",
]  # fmt: skip


def found(text: str):
    return find_resolutions(text, Span(0, len(text)), "1")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case) -> None:
    got = found(case["text"])
    assert [r.text for r in got] == [w["text"] for w in case["want"]]
    for resolution, want in zip(got, case["want"], strict=True):
        assert {t.value for t in resolution.types} == set(want["types"])
        assert [a.agent for a in resolution.assignments] == want.get("to", [])
        assert (resolution.due.isoformat() if resolution.due else None) == want.get("due")
        assert resolution.vote == want.get("vote")
        if "by" in want:
            assert resolution.proposed_by == want["by"]


def test_marker_without_words_is_kept_as_none() -> None:
    text = "มติที่ประชุม\n\nระเบียบวาระที่ ๕ เรื่องอื่น ๆ"
    (only,) = found(text)
    assert only.types == (ResolutionType.NONE,)
    assert only.text == "มติที่ประชุม"


def test_spans_count_from_the_whole_text() -> None:
    head = "เรื่องเพื่อทราบ\n"
    text = head + "มติที่ประชุม รับทราบ"
    (only,) = find_resolutions(text, Span(len(head), len(text)), "4.1")
    assert text[only.span.start : only.span.end] == "รับทราบ"
    assert text[only.marker_span.start : only.marker_span.end] == "มติที่ประชุม"
    assert only.agenda == "4.1"


def test_one_task_for_each_agent() -> None:
    text = "มอบหมายให้กองคลังและกองช่างจัดทำแผน ภายใน ๓๐ วัน"
    first, second = find_assignments(text, Span(0, len(text)))
    assert (first.agent, second.agent) == ("กองคลัง", "กองช่าง")
    assert first.task == second.task == "จัดทำแผน ภายใน ๓๐ วัน"
    assert first.due is None
    assert first.due_as_written == "ภายใน ๓๐ วัน"


@pytest.mark.parametrize(
    ("agents", "want"),
    [
        ("สำนักงาน ก.ก.", ["สำนักงาน ก.ก."]),
        ("สำนักการคลัง สำนักการโยธา และกองช่าง", ["สำนักการคลัง", "สำนักการโยธา", "กองช่าง"]),
        ("กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม", ["กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม"]),
    ],
)
def test_agents_are_split_at_agencies_only(agents: str, want: list[str]) -> None:
    assert list(split_agents(agents)) == want


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("ภายใน ๓๐ วัน", date(2024, 2, 14)),
        ("ภายในสามสิบวัน", date(2024, 2, 14)),
        ("ภายใน ๒ สัปดาห์", date(2024, 1, 29)),
        ("ภายใน 1 เดือน", date(2024, 2, 15)),
        ("ภายในเดือนกันยายน ๒๕๖๗", date(2024, 9, 30)),
        ("ภายในเดือนกันยายน", date(2024, 9, 30)),
        ("ภายในวันที่ ๕ มีนาคม ๒๕๖๗", date(2024, 3, 5)),
        ("ภายใน ๑๕ วันทำการ", None),
        ("โดยเร็ว", None),
    ],
)
def test_deadlines_counted_from_the_meeting(words: str, want: date | None) -> None:
    known = due_date(words, date(2024, 1, 15))
    assert (known[0] if known else None) == want


def test_a_deadline_without_a_date_stays_as_written() -> None:
    text = "ให้แล้วเสร็จภายใน ๔๕ วัน"
    deadline = find_deadline(text, Span(0, len(text)))
    assert deadline is not None
    assert deadline.date is None
    assert text[deadline.span.start : deadline.span.end] == "ให้แล้วเสร็จภายใน ๔๕ วัน"


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_is_read_and_quotes_agree(text: str) -> None:
    previous = 0
    for resolution in found(text):
        assert resolution.text == text[resolution.span.start : resolution.span.end]
        assert resolution.text
        assert resolution.types
        assert resolution.span.start >= previous
        previous = resolution.span.start
        for assignment in resolution.assignments:
            assert resolution.span.start <= assignment.span.start < assignment.span.end <= resolution.span.end
