"""The gold records and questions say only what the example texts say (no product code is used)."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parent / "examples" / "records"
GOLDEN = HERE / "golden"
TEXTS = {
    path.relative_to(RECORDS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(RECORDS.rglob("*.txt"))
}
GOLD = {
    path.relative_to(GOLDEN).as_posix(): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(GOLDEN.rglob("*.json"))
}
QUESTIONS = yaml.safe_load((HERE / "cases" / "example_questions.yaml").read_text(encoding="utf-8"))
SOURCES = sorted((GOLDEN / "facts").rglob("*.yaml"))

ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
WEEKDAYS = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
WEEKDAY_DATE = re.compile(
    rf"วัน({'|'.join(WEEKDAYS)})ที่ ([0-9]+) ({'|'.join(MONTHS)}) (?:พ\.ศ\. |พุทธศักราช )?(25[0-9]{{2}})"
)
MARKER = re.compile(
    r"^[ *]*(?:มติที่ประชุม|มติคณะกรรมการ|มติ |ที่ประชุม ?รับทราบ|ที่ประชุม\S*มีมติ|คณะรัฐมนตรี(?:มีมติ|รับทราบ))",
    re.MULTILINE,
)
VERBS = {
    "approve": r"(?<!ไม่)(?:เห็นชอบ|อนุมัติ|รับหลักการ)",
    "acknowledge": "รับทราบ",
    "assign": r"มอบ|^ให้",
    "appoint": "แต่งตั้ง",
    "endorse-minutes": "^รับรอง",
    "endorse-minutes-with-corrections": r"^รับรอง[\s\S]*แก้ไข",
    "defer": "เลื่อน",
    "reject": "^ไม่",
    "other": ".",
    "none": "ไม่มี",
}
by_record = pytest.mark.parametrize("gold", GOLD.values(), ids=list(GOLD))


def squeeze(text: str) -> str:
    """Return the text in Arabic digits without white space: what a reader reads across broken lines."""
    return re.sub(r"\s+", "", text.translate(ARABIC))


def quote(gold: dict[str, Any], fact: dict[str, Any]) -> str:
    start, end = fact["span"]
    assert 0 <= start < end <= len(TEXTS[gold["file"]])
    return TEXTS[gold["file"]][start:end]


def thai_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day}{MONTHS[day.month - 1]}"


def inside(inner: list[int], outer: list[int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def test_every_example_has_gold_and_every_gold_its_facts() -> None:
    assert {gold["file"] for gold in GOLD.values()} == set(TEXTS)
    assert len(SOURCES) == len(GOLD) >= 9


def test_gold_is_what_the_facts_build() -> None:
    done = subprocess.run(
        [sys.executable, GOLDEN / "make_gold.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", TEXTS)
def test_weekdays_are_those_of_the_calendar(file: str) -> None:
    for weekday, day, month, year in WEEKDAY_DATE.findall(TEXTS[file].translate(ARABIC)):
        real = date(int(year) - 543, MONTHS.index(month) + 1, int(day)).weekday()
        assert WEEKDAYS[real] == weekday, f"{day} {month} {year}"


@by_record
def test_meeting_values_are_read_where_the_spans_say(gold: dict[str, Any]) -> None:
    meeting, text = gold["meeting"], TEXTS[gold["file"]]
    read = {
        key: squeeze(" ".join(text[a:b] for a, b in spans)) for key, spans in meeting.get("spans", {}).items()
    }
    for key in ("body", "number", "year_be", "session"):
        if meeting.get(key) is not None:
            assert squeeze(str(meeting[key])) in read[key]
    if "date" in meeting:
        assert thai_date(meeting["date"]) in read["date"]
        assert str(int(meeting["date"][:4]) + 543) in read["date"]
    for key in {"start", "end"} & set(meeting):
        assert meeting[key].replace(":", ".") in read[key]
    for venue in meeting.get("venues", []):
        assert squeeze(venue) in read["venues"]


@by_record
def test_attendance_rows_hold_what_they_claim(gold: dict[str, Any]) -> None:
    for person in gold["attendees"]:
        row = squeeze(quote(gold, person))
        assert squeeze(str(person["number"])) in row
        written = [name for name in person["variants"] if squeeze(person["prefix"] + name) in row]
        assert written, person["name"]
        for key in ("position", "proxy_for", "absence_reason"):
            assert squeeze(person[key] or "") in row, person["name"]
        for part in (person["role"] or "").split("และ"):
            assert squeeze(part) in row, person["name"]
        assert (person["agency"] or "") in TEXTS[gold["file"]]
        assert (person["section"] == "absent") == (person["absence_reason"] is not None)


@by_record
def test_agenda_items_nest_and_begin_with_their_number(gold: dict[str, Any]) -> None:
    items = {item["number"]: item for item in gold["agenda"]}
    assert len(items) == len(gold["agenda"])
    tops = [item for item in gold["agenda"] if "." not in item["number"]]
    for one, two in itertools.pairwise(tops):
        assert one["span"][1] <= two["span"][0]
    for number, item in items.items():
        words = quote(gold, item)
        assert item["number"] in words.translate(ARABIC)[:30]
        assert words.replace("**", "").find(item["title"]) in range(30)
        if "." in number:
            assert inside(item["span"], items[number.split(".")[0]]["span"])


@by_record
def test_resolutions_quote_their_words(gold: dict[str, Any]) -> None:
    items = {item["number"]: item["span"] for item in gold["agenda"]}
    for resolution in gold["resolutions"]:
        words = quote(gold, resolution)
        assert words == resolution["text"] == words.strip()
        assert inside(resolution["span"], items[resolution["agenda"]])
        for kind in resolution["types"]:
            assert re.search(VERBS[kind], words), (kind, words)
        for agent in resolution["assigned_to"]:
            assert agent in words
        if resolution["due"]:
            assert thai_date(resolution["due"]) in squeeze(words)
        for key in ("vote", "proposed_by"):
            assert (resolution[key] or "") in words


@by_record
def test_no_resolution_marker_is_left_out(gold: dict[str, Any]) -> None:
    starts = [resolution["span"][0] for resolution in gold["resolutions"]]
    for marker in MARKER.finditer(TEXTS[gold["file"]]):
        assert any(marker.start() <= start <= marker.end() + 40 for start in starts), marker


@by_record
def test_suggestions_begin_with_their_number(gold: dict[str, Any]) -> None:
    items = {item["number"]: item["span"] for item in gold["agenda"]}
    for suggestion in gold["suggestions"]:
        words = quote(gold, suggestion)
        assert re.match(rf"{suggestion['number']}[.)] ", words.translate(ARABIC))
        assert inside(suggestion["span"], items[suggestion["agenda"]])


@by_record
def test_projects_laws_and_meetings_referred_to_are_named(gold: dict[str, Any]) -> None:
    for project in gold["projects"]:
        assert quote(gold, project) == project["name"]
        assert (project["acronym"] or "") in project["name"]
    for law in gold["laws"]:
        assert squeeze(law["name"]) in squeeze(quote(gold, law))
        assert str(law["year_be"] or "") in squeeze(quote(gold, law))
    for reference in gold["references"]:
        words = squeeze(quote(gold, reference))
        assert str(reference["number"] or "") in words
        if reference["date"]:
            assert thai_date(reference["date"]) in words


@by_record
def test_table_years_stand_in_the_projects_column(gold: dict[str, Any]) -> None:
    text = TEXTS[gold["file"]]
    columns: list[str] = []
    found = {}
    for line in text.translate(ARABIC).split("\n"):
        cells = line.split("\t")
        if re.match(r"\t25\d\d\t", line):
            columns = cells
        elif columns and len(cells) == len(columns):
            found.update({cell: columns[at] for at, cell in enumerate(cells) if cell.startswith("โครงการ")})
        else:
            columns = []
    tabled = {project["name"]: project["years_be"] for project in gold["projects"] if project["category"]}
    assert set(found) == set(tabled)
    for name, years in tabled.items():
        assert re.findall(r"\d{4}", found[name]) == [str(year) for year in years]


@by_record
def test_next_meeting_and_signatures(gold: dict[str, Any]) -> None:
    following = gold["next_meeting"]
    if following:
        words = squeeze(quote(gold, following))
        assert thai_date(following["date"]) in words
        assert following["time"].replace(":", ".") in words
        assert squeeze(following["venue"]) in words
        assert following["date"] > gold["meeting"]["date"]
    for key, label in (("recorder", "ผู้จด|ผู้บันทึก"), ("checker", "ตรวจ")):
        if gold[key]:
            assert gold[key]["name"] in quote(gold, gold[key])
            assert re.search(label, quote(gold, gold[key]))


def test_questions_are_enough_and_distinct() -> None:
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS) >= 60
    assert len({question["question"] for question in QUESTIONS}) == len(QUESTIONS)
    assert sum(question["difficulty"] == "unanswerable" for question in QUESTIONS) >= 10
    assert sum(question["lang"] == "en" for question in QUESTIONS) >= 8
    assert {question["file"] for question in QUESTIONS} - {None} <= set(TEXTS)


@pytest.mark.parametrize("question", QUESTIONS, ids=[question["id"] for question in QUESTIONS])
def test_an_answer_is_in_the_words_it_quotes(question: dict[str, Any]) -> None:
    words = []
    for span in question["spans"]:
        assert TEXTS[span["file"]][span["start"] : span["end"]] == span["text"]
        words.append(span["text"])
    assert bool(words) == (question["difficulty"] != "unanswerable")
    answer, evidence = squeeze(question["answer"]), squeeze(" ".join(words)).replace(",", "")
    for group in question["must_contain"]:
        assert any(squeeze(form) in answer for form in group)
        if words and not question["derived"]:
            assert any(squeeze(form).replace(",", "") in evidence for form in group)
