"""Reports tied to what was assigned: who was to do it, in the item that the report goes on with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from kg.form import form
from kg.identity.names import NameKind
from kg.iris import name_key
from kg.threads.follows import Tie
from kg.threads.links import Answer
from kg.threads.parts import Outline, Task, Told
from kg.threads.store import NOBODY, Node, Store

SAME_AGENCY = "same-agency"
_ALIKE = 75  # of 100: how like a task's words some words of the report must be
_SAID = 0.4  # of a task's pieces, those that stand in the report
_PIECE = 5  # letters
_SHORTEST = 12  # letters of a task that can be found in a report
_BACK = 6  # items back that a report may answer


def answers(store: Store, tied: Mapping[Node, Sequence[Tie]], sha256: str) -> Iterator[Answer]:
    """Yield which assignments each report of a document tells of; nothing is guessed, so a report may have none.

    Looked for in the items that the report's item goes on with, the nearest first: the assignments of the agent that
    reports (those whose task it names, if any; none that another report of the agent names); else those whose task it
    names; else, where no report of the item names an agent, the only one that was given. The reason is the agent, else
    why the items go together.
    """
    reports = store.outlines[sha256].reports
    for report in reports:
        if report.item is None:
            continue
        beside = [r for r in reports if r.item == report.item and r.n != report.n]
        for level in _levels(tied, Node(sha256, report.item)):
            given = [
                _Given(node, task, reason)
                for node, reason in level.items()
                for task in _tasks(store.outlines[node.sha256], node.item)
            ]
            told = _told(store, sha256, report, beside, given)
            for node, task, reason in told:
                yield Answer(report.n, node.sha256, task.agenda, task.n, task.k, reason)
            if told:
                break


class _Given(NamedTuple):
    """An assignment of the item `node`, and why the report's item goes on with that."""

    node: Node
    task: Task
    reason: str


def _told(
    store: Store, sha256: str, report: Told, beside: Sequence[Told], given: Sequence[_Given]
) -> list[_Given]:
    if not given:
        return []
    alike = [_says(report, g.task) for g in given]
    if report.agent:
        agent = agent_key(store, sha256, report.agent, report.person)
        own = [
            (g._replace(reason=SAME_AGENCY), named)
            for g, named in zip(given, alike, strict=True)
            if agent_key(store, g.node.sha256, g.task.agent, g.task.person) == agent
        ]
        if own:
            return [g for g, named in own if named] or [
                g for g, _ in own if not any(_says(other, g.task) for other in beside)
            ]
    if any(alike):
        return [g for g, named in zip(given, alike, strict=True) if named]
    nameless = not report.agent and not any(other.agent for other in beside)
    return list(given) if len(given) == 1 and nameless else []


def agent_key(store: Store, sha256: str, agent: str, person: bool) -> str:
    """Return what two names of one agent share, in the whole store."""
    kind = NameKind.PERSON if person else NameKind.AGENCY
    known = store.names.get(sha256, NOBODY).find(kind, agent)
    return f"{kind}\x1f{name_key(known.name)}\x1f{known.part}"


def _says(report: Told, task: Task) -> bool:
    """Whether a report names what was to be done: much of the task's words, or words much like them."""
    words, pieces = _words(task.task or "")
    told = name_key(report.text)
    if len(words) < _SHORTEST:
        return False
    if sum(piece in told for piece in pieces) >= _SAID * len(pieces):
        return True
    return len(told) >= len(words) and fuzz.partial_ratio(words, told) >= _ALIKE


@lru_cache(maxsize=4096)
def _words(task: str) -> tuple[str, frozenset[str]]:
    """The folded words of a task without the deadline they end with, and their pieces."""
    ends = [at for word in form("threads")["deadlines"] if (at := task.find(word)) > 0]
    words = name_key(task[: min(ends, default=len(task))])[:120]
    return words, frozenset(words[at : at + _PIECE] for at in range(len(words) - _PIECE + 1))


def _tasks(outline: Outline, item: int) -> list[Task]:
    return [
        t
        for t in outline.tasks
        if t.item is not None and (t.item == item or outline.items[t.item].parent == item)
    ]


def _levels(tied: Mapping[Node, Sequence[Tie]], node: Node) -> Iterator[dict[Node, str]]:
    """The items that an item goes on with and why, then those that these go on with, and so back."""
    seen, level = {node}, {node: ""}
    for _ in range(_BACK):
        found: dict[Node, str] = {}
        for at in sorted(level):
            for tie in tied.get(at, ()):
                if tie.earlier not in seen:
                    found.setdefault(tie.earlier, level[at] or tie.reason)
        if not found:
            return
        seen.update(found)
        level = {at: found[at] for at in sorted(found)}
        yield level
