"""PDF → text layer, page by page. Runs in a child process with limits; opens nothing but the bytes given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.documents.extraction import Extraction
from kg.documents.pdf.content import PageContent
from kg.documents.pdf.file import forbids_extraction, open_page, open_pdf
from kg.documents.pdf.joins import Joins
from kg.documents.pdf.layout import Draft, draft_page, page_labels, set_page
from kg.documents.pdf.measure import Measure, measure
from kg.documents.pdf.page_quality import page_quality
from kg.documents.pdf.reading import read_page
from kg.errors import FileRefused
from kg.records import Method, Notice, Page, Span

MOST_CHARACTERS = 20_000_000
_PAGE_BREAK = "\f\n"
_OCR_COVER = 0.8
_HIDDEN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Read:
    draft: Draft
    image_cover: float
    hidden: bool
    crowded: bool


def read_pdf(data: bytes, *, name: str) -> Extraction:
    """Return the text layer of a PDF: what the file says is printed, not what a picture shows.

    Paragraphs, rows and pages are as `Extraction` says; `pages` holds every page, its `label` the number
    printed on it. `needs_ocr` are pages that are pictures or whose text cannot be what is printed; their
    text, if any, is kept. Hidden text over a full-page picture is somebody's OCR: its pages have the method
    `PDF_OCR_LAYER` and are `untrusted`.

    Raises `FileDamaged` (broken, cut short, locked with a password) or `FileRefused` (over 2,000 pages or
    20 million characters).
    """
    reads: list[_Read] = []
    notices: list[Notice] = []
    with open_pdf(data, name=name) as document:
        if forbids_extraction(document):
            notices.append(
                Notice("copying-forbidden", f"{name}: its owner marked the file as not to be copied from.")
            )
        letters = 0
        for index in range(len(document)):
            with open_page(document, index, name=name) as page:
                content = read_page(page)
            letters += sum(len(piece.text) for piece in content.pieces)
            if letters > MOST_CHARACTERS:
                raise FileRefused(
                    f"{name} holds over {MOST_CHARACTERS:,} characters by page {index + 1}. Split it."
                )
            reads.append(_read(content))
    return _assemble(reads, notices, name)


def _read(content: PageContent) -> _Read:
    hidden = sum(len(piece.text) for piece in content.pieces if piece.hidden)
    shown = sum(len(piece.text) for piece in content.pieces)
    layer = content.image_cover >= _OCR_COVER and hidden > _HIDDEN_SHARE * shown
    return _Read(draft_page(content), content.image_cover, layer, content.crowded)


def _assemble(reads: Sequence[_Read], notices: list[Notice], name: str) -> Extraction:
    measures = _measures([read.draft for read in reads])
    joins = Joins([line.text for line in read.draft.lines] for read in reads)
    labels = page_labels([read.draft for read in reads])
    pieces: list[str] = []
    pages: list[Page] = []
    needs: list[int] = []
    untrusted: list[Span] = []
    at = 0
    for index, read in enumerate(reads):
        if index:
            pieces.append(_PAGE_BREAK)
            at += len(_PAGE_BREAK)
        measured = measures[round(read.draft.width)]
        text = "".join(f"{line}\n" for line in set_page(read.draft, measured, joins))
        span = Span(at, at + len(text))
        pieces.append(text)
        at = span.end
        method = Method.PDF_OCR_LAYER if read.hidden else Method.PDF_TEXT
        pages.append(Page(span, method, labels[index]))
        if read.hidden and text:
            untrusted.append(span)
        reason = page_quality(text, image_cover=read.image_cover).reason
        if read.crowded:
            reason = "it is drawn in more objects than are read"
        if reason is not None:
            needs.append(index)
            notices.append(Notice("page-unreadable", f"{name}: page {index + 1} needs OCR: {reason}.", span))
    layers = sum(read.hidden for read in reads)
    if layers:
        message = f"{name}: the text of {layers} of {len(reads)} pages was put there by OCR; its numbers are not to be trusted."
        notices.append(Notice("ocr-layer", message))
    return Extraction(
        "".join(pieces),
        Method.PDF_OCR_LAYER if layers * 2 > len(reads) else Method.PDF_TEXT,
        tuple(pages),
        tuple(needs),
        tuple(untrusted),
        tuple(notices),
    )


def _measures(drafts: Sequence[Draft]) -> dict[int, Measure]:
    by_width: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_width[round(draft.width)].append(draft)
    return {
        width: measure([draft.lines for draft in group], group[0].width) for width, group in by_width.items()
    }
