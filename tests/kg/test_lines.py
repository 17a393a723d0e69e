"""Lines, markers, furniture, tables and blocks."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse.blocks import Known, build_blocks
from kg.parse.layout import read_layout
from kg.parse.lines import face, split_lines, tidy
from kg.parse.markers import read_marker
from kg.records import BlockKind

PIECES = st.lists(
    st.sampled_from(
        [
            "๑. ",
            "๒.๑ ",
            "(๓) ",
            "- ",
            "|",
            "\t",
            "**",
            "<b>",
            "</p>",
            "# ",
            "ก",
            "ที่ประชุม",
            " ",
            "\n",
            "\n\n",
            "...",
            ".....",
            "- ๒ -",
            "\r\n",
        ]
    ),
    max_size=60,
)


@given(PIECES)
@settings(max_examples=200, deadline=None)
def test_face_and_lines_keep_offsets(pieces: list[str]) -> None:
    text = "".join(pieces)
    shown = face(text)
    assert len(shown) == len(text)
    for line in split_lines(text):
        assert shown[line.body.start : line.body.end] == line.text
        assert "\n" not in text[line.span.start : line.span.end]
    assert sum(line.span.end - line.span.start + 1 for line in split_lines(text)) in (
        len(text),
        len(text) + 1,
    )


@given(PIECES)
@settings(max_examples=200, deadline=None)
def test_blocks_are_in_order_and_hold_every_word(pieces: list[str]) -> None:
    text = "".join(pieces)
    blocks = build_blocks(read_layout(text), Known())
    for one, other in pairwise(blocks):
        assert one.span.end <= other.span.start
    for at, char in enumerate(text):
        if char in "กท":
            assert sum(b.span.start <= at < b.span.end for b in blocks) == 1


@pytest.mark.parametrize(
    ("text", "label", "style"),
    [
        ("๑. เรื่องแรก", "1", "plain"),
        ("๑.เรื่องแรก", "1", "plain"),
        ("๒) ข้อสอง", "2", "plain"),
        ("(๓) ข้อสาม", "3", "round"),
        ("๔.๑ เรื่องย่อย", "4.1", "dotted"),
        ("๔.๑.๒ เรื่องย่อย", "4.1.2", "dotted"),
        ("ก. หมวด", "ก", "letter"),
        ("- ไม่มี", "-", "bullet"),
        ("• ข้อ", "-", "bullet"),
        ("๑๒.", "12", "plain"),
    ],
)
def test_markers(text: str, label: str, style: str) -> None:
    marker = read_marker(face(text))
    assert marker is not None
    assert (marker.label, marker.style) == (label, style)


@pytest.mark.parametrize(
    "text", ["๐๙.๓๐ น. เริ่มประชุม", "๑.๕ ล้านบาท", "๒๕๖๓ เป็นปี", "ก.พ. เห็นชอบ", "๑,๒๐๐ บาท", ""]
)
def test_no_markers(text: str) -> None:
    assert read_marker(face(text)) is None


def furniture(text: str) -> list[str]:
    layout = read_layout(text)
    return [text[layout.lines[i].span.start : layout.lines[i].span.end] for i in sorted(layout.furniture)]


def test_catchwords_page_numbers_and_rules_are_no_content() -> None:
    text = (
        "ข้อความก่อนหน้า\n\n๒. นโยบาย...\n\n- ๓ -\n\n๒. นโยบายระดับชาติ\n\nหน้า 4/10\n=====\n"
        "/ระเบียบวาระที่ ๔...\n\nระเบียบวาระที่ ๔ เรื่องอื่น ๆ\nและอื่น ๆ อีกมาก...\nจบ\n"
    )
    assert furniture(text) == ["๒. นโยบาย...", "- ๓ -", "หน้า 4/10", "=====", "/ระเบียบวาระที่ ๔..."]


def test_catchword_of_a_table() -> None:
    assert furniture("ก่อน\n\nประเด็น...\n\nประเด็น\tผล\tต่อไป\n") == ["ประเด็น..."]


def test_running_header() -> None:
    page = "รายงานการประชุมคณะกรรมการทดสอบ ครั้งที่ ๑/๒๕๖๘\n- {} -\nข้อความหน้า {}\n\n"
    text = "".join(page.format(i, i) for i in range(2, 6))
    found = furniture(text)
    assert found.count("รายงานการประชุมคณะกรรมการทดสอบ ครั้งที่ ๑/๒๕๖๘") == 4


def test_empty_cells_are_kept() -> None:
    text = "\t๒๕๖๐ - ๒๕๖๑\t๒๕๖๒\nระบบ ก\tโครงการหนึ่ง\t\n\t\tโครงการสอง\n"
    rows = read_layout(text).tables
    assert [[text[c.start : c.end] for c in row.cells] for row in rows] == [
        ["", "๒๕๖๐ - ๒๕๖๑", "๒๕๖๒"],
        ["ระบบ ก", "โครงการหนึ่ง", ""],
        ["", "", "โครงการสอง"],
    ]


def test_markdown_cells_may_hold_line_breaks() -> None:
    text = "| ๑ | นาย ก\n(ผู้อำนวยการ\nกองคลัง) | กรรมการ |\n|--|--|--|\n| ๒ | นาย ข | กรรมการ |\n"
    rows = read_layout(text).tables
    assert [row.ruled for row in rows] == [False, True, False]
    assert tidy(text[rows[0].cells[1].start : rows[0].cells[1].end]) == "นาย ก (ผู้อำนวยการ กองคลัง)"


def kinds(text: str) -> list[tuple[str, str, str | None]]:
    blocks = build_blocks(read_layout(text), Known())
    return [(b.kind.value, text[b.span.start : b.span.end], b.marker) for b in blocks]


def test_wrapped_lines_are_one_paragraph_and_lists_are_items() -> None:
    text = "ย่อหน้าแรกยาวพอจะ\nขึ้นบรรทัดใหม่\n\n๑. ข้อแรก\nต่อข้อแรก\n๒. ข้อสอง\n\nสาระสำคัญของเรื่อง\n\nย่อหน้าสุดท้าย"
    assert kinds(text) == [
        ("paragraph", "ย่อหน้าแรกยาวพอจะ\nขึ้นบรรทัดใหม่", None),
        ("list-item", "๑. ข้อแรก\nต่อข้อแรก", "1"),
        ("list-item", "๒. ข้อสอง", "2"),
        ("heading", "สาระสำคัญของเรื่อง", None),
        ("paragraph", "ย่อหน้าสุดท้าย", None),
    ]
    blocks = build_blocks(read_layout(text), Known())
    assert blocks[-1].heading == "สาระสำคัญของเรื่อง"


def test_item_goes_on_after_a_page_break() -> None:
    text = "๑. ข้อแรกยังไม่จบ\n\nต่อไป...\n\nต่อไปอีกจนจบ\n\nย่อหน้าใหม่"
    assert [(k, m) for k, _, m in kinds(text)] == [
        (BlockKind.LIST_ITEM, "1"),
        (BlockKind.FURNITURE, None),
        (BlockKind.LIST_ITEM, "1"),
        (BlockKind.PARAGRAPH, None),
    ]


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("รัศมี ๕\n\f\n- 4 -\n\nกิโลเมตร", "รัศมี ๕ กิโลเมตร"),
        ("ตามแผน - ๒ -\n\f\nต่อไป", "ตามแผน ต่อไป"),
        ("ช่วง - ๒ - องศา", "ช่วง - ๒ - องศา"),
    ],
)
def test_a_page_break_and_its_number_are_no_part_of_a_value(quote: str, value: str) -> None:
    assert tidy(quote) == value
