"""What makes two names two, whatever else speaks for them: other numbers, other places, other words."""

from __future__ import annotations

import re
from functools import cache

from kg import iris
from kg.form import form
from kg.identity.forms import Form
from kg.identity.letters import slip

# letters of slip in the name of a place, and their share of it: places differ by one letter, so never a whole one
_PLACE, _SHARE = 0.65, 0.12
_TIED = re.compile(r"(?<=[ก-๎])[-–]([ก-๎]+)")  # with spaces around it, a hyphen only leads to more words


def conflict(one: Form, other: Form) -> str:
    """Return the code of what makes two names two whatever else speaks for them, or ""."""
    if _numbers_differ(one.numbers, other.numbers):
        return "other-number"
    if _places_differ(one.places, other.places):
        return "other-place"
    if _pairs_differ(one.words, other.words):
        return "other-pair"
    dotted = one.is_short or other.is_short or "." in one.words or "." in other.words
    if one.head and other.head and not dotted and not _one_head(one.head, other.head):
        return "other-head"
    return "opposite-word" if _opposite(one.core, other.core) else ""


def _one_head(one: str, other: str) -> bool:
    """Head words are one, or the one may be the other with its end damaged (สำนัก, สำนักงาน)."""
    return one.startswith(other) or other.startswith(one)


def _numbers_differ(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    if one == other:
        return False
    for word in {word for word, _ in one | other}:
        left = {number for found, number in one if found == word}
        right = {number for found, number in other if found == word}
        counts = word not in ("", "year")
        if left != right and (counts or (left and right)):
            # a number whose word is damaged counts nothing, but it is the same number
            worn = {number for _, number in one} == {number for _, number in other} and not (left and right)
            if not worn:
                return True
    return False


def _places_differ(one: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...]) -> bool:
    for head, place in one:
        rivals = [rival for found, rival in other if found == head]
        if rivals and not any(_same_place(place, rival) for rival in rivals):
            return True
    return False


def _same_place(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter):
        return True
    return slip(one, other) <= min(_PLACE, _SHARE * len(shorter))


def _pairs_differ(one: str, other: str) -> bool:
    """What is tied by hyphens differs, or only one has it: อาเซียน-จีน is neither อาเซียน-รัสเซีย nor อาเซียน."""
    left, right = (tuple(map(iris.name_key, _TIED.findall(words))) for words in (one, other))
    if not left or not right:
        return bool(left or right)
    return len(left) != len(right) or any(
        slip(a, b) > _SHARE * max(len(a), len(b)) for a, b in zip(left, right, strict=True)
    )


def _opposite(one: str, other: str) -> bool:
    for group in _opposites():
        left = {word for word in group if word in one}
        right = {word for word in group if word in other}
        if left and right and not left & right:
            return True
    return False


@cache
def _opposites() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(iris.name_key, group)) for group in form("identity")["opposites"])
