"""Pages, lines, and corrections applied to the minutes they are to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse import read_record
from kg.records import Document, Method, Page, Span
from kg.threads.links import Amended
from kg.threads.pages import line_at, sheets
from kg.threads.revision import revise

HEAD = """รายงานการประชุมคณะกรรมการดูแลสวนมะพร้าวบ้านดอนหวาน
ครั้งที่ ๓/๒๕๖๗
วันพุธที่ ๑๓ มีนาคม ๒๕๖๗

ผู้มาประชุม
๑. นายสายัณห์ ทองก้อนดี ประธานกรรมการ

เริ่มประชุมเวลา ๐๙.๓๐ น.

ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ
มะพร้าวเสียหาย ๑๒ ไร่
มติที่ประชุม รับทราบ
"""
SECOND = """ระเบียบวาระที่ ๒ เรื่องเสนอเพื่อพิจารณา
๒.๑ โครงการปลูกมะพร้าวทดแทน
กองเกษตรเสนอพื้นที่ ๑๒ ไร่ วงเงิน ๓๕,๐๐๐ บาท
และขอปลูกเพิ่มอีก ๑๒ ไร่ในปีหน้า
มติที่ประชุม เห็นชอบตามที่
กองเกษตรเสนอ
เลิกประชุมเวลา ๑๑.๐๐ น.
"""
TEXT = f"{HEAD}\n- ๒ -\n\n{SECOND}"


def document(text: str = TEXT) -> Document:
    return Document("a.txt", text, "a" * 64, "utf-8")


def change(
    old: str | None, new: str | None, page: int | None = None, line: int | None = None, n: int = 1
) -> Amended:
    return Amended("b" * 64, n, page, line, old, new)


def revised(*changes: Amended, text: str = TEXT) -> tuple[str, list[str], list[int]]:
    made = revise(read_record(document(text)), document(text), changes)
    for c in made.changes:
        assert made.text[: c.new.start].endswith(text[: c.old.start][-5:])
    olds = [text[c.old.start : c.old.end] for c in made.changes]
    return made.text, olds, [n for _, n in made.missed]


def test_pages_are_cut_at_the_numbers_printed_on_them() -> None:
    first, second = sheets(read_record(document()), document())
    assert (first.number, second.number) == (1, 2)
    assert TEXT[second.start : second.start + 5] == "- ๒ -"
    lines = [TEXT[a:b] for a, b in second.lines]
    assert lines == SECOND.strip().split("\n")
    assert line_at([first, second], 2, 3) == Span(*second.lines[2])
    assert line_at([first, second], 2, 99) is None
    assert line_at([first, second], 7, 1) is None


def test_pages_of_a_document_that_has_them_are_its_own() -> None:
    cut = TEXT.index("- ๒ -")
    pages = (Page(Span(0, cut), Method.PDF_TEXT, "๗"), Page(Span(cut, len(TEXT)), Method.PDF_TEXT, "๘"))
    paged = replace(document(), pages=pages)
    assert [s.number for s in sheets(read_record(paged), paged)] == [7, 8]
    nameless = replace(document(), pages=tuple(replace(p, label=None) for p in pages))
    assert [s.number for s in sheets(read_record(nameless), nameless)] == [1, 2]


def test_a_number_at_the_foot_ends_its_page() -> None:
    text = f"{HEAD}\n- ๑ -\n\n{SECOND}\n- ๒ -\n"
    first, second = sheets(read_record(document(text)), document(text))
    assert text[first.start : first.end].rstrip().endswith("- ๑ -")
    assert text[second.start : second.end].lstrip().startswith("ระเบียบวาระที่ ๒")


def test_a_text_without_page_numbers_has_no_pages() -> None:
    assert sheets(read_record(document(HEAD + SECOND)), document(HEAD + SECOND)) == ()


@pytest.mark.parametrize(
    ("old", "new", "page", "line", "found", "after"),
    [
        ("35,000 บาท", "๕๓,๐๐๐ บาท", 2, None, "๓๕,๐๐๐ บาท", "วงเงิน ๕๓,๐๐๐ บาท"),  # other digits
        ("เห็นชอบตามที่กองเกษตรเสนอ", "ไม่เห็นชอบ", None, None, "เห็นชอบตามที่\nกองเกษตรเสนอ", "มติที่ประชุม ไม่เห็นชอบ\nเลิก"),
        ("๑๒ ไร่", "๒๑ ไร่", 2, 3, "๑๒ ไร่", "เสนอพื้นที่ ๒๑ ไร่ วงเงิน"),  # of three, the one on the line
        ("๑๒ ไร่", "๒๑ ไร่", 2, 4, "๑๒ ไร่", "เพิ่มอีก ๒๑ ไร่ใน"),
        ("๑๒ ไร่", "๒๑ ไร่", 1, None, "๑๒ ไร่", "เสียหาย ๒๑ ไร่"),
        ("วงเงิน ๓๕,๐๐๐ บาท", None, 2, None, "วงเงิน ๓๕,๐๐๐ บาท", "๑๒ ไร่ \nและ"),  # taken out
        ("โครงการปลูกมะพร้าวทดแทน", "โครงการปลูกมะพร้าว", 9, None, "โครงการปลูกมะพร้าวทดแทน", "๒.๑ โครงการปลูกมะพร้าว\n"),
    ],
)  # fmt: skip
def test_words_are_found_where_they_are_said_to_stand(
    old: str, new: str | None, page: int | None, line: int | None, found: str, after: str
) -> None:
    text, olds, missed = revised(change(old, new, page, line))
    assert (olds, missed) == ([found], [])
    assert after in text


@pytest.mark.parametrize(
    "lost",
    [
        change("๑๒ ไร่", "๒๑ ไร่"),  # three places, none named
        change("๑๒ ไร่", "๒๑ ไร่", 2),  # two on that page, no line
        change("ต้นลาน", "ต้นตาล", 1),  # not there
        change(None, "เพิ่มเติมข้อความ", 1, 2),  # only added
        change("๕,๐๐๐ บาท", "๖,๐๐๐ บาท"),  # only the end of a number
    ],
)
def test_what_cannot_be_placed_is_missed_and_changes_nothing(lost: Amended) -> None:
    assert revised(lost) == (TEXT, [], [1])


def test_two_corrections_of_one_place_do_not_both_apply() -> None:
    text, olds, missed = revised(
        change("๓๕,๐๐๐ บาท", "๑ บาท", n=2),
        change("วงเงิน ๓๕,๐๐๐", "วงเงิน ๒", n=1),
        change("๑๑.๐๐", "๑๒.๐๐", n=3),
    )
    assert missed == [2]
    assert olds == ["วงเงิน ๓๕,๐๐๐", "๑๑.๐๐"]
    assert "วงเงิน ๒ บาท" in text
    assert "เวลา ๑๒.๐๐ น." in text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(TEXT.split()), max_size=4), st.text("กขค ๑๒\n", max_size=6))
def test_changes_account_for_every_letter(olds: list[str], new: str) -> None:
    given_ = [change(old, new, n=n) for n, old in enumerate(olds, 1)]
    made = revise(read_record(document()), document(), given_)
    assert len(made.changes) + len(made.missed) == len(given_)
    back, at = "", 0
    for c in made.changes:
        assert made.text[c.new.start : c.new.end] == new
        back += made.text[at : c.new.start] + TEXT[c.old.start : c.old.end]
        at = c.new.end
    assert back + made.text[at:] == TEXT
