"""Posts: what a position or the words after แทน name. "ผู้ช่วยปลัดกรุงเทพมหานคร" is a post of กรุงเทพมหานคร.

The words that say in what capacity somebody attends are `kg/form/capacities.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from kg.form import either, form, words
from kg.gazetteer import lookup
from kg.parse.names import read_person
from kg.parse.posts import opens_post, split_agency

_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*")
_EDGES = " \t\n-–—,:;()"
_SIDES = " \t\n-–—,:;"  # edges but brackets, which may hold a name


class Capacity(StrEnum):
    """How a person stands to the post they attend in (code list capacity)."""

    HOLDER = "holder"
    ACTING = "acting"
    REPRESENTING = "representing"


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its title whole, as written in one line, and the agency it is in (None where not told)."""

    title: str
    agency: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """In what capacity somebody attends, and in which post; None where they represent an office and no post.

    `beside` are posts they hold besides: their own where they act in another's, or the rest of several.
    """

    capacity: Capacity
    post: Post | None
    beside: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Substituted:
    """Whom somebody sat for: a person (without title), a post, or a person and their post."""

    person: str | None
    post: Post | None


@lru_cache(maxsize=8192)
def standing(position: str | None, agency: str | None = None) -> Standing | None:
    """Return in what capacity somebody of that position (and agency) attends; None where it names no post.

    A person who acts in a post above their own has both: "… รักษาราชการแทนผู้อำนวยการสำนัก…".
    """
    text = _one_line(position or "")
    if not text:
        return None
    spoken = _representing().match(text)
    if spoken is not None:
        rest = text[spoken.end() :]
        return Standing(Capacity.REPRESENTING, _post(rest, agency) if opens_post(rest) else None)
    acting = _acting().search(text)
    if acting is None or _not_acting().match(text, acting.start()):
        held = _posts(text, agency)
        return Standing(Capacity.HOLDER, held[0], held[1:]) if held else None
    before = text[: acting.start()].strip(_EDGES)
    after = text[acting.end() :].strip(_EDGES)
    own = _posts(before, agency) if before else ()
    acted = _post(after, agency) if after and opens_post(_in_full(after)) else None
    if acted is None:
        return Standing(Capacity.ACTING, own[0]) if own else None
    return Standing(Capacity.ACTING, acted, own)


@lru_cache(maxsize=8192)
def substituted(proxy_for: str) -> Substituted | None:
    """Return whom somebody sat for who came "แทน" that; None where the words name neither person nor post.

    A person is told by the title before the name (นาย, ดร., a rank).
    """
    text = _bare(_one_line(proxy_for))
    bracket = _BRACKET.search(text)
    if bracket is not None and (named := read_person(bracket[1], 0, len(bracket[1]))):
        return Substituted(named.name, _post(text[: bracket.start()].strip(_EDGES)))
    person = read_person(text, 0, len(text))
    if person is not None:
        rest = text[person.span.end :].strip(_EDGES)
        return Substituted(person.name, _post(rest) if opens_post(rest) else None)
    post = _post(text) if opens_post(_in_full(text)) else None
    return None if post is None else Substituted(None, post)


def is_national(post: Post) -> bool:
    """Return whether a post is one that the country has once, so that it needs no agency to be told apart."""
    return _national().match(post.title) is not None


def heads_office(post: Post) -> bool:
    """Return whether a post is named as the head of an office, without the office (อธิการบดี)."""
    return post.title in words("capacities", "heads_of_offices")


def _posts(text: str, agency: str | None) -> tuple[Post, ...]:
    """The post that words name, or the several that a minister holds ("รองนายกรัฐมนตรีและรัฐมนตรีว่าการกระทรวง…")."""
    parts = _joint().split(text) if _of_government().match(text) else [text]
    found = (_post(part.strip(_EDGES), agency) for part in parts)
    return tuple(post for post in found if post is not None)


def _post(text: str, agency: str | None = None) -> Post | None:
    """The post that words name; `agency` counts before the office that the words name themselves."""
    bare = _in_full(_without_notes(text))
    if not bare or _not_posts().match(bare):
        return None
    title, office = split_agency(bare)
    if title is None:
        return None
    where = agency or office or _of_minister(title)
    if title in words("capacities", "heads_of_offices") and where is not None:
        title += where
    return Post(title, where)


def _of_minister(title: str) -> str | None:
    found = _ministers().match(title)
    ministry = lookup(title[found.end() :]) if found is not None else None
    return ministry.name if ministry is not None else None


def _in_full(text: str) -> str:
    for short, full in sorted(form("capacities")["short"].items(), key=lambda pair: -len(pair[0])):
        if text.startswith(short):
            return str(full) + text[len(short) :].lstrip()
    return text


def _without_notes(text: str) -> str:
    found = _notes().search(text)
    return text[: found.start()].strip(_EDGES) if found is not None else text.strip(_EDGES)


def _bare(text: str) -> str:
    found = _in_place().match(text)
    rest = text[found.end() :] if found is not None else text
    return _in_place_end().sub("", rest).strip(_SIDES)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _acting() -> re.Pattern[str]:
    return re.compile(either(words("capacities", "acting")))


@cache
def _not_acting() -> re.Pattern[str]:
    return re.compile(either(words("capacities", "not_acting")))


@cache
def _representing() -> re.Pattern[str]:
    return re.compile(either(words("capacities", "representing")) + r"\s*")


@cache
def _in_place() -> re.Pattern[str]:
    return re.compile(rf"[(\s]*{either(words('capacities', 'in_place_of'))}[)\s:]*")


@cache
def _in_place_end() -> re.Pattern[str]:
    return re.compile(rf"[(\s]+{either(words('capacities', 'in_place_of'))}[)\s]*$")


@cache
def _not_posts() -> re.Pattern[str]:
    return re.compile(either(words("capacities", "not_posts")))


@cache
def _notes() -> re.Pattern[str]:
    charged = form("capacities")["charged"]
    return re.compile(
        rf"\s+(?:{either(words('capacities', 'notes'))}|{charged['before']}(?=[^ ]{{2,80}}{charged['after']}))"
    )


@cache
def _of_government() -> re.Pattern[str]:
    return re.compile(either(words("capacities", "ministers", "national")))


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"\s*และ\s*(?={either(words('capacities', 'ministers', 'national'))})")


@cache
def _ministers() -> re.Pattern[str]:
    return re.compile(either(words("capacities", "ministers")))


@cache
def _national() -> re.Pattern[str]:
    return re.compile(either(words("capacities", "national")))
