"""Names as the store has them: all uses of one key that mean one, gathered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from operator import attrgetter
from typing import Protocol

from kg import iris
from kg.form import form
from kg.identity.entities import NodeKey
from kg.identity.forms import Form, dotted, given_and_family, is_cut_off, take_apart
from kg.identity.names import NameKind
from kg.identity.uses import NameUse

Place = tuple[str, NameKind, str]  # sha256, kind, key

_SHAPE = attrgetter("name", "variants", "full")
_PREFIXES, _POSITIONS, _AGENCIES, _ROLES = map(attrgetter, ("prefixes", "positions", "agencies", "roles"))
_BODY = attrgetter("body")
_SCOPED = "~"
_SHORT = 16  # letters of the longest abbreviation


class Office(Protocol):
    """An office of a gazetteer, as far as identity asks."""

    @property
    def name(self) -> str:
        """Its full official name."""

    @property
    def listed(self) -> bool:
        """Whether a list has it; else only the form of its name tells."""


Lookup = Callable[[str], Office | None]


class Node:
    """A name of the store: the uses of one key that stand for one thing before anything is compared.

    What uses say is gathered when first asked for: most names are compared with none.
    """

    def __init__(self, key: NodeKey, homes: Sequence[str], uses: Sequence[NameUse]) -> None:
        """`homes` are the sha256 of the records of `uses`, in the same order, sorted."""
        self.key = key
        self.kind = key[0]
        self.homes = homes
        self.uses = uses

    @cached_property
    def _shapes(self) -> set[tuple[str, tuple[str, ...], str]]:
        return set(map(_SHAPE, self.uses))

    @cached_property
    def spellings(self) -> Counter[str]:
        """Spelling → number of documents, the record's own variants too."""
        if len(self._shapes) == 1 and not next(iter(self._shapes))[1]:
            return Counter({self.name: len(self.uses)})
        seen = {
            (sha256, name)
            for sha256, use in zip(self.homes, self.uses, strict=True)
            for name in (use.name, *use.variants)
        }
        return Counter(name for _, name in seen)

    @cached_property
    def name(self) -> str:
        """The best supported spelling of the key itself."""
        if len(self._shapes) == 1:
            return next(iter(self._shapes))[0]
        counts = Counter(use.name for use in self.uses)
        return min(counts, key=lambda name: (-counts[name], name))

    @cached_property
    def full(self) -> str:
        """The name written out: what its records say that it stands for, else itself."""
        return min((full for _, _, full in self._shapes if full), default=self.name)

    @cached_property
    def form(self) -> Form:
        """The form of the full name."""
        return take_apart(self.kind, self.full)

    @cached_property
    def own_form(self) -> Form:
        """The form of the name as it is."""
        return take_apart(self.kind, self.name)

    @cached_property
    def person(self) -> tuple[str, str]:
        """Given and family name (keys)."""
        return given_and_family(self.name)

    @cached_property
    def documents(self) -> frozenset[str]:
        """The sha256 of every document that has it."""
        return frozenset(self.homes)

    @cached_property
    def listed(self) -> frozenset[str]:
        """The documents whose attendance lists have it."""
        return frozenset(sha256 for sha256, use in zip(self.homes, self.uses, strict=True) if use.rows)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The keys of the bodies whose records have it."""
        return _keys(set(map(_BODY, self.uses)) - {""})

    @cached_property
    def posts(self) -> frozenset[str]:
        """The keys of the posts it is given."""
        return _keys(chain.from_iterable(set(map(_POSITIONS, self.uses))))

    @cached_property
    def agencies(self) -> frozenset[str]:
        """The cores of the agencies it is given."""
        return frozenset(
            take_apart(NameKind.AGENCY, name).core
            for name in chain.from_iterable(set(map(_AGENCIES, self.uses)))
        )

    @cached_property
    def roles(self) -> frozenset[str]:
        """The keys of the roles it has in meetings."""
        return _keys(chain.from_iterable(set(map(_ROLES, self.uses))))

    @cached_property
    def places(self) -> frozenset[tuple[str, str, int]]:
        """Where lists have it: (body, list, place)."""
        return frozenset(
            (iris.name_key(use.body), section, place) for use in self.uses for section, place in use.rows
        )

    @cached_property
    def sexes(self) -> frozenset[str]:
        """What its titles say: male, female, both where they contradict, none where they are of either sex."""
        return frozenset(sex for titles in set(map(_PREFIXES, self.uses)) for sex in _sexes(titles))

    @cached_property
    def days(self) -> tuple[str, str]:
        """The first and last day (ISO) of its meetings, "" where none is told."""
        days = [use.day for use in self.uses if use.day]
        return (min(days), max(days)) if days else ("", "")

    @cached_property
    def years(self) -> frozenset[int]:
        """A project's years."""
        return frozenset(year for use in self.uses for year in use.years)

    @cached_property
    def categories(self) -> frozenset[str]:
        """A project's categories."""
        return _keys(use.category for use in self.uses if use.category)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """The keys of its abbreviations: its records', its bracket's, and itself where it is one."""
        own = {dotted(use.acronym) for use in self.uses if use.acronym and is_acronym(use.acronym, self.kind)}
        return frozenset(own | {self.own_form.short} - {""})


def gather(
    uses: Mapping[str, Sequence[NameUse]], parts: Mapping[Place, str]
) -> tuple[list[Node], dict[str, list[NodeKey]]]:
    """Return the store's nodes, sorted, and the node of each use: sha256 → node keys in the order of its uses.

    `parts` are the parts that people's decisions give. Names that mean nobody by themselves stay in their record,
    unless it says what they stand for.
    """
    names: dict[NameKind, dict[str, NodeKey]] = {kind: {} for kind in NameKind}
    found: dict[NodeKey, tuple[list[str], list[NameUse]]] = {}
    owners: dict[str, list[NodeKey]] = {}
    for sha256 in sorted(uses):
        own = owners[sha256] = []
        for use in uses[sha256]:
            node = names[use.kind].get(use.name)
            if node is None:
                node = names[use.kind][use.name] = (use.kind, iris.name_key(use.name), _own_sense(use))
            if use.full:
                node = (node[0], node[1], "=" + iris.name_key(use.full))
            elif node[2] == _SCOPED:
                node = (node[0], node[1], _SCOPED + sha256)
            if parts and (part := parts.get((sha256, node[0], node[1]))):
                node = (node[0], node[1], part)
            own.append(node)
            homes, there = found[node] if node in found else found.setdefault(node, ([], []))
            homes.append(sha256)
            there.append(use)
    return [Node(key, *found[key]) for key in sorted(found)], owners


def _own_sense(use: NameUse) -> str:
    """What tells a name apart by its own letters: that it stays in its record, or its dots."""
    if use.kind is NameKind.PERSON:
        return ""
    if is_cut_off(use.name):
        return _SCOPED
    if use.name.find(".", 0, -1) > 0 and len(use.name) <= _SHORT and is_acronym(use.name):
        return "." + dotted(use.name)
    return ""


def is_acronym(text: str, kind: NameKind = NameKind.AGENCY) -> bool:
    """Tell whether what a record gives as an acronym is one (ERP, ก.พ.ร.), not some words in brackets."""
    return bool(take_apart(kind, text).is_short)


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(iris.name_key(text) for text in texts)


@lru_cache(maxsize=4096)
def _sexes(titles: tuple[str, ...]) -> tuple[str, ...]:
    words = {part for title in titles for part in (title, *title.split())}
    return tuple(sex for sex in ("male", "female") if not words.isdisjoint(form("identity")[sex]))
