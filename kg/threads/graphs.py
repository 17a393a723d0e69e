"""The named graph of each series: how it numbers, what it lacks, who its members were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from kg import iris, nquads
from kg import vocabulary as v
from kg.identity.names import NameKind
from kg.nquads import Triple
from kg.threads.memberships import Membership, memberships
from kg.threads.series import Gap, Naming, gap_iri, gaps
from kg.threads.store import NOBODY, Body, Store
from kg.vocabulary import c, m


def series_graphs(store: Store, named: Mapping[str, Iterable[Naming]]) -> dict[str, bytes]:
    """Return a graph for each body that has met: graph IRI → N-Quads. `named`, by body, is for `series.gaps`."""
    graphs = {}
    for iri, body in store.bodies.items():
        graph = iris.series_graph(iri)
        graphs[graph] = nquads.dump(_series(store, body, named.get(iri, ())), nquads.iri(graph))
    return graphs


def _series(store: Store, body: Body, named: Iterable[Naming]) -> Iterator[Triple]:
    series = iris.series(body.iri)
    subject = nquads.iri(series)
    label = f"การประชุม{body_name(store, body)}"
    yield subject, v.TYPE, m("Series")
    yield subject, v.TYPE, v.EVENT_SERIES
    yield subject, v.PREF_LABEL, nquads.text(label, "th")
    yield subject, m("body"), nquads.iri(body.iri)
    yield subject, m("numbering"), c("numbering", body.kind)
    for gap in gaps(body.kind, body.meetings, named):
        yield from _gap(series, gap)
    for membership in memberships(store, body):
        yield from _membership(series, body, membership)


def body_name(store: Store, body: Body) -> str:
    """Return what the whole store calls a body."""
    sha256 = body.meetings[0].documents[0]
    return store.names.get(sha256, NOBODY).find(NameKind.AGENCY, store.outlines[sha256].body or "").name


def _gap(series: str, gap: Gap) -> Iterator[Triple]:
    subject = nquads.iri(gap_iri(series, gap))
    yield subject, v.TYPE, m("Gap")
    yield subject, m("inSeries"), nquads.iri(series)
    if gap.number is not None:
        yield subject, m("number"), nquads.integer(gap.number)
    if gap.year_be is not None:
        yield subject, m("yearBE"), nquads.integer(gap.year_be)
    if gap.session:
        yield subject, m("session"), nquads.text(gap.session, "th")
    if gap.day is not None:
        yield subject, v.START_DATE, nquads.day(gap.day)
    if gap.after is not None:
        yield subject, m("after"), nquads.iri(gap.after)
    if gap.before is not None:
        yield subject, m("before"), nquads.iri(gap.before)
    for naming in gap.named:
        if naming.reference is None:
            known = iris.planned(naming.sha256)
        else:
            known = iris.reference(naming.sha256, naming.reference)
        yield subject, m("knownFrom"), nquads.iri(known)


def _membership(series: str, body: Body, membership: Membership) -> Iterator[Triple]:
    holder = membership.person or iris.post(membership.post or "", None)
    subject = nquads.iri(iris.membership(series, holder, membership.role))
    yield subject, v.TYPE, v.MEMBERSHIP
    yield subject, v.TYPE, m("Membership")
    yield subject, v.ORGANIZATION_OF, nquads.iri(body.iri)
    if membership.person is not None:
        yield subject, v.MEMBER, nquads.iri(membership.person)
    if membership.role:
        yield subject, m("role"), nquads.text(membership.role, "th")
    if membership.post is not None:
        yield subject, m("position"), nquads.text(membership.post, "th")
    yield subject, m("firstSeen"), nquads.iri(membership.first.iri)
    yield subject, m("lastSeen"), nquads.iri(membership.last.iri)
    if membership.first.day is not None:
        yield subject, v.START_DATE, nquads.day(membership.first.day)
    if membership.last.day is not None:
        yield subject, v.END_DATE, nquads.day(membership.last.day)
    for row in membership.rows:
        yield subject, m("basedOn"), f"<{_list(row.sha256, row.listed)}{row.row}>"


@lru_cache(maxsize=4096)
def _list(sha256: str, listed: str) -> str:
    """What the IRIs of the rows of one list begin with."""
    return iris.attendance(sha256, listed, 0).removesuffix("0")
