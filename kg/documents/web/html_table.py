"""A table of an HTML page while it is read: rows of cells on one grid."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.documents.layer import CELL_BREAK, as_cell

_MOST_COLUMNS = 200
_MOST_ROWS = 65_534  # what HTML allows a cell to span


@dataclass(slots=True)
class Table:
    """Rows so far. A cell that spans is followed by empty ones, to the right and below."""

    rows: list[list[str]] = field(default_factory=list)
    size: int = 0  # cells in the rows
    _row: list[str] | None = None
    _below: dict[int, int] = field(default_factory=dict)  # columns taken from above: rows still to go
    _cell: list[str] | None = None
    _span: tuple[int, int] = (1, 1)

    @property
    def in_cell(self) -> bool:
        """Whether a cell is open."""
        return self._cell is not None

    def open_row(self) -> None:
        """Begin a row."""
        self.close_row()
        self._row = []

    def open_cell(self, columns: str | None, rows: str | None) -> None:
        """Begin a cell that spans so many columns and rows (as written in the page)."""
        self.close_cell()
        if self._row is None:
            self._row = []
        self._span = (_span(columns, _MOST_COLUMNS), _span(rows, _MOST_ROWS))
        self._cell = []

    def line(self, text: str) -> None:
        """Add a line to the open cell."""
        if self._cell is not None:
            self._cell.append(text)

    def close_cell(self) -> None:
        """End the open cell, if any."""
        if self._cell is None or self._row is None:
            return
        self._take_from_above()
        at = len(self._row)
        columns, rows = self._span
        columns = max(1, min(columns, _MOST_COLUMNS - at))
        self._row += [as_cell(CELL_BREAK.join(self._cell)), *[""] * (columns - 1)]
        if rows > 1:
            self._below |= dict.fromkeys(range(at, min(at + columns, _MOST_COLUMNS)), rows)
        self._cell = None

    def close_row(self) -> None:
        """End the open row, if any."""
        self.close_cell()
        if self._row is None:
            return
        if self._row:
            self._take_from_above()
            self.rows.append(self._row)
            self.size += len(self._row)
        self._below = {column: left - 1 for column, left in self._below.items() if left > 1}
        self._row = None

    def _take_from_above(self) -> None:
        assert self._row is not None
        while len(self._row) in self._below:
            self._row.append("")


def _span(written: str | None, most: int) -> int:
    digits = (written or "").strip()[:6]
    return max(1, min(int(digits), most)) if digits.isdecimal() and digits.isascii() else 1
