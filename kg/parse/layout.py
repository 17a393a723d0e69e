"""A source as its readers see it: face, lines, page furniture, table rows; made once for a document."""

from __future__ import annotations

from dataclasses import dataclass

from kg.parse.furniture import find_furniture
from kg.parse.lines import Line, face, split_lines
from kg.parse.tables import Row, find_rows


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of one source. `shown` is the face of `text`; `furniture` the indexes of lines without content."""

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
    return Layout(text, shown, lines, find_furniture(text, lines), find_rows(shown, lines))
