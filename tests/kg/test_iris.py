"""What names a thing, and what keeps two things apart."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import iris
from kg.records import Span

SHA = "0123456789abcdef" * 4
SAFE = re.compile(r"https://w3id\.org/mati/id/[A-Za-z0-9._~%/-]+")


def test_document_is_named_by_the_first_sixteen_digits_of_its_hash() -> None:
    assert iris.document(SHA.upper()) == "https://w3id.org/mati/id/document/0123456789abcdef"
    assert iris.graph(SHA) == "https://w3id.org/mati/id/graph/0123456789abcdef"
    assert iris.text(SHA) == "https://w3id.org/mati/id/text/0123456789abcdef"


def test_base_is_a_parameter() -> None:
    assert (
        iris.document(SHA, "https://data.example.go.th/")
        == "https://data.example.go.th/document/0123456789abcdef"
    )


def test_codes() -> None:
    assert iris.code("resolution-type", "approve") == "https://w3id.org/mati/code/resolution-type/approve"
    assert iris.code_scheme("mode") == "https://w3id.org/mati/code/mode"
    assert iris.ontology("Meeting") == "https://w3id.org/mati/ont#Meeting"


def test_thai_and_arabic_digits_and_spaces_name_one_thing() -> None:
    assert iris.project("โครงการถนน ๓ สาย") == iris.project("โครงการถนน 3  สาย")
    assert iris.person("ชูใจ  กล้าหาญ") == iris.person("ชูใจ กล้าหาญ")


def test_names_of_marks_alone_are_kept_apart() -> None:
    assert iris.agency("...") != iris.agency("---")


def test_a_law_is_its_kind_name_and_year() -> None:
    named = {
        iris.law("แผนเมือง", "plan", None),
        iris.law("แผนเมือง", "law", None),
        iris.law("แผนเมือง", "plan", 2560),
    }
    assert len(named) == 3


class TestMeeting:
    def test_number_and_year_name_it_whatever_the_day(self) -> None:
        named = iris.meeting("คณะกรรมการเมือง", number=3, year_be=2566, day=date(2023, 5, 1))
        assert named == iris.meeting("คณะกรรมการ เมือง", number=3, year_be=2566)

    def test_the_year_of_the_day_stands_in_for_a_missing_year(self) -> None:
        assert iris.meeting("ก", number=3, day=date(2023, 5, 1)) == iris.meeting("ก", number=3, year_be=2566)

    def test_a_year_that_is_written_wins_over_the_day(self) -> None:
        late = iris.meeting("ก", number=12, year_be=2566, day=date(2024, 1, 5))
        assert late == iris.meeting("ก", number=12, year_be=2566)

    def test_unnumbered_is_named_by_its_day(self) -> None:
        first, second = (iris.meeting("คณะรัฐมนตรี", day=date(2020, 3, d)) for d in (17, 24))
        assert first is not None
        assert first != second

    def test_sessions_keep_equal_numbers_apart(self) -> None:
        first, second = (
            iris.meeting("สภา", number=1, year_be=2566, session=s) for s in ("สมัยสามัญ", "สมัยวิสามัญ")
        )
        assert first != second

    def test_what_cannot_be_told_apart_has_no_name(self) -> None:
        assert iris.meeting(None, number=1, year_be=2566) is None
        assert iris.meeting("ก") is None
        assert iris.meeting("ก", number=1) is None
        assert iris.meeting("ก", year_be=2566) is None


def test_a_scope_keeps_relative_names_apart() -> None:
    assert iris.agency("ฝ่ายเลขานุการ", within="ก") != iris.agency("ฝ่ายเลขานุการ", within="ข")
    assert iris.agency("กองช่าง", within="") == iris.agency("กองช่าง")


def test_paths_are_not_resolved_away() -> None:
    assert "/%2E%2E/" in iris.resolution(SHA, "..", 1)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_any_text_gives_a_safe_iri(text: str) -> None:
    where = Span(1, 2)
    for made in (
        iris.agenda(SHA, text),
        iris.resolution(SHA, text, 1),
        iris.assignment(SHA, text, 1, 2),
        iris.suggestion(SHA, text, 1),
        iris.attendance(SHA, text, 1),
        iris.person(text),
        iris.agency(text),
        iris.project(text),
        iris.law(text, text, None),
        iris.mention(SHA, where, text),
        iris.coverage(SHA, text, 1, text),
        iris.annotation(SHA, where, text),
    ):
        assert SAFE.fullmatch(made), made
        assert "//" not in made.removeprefix("https://")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_different_agenda_numbers_have_different_iris(one: str, other: str) -> None:
    numbers = [number or "0" for number in (one, other)]
    assert (iris.agenda(SHA, one) == iris.agenda(SHA, other)) == (numbers[0] == numbers[1])
