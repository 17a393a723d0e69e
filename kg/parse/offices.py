"""Government offices by their official names: where they stand in a text, and what an abbreviation stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from rapidfuzz import fuzz, process

from kg.form import flexible, form
from kg.records import Span
from kg.thai import fold

_STEM = 6  # letters that names are grouped by, so that few are tried at one place
_ALIKE = 94.0  # percent, a name and its mistyped form
_LONG = 8  # letters; shorter names are told apart by one letter
_GAP = "[ \u00a0\u200b]*"


@cache
def official_names() -> tuple[str, ...]:
    """Return the names of ministries, offices and departments, longest first."""
    data = form("offices")
    names = {*data["ministries"], *data["offices"], *data["departments"]}
    return tuple(sorted(names, key=lambda n: (-len(n), n)))


@cache
def office_abbreviations() -> Mapping[str, str]:
    """Return the abbreviations that mean one office everywhere ("กค." -> "กระทรวงการคลัง")."""
    data = form("offices")
    found: dict[str, str] = {}
    for group in ("ministries", "offices"):
        for name, short in data[group].items():
            found.update(dict.fromkeys(short, official(name)))
    return found


def official(name: str) -> str:
    """Return a name of the list as it is printed: no space before และ that the list keeps only to allow one."""
    return name.replace("วิจัย และ", "วิจัยและ")


@cache
def _names() -> re.Pattern[str]:
    stems: dict[str, list[str]] = defaultdict(list)
    for name in official_names():
        stems[name[:_STEM]].append(name[_STEM:])
    tries = (
        flexible(stem) + "(?:" + "|".join(flexible(rest) for rest in rests) + ")"
        for stem, rests in sorted(stems.items())
    )
    return re.compile("(?:" + "|".join(tries) + ")")


def find_offices(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return where official names stand in `text[start:end]`, in order, the longest at each place."""
    return tuple(Span(*match.span()) for match in _names().finditer(text, start, end))


def is_ministry(name: str) -> bool:
    """Is this the official name of a ministry?"""
    return name.replace(" ", "") in _ministries()


@cache
def _ministries() -> frozenset[str]:
    return frozenset(name.replace(" ", "") for name in form("offices")["ministries"])


@cache
def _folded() -> Mapping[str, str]:
    return {fold(name): official(name) for name in official_names()}


@cache
def _heads() -> re.Pattern[str]:
    heads = sorted(form("offices")["heads"], key=lambda h: (-len(h), h))
    return re.compile("(?:" + "|".join(flexible(h) for h in heads) + ")" + _GAP)


def right_name(written: str) -> str:
    """Return an office's official name for one written with a slip or other spaces; else what was written.

    The head before it stays ("รัฐมนตรีว่าการกะทรวงวัฒนธรรม" -> "รัฐมนตรีว่าการกระทรวงวัฒนธรรม").
    """
    head = _heads().match(written)
    at = head.end() if head else 0
    key = fold(written[at:])
    known = _folded().get(key)
    if known is None and len(key) >= _LONG:
        close = process.extractOne(key, _folded().keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        known = _folded()[close[0]] if close else None
    if known is None:
        return written
    return (written[:at].strip() + known) if at else known
