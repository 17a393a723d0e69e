"""Unit vectors by row number. The only door to FAISS: exact inner product, adds, removes, filters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataCorrupt

Vectors = NDArray[np.float32]
_GATHERED = 20_000  # up to so many allowed rows are gathered and multiplied; more go through a selector


class Dense:
    """Vectors of one dimension under int64 row numbers. Searching is safe in threads; changing is not."""

    def __init__(self, dimension: int) -> None:
        """Make an empty one; `dimension` is above 0."""
        import faiss

        faiss.omp_set_num_threads(1)  # one question is quicker without a team of threads
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def __len__(self) -> int:
        """Return how many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return int(self._index.d)

    def rows(self) -> NDArray[np.int64]:
        """Return the row numbers, in the order added."""
        import faiss

        return np.asarray(faiss.vector_to_array(self._index.id_map), dtype=np.int64)

    def add(self, rows: Sequence[int], vectors: Vectors) -> None:
        """Add float32 (len(rows), dimension) `vectors` under new row numbers.

        Raises:
            ValueError: The shape is wrong, or a row number is there already (FAISS would keep both).
        """
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        if vectors.shape != (len(rows), self.dimension):
            raise ValueError(f"vectors are {vectors.shape}, expected {(len(rows), self.dimension)}")
        if len(set(rows)) < len(rows) or np.isin(rows, self.rows()).any():
            raise ValueError("a row number is in the vectors already")
        if len(rows):
            self._index.add_with_ids(vectors, np.asarray(rows, dtype=np.int64))

    def remove(self, rows: Sequence[int]) -> int:
        """Remove rows; return how many were there."""
        return int(self._index.remove_ids(np.asarray(rows, dtype=np.int64))) if len(rows) else 0

    def search(self, vector: Vectors, limit: int, allowed: NDArray[np.int64] | None = None) -> list[int]:
        """Return the rows nearest to `vector` (float32, (dimension,)), at least `limit` if there are, sorted.

        All rows that tie with the last are returned, so that the choice does not depend on the order in which
        rows were added. `allowed` restricts the search to rows that must be there; an empty one gives nothing.
        """
        available = len(self) if allowed is None else len(allowed)
        if not available or limit < 1:
            return []
        if allowed is not None and available <= _GATHERED:
            return _best(allowed, self.scores(vector, allowed), limit)
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        selecting = _selecting(allowed)
        wanted = min(limit + 1, available)
        while True:
            scores, rows = self._index.search(query, wanted, params=selecting)
            if wanted == available or _round(scores[0][-1]) < _round(scores[0][limit - 1]):
                return _best(rows[0], scores[0], limit)
            wanted = min(2 * wanted, available)

    def scores(self, vector: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Return the inner products of `vector` with `rows`, float32 (len(rows),), in their order.

        Raises:
            DataCorrupt: A row has no vector.
        """
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        try:
            gathered = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        except RuntimeError as error:
            raise DataCorrupt("The vectors lack a chunk that the table has; run `mati reindex`.") from error
        products: Vectors = np.einsum("ij,j->i", gathered, np.asarray(vector, dtype=np.float32))
        return products

    def save(self, path: Path) -> None:
        """Write to `path`; the caller makes it durable and visible (see `search/generation.py`)."""
        import faiss

        faiss.write_index(self._index, str(path))


def _selecting(allowed: NDArray[np.int64] | None) -> Any:
    import faiss

    if allowed is None:
        return None
    selector = faiss.IDSelectorBatch(np.asarray(allowed, dtype=np.int64))
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # its stubs do not know the keyword


def _best(rows: NDArray[np.int64], scores: Vectors, limit: int) -> list[int]:
    """Return the rows whose rounded score is among the best `limit`, ties with the last included, sorted."""
    rounded = _round(scores)
    least = np.sort(rounded)[::-1][min(limit, len(rounded)) - 1]
    return sorted(int(row) for row in rows[rounded >= least])


def _round(scores: Any) -> Any:
    return np.round(scores, 5)  # the last digits differ with the order of multiplication


def load(path: Path, dimension: int) -> Dense:
    """Read what `Dense.save` wrote.

    Raises:
        DataCorrupt: The file is missing, damaged, or of another dimension or kind.
    """
    import faiss

    try:
        faiss.set_deserialization_vector_byte_limit(2 * path.stat().st_size + 1024)
        index = faiss.read_index(str(path))
    except (OSError, RuntimeError, MemoryError) as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        raise DataCorrupt(f"The vectors {path} cannot be read ({reason}); run `mati reindex`.") from error
    if not isinstance(index, faiss.IndexIDMap2) or index.d != dimension:
        raise DataCorrupt(f"The vectors {path} are not of dimension {dimension}; run `mati reindex`.")
    dense = Dense(dimension)
    dense._index = index
    return dense
