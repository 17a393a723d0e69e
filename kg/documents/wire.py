"""Extractions and OCR pages as JSON, between the process that reads a file and the one that asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.documents.extraction import Extraction
from kg.records import Method, Notice, Page, Span

Json = dict[str, Any]


def extraction_to_json(found: Extraction) -> Json:
    """Return an extraction as JSON values."""
    return {
        "text": found.text,
        "method": found.method.value,
        "pages": [
            [p.span.start, p.span.end, p.method.value, p.label, p.exact, p.confidence] for p in found.pages
        ],
        "needs_ocr": list(found.needs_ocr),
        "untrusted": [[s.start, s.end] for s in found.untrusted],
        "warnings": [
            [n.code, n.message, [n.span.start, n.span.end] if n.span else None] for n in found.warnings
        ],
        "encoding": found.encoding,
    }


def extraction_from_json(data: Mapping[str, Any]) -> Extraction:
    """Return the extraction that `extraction_to_json` made `data` from."""
    return Extraction(
        text=data["text"],
        method=Method(data["method"]),
        pages=tuple(Page(Span(a, b), Method(how), *rest) for a, b, how, *rest in data["pages"]),
        needs_ocr=tuple(data["needs_ocr"]),
        untrusted=tuple(Span(a, b) for a, b in data["untrusted"]),
        warnings=tuple(
            Notice(code, message, Span(*span) if span else None) for code, message, span in data["warnings"]
        ),
        encoding=data["encoding"],
    )
