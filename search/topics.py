"""Which agenda items some words are about: the items of the passages that cover the words best."""

from __future__ import annotations

from kg import iris
from search.filters import Filters
from search.index import Hit, SearchIndex

_HITS = 40
_ITEMS = 3
LEAST_LEXICAL = 0.40  # of the words' weight that one passage of an item must cover, unless it means the same
LEAST_DENSE = 0.60
_CLOSE = 0.85  # of the best item's score


def find_items(words: str, index: SearchIndex, *, filters: Filters) -> list[tuple[str, float]]:
    """Return the IRIs of agenda items that `words` are about, best first, with scores 0 to 1; possibly none.

    An item is judged by its best passage: it must hold enough of the words, or mean nearly the same.
    """
    hits = index.search(words, limit=_HITS, filters=filters)
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.chunk.agenda and (hit.lexical >= LEAST_LEXICAL or hit.dense >= LEAST_DENSE):
            best.setdefault(iris.agenda(hit.chunk.sha256, hit.chunk.agenda), hit)
    scored = sorted(((iri, hit.score) for iri, hit in best.items()), key=lambda pair: (-pair[1], pair[0]))
    return [(iri, score) for iri, score in scored if score >= _CLOSE * scored[0][1]][:_ITEMS]
