"""A source as its readers see it: face, lines, page furniture, table rows; made once for a document."""

from __future__ import annotations

from dataclasses import dataclass

from kg.parse.furniture import find_furniture
from kg.parse.lines import Line, face, split_lines
from kg.parse.tables import Row, find_rows


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of one source.

    `furniture` are the indexes of lines without content; `shown` is the face of `text` with spaces in their
    place, so that no rule reads a page number into what goes on around it.
    """

    text: str
    shown: str
    lines: tuple[Line, ...]
    furniture: frozenset[int]
    tables: tuple[Row, ...]

    def content(self, start: int, end: int) -> tuple[Line, ...]:
        """Return the lines with content that begin in `[start, end)`."""
        return tuple(
            line
            for line in self.lines
            if start <= line.span.start < end and not line.blank and line.index not in self.furniture
        )


def read_layout(text: str) -> Layout:
    """Return the layout of a source; linear in its length."""
    shown = face(text)
    lines = split_lines(text, shown=shown)
    furniture = find_furniture(text, lines)
    return Layout(text, _without(shown, lines, furniture), lines, furniture, find_rows(shown, lines))


def _without(shown: str, lines: tuple[Line, ...], furniture: frozenset[int]) -> str:
    parts: list[str] = []
    at = 0
    for index in sorted(furniture):
        body = lines[index].body
        parts += (shown[at : body.start], " " * (body.end - body.start))
        at = body.end
    return "".join((*parts, shown[at:]))
