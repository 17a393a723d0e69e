"""Who is who over a store: what is made one and what never, whatever comes first, and what people decide."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys

import pytest
from commandline import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import iris
from kg.identity.decisions import Action, Decision
from kg.identity.entities import Entity, Identity
from kg.identity.features import forbidden
from kg.identity.names import Known, NameKind
from kg.identity.nodes import gather
from kg.identity.resolve import resolve
from kg.identity.uses import NameUse

BODY = "คณะกรรมการสวนสาธารณะ"
PERSON, AGENCY, PROJECT = NameKind.PERSON, NameKind.AGENCY, NameKind.PROJECT
ONE, TWO, THREE = "1" * 64, "2" * 64, "3" * 64


def use(kind: NameKind, name: str, **told: object) -> NameUse:
    return NameUse(kind, name, BODY, "2020-01-01", **told)  # type: ignore[arg-type]


def said(
    action: Action, kind: NameKind, one: str, other: str = "", number: int = 1, *documents: str
) -> Decision:
    return Decision(action, kind, one, other, "เจ้าหน้าที่ทะเบียน", "2026-11-23", "ตรวจแล้ว", documents, number)


def entity(identity: Identity, sha256: str, kind: NameKind, name: str) -> Entity:
    key = iris.name_key(name)
    return next(identity.owner[node] for node in identity.nodes[sha256] if node[:2] == (kind, key))


def together(identity: Identity, one: str, other: str, kind: NameKind = PERSON) -> bool:
    (left,), (right,) = identity.explain(kind, one), identity.explain(kind, other)
    return left == right


def test_a_damaged_spelling_stands_for_the_one_that_more_records_have() -> None:
    right, damaged = use(PERSON, "อิสระ แสงทองดี"), use(PERSON, "อิสระ แสงทองติ")
    identity = resolve({ONE: [right], TWO: [damaged], THREE: [right]})
    assert identity.names(ONE).known == {}
    known = identity.names(TWO).find(PERSON, "อิสระ แสงทองติ")
    assert known == Known("อิสระ แสงทองดี", damaged=("อิสระ แสงทองติ",))
    (found,) = identity.entities
    assert [(s.name, s.documents, s.damaged) for s in found.spellings] == [
        ("อิสระ แสงทองดี", 2, False),
        ("อิสระ แสงทองติ", 1, True),
    ]
    (link,) = found.links
    assert {ground.code for ground in link.reasons} >= {"same-common-given-name", "spelling-slip-family"}
    assert link.score >= 0.75


def test_a_records_own_variants_are_damaged_or_right_by_what_the_store_calls_it() -> None:
    identity = resolve(
        {ONE: [use(PERSON, "อิสรระ แสงทองดี", variants=("อิสระ แสงทองดี",))], TWO: [use(PERSON, "อิสระ แสงทองดี")]}
    )
    known = identity.names(ONE).find(PERSON, "อิสรระ แสงทองดี")
    assert known == Known("อิสระ แสงทองดี", damaged=("อิสรระ แสงทองดี",))


def test_an_abbreviation_is_what_its_record_says_and_else_the_one_office_that_has_it() -> None:
    store = {
        ONE: [use(AGENCY, "คนป.", full="คณะกรรมการนโยบายป่าชุมชน")],
        TWO: [use(AGENCY, "คนป.")],
        THREE: [use(AGENCY, "คณะกรรมการนโยบายป่าชุมชน")],
    }
    identity = resolve(store)
    (found,) = identity.entities
    assert found.name == "คณะกรรมการนโยบายป่าชุมชน"
    assert identity.names(TWO).find(AGENCY, "คนป.") == Known(found.name, others=("คนป.",))


def test_an_abbreviation_of_two_offices_is_neither_where_nobody_says_which() -> None:
    store = {
        ONE: [use(AGENCY, "คนป.", full="คณะกรรมการนโยบายป่าชุมชน")],
        TWO: [use(AGENCY, "คนป.", full="คณะกรรมการนิคมปศุสัตว์")],
        THREE: [use(AGENCY, "คนป.")],
    }
    identity = resolve(store)
    assert len(identity.entities) == 3
    names = {sha256: identity.names(sha256).find(AGENCY, "คนป.") for sha256 in store}
    assert names[ONE].name == "คณะกรรมการนโยบายป่าชุมชน"
    assert names[TWO].name == "คณะกรรมการนิคมปศุสัตว์"
    assert names[THREE].name == "คนป."
    assert {link.other for link in identity.doubtful} | {link.one for link in identity.doubtful} == {"คนป."}


def test_a_name_cut_short_stays_in_its_record() -> None:
    store = {ONE: [use(AGENCY, "คณะกรรมการฯ")], TWO: [use(AGENCY, "คณะกรรมการฯ")]}
    identity = resolve(store)
    known = [identity.names(sha256).find(AGENCY, "คณะกรรมการฯ") for sha256 in store]
    assert known[0].name == known[1].name == "คณะกรรมการฯ"
    assert known[0].part != known[1].part


def test_the_fuller_name_of_a_project_is_its_name() -> None:
    short, full = "โครงการสะพานเกาะมุกใหญ่", "โครงการสะพานเกาะมุกใหญ่ ตำบลเกาะมุก อำเภอกันสา"
    identity = resolve({ONE: [use(PROJECT, short)], TWO: [use(PROJECT, full)]})
    assert identity.names(ONE).find(PROJECT, short) == Known(full, others=(short,))


def test_a_short_name_of_two_projects_is_neither_unless_its_record_says_which() -> None:
    short = "โครงการชดเชยค่าเรือข้ามฟาก"
    fulls = [f"{short}แก่นักเรียนบ้านเกาะ", f"{short}ให้แก่ผู้สูงอายุในเขตเทศบาลเมืองท่าเรือ"]
    apart = {ONE: [use(PROJECT, short)], TWO: [use(PROJECT, fulls[0])], THREE: [use(PROJECT, fulls[1])]}
    identity = resolve(apart)
    assert len(identity.entities) == 3
    assert len(identity.doubtful) == 2
    told = resolve(apart | {ONE: [use(PROJECT, short), use(PROJECT, fulls[1])]})
    assert told.names(ONE).find(PROJECT, short).name == fulls[1]
    assert told.names(TWO).find(PROJECT, fulls[0]).name == fulls[0]


def test_a_name_read_on_into_its_sentence_is_not_what_a_project_is_called() -> None:
    name = "โครงการปลูกหญ้าแฝกริมตลิ่ง"
    identity = resolve({ONE: [use(PROJECT, name)], TWO: [use(PROJECT, f"{name}มาอย่างต่อเนื่อง")]})
    (found,) = identity.entities
    assert found.name == name


def test_two_rows_of_one_list_are_two_people_however_alike() -> None:
    rows = [
        use(PERSON, "อิสระ แสงทองดี", rows=(("present", 1),)),
        use(PERSON, "อิสระ แสงทองติ", rows=(("present", 2),)),
    ]
    identity = resolve({ONE: rows})
    assert len(identity.entities) == 2
    third = resolve({ONE: rows, TWO: [use(PERSON, "อิสระ แสงทองตี")]})
    assert not together(third, "อิสระ แสงทองดี", "อิสระ แสงทองติ")


def test_what_falls_short_is_doubtful_and_shown_best_first() -> None:
    store = {
        ONE: [use(PERSON, "กมลทิพย์ เพียรพิทักษ์")],
        TWO: [use(PERSON, "กมลชนก เพียรพิทักษ์")],
        THREE: [use(PERSON, "กมลทิต เพียรพิทักษ์")],
    }
    identity = resolve(store)
    scores = [link.score for link in identity.doubtful]
    assert scores == sorted(scores, reverse=True)
    assert all(0.2 <= score < 0.75 for score in scores)
    assert scores


@pytest.mark.parametrize("action", [Action.MERGE, Action.CONFIRM])
def test_a_merge_joins_what_no_rule_would(action: Action) -> None:
    rows = [
        use(PERSON, "อิสระ แสงทองดี", rows=(("present", 1),)),
        use(PERSON, "ปรียา ใจงาม", rows=(("present", 2),)),
    ]
    identity = resolve({ONE: rows}, [said(action, PERSON, "อิสระ แสงทองดี", "ปรียา ใจงาม")])
    (found,) = identity.entities
    assert found.links[0].decision is not None
    assert found.links[0].decision.action is action


def test_a_split_parts_what_rules_join_and_what_they_joined_through_others() -> None:
    store = {
        sha256: [use(PERSON, name)]
        for sha256, name in zip("123", ("อิสระ แสงทองดี", "อิสระ แสงทองติ", "อิสระ แสงทองตี"), strict=True)
    }
    assert len(resolve(store).entities) == 1
    identity = resolve(store, [said(Action.SPLIT, PERSON, "อิสระ แสงทองดี", "อิสระ แสงทองติ")])
    assert not together(identity, "อิสระ แสงทองดี", "อิสระ แสงทองติ")


def test_of_two_decisions_that_contradict_the_later_wins_and_the_other_is_told() -> None:
    store = {
        ONE: [use(PERSON, "อิสระ แสงทองดี")],
        TWO: [use(PERSON, "ปรียา ใจงาม")],
        THREE: [use(PERSON, "มานะ คงมั่น")],
    }
    merge = said(Action.MERGE, PERSON, "อิสระ แสงทองดี", "ปรียา ใจงาม", 1)
    more = said(Action.MERGE, PERSON, "ปรียา ใจงาม", "มานะ คงมั่น", 2)
    split = said(Action.SPLIT, PERSON, "อิสระ แสงทองดี", "มานะ คงมั่น", 3)
    assert len(resolve(store, [merge, more]).entities) == 1
    identity = resolve(store, [split, merge, more])
    assert together(identity, "ปรียา ใจงาม", "มานะ คงมั่น")
    assert not together(identity, "อิสระ แสงทองดี", "มานะ คงมั่น")
    assert identity.overruled == (merge,)


def test_namesakes_are_told_apart_by_the_documents_a_person_names() -> None:
    store = {sha256: [use(PERSON, "สมใจ นาดี")] for sha256 in (ONE, TWO, THREE)}
    split = said(Action.SPLIT, PERSON, "สมใจ นาดี", "ครูสมใจ", 7, TWO, THREE)
    identity = resolve(store, [split])
    known = {sha256: identity.names(sha256).find(PERSON, "สมใจ นาดี") for sha256 in store}
    assert known[ONE] == Known("สมใจ นาดี")
    assert known[TWO] == known[THREE]
    assert known[TWO].name == "สมใจ นาดี"
    assert known[TWO].part != ""
    assert resolve(store, []).names(TWO).known == {}  # taken back, it is as if it had never been


def test_a_decision_on_names_that_no_record_has_is_idle() -> None:
    lost = said(Action.MERGE, PERSON, "อิสระ แสงทองดี", "ไม่มี ใครรู้")
    assert resolve({ONE: [use(PERSON, "อิสระ แสงทองดี")]}, [lost]).idle == (lost,)


def test_the_graphs_say_why_and_what_became_of_the_other_iri() -> None:
    store = {
        ONE: [use(PERSON, "อิสระ แสงทองดี")],
        TWO: [use(PERSON, "อิสระ แสงทองติ")],
        THREE: [use(PERSON, "อิสระ แสงทองดี")],
    }
    ((graph, quads),) = resolve(store).graphs().items()
    text = quads.decode()
    assert graph == iris.identity_graph("person", iris.name_key("อิสระ แสงทองดี"))
    old, new = iris.person("อิสระ แสงทองติ"), iris.person("อิสระ แสงทองดี")
    assert f"<{old}> <http://purl.org/dc/terms/isReplacedBy> <{new}> <{graph}> ." in text
    assert '#oneForm> "อิสระ แสงทองดี"' in text or '#otherForm> "อิสระ แสงทองดี"' in text
    assert "code/link-reason/spelling-slip-family>" in text
    assert "code/link-decision/rule>" in text


def test_an_iri_that_an_entity_still_goes_by_is_not_replaced() -> None:
    store = {ONE: [use(PERSON, "สมใจ นาดี")], TWO: [use(PERSON, "สมใจ นาดี")], THREE: [use(PERSON, "สมใจ นาตี")]}
    split = said(Action.SPLIT, PERSON, "สมใจ นาดี", "อีกคน", 1, TWO)
    merged = said(Action.MERGE, PERSON, "สมใจ นาดี", "สมใจ นาตี", 2)
    text = b"".join(resolve(store, [split, merged]).graphs().values()).decode()
    assert f"<{iris.person('สมใจ นาดี')}> <http://purl.org/dc/terms/isReplacedBy>" not in text


# --- whatever comes first

_PEOPLE = [
    "อิสระ แสงทองดี",
    "อิสรระ แสงทองดี",
    "อิสระ แสงทองติ",
    "ปรียา ใจงาม",
    "ปรียา ใจงาบ",
    "สมพร คงมั่น",
    "สมพล คงมั่น",
    "ปรียา เรืองชัย",
]
_AGENCIES = [
    "กค.",
    "กระทรวงการคลัง",
    "กระทรวงกรคลัง",
    "คณะกรรมการฯ",
    "สำนักงานเขตบางรัก",
    "สำนักงานเขตบางแค",
    "สนข.บางรัก",
    "ก.ก.",
    "กก.",
]
_PROJECTS = [
    "โครงการป่าในเมือง",
    "โครงการป่าในเมือง ระยะที่ 1",
    "โครงการป่าในเมือง ระยะที่ 2",
    "โครงการป่าไนเมือง",
    "โครงการ BKK F",
    "โครงการป่าในเมืองฯ",
]

people = st.builds(
    NameUse,
    kind=st.just(PERSON),
    name=st.sampled_from(_PEOPLE),
    body=st.sampled_from([BODY, "คณะทำงานน้ำ"]),
    day=st.sampled_from(["2019-01-01", "2020-01-01", ""]),
    variants=st.lists(st.sampled_from(_PEOPLE[:3]), max_size=1).map(tuple),
    prefixes=st.lists(st.sampled_from(["นาย", "นาง", "นางสาว", "พันตรี"]), max_size=1).map(tuple),
    positions=st.lists(st.sampled_from(["ปลัดเทศบาล", "นิติกรชำนาญการ"]), max_size=1).map(tuple),
    agencies=st.lists(st.sampled_from(["กรมประมง", "กรมป่าไม้"]), max_size=1).map(tuple),
    rows=st.lists(st.tuples(st.just("present"), st.integers(1, 3)), max_size=1).map(tuple),
)
agencies = st.builds(
    NameUse, kind=st.just(AGENCY), name=st.sampled_from(_AGENCIES), body=st.just(BODY), day=st.just("2020-01-01"),
    full=st.sampled_from(["", "", "กระทรวงการคลัง", "คณะกรรมการข้าราชการ"]), acronym=st.sampled_from(["", "กค."]),
)  # fmt: skip
projects = st.builds(
    NameUse, kind=st.just(PROJECT), name=st.sampled_from(_PROJECTS), body=st.just(BODY), day=st.just("2020-01-01"),
    acronym=st.sampled_from(["", "BKK F"]), years=st.sampled_from([(), (2564,), (2565,)]),
)  # fmt: skip
records = st.lists(
    people | agencies | projects, max_size=7, unique_by=lambda made: (made.kind, iris.name_key(made.name))
)
shas = st.sampled_from([digit * 64 for digit in "0123456789"])
stores = st.dictionaries(shas, records, max_size=6)
decided = st.builds(
    lambda action, names, documents, number: Decision(
        action,
        PERSON,
        names[0],
        names[1],
        "ก",
        "2026-01-01",
        "",
        documents if action is Action.SPLIT else (),
        number,
    ),
    st.sampled_from(list(Action)),
    st.lists(st.sampled_from(_PEOPLE), min_size=2, max_size=2, unique=True),
    st.lists(shas, max_size=2, unique=True).map(tuple),
    st.integers(1, 40),
)
decisions = st.lists(decided, max_size=4, unique_by=lambda made: made.id)


def outcome(store: dict[str, list[NameUse]], made: list[Decision]) -> tuple[object, ...]:
    identity = resolve(store, made)
    names = {sha256: identity.names(sha256) for sha256 in sorted(store)}
    return identity.graphs(), names, identity.entities, identity.doubtful, identity.overruled, identity.idle


@settings(max_examples=35, deadline=None)
@given(stores, decisions, st.randoms(use_true_random=False))
def test_no_order_matters(store: dict[str, list[NameUse]], made: list[Decision], rng: random.Random) -> None:
    shuffled = list(store)
    rng.shuffle(shuffled)
    assert outcome(store, made) == outcome(
        {sha256: store[sha256] for sha256 in shuffled}, rng.sample(made, len(made))
    )


_PRINT = """
import hashlib
from kg.identity.names import NameKind
from kg.identity.resolve import resolve
from kg.identity.uses import NameUse
people = ["อิสระ แสงทองดี", "อิสรระ แสงทองดี", "อิสระ แสงทองติ", "ปรียา ใจงาม", "ปรียา ใจงาบ"]
agencies = ["กค.", "กระทรวงการคลัง", "กระทรวงกรคลัง", "คณะกรรมการฯ", "สำนักงานเขตบางรัก", "สนข.บางรัก"]
store = {str(n) * 64: [NameUse(NameKind.PERSON, people[n % 5]), NameUse(NameKind.AGENCY, agencies[n % 6], acronym="กค.")] for n in range(9)}
found = resolve(store)
print(hashlib.sha256(repr((found.graphs(), found.entities, found.doubtful, [found.names(s) for s in store])).encode()).hexdigest())
"""


def test_the_hash_seed_does_not_matter() -> None:
    told = set()
    for seed in ("1", "2"):
        run = [sys.executable, "-c", _PRINT]
        made = subprocess.run(
            run, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        )
        told.add(made.stdout)
    assert len(told) == 1


@settings(max_examples=25, deadline=None)
@given(stores, records)
def test_a_record_taken_out_was_never_there(store: dict[str, list[NameUse]], more: list[NameUse]) -> None:
    before = outcome(store, [])
    resolve({**store, "f" * 64: more})
    assert outcome(store, []) == before


@settings(max_examples=35, deadline=None)
@given(stores)
def test_what_is_forbidden_is_never_one(store: dict[str, list[NameUse]]) -> None:
    identity = resolve(store)
    nodes, _ = gather(store, {})
    for one, other in itertools.combinations(nodes, 2):
        if one.kind is other.kind and forbidden(one, other, None):
            assert identity.owner[one.key] is not identity.owner[other.key]


@settings(max_examples=35, deadline=None)
@given(stores, decisions)
def test_the_last_word_always_holds(store: dict[str, list[NameUse]], made: list[Decision]) -> None:
    identity = resolve(store, made)
    last = max((d for d in made if not d.documents), key=lambda d: d.id, default=None)
    if last is None or last in identity.idle or any(d.documents and d.id > last.id for d in made):
        return
    ones, others = identity.explain(PERSON, last.one), identity.explain(PERSON, last.other)
    bearers = [e for e in ones if e in others]
    if last.action is Action.SPLIT:
        own = {node for nodes in identity.nodes.values() for node in nodes if node[2] == ""}
        left = identity.owner.get((PERSON, iris.name_key(last.one), ""))
        right = identity.owner.get((PERSON, iris.name_key(last.other), ""))
        assert not own or left is None or right is None or left is not right
    else:
        assert bearers


@settings(max_examples=25, deadline=None)
@given(stores, decisions)
def test_every_name_of_every_record_has_one_entity_and_no_two_entities_one_iri(
    store: dict[str, list[NameUse]], made: list[Decision]
) -> None:
    identity = resolve(store, made)
    named = [(e.kind, iris.name_key(e.name), e.part) for e in identity.entities]
    assert len(set(named)) == len(named)
    for sha256, uses in store.items():
        names = identity.names(sha256)
        for found in uses:
            known = names.find(found.kind, found.name)
            assert (found.kind, iris.name_key(known.name), known.part) in named
            assert known.name not in known.others
            assert known.name not in known.damaged
            assert {*known.others, *known.damaged} <= {found.name, *found.variants}
