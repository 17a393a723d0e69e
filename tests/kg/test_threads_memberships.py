"""Members of a body over its meetings: who counts, for whom a proxy counts, from when to when."""

from __future__ import annotations

from datetime import date

from outlines import outline

from kg import iris
from kg.identity.names import Known, NameKind, Names
from kg.iris import name_key
from kg.threads.memberships import Membership, memberships
from kg.threads.parts import Outline
from kg.threads.store import store

CHAIR = {"name": "ประสิทธิ์ ดงตาล", "role": "ประธานกรรมการ", "post": "นายอำเภอบางนกยูง"}
SECRETARY = {"name": "วารี แพกลาง", "role": "กรรมการและเลขานุการ", "post": "ปลัดอำเภอ"}
MEMBER = {"name": "สมพร ทุ่งทอง", "role": "กรรมการ", "post": "ผู้อำนวยการกองช่าง"}


def meeting(number: int, *seats: dict[str, str], name: str = "") -> Outline:
    told = {"number": f"{number}/2567", "date": date(2024, number, 10), "seats": list(seats)}
    return outline(name or f"m{number}", told)


def members(*made: Outline, names: dict[str, Names] | None = None) -> dict[tuple[str, str], Membership]:
    found = store({o.sha256: o for o in made}, names or {})
    (body,) = found.bodies.values()
    people = {iris.person(s.name): s.name for o in made for s in o.seats}
    return {(people.get(m.person or "", ""), m.role): m for m in memberships(found, body)}


def rows(membership: Membership) -> list[tuple[str, int]]:
    return [(row.listed, row.row) for row in membership.rows]


def test_a_member_is_seen_from_the_first_meeting_to_the_last() -> None:
    found = members(meeting(1, CHAIR, MEMBER), meeting(2, CHAIR), meeting(4, CHAIR, SECRETARY, MEMBER))
    assert set(found) == {
        ("ประสิทธิ์ ดงตาล", "ประธานกรรมการ"),
        ("สมพร ทุ่งทอง", "กรรมการ"),
        ("วารี แพกลาง", "กรรมการและเลขานุการ"),
    }
    chair, member = found["ประสิทธิ์ ดงตาล", "ประธานกรรมการ"], found["สมพร ทุ่งทอง", "กรรมการ"]
    assert (chair.first.number, chair.last.number, len(chair.rows)) == (1, 4, 3)
    assert (member.first.number, member.last.number, rows(member)) == (1, 4, [("present", 2), ("present", 3)])
    assert member.post == "ผู้อำนวยการกองช่าง"


def test_an_absent_row_without_a_role_is_of_the_members_own_seat() -> None:
    absent = {"name": "สมพร ทุ่งทอง", "list": "absent", "post": "ผู้อำนวยการกองช่าง"}
    stranger = {"name": "ใหม่ มาแล้ว", "list": "absent"}
    found = members(meeting(1, CHAIR, MEMBER), meeting(2, CHAIR, absent, stranger))
    assert rows(found["สมพร ทุ่งทอง", "กรรมการ"]) == [("present", 2), ("absent", 2)]
    assert rows(found["ใหม่ มาแล้ว", ""]) == [("absent", 3)]


def test_a_proxy_counts_for_the_post_or_person_and_is_no_member() -> None:
    for_post = {"name": "ชูชาติ นาดี", "role": "กรรมการ", "post": "วิศวกรโยธา", "for": "ผู้อำนวยการกองช่าง"}
    for_person = {"name": "ชูชาติ นาดี", "role": "กรรมการ", "post": "วิศวกรโยธา", "for": "สมพร ทุ่งทอง"}
    found = members(meeting(1, CHAIR, for_post), meeting(2, CHAIR, MEMBER), meeting(3, for_person))
    assert not any(name == "ชูชาติ นาดี" for name, _ in found)
    assert rows(found["สมพร ทุ่งทอง", "กรรมการ"]) == [("present", 2), ("present", 2), ("present", 1)]


def test_a_post_that_only_ever_sent_others_has_a_seat_of_its_own() -> None:
    sent = {"name": "ชูชาติ นาดี", "role": "กรรมการ", "for": "ผู้กำกับการสถานีตำรวจ"}
    other = {"name": "อำพล เขาทอง", "role": "กรรมการ", "for": "ผู้กำกับการสถานีตำรวจ"}
    found = members(meeting(1, CHAIR, sent), meeting(2, CHAIR, other))
    seat = found["", "กรรมการ"]
    assert (seat.person, seat.post, len(seat.rows)) == (None, "ผู้กำกับการสถานีตำรวจ", 2)


def test_a_proxy_counts_for_whoever_held_the_post_nearest_in_time() -> None:
    later = {**MEMBER, "name": "เอนก ดินดำ"}
    proxy = {"name": "ชูชาติ นาดี", "role": "กรรมการ", "for": "ผู้อำนวยการกองช่าง"}
    found = members(meeting(1, MEMBER), meeting(2, MEMBER), meeting(5, later), meeting(6, proxy))
    assert len(found["สมพร ทุ่งทอง", "กรรมการ"].rows) == 2
    assert len(found["เอนก ดินดำ", "กรรมการ"].rows) == 2


def test_one_person_under_two_spellings_is_one_member() -> None:
    damaged = {**MEMBER, "name": "สมพร ทุงทอง"}
    one, two = meeting(1, MEMBER), meeting(2, damaged)
    names = {two.sha256: Names({(NameKind.PERSON, name_key("สมพร ทุงทอง")): Known("สมพร ทุ่งทอง")})}
    assert len(members(one, two)) == 2
    assert len(members(one, two, names=names)) == 1


def test_another_role_is_another_membership() -> None:
    found = members(meeting(1, MEMBER), meeting(2, {**MEMBER, "role": "รองประธานกรรมการ"}))
    assert {role for _, role in found} == {"กรรมการ", "รองประธานกรรมการ"}


def test_two_records_of_a_meeting_seat_its_members_once() -> None:
    found = members(meeting(1, CHAIR), meeting(1, CHAIR, name="copy"))
    assert len(found["ประสิทธิ์ ดงตาล", "ประธานกรรมการ"].rows) == 1
