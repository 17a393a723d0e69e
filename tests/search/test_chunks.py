"""Chunks follow the record: whole things, their headings, exact quotes, nothing of the page's furniture."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from minutes import BODY, ITEMS, LEAD, PAGE_NUMBER, RESOLUTION, ROWS, TITLE, example

from kg.records import Block, BlockKind, Document, Kind, Meeting, Record, Span
from search.chunks import GROUPED, LONGEST, LONGEST_WHOLE, make_chunks, meeting_label

DOCUMENT, RECORD = example()
CHUNKS = make_chunks(DOCUMENT, RECORD)


def of_kind(kind):
    return [chunk for chunk in CHUNKS if chunk.kind == kind]


def test_quotes_are_exact_and_ids_follow_the_document_and_span():
    for chunk in CHUNKS:
        assert chunk.text == DOCUMENT.text[chunk.span.start : chunk.span.end] == chunk.text.strip()
        assert chunk.id == f"{DOCUMENT.sha256[:16]}-{chunk.span.start}-{chunk.span.end}"
        assert chunk.target.endswith(f"span/{DOCUMENT.sha256[:16]}/{chunk.span.start}-{chunk.span.end}")
    assert len({chunk.id for chunk in CHUNKS}) == len(CHUNKS)
    assert list(CHUNKS) == sorted(CHUNKS, key=lambda c: (c.span.start, -c.span.end))


def test_the_meeting_stands_on_every_chunk():
    label = f"{BODY} ครั้งที่ 2/2566 วันที่ 8 กุมภาพันธ์ 2566"
    assert {(c.label, c.body, c.number, c.year_be, c.date) for c in CHUNKS} == {
        (label, BODY, 2, 2566, date(2023, 2, 8))
    }
    assert meeting_label(Meeting()) == ""
    assert meeting_label(Meeting(title="การประชุมเชิงปฏิบัติการ", number=3)) == "การประชุมเชิงปฏิบัติการ ครั้งที่ 3"


def test_headings_say_where_a_chunk_stands():
    (resolution,) = of_kind("resolution")
    assert resolution.text == RESOLUTION
    assert resolution.heading == "วาระที่ 4 เรื่องเพื่อพิจารณา › แผนพัฒนาดิจิทัลเทศบาลเมืองสายชล"
    assert resolution.scored_text.endswith(RESOLUTION)
    assert "แผนพัฒนาดิจิทัล" in resolution.scored_text
    assert of_kind("list")[0].heading.endswith("› ความเห็นและข้อเสนอแนะ")


def test_a_list_is_found_whole_and_by_item():
    (whole,) = of_kind("list")
    assert whole.text == "\n\n".join(ITEMS)
    assert [chunk.text for chunk in of_kind("list-item")] == ["\n\n".join(ITEMS[:2]), ITEMS[2]]
    assert all(LEAD.split(" ")[-1] in chunk.scored_text for chunk in [whole, *of_kind("list-item")])


def test_table_rows_carry_their_header():
    rows = of_kind("table-row")
    assert rows
    assert all(chunk.scored_text.count("ปี ๒๕๖๗") >= 1 for chunk in rows)
    assert not any(chunk.text == ROWS[2] for chunk in rows)
    (table,) = of_kind("table")
    assert table.text.startswith(ROWS[0])
    assert table.text.endswith(ROWS[3])


def test_people_stay_in_one_piece():
    roster = of_kind("roster")
    rows = of_kind("attendance")
    assert "".join(c.text for c in rows).count("ผู้อำนวยการกองช่าง") == 1
    assert all(chunk.text[0] in "๑๒๓" for chunk in rows)
    assert all(chunk.heading == "ผู้มาประชุม" for chunk in roster + rows)


def test_furniture_is_left_out_and_the_title_is_whole():
    assert not any(chunk.text == PAGE_NUMBER for chunk in CHUNKS)
    assert of_kind("title")[0].text == TITLE


def test_a_long_paragraph_is_cut_at_clauses_evenly():
    parts = of_kind("paragraph")[:-1]
    assert len(parts) >= 2
    assert all(len(part.text) <= LONGEST for part in parts)
    assert max(len(part.text) for part in parts) < 2 * min(len(part.text) for part in parts)
    assert all(not part.text.startswith(("ทั้งนี้ ต้อง ", "ก่อน")) for part in parts)


def test_pages_and_targets():
    assert {chunk.page for chunk in CHUNKS if chunk.kind == "title"} == {1}
    assert {chunk.page for chunk in CHUNKS if chunk.kind == "resolution"} == {2}
    assert {c.page for c in make_chunks(replace(DOCUMENT, pages=()), RECORD)} == {None}
    named = make_chunks(DOCUMENT, RECORD, lambda chunk: f"x:{chunk.kind}")
    assert {chunk.target for chunk in named if chunk.kind == "list"} == {"x:list"}


def test_markup_is_shown_but_not_indexed():
    text = "<ul style='x'><li>โครงการคลองสวย</li></ul>"
    document = Document("a.txt", text, "ab" * 32, "utf-8")
    record = Record(
        "a.txt", "ab" * 32, Kind.PLAIN, Meeting(), blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
    )
    (chunk,) = make_chunks(document, record)
    assert chunk.text == text
    assert chunk.scored_text.split() == ["โครงการคลองสวย"]


@given(st.lists(st.text(st.sampled_from("กขคงอาเ้ 1.\t|-<>"), max_size=700), max_size=6))
@settings(max_examples=60, deadline=None)
def test_plain_text_is_covered(paragraphs):
    text = "\n\n".join(paragraphs)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    chunks = make_chunks(
        Document("p.txt", text, sha256, "utf-8"), Record("p.txt", sha256, Kind.PLAIN, Meeting())
    )
    covered = [False] * len(text)
    for chunk in chunks:
        assert chunk.text == text[chunk.span.start : chunk.span.end]
        covered[chunk.span.start : chunk.span.end] = [True] * len(chunk.text)
    assert all(seen or char.isspace() for seen, char in zip(covered, text, strict=True))


@pytest.mark.parametrize("kind", [BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.ATTENDANCE])
def test_a_run_too_long_gets_no_whole(kind):
    lines = [f"{n}. เรื่องที่ {n} ขอความเห็นชอบแผนงาน" + "ก" * 100 for n in range(20)]
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(kind, Span(at, at + len(line))))
        at += len(line) + 1
    record = Record("l.txt", "cd" * 32, Kind.PLAIN, Meeting(), blocks=tuple(blocks))
    chunks = make_chunks(Document("l.txt", text, "cd" * 32, "utf-8"), record)
    assert len(text) > LONGEST_WHOLE
    assert {chunk.kind for chunk in chunks} == {kind.value}
    assert all(len(chunk.text) <= GROUPED for chunk in chunks)
