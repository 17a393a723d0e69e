"""What a reader of one file format hands back."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records import Method, Notice, Page, Span


@dataclass(frozen=True, slots=True)
class Extraction:
    r"""The text layer read from a file's bytes, and what is known of it; offsets are code points of `text`.

    Paragraphs are lines ("\n" after each). A table row is one line: its cells separated by tabs, empty cells
    kept, a line break inside a cell as U+2028. Where a page ends, the next begins on a new line after a form
    feed ("\f\n" lies between their spans). `needs_ocr` are the indexes (from 0) of pages whose text cannot
    be used. `pages`, `untrusted`, `encoding` and `method` mean what they mean in `Document`.
    """

    text: str
    method: Method
    pages: tuple[Page, ...] = ()
    needs_ocr: tuple[int, ...] = ()
    untrusted: tuple[Span, ...] = ()
    warnings: tuple[Notice, ...] = ()
    encoding: str | None = None
