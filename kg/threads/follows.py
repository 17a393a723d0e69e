"""Which earlier item an agenda item goes on with, each tie with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from kg.records import Section
from kg.threads.meetings import Held, earlier
from kg.threads.references import Target, is_earlier, match
from kg.threads.store import Body, Node, Store, Topic, about

REFERENCE, SAME_TITLE, SAME_PROJECT, NEAR_TITLE = "reference", "same-title", "same-project", "near-title"
_BY_TITLE = timedelta(days=270)  # the longest a title alone ties two items
_ARISING = 3  # meetings back in which what arises from an earlier one is looked for


class Tie(NamedTuple):
    """An item goes on with an earlier one. `reference` is the number of the reference that says so, if one does."""

    later: Node
    earlier: Node
    reason: str
    score: float
    reference: int | None


Targets = Mapping[tuple[str, int], Target]


def ties(store: Store, targets: Targets) -> dict[Node, tuple[Tie, ...]]:
    """Return what each item goes on with, by item; `targets` are the resolved references by document and number.

    References say it first. What arises from earlier minutes, and no reference ties, goes on with the last item of its
    project, else with a title clearly like its own of the last meetings. And any two items of one body with one title
    are tied, where they lie within some months.
    """
    found: dict[Node, dict[Node, Tie]] = {}
    for tie in _referred(store, targets):
        _add(found, tie)
    for body in store.bodies.values():
        for tie in tuple(_arising(store, body, found)):
            _add(found, tie)
        for tie in _by_title(store, body):
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
            topics = store.topics[sha256]
            if pointer.item in topics and target.item is not None:
                if target.firm and target.item in store.topics[target.sha256]:
                    known = Node(target.sha256, target.item)
                    yield Tie(Node(sha256, pointer.item), known, REFERENCE, target.score, pointer.n)
            elif outline.items[pointer.item].heading and pointer.target is None:
                # "เรื่องสืบเนื่องจากการประชุมครั้งที่ …": the reference is that of every item under the heading
                for topic in topics.values():
                    if topic.item.parent == pointer.item:
                        at = match(store, topic, target.sha256)
                        if at.item is not None:
                            known = Node(target.sha256, at.item)
                            yield Tie(Node(sha256, topic.at), known, REFERENCE, at.score, pointer.n)


def _by_title(store: Store, body: Body) -> Iterator[Tie]:
    """Tie each item to the last before it, of the same body, that has its title."""
    last: dict[str, tuple[Held, Node, str]] = {}
    for meeting in body.meetings:
        here: dict[str, tuple[Held, Node, str]] = {}
        for sha256 in meeting.documents:
            for topic in store.topics[sha256].values():
                mark, node = topic.item.mark, Node(sha256, topic.at)
                if not mark:
                    continue
                before = last.get(mark)
                if before is not None and _near(before[0], meeting):
                    same = before[2] == topic.item.key
                    yield Tie(
                        node, before[1], SAME_TITLE if same else NEAR_TITLE, 1.0 if same else 0.95, None
                    )
                here.setdefault(mark, (meeting, node, topic.item.key))
        last |= here


def _near(one: Held, other: Held) -> bool:
    if one.day is None or other.day is None:
        return earlier(one, other)
    return timedelta() < other.day - one.day <= _BY_TITLE


def _arising(store: Store, body: Body, found: Mapping[Node, Mapping[Node, Tie]]) -> Iterator[Tie]:
    """Tie what arises from earlier minutes, and is not yet tied, to the last item of its project, or of a like title."""
    open_items = {
        Node(sha256, topic.at)
        for meeting in body.meetings[1:]
        for sha256 in meeting.documents
        for topic in store.topics[sha256].values()
        if topic.item.section == Section.MATTERS_ARISING and Node(sha256, topic.at) not in found
    }
    if not open_items:
        return
    of_project: dict[tuple[str, str], Node] = {}
    for at, meeting in enumerate(body.meetings):
        here: dict[tuple[str, str], Node] = {}
        for sha256 in meeting.documents:
            for topic in store.topics[sha256].values():
                node = Node(sha256, topic.at)
                projects, sole = about(store, topic)
                if node in open_items:
                    last = {of_project[p] for p in projects if p in of_project}
                    last = {known for known in last if earlier(store.meetings[known.sha256], meeting)}
                    tied = tuple(Tie(node, known, SAME_PROJECT, 0.9, None) for known in sorted(last))
                    yield from tied or _like(store, body, at, node, topic)
                if not sole:
                    here.update(dict.fromkeys(projects, node))
        of_project |= here


def _like(store: Store, body: Body, at: int, node: Node, topic: Topic) -> tuple[Tie, ...]:
    for meeting in reversed(body.meetings[max(0, at - _ARISING) : at]):
        if not _near(meeting, body.meetings[at]):
            continue
        likely = match(store, topic, meeting.documents[0])
        if likely.item is not None:
            return (Tie(node, Node(meeting.documents[0], likely.item), NEAR_TITLE, likely.score, None),)
    return ()
