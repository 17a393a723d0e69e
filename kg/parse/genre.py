"""Which kind of document a text is, told from its opening and its marks."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, words
from kg.parse.lines import Line, face, split_lines
from kg.parse.list_heads import list_head
from kg.records import Kind, Presence

_OPENING = 3000
_CRUMBS = re.compile(r">\s*(?:ชุดที่|ปีที่|ปี\s*\d|สมัย|ครั้งที่)")
_AGENDA = re.compile(r"(?:\*\*|#{1,6}\s*|[-–•]\s*)?(?:ระเบียบ\s*)?วาระ(?:การประชุม)?\s*(?:ที่)?\s*\d")
_TIMES = re.compile(r"(?:เริ่ม|เปิด|เลิก|ปิด)(?:การ)?ประชุม")
_SITE = re.compile(r"(?:[^\s]{0,40}-)?[\s*#]*")  # the site's name may stand before a title
_LEAST = 3


@cache
def _find(name: str, key: str) -> re.Pattern[str]:
    return re.compile(either(words(name, key)))


def genre(text: str) -> Kind:
    """Return the kind of document `text` is; `Kind.PLAIN` where it is not the record of a meeting."""
    shown = face(text)
    lines = split_lines(text, shown=shown)
    opening = shown[:_OPENING]
    heads = [head for head in map(list_head, lines) if head is not None]
    present = any(head.section is not Presence.PARTICIPANT for head in heads)
    if (not present or _headed_cabinet(lines)) and _is_cabinet(shown, opening):
        return Kind.CABINET_RESULTS
    if not present and _is_sitting(opening):
        return Kind.SITTING_RECORD
    if _score(shown, lines, opening, len(heads)) < _LEAST:
        return Kind.PLAIN
    if _is_house(lines, heads[0].line.text if heads else ""):
        return Kind.HOUSE_COMMITTEE
    return Kind.FORMAL_MINUTES


def _is_cabinet(shown: str, opening: str) -> bool:
    titled = _find("genre", "cabinet").search(opening[:600]) is not None
    marks = len(_find("genre", "cabinet_marks").findall(shown))
    return (titled and marks >= 1) or marks >= 4


def _headed_cabinet(lines: tuple[Line, ...]) -> bool:
    """Do the first lines head the results of a cabinet meeting? An attendance list in a matter changes nothing."""
    titled = _find("genre", "cabinet")
    heads = [line.text for line in lines[:40] if not line.blank][:8]
    return any(
        (found := titled.search(text[:60])) is not None and _SITE.fullmatch(text[: found.start()]) is not None
        for text in heads
    )


def _is_sitting(opening: str) -> bool:
    crumbs = _CRUMBS.search(opening[:600]) is not None
    body = _find("genre", "sitting_bodies").search(opening[:600]) is not None
    considered = _find("genre", "sitting").search(opening) is not None
    return crumbs and (body or considered)


def _score(shown: str, lines: tuple[Line, ...], opening: str, heads: int) -> int:
    title = any(_find("meeting", "titles").match(line.text) for line in lines[:25] if len(line.text) < 200)
    agenda = sum(1 for line in lines if _AGENDA.match(line.text))
    times = sum(1 for line in lines if len(line.text) < 200 and _TIMES.search(line.text[:40]))
    return title + 2 * (heads > 0) + (2 if agenda >= 2 else agenda) + (times > 0) + ("มติที่ประชุม" in shown)


def _is_house(lines: tuple[Line, ...], first_list: str) -> bool:
    house = _find("genre", "house")
    zone = [line for line in lines if not line.blank][:4]
    if any(house.search(line.text[:60]) for line in zone):
        return True
    return first_list.startswith(("กรรมาธิการ", "คณะกรรมาธิการ", "อนุกรรมาธิการ"))
