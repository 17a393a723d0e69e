"""The source pane: nothing lost, nothing added, no letter torn apart."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.marks import Mark, cut, may_cut, pane, parse_key, sound
from kg.records import Span

THAI = "กขคงนมรวสหอปัิีืุูเแโใไาำ่้๊๋์็ๆฯ ๑๒๓12a<>&\"'\r\n\u200b\u0e4d\f"
texts = st.text(alphabet=THAI, max_size=60) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


class Reader(HTMLParser):
    """What a browser reads: text, and for each mark its classes, keys and words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marks: list[tuple[dict[str, str], str]] = []
        self.open: dict[str, str] | None = None
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert tag == "mark"
        assert self.open is None, "marks may not nest"
        self.open = dict(attrs)
        self.marks.append((self.open, ""))
        if "id" in self.open:
            self.ids.append(self.open["id"])

    def handle_endtag(self, tag):
        self.open = None

    def handle_data(self, data):
        self.text += data
        if self.open is not None:
            attributes, words = self.marks[-1]
            self.marks[-1] = (attributes, words + data)

    def words(self, key: str) -> str:
        return "".join(words for attributes, words in self.marks if key in attributes["data-f"].split())


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def whole(drawn) -> str:
    return "".join(sheet.html for sheet in drawn.sheets)


@st.composite
def marked_texts(draw):
    text = draw(texts.filter(bool))
    offsets = st.integers(0, len(text))
    spans = draw(
        st.lists(st.tuples(offsets, offsets, st.sampled_from(["res", "proj", "asg", "fact"])), max_size=12)
    )
    return text, [Mark(Span(min(a, b), max(a, b)), kind) for a, b, kind in spans]


@settings(max_examples=300, deadline=None)
@given(marked_texts(), st.booleans())
def test_text_is_whole_and_every_mark_reads_its_quote(case, paged):
    text, marks = case
    middle = len(text) // 2
    pages = [Span(0, middle), Span(middle, len(text))] if paged else []
    drawn = pane(text, marks, pages=pages)
    reader = read(whole(drawn))
    assert reader.text == text
    refused = set(drawn.refused)
    for mark in marks:
        if mark in refused:
            assert not sound(text, mark.span)
            continue
        key = f"{mark.span.start}-{mark.span.end}"
        assert reader.words(key) == text[mark.span.start : mark.span.end]
        assert f"s-{mark.span.start}" in reader.ids
    assert len(reader.ids) == len(set(reader.ids)), "ids are unique"


@settings(max_examples=200, deadline=None)
@given(marked_texts())
def test_no_run_starts_with_a_combining_mark(case):
    text, marks = case
    runs = list(cut(text, [mark for mark in marks if sound(text, mark.span)]))
    assert "".join(text[run.span.start : run.span.end] for run in runs) == text
    assert all(may_cut(text, run.span.start) for run in runs)


@settings(max_examples=150, deadline=None)
@given(marked_texts(), st.integers(0, 60), st.integers(1, 60))
def test_lit_words_are_the_asked_span(case, start, length):
    text, marks = case
    lit = Span(start, start + length)
    drawn = pane(text, marks, lit=lit)
    reader = read(whole(drawn))
    on = "".join(words for attributes, words in reader.marks if "on" in attributes["class"].split())
    if sound(text, lit):
        assert on == text[lit.start : lit.end]
    else:
        assert on == ""
        assert Mark(lit, "lit") in drawn.refused


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("น้ำ", 1, False),  # before a tone mark
        ("น้ำ", 2, False),  # before sara am
        ("กำ", 1, False),
        ("ที่", 2, False),
        ("กา", 1, True),
        ("เก", 1, True),
        ("ก\r\nข", 2, False),
        ("ก\r\nข", 3, True),
        ("กข", 0, True),
        ("กข", 2, True),
        ("กข", 3, False),
    ],
)
def test_where_text_may_be_cut(text, offset, expected):
    assert may_cut(text, offset) is expected


def test_overlapping_marks_become_disjoint_runs():
    text = "มติที่ประชุม เห็นชอบโครงการน้ำ และมอบหมาย"
    resolution = Mark(Span(0, len(text)), "res")
    at = text.index("โครงการน้ำ")
    project = Mark(Span(at, at + len("โครงการน้ำ")), "proj")
    html = whole(pane(text, [resolution, project]))
    assert re.findall(r'class="([^"]*)"', html) == ["k-res", "k-proj k-res", "k-res"]


def test_long_text_without_pages_is_laid_out_in_sheets():
    text = "".join(f"บรรทัดที่ {n} ของเอกสารยาว\n" for n in range(2_000))
    drawn = pane(text, [])
    assert len(drawn.sheets) > 5
    assert all(sheet.number is None for sheet in drawn.sheets)
    assert read(whole(drawn)).text == text


def test_pages_are_numbered_and_hold_what_follows_them():
    text = "หน้าหนึ่ง\fหน้าสอง\f"
    drawn = pane(text, [], pages=[Span(0, 9), Span(10, 17)])
    assert [(sheet.number, str(sheet.html)) for sheet in drawn.sheets] == [(1, "หน้าหนึ่ง\f"), (2, "หน้าสอง\f")]


@pytest.mark.parametrize(
    "text", ["", "5", "5-", "-5", "7-5", "5-5", "a-b", "๑-๒", "1-9999999999999999999999", "1-2-3", None]
)
def test_what_is_no_span_is_refused(text):
    assert parse_key(text) is None


def test_span_key_round_trip():
    assert parse_key("1802-2025") == Span(1802, 2025)
