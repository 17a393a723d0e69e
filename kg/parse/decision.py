"""What a resolution's words decide: its types, its vote, who proposed it."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, form
from kg.parse.wording import GAP, one_line
from kg.records import ResolutionType

_NONE = re.compile(r"[\s\-–—.*|()]*ไม่มี[\s\-–—.*|()]*|[\s\-–—*|]*[-–—][\s\-–—*|]*")
_SAID = r"(?:ในวาระที่\s*\d|จึง|ได้|ร่วมกัน|พิจารณา|แล้ว|และ|เรื่องดังกล่าว|เป็นหลักการ|\s)*"
_PREAMBLE = re.compile(
    r"[\s*\-–•|]*(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]*\s*)?(?:ผลการลงมติ\s*)?"
    r"(?:ที่ประชุม|คณะ?รัฐ?มน?ตรี|ครม\.|(?:คณะกรรม|คณะอนุกรรม|คณะทำงาน|สภา)[^\s:]{0,60}?(?=\s|จึง|ได้|พิจารณา|มีม|ลงม))?"
    + _SAID
    + r"(?:(?:มี|ลง)?ม?(?:มต|ต)[ิีื]\s*(?:ว่า|เป็นเอกฉันท์|โดยเอกฉันท์|เอกฉันท์|เป็นหลักการ)?\s*)?"
    r"(?:ที่ประชุม)?" + _SAID
)
_ITEM = (
    r"(?:(?:^|\n)\s*(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[-•–])\s*|(?<=\s)\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s*)"
)


def is_none(words_: str) -> bool:
    """Does a marker say that there is no resolution ("- ไม่มี -")?"""
    return _NONE.fullmatch(words_) is not None


@cache
def _verb(kind: str) -> re.Pattern[str]:
    return re.compile(either(form("resolutions")["types"][kind]))


@cache
def _joined() -> str:
    return either(form("resolutions")["joins"])


@cache
def _clause_head(kind: str) -> re.Pattern[str]:
    """A verb of the kind where a clause may begin: after a joining word, a list number or a new line."""
    told = "|ให้" if kind in ("appoint", "defer") else ""
    told += r"|\n" if kind == "approve" else ""
    told += r"|อนุมัติ(?:ให้|การ)?|เห็นชอบ(?:ให้|การ)?|เห็นควร(?:ให้)?" if kind == "appoint" else ""
    return re.compile(rf"(?:(?:{_joined()}{told}){GAP}|{_ITEM})(?P<verb>{_verb(kind).pattern})")


def decide(words_: str, *, assigns: bool) -> tuple[ResolutionType, ...]:
    """Return what a resolution does, in the order its words say so; `(other,)` where no verb is known.

    `assigns` tells that an assignment was read in it.
    """
    body = _PREAMBLE.match(words_)
    at = body.end() if body else 0
    found: dict[ResolutionType, int] = {}
    for kind in ("reject", "acknowledge", "approve", "appoint", "defer"):
        place = _place(words_, at, kind)
        if place is not None:
            found[ResolutionType(kind)] = place
    endorsed = _endorsement(words_, at)
    if endorsed is not None:
        found[endorsed[0]] = endorsed[1]
        # "เห็นชอบรับรองรายงานการประชุม" endorses; it approves nothing else
        if found.get(ResolutionType.APPROVE, len(words_)) <= endorsed[1]:
            found.pop(ResolutionType.APPROVE, None)
    if assigns:
        place = _place(words_, at, "assign")
        found[ResolutionType.ASSIGN] = len(words_) if place is None else place
    ordered = sorted(found, key=lambda kind: (found[kind], kind.value))
    return tuple(ordered) or (ResolutionType.OTHER,)


def _place(words_: str, at: int, kind: str) -> int | None:
    head = _verb(kind).match(words_, at)
    if head and _counts(words_, head.start(), kind):
        return head.start()
    for match in _clause_head(kind).finditer(words_, max(0, at - 1)):
        if _counts(words_, match.start("verb"), kind):
            return match.start("verb")
    return None


@cache
def _not_defer() -> re.Pattern[str]:
    return re.compile(either(form("resolutions")["not_defer"]))


def _counts(words_: str, at: int, kind: str) -> bool:
    if kind == "defer":
        # "หากยกเลิกหรือเลื่อนจะเกิดความเสียหาย" only weighs it
        return _not_defer().match(words_, at) is None and not words_[:at].rstrip().endswith("หรือ")
    if kind == "acknowledge":
        # "ให้คณะกรรมการทราบ", "แล้วแจ้งให้ทราบ": a duty to tell
        return not words_[max(0, at - 6) : at].rstrip().endswith(("ให้", "เพื่อ"))
    return True


@cache
def _endorse() -> re.Pattern[str]:
    return re.compile(either(form("resolutions")["endorse"]))


@cache
def _corrections() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = form("resolutions")
    return re.compile(either(data["corrections"])), re.compile(either(data["no_corrections"]))


def _endorsement(words_: str, at: int) -> tuple[ResolutionType, int] | None:
    match = _endorse().search(words_, at)
    if match is None:
        bare = re.compile(r"รับรอง[\s.]*$").match(words_, at)
        if bare is None:
            return None
        return ResolutionType.ENDORSE_MINUTES, bare.start()
    if words_[: match.start()].endswith("ไม่"):
        return None
    if match.group().startswith("รับรองตาม") and "รายงาน" not in words_ and "แก้ไข" not in words_:
        return None
    given, refused = _corrections()
    without = refused.search(words_, match.start())
    with_ = given.search(words_, match.start())
    if with_ and not without:
        return ResolutionType.ENDORSE_MINUTES_WITH_CORRECTIONS, match.start()
    return ResolutionType.ENDORSE_MINUTES, match.start()


@cache
def _vote() -> re.Pattern[str]:
    opening = either(form("resolutions")["votes"])
    count = r"(?:[^\n]{0,30}?(?:\d[\d,]*|[-–]|ไม่มี)\s*(?:ต่อ\s*\d[\d,]*\s*)?(?:เสียง|คะแนน)){0,6}"
    tally = r"เห็น(?:ด้วย|ชอบ)\s*(?:จำนวน\s*)?\d[\d,]*\s*(?:เสียง|คะแนน)" + count
    ratio = r"(?:\s*\d[\d,]*\s*(?:ต่อ|:)\s*\d[\d,]*(?:\s*เสียง)?)?"
    return re.compile(rf"(?:{tally}|{opening}{ratio}{count})")


def find_vote(words_: str) -> str | None:
    """Return the vote as written, without "ด้วยคะแนนเสียง" ("๙ ต่อ ๒ เสียง", "เป็นเอกฉันท์"), on one line, or None."""
    whole = re.search(r"(?:เป็น|โดย|อย่างเป็น)?เอกฉันท์", words_)
    if whole:
        return whole.group()
    match = _vote().search(words_)
    if match is None:
        return None
    vote = one_line(re.sub(r"^(?:ด้วย)?(?:คะแนนเสียง|คะแนน|เสียง(?!ข้าง))", "", match.group()))
    return vote or None


_PROPOSES = re.compile(r"เสนอ|สนอ(?=แต่งตั้ง)|(?=\s*ดังนี้)")  # the last where the verb was left out
_PROPOSER_CUT = re.compile(r"(?:ซึ่ง|ได้|ดังนี้|มีมติ|เห็นชอบ|อนุมัติ|พิจารณา|และให้|ที่ประชุม)")


def find_proposer(words_: str) -> str | None:
    """Return who proposed ("ตามที่กระทรวงการคลัง (กค.) เสนอ" -> "กระทรวงการคลัง"), or None."""
    for start in re.finditer(r"ตามที่|(?<=\s)ที่(?=กระทรวง|สำนัก|คณะ|[ก-ฮ]{2,5}\.)", words_):
        end = _PROPOSES.search(words_, start.end(), start.end() + 200)
        if end is None:
            continue
        who = one_line(words_[start.end() : end.start()]).removeprefix("ตามที่").strip()
        if not who or _PROPOSER_CUT.search(who):
            continue
        return re.sub(r"\s*\((?:[ก-ฮa-zA-Z]{1,6}\.?[\s.]*)+\)?$", "", who) or who
    return None
