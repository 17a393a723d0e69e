"""The sentences of the best passages that answer a question, and how sure we may be of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.records import Span
from kg.thai import fold
from search.expect import FORMLESS, Expectation, find_expected
from search.filters import Filters
from search.fusion import Scores
from search.index import Hit, SearchIndex
from search.sentences import sentences

PASSAGES = 24  # chunks whose sentences are judged
LONGEST = 430  # code points quoted in an answer, about a short paragraph
_SHORTEST = 8
_LONGEST_PAIR = 320
_ELSEWHERE = 0.85  # of the best score, for a sentence of another record to be quoted beside it
_HEADINGS = frozenset({"heading", "title"})


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts in a sentence; chosen on public question sets and the dev questions (`benchmarks/answers.py`)."""

    passage: float = 0.55
    words: float = 0.03
    grams: float = 0.18
    dense: float = 0.08
    fits: float = 0.30
    heading: float = -0.20
    pair: float = -0.03


DEFAULT = Weights()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit.

    `span` points into the hit's document and `text` is its quote. `score` runs from 0 to about 1.3. `fits` tells
    how much of what the question asks for by kind (a date, a sum …) stands in it, 0 to 1; None where the question
    asks for no kind that has a form.
    """

    hit: Hit
    span: Span
    text: str
    score: float
    scores: Scores
    fits: float | None


def rank_sentences(
    question: str,
    wanted: Expectation,
    index: SearchIndex,
    *,
    filters: Filters,
    weights: Weights = DEFAULT,
) -> list[Sentence]:
    """Search, cut the best passages into sentences and rank these, best first; ties by place in the text."""
    hits = index.search(question, limit=PASSAGES, filters=filters)
    pool = _pool(hits)
    judged = index.score_texts(question, [piece.text for piece in pool])
    asked = _asked(question, wanted)
    ranked = []
    for piece, scores in zip(pool, judged, strict=True):
        fits = _fits(piece.text, wanted, asked)
        score = weights.passage * piece.hit.score + _own(scores, weights) + weights.fits * (fits or 0.0)
        score += weights.pair * piece.pair + weights.heading * (piece.hit.chunk.kind in _HEADINGS)
        ranked.append(Sentence(piece.hit, piece.span, piece.text, round(score, 6), scores, fits))
    ranked.sort(key=lambda s: (-s.score, s.hit.rank, s.hit.chunk.sha256, s.span))
    return ranked


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or two that follow one another: a name and the post it goes with often stand in two."""

    hit: Hit
    span: Span
    text: str
    pair: bool = False


def _pool(hits: Sequence[Hit]) -> list[_Piece]:
    pool: list[_Piece] = []
    seen: set[tuple[str, Span]] = set()
    for hit in hits:
        before: _Piece | None = None
        for piece in _sentences(hit):
            key = (hit.chunk.sha256, piece.span)
            if key in seen:
                before = None
                continue
            seen.add(key)
            pool.append(piece)
            if before is not None and piece.span.end - before.span.start <= _LONGEST_PAIR:
                pool.append(_joined(before, piece))
            before = piece
    return pool


def _sentences(hit: Hit) -> Iterator[_Piece]:
    text, base = hit.chunk.text, hit.chunk.span.start
    for part in sentences(text, Span(0, len(text))):
        raw = text[part.start : part.end]
        words = raw.strip()
        start = base + part.start + len(raw) - len(raw.lstrip())
        if len(words) >= _SHORTEST:
            yield _Piece(hit, Span(start, start + len(words)), words)


def _joined(first: _Piece, second: _Piece) -> _Piece:
    base = first.hit.chunk.span.start
    span = Span(first.span.start, second.span.end)
    return _Piece(first.hit, span, first.hit.chunk.text[span.start - base : span.end - base], pair=True)


def _own(scores: Scores, weights: Weights) -> float:
    return weights.words * scores.words + weights.grams * scores.grams + weights.dense * scores.dense


def _asked(question: str, wanted: Expectation) -> frozenset[str]:
    """What of the kinds asked for the question itself holds: repeating it is no answer."""
    return frozenset(
        fold(question[s.start : s.end])
        for kind in wanted.kinds
        for s in find_expected(question, kind, wanted.units)
    )


def _fits(text: str, wanted: Expectation, asked: frozenset[str]) -> float | None:
    kinds = [kind for kind in wanted.kinds if kind not in FORMLESS]
    if not kinds:
        return None
    found = [
        any(fold(text[s.start : s.end]) not in asked for s in find_expected(text, kind, wanted.units))
        for kind in kinds
    ]
    return sum(found) / len(found)


def quote(ranked: Sequence[Sentence], *, longest: int = LONGEST, share: float = 0.5) -> list[Sentence]:
    """Return the sentences to quote: the best, then others almost as good while they fit, in reading order.

    Sentences of the best one's passage come first; a sentence scoring under `share` of the best never comes, nor
    does a heading beside something that is none.
    """
    if not ranked:
        return []
    best = ranked[0]
    chosen = [best]
    room = longest - len(best.text)
    near = [s for s in ranked[1:] if s.score >= share * best.score and s.hit.chunk.kind not in _HEADINGS]
    near = [
        s for s in near if s.hit.chunk.sha256 == best.hit.chunk.sha256 or s.score >= _ELSEWHERE * best.score
    ]
    same = [s for s in near if s.hit.chunk.id == best.hit.chunk.id]
    for sentence in [*same, *near]:
        if len(sentence.text) + 3 <= room and not _overlaps(sentence, chosen):
            chosen.append(sentence)
            room -= len(sentence.text) + 3
    return sorted(chosen, key=lambda s: (s.hit.rank if s.hit.chunk.id != best.hit.chunk.id else 0, s.span))


def _overlaps(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    return any(
        other.hit.chunk.sha256 == sentence.hit.chunk.sha256
        and other.span.start < sentence.span.end
        and sentence.span.start < other.span.end
        for other in chosen
    )
