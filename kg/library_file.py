"""The file `library.sqlite`: its schema, how it is opened, and what its errors mean."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import DataCorrupt, DataError
from kg.records import Document, Method, Notice, Page, Span

_APPLICATION_ID = 0x4D617469  # "Mati"
_SCHEMA_VERSION = 3
# made from records (derived, never the only copy), and what people decided about them (nothing else holds it)
_STANDING = """
CREATE TABLE derived (
  kind TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES documents (sha256) ON DELETE CASCADE,
  mark TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX derived_by_document ON derived (sha256);
CREATE TABLE decisions (id INTEGER PRIMARY KEY AUTOINCREMENT, decision TEXT NOT NULL, undone TEXT) STRICT;
"""
_SCHEMA = (
    """
CREATE TABLE documents (
  sha256 TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, encoding TEXT NOT NULL, pages TEXT NOT NULL,
  warnings TEXT NOT NULL, text TEXT NOT NULL, record TEXT NOT NULL,
  method TEXT NOT NULL DEFAULT 'text', untrusted TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX digests ON documents (sha256, digest);
CREATE TABLE names (file TEXT PRIMARY KEY, sha256 TEXT NOT NULL REFERENCES documents (sha256)) STRICT, WITHOUT ROWID;
CREATE INDEX names_by_document ON names (sha256, file);
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
    + _STANDING
)
# version 1 knew text files alone, which have no pages, so nothing stored changes its meaning
_METHODS = """
ALTER TABLE documents ADD COLUMN method TEXT NOT NULL DEFAULT 'text';
ALTER TABLE documents ADD COLUMN untrusted TEXT NOT NULL DEFAULT '[]';
"""
_UPGRADES = {1: _METHODS + _STANDING, 2: _STANDING}
_COLUMNS = ("sha256", "digest", "encoding", "pages", "warnings", "text", "record", "method", "untrusted")
PUT_DOCUMENT = (
    f"INSERT INTO documents ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "  # noqa: S608
    f"ON CONFLICT (sha256) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)
DOCUMENT_COLUMNS = "text, encoding, pages, warnings, method, untrusted"


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file, made where it is missing if `write`; commits are safe on disk when they return.

    Raises:
        DataCorrupt: it is no library, or has another schema.
        DataError: it cannot be read or written.
    """
    with sqlite_errors(path):
        if write:
            return _prepare(_raw_connection(path, "mode=rwc"), path, write=True)
        try:
            return _prepare(_raw_connection(path, "mode=ro"), path, write=False)
        except sqlite3.OperationalError:
            # a folder we may not write to, with no writer beside us: SQLite cannot make its -shm file
            if path.with_name(path.name + "-wal").exists():
                raise
            return _prepare(_raw_connection(path, "immutable=1"), path, write=False)


def _raw_connection(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
        timeout=30,
    )


def _prepare(connection: sqlite3.Connection, path: Path, *, write: bool) -> sqlite3.Connection:
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        is_new = version == 0 and not connection.execute("SELECT 1 FROM sqlite_schema").fetchall()
        if is_new and not write:
            raise nothing_ingested(path.parent)
        if write:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        if is_new:
            script = f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_SCHEMA_VERSION};"
            connection.executescript(f"BEGIN; {_SCHEMA} {script} COMMIT;")
        elif connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID:
            raise corrupt(path, "it is a database of something else")
        elif version in _UPGRADES and write:
            upgrade = f"{_UPGRADES[version]} PRAGMA user_version = {_SCHEMA_VERSION};"
            connection.executescript(f"BEGIN; {upgrade} COMMIT;")
        elif version in _UPGRADES:
            raise DataError(
                f"{path} was written by an older Mati: run `mati reindex` once to bring it up to date"
            )
        elif version != _SCHEMA_VERSION:
            raise DataCorrupt(
                f"{path} has schema {version}, this Mati knows {_SCHEMA_VERSION}: "
                "use the Mati that wrote it, or ingest the files again into another folder with --data"
            )
    except BaseException:
        connection.close()
        raise
    return connection


def nothing_ingested(data: Path) -> DataError:
    """Return the error for a data folder without a library."""
    return DataError(f"the data folder {data} holds no records yet: `mati ingest PATH` reads some")


def corrupt(path: Path, what: str) -> DataCorrupt:
    """Return the error for a library that is not what it should be."""
    return DataCorrupt(f"{path} cannot be used: {what}. Move it away and ingest the files again")


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours: DataError where trying again may help, DataCorrupt where it will not."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a mistake of ours, not of the file
    except sqlite3.OperationalError as error:
        raise DataError(
            f"{path} cannot be read or written: {error}. See that the disk has room and try again"
        ) from error
    except sqlite3.DatabaseError as error:
        raise corrupt(path, str(error)) from error


def document_row(document: Document, digest: str, record_json: str) -> tuple[str, ...]:
    """Return the values of `PUT_DOCUMENT` in order."""
    pages = [
        [p.span.start, p.span.end, p.method.value, p.label, p.exact, p.confidence] for p in document.pages
    ]
    return (
        document.sha256,
        digest,
        document.encoding or "",
        json.dumps(pages, ensure_ascii=False),
        json.dumps([notice_fields(notice) for notice in document.warnings], ensure_ascii=False),
        document.text,
        record_json,
        document.method.value,
        json.dumps([[span.start, span.end] for span in document.untrusted]),
    )


def document_from(file: str, sha256: str, row: tuple[str, ...]) -> Document:
    """Return the document of a row of `DOCUMENT_COLUMNS`."""
    text, encoding, pages, warnings, method, untrusted = row
    return Document(
        file=file,
        text=text,
        sha256=sha256,
        encoding=encoding or None,
        pages=tuple(
            Page(Span(start, end), Method(how), label, exact, confidence)
            for start, end, how, label, exact, confidence in json.loads(pages)
        ),
        warnings=tuple(notice_from(*fields) for fields in json.loads(warnings)),
        method=Method(method),
        untrusted=tuple(Span(start, end) for start, end in json.loads(untrusted)),
    )


def notice_fields(notice: Notice) -> list[str | int | None]:
    """Return a notice as JSON holds it."""
    span = notice.span
    return [notice.code, notice.message, span.start if span else None, span.end if span else None]


def notice_from(code: str, message: str, start: int | None, end: int | None) -> Notice:
    """Return the notice of these fields."""
    return Notice(code, message, None if start is None or end is None else Span(start, end))
