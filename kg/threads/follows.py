"""Which earlier item an agenda item goes on with, each tie with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from kg.records import Section
from kg.threads.meetings import Held, earlier
from kg.threads.parts import Item
from kg.threads.references import NO_MATTERS, Target, about, is_earlier, match
from kg.threads.store import Body, Store
from kg.threads.titles import subject

REFERENCE, SAME_TITLE, SAME_PROJECT, NEAR_TITLE = "reference", "same-title", "same-project", "near-title"
_BY_TITLE = timedelta(days=270)  # the longest a title alone ties two items
_ARISING = 3  # meetings back in which what arises from an earlier one is looked for


class Node(NamedTuple):
    """An agenda item of the store: its document, and its index among the items of that."""

    sha256: str
    item: int


class Tie(NamedTuple):
    """An item goes on with an earlier one. `reference` is the number of the reference that says so, if one does."""

    later: Node
    earlier: Node
    reason: str
    score: float
    reference: int | None


Targets = Mapping[tuple[str, int], Target]


def is_matter(item: Item) -> bool:
    """Whether an item discusses something of its own: no heading, minutes to endorse, words of the chair."""
    return not item.heading and item.section not in NO_MATTERS


def ties(store: Store, targets: Targets) -> dict[Node, tuple[Tie, ...]]:
    """Return what each item goes on with, by item; `targets` are the resolved references by document and number.

    References say it first; then, for what arises from earlier minutes, one project in both titles; then one title
    in the same body within a year's time; then, for what arises, a title that is clearly like one of the last meetings.
    """
    found: dict[Node, dict[Node, Tie]] = {}
    for tie in _referred(store, targets):
        _add(found, tie)
    for body in store.bodies.values():
        for tie in (*_by_title(store, body), *_arising(store, body, found)):
            _add(found, tie)
    order = sorted(found)
    return {node: tuple(found[node][at] for at in sorted(found[node])) for node in order}


def _add(found: dict[Node, dict[Node, Tie]], tie: Tie) -> None:
    known = found.setdefault(tie.later, {})
    if tie.earlier not in known or tie.score > known[tie.earlier].score:
        known[tie.earlier] = tie


def _referred(store: Store, targets: Targets) -> Iterator[Tie]:
    for sha256 in sorted(store.outlines):
        outline = store.outlines[sha256]
        for pointer in outline.pointers:
            target = targets[sha256, pointer.n]
            if pointer.item is None or target.sha256 is None or not is_earlier(store, target, sha256):
                continue
            own = outline.items[pointer.item]
            if is_matter(own) and target.item is not None:
                if target.firm and is_matter(store.outlines[target.sha256].items[target.item]):
                    known = Node(target.sha256, target.item)
                    yield Tie(Node(sha256, pointer.item), known, REFERENCE, target.score, pointer.n)
            elif own.heading and pointer.target is None:
                # "เรื่องสืบเนื่องจากการประชุมครั้งที่ …": the reference is that of every item under the heading
                for index, item in enumerate(outline.items):
                    if item.parent == pointer.item and is_matter(item):
                        at = match(store, sha256, item, target.sha256)
                        if at.item is not None:
                            known = Node(target.sha256, at.item)
                            yield Tie(Node(sha256, index), known, REFERENCE, at.score, pointer.n)


def _by_title(store: Store, body: Body) -> Iterator[Tie]:
    """Tie each item to the last before it, of the same body, that has its title."""
    last: dict[tuple[str, frozenset[str]], tuple[Held, Node, str]] = {}
    for meeting in body.meetings:
        here: dict[tuple[str, frozenset[str]], tuple[Held, Node, str]] = {}
        for sha256 in meeting.documents:
            for index, item in enumerate(store.outlines[sha256].items):
                if not is_matter(item):
                    continue
                title = subject(item.subject)
                if not title.telling:
                    continue
                key, node = (title.bones, title.numbers), Node(sha256, index)
                before = last.get(key)
                if before is not None and _near(before[0], meeting):
                    same = before[2] == title.key
                    yield Tie(
                        node, before[1], SAME_TITLE if same else NEAR_TITLE, 1.0 if same else 0.95, None
                    )
                here.setdefault(key, (meeting, node, title.key))
        last |= here


def _near(one: Held, other: Held) -> bool:
    if one.day is None or other.day is None:
        return earlier(one, other)
    return timedelta() < other.day - one.day <= _BY_TITLE


def _arising(store: Store, body: Body, found: Mapping[Node, Mapping[Node, Tie]]) -> Iterator[Tie]:
    """Tie what arises from earlier minutes, and is not yet tied, to the last item of its project, or of a like title."""
    of_project: dict[str, Node] = {}
    for at, meeting in enumerate(body.meetings):
        here: dict[str, Node] = {}
        for sha256 in meeting.documents:
            for index, item in enumerate(store.outlines[sha256].items):
                if not is_matter(item):
                    continue
                node = Node(sha256, index)
                projects, sole = about(store, sha256, item)
                if item.section == Section.MATTERS_ARISING and node not in found:
                    yield from _of_project(node, projects, of_project) or _like(store, body, at, node, item)
                if not sole:
                    here.update(dict.fromkeys(projects, node))
        of_project |= here


def _of_project(node: Node, projects: frozenset[str], known: Mapping[str, Node]) -> tuple[Tie, ...]:
    earlier_items = sorted({known[p] for p in projects if p in known})
    return tuple(Tie(node, at, SAME_PROJECT, 0.9, None) for at in earlier_items)


def _like(store: Store, body: Body, at: int, node: Node, item: Item) -> tuple[Tie, ...]:
    for meeting in reversed(body.meetings[max(0, at - _ARISING) : at]):
        if not _near(meeting, body.meetings[at]):
            continue
        likely = match(store, node.sha256, item, meeting.documents[0])
        if likely.item is not None:
            return (Tie(node, Node(meeting.documents[0], likely.item), NEAR_TITLE, likely.score, None),)
    return ()
