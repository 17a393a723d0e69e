"""The main path: files → documents → records → library, then graph and index follow the library.

The library is written first, one record at a time and atomically. `settle` then makes the graph and the
index hold exactly what the library holds; it is also how both heal after a crash, and how a removal is
carried out. So a kill at any moment leaves whole records, and the next writer finishes the work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kg import iris
from kg.documents import SUFFIXES, OnPage, ReadOptions, read_document
from kg.errors import FileMissing, InputError, MatiError, MissingExtra
from kg.library import Library
from kg.parse import read_record
from kg.record_json import record_from_json, record_to_json
from kg.records import Document, Record
from kg.store import Store
from kg.triples import record_to_nquads

GRAPH_VERSION = "2"  # raise when the same record gives other triples: every graph is then made again
_BATCH = 64

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the file's name."""


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


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not taken, and why."""

    file: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every file given, each list in order of ingestion.

    `warned` names the files taken with warnings (`mati check` shows them); `skipped` the files of a folder
    that are of no kind this version reads.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    warned: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def report(self) -> IngestReport:
        return IngestReport(*(tuple(getattr(self, name)) for name in self.__slots__))


def ingest(
    sources: Sequence[Path],
    library: Library,
    store: Store,
    index: Searchable,
    *,
    options: ReadOptions,
    progress: Progress | None = None,
) -> IngestReport:
    """Read files and folders into the library, graph and index; return what became of each.

    A file's name is its path relative to the folder given, or its own name when it was given itself. One bad
    file never stops the rest. A source that does not exist is a failure like any other.
    """
    tally = _Tally()
    files = list(_files(sources, tally))
    fresh: dict[str, tuple[Document, Record]] = {}
    for done, (path, name) in enumerate(files):
        if progress:
            progress(done, len(files), name)
        try:
            on_page = _page_progress(progress, done, len(files), name)
            document = read_document(path, name=name, options=options, on_page=on_page)
        except (InputError, MissingExtra) as error:
            tally.failed.append(Failure(name, error.code, str(error)))
            continue
        try:
            _take(document, library, tally, fresh)
        except MatiError:
            raise  # the data folder, not the record
        except Exception as error:  # noqa: BLE001 - a fault of ours with one record must not stop the others
            message = (
                f"{name}: Mati failed to read it ({type(error).__name__}: {error}). Please report this file."
            )
            tally.failed.append(Failure(name, "reader-fault", message))
        if len(fresh) >= _BATCH:
            settle(library, store, index, fresh=fresh)
            fresh.clear()
    settle(library, store, index, fresh=fresh)
    if progress:
        progress(len(files), len(files), "")
    return tally.report()


def _page_progress(progress: Progress | None, done: int, files: int, name: str) -> OnPage | None:
    """OCR takes seconds a page: the pages of a file show beside its name."""
    if progress is None:
        return None
    return lambda read, pages: progress(done, files, f"{name} (OCR {read}/{pages})")


def ingest_document(document: Document, library: Library, store: Store, index: Searchable) -> IngestReport:
    """Read one document already decoded (an upload) into library, graph and index."""
    tally = _Tally()
    fresh: dict[str, tuple[Document, Record]] = {}
    _take(document, library, tally, fresh)
    settle(library, store, index, fresh=fresh)
    return tally.report()


def _files(sources: Sequence[Path], tally: _Tally) -> Iterator[tuple[Path, str]]:
    for source in sources:
        try:
            if source.is_dir():
                inside = sorted(p for p in source.rglob("*") if p.is_file() and not _hidden(p, source))
                found = [(path, path.relative_to(source).as_posix()) for path in inside]
            elif source.exists():
                found = [(source, source.name)]
            else:
                raise FileNotFoundError
        except FileNotFoundError:
            message = f"{_shown(source)}: there is no such file or folder. Check the path."
            tally.failed.append(Failure(_shown(source), FileMissing.code, message))
            continue
        except OSError as error:
            message = f"{_shown(source)} cannot be read: {error.strerror or error}. Check the path."
            tally.failed.append(Failure(_shown(source), InputError.code, message))
            continue
        for path, name in found:
            if _shown(name) != name:
                message = f"{_shown(name)}: the file's name is not UTF-8. Rename it and try again."
                tally.failed.append(Failure(_shown(name), InputError.code, message))
            elif path == source or path.suffix.lower() in SUFFIXES:
                yield path, name
            else:
                tally.skipped.append(name)


def _shown(name: Path | str) -> str:
    """A file's name as people and JSON can read it: bytes that are not UTF-8 become U+FFFD."""
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _take(
    document: Document, library: Library, tally: _Tally, fresh: dict[str, tuple[Document, Record]]
) -> None:
    record = read_record(document)
    put = library.put(document, json.dumps(record_to_json(record), ensure_ascii=False, sort_keys=True))
    getattr(tally, put.outcome).append(document.file)
    if record.warnings or document.warnings:
        tally.warned.append(document.file)
    if put.outcome != "unchanged":
        fresh[document.sha256] = (document, record)


def settle(
    library: Library,
    store: Store,
    index: Searchable,
    *,
    fresh: dict[str, tuple[Document, Record]] | None = None,
) -> int:
    """Make graph and index hold exactly what the library holds; return how many documents were touched.

    `fresh` saves reading back records just read. Publishes a new snapshot where the graph changed.
    """
    wanted = _wanted(library, index.version)
    held = library.states("held:")
    graphs, indexed = store.graphs(), index.documents()
    stale = [
        sha256
        for sha256, mark in wanted.items()
        if held.get(f"held:{sha256}") != mark or iris.graph(sha256) not in graphs or sha256 not in indexed
    ]
    gone = sorted({key.removeprefix("held:") for key in held} | indexed)
    gone = [sha256 for sha256 in gone if sha256 not in wanted]
    known = {iris.graph(sha256) for sha256 in wanted}
    strays = sorted(graphs - known)
    if not stale and not gone and not strays:
        return 0
    for sha256 in stale:
        document, record = (fresh or {}).get(sha256) or _read_back(library, sha256)
        quads = record_to_nquads(record, document, files=library.files(sha256))
        store.put(iris.graph(sha256), quads)
        index.add_record(document, record)
    for graph in strays:
        store.drop(graph)
    for sha256 in gone:
        index.remove(sha256)
    store.flush()
    index.commit()
    marks: dict[str, str | None] = {f"held:{sha256}": wanted[sha256] for sha256 in stale}
    library.set_states(marks | {f"held:{sha256}": None for sha256 in gone})
    store.publish()
    return len(stale) + len(gone)


def _wanted(library: Library, index_version: str) -> dict[str, str]:
    """For each document, what graph and index must have been made from."""
    names: dict[str, list[str]] = {}
    for file, sha256 in library.names():
        names.setdefault(sha256, []).append(file)
    return {
        sha256: json.dumps([digest, names.get(sha256, []), GRAPH_VERSION, index_version], ensure_ascii=False)
        for sha256, digest in library.digests().items()
    }


def _read_back(library: Library, sha256: str) -> tuple[Document, Record]:
    return library.document(sha256), record_from_json(json.loads(library.record_json(sha256)))
