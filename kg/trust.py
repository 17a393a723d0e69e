"""Which words of a document hold digits that may be wrong though they look right."""

from __future__ import annotations

import re
from bisect import bisect_right

from kg.records import Document, Span

_DIGIT = re.compile(r"[0-9๐-๙]")


def untrusted_digits(document: Document, span: Span) -> bool:
    """Return whether a digit in `span` stands in an untrusted stretch of the document."""
    stretches = document.untrusted
    first = bisect_right(stretches, span.start, key=lambda stretch: stretch.end)
    for stretch in stretches[first:]:
        if stretch.start >= span.end:
            return False
        if _DIGIT.search(document.text, max(stretch.start, span.start), min(stretch.end, span.end)):
            return True
    return False
