"""When the best sentences found are no answer: they lack what is asked for, or are not about it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.questions.linking import Links
from search.expect import FORMLESS, Expectation
from search.passages import Sentence

LEAST = 0.30  # of a sentence's own and its passage's score together, without what fits by kind
_LOOKED_AT = 8


def doubt(question: str, wanted: Expectation, ranked: Sequence[Sentence], links: Links) -> str | None:
    """Return why the ranked sentences do not answer the question, in words, or None where they may."""
    if not ranked:
        return "no passage is about this"
    kinds = [kind for kind in wanted.kinds if kind not in FORMLESS]
    best = ranked[0]
    if kinds and not any(s.fits for s in ranked[:_LOOKED_AT]):
        return f"no passage near it gives a {' or '.join(kinds)}"
    if best.hit.score < LEAST:
        return "the nearest passages are about other things"
    return None
