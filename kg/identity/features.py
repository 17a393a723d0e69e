"""What speaks for and against two names being one: each function gives grounds (`Reason`), or none.

Weights are log odds from `kg/form/identity.yaml`. Ranks, titles and their changes are no ground at all: officers rise.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg import iris
from kg.form import form
from kg.identity.entities import Reason
from kg.identity.forms import conflict, left_out, says_little, telling, without_repeats
from kg.identity.letters import slip
from kg.identity.names import NameKind
from kg.identity.nodes import Lookup, Node

_FAR_YEARS = 8
_FEW = 4
_LONG = 24  # letters of a short name that may itself have slips
_ONE_LETTER = 1.0


def person_grounds(one: Node, other: Node) -> Iterator[Reason]:
    """Yield the grounds of two people."""
    given, family = _given(one, other), _family(one, other)
    yield from given
    changed = any(ground.code == "other-family-name" for ground in family) and _surname_changed(one, other)
    yield from family
    if changed:
        yield _reason(NameKind.PERSON, "surname-changed")
    yield from _sex(one, other)
    yield from _post(one, other)
    yield from _agency(one, other)
    if one.bodies & other.bodies:
        yield _reason(NameKind.PERSON, "same-body")
        yield from _list_place(one, other)
    if one.roles & other.roles:
        yield _reason(NameKind.PERSON, "same-role")
    if _years_apart(one, other):
        yield _reason(NameKind.PERSON, "years-apart")
    if _variant_of(one, other):
        yield _reason(NameKind.PERSON, "same-record-variant")


def agency_grounds(one: Node, other: Node, lookup: Lookup | None) -> Iterator[Reason]:
    """Yield the grounds of two agencies; `lookup` is a gazetteer's, None without one."""
    kind = NameKind.AGENCY
    yield from _office(one, other, lookup)
    if _same_core(one, other):
        yield _reason(
            kind, "abbreviation-defined" if one.full != one.name or other.full != other.name else "same-name"
        )
    elif one.acronyms & other.acronyms and (one.own_form.is_short or other.own_form.is_short):
        yield _reason(kind, "abbreviation")
    elif _misspelt_office(one, other, lookup):
        yield _reason(kind, "spelling-slip")
    else:
        yield from _letters(one, other)
    if one.documents & other.documents:
        yield _reason(kind, "same-record")
    elif one.bodies & other.bodies:
        yield _reason(kind, "same-body")


def project_grounds(one: Node, other: Node) -> Iterator[Reason]:
    """Yield the grounds of two projects."""
    kind = NameKind.PROJECT
    together = bool(one.documents & other.documents)
    if _same_core(one, other):
        yield _reason(
            kind, "abbreviation-defined" if one.full != one.name or other.full != other.name else "same-name"
        )
    else:
        letters = list(_letters(one, other))
        yield from letters
        shorter = [] if letters else list(_short_name(one, other))
        yield from shorter
        if one.acronyms & other.acronyms:
            alone = one.own_form.is_short or other.own_form.is_short
            yield _reason(kind, "acronym-alone" if alone else "acronym")
            if not one.bodies & other.bodies:
                yield _reason(kind, "other-body")
        if together and not letters and not shorter and not alone_short(one, other):
            yield _reason(kind, "same-record-rows" if one.years and other.years else "same-record")
    if one.years and other.years:
        yield _reason(kind, "same-years" if one.years & other.years else "other-years")
    if one.bodies & other.bodies and not together:
        yield _reason(kind, "same-body")
    if one.categories & other.categories:
        yield _reason(kind, "same-category")


def alone_short(one: Node, other: Node) -> bool:
    """Tell whether one of two is an abbreviation and nothing else."""
    return one.own_form.is_short or other.own_form.is_short


def forbidden(one: Node, other: Node, lookup: Lookup | None) -> str:
    """Return the code of what forbids two names to be one, or ""."""
    if one.kind is NameKind.PERSON:
        return "listed-together" if one.listed & other.listed else ""
    if (_own_record(one) or _own_record(other)) and not one.documents & other.documents:
        return "own-record"
    if one.form.core == other.form.core:
        return ""
    if one.kind is NameKind.AGENCY and lookup is not None:
        left, right = _find(lookup, one, listed=True), _find(lookup, other, listed=True)
        if left and right:
            return "" if left == right else "listed-offices-differ"
        if _misspelt_office(one, other, lookup):
            return ""
    return conflict(one.form, other.form)


def _own_record(node: Node) -> bool:
    return node.key[2].startswith("~")


def _given(one: Node, other: Node) -> list[Reason]:
    left, right = one.person[0], other.person[0]
    usual = left in _usual_given(), right in _usual_given()
    if left == right:
        return [_reason(NameKind.PERSON, "same-common-given-name" if all(usual) else "same-given-name")]
    found = [_reason(NameKind.PERSON, _level(left, right, "given"))]
    if all(usual):
        found.append(_reason(NameKind.PERSON, "both-given-names-usual"))
    return found


def _family(one: Node, other: Node) -> list[Reason]:
    left, right = one.person[1], other.person[1]
    if not left or not right:
        return []
    if left == right:
        return [_reason(NameKind.PERSON, "same-family-name")]
    return [_reason(NameKind.PERSON, _level(left, right, "family"))]


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
        yield _reason(NameKind.PERSON, "other-sex")


def _post(one: Node, other: Node) -> Iterator[Reason]:
    same = one.posts & other.posts
    if any(_is_single(post) for post in same):
        yield _reason(NameKind.PERSON, "same-office-post")
    elif same or any(slip(left, right) <= 1.0 for left in one.posts for right in other.posts):
        yield _reason(NameKind.PERSON, "same-post")
    elif one.posts and other.posts:
        yield _reason(NameKind.PERSON, "other-post")


def _agency(one: Node, other: Node) -> Iterator[Reason]:
    if one.agencies & other.agencies:
        yield _reason(NameKind.PERSON, "same-agency")
    elif one.agencies and other.agencies:
        yield _reason(NameKind.PERSON, "other-agency")


def _list_place(one: Node, other: Node) -> Iterator[Reason]:
    near = {(body, section, place + step) for body, section, place in one.places for step in (-1, 0, 1)}
    if near & other.places:
        yield _reason(NameKind.PERSON, "same-place-in-list")


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


def _same_core(one: Node, other: Node) -> bool:
    return one.form.core == other.form.core or (
        one.own_form.core == other.own_form.core and not (one.own_form.cut or one.own_form.is_short)
    )


def _letters(one: Node, other: Node) -> Iterator[Reason]:
    """Grounds of two long names that differ by slips."""
    left, right = one.form.core, other.form.core
    if one.own_form.is_short or other.own_form.is_short or _is_cut(one) or _is_cut(other):
        return
    limits, length = form("identity")["alike"][one.kind.value], min(len(left), len(right))
    distance = slip(left, right)
    slipped = distance <= min(limits["slip_most"], max(0.3, limits["slip_share"] * length))
    if slipped or without_repeats(left) == without_repeats(right):
        yield _reason(one.kind, "spelling-slip")
    elif says_little(one.kind, left_out(left, right)) and _tells(min(left, right, key=len), one.kind):
        yield _reason(one.kind, "words-left-out")
    elif distance <= min(limits["near_most"], limits["near_share"] * length):
        yield _reason(one.kind, "near-name")


def _tells(core: str, kind: NameKind) -> bool:
    return kind is not NameKind.PROJECT or len(telling(core)) >= _FEW


def _is_cut(node: Node) -> bool:
    return node.own_form.cut and node.full == node.name


def _short_name(one: Node, other: Node) -> Iterator[Reason]:
    short, full = sorted((one.form, other.form), key=lambda found: (len(found.core), found.core))
    if short.cut or len(short.core) == len(full.core) or not _begins(short.core, full.core):
        return
    slack = (0,) if full.core.startswith(short.core) else (0, 1, -1)
    if not any(_rest(short.words, full.words, more).startswith(_goes_on()) for more in slack):
        return
    yield _reason(NameKind.PROJECT, "short-name")
    if len(telling(short.core)) < _FEW:
        yield _reason(NameKind.PROJECT, "too-general")


def _begins(short: str, full: str) -> bool:
    if full.startswith(short):
        return True
    limits = form("identity")["alike"]["project"]
    return len(short) >= _LONG and slip(short, full[: len(short)]) <= min(
        limits["slip_most"], limits["slip_share"] * len(short)
    )


def _rest(short: str, full: str, more: int) -> str:
    """What stands in `full` after as many letters as `short` has and `more`, whatever spaces they have."""
    wanted = len("".join(short.split())) + more
    for at, letter in enumerate(full):
        if wanted == 0:
            return full[at:].lstrip()
        wanted -= not letter.isspace()
    return ""


def _office(one: Node, other: Node, lookup: Lookup | None) -> Iterator[Reason]:
    if lookup is None:
        return
    left, right = _find(lookup, one), _find(lookup, other)
    if left and left == right:
        yield _reason(NameKind.AGENCY, "same-office")


def _find(lookup: Lookup, node: Node, *, listed: bool = False) -> str:
    """The official name of the office that a node's full name stands for, or ""; with `listed`, of a list's offices only."""
    office = lookup(node.form.words) or lookup(node.full)
    return office.name if office and (not listed or office.listed) else ""


def _misspelt_office(one: Node, other: Node, lookup: Lookup | None) -> bool:
    """Of a listed office and one a letter away that no list has, the one is the other misspelt."""
    if lookup is None or bool(_find(lookup, one, listed=True)) == bool(_find(lookup, other, listed=True)):
        return False
    left, right = one.form.core, other.form.core
    return min(len(left), len(right)) >= _LONG // 2 and slip(left, right) <= _ONE_LETTER


def office_name(node: Node, lookup: Lookup | None) -> str:
    """Return the official name that a gazetteer gives an agency, "" where none does."""
    return _find(lookup, node) if lookup is not None and node.kind is NameKind.AGENCY else ""


def _reason(kind: NameKind, code: str) -> Reason:
    return _reasons(kind)[code]


@cache
def _reasons(kind: NameKind) -> dict[str, Reason]:
    return {code: Reason(code, float(weight)) for code, weight in form("identity")[kind.value].items()}


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


@cache
def _goes_on() -> tuple[str, ...]:
    return (*form("identity")["goes_on"], *form("projects")["ends"])
