"""Which reader takes which format. Runs inside the child process."""

from __future__ import annotations

from collections.abc import Callable

from kg.documents.extraction import Extraction
from kg.documents.sniff import Format, sniff


def extract(data: bytes, *, name: str, on_pages: Callable[[int], None]) -> Extraction:
    """Return the text layer of the file `name`; `on_pages` is told the number of pages before a PDF is read.

    Raises `FileEmpty`, `NotText`, `FileDamaged` or `FileRefused`, as the readers do.
    """
    form = sniff(data, name=name)
    if form is Format.PDF:
        from kg.documents.pdf.extract import read_pdf
        from kg.documents.pdf.file import open_pdf

        with open_pdf(data, name=name) as document:
            on_pages(len(document))
        return read_pdf(data, name=name)
    if form is Format.DOCX:
        from kg.documents.word.docx import read_docx

        return read_docx(data, name=name)
    if form is Format.DOC:
        from kg.documents.word.doc import read_doc

        return read_doc(data, name=name)
    if form is Format.HTML:
        from kg.documents.web.html import read_html

        return read_html(data, name=name)
    from kg.documents.plain.decoding import read_text

    return read_text(data, name=name)
