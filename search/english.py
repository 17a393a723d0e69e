"""Questions in English, read as the Thai words that minutes use (`english.yaml`).

A text is cut into pieces: phrases that have Thai forms, dates, and everything else, which stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.form import read_yaml
from kg.thai import find_dates, thai_date

_LETTERS = re.compile(r"[A-Za-z]|[\u0e00-\u0e7f]")
_WORD = re.compile(r"[^\W\d_\u0e00-\u0e7f]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_JOINT = re.compile(r"[ \t\n-]*")  # what may stand between the words of one phrase


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a question: as written, and its Thai forms, the usual one first (none where it has none).

    `weight` (0 to 1) is what the others, and the words as written, count for beside the usual one.
    """

    text: str
    thai: tuple[str, ...] = ()
    weight: float = 1.0


def mostly_latin(text: str) -> bool:
    """Tell whether more than half of the letters, Latin and Thai, are Latin."""
    letters: list[str] = _LETTERS.findall(text)
    return 2 * sum(letter.isascii() for letter in letters) > len(letters)


def pieces(text: str, asking: frozenset[str]) -> tuple[Piece, ...]:
    """Return the pieces of `text`, in order, the longest phrase at each place; words of `asking` only ask: left out.

    A name (capitalised words in a row, not all one phrase) stands both as it is and in Thai.
    """
    text = _POSSESSIVE.sub(" ", text)
    found: list[Piece] = []
    for start, end, thai in _dated(text):
        found.extend([Piece(text[start:end], (thai,))] if thai else _phrases(text[start:end], asking))
    return tuple(found)


def listed() -> frozenset[str]:
    """Return every English form, lower-case, its words joined by single spaces."""
    return frozenset(" ".join(words) for words in _table()[0])


def _dated(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches of a text; a full date among them comes with the way that minutes write it."""
    at = 0
    for found in find_dates(text):
        yield at, found.span.start, ""
        yield found.span.start, found.span.end, thai_date(found.date)
        at = found.span.end
    yield at, len(text), ""


def _phrases(text: str, asking: frozenset[str]) -> Iterator[Piece]:
    words = list(_WORD.finditer(text))
    at = index = 0
    while index < len(words):
        count, forms = _longest(text, words, index)
        start, end = words[index].start(), words[index + count - 1].end()
        yield from _between(text[at:start])
        if forms:
            if _in_name(text, words, index, count, asking):
                yield Piece(text[start:end])
            yield Piece(text[start:end], *forms)
        elif words[index].group().lower() not in asking:
            yield Piece(text[start:end])
        at = end
        index += count
    yield from _between(text[at:])


def _between(text: str) -> Iterator[Piece]:
    """What stands between words: numbers and Thai stay, marks alone go."""
    if re.search(r"\w", text):
        yield Piece(text.strip())


def _longest(text: str, words: Sequence[re.Match[str]], index: int) -> tuple[int, Forms | None]:
    """How many words from `index` on are one phrase, and its Thai forms; 1 and none where none is known."""
    table, longest = _table()
    together = [words[index].group().lower()]
    while len(together) < longest and _joined(text, words, index + len(together)):
        together.append(words[index + len(together)].group().lower())
    for count in range(len(together), 0, -1):
        for last in _without_ending(together[count - 1]):
            forms = table.get((*together[: count - 1], last))
            if forms:
                return count, forms
    return 1, None


def _joined(text: str, words: Sequence[re.Match[str]], index: int) -> bool:
    return index < len(words) and bool(_JOINT.fullmatch(text, words[index - 1].end(), words[index].start()))


def _without_ending(word: str) -> Iterator[str]:
    """The word, then what it may be without a regular ending: -s, -es, -ies, -ed, -ing."""
    yield word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            yield stem + instead
            if ending in {"ed", "ing"} and not instead and stem[-1] == stem[-2]:
                yield stem[:-1]


_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)


def _in_name(
    text: str, words: Sequence[re.Match[str]], index: int, count: int, asking: frozenset[str]
) -> bool:
    """Whether a phrase is part of a longer name: capitals, beside another word with a capital."""
    if not words[index].group()[0].isupper():
        return False
    if _joined(text, words, index + count) and words[index + count].group()[0].isupper():
        return True
    before = words[index - 1].group() if index and _joined(text, words, index) else ""
    return before[:1].isupper() and before.lower() not in asking


Phrase = tuple[str, ...]
Forms = tuple[tuple[str, ...], float]  # Thai forms, the usual one first, and the weight of the others


@cache
def _table() -> tuple[dict[Phrase, Forms], int]:
    """Return the Thai forms under each English phrase's words, and the most words a phrase has."""
    table: dict[Phrase, Forms] = {}
    for section in read_yaml(files("search").joinpath("english.yaml").read_text(encoding="utf-8")):
        for group in section["groups"]:
            thai = tuple(form for form in group if not mostly_latin(form))
            for form in group:
                if mostly_latin(form):
                    table.setdefault(tuple(_WORD.findall(form.lower())), (thai, section["weight"]))
    return table, max(map(len, table))
