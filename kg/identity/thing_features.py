"""What speaks for and against two agencies, or two projects, being one; each function gives grounds (`Reason`), or none."""

from __future__ import annotations

from collections.abc import Iterator

from kg.form import form
from kg.identity.entities import Reason
from kg.identity.letters import slip, together
from kg.identity.names import NameKind
from kg.identity.nodes import Lookup, Node
from kg.identity.offices import is_misspelt, office_name
from kg.identity.reasons import reason
from kg.identity.wordings import (
    left_out,
    rest_after,
    says_little,
    telling,
    without_repeats,
    words_that_go_on,
    words_that_run_on,
)

_FEW = 4  # letters a project's name must have beside what every other has
_IN_A_ROW = 2  # letters that a scan may misread together
_LONG = 24  # letters of a name that may have several slips


def agency_grounds(one: Node, other: Node, lookup: Lookup | None) -> Iterator[Reason]:
    """Yield the grounds of two agencies; `lookup` is a gazetteer's, None without one."""
    kind = NameKind.AGENCY
    yield from _office(one, other, lookup)
    if _same_core(one, other):
        yield reason(
            kind, "abbreviation-defined" if one.full != one.name or other.full != other.name else "same-name"
        )
    elif one.acronyms & other.acronyms and (one.own_form.is_short or other.own_form.is_short):
        yield reason(kind, "abbreviation")
    elif is_misspelt(one, other, lookup):
        yield reason(kind, "spelling-slip")
    else:
        yield from _letters(one, other)
    if one.documents & other.documents:
        yield reason(kind, "same-record")
    elif one.bodies & other.bodies:
        yield reason(kind, "same-body")


def project_grounds(one: Node, other: Node) -> Iterator[Reason]:
    """Yield the grounds of two projects."""
    kind = NameKind.PROJECT
    together = bool(one.documents & other.documents)
    if _same_core(one, other):
        yield reason(
            kind, "abbreviation-defined" if one.full != one.name or other.full != other.name else "same-name"
        )
    else:
        letters = list(_letters(one, other))
        yield from letters
        shorter = [] if letters else list(_short_name(one, other))
        yield from shorter
        if one.acronyms & other.acronyms:
            alone = one.own_form.is_short or other.own_form.is_short
            yield reason(kind, "acronym-alone" if alone else "acronym")
            if not one.bodies & other.bodies:
                yield reason(kind, "other-body")
        if together and not letters and not shorter and not _alone(one, other):
            yield reason(kind, "same-record-rows" if one.years and other.years else "same-record")
    if one.years and other.years:
        yield reason(kind, "same-years" if one.years & other.years else "other-years")
    if one.bodies & other.bodies and not together:
        yield reason(kind, "same-body")
    if one.categories & other.categories:
        yield reason(kind, "same-category")


def _same_core(one: Node, other: Node) -> bool:
    return one.form.core == other.form.core or (
        one.own_form.core == other.own_form.core and not (one.own_form.cut or one.own_form.is_short)
    )


def _letters(one: Node, other: Node) -> Iterator[Reason]:
    """Grounds of two long names that differ by slips."""
    left, right = one.form.core, other.form.core
    if one.own_form.is_short or other.own_form.is_short or _is_cut(one) is not _is_cut(other):
        return
    limits, length = form("identity")["alike"][one.kind.value], min(_written(one), _written(other))
    distance = slip(left, right)
    slipped = distance <= min(limits["slip_most"], max(0.3, limits["slip_share"] * length))
    if (
        not slipped
        and length >= _LONG
        and distance <= min(limits["apart_most"], limits["apart_share"] * length)
    ):
        slipped = together(left, right) <= _IN_A_ROW
    if slipped or without_repeats(left) == without_repeats(right):
        yield reason(one.kind, "spelling-slip")
    elif says_little(one.kind, left_out(left, right)) and _tells(min(left, right, key=len), one.kind):
        yield reason(one.kind, "words-left-out")
    elif distance <= min(limits["near_most"], limits["near_share"] * length):
        yield reason(one.kind, "near-name")


def _written(node: Node) -> int:
    """Letters that stand in the text: an owner that was added is the same for all of its parts and shows nothing."""
    return min(len(node.form.core), len(node.own_form.core))


def _tells(core: str, kind: NameKind) -> bool:
    return kind is not NameKind.PROJECT or len(telling(core)) >= _FEW


def _is_cut(node: Node) -> bool:
    return node.own_form.cut and node.full == node.name


def _short_name(one: Node, other: Node) -> Iterator[Reason]:
    short, full = sorted((one.form, other.form), key=lambda found: (len(found.core), found.core))
    if short.cut or len(short.core) == len(full.core) or not _begins(short.core, full.core):
        return
    slack = (0,) if full.core.startswith(short.core) else (0, 1, -1)
    if not any(
        rest_after(short.words, full.words, more).startswith((*words_that_go_on(), *words_that_run_on()))
        for more in slack
    ):
        return
    yield reason(NameKind.PROJECT, "short-name")
    if len(telling(short.core)) < _FEW:
        yield reason(NameKind.PROJECT, "too-general")


def _begins(short: str, full: str) -> bool:
    if full.startswith(short):
        return True
    limits = form("identity")["alike"]["project"]
    return len(short) >= _LONG and slip(short, full[: len(short)]) <= min(
        limits["slip_most"], limits["slip_share"] * len(short)
    )


def _office(one: Node, other: Node, lookup: Lookup | None) -> Iterator[Reason]:
    if lookup is None:
        return
    left, right = office_name(one, lookup), office_name(other, lookup)
    if left and left == right:
        yield reason(NameKind.AGENCY, "same-office")


def _alone(one: Node, other: Node) -> bool:
    """One of two is an abbreviation and nothing else."""
    return one.own_form.is_short or other.own_form.is_short
