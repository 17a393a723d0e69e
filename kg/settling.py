"""Graph and index follow the library: after an ingest, a removal, a decision, or a crash."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from kg import iris
from kg.library import Library
from kg.records import Document, Record
from kg.store import Store
from kg.survey import Fresh, context_digests, digest, read_back, survey
from kg.triples import record_to_nquads

GRAPH_VERSION = "3"  # raise when the same record gives other triples: every graph is then made again


class Searchable(Protocol):
    """The search index, as far as ingestion knows it."""

    @property
    def version(self) -> str:
        """What chunks and vectors are made by; another version means other contents."""

    def add_record(self, document: Document, record: Record) -> None:
        """Hold the record's chunks; what was held for the document goes."""

    def remove(self, sha256: str) -> None:
        """Hold nothing for the document."""

    def commit(self) -> None:
        """Make all of it durable and visible."""

    def documents(self) -> set[str]:
        """Return the documents held as of the last commit."""


Made = Callable[[int, int], None]
"""Called with graphs made so far and graphs to be made."""


def settle(
    library: Library,
    store: Store,
    index: Searchable,
    *,
    fresh: Fresh | None = None,
    made: Made | None = None,
) -> int:
    """Make graph and index hold exactly what the library holds; return how many documents were touched.

    A document's graph is made again where its record, its file names or its context changed (another record may
    have given it another name, or answered it). `fresh` saves reading back records just read. Publishes a new
    snapshot where the graph changed.
    """
    touched = settle_index(library, index, fresh=fresh)
    return len(touched | _settle_graph(library, store, fresh or {}, made))


def settle_index(library: Library, index: Searchable, *, fresh: Fresh | None = None) -> set[str]:
    """Make the index hold exactly what the library holds; return the documents touched (sha256)."""
    files, indexed = _files(library), index.documents()
    wanted = {sha: json.dumps([held, files[sha], index.version]) for sha, held in library.digests().items()}
    noted = library.states("chunks:")
    stale = [sha for sha, mark in wanted.items() if noted.get(f"chunks:{sha}") != mark or sha not in indexed]
    gone = sorted(indexed - wanted.keys())
    for sha256 in stale:
        index.add_record(*((fresh or {}).get(sha256) or read_back(library, sha256)))
    for sha256 in gone:
        index.remove(sha256)
    if stale or gone:
        index.commit()
    _note(library, "chunks:", noted, wanted)
    return {*stale, *gone}


def _settle_graph(library: Library, store: Store, fresh: Fresh, made: Made | None) -> set[str]:
    surveyed = survey(library, fresh)
    contexts, files, held = context_digests(surveyed), _files(library), store.graphs()
    documents = {iris.graph(sha256): sha256 for sha256 in library.digests()}
    wanted = {
        iris.graph(sha256): json.dumps([record, files[sha256], GRAPH_VERSION, contexts[sha256][0]])
        for sha256, record in library.digests().items()
    } | {graph: digest(quads) for graph, quads in surveyed.graphs.items()}
    noted = library.states("graph:")
    stale = [g for g, mark in wanted.items() if noted.get(f"graph:{g}") != mark or g not in held]
    strays = sorted(held - wanted.keys())

    def made_anew() -> Iterator[tuple[str, bytes]]:
        for done, graph in enumerate(stale):
            if made:
                made(done, len(stale))
            if graph not in documents:
                yield graph, surveyed.graphs[graph]
                continue
            sha256 = documents[graph]
            document, record = fresh.get(sha256) or read_back(library, sha256)
            context = surveyed.contexts[sha256]
            yield graph, record_to_nquads(record, document, files=files[sha256], context=context)

    store.bulk_put(made_anew())
    for graph in strays:
        store.drop(graph)
    if stale or strays:
        store.flush()
    known = library.derived_marks("context")
    changed = {sha256: made_of for sha256, made_of in contexts.items() if known.get(sha256) != made_of[0]}
    if changed:
        library.set_derived("context", changed)
    if stale or strays:
        store.publish()
    _note(
        library, "graph:", noted, wanted
    )  # after publishing: killed in between, the next writer does it all again
    return {documents[graph] for graph in stale if graph in documents}


def forget(library: Library) -> None:
    """Forget what graph and index hold: the next `settle` makes all of it again."""
    for prefix in ("graph:", "chunks:"):
        library.set_states(dict.fromkeys(library.states(prefix)))


def _note(library: Library, prefix: str, noted: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Write down what is held now, where that is new."""
    marks: dict[str, str | None] = dict.fromkeys(noted.keys() - {prefix + key for key in wanted})
    marks |= {prefix + key: mark for key, mark in wanted.items() if noted.get(prefix + key) != mark}
    if marks:
        library.set_states(dict(sorted(marks.items())))


def _files(library: Library) -> dict[str, list[str]]:
    """Every document's file names, sorted."""
    names: dict[str, list[str]] = {}
    for file, sha256 in library.names():
        names.setdefault(sha256, []).append(file)
    return names
