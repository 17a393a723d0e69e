"""Table rows as OCR and converters leave them: markdown pipes (cells may hold line breaks) and tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.parse.lines import Line, trimmed
from kg.records import Span

_RULE = re.compile(r"[|\s:\-–—=+_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One table row. `cells` are trimmed spans in column order, empty cells kept (as empty spans).

    `lines` is the half-open range of line indexes the row lies on. `ruled` marks a row of dashes or of
    nothing but empty cells. `style` is "pipe" or "tab".
    """

    span: Span
    cells: tuple[Span, ...]
    lines: tuple[int, int]
    ruled: bool
    style: str


def find_rows(shown: str, lines: Sequence[Line]) -> tuple[Row, ...]:
    """Return the table rows among `lines` (whose indexes count from 0), in order.

    A pipe row begins with a pipe ("- |" too) or holds two; it goes on over the next lines until a line ends
    with a pipe. A tab row holds a tab between contents, or stands with at least one tab in a run of such.
    """
    rows: list[Row] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.text.startswith(("|", "- |", "-|")) or line.text.count("|") >= 2:
            j = _pipe_end(lines, i)
            rows.append(_pipe_row(shown, lines, i, j))
            i = j
            continue
        after_row = bool(rows) and rows[-1].style == "tab" and rows[-1].lines[1] == line.index
        tabs = shown.count("\t", line.span.start, line.span.end)
        if "\t" in line.text or (tabs >= 2 and (after_row or _is_tab_row(lines, i + 1))):
            rows.append(_tab_row(shown, line))
        i += 1
    return tuple(rows)


def _is_tab_row(lines: Sequence[Line], i: int) -> bool:
    return i < len(lines) and lines[i].text.count("\t") >= 2


def _pipe_end(lines: Sequence[Line], i: int) -> int:
    if lines[i].text.endswith("|") and lines[i].text.count("|") >= 2:
        return i + 1
    if not lines[i].text.startswith("|"):
        return i + 1
    j = i + 1
    while j < len(lines) and j < i + 12:
        text = lines[j].text
        if not text or text.startswith("|"):
            return i + 1 if not text else j
        j += 1
        if text.endswith("|"):
            return j
    return i + 1


def _pipe_row(shown: str, lines: Sequence[Line], i: int, j: int) -> Row:
    span = Span(lines[i].body.start, lines[j - 1].body.end)
    text = shown[span.start : span.end]
    offset = len(text) - len(text.lstrip("- "))
    cells: list[Span] = []
    at = span.start + offset + (1 if text[offset : offset + 1] == "|" else 0)
    for k in range(at, span.end):
        if shown[k] == "|":
            cells.append(trimmed(shown, Span(at, k)))
            at = k + 1
    if at < span.end:
        cells.append(trimmed(shown, Span(at, span.end)))
    return Row(
        span,
        tuple(cells),
        (lines[i].index, lines[j - 1].index + 1),
        _RULE.fullmatch(text) is not None,
        "pipe",
    )


def _tab_row(shown: str, line: Line) -> Row:
    cells: list[Span] = []
    at = line.span.start
    for k in range(line.span.start, line.span.end):
        if shown[k] == "\t":
            cells.append(trimmed(shown, Span(at, k)))
            at = k + 1
    cells.append(trimmed(shown, Span(at, line.span.end)))
    return Row(
        line.body, tuple(cells), (line.index, line.index + 1), _RULE.fullmatch(line.text) is not None, "tab"
    )
