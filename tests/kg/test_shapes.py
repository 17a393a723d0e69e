"""What the shapes find lacking, and that they find nothing in a whole record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from sample_record import document, record

from kg import iris
from kg.records import Kind, Meeting, Record
from kg.shapes import LEVELS, ShapeResult, check_record_graph, levels_met
from kg.triples import record_to_graph, record_to_nquads

M = Namespace(iris.ONTOLOGY)
SHA = document().sha256


def test_a_whole_record_lacks_nothing() -> None:
    results = check_record_graph(record_to_nquads(record(), document(), files=("a.txt",)), document())
    assert results == ()
    assert levels_met(results) == dict.fromkeys(LEVELS, True)


def test_a_plain_document_lacks_nothing() -> None:
    plain = Record("a.txt", SHA, Kind.PLAIN, Meeting())
    assert check_record_graph(record_to_graph(plain, document()), document()) == ()


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
    assert results == ()


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
    (result,) = check_record_graph(graph, language="en")
    assert result == ShapeResult(
        level="decided",
        severity="violation",
        focus=str(RESOLUTION),
        message="a resolution has a type, a code",
        path=str(M.resolutionType),
        value=iris.code("mode", "online"),
    )


def test_a_span_that_ends_before_it_starts() -> None:
    graph = record_to_graph(record(), document())
    span = URIRef(iris.span(SHA, record().resolutions[1].span))
    graph.set((span, M.end, Literal(0)))
    messages = {r.message for r in check_record_graph(graph, language="en")}
    assert messages == {"a span starts once, from 0 on, before its end"}


class TestQuotes:
    def test_a_quote_that_is_not_the_text(self) -> None:
        graph = record_to_graph(record(), document())
        span = URIRef(iris.span(SHA, record().resolutions[1].span))
        graph.set((span, M.quote, Literal("เห็นชอบทุกประการ")))
        (result,) = check_record_graph(graph, document())
        assert (result.level, result.severity, result.focus) == ("evidence", "violation", str(span))
        assert result.message == "ข้อความคัดไม่ตรงกับเอกสาร"

    def test_without_the_document_quotes_are_not_compared(self) -> None:
        graph = record_to_graph(record(), document())
        for span in list(graph.subjects(RDF.type, M.Span)):
            if graph.value(span, M.quote) is not None:
                graph.set((span, M.quote, Literal("อื่น")))
        assert check_record_graph(graph) == ()

    def test_another_text_is_found_out(self) -> None:
        graph: Graph = record_to_graph(record(), document())
        moved = replace(document(), text="ก" + document().text)
        assert len(check_record_graph(graph, moved)) > 20


def test_messages_are_thai_by_default() -> None:
    results = check_record_graph(record_to_graph(replace(record(), agenda=()), document()))
    assert "ไม่พบระเบียบวาระ" in {r.message for r in results}
