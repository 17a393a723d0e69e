"""Thai prose cut into sentence-like clauses, by the spaces and connectives its writers use.

Thai has no full stop: a clause ends at a line that is not a wrap, before a list number, after Latin
punctuation, or at a space before a connective (`connectives.yaml`). Nothing is lost: the pieces follow each
other without gaps. Time is linear in the text.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from kg.records import Span

SHORTEST, COMFORTABLE, LONGEST = 40, 100, 250  # code points a piece should have
_UNBROKEN = 400  # a stretch without any space is cut after this many
_WRAP_WIDTH = 50  # a line at least this long ends by wrapping, unless a blank line or a marker follows

_GAP = re.compile(r"\s+")
_MARKER = re.compile(r"\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2}){0,3}(?:\)|\.(?=\s)|\.\))|\(?[ก-ฮa-z]\)\s")
_LINE_MARKER = re.compile(rf"[-•–*|](?=\s)|{_MARKER.pattern}")  # bullets count only where a line begins
_TYING = re.compile(r"[0-9๐-๙:–-]")
_BASE = re.compile(r"[\u0e01-\u0e2e\u0e40-\u0e44a-zA-Z]")
_LINE, _SENTENCE, _CLAUSE, _SPACE, _TIED = 4, 3, 2, 1, 0


def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """Return the clauses of `text[span.start:span.end]` in order, as spans of `text`.

    The spans touch: the first begins at `span.start`, the last ends at `span.end`, white space belongs to the
    piece before it. Most are `SHORTEST` to `LONGEST` code points long; lines that stand alone may be shorter.
    An empty span gives nothing.
    """
    pieces: list[Span] = []
    start = span.start
    options: list[tuple[int, int]] = []
    line_start = span.start
    for gap in _GAP.finditer(text, span.start, span.end):
        if gap.start() == span.start:
            continue
        strength = _strength(text, gap, line_start, span.end)
        if "\n" in gap.group():
            line_start = gap.end()
        start, options = _shorten(text, pieces, start, options, gap.end())
        length = gap.end() - start
        if _cuts(strength, length) and gap.end() < span.end:
            pieces.append(Span(start, gap.end()))
            start, options = gap.end(), []
        else:
            options.append((strength, gap.end()))
    start, _ = _shorten(text, pieces, start, options, span.end)
    if start < span.end:
        pieces.append(Span(start, span.end))
    return tuple(pieces)


def _cuts(strength: int, length: int) -> bool:
    if strength == _LINE:
        return True
    return (strength == _SENTENCE and length >= SHORTEST) or (strength == _CLAUSE and length >= COMFORTABLE)


def _strength(text: str, gap: re.Match[str], line_start: int, end: int) -> int:
    after = gap.end()
    white, before = gap.group(), text[gap.start() - 1]
    newlines = white.count("\n")
    open_cell = text.startswith("|", line_start) and before != "|"
    short = gap.start() - line_start < _WRAP_WIDTH and not open_cell
    if newlines >= 2 or (newlines and (short or _LINE_MARKER.match(text, after, end))):
        return _LINE
    strong, weak = _connectives()
    if (
        _MARKER.match(text, after, end)
        or strong.match(text, after, end)
        or _ends_sentence(text, gap.start(), before)
    ):
        return _SENTENCE
    if len(white) > 1 or weak.match(text, after, end):
        return _CLAUSE
    # a number stays with the word beside it: ชั้น 5, 2 กันยายน, 2564 - 2565
    return _TIED if _TYING.match(before) or _TYING.match(text, after, end) else _SPACE


def _ends_sentence(text: str, at: int, before: str) -> bool:
    if before in "!?;\u201d\u2026":
        return True
    # a Thai letter before the dot makes an abbreviation, a digit a list number
    return before == "." and at >= 2 and text[at - 2].isascii() and text[at - 2].isalpha()


def _shorten(
    text: str, pieces: list[Span], start: int, options: list[tuple[int, int]], end: int
) -> tuple[int, list[tuple[int, int]]]:
    """Cut what lies before `end` at the best places passed, until it is short enough."""
    while end - start > LONGEST:
        fitting = [option for option in options if SHORTEST <= option[1] - start <= LONGEST]
        if fitting:
            cut = max(fitting)[1]
        elif options and options[-1][1] > start:
            cut = options[-1][1] if options[-1][1] - start < _UNBROKEN else _unbroken(text, start)
        elif end - start > _UNBROKEN:
            cut = _unbroken(text, start)
        else:
            break
        pieces.append(Span(start, cut))
        start = cut
        options = [option for option in options if option[1] > start]
    return start, options


def _unbroken(text: str, start: int) -> int:
    end = start + LONGEST
    return next((at for at in range(end, end - 20, -1) if _BASE.match(text, at)), end)


def lead_in(text: str) -> bool:
    """Tell whether `text` ends by announcing a list or table (… ดังนี้, ได้แก่, a colon)."""
    return text.rstrip(" \n:-").endswith(_lead_ins()) or text.rstrip().endswith(":")


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = yaml.safe_load(
        files("search").joinpath("connectives.yaml").read_text("utf-8")
    )
    return words


@cache
def _lead_ins() -> tuple[str, ...]:
    return tuple(_words()["lead_ins"])


@cache
def _connectives() -> tuple[re.Pattern[str], re.Pattern[str]]:
    strong, weak = (
        re.compile("|".join(sorted(map(re.escape, _words()[name]), key=len, reverse=True)))
        for name in ("strong", "weak")
    )
    return strong, weak
