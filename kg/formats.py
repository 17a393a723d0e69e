"""The formats query results come in: their names on the command line, media types, and which is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg import iris
from kg.errors import NotAcceptable

PREFIXES = {
    "c": iris.CODES,
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "eli-dl": "http://data.europa.eu/eli/eli-draft-legislation-ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "m": iris.ONTOLOGY,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes a query may use without declaring them, and that our Turtle is written with."""


class Form(StrEnum):
    """What a query asks for."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"


_TABLE = frozenset({Form.SELECT})
_ANSWER = frozenset({Form.SELECT, Form.ASK})
_GRAPH = frozenset({Form.CONSTRUCT, Form.DESCRIBE})


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """A format: `name` on the command line, `media_type` of a response, other media types that ask for it."""

    name: str
    media_type: str
    forms: frozenset[Form]
    also: tuple[str, ...] = ()


# in the order of preference where the asker has none
FORMATS = (
    ResultFormat("json", "application/sparql-results+json", _ANSWER, ("application/json",)),
    ResultFormat("xml", "application/sparql-results+xml", _ANSWER, ("application/xml", "text/xml")),
    ResultFormat("csv", "text/csv; charset=utf-8", _TABLE),
    ResultFormat("tsv", "text/tab-separated-values; charset=utf-8", _TABLE),
    ResultFormat("ttl", "text/turtle", _GRAPH, ("application/x-turtle",)),
    ResultFormat("nt", "application/n-triples", _GRAPH, ("text/plain",)),
    ResultFormat("rdfxml", "application/rdf+xml", _GRAPH, ("application/xml", "text/xml")),
    ResultFormat("jsonld", "application/ld+json", _GRAPH, ("application/json",)),
)


def choose_format(form: Form, *, name: str | None = None, accept: str | None = None) -> ResultFormat:
    """Return the format to answer in.

    Args:
        form: the query's form.
        name: a format by name; goes before `accept`.
        accept: an HTTP Accept header; None or empty takes anything.

    Raises:
        NotAcceptable: not offered for this form; the message lists what is.
    """
    offered = [format_ for format_ in FORMATS if form in format_.forms]
    if name is not None:
        for format_ in offered:
            if format_.name == name.lower():
                return format_
        raise _not_offered(form, name, offered)
    best = preferred(offered, accept)
    if best is None:
        raise _not_offered(form, accept or "", offered)
    return best


def preferred(offered: Sequence[ResultFormat], accept: str | None) -> ResultFormat | None:
    """Return which of the formats an HTTP Accept header asks for, None where it takes none of them.

    None or empty takes anything. Of formats wanted alike the first is taken.
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = _ranges(accept)
    best = max(offered, key=lambda format_: _wish(format_, ranges))  # the first of equals
    return best if _wish(best, ranges)[0] > 0 else None


def _not_offered(form: Form, asked: str, offered: list[ResultFormat]) -> NotAcceptable:
    names = ", ".join(f"{format_.name} ({format_.media_type.partition(';')[0]})" for format_ in offered)
    return NotAcceptable(f"{form.name} has no results as {asked[:200]}: choose one of {names}")


def _ranges(accept: str) -> dict[str, float]:
    """Return media range → quality; parameters other than q play no part, a bad q counts as 0."""
    ranges: dict[str, float] = {}
    for part in accept.lower().split(",")[:100]:
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                digits = value.strip()
                quality = (
                    float(digits) if digits.replace(".", "", 1).isdecimal() and digits.isascii() else 0.0
                )
        if media:
            ranges[media] = max(quality, ranges.get(media, 0.0))
    return ranges


def _wish(format_: ResultFormat, ranges: dict[str, float]) -> tuple[float, int]:
    """Return how much a format is wanted: its quality, and how closely it was named."""
    plain = format_.media_type.partition(";")[0]
    wishes = [(ranges[media], 2) for media in (plain, *format_.also) if media in ranges]
    if wishes:
        return max(wishes)
    for media, closeness in ((f"{plain.partition('/')[0]}/*", 1), ("*/*", 0)):
        if media in ranges:
            return ranges[media], closeness
    return 0.0, 0
