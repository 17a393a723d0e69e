"""Lists later in the text of who sat in the room and who came online, matched back to the attendees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz.distance import Levenshtein

from kg.form import either, opens, words
from kg.parse.attendance import read_row
from kg.parse.clues import heading_mode, modes_in
from kg.parse.layout import Layout
from kg.parse.lines import Line
from kg.parse.list_heads import ListHead
from kg.parse.markers import read_marker
from kg.parse.names import read_title
from kg.parse.roles import RoleWords
from kg.parse.rows import split_rows
from kg.records import Attendee, Mode, Notice, Presence, Span
from kg.thai import fold

_SAME_NAME = 0.84
_SAME_POST = 0.85
_CLOSE_NAME = 0.55  # with the same post and a name in common
_NEAR_NAME = 0.7
_ABOUT_PEOPLE = re.compile(r"ประชุม|เข้าร่วม|คน|ท่าน|ราย")
_CLAIM = re.compile(r"จ(?:ำ|ํา)นวน\s*(\d{1,3})\s*(?:คน|ท่าน|ราย|รูป)")
_TAKES_PART = re.compile(r"(?:ได้|ขอ)?(?:เข้าร่วม|ร่วม)(?:การ)?ประชุม|ประชุมผ่าน")
_WITH = re.compile(r"(?:โดย|ซึ่ง|และ|ทั้งนี้\s*)มี(?!มติ)|ได้แก่|คือ")
_LONGEST = 600
_OPENER = 60  # code points at a line's end that may open a list
_LONGEST_ROW = 120


def apply_modes(
    layout: Layout, attendees: Sequence[Attendee], roles: RoleWords, start: int, end: int
) -> tuple[tuple[Attendee, ...], tuple[Notice, ...]]:
    """Return the attendees with what the lists in `[start, end)` add: mode, spellings met, mentions.

    A notice is given for a row that fits no attendee and for a count that the list does not bear out.
    """
    people = list(attendees)
    notices: list[Notice] = []
    lines = layout.content(start, end)
    i = 0
    while i < len(lines):
        opener = _opener(lines, i)
        if opener is None:
            _inline(layout, people, lines[i])
            _named_after(layout, people, lines, i)
            i += 1
            continue
        mode, claimed = opener
        at = i
        listed, i = _list_lines(layout, lines, i + 1)
        if not listed:
            _named_after(layout, people, lines, at)
        rows, _, _ = split_rows(layout.shown, listed, layout.tables, roles)
        head = ListHead(Presence.PRESENT, lines[i - 1], mode=mode)
        for row in rows:
            found, _ = read_row(layout.text, layout.shown, row, roles, head)
            if found is None:
                continue
            known = _match(people, found)
            if known is None:
                notices.append(Notice("mode-unmatched", f"{found.name} is in no attendance list", row.span))
            else:
                people[known] = _joined(layout, people[known], found, mode)
        if rows and claimed is not None and claimed != len(rows):
            message = f"the text says {claimed} people, the list has {len(rows)}"
            notices.append(Notice("count-mismatch", message, Span(rows[0].span.start, rows[-1].span.end)))
    return tuple(people), tuple(notices)


@cache
def _opens_list() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(words('attendance', 'list_openers'))})\s*[:：]?$")


def _opener(lines: Sequence[Line], i: int) -> tuple[Mode, int | None] | None:
    text = lines[i].text
    if not _opens_list().search(text[-_OPENER:]):
        return None
    j = i
    while j > 0 and lines[j].index - lines[j - 1].index == 1 and i - j < 4:
        j -= 1
    whole = "".join(line.text for line in lines[j : i + 1])[-_LONGEST:]
    mode = heading_mode(whole)
    if mode is None or not _ABOUT_PEOPLE.search(whole):
        return None
    claims = _CLAIM.findall(whole)
    return mode, int(claims[-1]) if claims else None


def _list_lines(layout: Layout, lines: Sequence[Line], first: int) -> tuple[list[Line], int]:
    """The lines of the list that begins at `first`, and the index after it.

    A blank line before a line without a number ends the list, unless blank lines stand between its rows.
    """
    listed: list[Line] = []
    spaced = False
    i = first
    while i < len(lines):
        line = lines[i]
        opens_row = read_marker(line.text) is not None or line.text.startswith("|")
        if not opens_row and (not listed or _ends_list(line)):
            break
        blank = bool(listed) and layout.lines[line.index - 1].blank
        spaced = spaced or (blank and opens_row)
        if blank and not (opens_row or spaced or line.text.startswith("(")):
            break
        listed.append(line)
        i += 1
    return listed, i


def _ends_list(line: Line) -> bool:
    return len(line.text) > _LONGEST_ROW or opens(line.text, "attendance", "sentence_starts")


def _inline(layout: Layout, people: list[Attendee], line: Line) -> None:
    """One sentence that names who came online: "นาย… และนาง… เข้าร่วมประชุมผ่านสื่ออิเล็กทรอนิกส์"."""
    modes = modes_in(line.text)
    if len(modes) != 1 or len(line.text) > _LONGEST:
        return
    mode = next(iter(modes))
    verb = _TAKES_PART.search(line.text)
    if verb is None:
        return
    openers = [m.end() for m in _WITH.finditer(line.text, 0, verb.start())]
    if not openers and read_title(line.text, 0, len(line.text)) is None:
        return
    start, end = line.body.start + (openers[-1] if openers else 0), line.body.start + verb.start()
    for i, person in enumerate(people):
        at = layout.shown.find(person.name, start, end)
        if at >= 0 and person.mode is None and person.section is not Presence.ABSENT:
            mention = Span(at, at + len(person.name))
            people[i] = replace(person, mode=mode, mentions=(*person.mentions, mention))


_COUNTED = re.compile(r"จ(?:ำ|ํา)นวน\s*\d{1,3}\s*(?:คน|ท่าน|ราย|รูป)\s*(?:คือ|ได้แก่)(?=\s|$)")


def _named_after(layout: Layout, people: list[Attendee], lines: Sequence[Line], i: int) -> None:
    """A sentence that counts and then names them: "ประชุมผ่านสื่ออิเล็กทรอนิกส์ จำนวน ๑ คน คือ นาย…"."""
    line = lines[i]
    found = _COUNTED.search(line.text)
    modes = modes_in(line.text[: found.start()]) if found else set()
    if found is None or len(modes) != 1 or len(line.text) > _LONGEST:
        return
    last = i
    while last + 1 < len(lines) and lines[last + 1].index - lines[last].index == 1 and last - i < 3:
        last += 1
    start, end = line.body.start + found.end(), lines[last].body.end
    for k, person in enumerate(people):
        at = layout.shown.find(person.name, start, end)
        if at >= 0 and person.mode is None and person.section is not Presence.ABSENT:
            mention = Span(at, at + len(person.name))
            people[k] = replace(person, mode=next(iter(modes)), mentions=(*person.mentions, mention))


def _match(people: Sequence[Attendee], found: Attendee) -> int | None:
    best: tuple[float, int] | None = None
    for i, person in enumerate(people):
        if person.section is Presence.ABSENT:
            continue
        score = same_person(person, found)
        if score and (best is None or score > best[0]):
            best = (score, i)
    return best[1] if best else None


def same_person(one: Attendee, other: Attendee) -> float:
    """Return how surely two rows name one person, 0 where they do not.

    Names that differ by a letter or two are one. Names further apart are one only with the same post, or
    with a surname (or given name), title and role in common.
    """
    names = max(
        Levenshtein.normalized_similarity(fold(n), fold(other.name)) for n in (one.name, *one.variants)
    )
    if names >= _SAME_NAME:
        return 1.0 + names
    post = _same_post(one, other)
    shares = bool(set(one.name.split()) & set(other.name.split()))
    same_role = one.prefix == other.prefix and one.role is not None and one.role == other.role
    if names >= (_CLOSE_NAME if post else _NEAR_NAME) and (
        (shares and (post or same_role)) or (post and names >= _NEAR_NAME)
    ):
        return names
    return 0.0


def _same_post(one: Attendee, other: Attendee) -> bool:
    for mine, theirs in ((one.position, other.position), (one.proxy_for, other.proxy_for)):
        if mine and theirs and Levenshtein.normalized_similarity(fold(mine), fold(theirs)) >= _SAME_POST:
            return True
    return False


def _joined(layout: Layout, person: Attendee, found: Attendee, mode: Mode) -> Attendee:
    variants = tuple(dict.fromkeys((*person.variants, found.name)))
    return replace(
        person,
        name=_likeliest(layout, person.name, variants),
        variants=variants,
        mode=mode,
        mentions=(*person.mentions, found.name_span),
    )


def _likeliest(layout: Layout, listed: str, variants: Sequence[str]) -> str:
    """The spelling met most often in the record; the attendance list's own where they are even."""
    counts = {name: layout.shown.count(name) for name in variants}
    most = max(counts.values())
    return listed if counts.get(listed, 0) == most else next(n for n in variants if counts[n] == most)
