"""Who is who in one record: exact keys, spellings carried, nothing guessed."""

from __future__ import annotations

from dataclasses import replace

from kg import iris
from kg.identity import Person, identify, person, reference_body, relative_scope
from kg.records import (
    Assignment,
    Attendee,
    Kind,
    Meeting,
    Presence,
    Record,
    Reference,
    Resolution,
    ResolutionType,
    Signatory,
    Span,
)

WHERE = Span(0, 1)


def row(name: str, *variants: str, prefix: str | None = None) -> Attendee:
    return Attendee(Presence.PRESENT, None, name, WHERE, WHERE, prefix=prefix, variants=variants)


def record(*rows: Attendee, recorder: str | None = None, body: str | None = None) -> Record:
    return Record(
        file="a.txt",
        sha256="0" * 64,
        kind=Kind.FORMAL_MINUTES,
        meeting=Meeting(body=body),
        attendees=rows,
        recorder=Signatory(recorder, WHERE) if recorder else None,
    )


def test_rows_with_one_key_are_one_person_with_all_spellings() -> None:
    who = identify(record(row("สมใจ นาดี", "สมใจ นาตี"), row("สมใจ  นาดี", "สมไจ นาดี")))
    assert who.people == (Person("สมใจ นาดี", ("สมใจ นาตี", "สมไจ นาดี")),)


def test_a_signature_in_a_variant_spelling_is_the_attendee() -> None:
    who = identify(record(row("สมใจ นาดี", "สมใจ นาตี"), recorder="สมใจ นาตี"))
    assert person(who, "สมใจ นาตี") == who.people[0]
    assert len(who.people) == 1


def test_a_signature_of_somebody_else_is_a_new_person() -> None:
    who = identify(record(row("สมใจ นาดี"), recorder="ปิติ ชูใจ"))
    assert [known.name for known in who.people] == ["สมใจ นาดี", "ปิติ ชูใจ"]


def test_a_variant_that_two_people_share_finds_neither() -> None:
    who = identify(record(row("สมใจ นาดี", "สมใจ นา"), row("สมใจ นาบุญ", "สมใจ นา"), recorder="สมใจ นา"))
    assert [known.name for known in who.people] == ["สมใจ นาดี", "สมใจ นาบุญ", "สมใจ นา"]
    assert person(who, "สมใจ นา") == Person("สมใจ นา")


def test_a_row_of_its_own_wins_over_a_variant_of_another() -> None:
    who = identify(record(row("สมใจ นาดี", "สมใจ นาตี"), row("สมใจ นาตี")))
    assert person(who, "สมใจ นาตี") == Person("สมใจ นาตี")


def test_found_with_title_too() -> None:
    who = identify(record(row("สมใจ นาดี", "สมใจ นาตี", prefix="ว่าที่ร้อยตรี")))
    assert person(who, "ว่าที่ร้อยตรี สมใจ นาตี") == who.people[0]
    assert person(who, "กรมที่ดิน") is None


def test_an_agent_with_a_title_is_a_person_and_an_office_that_sounds_like_one_is_not() -> None:
    told = tuple(Assignment(agent, WHERE) for agent in ("นายปิติ ชูใจ", "นายอำเภอบางนกยูง", "นางสมใจ นาดี"))
    decided = Resolution(None, "", (ResolutionType.ASSIGN,), WHERE, told)
    who = identify(replace(record(row("สมใจ นาดี")), resolutions=(decided,)))
    assert [known.name for known in who.people] == ["สมใจ นาดี", "ปิติ ชูใจ"]
    assert person(who, "นายปิติ ชูใจ") == who.people[1]
    assert person(who, "นางสมใจ นาดี") == who.people[0]
    assert person(who, "นายอำเภอบางนกยูง") is None


def test_no_people() -> None:
    assert identify(record()).people == ()


class TestReferenceBody:
    def test_no_body_means_the_own_one(self) -> None:
        assert reference_body(record(body="คณะกรรมการน้ำ"), Reference(WHERE)) == "คณะกรรมการน้ำ"

    def test_the_own_body_cut_short(self) -> None:
        own = record(body="คณะกรรมการน้ำแห่งเมืองสมมุติ")
        assert reference_body(own, Reference(WHERE, body="คณะกรรมการน้ำฯ")) == "คณะกรรมการน้ำแห่งเมืองสมมุติ"

    def test_another_body(self) -> None:
        own = record(body="คณะกรรมการน้ำแห่งเมืองสมมุติ")
        assert reference_body(own, Reference(WHERE, body="คณะกรรมการดินฯ")) == "คณะกรรมการดินฯ"
        assert reference_body(own, Reference(WHERE, body="คณะกรรมการน้ำ")) == "คณะกรรมการน้ำ"
        assert reference_body(own, Reference(WHERE, body="ฯ")) == "ฯ"


def test_agents_that_name_nobody_alone() -> None:
    assert relative_scope("ฝ่ายเลขานุการฯ") == "body"
    assert relative_scope("หน่วยงานที่เกี่ยวข้อง ทุกหน่วย") == "meeting"
    assert relative_scope("ฝ่ายเลขานุการ กองช่าง") is None
    assert relative_scope("กองช่าง") is None
    assert relative_scope("") is None


def test_name_key_is_the_key_of_people() -> None:
    who = identify(record(row("สมใจ นาดี")))
    assert set(who.by_key) == {iris.name_key("สมใจ นาดี")}
