"""Triples of projects, their mentions, the resolutions that cover them, and the laws and plans cited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kg import iris, nquads
from kg import vocabulary as v
from kg.coverage import coverages, named_places
from kg.identity.names import Known, NameKind
from kg.nquads import Triple
from kg.parse.project_kinds import kind_of
from kg.places import numbered
from kg.reading import Reading, each, evidence, facts, item_term, plain, project_iri, thai, whole
from kg.records import Project, Span
from kg.thai import BE_OFFSET, fold
from kg.triples_people import named
from kg.vocabulary import c, m


def project_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the projects, each place that names one, and each resolution that covers one with the reason."""
    for project in reading.record.projects:
        yield from _project(reading, project)
    places = named_places(reading.record, reading.places)
    for place in places:
        thing = project_iri(reading, reading.record.projects[place.project].name)
        subject = nquads.iri(iris.mention(reading.sha256, place.span, thing, reading.base))
        item = None if place.item is None else reading.places.places[place.item]
        item_node = nquads.iri(iris.agenda(reading.sha256, item.name, reading.base)) if item else None
        yield subject, v.TYPE, m("ProjectMention")
        yield from facts(
            subject,
            (m("project"), nquads.iri(thing)),
            (m("inAgendaItem"), item_node),
            (m("ofMeeting"), reading.meeting_term),
            (m("matchReason"), c("match-reason", place.reason)),
        )
        yield from facts(nquads.iri(thing), (m("mentionedIn"), item_node))
        yield from evidence(reading, subject, (place.span,))
    numbers = numbered(reading.record.resolutions)
    for coverage in coverages(reading.record, reading.document, reading.places, places):
        resolution, n = reading.record.resolutions[coverage.resolution], numbers[coverage.resolution]
        thing = project_iri(reading, reading.record.projects[coverage.project].name)
        source = nquads.iri(iris.resolution(reading.sha256, resolution.agenda, n, reading.base))
        subject = nquads.iri(iris.coverage(reading.sha256, resolution.agenda, n, thing, reading.base))
        yield source, m("coversProject"), nquads.iri(thing)
        yield subject, v.TYPE, m("Coverage")
        yield subject, m("resolution"), source
        yield subject, m("project"), nquads.iri(thing)
        yield subject, m("matchReason"), c("match-reason", coverage.reason)
        yield from facts(subject, (m("ofMeeting"), reading.meeting_term))
        yield from evidence(reading, subject, (coverage.span,))


def law_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the laws and plans cited, and each citation."""
    for law in reading.record.laws:
        thing = iris.law(law.name, law.kind, law.year_be, reading.base)
        term = nquads.iri(thing)
        yield term, v.TYPE, m("Plan") if law.kind == "plan" else m("Law")
        if law.kind != "plan":
            yield term, v.TYPE, v.LEGAL_RESOURCE
        yield from named(term, Known(law.name))
        yield from facts(term, (m("lawKind"), c("law-kind", law.kind)), (m("yearBE"), whole(law.year_be)))
        subject = nquads.iri(iris.mention(reading.sha256, law.span, thing, reading.base))
        item = item_term(reading, law.agenda, law.span)
        yield subject, v.TYPE, m("Citation")
        yield from facts(
            subject, (m("cites"), term), (m("inAgendaItem"), item), (m("ofMeeting"), reading.meeting_term)
        )
        if item is not None:
            yield item, v.REFERENCES, term
        yield from evidence(reading, subject, (law.span,))


def _project(reading: Reading, project: Project) -> Iterator[Triple]:
    subject = nquads.iri(project_iri(reading, project.name))
    yield subject, v.TYPE, m("Project")
    yield subject, v.TYPE, v.FOAF_PROJECT
    known = reading.names.find(NameKind.PROJECT, project.name)
    yield from named(subject, known, project.name, *project.variants)
    yield from facts(
        subject,
        (m("acronym"), plain(project.acronym)),
        (m("searchKey"), plain(iris.name_key(project.acronym)) if project.acronym else None),
        (m("category"), thai(project.category)),
        (m("projectKind"), c("project-kind", project.kind)),
    )
    yield from each(subject, m("yearBE"), map(nquads.integer, project.years_be))
    for year in project.years_be:
        fiscal = nquads.iri(iris.fiscal_year(year, reading.base))
        yield subject, v.TEMPORAL, fiscal
        yield from _fiscal_year(fiscal, year)
    if project.part_of is not None and project.part_of_span is not None:
        yield from _part_of(reading, subject, project, project.part_of, project.part_of_span)
    yield from evidence(reading, subject, (project.span,))
    yield from evidence(reading, subject, (project.years_span,), "yearsEvidence")


def _fiscal_year(subject: str, year_be: int) -> Iterator[Triple]:
    year = year_be - BE_OFFSET
    yield subject, v.TYPE, m("FiscalYear")
    yield subject, v.TYPE, v.PERIOD_OF_TIME
    yield subject, v.PREF_LABEL, nquads.text(f"ปีงบประมาณ {year_be}", "th")
    yield subject, m("yearBE"), nquads.integer(year_be)
    yield subject, v.START_DATE, nquads.day(date(year - 1, 10, 1))
    yield subject, v.END_DATE, nquads.day(date(year, 9, 30))


def _part_of(
    reading: Reading, subject: str, project: Project, whole_name: str, span: Span
) -> Iterator[Triple]:
    """What a project is under: a plan that the record cites, else a programme or plan of its own."""
    key = fold(whole_name)
    cited = [law for law in reading.record.laws if law.kind == "plan" and key.startswith(fold(law.name))]
    if cited:
        law = max(cited, key=lambda law: (len(law.name), law.name, law.year_be or 0))
        yield subject, v.IS_PART_OF, nquads.iri(iris.law(law.name, law.kind, law.year_be, reading.base))
        return
    thing = project_iri(reading, whole_name)
    term = nquads.iri(thing)
    item = item_term(reading, project.agenda, span)
    mention = nquads.iri(iris.mention(reading.sha256, span, thing, reading.base))
    yield subject, v.IS_PART_OF, term
    yield term, v.TYPE, m("Project")
    yield term, v.TYPE, v.FOAF_PROJECT
    yield term, m("projectKind"), c("project-kind", kind_of(whole_name))
    yield from named(term, reading.names.find(NameKind.PROJECT, whole_name), whole_name)
    yield from facts(term, (m("mentionedIn"), item))
    yield from evidence(reading, term, (span,))
    yield mention, v.TYPE, m("ProjectMention")
    yield from facts(
        mention,
        (m("project"), term),
        (m("inAgendaItem"), item),
        (m("ofMeeting"), reading.meeting_term),
        (m("matchReason"), c("match-reason", "exact")),
    )
    yield from evidence(reading, mention, (span,))
