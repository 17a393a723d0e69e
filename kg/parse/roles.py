"""Roles in a meeting (ประธาน, กรรมการและเลขานุการ, อ.ก.ก.) at the end of a stretch of an attendance row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.form import either, words

_ABBREVIATION = r"(?:[ก-ฮ]{1,4}\.){1,6}|[ก-ฮ]{2,5}\."
_LEADING = re.compile(rf"^({_ABBREVIATION})(?=[\sฯ]|[\u0e01-\u0e4e]{{4}}|$)")
_BRACKETED = re.compile(rf"\(({_ABBREVIATION}|[ก-ฮ]{{2,6}})\)")
_ENDING = re.compile(rf"(?:^|(?<=\s))({_ABBREVIATION})$")
_OFFICE_BEFORE = re.compile(
    r"(?:ส(?:ำ|ํา)นักงาน|ส(?:ำ|ํา)นัก|กอง|ฝ่าย|เลขาธิการ|เลขานุการ|ผู้แทน|คณะ|หัวหน้า|สภา|ปลัด|นายก)\s*$"
)


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The pattern of roles in one document, its body's own abbreviation included."""

    ending: re.Pattern[str]
    whole: re.Pattern[str]
    abbreviations: tuple[str, ...] = ()


@cache
def role_words(abbreviations: tuple[str, ...] = (), *, council: bool = True) -> RoleWords:
    """Return the patterns for roles, where members may also be called by the body's abbreviations.

    `council` tells that the body is a council: ประธานสภา… is then who presides over it, and elsewhere a post.
    """
    bases = either(words("roles", "bases"))
    quals = either(words("roles", "qualifiers"))
    sides = either(words("roles", "sides"))
    own = either(abbreviations) if abbreviations else r"(?!)"
    one = (
        rf"(?:{bases}[ ]*{own}[ฯ]?(?:[ก-ฮ]{{1,4}}\.[\u0e01-\u0e4e]{{0,40}})?|{own}[ฯ]?|{bases}(?:[ ]*{quals})*"
        rf"|{bases}[ ]*\(?{quals}\)?|{bases}(?=[จผปฝด]){sides}[\u0e01-\u0e4e]{{2,60}}"
        rf"{_members() if council else ''})"
    )
    role = rf"{one}(?:[ ]*(?:และ|/)[ ]*(?:{one}))*(?:[ ]*และ(?=\s*$))?"
    return RoleWords(
        re.compile(rf"(?:^|(?<=[\s)|/]))(?P<role>{role})[ ]*$"),
        re.compile(rf"[ ]*(?P<role>{role})[ ]*"),
        abbreviations,
    )


@cache
def _members() -> str:
    councils = either(words("roles", "councils"))
    short = either(words("roles", "members_short"))
    quals = either(words("roles", "qualifiers"))
    seat = r"(?:[ ]*(?:เขต(?:เลือกตั้ง)?(?:ที่)?|หมู่(?:ที่)?|ม\.)[ ]*\d+)?"
    named = r"(?:[\u0e01-\u0e4e]{0,60})(?:[ ]?อบ[ตจ]\.?[\u0e01-\u0e4e]{0,40})?"
    return (
        rf"|{councils}{named}(?:[ ]*{quals})*{seat}|{short}[ ]*(?:อ(?:ำ|ํา)เภอ[\u0e01-\u0e4e]{{1,30}})?{seat}"
    )


def full_role(word: str) -> bool:
    """Return whether a word by itself is a role."""
    return role_words().whole.fullmatch(word) is not None


def own_abbreviations(body: str | None, row_ends: Iterable[str]) -> tuple[str, ...]:
    """Return the abbreviations that stand for membership of the body, the most telling first.

    They open the body's name ("อ.ก.ก. วิสามัญ…"), follow it in brackets, or end three or more rows.
    """
    found: list[str] = []
    if body:
        for pattern in (_LEADING, _BRACKETED):
            match = pattern.search(body)
            if match and match[1] not in found:
                found.append(match[1])
    ends = Counter(
        m[1] for end in row_ends if (m := _ENDING.search(end)) and not _OFFICE_BEFORE.search(end[: m.start()])
    )
    found.extend(word for word, count in ends.most_common() if count >= 3 and word not in found)
    return tuple(found)


def strip_role(text: str, roles: RoleWords) -> tuple[str, str | None]:
    """Split a role off the end of `text`: what is left (trailing space kept off) and the role, or None.

    An abbreviation that belongs to an office named before it ("หัวหน้าสำนักงาน ก.ก.") is no role.
    """
    found = roles.ending.search(text)
    if found is None:
        return text, None
    before = text[: found.start("role")]
    if found["role"].strip() in roles.abbreviations and _OFFICE_BEFORE.search(before):
        return text, None
    return before.rstrip(" \t/"), found["role"].strip()
