"""Candidates by words and character n-grams. The only door to tantivy.

A folder holds one immutable index: a writer fills a copy, readers open what is finished. Tantivy proposes
rows; the exact score is `search/bm25.py`'s, because tantivy's counts deleted rows until it merges them away.
Terms are made by `search/tokens.py` and stored joined by spaces, which is the only rule the index applies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kg.errors import DataCorrupt, DataLocked
from search.filters import Filters

WORDS, GRAMS = "words", "grams"
_HEAP = 64_000_000
_SPACES = "mati_spaces"
_EVERY = "every"  # a field with the same term in every row: its frequency counts deleted rows too


@dataclass(frozen=True, slots=True)
class Row:
    """What the index stores of one chunk. `row` is its number in the chunk table; `day` is yyyymmdd or 0."""

    row: int
    sha256: str
    body: str
    number: int
    year: int
    day: int
    kind: str
    words: Sequence[str]
    grams: Sequence[str]


@dataclass(frozen=True, slots=True)
class Term:
    """One query term: the field it is looked up in, and how much it counts beside the others."""

    field: str
    text: str
    weight: float = 1.0


class LexicalWriter:
    """Adds and removes rows of one folder; nothing shows before `commit`. Use as a context."""

    def __init__(self, folder: Path) -> None:
        """Open `folder` (made if absent).

        Raises:
            DataLocked: Another writer holds it.
            DataCorrupt: It holds something that is no index of ours.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._index = _open(folder)
        try:
            self._writer = self._index.writer(_HEAP, 1)  # one thread: segments do not depend on timing
        except ValueError as error:
            raise DataLocked(f"The word index {folder} is being written by another process.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the folder; what was not committed is dropped."""
        self._writer.wait_merging_threads()

    def add(self, row: Row) -> None:
        """Add one row; `row.row` must be new."""
        import tantivy

        self._writer.add_document(
            tantivy.Document(
                row=row.row,
                sha256=row.sha256,
                body=row.body or "-",
                kind=row.kind,
                number=row.number,
                year=row.year,
                day=row.day,
                words=" ".join(row.words),
                grams=" ".join(row.grams),
                every="1",
            )
        )

    def remove(self, sha256: str) -> None:
        """Remove every row of a document that was there before; an unknown one is no error."""
        self._writer.delete_documents_by_term("sha256", sha256)

    def commit(self) -> None:
        """Make the changes durable."""
        self._writer.commit()


class LexicalReader:
    """Reads one finished folder. Safe in threads."""

    def __init__(self, folder: Path) -> None:
        """Open `folder`.

        Raises:
            DataCorrupt: It does not hold an index of ours, or a broken one.
        """
        self._folder = folder
        self._index = _open(folder, must_exist=True)
        self._index.config_reader("Manual", 1)
        self._index.reload()
        self._searcher = self._index.searcher()
        self._clean = self._searcher.num_docs == self._searcher.doc_freq(_EVERY, "1")

    def __len__(self) -> int:
        """Return how many rows there are."""
        return int(self._searcher.num_docs)

    def frequency(self, term: Term) -> int:
        """Return in how many rows a term stands; removed rows never count."""
        count = int(self._searcher.doc_freq(term.field, term.text))
        if count == 0 or self._clean:
            return count
        return int(self._searcher.search(self._term(term), limit=1, count=True).count)

    def candidates(self, terms: Sequence[Term], filters: Filters, limit: int) -> list[int]:
        """Return the rows that match best, at least `limit` of them where so many match; sorted.

        All rows that tie with the last are returned, so that the choice does not depend on the order in which
        rows were added. No terms, or filters that nothing passes, give no rows.
        """
        import tantivy

        if not terms or limit < 1:
            return []
        scored = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(term)) for term in terms])
        clauses = [(tantivy.Occur.Must, scored)]
        clauses += [
            (tantivy.Occur.Must, tantivy.Query.const_score_query(clause, 0.0))
            for clause in self._restrictions(filters)
        ]
        query = tantivy.Query.boolean_query(clauses)
        wanted = limit
        while True:
            hits = self._searcher.search(query, limit=wanted, count=False).hits
            if len(hits) < wanted or round(hits[-1][0], 4) < round(hits[limit - 1][0], 4):
                break
            wanted *= 2
        least = round(hits[limit - 1][0], 4) if len(hits) >= limit else 0.0
        addresses = [address for score, address in hits if round(score, 4) >= least]
        return sorted(self._searcher.fast_field_values("row", addresses))

    def _term(self, term: Term) -> Any:
        import tantivy

        query = tantivy.Query.term_query(self._index.schema, term.field, term.text, "freq")
        return query if term.weight == 1.0 else tantivy.Query.boost_query(query, term.weight)

    def _restrictions(self, filters: Filters) -> list[Any]:
        import tantivy

        schema = self._index.schema
        clauses = [
            tantivy.Query.term_set_query(schema, name, list(values))
            if values
            else tantivy.Query.empty_query()
            for name, values in filters.sets().items()
        ]
        days = filters.days()
        if days is not None:
            clauses.append(tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, *days))
        return clauses


def _open(folder: Path, *, must_exist: bool = False) -> Any:
    import tantivy

    if must_exist and not (folder / "meta.json").is_file():
        raise DataCorrupt(f"The word index {folder} is missing; run `mati reindex`.")
    try:
        index = tantivy.Index(_schema(), path=str(folder))
    except (ValueError, OSError) as error:
        raise DataCorrupt(f"The word index {folder} is damaged ({error}); run `mati reindex`.") from error
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_SPACES, spaces)  # a folder does not remember its tokenizers
    return index


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("row", "number", "year", "day"):
        # signed: deleting or matching by an unsigned field silently does nothing
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("sha256", "body", "kind", _EVERY):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (WORDS, GRAMS):
        builder.add_text_field(name, tokenizer_name=_SPACES, index_option="freq")
    return builder.build()
