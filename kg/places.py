"""Where facts stand in a record: its agenda items told apart, and the numbers facts get in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.records import AgendaItem, Resolution, Span, Suggestion


@dataclass(frozen=True, slots=True)
class Place:
    """One agenda item under a name unique in its document ("4.1"; a second "4.1" is "4.1~2").

    `position` counts items from 1 in document order; `parent` is the index of the item it is a part of.
    """

    name: str
    item: AgendaItem
    position: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The agenda of one record, searchable by number and by offset."""

    places: tuple[Place, ...]
    by_number: Mapping[str, tuple[int, ...]]


def places(agenda: Sequence[AgendaItem]) -> Places:
    """Return the agenda's items, in the order given, each with its unique name and its parent."""
    by_number: dict[str, tuple[int, ...]] = {}
    names: list[str] = []
    for index, item in enumerate(agenda):
        repeats = by_number.get(item.number, ())
        names.append(item.number if not repeats else f"{item.number}~{len(repeats) + 1}")
        by_number[item.number] = (*repeats, index)
    bare = Places(
        tuple(Place(name, item, i + 1) for i, (name, item) in enumerate(zip(names, agenda, strict=True))),
        by_number,
    )
    return Places(
        tuple(Place(p.name, p.item, p.position, _parent(bare, p.item)) for p in bare.places), by_number
    )


def locate(found: Places, number: str | None, span: Span) -> int | None:
    """Return the index of the item that a fact stands in, or None.

    Of several items of that number, the one that holds the fact's first character, else the first. Without a
    number, the smallest item that holds it.
    """
    if number is None:
        holding = [i for i, place in enumerate(found.places) if _holds(place, span)]
        return min(holding, key=lambda i: _length(found.places[i]), default=None)
    candidates = found.by_number.get(number, ())
    for index in candidates:
        if _holds(found.places[index], span):
            return index
    return candidates[0] if candidates else None


def numbered(facts: Sequence[Resolution] | Sequence[Suggestion]) -> tuple[int, ...]:
    """Return, for each fact, its number among those of the same agenda number, from 1, in the order given."""
    seen: Counter[str] = Counter()
    numbers = []
    for fact in facts:
        seen[fact.agenda or "0"] += 1
        numbers.append(seen[fact.agenda or "0"])
    return tuple(numbers)


def _parent(found: Places, item: AgendaItem) -> int | None:
    number = item.number
    while "." in number:
        number = number.rpartition(".")[0]
        if number in found.by_number:
            return locate(found, number, item.span)
    return None


def _holds(place: Place, span: Span) -> bool:
    return place.item.span.start <= span.start < place.item.span.end


def _length(place: Place) -> int:
    return place.item.span.end - place.item.span.start
