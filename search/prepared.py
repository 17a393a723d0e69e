"""A document's chunks made ready for the index: their terms, their vectors, their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.thai import fold
from search.chunks import Chunk, head_and_body
from search.dense import Vectors
from search.filters import day_number
from search.lexical import Row
from search.synonyms import GRAM
from search.tokens import folded_grams, folded_text, word_tokens

if TYPE_CHECKING:
    from search.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Prepared:
    """Chunks with their words, folded texts and vectors, float32 (len(chunks), dimension), in their order."""

    chunks: tuple[Chunk, ...]
    words: list[list[str]]
    folded: list[str]
    vectors: Vectors


def prepare(chunks: Sequence[Chunk], encoder: Encoder) -> Prepared:
    """Return chunks with all that the index holds of them."""
    parts = [head_and_body(chunk) for chunk in chunks]
    return Prepared(
        tuple(chunks),
        [[*_head_terms(head)[0], *word_tokens(body)] for head, body in parts],
        [_head_terms(head)[1] + folded_text(body) for head, body in parts],
        encoder.passages([chunk.scored_text for chunk in chunks]),
    )


def lexical_rows(prepared: Prepared, numbers: Sequence[int]) -> Iterator[Row]:
    """Return the word index's rows of chunks that the chunk table holds under `numbers`, in their order."""
    for number, chunk, words, folded in zip(
        numbers, prepared.chunks, prepared.words, prepared.folded, strict=True
    ):
        yield Row(
            number,
            chunk.sha256,
            fold(chunk.body or ""),
            chunk.number or 0,
            chunk.year_be or 0,
            day_number(chunk.date),
            chunk.kind,
            words,
            folded_grams(folded, GRAM),
        )


@lru_cache(maxsize=256)
def _head_terms(head: str) -> tuple[tuple[str, ...], str]:
    """Remember the terms of headings: many chunks of a document stand under the same ones."""
    return tuple(word_tokens(head)), folded_text(head)
