"""The words of a document as a citation, with the page they stand on."""

from __future__ import annotations

from bisect import bisect_right

from kg.evidence import Citation
from kg.records import Document, Span
from kg.trust import untrusted_digits


def page_of(document: Document, offset: int) -> int | None:
    """Return the page, from 1, that holds an offset; None where the document has no pages, or none there."""
    number = bisect_right(document.pages, offset, key=lambda page: page.span.start)
    return number if number and offset < document.pages[number - 1].span.end else None


def cite(document: Document, span: Span, iri: str, label: str | None) -> Citation:
    """Return the words of `document` at `span` as the citation of the fact `iri`; `label` names its meeting."""
    quote = document.text[span.start : span.end]
    page = page_of(document, span.start)
    untrusted = untrusted_digits(document, span)
    return Citation(document.file, iri, span.start, span.end, quote, page, label, document.sha256, untrusted)
