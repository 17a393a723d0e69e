"""Lines → paragraphs and lists → rows, on pages set by hand: every letter is 6 points wide, a line 20 high."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from clock import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.pdf.content import Node, PageContent, Piece, Rule
from kg.documents.pdf.grid import find_grid
from kg.documents.pdf.joins import Joins
from kg.documents.pdf.layout import draft_page, page_labels, set_page
from kg.documents.pdf.lines import width_in_letters
from kg.documents.pdf.measure import measure
from kg.documents.pdf.page_quality import page_quality

LEFT, INDENT, RIGHT, WIDTH, HEIGHT = 85.0, 156.0, 535.0, 595.0, 842.0
LETTER, SIZE, LINE = 6.0, 12.0, 20.0
FILLER = "คณะกรรมการพิจารณาแล้วเห็นว่าควรดำเนินการตามที่ฝ่ายเลขานุการเสนอทุกประการแล้ว"


def piece(text: str, left: float, row: float, *, bold: bool = False, tag: int = -1) -> Piece:
    return Piece(
        text, left, left + LETTER * width_in_letters(text), 60 + LINE * row, SIZE, bold=bold, tag=tag
    )


def full(start: float) -> str:
    """Return text that fills a line from `start` to the right margin."""
    count = int((RIGHT - start) / LETTER)
    out = ""
    for char in FILLER * 2:
        if width_in_letters(out + char) > count:
            break
        out += char
    return out


def page(*pieces: Piece, nodes: dict[int, Node] | None = None, rules: tuple[Rule, ...] = ()) -> list[str]:
    """Return the lines of a page that also holds, below, two ordinary paragraphs to tell its margins by."""
    usual = [piece(full(INDENT), INDENT, 25), piece(full(LEFT), LEFT, 26), piece("ทราบ", LEFT, 27)]
    usual += [piece(full(INDENT), INDENT, 28), piece(full(LEFT), LEFT, 29), piece("แล้ว", LEFT, 30)]
    pieces = [*pieces, *usual]
    for order, each in enumerate(pieces):
        each.order = order
    draft = draft_page(PageContent(WIDTH, HEIGHT, tuple(pieces), rules, down(rules), nodes=nodes))
    measured = measure([draft.lines], WIDTH)
    lines = set_page(draft, measured, Joins([[line.text for line in draft.lines]]))
    return [line for line in lines if line][:-2]


def down(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the lines down that close the boxes of a table whose lines across are given: at 85, 250 and 535."""
    if not rules:
        return ()
    top, bottom = min(rule.level for rule in rules), max(rule.level for rule in rules)
    return tuple(Rule(x, top, bottom) for x in (85.0, 250.0, 535.0))


def test_a_full_line_goes_on_without_a_space_in_thai() -> None:
    first = full(INDENT)
    assert page(piece(first, INDENT, 0), piece("เสนอมา", LEFT, 1)) == [first + "เสนอมา"]


def test_a_blank_in_the_file_at_the_line_end_is_kept() -> None:
    first = full(INDENT)[:-2]
    assert page(piece(first + " ", INDENT, 0), piece("เสนอมา", LEFT, 1)) == [f"{first} เสนอมา"]


@pytest.mark.parametrize("word", ["๒๕๗๐", "Zoom", "15"])
def test_numbers_and_latin_words_get_a_space(word: str) -> None:
    first = full(INDENT)
    assert page(piece(first, INDENT, 0), piece(f"{word} เสนอ", LEFT, 1)) == [f"{first} {word} เสนอ"]


def test_a_short_line_ends_its_paragraph() -> None:
    assert page(piece("มติที่ประชุม", INDENT, 0), piece("รับทราบ", LEFT, 1)) == ["มติที่ประชุม", "รับทราบ"]


def test_the_same_indent_again_is_another_paragraph() -> None:
    first, second = full(INDENT), "ที่ประชุมรับทราบ"
    assert page(piece(first, INDENT, 0), piece(second, INDENT, 1)) == [first, second]


def test_bold_does_not_run_into_plain() -> None:
    head = full(LEFT)
    found = page(piece(head, LEFT, 0, bold=True), piece("ประธานแจ้งว่า", LEFT, 1))
    assert found == [head, "ประธานแจ้งว่า"]


@pytest.mark.parametrize("item", ["๒. เรื่องต่อไป", "๔.๑ เรื่องย่อย", "(๓) เรื่องนี้", "- เรื่องอื่น"])
def test_a_list_item_opens_a_line_even_under_a_full_one(item: str) -> None:
    first = full(INDENT)
    assert page(piece(first, INDENT, 0), piece(item, INDENT, 1)) == [first, item]


@pytest.mark.parametrize("amount", ["๖๔.๒๕ คะแนน", "๒๕๗๐. เป็นต้นไป"])
def test_an_amount_or_a_year_at_a_line_start_is_no_list_item(amount: str) -> None:
    first = full(INDENT)
    assert page(piece(first, INDENT, 0), piece(amount, LEFT, 1)) == [f"{first} {amount}"]


def test_a_number_after_a_word_that_calls_for_one_is_no_list_item() -> None:
    first = full(INDENT)[:-6] + "ตามข้อ"
    assert page(piece(first, INDENT, 0), piece("๔.๑ แล้ว", LEFT, 1)) == [f"{first} ๔.๑ แล้ว"]


def test_lines_in_the_middle_stay_apart() -> None:
    lines = ("รายงานการประชุมคณะกรรมการอาคาร", "ครั้งที่ ๑/๒๕๗๐", "ณ ห้องประชุม ๑")
    middle = (LEFT + RIGHT) / 2
    set_ = [piece(t, middle - LETTER * width_in_letters(t) / 2, i, bold=True) for i, t in enumerate(lines)]
    assert page(*set_) == list(lines)


def test_a_hanging_item_goes_on_under_its_text() -> None:
    text = full(LEFT + 30)
    found = page(piece("๑.", LEFT, 0), piece(text, LEFT + 30, 0), piece("เสนอมา", LEFT + 30, 1))
    assert found == [f"๑. {text}เสนอมา"]


def test_letters_spaced_out_to_fill_a_line_are_one_word() -> None:
    spread = [piece(char, INDENT + 8 * i, 0) for i, char in enumerate("ประชุม")]
    for each in spread:
        each.spread = True
    assert page(*spread) == ["ประชุม"]


def test_tags_join_what_stands_far_apart_and_part_what_stands_close() -> None:
    first = full(INDENT)
    pieces = [
        piece("ข้อความหนึ่ง", INDENT, 0, tag=0),
        piece(first, INDENT, 1, tag=1),
        piece("ต่อ", LEFT, 2, tag=2),
    ]
    nodes = {0: Node(0), 1: Node(1), 2: Node(2)}
    assert page(*pieces, nodes=nodes) == ["ข้อความหนึ่ง", first, "ต่อ"]


LIST = [
    ("๑.", "นางกานดา สุขใจ", "ประธานกรรมการ"),
    ("๒.", "นายมานะ ทองดี", "กรรมการ"),
    ("๓.", "นางสาวปราณี แก้วใส", "กรรมการและเลขานุการ"),
]
COLUMNS = (LEFT, LEFT + 36, 400.0)
ROWS = ["\t".join(row) for row in LIST]


def test_a_list_written_cell_by_cell_or_by_tabs_is_rows() -> None:
    cells = [piece(text, COLUMNS[c], r) for r, row in enumerate(LIST) for c, text in enumerate(row)]
    assert page(*cells) == ROWS


def test_a_list_written_column_by_column_is_rows() -> None:
    cells = [piece(LIST[r][c], COLUMNS[c], r) for c in range(3) for r in range(3)]
    assert page(*cells) == ROWS


def test_lines_of_a_cell_stay_in_it_and_the_heading_after_out() -> None:
    cells = [
        piece("๑.", COLUMNS[0], 0),
        piece("ปลัดเทศบาล", COLUMNS[1], 0),
        piece("(นางกานดา สุขใจ แทน)", COLUMNS[1], 1),
        piece("กรรมการ", COLUMNS[2], 0),
        piece("๒.", COLUMNS[0], 2),
        piece("นายมานะ ทองดี", COLUMNS[1], 2),
        piece("กรรมการ", COLUMNS[2], 2),
        piece("ผู้ไม่มาประชุม", LEFT, 3, bold=True),
    ]
    assert page(*cells) == [
        "๑.\tปลัดเทศบาล\u2028(นางกานดา สุขใจ แทน)\tกรรมการ",
        "๒.\tนายมานะ ทองดี\tกรรมการ",
        "ผู้ไม่มาประชุม",
    ]


def test_numbers_set_in_the_middle_of_tall_rows_keep_their_rows() -> None:
    cells = [
        piece("๑.", COLUMNS[0], 0.5),
        piece("ปลัดเทศบาล", COLUMNS[1], 0),
        piece("(นางกานดา สุขใจ แทน)", COLUMNS[1], 1),
        piece("กรรมการ", COLUMNS[2], 0.5),
        piece("๒.", COLUMNS[0], 2),
        piece("นายมานะ ทองดี", COLUMNS[1], 2),
        piece("กรรมการ", COLUMNS[2], 2),
    ]
    rows = page(*cells)
    assert [row.split("\t")[0] for row in rows] == ["๑.", "๒."]
    assert rows[0].endswith("\tกรรมการ")


def test_a_ruled_table_is_rows_with_its_empty_cells() -> None:
    across = tuple(Rule(45 + LINE * i, 85, 535) for i in range(3))
    cells = [piece("โครงการ", 90, 0), piece("๒๕๗๐", 255, 0), piece("ถนน", 255, 1)]
    assert page(*cells, rules=across) == ["โครงการ\t๒๕๗๐", "\tถนน"]


def test_merged_cells_and_tables_one_under_another() -> None:
    across = [Rule(0, 0, 300), Rule(20, 100, 300), Rule(40, 0, 300), Rule(60, 0, 300)]
    down_ = [Rule(0, 0, 60), Rule(100, 0, 40), Rule(200, 20, 40), Rule(300, 0, 60), Rule(150, 40, 60)]
    grid = find_grid(across, down_)
    places = {(cell.table, cell.row, cell.column) for cell in grid.cells}
    assert places == {(0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 2), (1, 0, 0), (1, 0, 1)}
    assert grid.cells[grid.at(50, 30)].row == 0  # the cell that spans two rows
    assert grid.at(400, 30) == -1


def test_a_row_that_a_page_break_cuts_is_a_row() -> None:
    down_ = [Rule(x, 0, 50) for x in (0, 100, 200)]
    grid = find_grid([Rule(0, 0, 200), Rule(20, 0, 200)], down_)  # the last row has no line below
    assert grid.at(50, 35) != grid.at(150, 35)
    assert grid.cells[grid.at(50, 35)].row == 1


def test_a_lone_box_is_no_table() -> None:
    assert find_grid([Rule(0, 0, 100), Rule(50, 0, 100)], [Rule(0, 0, 50), Rule(100, 0, 50)]).cells == ()


def test_page_numbers_are_labels_and_bare_ones_only_where_they_count() -> None:
    def draft(label: str) -> PageContent:
        return PageContent(WIDTH, HEIGHT, (piece(label, 300, -1), piece("ข้อความ", LEFT, 5)))

    assert page_labels([draft_page(draft(label)) for label in ("- ๒ -", "หน้า ๓", "๙")]) == ["๒", "๓", None]
    assert page_labels([draft_page(draft(label)) for label in ("1", "2", "3")]) == ["1", "2", "3"]
    assert page_labels([draft_page(draft("เรื่อง"))]) == [None]


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("ที่ประชุมมีมติเห็นชอบตามที่เสนอ", True),
        ("ผูู้้แทนมีี่ทีี่่ประชุุม", False),  # the glyphs of a font without /ActualText
        ("น โ ย บ า ย ข อ ง ค ณ ะ ก ร ร ม ก า ร", True),  # spaces are taken out elsewhere
        ("สํานักงานจัดทํารายงาน", True),  # and ํ+า made ำ
        ("ส านักงานจ านวน", True),
        ("\x01\x02\x03\x04\x05\x06\x07\x08" * 5, False),
        ("Minutes of the building committee", True),
    ],
)
def test_pages_whose_letters_are_not_what_is_printed_need_ocr(text: str, usable: bool) -> None:
    assert (page_quality(text).reason is None) is usable


def test_a_picture_without_text_needs_ocr_and_an_empty_page_does_not() -> None:
    assert page_quality("", image_cover=0.95).reason is not None
    assert page_quality("", image_cover=0.1).reason is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("กขค่ิ ๑.-1aำ(", min_size=1, max_size=8),
            st.floats(-10, 700),
            st.floats(0, 40),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_no_letter_is_lost_wherever_it_stands(places: list[tuple[str, float, float, bool]]) -> None:
    pieces = [piece(text, left, row, bold=bold) for text, left, row, bold in places]
    for order, each in enumerate(pieces):
        each.order = order
    draft = draft_page(PageContent(WIDTH, HEIGHT, tuple(pieces)))
    lines = set_page(draft, measure([draft.lines], WIDTH), Joins([]))
    written = "".join(text for text, *_ in places)
    assert sorted("".join("".join(lines).split())) == sorted("".join(written.split()))


def test_a_page_of_fifty_thousand_objects_takes_linear_time() -> None:
    def lay_out(pieces: tuple[Piece, ...]) -> None:
        draft = draft_page(PageContent(WIDTH, HEIGHT, pieces))
        set_page(draft, measure([draft.lines], WIDTH), Joins([]))

    def work(count: int) -> Callable[[], object]:
        pieces = tuple(
            Piece("ก", 50 + 6 * (i % 80), 56 + 6 * (i % 80), i // 80, 10, order=i) for i in range(count)
        )
        return partial(lay_out, pieces)

    assert in_proportion(work, 5_000, 50_000)
