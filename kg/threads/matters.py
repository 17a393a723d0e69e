"""Matters (เรื่อง) over meetings: the agenda items that go on with each other are of one matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kg import iris
from kg.threads.follows import Tie
from kg.threads.meetings import Held
from kg.threads.store import Node, Store


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
    nodes = [Node(sha256, index) for sha256 in sorted(store.meetings) for index in store.topics[sha256]]
    above = {node: node for node in nodes}
    for node in nodes:
        for tie in tied.get(node, ()):
            _join(above, node, tie.earlier)
    for one, other in _twins(store):
        _join(above, one, other)
    times = {sha256: _when(meeting) for sha256, meeting in store.meetings.items()}
    groups: dict[Node, list[Node]] = {}
    for node in nodes:
        groups.setdefault(_top(above, node), []).append(node)
    for found in groups.values():
        if len(found) > 1:
            found.sort(key=lambda n: (times[n.sha256], n.item, n.sha256))
    ordered = sorted(groups.values(), key=lambda f: (times[f[0].sha256], f[0].item, f[0].sha256))
    taken: set[str] = set()
    return tuple(_matter(store, found, taken) for found in ordered)


def _matter(store: Store, items: Sequence[Node], taken: set[str]) -> Matter:
    first = items[0]
    meeting, item = store.meetings[first.sha256], store.outlines[first.sha256].items[first.item]
    scope = meeting.body or meeting.iri
    iri = _iri(item.key, scope)
    if iri in taken:
        iri = _iri(item.key, scope, meeting.iri)
    if iri in taken:  # one meeting has it twice
        iri = _iri(item.key, scope, meeting.iri, first.sha256, str(first.item))
    taken.add(iri)
    return Matter(iri, " ".join(item.subject.split()), tuple(items))


def _iri(key: str, *scope: str) -> str:
    """As `iris.matter`, of a title that is folded already: there are thousands."""
    return f"{iris.BASE}matter/{iris.hashed(key, *scope)}"


def _when(meeting: Held) -> tuple[date, int, str]:
    return meeting.day or date.max, meeting.number or 0, meeting.iri


def _twins(store: Store) -> Iterable[tuple[Node, Node]]:
    """Items of one title in two records of one meeting."""
    for sha256, meeting in sorted(store.meetings.items()):
        if len(meeting.documents) < 2 or sha256 != meeting.documents[0]:
            continue
        known: dict[str, Node] = {}
        for document in meeting.documents:
            for index, topic in store.topics[document].items():
                node = Node(document, index)
                twin = known.setdefault(topic.item.key, node)
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
