"""Rows of a DOC table, whose cells are told by their edges, on common columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_SAME_EDGE = 20  # twips: edges of cells nearer than this are one


def on_grid(rows: Sequence[tuple[Sequence[int], list[str]]]) -> Iterator[list[str]]:
    """Yield the rows of a table on common columns: a cell over several columns is followed by empty ones.

    A row is its edges in twips, from the left and one more than cells, and its cells. One whose edges and
    cells do not fit is given as it is.
    """
    edges: list[int] = []
    for at in sorted({edge for places, _ in rows for edge in places[:-1]}):
        if not edges or at - edges[-1] > _SAME_EDGE:
            edges.append(at)
    for places, cells in rows:
        if len(places) != len(cells) + 1:
            yield cells
            continue
        starts = iter(zip(places, cells, strict=False))
        start, cell = next(starts, (0, ""))
        row = []
        left = True
        for edge in edges:
            if left and abs(start - edge) <= _SAME_EDGE:
                row.append(cell)
                following = next(starts, None)
                left = following is not None
                start, cell = following or (0, "")
            else:
                row.append("")
        yield row if not left else cells
