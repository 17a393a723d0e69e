"""A question as weighted search terms: question words left out, other forms of its words added.

The forms are data: `forms.yaml` and `everyday.yaml` (what finds what), `english.yaml` (English and the Thai of
minutes) and `question_words.yaml` (what only asks). None is in the index: they may change without `mati reindex`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from kg.form import read_yaml
from kg.thai import BE_OFFSET, buddhist_year, normalise
from search.english import Piece, mostly_latin, pieces
from search.tokens import char_grams, word_tokens

GRAM = 4
LONGEST_QUERY = 2000  # code points of a question that are read
FORMS = ("forms.yaml", "everyday.yaml")
_YEAR_WEIGHT = 0.8
_YEAR = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(r"(\d{1,3})/(\d{2})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to look for. Terms of one `group` are forms of the same thing; `weight` is 1 for what was asked."""

    text: str
    weight: float
    group: int


def wanted_words(question: str) -> tuple[Wanted, ...]:
    """Return the words of a question and their other forms, in order; a question of question words keeps them."""
    tokens = [token for part in _parts(in_thai(question)) for token in word_tokens(part)]
    tokens = [token for token in tokens if token not in _question_words()[1]] or word_tokens(_cut(question))
    tokens = list(dict.fromkeys(tokens))
    found = {token: Wanted(token, 1.0, group) for group, token in enumerate(tokens)}
    for term in [*_other_forms(tokens), *_other_years(tokens), *_english_forms(question, tokens)]:
        if term.text not in found or found[term.text].weight < term.weight:
            found[term.text] = term
    return tuple(found.values())


def wanted_grams(question: str) -> tuple[Wanted, ...]:
    """Return the character n-grams of a question, in order, none across a question word."""
    grams = dict.fromkeys(gram for part in _parts(in_thai(question)) for gram in char_grams(part, GRAM))
    grams = grams or dict.fromkeys(char_grams(_cut(question), GRAM))
    return tuple(Wanted(gram, 1.0, group) for group, gram in enumerate(grams))


def in_thai(question: str) -> str:
    """Return a question that is mostly in Latin letters with its known words in Thai; any other as it is.

    The longest phrases of `english.yaml` give their usual Thai form, full dates the Thai spelling; order, names,
    numbers and unknown words stay, words that only ask go. What is encoded, since the encoder knows Thai alone.
    """
    return _joined(_english(question)) or question


@lru_cache(maxsize=64)
def _english(question: str) -> tuple[Piece, ...]:
    text = _cut(question)
    return pieces(text, _question_words()[1]) if mostly_latin(text) else ()


def _joined(read: Sequence[Piece]) -> str:
    return " ".join(" ".join(piece.thai[0] if piece.thai else piece.text for piece in read).split())


def _english_forms(question: str, tokens: Sequence[str]) -> list[Wanted]:
    """The words as asked and the Thai forms beside the usual one, in the group of the usual one's last word."""
    found: list[Wanted] = []
    for piece in _english(question):
        if piece.thai:
            usual = [token for token in word_tokens(piece.thai[0]) if token in tokens]
            for form in [piece.text, *piece.thai[1:]] if usual else ():
                words = word_tokens(form)
                weight = piece.weight / len(words)
                found.extend(Wanted(word, weight, tokens.index(usual[-1])) for word in words)
    return found


def _cut(question: str) -> str:
    return question[:LONGEST_QUERY]


def _parts(question: str) -> list[str]:
    return [part for part in _question_words()[0].split(normalise(_cut(question)).text) if part.strip()]


def _other_forms(tokens: Sequence[str]) -> list[Wanted]:
    found: list[Wanted] = []
    table, longest = _forms()
    for start in range(len(tokens)):
        for length in range(1, min(longest, len(tokens) - start) + 1):
            for form, weight in table.get(tuple(tokens[start : start + length]), ()):
                # several words stand for one thing only together: each counts for its share
                found.extend(Wanted(token, weight / len(form), start + length - 1) for token in form)
    return found


def _other_years(tokens: Sequence[str]) -> list[Wanted]:
    found = []
    for group, token in enumerate(tokens):
        if _YEAR.fullmatch(token):
            year = buddhist_year(int(token))
            if year is not None:
                found.append(
                    Wanted(str(year if year != int(token) else year - BE_OFFSET), _YEAR_WEIGHT, group)
                )
        short = _SHORT_YEAR.fullmatch(token)
        if short is not None:
            found.append(Wanted(f"{short[1]}/25{short[2]}", _YEAR_WEIGHT, group))
    return found


Form = tuple[str, ...]


@cache
def _forms() -> tuple[dict[Form, tuple[tuple[Form, float], ...]], int]:
    """Return the other forms under each form's words, and the most words a form has."""
    table: dict[Form, list[tuple[Form, float]]] = {}
    for section in [section for name in FORMS for section in _read(name)]:
        for group in section["groups"]:
            forms = list(dict.fromkeys(tuple(word_tokens(form)) for form in group))
            for form in forms:
                others = [(other, float(section["weight"])) for other in forms if other != form]
                table.setdefault(form, []).extend(others)
    return {form: tuple(others) for form, others in table.items()}, max(map(len, table))


@cache
def _question_words() -> tuple[re.Pattern[str], frozenset[str]]:
    data = _read("question_words.yaml")
    phrases = sorted((normalise(phrase).text for phrase in data["phrases"]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, phrases))), frozenset(data["words"])


def _read(name: str) -> Any:
    return read_yaml(files("search").joinpath(name).read_text(encoding="utf-8"))
