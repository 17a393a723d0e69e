"""Who is who over the whole store: names by exact key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kg import iris
from kg.identity.decisions import Decision
from kg.identity.entities import Entity, Identity, NodeKey, Spelling
from kg.identity.uses import NameUse


def resolve(uses: Mapping[str, Sequence[NameUse]], decisions: Sequence[Decision] = ()) -> Identity:
    """Return who the names of the records stand for: sha256 → uses. Neither order matters."""
    support: dict[NodeKey, Counter[str]] = {}
    homes: dict[NodeKey, set[str]] = {}
    for sha256 in sorted(uses):
        for use in uses[sha256]:
            node = (use.kind, iris.name_key(use.name), "")
            counts = support.setdefault(node, Counter())
            counts.update({use.name, *use.variants})
            homes.setdefault(node, set()).add(sha256)
    entities: list[Entity] = []
    owner: dict[NodeKey, int] = {}
    for node in sorted(support):
        counts = support[node]
        ranked = sorted(counts, key=lambda name: (iris.name_key(name) != node[1], -counts[name], name))
        owner[node] = len(entities)
        spellings = tuple(Spelling(name, counts[name]) for name in ranked)
        entities.append(Entity(node[0], ranked[0], "", spellings, tuple(sorted(homes[node]))))
    return Identity(tuple(entities), uses=uses, owner=owner)
