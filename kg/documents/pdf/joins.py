"""What to put between two lines that read on: nothing, or a space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from kg.form import either, opens, words
from kg.parse.markers import read_marker
from kg.thai import arabic_digits

_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e\uf700-\uf71a]")
_GRAM = 5
_NO_SPACE_BEFORE = frozenset(",.;:)]}”’ๆฯ%!?/")
_NO_SPACE_AFTER = frozenset("([{“‘/")


class Joins:
    """Judges joins by the rest of the document: the same letters met elsewhere with or without a space."""

    def __init__(self, pages: Iterable[Sequence[str]]) -> None:
        """Read the lines of all pages; linear in their length."""
        texts = [text for page in pages for text in page]
        wanted = {
            before[-_GRAM:] + after[:_GRAM]
            for before, after in pairwise(texts)
            if len(before) >= _GRAM and len(after) >= _GRAM
        }
        self._votes: Counter[str] = Counter()
        for text in texts:
            for at in range(len(text) - 2 * _GRAM + 1):
                gram = text[at : at + 2 * _GRAM]
                if gram in wanted:
                    self._votes[gram] -= 1
                elif text[at + _GRAM] == " ":
                    spaced = text[at : at + _GRAM] + text[at + _GRAM + 1 : at + 2 * _GRAM + 1]
                    if spaced in wanted:
                        self._votes[spaced] += 1

    def between(self, before: str, after: str, *, blank: bool, cell: bool = False) -> str:
        """Return "" or " " for a line that ends in `before` and goes on with `after`.

        `blank` says the file itself has a blank at the line's end, `cell` that this is in a table's cell.
        """
        if blank or (cell and _office_follows(before, after)):
            return " "
        end, start = before[-1:], after[:1]
        if not end or not start or end in _NO_SPACE_AFTER or start in _NO_SPACE_BEFORE:
            return ""
        if end == "-":
            return " " if before.endswith(" -") else ""
        if _THAI.match(end) and _THAI.match(start):
            votes = self._votes[before[-_GRAM:] + after[:_GRAM]]
            told = _name_breaks(before, after) or _role_follows(before, after) or _post_follows(before, after)
            return " " if votes > 1 or (votes >= 0 and told) else ""
        return " "


def _name_breaks(before: str, after: str) -> bool:
    """Whether a line ends between two titles, or between the given name and the surname of a titled person."""
    word = before[-60:].rsplit(" ", 1)[-1].lstrip("(")
    found = _titled().match(word)
    if found is None or opens(word, "line_joins", "not_names"):
        return False
    if found.end() == len(word):
        return _titled().match(after) is not None
    name, _, rest = after.partition(" ")
    if rest and not (")" in name or rest.startswith("(") or _after_name().match(rest)):
        return False  # a given name cut in two, its surname after the space
    return len(word) - found.end() >= 3 and len(name.rstrip(")")) >= 4


def _role_follows(before: str, after: str) -> bool:
    """Whether a list item ends in a role of its own line ("๑. นายก ข นายกเทศมนตรี" / "ประธานกรรมการ")."""
    if after.strip() not in words("roles", "bases") or before.endswith(words("line_joins", "role_goes_on")):
        return False
    return read_marker(arabic_digits(before[:12])) is not None or _titled().match(before) is not None


def _post_follows(before: str, after: str) -> bool:
    """Whether a line ends after a titled person's surname, and the next opens with what they are."""
    tokens = before[-80:].split()[-2:]
    if len(tokens) < 2 or opens(tokens[0].lstrip("("), "line_joins", "not_names"):
        return False
    return _titled().match(tokens[0].lstrip("(")) is not None and _after_name().match(after) is not None


def _office_follows(before: str, after: str) -> bool:
    """Whether the office of a post opens the next line of a cell ("…ชำนาญการ" / "สำนักงาน ก.ก.")."""
    if not opens(after, "line_joins", "office_starts") or _leads_office().search(before):
        return False
    return _post().search(before[-80:]) is not None


@cache
def _post() -> re.Pattern[str]:
    return re.compile(either((*words("posts", "heads"), *words("posts", "professions"))))


@cache
def _leads_office() -> re.Pattern[str]:
    """What an office's name follows without a space."""
    leads = (*words("posts", "heads"), *words("posts", "notes"), *words("line_joins", "office_follows"))
    return re.compile(either(leads) + "$")


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(either(words("titles", "civil", "academic", "medical")))


@cache
def _after_name() -> re.Pattern[str]:
    """What follows a person's whole name: a post, an office, a role."""
    known = words("posts", "heads", "professions", "notes")
    return re.compile(either((*known, *words("agencies", "parts"), *words("roles", "bases"), "แทน", "ผู้")))
