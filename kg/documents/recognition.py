"""Pages that are pictures, read by OCR and put back among those that have text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from kg.documents.extraction import Extraction
from kg.documents.page_number import printed_number
from kg.documents.sandbox import Limits, run_child
from kg.errors import MissingExtra
from kg.records import Method, Notice, Page, Span

DPI = 200  # at which the digit model was measured; more costs time and gains nothing
_LIMITS = Limits(memory_mb=3072, cpu_s=90, wall_s=240)  # a page
_BREAK = "\f\n"

OnPage = Callable[[int, int], None]
"""Called with pages recognised so far and pages to recognise."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One page's own text; spans count from its first character."""

    text: str
    page: Page
    untrusted: tuple[Span, ...] = ()
    warnings: tuple[Notice, ...] = ()


def picture_count(data: bytes, *, name: str) -> int:
    """Return how many pictures an image file holds. Raises `FileDamaged`, `FileRefused` or `MissingExtra`."""
    return int(run_child("pictures", data, name=name))


def recognise(found: Extraction, data: bytes, *, name: str, on_page: OnPage | None = None) -> Extraction:
    """Return `found` with the pages it asks OCR for read from their pictures.

    Where OCR is not installed and some page has text, the others keep what they have and a notice says how to
    install it. Raises `MissingExtra` where no page has text, `FileDamaged` or `FileRefused` as the child does.
    """
    if not found.needs_ocr:
        return found
    try:
        read = _read_pages(found.needs_ocr, data, name, on_page)
    except MissingExtra as error:
        if not any(found.text[page.span.start : page.span.end].strip() for page in found.pages):
            raise
        spans = [found.pages[i].span for i in found.needs_ocr]
        notices = (
            Notice("page-not-read", f"page {i + 1} needs OCR. {error}", span)
            for i, span in zip(found.needs_ocr, spans, strict=True)
        )
        return replace(found, warnings=(*found.warnings, *notices))
    return _joined(found, read)


def _read_pages(pages: Sequence[int], data: bytes, name: str, on_page: OnPage | None) -> dict[int, _Leaf]:
    read: dict[int, _Leaf] = {}

    def one(index: int) -> _Leaf:
        said = run_child("ocr", data, name=name, arguments=(str(index), str(DPI)), limits=_LIMITS)
        text = said["text"]
        page = Page(Span(0, len(text)), Method.OCR, printed_number(text), confidence=said["confidence"])
        untrusted = tuple(Span(a, b) for a, b in said["untrusted"])
        notices = tuple(
            Notice(code, f"page {index + 1}: {message}", Span(*span) if span else None)
            for code, message, span in said["warnings"]
        )
        return _Leaf(text, page, untrusted, notices)

    first, *rest = pages  # alone: a missing engine is found once
    read[first] = one(first)
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        for done, (index, leaf) in enumerate(zip(rest, pool.map(one, rest), strict=True), 1):
            if on_page:
                on_page(done, len(pages))
            read[index] = leaf
    if on_page:
        on_page(len(pages), len(pages))
    return read


def _joined(found: Extraction, read: Mapping[int, _Leaf]) -> Extraction:
    """Lay the pages one after the other again, each on its own line after a form feed."""
    count = max(len(found.pages), 1 + max(read))
    leaves = [read.get(i) or _leaf(found, i) for i in range(count)]
    text, pages, untrusted, warnings = "", [], [], list(_unplaced(found))
    parts: list[str] = []
    at = 0
    for leaf in leaves:
        if parts:
            parts.append(_BREAK)
            at += len(_BREAK)
        words = leaf.text if leaf.text.endswith("\n") or not leaf.text else leaf.text + "\n"
        parts.append(words)
        pages.append(replace(leaf.page, span=Span(at, at + len(words))))
        untrusted += [Span(at + s.start, at + s.end) for s in leaf.untrusted]
        warnings += [_moved(n, at) for n in leaf.warnings]
        at += len(words)
    text = "".join(parts)
    ocr = len(read) == count
    return Extraction(
        text,
        Method.OCR if ocr else found.method,
        tuple(pages),
        untrusted=tuple(untrusted),
        warnings=tuple(warnings),
    )


def _leaf(found: Extraction, index: int) -> _Leaf:
    page = found.pages[index]
    start, end = page.span.start, page.span.end
    untrusted = tuple(
        Span(max(s.start, start) - start, min(s.end, end) - start)
        for s in found.untrusted
        if s.start < end and s.end > start
    )
    notices = tuple(_moved(n, -start) for n in found.warnings if n.span and start <= n.span.start < end)
    return _Leaf(found.text[start:end], page, untrusted, notices)


def _unplaced(found: Extraction) -> Iterator[Notice]:
    yield from (notice for notice in found.warnings if notice.span is None)


def _moved(notice: Notice, by: int) -> Notice:
    span = notice.span
    return replace(notice, span=Span(span.start + by, span.end + by)) if span else notice
