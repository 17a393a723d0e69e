"""Counting what a text lists: "มีกี่ข้อ" is answered by the list under the words, not by a number in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.records import Block, BlockKind, Document, Record, Span
from search.passages import Sentence

_INTRODUCES = re.compile(r"(?:ดังนี้|ดังต่อไปนี้|ต่อไปนี้|ได้แก่|ประกอบด้วย|คือ|:)\s*$")
_LOOKED_AT = 4
_FEWEST = 2
_BETWEEN = frozenset({BlockKind.PARAGRAPH, BlockKind.TABLE_ROW})
_ABOUT = 0.4  # of the question's weight that a heading must cover
_SHOWN = 60  # code points of an item shown


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of a document: its introduction and its items, in order, as spans of the text."""

    intro: Span
    items: tuple[Span, ...]


def find_list(
    ranked: Sequence[Sentence], document: Document, record: Record, about: Callable[[str], float]
) -> Listed | None:
    """Return the list of `document` that the best sentences introduce or stand in, or None.

    An introduction is a sentence that ends in ดังนี้, ได้แก่ …, or a heading; the items are the list items that
    follow it, numbered without a break at one level. An item leads to its list where the heading above it is what
    the question is about (`about` gives the share of the question that words cover, 0 to 1).
    """
    own = [s for s in ranked[:_LOOKED_AT] if s.hit.chunk.sha256 == document.sha256]
    for sentence in own:
        at = _block_at(record.blocks, sentence.span.end - 1)
        if at is None:
            continue
        block = record.blocks[at]
        words = document.text[block.span.start : block.span.end].rstrip()
        if block.kind is BlockKind.LIST_ITEM and not _INTRODUCES.search(words):
            at = _heading_above(record.blocks, at)
            if at is None or about(_words(document, record.blocks[at])) < _ABOUT:
                continue
        elif block.kind is not BlockKind.HEADING and not _INTRODUCES.search(words):
            continue
        items = _items_after(record.blocks, at)
        if len(items) >= _FEWEST:
            return Listed(record.blocks[at].span, tuple(b.span for b in items))
    return None


def _words(document: Document, block: Block) -> str:
    return document.text[block.span.start : block.span.end]


def _heading_above(blocks: Sequence[Block], at: int) -> int | None:
    """The heading that the list items up to `at` stand under, nothing else between."""
    while at >= 0 and blocks[at].kind in {BlockKind.LIST_ITEM, BlockKind.FURNITURE}:
        at -= 1
    return at if at >= 0 and blocks[at].kind is BlockKind.HEADING else None


def first_words(document: Document, span: Span) -> str:
    """Return the beginning of a list item, on one line."""
    line = " ".join(document.text[span.start : span.end].split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rstrip("เแโใไ ") + " …"


def _block_at(blocks: Sequence[Block], offset: int) -> int | None:
    return next((n for n, b in enumerate(blocks) if b.span.start <= offset < b.span.end), None)


def _items_after(blocks: Sequence[Block], at: int) -> list[Block]:
    """The items numbered 1, 2, 3 … (or 5.1, 5.2 …) that follow a block; what stands between them is passed over."""
    items: list[Block] = []
    last: str | None = None
    for block in blocks[at + 1 :]:
        number = block.marker or block.agenda  # in sitting records each matter is an item of the agenda
        if block.kind is BlockKind.FURNITURE or (items and block.kind in _BETWEEN):
            continue
        if block.kind is not BlockKind.LIST_ITEM or number is None:
            break
        if _follows(last, number):
            items.append(block)
            last = number
        elif last is None or not _deeper(last, number):
            break
    return items


def _follows(before: str | None, marker: str) -> bool:
    """Whether a marker is the next at its level: 1, or 5.1, begins a list."""
    head, _, last = marker.rpartition(".")
    if not last.isdigit():
        return False
    if before is None:
        return last == "1"
    before_head, _, before_last = before.rpartition(".")
    return head == before_head and before_last.isdigit() and int(last) == int(before_last) + 1


def _deeper(before: str, marker: str) -> bool:
    return marker.count(".") > before.count(".") or not marker[:1].isdigit() or marker == "1"
