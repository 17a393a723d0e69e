"""Projects (โครงการ) named in a record, and every place that names them again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.form import either, form
from kg.parse.ending import name_end
from kg.parse.laws import agenda_at
from kg.parse.mentions import Named, find_mentions
from kg.parse.project_kinds import kind_of, part_of
from kg.parse.project_tables import find_cells, plain_category, years_of
from kg.parse.wording import GAP, joined, trim
from kg.records import AgendaItem, Block, BlockKind, Mention, Project, Span
from kg.thai import arabic_digits, fold

_HEAD = "โครงการ"
_REACH = 260
_NOT_READ = {BlockKind.FURNITURE, BlockKind.ATTENDANCE, BlockKind.SIGNATURE}  # names offices, not projects
_SHORTEST = 8  # folded characters after โครงการ
_ACRONYM = re.compile(r"\((?P<acronym>[A-Za-z][A-Za-z0-9 .&/+-]{0,60}[A-Za-z0-9]|[A-Z])\)\s*$")
_ALIAS = re.compile(rf"{GAP}\((?P<alias>โครงการ[^()\n]{{2,60}}?ฯ?)\)")
_YEARS_NEAR = re.compile(
    r"\s*(?:\([^()\n]{0,40}\)\s*)?\(?\s*(?:(?:ใน|ประจำ|ตั้งแต่|ระหว่าง)?\s*ปี\s*(?:งบประมาณ)?\s*)?(?:พ\s*\.\s*ศ\s*\.)?\s*"
    r"(?=[2๒][4๔5๕][0-9๐-๙]{2})"
)
_LATIN_NAME = re.compile(
    r"[ \u00a0](?P<name>[A-Z][A-Za-z0-9-]*(?: (?:[A-Z][A-Za-z0-9&-]*|(?:and|of|for|the|in|on|to|with) (?=[A-Z])))*)(?![A-Za-z])"
)
_LATIN_TAIL = re.compile(
    r"[ \u00a0][A-Z][A-Za-z0-9&/-]*(?: [A-Z][A-Za-z0-9&/-]*){0,4}(?: ?\d{1,3}\.\d+)?(?![A-Za-z.])"
)  # "…หลอด LED"
_SYSTEM = re.compile(
    r"(?<![ก-๙])(?:ระบบ|แผนงาน)[\u0e01-\u0e5b]{6,90}\s?\((?P<acronym>[A-Z]{2,}(?: [A-Z0-9]{2,})+)\)"
)


@dataclass(slots=True)
class _Found:
    """A project while it is being gathered."""

    name: str
    span: Span
    acronym: str | None = None
    category: str | None = None
    years: tuple[int, ...] = ()
    years_span: Span | None = None
    variants: list[str] = field(default_factory=list)
    tabled: bool = False


def find_projects(text: str, items: Sequence[AgendaItem], blocks: Sequence[Block]) -> tuple[Project, ...]:
    """Return the projects named in a record, each once, in text order, with every later mention.

    From tables (years by column, category carried down) and from prose (a proper name, not "โครงการดังกล่าว").
    Stretches that `blocks` mark as furniture are not read. All spans are in code points of `text`; `agenda`
    is the innermost item. Never raises.
    """
    hidden = sorted(b.span for b in blocks if b.kind in _NOT_READ)
    cells, rows = find_cells(text)
    known: dict[str, _Found] = {}
    plain = text.replace("\n", "")
    labels = {c.category: plain_category(c.category, plain) for c in cells if c.category}
    for cell in cells:
        if _inside(cell.span, hidden):
            continue
        name = joined(text[cell.span.start : cell.span.end])
        category = labels.get(cell.category or "")
        found = _Found(name, cell.span, _acronym(name), category, cell.years, cell.years_span, tabled=True)
        _gather(known, found)
    tabled = sorted(rows)
    for found in _prose(text, tabled):
        if not _inside(found.span, hidden):
            _gather(known, found)
    projects = _without_short_forms(sorted(known.values(), key=lambda f: f.span))
    return _built(text, projects, items)


def _gather(known: dict[str, _Found], found: _Found) -> None:
    key = fold(found.name)
    first = known.get(key)
    if first is None:
        known[key] = found
        return
    if found.tabled and not first.tabled:
        found.variants, found.acronym = first.variants, found.acronym or first.acronym
        known[key] = found
    elif first.tabled and found.tabled:
        first.years = tuple(sorted({*first.years, *found.years}))
    first = known[key]
    first.years = first.years or found.years
    first.years_span = first.years_span or found.years_span
    first.category = first.category or found.category
    for variant in [found.name, *found.variants]:
        if variant != first.name and variant not in first.variants:
            first.variants.append(variant)


def _without_short_forms(projects: Sequence[_Found]) -> list[_Found]:
    """Join "โครงการ ABC" to the project whose acronym is ABC, as another spelling of its name."""
    short = {id(p) for p in projects if p.acronym and fold(p.name) == fold(_HEAD + p.acronym)}
    full: dict[str, _Found] = {}
    for project in projects:
        if project.acronym and id(project) not in short:
            full.setdefault(fold(project.acronym), project)
    kept: list[_Found] = []
    for project in projects:
        owner = full.get(fold(project.acronym)) if id(project) in short and project.acronym else None
        if owner is None:
            kept.append(project)
        elif project.name not in owner.variants:
            owner.variants.append(project.name)
    return kept


def _named_in(projects: Sequence[_Found]) -> list[Named]:
    return [
        Named(p.name, p.acronym, tuple(v for v in p.variants if v.startswith(_HEAD)), p.span)
        for p in projects
    ]


def _built(text: str, projects: Sequence[_Found], items: Sequence[AgendaItem]) -> tuple[Project, ...]:
    starts = sorted((i.span.start, -i.span.end, i.number) for i in items)
    mentions = find_mentions(text, _named_in(projects))
    longer = {m.span for found in mentions for m in found if m.reason == "variant"}
    ends = {span.start: span.end for span in longer}
    # a name cut at a space that another spelling of a longer name has is that name
    whole = [p for p in projects if p.tabled or ends.get(p.span.start, 0) <= p.span.end]
    if len(whole) < len(projects):
        projects, mentions = whole, find_mentions(text, _named_in(whole))
    wholes = [_told_part(text, p.span, mentions[index]) for index, p in enumerate(projects)]
    return tuple(
        Project(
            name=p.name,
            span=p.span,
            acronym=p.acronym,
            category=p.category,
            years_be=p.years,
            agenda=agenda_at(items, starts, p.span.start),
            variants=tuple(p.variants),
            mentions=mentions[index],
            years_span=p.years_span if p.years else None,
            kind=kind_of(p.name),
            part_of=wholes[index][0],
            part_of_span=wholes[index][1],
        )
        for index, p in enumerate(projects)
    )


def _told_part(text: str, span: Span, mentions: Sequence[Mention]) -> tuple[str, Span] | tuple[None, None]:
    wholes = (part_of(text, place) for place in (span, *(m.span for m in mentions)))
    return next((whole for whole in wholes if whole is not None), (None, None))


def _acronym(name: str) -> str | None:
    match = _ACRONYM.search(name)
    return match["acronym"].strip() if match else None


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    place = bisect_right(spans, Span(span.start, 1 << 62))
    return place > 0 and span.start < spans[place - 1].end


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(form('projects')['before'])}|[\s“”\"'(\[/:•*-]|^)$")


@cache
def _not_before() -> re.Pattern[str]:
    return re.compile(rf"{either(form('projects')['before_not'])}$")


@cache
def _not_name() -> re.Pattern[str]:
    data = form("projects")
    return re.compile(rf"(?!{either(data['names'])})(?:{either(data['not_names'])}|[\s\d.,;:)\]“”\"]|$)")


@cache
def _never() -> re.Pattern[str]:
    return re.compile(either(form("projects")["never_names"]))


@cache
def _years_later() -> re.Pattern[str]:
    lead = either(form("projects")["years_lead"])
    return re.compile(rf"[^\n]{{0,30}}?{lead}[^\n]{{0,60}}?ปีงบประมาณ\s*(?:พ\s*\.\s*ศ\s*\.)?\s*(?=[2๒][4๔5๕])")


@cache
def _goes_on() -> re.Pattern[str]:
    lists, places = either(form("projects")["goes_on"]), either(form("projects")["places"])
    return re.compile(
        rf"{GAP}(?:{lists}{GAP}[\d๐-๙]{{1,3}}(?![\d๐-๙/])|(?:[-–]{GAP})?{places}[\u0e01-\u0e5b]{{2,24}})"
    )


def _prose(text: str, rows: Sequence[Span]) -> Iterator[_Found]:
    at = text.find(_HEAD)
    while at >= 0:
        after = at + len(_HEAD)
        found = None if _inside(Span(at, after), rows) else _named(text, at, after)
        if found is not None:
            yield found
            after = max(after, found.span.end)
        at = text.find(_HEAD, after)
    for match in _SYSTEM.finditer(text):
        if not _inside(Span(*match.span()), rows):
            yield _Found(joined(match.group()), Span(*match.span()), match["acronym"])


def _named(text: str, at: int, after: int) -> _Found | None:
    before = text[max(0, at - 14) : at]
    quoted = before.endswith(("“", '"', "‘"))
    latin = _LATIN_NAME.match(text, after)
    if latin:
        words = latin["name"]
        return _Found(
            joined(text[at : latin.end()]), Span(at, latin.end()), words if words.count(" ") < 3 else None
        )
    if text[after : after + 1].isspace():
        return None
    if re.search(r"(?<![.)\d])[\d๐-๙]{1,3}\s+$", before):
        return None  # "จำนวน 22 โครงการ": a count
    end, closed = _end(text, at, after, quoted=quoted)
    name = joined(text[at:end])
    acronym = _acronym(name)
    doubtful = not _before().search(before) or _not_before().search(before) or _not_name().match(text, after)
    if doubtful and (acronym is None or _never().match(text, after)):
        return None
    if not closed or name.endswith("ที่") or len(fold(name)) < len(_HEAD) + _SHORTEST:
        return None
    where = trim(text, at, end)
    found = _Found(name, where, acronym)
    alias = _ALIAS.match(text, end)
    if alias and len(fold(alias["alias"])) > len(_HEAD) + 3:
        found.variants.append(joined(alias["alias"]))
    near = _YEARS_NEAR.match(text, alias.end() if alias else end)
    near = near or _years_later().match(text, end)
    if near:
        stretch = re.compile(r"[^\n,;ก-ฮ]{0,30}(?:พ\s*\.\s*ศ\s*\.[^\nก-ฮ]{0,16})?").match(text, near.end())
        stop = stretch.end() if stretch else near.end()
        found.years = years_of(arabic_digits(text[near.end() : stop]))
        found.years_span = trim(text, near.end(), stop)
    return found


def _end(text: str, at: int, after: int, *, quoted: bool) -> tuple[int, bool]:
    limit = min(len(text), after + _REACH)
    if quoted:
        close = re.compile(r"[”\"’\n]").search(text, after, limit)
        if close and close.group() != "\n":
            return close.start(), True
    end, closed = name_end(text, after, limit, "projects")
    latin = _LATIN_TAIL.match(text, end, limit)
    end = latin.end() if latin else end
    more = _goes_on().match(text, end, limit)
    while more:
        end = more.end()
        kind = more.group().strip()[:4]
        more = _goes_on().match(text, end, limit)
        if more and more.group().strip()[:4] == kind:
            break  # "ระยะที่ 1 ระยะที่ 2": the second is another one's
    return end, closed
