"""The library: the data folder's list of documents and the records read from them, in `library.sqlite`.

It is the only thing in the data folder that cannot be made again from the rest. Graph and index heal
against it: `digests()` says what they should hold, the `state` table is where they note what they hold.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from kg.errors import UnknownName
from kg.library_file import (
    DOCUMENT_COLUMNS,
    PUT_DOCUMENT,
    connect,
    corrupt,
    document_from,
    document_row,
    nothing_ingested,
    sqlite_errors,
)
from kg.library_names import resolve, unknown
from kg.lock import WriterLock
from kg.records import Document

FILE_NAME = "library.sqlite"
_PUT_DERIVED = "INSERT OR REPLACE INTO derived VALUES (?, ?, ?, ?)"

Outcome = Literal["added", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Put:
    """What putting a document did.

    `orphaned` is the sha256 of the document the file name pointed to before, where no name points to it
    any more: it is gone from the library, and its graph and chunks must be dropped.
    """

    outcome: Outcome
    orphaned: str | None = None


class Library:
    """Documents, their file names and their records. Open it with `Library.open`; one object serves all threads."""

    def __init__(self, data: Path, connection: sqlite3.Connection, lock: WriterLock | None) -> None:
        self.data = data
        self._connection = connection
        self._lock = lock
        self._turn = threading.RLock()
        self.parsed: dict[str, dict[str, tuple[str, Any]]] = {}  # derived values read or made in this process

    @classmethod
    def open(cls, data: Path, *, write: bool, make: bool = True, command: str = "mati") -> Self:
        """Open the library of a data folder.

        Args:
            data: the data folder; made where it is missing if `write` and `make`.
            write: take the folder's writer lock. Reading takes no lock and works beside a writer.
            command: what this process is doing, shown to whoever finds the folder locked.

        Raises:
            DataLocked: another process is writing to the folder.
            DataCorrupt: the file is no library, or of a newer Mati.
            DataError: nothing has been ingested here yet (reading, or not `make`), or the folder cannot be written.
        """
        path = data / FILE_NAME
        if not (write and make) and not path.is_file():
            raise nothing_ingested(data)
        lock = WriterLock(data, command) if write else None
        try:
            connection = connect(path, write=write)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return cls(data, connection, lock)

    @property
    def writable(self) -> bool:
        """Whether it was opened for writing."""
        return self._lock is not None

    def close(self) -> None:
        """Close the file and let go of the writer lock. Does nothing the second time."""
        with self._turn:
            self._connection.close()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def names(self) -> list[tuple[str, str]]:
        """Return every (file name, sha256), sorted by file name."""
        return [(file, sha256) for file, sha256 in self._rows("SELECT file, sha256 FROM names ORDER BY file")]

    def files(self, sha256: str) -> list[str]:
        """Return the file names that point to a document, sorted; none where the document is unknown."""
        return [row[0] for row in self._rows("SELECT file FROM names WHERE sha256 = ? ORDER BY file", sha256)]

    def documents(self) -> Iterator[str]:
        """Yield the sha256 of every document, sorted, as of the moment of the call."""
        return iter(self.digests())

    def digests(self) -> dict[str, str]:
        """Return sha256 → digest of its record, sorted by sha256.

        The digest is the sha256 of the record's JSON: whoever made a graph or chunks from a record can note
        the digest in the state table and see later whether it must be made again.
        """
        rows = self._rows("SELECT sha256, digest FROM documents ORDER BY sha256")
        return {row[0]: row[1] for row in rows}

    def document(self, sha256: str) -> Document:
        """Return a document; `file` is the first of its names in sorted order.

        Raises:
            UnknownName: no such document.
        """
        row = self._one(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE sha256 = ?", sha256)  # noqa: S608
        return document_from(self.files(sha256)[0], sha256, row)

    def record_json(self, sha256: str) -> str:
        """Return the JSON of the record read from a document, as it was put.

        Raises:
            UnknownName: no such document.
        """
        return str(self._one("SELECT record FROM documents WHERE sha256 = ?", sha256)[0])

    def put(self, document: Document, record_json: str, derived: Mapping[str, str] | None = None) -> Put:
        """Store a document and its record and point its file name to it, all or nothing, safe on disk.

        The same bytes with another record (a newer reader) count as "replaced". `derived` (kind → JSON) is stored as
        made from this record (`set_derived`); its mark is the record's digest.

        Raises:
            DataError: opened for reading, or the disk is full.
        """
        new_digest = hashlib.sha256(record_json.encode()).hexdigest()
        with self._transaction():
            before = self._rows("SELECT sha256 FROM names WHERE file = ?", document.file)
            held = self._rows("SELECT digest FROM documents WHERE sha256 = ?", document.sha256)
            if before == [(document.sha256,)] and held == [(new_digest,)]:
                return Put("unchanged")
            self._connection.execute(PUT_DOCUMENT, document_row(document, new_digest, record_json))
            self._connection.execute(
                "INSERT OR REPLACE INTO names VALUES (?, ?)", (document.file, document.sha256)
            )
            for kind, value in (derived or {}).items():
                self._connection.execute(_PUT_DERIVED, (kind, document.sha256, new_digest, value))
            orphaned = self._forget_nameless(before[0][0]) if before else None
            return Put("replaced" if before else "added", orphaned)

    def remove(self, file: str) -> str | None:
        """Forget a file name; return the sha256 of its document where no other name points to it.

        Raises:
            UnknownName: no such file name.
            DataError: opened for reading, or the disk is full.
        """
        with self._transaction():
            rows = self._rows("SELECT sha256 FROM names WHERE file = ?", file)
            if not rows:
                raise self._unknown(file)
            self._connection.execute("DELETE FROM names WHERE file = ?", (file,))
            return self._forget_nameless(rows[0][0])

    def resolve(self, name_or_iri: str) -> str:
        """Return the sha256 of the document meant by a file name, an IRI of Mati's, or a sha256.

        A file name may leave out leading folders or have more of them, an IRI may be of anything that belongs to one document
        (document, graph, text, agenda item, span…), a sha256 may be cut to 16 digits or more; each must lead
        to one document.

        Raises:
            UnknownName: nothing or more than one document is meant; the message suggests near names.
        """
        return resolve(name_or_iri, self.names(), list(self.digests()), self.data)

    def state(self, key: str) -> str | None:
        """Return a value of the state table, or None."""
        rows = self._rows("SELECT value FROM state WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def states(self, prefix: str = "") -> dict[str, str]:
        """Return the part of the state table whose keys begin with `prefix`, sorted by key."""
        rows = self._rows("SELECT key, value FROM state ORDER BY key")
        return {key: value for key, value in rows if key.startswith(prefix)}

    def set_states(self, values: dict[str, str | None]) -> None:
        """Set values of the state table at once; None takes a key out.

        Raises:
            DataError: opened for reading, or the disk is full.
        """
        with self._transaction():
            for key, value in values.items():
                if value is None:
                    self._connection.execute("DELETE FROM state WHERE key = ?", (key,))
                else:
                    self._connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

    def set_state(self, key: str, value: str | None) -> None:
        """Set one value of the state table; None takes it out. Raises as `set_states`."""
        self.set_states({key: value})

    def derived(self, kind: str) -> dict[str, tuple[str, str]]:
        """Return what was derived of that kind: sha256 → (what it was made from, its JSON), sorted by sha256."""
        rows = self._rows("SELECT sha256, mark, value FROM derived WHERE kind = ? ORDER BY sha256", kind)
        return {sha256: (mark, value) for sha256, mark, value in rows}

    def derived_marks(self, kind: str) -> dict[str, str]:
        """Return what everything of that kind was made from, by sha256."""
        return dict(self._rows("SELECT sha256, mark FROM derived WHERE kind = ?", kind))  # type: ignore[arg-type]

    def derived_of(self, kind: str, sha256: str) -> str | None:
        """Return the JSON of that kind derived of one document, or None."""
        rows = self._rows("SELECT value FROM derived WHERE kind = ? AND sha256 = ?", kind, sha256)
        return str(rows[0][0]) if rows else None

    def set_derived(self, kind: str, values: Mapping[str, tuple[str, str]]) -> None:
        """Store what was derived of documents; it goes with its document.

        Args:
            kind: a name for it.
            values: sha256 → (what it was made from, its JSON).

        Raises:
            DataError: opened for reading, the disk is full, or a document is not there.
        """
        with self._transaction():
            for sha256, (mark, value) in values.items():
                self._connection.execute(_PUT_DERIVED, (kind, sha256, mark, value))

    def decisions(self) -> list[tuple[int, str, str | None]]:
        """Return what people decided, oldest first: (number, its JSON, the JSON of who undid it or None)."""
        rows = self._rows("SELECT id, decision, undone FROM decisions ORDER BY id")
        return [(int(number), decision, undone) for number, decision, undone in rows]

    def decide(self, decision_json: str) -> int:
        """Store a person's decision and return its number; numbers are never used again.

        Raises:
            DataError: opened for reading, or the disk is full.
        """
        with self._transaction():
            made = self._connection.execute("INSERT INTO decisions (decision) VALUES (?)", (decision_json,))
            return int(made.lastrowid or 0)

    def undo(self, number: int, undone_json: str) -> None:
        """Note that a decision no longer holds; it stays in the log.

        Raises:
            UnknownName: no decision of that number, or it was undone before.
            DataError: opened for reading, or the disk is full.
        """
        with self._transaction():
            changed = self._connection.execute(
                "UPDATE decisions SET undone = ? WHERE id = ? AND undone IS NULL", (undone_json, number)
            )
            if not changed.rowcount:
                raise UnknownName(f"there is no decision {number} to undo: `mati identity log` lists them")

    def check(self) -> None:
        """Look through the whole file for damage.

        Raises:
            DataCorrupt: SQLite finds damage, a name points to nothing, or a record is not what was put.
        """
        damage = [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        dangling = self._rows("SELECT file FROM names WHERE sha256 NOT IN (SELECT sha256 FROM documents)")
        damage += [f"{file} points to no document" for (file,) in dangling]
        for sha256, digest in self.digests().items():
            if hashlib.sha256(self.record_json(sha256).encode()).hexdigest() != digest:
                damage.append(f"the record of {self.files(sha256)[0]} was changed on disk")
        if damage:
            raise corrupt(self.data / FILE_NAME, "; ".join(damage[:5]))

    def _forget_nameless(self, sha256: str) -> str | None:
        if self._rows("SELECT 1 FROM names WHERE sha256 = ? LIMIT 1", sha256):
            return None
        self._connection.execute("DELETE FROM documents WHERE sha256 = ?", (sha256,))
        return sha256

    def _unknown(self, name: str) -> UnknownName:
        return unknown(name, self.names(), self.data)

    def _one(self, sql: str, sha256: str) -> tuple[str, ...]:
        rows = self._rows(sql, sha256)
        if not rows:
            raise self._unknown(sha256)
        return rows[0]

    def _rows(self, sql: str, *parameters: str) -> list[tuple[str, ...]]:
        with self._turn, sqlite_errors(self.data / FILE_NAME):
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._turn, sqlite_errors(self.data / FILE_NAME):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
