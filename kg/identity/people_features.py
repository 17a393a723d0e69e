"""What speaks for and against two people being one; each function gives grounds (`Reason`), or none.

Ranks, titles and their changes are no ground at all: officers rise.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg import iris
from kg.form import form
from kg.identity.entities import Reason
from kg.identity.letters import slip
from kg.identity.names import NameKind
from kg.identity.nodes import Node
from kg.identity.reasons import reason

_FAR_YEARS = 8


def person_grounds(one: Node, other: Node) -> Iterator[Reason]:
    """Yield the grounds of two people."""
    given, family = _given(one, other), _family(one, other)
    yield from given
    changed = any(ground.code == "other-family-name" for ground in family) and _surname_changed(one, other)
    yield from family
    if changed:
        yield reason(NameKind.PERSON, "surname-changed")
    yield from _sex(one, other)
    yield from _post(one, other)
    yield from _agency(one, other)
    if one.bodies & other.bodies:
        yield reason(NameKind.PERSON, "same-body")
        yield from _list_place(one, other)
    if one.roles & other.roles:
        yield reason(NameKind.PERSON, "same-role")
    if _years_apart(one, other):
        yield reason(NameKind.PERSON, "years-apart")
    if _variant_of(one, other):
        yield reason(NameKind.PERSON, "same-record-variant")


def _given(one: Node, other: Node) -> list[Reason]:
    left, right = one.person[0], other.person[0]
    usual = left in _usual_given(), right in _usual_given()
    if left == right:
        return [reason(NameKind.PERSON, "same-common-given-name" if all(usual) else "same-given-name")]
    found = [reason(NameKind.PERSON, _level(left, right, "given"))]
    if all(usual):
        found.append(reason(NameKind.PERSON, "both-given-names-usual"))
    return found


def _family(one: Node, other: Node) -> list[Reason]:
    left, right = one.person[1], other.person[1]
    if not left or not right:
        return []
    if left == right:
        return [reason(NameKind.PERSON, "same-family-name")]
    return [reason(NameKind.PERSON, _level(left, right, "family"))]


def _level(left: str, right: str, which: str) -> str:
    limits, length = form("identity")["alike"]["person"], max(len(left), len(right))
    distance = slip(left, right)
    if distance <= min(limits["slip_most"], max(0.3, limits["slip_share"] * length)):
        return f"spelling-slip-{which}"
    if distance <= min(limits["near_most"], limits["near_share"] * length):
        return f"near-{which}-name"
    unlike = which == "given" and distance <= limits["unlike_share"] * length
    return "unlike-given-name" if unlike else f"other-{which}-name"


def _surname_changed(one: Node, other: Node) -> bool:
    """A woman of one given name in one post, under one surname up to a day and under another after it."""
    if one.person[0] != other.person[0] or "male" in one.sexes | other.sexes or not one.sexes & other.sexes:
        return False
    if not one.posts & other.posts or not (one.bodies & other.bodies or one.agencies & other.agencies):
        return False
    early, late = sorted((one, other), key=lambda node: (node.days, node.key))
    if not early.days[1] or early.days[1] >= late.days[0]:
        return False
    if not _any_title(late, "married") and _any_title(early, "married"):
        return False
    single = any(_is_single(post) for post in one.posts & other.posts)
    return single or one.person[0] not in _usual_given()


def _sex(one: Node, other: Node) -> Iterator[Reason]:
    if len(one.sexes) == len(other.sexes) == 1 and one.sexes != other.sexes:
        yield reason(NameKind.PERSON, "other-sex")


def _post(one: Node, other: Node) -> Iterator[Reason]:
    same = one.posts & other.posts
    if any(_is_single(post) for post in same):
        yield reason(NameKind.PERSON, "same-office-post")
    elif same or any(slip(left, right) <= 1.0 for left in one.posts for right in other.posts):
        yield reason(NameKind.PERSON, "same-post")
    elif one.posts and other.posts:
        yield reason(NameKind.PERSON, "other-post")


def _agency(one: Node, other: Node) -> Iterator[Reason]:
    if one.agencies & other.agencies:
        yield reason(NameKind.PERSON, "same-agency")
    elif one.agencies and other.agencies:
        yield reason(NameKind.PERSON, "other-agency")


def _list_place(one: Node, other: Node) -> Iterator[Reason]:
    near = {(body, section, place + step) for body, section, place in one.places for step in (-1, 0, 1)}
    if near & other.places:
        yield reason(NameKind.PERSON, "same-place-in-list")


def _years_apart(one: Node, other: Node) -> bool:
    (first, last), (start, end) = one.days, other.days
    if not first or not start:
        return False
    return min(abs(int(start[:4]) - int(last[:4])), abs(int(first[:4]) - int(end[:4]))) >= _FAR_YEARS


def _variant_of(one: Node, other: Node) -> bool:
    """One record writes a name both ways."""
    keys = {one.key[1], other.key[1]}
    return any(
        iris.name_key(variant) in keys - {node.key[1]}
        for node in (one, other)
        for variant in node.spellings
        if variant != node.name
    )


@cache
def _usual_given() -> frozenset[str]:
    return frozenset(map(iris.name_key, form("identity")["usual_given_names"]))


@cache
def _single() -> tuple[str, ...]:
    return tuple(map(iris.name_key, form("identity")["single_posts"]))


def _is_single(post: str) -> bool:
    return post.startswith(_single())


def _any_title(node: Node, which: str) -> bool:
    titles = form("identity")[which]
    return any(part in titles for use in node.uses for title in use.prefixes for part in title.split())
