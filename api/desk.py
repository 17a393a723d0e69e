"""Everything the command line, the service and the notebooks can do with one data folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from api.settings import Settings
from kg import iris
from kg.documents import ReadOptions, document_from_bytes
from kg.errors import DataError, FileTooLarge, MatiError
from kg.evidence import Answer, Trace
from kg.generations import current_path
from kg.identity import log
from kg.identity.decisions import Decision, decision
from kg.identity.names import NameKind
from kg.ingest import Failure, IngestReport, Progress, ingest, ingest_document
from kg.library import Library
from kg.reading import body_name, meeting_iri
from kg.record_json import record_from_json
from kg.records import Document, Notice, Record
from kg.settling import forget, settle
from kg.snapshots import Snapshot
from kg.store import Store
from kg.survey import context_of, survey
from kg.triples_meeting import meeting_label

if TYPE_CHECKING:
    from kg.context import Context
    from kg.identity.entities import Identity
    from kg.identity.log import Logged, Undone
    from kg.shapes import ShapeResult
    from kg.threads.revision import Revision
    from kg.workers import QueryLimits, QueryPool, QueryResult
    from search.answer import Sources
    from search.encoder import Encoder
    from search.filters import Filters
    from search.index import Hit, SearchIndex

INDEX_FOLDER = "index"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the library, as lists show it. `warnings` counts what a person should look at."""

    file: str
    sha256: str
    iri: str
    kind: str
    meeting_iri: str | None
    label: str
    body: str | None
    number: int | None
    year_be: int | None
    date: date | None
    warnings: int


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """What one record lacks: the levels it meets, what the shapes say, and the reader's own warnings."""

    file: str
    iri: str
    kind: str
    levels: Mapping[str, bool | None]  # None: not asked of such a record
    results: tuple[ShapeResult, ...]
    warnings: tuple[Notice, ...]


class Desk:
    """One data folder, open for reading or for writing. A context manager; reading is safe in threads."""

    def __init__(self, settings: Settings, library: Library, store: Store | None, *, serving: bool) -> None:
        """Use `Desk.open`."""
        self.settings = settings
        self._serving = serving
        self._library = library
        self._store = store
        self._turn = threading.RLock()  # held for moments: looking up or exchanging what is open
        self._writing = threading.Lock()  # held for a whole change; readers go on meanwhile
        self._index: SearchIndex | None = None
        self._snapshot: Snapshot | None = None
        self._pool: QueryPool | None = None
        self._sources: Sources | None = None
        self._identity: Identity | None = None
        self._checks: dict[
            str, tuple[str, RecordCheck]
        ] = {}  # by document: what it was made of, and the check
        self._entries: dict[tuple[str, str, str], Entry] = {}
        self._retired: list[Snapshot] = []  # a reader may still be using the state before last

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        write: bool = False,
        make: bool = True,
        serving: bool = False,
        command: str = "mati",
    ) -> Self:
        """Open the data folder of `settings`.

        For writing, what an earlier writer left half done is finished first. `serving` keeps query workers ready
        for many SPARQL queries.

        Raises:
            DataLocked: `write`, and another process writes there.
            DataError: nothing has been ingested there yet and not `write` and `make`, or it cannot be read.
            IndexMismatch: the index was built with another encoder or tokenizer.
        """
        library = Library.open(settings.data, write=write, make=make, command=command)
        try:
            store = Store.open(settings.data) if write else None
            desk = cls(settings, library, store, serving=serving)
            if write:
                settle(library, desk._writable(), desk._searchable())
            return desk
        except BaseException:
            library.close()
            raise

    def close(self) -> None:
        """Let go of everything. Does nothing the second time."""
        with self._turn:
            for part in (self._pool, self._snapshot, *self._retired, self._index, self._store):
                if part is not None:
                    part.close()
            self._pool = self._snapshot = self._index = self._store = None
            self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # writing

    def ingest(self, sources: Sequence[Path], *, progress: Progress | None = None) -> IngestReport:
        """Read files and folders; return what became of each. Raises DataError where opened for reading."""
        with self._writing:
            report = ingest(
                sources,
                self._library,
                self._writable(),
                self._searchable(),
                options=ReadOptions(self.settings.max_file_bytes, self.settings.ocr),
                progress=progress,
            )
            self._changed()
        return report

    def ingest_bytes(self, name: str, data: bytes) -> IngestReport:
        """Read one uploaded file; a refused one is a failure in the report, not an exception."""
        try:
            if len(data) > self.settings.max_file_bytes:
                raise FileTooLarge(
                    f"{name} has {len(data):,} bytes; at most {self.settings.max_file_bytes:,} are read "
                    "(MATI_MAX_FILE_BYTES). Split it."
                )
            document = document_from_bytes(data, name=name, ocr=self.settings.ocr)
        except MatiError as error:
            return IngestReport(failed=(Failure(name, error.code, str(error)),))
        with self._writing:
            report = ingest_document(document, self._library, self._writable(), self._searchable())
            self._changed()
        return report

    def remove(self, name: str) -> str:
        """Forget a document by file name or IRI with all its facts; return the file name forgotten.

        Raises UnknownName, or DataError where opened for reading.
        """
        with self._writing:
            self._writable()
            sha256 = self._library.resolve(name)
            files = self._library.files(sha256)
            ending = "/" + name.strip().removeprefix("./").lstrip("/")
            # a name, whole or without its leading folders, forgets that name; an IRI every name of the document
            meant = [file for file in files if ("/" + file).endswith(ending)] or files
            file = name if name in meant else meant[0]
            for each in [file] if name in meant else meant:
                self._library.remove(each)
            self._resettle()
        return file

    def decide(self, wanted: Sequence[Mapping[str, Any]]) -> tuple[Decision, ...]:
        """Store people's decisions on identity and carry them out; return those that were new, with their numbers.

        Each holds the values of `kg.identity.decisions`; "documents" may be file names, IRIs or hashes. All are
        checked before any is stored. Raises InputError, UnknownName (a document), or DataError where opened for reading.
        """
        with self._writing:
            self._writable()
            asked = [decision(self._as_recorded(values)) for values in wanted]
            known = {log.same(one) for one in log.standing(self._library)}
            made = [log.decide(self._library, one) for one in asked if log.same(one) not in known]
            self._resettle()
        return tuple(made)

    def undo_decision(self, number: int, undone: Undone) -> None:
        """Take a decision on identity back. Raises InputError, UnknownName, or DataError where opened for reading."""
        with self._writing:
            self._writable()
            log.undo(self._library, number, undone)
            self._resettle()

    # reading

    def identity(self) -> Identity:
        """Return who is who over the whole store, with the reasons."""
        with self._turn:
            self.snapshot()  # notices what another process changed
            if self._identity is None:
                self._identity = survey(self._library).identity
            return self._identity

    def decisions(self) -> tuple[Logged, ...]:
        """Return every decision on identity ever taken, oldest first."""
        return log.log(self._library)

    def ask(self, question: str, *, within: str | None = None) -> Answer:
        """Answer a question; `within` limits to one document by file name or IRI.

        Raises InputError on an empty or overlong question, UnknownName for `within`.
        """
        from search.answer import ask

        limit = frozenset({self._library.resolve(within)}) if within is not None else None
        return ask(question, self.sources(), within=limit)

    def search(self, query: str, *, limit: int = 10, filters: Filters | None = None) -> list[Hit]:
        """Return the passages that answer `query` best, best first."""
        from search.filters import Filters

        return self._searchable().search(query, limit=limit, filters=filters or Filters())

    def trace(self, name: str) -> Trace:
        """Return everything the records say of a project, by any of its names."""
        from kg.trace import trace

        return trace(name, self.snapshot(), self._library, self.sources().known)

    def sparql(
        self,
        text: str,
        *,
        accept: str | None = None,
        format: str | None = None,  # noqa: A002 - the word of the command line
        time_limit_ms: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QueryResult:
        """Run a read-only query in a worker process with a time limit and return its whole result.

        A desk that does not serve starts one worker for the query and takes `format` alone.
        Raises QuerySyntax, QueryForbidden, QueryTimeout, QueryCrashed or NotAcceptable.
        """
        from kg.workers import QueryPool

        if not self._serving:
            return QueryPool.one_shot(self.snapshot().path, text, format=format, limits=self._limits())
        return self._queries().run(
            text,
            accept=accept,
            format=format,
            time_limit_s=time_limit_ms / 1000 if time_limit_ms is not None else None,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )

    def export(self, format: str, out: BinaryIO) -> None:  # noqa: A002
        """Write the whole graph as "nq", "ttl" or "jsonld"; N-Quads are sorted."""
        self.snapshot().dump(out, format)

    def check(self, *, progress: Progress | None = None) -> list[RecordCheck]:
        """Check every record's graph against the shapes and its quotes against the text, by file name."""
        entries = {sha256: file for file, sha256 in reversed(self._library.names())}
        checks = []
        for done, (sha256, file) in enumerate(reversed(entries.items())):
            if progress:
                progress(done, len(entries), file)
            checks.append(self._check(sha256))
        return checks

    def check_store(self) -> tuple[ShapeResult, ...]:
        """Return where records contradict each other: one number for two meetings, two holders of one post."""
        from kg.store_shapes import check_store

        return check_store(self.snapshot())

    def check_record(self, name_or_iri: str) -> RecordCheck:
        """Check one record as `check` does. Raises UnknownName."""
        return self._check(self._library.resolve(name_or_iri))

    def entries(self) -> list[Entry]:
        """Return every document, by date, then file name."""
        names = self._library.names()
        known, contexts = self._entries, self._library.derived_marks("context")
        keys = [(file, sha256, contexts.get(sha256, "")) for file, sha256 in names]
        made = {key: known.get(key) or self._entry(key[0], key[1]) for key in keys}
        self._entries = made
        return sorted(made.values(), key=lambda e: (e.date or date.min, e.file))

    def entry(self, name_or_iri: str) -> Entry:
        """Return one document's entry. Raises UnknownName."""
        sha256 = self._library.resolve(name_or_iri)
        return next(e for e in self.entries() if e.sha256 == sha256)

    def document(self, sha256: str) -> Document:
        """Return a document. Raises UnknownName."""
        return self._library.document(sha256)

    def revision(self, name_or_iri: str) -> Revision:
        """Return a document's text with the corrections that later meetings made. Raises UnknownName."""
        from kg.threads.revision import revise

        sha256 = self._library.resolve(name_or_iri)
        return revise(self.record(sha256), self.document(sha256), self.context(sha256).links.amended)

    def document_by_key(self, key: str) -> Document:
        """Return a document by the first 16 digits of its sha256. Raises UnknownName."""
        return self._library.document(self._library.resolve(key))

    def record(self, sha256: str) -> Record:
        """Return the record read from a document. Raises UnknownName."""
        return record_from_json(json.loads(self._library.record_json(sha256)))

    def context(self, sha256: str) -> Context:
        """Return what the whole store makes of a document's record: its names, and what others give to its graph."""
        return context_of(self._library, sha256)

    def snapshot(self) -> Snapshot:
        """Return the newest published state of the graph, whoever published it."""
        with self._turn:
            if self._snapshot is None:
                self._snapshot = Snapshot.current(self.settings.data)
            elif current_path(self.settings.data) != self._snapshot.path:
                self._changed()
            return self._snapshot

    def sources(self) -> Sources:
        """Return what answers are drawn from, names loaded."""
        from kg.questions.gazetteer import load_gazetteer
        from search.answer import Sources

        with self._turn:
            snapshot = self.snapshot()
            if self._sources is None:
                self._sources = Sources(
                    snapshot=snapshot,
                    library=self._library,
                    index=self._searchable(),
                    known=load_gazetteer(snapshot.rows),
                    documents={sha256[:16]: sha256 for sha256 in self._library.documents()},
                )
            return self._sources

    # inside

    def _check(self, sha256: str) -> RecordCheck:
        from kg.shapes import check_record
        from kg.triples import record_to_nquads

        mark = self._library.state(f"graph:{iris.graph(sha256)}") or ""
        known = self._checks.get(sha256)
        if known is not None and known[0] == mark:
            return known[1]
        record, document = self.record(sha256), self.document(sha256)
        context = self.context(sha256)
        quads = record_to_nquads(record, document, files=self._library.files(sha256), context=context)
        checked = check_record(quads, document)
        notices = tuple(dict.fromkeys((*document.warnings, *record.warnings)))
        made = RecordCheck(
            document.file, iris.document(sha256), record.kind, checked.levels, checked.results, notices
        )
        self._checks[sha256] = (mark, made)
        return made

    def _entry(self, file: str, sha256: str) -> Entry:
        record, names = self.record(sha256), self.context(sha256).names
        meeting = record.meeting
        return Entry(
            file=file,
            sha256=sha256,
            iri=iris.document(sha256),
            kind=record.kind,
            meeting_iri=meeting_iri(record, names),
            label=meeting_label(record, names),
            body=body_name(names, meeting.body),
            number=meeting.number,
            year_be=meeting.year_be,
            date=meeting.date,
            warnings=len(record.warnings),
        )

    def _writable(self) -> Store:
        if self._store is None:
            raise DataError(
                f"The data folder {self.settings.data} is open for reading only: another process may be writing "
                "to it. Stop that one, or use another folder with --data."
            )
        return self._store

    def _as_recorded(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Documents by their hash (a whole one may be of a record that is not here yet), people without titles."""
        from kg.parse.names import without_title

        named = [str(name) for name in values.get("documents") or ()]
        found = [n if len(n) == 64 and n.isalnum() else self._library.resolve(n) for n in named]
        person = values.get("kind") == NameKind.PERSON
        bare = {key: without_title(values[key]) for key in ("one", "other") if person and values.get(key)}
        return {**values, **bare, "documents": found}

    def _resettle(self) -> None:
        settle(self._library, self._writable(), self._searchable())
        self._changed()

    def _searchable(self) -> SearchIndex:
        from search.index import SearchIndex

        with self._turn:
            if self._index is None:
                path = self.settings.data / INDEX_FOLDER
                encoder = self._encoder()
                write = self._store is not None
                if write and not SearchIndex.exists(path):
                    self._index = SearchIndex.create(path, encoder)
                else:
                    self._index = SearchIndex.open(path, encoder, write=write)
            return self._index

    def _encoder(self) -> Encoder:
        from search.encoder import load_encoder

        return load_encoder(self.settings.encoder, download=self.settings.allow_download)

    def _queries(self) -> QueryPool:
        from kg.workers import QueryPool

        with self._turn:
            if self._pool is None:
                self._pool = QueryPool(
                    self.snapshot().path, workers=self.settings.query_workers, limits=self._limits()
                )
            return self._pool

    def _limits(self) -> QueryLimits:
        from kg.workers import QueryLimits

        return QueryLimits(
            time_s=self.settings.query_time_limit_ms / 1000,
            memory_mb=self.settings.query_memory_mb,
            bytes=self.settings.query_max_bytes,
        )

    def _changed(self) -> None:
        """Look at the newest state from here on; the state before last is closed, the last may still be in use."""
        with self._turn:
            self._sources = self._identity = None
            if self._snapshot is None or current_path(self.settings.data) == self._snapshot.path:
                return
            fresh = Snapshot.current(self.settings.data)
            if self._pool is not None:
                self._pool.refresh(fresh.path)
            for old in self._retired:
                old.close()
            self._retired, self._snapshot = [self._snapshot], fresh


def reindex(settings: Settings) -> int:
    """Make graph and index again from the library, with the encoder set now; return how many documents.

    Raises DataLocked or DataError as `Desk.open`.
    """
    from search.encoder import load_encoder
    from search.index import SearchIndex

    encoder = load_encoder(settings.encoder, download=settings.allow_download)
    with Library.open(settings.data, write=True, make=False, command="mati reindex") as library:
        forget(library)
        with (
            Store.open(settings.data) as store,
            SearchIndex.create(settings.data / INDEX_FOLDER, encoder) as index,
        ):
            return settle(library, store, index)
