"""Triples of the sums of money a record names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.nquads import Triple
from kg.places import numbered
from kg.reading import Reading, evidence, facts, item_term, thai
from kg.records import Span
from kg.vocabulary import m


def money_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the sums of money in baht, each with the item and the resolution it stands in."""
    resolutions = reading.record.resolutions
    places = sorted((r.span, r.agenda, n) for n, r in zip(numbered(resolutions), resolutions, strict=True))
    starts = [span.start for span, _, _ in places]
    for n, money in enumerate(reading.record.money, 1):
        subject = nquads.iri(iris.money(reading.sha256, n, reading.base))
        at = bisect_right(starts, money.span.start) - 1
        source = None
        if at >= 0 and _inside(money.span, places[at][0]):
            source = nquads.iri(iris.resolution(reading.sha256, places[at][1], places[at][2], reading.base))
        yield subject, v.TYPE, m("Money")
        yield subject, v.TYPE, v.MONETARY_AMOUNT
        yield from facts(
            subject,
            (v.AMOUNT, nquads.decimal(money.amount)),
            (v.CURRENCY, nquads.text("THB")),
            (m("asWritten"), thai(money.as_written)),
            (m("inAgendaItem"), item_term(reading, money.agenda, money.span)),
            (m("inResolution"), source),
            (m("ofMeeting"), reading.meeting_term),
        )
        yield from evidence(reading, subject, (money.span,))


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
