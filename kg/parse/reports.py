"""Reports on work assigned earlier: done, under way, not done; told under matters arising."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.form import either, form
from kg.parse.layout import Layout
from kg.parse.markers import read_marker
from kg.parse.remarks import speaks
from kg.parse.report_kinds import done_on_a_day, report_kind
from kg.parse.speakers import Speaker, read_speaker
from kg.records import AgendaItem, Block, BlockKind, Report, Resolution, Section, Span, Suggestion

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_LONGEST = 1_200  # a longer clause is an essay
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
        told = block.kind in _READ or _told_after_colon(layout.shown, block, items)
        if not told or block.agenda is None or _covered(block.span, hidden):
            continue
        if block.agenda in arising or _follows().match(layout.shown, block.span.start, block.span.end):
            found.extend(_of_block(layout, block, table=block.kind is BlockKind.TABLE_ROW))
    return tuple(found)


def _told_after_colon(shown: str, block: Block, items: Sequence[AgendaItem]) -> bool:
    """Is it a short heading with its words beside it ("ผลการดำเนินการ : แล้วเสร็จ"), and no item's title?"""
    if block.kind is not BlockKind.HEADING or " :" not in shown[block.span.start : block.span.end]:
        return False
    return not _title(block.span, items)


def _title(span: Span, items: Sequence[AgendaItem]) -> bool:
    return any(
        _covered(span, [i.title_span] if i.matter_span is None else [i.title_span, i.matter_span])
        or span.start == i.span.start
        for i in items
    )


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
        rf"(?P<says>{says})|\s+(?={either(data['begins'])})(?!{either(data['goes_on'])})|[\t|]|\n\s*(?=\S)"
        r"|(?<=\s)นั้น(?=\s)|\s[:：]\s|\s+(?=\(?\d{1,2}[.)]\)?[ \t]*[\u0e01-\u0e4e])"
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
    doer: str | None = None  # who did what the clause before tells of
    for clause, teller, retold in _clauses(shown, Span(start, block.span.end)):
        span = _trimmed(shown, clause)
        if retold or not 6 <= span.end - span.start <= _LONGEST:
            continue
        agent, begin = _agent(shown, span)
        kind = report_kind(shown, span, told=teller is not None)
        if kind is None and agent is not None and _did_on_a_day(shown, Span(begin, span.end)):
            kind = "done"
        if agent is None and teller is not None:
            agent, _ = _agent(shown, teller)
        if agent is None and shown.startswith(("และ", "ได้"), clause.start + _spaces(shown, clause)):
            agent = doer
        doer = agent
        if kind is not None:
            span = Span(begin, span.end) if _follows().match(shown, span.start, span.end) else span
            yield Report(block.agenda, layout.text[span.start : span.end], kind, span, agent)


def _spaces(shown: str, span: Span) -> int:
    piece = shown[span.start : span.end]
    return len(piece) - len(piece.lstrip())


def _did_on_a_day(shown: str, span: Span) -> bool:
    """Does a clause say what its agent did on a day ("กองคลังได้จัดอบรมเมื่อวันที่ …")?"""
    sure = read_speaker(shown, span.start, span.end, _acts())
    if sure is None:
        return False
    return done_on_a_day(shown, sure.verb, span.end)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        r"(?:\s|นั้น(?=\s)|และ(?=ได้|สำนัก|กอง|ฝ่าย|อยู่|ยัง|กำลัง)|\d{1,2}[.)]\)?\s(?=\S)|ทั้งนี้(?=\s)|[-–•,])+"
    )


def _trimmed(shown: str, span: Span) -> Span:
    lead = _lead().match(shown, span.start, span.end)
    start = lead.end() if lead else span.start
    end = span.end
    while end > start and shown[end - 1] in " \t\n|":
        end -= 1
    return Span(start, end)


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
