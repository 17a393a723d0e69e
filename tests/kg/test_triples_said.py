"""Triples of votes, remarks, reports, sums of money, kinds of projects and due dates, from a bundled record."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from kg import iris
from kg.documents import read_document
from kg.parse import read_record
from kg.records import Document
from kg.triples import record_to_graph

RECORD = Path(__file__).parents[2] / "examples" / "records" / "saichon-digital" / "2566-08.txt"
M = Namespace(iris.ONTOLOGY)
PROV = Namespace("http://www.w3.org/ns/prov#")
SDO = Namespace("https://schema.org/")
DCTERMS = Namespace("http://purl.org/dc/terms/")


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(RECORD, name="2566-08.txt")


@pytest.fixture(scope="module")
def graph(document: Document) -> Graph:
    return record_to_graph(read_record(document), document)


def quotes(graph: Graph, subject: URIRef, name: str = "evidence") -> list[str]:
    return sorted(
        str(quote) for span in graph.objects(subject, M[name]) for quote in graph.objects(span, M.quote)
    )


def code(scheme: str, value: str) -> URIRef:
    return URIRef(iris.code(scheme, value))


def test_a_vote_has_its_numbers_and_its_resolution(graph: Graph, document: Document) -> None:
    (vote,) = graph.subjects(RDF.type, M.Vote)
    assert vote == URIRef(iris.vote(document.sha256, "4.1", 1))
    assert graph.value(vote, M.ofResolution) == URIRef(iris.resolution(document.sha256, "4.1", 1))
    assert [graph.value(vote, M[name]) for name in ("inFavour", "against", "abstained")] == [
        Literal(9), Literal(2), Literal(1),
    ]  # fmt: skip
    assert graph.value(vote, M.notVoting) is None
    assert quotes(graph, vote) == ["ผู้เห็นด้วย ๙ เสียง ไม่เห็นด้วย ๒ เสียง งดออกเสียง ๑ เสียง"]


def test_remarks_are_attributed_to_those_who_sat_there(graph: Graph) -> None:
    asked = next(s for s in graph.subjects(M.remarkKind, code("remark-kind", "question")))
    assert graph.value(asked, PROV.wasAttributedTo) == URIRef(iris.person("ชาญวุฒิ แก้วมณีโชติ"))
    assert graph.value(asked, M.byAsWritten) == Literal("ชาญวุฒิ แก้วมณีโชติ", lang="th")
    assert quotes(graph, asked, "byEvidence") == ["พันตำรวจเอก ชาญวุฒิ แก้วมณีโชติ"]
    assert (asked, RDF.type, M.Suggestion) not in graph
    chair = next(graph.subjects(M.byAsWritten, Literal("ประธาน", lang="th")))
    assert graph.value(chair, PROV.wasAttributedTo) == URIRef(iris.person("อรพินท์ ธาราวัฒน์"))
    (listed,) = graph.subjects(RDF.type, M.Suggestion)
    assert graph.value(listed, M.remarkKind) == code("remark-kind", "suggestion")
    assert graph.value(listed, PROV.wasAttributedTo) is None
    assert len(set(graph.subjects(RDF.type, M.Remark))) == 5


def test_reports_say_how_far_and_who(graph: Graph, document: Document) -> None:
    told = {
        (str(graph.value(s, M.agentAsWritten)), str(graph.value(s, M.reportKind)).rsplit("/", 1)[1])
        for s in graph.subjects(RDF.type, M.Report)
    }
    assert told == {
        ("กองยุทธศาสตร์และงบประมาณ", "not-done"),
        ("กองยุทธศาสตร์และงบประมาณ", "done"),
        ("สำนักคลัง", "progress"),
        ("คณะทำงานจัดทำบัญชีข้อมูลเปิด", "done"),
    }
    first = URIRef(iris.report(document.sha256, 1))
    assert graph.value(first, M.inAgendaItem) == URIRef(iris.agenda(document.sha256, "3.1"))
    assert quotes(graph, first) == [str(graph.value(first, PROV.value))]


def test_sums_of_money_stand_in_their_item_and_resolution(graph: Graph, document: Document) -> None:
    sums = sorted(graph.subjects(RDF.type, M.Money))
    assert [graph.value(s, SDO.value) for s in sums] == [Literal(Decimal("1250000"))] * 2
    assert {str(graph.value(s, SDO.currency)) for s in sums} == {"THB"}
    assert [str(graph.value(s, M.asWritten)) for s in sums] == ["๑.๒๕ ล้านบาท", "๑,๒๕๐,๐๐๐ บาท"]
    assert [graph.value(s, M.inResolution) for s in sums] == [
        None, URIRef(iris.resolution(document.sha256, "4.1", 1)),
    ]  # fmt: skip
    assert {graph.value(s, M.inAgendaItem) for s in sums} == {URIRef(iris.agenda(document.sha256, "4.1"))}


def test_a_project_has_its_kind_and_what_it_is_under(graph: Graph) -> None:
    lab = URIRef(iris.project("โครงการจัดตั้งห้องปฏิบัติการข้อมูลเมือง (City Data Lab)"))
    assert graph.value(lab, M.projectKind) == code("project-kind", "project")
    programme = graph.value(lab, DCTERMS.isPartOf)
    assert programme == URIRef(iris.project("แผนงานบริการประชาชนด้วยข้อมูล"))
    assert graph.value(programme, M.projectKind) == code("project-kind", "programme")
    assert isinstance(programme, URIRef)
    assert quotes(graph, programme) == ["แผนงานบริการประชาชนด้วยข้อมูล"]
    assert [quotes(graph, mention) for mention in graph.subjects(M.project, programme)] == [
        ["แผนงานบริการประชาชนด้วยข้อมูล"]
    ]


def test_due_dates_say_whether_they_are_stated_or_counted(graph: Graph) -> None:
    known = {
        (str(graph.value(s, M.due)), str(graph.value(s, M.dueBasis)).rsplit("/", 1)[1])
        for s in graph.subjects(RDF.type, M.Assignment)
    }
    assert known == {("2023-09-21", "counted"), ("2023-09-30", "stated"), ("2023-09-16", "counted")}


def test_the_years_of_a_project_are_fiscal_years() -> None:
    path = RECORD.parents[1] / "stu-digital" / "2567-02.txt"
    document = read_document(path, name=path.name)
    graph = record_to_graph(read_record(document), document)
    year = URIRef(iris.fiscal_year(2568))
    assert (None, DCTERMS.temporal, year) in graph
    assert (year, RDF.type, M.FiscalYear) in graph
    assert str(graph.value(year, SDO.startDate)) == "2024-10-01"
    assert str(graph.value(year, SDO.endDate)) == "2025-09-30"
