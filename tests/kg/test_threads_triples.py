"""What the graphs of two records and of their series say of each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, SKOS

from kg import iris
from kg.context import Context
from kg.identity.names import Names
from kg.nquads import Triple
from kg.parse import read_record
from kg.reading import Reading, read
from kg.records import Correction, Document, Record, Reference, Report, Span
from kg.threads.outline import outline
from kg.threads.resolve import Threads, follow
from kg.triples_meeting import document_triples, planned_triples, reference_triples
from kg.triples_threads import correction_triples, run_triples, thread_triples

JAN = """รายงานการประชุมคณะกรรมการดูแลป่าชุมชนเขาน้อย
ครั้งที่ ๑/๒๕๖๗
วันพุธที่ ๑๐ มกราคม ๒๕๖๗

ผู้มาประชุม
๑. นายไพร ทองดง ประธานกรรมการ
๒. นางสาวลำดวน ป่าสน กรรมการและเลขานุการ

เริ่มประชุมเวลา ๐๙.๐๐ น.

ระเบียบวาระที่ ๔ เรื่องเสนอเพื่อพิจารณา
๔.๑ การจัดทำแนวกันไฟรอบป่าชุมชน
มติที่ประชุม เห็นชอบ และมอบหมายให้กองช่างจัดทำแนวกันไฟระยะทาง ๓ กิโลเมตร
ระเบียบวาระที่ ๕ เรื่องอื่น ๆ
นัดประชุมครั้งต่อไป ครั้งที่ ๒/๒๕๖๗ วันที่ ๑๔ กุมภาพันธ์ ๒๕๖๗
เลิกประชุมเวลา ๑๑.๐๐ น.
"""
FEB = """รายงานการประชุมคณะกรรมการดูแลป่าชุมชนเขาน้อย
ครั้งที่ ๒/๒๕๖๗
วันพุธที่ ๑๔ กุมภาพันธ์ ๒๕๖๗

ผู้มาประชุม
๑. นายไพร ทองดง ประธานกรรมการ

ผู้ไม่มาประชุม
๑. นางสาวลำดวน ป่าสน ลากิจ

เริ่มประชุมเวลา ๐๙.๐๐ น.

ระเบียบวาระที่ ๒ เรื่องรับรองรายงานการประชุม ครั้งที่ ๑/๒๕๖๗
ขอแก้ไข "๓ กิโลเมตร" เป็น "๕ กิโลเมตร"
มติที่ประชุม รับรองรายงานการประชุมโดยมีการแก้ไข
ระเบียบวาระที่ ๓ เรื่องสืบเนื่อง
๓.๑ ความก้าวหน้าการจัดทำแนวกันไฟรอบป่าชุมชน
ตามที่ประชุมครั้งที่ ๑/๒๕๖๗ นั้น กองช่างรายงานว่าจัดทำแนวกันไฟแล้ว ๒ กิโลเมตร
มติที่ประชุม รับทราบ
เลิกประชุมเวลา ๑๐.๐๐ น.
"""
M = iris.ONTOLOGY


def find(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def minutes(name: str, text: str) -> tuple[Record, Document]:
    document = Document(name, text, sha256(text.encode()).hexdigest(), "utf-8")
    return read_record(document), document


def february() -> tuple[Record, Document]:
    """The later record, with the facts that a reader of references, corrections and reports gives."""
    record, document = minutes("feb.txt", FEB)
    told = find(FEB, "กองช่างรายงานว่าจัดทำแนวกันไฟแล้ว ๒ กิโลเมตร")
    first = find(FEB, "ครั้งที่ ๑/๒๕๖๗")
    second = Span(FEB.index("ครั้งที่ ๑/๒๕๖๗", first.end), FEB.index("ครั้งที่ ๑/๒๕๖๗", first.end) + 14)
    body = record.meeting.body
    return replace(
        record,
        references=(
            Reference(first, body, 1, 2567, agenda="2"),
            Reference(second, body, 1, 2567, agenda="3.1", item="4.1"),
            Reference(second, "คณะกรรมการอื่น", 9, 2566, date(2023, 9, 1), agenda="3.1", page=3, line=2),
        ),
        corrections=(
            Correction(
                "2", find(FEB, 'ขอแก้ไข "๓ กิโลเมตร" เป็น "๕ กิโลเมตร"'), None, None, "3 กิโลเมตร", "๕ กิโลเมตร"
            ),
            Correction(None, Span(0, 5), 2, 4, "ก", "ข"),
        ),
        reports=(Report("3.1", FEB[told.start : told.end], "progress", told, "กองช่าง"),),
    ), document


READ = {document.sha256: (record, document) for record, document in (minutes("jan.txt", JAN), february())}
JAN_SHA, FEB_SHA = READ


@pytest.fixture(scope="module")
def threads() -> Threads:
    return follow({key: outline(*read) for key, read in READ.items()}, {})


def reading(key: str, threads: Threads) -> Reading:
    record, document = READ[key]
    return read(record, document, ("a.txt",), iris.BASE, Context(Names(), threads.links(key)))


def graph(*triples: Triple) -> Graph:
    return Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")


def said(made: Graph, subject: str, predicate: str) -> set[str]:
    return {str(value) for value in made.objects(URIRef(subject), URIRef(M + predicate))}


def test_the_later_record_follows_reports_and_corrects(threads: Threads) -> None:
    later = reading(FEB_SHA, threads)
    made = graph(*thread_triples(later), *correction_triples(later), *reference_triples(later))
    item, earlier = iris.agenda(FEB_SHA, "3.1"), iris.agenda(JAN_SHA, "4.1")
    assert said(made, item, "followsUp") == {earlier}
    (tie,) = made.subjects(RDF.type, URIRef(M + "FollowUp"))
    assert said(made, str(tie), "matchReason") == {iris.code("match-reason", "reference")}
    assert said(made, str(tie), "score") == {"1.00"}
    assert said(made, iris.report(FEB_SHA, 1), "reportsOn") == {iris.assignment(JAN_SHA, "4.1", 1, 1)}
    assert said(made, iris.assignment(JAN_SHA, "4.1", 1, 1), "reportedIn") == {item}
    assert said(made, iris.correction(FEB_SHA, 1), "corrects") == {iris.document(JAN_SHA)}
    assert said(made, iris.correction(FEB_SHA, 1), "correctionStatus") == set()
    assert said(made, iris.correction(FEB_SHA, 2), "correctionStatus") == {
        iris.code("correction-status", "no-record")
    }
    assert said(made, iris.correction(FEB_SHA, 2), "lineAsWritten") == {"4"}
    second, third = iris.reference(FEB_SHA, 2), iris.reference(FEB_SHA, 3)
    assert said(made, second, "referenceStatus") == {iris.code("reference-status", "resolved")}
    assert said(made, second, "refersToItem") == {earlier}
    assert said(made, second, "refersToResolution") == {iris.resolution(JAN_SHA, "4.1", 1)}
    assert said(made, second, "itemAsWritten") == {"4.1"}
    assert said(made, third, "referenceStatus") == {iris.code("reference-status", "no-record")}
    assert said(made, third, "pageAsWritten") == {"3"}
    (matter,) = made.objects(URIRef(item), URIRef(M + "concernsMatter"))
    assert made.value(matter, SKOS.prefLabel) == Literal("การจัดทำแนวกันไฟรอบป่าชุมชน", lang="th")


def test_the_earlier_record_says_it_is_endorsed_and_revised(threads: Threads) -> None:
    made = graph(*thread_triples(reading(JAN_SHA, threads)))
    document = iris.document(JAN_SHA)
    assert said(made, document, "recordStatus") == {iris.code("record-status", "endorsed-with-corrections")}
    assert said(made, document, "endorsedBy") == {iris.resolution(FEB_SHA, "2", 1)}
    correction = iris.correction(FEB_SHA, 1)
    assert said(made, correction, "correctionStatus") == {iris.code("correction-status", "applied")}
    (span,) = said(made, correction, "correctedSpan")
    assert said(made, span, "quote") == {"๓ กิโลเมตร"}
    assert made.value(URIRef(iris.revised_text(JAN_SHA)), PROV.wasRevisionOf) == URIRef(iris.text(JAN_SHA))
    assert said(made, iris.meeting("คณะกรรมการดูแลป่าชุมชนเขาน้อย", number=1, year_be=2567) or "", "ofSeries")


def test_both_records_are_of_one_matter_and_one_series(threads: Threads) -> None:
    both = [graph(*thread_triples(reading(key, threads))) for key in READ]
    matters = [{str(o) for o in made.objects(None, URIRef(M + "concernsMatter"))} for made in both]
    assert matters[0] & matters[1] == {
        iris.matter("การจัดทำแนวกันไฟรอบป่าชุมชน", iris.agency("คณะกรรมการดูแลป่าชุมชนเขาน้อย"))
    }
    assert len({str(o) for made in both for o in made.objects(None, URIRef(M + "ofSeries"))}) == 1


def test_the_planned_meeting_is_the_one_that_was_held(threads: Threads) -> None:
    made = graph(*planned_triples(reading(JAN_SHA, threads)))
    held = iris.meeting("คณะกรรมการดูแลป่าชุมชนเขาน้อย", number=2, year_be=2567)
    assert said(made, iris.planned(JAN_SHA), "expects") == {held}


def test_the_series_graph_has_its_members(threads: Threads) -> None:
    (quads,) = threads.graphs().values()
    lines = {line.rsplit(" ", 2)[0] + " ." for line in quads.decode().splitlines()}
    made = Graph().parse(data="\n".join(lines), format="nt")
    assert not list(made.subjects(RDF.type, URIRef(M + "Gap")))
    members = set(made.subjects(RDF.type, URIRef(M + "Membership")))
    based = {frozenset(map(str, made.objects(m, URIRef(M + "basedOn")))) for m in members}
    assert based == {
        frozenset({iris.attendance(JAN_SHA, "present", 1), iris.attendance(FEB_SHA, "present", 1)}),
        frozenset({iris.attendance(JAN_SHA, "present", 2), iris.attendance(FEB_SHA, "absent", 1)}),
    }


def test_a_reference_to_a_line_shows_its_words_in_the_graph_of_the_target() -> None:
    text = f"{JAN}\n- ๒ -\n\nหมายเหตุท้ายรายงาน\nแผนที่แนบท้ายอยู่ในภาคผนวก\n"
    jan, (record, document) = minutes("jan.txt", text), february()
    pointed = replace(record, references=(replace(record.references[0], agenda="3.1", page=2, line=2),))
    both = {jan[1].sha256: jan, document.sha256: (pointed, document)}
    threads = follow({key: outline(*read) for key, read in both.items()}, {})
    context = Context(Names(), threads.links(jan[1].sha256))
    made = graph(*thread_triples(read(*jan, ("a.txt",), iris.BASE, context)))
    (span,) = said(made, iris.reference(document.sha256, 1), "refersToSpan")
    assert said(made, span, "quote") == {"แผนที่แนบท้ายอยู่ในภาคผนวก"}
    later = read(pointed, document, ("a.txt",), iris.BASE, Context(Names(), threads.links(document.sha256)))
    assert said(graph(*reference_triples(later)), iris.reference(document.sha256, 1), "refersToSpan") == {
        span
    }


def test_a_record_alone_says_nothing_of_others() -> None:
    record, document = READ[FEB_SHA]
    alone = read(record, document, ("a.txt",), iris.BASE, Context())
    assert list(thread_triples(alone)) == []
    assert not [t for t in reference_triples(alone) if "referenceStatus" in t[1]]


def test_a_reading_run_uses_the_document_and_made_the_text(threads: Threads) -> None:
    one = reading(JAN_SHA, threads)
    made = graph(*run_triples(one), *document_triples(one))
    run = made.value(URIRef(iris.text(JAN_SHA)), PROV.wasGeneratedBy)
    assert run == URIRef(iris.run(JAN_SHA))
    assert made.value(run, PROV.used) == URIRef(iris.document(JAN_SHA))
    agent = made.value(run, PROV.wasAssociatedWith)
    assert (agent, RDF.type, PROV.SoftwareAgent) in made


def test_ask_no_more_than_one_status_of_a_correction(threads: Threads) -> None:
    made = graph(
        *(
            t
            for key in READ
            for t in (*thread_triples(reading(key, threads)), *correction_triples(reading(key, threads)))
        )
    )
    for correction in made.subjects(RDF.type, URIRef(M + "Correction")):
        assert len(said(made, str(correction), "correctionStatus")) == 1
