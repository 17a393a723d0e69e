"""Putting text layers together: lines, rows, pages, and which tabs part columns."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.layer import Layer, as_cell
from kg.documents.word.columns import Tabbed, lay_tabs
from kg.records import Method


def test_pages_part_the_text() -> None:
    layer = Layer(Method.DOCX)
    layer.page_break(sure=False)  # nothing stands before it
    layer.line("ก")
    layer.page_break()
    layer.page_break()  # an empty page
    layer.row(["ข", "", "ค\nง\t"])
    layer.page_break(sure=False)
    layer.line("")
    layer.page_break(sure=False)  # no text since the break before
    layer.line("จ")
    layer.page_break()
    text, pages = layer.finish()
    assert text == "ก\n\f\n\f\nข\t\tค\u2028ง\n\f\n\nจ\n"
    assert [text[page.span.start : page.span.end] for page in pages] == [
        "ก\n",
        "",
        "ข\t\tค\u2028ง\n",
        "\nจ\n",
    ]


@pytest.mark.parametrize(
    ("text", "cell"),
    [(" ก \n\n ข ", "ก\u2028ข"), ("ก\tข", "ก ข"), ("\n\u2028\f", ""), ("ก\u00a0ข\u00a0", "ก\u00a0ข")],
)
def test_cells_are_one_line(text: str, cell: str) -> None:
    assert as_cell(text) == cell


LONG = "ที่ประชุมได้พิจารณารายละเอียดโครงการแล้วเห็นว่ามีความเหมาะสมและสอดคล้องกับแผนพัฒนาท้องถิ่น " * 2


@pytest.mark.parametrize(
    ("lines", "laid"),
    [
        (["\tก\tข", "ค"], ["ก ข", "ค"]),
        (
            ["นายสมาน ดีเลิศ\t\t\t\tประธาน", "นายเอก\t\t\t\t\tกรรมการ"],
            ["นายสมาน ดีเลิศ\tประธาน", "นายเอก\tกรรมการ"],
        ),
        (["นายสมาน ดีเลิศ\t\t\t\tประธาน", LONG], ["นายสมาน ดีเลิศ ประธาน", LONG]),
        (["มติที่ประชุม\tรับทราบ", "ระเบียบวาระที่ ๒\tเรื่องรับรอง"], ["มติที่ประชุม รับทราบ", "ระเบียบวาระที่ ๒ เรื่องรับรอง"]),
        ([f"{LONG}\tต่อ", f"{LONG}\tต่อ"], [f"{LONG.strip()} ต่อ"] * 2),
        (["ก\t\t\t\t\t\tข\nค\t\t\t\t\t\tง"], ["ก\tข\nค\tง"]),
    ],
)
def test_tabs(lines: list[str], laid: list[str]) -> None:
    assert lay_tabs([Tabbed(line) for line in lines]) == laid


def test_one_row_alone_is_one_where_others_have_the_same_stops() -> None:
    stops = (600, 5_600)
    lines = ["๑.\tนาย ก\tประธาน", "๒.\tนาย ข\tกรรมการ", "ผู้ไม่มาประชุม", "๑.\tนาย ค\tลากิจ", "ผู้เข้าร่วมประชุม"]
    assert lay_tabs([Tabbed(line, stops) for line in lines]) == [
        "๑. นาย ก\tประธาน", "๒. นาย ข\tกรรมการ", "ผู้ไม่มาประชุม", "๑. นาย ค\tลากิจ", "ผู้เข้าร่วมประชุม",
    ]  # fmt: skip


@given(
    st.lists(st.text(alphabet="กข๑. \t\n", max_size=60), max_size=6),
    st.lists(st.integers(-9, 9_999), max_size=4),
)
@settings(max_examples=100, deadline=None)
def test_only_white_space_changes(lines: list[str], stops: list[int]) -> None:
    laid = lay_tabs([Tabbed(line, tuple(sorted(stops))) for line in lines])
    assert ["".join(line.split()) for line in laid] == ["".join(line.split()) for line in lines]
    assert [line.count("\n") for line in laid] == [line.count("\n") for line in lines]
    assert not any(line.startswith("\t") or line.endswith("\t") for text in laid for line in text.split("\n"))


@pytest.mark.parametrize(
    "text", ["\t" * 1_000_000 + "x", " " * 1_000_000 + "x\ty", "a\t" * 500_000, "a \n" * 300_000 + "\tb"]
)
def test_time_is_linear(text: str) -> None:
    started = time.process_time()
    lay_tabs([Tabbed(text, tuple(range(0, 90_000, 9)))] * 2)
    as_cell(text)
    assert time.process_time() - started < 10
