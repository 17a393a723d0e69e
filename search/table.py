"""The chunk table of an index: what a row number stands for, in SQLite.

Rows are never changed, only born and dead at a generation, so that a reader of generation N sees exactly its
rows while a writer prepares N + 1. Each row carries a checksum of what it says.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import DataCorrupt
from kg.records import Span
from kg.thai import fold
from search.chunks import Chunk
from search.filters import Filters, day_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA = """
CREATE TABLE IF NOT EXISTS chunk (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL, sha256 TEXT NOT NULL, body TEXT NOT NULL, kind TEXT NOT NULL,
    number INTEGER NOT NULL, year INTEGER NOT NULL, day INTEGER NOT NULL,
    born INTEGER NOT NULL, died INTEGER NOT NULL DEFAULT 0,
    words TEXT NOT NULL, grams TEXT NOT NULL, length INTEGER NOT NULL, width INTEGER NOT NULL,
    payload TEXT NOT NULL, checksum INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS chunk_document ON chunk (sha256, born, died);
CREATE INDEX IF NOT EXISTS chunk_filter ON chunk (day, year, number, kind, body, born, died, length, width);
CREATE INDEX IF NOT EXISTS chunk_dead ON chunk (died) WHERE died > 0;
"""
# a row is seen by generation G if it was born by then and has not died by then
_TOTALS = """
SELECT count(*), coalesce(sum(length), 0), coalesce(sum(width), 0) FROM chunk
WHERE born <= :generation AND (died = 0 OR died > :generation)
"""
_DOCUMENTS = (
    "SELECT DISTINCT sha256 FROM chunk WHERE born <= :generation AND (died = 0 OR died > :generation)"
)
_ALLOWED = """
SELECT row FROM chunk
WHERE born <= :generation AND (died = 0 OR died > :generation)
AND (:body IS NULL OR body IN (SELECT value FROM json_each(:body)))
AND (:kind IS NULL OR kind IN (SELECT value FROM json_each(:kind)))
AND (:number IS NULL OR number IN (SELECT value FROM json_each(:number)))
AND (:year IS NULL OR year IN (SELECT value FROM json_each(:year)))
AND (:first IS NULL OR day BETWEEN :first AND :last)
"""
_ALLOWED_OF = _ALLOWED + "AND sha256 IN (SELECT value FROM json_each(:sha256))"  # noqa: S608 - a constant
_FETCH = """
SELECT row, id, words, grams, payload, checksum FROM chunk
WHERE row IN (SELECT value FROM json_each(:rows)) AND born <= :generation AND (died = 0 OR died > :generation)
ORDER BY row
"""
_INSERT = """
INSERT INTO chunk (id, sha256, body, kind, number, year, day, born, words, grams, length, width, payload, checksum)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_AT_ONCE = 500  # bound variables of one statement


@dataclass(frozen=True, slots=True)
class Stored:
    """One row as a search needs it: `words` are its terms, `folded` the text its n-grams are cut from."""

    row: int
    id: str
    words: tuple[str, ...]
    folded: str
    payload: str

    @property
    def chunk(self) -> Chunk:
        """The chunk itself, read from the payload: only hits need it, not every candidate."""
        return _chunk(self.payload)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the rows of a generation: their number, their words, their n-grams."""

    rows: int
    words: int
    grams: int


class Table:
    """One SQLite file. Safe in threads: one statement at a time."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Open `path`; with `write` make it if absent.

        Raises:
            DataCorrupt: It is missing or no table of ours.
        """
        self._path = path
        self._lock = threading.Lock()
        if not write and not path.is_file():
            raise DataCorrupt(f"The chunk table {path} is missing; run `mati reindex`.")
        with self._guard():
            self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
            self._base.execute("PRAGMA journal_mode=WAL")
            if write:
                self._base.execute("PRAGMA synchronous=FULL")
                self._base.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def totals(self, generation: int) -> Totals:
        """Return the sums over the rows of a generation."""
        return Totals(*self._all(_TOTALS, {"generation": generation})[0])

    def documents(self, generation: int) -> set[str]:
        """Return the sha256 of every document that has rows in a generation."""
        return {sha256 for (sha256,) in self._all(_DOCUMENTS, {"generation": generation})}

    def rows_of(self, sha256s: Iterable[str], generation: int) -> list[int]:
        """Return the rows of documents, sorted."""
        return self.allowed(Filters(sha256s=frozenset(sha256s)), generation)

    def allowed(self, filters: Filters, generation: int) -> list[int]:
        """Return the rows of a generation that pass `filters`, sorted."""
        bound: dict[str, object] = dict.fromkeys(
            ("sha256", "body", "kind", "number", "year", "first", "last")
        )
        bound["generation"] = generation
        bound.update((name, json.dumps(values)) for name, values in filters.sets().items())
        days = filters.days()
        if days is not None:
            bound["first"], bound["last"] = days
        sql = _ALLOWED if filters.sha256s is None else _ALLOWED_OF
        return sorted(row for (row,) in self._all(sql, bound))

    def fetch(self, rows: Sequence[int], generation: int) -> list[Stored]:
        """Return the given rows as far as the generation has them, in row order.

        Raises:
            DataCorrupt: A row does not have its checksum.
        """
        found: list[tuple[Any, ...]] = []
        for first in range(0, len(rows), _AT_ONCE):
            part = json.dumps(list(rows[first : first + _AT_ONCE]))
            found.extend(self._all(_FETCH, {"generation": generation, "rows": part}))
        return [self._stored(*values) for values in found]

    def insert(
        self, chunks: Sequence[Chunk], words: Sequence[Sequence[str]], folded: Sequence[str], born: int
    ) -> list[int]:
        """Add chunks with their terms, to be alive from generation `born`; return their rows, in order."""
        rows = []
        for chunk, terms, text in zip(chunks, words, folded, strict=True):
            joined, payload = " ".join(terms), _payload(chunk)
            values = (
                chunk.id, chunk.sha256, fold(chunk.body or ""), chunk.kind, chunk.number or 0, chunk.year_be or 0,
                day_number(chunk.date), born, joined, text, len(terms), len(text), payload,
                _checksum(joined, text, payload),
            )  # fmt: skip
            with self._guard():
                cursor = self._base.execute(_INSERT, values)
            rows.append(int(cursor.lastrowid or 0))
        return rows

    def bury(self, rows: Sequence[int], died: int) -> None:
        """Let rows be gone from generation `died` on."""
        self._all(
            "UPDATE chunk SET died = :died WHERE row IN (SELECT value FROM json_each(:rows))",
            {"died": died, "rows": json.dumps(list(rows))},
        )

    def forget(self, generation: int) -> None:
        """Undo whatever was prepared after `generation` and never published."""
        with self.change():
            self._all("DELETE FROM chunk WHERE born > :generation", {"generation": generation})
            self._all("UPDATE chunk SET died = 0 WHERE died > :generation", {"generation": generation})

    def purge(self, generation: int) -> None:
        """Delete rows that no generation from `generation` on sees."""
        self._all("DELETE FROM chunk WHERE died > 0 AND died <= :generation", {"generation": generation})

    @contextmanager
    def change(self) -> Iterator[None]:
        """Make everything inside one transaction: all of it happens, durably, or none."""
        self._all("BEGIN IMMEDIATE", {})
        try:
            yield
        except BaseException:
            self._all("ROLLBACK", {})
            raise
        self._all("COMMIT", {})

    def _all(self, sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with self._guard():
            return self._base.execute(sql, values).fetchall()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.DatabaseError as error:
                raise DataCorrupt(
                    f"The chunk table {self._path} is damaged ({error}); run `mati reindex`."
                ) from error

    def _stored(self, row: int, name: str, words: str, folded: str, payload: str, checksum: int) -> Stored:
        if _checksum(words, folded, payload) != checksum:
            raise DataCorrupt(f"Row {row} of the chunk table {self._path} is damaged; run `mati reindex`.")
        return Stored(row, name, tuple(words.split(" ")) if words else (), folded, payload)


def _payload(chunk: Chunk) -> str:
    return json.dumps(asdict(chunk), ensure_ascii=False, default=date.isoformat, separators=(",", ":"))


def _chunk(payload: str) -> Chunk:
    values = json.loads(payload)
    values["span"] = Span(**values["span"])
    values["date"] = date.fromisoformat(values["date"]) if values["date"] else None
    return Chunk(**values)


def _checksum(*parts: str) -> int:
    return zlib.crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"))
