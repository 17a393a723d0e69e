"""Who sat on a body, in which role, from when to when: from the present and absent lists of its meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kg import iris
from kg.identity.names import NameKind
from kg.records import Presence
from kg.threads.meetings import Held
from kg.threads.parts import Seat
from kg.threads.store import NOBODY, Body, Store


class Row(NamedTuple):
    """A row of an attendance list: document, list and position, as its IRI counts."""

    sha256: str
    listed: str
    row: int


class Membership(NamedTuple):
    """A person's membership of a body in a role; `rows` are in order of time. `person` is an IRI.

    `role` is "" where only lists without roles name the person (the absent list is one of members). `post` is the
    post held, as written, where it is known; a membership without `person` is that of a post that only ever sent others.
    """

    person: str | None
    role: str
    post: str | None
    first: Held
    last: Held
    rows: tuple[Row, ...]


@dataclass(slots=True)
class _Member:
    role: str
    posts: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[int, Row]] = field(default_factory=list)


_Key = tuple[str, str]  # a person's IRI ("" for none), the key of the role (or of role and post)


def memberships(store: Store, body: Body) -> tuple[Membership, ...]:
    """Return the memberships of a body, sorted by person and role.

    A row with a role makes one. A row of the absent list without a role counts for the person's own membership. One
    who came for another (a proxy) is no member by that: the row counts for the post or person stood for.
    """
    members: dict[_Key, _Member] = {}
    later: list[tuple[int, Row, Seat]] = []
    for at, meeting in enumerate(body.meetings):
        sha256 = meeting.documents[0]
        for seat in store.outlines[sha256].seats:
            row = Row(sha256, seat.listed, seat.row)
            if seat.proxy_for is not None or not seat.role:
                later.append((at, row, seat))
                continue
            key = (_person(store, sha256, seat.name), iris.name_key(seat.role))
            _seen(members, key, seat.role, seat.position, at, row)
    people, posts = _index(members)
    for at, row, seat in later:
        if seat.proxy_for is None:
            if seat.listed == Presence.ABSENT:
                person = _person(store, row.sha256, seat.name)
                key = _nearest(members, people.get(person, ()), at) or (person, "")
                _seen(members, key, "", seat.position, at, row)
            continue
        post = iris.name_key(seat.proxy_for)
        stood = people.get(_person(store, row.sha256, seat.proxy_for), ()) or posts.get(post, ())
        same = [key for key in stood if key[1] == iris.name_key(seat.role or "")]
        key = _nearest(members, same or stood, at) or ("", f"{post}\x1f{iris.name_key(seat.role or '')}")
        _seen(members, key, seat.role or "", seat.proxy_for if not key[0] else None, at, row)
    return tuple(_membership(body.meetings, key, members[key]) for key in sorted(members))


def _person(store: Store, sha256: str, name: str) -> str:
    known = store.names.get(sha256, NOBODY).find(NameKind.PERSON, name)
    return _person_iri(known.name, known.part)


@lru_cache(maxsize=4096)
def _person_iri(name: str, part: str) -> str:
    return iris.person(name, part=part)


def _seen(members: dict[_Key, _Member], key: _Key, role: str, post: str | None, at: int, row: Row) -> None:
    member = members.setdefault(key, _Member(role))
    member.seen.append((at, row))
    if post:
        member.posts.setdefault(iris.name_key(post), post)


def _index(members: Mapping[_Key, _Member]) -> tuple[dict[str, list[_Key]], dict[str, list[_Key]]]:
    """The memberships by person, and by the posts their members have."""
    people: dict[str, list[_Key]] = {}
    posts: dict[str, list[_Key]] = {}
    for key in sorted(members):
        people.setdefault(key[0], []).append(key)
        for post in members[key].posts:
            posts.setdefault(post, []).append(key)
    return people, posts


def _nearest(members: Mapping[_Key, _Member], keys: Iterable[_Key], at: int) -> _Key | None:
    """Of several memberships, the one seen nearest to a meeting; of two as near, the earlier."""
    return min(keys, key=lambda key: (min((abs(a - at), a) for a, _ in members[key].seen), key), default=None)


def _membership(meetings: Sequence[Held], key: _Key, member: _Member) -> Membership:
    seen = sorted(member.seen)
    posts = sorted(member.posts.values())
    return Membership(
        key[0] or None,
        member.role,
        posts[0] if len(posts) == 1 else None,
        meetings[seen[0][0]],
        meetings[seen[-1][0]],
        tuple(row for _, row in seen),
    )
