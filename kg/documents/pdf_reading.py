"""One PDF page → its content in plain values. With `pdf_objects`, `pdf_text` and the like the door to PDFium."""

from __future__ import annotations

from typing import Any

from kg.documents.pdf_content import PageContent, Piece
from kg.documents.pdf_objects import MOST_OBJECTS, bounds, shown_page, walk
from kg.documents.pdf_rules import PageRules
from kg.documents.pdf_tags import page_nodes
from kg.documents.pdf_text import PageText


def read_page(page: Any) -> PageContent:
    """Return what stands on an open PDFium page; linear in its objects. Text off the page is left out."""
    import pypdfium2.raw as pdfium

    shown = shown_page(page)
    width, height = shown.size
    text_page = pdfium.FPDFText_LoadPage(page.raw)
    cover, count = 0.0, 0
    try:
        text, rules = PageText(text_page, shown), PageRules(shown)
        for handle, kind, matrix in walk(page):
            count += 1
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                text.add(handle, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                rules.add(handle, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                box = bounds(handle, matrix)
                if box is not None:
                    left, top, right, bottom = shown.box(box)
                    wide = min(right, width) - max(left, 0.0)
                    high = min(bottom, height) - max(top, 0.0)
                    cover = max(cover, max(wide, 0.0) * max(high, 0.0) / (width * height))
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return PageContent(
        width,
        height,
        tuple(piece for piece in text.finished() if _on_page(piece, width, height)),
        tuple(rules.across),
        tuple(rules.down),
        cover,
        page_nodes(page),
        count >= MOST_OBJECTS,
        text.spaced,
    )


def _on_page(piece: Piece, width: float, height: float) -> bool:
    return -1 <= piece.y <= height + piece.size and piece.right >= 0 and piece.left <= width
