"""A record as RDF: one named graph a document, no blank nodes, every fact tied to its words.

Pure and deterministic: the same record gives the same bytes, whatever was ingested before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg import iris, nquads
from kg.context import ALONE, Context
from kg.nquads import Triple
from kg.reading import Reading, read
from kg.records import Document, Record
from kg.triples_decisions import resolution_triples
from kg.triples_meeting import (
    agenda_triples,
    document_triples,
    meeting_triples,
    planned_triples,
    reference_triples,
)
from kg.triples_money import money_triples
from kg.triples_people import attendance_triples, people_triples, signature_triples
from kg.triples_posts import post_triples
from kg.triples_projects import law_triples, project_triples
from kg.triples_remarks import report_triples, suggestion_triples
from kg.triples_threads import correction_triples, run_triples, thread_triples
from kg.triples_votes import vote_triples

if TYPE_CHECKING:
    from rdflib import Graph

_BUILDERS: tuple[Callable[[Reading], Iterator[Triple]], ...] = (
    document_triples,
    meeting_triples,
    people_triples,
    attendance_triples,
    signature_triples,
    post_triples,
    agenda_triples,
    resolution_triples,
    vote_triples,
    suggestion_triples,
    report_triples,
    correction_triples,
    money_triples,
    project_triples,
    law_triples,
    reference_triples,
    planned_triples,
    thread_triples,
    run_triples,
)


def record_to_nquads(
    record: Record,
    document: Document,
    *,
    files: Sequence[str],
    context: Context = ALONE,
    base: str = iris.BASE,
) -> bytes:
    """Return a record's named graph as N-Quads: sorted, unique lines in UTF-8.

    `files` are the names the document was ingested under (`m:fileName`), in any order; `context` is what the rest
    of the store makes of it. Blocks are not part of the graph: they are the index's.
    """
    reading = read(record, document, files, base, context)
    triples = (triple for build in _BUILDERS for triple in build(reading))
    return nquads.dump(triples, nquads.iri(iris.graph(document.sha256, base)))


def record_to_graph(
    record: Record,
    document: Document,
    *,
    files: Sequence[str] = (),
    context: Context = ALONE,
    base: str = iris.BASE,
) -> Graph:
    """Return the same triples as an rdflib graph, for notebooks; `files` defaults to the document's own name."""
    from rdflib import Graph

    reading = read(record, document, files or (document.file,), base, context)
    lines = (f"{s} {p} {o} .\n" for build in _BUILDERS for s, p, o in build(reading))
    graph = Graph(identifier=iris.graph(document.sha256, base))
    graph.parse(data="".join(lines), format="nt")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


PREFIXES = {
    "m": iris.ONTOLOGY,
    "c": iris.CODES,
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "eli-dl": "http://data.europa.eu/eli/eli-draft-legislation-ontology#",
}
