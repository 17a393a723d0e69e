"""Who the store's names stand for, and why: what `resolve` gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg import iris
from kg.identity.decisions import Decision
from kg.identity.names import Known, NameKind, Names
from kg.identity.uses import NameUse

NodeKey = tuple[NameKind, str, str]  # kind, name key, what tells bearers of that key apart ("" mostly)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of an entity: how many documents have it, and whether it is a mistake (OCR, typing)."""

    name: str
    documents: int
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for or against a link: its code (`code:link-reason`) and its weight in log odds."""

    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two spellings held to be one. `score` is 0 to 1; `decision` is whose word it is, None for the rules' own."""

    kind: NameKind
    one: str
    other: str
    score: float
    reasons: tuple[Reason, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, agency or project of the store.

    `name` and `part` make its IRI (as in `names.Known`). `spellings` stand best supported first. `links` are what
    made it of several spellings; none where there is one.
    """

    kind: NameKind
    name: str
    part: str
    spellings: tuple[Spelling, ...]
    documents: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Identity:
    """Who is who over the whole store.

    `entities` are sorted by kind and name; `doubtful` are links that fell just short, best first: for people to
    settle. `overruled` are decisions that a later one contradicts, `idle` those whose names no record has.
    """

    entities: tuple[Entity, ...] = ()
    doubtful: tuple[Link, ...] = ()
    overruled: tuple[Decision, ...] = ()
    idle: tuple[Decision, ...] = ()
    uses: Mapping[str, Sequence[NameUse]] = field(default_factory=dict, repr=False)
    owner: Mapping[NodeKey, Entity] = field(default_factory=dict, repr=False)
    nodes: Mapping[str, Sequence[NodeKey]] = field(default_factory=dict, repr=False)

    def names(self, sha256: str) -> Names:
        """Return what one record's names stand for; a record that is not in the store has none to tell."""
        known: dict[tuple[NameKind, str], Known] = {}
        for use, node in zip(self.uses.get(sha256, ()), self.nodes.get(sha256, ()), strict=True):
            entity = self.owner[node]
            if entity.name == use.name and not use.variants and not entity.part:
                continue
            wrong = {spelling.name for spelling in entity.spellings if spelling.damaged}
            own = {use.name, *use.variants} - {entity.name}
            known[use.kind, node[1]] = Known(
                entity.name, entity.part, tuple(sorted(own - wrong)), tuple(sorted(own & wrong))
            )
        return Names(known)

    def explain(self, kind: NameKind, name: str) -> tuple[Entity, ...]:
        """Return the entities that a spelling may stand for, with the links that made them; none where unknown."""
        key = iris.name_key(name)
        return tuple(
            entity
            for entity in self.entities
            if entity.kind is kind
            and any(iris.name_key(spelling.name) == key for spelling in entity.spellings)
        )

    def graphs(self, base: str = iris.BASE) -> dict[str, bytes]:
        """Return the named graphs that say why spellings are one: graph IRI → N-Quads, sorted."""
        from kg.identity.graphs import identity_graphs

        return identity_graphs(self.entities, base)
