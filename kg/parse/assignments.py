"""Assignments in a resolution: whom, what, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.form import either, form
from kg.parse.deadlines import Deadline, find_deadline
from kg.parse.offices import find_offices, is_ministry
from kg.parse.wording import GAP, one_line
from kg.records import Assignment, Span

_AGENT_REACH = 300
_LIST_REACH = 1500  # of a list of offices by their full names
_NEXT_AGENT = 150
_TASK_REACH = 1200
_BOARD = "ดำเนินการ"
_LONGEST_AGENT = 60  # code points, where no task follows


@cache
def _opener() -> re.Pattern[str]:
    data = form("assignments")
    agencies = either(data["agencies"])
    abbreviation = r"(?:[ก-ฮ]{1,5}\.){1,6}"
    boundary = r"(?:^|(?<=\n)|และ|โดย|พร้อมทั้ง|พร้อม|รวมทั้ง|ตลอดจน|ทั้งนี้|จึง|(?:เพื่อ|หลักการ|อนุมัติ|เห็นชอบ)(?=มอบ)|คณะรัฐมนตรี|(?<=\s)|(?<=\d[.)])|มต[ิีื])"
    told = (
        rf"(?:มอบห?มาย{GAP}(?:ให้)?{GAP}(?={agencies}|{abbreviation}|[ก-ฮเแโใไ“\"]|\(?\d{{1,2}}[.)])"
        rf"|มอบ{GAP}(?:ให้{GAP}(?=[ก-ฮเแโใไ“\"])|(?={agencies}|{abbreviation})))"
    )
    asked = rf"(?:ขอ)?ให้{GAP}(?={agencies}|{abbreviation}{GAP}[(\[ก-ฮเแโใไ])"
    return re.compile(rf"{boundary}{GAP}(?P<verb>(?<!รับ)(?:{told})|{asked})")


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(rf"(?={either([*form('assignments')['strong'], *form('assignments')['informed']])})")


@cache
def _weak() -> re.Pattern[str]:
    return re.compile(rf"(?={either(form('assignments')['weak'])})")


@cache
def _short() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["short"]))


@cache
def _sure() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["sure"]))


@cache
def _inside() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["inside"]) + r"$")


@cache
def _with_verbs() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["words_with_verbs"]))


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["cut"]) + r"|ภายใน\s*\d")


@cache
def _growing() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["growing"]) + r"$")


@cache
def _no_task() -> re.Pattern[str]:
    data = form("assignments")
    return re.compile(either([*data["no_task"], *data["permission"], *data["informed"]]))


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["whole"]) + r"$")


@cache
def _complete() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(form('assignments')['complete'])}|(?:[ก-ฮ]{{1,5}}\.){{1,6}}ฯ?)\s*$")


@cache
def _agency() -> re.Pattern[str]:
    return re.compile(either(form("assignments")["agencies"]) + r"|(?:[ก-ฮ]{1,5}\.){1,6}")


_TOLD_AGAIN = re.compile(
    r"^.*(?:เห็นชอบ|อนุมัติ|มอบหมาย|หลักการ)ให้", re.DOTALL
)  # "…เห็นชอบให้กระทรวง": the last is told


def find_assignments(text: str, span: Span) -> tuple[Assignment, ...]:
    """Return the assignments in a resolution's words, one for each agent, in text order.

    A list of agents ("สำนัก ก และสำนัก ข") gives one assignment each with the same task and span; a numbered
    list after "มอบหมายให้" gives one for each of its lines. Spans are in code points of `text`. Leave to act
    ("ดำเนินการได้") and words about a post are no tasks.
    """
    found: list[Assignment] = []
    openers = list(_opener().finditer(text, span.start, span.end))
    for index, match in enumerate(openers):
        limit = openers[index + 1].start() if index + 1 < len(openers) else span.end
        limit = min(limit, match.end() + _TASK_REACH)
        lined = _lines_below(text, match.end(), limit)
        last = find_deadline(text, Span(lined[-1].end, limit)) if lined else None
        for part in lined or [Span(match.end(), limit)]:
            start = part.start if lined else match.start("verb")
            found.extend(_told(text, start, part, last))
    return tuple(found) or tuple(_responsible(text, span))


_RESPONSIBLE = re.compile(
    r"(?:^|(?<=\n))[ \t\u00a0]*(?:หน่วยงาน|ส่วนราชการ)?(?:ผู้|ที่)?รับผิดชอบ(?:หลัก)?[ \t]*[:：][ \t]*(?P<who>[^\n]{2,120})"
)


def _responsible(text: str, span: Span) -> Iterator[Assignment]:
    """The agents a line of their own names: "ผู้รับผิดชอบ : กองช่าง", with the deadline of the resolution."""
    for match in _RESPONSIBLE.finditer(text, span.start, span.end):
        deadline = find_deadline(text, span)
        for agent in split_agents(match["who"]):
            yield Assignment(
                agent=_plain(agent),
                span=Span(match.start("who"), match.end("who")),
                due=deadline.date if deadline else None,
                due_as_written=deadline.as_written if deadline else None,
            )


_LINE = re.compile(r"\s*\(?\d{1,2}[.)]+\s*")


def _lines_below(text: str, at: int, limit: int) -> list[Span]:
    """The lines of a numbered list that stands right after "มอบหมายให้"; empty where none does."""
    parts: list[Span] = []
    first = _LINE.match(text, at, limit)
    while first is not None:
        following = re.compile(r"\n\s*\(?\d{1,2}[.)]+\s*|\n\s*(?=ทั้งนี้)").search(text, first.end(), limit)
        parts.append(Span(first.end(), following.start() if following else limit))
        first = _LINE.match(text, following.start(), limit) if following else None
    return parts


def _told(text: str, start: int, part: Span, fallback: Deadline | None) -> Iterator[Assignment]:
    """The assignments of one stretch that begins with its agents."""
    task = _task_start(text, part.start, part.end)
    if task is None:
        return
    end = _task_end(text, task, part.end)
    words_ = one_line(text[task:end]) or None
    if (words_ is None and task - part.start > _LONGEST_AGENT) or (words_ and _no_task().match(words_)):
        return
    deadline = find_deadline(text, part) or fallback
    for agent in split_agents(_TOLD_AGAIN.sub("", text[part.start : task])):
        yield Assignment(
            agent=_plain(agent),
            span=Span(start, max(end, task)),
            task=words_,
            due=deadline.date if deadline else None,
            due_as_written=deadline.as_written if deadline else None,
        )


_EXAMPLES = re.compile(r"\s*(?:จำนวน\s*\d+\s*\S+\s*)?(?:เช่น|อาทิ|ได้แก่|ประกอบด้วย|ดังนี้|คือ|(?<=\))\s*ได้)$")
_PERSON = re.compile(r"(?:นาย|นางสาว|นาง)(?!ก)\S+ \S+(?: ณ \S+)?")


def _plain(agent: str) -> str:
    """An agent without the abbreviation in brackets after it, a person without the post."""
    person = _PERSON.match(agent)
    if person:
        return person.group()
    agent = _EXAMPLES.sub("", agent) or agent
    return re.sub(r"\s*\((?:[ก-ฮ]{1,6}\.\s?){1,5}\)$", "", agent)


def _task_start(text: str, at: int, limit: int) -> int | None:
    """Where the agents end and the task begins; None where no agent is named."""
    reach = min(limit, at + _AGENT_REACH)
    offices = find_offices(text, at, min(limit, at + _LIST_REACH))
    for office in offices:
        if office.start <= reach:
            reach = min(limit, max(reach, office.end + _NEXT_AGENT))
    named = {_after_brackets(text, office.end, reach) for office in offices}
    for end in _candidates(text, at, reach, offices):
        agent = text[at:end].rstrip()
        if len(agent) < 2:
            continue
        if _complete().search(agent) or at + len(agent) in named or not _growing().search(agent):
            return end
        if _whole().search(agent) and _strong().match(text, end):
            return end
        if agent in form("assignments")["bare"] and _sure().match(text, end):
            is_board = text.startswith(_BOARD, end) and _strong().match(text, end + len(_BOARD))
            if not is_board:  # "คณะกรรมการดำเนินการนำ…": a board of that name
                return end
    stop = reach if reach == limit else None
    return stop if stop is not None and len(text[at:stop].strip()) >= 2 else None


_BRACKETS = re.compile(rf"(?:{GAP}[(\[][^()\[\]\n]{{1,60}}[)\]])+")


def _after_brackets(text: str, at: int, reach: int) -> int:
    """The end of an office's name with what stands in brackets after it ("(กค.)", "(กรมเจ้าท่า)")."""
    brackets = _BRACKETS.match(text, at, reach)
    return brackets.end() if brackets else at


@cache
def _more_agents() -> re.Pattern[str]:
    """What may stand after an office's name where the agents go on."""
    data = form("assignments")
    return re.compile(
        rf"{GAP}(?:$|{either(data['more_agents'])}|{either(data['agencies'])}|{either(data['cut'])}|(?:[ก-ฮ]{{1,5}}\.){{1,6}}|[^\u0e01-\u0e4e])"
    )


def _candidates(text: str, at: int, reach: int, offices: Sequence[Span]) -> Iterator[int]:
    named = {_after_brackets(text, office.end, reach) for office in offices}
    places = {m.start() for m in _strong().finditer(text, at, reach)}
    places |= {m.start() for m in _cut().finditer(text, at, reach)}
    places |= {m.start() for m in _weak().finditer(text, at, reach)}
    places |= {
        m.start()
        for m in _short().finditer(text, at, reach)
        if text[m.start() - 1].isspace() or _complete().search(text, max(at, m.start() - 40), m.start())
    }
    # whatever follows an office's full name and does not go on with the list is the task
    places |= {
        end + len(text[end:reach]) - len(text[end:reach].lstrip())
        for end in named
        if end < reach and _more_agents().match(text, end, reach) is None
    }
    inner = {k for m in _with_verbs().finditer(text, at, reach) for k in range(m.start() + 1, m.end())}
    for place in sorted(places - inner):
        # "…และประเมินผล", "ทั่วไป": the tail of a name
        if _inside().search(text, max(at, place - 8), place) or text.startswith("ร่วมกับ", place):
            continue
        if any(office.start < place < office.end for office in offices):
            continue
        yield place


def _task_end(text: str, start: int, limit: int) -> int:
    breaks = re.compile(r"\n\s*\n|\n\s*(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[-•–])").search(text, start, limit)
    end = breaks.start() if breaks else limit
    while end > start and text[end - 1].isspace():
        end -= 1
    proposed = _AS_PROPOSED.search(text, max(start, end - _PROPOSER_REACH), end)
    end = proposed.start() if proposed and proposed.start() > start else end
    tail = re.compile(r"(?:และ|พร้อมทั้ง|รวมทั้ง|ตลอดจน|โดย)\s*$").search(text, max(start, end - 12), end)
    return tail.start() if tail else end


_AS_PROPOSED = re.compile(r"\s*ตามที่(?:(?!ตามที่)[^\n]){2,150}?เสนอ$")
_PROPOSER_REACH = 170


def split_agents(agents: str) -> Iterator[str]:
    """Yield the agents of a list ("สำนัก ก สำนัก ข และกอง ค ร่วมกับกอง ง"), each on one line."""
    flat = one_line(agents)
    offices = find_offices(flat, 0, len(flat))
    inside = [Span(*m.span()) for m in re.finditer(r"[(\[][^()\[\]]*[)\]]", flat)]
    at = 0
    for joint in re.finditer(r"\s*(?:,|ร่วมกับ|รวมทั้ง|ตลอดจน|และ)\s*|\s+", flat):
        follows = _agency().match(flat, joint.end())
        if follows is None or any(s.start < joint.start() < s.end for s in (*offices, *inside)):
            continue
        if joint.group().strip() == "" and not (
            _separate(flat, joint.start(), joint.end()) or _peers(flat, joint.start(), joint.end(), offices)
        ):
            continue
        part = flat[at : joint.start()].strip(" ,")
        if len(part) >= 2:
            yield part
            at = joint.end()
    last = flat[at:].strip(" ,")
    if len(last) >= 2:
        yield last


def _peers(flat: str, before: int, after: int, offices: Sequence[Span]) -> bool:
    """Does a bare space part two offices of one rank? Not "กรมการข้าว กระทรวงเกษตรและสหกรณ์" (its ministry)."""
    one = next((o for o in offices if o.start < before <= _after_brackets(flat, o.end, len(flat))), None)
    other = next((o for o in offices if o.start == after), None)
    short = re.compile(r"(?:[ก-ฮ]{1,5}\.){1,6}")
    if one is None and other is None:
        return re.search(r"(?:^|\s)(?:[ก-ฮ]{1,5}\.){1,6}$", flat[:before]) is not None and bool(
            short.match(flat, after)
        )
    if one is None or other is None:
        return one is not None and is_ministry(flat[one.start : one.end]) and bool(short.match(flat, after))
    first, second = flat[one.start : one.end], flat[other.start : other.end]
    return is_ministry(first) or not is_ministry(second)


def _separate(flat: str, before: int, after: int) -> bool:
    """Does a bare space part two agents? Not "สำนักงาน ก.ก." nor "สำนัก ก กรุงเทพมหานคร" (its seat)."""
    if _growing().search(flat[:before]):
        return False
    return (
        re.match(r"(?:สำนัก|กอง|กรม|กระทรวง|ฝ่าย|ศูนย์|คณะกรรม|คณะอนุ|ผู้ว่า|หน่วยงาน)", flat[after:]) is not None
        and "และ" in flat[after:]
    )
