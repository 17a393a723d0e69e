"""The sentences of the best passages that answer a question, and how sure we may be of them."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts in a sentence; chosen on public question sets and the dev questions (`benchmarks/answers.py`)."""

    passage: float = 0.45
    words: float = 0.08
    grams: float = 0.24
    dense: float = 0.18
    fits: float = 0.30
    near: float = 0.05


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
    judged = index.score_texts(question, [text for _, _, text in pool])
    own = [_own(scores, weights) for scores in judged]
    asked = _asked(question, wanted)
    ranked = []
    for n, (hit, span, text) in enumerate(pool):
        beside = [k for k in (n - 1, n + 1) if 0 <= k < len(pool) and pool[k][0] is hit]
        fits = _fits(text, wanted, asked)
        score = (
            weights.passage * hit.score + own[n] + weights.near * max((own[k] for k in beside), default=0.0)
        )
        score += weights.fits * (fits or 0.0)
        ranked.append(Sentence(hit, span, text, round(score, 6), judged[n], fits))
    ranked.sort(key=lambda s: (-s.score, s.hit.rank, s.hit.chunk.sha256, s.span))
    return ranked


def _pool(hits: Sequence[Hit]) -> list[tuple[Hit, Span, str]]:
    pool: list[tuple[Hit, Span, str]] = []
    seen: set[tuple[str, Span]] = set()
    for hit in hits:
        text, base = hit.chunk.text, hit.chunk.span.start
        for part in sentences(text, Span(0, len(text))):
            raw = text[part.start : part.end]
            words = raw.strip()
            start = base + part.start + len(raw) - len(raw.lstrip())
            span = Span(start, start + len(words))
            if len(words) >= _SHORTEST and (hit.chunk.sha256, span) not in seen:
                seen.add((hit.chunk.sha256, span))
                pool.append((hit, span, words))
    return pool


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

    Sentences of the best one's passage come first; a sentence scoring under `share` of the best never comes.
    """
    if not ranked:
        return []
    best = ranked[0]
    chosen = [best]
    room = longest - len(best.text)
    near = [s for s in ranked[1:] if s.score >= share * best.score]
    same = [s for s in near if s.hit.chunk.id == best.hit.chunk.id]
    # a name and the post it goes with often stand in two sentences, one after the other
    beside = [s for s in ranked[1:] if s.hit is best.hit and _touch(s.span, best.span)]
    for sentence in [*sorted(beside, key=lambda s: (-(s.fits or 0), -s.score)), *same, *near]:
        if sentence not in chosen and len(sentence.text) + 3 <= room and not _overlaps(sentence, chosen):
            chosen.append(sentence)
            room -= len(sentence.text) + 3
    return sorted(chosen, key=lambda s: (s.hit.rank if s.hit.chunk.id != best.hit.chunk.id else 0, s.span))


def _touch(a: Span, b: Span) -> bool:
    """Whether two sentences of a passage follow one another (white space between them apart)."""
    return 0 <= a.start - b.end <= 3 or 0 <= b.start - a.end <= 3


def _overlaps(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    return any(
        other.hit.chunk.sha256 == sentence.hit.chunk.sha256
        and other.span.start < sentence.span.end
        and sentence.span.start < other.span.end
        for other in chosen
    )
