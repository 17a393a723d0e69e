"""The source cut into blocks: what each line is, and which lines read as one thing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.form import either, words
from kg.parse.agenda import innermost
from kg.parse.layout import Layout
from kg.parse.lines import Line, tidy
from kg.parse.markers import read_marker
from kg.parse.suggestions import opens_suggestions
from kg.records import AgendaItem, Block, BlockKind, Span

_WRAPPED = 150  # a longer line is a whole paragraph of its own
_HEADING = 90
_ENDS = ("ดังนี้", "ต่อไปนี้", ":", "ได้แก่")
_INDENT = 4
_GOES_ON = {
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.RESOLUTION,
    BlockKind.TITLE,
    BlockKind.SIGNATURE,
}


@dataclass(frozen=True, slots=True)
class Known:
    """Stretches whose kind is known from the readers, as (span, kind). Earlier ones win where they overlap."""

    stretches: tuple[tuple[Span, BlockKind], ...] = ()
    items: tuple[AgendaItem, ...] = ()


@dataclass(slots=True)
class _Builder:
    layout: Layout
    known: Known
    blocks: list[Block] = field(default_factory=list)
    last: Line | None = None
    last_stretch: int | None = None
    heading: str | None = None
    torn: bool = False  # a page break came since the last content


@cache
def _inner() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[-•]\s*)?{either(words('agenda', 'inner_headings'))}(?:\s*(?:ของ|จาก|และ)?\s*\S.{{0,50}})?\s*[:：]?"
    )


def build_blocks(layout: Layout, known: Known) -> tuple[Block, ...]:
    """Return the blocks of a source in text order; every line with content lies in exactly one.

    A block's span runs from the start of its first line's content to the end of its last line's, a table
    row's over its whole lines (leading tabs are empty cells).
    """
    builder = _Builder(layout, known)
    stretches = _Stretches(known.stretches)
    rows = {row.lines[0]: row for row in layout.tables}
    agenda = _Agenda(known.items)
    done = -1
    for line in layout.lines:
        if line.blank or line.index < done:
            if line.blank:
                _rule(builder, line)
            continue
        item = agenda.at(line.body.start)
        if line.index in layout.furniture:
            builder.blocks.append(Block(BlockKind.FURNITURE, line.body, item))
            builder.torn = True
            continue
        stretch = stretches.at(line)
        row = rows.get(line.index)
        if stretch is None and row is not None and _is_table(layout, line.index):
            done = row.lines[1]
            span = Span(line.span.start, max(row.span.end, layout.lines[done - 1].span.end))
            builder.blocks.append(Block(BlockKind.TABLE_ROW, span, item, builder.heading))
            builder.last, builder.last_stretch = None, None
            continue
        _add(builder, line, stretch, item, known)
    return tuple(builder.blocks)


def _rule(builder: _Builder, line: Line) -> None:
    """A line of leaders or markup alone is blank on its face, but it is a line with something on it."""
    written = builder.layout.text[line.span.start : line.span.end]
    if written.strip():
        left = len(written) - len(written.lstrip())
        span = Span(line.span.start + left, line.span.start + len(written.rstrip()))
        builder.blocks.append(Block(BlockKind.FURNITURE, span))
    builder.last = None


def _add(builder: _Builder, line: Line, stretch: int | None, item: str | None, known: Known) -> None:
    previous = builder.blocks[-1] if builder.blocks else None
    marker = read_marker(line.text)
    kind = known.stretches[stretch][1] if stretch is not None else _kind(builder.layout, line)
    same_stretch = stretch is not None and stretch == builder.last_stretch
    goes_on = same_stretch and previous is not None and previous.kind is kind
    if previous is not None and (goes_on or _joins(builder, previous, line, kind, item)):
        builder.blocks[-1] = _longer(previous, line)
    else:
        label = marker.label if marker and kind is BlockKind.LIST_ITEM else None
        if kind is BlockKind.PARAGRAPH and builder.torn and label is None:
            kind, label = _resumed(builder, item)
        block = Block(kind, line.body, item, None if kind is BlockKind.HEADING else builder.heading, label)
        builder.blocks.append(block)
    if builder.blocks[-1].kind is BlockKind.HEADING:
        span = builder.blocks[-1].span
        builder.heading = tidy(builder.layout.text[span.start : span.end])
    builder.last, builder.last_stretch, builder.torn = line, stretch, False


def _kind(layout: Layout, line: Line) -> BlockKind:
    written = layout.text[line.span.start : line.span.end].strip()
    if opens_suggestions(line.text):
        return BlockKind.HEADING
    if len(line.text) <= _HEADING and (
        _inner().fullmatch(line.text)
        or written.startswith("#")
        or (written.startswith("**") and written.endswith("**") and written.count("**") == 2)
    ):
        return BlockKind.HEADING
    marker = read_marker(line.text)
    if marker is not None and marker.end < len(line.text):
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def _joins(builder: _Builder, previous: Block, line: Line, kind: BlockKind, item: str | None) -> bool:
    last = builder.last
    if last is None or last.index + 1 != line.index or kind is not BlockKind.PARAGRAPH:
        return False
    if previous.kind not in _GOES_ON or previous.kind is BlockKind.RESOLUTION or previous.agenda != item:
        return False
    if len(last.text) > _WRAPPED or last.text.endswith(_ENDS):
        return False
    return _indent(line) - _indent(last) < _INDENT


def _resumed(builder: _Builder, item: str | None) -> tuple[BlockKind, str | None]:
    """After a page break the item above goes on."""
    for block in reversed(builder.blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        if block.kind is BlockKind.LIST_ITEM and block.agenda == item:
            return block.kind, block.marker
        break
    return BlockKind.PARAGRAPH, None


def _indent(line: Line) -> int:
    return line.body.start - line.span.start


def _longer(block: Block, line: Line) -> Block:
    return Block(block.kind, Span(block.span.start, line.body.end), block.agenda, block.heading, block.marker)


def _is_table(layout: Layout, index: int) -> bool:
    """A row is a table's where it has pipes, two tabs, or tabbed neighbours; one tab alone may be layout."""
    line = layout.lines[index]
    shown = layout.shown[line.span.start : line.span.end]
    if "|" in shown or shown.count("\t") >= 2:
        return True
    near = [layout.lines[i] for i in (index - 1, index + 1) if 0 <= i < len(layout.lines)]
    tabbed = any("\t" in other.text and read_marker(other.text) is None for other in near)
    return tabbed and read_marker(line.text) is None


class _Stretches:
    """Known stretches by position."""

    def __init__(self, stretches: Sequence[tuple[Span, BlockKind]]) -> None:
        order = sorted(range(len(stretches)), key=lambda i: (stretches[i][0].start, i))
        self._order = order
        self._starts = [stretches[i][0].start for i in order]
        self._all = stretches

    def at(self, line: Line) -> int | None:
        """The index of the stretch that covers the line's content, the one given first where several do."""
        upto = bisect_right(self._starts, max(line.body.end - 1, line.body.start))
        covering = [i for i in self._order[max(0, upto - 12) : upto] if self._all[i][0].end > line.body.start]
        return min(covering, default=None)


class _Agenda:
    """The innermost agenda number at an offset."""

    def __init__(self, items: Sequence[AgendaItem]) -> None:
        self._own = list(innermost(items))
        self._starts = [span.start for _, span in self._own]

    def at(self, offset: int) -> str | None:
        i = bisect_right(self._starts, offset) - 1
        if i < 0 or offset >= self._own[i][1].end:
            return None
        return self._own[i][0].number


def heading_stretches(items: Sequence[AgendaItem]) -> Iterator[tuple[Span, BlockKind]]:
    """Yield the heading of each agenda item (number to end of title) and of its matter."""
    for item in items:
        yield Span(item.span.start, max(item.title_span.end, item.span.start + 1)), BlockKind.HEADING
        if item.matter_span is not None:
            yield item.matter_span, BlockKind.HEADING
