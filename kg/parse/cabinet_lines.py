"""How the lines of a cabinet result read: a category, a matter's heading, a decision, a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from kg.form import either, form
from kg.parse.wording import joined, trim
from kg.records import Span
from kg.thai import fold

_RULE = re.compile(r"[\s\u200b\u00ad]*(?:\*[\s*]{4,}|[.…]{6,}|…{4,}|[_\-]{12,})[\s\u200b]*")
_CLOSING = re.compile(r"[\s\u200b\u00ad]*(?:\*[\s*]{4,}|[.…]{6,}|…{4,})[\s\u200b]*")
_MATTER = r"(?:เ?รื่อง|เรือง)"  # also as it is mistyped
_ENTRY = re.compile(
    rf"[\s\u200b*]*(?P<number>\d{{1,3}})\s*(?:\.(?!\d)|\))[\s\u200b*]*(?P<matter>{_MATTER})?[\s\u200b:*]*(?P<title>\S[^\n]*)"
)
_UNNUMBERED = re.compile(r"[\s\u200b*]*(?P<matter>เรื่อง)[\s\u200b:]+(?P<title>\S[^\n]*)")
# the point after the number is lost
_LOOSE = re.compile(
    rf"[\s\u200b*]*(?P<number>\d{{1,3}})(?![\d.,/:)%])[\s\u200b*]*(?P<matter>{_MATTER})?[\s\u200b:*]*(?P<title>[^\s\d][^\n]*)"
)
# the cabinet, also as it is mistyped: letters lost, doubled or in another order
CABINET = r"คณะ?รั?ฐ?[มนต\u0e3a]{0,6}ร?ี?|คณะ(?=มีมติ)|ครม\."
_ALIKE = 80.0  # percent, titles of the contents and of the body
_NO_END = ("ที่", "ตาม", "ให้", "ซึ่ง", "โดย", "ของ", "มติ", "ต่อ", "เสนอ")  # words a title does not end with


@dataclass(frozen=True, slots=True)
class Entry:
    """A matter as headed at one place. `span` runs from its number to its title's end."""

    number: int | None
    title: str
    span: Span
    title_span: Span
    group: str | None = None
    has_word: bool = True


@cache
def _groups() -> dict[str, str]:
    return {fold(spelling): name for name, listed in form("cabinet")["groups"].items() for spelling in listed}


@cache
def _after_decision() -> re.Pattern[str]:
    return re.compile(r"[\s\u200b*]*" + either(form("cabinet")["after_decision"]))


def explains(line: str) -> bool:
    """Does a line begin with what stands after a decision (สาระสำคัญ, เรื่องเดิม …)?"""
    return _after_decision().match(line) is not None


def group_of(line: str) -> str | None:
    """Return the category a line is the heading of ("เศรษฐกิจ- สังคม" -> "เศรษฐกิจ-สังคม"), or None."""
    words = line.strip(" \t\u00a0\u200b*#:")
    return _groups().get(fold(words)) if 0 < len(words) <= 24 else None


@cache
def _decision() -> str:
    data = form("cabinet")
    return (
        rf"(?:ที่ประชุม)?(?:{CABINET})\s*(?:ได้|จึง|ร่วม)?\s*(?P<verb>{either(data['decided'])})"
        rf"(?!\s*(?:{either(data['earlier'])}|\(\s*\d{{1,2}}\s*[ก-ฮ]))"
    )


@cache
def _decides() -> re.Pattern[str]:
    return re.compile(r"[\s\u200b*]*" + _decision())


@cache
def _decides_inside() -> re.Pattern[str]:
    return re.compile(_decision())


@cache
def _considers() -> re.Pattern[str]:
    return re.compile(
        rf"[\s\u200b*]*(?:{CABINET})\s*(?:ได้|จึง|ร่วม)?\s*(?:{either(form('cabinet')['considered'])})"
    )


def decides(line: str) -> bool:
    """Does a line carry the cabinet's own decision (not one of an earlier date, nor a duty to report)?"""
    return _decides().match(line) is not None


def considers(line: str) -> bool:
    """Does a line say that the cabinet considered a matter ("คณะรัฐมนตรีพิจารณาเรื่อง … แล้วมีมติ")?"""
    return _considers().match(line) is not None


def rules_off(line: str) -> bool:
    """Is a line a row of stars, dots or dashes?"""
    return _RULE.fullmatch(line) is not None


def closes(line: str) -> bool:
    """Is a line a row of stars or dots, as stands after the contents and at the end?"""
    return _CLOSING.fullmatch(line) is not None


def read_entry(text: str, row: Span) -> Entry | None:
    """Return the heading "N. เรื่อง TITLE" (number or word may be missing) that a row is, or None."""
    match = _ENTRY.fullmatch(text, row.start, row.end) or _UNNUMBERED.fullmatch(text, row.start, row.end)
    return None if match is None else _entry(text, match)


def read_loosely(text: str, row: Span, number: int) -> Entry | None:
    """Return the heading a row is whose number has lost its point ("7 เรื่อง …"), if it is `number`."""
    match = _LOOSE.fullmatch(text, row.start, row.end)
    return None if match is None or int(match["number"]) != number else _entry(text, match)


def _entry(text: str, match: re.Match[str]) -> Entry:
    number = match.groupdict().get("number")
    title = trim(text, match.start("title"), _title_end(text, match))
    at = match.start("number") if number else match.start("matter")
    words = joined(text[title.start : title.end])
    return Entry(
        int(number) if number else None,
        words,
        Span(at, title.end),
        title,
        has_word=match["matter"] is not None,
    )


def _title_end(text: str, match: re.Match[str]) -> int:
    """Where a title ends: at the line's end, or where the decision follows because a line break was lost."""
    start, end = match.span("title")
    inline = _decides_inside().search(text, start, end)
    if inline and text[inline.start() - 1].isspace():
        return inline.start()
    if inline and inline["verb"].startswith("มี") and not text[start : inline.start()].endswith(_NO_END):
        return inline.start()
    wide = re.compile(r"(?<!\s)[^\S\n]{2,}+(?=คณะ)").search(text, start, end)
    if wide and _considers().match(text, wide.start(), end):
        return wide.start()
    return end


def alike(one: str, other: str) -> bool:
    """Are two titles the same but for spacing, a wrap or a few letters?"""
    a, b = title_key(one), title_key(other)
    if not a or not b:
        return False
    if a == b or (min(len(a), len(b)) >= 24 and (a.startswith(b) or b.startswith(a))):
        return True
    return fuzz.ratio(a, b, score_cutoff=_ALIKE) > 0


def title_key(title: str) -> str:
    """Return a title's letters for comparison."""
    return re.sub(r"^เรื่อง", "", fold(title))
