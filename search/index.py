"""The search index: chunks in, hits out. Words, character n-grams and vectors, fused, filtered before ranking.

One process writes; any number read beside it, each a whole committed state. The folder can always be made
again from the library, so nothing here is the only copy of anything.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from kg.evidence import Citation
from kg.lock import WriterLock
from kg.records import Document, Record
from search import generation
from search.chunks import RULES, Chunk, make_chunks
from search.dense import Dense, Vectors, load
from search.filters import Filters
from search.fusion import DEFAULT, Scores, Weights, ranked, weighted
from search.generation import Manifest
from search.lexical import GRAMS, WORDS, LexicalWriter, Term
from search.prepared import Prepared, lexical_rows, prepare
from search.snapshot import TABLE, Snapshot, check_match, open_snapshot, score, score_loose, stamp
from search.synonyms import Wanted, in_thai, wanted_grams, wanted_words
from search.table import Table
from search.tokens import folded_text, tokenizer_id, word_tokens

if TYPE_CHECKING:
    from search.encoder import Encoder

EVERYTHING = Filters()
CANDIDATES = 150  # rows proposed by words and by meaning each; both are scored in full on all of them
_GRAM_SHARE = 0.25  # of a gram beside a word when candidates are proposed: a word holds several


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found. `score`, `lexical` and `dense` run from 0 to 1, 1 best; `rank` counts from 1."""

    chunk: Chunk
    score: float
    lexical: float
    dense: float
    rank: int

    @property
    def heading(self) -> str | None:
        """The headings above the chunk, outermost first."""
        return self.chunk.heading

    @property
    def citation(self) -> Citation:
        """The chunk as proof: its quote and where it stands."""
        chunk = self.chunk
        return Citation(
            chunk.file, chunk.target, chunk.span.start, chunk.span.end, chunk.text, chunk.page,
            chunk.label or None, chunk.sha256, chunk.untrusted,
        )  # fmt: skip


class SearchIndex:
    """An index in a folder. Reading is safe in threads; adding, removing and committing is for one thread."""

    def __init__(self, path: Path, encoder: Encoder, lock: WriterLock | None) -> None:
        """Use `create` or `open`."""
        self._path, self._encoder, self._lock = path, encoder, lock
        self._opening = threading.Lock()
        self._added: dict[str, Prepared] = {}
        self._removed: set[str] = set()
        self._table = Table(path / TABLE, write=lock is not None)
        try:
            if lock is not None:
                self._recover()
            self._snapshot = open_snapshot(self._path, self._table, self._encoder)
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path, encoder: Encoder) -> Self:
        """Make an empty index for writing in `path`; an index that is there is removed.

        Raises:
            DataLocked: Another process writes there.
        """
        lock = WriterLock(path, "making the search index")
        (path / generation.MANIFEST).unlink(missing_ok=True)
        for old in (*path.glob("gen-*"), *path.glob(f"{TABLE}*")):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        empty = Manifest(encoder.id, encoder.revision, encoder.dimension, tokenizer_id(), generation=1)
        generation.prepare(path, 0)
        with LexicalWriter(generation.lexical_folder(path, 1)) as writer:
            writer.commit()
        Dense(encoder.dimension).save(generation.dense_file(path, 1))
        generation.publish(path, empty, empty)
        return cls(path, encoder, lock)

    @classmethod
    def open(cls, path: Path, encoder: Encoder, *, write: bool = False) -> Self:
        """Open the index in `path`.

        Raises:
            DataCorrupt: There is none, or a file of it is damaged; the message names the file.
            IndexMismatch: It was built with another encoder or tokenizer; the message names both.
            DataLocked: `write` is asked for and another process writes there.
        """
        check_match(path, generation.read_manifest(path), encoder)
        return cls(path, encoder, WriterLock(path, "writing the search index") if write else None)

    @staticmethod
    def exists(path: Path) -> bool:
        """Tell whether a folder holds an index, sound or not."""
        return (path / generation.MANIFEST).is_file()

    @property
    def version(self) -> str:
        """What chunks, terms and vectors are made by; another version means other contents."""
        return f"chunks-{RULES} {tokenizer_id()} {self._encoder.id}@{self._encoder.revision}"

    def add_record(self, document: Document, record: Record) -> None:
        """Hold the chunks of a record from the next commit on, in place of the document's earlier ones."""
        self.add(make_chunks(document, record))

    def add(self, chunks: Sequence[Chunk]) -> None:
        """Hold chunks from the next commit on. Documents they belong to are replaced as a whole."""
        by_document: dict[str, list[Chunk]] = {}
        for chunk in chunks:
            by_document.setdefault(chunk.sha256, []).append(chunk)
        for sha256, own in by_document.items():
            self._added[sha256] = prepare(own, self._encoder)
            self._removed.add(sha256)

    def remove(self, sha256: str) -> None:
        """Hold nothing of a document from the next commit on; an unknown one is no error."""
        self._added.pop(sha256, None)
        self._removed.add(sha256)

    def commit(self) -> None:
        """Make additions and removals durable and visible, all at once; does nothing where there are none."""
        before = self._snapshot.manifest
        after = before.generation + 1
        gone = self._table.rows_of(self._removed, before.generation)
        if not gone and not self._added:
            self._removed.clear()
            return
        rows: dict[str, list[int]] = {}
        with self._table.change():
            self._table.bury(gone, after)
            for sha256, new in sorted(self._added.items()):
                rows[sha256] = self._table.insert(new.chunks, new.words, new.folded, after)
        generation.prepare(self._path, before.generation)
        self._write_lexical(generation.lexical_folder(self._path, after), rows)
        dense = load(generation.dense_file(self._path, before.generation), before.dimension)
        dense.remove(gone)
        if rows:
            numbers = [row for own in rows.values() for row in own]
            dense.add(numbers, np.concatenate([self._added[sha256].vectors for sha256 in rows]))
        dense.save(generation.dense_file(self._path, after))
        generation.publish(self._path, replace(before, generation=after, rows=len(dense)), before)
        self._added.clear()
        self._removed.clear()
        self._table.purge(before.generation)
        self._snapshot = open_snapshot(self._path, self._table, self._encoder)
        generation.sweep(self._path, after)

    def documents(self) -> set[str]:
        """Return the sha256 of every document held as of the last commit."""
        return self._table.documents(self._current().manifest.generation)

    def __len__(self) -> int:
        """Return how many chunks are held as of the last commit."""
        return self._current().manifest.rows

    def verify(self) -> None:
        """Read every file and every row.

        Raises:
            DataCorrupt: One is not what it was when written; the message names it.
        """
        manifest = self._current().manifest
        generation.check_files(self._path, manifest, whole=True)
        self._table.fetch(self._table.allowed(Filters(), manifest.generation), manifest.generation)

    def close(self) -> None:
        """Close the files and let another writer in; what was not committed is dropped."""
        self._table.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(
        self, query: str, *, limit: int = 10, filters: Filters = EVERYTHING, weights: Weights = DEFAULT
    ) -> list[Hit]:
        """Return the chunks that answer `query` best, best first, at most `limit`.

        Args:
            query: A question or words, in Thai or English; what stands after 2,000 characters is not read.
            limit: How many hits at most.
            filters: Restrictions, applied before ranking.
            weights: What words, n-grams and meaning count for.

        Raises:
            DataCorrupt: A stored row is damaged.
        """
        snapshot = self._current()
        words, grams = wanted_words(query), wanted_grams(query)
        vector = self._encoder.queries([in_thai(query)])[0]
        rows = self._candidates(snapshot, filters, words, grams, vector)
        found = self._table.fetch(rows, snapshot.manifest.generation)
        scored = score(snapshot, found, words, grams, vector)
        by_id = {stored.id: (stored, scores) for stored, scores in zip(found, scored, strict=True)}
        total = {name: weighted(scores, weights) for name, (_, scores) in by_id.items()}
        hits = []
        for rank, name in enumerate(ranked(total)[:limit], 1):
            stored, scores = by_id[name]
            lexical = weighted(scores, replace(weights, dense=0.0)) if weights.words + weights.grams else 0.0
            hits.append(Hit(stored.chunk, total[name], lexical, round(scores.dense, 6), rank))
        return hits

    def score_texts(self, query: str, texts: Sequence[str]) -> list[Scores]:
        """Return how well each text answers `query`, by the word statistics of this index, in their order.

        The texts need not be in the index: sentences of a chunk are judged by it.
        """
        snapshot = self._current()
        vectors = self._encoder.passages(list(texts))
        cosines = vectors @ self._encoder.queries([in_thai(query)])[0] if len(texts) else vectors
        words = [word_tokens(text) for text in texts]
        folded = [folded_text(text) for text in texts]
        return score_loose(snapshot, wanted_words(query), wanted_grams(query), words, folded, cosines)

    def _candidates(
        self,
        snapshot: Snapshot,
        filters: Filters,
        words: Sequence[Wanted],
        grams: Sequence[Wanted],
        vector: Vectors,
    ) -> list[int]:
        allowed = None
        if filters.restrict():
            rows = self._table.allowed(filters, snapshot.manifest.generation)
            if len(rows) <= 2 * CANDIDATES:
                return rows
            allowed = np.asarray(rows, dtype=np.int64)
        terms = [Term(WORDS, word.text, word.weight) for word in words]
        terms += [Term(GRAMS, gram.text, _GRAM_SHARE) for gram in grams]
        found = set(snapshot.lexical.candidates(terms, filters, CANDIDATES))
        if vector.any():
            found.update(snapshot.dense.search(vector, CANDIDATES, allowed))
        return sorted(found)

    def _write_lexical(self, folder: Path, rows: dict[str, list[int]]) -> None:
        with LexicalWriter(folder) as writer:
            for sha256 in sorted(self._removed):
                writer.remove(sha256)
            for sha256, numbers in rows.items():
                for row in lexical_rows(self._added[sha256], numbers):
                    writer.add(row)
            writer.commit()

    def _recover(self) -> None:
        """Drop what a killed writer prepared and never published."""
        current = generation.read_manifest(self._path).generation
        self._table.forget(current)
        self._table.purge(current - 1)
        generation.sweep(self._path, current)

    def _current(self) -> Snapshot:
        """Return the newest committed state, opened again where another process committed."""
        if self._lock is None and stamp(self._path) != self._snapshot.stamp:
            with self._opening:
                if stamp(self._path) != self._snapshot.stamp:
                    self._snapshot = open_snapshot(self._path, self._table, self._encoder)
        return self._snapshot
