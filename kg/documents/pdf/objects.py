"""The objects of a PDF page, walked in the order they are drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_OBJECTS = 200_000
_DEPTH = 8
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """How page space becomes the page as shown: the visible box, and quarter turns clockwise."""

    x0: float
    y0: float
    x1: float
    y1: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        width, height = self.x1 - self.x0, self.y1 - self.y0
        return (height, width) if self.turns % 2 else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of page space as shown: from the top left corner, y downwards."""
        if self.turns == 1:
            return y - self.y0, x - self.x0
        if self.turns == 2:
            return self.x1 - x, y - self.y0
        if self.turns == 3:
            return self.y1 - y, self.x1 - x
        return x - self.x0, self.y1 - y

    def box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return (left, top, right, bottom) as shown of (left, bottom, right, top) in page space."""
        if self.turns == 0:
            return box[0] - self.x0, self.y1 - box[3], box[2] - self.x0, self.y1 - box[1]
        ax, ay = self.place(box[0], box[1])
        bx, by = self.place(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def shown_page(page: Any) -> Shown:
    """Return the transform of a PDFium page."""
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, rect)
    turns = pdfium.FPDFPage_GetRotation(page.raw) % 4
    if rect.right > rect.left and rect.top > rect.bottom:
        return Shown(rect.left, rect.bottom, rect.right, rect.top, turns)
    return Shown(0.0, 0.0, 595.0, 842.0, turns)


def walk(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Yield (object, kind, matrix to page space) in the order drawn, those inside forms in their place.

    At most `MOST_OBJECTS` are yielded; forms nested deeper than eight are left out.
    """
    import pypdfium2.raw as pdfium

    seen = 0
    stack: list[tuple[Any, int, int, bool, Matrix]] = [
        (page.raw, 0, pdfium.FPDFPage_CountObjects(page.raw), False, IDENTITY)
    ]
    while stack and seen < MOST_OBJECTS:
        holder, index, count, form, matrix = stack.pop()
        if index >= count:
            continue
        stack.append((holder, index + 1, count, form, matrix))
        handle = (
            pdfium.FPDFFormObj_GetObject(holder, index) if form else pdfium.FPDFPage_GetObject(holder, index)
        )
        if not handle:
            continue
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            if len(stack) < _DEPTH:
                inside = pdfium.FPDFFormObj_CountObjects(handle)
                stack.append((handle, 0, inside, True, multiply(matrix_of(handle), matrix)))
            continue
        yield handle, kind, matrix


def matrix_of(handle: Any) -> Matrix:
    """Return an object's own matrix."""
    import pypdfium2.raw as pdfium

    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, found):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies `first` and then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return a point moved by a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def bounds(handle: Any, matrix: Matrix) -> tuple[float, float, float, float] | None:
    """Return an object's (left, bottom, right, top) in page space, or None where it has none."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    box = left.value, bottom.value, right.value, top.value
    if matrix is IDENTITY:
        return box
    corners = [apply(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
