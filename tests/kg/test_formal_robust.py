"""Reading never raises and takes time in proportion, however the text is damaged."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from clock import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import decode_document
from kg.parse import read_record
from kg.records import Record

RECORDS = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "examples" / "records").rglob("*.txt"))
]
HEAD = "รายงานการประชุมคณะกรรมการทดลอง\nครั้งที่ ๑/๒๕๖๗\nวันที่ ๒ กันยายน ๒๕๖๗\nณ ห้องประชุม\n"
LIST = "ผู้มาประชุม\n๑. นายดำรง ใจดี กรรมการ\n"
BODY = "เริ่มประชุมเวลา ๐๙.๓๐ น.\nระเบียบวาระที่ ๑ เรื่องเพื่อพิจารณา\n"
NOISE = str.maketrans({"ช": "ซ", "่": "", "ุ": "ู", "๑": "®", "\n": "\n\n", "ผ": "ฝ", "(": "{"})


UNITS = [
        ("", "๑๒๓๔๕"), ("", "ๆ"), ("", "ก"), (HEAD + LIST, "("), (HEAD + LIST, "๒.\n"), (HEAD + LIST, "\t"),
        (HEAD + LIST, "๒. นางเรณู สุขใจ   กรรมการ   "), (HEAD + LIST, "(แทน) "), (HEAD + LIST, "กรรมการและ"),
        (HEAD + LIST, "ประธานสภา อบต."), (HEAD + LIST, "Mr. John Smith "),
        (HEAD + LIST + BODY, "มติที่ประชุม "), (HEAD + LIST + BODY, "มติที่ประชุม\n"), (HEAD + LIST + BODY, "มติคณะกรรมการ ก "),
        (HEAD + LIST + BODY, "ที่ประชุม - "), (HEAD + LIST + BODY, "- ไม่มี -\n"), (HEAD + LIST + BODY, "๑.๑ ก: ข\n"),
        (HEAD + LIST + BODY, "โครงการ"), (HEAD + LIST + BODY, "โครงการก่อสร้างถนนดี บ้านก "), (HEAD + LIST + BODY, "พระราชบัญญัติ"),
        (HEAD + LIST + BODY, "ผู้รับผิดชอบ : กองช่าง\n"), (HEAD + LIST + BODY, "มอบหมายให้คณะกรรมการดำเนินการ"),
    ]  # fmt: skip


def read(text: str) -> Record:
    return read_record(decode_document((text + "ก").encode(), name="minutes.txt"))


def holds(record: Record, text: str) -> bool:
    """Whether every quote is the text at its span."""
    return all(text[r.span.start : r.span.end] == r.text for r in record.resolutions) and all(
        0 <= a.span.start <= a.name_span.start <= a.name_span.end <= a.span.end for a in record.attendees
    )


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_record_is_read(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(RECORDS)).split("\n")
    start = data.draw(st.integers(0, len(lines) - 1))
    lines = lines[start : start + data.draw(st.integers(1, 60))]
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        way = data.draw(st.sampled_from(["delete", "double", "cut", "swap", "noise", "join", "spaces"]))
        line = lines[at]
        if way == "delete" and len(lines) > 1:
            del lines[at]
        elif way == "double":
            lines.insert(at, line)
        elif way == "cut":
            lines[at] = line[: data.draw(st.integers(0, len(line)))]
        elif way == "swap":
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], line
        elif way == "noise":
            lines[at] = line.translate(NOISE)
        elif way == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [line + lines[at + 1]]
        else:
            lines[at] = "   ".join(line.split(" "))
    text = "\n".join(lines)
    assert holds(read(text), text + "ก")


@pytest.mark.parametrize("record", RECORDS, ids=[str(i) for i in range(len(RECORDS))])
def test_a_record_cut_short_is_read(record: str) -> None:
    for part in (1, 3, 7):
        text = record[: len(record) * part // 8]
        assert holds(read(text), text + "ก")


@pytest.mark.parametrize(("before", "unit"), UNITS, ids=[repr(unit) for _, unit in UNITS])
def test_time_in_proportion(before: str, unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(read, before + unit * (size // len(unit)))

    assert in_proportion(work, 3_000, 24_000)
