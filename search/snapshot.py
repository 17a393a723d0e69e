"""One committed state of an index, open for reading, and the scores of chunks in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.errors import DataCorrupt, IndexMismatch
from search import generation
from search.bm25 import Counts, Lengths, Weighted, coverage, rarity
from search.dense import Dense, Vectors, load
from search.fusion import Scores, meaning
from search.generation import Manifest
from search.lexical import GRAMS, WORDS, LexicalReader, Term
from search.synonyms import Wanted
from search.table import Stored, Table
from search.tokens import tokenizer_id

if TYPE_CHECKING:
    from search.encoder import Encoder

TABLE = "chunks.sqlite"
_ATTEMPTS = 5  # to open a generation that a writer may be replacing


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One committed state, open for reading; `rarities` remembers what was looked up in it."""

    manifest: Manifest
    stamp: tuple[int, int, int]
    lexical: LexicalReader
    dense: Dense
    words_mean: float
    grams_mean: float
    rarities: dict[tuple[str, str], float] = field(default_factory=dict)


def open_snapshot(path: Path, table: Table, encoder: Encoder) -> Snapshot:
    """Open the newest committed state of the index in `path`.

    Raises:
        DataCorrupt: A file is missing or damaged; the message names it.
        IndexMismatch: It was built with another encoder or tokenizer.
    """
    for _ in range(_ATTEMPTS - 1):
        before = stamp(path)
        with suppress(DataCorrupt):
            return _open(path, table, encoder)
        if stamp(path) == before:
            break  # nobody replaced it meanwhile: it is the files that are wrong
    return _open(path, table, encoder)


def _open(path: Path, table: Table, encoder: Encoder) -> Snapshot:
    seen = stamp(path)
    manifest = generation.read_manifest(path)
    check_match(path, manifest, encoder)
    generation.check_files(path, manifest)
    number = manifest.generation
    lexical = LexicalReader(generation.lexical_folder(path, number))
    dense = load(generation.dense_file(path, number), manifest.dimension)
    totals = table.totals(number)
    if not (totals.rows == manifest.rows == len(dense) == len(lexical)):
        raise DataCorrupt(
            f"The index {path} should hold {manifest.rows} chunks; {TABLE} holds {totals.rows}, the word index "
            f"{len(lexical)}, the vectors {len(dense)}; run `mati reindex`."
        )
    rows = max(1, totals.rows)
    return Snapshot(
        manifest, seen, lexical, dense, max(1.0, totals.words / rows), max(1.0, totals.grams / rows)
    )


def score(
    snapshot: Snapshot,
    found: Sequence[Stored],
    words: Sequence[Wanted],
    grams: Sequence[Wanted],
    vector: Vectors,
) -> list[Scores]:
    """Return the scores of stored chunks for a question's words, n-grams and vector, in their order."""
    cosines = snapshot.dense.scores(vector, np.asarray([stored.row for stored in found], dtype=np.int64))
    own = [stored.words for stored in found]
    return score_loose(snapshot, words, grams, own, [stored.folded for stored in found], cosines)


def score_loose(
    snapshot: Snapshot,
    words: Sequence[Wanted],
    grams: Sequence[Wanted],
    text_words: Sequence[Sequence[str]],
    text_folded: Sequence[str],
    cosines: Vectors,
) -> list[Scores]:
    """Return the scores of texts given as their words, folded text and (n,) cosines, in their order."""
    by_word = [_weigh(snapshot, WORDS, word) for word in words]
    by_gram = [_weigh(snapshot, GRAMS, gram) for gram in grams]
    bags = [Counter(own) for own in text_words]
    in_words = _counts([[bag[word.text] for word in by_word] for bag in bags], by_word)
    in_grams = _counts([[folded.count(gram.text) for gram in by_gram] for folded in text_folded], by_gram)
    by_words = coverage(by_word, in_words, _lengths(text_words), snapshot.words_mean)
    by_grams = coverage(by_gram, in_grams, _lengths(text_folded), snapshot.grams_mean)
    return [
        Scores(float(in_word), float(in_gram), meaning(float(cosine)))
        for in_word, in_gram, cosine in zip(by_words, by_grams, cosines, strict=True)
    ]


def _counts(rows: list[list[int]], terms: Sequence[Weighted]) -> Counts:
    return np.asarray(rows, dtype=np.int64).reshape(len(rows), len(terms))


def _lengths(texts: Sequence[Sequence[str]]) -> Lengths:
    return np.asarray([len(text) for text in texts], dtype=np.float64)


def _weigh(snapshot: Snapshot, field_name: str, wanted: Wanted) -> Weighted:
    key = (field_name, wanted.text)
    if key not in snapshot.rarities:
        frequency = snapshot.lexical.frequency(Term(field_name, wanted.text))
        snapshot.rarities[key] = rarity(frequency, snapshot.manifest.rows)
    return Weighted(wanted.text, wanted.weight * snapshot.rarities[key], wanted.group)


def check_match(path: Path, manifest: Manifest, encoder: Encoder) -> None:
    """Refuse an index that was built with another encoder or tokenizer.

    Raises:
        IndexMismatch: The message names both and the remedy.
    """
    built = (manifest.encoder, manifest.revision, manifest.dimension)
    if built != (encoder.id, encoder.revision, encoder.dimension):
        raise IndexMismatch(
            f"The index {path} was built with encoder {built[0]}@{built[1]} ({built[2]}), the one set is "
            f"{encoder.id}@{encoder.revision} ({encoder.dimension}); run `mati reindex`."
        )
    if manifest.tokenizer != tokenizer_id():
        raise IndexMismatch(
            f"The index {path} was built with tokenizer {manifest.tokenizer}, this Mati has {tokenizer_id()}; "
            "run `mati reindex`."
        )


def stamp(path: Path) -> tuple[int, int, int]:
    """Return what tells one state of the manifest from the next."""
    try:
        status = (path / generation.MANIFEST).stat()
    except OSError:
        return 0, 0, 0
    return status.st_ino, status.st_mtime_ns, status.st_size
