"""Tracing a project: every place that names it, every resolution that covers it, by any of its names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from commandline import python
from little_minutes import minutes

from api.desk import Desk
from api.settings import Settings
from kg.coverage import REASONS
from kg.errors import InputError, UnknownName
from kg.evidence import Trace
from kg.records import Project, ResolutionType

FULL = "โครงการระบบแจ้งเตือนน้ำหลากริมคลอง (Khlong Alert)"
OVER_TWO_LINES = FULL.replace("ริมคลอง ", "ริมคลอง\n")
MEETINGS = {
    "1.txt": minutes(1, matter=FULL, decision="เห็นชอบโครงการตามที่เสนอ"),
    "2.txt": minutes(
        2, matter="ความก้าวหน้าระบบ Khlong Alert", decision="รับทราบ และมอบหมายให้ปลัดอำเภอติดตามระบบ KHLONG ALERT"
    ),
    "3.txt": minutes(
        3,
        matter="เรื่องที่ค้างพิจารณา",
        decision=f"อนุมัติให้ขยายเวลา{OVER_TWO_LINES} ออกไป 30 วัน",
    ),
    "4.txt": minutes(4, matter="การจัดซื้อเครื่อง Khlong Alerting ของเอกชน", decision="รับทราบ"),
    "5.txt": minutes(5, matter="ความก้าวหน้าระบบ Khlong Alert", decision="- ไม่มี -"),
}


@pytest.fixture(scope="module")
def alert(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Five meetings that name one project in full, by acronym, over a line end, and almost."""
    folder = tmp_path_factory.mktemp("alert")
    for name, text in MEETINGS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Desk.open(Settings(data=folder / "data"), write=True) as desk:
        assert desk.ingest([folder / name for name in MEETINGS]).failed == ()
        yield desk


def projects(desk: Desk) -> Iterator[Project]:
    for entry in desk.entries():
        yield from desk.record(entry.sha256).projects


def assert_proven(desk: Desk, found: Trace) -> None:
    """Every quote is the words of its span, every reason is shown by the words it cites, nothing comes twice."""
    for mention in found.mentions:
        cited = mention.citation
        text = desk.document(cited.document or "").text
        assert text[cited.start : cited.end] == cited.quote == mention.matched
        assert mention.reason in REASONS
        assert mention.project in {project.iri for project in found.projects}
    for resolution in found.resolutions:
        text = desk.document(resolution.citation.document or "").text
        for cited in (resolution.citation, resolution.because):
            assert text[cited.start : cited.end] == cited.quote != ""
        assert resolution.text == resolution.citation.quote
        assert resolution.matched == resolution.because.quote
        inside = (
            resolution.citation.start <= resolution.because.start
            and resolution.because.end <= resolution.citation.end
        )
        assert inside == (resolution.reason != "same-item")
        assert set(resolution.types) - {ResolutionType.NONE.value}
    assert len({r.iri for r in found.resolutions}) == len(found.resolutions)
    spans = [(m.citation.file, m.citation.start, m.citation.end) for m in found.mentions]
    for one, two in zip(sorted(spans), sorted(spans)[1:], strict=False):
        assert one[0] != two[0] or one[2] <= two[1]
    assert [r.date for r in found.resolutions] == sorted(r.date for r in found.resolutions if r.date)


def test_every_project_of_the_records_is_traced_by_each_of_its_names(desk: Desk) -> None:
    seen = 0
    for project in projects(desk):
        for name in filter(None, (project.name, project.acronym)):
            found = desk.trace(name)
            assert_proven(desk, found)
            assert found.mentions, name
            assert any(p.reason in {"exact", "acronym"} for p in found.projects), name
            seen += 1
    assert seen > 20


def test_three_meetings_in_a_row_that_name_a_project_are_all_traced(desk: Desk) -> None:
    for name, later in (("Smart CCTV", ()), ("Saichon Care", (8,)), ("Flood Board", ())):
        found = desk.trace(name)
        files = [f"saichon-digital/2566-0{n}.txt" for n in (4, 5, 6, *later)]
        assert sorted({r.citation.file for r in found.resolutions}) == files, name
        assert sorted({m.citation.file for m in found.mentions}) == files, name
        assert all(r.meeting_label and r.agenda and r.agenda_title for r in found.resolutions)


def test_no_place_that_says_an_acronym_is_left_out(desk: Desk) -> None:
    acronyms = {p.acronym for p in projects(desk) if p.acronym and re.fullmatch(r"[A-Za-z -]{4,}", p.acronym)}
    assert len(acronyms) >= 4
    for acronym in sorted(acronyms):
        spans = [
            (m.citation.document, m.citation.start, m.citation.end) for m in desk.trace(acronym).mentions
        ]
        for entry in desk.entries():
            text = desk.document(entry.sha256).text
            for place in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(acronym)}(?![A-Za-z0-9])", text):
                assert any(d == entry.sha256 and s <= place.start() and place.end() <= e for d, s, e in spans), (
                    acronym, entry.file, place.start(),
                )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (FULL, "exact"),
        (FULL.replace(" ", ""), "exact"),
        (FULL.upper(), "exact"),
        ("Khlong Alert", "acronym"),
        ("  khlong   alert ", "acronym"),
        ("แจ้งเตือนน้ำหลาก", "variant"),
        (FULL.replace("หลาก", "หลำก"), "variant"),
    ],
)
def test_a_name_in_any_form_finds_the_same(alert: Desk, name: str, reason: str) -> None:
    found = alert.trace(name)
    assert_proven(alert, found)
    assert [(p.name.split(" (")[0], p.reason) for p in found.projects] == [(FULL.split(" (")[0], reason)]
    assert [(r.citation.file, r.reason) for r in found.resolutions] == [
        ("1.txt", "same-item"),
        ("2.txt", "acronym"),
        ("3.txt", "exact"),
    ]
    assert {m.citation.file for m in found.mentions} == {"1.txt", "2.txt", "3.txt", "5.txt"}


def test_types_agenda_and_meeting_are_told(alert: Desk) -> None:
    one, two, three = alert.trace("Khlong Alert").resolutions
    assert (one.types, two.types, three.types) == (("approve",), ("acknowledge", "assign"), ("approve",))
    assert {r.agenda for r in (one, two, three)} == {"2.1"}
    assert two.agenda_title == "ความก้าวหน้าระบบ Khlong Alert"
    assert [r.meeting_label[-6:] for r in (one, two, three)] == ["1/2567", "2/2567", "3/2567"]
    assert two.matched == "KHLONG ALERT"


def test_a_word_that_only_begins_like_the_name_is_none(alert: Desk) -> None:
    assert all("Alerting" not in r.text for r in alert.trace("Khlong Alert").resolutions)
    assert "4.txt" not in {m.citation.file for m in alert.trace("Khlong Alert").mentions}


def test_two_projects_have_two_traces(desk: Desk) -> None:
    care, board = desk.trace("Saichon Care"), desk.trace("Flood Board")
    assert {p.iri for p in care.projects}.isdisjoint(p.iri for p in board.projects)
    assert {r.iri for r in care.resolutions} != {r.iri for r in board.resolutions}


def test_an_unknown_name_suggests_near_ones_and_an_empty_one_is_refused(alert: Desk, desk: Desk) -> None:
    with pytest.raises(UnknownName, match="แจ้งเตือนน้ำหลาก"):
        alert.trace("ระบบแจ้งเตือนน้ำท่วมริมคลอง")
    with pytest.raises(UnknownName, match="Zeppelin"):
        desk.trace("Zeppelin")
    for name in ("", " \n", "()"):
        with pytest.raises(InputError):
            desk.trace(name)


def test_a_trace_is_the_same_whatever_the_hash_seed(examples_data: Path) -> None:
    script = (
        "import sys\nfrom api.cli import main\n"
        "sys.exit(max(main(['--data', sys.argv[1], 'trace', name, '--json']) for name in sys.argv[2:]))"
    )
    names = ("Saichon Care", "โครงการ", "Smart CCTV")
    one, two = (python(script, examples_data, *names, env={"PYTHONHASHSEED": seed}) for seed in ("0", "4"))
    assert one == two
