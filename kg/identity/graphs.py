"""Why spellings are one, as RDF: a graph an entity of several spellings, with what became of the other IRIs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import iris, nquads
from kg import vocabulary as v
from kg.identity.decisions import Action
from kg.identity.entities import Entity, Link
from kg.identity.names import NameKind
from kg.nquads import Triple
from kg.vocabulary import c, m

_WORDS = {Action.MERGE: "merged", Action.CONFIRM: "confirmed", Action.SPLIT: "split"}


def entity_iri(kind: NameKind, name: str, part: str = "", base: str = iris.BASE) -> str:
    """Return the IRI of a person, agency or project of the store."""
    if kind is NameKind.PERSON:
        return iris.person(name, part=part, base=base)
    if kind is NameKind.PROJECT:
        return iris.project(name, part=part, base=base)
    return iris.agency(name, within=part, base=base)


def identity_graphs(entities: Iterable[Entity], base: str = iris.BASE) -> dict[str, bytes]:
    """Return graph IRI → N-Quads for every entity that links made, sorted by IRI.

    A spelling's own IRI is replaced by the entity's unless some entity still goes by it.
    """
    entities = tuple(entities)
    alive = {entity_iri(entity.kind, entity.name, entity.part, base) for entity in entities}
    owners: dict[str, set[str]] = {}
    for entity in entities:
        for spelling in entity.spellings:
            old = entity_iri(entity.kind, spelling.name, base=base)
            owners.setdefault(old, set()).add(entity_iri(entity.kind, entity.name, entity.part, base))
    gone = {old: next(iter(new)) for old, new in owners.items() if len(new) == 1 and old not in alive}
    graphs = {}
    for entity in entities:
        triples = list(_entity(entity, gone, base))
        if triples:
            graph = iris.identity_graph(entity.kind.value, iris.name_key(entity.name) + entity.part, base)
            graphs[graph] = nquads.dump(triples, nquads.iri(graph))
    return dict(sorted(graphs.items()))


def _entity(entity: Entity, gone: dict[str, str], base: str) -> Iterator[Triple]:
    subject = entity_iri(entity.kind, entity.name, entity.part, base)
    for spelling in entity.spellings:
        old = entity_iri(entity.kind, spelling.name, base=base)
        if gone.get(old) == subject:
            yield nquads.iri(old), v.IS_REPLACED_BY, nquads.iri(subject)
    for link in entity.links:
        if iris.name_key(link.one) == iris.name_key(link.other):
            continue  # one spelling, written out in some records: no two forms to tie
        yield from _link(link, nquads.iri(subject), base)


def _link(link: Link, entity: str, base: str) -> Iterator[Triple]:
    node = nquads.iri(
        iris.identity_link(link.kind.value, iris.name_key(link.one), iris.name_key(link.other), base)
    )
    yield node, v.TYPE, m("IdentityLink")
    yield node, m("entity"), entity
    yield node, m("oneForm"), nquads.text(link.one)
    yield node, m("otherForm"), nquads.text(link.other)
    yield node, m("score"), nquads.decimal(f"{link.score:.3f}")
    for reason in link.reasons:
        if reason.weight > 0:
            yield node, m("linkReason"), c("link-reason", reason.code)
    made = link.decision
    yield node, m("decision"), c("link-decision", _WORDS[made.action] if made else "rule")
    if made is not None:
        yield node, m("decidedBy"), nquads.text(made.who)
        yield node, m("because"), nquads.text(made.why)
        yield node, v.DATE_CREATED, nquads.typed(made.when, "dateTime" if "T" in made.when else "date")
