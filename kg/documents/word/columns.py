"""Tabs of a word processor: which set columns (an attendance list without a table) and which only space.

In a text layer a tab parts the cells of a row, but clerks also press it to indent, after a number and
between a label and its text ("มติที่ประชุม⇥รับทราบ"). A tab is kept where it leads to the right half of the
page in at least two paragraphs next to each other; every other becomes a space, or nothing at the ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_STOP_EVERY = 720  # twips between the stops nobody set
_LETTER = 125  # twips: the mean letter of the 16-point face that official documents are set in
_FAR = 4_000  # twips, 7 cm: beyond what labels and indents reach
_LINE = 9_500  # twips: wider than the text of an A4 page
_MOST_STOPS = 64  # Word's own limit
_NO_WIDTH = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\f\x0e]")
_TABS = re.compile(r"\t[ \t]*")
_MARKER = re.compile(r"[(（]?[0-9๐-๙]{1,3}(?:\.[0-9๐-๙]{1,3})*[.)）]{0,2}|[ก-ฮ]\.|[-–•]")


@dataclass(frozen=True, slots=True)
class Tabbed:
    """A paragraph with its tabs; positions in twips from the margin. `stops` are set ones, in order."""

    text: str
    stops: tuple[int, ...] = ()
    left: int = 0
    first: int = 0


def lay_tabs(paragraphs: Sequence[Tabbed]) -> list[str]:
    """Return the texts of the paragraphs, in order, with tabs only where they part columns."""
    if not any("\t" in paragraph.text for paragraph in paragraphs):
        return [paragraph.text for paragraph in paragraphs]
    lines = [
        Tabbed(line, p.stops, p.left, p.first if i == 0 else p.left)
        for p in paragraphs
        for i, line in enumerate(p.text.split("\n"))
    ]
    columns = _columns(lines)
    laid = iter(
        [_row(line.text) if c else _running(line.text) for line, c in zip(lines, columns, strict=True)]
    )
    return ["\n".join(next(laid) for _ in range(p.text.count("\n") + 1)) for p in paragraphs]


def _columns(lines: Sequence[Tabbed]) -> list[bool]:
    far = [_reach(line) >= _FAR for line in lines]
    written = [i for i, line in enumerate(lines) if line.text.strip()]
    found = [False] * len(lines)
    for here, after in pairwise(written):
        if far[here] and far[after]:
            found[here] = found[after] = True
    layouts = {lines[i].stops for i in written if found[i] and lines[i].stops}
    return [f or (far[i] and lines[i].stops in layouts) for i, f in enumerate(found)]


def _reach(line: Tabbed) -> int:
    """How far right the tabs between contents lead, in twips; 0 where there is none on the first line."""
    at = line.first
    farthest = 0
    pieces = list(_pieces(line.text.strip(" ")))
    for number, (content, tabs) in enumerate(pieces):
        at += _LETTER * len(_NO_WIDTH.sub("", content))
        if at > _LINE:
            break
        for _ in range(tabs):
            at = _next_stop(line, at) if at <= _LINE else at
        if tabs and number + 1 < len(pieces) and any(c.strip() for c, _ in pieces[: number + 1]):
            farthest = max(farthest, at)
    return farthest


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Contents and how many tabs follow each."""
    at = 0
    for found in _TABS.finditer(text):
        yield text[at : found.start()], found.group().count("\t")
        at = found.end()
    if at < len(text):
        yield text[at:], 0


def _next_stop(line: Tabbed, at: int) -> int:
    past = [stop for stop in line.stops[:_MOST_STOPS] if stop > at]
    if line.left > at and (not past or line.left < past[0]):
        return line.left  # the indent of the further lines is a stop too
    return past[0] if past else (at // _STOP_EVERY + 1) * _STOP_EVERY


def _running(text: str) -> str:
    return " ".join(filter(None, _cells(text))) if "\t" in text else text


def _row(text: str) -> str:
    cells = _cells(text)
    if len(cells) > 2 and _MARKER.fullmatch(cells[0]):
        cells[:2] = [f"{cells[0]} {cells[1]}"]
    return "\t".join(cells)


def _cells(text: str) -> list[str]:
    return [cell.strip(" ") for cell in _TABS.split(text.strip(" \t"))]
