"""The cabinet's decision on one matter: where it stands, its types, who proposed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.form import either, form
from kg.parse.cabinet_extent import decision_words, is_list_line
from kg.parse.cabinet_lines import CABINET, considers, decides
from kg.parse.decision import decide
from kg.parse.resolutions import build_resolution
from kg.parse.wording import lines, one_line, trim
from kg.records import Resolution, ResolutionType, Span

_MID = re.compile(r"คณะรัฐมนตรี(?:ได้|จึง)?(?:มี|ลง)?มติ(?!\s*(?:เมื่อ|\(|วันที่|ในการประชุม))")
_BARE = re.compile(r"[\s\u200b]*(?:มีมติ|มติ\s*คณะรัฐมนตรี\s*[:：]|ที่ประชุม(?:ได้)?(?:มีมติ|รับทราบ|เห็นชอบ))")
_VERBLESS = re.compile(r"[\s\u200b]*คณะรัฐมนตรี(?!\s*(?:ได้|จึง)?\s*(?:มี)?มติ)[^\n]{20,}เสนอ")  # the verb is lost
# what is told in square brackets was decided elsewhere; an order's title tells what the order does
_ASIDE = re.compile(
    r"\[[^\[\]\n]*\]|คำสั่ง(?:[^\s\d]|\s(?!เรื่อง)){0,60}?ที่\s*\d{1,4}\s*/\s*\d{4}\s*เรื่อง[^\n]*?(?=\s*ดังนี้|\n|$)"
)
_FIRST_PARAGRAPHS = 4
_MARKER = re.compile(
    rf"(?:ที่ประชุม)?(?:{CABINET})\s*(?:ได้|จึง)?\s*(?:พิจารณา(?:และ|แล้ว)?)?(?:มี(?:มม?ติ|ติ|มีติ|มิต|มตี)|ม?มติ|มี(?=อนุมัติ|เห็นชอบ|รับทราบ))?"
)
_SHORT_NAME = re.compile(
    r"\s*\((?:(?:สำนักงาน|สำนัก|คณะกรรมการ|กรม|ศูนย์|สภา|กองทุน)?\s*(?:[ก-ฮ]{1,6}\.[\s.]*)+|[^()\d]{1,40}ฯ|สำนักงาน\s*[ก-ฮ]{2,6}\.?)\)$"
)
_FOOTNOTE = re.compile(r"(?<=[)\u0e01-\u0e4e])[\d*]{1,2}$")
_LONGEST_NAME = 320  # code points of a proposer's name with the capacity it proposes in


@cache
def _capacity() -> re.Pattern[str]:
    data = form("cabinet")
    return re.compile(
        rf"\s*(?:{either(data['capacities'])}.*|(?<=[\s)])แต่งตั้ง.*|\[[^\]]*\]?|(?<=\)\s)โดย(?=การ|กรม|สำนัก|สถาบัน|องค์การ).*)$"
    )


@cache
def _before_proposing() -> re.Pattern[str]:
    return re.compile(rf"\s+{either(form('cabinet')['before_proposing'])}$")


@cache
def _stated() -> re.Pattern[str]:
    data = form("cabinet")
    heads = either([*data["agency_heads"], *data["proposing_heads"]])
    return re.compile(
        rf"ตาม(?:ที่|มติ)?\s*(?P<who>{heads}(?:(?!ตามที่)[^\n]){{2,{_LONGEST_NAME}}}?)\s*(?:เสนอ|(?!ของ)(?={either(data['brings'])}))"
    )


def find_decisions(
    text: str, span: Span, number: str | None, *, width: int | None = None
) -> Iterator[Resolution]:
    """Yield the cabinet's decisions in the stretch below a matter's heading, in text order.

    What is told after the decision (reports, earlier decisions) is none. `number` is the matter's number,
    `width` the page's in code points where lines were broken for one.
    """
    rows = list(lines(text, span))
    found = False
    index = 0
    while index < len(rows):
        line = text[rows[index].start : rows[index].end]
        if decides(line):
            where, index = decision_words(text, rows, index, width)
            yield _resolution(text, where, number)
            found = True
            continue
        if found and line.strip() and not is_list_line(line):
            return  # what follows the decision only reports
        if not found and considers(line) and not any(_rest(text, rows[:index])):
            where, index = decision_words(text, rows, index, width)
            yield _resolution(text, where, number)
            return
        index += 1
    if not found:
        yield from _hidden(text, rows, number)


def _rest(text: str, rows: Sequence[Span]) -> Iterator[bool]:
    return (text[row.start : row.end].strip() != "" for row in rows)


def _hidden(text: str, rows: Sequence[Span], number: str | None) -> Iterator[Resolution]:
    """A decision inside a paragraph, or in a matter's first paragraph without the word คณะรัฐมนตรี."""
    seen = 0
    for row in rows:
        line = text[row.start : row.end]
        if not line.strip():
            continue
        seen += 1
        if seen > _FIRST_PARAGRAPHS:
            return
        if seen == 1 and _VERBLESS.match(line):
            yield _resolution(text, trim(text, row.start, row.end), number)
            return
        match = _MID.search(line)
        if match:
            yield _resolution(text, trim(text, row.start + match.start(), row.end), number)
            return
        if _BARE.match(line):
            yield _resolution(text, trim(text, row.start, row.end), number)
            return


def _resolution(text: str, where: Span, number: str | None) -> Resolution:
    marker = _MARKER.match(text, where.start, where.end)
    resolution = build_resolution(text, where, number, Span(*marker.span()) if marker else None)
    asides = list(_ASIDE.finditer(resolution.text))
    if asides:
        kept = tuple(a for a in resolution.assignments if not _within(a.span, asides, where.start))
        types = decide(_ASIDE.sub(" ", resolution.text), assigns=bool(kept))
        resolution = replace(resolution, types=types, assignments=kept)
    if resolution.types not in ((ResolutionType.NONE,), (ResolutionType.OTHER,)):
        return resolution
    rest = text[marker.end() : where.end] if marker else resolution.text
    return replace(resolution, types=_types(rest, assigns=bool(resolution.assignments)))


def _within(span: Span, asides: Sequence[re.Match[str]], start: int) -> bool:
    return any(a.start() <= span.start - start < a.end() for a in asides)


@cache
def _verb() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = form("cabinet")
    return (
        re.compile(rf"\s*(?:{either(data['before_verb'])}\s*)*"),
        re.compile(either(data["mistyped"])),
        re.compile(rf"\s*{either(data['approves'])}"),
    )


def _types(words: str, *, assigns: bool) -> tuple[ResolutionType, ...]:
    """The types of a decision by its `words` after the marker, where the verb is mistyped or put in other words."""
    before, mistyped, approves = _verb()
    start = before.match(words)
    at = start.end() if start else 0
    wrong = mistyped.match(words, at)
    meant = form("cabinet")["mistyped"][wrong.group()] + words[wrong.end() :] if wrong else words[at:]
    types = decide("คณะรัฐมนตรีมีมติ" + meant, assigns=assigns or meant.startswith("มอบหมาย"))
    if types == (ResolutionType.OTHER,) and approves.match(words):
        return (ResolutionType.APPROVE,)
    return types


def proposer(resolution: Resolution) -> str | None:
    """Return who proposed a matter, or brought it in other words ("ตามที่กระทรวง… (…) รายงาน"), or None.

    The capacity it proposed in and its short name in brackets are left out.
    """
    written = resolution.proposed_by
    if written is None or written.endswith(tuple(form("cabinet")["not_proposing"])):
        written = _otherwise_stated(resolution.text)
    if written is None:
        return None
    written = written.rsplit("ตามที่", 1)[-1]
    shorter = _SHORT_NAME.sub("", _FOOTNOTE.sub("", _capacity().sub("", written))).strip()
    return _before_proposing().sub("", shorter) or written.strip("() ") or None


def _otherwise_stated(words: str) -> str | None:
    """Who brought the matter, in words that other minutes do not use ("ตามกระทรวง… เสนอ", "ตามที่กระทรวง… รายงาน")."""
    for brought in _stated().finditer(words):
        who = one_line(_capacity().sub("", brought["who"]))
        told = _SHORT_CLAUSE.search(who)
        if told is None and not who.endswith(tuple(form("cabinet")["not_proposing"])):
            return who
    return None


_SHORT_CLAUSE = re.compile(r"ซึ่ง|ได้|ดังนี้|มีมติ|เห็นชอบ|อนุมัติ|ให้|(?<!ร่าง)กฎหมาย|ความเห็น|เมื่อวันที่")
