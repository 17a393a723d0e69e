"""What kind of thing a project's first word says it is, and the programme or plan it is said to be under."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, form, table
from kg.parse.ending import name_end
from kg.parse.wording import GAP, joined, trim
from kg.records import Span
from kg.thai import fold

_REACH = 200
_SHORTEST = 5  # folded characters of a name after its first word


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], str], ...]:
    words = [(word, kind) for kind, listed in table("projects", "kinds").items() for word in listed]
    return tuple(
        (re.compile(rf"(?:\(?ร่าง\)?\s*)?{either([word])}"), kind)
        for word, kind in sorted(words, key=lambda pair: -len(pair[0]))
    )


def kind_of(name: str) -> str:
    """Return what a name's first word says it is ("แผนงาน…" is a programme); "project" where it says nothing."""
    return next((kind for pattern, kind in _kinds() if pattern.match(name)), "project")


@cache
def _under() -> re.Pattern[str]:
    data = form("projects")
    return re.compile(
        rf"{GAP}[”\"]?{GAP}(?:\([^()\n]{{1,60}}\){GAP})?{either(data['under'])}{GAP}(?P<whole>{either(data['wholes'])})"
    )


def part_of(text: str, span: Span) -> tuple[str, Span] | None:
    """Return the programme or plan that the words right after a project say it is under, and where; or None."""
    match = _under().match(text, span.end)
    if match is None:
        return None
    end, closed = name_end(text, match.end(), min(len(text), match.end() + _REACH), "projects")
    name = joined(text[match.start("whole") : end])
    if re.search(r"(?:\s|ใน|ของ|ด้าน)\d*$|\s\d+$", name):
        return None
    if not closed or len(fold(name)) < len(fold(match["whole"])) + _SHORTEST:
        return None
    return name, trim(text, match.start("whole"), end)
