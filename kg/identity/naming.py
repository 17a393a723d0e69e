"""What an entity is called, and which of its spellings are mistakes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg import iris
from kg.form import form
from kg.identity.entities import Entity, Link, Spelling
from kg.identity.forms import given_and_family, is_cut_off, take_apart
from kg.identity.letters import slip
from kg.identity.names import NameKind
from kg.identity.nodes import Node
from kg.identity.wordings import left_out, rest_after, says_little, words_that_run_on

# what no right spelling has: a doubled ร before a vowel, a mark on nothing, a vowel that leads nowhere, a letter thrice,
# a word that must go on
_ODD = re.compile(
    r"รร[ะัาำิีึืุู]|[เแโใไ](?:[ะาำัิีึืุู่้๊๋์\s]|$)|(?:^|[\s.])[ะัาำิีึืุู็่้๊๋์]|[่้๊๋์]{2}|(?P<same>[ก-ฮ])(?P=same){2}"
    r"|(?:ใน|ของ|และ|เพื่อ|สำหรับ|แห่ง|ตาม)$"
)


def entity_of(nodes: Sequence[Node], links: tuple[Link, ...]) -> Entity:
    """Return the entity that nodes of one kind make together."""
    kind = nodes[0].kind
    if len(nodes) == 1 and nodes[0].full == nodes[0].name and len(nodes[0].spellings) == 1:
        name, homes = nodes[0].name, tuple(dict.fromkeys(nodes[0].homes))
        return Entity(kind, name, _part(nodes), (Spelling(name, len(homes)),), homes, links)
    counts = Counter[str]()
    own: set[str] = set()
    for node in nodes:
        counts.update(node.spellings)
        own.update(use.name for use in node.uses)
        if node.full != node.name:
            counts[node.full] += len(node.documents)
            own.add(node.full)
    if len(counts) == 1:
        name = next(iter(counts))
        spellings: tuple[Spelling, ...] = (Spelling(name, counts[name]),)
    else:
        odd = {spelled for spelled in counts if _ODD.search(spelled)} | _read_too_far(kind, counts)
        first = min(counts, key=lambda spelled: _rank(kind, spelled, counts, own, odd))
        rest = sorted(counts, key=lambda spelled: (spelled != first, -counts[spelled], spelled))
        spellings = tuple(
            Spelling(spelled, counts[spelled], is_damaged(kind, spelled, first)) for spelled in rest
        )
    documents = sorted({sha256 for node in nodes for sha256 in node.documents})
    part = _part([node for node in nodes if iris.name_key(spellings[0].name) == node.key[1]] or nodes)
    return Entity(kind, spellings[0].name, part, spellings, tuple(documents), links)


def is_damaged(kind: NameKind, spelled: str, right: str) -> bool:
    """Tell whether a spelling is the right one with letters wrong, not another right way to write the name."""
    if iris.name_key(spelled) == iris.name_key(right):
        return False
    limits: dict[str, float] = form("identity")["alike"][kind.value]
    if kind is NameKind.PERSON:
        (given, family), (right_given, right_family) = given_and_family(spelled), given_and_family(right)
        if given == right_given:  # a surname that was changed is no mistake
            return slip(family, right_family) <= min(
                limits["near_most"], limits["near_share"] * max(len(family), len(right_family))
            )
        return True
    one, other = take_apart(kind, spelled), take_apart(kind, right)
    if one.core == other.core or one.is_short or other.is_short or one.cut:
        return False
    if says_little(kind, left_out(one.core, other.core)):
        return False
    length = min(len(one.core), len(other.core))
    return slip(one.core, other.core) <= min(limits["near_most"], limits["near_share"] * length)


def told_apart(entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities, in order, with parts where two would go by one name: the best supported keeps the bare name."""
    same: dict[tuple[NameKind, str, str], list[int]] = {}
    for at, entity in enumerate(entities):
        same.setdefault((entity.kind, iris.name_key(entity.name), entity.part), []).append(at)
    named = list(entities)
    for found in same.values():
        ranked = sorted(found, key=lambda at: (-len(entities[at].documents), entities[at].documents))
        for at in ranked[1:]:
            named[at] = replace(
                entities[at], part=iris.hashed(entities[at].part, *entities[at].documents[:1])
            )
    return named


def _read_too_far(kind: NameKind, spellings: Iterable[str]) -> set[str]:
    """Of a project's spellings, those that go on into the sentence after the name."""
    if kind is not NameKind.PROJECT:
        return set()
    forms = {spelled: take_apart(kind, spelled) for spelled in spellings}
    return {
        spelled
        for spelled, full in forms.items()
        if any(word in spelled for word in form("identity")["ran_on"])
        or any(
            full.core.startswith(short.core)
            and len(full.core) > len(short.core)
            and rest_after(short.words, full.words).startswith(words_that_run_on())
            for short in forms.values()
        )
    }


def _rank(
    kind: NameKind, spelled: str, counts: Counter[str], own: set[str], odd: set[str]
) -> tuple[object, ...]:
    """What is written out comes before what is short; then the best supported, then what is not odd, then the fullest."""
    short = kind is not NameKind.PERSON and (is_cut_off(spelled) or take_apart(kind, spelled).is_short)
    length = 0 if kind is NameKind.PERSON else -len(take_apart(kind, spelled).core)
    return (
        short,
        -counts[spelled],
        spelled in odd,
        spelled not in own,
        length,
        spelled.endswith(")"),
        iris.name_key(spelled),
        spelled,
    )


def _part(nodes: Sequence[Node]) -> str:
    sense = min(node.key[2] for node in nodes)
    if sense.startswith("~"):
        return iris.hashed(sense[1:])
    return "" if sense.startswith(("=", ".")) else sense
