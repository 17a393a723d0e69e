"""HTML pages: what a reader of the page sees, in linear time whatever the page."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.web.html import read_html
from kg.errors import FileEmpty, FileRefused, InputError
from kg.records import Method


def read(body: str) -> str:
    return read_html(f"<!DOCTYPE html><html><body>{body}".encode(), name="ก.html").text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>รายงาน\n  การประชุม</p><p>ครั้งที่&nbsp;๑ &amp; ๒ &#3585;</p>", "รายงาน การประชุม\nครั้งที่\u00a0๑ & ๒ ก\n"),
        ("<p>ก<p>ข<div>ค<div>ง</div>จ</div>", "ก\nข\nค\nง\nจ\n"),
        ("<h1>ก</h1>ข<hr>ค", "ก\nข\nค\n"),
        ("ก<br>ข<br><br>ค", "ก\nข\n\nค\n"),
        ("<b>ส</b><i>ำ</i><span>นักงาน</span>", "สำนักงาน\n"),
        ("<b>ก<p>ข</b>ค</p>", "ก\nขค\n"),
        ("<pre>ก  ข\n  ค</pre>ง  จ", "ก  ข\n  ค\nง จ\n"),
        ("๑ < ๒ และ a<b> c", "๑ < ๒ และ a c\n"),
        ("ก<!-- ลับ --><!-- > -->ข<![CDATA[x]]><?php y ?>ค", "กขค\n"),
        ("<script>ก</script><style>ก</style><template>ก</template><noscript>ก</noscript>ข", "ข\n"),
        ("<script>if (a < b) '</p>'</script >ข", "ข\n"),
        ("<header>ก<nav>ข</nav></header>ค<footer>ง</footer>", "ค\n"),
        ("<article><header><h1>ก</h1></header>ข<footer>ค</footer></article>", "ก\nข\nค\n"),
        ("<p hidden>ก</p>ข<div style='color:red; display : none'>ค<div>ง</div></div>จ", "ข\nจ\n"),
        ("<p hidden>ก<p>ข", "ข\n"),
        ("<span style='visibility:hidden'>ก</span>ข", "ข\n"),
        ("<a href='x>y' title=\"ก>ข\">ค</a>", "ค\n"),
        ("<p title='ไม่จบ>ก</p>ข", "ก\nข\n"),
    ],
)  # fmt: skip
def test_text(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<table><tr><td>๑.<td>นาย ก<br>(แทน)<td>กรรมการ<tr><td>๒.<td><p>นาย</p><p>ข</p><td></table>", "๑.\tนาย ก\u2028(แทน)\tกรรมการ\n๒.\tนาย\u2028ข\t\n"),
        ("<table><tr><td colspan=2>ก<td>ข<tr><td>ค<td>ง<td>จ</table>", "ก\t\tข\nค\tง\tจ\n"),
        ("<table><tr><td rowspan=2>ก<td>ข<tr><td>ค<tr><td>ง<td>จ</table>", "ก\tข\n\tค\nง\tจ\n"),
        ("<table><tr><td>ก<td rowspan=2>ข<tr><td>ค</table>", "ก\tข\nค\t\n"),
        ("<table><caption>ชื่อ</caption><thead><tr><th>ก<th>ข<tbody><tr><td>ค<td>ง</table>จ", "ชื่อ\nก\tข\nค\tง\nจ\n"),
        ("<table><tr><td>เมนู<td><table><tr><td>ก<td>ข</table>ท้าย</table>", "เมนู\nก\tข\nท้าย\n"),
        ("<table><tr><td>ก<br>ข<tr><td>ค</table>", "ก\nข\nค\n"),
        ("<table><tr><td>ก\tข<td>ค\n ง</table>", "ก ข\tค ง\n"),
        ("<table><tr style='display:none'><td>ก<td>ข</tr><tr><td>ค<td>ง</table>", "ค\tง\n"),
    ],
)  # fmt: skip
def test_tables(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<ol><li>ก<li>ข</ol>", "1. ก\n2. ข\n"),
        ("<ol start=4><li>ก<li value=9>ข<li>ค</ol>", "4. ก\n9. ข\n10. ค\n"),
        ("<ol type=a><li>ก<li>ข</ol><ol type=I><li>ค</ol>", "a. ก\nb. ข\nI. ค\n"),
        ("<ol reversed><li>ก<ol><li>x</ol><li>ข</ol>", "2. ก\n1. x\n1. ข\n"),
        ("<ol style='list-style-type: thai'><li>ก<ul><li>ย่อย</ul><li>ข</ol>", "๑. ก\n• ย่อย\n๒. ข\n"),
        ("<ol><li><p>ก</p><p>ต่อ</p></li><li>ข</li></ol>", "1. ก\nต่อ\n2. ข\n"),
    ],
)
def test_lists(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    "label", ["windows-874", "x-windows-874", "MS874", "tis-620", "ISO-8859-11", "TIS620"]
)
def test_declared_thai_encodings_keep_their_quotes(label: str) -> None:
    page = f"<html><head><meta http-equiv=Content-Type content='text/html; charset={label}'></head>“น้ำ”"
    found = read_html(page.encode("cp874"), name="ก")
    assert (found.text, found.encoding, found.method) == ("“น้ำ”\n", "cp874", Method.HTML)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_encodings_are_told_from_the_bytes(encoding: str) -> None:
    page = "<html><head><meta charset='tis-620'></head><body><p>ที่ประชุมรับทราบ และมอบหมายฝ่ายเลขานุการ</p>"
    assert read_html(page.encode(encoding), name="ก").text == "ที่ประชุมรับทราบ และมอบหมายฝ่ายเลขานุการ\n"


def test_a_page_without_text_says_so() -> None:
    with pytest.raises(FileEmpty, match="without text"):
        read_html(b"<html><body><script>document.write('x')</script></body></html>", name="ก")


HOSTILE = [
    "<!--", "<a ", '<a x="', "<a x='\"", "</", "</a ", "<!", "<?", "<![", "<div>", "&", "&#", "<script>", "<li>", "<td>",
    "<table>", "<p>", "<ol>", "<b>", "</b>", "<b><p>", "<li><div>", "<table><tr><td>", "<div hidden>", "<br>", "<a =",
    "<pre>x\n", "<ol reversed><li>", "<tr><td rowspan=9 colspan=99>", "</p>", "<dl><dt><dd>", "<a x=y ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear(piece: str) -> None:
    count = 200_000 // len(piece)
    started = time.process_time()
    assert read("ก" + piece * count).startswith("ก")
    assert time.process_time() - started < 4  # in the square of its input it would take minutes


def test_deep_nesting_keeps_all_text() -> None:
    assert read("<div>" * 200_000 + "ลึก" + "</div>" * 200_000 + "ท้าย") == "ลึก\nท้าย\n"


def test_tables_that_grow_are_refused() -> None:
    with pytest.raises(FileRefused, match="2,000,000 table cells"):
        read("<table>" + "<tr><td rowspan=60000 colspan=200>" + "<tr><td>" * 60_000)


@given(st.text(alphabet="<>/!-=\"' &;abtdrlipกข\n", max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_page_is_read_or_refused(body: str) -> None:
    try:
        told = read(body)
    except InputError as error:
        told = str(error)
    assert told.strip()
    assert "\r" not in told
