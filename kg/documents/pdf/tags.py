"""What the structure tree of a tagged PDF says of a page: which marked content is one paragraph, which one cell.

PDFs from Word and from Chromium are tagged. The tree is trusted for what it joins and for tables it calls
tables; where it says only "NonStruct" it says nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.documents.pdf.content import Node

_BLOCKS = frozenset(("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "Caption", "Title", "Note", "TOCI"))
_CELLS = frozenset(("TD", "TH"))
_MOST_NODES = 20_000  # of a page
_DEPTH = 60


@dataclass(frozen=True, slots=True)
class _Place:
    block: int = -1
    cell: tuple[int, int, int] | None = None
    table: int = -1
    row: int = -1


def page_nodes(page: Any) -> dict[int, Node]:
    """Return marked-content number → node for a PDFium page; empty where it is untagged or too large to walk."""
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    try:
        return _Walk().nodes(tree)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _Walk:
    """One walk down a page's structure tree."""

    def __init__(self) -> None:
        self.found: dict[int, Node] = {}
        self.left = _MOST_NODES
        self.last = -1
        self.blocks = self.tables = self.rows = 0

    def nodes(self, tree: Any) -> dict[int, Node]:
        import pypdfium2.raw as pdfium

        count = pdfium.FPDF_StructTree_CountChildren(tree)
        stack: list[tuple[Any, _Place, int]] = []
        for index in range(min(count, self.left) - 1, -1, -1):
            element = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            if element:
                stack.append((element, _Place(), 0))
        while stack:
            element, place, depth = stack.pop()
            place = self._place(element, place)
            if place.block >= 0 or place.cell is not None:
                for number in self._on_this_page(element):
                    self.found.setdefault(number, Node(place.block, place.cell))
            if depth < _DEPTH:
                stack.extend(reversed([(e, p, depth + 1) for e, p in self._children(element, place)]))
            if self.left <= 0:
                return {}
        return self.found

    def _on_this_page(self, element: Any) -> Sequence[int]:
        """Return an element's content numbers on this page.

        An element that runs over a page break lists the numbers of all its pages, each page counting from 0;
        PDFium does not say which are whose. Numbers rise through a page, so its own are those that go on from
        the element before.
        """
        runs: list[list[int]] = []
        for number in _numbers(element):
            if runs and number > runs[-1][-1]:
                runs[-1].append(number)
            else:
                runs.append([number])
        if not runs:
            return ()
        own = min((run for run in runs if run[0] > self.last), key=lambda run: run[0], default=runs[0])
        if len(runs) == 1 or own[0] > self.last:
            self.last = max(self.last, own[-1])
        return own

    def _place(self, element: Any, place: _Place) -> _Place:
        kind = _kind(element)
        if kind in _BLOCKS and place.block < 0:
            self.blocks += 1
            return _Place(self.blocks, place.cell, place.table, place.row)
        if kind == "Table":
            self.tables += 1
            self.rows = 0
            # a table inside a cell is read as that cell's text
            return place if place.cell is not None else _Place(-1, None, self.tables, -1)
        if kind == "TR" and place.table >= 0 and place.cell is None:
            self.rows += 1
            return _Place(-1, None, place.table, self.rows)
        return place

    def _children(self, element: Any, place: _Place) -> Iterator[tuple[Any, _Place]]:
        import pypdfium2.raw as pdfium

        row = place.row >= 0 and place.cell is None and _kind(element) == "TR"
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            self.left -= 1
            if self.left <= 0:
                return
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            if not child:
                continue
            if row and _kind(child) in _CELLS:
                yield child, _Place(-1, (place.table, place.row, index), place.table, place.row)
            else:
                yield child, place


def _kind(element: Any) -> str:
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(64)
    length = pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    return buffer.raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


def _numbers(element: Any) -> Iterator[int]:
    import pypdfium2.raw as pdfium

    for index in range(max(0, pdfium.FPDF_StructElement_GetMarkedContentIdCount(element))):
        number = pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
        if number >= 0:
            yield number
