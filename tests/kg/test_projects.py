"""Projects in tables and prose, and every place that names them again."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse.project_kinds import kind_of
from kg.parse.project_tables import years_of
from kg.parse.projects import find_projects
from kg.records import AgendaItem, Block, BlockKind, Span
from kg.thai import arabic_digits

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "projects.yaml").read_text("utf-8"))
PIECES = [
    "โครงการ", "โครงการพัฒนาระบบ", "จัดหา", "น้ำประปาหมู่บ้าน", " (ABC)", "(", ")", "\t", "|", "\n", "\n\n", "๒๕๖๕", "๒๕๖๕ - ๒๕๖๗",
    "ปีงบประมาณ พ.ศ. ", "ที่", "ดังกล่าว", "ฯ", "“", "”", " ", "ระยะที่ 1", "ABC", "•", "<li>", "๑. ",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case) -> None:
    got = find_projects(case["text"], (), ())
    assert [p.name for p in got] == [w["name"] for w in case["want"]]
    for project, want in zip(got, case["want"], strict=True):
        assert project.acronym == want.get("acronym")
        assert project.category == want.get("category")
        assert list(project.years_be) == want.get("years", [])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("โครงการปลูกป่าชายเลน", "project"),
        ("ชุดโครงการพัฒนาเมืองน่าอยู่", "programme"),
        ("แผนงานบริหารทั่วไป", "programme"),
        ("แผนปฏิบัติการลดฝุ่นละออง", "plan"),
        ("(ร่าง) แผนแม่บทคลองสวย", "plan"),
        ("ยุทธศาสตร์พัฒนาท่าเรือ", "plan"),
        ("ระบบจองห้องประชุม (ROOM BOOK)", "system"),
        ("กิจกรรมเก็บขยะริมคลอง", "activity"),
        ("การประปาหมู่บ้าน", "project"),
    ],
)
def test_the_first_word_says_what_kind_it_is(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("อนุมัติโครงการปลูกป่าชายเลน ภายใต้แผนงานสิ่งแวดล้อมชุมชน วงเงิน ๕๐,๐๐๐ บาท", "แผนงานสิ่งแวดล้อมชุมชน"),
        ("โครงการปลูกป่าชายเลนท่าเรือ (GREEN BAY) ภายใต้แผนปฏิบัติการลดฝุ่นละออง แล้ว", "แผนปฏิบัติการลดฝุ่นละออง"),
        ("โครงการปลูกป่าชายเลนท่าเรือ ภายใต้การกำกับของจังหวัด", None),
        ("โครงการปลูกป่าชายเลนท่าเรือ ตามแผนงานสิ่งแวดล้อม", None),
        ("โครงการปลูกป่าชายเลนท่าเรือ ภายใต้แผน ๕ ปี", None),
    ],
)
def test_what_a_project_is_under(text: str, whole: str | None) -> None:
    (project,) = find_projects(text, (), ())
    assert project.part_of == whole


def test_mentions_say_why() -> None:
    text = (
        "อนุมัติโครงการติดตั้งเครื่องวัดระดับน้ำ (Flood Watch) แล้ว\n"
        "ต่อมา Flood Watch ล่าช้า และโครงการติดตั้งเครื่องวัด ระดับน้ำ ขอขยายเวลา โดยโครงการติดตั้งเครื่องวัดระดับน้ำ (Flood Watch) ต้องรายงาน"
    )
    (project,) = find_projects(text, (), ())
    assert [(text[m.span.start : m.span.end], m.reason) for m in project.mentions] == [
        ("Flood Watch", "acronym"),
        ("โครงการติดตั้งเครื่องวัด ระดับน้ำ", "variant"),
        ("โครงการติดตั้งเครื่องวัดระดับน้ำ (Flood Watch)", "exact"),
    ]


def test_the_longest_name_has_the_mention() -> None:
    text = "โครงการปลูกป่าชายเลน\tโครงการปลูกป่าชายเลนบ้านปากอ่าว\n\nต่อมาโครงการปลูกป่าชายเลนบ้านปากอ่าวได้รับรางวัล"
    short, long = find_projects(text, (), ())
    assert not short.mentions
    assert len(long.mentions) == 1


def test_agenda_and_furniture() -> None:
    text = "สารบัญ โครงการทาสีสะพานปลา\n\nเสนอโครงการทาสีสะพานปลา\n"
    item = AgendaItem("4", "เรื่อง", None, Span(28, len(text)), Span(28, 33))
    (project,) = find_projects(text, (item,), (Block(BlockKind.FURNITURE, Span(0, 26)),))
    assert project.agenda == "4"
    assert text[project.span.start : project.span.end] == "โครงการทาสีสะพานปลา"


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("๒๕๖๐ - ๒๕๖๑", (2560, 2561)),
        ("พ.ศ. 2564 – พ.ศ. 2566", (2564, 2565, 2566)),
        ("2564-67", (2564, 2565, 2566, 2567)),
        ("2500 - 2590", ()),
        ("ไม่มี", ()),
    ],
)
def test_years(words: str, want: tuple[int, ...]) -> None:
    assert years_of(arabic_digits(words)) == want


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=50).map("".join) | st.text(max_size=150))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    projects = find_projects(text, (), ())
    assert [p.span for p in projects] == sorted(p.span for p in projects)
    for project in projects:
        assert project.name
        assert 0 <= project.span.start < project.span.end <= len(text)
        assert list(project.years_be) == sorted(set(project.years_be))
        for mention in project.mentions:
            assert 0 <= mention.span.start < mention.span.end <= len(text)
            assert mention.reason in ("exact", "acronym", "variant")
