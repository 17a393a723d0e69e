"""Names compared as words: what one has and another may go without, and where a name goes on or is read too far."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg import iris
from kg.form import form
from kg.identity.names import NameKind

_REPEATED = re.compile(r"(.{3,24}?)\1+")


@lru_cache(maxsize=32_768)
def without_repeats(core: str) -> str:
    """Return a core with each stretch that stands twice in a row once (แห่งชาติแห่งชาติ)."""
    return _REPEATED.sub(r"\1", core)


def left_out(one: str, other: str) -> tuple[str, ...]:
    """Return the letters that one core has at one place and the other has not, where that is all; else nothing.

    Where they may be read at several places (เที่ยว in เราเที่ยว: เรา or ราเ), each reading.
    """
    shorter, longer = sorted((one, other), key=len)
    head = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    more = len(longer) - len(shorter)
    if not more or longer[head + more :] != shorter[head:]:
        return ()
    found = [longer[head : head + more]]
    while head > 0 and longer[head - 1] == longer[head - 1 + more]:
        head -= 1
        found.append(longer[head : head + more])
    return tuple(found)


def says_little(kind: NameKind, readings: tuple[str, ...]) -> bool:
    """Tell whether letters left out of a name (`left_out`) are words that it may go without."""
    return any(_droppable(kind).fullmatch(letters) for letters in readings)


@cache
def _droppable(kind: NameKind) -> re.Pattern[str]:
    words = sorted(
        map(iris.name_key, form("identity")["may_go"][kind.value]), key=lambda word: (-len(word), word)
    )
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}){{1,4}}")


def rest_after(short: str, full: str, more: int = 0) -> str:
    """Return what stands in `full` after as many letters as `short` has and `more`, whatever spaces they have."""
    wanted = len("".join(short.split())) + more
    for at, letter in enumerate(full):
        if wanted == 0:
            return full[at:].lstrip()
        wanted -= not letter.isspace()
    return ""


def words_that_go_on() -> tuple[str, ...]:
    """Return the words that may follow a project's short name and make its full one."""
    return tuple(form("identity")["goes_on"])


@cache
def words_that_run_on() -> tuple[str, ...]:
    """Return the words that begin what is no name any more, where a project's name was read too far."""
    return tuple(
        sorted({*form("identity")["runs_on"], *form("projects")["ends"]} - set(form("identity")["goes_on"]))
    )


@lru_cache(maxsize=32_768)
def telling(core: str) -> str:
    """Return what is left of a project's core without the words that every other project has."""
    return _usual().sub("", core)


@cache
def _usual() -> re.Pattern[str]:
    words = sorted(map(iris.name_key, form("identity")["usual_words"]), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))
