"""Opening a PDF: what is broken, locked or too much is refused here, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kg.errors import FileDamaged, FileRefused

MOST_PAGES = 2_000
_PASSWORD = 4  # PDFium's code for a missing or wrong password
_COPY = 0x10  # the permission bit to copy text


@contextmanager
def open_pdf(data: bytes, *, name: str) -> Iterator[Any]:
    """Yield the PDFium document in `data`; it is closed at the end.

    Raises `FileDamaged` (broken, cut short, locked with a password, without pages) or `FileRefused` (over
    `MOST_PAGES` pages); each names the file and the remedy.
    """
    import pypdfium2

    if b"%PDF-" not in data[:1024]:
        raise FileDamaged(f"{name} does not begin like a PDF. Check that it was downloaded or copied whole.")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pypdfium2.raw.FPDF_GetLastError() == _PASSWORD or "password" in str(error).lower():
            raise FileDamaged(
                f"{name} is locked with a password. Save a copy without a password and try again."
            ) from error
        raise FileDamaged(
            f"{name} is a damaged PDF and cannot be opened ({len(data):,} bytes). Get it again, or open it and save a copy."
        ) from error
    try:
        count = len(document)
        if count == 0:
            raise FileDamaged(f"{name} is a PDF without pages. Get it again, or open it and save a copy.")
        if count > MOST_PAGES:
            raise FileRefused(f"{name} has {count:,} pages; the limit is {MOST_PAGES:,}. Split it.")
        yield document
    finally:
        document.close()


@contextmanager
def open_page(document: Any, index: int, *, name: str) -> Iterator[Any]:
    """Yield page `index` (from 0) of an open document; raises `FileDamaged` where it cannot be loaded."""
    import pypdfium2

    try:
        page = document[index]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise FileDamaged(
            f"{name}: page {index + 1} is missing or damaged. Get the file again, or open it and save a copy."
        ) from error
    try:
        yield page
    finally:
        page.close()


def forbids_extraction(document: Any) -> bool:
    """Whether the file is encrypted under an owner's password and asks that its text not be copied."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) < 0:
        return False
    return not pdfium.FPDF_GetDocPermissions(document.raw) & _COPY
