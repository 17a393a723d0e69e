"""Titles of agenda items compared: which two name one matter, and how surely."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from kg.form import form
from kg.iris import hashed, name_key
from kg.thai import MARKS, MONTHS

_SHORTEST = 10  # letters of a stem that can stand for a matter by itself
_NUMBERS = re.compile(rf"\d+|{'|'.join(MONTHS)}")
_MARKS = re.compile(f"[{MARKS}]+")
_PIECE = 8  # letters that two texts much alike have in common somewhere
_SETTLED = 0.85  # the least score at which, among the items of one meeting, a title is the one meant


class Subject(NamedTuple):
    """A title, ready for comparison.

    `key` is its folded form, `stem` that without the words that say what is done ("ขออนุมัติ"), `bones` the same
    without marks above and below, which damage loses first; `core` the stem without brackets at its end. `numbers` are the numbers and months in it. `telling`:
    it is long enough, and no occasion that comes again with other people, so that the title alone tells the matter.
    """

    key: str
    stem: str
    bones: str
    core: str
    numbers: frozenset[str]
    telling: bool


def mark(title: str) -> str:
    """Return what two titles share that name one matter by themselves, or "" where a title does not tell."""
    read = subject(title)
    return hashed(read.bones, *sorted(read.numbers)) if read.telling else ""


@lru_cache(maxsize=65_536)
def subject(title: str) -> Subject:
    """Return a title ready for comparison. Linear in its length."""
    key = name_key(title)
    stem = _stem(key)
    core = _stem(name_key(title[: title.rfind("(")])) if title.endswith(")") else stem
    occasion = _occasions().match(stem) and not _lasting().match(stem)
    telling = len(stem) >= _SHORTEST and not occasion
    return Subject(key, stem, _bones(key), core, frozenset(_NUMBERS.findall(stem)), telling)


def _stem(key: str) -> str:
    lead = _leads().match(key)
    stem = key[lead.end() :] if lead else key
    return key if len(stem) < _SHORTEST or _hanging().match(stem) else stem


def _bones(key: str) -> str:
    bare = _MARKS.sub("", key)
    lead = _bare("lead_words").match(bare)
    rest = bare[lead.end() :] if lead else bare
    return bare if len(rest) < _SHORTEST or _bare("hanging").match(rest) else rest


def likeness(one: Subject, other: Subject) -> float:
    """Return how alike two titles are, from 0 to 1; 0 where their numbers or months contradict each other.

    A title that lies whole within the other counts nearly as much as an equal one.
    """
    if one.key == other.key:
        return 1.0
    if one.numbers and other.numbers and not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return 0.0
    short, long = sorted((one.stem, other.stem), key=len)
    if len(short) < _SHORTEST:
        return 0.0
    whole = fuzz.ratio(short, long, score_cutoff=60) / 100
    part = 0.95 * fuzz.partial_ratio(short, long, score_cutoff=80) / 100
    return round(max(whole, part), 2)


def said_in(one: Subject, words: str) -> float:
    """Return how surely a title is named in `words` (folded), from 0 to 1."""
    if not _SHORTEST <= len(one.core) <= len(words):
        return 0.0
    if not set(_NUMBERS.findall(one.core)) <= set(_NUMBERS.findall(words)):
        return 0.0
    return min(0.95, round(fuzz.partial_ratio(one.core, words, score_cutoff=85) / 100, 2))


def grams(words: str) -> frozenset[str]:
    """Return every stretch of a few letters of a folded text, for `shares`."""
    return frozenset(words[at : at + _PIECE] for at in range(len(words) - _PIECE + 1))


def shares(known: frozenset[str], key: str) -> bool:
    """Whether a folded title can be much like the text of these grams: it has a piece in common with it. Cheap."""
    return not known.isdisjoint(_pieces(key))


@lru_cache(maxsize=65_536)
def _pieces(key: str) -> tuple[str, ...]:
    return tuple(key[at : at + _PIECE] for at in range(0, len(key) - _PIECE + 1, _PIECE))


def settled(score: float, second: float) -> bool:
    """Whether the best of some scores is good enough, and far enough from the next, to be the one meant."""
    return score >= _SETTLED and (score == 1.0 or score - second >= 0.05)


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_either('lead_words')})(?![ะ-ฺ{MARKS}]))+")  # "ผล", not "ผลิต"


@cache
def _bare(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_MARKS.sub('', _either(name))})+")


@cache
def _hanging() -> re.Pattern[str]:
    return re.compile(_either("hanging"))


@cache
def _occasions() -> re.Pattern[str]:
    return re.compile(_either("occasions"))


@cache
def _lasting() -> re.Pattern[str]:
    return re.compile(_either("lasting"))


def _either(name: str) -> str:
    keys = {name_key(word) for word in form("threads")[name]}
    return "|".join(map(re.escape, sorted(keys, key=lambda k: (-len(k), k))))
