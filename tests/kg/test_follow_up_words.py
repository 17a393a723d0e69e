"""What is said of earlier work and minutes: reports, corrections, votes, remarks, due dates."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting_of import meeting_of

from kg.documents import read_document
from kg.form import read_yaml
from kg.parse import read_record
from kg.parse.votes import find_votes
from kg.records import Correction, Record, Report, ResolutionType, Span, Suggestion

TABLES = Path(__file__).parents[1] / "cases"
COUNTS = ("in_favour", "against", "abstained", "not_voting", "present")


def cases(name: str, key: str = "words") -> Any:
    rows = read_yaml((TABLES / f"{name}.yaml").read_text("utf-8"))
    assert len(rows) >= 25
    return pytest.mark.parametrize("case", rows, ids=[" ".join(row[key].split())[:40] for row in rows])


def said(text: str, fact: Report | Correction | Suggestion) -> str:
    return text[fact.span.start : fact.span.end]


@cases("reports")
def test_reports_on_earlier_work(case: dict[str, Any]) -> None:
    record, text = meeting_of(arising=case["words"])
    want = case.get("want", [])
    assert [r.kind for r in record.reports] == [w["kind"] for w in want]
    for report, one in zip(record.reports, want, strict=True):
        assert report.agenda == "3.1"
        assert report.text == said(text, report)
        if "agent" in one:
            assert report.agent == one["agent"]
        if len(want) == 1:
            assert said(text, report) == one.get("text", case["words"].removesuffix("\n"))


def test_a_follow_up_under_another_item_is_a_report_and_other_words_there_are_none() -> None:
    record, _ = meeting_of(matter="ตามมติที่ประชุมครั้งที่ ๓/๒๕๖๗ นั้น กองช่างได้ปรับพื้นที่เรียบร้อยแล้ว")
    assert [(r.agenda, r.kind, r.agent) for r in record.reports] == [("4.1", "done", "กองช่าง")]
    record, _ = meeting_of(matter="กองช่างได้ปรับพื้นที่เรียบร้อยแล้ว", arising="- ไม่มี -")
    assert record.reports == ()


@cases("corrections")
def test_corrections_to_earlier_minutes(case: dict[str, Any]) -> None:
    want = case.get("want", [])
    how = "โดยมีการแก้ไข" if want else "โดยไม่มีการแก้ไข"
    record, text = meeting_of(endorsed=case["words"], endorsement=f"รับรองรายงานการประชุม ครั้งที่ ๓/๒๕๖๗ {how}")
    keys = ("page", "line", "old", "new", "after")
    assert [{k: getattr(c, k) for k in keys} for c in record.corrections] == [
        {k: one.get(k) for k in keys} for one in want
    ]
    for correction in record.corrections:
        assert correction.agenda == "2"
        for words in (correction.old, correction.new, correction.after):
            assert words is None or words in said(text, correction)


def test_a_correction_in_the_resolution_is_read_and_told_once() -> None:
    words = "หน้า ๒ บรรทัดที่ ๔ จาก “ก” เป็น “ข”"
    record, _ = meeting_of(
        endorsed=f"กรรมการขอแก้ไข{words}", endorsement=f"รับรองรายงานการประชุม โดยแก้ไข{words}"
    )
    (only,) = record.corrections
    assert (only.page, only.line, only.old, only.new) == (2, 4, "ก", "ข")


@cases("votes")
def test_votes_are_counted(case: dict[str, Any]) -> None:
    types = tuple(map(ResolutionType, case.get("types", ["approve"])))
    text = f"มติที่ประชุม {case['words']}\n"
    start = len("มติที่ประชุม ")
    votes = find_votes(text, Span(start, start + len(case["words"])), types)
    if "want" not in case:
        assert votes is None
        return
    assert votes is not None
    assert {k: getattr(votes, k) for k in COUNTS} == {k: case["want"].get(k) for k in COUNTS}
    assert text[votes.span.start : votes.span.end] in case["words"]


def test_a_count_beside_the_resolution_is_its_own() -> None:
    count = "ผลการลงมติ ผู้ลงมติ ๑๒ คน เห็นชอบ ๙ เสียง ไม่เห็นชอบ ๒ เสียง งดออกเสียง ๑ เสียง"
    record, text = meeting_of(matter=count)
    votes = {r.agenda: r.votes for r in record.resolutions}
    assert votes["3.1"] is None
    own = votes["4.1"]
    assert own is not None
    assert (own.present, own.in_favour, own.against, own.abstained) == (12, 9, 2, 1)
    assert text[own.span.start : own.span.end] in count


@cases("remarks")
def test_remarks_of_those_who_speak(case: dict[str, Any]) -> None:
    record, text = meeting_of(matter=case["words"])
    want = case.get("want", [])
    assert [(r.kind, r.by) for r in record.remarks] == [(w["kind"], w["by"]) for w in want]
    for remark, one in zip(record.remarks, want, strict=True):
        assert (remark.agenda, remark.number) == ("4.1", None)
        assert remark.text == said(text, remark) == one.get("text", case["words"])
        assert (remark.by is None) == (remark.by_span is None)
        if remark.by is not None and remark.by_span is not None:
            assert text[remark.by_span.start : remark.by_span.end].endswith(remark.by)
    assert record.suggestions == ()


@pytest.mark.parametrize(
    ("heading", "item", "kind", "by"),
    [
        ("ความเห็นและข้อเสนอแนะของที่ประชุม", "๑. ควรขยายเวลา", "suggestion", None),
        ("ข้อสังเกตของที่ประชุม", "๑. ควรขยายเวลา", "observation", None),
        ("ความเห็นของที่ประชุม", "๑. สถานที่คับแคบ", "opinion", None),
        ("ความเห็นของที่ประชุม", "๑. ควรขยายเวลา", "suggestion", None),
        ("ความเห็นและข้อเสนอแนะของที่ประชุม", "๑. นายสมหมาย คำแก้ว เห็นว่าสถานที่คับแคบ", "opinion", "สมหมาย คำแก้ว"),
        ("ความเห็นและข้อเสนอแนะของที่ประชุม", "๑. นายสมหมาย คำแก้ว : ควรขยายเวลา", "suggestion", "สมหมาย คำแก้ว"),
        ("ความเห็นและข้อเสนอแนะของที่ประชุม", "๑. ผู้แทนโรงเรียนขอให้เลื่อนเวลา", "suggestion", "ผู้แทนโรงเรียน"),
        ("ประธานมีข้อเสนอแนะ ดังนี้", "๑. ให้เชิญผู้ปกครอง", "suggestion", "ประธาน"),
        ("คณะกรรมการมีข้อสังเกต ดังนี้", "๑. สถานที่คับแคบ", "observation", None),
    ],
)
def test_who_made_a_listed_suggestion(heading: str, item: str, kind: str, by: str | None) -> None:
    record, text = meeting_of(matter=f"{heading}\n{item}\n๒. ควรจัดรถรับส่ง")
    first = record.suggestions[0]
    assert (first.number, first.kind, first.by) == (1, kind, by)
    if first.by_span is not None:
        assert text[first.by_span.start : first.by_span.end].endswith(str(by))


@cases("due", "decision")
def test_due_dates(case: dict[str, Any]) -> None:
    record, _ = meeting_of(decision=case["decision"])
    resolution = next(r for r in record.resolutions if r.agenda == "4.1")
    (told,) = resolution.assignments
    assert (told.due.isoformat() if told.due else None) == case.get("due")
    assert told.due_basis == case.get("basis")
    if "words" in case:
        assert told.due_as_written == case["words"]
    # the resolution's own date is one its words give in full
    assert resolution.due is None or (resolution.due == told.due and resolution.due_basis == "stated")
    assert resolution.due is None or any(word in case["decision"] for word in ("วันที่", "เม.ย."))


PIECES = [
    "กองช่าง", "นายสมหมาย คำแก้ว ", "ประธาน", "รายงานว่า", "ได้จัดส่ง", "แล้ว", "แล้วเสร็จ", "ยังไม่", "อยู่ระหว่าง", "ร้อยละ ๗๐", " นั้น ", "ตามที่",
    "หน้า ๓ ", "บรรทัดที่ ๕ ", "จาก “ก” เป็น “ข”", "ให้ตัด", "“", "”", "เพิ่มข้อความ", "ต่อจาก", "เห็นด้วย ๙ เสียง", "ไม่เห็นชอบ", "๕ ต่อ ๒",
    "ให้ข้อสังเกตว่า", "สอบถามว่า", "เสนอแนะ", "ภายใน ๓๐ วัน", "ครั้งที่ ๓/๒๕๖๗", "ระเบียบวาระที่ ๔.๑", "การประชุมครั้งที่แล้ว", "๑,๒๐๐ บาท", " ", "\n", "\t", "|", "๑. ",
]  # fmt: skip


def spans_of(record: Record) -> list[tuple[str | None, Span]]:
    quoted = [*record.reports, *record.remarks, *record.suggestions]
    return [
        *((fact.text, fact.span) for fact in quoted),
        *((None, fact.span) for fact in (*record.corrections, *record.references, *record.money)),
        *((None, r.votes.span) for r in record.resolutions if r.votes),
        *((None, r.by_span) for r in quoted if isinstance(r, Suggestion) and r.by_span),
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.sampled_from(["endorsed", "arising", "matter"]),
)
def test_any_words_are_read_and_every_span_lies_in_the_text(words: str, where: str) -> None:
    record, text = meeting_of(**{where: words})
    for quote, span in spans_of(record):
        assert 0 <= span.start < span.end <= len(text)
        assert quote is None or quote == text[span.start : span.end]
    agendas = {item.number for item in record.agenda}
    assert {fact.agenda for fact in (*record.reports, *record.remarks, *record.corrections)} <= agendas


SHARED = Path(__file__).parents[3] / "shared" / "records"


@pytest.mark.shared
@pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared is not beside this checkout: real records may not be copied here"
)
def test_real_records_without_follow_ups_have_none(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(SHARED.glob("*/*.txt")):
        document = read_document(path)
        record = read_record(document)
        for quote, span in spans_of(record):
            assert quote is None or quote == document.text[span.start : span.end], path.name
        for name in ("reports", "corrections", "remarks", "suggestions", "money"):
            counts[record.kind.value, name] += len(getattr(record, name))
    with capsys.disabled():
        print(f"\n{dict(sorted((k, n) for k, n in counts.items() if n))}")  # noqa: T201 - for whoever runs this
    # read by a person: none of these records tells of earlier work, corrects minutes or names a speaker
    assert {name for (_, name), n in counts.items() if n} <= {"suggestions", "money"}
