"""The ruling lines of a PDF page, from its path objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from kg.documents.pdf.content import Rule
from kg.documents.pdf.objects import Matrix, Shown, apply, bounds, matrix_of, multiply

_THIN = 2.0  # points: a filled shape no thicker is a line
_LEAST = 4.0  # points: nothing shorter rules a table
_MOST_SEGMENTS = 50_000
_MOST_RULES = 20_000


@dataclass(slots=True)
class PageRules:
    """Gathers the lines of one page; `add` is called for each path object."""

    shown: Shown
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    _segments: int = 0

    def add(self, handle: Any, outer: Matrix) -> None:
        """Take up one path: a thin shape is one line, a stroked one gives its straight segments."""
        import pypdfium2.raw as pdfium

        if len(self.across) + len(self.down) >= _MOST_RULES:
            return
        box = bounds(handle, outer)
        if box is None:
            return
        left, top, right, bottom = self.shown.box(box)
        if right - left <= _THIN or bottom - top <= _THIN:
            self._line(left, top, right, bottom)
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
        for (ax, ay), (bx, by) in self._edges(handle, multiply(matrix_of(handle), outer), bool(stroke.value)):
            self._line(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def _line(self, left: float, top: float, right: float, bottom: float) -> None:
        if bottom - top <= _THIN and right - left > _LEAST:
            self.across.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN and bottom - top > _LEAST:
            self.down.append(Rule((left + right) / 2, top, bottom))

    def _edges(
        self, handle: Any, matrix: Matrix, stroked: bool
    ) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        """Yield the straight edges of a stroked path, or the long sides of thin shapes in a filled one."""
        for contour in self._contours(handle, matrix):
            if stroked:
                yield from pairwise(contour)
                continue
            xs, ys = [x for x, _ in contour], [y for _, y in contour]
            if max(xs) - min(xs) <= _THIN or max(ys) - min(ys) <= _THIN:
                yield (min(xs), min(ys)), (max(xs), max(ys))

    def _contours(self, handle: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        import pypdfium2.raw as pdfium

        x, y = ctypes.c_float(), ctypes.c_float()
        contour: list[tuple[float, float]] = []
        for index in range(pdfium.FPDFPath_CountSegments(handle)):
            self._segments += 1
            if self._segments > _MOST_SEGMENTS:
                return
            segment = pdfium.FPDFPath_GetPathSegment(handle, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.shown.place(*apply(matrix, x.value, y.value))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO and contour:
                yield contour
                contour = []
            contour.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment) and contour:
                contour.append(contour[0])
        if contour:
            yield contour
