"""Identity: pairs of names rightly and wrongly made one, against exact keys, and the time a whole store takes.

`python -m benchmarks.identity`: invented pairs (those weights were set by, and those held out), real mentions where
`../shared` is beside the checkout, and stores of 500 and 2,000 made-up records.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator

from kg import iris
from kg.collector import uncollected
from kg.gazetteer import lookup
from kg.identity.names import NameKind
from kg.identity.resolve import resolve
from kg.identity.uses import NameUse, uses_from_json, uses_to_json
from tests.identity_gold import (
    RECORDS,
    Score,
    entity_of,
    exact_pairs,
    pairs,
    score_clusters,
    score_pairs,
    shared_gold,
)

_BODIES = 25
_SYLLABLES = [
    "กร",
    "ชัย",
    "นนท์",
    "พร",
    "รัตน์",
    "วัฒน์",
    "ศิริ",
    "สุข",
    "อมร",
    "เดช",
    "ธน",
    "บุญ",
    "ปิย",
    "มณี",
    "วงศ์",
    "สกุล",
    "ทอง",
    "ไพร",
    "เกตุ",
    "จันทร์",
    "ภัทร",
    "ณรงค์",
    "เพชร",
    "แก้ว",
    "ฉัตร",
]
_WORDS = [
    "ระบบ",
    "ข้อมูล",
    "คลอง",
    "ถนน",
    "ตลาด",
    "โรงเรียน",
    "สวน",
    "ขยะ",
    "น้ำเสีย",
    "ผู้สูงอายุ",
    "เด็ก",
    "ดิจิทัล",
    "แผนที่",
    "ทะเบียน",
    "สุขภาพ",
    "จราจร",
    "อากาศ",
    "พลังงาน",
    "วัฒนธรรม",
    "อาชีพ",
]
_DAMAGE = str.maketrans("ชดถผนบ", "ซตภฝมป")


def made_up(records: int, seed: int = 4) -> dict[str, list[NameUse]]:
    """Return a store of that many records of a hundred names each, about five thousand different in 500."""
    rng = random.Random(seed)
    syllables = lambda n: "".join(rng.choice(_SYLLABLES) for _ in range(n))  # noqa: E731
    people = {b: [f"{syllables(2)} {syllables(3)}" for _ in range(60)] for b in range(_BODIES)}
    agencies = [f"สำนักงาน{rng.choice(_WORDS)}{syllables(2)}" for _ in range(200)]
    projects = [
        f"โครงการพัฒนา{rng.choice(_WORDS)}{rng.choice(_WORDS)}{syllables(2)}"
        for _ in range(max(1500, records * 4))
    ]
    store = {}
    for at in range(records):
        number = at % _BODIES
        body, day = f"คณะกรรมการ{_WORDS[number % 20]}{number}", f"25{40 + at // 40}-01-{1 + at % 28:02d}"
        uses = [
            NameUse(
                NameKind.PERSON,
                _worn(name, rng),
                body,
                f"20{day[2:]}",
                prefixes=("นาย",),
                positions=(f"ผู้อำนวยการกองที่ {place}",),
                agencies=(agencies[place],),
                roles=("กรรมการ",),
                rows=(("present", place + 1),),
            )
            for place, name in enumerate(people[number][:50])
        ]
        uses += [NameUse(NameKind.AGENCY, _worn(name, rng), body, day) for name in rng.sample(agencies, 20)]
        uses += [
            NameUse(NameKind.PROJECT, _worn(name, rng), body, day, years=(2567,))
            for name in rng.sample(projects, 30)
        ]
        store[f"{at:064x}"] = uses
    return store


def _worn(name: str, rng: random.Random) -> str:
    if rng.random() > 0.04:
        return name
    at = rng.randrange(len(name))
    return name[:at] + name[at].translate(_DAMAGE) + name[at + 1 :]


def timing(records: int) -> dict[str, float]:
    """Return seconds: reading the JSON of that many records, resolving, and all names; with sizes."""
    store = made_up(records)
    written = {sha256: json.dumps(uses_to_json(uses), ensure_ascii=False) for sha256, uses in store.items()}
    resolve(made_up(3), (), lookup)
    best: dict[str, float] = {}
    for _ in range(3):
        start = time.perf_counter()
        read = {sha256: uses_from_json(json.loads(text)) for sha256, text in written.items()}
        loaded = time.perf_counter()
        with uncollected():  # as the survey runs it
            identity = resolve(read, (), lookup)
        resolved = time.perf_counter()
        for sha256 in read:
            identity.names(sha256)
        named = time.perf_counter()
        identity.graphs()
        figures = {
            "load": loaded - start,
            "resolve": resolved - loaded,
            "names": named - resolved,
            "graphs": time.perf_counter() - named,
        }
        best = {what: min(seconds, best.get(what, seconds)) for what, seconds in figures.items()}
    names = {(use.kind, iris.name_key(use.name)) for uses in store.values() for use in uses}
    return best | {
        "uses": sum(map(len, store.values())),
        "names met": len(names),
        "entities": len(identity.entities),
    }


def tables() -> Iterator[str]:
    """Yield a line for each table and kind: as found, and as equal keys alone would have it."""
    for name in ("dev", "held_out"):
        for kind in NameKind:
            rows = [pair for pair in pairs(name) if pair.kind is kind]
            yield _line(
                f"{name} {kind.value}, {len(rows)} pairs", score_pairs(rows, lookup), exact_pairs(rows)
            )


def real() -> Iterator[str]:
    """Yield a line for each kind of the mentions in real records; "spelled otherwise" leaves pairs of one key out."""
    store, units = shared_gold()
    identity = resolve(store, (), lookup)
    own = {unit: entity_of(identity, unit) for unit in units}
    keys = {unit: (unit[1], unit[2]) for unit in units}
    one_key = {key: object() for key in keys.values()}
    for kind in NameKind:
        for hard in (False, True):
            found = score_clusters(units, own.__getitem__, kind=kind, hard=hard)
            exact = score_clusters(units, lambda unit: one_key[keys[unit]], kind=kind, hard=hard)
            yield _line(f"real {kind.value}{', spelled otherwise' if hard else ''}", found, exact)


def _line(what: str, found: Score, exact: Score) -> str:
    return (
        f"{what}: precision {found.precision:.4f} recall {found.recall:.4f} F1 {found.f1:.4f} "
        f"wrong merges {found.wrong} of {found.right + found.wrong} ({found.wrong_share:.2%}); exact keys F1 {exact.f1:.4f}"
    )


def main() -> None:
    for line in tables():
        print(line)
    if RECORDS.exists():
        for line in real():
            print(line)
    for records in (500, 2000):
        print(records, {what: round(value, 3) for what, value in timing(records).items()})


if __name__ == "__main__":
    main()
