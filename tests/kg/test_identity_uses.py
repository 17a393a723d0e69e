"""What one record says of each name: gathered from the record, and kept as JSON."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.identity.name_use import NameUse, uses_from_json, uses_to_json
from kg.identity.names import NameKind
from kg.identity.uses import agency_uses, cut_from, name_uses
from kg.records import (
    Assignment,
    Attendee,
    Document,
    Kind,
    Meeting,
    Presence,
    Project,
    Record,
    Reference,
    Resolution,
    ResolutionType,
    Signatory,
    Span,
    Suggestion,
)

WHERE = Span(0, 1)
BODY = "คณะกรรมการพัฒนาสวนสาธารณะ"


def document(text: str = "") -> Document:
    return Document("a.txt", text, "a" * 64, "utf-8")


def record(**told: object) -> Record:
    return Record("a.txt", "a" * 64, Kind.FORMAL_MINUTES, Meeting(body=BODY, date=date(2020, 9, 2)), **told)  # type: ignore[arg-type]


def of(uses: tuple[NameUse, ...], kind: NameKind) -> list[NameUse]:
    return [use for use in uses if use.kind is kind]


def test_a_persons_rows_and_signature_are_one_use() -> None:
    row = Attendee(
        Presence.PRESENT, 1, "อิสระ แสงทองดี", WHERE, WHERE, prefix="นาย", role="ประธาน",
        position="ปลัดเทศบาล", agency="เทศบาลเมืองสวนทอง", variants=("อิสระ แสงทองดี", "อิสรระ แสงทองดี"),
    )  # fmt: skip
    read = record(attendees=(row,), recorder=Signatory("อิสรระ แสงทองดี", WHERE, "นาย", "เลขานุการ"))
    (person,) = of(name_uses(read, document()), NameKind.PERSON)
    assert person == NameUse(
        NameKind.PERSON, "อิสระ แสงทองดี", BODY, "2020-09-02", ("อิสรระ แสงทองดี",), prefixes=("นาย",),
        positions=("ปลัดเทศบาล", "เลขานุการ"), agencies=("เทศบาลเมืองสวนทอง",), roles=("ประธาน",), rows=(("present", 1),),
    )  # fmt: skip


def test_agencies_are_bodies_agents_references_and_those_who_speak_but_nobody_in_particular() -> None:
    done = Resolution(
        "1", "", (ResolutionType.ASSIGN,), WHERE,
        (Assignment("กรมประมง", WHERE), Assignment("หน่วยงานที่เกี่ยวข้อง", WHERE), Assignment("ฝ่ายเลขานุการ", WHERE)),
    )  # fmt: skip
    read = record(
        resolutions=(done,),
        references=(Reference(WHERE, body="คณะรัฐมนตรี"), Reference(WHERE)),
        suggestions=(Suggestion("1", None, "", WHERE, by="สำนักงบประมาณ"),),
    )
    names = [use.name for use in of(name_uses(read, document()), NameKind.AGENCY)]
    assert names == [BODY, "กรมประมง", "คณะรัฐมนตรี", "สำนักงบประมาณ"]


def test_who_speaks_with_a_title_is_a_person() -> None:
    text = "นางปรียา ใจงาม เสนอว่า"
    read = record(suggestions=(Suggestion("1", None, "", WHERE, by="ปรียา ใจงาม", by_span=Span(0, 14)),))
    uses = name_uses(read, document(text))
    assert [use.name for use in of(uses, NameKind.PERSON)] == ["ปรียา ใจงาม"]
    assert [use.name for use in of(uses, NameKind.AGENCY)] == [BODY]


def test_a_project_has_its_years_acronym_and_other_spellings() -> None:
    projects = (
        Project("โครงการป่าในเมือง", WHERE, acronym="BKK F", years_be=(2564,), variants=("โครงการป่าไนเมือง",)),
        Project("โครงการ ป่าในเมือง", WHERE, category="ด้านสวน", years_be=(2565,)),
    )
    (use,) = of(name_uses(record(projects=projects), document()), NameKind.PROJECT)
    assert (use.name, use.acronym, use.years, use.category) == (
        "โครงการป่าในเมือง",
        "BKK F",
        (2564, 2565),
        "ด้านสวน",
    )
    assert use.variants == ("โครงการ ป่าในเมือง", "โครงการป่าไนเมือง")


def test_an_abbreviation_has_the_full_name_that_the_record_gives_it() -> None:
    text = "เสนอโดยกระทรวงการคลัง (กค.) และ\nนายบุญ เป็นประธานการประชุมคณะกรรมการนโยบายป่าชุมชน (คนป.)"
    uses = {use.name: use for use in agency_uses(["กค.", "คนป.", "กระทรวงการคลัง", "กต."], text, BODY, "")}
    assert uses["กค."].full == "กระทรวงการคลัง"
    assert uses["คนป."].full == "คณะกรรมการนโยบายป่าชุมชน"
    assert uses["กระทรวงการคลัง"].acronym == "กค."
    assert (uses["กต."].full, uses["กต."].acronym) == ("", "")


def test_a_bracket_that_the_letters_do_not_fit_defines_nothing() -> None:
    (use,) = agency_uses(["คกช."], "เสนอโดยการกีฬาแห่งชาติ (คกช.)", BODY, "")
    assert use.full == ""


def test_a_name_cut_short_is_the_one_longer_name_that_begins_so() -> None:
    fulls = ["โครงการป่าในเมืองเฉลิมขวัญ", "โครงการป่าชายเลน ระยะที่ 2", "โครงการเสียงตามสาย"]
    assert cut_from("โครงการป่าในเมืองฯ", fulls) == "โครงการป่าในเมืองเฉลิมขวัญ"
    assert cut_from("โครงการป่าฯ ระยะที่ 2", fulls) == "โครงการป่าชายเลน ระยะที่ 2"
    assert cut_from("โครงการป่าฯ", fulls) == ""  # of two
    assert cut_from("โครงการฯ", fulls[2:]) == ""  # says nothing
    assert cut_from("โครงการเสียงตามสาย", fulls) == ""


words = st.text(st.characters(whitelist_categories=["L", "M", "N", "P"]), min_size=1, max_size=12)
several = st.lists(words, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
kinds = st.sampled_from(list(NameKind))
places = st.lists(
    st.tuples(st.sampled_from(["present", "absent"]), st.integers(1, 99)), max_size=2, unique=True
)
made_uses = st.lists(
    st.builds(
        NameUse, kind=kinds, name=words, body=st.just(BODY), day=st.just("2020-01-01"), variants=several, full=words | st.just(""),
        prefixes=several, positions=several, agencies=several, roles=several, rows=places.map(tuple), acronym=words | st.just(""),
        category=words | st.just(""), years=st.lists(st.integers(2400, 2700), max_size=2).map(tuple),
    ),
    max_size=6,
).map(tuple)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(made_uses)
def test_uses_come_back_from_json_as_they_were(uses: tuple[NameUse, ...]) -> None:
    text = json.dumps(uses_to_json(uses), ensure_ascii=False)
    assert uses_from_json(json.loads(text)) == uses
