"""Which names are worth weighing against each other: those that share something rare. Nothing is compared with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from kg import iris
from kg.identity.letters import skeleton
from kg.identity.names import NameKind
from kg.identity.nodes import Lookup, Node
from kg.identity.offices import office_name

Pair = tuple[int, int]

_GRAMS = ((7, (2, 3)), (12, (3, 4)), (10**6, (4,)))  # letters of a name at most → of its groups
_RAREST = 3
_FULL = 16  # names in one block; one that has more is narrowed
_ALIKE = {NameKind.PERSON: 80.0, NameKind.AGENCY: 84.0, NameKind.PROJECT: 84.0}  # percent, of the skeletons
_PARTLY = 50.0  # … of two people whose given or family name is one


def candidates(nodes: Sequence[Node], lookup: Lookup | None = None) -> list[Pair]:
    """Return pairs of indices into `nodes` (lower first, sorted, one kind) that may be one.

    By rare groups of letters (look-alikes as one letter), then by what names of the kind share: written-out name, abbreviation,
    office of the gazetteer, given name and post. A block with too many names is cut by the beginning of the name.
    """
    found: set[Pair] = set()
    for kind in NameKind:
        members = [at for at, node in enumerate(nodes) if node.kind is kind]
        found |= _alike(kind, nodes, members)
        found |= _sharing(kind, [(at, nodes[at]) for at in members], lookup)
    return sorted(found)


def _letters(node: Node) -> str:
    return "".join(node.person) if node.kind is NameKind.PERSON else node.form.core


def _alike(kind: NameKind, nodes: Sequence[Node], members: Sequence[int]) -> set[Pair]:
    letters = [skeleton(_letters(nodes[at])) for at in members]
    ones, others = _gram_pairs(letters)
    if not ones:
        return set()
    left, right = [letters[one] for one in ones], [letters[other] for other in others]
    scores = process.cpdist(left, right, scorer=fuzz.ratio).tolist()
    kept = set()
    least = _PARTLY if kind is NameKind.PERSON else _ALIKE[kind]
    for at, score in enumerate(scores):
        a, b = left[at], right[at]
        if score < least and (kind is not NameKind.PROJECT or not (a.startswith(b) or b.startswith(a))):
            continue
        pair = _pair(members[ones[at]], members[others[at]])
        if score >= _ALIKE[kind] or kind is NameKind.PROJECT or _share_a_name(nodes[pair[0]], nodes[pair[1]]):
            kept.add(pair)
    return kept


def _share_a_name(one: Node, other: Node) -> bool:
    return one.person[0] == other.person[0] or one.person[1] == other.person[1]


def _gram_pairs(letters: Sequence[str]) -> tuple[list[int], list[int]]:
    """Pairs where the one has one of the other's rarest groups of letters, of those that any other has at all."""
    grams = [_grams(text) for text in letters]
    having: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(grams):
        for gram in own:
            having[gram].append(at)
    counts = {gram: len(found) for gram, found in having.items() if len(found) > 1}
    pairs: set[int] = set()
    count = len(letters)
    for at, own in enumerate(grams):
        shared = sorted([(counts[gram], gram) for gram in own if gram in counts])
        for met, gram in shared[:_RAREST]:
            others: Iterable[int] = having[gram]
            if met > _FULL:
                others = _narrowed(letters, at, having[gram])
            pairs.update([at * count + other if at < other else other * count + at for other in others])
    pairs.difference_update(range(0, count * count, count + 1))
    return [pair // count for pair in pairs], [pair % count for pair in pairs]


def _grams(text: str) -> set[str]:
    sizes = next(sizes for most, sizes in _GRAMS if len(text) <= most)
    framed = f"^{text}$"
    return {framed[at : at + size] for size in sizes for at in range(max(1, len(framed) - size + 1))}


def _narrowed(letters: Sequence[str], at: int, block: Sequence[int]) -> list[int]:
    """Of a full block: the names that begin or end alike and are nearly of one length, or that begin as this one."""
    own = letters[at]
    first, last, least, most = own[:2], own[-2:], len(own) - 2 - len(own) // 8, len(own) + 2 + len(own) // 8
    return [
        other
        for other in block
        if (least <= len(text := letters[other]) <= most and (text[:2] == first or text[-2:] == last))
        or text.startswith(own)
    ]


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
        yield "name", "".join(node.person)
        if "female" in node.sexes:
            for post in node.posts:
                yield "post", node.person[0], post
        for key in {node.key[1], *(iris.name_key(name) for name in node.spellings if name != node.name)}:
            yield "spelling", key
        return
    if node.form.core:
        yield "core", node.form.core
    office = office_name(node, lookup)
    if office:
        yield "office", office


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
