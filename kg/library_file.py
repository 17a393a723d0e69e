"""The file `library.sqlite`: its schema, how it is opened, and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import DataCorrupt, DataError
from kg.records import Notice, Span

_APPLICATION_ID = 0x4D617469  # "Mati"
_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE documents (
  sha256 TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, encoding TEXT NOT NULL, pages TEXT NOT NULL,
  warnings TEXT NOT NULL, text TEXT NOT NULL, record TEXT NOT NULL
) STRICT;
CREATE INDEX digests ON documents (sha256, digest);
CREATE TABLE names (file TEXT PRIMARY KEY, sha256 TEXT NOT NULL REFERENCES documents (sha256)) STRICT, WITHOUT ROWID;
CREATE INDEX names_by_document ON names (sha256, file);
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
PUT_DOCUMENT = (
    "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET "
    "digest = excluded.digest, encoding = excluded.encoding, pages = excluded.pages, "
    "warnings = excluded.warnings, text = excluded.text, record = excluded.record"
)


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


def notice_fields(notice: Notice) -> list[str | int | None]:
    """Return a notice as JSON holds it."""
    span = notice.span
    return [notice.code, notice.message, span.start if span else None, span.end if span else None]


def notice_from(code: str, message: str, start: int | None, end: int | None) -> Notice:
    """Return the notice of these fields."""
    return Notice(code, message, None if start is None or end is None else Span(start, end))
