"""Questions answered from the graph: which query a question means, what it is filled with, and what never reaches it."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from query_terms import unknown_terms

import ontology
from api.desk import Desk
from kg.errors import InputError
from kg.questions.cues import read_cues
from kg.questions.intents import Intent, intents, parse_intent
from kg.questions.linking import link
from kg.snapshots import Iri, bound

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "intents.yaml").read_text(encoding="utf-8"))
INTENTS = {intent.name: intent for intent in intents()}
LINKS = sorted((Path(ontology.__file__).parent / "queries" / "links").glob("*.rq"))
MARK = re.compile(r"^[ \t]*# VALUES \?(\w+)$", re.MULTILINE)
FILLED = re.compile(r"([ \t]*)VALUES \?(\w+) \{.*\}")
MADE_UP = {
    "years",
    "short",
    "taskOrText",
    "matterOrTitle",
    "venueText",
    "duration",
    "yearText",
    "rows",
    "count",
}
README = (Path(ontology.__file__).parent / "queries" / "README.md").read_text(encoding="utf-8")
SLOTS = dict(re.findall(r"^\| (\w+) \| `\?(\w+)` \|", README, re.MULTILINE))

by_intent = pytest.mark.parametrize("intent", INTENTS.values(), ids=INTENTS)


def columns(query: str) -> set[str]:
    """The variables a SELECT gives."""
    head = re.search(r"SELECT\s+(?:DISTINCT\s+)?(?P<names>.+?)\s+WHERE", query, re.DOTALL)
    assert head is not None
    return set(re.findall(r"\?(\w+)", head["names"]))


def filled_only(sparql: str, query: str) -> bool:
    """Whether a query that ran is the query file's, but for values in the lines that take them."""
    ran, written = sparql.split("\n"), query.split("\n")
    return len(ran) == len(written) and all(
        one == two or (MARK.fullmatch(two) and FILLED.sub(r"\1# VALUES ?\2", one) == two)
        for one, two in zip(ran, written, strict=True)
    )


def ids(case: dict[str, str]) -> str:
    return case["question"]


def test_there_are_enough_intents_and_cases() -> None:
    assert len(INTENTS) >= 15
    assert len(CASES) >= 60
    assert len({(case["question"], case.get("in")) for case in CASES}) == len(CASES)
    assert {case["intent"] for case in CASES} <= set(INTENTS)
    assert len({case["intent"] for case in CASES}) >= 30


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_a_question_is_answered_by_its_query(case: dict[str, str], desk: Desk) -> None:
    answer = desk.ask(case["question"], within=case.get("in"))
    assert answer.understanding is not None
    found = answer.understanding.intent
    if "lacks" in case:
        if found != case["intent"]:
            pytest.xfail(case["lacks"])
        pytest.fail("understood now: take `lacks` out of the case")
    assert found == case["intent"], answer.understanding
    assert answer.sparql is not None
    assert filled_only(answer.sparql, INTENTS[found].query)
    assert answer.citations
    if "in" in case:
        assert {cited.file for cited in answer.citations} == {case["in"]}


@by_intent
def test_a_query_runs_on_a_store_and_gives_its_evidence(intent: Intent, desk: Desk) -> None:
    names = columns(intent.query)
    assert any(name.startswith("evidence") for name in names)
    for row in desk.snapshot().rows(intent.query):
        for name, value in row.items():
            if name.startswith("evidence") and value is not None:
                assert isinstance(value, Iri)
                assert re.fullmatch(r"https://w3id\.org/mati/id/span/[0-9a-f]{16}/\d+-\d+", value)


@pytest.mark.parametrize("path", LINKS, ids=lambda path: path.stem)
def test_a_query_of_names_runs_on_a_store(path: Path, desk: Desk) -> None:
    query = path.read_text(encoding="utf-8")
    assert desk.snapshot().rows(query)
    assert unknown_terms(query) == set()


@by_intent
def test_a_query_takes_the_slots_its_header_names(intent: Intent) -> None:
    taken = {slot for slot, need in intent.slots.items() if need != "absent"}
    assert set(intent.slots) <= set(SLOTS), "ontology/queries/README.md explains every slot"
    assert set(intent.slots.values()) <= {"required", "optional", "absent", "named"}
    assert set(MARK.findall(intent.query)) == {SLOTS[slot] for slot in taken}


@by_intent
def test_phrases_use_columns_the_query_gives(intent: Intent) -> None:
    known = columns(intent.query) | MADE_UP
    assert set(intent.phrases) == {"th", "en"}
    for phrase in intent.phrases.values():
        for text in (phrase.row, phrase.one, phrase.many):
            assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= known
        assert "{rows}" in phrase.many
    assert set(intent.key) <= columns(intent.query)


@by_intent
def test_a_query_uses_only_terms_that_are_defined(intent: Intent) -> None:
    assert unknown_terms(intent.query) == set()


def test_a_term_no_one_defined_is_seen() -> None:
    query = "PREFIX m: <https://w3id.org/mati/ont#>\nSELECT ?x WHERE { ?x a m:Meeting ; m:nonsense ?y }"
    assert unknown_terms(query) == {"https://w3id.org/mati/ont#nonsense"}


@by_intent
def test_an_intent_takes_its_own_examples(intent: Intent) -> None:
    assert intent.examples
    for text in intent.examples:
        said = read_cues(text).text
        fits = all(need.search(said) for need in intent.needs) and not any(
            veto.search(said) for veto in intent.veto
        )
        assert fits, text


def test_other_values_give_other_answers(desk: Desk) -> None:
    pairs = [
        ("ประชุมครั้งที่ 4/2566 จัดวันไหน", "ประชุมครั้งที่ 5/2566 จัดวันไหน"),
        ("วาระที่ 4.1 ครั้งที่ 4/2566 มีมติว่าอย่างไร", "วาระที่ 4.2 ครั้งที่ 4/2566 มีมติว่าอย่างไร"),
        ("มติใดบ้างที่เกี่ยวกับโครงการ Smart CCTV", "มติใดบ้างที่เกี่ยวกับโครงการ Flood Board"),
        ("นายเกรียงไกร บุญประคอง ดำรงตำแหน่งอะไร", "นางสาวจุฑามาศ เลิศอนันต์กุล ดำรงตำแหน่งอะไร"),
        ("What time did meeting 4/2566 start?", "What time did meeting 5/2566 start?"),
    ]
    for first, second in pairs:
        one, two = desk.ask(first), desk.ask(second)
        assert one.understanding is not None
        assert two.understanding is not None
        assert one.understanding.intent == two.understanding.intent is not None, first
        assert one.answer != two.answer, first
        assert one.sparql != two.sparql, first
        assert {(c.file, c.start) for c in one.citations} != {(c.file, c.start) for c in two.citations}, first


def test_what_an_agency_must_do_is_gathered_from_all_meetings_and_dated_once(desk: Desk) -> None:
    answer = desk.ask("สำนักช่างได้รับมอบหมายให้ทำอะไรบ้าง")
    assert {c.file for c in answer.citations} == {f"saichon-digital/2566-0{n}.txt" for n in (4, 5)}
    assert answer.answer.count("2 มิถุนายน 2566") == 1
    assert "ทบทวนจุดติดตั้ง" in answer.answer


def test_one_question_in_two_documents_has_two_answers(desk: Desk) -> None:
    files = [f"saichon-digital/2566-0{n}.txt" for n in (4, 5, 6)]
    said = {desk.ask("ใครไม่มาประชุม", within=file).answer for file in files}
    assert len(said) == 3


def test_the_same_asked_in_other_digits_years_and_spaces_is_the_same(desk: Desk) -> None:
    forms = [
        "ใครไม่มาประชุม ครั้งที่ 5/2566",
        "ใครไม่มาประชุม ครั้งที่ ๕/๒๕๖๖",
        "ใครไม่มาประชุม   ครั้งที่ 5 / 2566 ",
        "ใครไม่มาประชุม ครั้งที่ 5/2023",
    ]
    assert len({desk.ask(form).answer for form in forms}) == 1


def test_what_a_question_says_outright_is_read() -> None:
    cues = read_cues("วาระที่ ๔.๑ ของการประชุมครั้งที่ ๕/๒๕๖๖ วันที่ ๑๘ พฤษภาคม ๒๕๖๖")
    assert (cues.agenda, cues.meeting, cues.language) == ("4.1", (5, 2566), "th")
    assert [day.isoformat() for day in cues.dates] == ["2023-05-18"]
    assert read_cues("projects in 2024").years == (2567,)
    assert read_cues("โครงการปี 2566-2568").years == (2566, 2567, 2568)
    assert read_cues("การประชุมล่าสุด").latest
    assert read_cues("Who was absent?").language == "en"
    assert read_cues("").meeting is None


@given(st.text(max_size=200))
def test_reading_cues_never_raises(text: str) -> None:
    cues = read_cues(text)
    assert all(0 <= a <= b <= len(cues.text) for a, b in cues.said)


def test_a_name_inside_a_longer_name_is_not_meant(desk: Desk) -> None:
    known = desk.sources().known
    assert link(read_cues("ผู้อำนวยการสำนักคลังมาประชุมหรือไม่"), known, None).values["post"]
    for before in ("รอง", "ผู้ช่วย", "อดีต"):
        assert "post" not in link(read_cues(f"{before}ผู้อำนวยการสำนักคลังมาประชุมหรือไม่"), known, None).values


def test_a_meeting_that_is_not_here_is_told(desk: Desk) -> None:
    answer = desk.ask("ใครเป็นประธานการประชุมครั้งที่ 99/2599")
    assert (answer.kind.value, answer.citations) == ("none", ())
    assert answer.understanding is not None
    assert "99/2599" in (answer.understanding.reason or "")


def test_a_topic_no_query_takes_is_no_error(desk: Desk) -> None:
    desk.ask("ที่ประชุมรับรองรายงานการประชุมเรื่องเครื่องช่วยหายใจโดยมีการแก้ไขหรือไม่")


def test_the_meeting_asked_for_limits_what_is_said_of_a_project(desk: Desk) -> None:
    answer = desk.ask("มติใดบ้างที่เกี่ยวกับโครงการ Smart CCTV ในการประชุมครั้งที่ 5/2566")
    assert {cited.file for cited in answer.citations} == {"saichon-digital/2566-05.txt"}


PIECES = [
    "ใครเป็นประธาน", "มีมติอย่างไร", "มติใดบ้างที่กล่าวถึงคำว่า", "วาระที่ 4", "ครั้งที่ 4/2566", "โครงการ Saichon Care", "ปี 2566",
    "มอบหมายให้", "Who was absent", "Which resolutions mention", "Flood Board", "ข้อเสนอแนะ", "กี่",
    '"', "'", "}", "{", "\n", "#", "\\", "<", ">", "?s ?p ?o", ". } UNION {", '"""', "VALUES ?meeting { <x:y> }", "# VALUES ?meeting",
    "\\u0022", "\r", "\t", "\x00", "\ud800", "\u2028", "SERVICE <http://127.0.0.1/>", "DROP ALL", "%s", "{rows}", "{0}",
]  # fmt: skip


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@example('มติใดบ้างที่กล่าวถึง "} DROP ALL #" ครั้งที่ 4/2566')
@example("Which resolutions mention “x\\” } # ”?")
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)))
def test_no_question_changes_a_query(desk: Desk, question: str) -> None:
    try:
        answer = desk.ask(question)
    except InputError:
        assert not question.strip()
        return
    if answer.sparql is None:
        return
    assert any(filled_only(answer.sparql, intent.query) for intent in INTENTS.values())


@given(st.text(max_size=60))
@example('"} } DROP ALL #\n\\')
def test_a_value_stays_one_literal(text: str) -> None:
    filled = bound("SELECT ?phrase WHERE {\n  # VALUES ?phrase\n}\n", {"phrase": text})
    assert len(filled.split("\n")) == 4
    assert [row["phrase"].value for row in ox.Store().query(filled)] == [text]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "header"),
        ("# ---\n# title: x\n# ---\nSELECT", "phrase"),
    ],
)
def test_a_query_file_without_its_header_is_told(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_intent("new", text)
