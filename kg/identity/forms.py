"""A name taken apart as far as telling who is who needs: without its brackets, its head, its numbers and places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import iris
from kg.form import form
from kg.identity.letters import slip
from kg.identity.names import NameKind
from kg.identity.wordings import telling
from kg.thai import arabic_digits

_BRACKET = re.compile(r"\s*[(\[]\s*(?P<inside>[^()\[\]]{1,60})\s*[)\]]\s*$")
_OPEN_BRACKET = re.compile(r"\s*[()]\s*$")
_THAI_SHORT = re.compile(r"(?:[ก-ฮ]{1,6}\.\s?){1,6}[ก-ฮ]{0,4}")
_LATIN_SHORT = re.compile(r"[A-Za-z0-9&+\- ]{0,12}[A-Z]{2,}[A-Za-z0-9&+\- ]{0,20}|[A-Z][A-Za-z]?-[A-Z]{1,4}")
_BRAND = re.compile(r"[A-Z][A-Za-z0-9+&\-]{1,14}(?: [A-Z0-9][A-Za-z0-9+&\-]{0,14}){0,2}")
_PUBLIC = {"มหาชน", "องค์การมหาชน", "จำกัด"}
_LAST_SHORT = re.compile(r"\s+(?:[ก-ฮ]{1,4}\.){1,4}$|\s+[ก-ฮ]{2,4}\.$")
_THAI = re.compile("[ก-๎]")
_NUMBER = re.compile(r"\d+")
_LATIN_BEFORE = re.compile(r"[A-Za-z][A-Za-z.\-]*[\d.\-]*$")
_YEARS = range(2400, 2700)
_WORDS_BACK = 12
_LONG_TITLE = 6  # letters
_TELLS = 12  # letters of a name cut short with ฯ that tell it from others in any record
_WORN = 0.7  # letters of slip that a head word is still known with
_ONE_DOTTED = 2  # a letter and its dot: ก. in ก.พ. is no กระทรวง


@dataclass(frozen=True, slots=True)
class Form:
    """What a name's words say. `core` is the key of the name written out, without brackets and general heads.

    `short` is the key of an abbreviation: of the name in its bracket, or of the name itself where `is_short`. `cut` says
    that it ends with ฯ. `numbers` are (the word before, number), "" where none counts, "year" for years.
    """

    core: str
    head: str
    short: str = ""
    is_short: bool = False
    cut: bool = False
    numbers: frozenset[tuple[str, str]] = frozenset()
    places: tuple[tuple[str, str], ...] = ()
    words: str = ""


@lru_cache(maxsize=32_768)
def take_apart(kind: NameKind, name: str) -> Form:
    """Return the form of an agency's or project's name (a person's has none: `given_and_family`)."""
    text, inside = _without_bracket(arabic_digits(" ".join(name.split())))
    bare = _without_parent(_written_out(text)) if kind is NameKind.AGENCY else _bare_project(text)
    is_short = _is_abbreviation(bare) or (kind is NameKind.PROJECT and _is_brand(bare))
    cut = "ฯ" in name
    core = iris.name_key(bare)
    return Form(
        core=core,
        head=_opening(core) if kind is NameKind.AGENCY else "",
        short=dotted(bare) if is_short else _short_inside(kind, inside),
        is_short=is_short,
        cut=cut,
        numbers=frozenset(_numbers(bare)),
        places=tuple(_places(bare)),
        words=bare,
    )


def _short_inside(kind: NameKind, inside: str) -> str:
    short = _is_abbreviation(inside) or (kind is NameKind.PROJECT and _is_brand(inside))
    return dotted(inside) if short else ""


def _is_brand(text: str) -> bool:
    """Tell whether a project's name is a Latin one of few words ("Flood Board"), not its title in English."""
    return _BRAND.fullmatch(text) is not None


def dotted(short: str) -> str:
    """Return the key of an abbreviation. Dots between letters count: ก.ก. and กก. are two."""
    return "".join(short.split()).removesuffix(".").lower()


@lru_cache(maxsize=32_768)
def given_and_family(name: str) -> tuple[str, str]:
    """Return the keys of a person's given name and of all that follows it ("" where one word is all).

    A title that was left on a name is taken off where two words are left.
    """
    words = " ".join(name.split())
    while title := _left_title().match(words):
        if " " not in words[title.end() :]:
            break
        words = words[title.end() :]
    given, _, family = words.partition(" ")
    return iris.name_key(given), iris.name_key(family) if family else ""


@cache
def _left_title() -> re.Pattern[str]:
    groups = ("academic", "medical", "noble", "rank", "civil")
    titles = {title for group in groups for title in form("titles")[group]}
    # one that ends with a dot or is a long word may stand at once before the name, others need a space
    closed = sorted(
        {t for t in titles if t.endswith(".") or len(t) > _LONG_TITLE}, key=lambda t: (-len(t), t)
    )
    spaced = sorted(titles, key=lambda t: (-len(t), t))
    before = form("titles")["before_rank"]
    return re.compile(
        f"(?:{'|'.join(map(re.escape, before))})\\s*|(?:{'|'.join(map(re.escape, closed))})\\s*"
        f"|(?:{'|'.join(map(re.escape, spaced))})\\s+"
    )


@lru_cache(maxsize=65_536)
def is_cut_off(name: str) -> bool:
    """Tell whether a name means nobody without its record: cut short with ฯ, or a general word alone."""
    key = iris.name_key(name)
    if key in _means_nobody():
        return True
    if "ฯ" not in name:
        return False
    head = _heads().match(key)
    return len(telling(key[head.end() :] if head else key)) < _TELLS


def cut_stem(name: str) -> str:
    """Return the key of a name before its ฯ, "" where it is a general word that says nothing."""
    key = iris.name_key(name)
    return "" if key in _means_nobody() else key


def fits_abbreviation(short: str, full: str) -> bool:
    """Tell whether the letters of an abbreviation stand in the full name in that order."""
    letters = iter(iris.name_key(full))
    return all(letter in letters for letter in iris.name_key(short))


def office_at_end(short: str, words: str) -> str:
    """Return the name at the end of the words before a bracket that the abbreviation in it stands for.

    Words that only lead to the name stand apart from it: "เป็นประธานการประชุมคณะกรรมการ… (กพอ.)".
    """
    starts = [found.start() for found in _heads().finditer(words) if " " in words[: found.start()]]
    return next((words[at:] for at in reversed(starts) if fits_abbreviation(short, words[at:])), words)


def without_bracket(name: str) -> str:
    """Return a name without what stands in brackets at its end and says nothing."""
    return _without_bracket(name)[0]


def _without_bracket(text: str) -> tuple[str, str]:
    """The name without what stands in brackets after it, and the first abbreviation that stood there."""
    inside = ""
    while match := _BRACKET.search(text):
        found = match["inside"].strip()
        if not text[: match.start()].strip() or not _says_nothing(found):
            break
        text = text[: match.start()]
        if not inside and found not in _PUBLIC:
            inside = found
    return _OPEN_BRACKET.sub("", text).strip(), inside


def _says_nothing(inside: str) -> bool:
    """What may be left out of a name: an abbreviation, its legal form, its English name."""
    return inside in _PUBLIC or _is_abbreviation(inside) or not _THAI.search(inside)


def _is_abbreviation(text: str) -> bool:
    if not text or len(text) > 30:
        return False
    return _THAI_SHORT.fullmatch(text) is not None or _LATIN_SHORT.fullmatch(text) is not None


def _written_out(text: str) -> str:
    for short, full in _head_words():
        if text.startswith(short) and len(text) > len(short) and text[len(short)] != ".":
            rest = text[len(short) :].lstrip()
            if rest and not (len(short) <= _ONE_DOTTED and _THAI_SHORT.fullmatch(rest)):
                return full + rest
    return text


def _without_parent(text: str) -> str:
    """An office's name without the office above it, where the name is whole without."""
    shorter = _LAST_SHORT.sub("", text)
    for parent in _listed("parent_heads"):
        at = shorter.find(" " + parent)
        if at > 0:
            shorter = shorter[:at]
    if shorter == text or shorter in _listed("not_whole"):
        return text
    return shorter if shorter.startswith(_listed("whole_heads")) else text


def _bare_project(text: str) -> str:
    for word in _listed("ran_on"):
        at = text.find(word)
        if at > _WORDS_BACK:
            text = text[:at].rstrip()
    at = next((len(head) for head in _listed("project_heads") if text.startswith(head)), 0) or _damaged_head(
        text
    )
    rest = text[at:].lstrip()
    if not at or not rest:
        return text
    return rest.removeprefix("การ") if len(rest) > len("การ") else rest


def _damaged_head(text: str) -> int:
    """The length of a head word at the beginning of a project's name in which letters are wrong (โครงภาร), else 0."""
    head = _listed("project_heads")[0]
    tries = [(slip(iris.name_key(text[:at]), head), at) for at in range(len(head) - 1, len(head) + 3)]
    least, at = min(tries)
    return at if least <= _WORN else 0


def _numbers(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _NUMBER.finditer(text):
        before, after = (
            text[max(0, match.start() - _WORDS_BACK) : match.start()],
            text[match.end() : match.end() + 1],
        )
        if _LATIN_BEFORE.search(before) or (after.isascii() and after.isalpha()):
            continue  # PM2.5, 5G: names of things, not numbers of them
        value = match.group().lstrip("0") or "0"
        bare = before.rstrip(" ")
        word = next((word for word in _counted() if bare.endswith(word)), "")
        if not word and len(value) == len("2567") and int(value) in _YEARS:
            word = "year"
        found.append((word.removesuffix("ที่"), value))
    return found


def _places(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _place().finditer(text):
        value = iris.name_key(match["value"])
        if len(value) > 1 and not value.startswith(_no_place()):
            found.append((match["head"], value))
    return found


@cache
def _place() -> re.Pattern[str]:
    heads = sorted(form("identity")["place_heads"], key=lambda word: (-len(word), word))
    either = "|".join(map(re.escape, heads))
    return re.compile(
        rf"(?P<head>{either})(?P<value>[ก-๎]{{2,24}}?)(?=\s|$|[()–\-/,]|จังหวัด|อำเภอ|ตำบล|เขต|ระยะ)"
    )


@cache
def _heads() -> re.Pattern[str]:
    return _any(form("identity")["heads"])


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


def _opening(core: str) -> str:
    found = _heads().match(core)
    return found.group() if found else ""


@cache
def _head_words() -> tuple[tuple[str, str], ...]:
    table = form("identity")["head_words"]
    return tuple((short, table[short]) for short in sorted(table, key=lambda word: (-len(word), word)))


@cache
def _counted() -> tuple[str, ...]:
    return tuple(sorted(form("identity")["counted"], key=lambda word: (-len(word), word)))


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(form("identity")[name])


@cache
def _no_place() -> tuple[str, ...]:
    return tuple(form("identity")["no_place"])


@cache
def _means_nobody() -> frozenset[str]:
    return frozenset(map(iris.name_key, form("identity")["means_nobody"]))
