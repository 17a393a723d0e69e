"""How far a cabinet decision's words go: its sentence, the wraps of it, and the list it opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.form import either, form
from kg.parse.cabinet_lines import decides, explains, group_of, rules_off
from kg.parse.cabinet_wraps import full, unfinished
from kg.parse.lines import face
from kg.parse.names import read_person
from kg.parse.wording import trim
from kg.records import Span

_LONGEST = 12_000  # code points; the longest real ones name some sixty people
_TAIL = 80
_WRAPS = 2  # lines a sentence may go on over
_LINE = 130  # code points; a line this long was not broken by a typist
_LIST = re.compile(
    r"[\s\u200b]*(?:\(?(?P<number>\d{1,2})(?P<deeper>(?:\.\d{1,2}){0,3})(?:[.)]|(?=\s))|[-•–])"
)
_INTRODUCES = re.compile(r"(?:มีมติ|ดังนี้|ดังต่อไปนี้|คือ|ได้แก่|ประกอบด้วย|[:：])[\s\u200b:*]*$")
_ACTS = re.compile(
    r"[\s\u200b]*\(?\d{1,2}[.)]+\s*(?:รับทราบ|เห็นชอบ|อนุมัติ|มอบ|ให้|ยกเลิก|กำหนด|เห็นควร|รับรอง|ทบทวน)"
)
_ACTS_PLAINLY = re.compile(
    r"[\s\u200b]*(?:รับทราบ|เห็นชอบ|อนุมัติ|มอบหมาย|เห็นควร|กำหนดให้|แต่งตั้ง|ยกเลิก|ให้(?=กระทรวง|สำนัก|กรม|คณะ))"
)
_DECIDES_FIRST = re.compile(r"[\s\u200b]*\(?1[.)]+\s*(?:รับทราบ|เห็นชอบ|อนุมัติ|มอบหมาย|ให้)")
_FIRST_INLINE = re.compile(
    r"(?<=\s)1\.\s*(?:รับทราบ|เห็นชอบ|อนุมัติ|มอบหมาย|ให้)"
)  # the list began in the sentence
_HEAD = 60  # code points of a line that heads what follows
_BARE_DECISION = re.compile(r"[\s\u200b]*คณะรัฐมนตรี(?:ได้)?มีมติ[\s\u200b]*$")
_REPORTS = re.compile(r"[^\n]{0,120}?(?:รายงาน|เสนอ|แจ้ง|ชี้แจง|เห็น)ว่า|[^\n]{0,60}?มีสาระสำคัญ")
_ENDED = re.compile(r"(?:เสนอ|ดังนี้|เป็นต้นไป|ต่อไป|ต่อไปได้|ต่อไปด้วย|แล้ว|ด้วย|ตามลำดับ|สมบูรณ์|เดิม|ล้านบาท)$")


_NOTES_A_REPORT = re.compile(r"[^\n]{0,24}?รับทราบ(?!\s*(?:และ|/|,))[^\n]{0,200}?(?:รายงาน|สรุปผล|ผลการประชุม)")
_SUMMARY = re.compile(r"(?:สาระสำคัญ|สรุปได้)[^\n]{0,16}ดังนี้[\s\u200b]*$")
_PROPOSED = re.compile(r"ตามที่[^\n]{2,160}?เสนอ(?!ว่า)")
_SUMS_UP = re.compile(r"[\s\u200b]*(?:รวม|ทั้ง|จำนวน|ตามที่|\d)")
_LISTED = 12  # lines of a list after which it may still say who proposed


@dataclass(slots=True)
class _Reading:
    """What was read of a decision so far."""

    width: int | None = None  # of the page, where lines were broken for one
    opens: bool = False
    plain: bool = False  # a list without numbers was opened
    wraps: int = 0
    seen: set[tuple[bool, int]] = field(default_factory=set)


@cache
def _still() -> re.Pattern[str]:
    return re.compile(r"[\s\u200b*]*" + either(form("cabinet")["with_decision"]))


@cache
def _concerning() -> re.Pattern[str]:
    data = form("cabinet")
    told = rf"(?:{either(data['orders'])}|(?<=\s)ให้(?=\s|[ก-ฮ]{{1,5}}\.))"
    return re.compile(
        rf"[\s\u200b*]*{either(data['concerning'])}(?:(?!{either(data['no_orders'])})[^\n]){{2,400}}?{told}"
    )


def _stays(words: str, line: str) -> bool:
    """Does a paragraph by its first words still belong to the decision?"""
    if _still().match(line) is None and _concerning().match(line) is None:
        return False
    # below "… ดังนี้" of what is only noted stands a report
    return line.lstrip().startswith(("ทั้งนี้", "ตั้งแต่วันที่")) or not _introduces(words)


def is_list_line(line: str) -> bool:
    """Does a line begin with a number or a bullet?"""
    return _LIST.match(line) is not None


def decision_words(text: str, rows: Sequence[Span], index: int, width: int | None) -> tuple[Span, int]:
    """Return the stretch of the decision that begins on row `index`, and the index of the row after it.

    `width` is the page's, where the lines were broken for one (see `page_width`).
    """
    start, end = rows[index].start, rows[index].end
    sentence = text[start:end]
    reading = _Reading(width)
    reach = _with_proposer(text, rows, index)
    at = index + 1
    while at < len(rows) and rows[at].end - start < _LONGEST:
        line = text[rows[at].start : rows[at].end]
        if line.strip():
            if not _belongs(text[start:end], sentence, line, reading) and at >= reach:
                break
            end = rows[at].end
        at += 1
    return trim(text, start, end), at


def _with_proposer(text: str, rows: Sequence[Span], index: int) -> int:
    """The row after the one that says who proposed, where a decision that has not said it goes on below."""
    if _PROPOSED.search(text, rows[index].start, rows[index].end):
        return index + 1
    passed = 0
    for at in range(index + 1, len(rows)):
        line = text[rows[at].start : rows[at].end]
        if not line.strip():
            continue
        if decides(line) or rules_off(line) or group_of(line) or _REPORTS.match(line):
            break
        if explains(line) and not _still().match(line):
            break
        if _PROPOSED.search(line) and (passed == 0 or _SUMS_UP.match(line)):
            return at + 1
        passed += 1
        if not is_list_line(line) or passed > _LISTED:
            break
    return index + 1


def _belongs(words: str, sentence: str, line: str, reading: _Reading) -> bool:
    """Is a line still part of the decision whose `words` were read so far?"""
    if rules_off(line) or group_of(line):
        return False
    heads = explains(line) and len(line.strip()) <= _HEAD
    if _BARE_DECISION.match(line) or decides(line):
        return _BARE_DECISION.match(line) is not None and unfinished(words, line)
    if not heads and unfinished(words, line):
        return True
    if _stays(words, line):
        return True
    above = words.rsplit("\n", 1)[-1]
    plain = not heads and _LIST.match(line) is None and not _introduces(words)
    if plain and full(above, reading.width, ended=_ends(above)):
        return not _ends(above) or not (explains(line) or _REPORTS.match(line))
    if explains(line) or _REPORTS.match(line):
        return False
    return _goes_on(words, sentence, line, reading)


def _goes_on(words: str, sentence: str, line: str, reading: _Reading) -> bool:
    """Is a line the next of the list that the decision opened, or a wrap of its last line?"""
    item = _LIST.match(line)
    if item is None and _ACTS_PLAINLY.match(line) and (reading.plain or _introduces(words)):
        reading.plain = True
        return True
    if item is None:
        reading.wraps += 1
        return reading.wraps <= _WRAPS and _wrapped(words, opens=reading.opens)
    reading.wraps = 0
    reading.opens = reading.opens or (_introduces(words) and _goes_on_deciding(sentence, line))
    if not reading.opens and words == sentence:
        begun = _FIRST_INLINE.search(sentence) is not None and item["number"] == "2"
        reading.opens = _DECIDES_FIRST.match(line) is not None or begun
    style = "(" in item.group()
    number = int(item["number"]) if item["number"] and not item["deeper"] else 0
    if number == 1 and (style, 2) in reading.seen and not style:
        return False  # numbering begins anew: a report follows
    if number:
        reading.seen.add((style, number))
    return reading.opens


def _introduces(words: str) -> bool:
    """Do the words end by opening a list? Only their end is looked at, to stay linear."""
    return _INTRODUCES.search(words[-_TAIL:]) is not None


def _goes_on_deciding(sentence: str, line: str) -> bool:
    """Does the list go on deciding? What is only noted (รับทราบ) is followed by a report, or by people appointed."""
    only_noted = "รับทราบ" in sentence and not re.search(r"เห็นชอบ|อนุมัติ|มอบหมาย|แต่งตั้ง", sentence)
    summary = _SUMMARY.search(sentence[-_TAIL:]) is not None
    only_noted = only_noted or summary or _NOTES_A_REPORT.match(sentence) is not None
    return not only_noted or _ACTS.match(line) is not None or _names_somebody(line)


def _names_somebody(line: str) -> bool:
    shown = face(line)
    item = _LIST.match(shown)
    at = item.end() if item else 0
    return read_person(shown, at + len(shown[at:]) - len(shown[at:].lstrip()), len(shown)) is not None


def _ends(last: str) -> bool:
    return _ENDED.search(last.strip(" \t\u00a0\u200b")) is not None


def _wrapped(words: str, *, opens: bool) -> bool:
    """Was the last line broken by the typist, or is no proposer named yet?"""
    last = words.rsplit("\n", 1)[-1].strip(" \t\u00a0\u200b")
    if _ENDED.search(last) or (last.endswith((")", "]")) and "เสนอ" in words):
        return False
    return len(last) < _LINE or (not opens and "เสนอ" not in words)
