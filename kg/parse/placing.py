"""Which item a resolution at the end of several sub-items belongs to: the last of them, or all together."""

from __future__ import annotations

import re
from bisect import bisect_left
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
    by_number = {item.number: item for item in items}
    if len(by_number) != len(items):
        return tuple(resolutions)
    families: dict[str, list[AgendaItem]] = {}
    for item in items:
        families.setdefault(_parent(item.number), []).append(item)
    starts = sorted(resolution.span.start for resolution in resolutions)
    placed: list[Resolution] = []
    for resolution in resolutions:
        at = own = by_number.get(resolution.agenda or "")
        while at is not None:
            above = by_number.get(_parent(at.number))
            if above is None or _count(starts, above.span) != 1:
                break
            family = families[above.number]
            closed = _closes(text, at, family, resolution)
            if not closed and len(family) > 1:
                break
            at = above
            own = above if closed else own  # an only child is passed over on the way up
        placed.append(replace(resolution, agenda=own.number) if own is not None else resolution)
    return tuple(placed)


def _parent(number: str) -> str:
    return number.rpartition(".")[0]


def _count(starts: Sequence[int], span: Span) -> int:
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)


def _closes(text: str, own: AgendaItem, family: Sequence[AgendaItem], resolution: Resolution) -> bool:
    """Does the only resolution among sub-items, which stands in `own`, close them all?"""
    if family[-1] is not own or resolution.types == (ResolutionType.NONE,):
        return False
    start = (resolution.marker_span or resolution.span).start
    if is_none(_content(text, own, start)):
        return True
    told = [item for item in family[:-1] if not is_none(_content(text, item, item.span.end))]
    if not told:
        return False
    listed = all(not _content(text, item, item.span.end) for item in told)
    noted = (
        resolution.types[0] is ResolutionType.ACKNOWLEDGE
        and own.section in _COMMON
        and len(resolution.text) <= _SHORT
    )
    return listed or noted


def _content(text: str, item: AgendaItem, end: int) -> str:
    """What stands between an item's title and `end`, as one stretch without white space around."""
    return re.sub(r"[\s*_#>]+", " ", text[item.title_span.end : end]).strip()
