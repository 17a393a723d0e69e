"""Matters (เรื่อง) over meetings: the agenda items that go on with each other are of one matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kg import iris
from kg.threads.follows import Node, Tie, is_matter
from kg.threads.store import Store
from kg.threads.titles import subject


class Matter(NamedTuple):
    """A matter: its IRI, what the whole store calls it, and its items, the earliest first."""

    iri: str
    label: str
    items: tuple[Node, ...]


def matters(store: Store, tied: Mapping[Node, Sequence[Tie]]) -> tuple[Matter, ...]:
    """Return the matters of the store. Every item that discusses something is of exactly one.

    A matter is named by the title of its earliest item, in that item's body. Of several that would have one IRI, the
    earliest has it; the others are told apart by the meeting they begin in.
    """
    nodes = [
        Node(sha256, index)
        for sha256 in sorted(store.meetings)
        for index, item in enumerate(store.outlines[sha256].items)
        if is_matter(item) and item.subject.strip()
    ]
    above = {node: node for node in nodes}
    for node in nodes:
        for tie in tied.get(node, ()):
            _join(above, node, tie.earlier)
    for one, other in _twins(store):
        _join(above, one, other)
    groups: dict[Node, list[Node]] = {}
    for node in nodes:
        groups.setdefault(_top(above, node), []).append(node)
    ordered = sorted(
        (sorted(found, key=lambda n: _when(store, n)) for found in groups.values()),
        key=lambda found: _when(store, found[0]),
    )
    taken: set[str] = set()
    return tuple(_matter(store, found, taken) for found in ordered)


def _matter(store: Store, items: Sequence[Node], taken: set[str]) -> Matter:
    first = items[0]
    meeting = store.meetings[first.sha256]
    label = " ".join(store.outlines[first.sha256].items[first.item].subject.split())
    scope = meeting.body or meeting.iri
    iri = iris.matter(label, scope)
    if iri in taken:
        iri = iris.matter(f"{label} {meeting.iri}", scope)
    if iri in taken:  # one meeting has it twice
        iri = iris.matter(f"{label} {meeting.iri} {first.sha256} {first.item}", scope)
    taken.add(iri)
    return Matter(iri, label, tuple(items))


def _when(store: Store, node: Node) -> tuple[date, int, str, int, str]:
    meeting = store.meetings[node.sha256]
    return meeting.day or date.max, meeting.number or 0, meeting.iri, node.item, node.sha256


def _twins(store: Store) -> Iterable[tuple[Node, Node]]:
    """Items of one title in two records of one meeting."""
    for sha256, meeting in sorted(store.meetings.items()):
        if len(meeting.documents) < 2 or sha256 != meeting.documents[0]:
            continue
        known: dict[str, Node] = {}
        for document in meeting.documents:
            for index, item in enumerate(store.outlines[document].items):
                if is_matter(item):
                    node = Node(document, index)
                    twin = known.setdefault(subject(item.subject).key, node)
                    if twin.sha256 != document:
                        yield twin, node


def _top(above: dict[Node, Node], node: Node) -> Node:
    while above[node] != node:
        above[node] = above[above[node]]
        node = above[node]
    return node


def _join(above: dict[Node, Node], one: Node, other: Node) -> None:
    a, b = _top(above, one), _top(above, other)
    if a != b:
        above[max(a, b)] = min(a, b)
