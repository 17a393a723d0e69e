"""Triples of an agency's place: what it is part of, its tier, and its abbreviations, by the gazetteer or by its name."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.agencies import Rung, ladder
from kg.gazetteer import sure_abbreviations
from kg.identity.names import NameKind
from kg.nquads import Triple
from kg.reading import Reading, agency_term, facts, plain
from kg.vocabulary import c, m


def place_triples(reading: Reading, name: str) -> Iterator[Triple]:
    """Yield what is known of the place of the agency that the record calls `name`, up to the largest it is part of.

    Those above it are described too, under the names the store has for them; what a list says carries its address.
    """
    known = reading.names.find(NameKind.AGENCY, name)
    below = agency_term(reading, name) or ""
    rungs = ladder(known.name)
    yield from _described(below, rungs[0])
    for rung in rungs[1:]:
        subject = agency_term(reading, rung.name) or ""
        label = reading.names.find(NameKind.AGENCY, rung.name).name
        yield below, v.SUB_ORGANIZATION_OF, subject
        yield subject, v.TYPE, v.ORGANIZATION
        yield subject, v.PREF_LABEL, nquads.text(label, "th")
        yield subject, m("searchKey"), nquads.text(iris.name_key(label))
        yield from _described(subject, rung)
        below = subject


def _described(subject: str, rung: Rung) -> Iterator[Triple]:
    office = rung.office
    yield from facts(
        subject,
        (v.CLASSIFICATION, c("agency-tier", rung.tier) if rung.tier is not None else None),
        (v.SOURCE, nquads.iri(office.source.address) if office is not None and office.listed else None),
    )
    if office is None or not office.listed:
        return
    own = iris.name_key(rung.name)
    for other in (*office.also, *sure_abbreviations(office)):
        if iris.name_key(other) != own:
            yield subject, v.ALT_LABEL, nquads.text(other, "th")
            yield from facts(subject, (m("searchKey"), plain(iris.name_key(other))))
