"""A class with its neighbours as a drawing: where each line and word stands. `ontology_drawing.svg` draws it.

The class stands on top; a stem runs down from it, and from the stem a branch to each neighbour, those it leads to
first, then those that lead to it. Everything is placed by counting, so the same ontology gives the same drawing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from api.ontology_terms import Term, leading_to, properties_of, terms

WIDTH = 400
_BOX, _STEM, _LINE, _GAP, _HEAD = 168, 18, 17, 12, 56
_MOST = 4  # names of properties on one branch; more are counted
_LONGEST = 26  # characters of a name that have a width of their own


@dataclass(frozen=True, slots=True)
class Branch:
    """A neighbour: its box begins at `y`, is `height` high; `lines` are the properties, with their baselines."""

    y: int
    height: int
    title: str
    name: str
    href: str | None
    outward: bool
    lines: tuple[tuple[int, str], ...]

    @property
    def middle(self) -> int:
        """Where the branch meets the box."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, in units of the drawing; it is `WIDTH` wide."""

    title: str
    name: str
    height: int
    branches: tuple[Branch, ...]
    width: int = WIDTH
    box: int = _BOX
    stem: int = _STEM
    head: int = _HEAD


def drawing(name: str) -> Drawing:
    """Return the drawing of a class by its local name."""
    own = terms()[name]
    outward = _grouped((term, aim) for term in properties_of(name) for aim in term.range if _is_class(aim))
    inward = _grouped((term, source) for term in leading_to(name) for source in term.domain)
    inward.pop(own.short, None)  # drawn outward
    branches, y = [], _HEAD + _GAP * 2
    for is_outward, groups in ((True, outward), (False, _together(inward))):
        for other, labels in groups.items():
            lines = [*labels[:_MOST], *([f"และอีก {len(labels) - _MOST}"] if len(labels) > _MOST else [])]
            height = max(44, _LINE * len(lines) + 10)
            first = y + height // 2 - _LINE * (len(lines) - 1) // 2 + 4
            placed = tuple((first + _LINE * n, _cut(line)) for n, line in enumerate(lines))
            branches.append(_branch(other, y, height, is_outward, placed))
            y += height + _GAP
    return Drawing(own.label, own.short, y, tuple(branches))


def _grouped(pairs: Iterable[tuple[Term, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for term, other in pairs:
        labels = groups.setdefault(other, [])
        if term.label not in labels:
            labels.append(term.label)
    return groups


def _together(groups: dict[str, list[str]]) -> dict[str, list[str]]:
    """Put into one those classes that point here by the same property, where they are many."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for other, labels in groups.items():
        alike.setdefault(tuple(labels), []).append(other)
    joined: dict[str, list[str]] = {}
    for same, others in alike.items():
        for other in others if len(others) <= _MOST else [" ".join(others)]:
            joined[other] = list(same)
    return joined


def _branch(other: str, y: int, height: int, outward: bool, lines: tuple[tuple[int, str], ...]) -> Branch:
    if " " in other:
        names = other.split()
        return Branch(y, height, f"{len(names)} ประเภท", f"{names[0]} …", None, outward, lines)
    known = terms().get(other.removeprefix("m:")) if other.startswith("m:") else None
    title = known.label if known else _OUTER.get(other, other)
    href = f"/ontology/{known.name}" if known else "/code" if other == "skos:Concept" else None
    return Branch(y, height, _cut(title), other, href, outward, lines)


_OUTER = {"skos:Concept": "รหัส", "foaf:Person": "บุคคล", "foaf:Agent": "บุคคลหรือหน่วยงาน", "org:Organization": "หน่วยงาน", "org:Post": "ตำแหน่ง"}  # fmt: skip


def _is_class(name: str) -> bool:
    return not name.startswith(("xsd:", "rdf:"))


def _cut(text: str) -> str:
    """Shorten a name to what fits; marks above and below letters take no room."""
    kept: list[str] = []
    room = _LONGEST
    for letter in text:
        room -= unicodedata.category(letter) not in {"Mn", "Me"}
        if room < 0:
            return "".join(kept).rstrip() + "…"
        kept.append(letter)
    return text
