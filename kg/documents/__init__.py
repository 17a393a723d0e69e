"""Input files: the only reader of them. Any common format in, a frozen text layer out.

Text in any encoding, HTML, DOCX, DOC, PDF and pictures of pages (`files.py` says how each is told and read).
"""

from __future__ import annotations

from kg.documents.files import (
    DEFAULT_LIMIT,
    SUFFIXES,
    ReadOptions,
    decode_document,
    document_from_bytes,
    read_document,
)
from kg.documents.recognition import OnPage

__all__ = [
    "DEFAULT_LIMIT",
    "SUFFIXES",
    "OnPage",
    "ReadOptions",
    "decode_document",
    "document_from_bytes",
    "read_document",
]
