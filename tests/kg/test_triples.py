"""A record as RDF: every value arrives, every fact has its words, and the bytes are the same each time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, XSD, BNode, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, SKOS
from sample_record import BODY, TEXT, at, document, record

from kg import iris, nquads
from kg.records import (
    AgendaItem,
    Document,
    Kind,
    Meeting,
    Notice,
    Project,
    Record,
    Reference,
    Resolution,
    ResolutionType,
    Section,
    Span,
)
from kg.triples import record_to_graph, record_to_nquads

M, OA = Namespace(iris.ONTOLOGY), Namespace("http://www.w3.org/ns/oa#")
DL = Namespace("http://data.europa.eu/eli/eli-draft-legislation-ontology#")
SHA = document().sha256
# rdflib 7.6 reads N-Quads through an attribute that it deprecates
RDFLIB_WARNS_OF_ITSELF = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")


def th(text: str) -> Literal:
    return Literal(text, lang="th")


def code(scheme: str, value: str) -> URIRef:
    return URIRef(iris.code(scheme, value))


def only(graph: Graph, kind: URIRef) -> URIRef:
    (node,) = graph.subjects(RDF.type, kind)
    assert isinstance(node, URIRef)
    return node


def quotes(graph: Graph, node: URIRef, name: str = "evidence") -> list[str]:
    return sorted(
        str(quote) for span in graph.objects(node, M[name]) for quote in graph.objects(span, M.quote)
    )


@pytest.fixture(scope="module")
def graph() -> Graph:
    return record_to_graph(record(), document(), files=("city/2566-02.txt", "copy/02.txt"))


@pytest.fixture(scope="module")
def meeting(graph: Graph) -> URIRef:
    return only(graph, M.Meeting)


class TestDocument:
    def test_names_hash_kind_and_text_layer(self, graph: Graph) -> None:
        node = URIRef(iris.document(SHA))
        assert set(graph.objects(node, M.fileName)) == {Literal("city/2566-02.txt"), Literal("copy/02.txt")}
        assert graph.value(node, M.sha256) == Literal(SHA)
        assert graph.value(node, M.encoding) == Literal("utf-8")
        assert graph.value(node, M.kind) == code("document-kind", "formal-minutes")
        assert graph.value(node, M.pageCount) == Literal(2)
        layer = graph.value(node, M.textLayer)
        assert layer == URIRef(iris.text(SHA))
        assert graph.value(layer, M["length"]) == Literal(len(TEXT))
        assert graph.value(layer, PROV.wasDerivedFrom) == node

    def test_warnings_of_document_and_record(self, graph: Graph) -> None:
        codes = {str(c): w for w in graph.subjects(RDF.type, M.Warning) for c in graph.objects(w, M.code)}
        assert set(codes) == {"odd-spacing", "number-gap"}
        assert quotes(graph, codes["number-gap"]) == ["ระเบียบวาระที่ ๔"]
        assert quotes(graph, codes["odd-spacing"]) == []


class TestMeeting:
    def test_values(self, graph: Graph, meeting: URIRef) -> None:
        expected = {
            SKOS.prefLabel: th(f"{BODY} ครั้งที่ 2/2566 สมัยที่ ๑"),
            SKOS.notation: Literal("2/2566"),
            M.recordedIn: URIRef(iris.document(SHA)),
            M.body: URIRef(iris.agency(BODY)),
            M.number: Literal(2),
            M.yearBE: Literal(2566),
            SDO.startDate: Literal(date(2023, 3, 15)),
            M.startTime: Literal("09:30:00", datatype=XSD.time),
            M.endTime: Literal("11:00:00", datatype=XSD.time),
            PROV.startedAtTime: Literal("2023-03-15T09:30:00+07:00", datatype=XSD.dateTime),
            PROV.endedAtTime: Literal("2023-03-15T11:00:00+07:00", datatype=XSD.dateTime),
            M.mode: code("mode", "hybrid"),
            DCTERMS.title: th("รายงานการประชุม"),
            M.session: th("สมัยที่ ๑"),
        }
        assert {name: graph.value(meeting, name) for name in expected} == expected
        assert set(graph.objects(meeting, M.venue)) == {
            th('ห้องประชุม "ราชพฤกษ์" ชั้น ๓'),
            th("ผ่านสื่ออิเล็กทรอนิกส์"),
        }
        assert set(graph.objects(meeting, RDF.type)) == {M.Meeting, DL.Activity, PROV.Activity, SDO.Event}

    def test_body_is_an_organization_with_its_name(self, graph: Graph, meeting: URIRef) -> None:
        body = graph.value(meeting, M.body)
        assert set(graph.objects(body, RDF.type)) == {ORG.Organization, M.Body}
        assert set(graph.objects(body, SKOS.prefLabel)) == {th(BODY)}

    def test_each_field_has_its_own_evidence(self, graph: Graph, meeting: URIRef) -> None:
        assert quotes(graph, meeting, "numberEvidence") == ["๒/๒๕๖๖"]
        assert quotes(graph, meeting, "dateEvidence") == ["วันพุธที่ ๑๕ มีนาคม ๒๕๖๖"]
        assert quotes(graph, meeting, "startEvidence") == ["๐๙.๓๐ น."]
        assert quotes(graph, meeting, "endEvidence") == ["๑๑.๐๐ น."]
        assert quotes(graph, meeting, "modeEvidence") == ["ผ่านสื่ออิเล็กทรอนิกส์"]
        assert quotes(graph, meeting, "bodyEvidence") == [BODY]
        assert len(quotes(graph, meeting, "venueEvidence")) == 2
        for name in ("yearEvidence", "titleEvidence", "sessionEvidence"):
            assert len(quotes(graph, meeting, name)) == 1

    def test_two_documents_of_one_meeting_share_its_iri(self, meeting: URIRef) -> None:
        other = replace(document(), text=TEXT + "\n", sha256="f" * 64)
        again = record_to_graph(replace(record(), sha256="f" * 64), other)
        assert only(again, M.Meeting) == meeting

    @pytest.mark.parametrize(
        ("told", "label"),
        [
            (Meeting(body="สภาเมือง", number=4, year_be=2560), "สภาเมือง ครั้งที่ 4/2560"),
            (Meeting(body="สภาเมือง", number=4), "สภาเมือง ครั้งที่ 4"),
            (Meeting(body="คณะรัฐมนตรี", date=date(2020, 3, 17)), "คณะรัฐมนตรี วันที่ 17 มีนาคม 2563"),
            (Meeting(title="สรุปผลการประชุม"), "สรุปผลการประชุม"),
            (Meeting(), "a.txt"),
        ],
    )
    def test_label(self, told: Meeting, label: str) -> None:
        made = record_to_graph(Record("a.txt", SHA, Kind.CABINET_RESULTS, told), document())
        assert made.value(only(made, M.Meeting), SKOS.prefLabel) == th(label)

    def test_a_meeting_nobody_can_name_is_its_document_s(self) -> None:
        made = record_to_graph(Record("a.txt", SHA, Kind.FORMAL_MINUTES, Meeting()), document())
        assert only(made, M.Meeting) == URIRef(iris.unnamed_meeting(SHA))


class TestPeople:
    def row(self, graph: Graph, section: str, n: int) -> URIRef:
        return URIRef(iris.attendance(SHA, section, n))

    def test_present(self, graph: Graph, meeting: URIRef) -> None:
        row = self.row(graph, "present", 1)
        expected = {
            M.ofMeeting: meeting,
            M.person: URIRef(iris.person("มานะ ใจตรง")),
            M.attendanceList: code("presence", "present"),
            M.attendanceStatus: code("attendance-status", "present"),
            M.mode: code("mode", "onsite"),
            M.listNumber: Literal(1),
            M.nameAsWritten: th("นายมานะ ใจตรง"),
            M.prefix: th("นาย"),
            M.role: th("ประธานอนุกรรมการ"),
            M.position: None,
            M.agency: None,
        }
        assert {name: graph.value(row, name) for name in expected} == expected
        assert quotes(graph, row) == ["๑. นายมานะ ใจตรง ประธานอนุกรรมการ"]
        assert quotes(graph, row, "nameEvidence") == ["นายมานะ ใจตรง"]
        assert quotes(graph, row, "mentionEvidence") == ["นายมานะ ใจตรง"]
        assert (meeting, DL.had_participation, row) in graph

    def test_proxy(self, graph: Graph) -> None:
        row = self.row(graph, "present", 2)
        assert graph.value(row, M.attendanceStatus) == code("attendance-status", "proxy")
        assert graph.value(row, M.proxyFor) == th("ผู้อำนวยการสำนักผังเมือง")
        assert graph.value(row, M.position) == th("ผู้อำนวยการกองแผนที่")
        assert graph.value(row, M.agency) == URIRef(iris.agency("สำนักผังเมือง"))

    def test_absent_and_participant(self, graph: Graph) -> None:
        absent, participant = self.row(graph, "absent", 1), self.row(graph, "participant", 1)
        assert graph.value(absent, M.attendanceStatus) == code("attendance-status", "absent")
        assert graph.value(absent, M.absenceReason) == th("ติดราชการ")
        assert graph.value(participant, M.attendanceStatus) == code("attendance-status", "present")
        assert graph.value(participant, M.attendanceList) == code("presence", "participant")

    def test_person_has_every_spelling_and_no_title(self, graph: Graph) -> None:
        person = URIRef(iris.person("ปรานี สุขล้น"))
        assert graph.value(person, SKOS.prefLabel) == th("ปรานี สุขล้น")
        assert set(graph.objects(person, SKOS.altLabel)) == {th("ปราณี สุขล้น")}
        assert set(graph.objects(person, M.searchKey)) == {Literal("ปรานีสุขล้น"), Literal("ปราณีสุขล้น")}
        assert len(set(graph.subjects(RDF.type, FOAF.Person))) == 4

    def test_signatures(self, graph: Graph, meeting: URIRef) -> None:
        assert graph.value(meeting, M.recorder) == URIRef(iris.person("ปรานี สุขล้น"))
        assert graph.value(meeting, M.checker) == URIRef(iris.person("มานะ ใจตรง"))
        signed = URIRef(iris.signature(SHA, "recorder"))
        assert graph.value(signed, M.nameAsWritten) == th("ปราณี สุขล้น")
        assert graph.value(signed, M.position) == th("เลขานุการ")
        assert quotes(graph, signed) == ["นางสาวปราณี สุขล้น"]


class TestDecisions:
    def test_agenda(self, graph: Graph, meeting: URIRef) -> None:
        four, sub = URIRef(iris.agenda(SHA, "4")), URIRef(iris.agenda(SHA, "4.1"))
        assert graph.value(four, SKOS.notation) == Literal("4")
        assert graph.value(four, DCTERMS.title) == th("เรื่องเพื่อพิจารณา")
        assert graph.value(four, M.section) == code("agenda-section", "for-consideration")
        assert graph.value(four, M.group) == th("งานข้อมูล")
        assert graph.value(four, SDO.position) == Literal(2)
        assert graph.value(four, M.ofMeeting) == graph.value(four, DL.forms_part_of) == meeting
        assert graph.value(sub, M.subItemOf) == four
        assert graph.value(sub, M.matter) == th("โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)")
        assert quotes(graph, sub, "matterEvidence") == ["โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)"]
        assert quotes(graph, sub) == ["ความก้าวหน้า"]
        assert graph.value(four, M.subItemOf) is None

    def test_extent_is_told_by_offsets_without_a_quote(self, graph: Graph) -> None:
        extent = graph.value(URIRef(iris.agenda(SHA, "4")), M.extent)
        assert graph.value(extent, M.start) == Literal(at("ระเบียบวาระที่ ๔").start)
        assert graph.value(extent, M.end) == Literal(at("ระเบียบวาระที่ ๕").start)
        assert graph.value(extent, M.quote) is None

    def test_resolution(self, graph: Graph, meeting: URIRef) -> None:
        node = URIRef(iris.resolution(SHA, "4.1", 1))
        words = record().resolutions[1].text
        assert graph.value(node, PROV.value) == th(words)
        assert quotes(graph, node) == [words]
        assert set(graph.objects(node, M.resolutionType)) == {
            code("resolution-type", "approve"),
            code("resolution-type", "assign"),
        }
        assert graph.value(node, M.inAgendaItem) == URIRef(iris.agenda(SHA, "4.1"))
        assert (URIRef(iris.agenda(SHA, "4.1")), PROV.generated, node) in graph
        assert graph.value(node, M.ofMeeting) == meeting
        assert graph.value(node, M.due) == Literal(date(2023, 4, 30))
        assert graph.value(node, M.dueAsWritten) == th("ภายในวันที่ ๓๐ เมษายน ๒๕๖๖")
        assert graph.value(node, M.vote) == th("เป็นเอกฉันท์")
        assert graph.value(node, M.proposedBy) == th("ประธานอนุกรรมการ")
        assert graph.value(node, SDO.position) == Literal(2)
        marked = URIRef(iris.resolution(SHA, "2", 1))
        assert quotes(graph, marked, "markerEvidence") == ["มติที่ประชุม"]

    def test_assignment(self, graph: Graph) -> None:
        node = URIRef(iris.assignment(SHA, "4.1", 1, 1))
        source = URIRef(iris.resolution(SHA, "4.1", 1))
        assert graph.value(source, M.assignment) == node
        assert graph.value(node, M.arisesFrom) == source
        assert graph.value(node, M.agent) == URIRef(iris.agency("สำนักผังเมือง"))
        assert graph.value(node, M.agentAsWritten) == th("สำนักผังเมือง")
        assert graph.value(node, M.task) == th("รายงานผล")
        assert graph.value(node, M.due) == Literal(date(2023, 4, 30))
        assert quotes(graph, node) == ["มอบหมายให้สำนักผังเมืองรายงานผล"]

    @pytest.mark.parametrize(
        ("agent", "expected"),
        [
            ("กองช่าง", iris.agency("กองช่าง")),
            ("นางชูใจ กล้าหาญ", iris.person("ชูใจ กล้าหาญ")),
            ("ฝ่ายเลขานุการฯ", iris.agency("ฝ่ายเลขานุการ", within=iris.name_key(BODY))),
            ("หน่วยงานที่เกี่ยวข้อง", iris.agency("หน่วยงานที่เกี่ยวข้อง", within=SHA)),
        ],
    )
    def test_who_is_told_to_act(self, agent: str, expected: str) -> None:
        made = record()
        two = replace(
            made.resolutions[1], assignments=(replace(made.resolutions[1].assignments[0], agent=agent),)
        )
        changed = record_to_graph(replace(made, resolutions=(two,)), document())
        assert changed.value(URIRef(iris.assignment(SHA, "4.1", 1, 1)), M.agent) == URIRef(expected)
        assert changed.value(URIRef(expected), SKOS.prefLabel) is not None

    def test_endorsed_minutes_are_those_of_the_item_s_reference(self, graph: Graph) -> None:
        earlier = URIRef(iris.meeting(BODY, number=1, year_be=2566))
        assert set(graph.subject_objects(M.endorsesMinutesOf)) == {
            (URIRef(iris.resolution(SHA, "2", 1)), earlier)
        }

    def test_suggestion(self, graph: Graph) -> None:
        node = URIRef(iris.suggestion(SHA, "4.1", 1))
        assert graph.value(node, PROV.value) == th("ควรสำรวจเขตชั้นในก่อน")
        assert graph.value(node, M.number) == Literal(1)
        assert graph.value(node, M.inAgendaItem) == URIRef(iris.agenda(SHA, "4.1"))

    def test_an_item_number_used_twice_gives_two_items(self) -> None:
        text = "วาระที่ 1 ก มติ ทราบ วาระที่ 1 ข มติ เห็นชอบ"
        half = text.index("วาระ", 3)
        items = tuple(
            AgendaItem("1", title, Section.OTHER, where, Span(where.start, where.start + 4))
            for title, where in (("ก", Span(0, half)), ("ข", Span(half, len(text))))
        )
        second = Span(text.index("เห็นชอบ"), len(text))
        made = record_to_graph(
            Record(
                "a.txt",
                SHA,
                Kind.FORMAL_MINUTES,
                Meeting(),
                agenda=items,
                resolutions=(
                    Resolution(
                        "1",
                        "ทราบ",
                        (ResolutionType.ACKNOWLEDGE,),
                        Span(text.index("ทราบ"), text.index("ทราบ") + 4),
                    ),
                    Resolution("1", "เห็นชอบ", (ResolutionType.APPROVE,), second),
                ),
            ),
            replace(document(), text=text, pages=()),
        )
        items_of = {str(r): made.value(i, DCTERMS.title) for r, i in made.subject_objects(M.inAgendaItem)}
        assert items_of == {
            iris.resolution(SHA, "1", 1): th("ก"),
            iris.resolution(SHA, "1", 2): th("ข"),
        }


class TestProjects:
    NAME = "โครงการจัดทำแผนที่ฐานรายแปลง (CITY MAP)"

    def test_project(self, graph: Graph) -> None:
        node = URIRef(iris.project(self.NAME))
        assert set(graph.objects(node, RDF.type)) == {M.Project, FOAF.Project}
        assert graph.value(node, SKOS.prefLabel) == th(self.NAME)
        assert set(graph.objects(node, SKOS.altLabel)) == {th("โครงการจัดทำแผนที่ฐานรายแปลง")}
        assert graph.value(node, M.acronym) == Literal("CITY MAP")
        assert graph.value(node, M.category) == th("งานข้อมูล")
        assert set(graph.objects(node, M.yearBE)) == {Literal(2566), Literal(2567)}
        assert set(graph.objects(node, M.mentionedIn)) == {URIRef(iris.agenda(SHA, "4.1"))}
        assert Literal("citymap") in set(graph.objects(node, M.searchKey))
        assert quotes(graph, node) == [self.NAME]
        assert quotes(graph, node, "yearsEvidence") == ["๒๕๖๖ - ๒๕๖๗"]

    def test_mentions_say_why(self, graph: Graph) -> None:
        project = URIRef(iris.project(self.NAME))
        reasons = {
            quotes(graph, mention)[0]: str(graph.value(mention, M.matchReason))
            for mention in graph.subjects(M.project, project)
            if (mention, RDF.type, M.ProjectMention) in graph
        }
        assert reasons == {
            self.NAME: iris.code("match-reason", "exact"),
            "CITY MAP": iris.code("match-reason", "acronym"),
        }

    def test_coverage_says_why_and_shows_it(self, graph: Graph) -> None:
        resolution = URIRef(iris.resolution(SHA, "4.1", 1))
        told = {
            str(graph.value(c, M.project)): (graph.value(c, M.matchReason), quotes(graph, c))
            for c in graph.subjects(M.resolution, resolution)
        }
        assert told == {
            iris.project(self.NAME): (code("match-reason", "acronym"), ["CITY MAP"]),
            iris.project("โครงการศูนย์ข้อมูลเขต"): (code("match-reason", "same-item"), ["โครงการศูนย์ข้อมูลเขต"]),
        }
        assert {str(p) for p in graph.objects(resolution, M.coversProject)} == set(told)
        assert set(graph.subjects(M.coversProject)) == {resolution}

    def test_laws_plans_and_citations(self, graph: Graph) -> None:
        law = URIRef(iris.law("พระราชบัญญัติข้อมูลท้องถิ่น", "law", 2560))
        plan = URIRef(iris.law("แผนแม่บทข้อมูลเมือง", "plan", None))
        assert (law, RDF.type, M.Law) in graph
        assert (plan, RDF.type, M.Plan) in graph
        assert graph.value(law, M.yearBE) == Literal(2560)
        assert graph.value(law, M.lawKind) == code("law-kind", "law")
        cited = {str(graph.value(c, M.cites)): quotes(graph, c) for c in graph.subjects(RDF.type, M.Citation)}
        assert cited == {
            str(law): ["พระราชบัญญัติข้อมูลท้องถิ่น พ.ศ. ๒๕๖๐"],
            str(plan): ["แผนแม่บทข้อมูลเมือง"],
        }
        assert set(graph.objects(URIRef(iris.agenda(SHA, "4.1")), DCTERMS.references)) == {law, plan}


class TestOtherMeetings:
    def test_reference_under_the_body_cut_short(self, graph: Graph, meeting: URIRef) -> None:
        node = URIRef(iris.reference(SHA, 1))
        assert graph.value(node, M.refersTo) == URIRef(iris.meeting(BODY, number=1, year_be=2566))
        assert graph.value(node, M.bodyAsWritten) == th("คณะอนุกรรมการพัฒนาฯ")
        assert graph.value(node, SDO.startDate) == Literal(date(2023, 1, 11))
        assert graph.value(node, M.ofMeeting) == meeting

    def test_reference_to_an_unnumbered_meeting_goes_by_its_day(self) -> None:
        told = replace(
            record(), references=(Reference(Span(0, 3), body="คณะรัฐมนตรี", date=date(2020, 3, 17)),)
        )
        made = record_to_graph(told, document())
        target = made.value(only(made, M.MeetingReference), M.refersTo)
        assert target == URIRef(iris.meeting("คณะรัฐมนตรี", day=date(2020, 3, 17)))

    def test_a_reference_that_says_too_little_points_nowhere(self) -> None:
        told = replace(record(), references=(Reference(Span(0, 3), body="คณะรัฐมนตรี"),))
        made = record_to_graph(told, document())
        assert made.value(only(made, M.MeetingReference), M.refersTo) is None

    def test_next_meeting(self, graph: Graph, meeting: URIRef) -> None:
        node = only(graph, M.PlannedMeeting)
        assert graph.value(node, M.announcedBy) == meeting
        assert graph.value(node, M.expects) == URIRef(iris.meeting(BODY, number=3, year_be=2566))
        assert graph.value(node, M.number) == Literal(3)
        assert graph.value(node, SDO.startDate) == Literal(date(2023, 5, 17))
        assert graph.value(node, M.startTime) == Literal("13:30:00", datatype=XSD.time)
        assert graph.value(node, M.venue) == th("ห้องประชุมใหญ่")


class TestEvidence:
    def test_every_quote_is_the_text(self, graph: Graph) -> None:
        checked = 0
        for span, quote in graph.subject_objects(M.quote):
            start, end = (int(str(graph.value(span, M[name]))) for name in ("start", "end"))
            assert str(quote) == TEXT[start:end]
            checked += 1
        assert checked > 30

    def test_each_fact_s_annotation_leads_to_the_same_words(self, graph: Graph) -> None:
        node = URIRef(iris.resolution(SHA, "4.1", 1))
        (span,) = graph.objects(node, M.evidence)
        (note,) = graph.subjects(OA.hasBody, node)
        assert graph.value(note, OA.hasTarget) == span
        assert graph.value(span, OA.hasSource) == URIRef(iris.text(SHA))
        assert graph.value(span, M.inDocument) == URIRef(iris.document(SHA))
        position, quote = sorted(graph.objects(span, OA.hasSelector))
        assert graph.value(position, RDF.type) == OA.TextPositionSelector
        assert graph.value(position, OA.start).toPython() == record().resolutions[1].span.start  # type: ignore[union-attr]
        assert graph.value(quote, OA.exact) == graph.value(span, M.quote)

    def test_page_is_the_one_the_span_starts_on(self, graph: Graph) -> None:
        pages = {int(str(p)) for p in graph.objects(URIRef(iris.span(SHA, at(BODY))), M.page)}
        assert pages == {1}
        last = URIRef(iris.span(SHA, at("นางสาวปราณี สุขล้น")))
        assert graph.value(last, M.page) == Literal(2)

    def test_no_page_without_pages(self) -> None:
        assert not list(record_to_graph(record(), document(pages=False)).subject_objects(M.page))


def test_a_plain_document_has_no_meeting() -> None:
    plain = Record(
        "a.txt", SHA, Kind.PLAIN, Meeting(), warnings=(Notice("not-minutes", "ไม่ใช่รายงานการประชุม"),)
    )
    made = record_to_graph(plain, document())
    assert not list(made.subjects(RDF.type, M.Meeting))
    assert len(list(made.subjects(RDF.type, M.Warning))) == 2


def test_no_blank_nodes(graph: Graph) -> None:
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]


class TestNquads:
    def test_sorted_unique_lines_in_one_graph(self) -> None:
        lines = record_to_nquads(record(), document(), files=("a.txt",)).splitlines(keepends=True)
        assert lines == sorted(set(lines))
        assert all(line.endswith(f" <{iris.graph(SHA)}> .\n".encode()) for line in lines)

    @RDFLIB_WARNS_OF_ITSELF
    def test_rdflib_and_oxigraph_read_what_the_graph_holds(self) -> None:
        data = record_to_nquads(record(), document(), files=("a.txt",))
        dataset = Dataset()
        dataset.parse(data=data, format="nquads")
        expected = set(record_to_graph(record(), document(), files=("a.txt",)))
        assert {(s, p, o) for s, p, o, _ in dataset.quads()} == expected
        assert {g for *_, g in dataset.quads()} == {URIRef(iris.graph(SHA))}
        assert len(list(parse(data, format=RdfFormat.N_QUADS))) == len(expected)

    def test_order_of_file_names_does_not_matter(self) -> None:
        one, other = (
            record_to_nquads(record(), document(), files=files) for files in (("a", "b"), ("b", "a", "b"))
        )
        assert one == other

    def test_hash_seed_does_not_matter(self) -> None:
        script = (
            "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
            "from sample_record import document, record\n"
            "from kg.triples import record_to_nquads\n"
            "print(hashlib.sha256(record_to_nquads(record(), document(), files=('a', 'b'))).hexdigest())"
        )
        seen = {
            subprocess.run(
                [sys.executable, "-c", script, str(Path(__file__).parent)],
                env={"PYTHONHASHSEED": seed},
                check=True,
                capture_output=True,
            ).stdout
            for seed in ("1", "2", "3")
        }
        assert len(seen) == 1


ANY_TEXT = st.text(max_size=60) | st.text(
    alphabet="กิ่ำๆฯ๑\"\\'\n\r\t\x00\x7f\x85\u2028\ufeff<>{}|^`\U0001f600 a", max_size=30
)


@RDFLIB_WARNS_OF_ITSELF
@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_any_text_goes_through_nquads_unchanged(text: str) -> None:
    data = nquads.dump(
        [("<http://x.example/s>", "<http://x.example/p>", nquads.text(text, "th"))], "<http://x.example/g>"
    )
    assert data.count(b"\n") == 1
    dataset = Dataset()
    dataset.parse(data=data, format="nquads")
    ((_, _, value, _),) = dataset.quads()
    assert str(value) == text
    ((quad),) = parse(data, format=RdfFormat.N_QUADS)
    assert quad.object.value == text


@settings(max_examples=40, deadline=None)
@given(ANY_TEXT.filter(bool), st.integers(0, 5))
def test_any_record_text_is_quoted_exactly(text: str, start: int) -> None:
    where = Span(min(start, len(text) - 1), len(text))
    source = Document(file="f.txt", text=text, sha256=SHA, encoding="utf-8")
    told = Record(
        "f.txt",
        SHA,
        Kind.FORMAL_MINUTES,
        Meeting(body=text),
        agenda=(AgendaItem(text, text, None, where, where),),
        resolutions=(Resolution(text, text, (ResolutionType.OTHER,), where),),
        projects=(Project(text, where, acronym=text, variants=(text,)),),
    )
    made = record_to_graph(told, source)
    assert quotes(made, only(made, M.Resolution)) == [text[where.start :]]
    assert str(made.value(only(made, M.Resolution), PROV.value)) == text


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert nquads.text("a\udc80") == '"a\ufffd"'


def test_characters_no_iri_may_hold_are_encoded() -> None:
    assert nquads.iri("https://x.example/a b<c>") == "<https://x.example/a%20b%3Cc%3E>"
