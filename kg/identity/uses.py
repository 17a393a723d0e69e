"""What one record says of each name in it: all that telling who is who over the whole store needs of a record.

Uses are made once, when a record is read, and kept as compact JSON, so that no record is read again for this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg import iris
from kg.agencies import canonical
from kg.identity.forms import cut_stem, fits_abbreviation, office_at_end, without_bracket
from kg.identity.name_use import NameUse, Row, uses_from_json, uses_to_json
from kg.identity.names import NameKind
from kg.identity.record import Who, identify, person, reference_body, relative_scope
from kg.parse.abbreviations import abbreviations
from kg.records import Attendee, Document, Record, Signatory, Suggestion

__all__ = [
    "NameUse",
    "agency_uses",
    "cut_from",
    "name_uses",
    "speaks_as_person",
    "uses_from_json",
    "uses_to_json",
]

_CUT_SHORT = "ฯ"


@dataclass(slots=True)
class _Gathered:
    variants: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    positions: set[str] = field(default_factory=set)
    agencies: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    rows: set[Row] = field(default_factory=set)


def name_uses(record: Record, document: Document) -> tuple[NameUse, ...]:
    """Return the names of a record's people, agencies (bodies too) and projects with what it says of them.

    One use a name and kind, in order of first mention, people first. Names that mean nobody by themselves
    (`relative_scope`) are left out.
    """
    who = identify(record)
    body, day = record.meeting.body or "", record.meeting.date.isoformat() if record.meeting.date else ""
    people = [
        NameUse(
            NameKind.PERSON,
            name,
            _tidy(body),
            day,
            tuple(sorted(found.variants - {name})),
            prefixes=tuple(sorted(found.prefixes)),
            positions=tuple(sorted(found.positions)),
            agencies=tuple(sorted(found.agencies)),
            roles=tuple(sorted(found.roles)),
            rows=tuple(sorted(found.rows)),
        )
        for name, found in _people(record, document, who).items()
    ]
    agencies = _unique(_agency_names(record, document, who))
    others = agency_uses(agencies, document.text, _tidy(body), day)
    return (*people, *others, *_projects(record, _tidy(body), day))


def agency_uses(names: Sequence[str], text: str, body: str, day: str) -> list[NameUse]:
    """Return the uses of agencies that a document of that text names, with what it says their short names stand for."""
    short = {
        key: office_at_end(key, _tidy(full))
        for key, full in abbreviations(text).items()
        if fits_abbreviation(key, full)
    }
    fulls = [*names, *short.values()]
    acronyms = {iris.name_key(full): key for key, full in short.items()}
    return [
        NameUse(
            NameKind.AGENCY,
            name,
            body,
            day,
            full=_official(name, short.get("".join(name.split()), "") or cut_from(name, fulls), body),
            acronym=acronyms.get(iris.name_key(name), ""),
        )
        for name in names
    ]


def _official(name: str, full: str, body: str) -> str:
    """The name written out, by the record itself (`full`) or by the gazetteer; "" where the name is that already."""
    known = canonical(full or name, body or None)
    return "" if iris.name_key(known) == iris.name_key(name) else known


def speaks_as_person(who: Who, suggestion: Suggestion, document: Document) -> bool:
    """Tell whether the one who made a suggestion is a person: known in the record, or written with a title."""
    if suggestion.by is None:
        return False
    if person(who, suggestion.by) is not None:
        return True
    if suggestion.by_span is None:
        return False
    written = iris.name_key(document.text[suggestion.by_span.start : suggestion.by_span.end])
    bare = iris.name_key(suggestion.by)
    return written != bare and written.endswith(bare)


def _people(record: Record, document: Document, who: Who) -> dict[str, _Gathered]:
    people = {known.name: _Gathered(variants=set(known.variants)) for known in who.people}
    counts: dict[str, int] = {}
    for attendee in record.attendees:
        counts[attendee.section] = counts.get(attendee.section, 0) + 1
        _attend(people, who, attendee, counts[attendee.section])
    for signatory in (record.recorder, record.checker):
        if signatory is not None:
            _sign(people, who, signatory)
    for suggestion in record.suggestions:
        if suggestion.by is not None and speaks_as_person(who, suggestion, document):
            known = person(who, suggestion.by)
            people.setdefault(known.name if known else _tidy(suggestion.by), _Gathered())
    return people


def _attend(people: dict[str, _Gathered], who: Who, attendee: Attendee, place: int) -> None:
    known = person(who, attendee.name)
    found = people.setdefault(known.name if known else _tidy(attendee.name), _Gathered())
    found.rows.add((str(attendee.section), place))
    for values, value in (
        (found.prefixes, attendee.prefix),
        (found.positions, attendee.position),
        (found.agencies, attendee.agency),
        (found.roles, attendee.role),
    ):
        if value:
            values.add(_tidy(value))


def _sign(people: dict[str, _Gathered], who: Who, signatory: Signatory) -> None:
    known = person(who, signatory.name)
    found = people.setdefault(known.name if known else _tidy(signatory.name), _Gathered())
    if signatory.prefix:
        found.prefixes.add(_tidy(signatory.prefix))
    if signatory.position:
        found.positions.add(_tidy(signatory.position))


def _agency_names(record: Record, document: Document, who: Who) -> Iterator[str]:
    if record.meeting.body:
        yield record.meeting.body
    for attendee in record.attendees:
        if attendee.agency:
            yield attendee.agency
    for resolution in record.resolutions:
        for assignment in resolution.assignments:
            if person(who, assignment.agent) is None and relative_scope(assignment.agent) is None:
                yield assignment.agent
    for reference in record.references:
        body = reference_body(record, reference)
        if body:
            yield body
    for suggestion in record.suggestions:
        told = suggestion.by
        if told and not speaks_as_person(who, suggestion, document) and relative_scope(told) is None:
            yield told


def _projects(record: Record, body: str, day: str) -> Iterator[NameUse]:
    names = _unique(project.name for project in record.projects)
    fulls = [*names, *_unique(name for project in record.projects for name in project.variants)]
    seen: set[str] = set()
    for project in record.projects:
        name = _tidy(project.name)
        key = iris.name_key(name)
        if key in seen:
            continue
        seen.add(key)
        same = [other for other in record.projects if iris.name_key(other.name) == key]
        variants = {_tidy(variant) for other in same for variant in (other.name, *other.variants)}
        yield NameUse(
            NameKind.PROJECT,
            name,
            body,
            day,
            tuple(sorted(variants - {name})),
            cut_from(name, fulls),
            acronym=next((other.acronym for other in same if other.acronym), ""),
            category=_tidy(next((other.category for other in same if other.category), "")),
            years=tuple(sorted({year for other in same for year in other.years_be})),
        )


def cut_from(name: str, fulls: Iterable[str]) -> str:
    """Return the one name among `fulls` that `name` is cut short from with ฯ, or ""."""
    if _CUT_SHORT not in name:
        return ""
    stem, _, rest = without_bracket(name).partition(_CUT_SHORT)
    stem, rest = cut_stem(stem), iris.name_key(rest)
    if not stem:
        return ""
    longer = {
        key: full
        for full in fulls
        if _CUT_SHORT not in full
        and (key := iris.name_key(full)).startswith(stem)
        and key.endswith(rest)
        and len(key) > len(stem) + len(rest)
    }
    return next(iter(longer.values())) if len(longer) == 1 else ""


def _unique(names: Iterable[str]) -> list[str]:
    """The names without repeats (by key), the first spelling of each."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(iris.name_key(name), _tidy(name))
    return list(first.values())


def _tidy(name: str) -> str:
    return " ".join(name.split())
