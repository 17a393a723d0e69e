"""Input files: the only reader of them. Text in UTF-8, UTF-16 with a byte-order mark, TIS-620 or CP874."""

from __future__ import annotations

from kg.documents.decoding import decode_document
from kg.documents.files import DEFAULT_LIMIT, read_document

__all__ = ["DEFAULT_LIMIT", "decode_document", "read_document"]
