"""What those who speak say in running text: "นาย ก ให้ข้อสังเกตว่า …", "ประธานเสนอแนะให้ …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.form import either, form, table
from kg.parse.layout import Layout
from kg.parse.markers import read_marker
from kg.parse.speakers import Speaker, is_meeting, is_office, read_speaker
from kg.records import AgendaItem, Block, BlockKind, Resolution, Section, Span, Suggestion

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_FULL = 60  # code points; a shorter line ends its paragraph
_LONGEST = 2_500
_SHOULD_REACH = 30
_NOT_IN = frozenset({Section.ENDORSE_MINUTES, Section.NEXT_MEETING})


def find_remarks(
    layout: Layout,
    items: Sequence[AgendaItem],
    blocks: Sequence[Block],
    resolutions: Sequence[Resolution],
    suggestions: Sequence[Suggestion],
) -> tuple[Suggestion, ...]:
    """Return the remarks of people, posts and offices that a sentence opens with, in text order.

    A remark runs from its speaker to the end of the paragraph or to where another one speaks. Those listed as the
    meeting's suggestions, and resolutions, are none. Spans are in code points of the layout's text. Never raises.
    """
    sections = {item.number: item.section for item in items}
    hidden = sorted([*(r.span for r in resolutions), *(s.span for s in suggestions)])
    found: list[Suggestion] = []
    for block in blocks:
        if block.kind not in _READ or block.agenda is None or sections.get(block.agenda) in _NOT_IN:
            continue
        if any(h.start < block.span.end and block.span.start < h.end for h in hidden):
            continue
        if _any_verb().search(layout.shown, block.span.start, block.span.end):
            found.extend(_of_block(layout, block))
    return tuple(found)


def with_speakers(
    layout: Layout, suggestions: Sequence[Suggestion], openers: Sequence[Span]
) -> tuple[Suggestion, ...]:
    """Return listed suggestions with their kind and who made them.

    `openers` are the headings they stand under, one for each. A speaker at the head of the words comes first, then
    one whom the heading names; the meeting as a whole is nobody.
    """
    return tuple(
        _attributed(layout, suggestion, opener)
        for suggestion, opener in zip(suggestions, openers, strict=True)
    )


def _attributed(layout: Layout, suggestion: Suggestion, opener: Span) -> Suggestion:
    shown, span = layout.shown, suggestion.span
    marker = read_marker(shown[span.start : span.end])
    at = _after_space(shown, span.start + (marker.end if marker else 0), span.end)
    spoken = _speaks(shown, at, span.end) or _speaks_in_list(shown, at, span.end)
    if spoken is not None:
        speaker, kind = spoken
        kind = kind or _listed_kind(shown, Span(speaker.verb + 1, span.end), opener)
        return replace(suggestion, kind=kind, by=_name(speaker), by_span=_name_span(speaker))
    told = _of_heading(shown, opener)
    kind = _listed_kind(shown, Span(at, span.end), opener)
    if told is None:
        return replace(suggestion, kind=kind)
    return replace(suggestion, kind=kind, by=_name(told), by_span=_name_span(told))


def _of_heading(shown: str, opener: Span) -> Speaker | None:
    """Whom a heading names: "นาย ก มีข้อเสนอแนะ ดังนี้", "ข้อสังเกตของคณะกรรมการพัสดุ"."""
    spoken = read_speaker(shown, opener.start, opener.end, _any_verb())
    if spoken is not None:
        return spoken
    owner = re.compile(r"(?:ของ|จาก)\s*(?=\S)").search(shown, opener.start, opener.end)
    if owner is None:
        return None
    closing = re.compile(r"\s*(?:[:：]|ดังนี้|มีดังนี้|$)", re.MULTILINE)
    return read_speaker(shown, owner.end(), min(len(shown), opener.end + 1), closing)


def _listed_kind(shown: str, span: Span, opener: Span) -> str:
    head = shown[opener.start : opener.end]
    named = [kind for kind, heading in _kinds("headings") if heading.search(head)]
    if len(named) == 1 and "แนะ" not in head and "ข้อเสนอ" not in head:
        if named[0] == "opinion" and _suggests().match(shown, span.start, span.end):
            return "suggestion"
        return named[0]
    return "suggestion"


@cache
def _kinds(key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(either(words))) for kind, words in table("remarks", key).items())


@cache
def _suggests() -> re.Pattern[str]:
    return re.compile(r"\s*" + either(form("remarks")["suggests"]))


@cache
def _any_verb() -> re.Pattern[str]:
    words = [word for listed in table("remarks", "verbs").values() for word in listed]
    return re.compile(_adverbs() + either(words))


def _adverbs() -> str:
    data = form("remarks")
    return "".join(f"(?<!{word})" for word in data["not_after"]) + rf"(?:{either(data['adverbs'])})?"


@cache
def _verbs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(_adverbs() + either(words))) for kind, words in table("remarks", "verbs").items()
    )


@cache
def _listed_verb() -> re.Pattern[str]:
    return re.compile(either([w for words in table("remarks", "listed").values() for w in words]))


def _speaks_in_list(shown: str, at: int, stop: int) -> tuple[Speaker, str] | None:
    """Who opens an item of a list of opinions with "ขอให้", "ชี้แจงว่า" or a colon; no kind after a colon."""
    speaker = read_speaker(shown, at, stop, _listed_verb())
    if speaker is None:
        return None
    if shown.startswith(":", speaker.verb):
        return speaker, ""
    return speaker, next(kind for kind, verb in _kinds("listed") if verb.match(shown, speaker.verb, stop))


@cache
def _no_remark() -> re.Pattern[str]:
    return re.compile(rf"\s*{either(form('remarks')['not_remarks'])}")


def speaks(shown: str, at: int, stop: int) -> bool:
    """Return whether somebody's remark opens at offset `at` of a face (white space and dashes stepped over)."""
    return read_speaker(shown, _after_space(shown, at, stop), stop, _any_verb()) is not None


def _after_space(shown: str, at: int, stop: int) -> int:
    while at < stop and shown[at] in " \t\n-–•":
        at += 1
    lead = _leads().match(shown, at, stop)
    return lead.end() if lead else at


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"{either(form('remarks')['leads'])}[ \t]+")


def _speaks(shown: str, at: int, stop: int) -> tuple[Speaker, str] | None:
    """Who opens the words at `at` with a verb of saying, and what kind of remark follows."""
    speaker = read_speaker(shown, at, stop, _any_verb())
    if speaker is None:
        return None
    found = [(m.end(), kind) for kind, verb in _verbs() if (m := verb.match(shown, speaker.verb, stop))]
    end, kind = max(found, default=(0, ""))
    if not kind or _no_remark().match(shown, end, stop) or end >= stop:
        return None
    if speaker.name.startswith("ที่ประชุม") and not shown[end - 3 : end].endswith(("ว่า", "ให้")):
        return None  # "ที่ประชุมซักถามอย่างกว้างขวาง"
    if is_office(speaker.name) and _brings().match(shown, speaker.verb):
        return None
    if kind == "opinion" and _should().match(shown, end, min(stop, end + _SHOULD_REACH)):
        kind = "suggestion"
    return speaker, kind


@cache
def _brings() -> re.Pattern[str]:
    return re.compile(_adverbs() + either(form("remarks")["brings"]))


@cache
def _should() -> re.Pattern[str]:
    return re.compile(rf"\s*{either(form('remarks')['should'])}")


def _of_block(layout: Layout, block: Block) -> Iterator[Suggestion]:
    shown = layout.shown
    marker = read_marker(shown[block.span.start : block.span.end])
    places = [block.span.start + (marker.end if marker else 0)]
    places += [
        m.end() for m in re.compile(r"\n\s*(?:[-–•]\s*)?").finditer(shown, block.span.start, block.span.end)
    ]
    ends = [place for place in places[1:] if _opens(shown, place, block.span)]
    for place in places:
        at = _after_space(shown, place, block.span.end)
        spoken = _speaks(shown, at, block.span.end)
        if spoken is None:
            continue
        speaker, kind = spoken
        stop = next((end for end in ends if end > at), block.span.end)
        end = _answered(shown, speaker.verb, stop)
        while end > at and shown[end - 1] in " \t\n-–•":
            end -= 1
        if end - at > _LONGEST:
            continue
        by = _name(speaker)
        yield Suggestion(
            block.agenda,
            None,
            layout.text[at:end],
            Span(at, end),
            kind,
            by,
            _name_span(speaker) if by else None,
        )


@cache
def _answers() -> re.Pattern[str]:
    return re.compile(either(form("remarks")["answers"]))


def _answered(shown: str, at: int, stop: int) -> int:
    """Where, in the same paragraph, another one answers, or the meeting goes on; `stop` where none does."""
    if _answers().search(shown, at, stop) is None and shown.find("ที่ประชุม", at, stop) < 0:
        return stop
    for space in re.compile(r"\s+").finditer(shown, at, stop):
        if shown.startswith("ที่ประชุม", space.end()):
            return space.start()
        speaker = read_speaker(shown, space.end(), stop, _answers())
        if speaker is not None and " " not in shown[speaker.span.end : speaker.verb].strip():
            return space.start()
    return stop


@cache
def _other_acts() -> re.Pattern[str]:
    data = form("reports")
    return re.compile(either([*data["acts"], *data["says_first"], *form("remarks")["answers"]]))


def _opens(shown: str, place: int, span: Span) -> bool:
    """Does a new paragraph begin at a line of a block: after a short line, or where somebody speaks?"""
    newline = shown.rfind("\n", span.start, place)
    if newline - (shown.rfind("\n", 0, newline) + 1) < _FULL:
        return True
    return speaks(shown, place, span.end) or (
        read_speaker(shown, _after_space(shown, place, span.end), span.end, _other_acts()) is not None
    )


def _name(speaker: Speaker) -> str | None:
    return None if is_meeting(speaker.name) else speaker.name


def _name_span(speaker: Speaker) -> Span | None:
    return None if is_meeting(speaker.name) else speaker.span
