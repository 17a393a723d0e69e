"""Which agenda items some words are about: the items of the passages that cover the words best."""

from __future__ import annotations

from collections.abc import Sequence

from kg import iris
from search.filters import Filters
from search.index import Hit, SearchIndex

_HITS = 40
_ITEMS = 3
LEAST = 0.30  # of the words' weight that an item must cover
_CLOSE = 0.80  # of the best item's score


def find_items(words: str, index: SearchIndex, *, filters: Filters) -> list[tuple[str, float]]:
    """Return the IRIs of agenda items that `words` are about, best first, with scores 0 to 1; possibly none.

    An item is judged by its best passage and by how much of the words its passages cover together.
    """
    hits = index.search(words, limit=_HITS, filters=filters)
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.chunk.agenda:
            groups.setdefault(iris.agenda(hit.chunk.sha256, hit.chunk.agenda), []).append(hit)
    scored = [(iri, _score(words, members, index)) for iri, members in groups.items()]
    scored.sort(key=lambda pair: (-pair[1], pair[0]))
    if not scored or scored[0][1] < LEAST:
        return []
    return [(iri, score) for iri, score in scored if score >= _CLOSE * scored[0][1]][:_ITEMS]


def _score(words: str, hits: Sequence[Hit], index: SearchIndex) -> float:
    best = max(hits, key=lambda h: (h.score, h.chunk.id))
    return round(best.score, 4)
