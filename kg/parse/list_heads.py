"""Headings of attendance lists: ผู้มาประชุม, กรรมการผู้ไม่มาประชุม (ติดราชการ), ผู้เข้าร่วมประชุม จำนวน ๗ คน."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from kg.form import either, table, words
from kg.parse.clues import heading_mode
from kg.parse.lines import Line
from kg.parse.reasons import read_reason
from kg.records import Mode, Presence

_CLAIM = re.compile(r"(\d{1,3})\s*(?:คน|ท่าน|ราย|รูป|องค์)")
_LIKE_HEAD = re.compile(r"ผ[ู้ี่]?[้่]?")
_ALIKE = 0.85
_WHO = re.compile(r"^(?:ผู้|ที่|ซึ่ง)+")


@dataclass(frozen=True, slots=True)
class ListHead:
    """The heading of one attendance list. `claimed` is the count it states, `mode` and `reason` what it says of all."""

    section: Presence
    line: Line
    claimed: int | None = None
    mode: Mode | None = None
    reason: str | None = None


@cache
def _headings() -> tuple[re.Pattern[str], dict[str, Presence]]:
    found = {
        p.replace(" ", ""): Presence(code) for code, ps in table("attendance", "headings").items() for p in ps
    }
    who = either(words("attendance", "members"))
    head = either(found)
    pattern = re.compile(
        rf"(?:\d{{1,2}}[.)]\s*|[ก-ฮ]\.\s*|[-–—]\s*)?(?:(?:{who}[\u0e01-\u0e4e ]{{0,50}}?|(?:[ก-ฮ]{{1,4}}\.){{1,6}}ฯ?\s*))?(?P<head>{head})"
        rf"(?P<rest>\s*(?:[:：]|\(.*\)|จ(?:ำ|ํา)นวน.*|\d+\s*(?:คน|ท่าน|ราย|รูป).*|ประกอบด้วย.*|ได้แก่|มีดังนี้|ดังนี้|คือ"
        rf"|ณ\s*ห้อง.*|ที่ห้อง.*|ผ่าน.*|ทาง.*|เนื่องจาก.*|ติด.*|ลา.*|แทน|[-–—_.=*\s]*)\s*[:：]?)$"
    )
    return pattern, found


def list_head(line: Line) -> ListHead | None:
    """Return the attendance heading that `line` is, or None.

    "ผู้มาประชุม", "กรรมาธิการผู้ไม่มาประชุม (ลาประชุม)", "ผู้เข้าร่วมประชุม จำนวน ๗ คน" are headings; a sentence is not.
    """
    if not line.text or len(line.text) > 110:
        return None
    pattern, sections = _headings()
    found = pattern.fullmatch(line.text)
    if found is None:
        near = _misread(line.text)
        return ListHead(near, line) if near is not None else None
    head = re.sub(r"\s", "", found["head"]).replace("เเ", "แ")
    section = sections.get(head) or sections[_nearest(head)]
    rest = found["rest"]
    claim = _CLAIM.search(rest)
    inside = rest.strip(" ()：:")
    reason = _head_reason(found["head"], inside) if section is Presence.ABSENT else None
    return ListHead(section, line, int(claim[1]) if claim else None, heading_mode(rest), reason)


def _nearest(head: str) -> str:
    return process.extractOne(head, list(_headings()[1]), scorer=Levenshtein.normalized_similarity)[0]


def _misread(text: str) -> Presence | None:
    """The list a heading with damaged letters opens ("ผู้เข้ารวมประชุม"); only a short line of its own."""
    key = text.replace(" ", "").strip(":：")
    if not 8 <= len(key) <= 26 or not _LIKE_HEAD.match(key):
        return None
    best = process.extractOne(
        key, list(_headings()[1]), scorer=Levenshtein.normalized_similarity, score_cutoff=_ALIKE
    )
    return _headings()[1][best[0]] if best is not None else None


def _head_reason(head: str, inside: str) -> str | None:
    """The reason a heading gives for all under it: "(ติดราชการ)" after it, or the heading itself (ผู้ลาประชุม)."""
    said = read_reason(inside) if inside else None
    if said is not None:
        return said[1]
    own = _WHO.sub("", head)
    found = read_reason(own) if not own.startswith("ไม่") else None
    return found[1] if found is not None and found[0] == 0 else None
