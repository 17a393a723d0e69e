"""Posts: what positions and proxies name, and the posts, capacities and places of agencies in the graph."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from commandline import ROOT
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, SKOS

from kg import iris
from kg.context import ALONE
from kg.documents.files import document_from_bytes
from kg.parse import read_record
from kg.posts import Post, standing, substituted
from kg.reading import Reading, read
from kg.triples_people import attendance_triples
from kg.triples_posts import post_triples

CASES: dict[str, Any] = yaml.safe_load((ROOT / "tests/cases/posts.yaml").read_text(encoding="utf-8"))
M, C = Namespace(iris.ONTOLOGY), Namespace(iris.CODES)
MINUTES = """รายงานการประชุมคณะกรรมการพัฒนาเมือง เทศบาลเมืองท่าธาร
ครั้งที่ 3/2567
วันพุธที่ 6 มีนาคม 2567
ณ ห้องประชุมเทศบาลเมืองท่าธาร
ผู้มาประชุม
1. นายสมชาย ใจดีมาก    นายกเทศมนตรีเมืองท่าธาร    ประธานกรรมการ
2. นางสมหญิง รักเรียน    ผู้อำนวยการกองช่าง    กรรมการ
3. นายสมศักดิ์ กล้าหาญ    หัวหน้าฝ่ายการเงิน รักษาราชการแทนผู้อำนวยการกองคลัง    กรรมการ
4. นางสาวสมใจ มั่นคง    นักวิเคราะห์นโยบายชำนาญการ    กรรมการ
   แทน ผู้อำนวยการกรมป้องกันและบรรเทาสาธารณภัย
5. นายสมบัติ เรืองกิจ    ผู้แทนกรมชลประทาน    กรรมการ
เริ่มประชุมเวลา 09.30 น.
ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ
มติที่ประชุม รับทราบ
เลิกประชุมเวลา 12.00 น.
"""


@pytest.mark.parametrize("row", CASES["positions"], ids=[str(row["position"]) for row in CASES["positions"]])
def test_a_position_tells_post_and_capacity(row: dict[str, Any]) -> None:
    stands = standing(row["position"], row.get("agency"))
    if "capacity" not in row:
        assert stands is None
        return
    assert stands is not None
    assert stands.capacity == row["capacity"]
    assert stands.post == (Post(row["title"], row.get("in")) if "title" in row else None)
    assert [post.title for post in stands.beside] == row.get("beside", [])


@pytest.mark.parametrize("row", CASES["in_place_of"], ids=[row["words"] for row in CASES["in_place_of"]])
def test_whom_somebody_came_for(row: dict[str, Any]) -> None:
    found = substituted(row["words"])
    if "person" not in row and "title" not in row:
        assert found is None
        return
    assert found is not None
    assert found.person == row.get("person")
    assert found.post == (Post(row["title"], row.get("in")) if "title" in row else None)


@pytest.fixture(scope="module")
def reading() -> Reading:
    document = document_from_bytes(MINUTES.encode(), name="thatharn.txt")
    record = read_record(document)
    assert next(attendee.name for attendee in record.attendees) == "สมชาย ใจดีมาก"
    return read(record, document, (document.file,), iris.BASE, ALONE)


@pytest.fixture(scope="module")
def graph(reading: Reading) -> Graph:
    lines = (f"{s} {p} {o} .\n" for build in (post_triples, attendance_triples) for s, p, o in build(reading))
    return Graph().parse(data="".join(lines), format="nt")


def row(reading: Reading, n: int) -> URIRef:
    return URIRef(iris.attendance(reading.sha256, "present", n))


def post_named(graph: Graph, title: str) -> URIRef:
    found = [
        post
        for post in graph.subjects(SKOS.prefLabel, Literal(title, "th"))
        if (post, RDF.type, ORG.Post) in graph
    ]
    assert len(found) == 1
    return URIRef(str(found[0]))


def test_a_holder_attends_in_a_post_of_the_municipality(reading: Reading, graph: Graph) -> None:
    mayor = post_named(graph, "นายกเทศมนตรีเมืองท่าธาร")
    assert graph.value(row(reading, 1), M.inCapacity) == mayor
    assert graph.value(row(reading, 1), M.capacity) == C["capacity/holder"]
    assert graph.value(mayor, ORG.postIn) == URIRef(iris.agency("เทศบาลเมืองท่าธาร"))
    assert (URIRef(iris.person("สมชาย ใจดีมาก")), ORG.holds, mayor) in graph
    span = graph.value(mayor, M.evidence)
    assert span is not None
    quote = str(graph.value(span, M.quote))
    start, end = int(str(graph.value(span, M.start))), int(str(graph.value(span, M.end)))
    assert quote == reading.document.text[start:end]
    assert "นายกเทศมนตรีเมืองท่าธาร" in quote


def test_a_part_named_barely_is_a_part_of_the_bodys_own_office(graph: Graph) -> None:
    works = graph.value(post_named(graph, "ผู้อำนวยการกองช่าง"), ORG.postIn)
    assert works == URIRef(iris.agency("กองช่าง เทศบาลเมืองท่าธาร"))
    assert graph.value(works, ORG.subOrganizationOf) == URIRef(iris.agency("เทศบาลเมืองท่าธาร"))
    assert graph.value(works, ORG.classification) == C["agency-tier/division"]


def test_one_who_acts_holds_their_own_post_only(reading: Reading, graph: Graph) -> None:
    person = URIRef(iris.person("สมศักดิ์ กล้าหาญ"))
    assert graph.value(row(reading, 3), M.inCapacity) == post_named(graph, "ผู้อำนวยการกองคลัง")
    assert graph.value(row(reading, 3), M.capacity) == C["capacity/acting"]
    assert list(graph.objects(person, ORG.holds)) == [post_named(graph, "หัวหน้าฝ่ายการเงิน")]


def test_a_proxy_sits_for_a_post_whose_office_has_its_place(reading: Reading, graph: Graph) -> None:
    absent = graph.value(row(reading, 4), M.attendsInPlaceOf)
    assert absent is not None
    assert not list(graph.subjects(ORG.holds, absent))
    department = graph.value(absent, ORG.postIn)
    ministry = graph.value(department, ORG.subOrganizationOf)
    assert str(graph.value(ministry, SKOS.prefLabel)) == "กระทรวงมหาดไทย"
    assert Literal("ปภ.", "th") in set(graph.objects(department, SKOS.altLabel))
    assert graph.value(ministry, ORG.classification) == C["agency-tier/ministry"]
    assert str(graph.value(ministry, DCTERMS.source)).startswith("https://")


def test_a_representative_of_an_office_holds_no_post(reading: Reading, graph: Graph) -> None:
    assert graph.value(row(reading, 5), M.capacity) == C["capacity/representing"]
    assert graph.value(row(reading, 5), M.inCapacity) is None
    assert graph.value(URIRef(iris.person("สมบัติ เรืองกิจ")), ORG.holds) is None
