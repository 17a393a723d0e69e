"""Which names are worth weighing against each other: those that share something rare. Nothing is compared with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from kg import iris
from kg.identity.features import office_name
from kg.identity.letters import skeleton
from kg.identity.names import NameKind
from kg.identity.nodes import Lookup, Node

Pair = tuple[int, int]

_GRAM = 3
_RAREST = {NameKind.PERSON: 4, NameKind.AGENCY: 4, NameKind.PROJECT: 4}
_FULL = 24  # names in one block; one that has more is narrowed
_ALIKE = {NameKind.PERSON: 60.0, NameKind.AGENCY: 84.0, NameKind.PROJECT: 80.0}  # percent, of the skeletons
_INSIDE = 97.0  # percent, of the best part of the longer


def candidates(nodes: Sequence[Node], lookup: Lookup | None = None) -> list[Pair]:
    """Return pairs of indices into `nodes` (lower first, sorted, one kind) that may be one.

    By rare groups of letters (look-alikes as one letter), then by what names of the kind share: written-out name, abbreviation,
    office of the gazetteer, given name and post. A block with too many names is cut by the beginning of the name.
    """
    found: set[Pair] = set()
    for kind in NameKind:
        members = [at for at, node in enumerate(nodes) if node.kind is kind]
        letters = [skeleton(_letters(nodes[at])) for at in members]
        found |= _alike(kind, members, letters)
        found |= _sharing(kind, [(at, nodes[at]) for at in members], lookup)
    return sorted(found)


def _letters(node: Node) -> str:
    return node.key[1] if node.kind is NameKind.PERSON else node.form.core


def _alike(kind: NameKind, members: Sequence[int], letters: Sequence[str]) -> set[Pair]:
    pairs = sorted(_gram_pairs(letters, _RAREST[kind]))
    if not pairs:
        return set()
    left, right = [letters[one] for one, _ in pairs], [letters[other] for _, other in pairs]
    scores = process.cpdist(left, right, scorer=fuzz.ratio)
    kept = {pair for pair, score in zip(pairs, scores, strict=True) if score >= _ALIKE[kind]}
    if kind is NameKind.PROJECT:
        inside = process.cpdist(left, right, scorer=fuzz.partial_ratio, score_cutoff=_INSIDE)
        kept |= {pair for pair, score in zip(pairs, inside, strict=True) if score >= _INSIDE}
    return {_pair(members[one], members[other]) for one, other in kept}


def _gram_pairs(letters: Sequence[str], rarest: int) -> set[Pair]:
    """Pairs where the one has one of the other's rarest groups of letters, of those that any other has at all."""
    grams = [_grams(text) for text in letters]
    having: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(grams):
        for gram in own:
            having[gram].append(at)
    pairs: set[Pair] = set()
    for at, own in enumerate(grams):
        shared = sorted((len(having[gram]), gram) for gram in own if len(having[gram]) > 1)
        for count, gram in shared[:rarest]:
            others: Iterable[int] = having[gram]
            if count > _FULL:
                others = [other for other in others if _narrow(letters[at], letters[other])]
            pairs.update(_pair(at, other) for other in others if other != at)
    return pairs


def _grams(text: str) -> set[str]:
    framed = f"^{text}$"
    return {framed[at : at + _GRAM] for at in range(max(1, len(framed) - _GRAM + 1))}


def _narrow(one: str, other: str) -> bool:
    """Names of a full block are weighed only where they begin or end alike and are nearly of one length."""
    near = abs(len(one) - len(other)) <= 2 + len(one) // 8
    return near and (one[:2] == other[:2] or one[-2:] == other[-2:])


def _sharing(kind: NameKind, members: Sequence[tuple[int, Node]], lookup: Lookup | None) -> set[Pair]:
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, node in members:
        for key in _keys(kind, node, lookup):
            blocks[key].append(at)
    pairs: set[Pair] = set()
    for block in blocks.values():
        if len(block) > 1:
            # a chain is enough for what is one by its key; only people's blocks hold different ones
            whole = kind is NameKind.PERSON
            for place, one in enumerate(block):
                others = block[place + 1 :] if whole else block[place + 1 : place + 2]
                pairs.update(_pair(one, other) for other in others)
    return pairs


def _keys(kind: NameKind, node: Node, lookup: Lookup | None) -> Iterable[tuple[str, ...]]:
    if kind is NameKind.PERSON:
        if "female" in node.sexes:
            for post in node.posts:
                yield "post", node.person[0], post
        for key in {iris.name_key(name) for name in node.spellings}:
            yield "spelling", key
        return
    if node.form.core:
        yield "core", node.form.core
    office = office_name(node, lookup)
    if office:
        yield "office", office


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
