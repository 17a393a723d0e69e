"""Who is who over the whole store: names of records → entities. A pure function of the set of records and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from kg.identity.blocking import Pair, candidates
from kg.identity.clusters import Clusters, ordered
from kg.identity.decisions import Decision
from kg.identity.entities import Entity, Identity, Link, NodeKey
from kg.identity.features import forbidden
from kg.identity.names import NameKind
from kg.identity.naming import entity_of, told_apart
from kg.identity.nodes import Lookup, Node, gather
from kg.identity.pairs import Judgement, judge, thresholds
from kg.identity.uses import NameUse
from kg.identity.wishes import Wishes, parts, wishes

_ALIKE = 70.0  # percent: what may be one project by way of a third spelling
_FLOOR = 0.02  # two people's names less likely one than this are never brought together by a third


def resolve(
    uses: Mapping[str, Sequence[NameUse]], decisions: Sequence[Decision] = (), lookup: Lookup | None = None
) -> Identity:
    """Return who the names of the store's records stand for.

    Args:
        uses: sha256 → that record's uses, in any order.
        decisions: people's decisions that hold, in any order; they win over every rule.
        lookup: a gazetteer's (`kg.gazetteer.lookup`): a name → its office, or None.
    """
    nodes, owners = gather(uses, parts(decisions))
    asked = wishes(nodes, decisions)
    work = _Work(nodes, asked, lookup)
    work.decided()
    work.linked()
    work.abbreviated()
    entities = told_apart(
        [entity_of([nodes[at] for at in group], work.links_of(group)) for group in work.clusters.groups()]
    )
    owner: dict[NodeKey, Entity] = {}
    for group, entity in zip(work.clusters.groups(), entities, strict=True):
        owner.update((nodes[at].key, entity) for at in group)
    return Identity(
        entities=tuple(sorted(entities, key=lambda found: (found.kind, found.name, found.part))),
        doubtful=work.doubtful(),
        overruled=tuple(asked.overruled),
        idle=tuple(asked.idle),
        uses=uses,
        owner=owner,
        nodes=owners,
    )


class _Work:
    """The clusters as they grow, with the links that made them and those that were not to be."""

    def __init__(self, nodes: Sequence[Node], asked: Wishes, lookup: Lookup | None) -> None:
        self.nodes, self.asked, self.lookup = nodes, asked, lookup
        self.clusters = Clusters(len(nodes))
        self.made: dict[int, list[tuple[int, int, Link]]] = {}
        self.short: list[tuple[int, int, Link]] = []
        self.refused: dict[tuple[int, int], bool] = {}

    def decided(self) -> None:
        for one, other, made in self.asked.joined:
            judged = judge(self.nodes[one], self.nodes[other], self.lookup)
            self._keep(one, other, Judgement(1.0, judged.reasons), made)
            self.clusters.join(one, other)

    def linked(self) -> None:
        judged = {
            (one, other): judge(self.nodes[one], self.nodes[other], self.lookup)
            for one, other in candidates(self.nodes, self.lookup)
        }
        unsure = _ambiguous(self.nodes, judged)
        for _, one, other in ordered((found.score, *pair) for pair, found in judged.items()):
            self._try(one, other, judged[one, other], sure=(one, other) not in unsure)

    def abbreviated(self) -> None:
        """Abbreviations that no record writes out where they stand: with the one entity that has them."""
        bearers: dict[tuple[NameKind, str], set[int]] = {}
        bare: list[int] = []
        for at, node in enumerate(self.nodes):
            if node.kind is NameKind.PERSON:
                continue
            alone = node.own_form.is_short and node.full == node.name
            if alone:
                bare.append(at)
            else:
                for short in node.acronyms:
                    bearers.setdefault((node.kind, short), set()).add(at)
        for at in bare:
            node = self.nodes[at]
            having = sorted(bearers.get((node.kind, node.own_form.short), ()))
            alone = len({self.clusters.root(other) for other in having}) == 1
            for other in having if not alone else having[:1]:
                judged = judge(node, self.nodes[other], self.lookup)
                if alone:
                    self._try(at, other, judged)
                elif judged.score and not self._together(at, other):
                    self.short.append((at, other, self._link(at, other, judged)))

    def doubtful(self) -> tuple[Link, ...]:
        found = [
            link
            for one, other, link in self.short
            if not self._together(one, other) and (one, other) not in self.asked.apart
        ]
        return tuple(sorted(found, key=lambda link: (-link.score, link.kind, link.one, link.other)))

    def links_of(self, group: Sequence[int]) -> tuple[Link, ...]:
        found = [link for at in group for _, _, link in self.made.get(at, ())]
        return tuple(sorted(found, key=lambda link: (-link.score, link.one, link.other)))

    def _try(self, one: int, other: int, judged: Judgement, *, sure: bool = True) -> None:
        limits = thresholds(self.nodes[one].kind)
        if judged.score < limits["doubt"] or self._together(one, other):
            return
        if sure and judged.score >= limits["join"] and self.clusters.join_allowed(one, other, self._apart):
            self._keep(one, other, judged, None)
        else:
            self.short.append((one, other, self._link(one, other, judged)))

    def _apart(self, one: int, other: int) -> bool:
        pair = (one, other) if one < other else (other, one)
        if pair in self.asked.apart:
            return True
        known = self.refused.get(pair)
        if known is None:
            left, right = self.nodes[pair[0]], self.nodes[pair[1]]
            known = bool(forbidden(left, right, self.lookup))
            if not known and left.kind is NameKind.PROJECT:
                known = _two_projects(left, right)
            if not known and left.kind is NameKind.PERSON:
                known = judge(left, right, self.lookup).score < _FLOOR
            self.refused[pair] = known
        return known

    def _together(self, one: int, other: int) -> bool:
        return self.clusters.root(one) == self.clusters.root(other)

    def _keep(self, one: int, other: int, judged: Judgement, made: Decision | None) -> None:
        self.made.setdefault(one, []).append((one, other, self._link(one, other, judged, made)))

    def _link(self, one: int, other: int, judged: Judgement, made: Decision | None = None) -> Link:
        left, right = sorted((self.nodes[one], self.nodes[other]), key=lambda node: node.key)
        return Link(left.kind, left.name, right.name, judged.score, judged.reasons, made)


def _two_projects(one: Node, other: Node) -> bool:
    """Two written-out names that are neither alike nor the one the beginning of the other: a third may not join them."""
    left, right = one.form, other.form
    if left.is_short or right.is_short or left.cut or right.cut:
        return False
    if left.core.startswith(right.core) or right.core.startswith(left.core):
        return False
    return fuzz.ratio(left.core, right.core, score_cutoff=_ALIKE) < _ALIKE


def _ambiguous(nodes: Sequence[Node], judged: Mapping[Pair, Judgement]) -> set[Pair]:
    """Links of a project's short name to one of several full names that it may stand for.

    Of these only the full names that stand in a record with it hold, where they are one.
    """
    fulls: dict[int, list[int]] = {}
    for (one, other), found in judged.items():
        if any(ground.code == "short-name" for ground in found.reasons):
            short, full = sorted((one, other), key=lambda at: (len(nodes[at].form.core), at))
            fulls.setdefault(short, []).append(full)
    unsure: set[Pair] = set()
    for short, found_ones in fulls.items():
        if not _several(nodes, found_ones):
            continue
        near = [full for full in found_ones if nodes[full].documents & nodes[short].documents]
        kept = set() if _several(nodes, near) else set(near)
        unsure.update((min(short, full), max(short, full)) for full in found_ones if full not in kept)
    return unsure


def _several(nodes: Sequence[Node], fulls: Sequence[int]) -> bool:
    return any(
        forbidden(nodes[one], nodes[other], None) or _two_projects(nodes[one], nodes[other])
        for one, other in combinations(fulls, 2)
    )
