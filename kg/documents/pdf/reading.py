"""One PDF page → its content in plain values. With `pdf_objects`, `pdf_text` and the like the door to PDFium."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.documents.pdf.content import PageContent, Piece
from kg.documents.pdf.objects import MOST_OBJECTS, Matrix, Shown, bounds, shown_page, walk
from kg.documents.pdf.rules import PageRules
from kg.documents.pdf.tags import page_nodes
from kg.documents.pdf.text import PageText

MOST_TEXTS = 20_000


def read_page(page: Any) -> PageContent:
    """Return what stands on an open PDFium page. Text off the page is left out.

    Linear in the page's objects, but for PDFium's own reading of text, which is not: over `MOST_TEXTS` text
    objects no text is read, and the page is `crowded`.
    """
    import pypdfium2.raw as pdfium

    shown = shown_page(page)
    objects = list(walk(page))
    rules, cover = PageRules(shown), 0.0
    texts = []
    for handle, kind, matrix in objects:
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append((handle, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules.add(handle, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            cover = max(cover, _cover(bounds(handle, matrix), shown))
    crowded = len(objects) >= MOST_OBJECTS or len(texts) > MOST_TEXTS
    pieces, spaced = _read_text(page, texts, shown) if len(texts) <= MOST_TEXTS else ([], True)
    width, height = shown.size
    return PageContent(
        width,
        height,
        tuple(piece for piece in pieces if _on_page(piece, width, height)),
        tuple(rules.across),
        tuple(rules.down),
        cover,
        page_nodes(page),
        crowded,
        spaced,
    )


def _read_text(page: Any, texts: Sequence[tuple[Any, Matrix]], shown: Shown) -> tuple[list[Piece], bool]:
    """Return the pieces of text in content order, and whether the page draws its spaces."""
    import pypdfium2.raw as pdfium

    text_page = pdfium.FPDFText_LoadPage(page.raw)
    try:
        text = PageText(text_page, shown)
        for handle, matrix in texts:
            text.add(handle, matrix)
        return text.finished(), text.spaced
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _cover(box: tuple[float, float, float, float] | None, shown: Shown) -> float:
    """Return the share of the page that a box in page space covers."""
    if box is None:
        return 0.0
    width, height = shown.size
    left, top, right, bottom = shown.box(box)
    wide, high = min(right, width) - max(left, 0.0), min(bottom, height) - max(top, 0.0)
    return max(wide, 0.0) * max(high, 0.0) / (width * height)


def _on_page(piece: Piece, width: float, height: float) -> bool:
    return -1 <= piece.y <= height + piece.size and piece.right >= 0 and piece.left <= width
