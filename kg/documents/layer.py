"""Putting a text layer together from paragraphs, table rows and page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.records import Method, Page, Span

CELL_BREAK = "\u2028"  # a line break inside a table cell
PAGE_BREAK = "\f\n"
_BREAKS = re.compile(r"[\n\u2028\u2029\f\v\r]+")


@dataclass(slots=True)
class Layer:
    """A text layer in the making; see `kg.documents.extraction.Extraction` for its form."""

    method: Method
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _page_ends: list[int] = field(default_factory=list)
    _page_start: int = 0
    _page_empty: bool = True

    def line(self, text: str) -> None:
        """Add a paragraph; line feeds inside it become lines of their own."""
        self._pieces += (text, "\n")
        self._length += len(text) + 1
        self._page_empty = self._page_empty and not text.strip()

    def row(self, cells: Sequence[str]) -> None:
        """Add a table row; line breaks inside a cell are marked, tabs inside it become spaces."""
        self.line("\t".join(as_cell(cell) for cell in cells))

    def page_break(self, *, sure: bool = True) -> None:
        """End the page here. One that is not `sure` is left out where the page has no text yet."""
        if not sure and self._page_empty:
            return
        self._page_ends.append(self._length)
        self._pieces.append(PAGE_BREAK)
        self._length += len(PAGE_BREAK)
        self._page_start = self._length
        self._page_empty = True

    def finish(self) -> tuple[str, tuple[Page, ...]]:
        """Return the text and its pages (inexact); no pages where no break was added."""
        ends = self._page_ends
        while ends and self._pieces and self._pieces[-1] == PAGE_BREAK:
            self._pieces.pop()  # a break after the last line opens no page
            ends = ends[:-1]
            self._length -= len(PAGE_BREAK)
        text = "".join(self._pieces)
        if not ends:
            return text, ()
        starts = [0, *(end + len(PAGE_BREAK) for end in ends)]
        spans = [Span(start, end) for start, end in zip(starts, [*ends, len(text)], strict=True)]
        return text, tuple(Page(span, self.method, exact=False) for span in spans)


def as_cell(text: str) -> str:
    """Return the content of a table cell as it stands in a row: one line, without tabs or empty lines."""
    lines = (line.replace("\t", " ").strip(" \u00a0") for line in _BREAKS.split(text))
    return CELL_BREAK.join(line for line in lines if line)
