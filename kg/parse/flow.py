"""Blocks of a matter's running text: headings, paragraphs, list items, flattened tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.parse.cabinet_lines import explains
from kg.parse.lines import face
from kg.parse.markers import read_marker
from kg.parse.wording import lines, one_line, trim
from kg.records import Block, BlockKind, Resolution, Span

_CELL = 40  # a line this short, between others, is a cell of a flattened table
_TABLE = 600  # code points of a flattened table that make one block
_HEAD = 70
_RULE = re.compile(r"[\s\u200b\u00ad]*[*_.\-…=]{5,}[\s\u200b]*")


def flow(
    text: str, span: Span, agenda: str | None, heading: str, resolutions: Mapping[int, Resolution]
) -> Iterator[Block]:
    """Yield the blocks of a stretch in text order; `resolutions` are by the offset they start at.

    Short lines that follow each other (a table flattened to one cell a line) make one block together.
    """
    above = one_line(heading)
    cells: list[Span] = []
    skip = span.start
    for row in lines(text, span):
        if row.start < skip and row.end <= skip:
            continue
        piece = trim(text, max(row.start, skip), row.end)
        if piece.end <= piece.start:
            continue
        line = face(text[piece.start : piece.end])
        marker = read_marker(line)
        resolution = resolutions.get(piece.start)
        plain = resolution is None and (marker is None or marker.style == "bullet")
        short = plain and len(line) <= _CELL and not explains(line) and not _RULE.fullmatch(line)
        if cells and (not short or piece.end - cells[0].start > _TABLE):
            yield _cells(cells, agenda, above)
            cells = []
        if short:
            cells.append(piece)
            continue
        if resolution is not None:
            yield Block(BlockKind.RESOLUTION, resolution.span, agenda, above)
            skip = resolution.span.end
        elif _RULE.fullmatch(line):
            yield Block(BlockKind.FURNITURE, piece, agenda)
        elif len(line) <= _HEAD and marker is None and explains(line):
            above = one_line(text[piece.start : piece.end])
            yield Block(BlockKind.HEADING, piece, agenda, one_line(heading))
        elif marker is not None and marker.style != "bullet":
            yield Block(BlockKind.LIST_ITEM, piece, agenda, above, marker.label)
        else:
            tabular = "\t" in text[piece.start : piece.end] or line.count("|") >= 2
            yield Block(BlockKind.TABLE_ROW if tabular else BlockKind.PARAGRAPH, piece, agenda, above)
    if cells:
        yield _cells(cells, agenda, above)


def _cells(cells: list[Span], agenda: str | None, heading: str) -> Block:
    kind = BlockKind.TABLE_ROW if len(cells) > 2 else BlockKind.PARAGRAPH
    return Block(kind, Span(cells[0].start, cells[-1].end), agenda, heading)
