"""The rows of one attendance list while they are gathered, before their content is understood."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.parse.lines import Line
from kg.parse.roles import RoleWords
from kg.records import Mode, Span


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row before its content is understood.

    `cells` are stretches of the source in column order (one for a plain line); a cell may have several
    pieces. `fields` names the columns where the table says so ("name", "position", …), else is empty. `mode`
    and `group` come from a line above the row that says how these people took part, or from which office.
    """

    number: int | None
    span: Span
    cells: tuple[tuple[Span, ...], ...]
    fields: tuple[str, ...] = ()
    mode: Mode | None = None
    group: str | None = None


@dataclass(slots=True)
class Listing:
    """What has been gathered of one list, and what the lines above the next row say of it."""

    shown: str
    roles: RoleWords
    rows: list[RawRow] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    numbered: bool = False
    loose: list[Line] = field(default_factory=list)
    claims: list[tuple[Line, int]] = field(default_factory=list)
    mode: Mode | None = None
    group: str | None = None
    grouped: bool = False
    headed: bool = False  # the list began with a line that says how people took part

    def add(self, row: RawRow) -> None:
        """Take a row, with the mode and office that stand above it."""
        self.rows.append(replace(row, mode=self.mode, group=self.group))
        self.numbered = self.numbered or row.number is not None

    def extend(self, span: Span) -> None:
        """Let the last row go on over the line `span`."""
        last = self.rows[-1]
        *others, cell = last.cells
        piece = Span(cell[-1].start, span.end)
        joined = (*cell[:-1], piece) if last.cells and len(last.cells) == 1 else (*cell, span)
        self.rows[-1] = replace(last, span=Span(last.span.start, span.end), cells=(*others, joined))
