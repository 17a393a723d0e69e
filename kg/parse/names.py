"""People's names: the title split off, given name and surname together, ณ and แซ่ part of the surname."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.form import either, words
from kg.parse.lines import tidy
from kg.parse.roles import full_role
from kg.records import Span

_LETTERS = r"[\u0e01-\u0e3a\u0e40-\u0e4e]"
_WORD = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e][\u0e01-\u0e3a\u0e40-\u0e4e.\-]*|[A-Za-z][A-Za-z.'’\-]*")
_GAP = re.compile(r"[ \t]*\n?[ \t]*")
_NA = re.compile(r"[ \t]*\n?[ \t]+ณ\.?[ \t]+(?P<place>[\u0e01-\u0e3a\u0e40-\u0e4e]+)")
_LATIN = re.compile(
    r"(?: (?!(?:Dr|Mr|Mrs|Ms|Prof)\b)[A-Z][A-Za-z.'’\-]+| (?:de|da|van|von|der|den|bin|binti|al|el)(?= )){1,3}"
)
# a monk named by his rank of honour alone ("พระราช…เมธี, รศ.ดร."), never a law
_MONK = re.compile(r"(พระ(?!ราชบัญญัติ|ราชกฤษฎีกา|ราชก(?:ำ|ํา)หนด|บรม)[\u0e01-\u0e4e]{5,40})(?:\s*,.{0,30})?$")
_SAE = ("แซ่", "เเซ่")
_MARK = (
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e33\u0e32\u0e30"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as named at one place. `name` is without the title, `span` covers title and name."""

    prefix: str | None
    name: str
    span: Span


@cache
def _title() -> re.Pattern[str]:
    ranks = either(words("titles", "rank"))
    before = either(words("titles", "before_rank"))
    after = either(words("titles", "after_rank"))
    others = either(words("titles", "academic", "medical", "noble", "clergy"))
    civil = either(words("titles", "civil"))
    rank = rf"(?:{before}[ ]*)?{ranks}(?:[ ]*(?:{after})(?=[ \n]))?"
    chain = rf"(?:(?:{rank}|{others})[ ]*)"
    dotted = r"(?:(?:ดร|ผศ|รศ|ศ|นพ|พญ|ม\.ล|ม\.ร\.ว)\.[ ]*)"
    return re.compile(rf"(?:{chain}+(?:{civil}(?=[ ]))?|{civil}[ ]*{dotted}*)")


@cache
def _post() -> re.Pattern[str]:
    return re.compile(either(words("posts", "heads")))


@cache
def _office() -> re.Pattern[str]:
    return re.compile(either(words("agencies", "units")))


@cache
def _no_title() -> re.Pattern[str]:
    return re.compile(either((*words("titles", "not_titles"), *words("posts", "heads"))))


def read_title(shown: str, at: int, stop: int) -> int | None:
    """Return where the titles that start at `at` end, or None where none starts there.

    A post that begins like a title (นายกเทศมนตรี, นายแพทย์ชำนาญการ) is no title.
    """
    found = _title().match(shown, at, stop)
    if found is None:
        return None
    end = found.end()
    post = _no_title().match(shown, at, stop)
    if post is not None and post.end() >= end:
        return None
    follows = shown[end : end + 1]
    if follows and follows in _MARK:  # the title ended inside a word: "อ." of no title, "พระ" of พระา…
        return None
    return end


def read_person(shown: str, at: int, stop: int) -> Person | None:
    """Return the person named at `at` by a title, given name and surname; None where no title stands there.

    `shown` is a face; `stop` bounds the reading. A surname is not taken from a word that opens a post, an
    office or is a role, so that a name without a surname stays one.
    """
    title_end = read_title(shown, at, stop)
    if title_end is None:
        return None
    given = _WORD.match(shown, title_end, stop)
    if given is None or len(given.group()) < 2 or given.group()[1] == ".":  # "อ.ก.ก." is no อ. with a name
        return None
    end = _surname_end(shown, given.end(), stop)
    name = tidy(shown[title_end:end].replace("\n", " "))
    return Person(tidy(shown[at:title_end]), name, Span(at, end))


def without_title(name: str) -> str:
    """Return a person's name as people may give it, without a title before it ("นายสมใจ นาดี" → "สมใจ นาดี")."""
    tidied = tidy(name)
    read = read_person(tidied, 0, len(tidied))
    return read.name if read is not None and read.span.end == len(tidied) else tidied


def read_untitled(shown: str, span: Span) -> Person | None:
    """Return the person a stretch names without a title: two to four plain words, none of them a post.

    A monk's rank of honour (พระ…) is a name by itself; degrees after a comma are no part of it.
    """
    text = shown[span.start : span.end]
    monk = _MONK.match(text)
    if monk is not None:
        return Person(None, monk[1], Span(span.start, span.start + monk.end(1)))
    parts = text.split()
    if not 2 <= len(parts) <= 4 or len(text) > 60 or "\n" in text.strip():
        return None
    if any(_post().match(p) or _office().match(p) or full_role(p) for p in parts[:2]):
        return None
    if not all(_WORD.fullmatch(p) for p in parts) or any(len(p) < 2 and p != "ณ" for p in parts):
        return None
    return Person(None, tidy(text), span)


def _surname_end(shown: str, at: int, stop: int) -> int:
    gap = _GAP.match(shown, at, stop)
    start = gap.end() if gap else at
    if start == at:
        return at
    if shown[start : start + 1] == "ณ":
        place = _NA.match(shown, at, stop)
        return place.end() if place else at
    word = _WORD.match(shown, start, stop)
    if word is None or _is_no_surname(word.group()):
        return at
    end = word.end()
    if word.group()[0] < "\u0e00":
        more = _LATIN.match(shown, end, stop)
        return more.end() if more else end
    if word.group() in _SAE:
        clan = re.compile(r"[ ]*(" + _LETTERS + r"+)").match(shown, end, stop)
        end = clan.end() if clan else end
    place = _NA.match(shown, end, stop)
    if place and not _office().match(place["place"]) and not place["place"].startswith("ห้อง"):
        end = place.end()
    return end


def _is_no_surname(word: str) -> bool:
    return bool(
        _post().match(word) or full_role(word) or word in {"แทน", "ผู้แทน", "และ"} or _office_word(word)
    )


def _office_word(word: str) -> bool:
    found = _office().match(word)
    return bool(found) and len(word) > found.end() + 3 if found else False
