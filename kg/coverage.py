"""Which resolutions cover which projects, and why.

A resolution covers a project if its own words mention it (by name, acronym or variant), or else if the agenda
item it decides (with the sub-items that have no resolution of their own) mentions it. A "none" covers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.places import Places, locate
from kg.records import Document, Project, Record, ResolutionType, Span
from kg.thai import Normal, normalise

REASONS = ("exact", "acronym", "variant", "same-item")  # strongest first


@dataclass(frozen=True, slots=True)
class Coverage:
    """`resolution` and `project` are indexes into the record; `span` is the mention that shows it."""

    resolution: int
    project: int
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A place that names a project: its index, where, why, and the index of the agenda item it lies in."""

    project: int
    span: Span
    reason: str
    item: int | None


def named_places(record: Record, found: Places) -> tuple[Named, ...]:
    """Return every place that names a project, its full name first, then its mentions, in the record's order."""
    out = []
    for index, project in enumerate(record.projects):
        spans = {project.span: "exact"}
        for mention in project.mentions:
            spans.setdefault(mention.span, mention.reason)
        for span, reason in spans.items():
            number = project.agenda if span == project.span else None
            out.append(Named(index, span, reason, locate(found, number, span)))
    return tuple(out)


def coverages(
    record: Record, document: Document, found: Places, named: Sequence[Named]
) -> tuple[Coverage, ...]:
    """Return one coverage for each resolution and project that are tied, with the strongest reason.

    Of equal reasons the earliest span wins. Order: by resolution, then by project.
    """
    by_item = _by_deciding_item(record, found, named)
    names = _normal_names(record.projects)
    out: list[Coverage] = []
    for index, resolution in enumerate(record.resolutions):
        if set(resolution.types) == {ResolutionType.NONE}:
            continue
        span, item = resolution.span, locate(found, resolution.agenda, resolution.span)
        said = [n for n in named if span.start <= n.span.start and n.span.end <= span.end]
        said = _outermost(said + _in_words(document, span, names))
        near = by_item.get(item, ()) if item is not None else ()
        candidates = [Coverage(index, n.project, n.reason, n.span) for n in said]
        candidates += [Coverage(index, n.project, "same-item", n.span) for n in near]
        best: dict[int, Coverage] = {}
        for candidate in sorted(candidates, key=_rank):
            best.setdefault(candidate.project, candidate)
        out.extend(best[project] for project in sorted(best))
    return tuple(out)


def _rank(coverage: Coverage) -> tuple[int, Span]:
    known = coverage.reason in REASONS
    return REASONS.index(coverage.reason) if known else REASONS.index("variant"), coverage.span


def _by_deciding_item(record: Record, found: Places, named: Sequence[Named]) -> dict[int, list[Named]]:
    """Group the places by the item that decides them: the one they lie in, or the nearest above that resolves."""
    located = (locate(found, r.agenda, r.span) for r in record.resolutions)
    resolved = frozenset(index for index in located if index is not None)
    grouped: dict[int, list[Named]] = {}
    for place in named:
        at = place.item
        while at is not None and at not in resolved:
            at = found.places[at].parent
        if at is not None:
            grouped.setdefault(at, []).append(place)
    return grouped


def _outermost(said: Sequence[Named]) -> list[Named]:
    """Drop a match inside a longer match of another project: one project's name may begin another's."""
    kept = []
    longest: list[Named] = []  # the two that reach furthest so far, of two projects
    by_place = groupby(sorted(said, key=lambda n: (n.span.start, -n.span.end)), key=lambda n: n.span)
    for span, same in by_place:
        here = list(same)
        kept += [
            n for n in here if not any(o.project != n.project and o.span.end >= span.end for o in longest)
        ]
        reach: dict[int, Named] = {}
        for n in sorted(longest + here, key=lambda n: -n.span.end):
            reach.setdefault(n.project, n)
        longest = list(reach.values())[:2]
    return kept


@dataclass(frozen=True, slots=True)
class _Name:
    project: int
    reason: str
    normal: str


def _normal_names(projects: Sequence[Project]) -> tuple[_Name, ...]:
    out = []
    for index, project in enumerate(projects):
        out.append(_Name(index, "exact", _tight_name(project.name)))
        if project.acronym:
            out.append(_Name(index, "acronym", normalise(project.acronym).text))
        others = (v for v in project.variants if v not in (project.name, project.acronym))
        out.extend(_Name(index, "variant", _tight_name(variant)) for variant in others)
    return tuple(name for name in out if name.normal)


def _tight_name(name: str) -> str:
    return normalise(name).text.replace(" ", "")


def _in_words(document: Document, span: Span, names: Sequence[_Name]) -> list[Named]:
    """Find every place in a stretch of text that says one of the names."""
    if not names:
        return []
    normal = normalise(document.text[span.start : span.end])
    tight = _tight(normal)
    said = []
    for name in names:
        searched = normal if name.reason == "acronym" else tight
        for place in _occurrences(searched, name.normal, whole_word=name.reason == "acronym"):
            where = Span(span.start + place.start, span.start + place.end)
            said.append(Named(name.project, where, name.reason, None))
    return said


def _tight(normal: Normal) -> Normal:
    """The normal form without white space: line breaks inside a Thai name do not count."""
    kept = [i for i, char in enumerate(normal.text) if char != " "]
    return Normal(
        "".join(normal.text[i] for i in kept),
        tuple(normal.starts[i] for i in kept),
        tuple(normal.ends[i] for i in kept),
        normal.source_length,
    )


def _occurrences(normal: Normal, wanted: str, *, whole_word: bool) -> Iterator[Span]:
    at = normal.text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        before, after = normal.text[max(0, at - 1) : at], normal.text[end : end + 1]
        if not whole_word or not (_joined(before, wanted[0]) or _joined(after, wanted[-1])):
            yield normal.back(Span(at, end))
        at = normal.text.find(wanted, end)


def _joined(outside: str, inside: str) -> bool:
    """Whether two neighbours are letters of one script, so that an acronym would end inside a word."""
    return bool(outside) and _letter(outside) and _letter(inside) and outside.isascii() == inside.isascii()


def _letter(char: str) -> bool:
    return char.isalnum() or "\u0e31" <= char <= "\u0e4e"  # Thai vowels and tones above and below
