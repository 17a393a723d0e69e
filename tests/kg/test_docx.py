"""DOCX: what Word shows is what is read, number for number."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import STRICT, THAI_LIST, W, cell, docx, numbered, p, package, run, table

from kg.documents.numbering import write_number
from kg.documents.word.docx import read_docx
from kg.errors import FileDamaged, FileEmpty, InputError
from kg.records import Method


def read(body: str, **parts: str) -> str:
    return read_docx(docx(body, **parts), name="ก.docx").text


def abstract(key: int, *levels: str) -> str:
    written = "".join(f'<w:lvl w:ilvl="{i}">{level}</w:lvl>' for i, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{key}">{written}</w:abstractNum>'


def level(form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'


def use(number: int, key: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{key}"/>{overrides}</w:num>'


def test_paragraphs_are_lines() -> None:
    found = read_docx(docx(p("รายงานการประชุม") + p("") + p("ครั้งที่ ๑/๒๕๖๘")), name="ก")
    assert found.text == "รายงานการประชุม\n\nครั้งที่ ๑/๒๕๖๘\n"
    assert (found.method, found.pages, found.warnings, found.encoding) == (Method.DOCX, (), (), None)


def test_a_word_cut_into_runs_is_whole() -> None:
    assert read(p(run("ส"), run("ำ", "<w:b/>"), run("นักงาน"))) == "สำนักงาน\n"


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        ("thaiNumbers", ["๑. ", "๒. ", "๓. "]),
        ("thaiLetters", ["ก. ", "ข. ", "ค. "]),
        ("thaiCounting", ["หนึ่ง. ", "สอง. ", "สาม. "]),
        ("decimal", ["1. ", "2. ", "3. "]),
        ("upperRoman", ["I. ", "II. ", "III. "]),
        ("decimalZero", ["01. ", "02. ", "03. "]),
        ("bullet", ["• "] * 3),
        ("none", [". "] * 3),
    ],
)
def test_automatic_numbers_are_written_out(form: str, labels: list[str]) -> None:
    body = "".join(p(text, form=numbered(7)) for text in "กขค")
    text = read(body, numbering=THAI_LIST.format(key=3, form=form) + use(7, 3))
    assert text == "".join(f"{label}{letter}\n" for label, letter in zip(labels, "กขค", strict=True))


def test_levels_restart_below_and_count_on_above() -> None:
    levels = abstract(
        1, level("thaiNumbers", "%1."), level("thaiNumbers", "%1.%2"), level("thaiLetters", "(%3)")
    )
    depths = [0, 1, 1, 2, 2, 0, 1, 2]
    text = read("".join(p("x", form=numbered(1, depth)) for depth in depths), numbering=levels + use(1, 1))
    assert text.split("\n")[:-1] == [
        "๑. x", "๑.๑ x", "๑.๒ x", "(ก) x", "(ข) x", "๒. x", "๒.๑ x", "(ก) x",
    ]  # fmt: skip


def test_legal_levels_restarts_and_what_follows_a_number() -> None:
    levels = abstract(
        1,
        level("thaiLetters", "%1.", '<w:suff w:val="space"/>'),
        level("thaiNumbers", "%1.%2", '<w:isLgl/><w:suff w:val="nothing"/>'),
        level("decimal", "%3)", '<w:lvlRestart w:val="0"/>'),
    )
    text = read(
        "".join(p("x", form=numbered(1, d)) for d in (0, 1, 2, 0, 1, 2)), numbering=levels + use(1, 1)
    )
    assert text.split("\n")[:-1] == ["ก. x", "1.1x", "1) x", "ข. x", "2.1x", "2) x"]


def test_lists_of_one_definition_count_on_unless_told_to_start_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = THAI_LIST.format(key=1, form="thaiNumbers") + use(1, 1) + use(2, 1) + use(3, 1, anew)
    text = read("".join(p("x", form=numbered(n)) for n in (1, 1, 2, 3, 3, 1)), numbering=lists)
    assert text == "๑. x\n๒. x\n๓. x\n๑. x\n๒. x\n๓. x\n"


def test_a_list_may_start_at_any_number_and_override_a_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">{level("decimal", "(%1)", start=9)}</w:lvl></w:lvlOverride>'
    lists = abstract(1, level("thaiNumbers", "%1)", start=4)) + use(1, 1) + use(2, 1, other)
    assert read(p("x", form=numbered(1)) + p("x", form=numbered(1)), numbering=lists) == "๔) x\n๕) x\n"
    assert read(p("x", form=numbered(2)), numbering=lists) == "(9) x\n"


def test_numbers_come_through_styles_and_those_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Off"><w:basedOn w:val="Base"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    lists = abstract(
        1, level("thaiNumbers", "%1."), level("thaiNumbers", "%1.%2", '<w:pStyle w:val="Sub"/>')
    ) + use(1, 1)
    body = "".join(
        p("x", form=f'<w:pStyle w:val="{style}"/>') for style in ("Base", "Sub", "Sub", "Off", "Base")
    )
    assert read(body, styles=styles, numbering=lists) == "๑. x\n๑.๑ x\n๑.๒ x\nx\n๒. x\n"


def test_the_default_style_numbers_too_and_a_paragraph_can_opt_out() -> None:
    styles = f'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr>{numbered(1)}</w:pPr></w:style>'
    lists = THAI_LIST.format(key=1, form="decimal") + use(1, 1)
    assert read(p("x") + p("y", form=numbered(0)), styles=styles, numbering=lists) == "1. x\ny\n"


def test_tracked_changes_read_as_accepted() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>ห้าม</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2">{run("เก่า")}</w:moveFrom>'
    assert read(p(f"<w:ins w:id='3'>{run('เพิ่ม')}</w:ins>", deleted, moved, f"<w:moveTo w:id='4'>{run('ใหม่')}</w:moveTo>")) == "เพิ่มใหม่\n"  # fmt: skip


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next_and_is_not_counted() -> None:
    gone = f"{numbered(1)}<w:rPr><w:del w:id='1'/></w:rPr>"
    body = p("a", form=numbered(1)) + p("b ", form=gone) + p("c", form=numbered(1))
    assert read(body, numbering=THAI_LIST.format(key=1, form="decimal") + use(1, 1)) == "1. a\n2. b c\n"


def test_deleted_rows_are_dropped() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr>" + cell("a") + cell("b") + "</w:tr>"
    assert read(table(row.format("<w:del w:id='1'/>"), row.format("<w:ins w:id='2'/>"))) == "a\tb\n"


def test_wrappers_are_seen_through() -> None:
    control = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = p(
        control.format(run("a")),
        f"<w:hyperlink>{run('b')}</w:hyperlink>",
        f"<w:smartTag>{run('c')}</w:smartTag>",
    )
    assert read(body + control.format(p("d")) + f"<w:customXml>{p('e')}</w:customXml>") == "abc\nd\ne\n"


def field(code: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{code}{marks[1]}{result}{marks[2]}"


def test_fields_give_their_results_alone() -> None:
    code = "<w:r><w:instrText>DATE</w:instrText></w:r>"
    nested = field(code + field(code, run("ไม่แสดง")) + run("คำสั่ง"), run("ผล"))
    assert read(p("ก", nested, "ข")) == "กผลข\n"
    assert read(p(f'<w:fldSimple w:instr="PAGE">{run("๓")}</w:fldSimple>')) == "๓\n"


def test_a_field_that_never_ends_does_not_eat_the_rest() -> None:
    assert read(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run("ก")) + p("ข")) == "ก\nข\n"


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('กล่อง')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(p("ก", both) + p("ข")) == "ก\nกล่อง\nข\n"


def test_notes_follow_their_paragraph_and_comments_are_dropped() -> None:
    note = "<w:{0} w:id='2'>{1}</w:{0}>"
    body = p(
        "ก", "<w:r><w:footnoteReference w:id='2'/></w:r>", "ต่อ", "<w:r><w:commentReference w:id='0'/></w:r>"
    )
    body += p("ข", "<w:r><w:endnoteReference w:id='2'/></w:r>")
    text = read(
        body, footnotes=note.format("footnote", p("เชิงอรรถ")), endnotes=note.format("endnote", p("ท้ายเรื่อง"))
    )
    assert text == "กต่อ\nเชิงอรรถ\nข\nท้ายเรื่อง\n"


def test_hidden_text_is_dropped_also_where_a_style_hides_it() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("ก", run("ลับ", "<w:vanish/>"), run("ลับ", '<w:rStyle w:val="H"/>'), run("ข", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>'))  # fmt: skip
    assert read(body, styles=styles) == "กข\n"


def test_old_thai_fonts_that_called_themselves_symbol_fonts() -> None:
    kept = "".join(chr(0xF000 + byte) for byte in "มติที่ประชุม เห็นชอบ".encode("cp874"))
    assert read(p(kept, " 5 \uf06dg \uf0b3 1 \uf0fe")) == "มติที่ประชุม เห็นชอบ 5 μg ≥ 1 ☑\n"


def test_signs_and_breaks() -> None:
    signs = "<w:r><w:noBreakHyphen/><w:softHyphen/><w:sym w:font='Wingdings' w:char='F0FE'/><w:sym w:font='Symbol' w:char='F0B7'/></w:r>"
    assert read(p("ก", signs, "ข\nค")) == "ก-☑•ข\nค\n"


# tables


def test_tables_are_rows_with_every_cell() -> None:
    text = read(table(["ที่", "ชื่อ", ""], ["๑", "นายสมหมาย ใจซื่อ\n(แทน ปลัดอำเภอ)", "กรรมการ\tสำรอง"]))
    assert text == "ที่\tชื่อ\t\n๑\tนายสมหมาย ใจซื่อ\u2028(แทน ปลัดอำเภอ)\tกรรมการ สำรอง\n"


def test_merged_cells_give_their_text_once() -> None:
    wide = "<w:tr>" + cell("กว้าง", form='<w:gridSpan w:val="2"/>') + cell("c") + "</w:tr>"
    tall = "<w:tr>" + cell("สูง", form='<w:vMerge w:val="restart"/>') + cell("b") + cell("c") + "</w:tr>"
    below = "<w:tr>" + cell("ไม่แสดง", form="<w:vMerge/>") + cell("e") + cell("f") + "</w:tr>"
    assert read(table(wide, tall, below)) == "กว้าง\t\tc\nสูง\tb\tc\n\te\tf\n"


def test_columns_that_no_cell_begins_in_are_none() -> None:
    row = "<w:tr>" + cell("ก", form='<w:gridSpan w:val="3"/>') + cell("ข") + "</w:tr>"
    assert read(table(row, row)) == "ก\tข\nก\tข\n"


def test_a_table_in_a_cell_is_flattened_and_numbers_count_in_cells() -> None:
    inner = table(["x", "y"], ["z", ""])
    lists = THAI_LIST.format(key=1, form="thaiNumbers") + use(1, 1)
    rows = [f"<w:tr>{cell(p(form=numbered(1)))}{cell(p('ก'), inner, '<w:p/>')}</w:tr>" for _ in range(2)]
    assert read(table(*rows), numbering=lists) == "๑.\tก\u2028x y\u2028z\n๒.\tก\u2028x y\u2028z\n"


# pages

BREAK = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (p("ก") + p(BREAK) + p("ข"), ["ก\n", "ข\n"]),
        (p("ก", BREAK) + p(RENDERED, "ข"), ["ก\n", "ข\n"]),  # one break, told twice
        (p("ก", BREAK, "ข"), ["ก\n", "ข\n"]),
        (p("ก") + p("ข", form="<w:pageBreakBefore/>"), ["ก\n", "ข\n"]),
        (p("ก", form="<w:sectPr/>") + p("ข") + "<w:sectPr/>", ["ก\n", "ข\n"]),
        (p("ก", form="<w:sectPr/>") + p("ข") + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>', []),
        (p("ยาวมาก ", RENDERED, "ต่อ") + p("ข"), ["ยาวมาก ต่อ\n", "ข\n"]),  # a line stays whole
        (p("ก", RENDERED, "ยาวกว่า") + p("ข"), []),
        (table(["ก", "ข"], [cell(p(RENDERED, "ค")), "ง"]), ["ก\tข\n", "ค\tง\n"]),
        (p("ก") + p(BREAK), []),
    ],
)
def test_pages_are_hints(body: str, pages: list[str]) -> None:
    found = read_docx(docx(body), name="ก")
    assert [found.text[page.span.start : page.span.end] for page in found.pages] == pages
    assert found.text == "\f\n".join(pages) or not pages
    assert not any(page.exact for page in found.pages)


# packages


def test_strict_files_are_read() -> None:
    data = docx(p("ก", form=numbered(1)), numbering=THAI_LIST.format(key=1, form="thaiNumbers") + use(1, 1))
    assert W.encode() not in (strict := _rewritten(data))
    assert read_docx(strict, name="ก").text == "๑. ก\n"


def _rewritten(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name).replace(W.encode(), STRICT.encode()) for name in old.namelist()}
    return package(parts)


def test_the_main_part_may_have_another_name() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    data = package(
        {
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{office}" Target="/word/document2.xml"/></Relationships>',
            "word/document2.xml": f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>ก</w:t></w:r></w:p></w:body></w:document>',
        }
    )
    assert read_docx(data, name="ก").text == "ก\n"


def test_a_file_of_pictures_says_what_to_do() -> None:
    picture = '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing></w:r>'
    with pytest.raises(FileEmpty, match="1 pictures: save it as PDF"):
        read_docx(docx(p(picture)), name="ภาพ.docx")
    assert [w.code for w in read_docx(docx(p(picture, "ตรา")), name="ก").warnings] == ["pictures-not-read"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_cut_short_is_damaged(share: float) -> None:
    data = docx(p("ก" * 2000))
    with pytest.raises(FileDamaged, match=r"ก\.docx .*Copy it again"):
        read_docx(data[: int(len(data) * share)], name="ก.docx")


@given(at=st.integers(0, 2000), byte=st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_is_read_or_refused(at: int, byte: int) -> None:
    data = bytearray(
        docx(p("ก", form=numbered(1)), numbering=THAI_LIST.format(key=1, form="decimal") + use(1, 1))
    )
    data[at % len(data)] = byte
    try:
        told = read_docx(bytes(data), name="ก").text
    except InputError as error:
        told = str(error)
    assert told.strip()


@pytest.mark.parametrize(
    ("count", "form", "written"),
    [
        (21, "thaiCounting", "ยี่สิบเอ็ด"), (10, "thaiCounting", "สิบ"), (11, "thaiCounting", "สิบเอ็ด"), (41, "thaiLetters", "ฮ"),
        (42, "thaiLetters", "กก"), (28, "lowerLetter", "bb"), (1994, "lowerRoman", "mcmxciv"), (0, "upperLetter", "0"),
    ],
)  # fmt: skip
def test_number_formats(count: int, form: str, written: str) -> None:
    assert write_number(count, form) == written
