"""The gold of identity (tests/gold_identity), as stores of name uses, and how well an identity agrees with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg import iris
from kg.documents.files import read_document
from kg.identity.entities import Identity
from kg.identity.names import NameKind
from kg.identity.resolve import resolve
from kg.identity.uses import NameUse, agency_uses, cut_from
from kg.parse import read_record

FOLDER = Path(__file__).parent / "gold_identity"
RECORDS = Path(__file__).parents[2] / "shared" / "records"

Unit = tuple[str, NameKind, str]  # sha256, kind, key: what one record calls something


@dataclass(frozen=True)
class Pair:
    """One row of a table: two uses, in one record or two, that are one or not."""

    kind: NameKind
    one: NameUse
    other: NameUse
    same: bool
    together: bool
    about: str

    def store(self) -> dict[str, list[NameUse]]:
        if self.together:
            return {"1" * 64: [self.one, self.other]}
        return {"1" * 64: [self.one], "2" * 64: [self.other]}


@dataclass(frozen=True)
class Score:
    """Pairs rightly made one, wrongly made one, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def wrong_share(self) -> float:
        """Share of all merges that are wrong."""
        return 1.0 - self.precision


def pairs(name: str) -> list[Pair]:
    """Return the rows of a table ("dev", "held_out")."""
    tables = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [_pair(NameKind(kind), row) for kind, rows in tables.items() for row in rows]


def _pair(kind: NameKind, row: Mapping[str, Any]) -> Pair:
    together = bool(row.get("together", False))
    one = _use(kind, row["one"], row.get("a", {}))
    other = _use(kind, row["other"], row.get("b", {}))
    return Pair(kind, one, other, bool(row["same"]), together, row["about"])


def _use(kind: NameKind, name: str, told: Mapping[str, Any]) -> NameUse:
    def several(key: str) -> tuple[str, ...]:
        return (told[key],) if key in told else ()

    return NameUse(
        kind,
        name,
        told.get("body", "คณะกรรมการทดสอบ"),
        told.get("day", "2020-01-01"),
        variants=tuple(told.get("variants", ())),
        full=told.get("full", ""),
        prefixes=several("prefix"),
        positions=several("post"),
        agencies=several("agency"),
        roles=several("role"),
        rows=(("present", told["row"]),) if "row" in told else (),
        acronym=told.get("acronym", ""),
        years=tuple(told.get("years", ())),
    )


def is_one(pair: Pair, identity: Identity) -> bool:
    """Tell whether an identity of the pair's store makes it one."""
    owners = [identity.owner[node] for nodes in identity.nodes.values() for node in nodes]
    return owners[0] is owners[-1]


def score_pairs(rows: Iterable[Pair], lookup: Any = None) -> Score:
    """Return how a table's pairs fare, each in a store of its own."""
    total = Score()
    for pair in rows:
        found = is_one(pair, resolve(pair.store(), (), lookup))
        total += Score(found and pair.same, found and not pair.same, pair.same and not found)
    return total


def exact_pairs(rows: Iterable[Pair]) -> Score:
    """Return how equal keys alone fare."""
    total = Score()
    for pair in rows:
        found = iris.name_key(pair.one.name) == iris.name_key(pair.other.name)
        total += Score(found and pair.same, found and not pair.same, pair.same and not found)
    return total


def shared_gold() -> tuple[dict[str, list[NameUse]], dict[Unit, int]]:
    """Return the store that the mentions of `shared.json` make, and each unit's cluster."""
    table = json.loads((FOLDER / "shared.json").read_text(encoding="utf-8"))
    mentions: dict[str, dict[NameKind, dict[str, int]]] = {}
    number = 0
    texts: dict[str, str] = {}
    for kind, clusters in table.items():
        for cluster in clusters:
            number += 1
            for file, start, end in cluster:
                if file not in texts:
                    texts[file] = read_document(RECORDS / file).text
                words = " ".join(texts[file][start:end].split())
                mentions.setdefault(file, {}).setdefault(NameKind(kind), {}).setdefault(words, number)
    store: dict[str, list[NameUse]] = {}
    clusters_of: dict[Unit, int] = {}
    for file, kinds in mentions.items():
        document = read_document(RECORDS / file)
        record = read_record(document)
        body = record.meeting.body or ""
        day = record.meeting.date.isoformat() if record.meeting.date else ""
        uses = store.setdefault(document.sha256, [])
        for kind, found in kinds.items():
            for use, words in _uses(kind, list(found), document.text, body, day):
                uses.append(use)
                clusters_of[document.sha256, kind, iris.name_key(use.name)] = found[words]
    return store, clusters_of


def _uses(kind: NameKind, names: Sequence[str], text: str, body: str, day: str) -> list[tuple[NameUse, str]]:
    if kind is NameKind.AGENCY:
        return list(zip(agency_uses(names, text, body, day), names, strict=True))
    if kind is NameKind.PROJECT:
        return [(NameUse(kind, name, body, day, full=cut_from(name, names)), name) for name in names]
    people = {}
    for words in names:
        title, name = _title(words)
        use = people.get(name, (NameUse(kind, name, body, day), words))[0]
        prefixes = tuple(sorted({*use.prefixes, title} - {""}))
        people[name] = (use._replace(prefixes=prefixes), words)
    return list(people.values())


def _title(words: str) -> tuple[str, str]:
    """A mention's title and name: the last two words, or three with ณ, are the name."""
    from kg.form import form

    titles = form("titles")
    listed = sorted(
        {title for group in ("civil", "academic", "medical", "noble", "rank") for title in titles[group]},
        key=len,
    )
    rest = words
    while True:
        title = next((t for t in reversed(listed) if rest.startswith(t) and len(rest) > len(t)), None)
        if title is None or " " not in rest[len(title) :].strip():
            break
        rest = rest[len(title) :].strip()
    return words[: len(words) - len(rest)].strip(), rest


def score_clusters(
    units: Mapping[Unit, int], owner: Callable[[Unit], object], *, kind: NameKind, hard: bool
) -> Score:
    """Return how the pairs of units fare against the clusters; with `hard`, only pairs of different keys count."""
    mine = {unit: (cluster, id(owner(unit))) for unit, cluster in units.items() if unit[1] is kind}
    right, gold, found = (
        _pairs_in(mine.values()),
        _pairs_in(c for c, _ in mine.values()),
        _pairs_in(o for _, o in mine.values()),
    )
    if hard:
        keyed = [(unit[2], *mine[unit]) for unit in mine]
        right -= _pairs_in(keyed)
        gold -= _pairs_in((k, c) for k, c, _ in keyed)
        found -= _pairs_in((k, o) for k, _, o in keyed)
    return Score(right, found - right, gold - right)


def _pairs_in(groups: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(groups).values())


def entity_of(identity: Identity, unit: Unit) -> object:
    """Return the entity a unit stands for."""
    sha256, kind, key = unit
    node = next(node for node in identity.nodes[sha256] if node[0] is kind and node[1] == key)
    return identity.owner[node]
