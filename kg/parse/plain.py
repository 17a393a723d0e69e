"""A document that is no record of a meeting: its blocks, so that it can be searched."""

from __future__ import annotations

from kg.parse.blocks import Known, build_blocks
from kg.parse.layout import read_layout
from kg.records import Document, Kind, Meeting, Notice, Record


def parse_plain(document: Document) -> Record:
    """Return a record with nothing but blocks and the warning `not-minutes`."""
    layout = read_layout(document.text)
    notice = Notice("not-minutes", f"{document.file} does not read as minutes; it is kept as plain text")
    return Record(
        file=document.file,
        sha256=document.sha256,
        kind=Kind.PLAIN,
        meeting=Meeting(),
        blocks=build_blocks(layout, Known()),
        warnings=(*document.warnings, notice),
    )
