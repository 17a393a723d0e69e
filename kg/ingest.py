"""The main path: files → documents → records → library, then graph and index follow the library.

The library is written first, one record at a time and atomically. `settle` then makes the graph and the
index hold exactly what the library holds (`kg.settling`); it is also how both heal after a crash, and how a removal is
carried out. So a kill at any moment leaves whole records, and the next writer finishes the work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.documents import SUFFIXES, OnPage, ReadOptions, read_document
from kg.errors import FileMissing, InputError, MatiError, MissingExtra
from kg.library import Library
from kg.parse import read_record
from kg.record_json import record_to_json
from kg.records import Document, Record
from kg.settling import Made, Searchable, settle, settle_index
from kg.store import Store
from kg.survey import summaries

_BATCH = 64

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the file's name."""


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
            settle_index(library, index, fresh=fresh)
            fresh.clear()
    made = _graph_progress(progress, len(files))
    settle(library, store, index, fresh=fresh, made=made)
    if progress:
        progress(len(files), len(files), "")
    return tally.report()


def _page_progress(progress: Progress | None, done: int, files: int, name: str) -> OnPage | None:
    """OCR takes seconds a page: the pages of a file show beside its name."""
    if progress is None:
        return None
    return lambda read, pages: progress(done, files, f"{name} (OCR {read}/{pages})")


def _graph_progress(progress: Progress | None, files: int) -> Made | None:
    """What the records say of each other is worked out when all are read, so the graph is made last."""
    if progress is None:
        return None
    return lambda made, graphs: progress(files, files, f"กราฟ {made}/{graphs}")


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
    text = json.dumps(record_to_json(record), ensure_ascii=False, sort_keys=True)
    put = library.put(document, text, summaries(record, document))
    getattr(tally, put.outcome).append(document.file)
    if record.warnings or document.warnings:
        tally.warned.append(document.file)
    if put.outcome != "unchanged":
        fresh[document.sha256] = (document, record)
