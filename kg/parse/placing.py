"""Which item a resolution at the end of several sub-items belongs to: the last of them, or all together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.parse.decision import is_none
from kg.records import AgendaItem, Resolution, ResolutionType, Section, Span

_SHORT = 60  # code points; a longer resolution speaks of one matter
_COMMON = frozenset(
    {Section.CHAIR_INFORMS, Section.FOR_INFORMATION, Section.MATTERS_ARISING, Section.OTHER, None}
)


def place_resolutions(
    text: str, items: Sequence[AgendaItem], resolutions: Sequence[Resolution]
) -> tuple[Resolution, ...]:
    """Return the resolutions, those that close several sub-items at once moved up to the item above.

    The one resolution after ๔.๑, ๔.๒ and ๔.๓ is of ๔ where none of the others has its own and either it
    only takes note of what was told, or the sub-items are a bare list of titles, or the last one says that it
    is empty ("- ไม่มี"). Order and number of the resolutions stay.
    """
    numbers = [item.number for item in items]
    if len(numbers) != len(set(numbers)):
        return tuple(resolutions)
    by_number = {item.number: item for item in items}
    placed: list[Resolution] = list(resolutions)
    for i, resolution in enumerate(placed):
        while (above := _above(text, by_number, placed, i, resolution)) is not None:
            resolution = placed[i] = replace(resolution, agenda=above)
    return tuple(placed)


def _above(
    text: str, items: dict[str, AgendaItem], placed: Sequence[Resolution], i: int, resolution: Resolution
) -> str | None:
    """The number of the item above that a resolution belongs to, or None where it stays."""
    own = items.get(resolution.agenda or "")
    parent = own.number.rpartition(".")[0] if own is not None else ""
    if own is None or parent not in items or resolution.types == (ResolutionType.NONE,):
        return None
    family = [item for item in items.values() if item.number.rpartition(".")[0] == parent]
    if family[-1] is not own or _decided(placed, i, items[parent]):
        return None
    start = (resolution.marker_span or resolution.span).start
    if is_none(_content(text, own, start)):
        return parent
    told = [item for item in family[:-1] if not is_none(_content(text, item, item.span.end))]
    if not told:
        return None
    listed = all(not _content(text, item, item.span.end) for item in told)
    noted = (
        resolution.types[0] is ResolutionType.ACKNOWLEDGE
        and own.section in _COMMON
        and len(resolution.text) <= _SHORT
    )
    return parent if listed or noted else None


def _decided(placed: Sequence[Resolution], i: int, parent: AgendaItem) -> bool:
    """Does another resolution stand in the item above?"""
    return any(
        parent.span.start <= other.span.start < parent.span.end for k, other in enumerate(placed) if k != i
    )


def _content(text: str, item: AgendaItem, end: int) -> str:
    """What stands between an item's title and `end`, as one stretch without white space around."""
    return re.sub(r"[\s*_#>]+", " ", text[Span(item.title_span.end, end).start : end]).strip()
