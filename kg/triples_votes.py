"""Triples of the counts of votes on resolutions."""

from __future__ import annotations

from collections.abc import Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.nquads import Triple
from kg.places import numbered
from kg.reading import Reading, evidence, facts, whole
from kg.records import Resolution
from kg.vocabulary import m

VOTE = nquads.iri(v.ELI_DL + "Vote")


def vote_triples(reading: Reading) -> Iterator[Triple]:
    """Yield the votes: how many voted how on which resolution; unanimity without a count has no numbers."""
    resolutions = reading.record.resolutions
    for n, resolution in zip(numbered(resolutions), resolutions, strict=True):
        if resolution.votes is not None:
            yield from _vote(reading, resolution, n)


def _vote(reading: Reading, resolution: Resolution, n: int) -> Iterator[Triple]:
    votes = resolution.votes
    if votes is None:
        return
    subject = nquads.iri(iris.vote(reading.sha256, resolution.agenda, n, reading.base))
    yield subject, v.TYPE, m("Vote")
    yield subject, v.TYPE, VOTE
    yield from facts(
        subject,
        (m("ofResolution"), nquads.iri(iris.resolution(reading.sha256, resolution.agenda, n, reading.base))),
        (m("ofMeeting"), reading.meeting_term),
        (m("inFavour"), whole(votes.in_favour)),
        (m("against"), whole(votes.against)),
        (m("abstained"), whole(votes.abstained)),
        (m("notVoting"), whole(votes.not_voting)),
        (m("votersPresent"), whole(votes.present)),
    )
    yield from evidence(reading, subject, (votes.span,))
