"""A PDF page as a grey picture, for OCR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.documents.pdf.file import open_page, open_pdf
from kg.errors import FileRefused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_PIXELS = 40_000_000
_POINTS = 72.0


def render_page(data: bytes, index: int, *, dpi: int, name: str = "the PDF") -> NDArray[np.uint8]:
    """Return page `index` (from 0) of a PDF as grey values: uint8, (height, width), 0 black to 255 white.

    The page is drawn as it is shown: its /Rotate applied, on white, with annotations.

    Raises `FileDamaged` (broken, locked, no such page can be loaded) or `FileRefused` where the picture would
    have over `MOST_PIXELS` pixels, which is told before any of it is drawn.
    """
    import numpy as np
    import pypdfium2.raw as pdfium

    with open_pdf(data, name=name) as document, open_page(document, index, name=name) as page:
        width = max(1, round(pdfium.FPDF_GetPageWidthF(page.raw) * dpi / _POINTS))
        height = max(1, round(pdfium.FPDF_GetPageHeightF(page.raw) * dpi / _POINTS))
        if width * height > MOST_PIXELS:
            raise FileRefused(
                f"{name}: page {index + 1} at {dpi} dpi would be {width:,} × {height:,} pixels; the limit is"
                f" {MOST_PIXELS:,}. Lower the resolution or split the page."
            )
        bitmap = page.render(scale=dpi / _POINTS, grayscale=True)
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
