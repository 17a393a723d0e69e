"""The words of documents as citations, and quotes as people read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.citations import cite
from kg.errors import UnknownName
from kg.evidence import Citation
from kg.parse.lines import without_page_breaks
from kg.records import Span

if TYPE_CHECKING:
    from search.answer import Sources

_TAG = re.compile(r"</?(?:p|ul|ol|li|br|td|tr|th|table|b|i|span|div)\b[^<>]{0,80}/?>", re.IGNORECASE)
_MARK = re.compile(r"\*\*|^[-•*]\s+|\s*\|\s*", re.MULTILINE)


def readable(quote: str) -> str:
    """Return a quote on one line without the markup that OCR and Markdown leave; citations keep it as it is."""
    text = _TAG.sub(" ", without_page_breaks(quote))
    return " ".join(_MARK.sub(" ", text).split())


def cite_span(iri: str, sources: Sources) -> Citation | None:
    """Return the citation of a span's IRI (`…/span/<16 hex>/<start>-<end>`), None where its document is gone."""
    _, _, tail = iri.partition("/span/")
    key, _, offsets = tail.partition("/")
    start, _, end = offsets.partition("-")
    sha256 = sources.documents.get(key)
    if sha256 is None or not (start.isdigit() and end.isdigit()):
        return None
    try:
        document = sources.library.document(sha256)
    except UnknownName:  # removed since this state of the graph was opened
        return None
    span = Span(int(start), int(end))
    meeting = next((m for m in sources.known.meetings if m.document == key), None)
    return cite(document, span, iri, meeting.label if meeting else None)
