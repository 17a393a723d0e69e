"""People's decisions as what must be together and what must be apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg import iris
from kg.identity.clusters import Clusters
from kg.identity.decisions import Action, Decision, latest_first, part_of
from kg.identity.names import NameKind
from kg.identity.nodes import Node, Place


@dataclass
class Wishes:
    """`joined` are (node, node, decision) to make one, `apart` the pairs that may not be, by the decisions that hold."""

    joined: list[tuple[int, int, Decision]] = field(default_factory=list)
    apart: dict[tuple[int, int], Decision] = field(default_factory=dict)
    overruled: list[Decision] = field(default_factory=list)
    idle: list[Decision] = field(default_factory=list)


def parts(decisions: Sequence[Decision]) -> dict[Place, str]:
    """Return whose uses of a name, in which documents, are another bearer's: (sha256, kind, key) → part. The later wins."""
    found: dict[Place, str] = {}
    for made in latest_first(decisions):
        for sha256 in made.documents:
            found.setdefault((sha256, made.kind, iris.name_key(made.one)), part_of(made))
    return found


def wishes(nodes: Sequence[Node], decisions: Sequence[Decision]) -> Wishes:
    """Return what decisions ask of nodes. A decision that contradicts a later one is overruled."""
    by_name: dict[tuple[NameKind, str], list[int]] = {}
    if decisions:
        for at, node in enumerate(nodes):
            by_name.setdefault(node.key[:2], []).append(at)
    given = {part for made in decisions if made.documents for part in (part_of(made),)}
    asked, groups = Wishes(), Clusters(len(nodes))
    for made in latest_first(decisions):
        ones = by_name.get((made.kind, iris.name_key(made.one)), [])
        if made.documents:
            _bearer(made, ones, nodes, groups, asked)
            continue
        others = by_name.get((made.kind, iris.name_key(made.other)), [])
        ones, others = _own(ones, nodes, given), _own(others, nodes, given)
        if not ones or not others:
            asked.idle.append(made)
        elif made.action is Action.SPLIT:
            _split(made, ones, others, groups, asked)
        else:
            _merge(made, ones, others, groups, asked)
    asked.overruled.sort(key=lambda made: made.id)
    asked.idle.sort(key=lambda made: made.id)
    return asked


def _own(found: Sequence[int], nodes: Sequence[Node], given: set[str]) -> list[int]:
    """The nodes of a name but those that a decision gave to another bearer, where there are others."""
    return [at for at in found if nodes[at].key[2] not in given] or list(found)


def _bearer(
    made: Decision, ones: Sequence[int], nodes: Sequence[Node], groups: Clusters, asked: Wishes
) -> None:
    part = part_of(made)
    inside = [at for at in ones if nodes[at].key[2] == part and nodes[at].documents & set(made.documents)]
    if not inside:
        known = any(nodes[at].documents & set(made.documents) for at in ones)
        (asked.overruled if known else asked.idle).append(made)
        return
    _split(made, inside, [at for at in ones if at not in inside], groups, asked)


def _split(
    made: Decision, ones: Sequence[int], others: Sequence[int], groups: Clusters, asked: Wishes
) -> None:
    if any(groups.root(one) == groups.root(other) for one in ones for other in others):
        asked.overruled.append(made)
        return
    for one in ones:
        for other in others:
            asked.apart.setdefault((min(one, other), max(one, other)), made)


def _merge(
    made: Decision, ones: Sequence[int], others: Sequence[int], groups: Clusters, asked: Wishes
) -> None:
    def apart(left: int, right: int) -> bool:
        return (min(left, right), max(left, right)) in asked.apart

    if not groups.join_allowed(ones[0], others[0], apart):
        asked.overruled.append(made)
        return
    asked.joined.append((ones[0], others[0], made))
    for first, more in ((ones[0], ones[1:]), (others[0], others[1:])):
        for one in more:
            if groups.join_allowed(first, one, apart):
                asked.joined.append((first, one, made))
