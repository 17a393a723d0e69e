"""Reading: a document in, a record out."""

from __future__ import annotations

from kg.parse.genre import genre
from kg.records import Document, Kind, Record

__all__ = ["read_record"]


def read_record(document: Document) -> Record:
    """Return what `document` says, read by the reader for its kind. Any text gives a record.

    Text that is not the record of a meeting gives a `Kind.PLAIN` record with blocks and the warning
    `not-minutes`.
    """
    kind = genre(document.text)
    if kind is Kind.CABINET_RESULTS:
        from kg.parse.cabinet import parse_cabinet

        return parse_cabinet(document)
    if kind is Kind.SITTING_RECORD:
        from kg.parse.sitting import parse_sitting

        return parse_sitting(document)
    if kind is Kind.HOUSE_COMMITTEE:
        from kg.parse.house import parse_house_committee

        return parse_house_committee(document)
    if kind is Kind.FORMAL_MINUTES:
        from kg.parse.formal import parse_formal

        return parse_formal(document)
    from kg.parse.plain import parse_plain

    return parse_plain(document)
