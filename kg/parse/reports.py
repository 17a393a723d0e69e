"""Reports on work assigned earlier: done, under way, not done; told under matters arising."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.form import either, form
from kg.parse.layout import Layout
from kg.parse.markers import read_marker
from kg.parse.remarks import speaks
from kg.parse.speakers import Speaker, read_speaker
from kg.parse.wording import GAP
from kg.records import AgendaItem, Block, BlockKind, Report, Resolution, Section, Span, Suggestion

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_LONGEST = 1_200  # a longer clause is an essay
_NEAR = 28
_AFTER = 60
_LEADING = 200


def find_reports(
    layout: Layout,
    items: Sequence[AgendaItem],
    blocks: Sequence[Block],
    resolutions: Sequence[Resolution],
    suggestions: Sequence[Suggestion],
) -> tuple[Report, ...]:
    """Return the clauses that report on work assigned earlier, in text order.

    Read are the items about matters arising, and paragraphs elsewhere that say they follow up a resolution. What
    shall or should be done, and what a meeting decided, is no report. Spans are in code points of the layout's
    text. Never raises.
    """
    arising = {item.number for item in items if item.section is Section.MATTERS_ARISING}
    hidden = sorted([*(r.span for r in resolutions), *(s.span for s in suggestions)])
    found: list[Report] = []
    for block in blocks:
        if block.kind not in _READ or block.agenda is None or _covered(block.span, hidden):
            continue
        if block.agenda in arising or _follows().match(layout.shown, block.span.start, block.span.end):
            found.extend(_of_block(layout, block, table=block.kind is BlockKind.TABLE_ROW))
    return tuple(found)


def _covered(span: Span, hidden: Sequence[Span]) -> bool:
    return any(h.start < span.end and span.start < h.end for h in hidden)


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(rf"[\s\d.()]*{either(form('reports')['follows'])}")


@cache
def _border() -> re.Pattern[str]:
    """Where a clause begins: after "รายงานว่า", at a joining word after a space, at a cell's edge."""
    data = form("reports")
    says = either([w for w in data["says"] if w.endswith("ว่า")])
    return re.compile(
        rf"(?P<says>{says})|\s+(?={either(data['begins'])})(?!{either(data['goes_on'])})|[\t|]|\n\s*(?=\S)|(?<=\s)นั้น(?=\s)"
    )


def _clauses(shown: str, span: Span) -> Iterator[tuple[Span, Span | None, bool]]:
    """The clauses of a stretch, with the words before "รายงานว่า" that say who told, and whether it was retold."""
    start, teller = span.start, None
    floor = _retold_to(shown, span)
    for match in [*_border().finditer(shown, span.start, span.end), None]:
        if match is not None and not _real(shown, match, span.end):
            continue
        end = match.start() if match else span.end
        if match is not None and match["says"]:
            begin = _speaker_start(shown, start, match.start())
            if begin > start:
                yield Span(start, begin), teller, begin <= floor
            teller, start = Span(begin, match.end()), match.end()
            continue
        if end > start:
            yield Span(start, end), teller, end <= floor
        if match is not None and "\n" in match.group():
            teller = None
        start = match.end() if match else end


def _retold_to(shown: str, span: Span) -> int:
    """Where "ตามที่ … นั้น" ends at the head of a stretch; its start where it does not begin so."""
    head = re.compile(r"\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:ตาม|สืบเนื่อง)").match(
        shown, span.start, span.end
    )
    closing = re.compile(r"\sนั้น(?=\s)").search(shown, span.start, span.end) if head else None
    return closing.end() if closing else span.start


def _speaker_start(shown: str, start: int, verb: int) -> int:
    """Where the one who speaks at `verb` is named: after the last space from which a name runs up to it."""
    for at in (start, *(m.end() for m in re.compile(r"\s+").finditer(shown, start, verb))):
        speaker = read_speaker(shown, at, verb + 1, _telling())
        if speaker is not None and speaker.verb == verb:
            return at
    return start


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(either(form("reports")["says_first"]))


def _real(shown: str, match: re.Match[str], stop: int) -> bool:
    """A line's end is a border where the line was not full, or one who speaks or acts opens the next."""
    if match.group().strip() or "\n" not in match.group():
        return True
    if match.start() - (shown.rfind("\n", 0, match.start()) + 1) < _FULL:
        return True
    if _LONG_WORD.match(shown, match.end()) and _joining().match(shown, match.end()):
        return True
    return read_speaker(shown, match.end(), stop, _acts()) is not None or speaks(shown, match.end(), stop)


_FULL = 60
_LONG_WORD = re.compile(r"[\u0e01-\u0e4e]{5}")


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(either([w for w in form("reports")["begins"] if len(w) > 5]))


def _of_block(layout: Layout, block: Block, *, table: bool) -> Iterator[Report]:
    shown = layout.shown
    start = block.span.start
    marker = read_marker(shown[start : block.span.end]) if not table else None
    start += marker.end if marker else 0
    for clause, teller, retold in _clauses(shown, Span(start, block.span.end)):
        span = _trimmed(shown, clause)
        if retold or not 6 <= span.end - span.start <= _LONGEST:
            continue
        kind = report_kind(shown, span, told=teller is not None)
        if kind is not None:
            agent, begin = _agent(shown, span)
            if agent is None and teller is not None:
                agent, _ = _agent(shown, teller)
            span = Span(begin, span.end) if _follows().match(shown, span.start, span.end) else span
            yield Report(block.agenda, layout.text[span.start : span.end], kind, span, agent)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(r"(?:\s|นั้น(?=\s)|และ(?=ได้|สำนัก|กอง|ฝ่าย)|ทั้งนี้(?=\s)|[-–•,])+")


def _trimmed(shown: str, span: Span) -> Span:
    lead = _lead().match(shown, span.start, span.end)
    start = lead.end() if lead else span.start
    end = span.end
    while end > start and shown[end - 1] in " \t\n|":
        end -= 1
    return Span(start, end)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    data = form("reports")
    no_deed = "".join(rf"(?<!{word})" for word in data["did_not"])
    return {
        "not-done": re.compile(either(data["not_done"])),
        "progress": re.compile(rf"{either(data['progress'])}(?!{GAP}(?:วัน|เดือน|ปี|\d|ร้อยละ\s*100))"),
        "advance": re.compile(rf"(?:(?:คืบ|ก้าว)หน้า|ดำเนินการ(?:ไป)?แล้ว|แล้วเสร็จ|เสร็จ(?:ไป)?แล้ว){GAP}(?:ไป(?:แล้ว)?)?{GAP}(?:ประมาณ)?{GAP}(?:คิดเป็น)?{GAP}(?:ร้อยละ{GAP}\d|\d[\d.]*{GAP}(?:%|เปอร์เซ็นต์))"),
        "done": re.compile(either(data["done"])),
        "did": re.compile(
            rf"(?:{no_deed}ได้(?!{either(data['did_what_not'])})[^\n]{{2,400}}?|{either(data['deeds'])}[^\s]{{0,60}}?)"
            r"แล้ว(?=\s|$|เมื่อ|ตั้งแต่|จำนวน|ทั้ง|ใน|ทุก|และ)"
        ),
        "late": re.compile(either(data["late"])),
        "told": re.compile(rf"(?:[^\s]{{0,60}}?[^\s\u0e40-\u0e44])??{no_deed}ได้(?!{either(data['did_what_not'])})[\u0e01-\u0e44]{{2}}"),
        "duty": re.compile(rf"{either(data['duty'])}(?!วัน|{GAP}\d)[^\s]{{0,{_NEAR}}}$"),
        "adjacent": re.compile(rf"{either(data['duty_adjacent'])}(?:ดำเนินการ|จัดทำ)?$"),
        "partly": re.compile(either(data["partly"])),
        "whole": re.compile(either(data["whole"])),
        "retold": re.compile(r"(?:^|\s)(?:ที่ประชุม|คณะ[^\s]{0,60})(?:ได้|จึง)?(?:มีมติ|มอบหมาย|เห็นชอบ|พิจารณา|อนุมัติ)"),
        "if": re.compile(r"(?:หาก|ถ้า|กรณี|เว้นแต่)[^\s]{0,30}$"),
    }  # fmt: skip


def report_kind(shown: str, span: Span, *, told: bool = False) -> str | None:
    """Return what a clause of a face reports: "done", "progress", "not-done", or None where it reports nothing.

    `told` says that the clause is what somebody reported ("… รายงานว่า").
    """
    words = _words()
    if words["retold"].search(shown, span.start, span.end):
        return None
    for missed in words["not-done"].finditer(shown, span.start, span.end):
        if not words["if"].search(shown[span.start : missed.start()]):
            return "not-done"
    whole = words["whole"].search(shown, span.start, span.end) is not None
    if not whole and words["advance"].search(shown, span.start, span.end):
        return "progress"
    for match in words["progress"].finditer(shown, span.start, span.end):
        if _happens(shown, span, match):
            return "progress"
    for match in words["done"].finditer(shown, span.start, span.end):
        if _is_duty(shown, span, match):
            continue
        rest = shown[match.end() : min(span.end, match.end() + _AFTER)]
        return "progress" if words["partly"].search(rest) and not whole else "done"
    for match in words["did"].finditer(shown, span.start, span.end):
        if not _is_duty(shown, span, match):
            return "done"
    deed = words["told"].match(shown, span.start, span.end) if told else None
    if deed is not None and not _is_duty(shown, span, deed):
        return "done"
    return "not-done" if words["late"].search(shown, span.start, span.end) else None


def _happens(shown: str, span: Span, match: re.Match[str]) -> bool:
    before = shown[span.start : match.start()]
    if match.group() == "คืบหน้า":  # "ความคืบหน้า" is a noun
        return not before.endswith(("ความ", "รายงาน", "มี"))
    return not before.endswith(("ตั้ง", "ให้", "ที่", "ซึ่ง", "จะ", "หาก", "กรณี"))


def _is_duty(shown: str, span: Span, match: re.Match[str]) -> bool:
    """Do the words before say that it shall, should or may be done, or that it is not?"""
    before = shown[max(span.start, match.start() - 2 * _NEAR) : match.start()]
    words = _words()
    return words["adjacent"].search(before) is not None or words["duty"].search(before) is not None


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(either(form("reports")["acts"]).replace("ได้", "(?<!ราย)ได้"))


@cache
def _acts_too() -> re.Pattern[str]:
    return re.compile(either(form("reports")["acts_too"]))


def _actor(shown: str, at: int, stop: int) -> Speaker | None:
    """Who acts: up to a sure verb, or to the first other one where a space parts it from the sure one."""
    sure = read_speaker(shown, at, stop, _acts())
    if sure is not None and " " not in shown[sure.span.start : sure.verb].rstrip():
        return sure
    other = read_speaker(shown, at, stop, _acts_too())
    if sure is None or other is None:
        return sure or other
    return other if other.verb < sure.verb and " " in shown[other.verb : sure.verb] else sure


@cache
def _before_agent() -> re.Pattern[str]:
    return re.compile(rf"(?:\s|[-–•|]|\d{{1,2}}[.)]\s|{either(form('reports')['begins'])}\s*)*")


def _agent(shown: str, span: Span) -> tuple[str | None, int]:
    """Who has done it, and where that is said: at the head of the clause, or after what it follows up."""
    lead = _before_agent()
    follows = _follows().match(shown, span.start, span.end) is not None
    spaces = re.compile(r"\s+").finditer(shown, span.start, min(span.end, span.start + _LEADING))
    for at in (span.start, *(m.end() for m in spaces if follows)):
        begin = lead.match(shown, at, span.end)
        speaker = _actor(shown, begin.end() if begin else at, span.end)
        if speaker is not None:
            return speaker.name, speaker.span.start if follows else span.start
    return None, span.start
