"""Minutes of committees of parliament (บันทึกการประชุมคณะกรรมาธิการ)."""

from __future__ import annotations

from kg.parse.formal import parse_formal
from kg.records import Document, Kind, Record


def parse_house_committee(document: Document) -> Record:
    """Return the record of a House committee's minutes.

    They keep the official form with words of their own: กรรมาธิการผู้มาประชุม, (ลาการประชุม), ผู้ชี้แจง, times in
    นาฬิกา, and "ที่ประชุมรับทราบ" as a line by itself. Spans are in code points of `document.text`. Never raises.
    """
    return parse_formal(document, kind=Kind.HOUSE_COMMITTEE)
