"""Who is who in one record: people, bodies and agencies by exact key; spelled variants are carried along.

Two names are one where `iris.name_key` says so, in one record or across records. Within a record a name that is
only a spelled variant of one attendee is that attendee. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kg import iris
from kg.parse.names import without_title
from kg.records import Attendee, Record, Reference


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a record. `name` is without title; `variants` are the other spellings met, sorted."""

    name: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """The people of one record and the keys (`iris.name_key`) that find them."""

    people: tuple[Person, ...]
    by_key: Mapping[str, Person]


def identify(record: Record) -> Who:
    """Return the people that the record's attendance lists, signatures and assignments name, in order of first mention.

    An agent of an assignment is a person where a title says so.

    Rows whose names share a key are one person; the first row's spelling is the name. A variant that two people
    share finds neither.
    """
    spellings = _spellings(record.attendees)
    owners: dict[str, set[str]] = {}
    for key, names in spellings.items():
        for name in names[1:]:
            owners.setdefault(iris.name_key(name), set()).add(key)
    for signatory in (record.recorder, record.checker):
        if signatory is not None:
            key = iris.name_key(signatory.name)
            known = owners.get(key, set())
            owner = key if key in spellings or len(known) != 1 else next(iter(known))
            spellings.setdefault(owner, []).append(_tidy(signatory.name))
    titled = _titled_agents(record)
    for name in titled.values():
        if not owners.get(iris.name_key(name)):
            spellings.setdefault(iris.name_key(name), [name])
    people = {
        key: Person(names[0], tuple(sorted(set(names[1:]) - {names[0]}))) for key, names in spellings.items()
    }
    by_key = {key: people[next(iter(owner))] for key, owner in owners.items() if len(owner) == 1}
    agents = {
        key: people[iris.name_key(name)] for key, name in titled.items() if iris.name_key(name) in people
    }
    return Who(
        tuple(people.values()), agents | by_key | people | _with_prefix(record.attendees, people, by_key)
    )


def person(who: Who, name: str) -> Person | None:
    """Return the person of that name (with or without title) in the record, or None."""
    return who.by_key.get(iris.name_key(name))


def reference_body(record: Record, reference: Reference) -> str | None:
    """Return the full name of the body whose meeting is referred to, or None.

    No body, or the record's own body cut short ("อ.ก.ก. วิสามัญฯ"), means the record's own body.
    """
    own, named = record.meeting.body, reference.body
    if named is None:
        return own
    if own is not None and named.rstrip().endswith("ฯ"):
        stem = iris.name_key(named)
        if stem and iris.name_key(own).startswith(stem):
            return own
    return named


def relative_scope(agent: str) -> str | None:
    """Say what a name that names nobody by itself is relative to: "body", "meeting", or None for a full name."""
    of_body, of_meeting = _relative_agents()
    key = iris.name_key(agent)
    if key in of_body:
        return "body"
    return "meeting" if key.startswith(of_meeting) else None


def _titled_agents(record: Record) -> dict[str, str]:
    """Agents of assignments that are people by their title: key of the words → name without title."""
    agents = dict.fromkeys(a.agent for resolution in record.resolutions for a in resolution.assignments)
    bare = {agent: without_title(agent) for agent in agents}
    return {
        iris.name_key(agent): name for agent, name in bare.items() if name != _tidy(agent) and " " in name
    }


def _spellings(attendees: Iterable[Attendee]) -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = {}
    for attendee in attendees:
        known = spellings.setdefault(iris.name_key(attendee.name), [])
        known.extend(_tidy(name) for name in (attendee.name, *attendee.variants))
    return spellings


def _with_prefix(
    attendees: Iterable[Attendee], people: Mapping[str, Person], by_key: Mapping[str, Person]
) -> dict[str, Person]:
    keyed = {}
    for attendee in attendees:
        for name in (attendee.name, *attendee.variants):
            key = iris.name_key(name)
            known = people.get(key) or by_key.get(key)
            if known is not None and attendee.prefix:
                keyed[iris.name_key(attendee.prefix + name)] = known
    return keyed


def _tidy(name: str) -> str:
    return " ".join(name.split())


@lru_cache(maxsize=1)
def _relative_agents() -> tuple[frozenset[str], tuple[str, ...]]:
    import yaml

    lists = yaml.safe_load(files("kg").joinpath("form/relative_agents.yaml").read_text(encoding="utf-8"))
    return frozenset(map(iris.name_key, lists["of_body"])), tuple(map(iris.name_key, lists["of_meeting"]))
