"""Reading: a document in, a record out."""

from __future__ import annotations

from dataclasses import replace

from kg.parse.carry import carried_back
from kg.parse.deadlines import with_due_dates
from kg.parse.doubts import with_doubts
from kg.parse.genre import genre
from kg.parse.misread import misread_words
from kg.parse.review import review
from kg.records import Document, Kind, Page, Record
from kg.repair import Repaired, repair

__all__ = ["read_record"]


def read_record(document: Document) -> Record:
    """Return what `document` says, read by the reader for its kind. Any text gives a record.

    Damaged Thai is read as it was meant (`kg/repair.py`), every span lies on the text layer as it is. Text that
    is not the record of a meeting gives a `Kind.PLAIN` record with blocks and the warning `not-minutes`.
    """
    repaired = repair(document.text)
    if repaired.repairs:
        record = carried_back(_read(_as_meant(document, repaired)), repaired, document.text)
    else:
        record = _read(document)
    record = with_doubts(record, document)
    return replace(
        record,
        warnings=(*record.warnings, *review(record, document)),
        repairs=(*record.repairs, *misread_words(record, document)),
    )


def _as_meant(document: Document, repaired: Repaired) -> Document:
    def moved(page: Page) -> Page:
        return replace(page, span=repaired.forward(page.span))

    return replace(
        document,
        text=repaired.text,
        pages=tuple(map(moved, document.pages)),
        warnings=tuple(
            replace(notice, span=repaired.forward(notice.span)) if notice.span else notice
            for notice in document.warnings
        ),
        untrusted=tuple(map(repaired.forward, document.untrusted)),
    )


def _read(document: Document) -> Record:
    record = _parsed(document)
    upcoming = record.next_meeting.date if record.next_meeting else None
    return replace(record, resolutions=with_due_dates(record.resolutions, record.meeting.date, upcoming))


def _parsed(document: Document) -> Record:
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
