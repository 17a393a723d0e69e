"""Everything the records say of a project: its mentions, and the resolutions that cover it with the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources

from kg import iris
from kg.citations import cite
from kg.coverage import REASONS, coverages, named_places
from kg.errors import InputError, UnknownName
from kg.evidence import Trace, TracedMention, TracedProject, TracedResolution
from kg.form import flexible
from kg.identity.names import Names
from kg.library import Library
from kg.places import numbered, places
from kg.questions.gazetteer import Gazetteer
from kg.reading import meeting_iri, named_project
from kg.record_json import record_from_json
from kg.records import Document, Mention, Project, Record, Span
from kg.snapshots import Iri, Snapshot
from kg.survey import context_of
from kg.thai import fold, thai_digits
from kg.triples_meeting import meeting_label

_NEAR_ENOUGH = 86.0  # of 100: spellings of one name (OCR)
_SUGGESTED = 3


def trace(name: str, snapshot: Snapshot, library: Library, known: Gazetteer) -> Trace:
    """Return what every record says of the project(s) that `name` may mean, oldest first.

    `name` may be the full name, its acronym, part of the name, or a near spelling. A resolution covers a project
    when its own words name it (exact, acronym, variant) or the agenda item it decides does (same-item).

    Raises:
        InputError: the name is empty.
        UnknownName: no project of that name; the message suggests near ones.
    """
    found_projects = _projects(name, snapshot, known)
    projects = list(found_projects)
    resolutions: list[TracedResolution] = []
    mentions: list[TracedMention] = []
    patterns = [
        _Pattern(project, _spellings(project, damaged)) for project, damaged in found_projects.items()
    ]
    for sha256 in library.documents():
        document = library.document(sha256)
        if not any(p.any.search(document.text) for p in patterns):
            continue
        record = record_from_json(json.loads(library.record_json(sha256)))
        found = _trace_in(record, document, patterns, context_of(library, sha256).names)
        resolutions += found[0]
        mentions += found[1]
    return Trace(
        name=name,
        projects=tuple(projects),
        resolutions=tuple(
            sorted(_once(resolutions), key=lambda r: (r.date or date.min, r.citation.file, r.citation.start))
        ),
        mentions=tuple(
            sorted(
                _outermost(mentions), key=lambda m: (m.date or date.min, m.citation.file, m.citation.start)
            )
        ),
    )


def _once(resolutions: Sequence[TracedResolution]) -> list[TracedResolution]:
    """Each resolution once, for the strongest reason: a name may mean several projects that it covers."""
    best: dict[str, TracedResolution] = {}
    for resolution in sorted(
        resolutions, key=lambda r: (REASONS.index(r.reason), r.because.start, r.matched)
    ):
        best.setdefault(resolution.iri, resolution)
    return list(best.values())


def _outermost(mentions: Sequence[TracedMention]) -> list[TracedMention]:
    """Each place once: none inside another, of equal ones the one for the strongest reason."""
    order = sorted(
        mentions,
        key=lambda m: (
            m.citation.file, m.citation.start, -m.citation.end, REASONS.index(m.reason), m.project
        ),
    )  # fmt: skip
    kept: list[TracedMention] = []
    for mention in order:
        last = kept[-1].citation if kept else None
        if last is None or last.file != mention.citation.file or mention.citation.end > last.end:
            kept.append(mention)
    return kept


@dataclass(frozen=True, slots=True)
class _Pattern:
    project: TracedProject
    spellings: tuple[tuple[str, re.Pattern[str]], ...]  # reason → how that spelling looks in a text

    @property
    def any(self) -> re.Pattern[str]:
        return re.compile("|".join(p.pattern for _, p in self.spellings), re.IGNORECASE)


def _projects(name: str, snapshot: Snapshot, known: Gazetteer) -> dict[TracedProject, tuple[str, ...]]:
    """The projects that may be meant, each with its damaged spellings: looked for, not shown."""
    key = fold(name)
    if not key:
        raise InputError("The name to trace is empty: give a project's name or acronym.")
    chosen = _matches(key, known)
    if not chosen:
        raise UnknownName(_unknown(name, known))
    query = (resources.files("ontology") / "queries" / "links" / "project.rq").read_text(encoding="utf-8")
    rows = snapshot.rows(query, {"project": [Iri(iri) for iri in chosen]})
    found: dict[TracedProject, tuple[str, ...]] = {}
    for iri, reason in sorted(chosen.items()):
        own = [row for row in rows if row["project"] == iri]
        if own:
            project = TracedProject(
                iri=iri,
                name=str(own[0]["name"]),
                acronym=_first(own, "acronym"),
                category=_first(own, "category"),
                years_be=tuple(sorted({int(str(r["year"])) for r in own if r["year"] is not None})),
                variants=tuple(dict.fromkeys(str(r["variant"]) for r in own if r["variant"] is not None)),
                reason=reason,
            )
            found[project] = tuple(dict.fromkeys(str(r["damaged"]) for r in own if r["damaged"] is not None))
    return found


def _first(rows: Sequence[dict[str, object]] | Sequence[object], name: str) -> str | None:
    values = [row[name] for row in rows if isinstance(row, dict) and row.get(name) is not None]
    return str(values[0]) if values else None


def _matches(key: str, known: Gazetteer) -> dict[str, str]:
    """The projects a folded name may mean, with why; the strongest kind of match wins alone."""
    exact = {p.iri: "exact" for p in known.projects if key in p.keys}
    if exact:
        return exact
    if key in known.acronyms:
        return dict.fromkeys(known.acronyms[key], "acronym")
    part = (
        {p.iri: "variant" for p in known.projects if any(key in k for k in p.keys)} if len(key) >= 4 else {}
    )
    if part:
        return part
    from rapidfuzz import fuzz

    near = {p.iri: max((fuzz.ratio(key, k) for k in p.keys), default=0.0) for p in known.projects}
    best = max(near.values(), default=0.0)
    return {iri: "variant" for iri, score in near.items() if score == best and score >= _NEAR_ENOUGH}


def _unknown(name: str, known: Gazetteer) -> str:
    from rapidfuzz import fuzz, process

    names = {p.iri: p.name for p in known.projects}
    near = process.extract(name, names, scorer=fuzz.partial_ratio, limit=_SUGGESTED, score_cutoff=60)
    hint = (
        f"Near names: {'; '.join(str(hit[0]) for hit in near)}."
        if near
        else "`mati search` finds words anywhere."
    )
    return f"No project named {name} is in the records. {hint}"


def _spellings(
    project: TracedProject, damaged: Sequence[str] = ()
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    forms = [("exact", project.name), *(("variant", v) for v in (*project.variants, *damaged))]
    if project.acronym:
        forms.append(("acronym", project.acronym))
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", project.name)
    if bare != project.name and len(fold(bare)) > 8:
        forms.append(("variant", bare))
    return tuple(
        (reason, re.compile(_loose(form), re.IGNORECASE))
        for reason, form in dict.fromkeys(forms)
        if form.strip()
    )


def _loose(form: str) -> str:
    """A spelling as it may stand in a text: any white space at its spaces, Thai or Arabic digits, whole words."""
    body = r"\s*".join("".join(map(_letter, word)) for word in form.split())
    head = r"(?<![A-Za-z0-9])" if form[:1].isascii() else ""
    tail = r"(?![A-Za-z0-9])" if form.rstrip()[-1:].isascii() and form.rstrip()[-1:].isalnum() else ""
    return head + body + tail


def _letter(char: str) -> str:
    return f"[{char}{thai_digits(char)}]" if char in "0123456789" else flexible(char)


def _trace_in(
    record: Record, document: Document, patterns: Sequence[_Pattern], names: Names
) -> tuple[list[TracedResolution], list[TracedMention]]:
    """Trace the projects in one record: what it lists as theirs, and every other place that names them."""
    projects: list[Project] = []
    owners: list[TracedProject] = []
    for pattern in patterns:
        project = _in_record(pattern, record, document, names)
        if project is not None:
            projects.append(project)
            owners.append(pattern.project)
    record = replace(record, projects=tuple(projects))
    found = places(record.agenda)
    # a project that the record does not list itself stands under the first place found, whatever that says
    said = {
        (at, mention.span): mention.reason
        for at, project in enumerate(projects)
        for mention in project.mentions
    }
    named = tuple(
        replace(place, reason=said.get((place.project, place.span), place.reason))
        for place in named_places(record, found)
    )
    meeting = meeting_iri(record, names) or iris.document(document.sha256)
    label = meeting_label(record, names)
    mentions = []
    for place in named:
        item = None if place.item is None else found.places[place.item].item
        mentions.append(
            TracedMention(
                project=owners[place.project].iri,
                reason=place.reason,
                matched=document.text[place.span.start : place.span.end],
                citation=cite(document, place.span, owners[place.project].iri, label),
                meeting=meeting,
                meeting_label=label,
                date=record.meeting.date,
                agenda=item.number if item else None,
            )
        )
    numbers = numbered(record.resolutions)
    titles = {place.item.number: place.item.title for place in found.places}
    resolutions = []
    for coverage in coverages(record, document, found, named):
        resolution = record.resolutions[coverage.resolution]
        iri = iris.resolution(document.sha256, resolution.agenda, numbers[coverage.resolution])
        resolutions.append(
            TracedResolution(
                iri=iri,
                meeting=meeting,
                meeting_label=label,
                agenda=resolution.agenda,
                agenda_title=titles.get(resolution.agenda or ""),
                types=tuple(resolution.types),
                text=resolution.text,
                reason=coverage.reason,
                matched=document.text[coverage.span.start : coverage.span.end],
                citation=cite(document, resolution.span, iri, label),
                because=cite(document, coverage.span, owners[coverage.project].iri, label),
                date=record.meeting.date,
            )
        )
    return resolutions, mentions


def _in_record(pattern: _Pattern, record: Record, document: Document, names: Names) -> Project | None:
    """The project as this record names it, every place that does among its mentions."""
    all_own = [p for p in record.projects if named_project(names, p.name) == pattern.project.iri]
    own = all_own[0] if all_own else None
    if own is not None and len(all_own) > 1:  # two spellings of one project in one record
        said = [m for p in all_own for m in (Mention(p.span, "variant"), *p.mentions)]
        own = replace(own, mentions=tuple(m for m in said if m.span != own.span))
    taken = {own.span, *(m.span for m in own.mentions)} if own else set()
    extra = [m for m in _mentions(pattern, document.text) if not any(_meets(m.span, t) for t in taken)]
    if own is not None:
        return replace(own, mentions=(*own.mentions, *extra))
    if not extra:
        return None
    project = pattern.project
    return Project(
        name=project.name,
        span=extra[0].span,
        acronym=project.acronym,
        variants=project.variants,
        mentions=tuple(extra),
    )


def _mentions(pattern: _Pattern, text: str) -> Iterator[Mention]:
    """Every place that names the project, longest spelling first, none inside another."""
    taken: list[Span] = []
    for reason, spelling in sorted(pattern.spellings, key=lambda s: -len(s[1].pattern)):
        for match in spelling.finditer(text):
            span = Span(*match.span())
            if not any(_meets(span, t) for t in taken):
                taken.append(span)
                yield Mention(span, reason)


def _meets(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
