"""Cabinet results: each numbered matter with the cabinet's decision and who proposed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.form import either, form
from kg.parse.abbreviations import abbreviations
from kg.parse.cabinet_decision import find_decisions, proposer
from kg.parse.cabinet_items import find_items
from kg.parse.cabinet_lines import Entry, group_of, rules_off
from kg.parse.cabinet_opening import read_chair, read_meeting
from kg.parse.cabinet_wraps import page_width
from kg.parse.flow import flow
from kg.parse.laws import find_laws
from kg.parse.money import find_money
from kg.parse.offices import office_abbreviations, right_name
from kg.parse.projects import find_projects
from kg.parse.references import find_references
from kg.parse.wording import lines, trim
from kg.records import (
    AgendaItem,
    Block,
    BlockKind,
    Document,
    Kind,
    Notice,
    Record,
    Resolution,
    ResolutionType,
    Span,
)


def parse_cabinet(document: Document) -> Record:
    """Return the record of a cabinet result.

    Agenda items are the numbered matters of the body (`number` as printed, `group` their category), each
    with its decision as a resolution. The contents list is checked against the body; a matter that is in
    one only gives a notice. Spans are in code points of `document.text`. Never raises.
    """
    text = document.text
    contents, matters, start, end = find_items(text)
    limit = contents[0].span.start if contents else start
    items = _agenda(text, matters, end)
    short = abbreviations(text)
    width = page_width(text, tuple(lines(text, Span(start, end))))
    decisions = [
        _appointing(_with_full_names(resolution, short), item.group)
        for item, entry in zip(items, matters, strict=True)
        for resolution in find_decisions(text, Span(entry.span.end, item.span.end), item.number, width=width)
    ]
    if not matters:
        # a special meeting on one matter has no numbers
        decisions = [
            _with_full_names(r, short) for r in find_decisions(text, Span(start, end), None, width=width)
        ]
    blocks = tuple(_blocks(text, matters, decisions, start, end))
    meeting = read_meeting(text, limit)
    chair = read_chair(text, limit)
    return Record(
        file=document.file,
        sha256=document.sha256,
        kind=Kind.CABINET_RESULTS,
        meeting=meeting,
        attendees=(chair,) if chair else (),
        agenda=items,
        resolutions=tuple(decisions),
        projects=find_projects(text, items, blocks),
        laws=find_laws(text, items),
        references=find_references(text, items, meeting.body),
        money=find_money(text, decisions),
        blocks=blocks,
        warnings=(*document.warnings, *_cross_check(contents, matters)),
    )


def _agenda(text: str, matters: Sequence[Entry], end: int) -> tuple[AgendaItem, ...]:
    items: list[AgendaItem] = []
    used: set[str] = set()
    for index, entry in enumerate(matters):
        stop = matters[index + 1].span.start if index + 1 < len(matters) else end
        number = str(entry.number)
        while number in used:
            number += ".0"  # a number printed twice stays unique
        used.add(number)
        span = _before_group(text, entry.span.start, stop)
        items.append(
            AgendaItem(
                number, entry.title, None, span, entry.title_span, entry.title, entry.title_span, entry.group
            )
        )
    return tuple(items)


def _before_group(text: str, start: int, stop: int) -> Span:
    """The stretch of a matter without the category heading of the next one."""
    span = trim(text, start, stop)
    at = text.rfind("\n", span.start, span.end)
    if at > 0 and (group_of(text[at + 1 : span.end]) or rules_off(text[at + 1 : span.end])):
        return trim(text, start, at)
    return span


def _appointing(resolution: Resolution, group: str | None) -> Resolution:
    """Among the appointments, what is approved appoints wherever the sentence says so."""
    data = form("cabinet")
    types = resolution.types
    if (
        group != data["appointments"]
        or ResolutionType.APPOINT in types
        or ResolutionType.APPROVE not in types
    ):
        return resolution
    sentence = resolution.text.split("\n", 1)[0]
    if re.search(either(data["not_appointing"]), sentence):
        return resolution
    if re.search(either(data["appointing"]), sentence) is None:
        return resolution
    at = types.index(ResolutionType.APPROVE) + 1
    return replace(resolution, types=(*types[:at], ResolutionType.APPOINT, *types[at:]))


_ABBREVIATED = re.compile(r"(?P<short>(?:[ก-ฮ]{1,6}\.\s?){1,5})(?=\s|$|\(|โดย|หรือ|[ก-ฮเแโใไ])")
_BRACKETED = re.compile(r"\s*\((?:สำนักงาน\s*)?(?:[ก-ฮ]{1,6}\.\s?){1,5}\)")


def _with_full_names(resolution: Resolution, short: Mapping[str, str]) -> Resolution:
    """The proposer and those told to act by the names the document gives their abbreviations ("พม.")."""
    written = proposer(resolution)
    full = right_name(_full_name(written, short)) if written else None
    told = tuple(replace(a, agent=_full_name(a.agent, short)) for a in resolution.assignments)
    return replace(resolution, proposed_by=full, assignments=told)


def _full_name(written: str, short: Mapping[str, str]) -> str:
    """A name whose abbreviation is said in full: "กษ. โดยกรมประมง" -> "กระทรวงเกษตรและสหกรณ์ โดยกรมประมง"."""
    plain = _BRACKETED.sub("", written) or written
    match = _ABBREVIATED.match(plain)
    if match is None:
        return plain
    key = "".join(match["short"].split())
    name = right_name(short[key]) if key in short else office_abbreviations().get(key)
    rest = plain[match.end() :]
    return plain if name is None else name + (f" {rest.strip()}" if rest.strip() else "")


def _cross_check(contents: Sequence[Entry], matters: Sequence[Entry]) -> Iterator[Notice]:
    if not contents:
        return
    listed = {e.number for e in contents if e.number is not None}
    read = {e.number for e in matters}
    for entry in contents:
        if entry.number is not None and entry.number not in read:
            yield Notice(
                "item-not-in-body",
                f"Matter {entry.number} of the contents list was not found in the body.",
                entry.span,
            )
    for entry in matters:
        if listed and entry.number not in listed and len(contents) == len(listed):
            yield Notice(
                "item-not-in-contents",
                f"Matter {entry.number} of the body is not in the contents list.",
                entry.span,
            )


def _blocks(
    text: str, matters: Sequence[Entry], decisions: Sequence[Resolution], start: int, end: int
) -> Iterator[Block]:
    for row in lines(text, Span(0, start)):
        span = trim(text, row.start, row.end)
        if span.end > span.start:
            line = text[span.start : span.end]
            yield Block(BlockKind.TITLE if _is_heading(line) else BlockKind.FURNITURE, span)
    at = start
    by_start = {r.span.start: r for r in decisions}
    for index, entry in enumerate(matters):
        if entry.span.start > at:
            yield from _between(text, at, entry.span.start)
        stop = matters[index + 1].span.start if index + 1 < len(matters) else end
        item = _before_group(text, entry.span.start, stop)
        yield Block(BlockKind.HEADING, entry.span, str(entry.number), entry.group)
        yield from flow(text, Span(entry.span.end, item.end), str(entry.number), entry.title, by_start)
        at = item.end
    if not matters and decisions:
        yield from flow(text, Span(start, end), None, "", by_start)
        at = end
    yield from _between(text, at, len(text))


def _is_heading(line: str) -> bool:
    data = form("cabinet")
    if line.startswith(tuple(data["furniture"])) or rules_off(line) or line.startswith(data["site"]):
        return False
    return (
        re.match(r"\d{1,3}\s*\.", line) is None and group_of(line) is None and not re.match(r"เรื่อง\s", line)
    )


def _between(text: str, start: int, end: int) -> Iterator[Block]:
    for row in lines(text, Span(start, end)):
        span = trim(text, row.start, row.end)
        if span.end > span.start:
            line = text[span.start : span.end]
            kind = BlockKind.HEADING if group_of(line) else BlockKind.FURNITURE
            if kind is BlockKind.FURNITURE and _is_heading(line) and len(line) > 40:
                kind = BlockKind.PARAGRAPH
            yield Block(kind, span)
