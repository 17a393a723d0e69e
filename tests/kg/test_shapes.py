"""What the shapes find lacking, and that they find nothing in a whole record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import ClassVar

import competency_store
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import ORG, PROV, SDO
from sample_record import document, record

from kg import iris
from kg.records import Kind, Meeting, Record
from kg.shapes import LEVELS, ShapeResult, check_record, check_record_graph, levels_met
from kg.triples import record_to_graph, record_to_nquads

M = Namespace(iris.ONTOLOGY)
SHA = document().sha256


def alone(results: tuple[ShapeResult, ...]) -> tuple[ShapeResult, ...]:
    """Without what only other records could give: one record stands alone here."""
    return tuple(result for result in results if result.level != "followed-up")


def test_a_whole_record_lacks_nothing() -> None:
    results = check_record_graph(record_to_nquads(record(), document(), files=("a.txt",)), document())
    assert alone(results) == ()
    assert levels_met(alone(results)) == dict.fromkeys(LEVELS, True)


def test_a_plain_document_lacks_nothing() -> None:
    plain = Record("a.txt", SHA, Kind.PLAIN, Meeting())
    checked = check_record(record_to_graph(plain, document()), document())
    assert checked.results == ()
    assert checked.levels == dict.fromkeys(LEVELS)  # nothing can be asked of it, and nothing is ticked


def test_a_level_that_is_not_asked_is_not_met() -> None:
    assert levels_met((), ("decided",)) == dict.fromkeys(LEVELS) | {"decided": True}
    lacking = (ShapeResult("attended", "warning", "x", "y"),)
    assert levels_met(lacking, ())["attended"] is False


@pytest.mark.parametrize(
    ("change", "level"),
    [
        (lambda r: replace(r, attendees=(), kind=Kind.CABINET_RESULTS), "attended"),
        (lambda r: replace(r, resolutions=(), reports=(), corrections=()), "followed-up"),
    ],
)
def test_what_cannot_be_asked_of_a_record(change: Callable[[Record], Record], level: str) -> None:
    assert check_record(record_to_graph(change(record()), document()), document()).levels[level] is None


RECORDS: dict[str, tuple[Callable[[Record], Record], str, str]] = {
    "no body": (
        lambda r: replace(r, meeting=replace(r.meeting, body=None)),
        "identified",
        "the body that met is not known",
    ),
    "no date": (
        lambda r: replace(r, meeting=replace(r.meeting, date=None)),
        "identified",
        "the date of the meeting is not known",
    ),
    "no agenda": (lambda r: replace(r, agenda=()), "decided", "no agenda item was read"),
    "no resolution": (lambda r: replace(r, resolutions=()), "decided", "no resolution was read"),
    "nobody present": (lambda r: replace(r, attendees=()), "attended", "nobody present was read"),
    "due too early": (
        lambda r: replace(r, resolutions=(replace(r.resolutions[1], due=date(2022, 1, 1), assignments=()),)),
        "decided",
        "due before the meeting: the time limit may be misread",
    ),
}


@pytest.mark.parametrize("case", RECORDS)
def test_what_a_record_does_not_tell_is_a_warning_at_its_level(case: str) -> None:
    change, level, message = RECORDS[case]
    results = check_record_graph(record_to_graph(change(record()), document()), document(), language="en")
    assert ("warning", level, message) in {(r.severity, r.level, r.message) for r in results}
    assert {r.severity for r in results} == {"warning"}
    assert not levels_met(results)[level]


@pytest.mark.parametrize("kind", [Kind.CABINET_RESULTS, Kind.SITTING_RECORD])
def test_records_that_list_nobody_by_their_kind_are_whole(kind: Kind) -> None:
    results = check_record_graph(record_to_graph(replace(record(), attendees=(), kind=kind), document()))
    assert alone(results) == ()


RESOLUTION = URIRef(iris.resolution(SHA, "4.1", 1))
ATTENDANCE = URIRef(iris.attendance(SHA, "present", 2))
FAULTS: dict[str, tuple[URIRef, URIRef, str]] = {
    "a fact has the words that prove it": (RESOLUTION, M.evidence, "evidence"),
    "a resolution has a type, a code": (RESOLUTION, M.resolutionType, "decided"),
    "an attendance row is of one person": (ATTENDANCE, M.person, "attended"),
    "an attendance row has one status": (ATTENDANCE, M.attendanceStatus, "attended"),
    "a proxy sits for somebody": (ATTENDANCE, M.proxyFor, "attended"),
    "a document has a file name": (URIRef(iris.document(SHA)), M.fileName, "identified"),
    "an assignment names who must act": (URIRef(iris.assignment(SHA, "4.1", 1, 1)), M.agent, "decided"),
    "evidence is quoted": (URIRef(iris.span(SHA, record().resolutions[1].span)), M.quote, "evidence"),
}


@pytest.mark.parametrize("message", FAULTS)
def test_what_a_graph_lacks_is_a_violation_at_its_level(message: str) -> None:
    node, name, level = FAULTS[message]
    graph = record_to_graph(record(), document())
    graph.remove((node, name, None))
    results = check_record_graph(graph, language="en")
    assert ("violation", level, message) in {(r.severity, r.level, r.message) for r in results}


def test_a_code_of_another_list_is_a_violation() -> None:
    graph = record_to_graph(record(), document())
    graph.add((RESOLUTION, M.resolutionType, URIRef(iris.code("mode", "online"))))
    (result,) = alone(check_record_graph(graph, language="en"))
    assert result == ShapeResult(
        level="decided",
        severity="violation",
        focus=str(RESOLUTION),
        message="a resolution has a type, a code",
        path=str(M.resolutionType),
        value=iris.code("mode", "online"),
    )


class TestStore:
    """The hand-written store: what whole stores add to graphs has shapes too."""

    GRAPHS = competency_store.graphs()

    def one(self, name: str) -> Graph:
        return self.GRAPHS[iris.BASE + "graph/" + name] + Graph()

    @pytest.mark.parametrize("name", GRAPHS)
    def test_nothing_in_it_is_a_fault(self, name: str) -> None:
        faults = {
            (r.focus, r.message)
            for r in check_record_graph(self.GRAPHS[name], language="en")
            if r.severity == "violation"
        }
        assert faults == set()

    def test_minutes_wait_for_their_endorsement(self) -> None:
        message = "no later record in the store endorses these minutes"
        assert message in {r.message for r in check_record_graph(self.one("a5"), language="en")}
        levels = {
            name: check_record(self.one(name)).levels["followed-up"] for name in ("a1", "a5", "b1", "c1")
        }
        assert levels == {"a1": False, "a5": False, "b1": True, "c1": None}

    LACKS: ClassVar = [
        ("b2", "matter arising refers to was not found", None),
        ("a1", "the words to correct were not found in the store", None),
        ("a4", "the words to correct were not found in the store", None),
        ("a2", "the assignment it reports on was not found", ("report/a2/1", M.reportsOn)),
        ("a5", "a vote is on one resolution", ("vote/a5/4.1/1", M.ofResolution)),
        ("a1", "a sum of money has its words beside it", ("money/a1/1", M.asWritten)),
        ("a1", "a time limit has its words beside it", ("assignment/a1/4.1/1/1", M.dueAsWritten)),
        ("a5", "who made a remark is also told as written", ("remark/a5/1", M.byAsWritten)),
        ("a2", "whom a proxy stands for is also told as written", ("attendance/a2/present/2", M.proxyFor)),
        ("a2", "a follow-up has a reason, a code", ("followup/a2/3.1/1", M.matchReason)),
        ("a2", "a fact has the words that prove it", ("followup/a2/3.1/1", M.evidence)),
        ("a1", "a reading run reads one document", ("run/a1", PROV.used)),
        ("a1", "a fiscal year begins before it ends", ("fiscal-year/2566", SDO.startDate)),
        ("series-bodya", "a series numbers in one way, a code", ("series/bodya", M.numbering)),
        ("series-bodya", "a missing meeting has a number or a day", ("gap/bodya-3-2566", M.number)),
        ("series-bodya", "a membership is of one body", ("membership/bodya-p1", ORG.organization)),
        ("identity-person-2a", "an identity link has another form", ("identity/person/2a", M.otherForm)),
    ]

    @pytest.mark.parametrize(("name", "message", "taken"), LACKS)
    def test_what_is_lacking_is_told(self, name: str, message: str, taken: tuple[str, URIRef] | None) -> None:
        graph = self.one(name)
        if taken is not None:
            node, path = URIRef(iris.BASE + taken[0]), taken[1]
            assert message not in {r.message for r in check_record_graph(graph, language="en")}
            assert (node, path, None) in graph
            graph.remove((node, path, None))
        assert any(message in r.message for r in check_record_graph(graph, language="en"))

    def test_votes_that_are_too_many(self) -> None:
        graph = self.one("a5")
        graph.set((URIRef(iris.BASE + "vote/a5/4.1/1"), M.votersPresent, Literal(8)))
        found = {(r.severity, r.message) for r in check_record_graph(graph, language="en")}
        assert ("warning", "more voted than were present: the counts may be misread") in found

    def test_a_vote_without_its_counts(self) -> None:
        graph, vote = self.one("a5"), URIRef(iris.BASE + "vote/a5/4.1/1")
        for name in (M.inFavour, M.against, M.abstained, M.notVoting, M.votersPresent):
            graph.remove((vote, name, None))
        found = {(r.severity, r.message) for r in check_record_graph(graph, language="en")}
        assert ("warning", "the counts of a vote were not read") in found

    def test_memberships_that_end_before_they_begin(self) -> None:
        graph = self.one("series-bodya")
        graph.set((URIRef(iris.BASE + "membership/bodya-p1"), SDO.endDate, Literal(date(2020, 1, 1))))
        assert {r.message for r in check_record_graph(graph, language="en")} == {
            "a membership begins before it ends"
        }


@pytest.mark.parametrize("position", [1, 99])
def test_an_agenda_out_of_order_is_a_violation(position: int) -> None:
    graph = record_to_graph(record(), document())
    assert position != 1 or len(list(graph.subjects(RDF.type, M.AgendaItem))) > 2
    graph.set((URIRef(iris.agenda(SHA, "4")), SDO.position, Literal(position)))
    messages = {(r.level, r.severity, r.message) for r in alone(check_record_graph(graph, language="en"))}
    assert messages == {("decided", "violation", "agenda items are not in the order of the text")}


def test_a_span_that_ends_before_it_starts() -> None:
    graph = record_to_graph(record(), document())
    span = URIRef(iris.span(SHA, record().resolutions[1].span))
    graph.set((span, M.end, Literal(0)))
    messages = {r.message for r in alone(check_record_graph(graph, language="en"))}
    assert messages == {"a span starts once, from 0 on, before its end"}


class TestQuotes:
    def test_a_quote_that_is_not_the_text(self) -> None:
        graph = record_to_graph(record(), document())
        span = URIRef(iris.span(SHA, record().resolutions[1].span))
        graph.set((span, M.quote, Literal("เห็นชอบทุกประการ")))
        (result,) = alone(check_record_graph(graph, document()))
        assert (result.level, result.severity, result.focus) == ("evidence", "violation", str(span))
        assert result.message == "ข้อความคัดไม่ตรงกับเอกสาร"

    def test_without_the_document_quotes_are_not_compared(self) -> None:
        graph = record_to_graph(record(), document())
        for span in list(graph.subjects(RDF.type, M.Span)):
            if graph.value(span, M.quote) is not None:
                graph.set((span, M.quote, Literal("อื่น")))
        assert alone(check_record_graph(graph)) == ()

    def test_another_text_is_found_out(self) -> None:
        graph: Graph = record_to_graph(record(), document())
        moved = replace(document(), text="ก" + document().text)
        assert len(check_record_graph(graph, moved)) > 20


def test_messages_are_thai_by_default() -> None:
    results = check_record_graph(record_to_graph(replace(record(), agenda=()), document()))
    assert "ไม่พบระเบียบวาระ" in {r.message for r in results}
