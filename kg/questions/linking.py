"""From a question's words to the things of the store it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.questions.bodies import of_body, short_bodies
from kg.questions.cues import Cues
from kg.questions.gazetteer import Gazetteer, KnownMeeting, KnownName
from kg.questions.minutes import minutes_meant
from kg.thai import fold, normalise

# A name found inside a longer one (ปลัด… inside รองปลัด…) is another name: these may not stand before it.
_LEFT_GLUE = re.compile(r"(?:รอง|ผู้ช่วย|อดีต|ว่าที่|อนุ)$")
_SCHEDULED = re.compile(r"กำหนดจัด|กำหนดประชุม|กำหนดการ|นัดประชุม|นัดหมาย|\bscheduled\b|\bplanned\b")
_LEAST_FIRST_NAME = 4
_MANY = 8


@dataclass(frozen=True, slots=True)
class Links:
    """What a question names, each slot with the words to show for it.

    Slots: "meeting", "minutes", "planned", "person", "agency", "post" and "project" hold IRIs, "category",
    "agenda", "year", "point" and "phrase" text.
    A slot with nothing found is absent.
    """

    values: dict[str, tuple[str, ...]]
    labels: dict[str, str]
    documents: frozenset[str] | None  # 16-hex keys the question is limited to, or None
    missing: str | None = None  # a meeting the question names and the store does not hold, in words
    matched: tuple[tuple[str, str], ...] = ()  # slot and folded words that named something
    said: tuple[tuple[int, int], ...] = ()  # stretches of the question's normal form that name its meeting


def link(cues: Cues, known: Gazetteer, within: frozenset[str] | None) -> Links:
    """Link `cues` to `known`; `within` limits everything to those documents (16-hex keys)."""
    values: dict[str, tuple[str, ...]] = {}
    labels: dict[str, str] = {}
    matched: list[tuple[str, str]] = []
    key = fold(cues.text)

    meetings, planned, missing, sure = _meetings(cues, known, within)
    if meetings:
        values["meeting"] = tuple(dict.fromkeys(m.iri for m in meetings))
        labels["meeting"] = _shorten([m.label for m in meetings])
    if planned:
        values["planned"] = tuple(dict.fromkeys(m.iri for m in planned))
        labels["planned"] = _shorten([f"{m.body or m.label} ครั้งที่ {m.number}/{m.year_be}" for m in planned])
        missing = missing or f"ครั้งที่ {planned[0].number}/{planned[0].year_be}"
    if minutes := minutes_meant(cues, known, meetings, within):
        values["minutes"] = tuple(dict.fromkeys(m.iri for m in minutes))
        labels["minutes"] = _shorten([m.label for m in minutes])
    documents = within or (frozenset(m.document for m in meetings) if meetings and sure else None)

    for slot, names in (
        ("person", known.people),
        ("post", known.posts),
        ("agency", known.agencies),
        ("category", known.categories),
    ):
        found = _named(key, _limited(names, documents))
        if slot == "person" and not found:
            found = _first_names(cues.text, _limited(names, documents))
        if found:
            values[slot] = tuple(n.iri for n, _ in found)
            labels[slot] = _shorten([n.name for n, _ in found])
            matched += [(slot, k) for _, k in found]
    projects = _projects(cues, key, known, documents)
    if projects:
        values["project"] = tuple(p.iri for p, _ in projects)
        labels["project"] = _shorten([p.name for p, _ in projects])
        matched += [("project", k) for _, k in projects]
    if cues.agenda:
        values["agenda"] = (cues.agenda,)
        labels["agenda"] = cues.agenda
    if cues.point is not None:
        values["point"] = (str(cues.point),)
        labels["point"] = str(cues.point)
    if cues.phrase:
        values["phrase"] = (cues.phrase,)
        labels["phrase"] = cues.phrase
    if cues.years:
        values["year"] = tuple(map(str, cues.years))
        labels["year"] = ", ".join(map(str, cues.years))
    said = (*cues.said, *_body_stretches(cues, meetings))
    return Links(values, labels, documents, missing, tuple(matched), said)


def _shorten(labels: Sequence[str]) -> str:
    unique = list(dict.fromkeys(labels))
    return "; ".join(unique[:3]) + (f" … (+{len(unique) - 3})" if len(unique) > 3 else "")


def _limited(names: Iterable[KnownName], documents: frozenset[str] | None) -> list[KnownName]:
    return [n for n in names if documents is None or n.documents & documents]


def _meetings(
    cues: Cues, known: Gazetteer, within: frozenset[str] | None
) -> tuple[list[KnownMeeting], list[KnownMeeting], str | None, bool]:
    """Return the meetings a question is about, those announced in them, and one it names that is not here.

    Last comes whether the meetings are named outright (by number, date or order), not by their body alone.
    """
    pool = [m for m in known.meetings if within is None or m.document in within]
    planned = [m for m in known.planned if within is None or m.document in within]
    here = of_body(cues, pool)
    named_body = here is not None
    here = pool if here is None else here
    if cues.session and any(m.session for m in here):
        here = [m for m in here if cues.session in normalise(m.session or "").text.replace("ที่ ", "ที่")]
        if not here and within is None:
            return [], [], cues.session, False
    if cues.meeting:
        number, year = cues.meeting
        hits = [m for m in here if m.number == number and (year is None or m.year_be == year)]
        if hits and not _SCHEDULED.search(cues.text):
            return hits, [], None, True
        soon = [m for m in planned if m.number == number and (year is None or m.year_be == year)]
        if soon:
            return (pool if within else []), soon, None, bool(within)
        if hits:
            return hits, [], None, True
        if within is None and year is not None:
            return [], [], f"ครั้งที่ {number}/{year}", False
    if within is not None:
        return pool, [], None, True
    dated = [m for m in here if m.date in cues.dates]
    if dated:
        return dated, [], None, True
    if cues.latest or cues.first:
        return _ends(here, last=cues.latest), [], None, True
    if len({m.iri for m in pool}) == 1:
        return pool, [], None, False
    return (here if named_body else []), [], None, False


def _ends(meetings: list[KnownMeeting], *, last: bool) -> list[KnownMeeting]:
    dated = [m for m in meetings if m.date]
    if not dated:
        return []
    day = max(m.date for m in dated if m.date) if last else min(m.date for m in dated if m.date)
    return [m for m in dated if m.date == day]


def _named(key: str, names: Iterable[KnownName]) -> list[tuple[KnownName, str]]:
    """Names that stand in the folded question; a name inside a longer found one does not count."""
    hits: list[tuple[int, int, KnownName, str]] = []
    for name in names:
        for spelling in name.keys:
            at = key.find(spelling)
            while at >= 0 and _LEFT_GLUE.search(key[:at]):
                at = key.find(spelling, at + 1)
            if at >= 0:
                hits.append((at, at + len(spelling), name, spelling))
                break
    kept = [
        h
        for h in hits
        if not any(
            o is not h and o[0] <= h[0] and h[1] <= o[1] and (o[1] - o[0]) > (h[1] - h[0]) for o in hits
        )
    ]
    kept.sort(key=lambda h: (h[0], -h[1], h[2].iri))
    return [(name, spelling) for _, _, name, spelling in kept[:_MANY]]


def _first_names(text: str, people: Iterable[KnownName]) -> list[tuple[KnownName, str]]:
    """People named by first name or surname alone, where that names one person only."""
    key = fold(text)
    by_part: dict[str, set[str]] = {}
    index: dict[str, KnownName] = {}
    for person in people:
        index[person.iri] = person
        for part in normalise(person.name).text.split(" "):
            if len(folded := fold(part)) >= _LEAST_FIRST_NAME:
                by_part.setdefault(folded, set()).add(person.iri)
    hits = sorted((part, iris) for part, iris in by_part.items() if len(iris) == 1 and part in key)
    titled = [
        h for h in hits if re.search(rf"(?:คุณ|นาย|นาง|นางสาว|ดร|ท่าน|ประธาน|อาจารย์){re.escape(h[0])}", key)
    ]
    chosen = titled or [h for h in hits if len(h[0]) >= 6]
    return [(index[min(iris)], part) for part, iris in chosen[:1]]


def _projects(
    cues: Cues, key: str, known: Gazetteer, documents: frozenset[str] | None
) -> list[tuple[KnownName, str]]:
    """Projects named in full, or by acronym, each with the folded words that name it."""
    pool = {p.iri: p for p in _limited(known.projects, documents)}
    full = _named(key, pool.values())
    if full:
        return full
    for acronym, iris in sorted(known.acronyms.items(), key=lambda item: (-len(item[0]), item[0])):
        if _says(cues.text, key, acronym):
            hits = [(pool[iri], acronym) for iri in iris if iri in pool]
            if hits:
                return hits[:_MANY]
    return []


def _says(text: str, key: str, acronym: str) -> bool:
    """Whether a question holds a folded acronym, as whole words where it is Latin."""
    if not re.fullmatch(r"[a-z0-9]+", acronym):
        return acronym in key
    loose = "[^a-z0-9\u0e00-\u0e7f]*".join(map(re.escape, acronym))
    return re.search(rf"(?<![a-z0-9]){loose}(?![a-z0-9])", text) is not None


def _body_stretches(cues: Cues, meetings: Sequence[KnownMeeting]) -> list[tuple[int, int]]:
    """Where a question names the body of the meetings it is about, in short or by its first words."""
    if not meetings:
        return []
    spans = [m.span() for pattern, _ in short_bodies() for m in pattern.finditer(cues.text)]
    for body in {m.body for m in meetings if m.body}:
        words = normalise(body).text.split(" ")
        for end in range(len(words), 0, -1):
            at = cues.text.find(" ".join(words[:end]))
            if at >= 0 and len(" ".join(words[:end])) >= 3:
                spans.append((at, at + len(" ".join(words[:end]))))
                break
    return spans
