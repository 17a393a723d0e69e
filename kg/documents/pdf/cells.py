"""Fragments of one table cell → its text: paragraphs joined, line breaks the writer set kept as U+2028."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.documents.pdf.joins import Joins
from kg.documents.pdf.lines import Fragment, lines
from kg.documents.pdf.measure import Measure
from kg.documents.pdf.paragraphs import paragraphs

BREAK = "\u2028"


def cell_text(parts: Sequence[Fragment], left: float, right: float, measured: Measure, joins: Joins) -> str:
    """Return the text of the fragments in a cell whose lines may reach from `left` to `right` (points)."""
    if not parts:
        return ""
    local = replace(measured, left=left, right=right, pitch=0.0, indented=True, justified=False, cell=True)
    found = paragraphs(lines(parts), local)
    return BREAK.join(paragraph.text(joins, cell=True).replace("\t", " ") for paragraph in found)
