"""The names a store holds, ready to be found in a question: meetings, people, agencies, posts, projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import resources

from kg.thai import fold

Rows = Callable[[str], Sequence[Mapping[str, object]]]
"""Runs a query file's text; rows map a column to str, int, date or None."""


@dataclass(frozen=True, slots=True)
class KnownMeeting:
    """A meeting in the store and the documents (16 hex) that record it."""

    iri: str
    label: str
    body: str | None
    number: int | None
    year_be: int | None
    date: date | None
    document: str
    session: str | None = None


@dataclass(frozen=True, slots=True)
class KnownName:
    """A thing with names. `keys` are the folded names, longest first; `name` is the one to show."""

    iri: str
    name: str
    keys: tuple[str, ...]
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything a question may name, in a fixed order."""

    meetings: tuple[KnownMeeting, ...] = ()
    planned: tuple[KnownMeeting, ...] = ()
    named: tuple[KnownMeeting, ...] = ()  # referred to in some record, whether or not their own is here
    people: tuple[KnownName, ...] = ()
    agencies: tuple[KnownName, ...] = ()
    posts: tuple[KnownName, ...] = ()
    projects: tuple[KnownName, ...] = ()
    categories: tuple[KnownName, ...] = ()  # of projects; `iri` is the category's own words
    acronyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # folded acronym → project IRIs


def load_gazetteer(rows: Rows) -> Gazetteer:
    """Read the names from the store through the link queries."""

    def ask(name: str) -> Sequence[Mapping[str, object]]:
        path = resources.files("ontology") / "queries" / "links" / f"{name}.rq"
        return rows(path.read_text(encoding="utf-8"))

    projects, categories = ask("projects"), ask("categories")
    acronyms: dict[str, set[str]] = {}
    for row in projects:
        if row.get("acronym"):
            acronyms.setdefault(fold(str(row["acronym"])), set()).add(str(row["iri"]))
    return Gazetteer(
        meetings=_meetings(ask("meetings")),
        planned=_meetings(ask("planned")),
        named=_meetings(ask("named")),
        people=_names(ask("people")),
        agencies=_names(ask("agencies")),
        posts=_names(ask("posts")),
        projects=_names(projects),
        categories=_names([*categories, *({**row, "name": _bare(str(row["name"]))} for row in categories)]),
        acronyms={key: tuple(sorted(iris)) for key, iris in sorted(acronyms.items()) if len(key) > 1},
    )


def _meetings(rows: Iterable[Mapping[str, object]]) -> tuple[KnownMeeting, ...]:
    found = {
        KnownMeeting(
            iri=str(row["iri"]),
            label=str(row.get("label") or row["iri"]),
            body=_text(row.get("body")),
            number=row["number"] if isinstance(row.get("number"), int) else None,  # type: ignore[arg-type]
            year_be=row["year"] if isinstance(row.get("year"), int) else None,  # type: ignore[arg-type]
            date=row["date"] if isinstance(row.get("date"), date) else None,  # type: ignore[arg-type]
            document=str(row["document"]).rsplit("/", 1)[-1],
            session=_text(row.get("session")),
        )
        for row in rows
    }
    return tuple(sorted(found, key=lambda m: (m.date or date.min, m.iri, m.document)))


def _bare(name: str) -> str:
    """A category without what stands in brackets behind it."""
    return name.partition("(")[0].strip()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _names(rows: Iterable[Mapping[str, object]]) -> tuple[KnownName, ...]:
    names: dict[str, list[str]] = {}
    documents: dict[str, set[str]] = {}
    for row in rows:
        iri = str(row["iri"])
        names.setdefault(iri, []).append(str(row["name"]))
        if row.get("document"):
            documents.setdefault(iri, set()).add(str(row["document"]).rsplit("/", 1)[-1])
    return tuple(
        KnownName(
            iri=iri,
            name=spellings[0],
            keys=tuple(sorted({k for s in spellings if len(k := fold(s)) > 2}, key=lambda k: (-len(k), k))),
            documents=frozenset(documents.get(iri, ())),
        )
        for iri, spellings in sorted(names.items())
    )
